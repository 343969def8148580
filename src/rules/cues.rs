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
use crate::text::flat::{Flat, packed, packed_text};
use crate::text::{Lexicon, WordId};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

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

/// One cue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// The head's lemma.
    pub lemma: WordId,
    /// The words that must follow the head.
    pub rest: Vec<WordId>,
    /// The head's word class.
    pub class: CueClass,
    /// What it reports where the frame says nothing else.
    pub kind: Kind,
    /// What the speaker does ("asserts", "denies" …).
    pub stance: Box<str>,
    /// Its frames, by id.
    pub frames: Vec<Frame>,
}

/// All cues of a language.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct CueLexicon {
    cues: Vec<Cue>,
    by_lemma: FxHashMap<WordId, Vec<CueId>>,
    frames: Vec<Box<str>>,
    frame_ids: FxHashMap<Box<str>, FrameId>,
}

impl CueLexicon {
    /// The id of a frame, new or known; `None` past 255.
    pub fn intern_frame(&mut self, name: &str) -> Option<FrameId> {
        if let Some(id) = self.frame(name) {
            return Some(id);
        }
        let id = u8::try_from(self.frames.len()).ok()?;
        self.frames.push(name.into());
        self.frame_ids.insert(name.into(), FrameId(id));
        Some(FrameId(id))
    }

    /// Adds a cue. Of one lemma's cues the longest come first.
    pub fn add(&mut self, cue: Cue) -> CueId {
        let id = CueId(self.cues.len() as u32);
        let ids = self.by_lemma.entry(cue.lemma).or_default();
        ids.push(id);
        self.cues.push(cue);
        let cues = &self.cues;
        ids.sort_by_key(|&i| (std::cmp::Reverse(cues[i.0 as usize].rest.len()), i));
        id
    }

    /// The frame of that name.
    pub fn frame(&self, name: &str) -> Option<FrameId> {
        self.frame_ids.get(name).copied()
    }

    /// All frame names, by id.
    pub fn frame_names(&self) -> impl Iterator<Item = &str> {
        self.frames.iter().map(|f| &**f)
    }

    /// All cues, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Cue> {
        self.cues.iter()
    }

    /// The name of a frame.
    pub fn frame_name(&self, id: FrameId) -> &str {
        &self.frames[id.0 as usize]
    }

    /// One cue.
    pub fn cue(&self, id: CueId) -> &Cue {
        &self.cues[id.0 as usize]
    }

    /// The cues whose head has this lemma, longest first.
    pub fn of_lemma(&self, lemma: WordId) -> &[CueId] {
        self.by_lemma.get(&lemma).map_or(&[], Vec::as_slice)
    }

    /// Number of cues.
    pub fn len(&self) -> usize {
        self.cues.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cues.is_empty()
    }
}

impl Cue {
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
    pub fn frame(&self, id: FrameId) -> Option<&Frame> {
        self.frames.iter().find(|f| f.id == id)
    }
}

/// What tables call the cues, by their ids: "make clear/V".
#[derive(Clone, Debug, Default)]
pub struct CueNames {
    letters: Cow<'static, str>,
    /// Where each ends in `letters`.
    ends: Flat<u32>,
    hashes: Flat<u64>,
}

impl CueNames {
    /// Those of these cues.
    pub fn new(cues: &CueLexicon, lexicon: &Lexicon) -> Self {
        let mut names = Self::default();
        for name in cues.iter().map(|cue| cue.name(lexicon)) {
            names.letters.to_mut().push_str(&name);
            names.ends.push(names.letters.len() as u32);
            names.hashes.push(hash(&name));
        }
        names
    }

    /// Those of the cues in the binary.
    pub(super) fn packed() -> Self {
        Self {
            letters: packed_text!("cues.letters").into(),
            ends: Flat::packed(packed!("cues.ends")),
            hashes: Flat::packed(packed!("cues.hashes")),
        }
    }

    /// Writes what [`packed`](Self::packed) gives.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        packing.bytes("cues.letters", self.letters.as_bytes());
        packing.table("cues.ends", &self.ends);
        packing.table("cues.hashes", &self.hashes);
    }

    /// That of one cue.
    pub fn of(&self, id: CueId) -> Name<'_> {
        let at = id.0 as usize;
        let start = at.checked_sub(1).map_or(0, |before| self.ends.at(before));
        let text = &self.letters[start as usize..self.ends.at(at) as usize];
        Name { text, hash: self.hashes.at(at) }
    }
}
