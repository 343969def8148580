//! Whether a confidence of 0.8 means that four rows of five are right.
//!
//! A row is right when its quote is the gold's ([`super::HALF`] of the words).
//! Rows paired with optional gold are left out.

use super::alignment::Alignment;
use super::tally::share;
use serde::Serialize;

const BINS: usize = 10;

/// The rows whose confidence lies in one tenth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Bin {
    /// The least confidence in it.
    pub from: f64,
    /// How many rows.
    pub rows: usize,
    /// Their mean confidence.
    pub confidence: f64,
    /// The share of them that is right.
    pub right: f64,
}

/// All tenths, and how far they are off.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Ten bins, those without rows among them.
    pub bins: Vec<Bin>,
    /// The mean distance of confidence and share right, weighted by rows:
    /// expected calibration error.
    pub error: f64,
}

impl Calibration {
    /// Counts the rows that say how sure they are.
    pub fn of(articles: &[Alignment<'_>]) -> Self {
        let mut sums = [(0, 0.0, 0); BINS];
        for article in articles {
            for (j, row) in article.given.iter().enumerate().filter(|&(j, _)| !article.is_free[j]) {
                let Some(confidence) = row.annotation.confidence else { continue };
                let (rows, sum, right) = &mut sums[bin(confidence)];
                *rows += 1;
                *sum += confidence;
                *right += usize::from(article.gold_of(j).is_some());
            }
        }
        Self::from_sums(&sums)
    }

    fn from_sums(sums: &[(usize, f64, usize); BINS]) -> Self {
        let bins: Vec<Bin> = sums
            .iter()
            .enumerate()
            .map(|(number, &(rows, sum, right))| Bin {
                from: number as f64 / BINS as f64,
                rows,
                confidence: if rows == 0 { 0.0 } else { sum / rows as f64 },
                right: share(right, rows),
            })
            .collect();
        let total: usize = bins.iter().map(|bin| bin.rows).sum();
        let off = |bin: &Bin| share(bin.rows, total) * (bin.confidence - bin.right).abs();
        let error = bins.iter().map(off).sum();
        Self { bins, error }
    }
}

/// The tenth that a confidence lies in; 1 lies in the last.
fn bin(confidence: f64) -> usize {
    ((confidence * BINS as f64) as usize).min(BINS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confidence_lies_in_its_tenth() {
        assert_eq!([0.0, 0.099, 0.1, 0.5, 0.999, 1.0].map(bin), [0, 0, 1, 5, 9, 9]);
    }

    #[test]
    fn the_error_is_weighted_by_rows() {
        let mut sums = [(0, 0.0, 0); BINS];
        sums[9] = (3, 3.0, 3);
        sums[5] = (1, 0.5, 1);
        assert_eq!(Calibration::from_sums(&sums).error, 0.125);
    }
}
