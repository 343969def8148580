//! An attribution as a gold file or a file of rows has it, in our words.
//!
//! The only place where the gold's words are translated: its `source` is the
//! speaker mention, its `content` the quote, its `reported_by` the source.

use crate::text::Span;
use serde::{Deserialize, Deserializer};

/// An attribution, annotated or extracted. Places are code points.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Annotation {
    /// The pieces of the quote.
    #[serde(default, rename = "content", deserialize_with = "spans")]
    pub quote: Vec<Span>,
    /// The words that name who speaks.
    #[serde(default, rename = "source", deserialize_with = "spans")]
    pub mention: Vec<Span>,
    /// The words that signal the attribution.
    #[serde(default, deserialize_with = "spans")]
    pub cue: Vec<Span>,
    /// The speaker's name; empty: nobody; `None`: not annotated.
    #[serde(default, deserialize_with = "named")]
    pub speaker: Option<String>,
    /// The source's name, as the speaker's.
    #[serde(default, rename = "reported_by", deserialize_with = "named")]
    pub source: Option<String>,
    /// What the speaker is, as the speaker's name; "none" and empty are the same.
    #[serde(default, deserialize_with = "named")]
    pub speaker_kind: Option<String>,
    /// In gold: neither asked for nor held against the rows.
    #[serde(default, deserialize_with = "flag")]
    pub optional: bool,
    /// Of a row: statement, attitude or decree. The gold's may mean something else.
    #[serde(default, deserialize_with = "named")]
    pub kind: Option<String>,
    /// Of a row: the rule that made it.
    #[serde(default, deserialize_with = "named")]
    pub rule: Option<String>,
    /// Of a row: how sure it is.
    #[serde(default)]
    pub confidence: Option<f64>,
}

impl Annotation {
    /// What the speaker is, empty when that is unknown or nobody speaks.
    pub fn kind_of_speaker(&self) -> &str {
        self.speaker_kind.as_deref().filter(|&kind| kind != "none").unwrap_or_default()
    }

    /// The rule that made it, `?` when that is not said.
    pub fn rule_name(&self) -> &str {
        self.rule.as_deref().filter(|rule| !rule.is_empty()).unwrap_or("?")
    }
}

fn spans<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Span>, D::Error> {
    let pairs = Option::<Vec<(u32, u32)>>::deserialize(from)?.unwrap_or_default();
    Ok(pairs.into_iter().map(|(start, end)| Span { start, end }).collect())
}

/// A name that is `null` is there, and empty.
fn named<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Ok(Some(Option::deserialize(from)?.unwrap_or_default()))
}

fn flag<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Annotation {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn the_golds_words_become_ours() {
        let got = read(
            r#"{"id": "G1", "source": [[0, 3]], "content": [[9, 12], [20, 30]], "cue": null,
                "speaker": "Kim", "reported_by": "KCNA", "optional": true, "group": ""}"#,
        );
        assert_eq!(got.mention, [Span::new(0, 3)]);
        assert_eq!(got.quote, [Span::new(9, 12), Span::new(20, 30)]);
        assert_eq!((got.cue.len(), got.optional), (0, true));
        assert_eq!((got.speaker.as_deref(), got.source.as_deref()), (Some("Kim"), Some("KCNA")));
    }

    #[test]
    fn a_name_that_is_null_is_annotated_and_one_left_out_is_not() {
        let got = read(r#"{"reported_by": null}"#);
        assert_eq!((got.source, got.speaker), (Some(String::new()), None));
    }
}
