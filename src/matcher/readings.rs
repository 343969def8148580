//! What a match of a cue rule says: the candidate that it becomes.

use super::search::Search;
use super::state::Bindings;
use super::{Candidate, Matcher};
use crate::rules::{Cue, CueId, Frame, FrameId, Kind, RuleId, SlotName};
use crate::text::{Mark, Phrases, Tag, TokenRange, VerbForm, VerbGroup};

/// The weight of a frame that a cue's entry does not name.
pub(super) const UNNAMED: f32 = 0.1;

/// A cue found in the text.
pub(super) struct FoundCue<'r> {
    pub(super) head: usize,
    pub(super) range: TokenRange,
    pub(super) group: Option<VerbGroup>,
    pub(super) id: Option<CueId>,
    pub(super) cue: Option<Cue<'r>>,
    pub(super) negated: bool,
}

impl FoundCue<'_> {
    /// The frame in which it is read by a rule that asks for that one.
    pub(super) fn frame(&self, asked: Option<FrameId>) -> Option<Frame> {
        let (cue, id) = self.cue.zip(asked)?;
        // In a frame that its entry does not name a cue is not known to state.
        let unnamed = Frame { id, weight: UNNAMED, kind: Kind::Attitude };
        Some(cue.frame(id).unwrap_or(unnamed))
    }
}

impl<'r> Matcher<'r> {
    /// A match of a cue rule as a candidate, read in `frame`.
    pub(super) fn read(
        &self,
        phrases: &Search<'_>,
        id: RuleId,
        found: &FoundCue<'r>,
        frame: Option<Frame>,
        bindings: &Bindings,
    ) -> Candidate {
        let rule = self.rules.rule(id);
        let mut kind = rule.kind.or(frame.map(|f| f.kind)).unwrap_or(Kind::Statement);
        if kind == Kind::Attitude && self.is_worded(phrases, found, bindings) {
            kind = Kind::Statement;
        }
        if let Some(unreal) = rule.unreal
            && kind == Kind::Statement
            && is_unreal(phrases, found)
        {
            kind = unreal;
        }
        let cue = bindings.slot(SlotName::Cue).unwrap_or(found.range);
        let quote = bindings.quote();
        let ended = phrases.ended(bindings);
        Candidate {
            rule: id,
            head: found.head as u32,
            cue_id: found.id,
            cue: with_preposition(phrases, with_adverb(phrases, cue, found), &quote),
            negated: found.negated,
            speaker: bindings.slot(SlotName::Speaker),
            quote,
            source: bindings.slot(SlotName::Source),
            addressee: bindings.slot(SlotName::Addressee),
            when: bindings.slot(SlotName::When),
            ended_by: ended.and_then(|ended| ended.by),
            kind,
            score: weigh(frame.map_or(0.5, |f| f.weight), rule.prior),
            claim: ended.and_then(|ended| ended.claim),
            end_probability: ended.and_then(|ended| ended.probability).unwrap_or(1.0),
            form: found.group.map(|g| g.form),
            frame: frame.map(|f| f.id),
        }
    }

    /// Whether a cue that can state gives some of the speaker's own words: "called
    /// the talks “dead”".
    fn is_worded(&self, phrases: &Phrases<'_>, found: &FoundCue<'r>, bindings: &Bindings) -> bool {
        let mut tokens = bindings.pieces().iter().flat_map(|piece| piece.iter());
        found.cue.is_some_and(|cue| cue.kind == Kind::Statement)
            && tokens.any(|i| phrases.token(i).mark == Mark::Open)
    }
}

/// Whether the cue tells what was not said, or not yet: negated, under a modal
/// verb, or an infinitive.
fn is_unreal(phrases: &Phrases<'_>, found: &FoundCue<'_>) -> bool {
    let Some(group) = found.group else { return false };
    let modal = group.tokens.iter().any(|k| phrases.tag(k) == Tag::MD);
    group.negated || modal || group.form == VerbForm::Infinitive
}

/// A frame's weight and a rule's prior as one probability: their odds multiply,
/// so a prior of 0.5 leaves the weight as it is.
pub(super) fn weigh(weight: f32, prior: f32) -> f32 {
    let odds = |p: f32| {
        let p = p.clamp(0.001, 0.999);
        p / (1.0 - p)
    };
    let product = odds(weight) * odds(prior);
    product / (1.0 + product)
}

/// Whether the quote is a time and nothing else: "criticism from Kim on |Sunday|".
pub(super) fn is_time(phrases: &Phrases<'_>, bindings: &Bindings) -> bool {
    let [piece] = *bindings.pieces() else { return false };
    let end = piece.end as usize;
    phrases.time_phrase_end(piece.start as usize, end) == Some(end)
}

/// The candidates without those that read the same quote and speaker off the
/// same cue as another, less well.
pub(crate) fn unlike(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let mut kept: Vec<Candidate> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let of_cue = kept.iter_mut().rev().take_while(|c| c.head == candidate.head);
        let mut alike =
            of_cue.filter(|c| c.quote == candidate.quote && c.speaker == candidate.speaker);
        match alike.next() {
            Some(other) if other.score < candidate.score => *other = candidate,
            Some(_) => {}
            None => kept.push(candidate),
        }
    }
    kept
}

/// A verb cue with the adverb right before it: "|also said|". Of the training
/// part's cues after an adverb 85 % are annotated with it.
fn with_adverb(phrases: &Phrases<'_>, cue: TokenRange, found: &FoundCue<'_>) -> TokenRange {
    let before = cue.start.checked_sub(1).filter(|_| found.group.is_some());
    let is_adverb = |i: u32| {
        let token = phrases.token(i as usize);
        token.tag == Tag::RB
            && token.mark == Mark::Outside
            && token.sentence == phrases.token(found.head).sentence
    };
    TokenRange { start: before.filter(|&i| is_adverb(i)).unwrap_or(cue.start), ..cue }
}

/// A cue with the preposition that alone parts it from its quote: "|accused of|
/// fraud". Of the training part's cues before one 85 % are annotated with it.
fn with_preposition(phrases: &Phrases<'_>, cue: TokenRange, quote: &[TokenRange]) -> TokenRange {
    let at = cue.end as usize;
    let parts = quote.iter().any(|piece| piece.start == cue.end + 1)
        && phrases.tag(at) == Tag::IN
        && !phrases.is_that(at);
    TokenRange { end: cue.end + u32::from(parts), ..cue }
}
