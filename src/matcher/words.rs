//! Which words stand in the sets of words by which patterns begin and end, and which of
//! those sets a sentence holds.

use super::edges::{Edge, Words};
use super::seen::class_bit;
use crate::rules::{CueClass, CueLexicon};
use crate::text::{Lexicon, ListId, Mark, Tag, Token, WordId};
use rustc_hash::FxHashMap;

/// How many sets of words edges can tell apart; edges past them take any token.
pub(super) const SETS: usize = 256;

/// A set of sets, one bit each.
pub(super) type SetBits = [u64; SETS / 64];

/// Which words stand in the sets of words of edges.
#[derive(Debug, Default)]
pub(super) struct WordSets {
    /// By word, its class: the words of one class stand in the same sets and are lemmas
    /// of the same classes of cues. Small, as it is looked up for every word of a text.
    of: Vec<u16>,
    /// By class, its sets.
    sets: Vec<SetBits>,
    /// By class, which of the sets that patterns need it is in, and which of the literal
    /// anchors it can begin.
    marked: Vec<Marked>,
}

/// What a word of one class is good for.
#[derive(Clone, Copy, Debug, Default)]
struct Marked {
    held: u64,
    begins: u64,
    cues: u8,
}

/// What a token is good for.
pub(super) struct Look {
    /// Which of the sets that patterns need it is in.
    pub(super) held: u64,
    /// Which of the literal anchors it can begin.
    pub(super) begins: u64,
    /// The classes of the cues whose lemma is its own, by their bits.
    pub(super) cues: u8,
}

impl WordSets {
    /// Which words of the language stand in these sets, given by their numbers, which of
    /// them are lemmas of cues, and which of the sets patterns need.
    pub(super) fn new(
        lexicon: &Lexicon,
        cues: &CueLexicon,
        numbered: &[Words],
        needed: &[u8],
    ) -> Self {
        const LISTS: usize = 1 << u8::BITS;
        let mut begin = vec![SetBits::default(); LISTS];
        let mut end = vec![SetBits::default(); LISTS];
        let mut own: Vec<(WordId, SetBits)> = Vec::new();
        for (words, number) in numbered.iter().zip(0..) {
            let mut set = SetBits::default();
            add(&mut set, number);
            words.begin.iter().for_each(|&list| add(&mut begin[usize::from(list)], number));
            words.end.iter().for_each(|&list| add(&mut end[usize::from(list)], number));
            own.extend(words.words.iter().map(|&word| (word, set)));
        }
        let ends = |list: ListId| &end[usize::from(list.0)];
        for (list, rest) in lexicon.all_phrases() {
            own.extend(rest.last().map(|&last| (last, *ends(*list))));
        }
        own.retain(|(_, set)| *set != SetBits::default());
        own.sort_unstable_by_key(|&(word, _)| word);
        let of_kind: Vec<SetBits> = lexicon
            .lists_by_kind()
            .map(|[alone, first]| {
                let mut bits = SetBits::default();
                for list in alone {
                    join(&mut bits, &begin[usize::from(list.0)]);
                    join(&mut bits, ends(list));
                }
                first.for_each(|list| join(&mut bits, &begin[usize::from(list.0)]));
                bits
            })
            .collect();
        let mut classes = Classes::default();
        let class_of_kind: Vec<u16> = of_kind.iter().map(|bits| classes.of(*bits, 0)).collect();
        let kinds = lexicon.kinds_of();
        let mut of: Vec<u16> = kinds.iter().map(|kind| class_of_kind[kind as usize]).collect();
        for of_word in own.chunk_by(|(a, _), (b, _)| a == b) {
            let word = of_word[0].0.0 as usize;
            let mut bits = of_kind[kinds.at(word) as usize];
            of_word.iter().for_each(|(_, set)| join(&mut bits, set));
            of[word] = classes.of(bits, 0);
        }
        // What no list names is in no set, whatever rules write.
        of[WordId::UNKNOWN.0 as usize] = 0;
        for cue in cues.iter() {
            let class = &mut of[cue.lemma.0 as usize];
            let (bits, known) = classes.all[usize::from(*class)];
            *class = classes.of(bits, known | class_bit(cue.class));
        }
        let held = |bits: &SetBits| {
            needed.iter().enumerate().map(|(bit, &set)| u64::from(has(bits, set)) << bit).sum()
        };
        let mark = |&(bits, cues): &(SetBits, u8)| Marked { held: held(&bits), begins: 0, cues };
        let marked = classes.all.iter().map(mark).collect();
        Self { of, marked, sets: classes.all.into_iter().map(|(bits, _)| bits).collect() }
    }

    /// Notes by which sets the literal anchors begin, one bit each; `None`: by any word.
    pub(super) fn note_anchors(&mut self, anchors: &[(u64, Option<u8>)]) {
        for (marked, sets) in self.marked.iter_mut().zip(&self.sets) {
            let begins = anchors.iter().filter(|(_, set)| set.is_none_or(|set| has(sets, set)));
            marked.begins = begins.fold(0, |bits, (bit, _)| bits | bit);
        }
    }

    /// Whether the word is the lemma of cues of that class.
    #[inline]
    pub(super) fn heads(&self, lemma: WordId, class: CueClass) -> bool {
        self.marked[self.class(lemma)].cues & class_bit(class) != 0
    }

    /// What the token is good for.
    #[inline]
    pub(super) fn look(&self, token: &Token) -> Look {
        let (word, lemma) = (self.class(token.word), self.class(token.lemma));
        let (word, lemma) = (&self.marked[word], &self.marked[lemma]);
        Look {
            held: word.held | lemma.held | MARKS[token.mark as usize],
            begins: word.begins | lemma.begins,
            cues: lemma.cues,
        }
    }

    #[inline]
    fn class(&self, word: WordId) -> usize {
        usize::from(self.of[word.0 as usize])
    }

    /// The sets that the token's word or lemma is in.
    #[inline]
    pub(super) fn row(&self, token: &Token) -> SetBits {
        let mut row = self.sets[self.class(token.word)];
        if token.lemma != token.word {
            join(&mut row, &self.sets[self.class(token.lemma)]);
        }
        row
    }

    /// Whether the token's word or lemma is in the set.
    #[inline]
    pub(super) fn has(&self, set: u8, token: &Token) -> bool {
        let (at, bit) = (usize::from(set >> 6), set & 63);
        let bits = |word: WordId| self.sets[self.class(word)][at];
        (bits(token.word) | bits(token.lemma)) >> bit & 1 == 1
    }
}

/// Numbers sets of sets, with classes of cues.
struct Classes {
    all: Vec<(SetBits, u8)>,
    known: FxHashMap<(SetBits, u8), u16>,
}

impl Default for Classes {
    fn default() -> Self {
        let none = (SetBits::default(), 0);
        Self { all: vec![none], known: FxHashMap::from_iter([(none, 0)]) }
    }
}

impl Classes {
    fn of(&mut self, bits: SetBits, cues: u8) -> u16 {
        let next = self.all.len();
        let new = || u16::try_from(next).expect("a word is in one of few thousand sets of sets");
        let number = *self.known.entry((bits, cues)).or_insert_with(new);
        if usize::from(number) == next {
            self.all.push((bits, cues));
        }
        number
    }
}

/// What a sentence must hold for a pattern to match in it: sets of words, one word of
/// each, by their bits among those that any pattern needs, and quotation marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Needs(pub(super) u64);

/// The bit for a mark that opens a quotation.
pub(super) const OPENS: u64 = 1 << 63;
/// The bit for a mark that closes one.
pub(super) const CLOSES: u64 = 1 << 62;

/// By [`Mark`]: its bit.
const MARKS: [u64; 4] = {
    let mut bits = [0; 4];
    bits[Mark::Open as usize] = OPENS;
    bits[Mark::Close as usize] = CLOSES;
    bits
};

impl Needs {
    /// With what another part of the pattern needs.
    pub(super) fn join(&mut self, other: Needs) {
        self.0 |= other.0;
    }

    /// Whether tokens that hold this hold all that is needed.
    #[inline]
    pub(super) fn met_by(self, held: Needs) -> bool {
        self.0 & !held.0 == 0
    }
}

/// Which of up to 64 edges take a token, asked of all at once.
#[derive(Debug, Default)]
pub(super) struct EdgeMasks {
    any: u64,
    /// Those that take the end of a sentence.
    end: u64,
    by_tag: Vec<u64>,
    by_mark: [u64; 4],
    by_class: Vec<u64>,
}

impl EdgeMasks {
    /// The first 64 of `edges`, each by its bit.
    pub(super) fn new<'e>(words: &WordSets, edges: impl Iterator<Item = &'e Edge>) -> Self {
        let mut masks = Self {
            any: 0,
            end: 0,
            by_tag: vec![0; Tag::ALL.len()],
            by_mark: [0; 4],
            by_class: Vec::new(),
        };
        let mut by_set = [0; SETS];
        for (i, edge) in edges.take(u64::BITS as usize).enumerate() {
            let bit = 1 << i;
            masks.any |= if edge.any { bit } else { 0 };
            masks.end |= if edge.any || edge.end { bit } else { 0 };
            edge.tags.iter().for_each(|tag| masks.by_tag[tag as usize] |= bit);
            if let Some(mark) = edge.mark {
                masks.by_mark[mark as usize] |= bit;
            }
            if let Some(set) = edge.words {
                by_set[usize::from(set)] |= bit;
            }
        }
        let of_class = |sets: &SetBits| members(sets).fold(0, |bits, set| bits | by_set[set]);
        masks.by_class = words.sets.iter().map(of_class).collect();
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

    /// The edges that take any token, or none at all.
    #[inline]
    pub(super) fn any(&self) -> u64 {
        self.any
    }

    /// The edges that take the end of a sentence.
    #[inline]
    pub(super) fn end(&self) -> u64 {
        self.end
    }
}

/// The numbers of the sets in it.
fn members(bits: &SetBits) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(at, &bits)| {
        let mut left = bits;
        std::iter::from_fn(move || {
            let bit = (left != 0).then_some(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some(at * 64 + bit)
        })
    })
}

/// Whether the set is among these.
#[inline]
pub(super) fn has(bits: &SetBits, set: u8) -> bool {
    bits[usize::from(set >> 6)] >> (set & 63) & 1 == 1
}

fn add(bits: &mut SetBits, set: u8) {
    bits[usize::from(set >> 6)] |= 1 << (set & 63);
}

fn join(bits: &mut SetBits, more: &SetBits) {
    bits.iter_mut().zip(more).for_each(|(bits, more)| *bits |= more);
}
