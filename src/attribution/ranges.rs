//! Token ranges asked for by place: which of many meet a stretch of the text.

use crate::text::TokenRange;

/// Ranges in any order, some of which may overlap.
#[derive(Debug, Default)]
pub(super) struct Ranges {
    /// By start, with the place that each had.
    sorted: Vec<(TokenRange, usize)>,
    /// The farthest end up to each of them.
    reach: Vec<u32>,
}

impl Ranges {
    pub(super) fn new(ranges: Vec<TokenRange>) -> Self {
        let mut sorted: Vec<_> = ranges.into_iter().zip(0..).collect();
        sorted.sort_unstable_by_key(|(range, _)| range.start);
        let mut farthest = 0;
        let reach = sorted.iter().map(|(range, _)| {
            farthest = farthest.max(range.end);
            farthest
        });
        let reach = reach.collect();
        Self { sorted, reach }
    }

    /// Whether one of them shares a token with `stretch`.
    pub(super) fn meet(&self, stretch: TokenRange) -> bool {
        let before = self.before(stretch);
        before > 0 && self.reach[before - 1] > stretch.start
    }

    /// Those that share a token with `stretch`, in the order in which they were given.
    pub(super) fn meeting(&self, stretch: TokenRange) -> Vec<TokenRange> {
        let before = self.before(stretch);
        let first = self.reach[..before].partition_point(|&reach| reach <= stretch.start);
        let near = self.sorted[first..before].iter().filter(|(r, _)| r.end > stretch.start);
        let mut near: Vec<_> = near.map(|&(range, place)| (place, range)).collect();
        near.sort_unstable();
        near.into_iter().map(|(_, range)| range).collect()
    }

    /// How many begin before the end of `stretch`.
    fn before(&self, stretch: TokenRange) -> usize {
        self.sorted.partition_point(|(range, _)| range.start < stretch.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_meets_a_stretch_is_what_overlaps_it() {
        let mut random = 7_u32;
        let mut next = |most: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 16) % most
        };
        for _ in 0..200 {
            let mut range = |longest: u32| {
                let start = next(30);
                TokenRange { start, end: start + next(longest) }
            };
            let all: Vec<TokenRange> = (0..8).map(|_| range(9)).collect();
            let stretch = range(6);
            let ranges = Ranges::new(all.clone());
            let near: Vec<TokenRange> = all.into_iter().filter(|r| r.overlaps(stretch)).collect();
            assert_eq!(ranges.meeting(stretch), near);
            assert_eq!(ranges.meet(stretch), !near.is_empty());
        }
    }
}
