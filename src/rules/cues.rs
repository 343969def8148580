//! The cue lexicon (`cues.csv`): which words signal an attribution, in which
//! frames, how surely, and what the speaker does with them.
//!
//! `lemma,pos,kind,stance,frames`, one cue a line:
//!
//! ```csv
//! say,V,statement,asserts,that:0.97 clause:0.97 quote:0.99
//! point out,V,statement,asserts,that:0.95 clause:0.90
//! plan,V,attitude,wants,to:0.80 np:0.30
//! promise,N,statement,promises,to:0.75 that:0.80
//! want,V,attitude,wants,to:0.70 quote:0.80:statement
//! ```
//!
//! A frame's number is the share of its readings that are attributions (0 to 1);
//! a third part overrides the cue's kind in that frame. A lemma of several words
//! is a head and what must follow it: `make clear`, `make it clear`.

use super::features::{Name, hash};
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, Plain, Texts, packed, packed_text, plain};
use crate::text::{Lexicon, WordId};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What follows a cue or stands before it ("that", "clause", "to" …); the names
/// are whatever `cues.csv` uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FrameId(pub u8);

/// An entry of the cue lexicon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CueId(pub u32);

/// The word class of a cue's head.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CueClass {
    /// `V`
    Verb,
    /// `N`
    Noun,
    /// `J`
    Adjective,
}

impl CueClass {
    /// That of a number.
    fn of(number: u8) -> Self {
        [Self::Verb, Self::Noun].get(usize::from(number)).copied().unwrap_or(Self::Adjective)
    }

    /// Its letter in files.
    pub fn name(self) -> &'static str {
        match self {
            CueClass::Verb => "V",
            CueClass::Noun => "N",
            CueClass::Adjective => "J",
        }
    }
}

/// What an attribution reports.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Kind {
    /// Something said or written.
    #[default]
    Statement,
    /// Something believed, wanted, planned, feared, seen.
    Attitude,
    /// Something ruled or appointed.
    Decree,
}

impl Kind {
    /// All kinds with their names in files and rows.
    pub const ALL: [(Kind, &'static str); 3] =
        [(Kind::Statement, "statement"), (Kind::Attitude, "attitude"), (Kind::Decree, "decree")];

    /// That of a number.
    fn of(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).map_or(Self::default(), |(kind, _)| *kind)
    }

    /// Its name in files and rows.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Kind> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
    }
}

/// One frame of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// Which.
    pub id: FrameId,
    /// The share of its readings that are attributions.
    pub weight: f32,
    /// What it reports in this frame.
    pub kind: Kind,
}

plain! {
    Frame: [u32; 2],
    |[names, weight]| Self {
        id: FrameId(names as u8),
        weight: f32::from_bits(weight),
        kind: Kind::of((names >> 8) as u8),
    },
    |Self { id, weight, kind }| [u32::from(id.0) | (kind as u32) << 8, weight.to_bits()]
}

/// One cue.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cue<'l> {
    /// The head's lemma.
    pub lemma: WordId,
    /// The words that must follow the head.
    pub rest: &'l [WordId],
    /// The head's word class.
    pub class: CueClass,
    /// What it reports where the frame says nothing else.
    pub kind: Kind,
    /// What the speaker does ("asserts", "denies" …).
    pub stance: &'l str,
    /// Its frames, by id.
    frames: &'l [<Frame as Plain>::Bytes],
}

/// A cue to be added.
pub(super) struct NewCue<'a> {
    pub(super) lemma: WordId,
    pub(super) rest: &'a [WordId],
    pub(super) class: CueClass,
    pub(super) kind: Kind,
    pub(super) stance: &'a str,
    pub(super) frames: &'a [Frame],
}

/// A [`Cue`] as it is kept: where its words and frames begin, and how many they are.
#[derive(Clone, Copy, Debug, Default)]
struct Record {
    lemma: WordId,
    rest: [u32; 2],
    frames: [u32; 2],
    stance: u16,
    class: u8,
    kind: u8,
}

plain! {
    Record: [u32; 6],
    |[lemma, rest, words, first, frames, says]| Self {
        lemma: WordId(lemma),
        rest: [rest, words],
        frames: [first, frames],
        stance: says as u16,
        class: (says >> 16) as u8,
        kind: (says >> 24) as u8,
    },
    |Self { lemma, rest: [rest, words], frames: [first, frames], stance, class, kind }| {
        let says = u32::from(stance) | u32::from(class) << 16 | u32::from(kind) << 24;
        [lemma.0, rest, words, first, frames, says]
    }
}

/// From where on, and how many.
fn range([start, count]: [u32; 2]) -> Range<usize> {
    start as usize..start as usize + count as usize
}

/// All cues of a language.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct CueLexicon {
    #[serde(skip, default = "packed_cues")]
    cues: Flat<Record>,
    /// The words that must follow the heads of all cues.
    rests: Vec<WordId>,
    stances: Vec<Box<str>>,
    /// The frames of all cues.
    #[serde(skip, default = "packed_frames")]
    frames: Flat<Frame>,
    /// By lemma, then longest first.
    ids: Vec<CueId>,
    /// By word: where the cues begin whose lemma it is; one more at the end.
    #[serde(skip, default = "packed_starts")]
    starts: Flat<u32>,
    frame_names: Vec<Box<str>>,
    frame_ids: FxHashMap<Box<str>, FrameId>,
}

fn packed_cues() -> Flat<Record> {
    Flat::packed(packed!("cues.records"))
}

fn packed_frames() -> Flat<Frame> {
    Flat::packed(packed!("cues.frames"))
}

fn packed_starts() -> Flat<u32> {
    Flat::packed(packed!("cues.starts"))
}

impl CueLexicon {
    /// Writes what unpacking takes from the binary.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        packing.table("cues.records", &self.cues);
        packing.table("cues.frames", &self.frames);
        packing.table("cues.starts", &self.starts);
    }

    /// The id of a frame, new or known; `None` past 255.
    pub fn intern_frame(&mut self, name: &str) -> Option<FrameId> {
        if let Some(id) = self.frame(name) {
            return Some(id);
        }
        let id = u8::try_from(self.frame_names.len()).ok()?;
        self.frame_names.push(name.into());
        self.frame_ids.insert(name.into(), FrameId(id));
        Some(FrameId(id))
    }

    /// Adds a cue; `None` when there are too many stances already.
    pub(super) fn add(&mut self, cue: NewCue<'_>) -> Option<()> {
        let NewCue { lemma, rest, class, kind, stance, frames } = cue;
        let known = self.stances.iter().position(|known| **known == *stance);
        let number = u16::try_from(known.unwrap_or(self.stances.len())).ok()?;
        if known.is_none() {
            self.stances.push(stance.into());
        }
        let record = Record {
            lemma,
            rest: [self.rests.len() as u32, rest.len() as u32],
            frames: [self.frames.len() as u32, frames.len() as u32],
            stance: number,
            class: class as u8,
            kind: kind as u8,
        };
        self.rests.extend(rest);
        frames.iter().for_each(|&frame| self.frames.push(frame));
        self.ids.push(CueId(self.cues.len() as u32));
        self.cues.push(record);
        Some(())
    }

    /// Puts the cues in order by their lemmas, of one lemma the longest first, which are
    /// among so many words.
    pub(super) fn sort(&mut self, words: usize) {
        let mut ids = std::mem::take(&mut self.ids);
        let lemma = |id: CueId| self.cue(id).lemma;
        ids.sort_by_key(|&id| (lemma(id), std::cmp::Reverse(self.cue(id).rest.len()), id));
        let mut counts = vec![0; words + 1];
        ids.iter().for_each(|&id| counts[lemma(id).0 as usize + 1] += 1);
        let mut sum = 0;
        let start = |own: u32| {
            sum += own;
            sum
        };
        let starts = counts.into_iter().map(start).collect();
        (self.ids, self.starts) = (ids, starts);
    }

    /// The frame of that name.
    pub fn frame(&self, name: &str) -> Option<FrameId> {
        self.frame_ids.get(name).copied()
    }

    /// All frame names, by id.
    pub fn frame_names(&self) -> impl Iterator<Item = &str> {
        self.frame_names.iter().map(|f| &**f)
    }

    /// All cues, by id.
    pub fn iter(&self) -> impl Iterator<Item = Cue<'_>> {
        (0..self.len() as u32).map(|id| self.cue(CueId(id)))
    }

    /// The name of a frame.
    pub fn frame_name(&self, id: FrameId) -> &str {
        &self.frame_names[id.0 as usize]
    }

    /// One cue.
    #[inline]
    pub fn cue(&self, id: CueId) -> Cue<'_> {
        let Record { lemma, rest, frames, stance, class, kind } = self.cues.at(id.0 as usize);
        Cue {
            lemma,
            rest: self.rests.get(range(rest)).unwrap_or_default(),
            class: CueClass::of(class),
            kind: Kind::of(kind),
            stance: self.stances.get(usize::from(stance)).map_or("", |stance| stance),
            frames: self.frames.all_bytes().get(range(frames)).unwrap_or_default(),
        }
    }

    /// The cues whose head has this lemma, longest first.
    pub fn of_lemma(&self, lemma: WordId) -> &[CueId] {
        let at = lemma.0 as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => &self.ids[start as usize..end as usize],
            _ => &[],
        }
    }

    /// Number of cues.
    pub fn len(&self) -> usize {
        self.cues.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cues.len() == 0
    }
}

impl<'l> Cue<'l> {
    /// What tables call it: "make clear/V".
    pub fn name(&self, lexicon: &Lexicon) -> Box<str> {
        let (lemma, class) = (lexicon.spelling(self.lemma), self.class.name());
        let rest = || self.rest.iter().map(|&word| lexicon.spelling(word));
        let length = rest().fold(lemma.len(), |length, word| length + 1 + word.len());
        let mut name = String::with_capacity(length + 1 + class.len());
        name.push_str(lemma);
        for word in rest() {
            name.push(' ');
            name.push_str(word);
        }
        name.push('/');
        name.push_str(class);
        name.into()
    }

    /// The frame, if the cue has it.
    pub fn frame(&self, id: FrameId) -> Option<Frame> {
        self.frames().find(|f| f.id == id)
    }

    /// Its frames, by id.
    pub fn frames(&self) -> impl Iterator<Item = Frame> + use<'l> {
        self.frames.iter().map(Frame::of)
    }
}

/// What tables call the cues, by their ids: "make clear/V".
#[derive(Clone, Debug, Default)]
pub struct CueNames {
    texts: Texts,
    hashes: Flat<u64>,
}

impl CueNames {
    /// Those of these cues.
    pub fn new(cues: &CueLexicon, lexicon: &Lexicon) -> Self {
        let mut names = Self::default();
        for name in cues.iter().map(|cue| cue.name(lexicon)) {
            names.texts.push(&name);
            names.hashes.push(hash(&name));
        }
        names
    }

    /// Those of the cues in the binary.
    pub(super) fn packed() -> Self {
        Self {
            texts: Texts::packed(packed_text!("cues.letters"), packed!("cues.ends")),
            hashes: Flat::packed(packed!("cues.hashes")),
        }
    }

    /// Writes what [`packed`](Self::packed) gives.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        self.texts.pack(packing, ["cues.letters", "cues.ends"]);
        packing.table("cues.hashes", &self.hashes);
    }

    /// That of one cue.
    pub fn of(&self, id: CueId) -> Name<'_> {
        let at = id.0 as usize;
        Name { text: self.texts.get(at), hash: self.hashes.at(at) }
    }
}
