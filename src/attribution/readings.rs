//! How probable each reading of an article is, by the learned tables, and what
//! stands beside it.

use super::features::Reading;
use crate::matcher::Candidate;
use crate::rules::{CueName, Models, RuleId, RuleSet, probability};
use crate::text::{Document, Tag, WordId};
use rustc_hash::FxHashMap;

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
    let Some(weights) = &models.readings else { return };
    let contexts = contexts(document, candidates);
    for (candidate, context) in candidates.iter_mut().zip(contexts) {
        let reading = reading(document, rules, models, candidate, context);
        candidate.score = probability(weights.sum(&models.names, |sum| reading.features(sum)));
    }
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
    let inside = inside(document, candidates);
    let speaking = speaking(document, candidates);
    let mut contexts = Vec::with_capacity(candidates.len());
    for readings in candidates.chunk_by(|a, b| a.head == b.head) {
        for (i, own) in readings.iter().enumerate() {
            let others = readings.iter().enumerate().filter(|&(k, _)| k != i).map(|(_, c)| c);
            let rival = others.reduce(|best, c| if rank(c) > rank(best) { c } else { best });
            contexts.push(Context {
                inside: inside[own.head as usize],
                speaks: match name_of(document, own) {
                    Some(word) => {
                        let own_head = u32::from(own.score >= SURE);
                        let heads = speaking.get(&word).copied().unwrap_or(0);
                        heads.saturating_sub(own_head).min(3) as i32
                    }
                    None => 4,
                },
                rival: rival.map(|rival| Rival {
                    rule: rival.rule,
                    margin: (10.0 * (own.score - rival.score)).round() as i32,
                    length: length(own).cmp(&length(rival)) as i32 + 1,
                }),
            });
        }
    }
    contexts
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

/// For each token, the highest score of a candidate whose quote holds it.
fn inside(document: &Document<'_>, candidates: &[Candidate]) -> Vec<f32> {
    let mut inside = vec![0.0_f32; document.tokens.len()];
    for candidate in candidates {
        for i in candidate.quote.iter().flat_map(|range| range.iter()) {
            inside[i] = inside[i].max(candidate.score);
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
    let rule = &*rules.rule(candidate.rule).id;
    let frame = candidate.frame.map_or(rule, |frame| rules.cues.frame_name(frame));
    match candidate.cue_id {
        Some(id) => {
            let class = &*rules.cues.cue(id).stance;
            CueName { cue: &models.cue_names[id.0 as usize], class, frame }
        }
        None => {
            let lemma = document.tokens[candidate.head as usize].lemma;
            CueName { cue: rules.lexicon.spelling(lemma), class: "none", frame }
        }
    }
}
