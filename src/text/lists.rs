//! Which lists words are in, alone and as the first of several.
//!
//! Words in the same lists share one [`Kind`], so that what a matcher asks most is
//! two small loads.

#[cfg(not(packed))]
use super::flat::Packing;
use super::flat::{Flat, Plain, packed, plain};
use super::{ListId, WordId};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// A set of lists, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListSet([u64; 4]);

impl ListSet {
    /// How many lists there can be.
    pub const MOST: usize = 256;

    fn add(&mut self, list: ListId) {
        self.0[usize::from(list.0 >> 6)] |= 1 << (list.0 & 63);
    }

    /// Its lists.
    pub(super) fn iter(self) -> impl Iterator<Item = ListId> {
        let lists = |(at, bits): (usize, u64)| {
            let mut left = bits;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < u64::BITS).then(|| ListId((at * 64) as u8 + bit as u8))
            })
        };
        self.0.into_iter().enumerate().flat_map(lists)
    }

    fn has(self, list: ListId) -> bool {
        self.0[usize::from(list.0 >> 6)] >> (list.0 & 63) & 1 != 0
    }

    /// The same of a set as it stands in a table: eight bytes of it are read.
    #[inline]
    fn bytes_have(set: &<[u64; 4] as Plain>::Bytes, list: ListId) -> bool {
        u64::of(&set[usize::from(list.0 >> 6)]) >> (list.0 & 63) & 1 != 0
    }
}

/// An entry of several words: its list, and the words after the first.
pub(super) type Phrase = (ListId, Box<[WordId]>);

/// The lists of a word.
#[derive(Clone, Copy, Debug, Default)]
struct Kind {
    /// Those that have it as an entry of one word.
    alone: ListSet,
    /// Those with entries of several words that begin with it.
    begins: ListSet,
}

plain! {
    Kind: [[u64; 4]; 2],
    |[alone, begins]| Self { alone: ListSet(alone), begins: ListSet(begins) },
    |Self { alone, begins }| [alone.0, begins.0]
}

/// A choice of up to 128 lists, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Choice([u64; 2]);

impl Choice {
    /// How many lists there can be.
    pub(crate) const MOST: usize = 128;

    /// The list at place `at` of the choice.
    pub(crate) fn one(at: u8) -> Self {
        let mut one = Self::default();
        one.add(at);
        one
    }

    fn add(&mut self, at: u8) {
        self.0[usize::from(at >> 6)] |= 1 << (at & 63);
    }

    /// Whether it has the list at place `at`.
    #[inline]
    pub(crate) fn has(self, at: u8) -> bool {
        self.0[usize::from(at >> 6 & 1)] >> (at & 63) & 1 != 0
    }

    /// Whether some list is in both.
    #[inline]
    pub(crate) fn meets(self, other: Self) -> bool {
        (self.0[0] & other.0[0]) | (self.0[1] & other.0[1]) != 0
    }

    /// The lists of both.
    #[inline]
    pub(crate) fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }
}

/// Of a choice of lists, those of the words of one kind: half as long as [`Kind`], so that
/// what is asked often stays near.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Class {
    /// Those that have the word as an entry of one word.
    pub(crate) alone: Choice,
    /// Those with entries that begin with it, of one word or several.
    pub(crate) opens: Choice,
}

/// The lists of all words.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Lists {
    /// By word.
    #[serde(skip, default = "packed_words")]
    of: Flat<u32>,
    /// What words of each kind are in: a [`Kind`].
    #[serde(skip, default = "packed_kinds")]
    kinds: Flat<Kind>,
    /// By first word, then longest first.
    phrases: Vec<Phrase>,
    /// By word: where its phrases begin; one more at the end.
    #[serde(skip, default = "packed_starts")]
    starts: Flat<u32>,
}

fn packed_words() -> Flat<u32> {
    Flat::packed(packed!("lists.words"))
}

fn packed_kinds() -> Flat<Kind> {
    Flat::packed(packed!("lists.kinds"))
}

fn packed_starts() -> Flat<u32> {
    Flat::packed(packed!("lists.starts"))
}

impl Lists {
    /// Writes what unpacking takes from the binary.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        packing.table("lists.words", &self.of);
        packing.table("lists.kinds", &self.kinds);
        packing.table("lists.starts", &self.starts);
    }

    /// Whether the word alone is an entry of the list.
    #[inline]
    pub(super) fn is_in(&self, word: WordId, list: ListId) -> bool {
        let [alone, _] = self.kind(word);
        ListSet::bytes_have(alone, list)
    }

    /// Whether the word alone is an entry of the list, and whether it begins one of
    /// several words.
    #[inline]
    pub(super) fn is_in_or_begins(&self, word: WordId, list: ListId) -> (bool, bool) {
        let [alone, begins] = self.kind(word);
        (ListSet::bytes_have(alone, list), ListSet::bytes_have(begins, list))
    }

    #[inline]
    fn kind(&self, word: WordId) -> &<Kind as Plain>::Bytes {
        &self.kinds.all_bytes()[self.kind_of(word)]
    }

    /// The number of the word's kind: words of one kind are in the same lists.
    #[inline]
    pub(super) fn kind_of(&self, word: WordId) -> usize {
        self.of.at(word.0 as usize) as usize
    }

    /// By kind: the lists that have its words alone as an entry, and those with entries of
    /// several words that begin with them.
    pub(super) fn by_kind(&self) -> impl Iterator<Item = [ListSet; 2]> {
        self.kinds.iter().map(|kind| [kind.alone, kind.begins])
    }

    /// All entries of several words, without their first.
    pub(super) fn all_phrases(&self) -> &[Phrase] {
        &self.phrases
    }

    /// By word, the number of its kind.
    pub(super) fn kinds_of(&self) -> &Flat<u32> {
        &self.of
    }

    /// By kind: which of these lists have its words alone as an entry, one bit each.
    pub(super) fn masks(&self, lists: &[Option<ListId>]) -> Vec<u32> {
        let mask = |kind: Kind| {
            let has = |list: &Option<ListId>| list.is_some_and(|list| kind.alone.has(list));
            lists.iter().enumerate().map(|(i, list)| u32::from(has(list)) << i).sum()
        };
        self.kinds.iter().map(mask).collect()
    }

    /// By kind: which of these lists its words are in.
    pub(super) fn classes(&self, lists: &[Option<ListId>]) -> Vec<Class> {
        debug_assert!(lists.len() <= Choice::MOST);
        let mut places = [None; ListSet::MOST];
        for (list, at) in lists.iter().zip(0..) {
            if let Some(list) = list {
                places[usize::from(list.0)] = Some(at);
            }
        }
        let chosen = |set: ListSet| {
            let mut chosen = Choice::default();
            set.iter().filter_map(|list| places[usize::from(list.0)]).for_each(|at| chosen.add(at));
            chosen
        };
        let class = |kind: Kind| {
            let alone = chosen(kind.alone);
            Class { alone, opens: alone.or(chosen(kind.begins)) }
        };
        self.kinds.iter().map(class).collect()
    }

    /// Entries of several words that begin with `first`; none before [`Gathered::sort`].
    #[inline]
    pub(super) fn phrases(&self, first: WordId) -> &[Phrase] {
        let at = first.0 as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.phrases[start as usize..end as usize],
            _ => &[],
        }
    }
}

/// What is needed while entries are being added.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// From one kind to that with a list more, of words alone or of first words.
    steps: FxHashMap<(u32, ListId, bool), u32>,
    phrases: Vec<(WordId, Phrase)>,
}

impl Gathered {
    /// Makes room for words up to this number; the new ones are in no list.
    pub(super) fn extend(&self, lists: &mut Lists, words: usize) {
        lists.of.resize(words, 0);
        if lists.kinds.len() == 0 {
            lists.kinds.push(Kind::default());
        }
    }

    /// Adds an entry of one or more words to a list.
    pub(super) fn entry(&mut self, lists: &mut Lists, list: ListId, words: &[WordId]) {
        let [first, rest @ ..] = words else { return };
        if !rest.is_empty() {
            self.phrases.push((*first, (list, rest.into())));
        }
        let alone = rest.is_empty();
        let first = first.0 as usize;
        let of = lists.of.at(first);
        let next = *self.steps.entry((of, list, alone)).or_insert_with(|| {
            let mut kind = lists.kinds.at(of as usize);
            if alone { &mut kind.alone } else { &mut kind.begins }.add(list);
            // Two ways to the same lists make two kinds, which does no harm.
            lists.kinds.push(kind);
            lists.kinds.len() as u32 - 1
        });
        lists.of.set(first, next);
    }

    /// Puts the entries of several words in order: by first word, longest first,
    /// so that a list matches as much as it can.
    pub(super) fn sort(mut self, lists: &mut Lists) {
        self.phrases.sort_by(|(x, a), (y, b)| {
            x.cmp(y).then(b.1.len().cmp(&a.1.len())).then_with(|| a.cmp(b))
        });
        self.phrases.dedup();
        let mut starts = vec![0; lists.of.len() + 1];
        for (first, _) in &self.phrases {
            starts[first.0 as usize + 1] += 1;
        }
        let mut sum = 0;
        let start = |own: u32| {
            sum += own;
            sum
        };
        lists.starts = starts.into_iter().map(start).collect();
        lists.phrases = self.phrases.into_iter().map(|(_, phrase)| phrase).collect();
    }
}
