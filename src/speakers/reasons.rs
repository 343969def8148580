//! Why a mention became that speaker, in words: for `whosaid explain`.

use super::entities::EntityIx;
use super::focus::Place;
use super::resolve::Resolver;
use super::speaker::{How, Speaker};
use crate::text::TokenRange;

/// How many of those who lost are told.
const RIVALS: usize = 3;

impl Resolver<'_, '_> {
    /// The reasons for what was found of a mention at `place`, who is talked of there
    /// being as before it.
    pub(super) fn reasons(&self, speaker: &Speaker, place: Place) -> Vec<String> {
        let Some(&entity) = speaker.entities.first().filter(|_| speaker.how != How::Words) else {
            let reason = match speaker.kind {
                "" => "nobody whom the article names fits well enough: its own words stand",
                _ => "its own words: no name or role of the article is meant",
            };
            return vec![reason.to_owned()];
        };
        let mut reasons = vec![self.how(speaker, entity, place)];
        if matches!(speaker.how, How::Pronoun | How::Salient) {
            reasons.extend(self.rivals(&speaker.rivals));
        }
        reasons.extend(self.forms(entity));
        reasons
    }

    fn how(&self, speaker: &Speaker, entity: EntityIx, place: Place) -> String {
        let weight = self.focus.weight(entity, place);
        let last = self
            .focus
            .last(entity)
            .map_or_else(String::new, |at| format!(", last in sentence {}", at.sentence + 1));
        match speaker.how {
            How::Words | How::Name => "named".into(),
            How::Beside => "stands beside the name".into(),
            How::First => "who is quoted there, or who wrote the article".into(),
            How::Pronoun => format!("talked of most of those it fits (weight {weight:.0}{last})"),
            How::Salient => {
                format!(
                    "no role tells, but nobody else is talked of as much (weight {weight:.0}{last})"
                )
            }
            How::Role(role) => {
                let words = self.document.words(role);
                format!("the article calls it so: “{words}” in sentence {}", self.sentence(role))
            }
            How::Seat => "by the party and state after its name".into(),
            How::Kind => "its name says that it is one".into(),
        }
    }

    /// Who else was talked of, heaviest first.
    fn rivals(&self, rivals: &[(EntityIx, f32)]) -> Option<String> {
        let told = rivals.iter().take(RIVALS).map(|&(entity, weight)| {
            let name = self.entity_name(&self.entities.all[entity.0 as usize]);
            format!("{name} {weight:.0}")
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| format!("rather than {}", told.join(", ")))
    }

    /// The forms under which the article names an entity, with their sentences.
    fn forms(&self, entity: EntityIx) -> Option<String> {
        let mut forms: Vec<(&str, u32)> = Vec::new();
        for (name, of) in self.names.iter().zip(&self.entities.of_name) {
            let words = self.document.words(name.tokens);
            if *of == Some(entity) && !forms.iter().any(|(form, _)| *form == words) {
                forms.push((words, self.sentence(name.tokens)));
            }
        }
        let told: Vec<String> =
            forms.iter().map(|(w, s)| format!("“{w}” (sentence {s})")).collect();
        (forms.len() > 1).then(|| format!("one with {}", told.join(", ")))
    }

    fn sentence(&self, range: TokenRange) -> u32 {
        self.document.tokens[range.start as usize].sentence + 1
    }
}
