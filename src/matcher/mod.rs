//! Finds rule patterns in a [`Document`](crate::text::Document): every reading
//! of every rule, as [`Candidate`]s in text order. Which of them stand is
//! settled in [`crate::attribution`].

use crate::rules::{CueId, Kind, RuleId};
use crate::text::TokenRange;

/// One reading of one rule at one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The rule that reads it so.
    pub rule: RuleId,
    /// The cue's head: its verb, noun or mark.
    pub head: u32,
    /// The cue's entry in the lexicon; `None` for an unlisted verb or a mark.
    pub cue_id: Option<CueId>,
    /// The cue's words; empty when there is none.
    pub cue: TokenRange,
    /// Whether the cue is negated ("did not say").
    pub negated: bool,
    /// The speaker mention.
    pub speaker: Option<TokenRange>,
    /// The quote's pieces in text order, trimmed.
    pub quote: Vec<TokenRange>,
    /// The source.
    pub source: Option<TokenRange>,
    /// The addressee.
    pub addressee: Option<TokenRange>,
    /// The time of saying.
    pub when: Option<TokenRange>,
    /// The end rule that ended the quote.
    pub ended_by: Option<RuleId>,
    /// What it reports.
    pub kind: Kind,
    /// How probable it is that this is an attribution, 0 to 1.
    pub score: f32,
}
