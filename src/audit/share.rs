//! Shares and how far chance alone may move them.
//!
//! The interval of one share is Wilson's score interval (E. B. Wilson, Journal of the American
//! Statistical Association 22, 1927, 209–212); that of a difference of two shares is the hybrid
//! of their two score intervals (R. G. Newcombe, Statistics in Medicine 17, 1998, 873–890,
//! method 10). Both hold at 0 and at all, where the textbook's interval has no width.
//!
//! # What they do not know
//!
//! They take each statement as drawn by itself. Statements of one article are not: where few
//! articles have many statements, the truth is wider.

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// How many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
}

/// From where to where a share, or a difference of shares, may lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Standard deviations on each side of a 95 % interval.
pub const Z95: f64 = 1.959_963_984_540_054;

impl Share {
    /// The share itself, from 0 to 1; `None` of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }

    /// Wilson's score interval, `z` standard deviations on each side.
    ///
    /// ```
    /// use whosaid::audit::{Share, Z95};
    ///
    /// let interval = Share { count: 8, of: 10 }.interval(Z95).unwrap();
    /// assert_eq!(format!("{:.3} {:.3}", interval.low, interval.high), "0.490 0.943");
    /// ```
    pub fn interval(self, z: f64) -> Option<Interval> {
        let (p, n) = (self.value()?, self.of as f64);
        let wide = z * z / n;
        let middle = p + wide / 2.0;
        let half = z * (p * (1.0 - p) / n + wide / (4.0 * n)).sqrt();
        // At none and at all the ends are 0 and 1, which rounding would miss.
        let low = if self.count == 0 { 0.0 } else { (middle - half) / (1.0 + wide) };
        let high = if self.count == self.of { 1.0 } else { (middle + half) / (1.0 + wide) };
        Some(Interval { low, high })
    }

    /// Newcombe's interval of this share less the other.
    pub fn difference(self, other: Self, z: f64) -> Option<Interval> {
        let (p, q) = (self.value()?, other.value()?);
        let (mine, theirs) = (self.interval(z)?, other.interval(z)?);
        let low = p - q - (p - mine.low).hypot(theirs.high - q);
        let high = p - q + (mine.high - p).hypot(q - theirs.low);
        Some(Interval { low, high })
    }
}

/// The standard deviations on each side so that all of so many intervals hold together in
/// 95 of 100 cases (Bonferroni).
pub fn z_for(comparisons: usize) -> f64 {
    match comparisons {
        0 | 1 => Z95,
        many => quantile(1.0 - 0.025 / many as f64),
    }
}

/// The standard normal distribution's quantile for `p` over a half, by bisection of
/// [`upper_tail`].
fn quantile(p: f64) -> f64 {
    let (mut low, mut high) = (0.0, 40.0);
    // 80 halvings of 40 leave less than what a number can hold.
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if upper_tail(middle) > 1.0 - p { low = middle } else { high = middle }
    }
    low
}

/// The probability of more than `z` standard deviations: by its series below 3, by its
/// continued fraction from there on (Abramowitz and Stegun 26.2.11 and 26.2.14).
fn upper_tail(z: f64) -> f64 {
    let density = (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt();
    if z < 3.0 {
        let (mut term, mut sum) = (z, z);
        for n in 1..100 {
            term *= z * z / f64::from(2 * n + 1);
            sum += term;
        }
        return 0.5 - density * sum;
    }
    let fraction = (1..=200).rev().fold(z, |below, n| z + f64::from(n) / below);
    density / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_hold_at_none_and_at_all() {
        let none = Share { count: 0, of: 10 }.interval(Z95).unwrap();
        assert_eq!((none.low, (none.high * 1e4).round()), (0.0, 2775.0));
        let all = Share { count: 10, of: 10 }.interval(Z95).unwrap();
        assert_eq!(((all.low * 1e4).round(), all.high), (7225.0, 1.0));
        assert_eq!(Share::default().interval(Z95), None);
    }

    #[test]
    fn the_difference_is_as_in_the_paper() {
        // Newcombe 1998, table II, method 10: 56/70 − 48/80 is 0.0524 to 0.3339.
        let (one, other) = (Share { count: 56, of: 70 }, Share { count: 48, of: 80 });
        let Interval { low, high } = one.difference(other, Z95).unwrap();
        assert_eq!(format!("{low:.4} {high:.4}"), "0.0524 0.3339");
    }

    #[test]
    fn more_comparisons_ask_for_more() {
        assert_eq!(format!("{:.6}", z_for(1)), "1.959964");
        assert_eq!(format!("{:.6}", quantile(0.975)), "1.959964");
        assert_eq!(format!("{:.4}", z_for(10)), "2.8070");
        assert_eq!(format!("{:.4}", z_for(1000)), "4.0556");
    }
}
