//! Joins the candidates of one article into attributions.
//!
//! Takes candidates in text order. Gives attributions whose quotes never
//! overlap, in text order. Who the speaker is, is settled later, in
//! [`crate::speakers`].

use crate::rules::{Kind, RuleId};
use crate::text::{Span, TokenRange};

/// One attributed statement: where each part stands in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The rule that found it.
    pub rule: RuleId,
    /// The token of the cue's head, or the quote's first where there is no cue.
    pub head: u32,
    /// The quote's pieces in text order, outer quotation marks included.
    pub quote: Vec<Span>,
    /// The same pieces as tokens.
    pub quote_tokens: Vec<TokenRange>,
    /// The cue; empty when there is none.
    pub cue: TokenRange,
    /// The speaker mention.
    pub speaker: Option<TokenRange>,
    /// The words that name the source.
    pub source: Option<TokenRange>,
    /// The words that name the addressee.
    pub addressee: Option<TokenRange>,
    /// The words that tell the time of saying.
    pub when: Option<TokenRange>,
    /// What it reports.
    pub kind: Kind,
    /// What the speaker does: "asserts", "denies" …
    pub stance: Box<str>,
    /// Whether the cue is negated.
    pub negated: bool,
    /// Probability that the row is right, 0 to 1.
    pub confidence: f32,
    /// The end rule that ended the quote.
    pub ended_by: Option<RuleId>,
}
