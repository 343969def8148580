//! What features weigh, as the file of a model has it.
//!
//! Features stand in the order of their hashes, eight bytes each, and are read
//! where they are: nothing is unpacked or copied when the program starts. Three in
//! four features have two weights, which stand beside the hash; more stand apart.
//!
//! # Why there is a filter
//!
//! Most pairs of words and tags that a text holds have no feature. A filter of some ten
//! bits a feature tells nine in ten of them from a table that stays near the processor;
//! and how many features come before a word of its bits leads to the place of those that
//! are there. Those that are met are kept in a small table, the first at each place of it,
//! so that what comes again is mostly not sought in the file, which is larger than the
//! processor's second-level cache.

use super::model::shift;
use crate::text::Tag;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, packed, plain};
use std::borrow::Cow;
use std::sync::atomic::{AtomicU64, Ordering};

/// A feature's weights: its hash, then (tag, weight) by tag.
pub(crate) type Row = (u32, Vec<(Tag, i8)>);

/// What features weigh.
#[derive(Debug)]
pub(crate) struct Weights {
    /// Each feature's hash, then [its weights](Weighed), in the order of the hashes.
    pub(super) features: Cow<'static, [u8]>,
    /// The weights of features that have more than two: tag and weight in turn.
    pub(super) more: Cow<'static, [u8]>,
    /// By the upper bits of a hash: whether a feature has them.
    filter: Flat<u64>,
    /// By the same: how many features come before those of this number.
    before: Flat<u32>,
    /// How far a hash is shifted to be a place in the filter.
    shift: u32,
    /// Features that were met, as the file has them, by the upper bits of their hashes;
    /// zero: none yet.
    met: Box<[AtomicU64]>,
}

/// How many bits of a hash are its place among [`Weights::met`]: 64 KB of them.
const MET: u32 = 13;

fn none_met() -> Box<[AtomicU64]> {
    (0..1 << MET).map(|_| AtomicU64::new(0)).collect()
}

impl Clone for Weights {
    fn clone(&self) -> Self {
        let Self { features, more, filter, before, shift, met: _ } = self;
        let (features, more) = (features.clone(), more.clone());
        let (filter, before) = (filter.clone(), before.clone());
        Self { features, more, filter, before, shift: *shift, met: none_met() }
    }
}

impl PartialEq for Weights {
    fn eq(&self, other: &Self) -> bool {
        (&self.features, &self.more) == (&other.features, &other.more)
    }
}

/// Bytes of a feature.
pub(super) const FEATURE: usize = 8;

/// What stands beside a feature's hash: two weights and their tags; or where its
/// weights are among those that stand apart, with their number in the lowest six bits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weighed(u32);

plain!(Weighed: u32, |number| Self(number), |Self(number)| number);

impl Weighed {
    const APART: u32 = 1 << 31;

    /// The weights of `row`, which go to `more` where there are others than one or two.
    fn of(row: &[(Tag, i8)], more: &mut Vec<u8>) -> Self {
        let beside = |(tag, weight): (Tag, i8), (other, second): (Tag, i8)| {
            Self(u32::from_le_bytes([weight as u8, second as u8, tag as u8, other as u8]))
        };
        match *row {
            // The second weighs nothing.
            [one] => beside(one, (one.0, 0)),
            [one, other] => beside(one, other),
            _ => {
                let start = more.len() / 2;
                debug_assert!(row.len() < 64 && start < 1 << 25);
                more.extend(row.iter().flat_map(|&(tag, weight)| [tag as u8, weight as u8]));
                Self(Self::APART | (start as u32) << 6 | row.len() as u32)
            }
        }
    }

    /// Where the weights stand that stand apart.
    fn apart(self) -> std::ops::Range<usize> {
        let start = (self.0 & !Self::APART) >> 6;
        2 * start as usize..2 * (start + (self.0 & 63)) as usize
    }
}

impl Weights {
    /// The table of these features; rows without weights are left out.
    pub(crate) fn new(rows: &[Row]) -> Self {
        let mut rows: Vec<&Row> = rows.iter().filter(|(_, row)| !row.is_empty()).collect();
        rows.sort_by_key(|(key, _)| *key);
        let (mut features, mut more) = (Vec::new(), Vec::new());
        for (key, row) in rows {
            features.extend(key.to_le_bytes());
            features.extend(Weighed::of(row, &mut more).0.to_le_bytes());
        }
        Self::read(features.into(), more.into()).expect("hashes differ and are in order")
    }

    /// The table of a file; `None` where its hashes are not in order.
    pub(super) fn read(features: Cow<'static, [u8]>, more: Cow<'static, [u8]>) -> Option<Self> {
        // Four to eight features for 64 bits: of the hashes that are no feature's, nine
        // in ten are told at once.
        let words = (features.len() / FEATURE / 8).next_power_of_two();
        let shift = shift(words * 64);
        let (mut filter, mut before) = (vec![0; words], vec![0; words]);
        let mut next = 0;
        let mut is_in_order = true;
        for feature in features.chunks_exact(FEATURE) {
            let key = u32::from_le_bytes(*feature.first_chunk()?);
            is_in_order &= u64::from(key) >= next;
            next = u64::from(key) + 1;
            let place = (key >> shift >> 6) as usize;
            filter[place] |= 1_u64 << (key >> shift & 63);
            before[place] += 1_u32;
        }
        if !is_in_order {
            return None;
        }
        let mut sum = 0;
        for count in &mut before {
            (*count, sum) = (sum, sum + *count);
        }
        let (filter, before) = (filter.into_iter().collect(), before.into_iter().collect());
        Some(Self { features, more, filter, before, shift, met: none_met() })
    }

    /// The table of the file that is in the binary.
    pub(super) fn packed(features: Cow<'static, [u8]>, more: Cow<'static, [u8]>) -> Self {
        let (filter, before): (Flat<u64>, _) =
            (Flat::packed(packed!("tags.filter")), Flat::packed(packed!("tags.before")));
        let shift = shift(filter.len() * 64);
        Self { features, more, filter, before, shift, met: none_met() }
    }

    /// Whether they are those.
    pub(super) fn is_packed(&self) -> bool {
        self.filter.is_packed()
    }

    /// Writes what [`packed`](Self::packed) takes beside the file.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        packing.table("tags.filter", &self.filter);
        packing.table("tags.before", &self.before);
    }

    /// Whether the feature weighs anything.
    pub(super) fn has(&self, key: u32) -> bool {
        self.find(key).is_some()
    }

    /// Gives `add` the number of each tag for which the feature weighs something, and
    /// what it weighs.
    #[inline]
    pub(super) fn each(&self, key: u32, add: impl FnMut(usize, i16)) {
        if let Some(weighed) = self.find(key) {
            self.each_of(weighed, add);
        }
    }

    /// The same of what was found.
    #[inline]
    pub(super) fn each_of(&self, weighed: Weighed, mut add: impl FnMut(usize, i16)) {
        if weighed.0 & Weighed::APART == 0 {
            let [weight, second, tag, other] = weighed.0.to_le_bytes();
            add(usize::from(tag), i16::from(weight as i8));
            add(usize::from(other), i16::from(second as i8));
        } else {
            let weights = self.more.get(weighed.apart()).unwrap_or_default();
            for pair in weights.chunks_exact(2) {
                add(usize::from(pair[0]), i16::from(pair[1] as i8));
            }
        }
    }

    /// What the feature weighs, if anything.
    #[inline]
    pub(super) fn find(&self, key: u32) -> Option<Weighed> {
        let place = key >> self.shift;
        let bits = self.filter.at((place / 64) as usize);
        if bits >> (place % 64) & 1 == 0 {
            return None;
        }
        let kept = &self.met[(key >> (u32::BITS - MET)) as usize];
        let first = kept.load(Ordering::Relaxed);
        if first != 0 && first as u32 == key {
            return Some(Weighed((first >> 32) as u32));
        }
        let feature = self.search(key, bits)?;
        if first == 0 {
            kept.store(feature, Ordering::Relaxed);
        }
        Some(Weighed((feature >> 32) as u32))
    }

    /// The feature as the file has it, never zero; `bits` are those of its word of the filter.
    fn search(&self, key: u32, bits: u64) -> Option<u64> {
        let place = key >> self.shift;
        // As many as there are bits stand before it, or some more.
        let earlier = (bits & !(u64::MAX << (place % 64))).count_ones();
        let mut at = FEATURE * (self.before.at((place / 64) as usize) + earlier) as usize;
        loop {
            let feature = u64::from_le_bytes(*self.features.get(at..)?.first_chunk()?);
            if feature as u32 >= key {
                return (feature as u32 == key).then_some(feature);
            }
            at += FEATURE;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_found_and_others_are_not() {
        // Hashes that crowd at both ends and between.
        let near = |end: u32| (0..90).map(move |n| end.wrapping_add(n * 3));
        let crowds = [0, 1 << 31, u32::MAX - 269].into_iter().flat_map(near);
        let spread = (1..2000_u32).map(|n| n.wrapping_mul(0x9e37_79b9) & !3 | 2);
        let keys: Vec<u32> = crowds.chain(spread).collect();
        let row = |key: u32| -> Vec<(Tag, i8)> {
            let tags = Tag::ALL.iter().skip(key as usize % 5).take(1 + key as usize / 7 % 4);
            tags.map(|(tag, _)| (*tag, key as i8 | 1)).collect()
        };
        let rows: Vec<Row> = keys.iter().map(|&key| (key, row(key))).collect();
        let weights = Weights::new(&rows);
        let found = |weights: &Weights, key: u32| {
            let mut found = Vec::new();
            weights.each(key, |tag, weight| found.push((Tag::ALL[tag].0, weight as i8)));
            found.retain(|(_, weight)| *weight != 0);
            found
        };
        for &key in &keys {
            assert_eq!(found(&weights, key), row(key), "{key}");
            let other = key.wrapping_add(1);
            assert_eq!(weights.has(other), keys.contains(&other), "{other}");
        }
        for none in [0, 7, u32::MAX] {
            assert!(!Weights::new(&[]).has(none));
        }
        assert!(found(&Weights::new(&rows[..1]), keys[0]) == row(keys[0]));
    }
}
