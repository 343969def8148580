//! Rows counted by group, and the groups brought in order.
//!
//! # Why numbers and not texts
//!
//! A table by speaker has as many groups as there are speakers, millions in a large archive. A
//! group is its counters and up to three numbers that stand for its values: 112 bytes and at
//! most 39 of the map.

use super::dimension::Dimension;
use super::measure::{Counts, Facts};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// The numbers of a group's values, one for each dimension of its table; the rest 0.
pub(super) type Key = [u32; Dimension::MOST];

/// The counters of all groups of one table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) by: Vec<Dimension>,
    /// Each group's number.
    numbers: FxHashMap<Key, u32>,
    /// The counters by the groups' numbers, [`PART`] together: a list that grows by doubling
    /// would take three times as much while it does.
    counts: Vec<Vec<Counts>>,
}

/// Groups kept together.
const PART: usize = 1 << 12;

impl Table {
    pub(super) fn new(by: Vec<Dimension>) -> Self {
        Self { by, numbers: FxHashMap::default(), counts: Vec::new() }
    }

    /// Counts a row, given by its value's number in each dimension.
    pub(super) fn add(&mut self, values: &[u32; Dimension::ALL.len()], facts: Facts) {
        let mut key = Key::default();
        for (part, dimension) in key.iter_mut().zip(&self.by) {
            *part = values[*dimension as usize];
        }
        let number = self.numbers.len();
        let number = *self.numbers.entry(key).or_insert(number as u32) as usize;
        if number == self.counts.len() * PART {
            self.counts.push(Vec::with_capacity(if number == 0 { 0 } else { PART }));
        }
        let part = &mut self.counts[number / PART];
        if number % PART == part.len() {
            part.push(Counts::default());
        }
        part[number % PART].add(facts);
    }

    pub(super) fn len(&self) -> usize {
        self.numbers.len()
    }

    fn counts(&self, number: u32) -> &Counts {
        &self.counts[number as usize / PART][number as usize % PART]
    }

    /// The groups in order: those of one value of the first dimension together, and so on; the
    /// values by the statements they have, most first, or by time. Of each dimension that is no
    /// time, the first `top` values alone.
    ///
    /// `names` gives a value's place among those with as many statements.
    pub(super) fn ordered<N: Ord>(
        &self,
        top: Option<usize>,
        names: impl Fn(Dimension, u32) -> N,
    ) -> Vec<(&Key, &Counts)> {
        let numbers = self.numbers.iter();
        let mut all: Vec<(&Key, &Counts)> = numbers.map(|(k, n)| (k, self.counts(*n))).collect();
        // By number first, so that what follows does not depend on the map.
        all.sort_unstable_by_key(|(key, _)| **key);
        let mut out = Vec::with_capacity(all.len());
        let order = Order { by: &self.by, top, names: &names };
        order.place(all, 0, &mut out);
        out
    }
}

struct Order<'a, F> {
    by: &'a [Dimension],
    top: Option<usize>,
    names: &'a F,
}

impl<F> Order<'_, F> {
    fn place<'t, N: Ord>(
        &self,
        groups: Vec<(&'t Key, &'t Counts)>,
        level: usize,
        out: &mut Vec<(&'t Key, &'t Counts)>,
    ) where
        F: Fn(Dimension, u32) -> N,
    {
        let Some(&dimension) = self.by.get(level) else {
            return out.extend(groups);
        };
        let value = |group: &(&Key, &Counts)| group.0[level];
        let parts = groups.chunk_by(|a, b| value(a) == value(b));
        let statements = |part: &[(&Key, &Counts)]| -> u64 {
            part.iter().map(|(_, counts)| u64::from(counts.statements)).sum()
        };
        let mut parts: Vec<_> = parts.map(|part| (Reverse(statements(part)), part)).collect();
        if dimension.is_time() {
            parts.sort_by_cached_key(|(_, part)| (self.names)(dimension, value(&part[0])));
        } else {
            parts.sort_by(|(n, a), (m, b)| {
                let name = |part: &[_]| (self.names)(dimension, value(&part[0]));
                n.cmp(m).then_with(|| name(a).cmp(&name(b)))
            });
            parts.truncate(self.top.unwrap_or(usize::MAX));
        }
        for (_, part) in parts {
            self.place(part.to_vec(), level + 1, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_of_one_value_stand_together_and_the_largest_first() {
        let mut table = Table::new(vec![Dimension::Outlet, Dimension::Month]);
        let mut add = |outlet, month, times| {
            let mut values = [0; Dimension::ALL.len()];
            values[Dimension::Outlet as usize] = outlet;
            values[Dimension::Month as usize] = month;
            (0..times).for_each(|_| table.add(&values, Facts::default()));
        };
        for (outlet, month, times) in [(3, 1, 1), (3, 2, 4), (1, 2, 5), (2, 9, 6), (4, 1, 5)] {
            add(outlet, month, times);
        }
        let shown = |top| -> Vec<(u32, u32)> {
            let ordered = table.ordered(top, |_, number| Reverse(number));
            ordered.into_iter().map(|(key, _)| (key[0], key[1])).collect()
        };
        assert_eq!(shown(None), [(2, 9), (4, 1), (3, 2), (3, 1), (1, 2)]);
        assert_eq!(shown(Some(1)), [(2, 9)], "months are not cut");
    }
}
