//! Two wordings laid side by side: which words of one are words of the other, in order.
//!
//! The longest common subsequence by information, not by length: of all ways to lay one
//! beside the other in order, the one whose shared words tell most (D. S. Hirschberg, "A
//! Linear Space Algorithm for Computing Maximal Common Subsequences", CACM 18 (1975), has the
//! recurrence; quotes are short, so the whole table is kept).

use super::wording::{Class, Word, Wording};

/// What two wordings have in common.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alignment {
    /// Places of words that are the same, in both orders.
    pub pairs: Vec<(usize, usize)>,
}

/// A stretch of words that stands in both without a gap that tells anything.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Run {
    /// What its telling words tell, in bits.
    pub bits: f32,
    /// What those of them tell that are no names, in bits.
    pub common: f32,
    /// How many words it has.
    pub words: usize,
}

/// Function words alone hold nothing together: they weigh so little that telling words win.
fn weight(word: &Word) -> u32 {
    if word.is_telling() { 16 + (word.bits * 16.0) as u32 } else { 8 }
}

impl Alignment {
    /// Lays two wordings side by side.
    pub fn of(one: &Wording, two: &Wording) -> Self {
        let (a, b) = (&one.words, &two.words);
        let width = b.len() + 1;
        let mut best = vec![0u32; (a.len() + 1) * width];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
                let here = if a[i].form == b[j].form {
                    // Next to a shared word a word counts more: what stands together is kept
                    // together.
                    let next =
                        a.get(i + 1).zip(b.get(j + 1)).is_some_and(|(x, y)| x.form == y.form);
                    weight(&a[i]) + u32::from(next) * 8 + best[(i + 1) * width + j + 1]
                } else {
                    0
                };
                best[i * width + j] = skip.max(here);
            }
        }
        let (mut i, mut j, mut pairs) = (0, 0, Vec::new());
        while i < a.len() && j < b.len() {
            let here = best[i * width + j];
            if here == best[(i + 1) * width + j] {
                i += 1;
            } else if here == best[i * width + j + 1] {
                j += 1;
            } else {
                pairs.push((i, j));
                (i, j) = (i + 1, j + 1);
            }
        }
        Self { pairs }
    }

    /// The first and the last of the pairs.
    pub fn ends(&self) -> Option<((usize, usize), (usize, usize))> {
        self.pairs.first().copied().zip(self.pairs.last().copied())
    }

    /// What the shared telling words tell, in bits.
    pub fn bits(&self, one: &Wording) -> f32 {
        let shared = self.pairs.iter().map(|&(i, _)| &one.words[i]);
        shared.filter(|w| w.is_telling()).map(|w| w.bits).sum()
    }

    /// The stretch that tells most.
    pub fn best_run(&self, one: &Wording, two: &Wording) -> Run {
        let (mut best, mut run) = (Run::default(), Run::default());
        let mut before: Option<(usize, usize)> = None;
        for &(i, j) in &self.pairs {
            let follows = before
                .is_some_and(|(x, y)| silent(&one.words[x + 1..i]) && silent(&two.words[y + 1..j]));
            if !follows {
                run = Run::default();
            }
            run.words += 1;
            if one.words[i].is_telling() {
                run.bits += one.words[i].bits;
                if one.words[i].class != Class::Name {
                    run.common += one.words[i].bits;
                }
            }
            if run.bits > best.bits {
                best = run;
            }
            before = Some((i, j));
        }
        best
    }
}

/// At most one word, and none that tells anything.
fn silent(gap: &[Word]) -> bool {
    gap.len() < 2 && gap.iter().all(|w| !w.is_telling())
}

/// Where a stretch of one wording stands in another, word for word.
pub(super) fn find(stretch: &[Word], within: &Wording) -> Option<usize> {
    let same = |window: &[Word]| window.iter().zip(stretch).all(|(a, b)| a.form == b.form);
    within.words.windows(stretch.len().max(1)).position(|w| !stretch.is_empty() && same(w))
}
