//! How probable each reading of an article is, by the learned tables, and what
//! stands beside it.

use super::features::{Case, Reading};
use super::shared::{Called, Features};
use crate::matcher::Candidate;
use crate::rules::{CueName, Models, Name, RuleId, RuleSet, Sink, Sum, probability};
use crate::text::{Document, Tag, WordId};
use rustc_hash::{FxBuildHasher, FxHashMap};

/// What stands beside a reading.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Context {
    /// The highest score of another reading whose quote holds this one's cue.
    pub inside: f32,
    /// The best other reading of the same cue.
    pub rival: Option<Rival>,
    /// How often the last word of the speaker mention speaks elsewhere in the
    /// article, by cues that the rules are sure of: 0 to 3; 4 if it is no name.
    pub speaks: i32,
}

/// Another reading of the same cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rival {
    /// Its rule.
    pub rule: RuleId,
    /// By how much the rules' score of this reading is higher, in tenths.
    pub margin: i32,
    /// Whether this reading's quote is shorter (0), as long (1) or longer (2).
    pub length: i32,
}

/// Gives each candidate its probability as its score, by the tables.
pub fn weigh(
    document: &Document<'_>,
    rules: &RuleSet,
    models: &Models,
    candidates: &mut [Candidate],
) {
    if let Some(mut weigher) = Weigher::new(rules, models) {
        weigher.weigh(document, candidates);
    }
}

/// Weighs readings of one article after another, and keeps what cues are called.
pub(crate) struct Weigher<'r> {
    rules: &'r RuleSet,
    models: &'r Models,
    sum: Sum<'r>,
    features: Features<Weighed<'r>>,
    called: FxHashMap<u64, Called<Weighed<'r>>>,
}

/// A value as a sum knows it.
type Weighed<'r> = <Sum<'r> as Sink>::Value;

impl<'r> Weigher<'r> {
    /// `None` where there is no table of readings.
    pub(crate) fn new(rules: &'r RuleSet, models: &'r Models) -> Option<Self> {
        let sum = models.readings.as_ref()?.start(&models.names);
        let features = Features::new(&sum);
        // 64: more cues and frames than most articles have.
        let called = FxHashMap::with_capacity_and_hasher(64, FxBuildHasher);
        Some(Self { rules, models, sum, features, called })
    }

    /// Gives each candidate of an article its probability as its score.
    pub(crate) fn weigh(&mut self, document: &Document<'_>, candidates: &mut [Candidate]) {
        let Self { rules, models, sum, features, called } = self;
        for (i, context) in contexts(document, candidates).into_iter().enumerate() {
            let candidate = &candidates[i];
            let last = i.checked_sub(1).map(|before| &candidates[before]);
            let case = Case { document, rules, candidate, context };
            let is_called = |sum: &Sum<'r>| {
                let by = called_by(document, candidate);
                *called.entry(by).or_insert_with(|| {
                    let name = cue_name(document, rules, models, candidate);
                    Called::of(&case, name, models.cues.precision(name), sum)
                })
            };
            features.give(&case, last, is_called, sum);
            candidates[i].score = probability(sum.total());
        }
    }
}

/// What the name of a candidate's cue and frame rests on, as one number.
fn called_by(document: &Document<'_>, candidate: &Candidate) -> u64 {
    let lemma = || document.tokens[candidate.head as usize].lemma;
    let cue = candidate.cue_id.map_or_else(|| lemma().0, |cue| cue.0);
    let frame = candidate.frame.map_or(candidate.rule.0, |frame| frame.0.into());
    let [listed, framed] = [candidate.cue_id.is_some(), candidate.frame.is_some()].map(u64::from);
    u64::from(cue) << 32 | u64::from(frame) << 2 | listed << 1 | framed
}

/// A candidate, scored by the rules, as the tables see it.
pub fn reading<'a>(
    document: &'a Document<'a>,
    rules: &'a RuleSet,
    models: &'a Models,
    candidate: &'a Candidate,
    context: Context,
) -> Reading<'a> {
    let name = cue_name(document, rules, models, candidate);
    let precision = models.cues.precision(name);
    Reading { document, rules, candidate, name, precision, context }
}

/// What stands beside each of an article's candidates, scored by the rules.
pub(crate) fn contexts(document: &Document<'_>, candidates: &[Candidate]) -> Vec<Context> {
    let inside = inside(candidates);
    let speaking = speaking(document, candidates);
    let mut contexts = Vec::with_capacity(candidates.len());
    // The speaker mention of the last reading, and the word that it ends with.
    let mut named = (None, None);
    for (readings, inside) in candidates.chunk_by(|a, b| a.head == b.head).zip(inside) {
        let (best, second) = best_two(readings);
        for (i, own) in readings.iter().enumerate() {
            if own.speaker != named.0 {
                named = (own.speaker, name_of(document, own));
            }
            let speaks = named.1.map_or(4, |word| {
                let own_head = u32::from(own.score >= SURE);
                let heads = speaking.get(&word).copied().unwrap_or(0);
                heads.saturating_sub(own_head).min(3) as i32
            });
            let rival = if best == i { second } else { Some(best) };
            let rival = rival.map(|rival| {
                let rival = &readings[rival];
                Rival {
                    rule: rival.rule,
                    margin: (10.0 * (own.score - rival.score)).round() as i32,
                    length: length(own).cmp(&length(rival)) as i32 + 1,
                }
            });
            contexts.push(Context { inside, speaks, rival });
        }
    }
    contexts
}

/// Which of the readings, of which there are some, the rules hold to be the best, and which of
/// the others: the first of equals.
fn best_two(readings: &[Candidate]) -> (usize, Option<usize>) {
    let (mut best, mut second) = (0, None);
    for (i, own) in readings.iter().enumerate().skip(1) {
        let own = rank(own);
        if own > rank(&readings[best]) {
            second = Some(best);
            best = i;
        } else if second.is_none_or(|second: usize| own > rank(&readings[second])) {
            second = Some(i);
        }
    }
    (best, second)
}

// 0.85: "said", "according to" and the like in their own frames.
const SURE: f32 = 0.85;

/// For each word that ends a name, the number of sure cues it speaks by.
fn speaking(document: &Document<'_>, candidates: &[Candidate]) -> FxHashMap<WordId, u32> {
    let mut speaking = FxHashMap::default();
    for readings in candidates.chunk_by(|a, b| a.head == b.head) {
        let sure = readings.iter().find(|c| c.score >= SURE);
        if let Some(word) = sure.and_then(|c| name_of(document, c)) {
            *speaking.entry(word).or_default() += 1;
        }
    }
    speaking
}

/// The last word of the name in a candidate's speaker mention.
fn name_of(document: &Document<'_>, candidate: &Candidate) -> Option<WordId> {
    let tokens = &document.tokens;
    let last = candidate
        .speaker?
        .iter()
        .take_while(|&i| tokens[i].tag != Tag::Punct)
        .filter(|&i| tokens[i].tag.is_proper())
        .last()?;
    Some(tokens[last].word)
}

fn rank(candidate: &Candidate) -> (f32, f32) {
    (candidate.score, candidate.end_probability)
}

fn length(candidate: &Candidate) -> usize {
    candidate.quote.iter().map(|r| r.len()).sum()
}

/// For each head, in text order, the highest score of a candidate whose quote holds it.
fn inside(candidates: &[Candidate]) -> Vec<f32> {
    let mut heads: Vec<u32> = candidates.iter().map(|candidate| candidate.head).collect();
    heads.dedup();
    debug_assert!(heads.is_sorted(), "candidates are in text order of their heads");
    let mut inside = vec![0.0_f32; heads.len()];
    for candidate in candidates {
        for piece in &candidate.quote {
            let first = heads.partition_point(|&head| head < piece.start);
            let held = heads[first..].iter().take_while(|&&head| head < piece.end);
            for inside in inside[first..].iter_mut().zip(held).map(|(inside, _)| inside) {
                *inside = inside.max(candidate.score);
            }
        }
    }
    inside
}

/// What the cue and the frame of a candidate are called in tables.
pub(crate) fn cue_name<'a>(
    document: &Document<'_>,
    rules: &'a RuleSet,
    models: &'a Models,
    candidate: &Candidate,
) -> CueName<'a> {
    let frame = match candidate.frame {
        Some(frame) => Name::new(rules.cues.frame_name(frame)),
        None => rules.rule(candidate.rule).name(),
    };
    match candidate.cue_id {
        Some(id) => {
            let class = Name::new(rules.cues.cue(id).stance);
            CueName { cue: models.cue_names.of(id), class, frame }
        }
        None => {
            let lemma = document.tokens[candidate.head as usize].lemma;
            let cue = Name::new(rules.lexicon.spelling(lemma));
            CueName { cue, class: Name::new("none"), frame }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matcher::Matcher;

    #[test]
    fn scores_are_those_of_all_features_given_anew() {
        let rules = RuleSet::embedded().unwrap();
        let models = rules.models.as_ref().unwrap();
        let weights = models.readings.as_ref().unwrap();
        let text = "“We are ready,” Kim said on Monday, adding that the North, which had left the \
                    talks, would never have returned. Moon, who did not say so, was told by his \
                    aide, Lee, that she would not go unless it was “dead on arrival”.\n\
                    According to officials, Seoul denied the report and accused Kim of lying. \
                    Police said they were worried: “No one will go.” “Why?” he asked.";
        let document = Document::read(text, 0, &rules.lexicon);
        let mut candidates = Matcher::new(&rules, None).find(&document).0;
        let contexts = contexts(&document, &candidates);
        let anew = |(candidate, context)| {
            let reading = reading(&document, &rules, models, candidate, context);
            probability(weights.sum(&models.names, |sum| reading.features(sum)))
        };
        let anew: Vec<f32> = candidates.iter().zip(contexts).map(anew).collect();
        weigh(&document, &rules, models, &mut candidates);
        let scores: Vec<f32> = candidates.iter().map(|candidate| candidate.score).collect();
        assert!(scores.len() > 10, "{} readings", scores.len());
        assert_eq!(scores, anew);
    }
}
