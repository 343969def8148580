//! Pairs of statements that share a key.
//!
//! Takes the keys of each statement with its date; gives pairs of statements' numbers, each
//! once, the smaller number first, in order. A key that very many statements have gives each
//! of them only its neighbours by date: so the pairs grow as the statements do.

use super::keys::Sort;
use super::sort::{Sorted, Sorter};
use crate::rows::Days;
use std::collections::VecDeque;
use std::io;

/// How many days apart statements may be of a key that is not of any date: those within which
/// little is needed for two to be one.
const NEAR: u64 = 7;
/// The same where one of the dates is not known to the day: its first day stands for it.
const NEAR_COARSE: u64 = 7 + 31;
/// Added to days, so that none is negative: years from the first on have four digits.
const SHIFT: i64 = 1 << 24;

/// Keys, as they come.
pub(super) struct Candidates {
    keys: Sorter<3>,
    budget: usize,
}

impl Candidates {
    /// None yet; so many bytes of memory may be used.
    pub(super) fn new(budget: usize) -> Self {
        Self { keys: Sorter::new(budget), budget }
    }

    /// Adds a key of a statement.
    pub(super) fn add(
        &mut self,
        number: u32,
        date: Option<Days>,
        key: u64,
        sort: Sort,
    ) -> io::Result<()> {
        self.keys.push([sort.mark(key), day(date), number.into()])
    }

    /// The pairs.
    pub(super) fn pairs(self) -> io::Result<Pairs> {
        let mut pairs = Sorter::new(self.budget);
        let mut before: VecDeque<(u64, u64)> = VecDeque::new();
        let mut current = None;
        for record in self.keys.finish()? {
            let [key, day, number] = record?;
            if current != Some(key) {
                before.clear();
                current = Some(key);
            }
            // A key that a statement has twice is one.
            if before.back().is_some_and(|(_, last)| *last == number) {
                continue;
            }
            let sort = Sort::of(key);
            for &(earlier, other) in &before {
                if sort.is_of_any_date() || are_near(earlier, day) {
                    pairs.push([other.min(number) << 32 | other.max(number)])?;
                }
            }
            if before.len() == sort.neighbours() {
                before.pop_front();
            }
            before.push_back((day, number));
        }
        Ok(Pairs { sorted: pairs.finish()?, last: None, is_done: false })
    }
}

/// The first of the days, and whether there are others; 0 where the date is not known, or not
/// to the month.
fn day(date: Option<Days>) -> u64 {
    let fine = date.filter(|days| days.last - days.first <= 31);
    fine.map_or(0, |days| {
        let is_coarse = u64::from(days.first != days.last);
        (i64::from(days.first) + SHIFT).unsigned_abs() << 1 | is_coarse
    })
}

/// Whether two dates, the earlier first, are near each other; an unknown one is near to all.
fn are_near(earlier: u64, later: u64) -> bool {
    let most = if (earlier | later) & 1 == 1 { NEAR_COARSE } else { NEAR };
    earlier == 0 || (later >> 1) - (earlier >> 1) <= most
}

/// Pairs of numbers, each once and in order.
pub(super) struct Pairs {
    sorted: Sorted<1>,
    last: Option<u64>,
    is_done: bool,
}

impl Pairs {
    /// Whether all were given.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }
}

impl Iterator for Pairs {
    type Item = io::Result<(u32, u32)>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let pair = match self.sorted.next() {
                Some(Ok([pair])) => pair,
                Some(Err(error)) => return Some(Err(error)),
                None => {
                    self.is_done = true;
                    return None;
                }
            };
            if self.last != Some(pair) {
                self.last = Some(pair);
                return Some(Ok(((pair >> 32) as u32, pair as u32)));
            }
        }
    }
}
