//! One article to its rows: the pipeline in one place.

use crate::attribution::{Attribution, assemble};
use crate::input::Article;
use crate::matcher::Matcher;
use crate::output::Row;
use crate::rules::{RuleId, RuleSet};
use crate::text::{Document, TokenRange};

/// Candidates below this score are not believed.
// 0.5: an attribution that is more likely wrong than right is no row.
pub const FLOOR: f32 = 0.5;

/// A rule set made ready for extracting. Shared by all threads.
pub struct Extractor<'r> {
    rules: &'r RuleSet,
    matcher: Matcher<'r>,
}

impl<'r> Extractor<'r> {
    /// Makes `rules` ready.
    pub fn new(rules: &'r RuleSet) -> Self {
        Self { rules, matcher: Matcher::new(rules, None) }
    }

    /// The rows of one article, in text order. All kinds and confidences; the
    /// caller filters.
    pub fn rows(&self, _article: &Article) -> Vec<Row> {
        Vec::new()
    }

    /// The attributions of one document, in text order.
    pub fn attributions(&self, document: &Document<'_>) -> Vec<Attribution> {
        let (candidates, attachments) = self.matcher.find(document);
        assemble(document, self.rules, candidates, &attachments, FLOOR)
    }
}

/// The rows of one article with `rules`.
pub fn rows(article: &Article, rules: &RuleSet) -> Vec<Row> {
    Extractor::new(rules).rows(article)
}

/// What a rule read in a text, in words: for testing rules.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the slots, verbatim; empty if not filled")]
pub struct Reading {
    pub rule: RuleId,
    pub ended_by: Option<RuleId>,
    pub speaker: String,
    pub cue: String,
    pub quote: String,
    pub source: String,
    pub addressee: String,
    pub when: String,
}

/// The readings of `text`. With `only`, of the rules that make attributions
/// just that one is used, and every match of it counts; end and attaching rules
/// always are.
pub fn attributions(text: &str, rules: &RuleSet, only: Option<RuleId>) -> Vec<Reading> {
    let document = Document::read(text, 0, &rules.lexicon);
    let (candidates, attachments) = Matcher::new(rules, only).find(&document);
    let floor = if only.is_some() { 0.0 } else { FLOOR };
    let words = |range: Option<TokenRange>| range.map_or("", |r| document.words(r)).to_owned();
    assemble(&document, rules, candidates, &attachments, floor)
        .into_iter()
        .map(|a| Reading {
            rule: a.rule,
            ended_by: a.ended_by,
            speaker: words(a.speaker),
            cue: words(Some(a.cue)),
            quote: a.quote.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … "),
            source: words(a.source),
            addressee: words(a.addressee),
            when: words(a.when),
        })
        .collect()
}
