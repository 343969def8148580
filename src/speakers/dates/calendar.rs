//! From the words of time, as found, to a date.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::fmt::strtime::BrokenDownTime;

/// The date that a time is told from, as coarse as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Anchor {
    year: i16,
    month: Option<i8>,
    date: Option<Date>,
}

/// What a time is told from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Basis {
    #[default]
    Publication,
    /// The last date that the article told of.
    Told,
}

/// A span of time that has a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Day,
    Week,
    Weekend,
    Month,
    Season,
    Year,
}

/// The words of time, as found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    pub(super) year: Option<i16>,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
    pub(super) weekday: Option<Weekday>,
    /// Days from publication.
    pub(super) offset: Option<i32>,
    /// −1 last, 0 this, 1 next.
    pub(super) shift: Option<i32>,
    /// −1 so long ago, 1 so much later.
    pub(super) direction: Option<i32>,
    pub(super) count: Option<i32>,
    pub(super) unit: Option<Unit>,
    pub(super) basis: Basis,
    /// After "the".
    pub(super) definite: bool,
    /// "the last week": all of it.
    pub(super) spans: bool,
    /// "earlier in" the day, week …
    pub(super) part: bool,
    /// Still to be said.
    pub(super) will: bool,
}

impl Anchor {
    pub(super) fn read(date: &str) -> Option<Anchor> {
        let mut parts = date.get(..date.len().min(10))?.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().and_then(|m| m.parse().ok());
        let day: Option<i8> = parts.next().and_then(|d| d.parse().ok());
        let date = month.zip(day).and_then(|(m, d)| Date::new(year, m, d).ok());
        Some(Anchor { year, month, date })
    }
}

impl Found {
    /// Takes in a month, weekday, day of the month, year or count.
    pub(super) fn read(&mut self, word: &str) {
        let bare = word.trim_end_matches('.');
        if let Some(number) = number(bare) {
            match number {
                1900..=2100 => self.year = i16::try_from(number).ok(),
                1..=31 => {
                    self.day = i8::try_from(number).ok();
                    self.count = Some(number);
                }
                _ => self.count = Some(number),
            }
            return;
        }
        // "mid-March".
        let name = bare.rsplit('-').next().unwrap_or(bare);
        if bare.starts_with(char::is_uppercase) || name.starts_with(char::is_uppercase) {
            self.month = self.month.or_else(|| month(name));
            self.weekday = self.weekday.or_else(|| weekday(name));
        }
    }
}

fn number(word: &str) -> Option<i32> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &word[digits..];
    let ordinal = rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_lowercase());
    ordinal.then(|| word[..digits].parse().ok()).flatten()
}

fn month(word: &str) -> Option<i8> {
    let long = BrokenDownTime::parse("%B", word).ok();
    // "Sept": the crate knows "Sep".
    let short = || {
        let cut = word.get(..3).filter(|_| word.len() <= 4)?;
        BrokenDownTime::parse("%b", cut).ok()
    };
    long.or_else(short)?.month()
}

fn weekday(word: &str) -> Option<Weekday> {
    let long = BrokenDownTime::parse("%A", word).ok();
    long.or_else(|| BrokenDownTime::parse("%a", word).ok())?.weekday()
}

/// The date that the words tell, ISO 8601, as coarse as they are.
pub(super) fn date(found: &Found, anchor: Option<Anchor>) -> Option<String> {
    if let Some(month) = found.month {
        return named_month(found, month, anchor);
    }
    if let Some(year) = found.year {
        return Some(format!("{year:04}"));
    }
    let anchor = anchor?;
    if let Some(days) = found.offset {
        return Some(anchor.date?.checked_add(days.days()).ok()?.to_string());
    }
    if let Some(weekday) = found.weekday {
        return near_weekday(anchor.date?, weekday, found);
    }
    let shift = match (found.direction, found.shift) {
        _ if found.spans => return None,
        (Some(direction), _) => direction * found.count.or(found.definite.then_some(1))?,
        (None, Some(shift)) => shift,
        // "earlier in the week", "over the weekend".
        (None, None) if found.part || found.unit == Some(Unit::Weekend) => 0,
        (None, None) => return None,
    };
    shifted(anchor, found, shift)
}

fn named_month(found: &Found, month: i8, anchor: Option<Anchor>) -> Option<String> {
    let year = match (found.year, anchor) {
        (Some(year), _) => year,
        (None, Some(anchor)) => year_of(month, found, anchor)?,
        (None, None) => return None,
    };
    Some(match found.day {
        Some(day) => Date::new(year, month, day).ok()?.to_string(),
        None => format!("{year:04}-{month:02}"),
    })
}

/// The year of the last such month or day on or before publication, or of the
/// next one.
fn year_of(month: i8, found: &Found, anchor: Anchor) -> Option<i16> {
    if let (Some(Unit::Year), Some(shift)) = (found.unit, found.shift) {
        // "March last year".
        return i16::try_from(i32::from(anchor.year) + shift).ok();
    }
    let published = anchor.month?;
    let later_day = matches!((found.day, anchor.date), (Some(d), Some(date)) if d > date.day());
    let earlier_day = matches!((found.day, anchor.date), (Some(d), Some(date)) if d < date.day());
    let same = month == published;
    if found.shift == Some(1) || found.will {
        let is_over = month < published || same && (earlier_day || found.shift == Some(1));
        return Some(anchor.year + i16::from(is_over));
    }
    if found.shift == Some(0) {
        return Some(anchor.year);
    }
    let is_to_come = month > published || same && (later_day || found.shift == Some(-1));
    Some(anchor.year - i16::from(is_to_come))
}

fn near_weekday(from: Date, weekday: Weekday, found: &Found) -> Option<String> {
    let back = from.weekday().since(weekday);
    if let (Some(Unit::Week), Some(shift)) = (found.unit, found.shift) {
        // "Tuesday last week".
        let days =
            i64::from(weekday.to_monday_zero_offset() - from.weekday().to_monday_zero_offset());
        let day = from.checked_add(days.days()).ok()?;
        return Some(day.checked_add(shift.weeks()).ok()?.to_string());
    }
    let days = match found.shift {
        Some(1) => 7 - back,
        Some(-1) if back == 0 => -7,
        None if found.will => (7 - back) % 7,
        _ => -back,
    };
    Some(from.checked_add(i32::from(days).days()).ok()?.to_string())
}

fn shifted(anchor: Anchor, found: &Found, shift: i32) -> Option<String> {
    match found.unit? {
        Unit::Day => Some(anchor.date?.checked_add(shift.days()).ok()?.to_string()),
        Unit::Week => week(anchor.date?.checked_add(shift.weeks()).ok()?),
        Unit::Weekend => weekend(anchor.date?, shift, found),
        Unit::Month => {
            let months = i32::from(anchor.year) * 12 + i32::from(anchor.month?) - 1 + shift;
            Some(format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1))
        }
        // Only "this summer" is of one year for sure.
        Unit::Season => (shift == 0).then(|| format!("{:04}", anchor.year)),
        Unit::Year => Some(format!("{:04}", i32::from(anchor.year) + shift)),
    }
}

fn week(day: Date) -> Option<String> {
    let week = day.iso_week_date();
    Some(format!("{:04}-W{:02}", week.year(), week.week()))
}

/// The week of the last weekend that has begun, of the one before it on a
/// weekend that tells of the "last", or of the coming one.
fn weekend(from: Date, shift: i32, found: &Found) -> Option<String> {
    let is_on = matches!(from.weekday(), Weekday::Saturday | Weekday::Sunday);
    let weeks = match (shift, is_on) {
        _ if found.will => i32::from(is_on && shift > 0),
        (1, _) => i32::from(is_on),
        (-1, _) | (0, false) => -1,
        _ => 0,
    };
    week(from.checked_add(weeks.weeks()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = "2026-02-26"; // a Thursday

    fn said(found: Found, published: &str) -> String {
        date(&found, Anchor::read(published)).unwrap_or_default()
    }

    fn words(text: &str) -> Found {
        let mut found = Found::default();
        for word in text.split(' ') {
            found.read(word);
        }
        found
    }

    fn shifted_by(shift: i32, unit: Unit) -> Found {
        Found { shift: Some(shift), unit: Some(unit), ..Found::default() }
    }

    #[test]
    fn a_weekday_is_the_last_one_up_to_publication() {
        assert_eq!(said(words("Wednesday"), PUBLISHED), "2026-02-25");
        assert_eq!(said(words("Thursday"), PUBLISHED), "2026-02-26");
        assert_eq!(said(words("Friday"), PUBLISHED), "2026-02-20");
    }

    #[test]
    fn a_weekday_wraps_over_the_year_end() {
        assert_eq!(said(words("Wednesday"), "2026-01-01"), "2025-12-31");
    }

    #[test]
    fn the_last_thursday_told_on_a_thursday_is_a_week_ago() {
        let last = Found { shift: Some(-1), ..words("Thursday") };
        assert_eq!(said(last, PUBLISHED), "2026-02-19");
    }

    #[test]
    fn a_weekday_of_last_week_is_not_the_last_such_day() {
        let tuesday = Found { shift: Some(-1), unit: Some(Unit::Week), ..words("Tuesday") };
        assert_eq!(said(tuesday, PUBLISHED), "2026-02-17");
    }

    #[test]
    fn what_will_be_said_is_said_on_the_coming_day() {
        let will = |text| Found { will: true, ..words(text) };
        assert_eq!(said(will("Monday"), PUBLISHED), "2026-03-02");
        assert_eq!(said(will("Thursday"), PUBLISHED), "2026-02-26");
        assert_eq!(said(will("Jan. 3"), "2025-12-30"), "2026-01-03");
        assert_eq!(said(will("Dec. 31"), "2025-12-30"), "2025-12-31");
    }

    #[test]
    fn a_month_later_than_publication_is_last_years() {
        assert_eq!(said(words("Sept. 3"), PUBLISHED), "2025-09-03");
        assert_eq!(said(words("Jan. 3"), PUBLISHED), "2026-01-03");
        assert_eq!(said(words("September"), PUBLISHED), "2025-09");
        assert_eq!(said(words("Dec. 30"), "2026-01-02"), "2025-12-30");
        assert_eq!(said(words("January"), "2025-12-30"), "2025-01");
    }

    #[test]
    fn the_next_january_told_in_december_is_next_years() {
        let next = Found { shift: Some(1), ..words("January") };
        assert_eq!(said(next, "2025-12-30"), "2026-01");
    }

    #[test]
    fn a_month_of_last_year_is_not_the_last_such_month() {
        let march = Found { shift: Some(-1), unit: Some(Unit::Year), ..words("March") };
        assert_eq!(said(march, "2026-11-10"), "2025-03");
    }

    #[test]
    fn the_middle_of_a_month_is_as_coarse_as_the_month() {
        assert_eq!(said(words("mid-December"), PUBLISHED), "2025-12");
    }

    #[test]
    fn a_year_in_the_text_needs_no_anchor() {
        assert_eq!(said(words("January 3rd 2024"), ""), "2024-01-03");
        assert_eq!(said(words("3 January 2005"), ""), "2005-01-03");
        assert_eq!(said(words("late 2023"), ""), "2023");
    }

    #[test]
    fn without_an_anchor_there_is_no_date() {
        assert_eq!(said(words("Wednesday"), ""), "");
        assert_eq!(said(words("Wednesday"), "2024"), "");
        assert_eq!(said(words("September"), "2024"), "");
        assert_eq!(said(words("31 February 2024"), ""), "");
    }

    #[test]
    fn a_coarse_anchor_tells_what_is_as_coarse() {
        assert_eq!(said(shifted_by(-1, Unit::Year), "2024"), "2023");
        assert_eq!(said(shifted_by(-1, Unit::Month), "2026-01"), "2025-12");
        assert_eq!(said(shifted_by(-1, Unit::Week), "2026-01"), "");
    }

    #[test]
    fn relative_months_count_over_the_year_end() {
        assert_eq!(said(shifted_by(-1, Unit::Month), "2026-01-10"), "2025-12");
    }

    #[test]
    fn weeks_are_iso_weeks() {
        assert_eq!(said(shifted_by(0, Unit::Week), PUBLISHED), "2026-W09");
        // 2026-01-01 is in the first week, the last of December too.
        assert_eq!(said(shifted_by(-1, Unit::Week), "2026-01-08"), "2026-W01");
        assert_eq!(said(shifted_by(-1, Unit::Week), "2026-01-01"), "2025-W52");
    }

    #[test]
    fn a_weekend_is_the_week_that_it_ends() {
        let weekend = Found { unit: Some(Unit::Weekend), ..Found::default() };
        assert_eq!(said(weekend, "2026-02-23"), "2026-W08"); // a Monday
        assert_eq!(said(weekend, "2026-02-22"), "2026-W08"); // a Sunday
        assert_eq!(said(shifted_by(-1, Unit::Weekend), "2026-02-22"), "2026-W07");
        assert_eq!(said(shifted_by(-1, Unit::Weekend), "2026-02-23"), "2026-W08");
    }

    #[test]
    fn spans_of_time_ago_are_counted_back() {
        let ago = |count, unit| Found {
            direction: Some(-1),
            count: Some(count),
            unit: Some(unit),
            ..Found::default()
        };
        assert_eq!(said(ago(5, Unit::Year), PUBLISHED), "2021");
        assert_eq!(said(ago(2, Unit::Week), PUBLISHED), "2026-W07");
        assert_eq!(said(ago(3, Unit::Day), "2026-01-02"), "2025-12-30");
    }

    #[test]
    fn a_season_of_either_of_two_years_is_no_date() {
        assert_eq!(said(shifted_by(-1, Unit::Season), PUBLISHED), "");
        assert_eq!(said(shifted_by(0, Unit::Season), PUBLISHED), "2026");
    }
}
