//! What the features need of each word: hashes and the tags it may have.

use super::model::Dictionary;
use crate::text::scanner::Lower;
use crate::text::{Lexicon, TagSet, Token, WordId};
use xxhash_rust::xxh3::xxh3_64;

/// One lower-cased word as the perceptron sees it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Form {
    /// A hash of its letters.
    pub(super) hash: u64,
    /// Its last eight bytes, the last of them lowest.
    end: u64,
    /// Its first letters.
    pub(super) start: u64,
    /// The tags it may have, as neighbours see it; of marks the hash.
    pub(super) class: u64,
    /// The tags it may have.
    pub(super) tags: TagSet,
    /// Whether it is one of the words that features name.
    pub(super) is_frequent: bool,
}

impl Form {
    pub(super) fn new(lower: &str, dictionary: &Dictionary) -> Self {
        let hash = hash(lower);
        let bytes = lower.as_bytes();
        let end = bytes.iter().rev().take(8).rev().fold(0, |sum, &b| sum << 8 | u64::from(b));
        let start = bytes.iter().take(1).fold(0, |sum, &b| sum << 8 | u64::from(b));
        let entry = dictionary.get(hash);
        let is_mark = entry.is_none() && !lower.contains(char::is_alphanumeric);
        Self {
            hash,
            end,
            start,
            class: if is_mark { hash } else { entry.map_or(0, |e| e.tags.bits()) },
            tags: entry.map_or(dictionary.open, |e| e.tags),
            is_frequent: entry.is_some_and(|e| e.is_frequent),
        }
    }

    /// The form of a word as it stands in a text.
    pub(super) fn printed(printed: &str, dictionary: &Dictionary) -> Self {
        match Lower::new(printed) {
            Some(lower) => Self::new(lower.as_str(), dictionary),
            None => Self::new(printed, dictionary),
        }
    }

    /// The last `n` bytes, at most seven.
    pub(super) fn ending(&self, n: u32) -> u64 {
        self.end & ((1 << (8 * n)) - 1)
    }
}

/// The forms of all words of a lexicon.
#[derive(Debug)]
pub(crate) struct Forms {
    known: Vec<Form>,
    dictionary: Dictionary,
}

impl Forms {
    /// Looks up all words of `lexicon`.
    pub(crate) fn new(dictionary: Dictionary, lexicon: &Lexicon) -> Self {
        let ids = (0..lexicon.words.len()).map(|i| WordId(i as u32));
        let known = ids.map(|id| Form::new(lexicon.spelling(id), &dictionary)).collect();
        Self { known, dictionary }
    }

    /// The form of a token.
    pub(super) fn of(&self, text: &str, token: &Token) -> Form {
        if token.word != WordId::UNKNOWN {
            return self.known[token.word.0 as usize];
        }
        Form::printed(token.span.of(text), &self.dictionary)
    }

    /// What stands before and after a sentence.
    pub(super) fn end(&self) -> Form {
        self.known[WordId::UNKNOWN.0 as usize]
    }
}

/// The hash under which the dictionary and the features know a lower-cased word.
pub(crate) fn hash(lower: &str) -> u64 {
    xxh3_64(lower.as_bytes())
}
