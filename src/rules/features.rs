//! Features by name: a template and its values, as tables write them and as hashes.

use super::Rule;
use crate::text::{Lexicon, Tag, WordId};
use std::cell::RefCell;

/// The name of a kind of feature.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Its name in tables.
    pub name: &'static str,
    /// The key of a feature without values.
    pub(super) key: u64,
}

impl Template {
    /// A template of that name.
    pub const fn new(name: &'static str) -> Self {
        Self { name, key: mix(0, hash(name)) }
    }
}

/// One value of a feature.
#[derive(Clone, Copy, Debug)]
pub enum Value<'a> {
    /// A word or lemma.
    Word(WordId),
    /// A tag.
    Tag(Tag),
    /// A small number: a count or a bucket.
    Number(i32),
    /// A rule, by its name.
    Rule(&'a Rule),
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

    /// Takes one feature.
    fn add<const N: usize>(&mut self, template: Template, values: [Self::Value; N]);
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
            Value::Rule(rule) => rule.id.to_string(),
            Value::Name(other) => other.text.to_owned(),
        };
        let values = &mut *self.values.borrow_mut();
        values.push(spelled);
        values.len() - 1
    }

    /// Adds a feature's name, as tables have it, to `name`.
    pub(crate) fn name(&self, template: Template, values: &[usize], name: &mut String) {
        name.push_str(template.name);
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
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut i = 0;
    while i < bytes.len() {
        hash = (hash ^ bytes[i] as u64).wrapping_mul(0x0100_0000_01b3);
        i += 1;
    }
    hash
}

/// A feature's key, `part` added to what it has so far.
pub(super) const fn mix(key: u64, part: u64) -> u64 {
    (key.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
