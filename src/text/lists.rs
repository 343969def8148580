//! Which lists words are in, alone and as the first of several.
//!
//! Words in the same lists share one [`Kind`], so that what a matcher asks most is
//! two small loads.

use super::{ListId, WordId};
use rustc_hash::FxHashMap;

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

    #[inline]
    fn has(self, list: ListId) -> bool {
        self.0[usize::from(list.0 >> 6)] >> (list.0 & 63) & 1 != 0
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

/// The lists of all words.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// By word.
    of: Vec<u32>,
    kinds: Vec<Kind>,
    /// By first word, then longest first.
    phrases: Vec<Phrase>,
    /// By word: where its phrases begin; one more at the end.
    starts: Vec<u32>,
}

impl Lists {
    /// Whether the word alone is an entry of the list.
    #[inline]
    pub(super) fn is_in(&self, word: WordId, list: ListId) -> bool {
        self.kind(word).alone.has(list)
    }

    /// The lists that have the word alone as an entry.
    pub(super) fn alone(&self, word: WordId) -> ListSet {
        self.kind(word).alone
    }

    /// Whether the word alone is an entry of the list, and whether it begins one of
    /// several words.
    #[inline]
    pub(super) fn is_in_or_begins(&self, word: WordId, list: ListId) -> (bool, bool) {
        let kind = self.kind(word);
        (kind.alone.has(list), kind.begins.has(list))
    }

    #[inline]
    fn kind(&self, word: WordId) -> &Kind {
        &self.kinds[self.kind_of(word)]
    }

    /// The number of the word's kind: words of one kind are in the same lists.
    #[inline]
    pub(super) fn kind_of(&self, word: WordId) -> usize {
        self.of[word.0 as usize] as usize
    }

    /// By kind: which of these lists have its words alone as an entry, one bit each.
    pub(super) fn masks(&self, lists: &[Option<ListId>]) -> Vec<u32> {
        let mask = |kind: &Kind| {
            let has = |list: &Option<ListId>| list.is_some_and(|list| kind.alone.has(list));
            lists.iter().enumerate().map(|(i, list)| u32::from(has(list)) << i).sum()
        };
        self.kinds.iter().map(mask).collect()
    }

    /// Entries of several words that begin with `first`; none before [`Gathered::sort`].
    #[inline]
    pub(super) fn phrases(&self, first: WordId) -> &[Phrase] {
        let at = first.0 as usize;
        match self.starts.get(at..at + 2) {
            Some(&[start, end]) => &self.phrases[start as usize..end as usize],
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
        if lists.kinds.is_empty() {
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
        let of = &mut lists.of[first.0 as usize];
        *of = *self.steps.entry((*of, list, alone)).or_insert_with(|| {
            let mut kind = lists.kinds[*of as usize];
            if alone { &mut kind.alone } else { &mut kind.begins }.add(list);
            // Two ways to the same lists make two kinds, which does no harm.
            lists.kinds.push(kind);
            lists.kinds.len() as u32 - 1
        });
    }

    /// Puts the entries of several words in order: by first word, longest first,
    /// so that a list matches as much as it can.
    pub(super) fn sort(mut self, lists: &mut Lists) {
        self.phrases.sort_by(|(x, a), (y, b)| {
            x.cmp(y).then(b.1.len().cmp(&a.1.len())).then_with(|| a.cmp(b))
        });
        self.phrases.dedup();
        lists.starts = vec![0; lists.of.len() + 1];
        for (first, _) in &self.phrases {
            lists.starts[first.0 as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut lists.starts {
            sum += *start;
            *start = sum;
        }
        lists.phrases = self.phrases.into_iter().map(|(_, phrase)| phrase).collect();
    }
}
