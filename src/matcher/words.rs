//! Which words stand in the sets of words by which patterns begin and end, and which of
//! those sets a sentence holds.

use super::edges::{Edge, Words};
use crate::text::{Lexicon, ListId, Mark, Tag, Token, WordId};
use std::collections::BTreeMap;

/// How many sets of words edges can tell apart; edges past them take any token.
pub(super) const SETS: usize = 256;

/// A set of sets, one bit each.
pub(super) type SetBits = [u64; SETS / 64];

/// Which words stand in the sets of words of edges.
#[derive(Debug, Default)]
pub(super) struct WordSets {
    /// By word, its class: the words of one class stand in the same sets.
    classes: Vec<u16>,
    /// By class, its sets.
    sets: Vec<SetBits>,
    /// By class, which of the sets that patterns need it is in.
    held: Vec<u64>,
}

impl WordSets {
    /// Which words of the language stand in these sets, given with their numbers, and
    /// which of the sets patterns need.
    pub(super) fn new(lexicon: &Lexicon, numbers: &BTreeMap<Words, u8>, needed: &[u8]) -> Self {
        let mut by_list: BTreeMap<(bool, u8), SetBits> = BTreeMap::new();
        let mut by_word: BTreeMap<WordId, SetBits> = BTreeMap::new();
        for (words, &number) in numbers {
            let begin = words.begin.iter().map(|&list| (false, list));
            let end = words.end.iter().map(|&list| (true, list));
            for key in begin.chain(end) {
                add(by_list.entry(key).or_default(), number);
            }
            for &word in &words.words {
                add(by_word.entry(word).or_default(), number);
            }
        }
        let none = SetBits::default();
        let of = |end, list: ListId| by_list.get(&(end, list.0)).unwrap_or(&none);
        for word in lexicon.ids().filter(|&word| lexicon.is_listed(word)) {
            let mut bits = SetBits::default();
            for list in lexicon.lists_of(word) {
                join(&mut bits, of(false, list));
                join(&mut bits, of(true, list));
            }
            for (list, rest) in lexicon.phrases(word) {
                join(&mut bits, of(false, *list));
                let ends = of(true, *list);
                if let Some(&last) = rest.last()
                    && *ends != none
                {
                    join(by_word.entry(last).or_default(), ends);
                }
            }
            if bits != none {
                join(by_word.entry(word).or_default(), &bits);
            }
        }
        let mut sets = vec![none];
        let mut classes = vec![0; lexicon.ids().count()];
        let mut known: BTreeMap<SetBits, u16> = BTreeMap::new();
        for (word, bits) in by_word {
            let class = *known.entry(bits).or_insert_with(|| {
                sets.push(bits);
                sets.len() as u16 - 1
            });
            classes[word.0 as usize] = class;
        }
        // What no list names is in no set, whatever rules write.
        classes[WordId::UNKNOWN.0 as usize] = 0;
        let held = |bits: &SetBits| {
            let has = |set: u8| bits[usize::from(set >> 6)] >> (set & 63) & 1;
            needed.iter().enumerate().map(|(bit, &set)| has(set) << bit).sum()
        };
        let held = sets.iter().map(held).collect();
        Self { classes, sets, held }
    }

    /// What these tokens hold of what patterns need.
    pub(super) fn held(&self, tokens: &[Token]) -> Needs {
        let of = |token: &Token| {
            let mark = matches!(token.mark, Mark::Open | Mark::Close);
            let words = self.held[self.class(token.word)] | self.held[self.class(token.lemma)];
            words | if mark { MARKS } else { 0 }
        };
        Needs(tokens.iter().fold(0, |held, token| held | of(token)))
    }

    #[inline]
    fn class(&self, word: WordId) -> usize {
        usize::from(self.classes[word.0 as usize])
    }

    #[inline]
    fn bits(&self, word: WordId) -> &SetBits {
        &self.sets[self.class(word)]
    }

    /// Whether the token's word or lemma is in the set.
    #[inline]
    pub(super) fn has(&self, set: u8, token: &Token) -> bool {
        let (at, bit) = (usize::from(set >> 6), set & 63);
        (self.bits(token.word)[at] | self.bits(token.lemma)[at]) >> bit & 1 == 1
    }

    /// Whether the token's word or lemma is in any of these sets.
    #[inline]
    pub(super) fn meets(&self, sets: &SetBits, token: &Token) -> bool {
        let (word, lemma) = (self.bits(token.word), self.bits(token.lemma));
        (0..sets.len()).any(|i| (word[i] | lemma[i]) & sets[i] != 0)
    }
}

/// What a sentence must hold for a pattern to match in it: sets of words, one word of
/// each, by their bits among those that any pattern needs, and a quotation mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs(pub(super) u64);

/// The bit for a mark that opens or closes a quotation.
pub(super) const MARKS: u64 = 1 << 63;

impl Needs {
    /// With what another part of the pattern needs.
    pub(super) fn join(&mut self, other: Needs) {
        self.0 |= other.0;
    }

    /// Whether a sentence that holds this holds all that is needed.
    #[inline]
    pub(super) fn met_by(self, held: Needs) -> bool {
        self.0 & !held.0 == 0
    }
}

/// Which of up to 64 edges take a token, asked of all at once.
#[derive(Debug, Default)]
pub(super) struct EdgeMasks {
    any: u64,
    by_tag: Vec<u64>,
    by_mark: [u64; 4],
    by_class: Vec<u64>,
}

impl EdgeMasks {
    /// The first 64 of `edges`, each by its bit.
    pub(super) fn new<'e>(words: &WordSets, edges: impl Iterator<Item = &'e Edge>) -> Self {
        let mut masks = Self {
            any: 0,
            by_tag: vec![0; Tag::ALL.len()],
            by_mark: [0; 4],
            by_class: vec![0; words.sets.len()],
        };
        for (i, edge) in edges.take(u64::BITS as usize).enumerate() {
            let bit = 1 << i;
            masks.any |= if edge.any { bit } else { 0 };
            for (tag, _) in Tag::ALL.iter().filter(|(tag, _)| edge.tags.has(*tag)) {
                masks.by_tag[*tag as usize] |= bit;
            }
            if let Some(mark) = edge.mark {
                masks.by_mark[mark as usize] |= bit;
            }
            if let Some(set) = edge.words {
                let (at, shift) = (usize::from(set >> 6), set & 63);
                let classes = words.sets.iter().zip(&mut masks.by_class);
                classes.for_each(|(sets, mask)| *mask |= (sets[at] >> shift & 1) << i);
            }
        }
        masks
    }

    /// The edges that take the token.
    #[inline]
    pub(super) fn taking(&self, words: &WordSets, token: &Token) -> u64 {
        self.any
            | self.by_tag[token.tag as usize]
            | self.by_mark[token.mark as usize]
            | self.by_class[words.class(token.word)]
            | self.by_class[words.class(token.lemma)]
    }
}

fn add(bits: &mut SetBits, set: u8) {
    bits[usize::from(set >> 6)] |= 1 << (set & 63);
}

fn join(bits: &mut SetBits, more: &SetBits) {
    bits.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
}

/// The set of these sets.
pub(super) fn union(sets: impl Iterator<Item = u8>) -> SetBits {
    let mut bits = SetBits::default();
    sets.for_each(|set| add(&mut bits, set));
    bits
}
