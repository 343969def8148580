//! Where a speaker's later statement seems to go against an earlier one.
//!
//! Three signs, each over words that both share: opposed stances
//! (`words/opposed-stances.txt`; "said" and "denied"), a negation that only one of them has,
//! another amount of the same thing. They are candidates with their evidence; whether it is a
//! change is for people to judge.
//!
//! # Why a later date is asked for
//!
//! Of two statements of one day the order is not known, and in one speech "we will not … unless"
//! stands beside "we will".

use crate::compare::{Class, Statement, Word};
use crate::rows::Field;
use crate::speakers::Vocabulary;

/// What opposed stances have to share: of what both tell together, and in bits.
const STANCES: (f32, f32) = (0.4, 18.0);

/// What statements with and without a negation have to share.
const NEGATIONS: (f32, f32) = (0.6, 24.0);

/// What statements with two amounts have to share.
const AMOUNTS: (f32, f32) = (0.5, 18.0);

/// A statement's words as they are held against others'.
#[derive(Debug)]
pub(super) struct Content {
    /// Forms of telling words and what they tell, in order of the forms, each once.
    words: Vec<(u32, f32)>,
    bits: f32,
}

impl Content {
    /// Of a statement.
    pub(super) fn of(statement: &Statement) -> Self {
        let is_content = |w: &&Word| matches!(w.class, Class::Content | Class::Name);
        let words = statement.wording.words.iter().filter(is_content);
        let mut words: Vec<(u32, f32)> = words.map(|w| (w.form, w.bits)).collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        words.dedup_by_key(|(form, _)| *form);
        let bits = words.iter().map(|(_, bits)| bits).sum();
        Self { words, bits }
    }

    fn has(&self, form: u32) -> bool {
        self.words.binary_search_by_key(&form, |(form, _)| *form).is_ok()
    }

    /// What both tell: in bits, and as a share of what they tell together, from 0 to 1.
    pub(super) fn shared(&self, other: &Self) -> (f32, f32) {
        let (few, many) =
            if self.words.len() < other.words.len() { (self, other) } else { (other, self) };
        let shared = few.words.iter().filter(|(form, _)| many.has(*form));
        let bits: f32 = shared.map(|(_, bits)| bits).sum();
        (bits, 2.0 * bits / (self.bits + other.bits).max(1.0))
    }
}

/// A sign that a later statement goes against an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// The share of the content that both have, from 0 to 1.
    pub(super) overlap: f32,
    /// What changed: `asserts → denies`, `{+not+}`, `[-20-] {+30+}`.
    pub(super) diff: String,
}

/// The sign that the later of two statements goes against the earlier one, if there is any.
pub(super) fn change(
    (earlier, before): (&Statement, &Content),
    (later, after): (&Statement, &Content),
    words: &Vocabulary<'_>,
) -> Option<Change> {
    let (first, then) = earlier.date.zip(later.date)?;
    if first.last >= then.first {
        return None;
    }
    let (bits, overlap) = before.shared(after);
    let is_enough = |(share, least): (f32, f32)| overlap >= share && bits >= least;
    if !is_enough(STANCES) && !is_enough(AMOUNTS) {
        return None;
    }
    let (was, is) = (negations(earlier, after), negations(later, before));
    let stances = (earlier.row.get(Field::Stance), later.row.get(Field::Stance));
    let has_turned = was.len() % 2 != is.len() % 2;
    let diff = if are_opposed(stances, words) {
        (is_enough(STANCES) && !has_turned).then(|| format!("{} → {}", stances.0, stances.1))
    } else if has_turned {
        let is_new = |w: &&Word| was.iter().all(|o| o.form != w.form);
        let is_lost = |w: &&Word| is.iter().all(|o| o.form != w.form);
        let lost = was.iter().filter(is_lost).map(|w| format!("[-{}-]", written(w, earlier)));
        let new = is.iter().filter(is_new).map(|w| format!("{{+{}+}}", written(w, later)));
        (is_enough(NEGATIONS) && stances.0 == stances.1)
            .then(|| lost.chain(new).collect::<Vec<_>>().join(" "))
    } else {
        is_enough(AMOUNTS).then(|| amount(earlier, later)).flatten()
    };
    diff.filter(|diff| !diff.is_empty()).map(|diff| Change { overlap, diff })
}

/// The negations in the sentences that share words with the other statement.
fn negations(statement: &Statement, other: &Content) -> Vec<Word> {
    let words = &statement.wording.words;
    let is_shared = |sentence: u16| {
        let mut of = words.iter().filter(|w| w.sentence == sentence && w.is_telling());
        of.any(|w| other.has(w.form))
    };
    let negations = words.iter().filter(|w| w.class == Class::Negation);
    negations.filter(|w| is_shared(w.sentence)).copied().collect()
}

/// Whether one stance is the other's opposite, or its denial (`not-asserts`).
fn are_opposed((one, other): (&str, &str), words: &Vocabulary<'_>) -> bool {
    let id = |stance: &str| words.lexicon.id(stance);
    match (one.strip_prefix("not-"), other.strip_prefix("not-")) {
        (None, None) => {
            words.has_pair(words.opposed_stances, id(one), id(other))
                || words.has_pair(words.opposed_stances, id(other), id(one))
        }
        (Some(one), None) => one == other,
        (None, Some(other)) => one == other,
        (Some(_), Some(_)) => false,
    }
}

/// Two amounts of the same thing: numbers before the same word.
fn amount(earlier: &Statement, later: &Statement) -> Option<String> {
    let (was, is) = (amounts(earlier), amounts(later));
    let is_theirs =
        |number: &Word, of: &Statement| of.wording.words.iter().any(|w| w.form == number.form);
    let mut changed = is.iter().filter(|(number, _)| !is_theirs(number, earlier));
    changed.find_map(|(number, thing)| {
        let mut before = was.iter().filter(|(n, t)| t.form == thing.form && !is_theirs(n, later));
        let (old, _) = before.next().filter(|_| before.next().is_none())?;
        let (old, new) = (written(old, earlier), written(number, later));
        Some(format!("[-{old}-] {{+{new}+}} {}", written(thing, later)))
    })
}

/// Numbers in digits, each with the word behind it.
fn amounts(statement: &Statement) -> Vec<(Word, Word)> {
    let pairs = statement.wording.words.windows(2);
    let is_amount = |pair: &&[Word]| {
        pair[0].class == Class::Number
            && matches!(pair[1].class, Class::Content | Class::Number)
            && pair[0].sentence == pair[1].sentence
            && written(&pair[0], statement).starts_with(|c: char| c.is_ascii_digit())
    };
    pairs.filter(is_amount).map(|pair| (pair[0], pair[1])).collect()
}

fn written<'s>(word: &Word, of: &'s Statement) -> &'s str {
    let place = word.place.0 as usize..word.place.1 as usize;
    of.row.get(Field::Quote).get(place).unwrap_or("")
}
