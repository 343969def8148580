//! Numbers that look drawn by chance and are the same for the same seed, whatever the machine.

/// SplitMix64.
pub(super) struct Draw(u64);

impl Draw {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        x ^ (x >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// One of these.
    pub(super) fn one<'c, T: AsRef<str>>(&mut self, choices: &'c [T]) -> &'c str {
        choices[self.below(choices.len())].as_ref()
    }

    /// A size with that median; two in three are within a factor of e to the `spread`.
    pub(super) fn size(&mut self, median: f64, spread: f64, least: usize, most: usize) -> usize {
        // Twelve numbers between 0 and 1, added, are nearly normal about 6 with deviation 1.
        let sum: f64 = (0..12).map(|_| self.below(1 << 24) as f64 / (1 << 24) as f64).sum();
        ((median * (spread * (sum - 6.0)).exp()) as usize).clamp(least, most)
    }
}
