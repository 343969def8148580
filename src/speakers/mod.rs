//! Mentions to names: who the speaker is, of what kind and role, through whom
//! it is known, and when it was said. Looks at one article and no other.

use crate::attribution::Attribution;
use crate::input::Article;
use crate::rules::RuleSet;
use crate::text::Document;

/// What an attribution's mentions stand for. Empty means unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The speaker's fullest name in the article, or the mention's own words.
    pub speaker: String,
    /// `person`, `organisation`, `group`, `anonymous`, `document`, or empty.
    pub speaker_kind: &'static str,
    /// "Foreign Minister", "a professor of international relations".
    pub speaker_role: String,
    /// "University of Seoul".
    pub speaker_affiliation: String,
    /// Through whom or what the article has it.
    pub source: String,
    /// `outlet`, `platform`, `document`, `venue`, or empty.
    pub source_kind: &'static str,
    /// Whom it was said to.
    pub addressee: String,
    /// The date of saying, ISO 8601, as coarse as the text.
    pub said_on: String,
}

/// Gives each attribution of one article its [`Identity`], in the same order.
pub fn resolve(
    _document: &Document<'_>,
    _article: &Article,
    _rules: &RuleSet,
    attributions: &[Attribution],
) -> Vec<Identity> {
    vec![Identity::default(); attributions.len()]
}
