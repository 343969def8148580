//! Which quote of the gold is which quote that was given.

use super::words::WordSet;

/// Two quotes that share words, and how much: Jaccard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overlap {
    /// Shared words over all words of both.
    pub share: f64,
    /// The gold's number.
    pub gold: usize,
    /// The given one's number.
    pub given: usize,
}

/// All overlaps, the highest first; then in the order of the quotes.
pub fn overlaps(gold: &[WordSet], given: &[WordSet]) -> Vec<Overlap> {
    let mut found = Vec::new();
    for (i, g) in gold.iter().enumerate() {
        for (j, p) in given.iter().enumerate() {
            let common = g.common(p);
            if common > 0 {
                let share = common as f64 / (g.len() + p.len() - common) as f64;
                found.push(Overlap { share, gold: i, given: j });
            }
        }
    }
    // The sort is stable, and the order so far is that of the numbers.
    found.sort_by(|a, b| b.share.total_cmp(&a.share));
    found
}

/// One to one from the highest overlap down, as far as `floor`.
pub fn pairs(overlaps: &[Overlap], floor: f64) -> Vec<(usize, usize)> {
    let (mut gold, mut given) = (Vec::new(), Vec::new());
    for overlap in overlaps.iter().filter(|o| o.share >= floor) {
        if !gold.contains(&overlap.gold) && !given.contains(&overlap.given) {
            gold.push(overlap.gold);
            given.push(overlap.given);
        }
    }
    gold.into_iter().zip(given).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::words::Words;
    use crate::text::Span;

    fn set(start: usize, end: usize) -> WordSet {
        let text = "a ".repeat(20);
        // Word n begins at code point 2 n.
        Words::new(&text).of(&[Span::new(2 * start, 2 * end - 1)])
    }

    #[test]
    fn the_highest_overlap_is_paired_first() {
        let (gold, given) = ([set(0, 4), set(4, 8)], [set(0, 6), set(0, 4)]);
        let found = overlaps(&gold, &given);
        assert_eq!(found[0], Overlap { share: 1.0, gold: 0, given: 1 });
        assert_eq!(pairs(&found, 0.2), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&found, 0.5), [(0, 1)]);
    }

    #[test]
    fn equal_overlaps_go_in_the_order_of_the_quotes() {
        let (gold, given) = ([set(0, 2), set(2, 4)], [set(0, 4), set(0, 4)]);
        let found = overlaps(&gold, &given);
        assert_eq!(pairs(&found, 0.5), [(0, 0), (1, 1)]);
    }
}
