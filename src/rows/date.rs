//! Dates as coarse as rows have them, on the line of days.

use jiff::ToSpan as _;
use jiff::civil::{Date, ISOWeekDate, Weekday};

/// The days that a date may mean, the first and the last, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Days {
    /// The first day.
    pub first: i32,
    /// The last day.
    pub last: i32,
}

impl Days {
    /// Reads `2026`, `2026-02`, `2026-W08`, `2026-02-25`, each with or without a time behind it.
    ///
    /// ```
    /// use whosaid::rows::Days;
    ///
    /// let february = Days::parse("2026-02").unwrap();
    /// assert_eq!(february.last - february.first, 27);
    /// assert_eq!(february.apart(Days::parse("2026-03-02T10:00Z").unwrap()), 2);
    /// assert_eq!(Days::parse("soon"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split(['T', ' ']).next()?;
        let mut parts = text.splitn(3, '-');
        let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let (first, next) = match (parts.next(), parts.next()) {
            (None, _) => {
                let first = Date::new(year, 1, 1).ok()?;
                (first, first.checked_add(1.year()).ok()?)
            }
            (Some(week), None) if week.starts_with('W') => {
                let week: i8 = week[1..].parse().ok()?;
                let first = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
                (first, first.checked_add(1.week()).ok()?)
            }
            (Some(month), None) => {
                let first = Date::new(year, month.parse().ok()?, 1).ok()?;
                (first, first.checked_add(1.month()).ok()?)
            }
            (Some(month), Some(day)) => {
                let first = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
                (first, first.checked_add(1.day()).ok()?)
            }
        };
        Some(Self { first: number(first), last: number(next) - 1 })
    }

    /// The days between them at the least; 0 where they may be the same day.
    pub fn apart(self, other: Self) -> i32 {
        (self.first - other.last).max(other.first - self.last).max(0)
    }

    /// Whether any of its days is among those of `other`.
    pub fn meets(self, other: Self) -> bool {
        self.apart(other) == 0
    }
}

fn number(date: Date) -> i32 {
    // Years of four digits: no more than some millions of days.
    (date - Date::new(1970, 1, 1).expect("a date")).get_days()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970() {
        let days = |text| Days::parse(text).map(|d| (d.first, d.last));
        assert_eq!(days("1970-01-01"), Some((0, 0)));
        assert_eq!(days("1970"), Some((0, 364)));
        assert_eq!(days("1969-12"), Some((-31, -1)));
        assert_eq!(days("2026-02-25T10:00:00+09:00"), Some((20509, 20509)));
        assert_eq!(days("2026-W09"), Some((20507, 20513)));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in ["", "02-25", "2026-13", "2026-W60", "2026-02-30", "yesterday", "2026-Wé"] {
            assert_eq!(Days::parse(text), None, "{text}");
        }
    }
}
