//! What becomes of a candidate, and why: for people who ask.

/// What became of a candidate.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It is an attribution.
    Stands {
        /// Its place among the attributions.
        place: usize,
        /// What it adds to the set that stands.
        worth: f32,
    },
    /// Its score is below what is believed.
    Unbelieved,
    /// It only names through whom the words of another candidate are known.
    Carrier {
        /// That candidate.
        of: usize,
    },
    /// Others stand that it cannot stand beside; the set with it is worth less.
    Beaten {
        /// What it would add.
        worth: f32,
        /// Those others, in text order.
        by: Vec<Winner>,
    },
}

/// A candidate that stands where another one cannot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Winner {
    /// Which.
    pub candidate: usize,
    /// Why not both.
    pub clash: Clash,
    /// What it adds to the set that stands.
    pub worth: f32,
}

/// Why a candidate cannot stand beside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    /// Both read the same cue.
    SameCue,
    /// Its cue stands in the other's quote.
    Nested,
    /// The other's cue stands in its quote.
    Holds,
    /// Their quotes share too many words.
    Overlap,
}
