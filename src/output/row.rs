//! One row: an attributed statement with all its columns.

use crate::input::Article;
use crate::text::Span;
use serde::{Deserialize, Deserializer, Serialize};

/// The CSV header: names and order are API.
pub const COLUMNS: [&str; 27] = [
    "quote_id",
    "article_id",
    "outlet",
    "published",
    "title",
    "speaker",
    "speaker_id",
    "speaker_kind",
    "speaker_role",
    "speaker_affiliation",
    "kind",
    "quote",
    "quote_type",
    "source",
    "source_kind",
    "addressee",
    "cue",
    "stance",
    "said_on",
    "speaker_mention",
    "sentence",
    "paragraph",
    "start",
    "end",
    "spans",
    "rule",
    "confidence",
];

/// A column's value out of a fixed set.
pub type Fixed = &'static str;

/// The values of the columns that have a fixed set of them.
#[rustfmt::skip]
const FIXED: [Fixed; 15] = [
    "", "person", "organisation", "group", "anonymous", "document",
    "statement", "attitude", "decree", "direct", "mixed", "indirect",
    "outlet", "platform", "venue",
];

/// One of the fixed values of a column. Another, of which this list does not know, is as good,
/// but its bytes are never given back.
fn fixed<'de, D: Deserializer<'de>>(value: D) -> Result<Fixed, D::Error> {
    let value = String::deserialize(value)?;
    let known = FIXED.iter().find(|v| **v == value);
    Ok(known.copied().unwrap_or_else(|| value.leak()))
}

/// An attributed statement, as written. Empty means unknown. The columns'
/// meaning is in DESIGN's "The row".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct Row {
    pub quote_id: String,
    pub article_id: String,
    pub outlet: String,
    pub published: String,
    pub title: String,
    pub speaker: String,
    pub speaker_id: String,
    #[serde(deserialize_with = "fixed")]
    pub speaker_kind: Fixed,
    pub speaker_role: String,
    pub speaker_affiliation: String,
    #[serde(deserialize_with = "fixed")]
    pub kind: Fixed,
    pub quote: String,
    #[serde(deserialize_with = "fixed")]
    pub quote_type: Fixed,
    pub source: String,
    #[serde(deserialize_with = "fixed")]
    pub source_kind: Fixed,
    pub addressee: String,
    pub cue: String,
    pub stance: String,
    pub said_on: String,
    pub speaker_mention: String,
    /// The sentence's number in the article, from 1.
    pub sentence: usize,
    /// The paragraph's number in the article, from 1.
    pub paragraph: usize,
    /// First code point of the first piece of the quote.
    pub start: usize,
    /// One past the last code point of its last piece.
    pub end: usize,
    /// All parts with their places, in code points (`Span` used for bytes elsewhere).
    pub spans: Spans,
    pub rule: String,
    pub confidence: f32,
}

/// One article's rows, in text order, with what is known of the article. Its text may be
/// left out where no output needs it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ArticleRows {
    /// The article.
    pub article: Article,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// Where a row's parts stand, in code points of the article's text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the row's parts")]
pub struct Spans {
    pub quote: Vec<Span>,
    pub speaker: Vec<Span>,
    pub cue: Vec<Span>,
    pub source: Vec<Span>,
    pub addressee: Vec<Span>,
}

impl std::fmt::Display for Spans {
    /// `quote=12-80;100-120 speaker=81-85 cue=86-90`, without the parts that are not there.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            ("quote", &self.quote),
            ("speaker", &self.speaker),
            ("cue", &self.cue),
            ("source", &self.source),
            ("addressee", &self.addressee),
        ];
        let mut space = "";
        for (name, spans) in parts.into_iter().filter(|(_, spans)| !spans.is_empty()) {
            write!(f, "{space}{name}")?;
            for (i, span) in spans.iter().enumerate() {
                write!(f, "{}{}-{}", if i == 0 { '=' } else { ';' }, span.start, span.end)?;
            }
            space = " ";
        }
        Ok(())
    }
}
