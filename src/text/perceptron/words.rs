//! The words of a lexicon as they are kept, and words that it has not.

use super::known::{Brief, Bytes, Met, NO_PLACE, Packed, Record};
use super::sums::{Alone, Row, Sums};
use super::weights::{Weighed, Weights};
use crate::text::WordId;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, Plain, packed};

/// Finds places for weights that do not stand with their word.
pub(super) trait PutBy {
    /// Puts by a word's own sums for all tags.
    fn all(&mut self, own: [Row; 2]) -> u32;

    /// Puts by what the features of these states weigh, each the state's number and its key:
    /// the states, one bit each, and where their weights begin; [`NO_PLACE`]: they are to be
    /// looked up.
    fn states(&mut self, weights: &Weights, keys: impl Iterator<Item = (usize, u32)>)
    -> (u64, u32);

    /// Puts by what this feature of a word before weighs; zero: nothing; [`NO_PLACE`]: it is
    /// to be looked up.
    fn before(&mut self, weights: &Weights, key: u32) -> u32;
}

/// All states may weigh something: it is to be looked up.
const ANY_STATE: (u64, u32) = (u64::MAX, NO_PLACE);

/// All words of a lexicon.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// In the order of their ids, as the records.
    pub(super) briefs: Flat<Brief>,
    pub(super) records: Flat<Packed>,
    /// The sums of those with many tags: but for how they are printed, then as they are mostly.
    pub(super) own: Flat<[Sums; 2]>,
    /// What words weigh as the word before; the first is nothing.
    pub(super) before: Flat<Alone>,
    /// What states weigh with a word, those of one word in their order.
    pub(super) of_states: Flat<Weighed>,
    /// Whether what states weigh with the next word goes there too: that takes longer to find
    /// than a program should take to start, and else is looked up when it is asked for.
    is_written: bool,
}

impl Words {
    /// None yet, which are to be `written` or used at once.
    pub(super) fn new(written: bool) -> Self {
        Self { is_written: written, ..Self::default() }
    }

    /// None yet, with all that those in the binary weigh at hand.
    pub(super) fn beside_packed() -> Self {
        Self { briefs: Flat::default(), records: Flat::default(), ..Self::packed() }
    }

    /// One of them.
    pub(super) fn word(&self, id: WordId) -> (Brief, Packed) {
        (self.briefs.at(id.0 as usize), self.records.at(id.0 as usize))
    }

    /// Adds the next word.
    pub(super) fn push(&mut self, brief: Brief, record: Packed) {
        self.briefs.push(brief);
        self.records.push(record);
    }

    /// Those of the lexicon in the binary with the model in it.
    pub(super) fn packed() -> Self {
        Self {
            briefs: Flat::packed(packed!("tags.briefs")),
            records: Flat::packed(packed!("tags.words")),
            own: Flat::packed(packed!("tags.own")),
            before: Flat::packed(packed!("tags.befores")),
            of_states: Flat::packed(packed!("tags.weighed")),
            is_written: false,
        }
    }

    /// The files that [`packed`](Self::packed) takes, in their order.
    #[cfg(not(packed))]
    pub(super) const FILES: [&'static str; 5] =
        ["tags.briefs", "tags.words", "tags.own", "tags.befores", "tags.weighed"];

    /// Writes them.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        let [briefs, words, own, before, of_states] = Self::FILES;
        packing.table(briefs, &self.briefs);
        packing.table(words, &self.records);
        packing.table(own, &self.own);
        packing.table(before, &self.before);
        packing.table(of_states, &self.of_states);
    }
}

impl PutBy for Words {
    fn all(&mut self, own: [Row; 2]) -> u32 {
        self.own.push(own.map(|row| Sums::of(&row)));
        self.own.len() as u32 - 1
    }

    fn states(
        &mut self,
        weights: &Weights,
        keys: impl Iterator<Item = (usize, u32)>,
    ) -> (u64, u32) {
        if !self.is_written {
            return ANY_STATE;
        }
        let start = self.of_states.len() as u32;
        let mut states = 0;
        for (state, key) in keys {
            if let Some(weighed) = weights.find(key) {
                states |= 1 << state;
                self.of_states.push(weighed);
            }
        }
        (states, start)
    }

    fn before(&mut self, weights: &Weights, key: u32) -> u32 {
        if self.before.len() == 0 {
            self.before.push(Alone::ZERO);
        }
        if !weights.has(key) {
            return 0;
        }
        self.before.push(Alone::of_feature(weights, key));
        self.before.len() as u32 - 1
    }
}

/// A word that the lexicon has not.
#[derive(Debug)]
pub(super) struct Stranger {
    brief: Brief,
    record: Bytes,
    /// Its own sums, where it has many tags.
    own: Option<Box<[Row; 2]>>,
}

impl Stranger {
    /// The word whose record `record` makes.
    pub(super) fn new(record: impl FnOnce(&mut Apart) -> Record) -> Self {
        let mut apart = Apart(None);
        let record = record(&mut apart);
        Self { brief: record.brief, record: Packed::from(record).bytes(), own: apart.0 }
    }

    #[inline]
    pub(super) fn met(&self) -> Met<'_> {
        Met::new(self.brief, &self.record, self.own.as_deref())
    }
}

/// Few strangers have features of their own: these are looked up when they are asked for.
pub(super) struct Apart(Option<Box<[Row; 2]>>);

impl PutBy for Apart {
    fn all(&mut self, own: [Row; 2]) -> u32 {
        self.0 = Some(Box::new(own));
        NO_PLACE
    }

    fn states(&mut self, _: &Weights, _: impl Iterator<Item = (usize, u32)>) -> (u64, u32) {
        ANY_STATE
    }

    fn before(&mut self, weights: &Weights, key: u32) -> u32 {
        if weights.has(key) { NO_PLACE } else { 0 }
    }
}
