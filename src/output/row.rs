//! One row: an attributed statement with all its columns.

use crate::input::Article;
use crate::text::Span;
use serde::{Deserialize, Deserializer, Serialize};
use std::sync::Arc;

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

/// Text that all rows of an article have.
mod shared {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::sync::Arc;

    pub(super) fn serialize<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(text: D) -> Result<Arc<str>, D::Error> {
        Ok(String::deserialize(text)?.into())
    }
}

/// An attributed statement, as written. Empty means unknown. The columns'
/// meaning is in DESIGN's "The row".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the columns")]
pub struct Row {
    pub quote_id: String,
    #[serde(with = "shared")]
    pub article_id: Arc<str>,
    #[serde(with = "shared")]
    pub outlet: Arc<str>,
    #[serde(with = "shared")]
    pub published: Arc<str>,
    #[serde(with = "shared")]
    pub title: Arc<str>,
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
    pub speaker: Option<Span>,
    pub cue: Option<Span>,
    pub source: Option<Span>,
    pub addressee: Option<Span>,
}

impl Spans {
    /// The parts with their names, in the order in which they are written.
    pub(super) fn parts(&self) -> [(&'static str, &[Span]); 5] {
        [
            ("quote", &self.quote),
            ("speaker", self.speaker.as_slice()),
            ("cue", self.cue.as_slice()),
            ("source", self.source.as_slice()),
            ("addressee", self.addressee.as_slice()),
        ]
    }
}

impl std::fmt::Display for Spans {
    /// `quote=12-80;100-120 speaker=81-85 cue=86-90`, without the parts that are not there.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut space = "";
        for (name, spans) in self.parts().into_iter().filter(|(_, spans)| !spans.is_empty()) {
            write!(f, "{space}{name}")?;
            for (i, span) in spans.iter().enumerate() {
                write!(f, "{}{}-{}", if i == 0 { '=' } else { ';' }, span.start, span.end)?;
            }
            space = " ";
        }
        Ok(())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A made-up row.
    pub(in crate::output) fn row() -> Row {
        Row {
            quote_id: "00ff".into(),
            article_id: "17".into(),
            speaker: "Kim, \"the Leader\"".into(),
            kind: "statement",
            quote: "“one\n\ntwo”".into(),
            quote_type: "direct",
            sentence: 3,
            paragraph: 2,
            start: 12,
            end: 120,
            spans: Spans {
                quote: vec![Span::new(12, 80), Span::new(100, 120)],
                speaker: Some(Span::new(81, 85)),
                cue: Some(Span::new(86, 90)),
                ..Spans::default()
            },
            confidence: 0.87349,
            ..Row::default()
        }
    }

    /// A made-up article with that row.
    pub(in crate::output) fn article() -> ArticleRows {
        let article = Article { id: "17".into(), ..Article::default() };
        ArticleRows { article, rows: vec![row()] }
    }

    #[test]
    fn spans_are_written_by_part() {
        assert_eq!(row().spans.to_string(), "quote=12-80;100-120 speaker=81-85 cue=86-90");
    }
}
