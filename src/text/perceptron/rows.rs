//! What rests on classes and tags alone, summed for all of them before any text is read:
//! of the model in the binary, when that was built.

use super::features::{first, key, second};
use super::sums::{Summing, Sums};
use super::weights::Weights;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, packed};

/// The sums of weights that rest on word classes and on the tags before a token.
#[derive(Debug)]
pub(super) struct Rows {
    /// Word classes by number.
    pub(super) classes: Flat<u64>,
    /// By class: as that of the next word but one.
    pub(super) after: Flat<Sums>,
    /// By the states of the two tokens before, the earlier within the previous; what all
    /// tokens have is in them too.
    pub(super) states: Flat<Sums>,
    /// By the previous state, then the next class: the place in `class_rows`.
    pub(super) state_class: Flat<u16>,
    /// What the next class weighs: first alone, by class; then with states.
    pub(super) class_rows: Flat<Sums>,
}

impl Rows {
    /// Those of these classes and states.
    pub(super) fn new(weights: &Weights, classes: &[u64], states: &[u64]) -> Self {
        let row = |keys: &[u32]| Sums::row(weights, keys);
        let pairs = |a: u64| {
            let alone = row(&[key(0, 0, 0), key(5, a, 0)]);
            let first = first(6, a);
            states.iter().map(move |&b| {
                let mut sums = alone;
                sums.add_feature(weights, second(first, b));
                sums
            })
        };
        let mut class_rows: Vec<Sums> =
            classes.iter().map(|&class| row(&[key(10, class, 0)])).collect();
        let mut with_class = |a: u64, (alone, class): (usize, u64)| {
            let with_state = key(11, a, class);
            if !weights.has(with_state) {
                return alone as u16;
            }
            class_rows.push(row(&[key(10, class, 0), with_state]));
            u16::try_from(class_rows.len() - 1).expect("fewer states and classes than 65,536")
        };
        let with_class = |&a: &u64| {
            let classes = classes.iter().copied().enumerate();
            classes.map(|class| with_class(a, class)).collect::<Vec<_>>()
        };
        Self {
            state_class: states.iter().flat_map(with_class).collect(),
            class_rows: class_rows.into_iter().collect(),
            classes: classes.iter().copied().collect(),
            after: classes.iter().map(|&class| row(&[key(14, class, 0)])).collect(),
            states: states.iter().flat_map(|&a| pairs(a)).collect(),
        }
    }

    /// Those of the model in the binary.
    pub(super) fn packed() -> Self {
        Self {
            classes: Flat::packed(packed!("tags.classes")),
            after: Flat::packed(packed!("tags.after")),
            states: Flat::packed(packed!("tags.states")),
            state_class: Flat::packed(packed!("tags.pairs")),
            class_rows: Flat::packed(packed!("tags.rows")),
        }
    }

    /// The files that [`packed`](Self::packed) takes, in their order.
    #[cfg(not(packed))]
    pub(super) const FILES: [&'static str; 5] =
        ["tags.classes", "tags.after", "tags.states", "tags.pairs", "tags.rows"];

    /// Writes them.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        let [classes, after, states, pairs, rows] = Self::FILES;
        packing.table(classes, &self.classes);
        packing.table(after, &self.after);
        packing.table(states, &self.states);
        packing.table(pairs, &self.state_class);
        packing.table(rows, &self.class_rows);
    }
}
