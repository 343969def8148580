//! What the features of one reading have in common with those of another: of the same cue,
//! name or speaker, or of all.

use super::features::{Case, name};
use crate::matcher::{Candidate, form_name};
use crate::rules::{CueName, Kind, Precision, Sink, Value};
use crate::text::VerbForm;

/// The features of readings, given one after another: those that rest on the cue, on what
/// it is called or on the speaker alone are not given anew where these are as before.
pub(super) struct Features<V> {
    fixed: Fixed<V>,
    shared: Option<(OfCue<V>, OfName<V>, OfSpeaker<V>)>,
}

impl<V: Copy> Features<V> {
    pub(super) fn new(sink: &impl Sink<Value = V>) -> Self {
        Self { fixed: Fixed::of(sink), shared: None }
    }

    /// Gives the features of a reading to the sink that has those of the `last`; what its cue
    /// is called is asked for where it is not that of the last.
    pub(super) fn give<S: Sink<Value = V>>(
        &mut self,
        reading: &Case<'_>,
        last: Option<&Candidate>,
        called: impl FnOnce(&S) -> Called<V>,
        sink: &mut S,
    ) {
        let (own, fixed) = (reading.candidate, &self.fixed);
        let known = self.shared.as_ref().zip(last).filter(|(_, last)| {
            last.head == own.head && last.cue == own.cue && last.cue_id == own.cue_id
        });
        let cue = match known {
            Some(((cue, ..), _)) => *cue,
            None => reading.of_cue(fixed, sink),
        };
        let is_called = |last: &Candidate| {
            let rule = |c: &Candidate| c.frame.ok_or(c.rule);
            rule(last) == rule(own) && last.negated == own.negated
        };
        let name = match known {
            Some(((_, name, _), last)) if is_called(last) => *name,
            _ => reading.of_name(&called(sink), sink),
        };
        let speaker = match known {
            Some(((.., speaker), last)) if last.speaker == own.speaker => *speaker,
            _ => reading.of_speaker(fixed, &cue, sink),
        };
        reading.of_rule(fixed, (&cue, &name, &speaker), sink);
        self.shared = Some((cue, name, speaker));
    }
}

/// Values that many readings have.
pub(super) struct Fixed<V> {
    pub(super) none: V,
    /// Where nothing stands before.
    pub(super) start: V,
    /// Where nothing follows.
    pub(super) end: V,
    pub(super) forms: [V; FORMS.len()],
    pub(super) kinds: [V; Kind::ALL.len()],
}

/// In the order of their numbers.
const FORMS: [VerbForm; 5] = [
    VerbForm::Finite,
    VerbForm::Participle,
    VerbForm::Infinitive,
    VerbForm::Passive,
    VerbForm::PastParticiple,
];

impl<V: Copy> Fixed<V> {
    fn of(sink: &impl Sink<Value = V>) -> Self {
        Self {
            none: sink.value(name("none")),
            start: sink.value(name("^")),
            end: sink.value(name("$")),
            forms: FORMS.map(|form| sink.value(name(form_name(form)))),
            kinds: Kind::ALL.map(|(_, kind)| sink.value(name(kind))),
        }
    }
}

/// What a cue and its frame are called, as features have it.
#[derive(Clone, Copy)]
pub(super) struct Called<V> {
    /// Its precision in the frame, in fifths, tenths and twentieths.
    pub(super) coarse: V,
    pub(super) fine: V,
    pub(super) finest: V,
    /// Its precision in all frames, in fifths and tenths.
    pub(super) all_coarse: V,
    pub(super) all_fine: V,
    /// How often it was read in the frame.
    pub(super) seen: V,
    pub(super) class: V,
    pub(super) frame: V,
    /// Whether its entry names the frame.
    pub(super) named: V,
}

impl<V: Copy> Called<V> {
    pub(super) fn of(
        case: &Case<'_>,
        name: CueName<'_>,
        precision: Precision,
        sink: &impl Sink<Value = V>,
    ) -> Self {
        let Precision { in_frame, over_all, seen, .. } = precision;
        let share = |share, buckets| sink.value(Case::bucket(share, buckets));
        // Up to three cases one by one, up to ten, more.
        let seen = if seen < 4 { seen as i32 } else { 4 + i32::from(seen >= 10) };
        let candidate = case.candidate;
        let cue = candidate.cue_id.map(|id| case.rules.cues.cue(id));
        let named = cue.zip(candidate.frame).is_some_and(|(cue, frame)| cue.frame(frame).is_some());
        Self {
            coarse: share(in_frame, 5.0),
            fine: share(in_frame, 10.0),
            finest: share(in_frame, 20.0),
            all_coarse: share(over_all, 5.0),
            all_fine: share(over_all, 10.0),
            seen: sink.value(Value::Number(seen)),
            class: sink.value(Value::Name(name.class)),
            frame: sink.value(Value::Name(name.frame)),
            named: sink.value(Value::Number(named.into())),
        }
    }
}

/// Of a cue, what other features rest on too.
#[derive(Clone, Copy)]
pub(super) struct OfCue<V> {
    pub(super) lemma: V,
    /// The tag before it.
    pub(super) before: V,
}

/// Of what a cue and its frame are called.
#[derive(Clone, Copy)]
pub(super) struct OfName<V> {
    /// Its precision in the frame, in fifths and tenths.
    pub(super) coarse: V,
    pub(super) fine: V,
    /// Whether its entry names the frame.
    pub(super) named: V,
}

/// Of a speaker mention.
#[derive(Clone, Copy)]
pub(super) struct OfSpeaker<V> {
    pub(super) kind: V,
    pub(super) gap: Option<V>,
}

/// What readings that follow one another may share.
pub(super) type Shared<'a, V> = (&'a OfCue<V>, &'a OfName<V>, &'a OfSpeaker<V>);
