//! A row made ready to be compared.

use super::{Reader, Wording};
use crate::link::SpeakerName;
use crate::rows::{Days, Field, Row};
use crate::speakers::Vocabulary;
use std::sync::Arc;

/// A row, its words, its speaker and its date.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The row.
    pub row: Row,
    /// The quote's words.
    pub wording: Wording,
    /// The speaker.
    pub speaker: Arc<SpeakerName>,
    /// Whether the speaker says that the quote is not so ("denied that …").
    pub denies: bool,
    /// When it was said or else published; `None`: not known.
    pub date: Option<Days>,
}

impl Statement {
    /// Reads a row.
    pub(crate) fn of(row: Row, reader: &Reader<'_>, words: &Vocabulary<'_>) -> Self {
        let wording = reader.read(row.get(Field::Quote), row.get(Field::QuoteType) == "direct");
        let speaker = SpeakerName::of(row.get(Field::Speaker), row.get(Field::SpeakerId), words);
        let speaker = Arc::new(speaker);
        let date = row.date();
        let stance = row.get(Field::Stance);
        let denies = stance == "denies" || stance.starts_with("not-");
        Self { row, wording, speaker, denies, date }
    }
}
