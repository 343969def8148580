//! Annotated articles.
//!
//! The gold's `source` is the speaker mention, its `content` the quote; its
//! code points become bytes here.

use super::Error;
use super::lines::{bytes_of_points, each};
use crate::text::Span;
use serde::Deserialize;
use std::path::Path;

const FORM: &str = "one article: {\"id\", \"text\", \"attributions\": [{\"source\", \"cue\", \
                    \"content\"}]}, spans as [[begin, end], …] in code points";

/// An annotated article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gold {
    /// Its id.
    pub id: String,
    /// Its text.
    pub text: String,
    /// What is annotated in it.
    pub attributions: Vec<GoldAttribution>,
}

/// An annotated attribution, in bytes of the text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoldAttribution {
    /// The words that name who speaks.
    pub mention: Vec<Span>,
    /// The words that signal it.
    pub cue: Vec<Span>,
    /// The pieces of the quote.
    pub quote: Vec<Span>,
}

#[derive(Deserialize)]
struct Line {
    id: String,
    text: String,
    #[serde(default)]
    attributions: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Annotation {
    #[serde(default)]
    source: Option<Vec<(u32, u32)>>,
    #[serde(default)]
    cue: Option<Vec<(u32, u32)>>,
    #[serde(default)]
    content: Option<Vec<(u32, u32)>>,
}

/// Reads a file of gold, plain or compressed with gzip.
///
/// # Errors
/// When it cannot be read, a line is no annotated article, or there is none.
pub fn read(path: &Path) -> Result<Vec<Gold>, Error> {
    let mut articles = Vec::new();
    each(path, FORM, |line: Line| articles.push(line.into()))?;
    match articles.is_empty() {
        true => Err(Error::NoArticles(path.into())),
        false => Ok(articles),
    }
}

impl From<Line> for Gold {
    fn from(line: Line) -> Self {
        let bytes = bytes_of_points(&line.text);
        let byte = |point: u32| *bytes.get(point as usize).unwrap_or(&(line.text.len() as u32));
        let spans = |pairs: Option<Vec<(u32, u32)>>| {
            let span = |(start, end)| Span { start: byte(start), end: byte(end) };
            pairs.unwrap_or_default().into_iter().map(span).collect()
        };
        let attribution = |a: Annotation| GoldAttribution {
            mention: spans(a.source),
            cue: spans(a.cue),
            quote: spans(a.content),
        };
        let attributions = line.attributions.into_iter().map(attribution).collect();
        Self { id: line.id, attributions, text: line.text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_bytes_of_the_text() {
        let line = r#"{"id": "a", "text": "“No,” Kim said.", "attributions":
            [{"id": "1", "source": [[6, 9]], "cue": [[10, 14]], "content": [[0, 5]]}]}"#;
        let gold = Gold::from(serde_json::from_str::<Line>(line).unwrap());
        let words = |spans: &[Span]| spans[0].of(&gold.text).to_owned();
        let GoldAttribution { mention, cue, quote } = &gold.attributions[0];
        assert_eq!([words(mention), words(cue), words(quote)], ["Kim", "said", "“No,”"]);
    }
}
