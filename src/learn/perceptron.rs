//! An averaged perceptron while it learns.
//!
//! Method: Collins, "Discriminative training methods for hidden Markov models",
//! EMNLP 2002. All sums are whole numbers, so they are the same everywhere.

use crate::text::perceptron::{Features, Row, best};
use crate::text::{Tag, TagSet};
use rustc_hash::{FxHashMap, FxHashSet};

/// A feature's weight for one tag.
struct Weight {
    tag: Tag,
    now: i32,
    /// The sum of what it was after each step up to `since`.
    sum: i64,
    since: i64,
}

impl Weight {
    fn new(tag: Tag) -> Self {
        Self { tag, now: 0, sum: 0, since: 0 }
    }

    fn add(&mut self, change: i32, step: i64) {
        self.settle(step);
        self.now += change;
    }

    fn settle(&mut self, step: i64) {
        self.sum += i64::from(self.now) * (step - self.since);
        self.since = step;
    }
}

/// The weights so far.
#[derive(Default)]
pub(super) struct Learner {
    places: FxHashMap<u32, u32>,
    rows: Vec<(u32, Vec<Weight>)>,
    /// The features that may have weights; `None`: all.
    only: Option<FxHashSet<u32>>,
    step: i64,
}

impl Learner {
    /// One that weighs these features alone.
    pub(super) fn only(features: FxHashSet<u32>) -> Self {
        Self { only: Some(features), ..Self::default() }
    }

    /// The best candidate by the weights so far; where `truth` is another they change.
    pub(super) fn learn(
        &mut self,
        candidates: TagSet,
        features: &Features,
        truth: Option<Tag>,
    ) -> Tag {
        let mut sums = [0i32; Tag::ALL.len()];
        for key in features {
            let Some(&place) = self.places.get(key) else { continue };
            for weight in &self.rows[place as usize].1 {
                sums[weight.tag as usize] += weight.now;
            }
        }
        let guess = best(candidates, &sums);
        self.step += 1;
        if let Some(truth) = truth.filter(|&truth| truth != guess && candidates.has(truth)) {
            for &key in features {
                self.change(key, truth, 1);
                self.change(key, guess, -1);
            }
        }
        guess
    }

    fn change(&mut self, key: u32, tag: Tag, by: i32) {
        if self.only.as_ref().is_some_and(|only| !only.contains(&key)) {
            return;
        }
        let next = self.rows.len() as u32;
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.rows.push((key, Vec::new()));
        }
        let row = &mut self.rows[place as usize].1;
        let at = row.iter().position(|w| w.tag == tag).unwrap_or_else(|| {
            row.push(Weight::new(tag));
            row.len() - 1
        });
        row[at].add(by, self.step);
    }

    /// The averages of all weights, by feature and tag.
    pub(super) fn averages(mut self) -> Vec<(u32, Vec<(Tag, f64)>)> {
        let step = self.step.max(1);
        self.rows.sort_by_key(|(key, _)| *key);
        let average = |mut weight: Weight| {
            weight.settle(step);
            (weight.tag, weight.sum as f64 / step as f64)
        };
        let rows = self.rows.into_iter().map(|(key, row)| {
            let mut row: Vec<_> = row.into_iter().map(average).collect();
            row.sort_by_key(|(tag, _)| *tag);
            (key, row)
        });
        rows.collect()
    }
}

/// The weights in 127 steps from nothing to the largest; those of less than one
/// step are dropped.
pub(super) fn pack(averages: &[(u32, Vec<(Tag, f64)>)]) -> Vec<Row> {
    let all = averages.iter().flat_map(|(_, row)| row);
    let largest = all.map(|(_, average)| average.abs()).fold(0.0, f64::max);
    let pack = |&(tag, average): &(Tag, f64)| {
        let weight = 127.0 * average / largest;
        (weight.abs() >= 1.0).then_some((tag, weight.round() as i8))
    };
    let rows = averages.iter().map(|(key, row)| (*key, row.iter().filter_map(pack).collect()));
    rows.filter(|(_, row): &Row| !row.is_empty()).collect()
}
