//! Finds rule patterns in a [`Document`](crate::text::Document): every reading of every rule, as
//! [`Candidate`]s in text order. Which of them stand is settled in
//! [`crate::attribution`].
//!
//! Each pattern is entered from its anchor — its cue, else its first literal
//! word or list — so that a token is looked up once and only rules that can
//! begin there are tried: those whose sentence holds the words they need, and whose
//! first token after the anchor can begin what they ask for. From the anchor the left
//! part is matched backwards, once for all rules that have it, and the right part
//! forwards.

mod anchors;
mod backward;
mod boundaries;
mod claims;
mod edges;
mod ends;
mod entries;
mod forms;
mod forward;
mod hazard;
mod heads;
mod program;
mod readings;
mod ready;
mod search;
mod seconds;
mod seen;
mod state;
mod words;

pub use boundaries::{Claim, End};
pub(crate) use boundaries::{form_name, length_bucket};
pub(crate) use readings::unlike;
pub use ready::Matcher;

use crate::rules::{CueId, FrameId, Kind, RuleId, SlotName};
use crate::text::{TokenRange, VerbForm};

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
    /// The quote's part whose end was to be found, if any.
    pub claim: Option<Claim>,
    /// How probable that end is; 1 where rules alone decide.
    pub end_probability: f32,
    /// The form of a verb cue.
    pub form: Option<VerbForm>,
    /// The frame in which the cue is read.
    pub frame: Option<FrameId>,
}

/// One match of a rule that adds a slot to attributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The attaching rule.
    pub rule: RuleId,
    /// What it adds to.
    pub slot: SlotName,
    /// All tokens that it matched.
    pub tokens: TokenRange,
    /// What it adds.
    pub filler: TokenRange,
}
