//! The learned end of a quote without marks: of its boundaries the most probable, each
//! looked at once for all rules that read the quote.

use super::Matcher;
use super::boundaries::{Boundary, Claim, End};
use super::hazard::OfClaim;
use super::search::{Known, OTHER_ENDS, OtherEnds, Search, Weighed};
use crate::rules::templates::ends::READ_BY;
use crate::rules::{Models, PartSum, Sink, Value, Weights, probability};

// 0.06: with three ends of this probability and not two of 0.12, 1.1 % more of the
// training part's attributions have a reading, for a sixth more readings.
const SECOND_END: f32 = 0.06;

/// The most probable ends of a claim, best first; of equals the earlier.
struct Best([End; OTHER_ENDS + 1]);

/// Less probable than any end.
const NO_END: End = End { at: 0, rule: None, probability: -1.0 };

impl Default for Best {
    fn default() -> Self {
        Self([NO_END; OTHER_ENDS + 1])
    }
}

// 32: the rows of 2,200 articles of news are the same as without a limit; a sentence of
// hundreds of cues would have all boundaries looked at for each cue.
const FARTHEST: usize = 32;

impl Best {
    fn add(&mut self, end: End) {
        let [.., last] = &self.0;
        if last.probability >= end.probability {
            return;
        }
        let mut at = OTHER_ENDS;
        while at > 0 && self.0[at - 1].probability < end.probability {
            self.0[at] = self.0[at - 1];
            at -= 1;
        }
        self.0[at] = end;
    }

    /// Whether no end of this probability or less would be the first or one of the others.
    fn beats(&self, probability: f32) -> bool {
        let [first, .., last] = &self.0;
        first.probability >= probability
            && (probability <= SECOND_END || last.probability >= probability)
    }

    /// The first, and those of the others that are probable enough.
    fn settled(self) -> (End, OtherEnds) {
        let [first, others @ ..] = self.0;
        (first, others.map(|end| (end.probability > SECOND_END).then_some(end)))
    }
}

impl Matcher<'_> {
    /// Where the claim most probably ends, and the next ends by probability.
    pub(super) fn learned_ends(
        &self,
        search: &Search<'_>,
        claim: &Claim,
        models: &Models,
        weights: &Weights,
    ) -> (End, OtherEnds) {
        let new = || {
            let boundaries = search.ends.borrow_mut().room();
            let (walk, fronted) = (self.walk(search, claim), self.is_fronted(search, claim));
            Known { claim: *claim, walk, fronted, boundaries }
        };
        let mut known = search.known(claim).unwrap_or_else(new);
        let ends = self.weighed_ends(search, claim, &mut known, models, weights);
        search.ends.borrow_mut().keep(known);
        ends
    }

    /// The same, of what is known of the claim whichever rule reads it.
    fn weighed_ends(
        &self,
        search: &Search<'_>,
        claim: &Claim,
        known: &mut Known,
        models: &Models,
        weights: &Weights,
    ) -> (End, OtherEnds) {
        let start = weights.part(&models.names);
        let reader = start.value(Value::Rule(claim.rule, self.rules.rule(claim.rule)));
        let reader = start.part(READ_BY, 0, reader);
        let mut of_claim = None;
        let mut best = Best::default();
        let mut survival = 1.0;
        let mut next = 0;
        // What is left for ends further on is less than any of the best: they need no look.
        while !best.beats(survival) {
            if next == known.boundaries.len() {
                let boundary = (next < FARTHEST)
                    .then(|| self.next_boundary(search, claim, &mut known.walk))
                    .flatten();
                let Some(boundary) = boundary else {
                    let limit = claim.limit as usize;
                    best.add(End { at: limit, rule: None, probability: survival });
                    break;
                };
                let new = || self.of_claim(search, claim, known.fronted, &start);
                let of_claim = of_claim.get_or_insert_with(new);
                let weighed = self.weighed(search, claim, boundary, &start, of_claim);
                known.boundaries.push(weighed);
            }
            let Weighed { at, rule, class, sum } = known.boundaries[next];
            next += 1;
            let by_rule = start.of_parts([reader, class]);
            let hazard = probability(weights.whole(sum.saturating_add(by_rule)));
            best.add(End { at: at as usize, rule, probability: survival * hazard });
            survival *= 1.0 - hazard;
        }
        best.settled()
    }

    /// A boundary with the sum of its features that are the same whichever rule reads the
    /// claim; `start` is the sum of none.
    fn weighed<'w>(
        &self,
        search: &Search<'_>,
        claim: &Claim,
        boundary: Boundary,
        start: &PartSum<'w>,
        of_claim: &OfClaim<<PartSum<'w> as Sink>::Value>,
    ) -> Weighed {
        let (k, limit) = (boundary.at, claim.limit as usize);
        let ends = &mut *search.ends.borrow_mut();
        let spot = ends.spot_of(search, k, limit);
        let near = &self.near(search, limit, k, spot.next_finite(limit), start);
        let at = spot.sum_at(|| {
            let mut at = start.clone();
            self.features_at(search, limit, k, near, &mut at);
            at.total()
        });
        let of_shape = spot.sum_of_shape(claim.shape, || {
            let mut of_shape = start.clone();
            self.features_of_shape(search, limit, boundary, (near, of_claim), &mut of_shape);
            of_shape.total()
        });
        let mut sum = start.clone();
        self.features_of_claim(search, claim, boundary, (near, of_claim), &mut sum);
        Weighed {
            at: k as u32,
            rule: boundary.rule,
            class: start.part(READ_BY, 1, near.class),
            sum: at.saturating_add(of_shape).saturating_add(sum.total()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;
    use crate::text::{Document, Grammar, Phrases};

    fn end(at: usize, probability: f32) -> End {
        End { at, rule: None, probability }
    }

    #[test]
    fn the_best_ends_are_those_of_all_sorted() {
        let mut random = 7_u32;
        let mut next = || {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) % 50
        };
        for _ in 0..1_000 {
            let count = 1 + next() as usize % 9;
            let mut all: Vec<End> = (0..count).map(|at| end(at, next() as f32 / 50.0)).collect();
            let mut best = Best::default();
            all.iter().for_each(|&end| best.add(end));
            all.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.at.cmp(&b.at)));
            let (first, others) = best.settled();
            assert_eq!(first, all[0]);
            let probable = all[1..].iter().filter(|end| end.probability > SECOND_END);
            let probable: Vec<End> = probable.take(OTHER_ENDS).copied().collect();
            assert_eq!(others.into_iter().flatten().collect::<Vec<_>>(), probable);
        }
    }

    #[test]
    fn ends_are_those_that_all_boundaries_summed_anew_give() {
        let rules = RuleSet::embedded().unwrap();
        let models = rules.models.as_ref().unwrap();
        let weights = models.ends.as_ref().unwrap();
        let matcher = Matcher::new(&rules, None);
        let grammar = Grammar::new(&rules.lexicon);
        let text = "Kim said on Monday that the North, which had left the talks in May, was ready \
                    to return if Seoul agreed, adding that Moon, his aide, called the plan “dead \
                    on arrival” and told reporters he would not go unless it was changed.";
        let document = Document::read(text, 0, &rules.lexicon);
        let phrases = Phrases { document: &document, lexicon: &rules.lexicon, grammar: &grammar };
        let mut checked = 0;
        for candidate in matcher.find_all(&document).0 {
            let Some(claim) = candidate.claim else { continue };
            let mut survival = 1.0;
            let mut ends = Vec::new();
            weights.sum(&models.names, |sum| {
                matcher.each_boundary(&phrases, &claim, sum, |sum, at| {
                    let hazard = probability(sum.take());
                    ends.push(end(at, survival * hazard));
                    survival *= 1.0 - hazard;
                    true
                });
            });
            ends.push(end(claim.limit as usize, survival));
            let near = |end: &End| (end.probability - candidate.end_probability).abs() < 1e-4;
            assert!(ends.iter().any(near), "{claim:?} {}", candidate.end_probability);
            checked += 1;
        }
        assert!(checked > 10, "{checked} claims");
    }
}
