//! Which candidates stand: one reading per cue, the outermost attribution, no
//! two quotes that overlap.

use crate::matcher::{Attachment, Candidate};
use crate::rules::Kind;
use crate::text::{Document, TokenRange};

// 0.3: two quotes that share less than a third of the shorter one meet at an
// uncertain end; more, and they are readings of the same words.
const OVERLAP: f32 = 0.3;
// 60 tokens: past the length of a long sentence, more words are no more reason
// to believe a reading.
const LONG: usize = 60;

/// The candidates that stand together, in text order.
pub(super) fn best_set(
    document: &Document<'_>,
    candidates: Vec<Candidate>,
    attachments: &[Attachment],
    floor: f32,
) -> Vec<Candidate> {
    let candidates: Vec<Candidate> = candidates.into_iter().filter(|c| c.score >= floor).collect();
    let mut best = best_per_cue(candidates);
    let carried: Vec<usize> = (0..best.len())
        .filter(|&i| is_carrier_of_another(document, &best, i, attachments))
        .collect();
    for i in carried.into_iter().rev() {
        best.remove(i);
    }
    let mut order: Vec<usize> = (0..best.len()).collect();
    let value = |c: &Candidate| c.score * size(c).min(LONG) as f32;
    order.sort_by(|&a, &b| value(&best[b]).total_cmp(&value(&best[a])).then(a.cmp(&b)));
    let mut standing = Standing::new(document.tokens.len());
    let mut kept: Vec<usize> = Vec::new();
    for i in order {
        if standing.near(&best[i]).all(|k| compatible(&best[i], &best[k])) {
            standing.add(i, &best[i]);
            kept.push(i);
        }
    }
    kept.sort_unstable();
    kept.into_iter().map(|i| best[i].clone()).collect()
}

/// The candidates that stand already, by the tokens of their quotes and heads,
/// so that a new one is held against its neighbours alone.
struct Standing {
    by_token: Vec<Vec<u32>>,
}

impl Standing {
    fn new(tokens: usize) -> Self {
        Self { by_token: vec![Vec::new(); tokens] }
    }

    fn add(&mut self, i: usize, candidate: &Candidate) {
        for token in tokens_of(candidate) {
            self.by_token[token].push(i as u32);
        }
    }

    /// Those that share a token with the candidate; one may come several times.
    fn near(&self, candidate: &Candidate) -> impl Iterator<Item = usize> {
        tokens_of(candidate).flat_map(|token| &self.by_token[token]).map(|&i| i as usize)
    }
}

fn tokens_of(candidate: &Candidate) -> impl Iterator<Item = usize> {
    candidate
        .quote
        .iter()
        .flat_map(|range| range.iter())
        .chain(std::iter::once(candidate.head as usize))
}

fn size(candidate: &Candidate) -> usize {
    candidate.quote.iter().map(|r| r.len()).sum()
}

/// Of the readings that share a head, the one with the highest score; then the
/// most probable end, the longest, the first by rule name.
fn best_per_cue(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        (a.head.cmp(&b.head))
            .then(worth(b).total_cmp(&worth(a)))
            .then(b.end_probability.total_cmp(&a.end_probability))
            .then(size(b).cmp(&size(a)))
            .then(a.rule.cmp(&b.rule))
    });
    candidates.dedup_by_key(|c| c.head);
    candidates
}

/// A reading's score with a little of how sure its end is: two ends of one claim
/// are often both right enough to count as an attribution.
fn worth(candidate: &Candidate) -> f32 {
    // 0.2: the end decides between readings that the score holds about equal.
    candidate.score * (0.8 + 0.2 * candidate.end_probability)
}

/// Whether the new candidate can stand beside one that stands already.
fn compatible(new: &Candidate, standing: &Candidate) -> bool {
    let inside =
        |c: &Candidate, other: &Candidate| other.quote.iter().any(|r| r.contains(c.head as usize));
    if inside(new, standing) || inside(standing, new) {
        return false;
    }
    let shared: usize =
        new.quote.iter().flat_map(|&a| standing.quote.iter().map(move |&b| shared(a, b))).sum();
    shared == 0 || (shared as f32) <= OVERLAP * size(new).min(size(standing)) as f32
}

fn shared(a: TokenRange, b: TokenRange) -> usize {
    (a.end.min(b.end)).saturating_sub(a.start.max(b.start)) as usize
}

/// Whether a reading only names the carrier of another one: in "…, Kim said,
/// according to state media" the second cue follows the first, or its quote, at
/// once and attaches a source to it.
fn is_carrier_of_another(
    document: &Document<'_>,
    all: &[Candidate],
    i: usize,
    attachments: &[Attachment],
) -> bool {
    // 3: a comma and a mark may stand between the two cues.
    const NEAR: u32 = 3;
    let carrier = &all[i];
    let sentence = |c: &Candidate| document.tokens[c.head as usize].sentence;
    // Carriers are words, not cues of the lexicon.
    carrier.cue_id.is_none()
        && attachments.iter().any(|a| a.tokens.overlaps(carrier.cue))
        && all[..i].iter().rev().take_while(|c| sentence(c) == sentence(carrier)).any(|other| {
            let last = other.quote.iter().map(|r| r.end).filter(|&e| e <= carrier.cue.start).max();
            let end = other.cue.end.max(last.unwrap_or(0));
            let gap = carrier.cue.start.checked_sub(end);
            other.speaker.is_some()
                && other.kind == Kind::Statement
                && carrier.quote.iter().any(|r| r.contains(other.head as usize))
                && gap.is_some_and(|g| g <= NEAR)
        })
}
