//! Joins the candidates of one article into attributions.
//!
//! Takes candidates and attachments in text order. Gives attributions whose
//! quotes never overlap, in text order: one reading per cue, the outermost
//! wins, a quote that goes on after its cue is one, sources and addressees are
//! attached. Who the speaker is, is settled later, in [`crate::speakers`].
//!
//! # Why conflicts are settled here and not while matching
//!
//! An early match would win because its rule sorts first. Here all candidates
//! are on the table, so the outcome rests on score and span alone, and renaming
//! a rule changes nothing but ties.

mod attach;
mod decide;
mod fate;
mod features;
mod join;
mod ranges;
mod readings;
mod shared;
mod times;

pub use fate::{Clash, Fate, Winner};
pub use features::Reading;
pub use readings::{Context, Rival, reading, weigh};
pub(crate) use readings::{Weigher, contexts, cue_name};

use crate::matcher::{Attachment, Candidate};
use crate::rules::{CueId, Kind, RuleId, RuleSet};
use crate::text::{Document, Span, TokenRange};
use decide::Decision;

/// One attributed statement: where each part stands in the article.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// The rule that found it.
    pub rule: RuleId,
    /// The token of the cue's head, or the quote's first where there is no cue.
    pub head: u32,
    /// The cue's entry in the lexicon.
    pub cue_id: Option<CueId>,
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
    /// Whether the cue is negated.
    pub negated: bool,
    /// Probability that the row is right, 0 to 1.
    pub confidence: f32,
    /// The end rule that ended the quote.
    pub ended_by: Option<RuleId>,
}

impl Attribution {
    /// What the speaker does: "asserts", "denies" …
    pub fn stance<'r>(&self, rules: &'r RuleSet) -> &'r str {
        match (&rules.rule(self.rule).stance, self.cue_id) {
            (Some(stance), _) => stance,
            (None, Some(id)) => rules.cues.cue(id).stance,
            (None, None) => "asserts",
        }
    }
}

/// The attributions of one article. Candidates below `floor` are not believed.
pub fn assemble(
    document: &Document<'_>,
    rules: &RuleSet,
    candidates: Vec<Candidate>,
    attachments: &[Attachment],
    floor: f32,
) -> Vec<Attribution> {
    let decision = Decision::of(document, &candidates, attachments, floor);
    let mut standing = decision.standing().peekable();
    let candidates = candidates.into_iter().enumerate();
    let kept = candidates.filter(|(i, _)| standing.next_if_eq(i).is_some());
    finished(document, rules, kept.map(|(_, candidate)| candidate).collect(), attachments)
}

/// The same, with what became of each candidate.
pub fn assemble_with_fates(
    document: &Document<'_>,
    rules: &RuleSet,
    candidates: &[Candidate],
    attachments: &[Attachment],
    floor: f32,
) -> (Vec<Attribution>, Vec<Fate>) {
    let decision = Decision::of(document, candidates, attachments, floor);
    let kept = decision.standing().map(|i| candidates[i].clone()).collect();
    let attributions = finished(document, rules, kept, attachments);
    (attributions, decision.fates(candidates))
}

/// Why a candidate cannot stand beside another one, if it cannot.
pub fn clash(own: &Candidate, other: &Candidate) -> Option<Clash> {
    decide::clash(own, other)
}

fn finished(
    document: &Document<'_>,
    rules: &RuleSet,
    mut kept: Vec<Candidate>,
    attachments: &[Attachment],
) -> Vec<Attribution> {
    join::continue_quotes(document, &mut kept);
    attach::attach(document, rules, &mut kept, attachments);
    kept.into_iter().map(|candidate| finish(document, candidate)).collect()
}

/// One candidate with the quotations that go on with its quote, when the heads
/// of other attributions are `heads`: what becomes of it once it is chosen.
pub fn continued(document: &Document<'_>, candidate: &Candidate, heads: &[u32]) -> Candidate {
    join::continued(document, candidate, heads)
}

fn finish(document: &Document<'_>, candidate: Candidate) -> Attribution {
    Attribution {
        rule: candidate.rule,
        head: candidate.head,
        cue_id: candidate.cue_id,
        quote: candidate.quote.iter().map(|&range| document.span(range)).collect(),
        quote_tokens: candidate.quote,
        cue: candidate.cue,
        speaker: candidate.speaker,
        source: candidate.source,
        addressee: candidate.addressee,
        when: candidate.when,
        kind: candidate.kind,
        negated: candidate.negated,
        confidence: candidate.score,
        ended_by: candidate.ended_by,
    }
}
