//! Which statements are worth laying side by side: keys that those share that may be one.
//!
//! Two statements are candidates where they have a key in common:
//! - a stretch of four words, of which winnowing keeps enough that any six words in both give
//!   one (S. Schleimer et al., "Winnowing: Local Algorithms for Document Fingerprinting",
//!   SIGMOD 2003): what is printed word for word, whoever is said to speak;
//! - two telling words of one speaker that follow one another: fragments ("no reason");
//! - a rare word of one speaker: paraphrases;
//! - two of a few hashes of least value among all telling words (MinHash, A. Z. Broder, "On
//!   the resemblance and containment of documents", SEQUENCES 1997): claims in the same words
//!   by different speakers.

use super::statement::Statement;
use super::wording::{Word, Wording};
use xxhash_rust::xxh3::xxh3_64;

/// The words of a stretch.
const STRETCH: usize = 4;
/// Of so many stretches that follow one another the one of least hash is kept.
const WINDOW: usize = 3;
/// What a stretch, or two words of a speaker, have to tell, in bits.
const TELLING: f32 = 10.0;
/// What a single word of a speaker has to tell, in bits: it stands in one sentence of 500.
const RARE: f32 = 9.0;
/// The most single words of a speaker.
const MOST: usize = 12;
/// The bands of two hashes each.
const BANDS: u64 = 6;

/// What a key is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// A stretch of words, of any date.
    Stretch,
    /// Two words of a speaker, of dates near each other.
    Pair,
    /// A word of a speaker, of dates near each other.
    Word,
    /// Two least hashes, of any date.
    Band,
}

impl Sort {
    /// All of them, by number.
    const ALL: [Self; 4] = [Self::Stretch, Self::Pair, Self::Word, Self::Band];

    /// A key that tells its sort.
    pub(super) fn mark(self, key: u64) -> u64 {
        key & !3 | self as u64
    }

    /// The sort of a key.
    pub(super) fn of(key: u64) -> Self {
        Self::ALL[(key & 3) as usize]
    }

    /// Whether statements of any dates may be one by it.
    pub(super) fn is_of_any_date(self) -> bool {
        matches!(self, Self::Stretch | Self::Band)
    }

    /// With how many that came before it with the same key a statement is paired: a word that
    /// a speaker uses all the time tells little.
    pub(super) fn neighbours(self) -> usize {
        match self {
            Self::Stretch | Self::Pair => 4,
            Self::Word | Self::Band => 2,
        }
    }
}

/// Gives each key of a statement, and what it is of.
pub(super) fn each(statement: &Statement, mut take: impl FnMut(u64, Sort)) {
    let wording = &statement.wording;
    stretches(wording, |key| take(key, Sort::Stretch));
    let telling: Vec<&Word> = wording.words.iter().filter(|w| w.is_telling()).collect();
    for name in statement.speaker.keys() {
        let speaker = xxh3_64(name.as_bytes());
        of_speaker(&telling, speaker, &mut take);
    }
    bands(&telling, |key| take(key, Sort::Band));
}

fn key(kind: u64, parts: [u64; 3]) -> u64 {
    let mut bytes = [0; 32];
    for (at, part) in [kind].into_iter().chain(parts).enumerate() {
        bytes[at * 8..(at + 1) * 8].copy_from_slice(&part.to_le_bytes());
    }
    xxh3_64(&bytes)
}

fn stretches(wording: &Wording, mut take: impl FnMut(u64)) {
    let of = |words: &[Word]| {
        let bits: f32 = words.iter().filter(|w| w.is_telling()).map(|w| w.bits).sum();
        let [a, b, c, d] = [words[0], words[1], words[2], words[3]].map(|w| u64::from(w.form));
        (bits >= TELLING).then(|| key(0, [a << 32 | b, c, d]))
    };
    let hashes: Vec<Option<u64>> = wording.words.windows(STRETCH).map(of).collect();
    let mut last = None;
    let mut keep = |window: &[Option<u64>]| {
        if let Some(least) = window.iter().flatten().min()
            && last != Some(*least)
        {
            take(*least);
            last = Some(*least);
        }
    };
    if hashes.len() < WINDOW { keep(&hashes) } else { hashes.windows(WINDOW).for_each(keep) }
}

fn of_speaker(telling: &[&Word], speaker: u64, take: &mut impl FnMut(u64, Sort)) {
    let pairs = telling.windows(2).filter(|p| p[0].sentence == p[1].sentence);
    let pairs = pairs.filter(|p| p[0].bits + p[1].bits >= TELLING);
    let pairs = pairs.map(|p| key(1, [speaker, p[0].form.into(), p[1].form.into()]));
    // All of them: a fragment may be cut from anywhere.
    pairs.for_each(|key| take(key, Sort::Pair));
    let rare = telling.iter().filter(|w| w.bits >= RARE);
    let rare = rare.map(|w| key(2, [speaker, w.form.into(), 0]));
    least(rare.collect(), |key| take(key, Sort::Word));
}

/// The least of them: the same ones wherever most of them are the same.
fn least(mut keys: Vec<u64>, take: impl FnMut(u64)) {
    keys.sort_unstable();
    keys.dedup();
    keys.into_iter().take(MOST).for_each(take);
}

fn bands(telling: &[&Word], mut take: impl FnMut(u64)) {
    // Fewer have no room for a claim.
    if telling.len() < 3 {
        return;
    }
    let hash = |seed: u64| telling.iter().map(|w| key(3, [seed, w.form.into(), 0])).min();
    for band in 0..BANDS {
        let (a, b) = (hash(2 * band), hash(2 * band + 1));
        take(key(4, [band, a.unwrap_or_default(), b.unwrap_or_default()]));
    }
}
