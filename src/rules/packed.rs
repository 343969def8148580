//! The words, lists and cues of the rules in the binary, packed: read without parsing or checks.
//!
//! `words.packed` is what `pack` makes of `words/*.txt`, `tags/words.tsv` and `cues.csv` as they
//! are. A test says when it is not, and writes it anew when asked to:
//! `UPDATE_PACKED=1 cargo test packed`. Where these files have changed since, they are parsed as
//! those of a directory are, so that it can be late and never wrong.
//!
//! Numbers are LEB128 ("varint"), words stand by their ids, lists of words by the gaps between
//! them.
//!
//! # Why it is kept in the repository
//!
//! To pack takes the tokeniser and the checks, which a build script cannot call.

use super::cues::{Cue, CueClass, CueLexicon, Frame, FrameId, Kind};
use super::vocabulary::Vocabulary;
use crate::text::{Tag, WordId};

/// As it was at build time.
pub(super) static PACKED: &[u8] = include_bytes!("words.packed");

/// A hash of the files that are packed, as they were at build time.
pub(super) const SOURCES: u64 = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

const CLASSES: [CueClass; 3] = [CueClass::Verb, CueClass::Noun, CueClass::Adjective];

/// The files whose content is packed.
pub(super) const FILES: [&str; 2] = ["tags/words.tsv", "cues.csv"];

/// Gives an empty vocabulary what is packed; false where that is not of these files.
pub(super) fn read(vocabulary: &mut Vocabulary<'_>) -> bool {
    let Some((hash, packed)) = PACKED.split_first_chunk() else { return false };
    if u64::from_le_bytes(*hash) != SOURCES {
        return false;
    }
    Packed(packed).vocabulary(vocabulary);
    true
}

/// Bytes still to be read. They are our own: what does not fit them is a bug.
struct Packed(&'static [u8]);

impl Packed {
    fn byte(&mut self) -> u8 {
        let (&first, rest) = self.0.split_first().expect("it was packed whole");
        self.0 = rest;
        first
    }

    fn number(&mut self) -> usize {
        let mut byte = self.byte();
        let (mut number, mut shift) = (usize::from(byte & 127), 7);
        while byte & 128 != 0 {
            byte = self.byte();
            number |= usize::from(byte & 127) << shift;
            shift += 7;
        }
        number
    }

    fn word(&mut self) -> WordId {
        WordId(self.number() as u32)
    }

    fn text(&mut self) -> &'static str {
        let len = self.number();
        let (text, rest) = self.0.split_at(len);
        self.0 = rest;
        std::str::from_utf8(text).expect("it was packed from text")
    }

    fn vocabulary(mut self, vocabulary: &mut Vocabulary<'_>) {
        for _ in 0..self.number() {
            vocabulary.word(self.text());
        }
        self.records(vocabulary);
        for _ in 0..self.number() {
            self.list(vocabulary);
        }
        self.cues(&mut vocabulary.cues);
    }

    /// What is known of words.
    fn records(&mut self, vocabulary: &mut Vocabulary<'_>) {
        let tag = |packed: &mut Self| Tag::ALL[usize::from(packed.byte())].0;
        let tags = |packed: &mut Self| (0..packed.number()).map(|_| tag(packed)).collect();
        let tag_lists: Vec<Vec<Tag>> = (0..self.number()).map(|_| tags(self)).collect();
        let mut id = 0;
        for _ in 0..self.number() {
            id += self.number() as u32;
            let word = vocabulary.words.word_mut(WordId(id));
            word.tags.clone_from(&tag_lists[self.number()]);
            word.capitalised.clone_from(&tag_lists[self.number()]);
            (word.verb_lemma, word.noun_lemma) = (self.word(), self.word());
        }
    }

    fn list(&mut self, vocabulary: &mut Vocabulary<'_>) {
        let list = vocabulary.words.list(self.text()).expect("there were no more when packed");
        let mut id = 0;
        for _ in 0..self.number() {
            id += self.number() as u32;
            vocabulary.words.entry(list, &[WordId(id)]);
        }
        let mut words = Vec::new();
        for _ in 0..self.number() {
            words.clear();
            words.extend((0..self.number()).map(|_| self.word()));
            vocabulary.words.entry(list, &words);
        }
    }

    fn cues(&mut self, cues: &mut CueLexicon) {
        for _ in 0..self.number() {
            cues.intern_frame(self.text());
        }
        let stances: Vec<&str> = (0..self.number()).map(|_| self.text()).collect();
        for _ in 0..self.number() {
            let lemma = self.word();
            let rest = (0..self.number()).map(|_| self.word()).collect();
            let class = CLASSES[usize::from(self.byte())];
            let kind = self.kind();
            let stance = stances[self.number()].into();
            let frames = (0..self.number()).map(|_| self.frame()).collect();
            cues.add(Cue { lemma, rest, class, kind, stance, frames });
        }
    }

    fn kind(&mut self) -> Kind {
        Kind::ALL[usize::from(self.byte())].0
    }

    fn frame(&mut self) -> Frame {
        let id = FrameId(self.byte());
        let weight = f32::from_le_bytes(std::array::from_fn(|_| self.byte()));
        Frame { id, weight, kind: self.kind() }
    }
}
