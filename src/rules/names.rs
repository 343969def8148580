//! The values that tables name, by number: those of words, tags and numbers found
//! without a look at what they are called.

use super::Rule;
use super::features::{Value, hash};
use super::weights::Weights;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, packed};
use crate::text::{Lexicon, Tag, WordId};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// The number of a value that some table names.
pub(super) type Symbol = u16;

/// The number of those that no table names.
const NOT_NAMED: Symbol = 0;

/// What values that some table names are called, by number, from 1 on.
#[derive(Clone, Debug, Default)]
pub(super) struct Symbols {
    by_hash: FxHashMap<u64, Symbol>,
    pub(super) texts: Vec<Box<str>>,
}

impl Symbols {
    // A half of what a symbol can tell apart: two tables are used together.
    const MOST: usize = Symbol::MAX as usize / 2;

    /// The number of the value of that name; `None` if there are too many.
    pub(super) fn intern(&mut self, text: &str) -> Option<Symbol> {
        let next = self.texts.len() + 1;
        let known = self.by_hash.entry(hash(text));
        let texts = &mut self.texts;
        let symbol = *known.or_insert_with(|| {
            texts.push(text.into());
            next as Symbol
        });
        (usize::from(symbol) <= Self::MOST).then_some(symbol)
    }
}

/// The numbers of values for the tables that are used together.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Names {
    #[serde(skip, default = "packed_words")]
    words: Flat<Symbol>,
    #[serde(skip, default = "packed_tags")]
    tags: [Symbol; Tag::ALL.len()],
    /// From [`LEAST`] on.
    #[serde(skip, default = "packed_numbers")]
    numbers: [Symbol; NUMBERS],
    /// By their ids.
    rules: Vec<Symbol>,
    /// By the hash of what they are called.
    all: FxHashMap<u64, Symbol>,
}

/// The numbers that are at hand.
const NUMBERS: usize = 80;
const LEAST: i32 = -16;

impl Default for Names {
    fn default() -> Self {
        let (tags, numbers) = ([NOT_NAMED; Tag::ALL.len()], [NOT_NAMED; NUMBERS]);
        let (words, rules) = (Flat::default(), Vec::new());
        Self { words, tags, numbers, rules, all: FxHashMap::default() }
    }
}

fn packed_words() -> Flat<Symbol> {
    Flat::packed(packed!("names.words"))
}

fn packed_tags() -> [Symbol; Tag::ALL.len()] {
    Flat::packed(packed!("names.tags")).at(0)
}

fn packed_numbers() -> [Symbol; NUMBERS] {
    Flat::packed(packed!("names.numbers")).at(0)
}

impl Names {
    /// Writes what unpacking takes from the binary.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        packing.table("names.words", &self.words);
        packing.table("names.tags", &Flat::filled(1, self.tags));
        packing.table("names.numbers", &Flat::filled(1, self.numbers));
    }

    /// Numbers the values that `tables` name anew, for all of them alike; they are of a
    /// language and its rules.
    pub fn new<'w>(
        lexicon: &Lexicon,
        rules: &[Rule],
        tables: impl IntoIterator<Item = &'w mut Weights>,
    ) -> Self {
        let words = Flat::filled(lexicon.spellings().count(), NOT_NAMED);
        let mut names = Self { words, ..Self::default() };
        let mut number = |text: &str| {
            let next = names.all.len() as Symbol + 1;
            let symbol = *names.all.entry(hash(text)).or_insert(next);
            let word = lexicon.id(text);
            if word != WordId::UNKNOWN {
                names.words.set(word.0 as usize, symbol);
            }
            if let Ok(number) = text.parse::<i32>()
                && let Some(place) = place(number)
                && number.to_string() == text
            {
                names.numbers[place] = symbol;
            }
            symbol
        };
        for table in tables {
            table.renumber(&mut number);
        }
        names.rules = rules.iter().map(|rule| names.named(rule.key)).collect();
        names.tags = Tag::ALL.map(|(_, name)| names.named(hash(name)));
        // No word is spelt like a feature's empty value.
        names.words.set(WordId::UNKNOWN.0 as usize, names.named(hash("")));
        names
    }

    fn named(&self, hash: u64) -> Symbol {
        self.all.get(&hash).copied().unwrap_or(NOT_NAMED)
    }

    /// By word, as they stand in the table.
    pub(super) fn words(&self) -> &[[u8; 2]] {
        self.words.all_bytes()
    }

    #[inline(always)]
    pub(super) fn of(&self, value: Value<'_>) -> Symbol {
        match value {
            Value::Word(word) => self.words.at(word.0 as usize),
            Value::Tag(tag) => self.tags[tag as usize],
            Value::Number(number) => match place(number) {
                Some(place) => self.numbers[place],
                None => self.named(hash(&number.to_string())),
            },
            Value::Rule(id, _) => self.rules[usize::from(id.0)],
            Value::Name(name) => self.named(name.hash),
        }
    }
}

/// Where a number stands that is at hand.
#[inline(always)]
fn place(number: i32) -> Option<usize> {
    let place = number.wrapping_sub(LEAST) as u32 as usize;
    (place < NUMBERS).then_some(place)
}
