//! Features by name: a template and its values, as tables write them and as slots.

use super::{Rule, RuleId};
use crate::text::{Lexicon, Tag, WordId};
use std::cell::RefCell;

/// A kind of feature: its name, and where the weights of its values are found.
#[derive(Clone, Copy, Debug)]
pub struct Template<const N: usize> {
    /// Its name in tables.
    pub name: &'static str,
    /// The slot of each of its values.
    pub(super) slots: [usize; N],
    /// The places of its features in a sum.
    pub(super) places: (usize, usize),
}

/// A template's name, how many values its features have, and how many of them one case
/// can have.
pub(crate) type Listed = (&'static str, usize, usize);

impl<const N: usize> Template<N> {
    /// The template of that name in the list of all that one table can name.
    pub(crate) const fn listed(all: &[Listed], name: &'static str) -> Self {
        let mut at = 0;
        while !is_same(all[at].0, name) {
            at += 1;
        }
        assert!(all[at].1 == N, "another number of values is listed");
        let mut slots = [0; N];
        let mut i = 0;
        while i < N {
            slots[i] = slot(all, at, i);
            assert!(slots[i] < SLOTS, "there are more values than slots");
            i += 1;
        }
        let mut place = 0;
        let mut before = 0;
        while before < at {
            place += all[before].2;
            before += 1;
        }
        assert!(place + all[at].2 <= PLACES, "there are more features than places");
        Self { name, slots, places: (place, all[at].2) }
    }
}

/// How many values the features of one table can have, all templates together.
pub(super) const SLOTS: usize = 96;

/// How many features of one table one case can have.
pub(super) const PLACES: usize = 68;

/// The number of a value of template `at`: first values before second ones, so that
/// the slots of a rule, which mostly comes second, stand together.
pub(super) const fn slot(all: &[Listed], at: usize, value: usize) -> usize {
    let mut slot = 0;
    let mut other = 0;
    while other < all.len() {
        let before = if other < at { value + 1 } else { value };
        slot += if all[other].1 < before { all[other].1 } else { before };
        other += 1;
    }
    slot
}

const fn is_same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut i = 0;
    while i < a.len() && i < b.len() && a[i] == b[i] {
        i += 1;
    }
    i == a.len() && i == b.len()
}

/// Names templates with the numbers of their values; gives the list of them all too.
macro_rules! templates {
    ($($name:ident = $text:literal, $values:literal $(, $times:literal)?;)*) => {
        /// All of them.
        pub(crate) const ALL: &[$crate::rules::features::Listed] =
            &[$(($text, $values, 1 $(- 1 + $times)?)),*];
        $(
            pub(crate) const $name: $crate::rules::features::Template<$values> =
                $crate::rules::features::Template::listed(ALL, $text);
        )*
    };
}
pub(super) use templates;

/// One value of a feature.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A word or lemma.
    Word(WordId),
    /// A tag.
    Tag(Tag),
    /// A small number: a count or a bucket.
    Number(i32),
    /// A rule.
    Rule(RuleId, &'a Rule),
    /// Any other name.
    Name(Name<'a>),
}

/// A name with its hash.
#[derive(Clone, Copy, Debug)]
pub struct Name<'a> {
    /// The name.
    pub text: &'a str,
    pub(super) hash: u64,
}

impl<'a> Name<'a> {
    /// The value of that name.
    pub const fn new(text: &'a str) -> Self {
        Self { text, hash: hash(text) }
    }
}

/// Takes the features of one case.
pub trait Sink {
    /// A value as this sink knows it.
    type Value: Copy;

    /// What this sink makes of a value.
    fn value(&self, value: Value<'_>) -> Self::Value;

    /// Takes one feature, of a template the only one.
    fn add<const N: usize>(&mut self, template: Template<N>, values: [Self::Value; N]);

    /// Takes one of several features of a template; `nth` counts from 0.
    fn add_nth<const N: usize>(
        &mut self,
        template: Template<N>,
        nth: usize,
        values: [Self::Value; N],
    ) {
        let _ = nth;
        self.add(template, values);
    }

    /// Hears that there is no feature of that template, or none so far: a sink may have
    /// that of another case.
    fn none<const N: usize>(&mut self, template: Template<N>) {
        let _ = template;
    }
}

/// The values of one case as tables spell them.
#[derive(Debug)]
pub(crate) struct Spelled<'l> {
    lexicon: &'l Lexicon,
    values: RefCell<Vec<String>>,
}

impl<'l> Spelled<'l> {
    /// None yet, of that language.
    pub(crate) fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, values: RefCell::default() }
    }

    /// Spells a value; gives its number.
    pub(crate) fn spell(&self, value: Value<'_>) -> usize {
        let spelled = match value {
            Value::Word(word) => self.lexicon.spelling(word).to_owned(),
            Value::Tag(tag) => tag.name().to_owned(),
            Value::Number(n) => n.to_string(),
            Value::Rule(_, rule) => rule.id.to_string(),
            Value::Name(other) => other.text.to_owned(),
        };
        let values = &mut *self.values.borrow_mut();
        values.push(spelled);
        values.len() - 1
    }

    /// Adds a feature's name, as tables have it, to `name`.
    pub(crate) fn name(&self, template: &str, values: &[usize], name: &mut String) {
        name.push_str(template);
        let spelled = self.values.borrow();
        for (i, &value) in values.iter().enumerate() {
            name.push(if i == 0 { '=' } else { '|' });
            name.push_str(&spelled[value]);
        }
    }

    /// Forgets all values.
    pub(crate) fn clear(&mut self) {
        self.values.get_mut().clear();
    }
}

/// FNV-1a, 64 bits.
pub(super) const fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut hash = EMPTY;
    let mut i = 0;
    while i < bytes.len() {
        hash = with(hash, bytes[i]);
        i += 1;
    }
    hash
}

/// The hash of what stands before the first tab, and what follows it.
pub(super) fn hash_to_tab(text: &str) -> Option<(u64, &str)> {
    let (name, rest) = to_tab(text)?;
    Some((hash(name), rest))
}

/// What stands before the first tab, and what follows it.
pub(super) fn to_tab(text: &str) -> Option<(&str, &str)> {
    // Fields are short: a loop is faster than a search that looks at 32 bytes at once.
    let at = text.bytes().position(|byte| byte == b'\t')?;
    Some((&text[..at], &text[at + 1..]))
}

/// The hash of nothing.
const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;

const fn with(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_has_a_slot_of_its_own() {
        let all: &[Listed] = &[("a", 1, 1), ("b", 3, 1), ("c", 2, 1), ("d", 1, 1), ("e", 2, 1)];
        let values =
            all.iter().enumerate().flat_map(|(at, listed)| (0..listed.1).map(move |i| (i, at)));
        let mut values: Vec<(usize, usize)> = values.collect();
        values.sort_unstable();
        let slots = values.into_iter().map(|(i, at)| slot(all, at, i));
        assert!(slots.eq(0..9));
    }
}
