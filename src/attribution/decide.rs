//! Which candidates stand: one reading per cue, the outermost attribution, no
//! two quotes that overlap.

use super::fate::{Clash, Fate, Winner};
use crate::matcher::{Attachment, Candidate};
use crate::rules::{Kind, SlotName};
use crate::text::{Document, TokenRange};
use rustc_hash::FxHashMap;

// 0.3: two quotes that share less than a third of the shorter one meet at an
// uncertain end; more, and they are readings of the same words.
const OVERLAP: f32 = 0.3;
// 60 tokens: past the length of a long sentence, more words are no more reason
// to believe a reading.
const LONG: usize = 60;

/// What is decided of an article's candidates: those believed that stand
/// together are, of all sets without a conflict, the one whose [`worths`] are
/// greatest.
#[derive(Debug, Default)]
pub(super) struct Decision {
    /// The candidates that were chosen from, in text order.
    field: Vec<usize>,
    /// Candidates that only name the carrier of another one: which, and whose.
    carriers: Vec<(usize, usize)>,
    /// Of each candidate in the field, those in it that cannot stand beside it.
    conflicts: Vec<Vec<usize>>,
    /// What each in the field adds to a set.
    worths: Vec<f32>,
    /// The places in the field of those that stand, in text order.
    chosen: Vec<usize>,
}

impl Decision {
    /// Decides which candidates stand; those below `floor` are not believed.
    pub(super) fn of(
        document: &Document<'_>,
        candidates: &[Candidate],
        attachments: &[Attachment],
        floor: f32,
    ) -> Self {
        let mut decision = Self::default();
        let believed = (0..candidates.len()).filter(|&i| candidates[i].score >= floor);
        let believed: Vec<usize> = believed.collect();
        for (k, &i) in believed.iter().enumerate() {
            let before = believed[..k].iter().rev().copied();
            match carried(document, candidates, before, i, attachments) {
                Some(other) => decision.carriers.push((i, other)),
                None => decision.field.push(i),
            }
        }
        let field: Vec<&Candidate> = decision.field.iter().map(|&i| &candidates[i]).collect();
        decision.conflicts = conflicts(document, &field);
        decision.worths = worths(&field);
        decision.chosen = chosen(&field, &decision.conflicts, &decision.worths);
        decision.chosen.sort_unstable();
        decision
    }

    /// The candidates that stand, in text order.
    pub(super) fn standing(&self) -> impl Iterator<Item = usize> {
        self.chosen.iter().map(|&k| self.field[k])
    }

    /// What became of each candidate.
    pub(super) fn fates(&self, candidates: &[Candidate]) -> Vec<Fate> {
        let mut fates = vec![Fate::Unbelieved; candidates.len()];
        for &(carrier, of) in &self.carriers {
            fates[carrier] = Fate::Carrier { of };
        }
        for (k, &i) in self.field.iter().enumerate() {
            let worth = self.worths[k];
            fates[i] = match self.chosen.binary_search(&k) {
                Ok(place) => Fate::Stands { place, worth },
                Err(_) => Fate::Beaten { worth, by: self.winners(candidates, k) },
            };
        }
        fates
    }

    /// Those that stand where candidate `k` of the field cannot.
    fn winners(&self, candidates: &[Candidate], k: usize) -> Vec<Winner> {
        let own = &candidates[self.field[k]];
        let mut standing: Vec<usize> = self.conflicts[k].clone();
        standing.retain(|other| self.chosen.binary_search(other).is_ok());
        standing.sort_unstable();
        let winner = |other: usize| {
            let candidate = self.field[other];
            let clash = clash(own, &candidates[candidate])?;
            Some(Winner { candidate, clash, worth: self.worths[other] })
        };
        standing.into_iter().filter_map(winner).collect()
    }
}

/// What each candidate, in text order of heads, adds to a set.
///
/// Between readings of one cue their scores alone count, with a little of how
/// sure the end is: two ends of one claim are often both right enough. Between
/// cues the length of what the best reading takes counts too, but not in full: of
/// several forms tried by cross-validation on the training part, the square root
/// gives the best F1 of triples (62.4; in full 62, not at all 61.7).
fn worths(candidates: &[&Candidate]) -> Vec<f32> {
    let score = |c: &Candidate| c.score * (0.8 + 0.2 * c.end_probability);
    let of_cue = |readings: &[&Candidate]| -> Vec<f32> {
        let best = readings.iter().max_by(|a, b| score(a).total_cmp(&score(b)));
        let long = best.map_or(1, |c| size(c)).clamp(1, LONG) as f32;
        readings.iter().map(|c| score(c) * long.sqrt()).collect()
    };
    candidates.chunk_by(|a, b| a.head == b.head).flat_map(of_cue).collect()
}

/// The places of the best set, in no order. Candidates that conflict with none
/// in common are settled by themselves.
fn chosen(candidates: &[&Candidate], conflicts: &[Vec<usize>], worths: &[f32]) -> Vec<usize> {
    let mut group_of = vec![usize::MAX; candidates.len()];
    let mut chosen = Vec::new();
    for first in 0..candidates.len() {
        if group_of[first] != usize::MAX {
            continue;
        }
        group_of[first] = first;
        let mut group = vec![first];
        let mut next = 0;
        while let Some(&i) = group.get(next) {
            next += 1;
            for &other in &conflicts[i] {
                if group_of[other] == usize::MAX {
                    group_of[other] = first;
                    group.push(other);
                }
            }
        }
        group.sort_by(|&a, &b| {
            let (x, y) = (candidates[a], candidates[b]);
            (worths[b].total_cmp(&worths[a]))
                .then(size(y).cmp(&size(x)))
                .then(x.rule.cmp(&y.rule))
                .then(a.cmp(&b))
        });
        let best = Search::new(&group, conflicts, worths).best();
        chosen.extend(best.into_iter().map(|k| group[k]));
    }
    chosen
}

/// For each candidate, those that cannot stand beside it.
fn conflicts(document: &Document<'_>, candidates: &[&Candidate]) -> Vec<Vec<usize>> {
    let mut by_token: Vec<Vec<u32>> = vec![Vec::new(); document.tokens.len()];
    let mut conflicts: Vec<Vec<usize>> = vec![Vec::new(); candidates.len()];
    for (i, candidate) in candidates.iter().enumerate() {
        let mut near: Vec<u32> =
            tokens_of(candidate).flat_map(|token| &by_token[token]).copied().collect();
        near.sort_unstable();
        near.dedup();
        for other in near.into_iter().map(|k| k as usize) {
            if clash(candidate, candidates[other]).is_some() {
                conflicts[i].push(other);
                conflicts[other].push(i);
            }
        }
        for token in tokens_of(candidate) {
            by_token[token].push(i as u32);
        }
    }
    conflicts
}

/// Branch and bound over one group, its candidates by worth, best first.
struct Search {
    worths: Vec<f32>,
    /// For each candidate, those that it conflicts with.
    rivals: Vec<Vec<usize>>,
    /// How many of the taken each candidate conflicts with.
    barred: Vec<u32>,
    /// The candidates taken, with the worth of those before.
    taken: Vec<(usize, f32)>,
}

impl Search {
    // 5,000: past so many turns the best set found stands; it is never worse than
    // taking the best candidate one by one, which is what the search finds first.
    const TURNS: usize = 5_000;

    fn new(group: &[usize], conflicts: &[Vec<usize>], worths: &[f32]) -> Self {
        let place: FxHashMap<usize, usize> = group.iter().zip(0..).map(|(&i, k)| (i, k)).collect();
        let rivals = group.iter().map(|&i| conflicts[i].iter().map(|c| place[c]).collect());
        Self {
            worths: group.iter().map(|&i| worths[i]).collect(),
            rivals: rivals.collect(),
            barred: vec![0; group.len()],
            taken: Vec::new(),
        }
    }

    /// The places of the best set in the group.
    fn best(mut self) -> Vec<usize> {
        let (mut best, mut best_worth) = (Vec::new(), 0.0);
        let (mut from, mut worth) = (0, 0.0);
        let mut turns = 0;
        loop {
            while let Some(k) = self.next(from)
                && worth + self.left(k) > best_worth
            {
                self.taken.push((k, worth));
                self.bar(k, true);
                worth += self.worths[k];
                from = k + 1;
            }
            if worth > best_worth {
                best_worth = worth;
                best = self.taken.iter().map(|&(k, _)| k).collect();
            }
            loop {
                let Some((k, before)) = self.taken.pop() else { return best };
                self.bar(k, false);
                worth = before;
                // Leaving it out pays only where it bars something.
                if turns < Self::TURNS && self.rivals[k].iter().any(|&r| r > k && self.is_free(r)) {
                    turns += 1;
                    from = k + 1;
                    break;
                }
            }
        }
    }

    fn is_free(&self, k: usize) -> bool {
        self.barred[k] == 0
    }

    fn next(&self, from: usize) -> Option<usize> {
        (from..self.worths.len()).find(|&k| self.is_free(k))
    }

    /// The worth of all that is free from `k` on.
    fn left(&self, k: usize) -> f32 {
        (k..self.worths.len()).filter(|&k| self.is_free(k)).map(|k| self.worths[k]).sum()
    }

    fn bar(&mut self, k: usize, bars: bool) {
        for &rival in &self.rivals[k] {
            let barred = &mut self.barred[rival];
            *barred = if bars { *barred + 1 } else { *barred - 1 };
        }
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

/// Why a candidate cannot stand beside another one, if it cannot.
pub(super) fn clash(own: &Candidate, other: &Candidate) -> Option<Clash> {
    if own.head == other.head {
        return Some(Clash::SameCue);
    }
    let holds = |c: &Candidate, head: u32| c.quote.iter().any(|r| r.contains(head as usize));
    if holds(other, own.head) {
        return Some(Clash::Nested);
    }
    if holds(own, other.head) {
        return Some(Clash::Holds);
    }
    let shared: usize =
        own.quote.iter().flat_map(|&a| other.quote.iter().map(move |&b| shared(a, b))).sum();
    let meet = shared == 0 || (shared as f32) <= OVERLAP * size(own).min(size(other)) as f32;
    (!meet).then_some(Clash::Overlap)
}

fn shared(a: TokenRange, b: TokenRange) -> usize {
    (a.end.min(b.end)).saturating_sub(a.start.max(b.start)) as usize
}

/// The candidate whose carrier a reading only names: in "…, Kim said, according
/// to state media" the second cue follows the first, or its quote, at once and
/// attaches a source to it. `before` are those before it, the nearest first.
fn carried(
    document: &Document<'_>,
    candidates: &[Candidate],
    before: impl Iterator<Item = usize>,
    i: usize,
    attachments: &[Attachment],
) -> Option<usize> {
    // 3: a comma and a mark may stand between the two cues.
    const NEAR: u32 = 3;
    let carrier = &candidates[i];
    let sentence = |c: &Candidate| document.tokens[c.head as usize].sentence;
    // Carriers are words, not cues of the lexicon.
    if carrier.cue_id.is_some()
        || !attachments.iter().any(|a| a.slot != SlotName::When && a.tokens.overlaps(carrier.cue))
    {
        return None;
    }
    let is_carried = |other: &Candidate| {
        let last = other.quote.iter().map(|r| r.end).filter(|&e| e <= carrier.cue.start).max();
        let end = other.cue.end.max(last.unwrap_or(0));
        let gap = carrier.cue.start.checked_sub(end);
        other.speaker.is_some()
            && other.kind == Kind::Statement
            && carrier.quote.iter().any(|r| r.contains(other.head as usize))
            && gap.is_some_and(|g| g <= NEAR)
    };
    before
        .take_while(|&k| sentence(&candidates[k]) == sentence(carrier))
        .find(|&k| is_carried(&candidates[k]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The greatest worth of any set without conflicts, by trying them all.
    fn greatest(worths: &[f32], conflicts: &[Vec<usize>]) -> f32 {
        let is_free = |set: u32| {
            let taken = |i: usize| set >> i & 1 == 1;
            (0..worths.len()).all(|i| !taken(i) || conflicts[i].iter().all(|&c| !taken(c)))
        };
        let worth =
            |set: u32| (0..worths.len()).filter(|i| set >> i & 1 == 1).map(|i| worths[i]).sum();
        (0..1_u32 << worths.len()).filter(|&set| is_free(set)).map(worth).fold(0.0, f32::max)
    }

    #[test]
    fn no_set_is_worth_more_than_the_one_found() {
        let mut random = 1_u32;
        let mut next = |most: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) % most
        };
        for density in [2, 3, 5, 8] {
            for _ in 0..50 {
                const N: usize = 10;
                let mut worths: Vec<f32> = (0..N).map(|_| next(100) as f32 + 1.0).collect();
                worths.sort_by(|a, b| b.total_cmp(a));
                let mut conflicts = vec![Vec::new(); N];
                for i in 0..N {
                    for k in 0..i {
                        if next(10) < density {
                            conflicts[i].push(k);
                            conflicts[k].push(i);
                        }
                    }
                }
                let group: Vec<usize> = (0..N).collect();
                let best = Search::new(&group, &conflicts, &worths).best();
                let alone = |&i: &usize| conflicts[i].iter().all(|c| !best.contains(c));
                assert!(best.iter().all(alone), "{best:?} conflict");
                let worth: f32 = best.iter().map(|&i| worths[i]).sum();
                assert_eq!(worth, greatest(&worths, &conflicts), "{worths:?} {conflicts:?}");
            }
        }
    }
}
