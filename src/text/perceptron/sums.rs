//! Sums of weights: for all tags, or for the few that a word may have.

use super::weights::Weights;
use crate::text::flat::{Plain, plain};
use crate::text::{Tag, TagSet};

/// All tags, up to whole vector registers.
const WIDTH: usize = Tag::ALL.len().next_multiple_of(8);

/// The weights of some features, by tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums([i16; WIDTH]);

plain!(Sums: [i16; WIDTH], |sums| Self(sums), |Self(sums)| sums);

/// The same as they stand in tables.
pub(super) type Row = <Sums as Plain>::Bytes;

/// What one feature weighs, by tag: a byte each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Alone(pub(super) [u64; ALONE]);

plain!(Alone: [u64; ALONE], |words| Self(words), |Self(words)| words);

/// Numbers of eight bytes in an [`Alone`].
pub(super) const ALONE: usize = WIDTH / 8;

impl Alone {
    /// Nothing.
    pub(super) const ZERO: Alone = Alone([0; ALONE]);

    /// What this feature weighs.
    pub(super) fn of_feature(weights: &Weights, key: u32) -> Self {
        let mut by_tag = [[0_u8; 8]; ALONE];
        weights.each(key, |tag, weight| {
            if let Some(byte) = by_tag.as_flattened_mut().get_mut(tag) {
                *byte = byte.wrapping_add(weight as i8 as u8);
            }
        });
        Self(by_tag.map(u64::from_le_bytes))
    }

    /// The numbers that hold it.
    pub(super) fn words(self) -> [u64; ALONE] {
        self.0
    }
}

/// What takes up weights.
pub(super) trait Summing {
    /// Adds what some features weigh together.
    fn add_row(&mut self, row: &Row);

    /// Adds what one feature weighs, by tag.
    fn add_alone(&mut self, by_tag: &[u8]);

    /// Adds a weight for the tag of this number.
    fn add(&mut self, tag: usize, weight: i16);

    /// Adds the weights of one feature.
    #[inline]
    fn add_feature(&mut self, weights: &Weights, key: u32) {
        weights.each(key, |tag, weight| self.add(tag, weight));
    }
}

impl Sums {
    /// Nothing.
    pub(super) const ZERO: Sums = Sums([0; WIDTH]);

    /// What these features weigh together.
    pub(super) fn row(weights: &Weights, keys: &[u32]) -> Sums {
        let mut sums = Sums::ZERO;
        keys.iter().for_each(|&key| sums.add_feature(weights, key));
        sums
    }

    /// The tag with the highest sum among these; of equals the first.
    pub(super) fn best(&self, tags: TagSet) -> Tag {
        // The higher sum is the higher number, then the earlier tag: without a branch, as no
        // processor guesses them.
        let rank = |tag: Tag| i32::from(self.0[tag as usize]) << 8 | (0xff - tag as i32);
        let best = tags.iter().map(rank).max().map(|rank| (0xff - (rank & 0xff)) as usize);
        best.map_or(Tag::NN, |tag| Tag::ALL[tag].0)
    }

    /// The sums of these tags.
    pub(super) fn few(&self, tags: [u8; FEW]) -> [i16; FEW] {
        tags.map(|tag| self.0[usize::from(tag)])
    }
}

// Not inlined: as functions of their own they are vector code throughout.
impl Summing for Sums {
    #[inline(never)]
    fn add_row(&mut self, row: &Row) {
        for (sum, weight) in self.0.iter_mut().zip(row) {
            *sum += i16::of(weight);
        }
    }

    #[inline(never)]
    fn add_alone(&mut self, by_tag: &[u8]) {
        for (sum, &weight) in self.0.iter_mut().zip(by_tag) {
            *sum += i16::from(weight as i8);
        }
    }

    #[inline]
    fn add(&mut self, tag: usize, weight: i16) {
        if let Some(sum) = self.0.get_mut(tag) {
            *sum += weight;
        }
    }
}

/// How many tags a word has at most for its sums to be those of them alone: seven in ten
/// words with more than one have no more.
pub(super) const FEW: usize = 4;

/// The sums of a word's few tags.
///
/// A row of weights for all tags lies across two lines of the cache; of most words four
/// numbers are asked of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Few {
    /// The tags' numbers, the first again in place of those missing.
    pub(super) tags: [u8; FEW],
    pub(super) sums: [i16; FEW],
}

impl Few {
    /// The tag with the highest sum; of equals the first.
    #[inline]
    pub(super) fn best(&self) -> Tag {
        // As for all tags: the highest sum, then the first.
        let rank = |i: usize| i32::from(self.sums[i]) << 2 | (FEW - 1 - i) as i32;
        let best = rank(0).max(rank(1)).max(rank(2).max(rank(3)));
        Tag::ALL[usize::from(self.tags[FEW - 1 - (best & 3) as usize])].0
    }
}

impl Summing for Few {
    #[inline]
    fn add_row(&mut self, row: &Row) {
        for (sum, &tag) in self.sums.iter_mut().zip(&self.tags) {
            *sum += row.get(usize::from(tag)).map_or(0, i16::of);
        }
    }

    #[inline]
    fn add_alone(&mut self, by_tag: &[u8]) {
        for (sum, &tag) in self.sums.iter_mut().zip(&self.tags) {
            *sum += by_tag.get(usize::from(tag)).map_or(0, |&weight| i16::from(weight as i8));
        }
    }

    #[inline]
    fn add(&mut self, tag: usize, weight: i16) {
        for (sum, &own) in self.sums.iter_mut().zip(&self.tags) {
            *sum += if usize::from(own) == tag { weight } else { 0 };
        }
    }
}

/// The tags of a set by number, where they are few, the first again in place of those missing.
pub(super) fn few(tags: TagSet) -> Option<[u8; FEW]> {
    let mut tags = tags.iter().map(|tag| tag as u8);
    let first = tags.next()?;
    let mut few = [first; FEW];
    few[1..].iter_mut().for_each(|tag| *tag = tags.next().unwrap_or(first));
    tags.next().is_none().then_some(few)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_tags_are_given_in_order() {
        let tags = [Tag::CC, Tag::NN, Tag::VB, Tag::VBZ, Tag::Punct];
        let numbers = |tags: [Tag; FEW]| Some(tags.map(|tag| tag as u8));
        assert_eq!(few(TagSet::of(&tags[..0])), None);
        assert_eq!(few(TagSet::of(&tags[..1])), numbers([Tag::CC; 4]));
        assert_eq!(few(TagSet::of(&tags[..3])), numbers([Tag::CC, Tag::NN, Tag::VB, Tag::CC]));
        assert_eq!(few(TagSet::of(&tags[..4])), numbers([Tag::CC, Tag::NN, Tag::VB, Tag::VBZ]));
        assert_eq!(few(TagSet::of(&tags)), None);
    }

    #[test]
    fn of_equal_sums_the_first_wins() {
        let tags = few(TagSet::of(&[Tag::CC, Tag::NN, Tag::VB])).unwrap();
        let best = |sums| Few { tags, sums }.best();
        assert_eq!(best([3, 3, 1, 3]), Tag::CC);
        assert_eq!(best([-3, 2, 2, -3]), Tag::NN);
        assert_eq!(best([-3, -4, -2, -3]), Tag::VB);
    }

    #[test]
    fn few_sums_are_those_of_all() {
        let all: [i16; WIDTH] = std::array::from_fn(|i| 3 * i as i16 - 50);
        let (row, alone) = (Sums(all).bytes(), all.map(|sum| sum as u8));
        let tags = few(TagSet::of(&[Tag::CC, Tag::NN, Tag::Punct])).unwrap();
        let mut few = Few { tags, sums: [1; FEW] };
        let mut sums = Sums([1; WIDTH]);
        few.add_row(&row);
        sums.add_row(&row);
        few.add_alone(&alone);
        sums.add_alone(&alone);
        few.add(Tag::Punct as usize, 9);
        sums.add(Tag::Punct as usize, 9);
        assert_eq!(few.sums, sums.few(tags));
    }

    #[test]
    fn the_best_is_the_model_s() {
        let tags = TagSet::ALL;
        for seed in 0..50_i16 {
            let sums = Sums(std::array::from_fn(|i| ((i as i16 * 37) ^ (seed * 31)) % 9 - 6));
            let all = sums.0.first_chunk().unwrap();
            assert_eq!(sums.best(tags), crate::text::perceptron::best(tags, all));
            assert_eq!(sums.best(TagSet::NOUN), crate::text::perceptron::best(TagSet::NOUN, all));
        }
        assert_eq!(Sums::ZERO.best(TagSet::default()), Tag::NN);
    }
}
