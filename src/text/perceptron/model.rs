//! The learned numbers: which tags a word may have, and what features weigh.

#[cfg(test)]
use super::features::Features;
use super::weights::Weights;
use crate::text::flat::Flat;
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
    /// The tags that words of one class may have, in the order of their bits.
    pub(super) classes: Vec<TagSet>,
    /// By the upper half of their hashes, sorted: that, and the class and whether features
    /// name the word as a neighbour, as [`Entry`] has them.
    pub(super) words: Flat<[u32; 2]>,
    /// By the upper bits of a hash: the first word that has them or more.
    pub(super) starts: Flat<u32>,
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
        let mut classes: Vec<TagSet> = words.iter().map(|(_, entry)| entry.tags).collect();
        classes.sort_unstable_by_key(|class| class.bits());
        classes.dedup();
        let record = |(hash, entry): &(u32, Entry)| {
            let class = classes.binary_search_by_key(&entry.tags.bits(), |class| class.bits());
            let class = class.expect("all classes are there") as u32;
            [*hash, class << 1 | u32::from(entry.is_frequent)]
        };
        let words = words.iter().map(record).collect();
        Self::sorted(open, classes, words)
    }

    /// The same of words in order.
    pub(super) fn sorted(open: TagSet, classes: Vec<TagSet>, words: Flat<[u32; 2]>) -> Self {
        let mut starts = vec![0; words.len().max(2).next_power_of_two()];
        let shift = shift(starts.len());
        let mut next = 0;
        for (i, [hash, _]) in words.iter().enumerate() {
            let own = (hash >> shift) as usize + 1;
            starts[next.min(own)..own].fill(i as u32);
            next = own;
        }
        starts[next..].fill(words.len() as u32);
        Self { open, classes, words, starts: starts.into_iter().collect() }
    }

    /// What it knows of the word with this hash.
    pub(super) fn get(&self, hash: u64) -> Option<Entry> {
        let hash = (hash >> 32) as u32;
        let mut at = self.starts.get((hash >> shift(self.starts.len())) as usize)? as usize;
        loop {
            let [other, record] = self.words.get(at)?;
            if other >= hash {
                let tags = self.classes[record as usize >> 1];
                return (other == hash).then_some(Entry { tags, is_frequent: record & 1 == 1 });
            }
            at += 1;
        }
    }
}

/// How far a number of 32 bits is shifted to be one below `places`, a power of two
/// from two on.
pub(super) fn shift(places: usize) -> u32 {
    debug_assert!(places.is_power_of_two());
    u32::BITS - places.trailing_zeros()
}

/// The candidate with the highest sum; of equals the first.
pub(crate) fn best<N: PartialOrd + Copy>(candidates: TagSet, sums: &[N; Tag::ALL.len()]) -> Tag {
    let mut tags = candidates.iter();
    let first = tags.next().unwrap_or(Tag::NN);
    tags.fold(first, |best, tag| if sums[tag as usize] > sums[best as usize] { tag } else { best })
}

#[cfg(test)]
impl Weights {
    /// The candidate with the highest sum of weights; of equals the first: what the
    /// tagger's own sums are tested against.
    pub(super) fn best(&self, candidates: TagSet, features: &Features) -> Tag {
        let mut sums = [0i32; Tag::ALL.len()];
        for &key in features {
            self.each(key, |tag, weight| sums[tag] += i32::from(weight));
        }
        best(candidates, &sums)
    }
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
    fn the_dictionary_knows_its_words_alone() {
        let entry =
            |n: u32| Entry { tags: TagSet::of(&[Tag::DT]), is_frequent: n.is_multiple_of(2) };
        for count in [0, 1, 2, 3, 500] {
            // Some hashes crowd at either end.
            let spread =
                |n: u32| [n / 3, u32::MAX - n / 3, n.wrapping_mul(0x9e37_79b9)][n as usize % 3];
            let words = || (0..count).map(|n| (u64::from(spread(n)) << 32 | 7, entry(n)));
            let dictionary = Dictionary::new(TagSet::NOUN, words());
            for (hash, entry) in words() {
                assert_eq!(dictionary.get(hash), Some(entry), "{hash:x} of {count}");
            }
            for hash in (0..5000).map(|n| hash(&n.to_string())) {
                let is_in = words().any(|(word, _)| word >> 32 == hash >> 32);
                assert_eq!(dictionary.get(hash).is_some(), is_in, "{hash:x} of {count}");
            }
        }
    }
}
