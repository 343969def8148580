//! Counts, and the figures that come of them.

use serde::ser::{Serialize, SerializeMap as _, Serializer};

/// Right, spurious and missed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What was given and asked for.
    pub right: usize,
    /// What was given and not asked for.
    pub spurious: usize,
    /// What was asked for and not given.
    pub missed: usize,
}

impl Tally {
    /// Counts `right` of what was given and of what was asked for.
    pub fn add(&mut self, right: usize, given: usize, asked: usize) {
        self.right += right;
        self.spurious += given - right;
        self.missed += asked - right;
    }

    /// The share of what was given that is right.
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.spurious)
    }

    /// The share of what was asked for that was given.
    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    /// Their harmonic mean.
    pub fn f1(self) -> f64 {
        f1(self.precision(), self.recall())
    }

    /// How many were asked for or given.
    pub fn total(self) -> usize {
        self.right + self.spurious + self.missed
    }
}

impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(6))?;
        map.serialize_entry("p", &self.precision())?;
        map.serialize_entry("r", &self.recall())?;
        map.serialize_entry("f1", &self.f1())?;
        map.serialize_entry("tp", &self.right)?;
        map.serialize_entry("fp", &self.spurious)?;
        map.serialize_entry("fn", &self.missed)?;
        map.end()
    }
}

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// These.
    pub right: usize,
    /// Of these.
    pub of: usize,
}

impl Share {
    /// Counts one more.
    pub fn add(&mut self, is_right: bool) {
        self.right += usize::from(is_right);
        self.of += 1;
    }

    /// The share; zero of nothing.
    pub fn value(self) -> f64 {
        share(self.right, self.of)
    }
}

/// A group's quotes, how many are found, and how many with their speaker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// How many there are.
    pub all: usize,
    /// Those paired at half of the words.
    pub paired: usize,
    /// Those of them whose speaker mentions agree.
    pub right: usize,
}

impl Found {
    /// Counts one more: whether it is paired, and then whether its speaker agrees.
    pub fn add(&mut self, speaker_agrees: Option<bool>) {
        self.all += 1;
        self.paired += usize::from(speaker_agrees.is_some());
        self.right += usize::from(speaker_agrees == Some(true));
    }

    /// The share that is paired.
    pub fn content(self) -> f64 {
        share(self.paired, self.all)
    }

    /// The share that is paired with the speaker agreeing.
    pub fn triple(self) -> f64 {
        share(self.right, self.all)
    }
}

/// A part of a whole; zero of nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// The harmonic mean of two shares, reckoned as `score.py` does, digit for digit.
pub fn f1(precision: f64, recall: f64) -> f64 {
    let sum = precision + recall;
    if sum == 0.0 { 0.0 } else { 2.0 * precision * recall / sum }
}
