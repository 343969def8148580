//! The learned numbers: which tags a word may have, and what features weigh.

#[cfg(test)]
use super::features::Features;
use crate::text::{Tag, TagSet};

/// A learned tagger: its dictionary and its weights.
#[derive(Clone, Debug, PartialEq)]
pub struct TagModel {
    pub(crate) dictionary: Dictionary,
    pub(crate) weights: Weights,
}

/// Which tags words may have.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Dictionary {
    /// The tags of words that are not in it.
    pub(crate) open: TagSet,
    /// By the upper half of their hashes, sorted.
    pub(super) words: Vec<(u32, Entry)>,
}

/// What the dictionary knows of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The tags it may have.
    pub(crate) tags: TagSet,
    /// Whether features name it as a neighbour.
    pub(crate) is_frequent: bool,
}

impl Dictionary {
    /// A dictionary of these words by their hashes; of two with one hash the first stays.
    pub(crate) fn new(open: TagSet, words: impl IntoIterator<Item = (u64, Entry)>) -> Self {
        let mut words: Vec<_> = words.into_iter().map(|(h, e)| ((h >> 32) as u32, e)).collect();
        words.sort_by_key(|(hash, _)| *hash);
        words.dedup_by_key(|(hash, _)| *hash);
        Self { open, words }
    }

    /// The classes of its words: the bits of their tags; some may come again.
    pub(super) fn classes(&self) -> Vec<u64> {
        let mut classes: Vec<u64> = self.words.iter().map(|(_, e)| e.tags.bits()).collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    }

    /// What it knows of the word with this hash.
    pub(super) fn get(&self, hash: u64) -> Option<Entry> {
        let hash = (hash >> 32) as u32;
        let at = self.words.binary_search_by_key(&hash, |(h, _)| *h).ok()?;
        Some(self.words[at].1)
    }
}

/// A feature's weights: its hash, then (tag, weight) by tag.
pub(crate) type Row = (u32, Vec<(Tag, i8)>);

/// What features weigh: a table over the rows of all features in the order of their
/// hashes, each near the place that the upper bits of its hash name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weights {
    slots: Vec<Slot>,
    /// How far a hash is shifted to be a place.
    shift: u32,
    pub(super) entries: Vec<(Tag, i8)>,
}

/// One feature's place in the entries; no entries: empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) key: u32,
    /// The first entry, and in the lowest six bits their number.
    place: u32,
}

impl Slot {
    #[inline]
    pub(super) fn range(self) -> std::ops::Range<usize> {
        let start = (self.place >> 6) as usize;
        start..start + (self.place & 63) as usize
    }

    #[inline]
    fn is_empty(self) -> bool {
        self.place & 63 == 0
    }
}

impl Weights {
    /// An empty table with room for this many features and entries.
    pub(super) fn with_capacity(features: usize, entries: usize) -> Self {
        // A fifth stays free at least.
        let places = (features * 5 / 4 + 2).next_power_of_two();
        let shift = u32::BITS - places.trailing_zeros();
        Self { slots: Vec::with_capacity(places + 1), shift, entries: Vec::with_capacity(entries) }
    }

    /// The table of these features; rows without weights are left out.
    pub(crate) fn new(rows: &[Row]) -> Self {
        let mut rows: Vec<&Row> = rows.iter().filter(|(_, row)| !row.is_empty()).collect();
        rows.sort_by_key(|(key, _)| *key);
        let mut weights = Self::with_capacity(rows.len(), 0);
        for (key, row) in rows {
            let start = weights.entries.len();
            weights.entries.extend(row);
            weights.push(*key, start);
        }
        weights.close();
        weights
    }

    /// Gives the feature all entries from `start` on; features come in the order of
    /// their hashes.
    pub(super) fn push(&mut self, key: u32, start: usize) {
        let count = self.entries.len() - start;
        debug_assert!(count > 0 && count < 64 && start < 1 << 26);
        let place = (key >> self.shift) as usize;
        if place > self.slots.len() {
            self.slots.resize(place, Slot::default());
        }
        self.slots.push(Slot { key, place: (start as u32) << 6 | count as u32 });
    }

    /// To be called after the last feature: every search ends at a free slot.
    pub(super) fn close(&mut self) {
        let places = 1 << (u32::BITS - self.shift);
        let len = self.slots.len().max(places) + 1;
        self.slots.resize(len, Slot::default());
    }

    #[inline]
    pub(super) fn row(&self, key: u32) -> &[(Tag, i8)] {
        let mut at = (key >> self.shift) as usize;
        loop {
            let slot = self.slots[at];
            if slot.key >= key || slot.is_empty() {
                // An empty one has no entries.
                return if slot.key == key { &self.entries[slot.range()] } else { &[] };
            }
            at += 1;
        }
    }

    /// The candidate with the highest sum of weights; of equals the first: what the
    /// tagger's own sums are tested against.
    #[cfg(test)]
    pub(super) fn best(&self, candidates: TagSet, features: &Features) -> Tag {
        let mut sums = [0i32; Tag::ALL.len()];
        for &key in features {
            for &(tag, weight) in self.row(key) {
                sums[tag as usize] += i32::from(weight);
            }
        }
        best(candidates, &sums)
    }

    /// All features with their places, by hash.
    pub(super) fn sorted(&self) -> Vec<Slot> {
        self.slots.iter().copied().filter(|s| !s.is_empty()).collect()
    }
}

/// The candidate with the highest sum; of equals the first.
pub(crate) fn best<N: PartialOrd + Copy>(candidates: TagSet, sums: &[N; Tag::ALL.len()]) -> Tag {
    let mut tags = candidates.iter();
    let first = tags.next().unwrap_or(Tag::NN);
    tags.fold(first, |best, tag| if sums[tag as usize] > sums[best as usize] { tag } else { best })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::perceptron::hash;

    #[test]
    fn the_highest_sum_wins_among_candidates() {
        let rows =
            vec![(7, vec![(Tag::NN, 5), (Tag::VB, 9)]), (8, vec![(Tag::NN, 5), (Tag::DT, 99)])];
        let weights = Weights::new(&rows);
        let mut features = [1; crate::text::perceptron::features::FEATURES];
        features[..2].copy_from_slice(&[7, 8]);
        let nouns = TagSet::of(&[Tag::NN, Tag::VB]);
        assert_eq!(weights.best(nouns, &features), Tag::NN);
        assert_eq!(weights.best(nouns.union(TagSet::of(&[Tag::DT])), &features), Tag::DT);
    }

    #[test]
    fn features_are_found_and_others_are_not() {
        // Hashes that crowd at both ends and between.
        let near = |end: u32| (0..90).map(move |n| end.wrapping_add(n * 3));
        let keys: Vec<u32> = [0, 1 << 31, u32::MAX - 269].into_iter().flat_map(near).collect();
        let row = |key: u32| vec![(Tag::NN, key as u8 as i8), (Tag::VB, 1)];
        let weights = Weights::new(&keys.iter().map(|&key| (key, row(key))).collect::<Vec<_>>());
        for &key in &keys {
            assert_eq!(weights.row(key), row(key));
            assert!(weights.row(key.wrapping_add(1)).is_empty());
        }
        assert!(Weights::new(&[]).row(7).is_empty());
        assert!(Weights::new(&[]).row(u32::MAX).is_empty());
    }

    #[test]
    fn the_dictionary_knows_its_words_alone() {
        let entry = Entry { tags: TagSet::of(&[Tag::DT]), is_frequent: true };
        let words = ["the", "a", "an"].map(|w| (hash(w), entry));
        let dictionary = Dictionary::new(TagSet::NOUN, words);
        assert_eq!(dictionary.get(hash("the")), Some(entry));
        assert_eq!(dictionary.get(hash("teh")), None);
    }
}
