//! The weights of features in an array: each value of a feature has a part of the place
//! of its weight, by the slot it fills, and the parts are added up.
//!
//! A template of two values is a matrix, whose first and last rows and columns are of
//! values that it names; row and column 0 are of all others and hold no weight. Of three
//! values the first two give the row of the matrix, or row 0.

use super::features::{Listed, SLOTS, Template, slot};
use super::names::Symbol;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, Plain};

/// The parts of one value, by slot.
type Parts = [u32; SLOTS];

/// The same as they stand in a table.
pub(super) type Row = [[u8; 4]; SLOTS];

/// A feature of a table: its template's number, its values and its weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Feature {
    pub(super) template: usize,
    pub(super) values: [Symbol; MOST_VALUES],
    pub(super) weight: f32,
}

/// How many units a weight of one has: tables give weights in thousandths.
pub(super) const UNITS: f64 = 100_000.0;

/// How many values a feature can have.
pub(super) const MOST_VALUES: usize = 3;

/// Weights by the parts of values.
#[derive(Clone, Debug)]
pub(super) struct Dense {
    /// By symbol.
    rows: Flat<Parts>,
    /// By what the first two of three values add up to: what both are for the third.
    pairs: Flat<u32>,
    /// By what all values add up to, in units.
    units: Flat<i32>,
    /// The same as they are.
    weights: Flat<f32>,
}

impl Default for Dense {
    fn default() -> Self {
        Layout::default().into()
    }
}

impl Dense {
    /// The weights of `features`, whose templates are among `all` and whose values have
    /// numbers up to `last`; `None` if they name too many different values.
    pub(super) fn new(all: &[Listed], features: &mut [Feature], last: usize) -> Option<Self> {
        let mut layout = Layout { rows: vec![[0; SLOTS]; last + 1], ..Layout::default() };
        // In the order of the table where the template is the same: the last counts.
        features.sort_by_key(|feature| feature.template);
        let mut left = &*features;
        for (at, &(_, values, _)) in all.iter().enumerate() {
            let (own, others) = left.split_at(left.partition_point(|f| f.template == at));
            left = others;
            let slots: [usize; MOST_VALUES] = std::array::from_fn(|i| slot(all, at, i));
            layout.lay_out(own, &slots[..values])?;
        }
        Some(layout.into())
    }

    /// Those in the binary: the files that [`pack`](Self::pack) writes.
    pub(super) fn packed([rows, pairs, units, weights]: [&'static [u8]; 4]) -> Self {
        Self {
            rows: Flat::packed(rows),
            pairs: Flat::packed(pairs),
            units: Flat::packed(units),
            weights: Flat::packed(weights),
        }
    }

    /// Writes what [`packed`](Self::packed) takes.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, names: [&'static str; 4], packing: &mut Packing) {
        let [rows, pairs, units, weights] = names;
        packing.table(rows, &self.rows);
        packing.table(pairs, &self.pairs);
        packing.table(units, &self.units);
        packing.table(weights, &self.weights);
    }

    /// The same with other numbers for values: value `i` has number `numbers[i]`.
    pub(super) fn renumber(&mut self, numbers: &[Symbol]) {
        let last = numbers.iter().copied().max().unwrap_or(0);
        let mut rows = Flat::filled(usize::from(last) + 1, self.rows.at(0));
        for (row, &number) in self.rows.iter().zip(numbers) {
            rows.set(number.into(), row);
        }
        self.rows = rows;
    }

    /// The weights, at hand.
    pub(super) fn at_hand(&self) -> AtHand<'_> {
        let rows = self.rows.all_bytes();
        let (pairs, weights) = (self.pairs.all_bytes(), self.weights.all_bytes());
        AtHand { rows, none: &rows[0], pairs, weights }
    }

    /// The parts of a value.
    #[inline(always)]
    pub(super) fn row(&self, value: Symbol) -> &Row {
        // Values that only other tables name may have higher numbers.
        let rows = self.rows.all_bytes();
        rows.get(usize::from(value)).unwrap_or(&rows[0])
    }

    /// A feature's weight.
    #[inline(always)]
    pub(super) fn weight<const N: usize>(&self, template: Template<N>, values: [&Row; N]) -> f32 {
        self.weights.at(self.place(template, values))
    }

    /// The same in units.
    #[inline(always)]
    pub(super) fn units<const N: usize>(&self, template: Template<N>, values: [&Row; N]) -> i32 {
        self.units.at(self.place(template, values))
    }

    /// The part of a value in the places of a template's features, as their value of
    /// that number.
    #[inline(always)]
    pub(super) fn part<const N: usize>(template: Template<N>, value: usize, row: &Row) -> u32 {
        u32::of(&row[template.slots[value]])
    }

    /// The weight in units of a feature of two values that have these parts.
    #[inline(always)]
    pub(super) fn units_of(&self, parts: [u32; 2]) -> i32 {
        self.units.at((parts[0] + parts[1]) as usize)
    }

    /// The place of a feature's weight.
    #[inline(always)]
    fn place<const N: usize>(&self, template: Template<N>, values: [&Row; N]) -> usize {
        place(self.pairs.all_bytes(), template, values)
    }
}

/// The weights of a table with where they stand, for who asks for many.
#[derive(Clone, Copy, Debug)]
pub(super) struct AtHand<'w> {
    rows: &'w [Row],
    /// The parts of what no feature names.
    none: &'w Row,
    pairs: &'w [[u8; 4]],
    weights: &'w [[u8; 4]],
}

impl<'w> AtHand<'w> {
    /// The parts of a value.
    #[inline(always)]
    pub(super) fn row(&self, value: Symbol) -> &'w Row {
        self.rows.get(usize::from(value)).unwrap_or(self.none)
    }

    /// A feature's weight.
    #[inline(always)]
    pub(super) fn weight<const N: usize>(&self, template: Template<N>, values: [&Row; N]) -> f32 {
        f32::of(&self.weights[place(self.pairs, template, values)])
    }
}

/// The place of a feature's weight, where the first two of three values are for the third as
/// `pairs` has it.
#[inline(always)]
fn place<const N: usize>(pairs: &[[u8; 4]], template: Template<N>, values: [&Row; N]) -> usize {
    let part = |i: usize| u32::of(&values[i][template.slots[i]]);
    let place = match N {
        1 => part(0),
        2 => part(0) + part(1),
        _ => u32::of(&pairs[(part(0) + part(1)) as usize]) + part(2),
    };
    place as usize
}

/// A table while its features are given their places.
struct Layout {
    rows: Vec<Parts>,
    pairs: Vec<u32>,
    weights: Vec<f32>,
}

impl Default for Layout {
    fn default() -> Self {
        Self { rows: vec![[0; SLOTS]], pairs: vec![0], weights: vec![0.0] }
    }
}

impl From<Layout> for Dense {
    fn from(Layout { rows, pairs, weights }: Layout) -> Self {
        let units = |weight: &f32| match weight {
            // Most places are of no feature.
            0.0 => 0,
            weight => (f64::from(*weight) * UNITS).round() as i32,
        };
        Self {
            units: weights.iter().map(units).collect(),
            rows: rows.into_iter().collect(),
            pairs: pairs.into_iter().collect(),
            weights: weights.into_iter().collect(),
        }
    }
}

impl Layout {
    // 64 MB of weights, a thousand times as many as our tables take.
    const MOST: usize = 1 << 24;

    /// Makes room for the features of one template and gives each its weight.
    fn lay_out(&mut self, features: &[Feature], slots: &[usize]) -> Option<()> {
        // How many values fill each slot, all others counted as one.
        let mut counts = [1_u32; MOST_VALUES];
        for feature in features {
            for (i, &slot) in slots.iter().enumerate() {
                let part = &mut self.rows[usize::from(feature.values[i])][slot];
                if *part == 0 {
                    *part = counts[i];
                    counts[i] += 1;
                }
            }
        }
        let [first, ref inner @ .., last] = counts[..slots.len()] else {
            return self.lay_out_single(features, slots[0], counts[0]);
        };
        let is_pair = inner.is_empty();
        let columns = if is_pair { last } else { inner[0] };
        let start = if is_pair { self.weights.len() } else { self.pairs.len() };
        let size = first as usize * columns as usize;
        if start + size > Self::MOST {
            return None;
        }
        for row in &mut self.rows {
            row[slots[0]] = start as u32 + row[slots[0]] * columns;
        }
        if is_pair {
            self.weights.resize(start + size, 0.0);
        } else {
            // The matrix of the pairs and the third value: row 0 is of all other pairs.
            let third = self.weights.len();
            self.pairs.resize(start + size, third as u32);
            let mut next = third + last as usize;
            for feature in features {
                let pair = self.pair(feature, slots);
                if self.pairs[pair] == third as u32 {
                    self.pairs[pair] = next as u32;
                    next += last as usize;
                }
            }
            if next > Self::MOST {
                return None;
            }
            self.weights.resize(next, 0.0);
        }
        self.fill(features, slots);
        Some(())
    }

    fn lay_out_single(&mut self, features: &[Feature], slot: usize, count: u32) -> Option<()> {
        let start = self.weights.len();
        self.weights.resize(start + count as usize, 0.0);
        for row in &mut self.rows {
            row[slot] += start as u32;
        }
        self.fill(features, &[slot]);
        Some(())
    }

    fn fill(&mut self, features: &[Feature], slots: &[usize]) {
        for feature in features {
            let part = |i: usize| self.rows[usize::from(feature.values[i])][slots[i]] as usize;
            let place = match slots.len() {
                1 => part(0),
                2 => part(0) + part(1),
                _ => self.pairs[self.pair(feature, slots)] as usize + part(2),
            };
            self.weights[place] = feature.weight;
        }
    }

    fn pair(&self, feature: &Feature, slots: &[usize]) -> usize {
        let part = |i: usize| self.rows[usize::from(feature.values[i])][slots[i]] as usize;
        part(0) + part(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &[Listed] = &[("one", 1, 1), ("two", 2, 1), ("other", 2, 1), ("three", 3, 1)];

    #[test]
    fn every_feature_has_its_weight_and_no_other_has_one() {
        let mut random = 7_u32;
        let mut next = |most: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) % most
        };
        const LAST: usize = 9;
        for _ in 0..100 {
            let mut features = Vec::new();
            for number in 0..next(40) {
                let values = std::array::from_fn(|_| 1 + next(LAST as u32 - 1) as Symbol);
                let template = next(ALL.len() as u32) as usize;
                features.push(Feature { template, values, weight: number as f32 + 1.0 });
            }
            let mut dense = Dense::new(ALL, &mut features.clone(), LAST).unwrap();
            let numbers: Vec<Symbol> = (0..=LAST as Symbol).map(|n| 3 * n).collect();
            dense.renumber(&numbers);
            // The last of those that are the same counts.
            let weight = |template: usize, values: &[Symbol]| {
                let is_it = |f: &&Feature| f.template == template && f.values.starts_with(values);
                features.iter().rev().find(is_it).map_or(0.0, |f| f.weight)
            };
            let row = |value: Symbol| dense.row(3 * value);
            for a in 0..=LAST as Symbol {
                let one = Template::<1>::listed(ALL, "one");
                assert_eq!(dense.weight(one, [row(a)]), weight(0, &[a]));
                for b in 0..=LAST as Symbol {
                    for (at, name) in [(1, "two"), (2, "other")] {
                        let two = Template::<2>::listed(ALL, name);
                        assert_eq!(dense.weight(two, [row(a), row(b)]), weight(at, &[a, b]));
                    }
                    for c in 0..=LAST as Symbol {
                        let three = Template::<3>::listed(ALL, "three");
                        let values = [row(a), row(b), row(c)];
                        assert_eq!(dense.weight(three, values), weight(3, &[a, b, c]));
                    }
                }
            }
        }
    }

    #[test]
    fn too_many_values_are_told() {
        let feature = |n| Feature { template: 1, values: [n, n, 0], weight: 1.0 };
        let mut features: Vec<Feature> = (1..5_000).map(feature).collect();
        assert!(Dense::new(ALL, &mut features, 5_000).is_none());
    }
}
