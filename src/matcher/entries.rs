//! From which words and forms a rule can be entered.

use super::readings::{UNNAMED, weigh};
use crate::rules::{CueClass, CueForm, Node, Rule, RuleSet};
use crate::text::{ListId, VerbForm, WordId};

/// Which frames many verbs' entries name.
pub(super) fn common_frames(rules: &RuleSet) -> Vec<bool> {
    // 100: a frame of fewer verbs ("told him that", "called it a lie") is no
    // frame for verbs at large.
    const MANY: usize = 100;
    let mut counts = vec![0; rules.cues.frame_names().count()];
    for cue in rules.cues.iter().filter(|c| c.class == CueClass::Verb) {
        for frame in cue.frames() {
            counts[usize::from(frame.id.0)] += 1;
        }
    }
    counts.into_iter().map(|count| count >= MANY).collect()
}

/// Whether a rule may read a verb in a frame that the verb does not name: one that is
/// weak by itself takes named frames alone.
pub(super) fn is_open_to(rule: &Rule) -> bool {
    // 0.001: what a reading in such a frame must score at least.
    const LEAST: f32 = 0.001;
    weigh(UNNAMED, rule.prior) > LEAST
}

pub(super) enum Trigger {
    Word(WordId),
    List(ListId),
}

/// The words and lists that a node can begin with; empty where it can begin
/// with anything.
pub(super) fn triggers(node: &Node) -> Vec<Trigger> {
    match node {
        Node::Word(word) => vec![Trigger::Word(*word)],
        Node::List(list) => vec![Trigger::List(*list)],
        Node::Slot(slot) => slot.inner.first().map(triggers).unwrap_or_default(),
        Node::Choice(alternatives) => {
            let mut all = Vec::new();
            for alternative in alternatives {
                let first = alternative.first().map(triggers).unwrap_or_default();
                if first.is_empty() {
                    return Vec::new();
                }
                all.extend(first);
            }
            all
        }
        _ => Vec::new(),
    }
}

/// The form of a cue as found.
#[derive(Clone, Copy)]
pub(super) enum FoundForm {
    Verb(VerbForm),
    Noun,
    Adjective,
}

/// Which forms a rule may ask for to get the found form of that index.
pub(super) const FORMS: [&[CueForm]; 7] = [
    &[CueForm::Active, CueForm::Finite],
    &[CueForm::Active, CueForm::Participle],
    &[CueForm::Active, CueForm::Infinitive],
    &[CueForm::Passive],
    &[CueForm::PastParticiple],
    &[CueForm::Noun],
    &[CueForm::Adjective],
];

impl FoundForm {
    pub(super) fn index(self) -> usize {
        match self {
            FoundForm::Verb(VerbForm::Finite) => 0,
            FoundForm::Verb(VerbForm::Participle) => 1,
            FoundForm::Verb(VerbForm::Infinitive) => 2,
            FoundForm::Verb(VerbForm::Passive) => 3,
            FoundForm::Verb(VerbForm::PastParticiple) => 4,
            FoundForm::Noun => 5,
            FoundForm::Adjective => 6,
        }
    }
}
