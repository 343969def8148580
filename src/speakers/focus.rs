//! Who is being talked of, and so who "he", "Kim" and "the former president"
//! are at one place of the text.
//!
//! Every naming adds weight to its entity, a subject's more than an object's;
//! weight fades from sentence to sentence. A pronoun goes to the heaviest
//! entity that fits it in gender and number, and who spoke last weighs extra.

use super::entities::{Entity, EntityIx};
use super::likeness::agree;
use super::mention::Pronoun;
use super::names::{Gender, Sort};
use std::sync::LazyLock;

/// How an entity is mentioned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Subject,
    Object,
    Possessive,
    /// In somebody's quotation, or before another noun: "the Trump campaign".
    Aside,
    Speaker,
}

impl Part {
    fn weight(self) -> f32 {
        match self {
            Part::Speaker => 100.0,
            Part::Subject => 80.0,
            Part::Object => 40.0,
            Part::Possessive => 30.0,
            Part::Aside => 5.0,
        }
    }
}

/// A place in the text, in what fades weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) sentence: u32,
    pub(super) paragraph: u32,
}

/// The weights as they stand at one place while an article is read.
#[derive(Debug, Default)]
pub(super) struct Focus {
    weights: Vec<Weight>,
    speaker: Option<(EntityIx, Place)>,
    /// Those of whom anything is left, in no order, with some of whom little is.
    recent: Vec<EntityIx>,
    /// How many of them there may be before those are left out of whom little is.
    most: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    amount: f32,
    sentence: u32,
    /// Where it was last named in full.
    full: Option<Place>,
    /// Whether it is among the recent.
    is_recent: bool,
}

// A naming counts for half as much two sentences on.
const FADE: f32 = 0.65;

/// What is left after so many sentences; 40: hardly anything, of however much.
static LEFT: LazyLock<[f32; 41]> = LazyLock::new(|| std::array::from_fn(|n| FADE.powi(n as i32)));

/// Less than this is left of nobody who is talked of.
// 2: hardly anything is left of a naming of ten sentences ago.
const LEAST: f32 = 2.0;

/// The share left to one whom the same sentence names after the pronoun.
pub(super) const NAMED_LATER: f32 = 0.15;

impl Focus {
    /// Nobody is talked of; there is room for so many.
    pub(super) fn of(entities: usize) -> Self {
        let (weights, recent) = (Vec::with_capacity(entities), Vec::with_capacity(entities));
        Self { weights, recent, ..Self::default() }
    }

    /// A mention of `entity` at `place`.
    pub(super) fn mention(&mut self, entity: EntityIx, part: Part, place: Place, full: bool) {
        let ix = entity.0 as usize;
        if self.weights.len() <= ix {
            self.weights.resize(ix + 1, Weight::default());
        }
        let weight = &mut self.weights[ix];
        weight.amount = faded(*weight, place) + part.weight();
        weight.sentence = place.sentence;
        if full {
            weight.full = Some(place);
        }
        if part == Part::Speaker {
            self.speaker = Some((entity, place));
        }
        if !self.weights[ix].is_recent {
            self.weights[ix].is_recent = true;
            self.recent.push(entity);
            if self.recent.len() > self.most {
                self.forget(place);
            }
        }
    }

    /// Leaves out of the recent those of whom next to nothing is left at `place`.
    fn forget(&mut self, place: Place) {
        // 8: what is asked for may be of a sentence or two before.
        const BACK: u32 = 8;
        let earlier = Place { sentence: place.sentence.saturating_sub(BACK), ..place };
        let (weights, speaker) = (&mut self.weights, self.speaker.map(|(entity, _)| entity));
        self.recent.retain(|&entity| {
            let weight = &mut weights[entity.0 as usize];
            weight.is_recent = faded(*weight, earlier) >= LEAST || speaker == Some(entity);
            weight.is_recent
        });
        self.most = 2 * self.recent.len() + 64;
    }

    /// Those who are talked of at a place, in no order: who is not among them has a
    /// weight below [`LEAST`] there.
    pub(super) fn recent(&self) -> &[EntityIx] {
        &self.recent
    }

    /// A naming in full at `place`, whatever it adds else.
    pub(super) fn named_in_full(&mut self, entity: EntityIx, place: Place) {
        let ix = entity.0 as usize;
        if self.weights.len() <= ix {
            self.weights.resize(ix + 1, Weight::default());
        }
        self.weights[ix].full = Some(place);
    }

    /// Who spoke last.
    pub(super) fn last_speaker(&self) -> Option<EntityIx> {
        self.speaker.map(|(entity, _)| entity)
    }

    /// How much `entity` is talked of at `place`.
    pub(super) fn weight(&self, entity: EntityIx, place: Place) -> f32 {
        let own = self.weights.get(entity.0 as usize).map_or(0.0, |w| faded(*w, place));
        own + self.speaker_bonus(entity, place)
    }

    fn speaker_bonus(&self, entity: EntityIx, place: Place) -> f32 {
        match self.speaker {
            Some((speaker, at)) if speaker == entity => {
                let near = place.paragraph <= at.paragraph + 1;
                let sentences = place.sentence.saturating_sub(at.sentence);
                if near { 40.0 * LEFT[sentences.min(20) as usize] } else { 0.0 }
            }
            _ => 0.0,
        }
    }

    /// Who a surname stands for that several share: who spoke last, or was
    /// named in full just before, or else is talked of most.
    pub(super) fn namesake(&self, candidates: &[EntityIx], place: Place) -> Option<EntityIx> {
        if let Some((speaker, at)) = self.speaker
            && candidates.contains(&speaker)
            && place.paragraph <= at.paragraph + 1
        {
            return Some(speaker);
        }
        let bonus = |e: EntityIx| {
            let full = self.weights.get(e.0 as usize).and_then(|w| w.full);
            match full {
                Some(at) if at.paragraph == place.paragraph => 60.0,
                Some(at) if at.paragraph + 1 == place.paragraph => 30.0,
                _ => 0.0,
            }
        };
        let mut best: Option<(EntityIx, f32)> = None;
        for &candidate in candidates {
            let weight = self.weight(candidate, place) + bonus(candidate);
            if best.is_none_or(|(_, w)| weight > w) {
                best = Some((candidate, weight));
            }
        }
        best.map(|(entity, _)| entity)
    }

    /// Who a pronoun may stand for, heaviest first; hardly one of `named`, whom the
    /// sentence goes on to name: "He said Trump would come". None where nobody is.
    pub(super) fn ranked(
        &self,
        all: &[Entity],
        pronoun: Pronoun,
        place: Place,
        named: &[EntityIx],
    ) -> Option<Vec<(EntityIx, f32)>> {
        let candidates = self.recent.iter().filter_map(|&ix| {
            let share = fit(&all[ix.0 as usize], pronoun)?;
            let share = if named.contains(&ix) { NAMED_LATER * share } else { share };
            Some((ix, self.weight(ix, place) * share)).filter(|(_, weight)| *weight >= LEAST)
        });
        let mut ranked: Vec<(EntityIx, f32)> = candidates.collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.0.cmp(&b.0.0)));
        (!ranked.is_empty()).then_some(ranked)
    }

    /// The first of those.
    pub(super) fn pronoun(
        &self,
        all: &[Entity],
        pronoun: Pronoun,
        place: Place,
        named: &[EntityIx],
    ) -> Option<EntityIx> {
        self.ranked(all, pronoun, place, named).map(|ranked| ranked[0].0)
    }

    /// Where an entity was mentioned last.
    pub(super) fn last(&self, entity: EntityIx) -> Option<Place> {
        let weight = self.weights.get(entity.0 as usize).filter(|w| w.amount > 0.0)?;
        Some(Place { sentence: weight.sentence, paragraph: 0 })
    }
}

fn faded(weight: Weight, place: Place) -> f32 {
    let sentences = place.sentence.saturating_sub(weight.sentence);
    weight.amount * LEFT[sentences.min(40) as usize]
}

/// Whether a pronoun may stand for an entity.
pub(super) fn fits(entity: &Entity, pronoun: Pronoun) -> bool {
    fit(entity, pronoun).is_some()
}

// Of whom nothing tells a gender, less likely than one of whom it is known.
const UNTOLD: f32 = 0.6;

/// How well an entity fits a pronoun, as a share of its weight.
fn fit(entity: &Entity, pronoun: Pronoun) -> Option<f32> {
    let person = |gender| {
        let may = matches!(entity.sort, Sort::Person | Sort::Unknown)
            && !entity.plural
            && agree(entity.gender, gender);
        let doubt = if entity.sort == Sort::Unknown { 0.5 } else { 1.0 };
        may.then_some(if entity.gender == gender { doubt } else { UNTOLD * doubt })
    };
    match pronoun {
        Pronoun::Male => person(Gender::Male),
        Pronoun::Female => person(Gender::Female),
        Pronoun::Plural => match entity.sort {
            _ if entity.plural => Some(1.0),
            Sort::Organisation | Sort::Outlet => Some(0.4),
            _ => None,
        },
        Pronoun::Thing => match entity.sort {
            Sort::Organisation | Sort::Outlet if !entity.plural => Some(1.0),
            Sort::Place => Some(0.7),
            Sort::Unknown if entity.gender == Gender::Unknown => Some(0.3),
            _ => None,
        },
        Pronoun::First | Pronoun::Relative => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_of_whom_enough_is_left_is_forgotten() {
        let mut focus = Focus::default();
        let mut random = 1_u32;
        for sentence in 0..2_000 {
            let place = Place { sentence, paragraph: sentence / 3 };
            for _ in 0..3 {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let part = [Part::Speaker, Part::Subject, Part::Object][random as usize >> 8 & 1];
                focus.mention(EntityIx(random >> 16 & 1023), part, place, false);
            }
            let talked_of = |ix: &EntityIx| focus.weight(*ix, place) >= LEAST;
            let all = (0..1024).map(EntityIx).filter(talked_of).count();
            assert_eq!(focus.recent().iter().filter(|ix| talked_of(ix)).count(), all);
            assert!(focus.recent().len() < 256);
        }
    }
}
