//! When it was said: the words of time in an attribution, resolved against the
//! publication date, as coarse as they are.
//!
//! A weekday is the last such day on or before publication: news tells of the
//! past, and a weekly rhythm of a paper that says "on Wednesday" of the coming
//! one is caught by "next".

use super::vocabulary::{List, Vocabulary};
use crate::text::{Document, TokenRange};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use jiff::fmt::strtime::BrokenDownTime;

/// The publication date, as coarse as known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Anchor {
    year: i16,
    month: Option<i8>,
    date: Option<Date>,
}

/// The words of time, as found.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    weekday: Option<Weekday>,
    /// Days from publication.
    offset: Option<i32>,
    /// −1 last, 0 this, 1 next.
    shift: Option<i32>,
    ago: bool,
    count: Option<i32>,
    unit: Option<Unit>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

/// The date of saying that `when` tells, ISO 8601; empty without an anchor.
pub(super) fn resolve(
    document: &Document<'_>,
    words: &Vocabulary<'_>,
    when: TokenRange,
    published: &str,
) -> String {
    let found = find(document, words, when);
    date(&found, Anchor::read(published)).unwrap_or_default()
}

impl Anchor {
    fn read(published: &str) -> Option<Anchor> {
        let mut parts = published.get(..published.len().min(10))?.splitn(3, '-');
        let year = parts.next()?.parse().ok()?;
        let month = parts.next().and_then(|m| m.parse().ok());
        let day: Option<i8> = parts.next().and_then(|d| d.parse().ok());
        let date = month.zip(day).and_then(|(m, d)| Date::new(year, m, d).ok());
        Some(Anchor { year, month, date })
    }
}

fn find(document: &Document<'_>, words: &Vocabulary<'_>, when: TokenRange) -> Found {
    let mut found = Found::default();
    let mut i = when.start as usize;
    while i < when.end as usize {
        let is = |list: List| words.entry(list, document, i);
        let day = [(words.time_today, 0), (words.time_yesterday, -1), (words.time_tomorrow, 1)];
        if let Some((end, days)) = day.iter().find_map(|&(list, n)| Some((is(list)?, n))) {
            found.offset = Some(days);
            i = end;
            continue;
        }
        let shift = [(words.time_last, -1), (words.time_this, 0), (words.time_next, 1)];
        let unit = [
            (words.time_day, Unit::Day),
            (words.time_week, Unit::Week),
            (words.time_month, Unit::Month),
            (words.time_year, Unit::Year),
        ];
        if let Some(&(_, n)) = shift.iter().find(|(list, _)| is(*list).is_some()) {
            found.shift = Some(n);
        } else if let Some(&(_, unit)) = unit.iter().find(|(list, _)| is(*list).is_some()) {
            found.unit = Some(unit);
        } else if is(words.time_ago).is_some() {
            found.ago = true;
        } else if is(words.indefinite).is_some() {
            found.count = Some(1);
        } else {
            read_word(document.tokens[i].span.of(document.text), &mut found);
        }
        i += 1;
    }
    found
}

/// A month, weekday, day of the month, year or count.
fn read_word(word: &str, found: &mut Found) {
    let bare = word.trim_end_matches('.');
    if let Some(number) = number(bare) {
        match number {
            1900..=2100 => found.year = i16::try_from(number).ok(),
            1..=31 => {
                found.day = i8::try_from(number).ok();
                found.count = Some(number);
            }
            _ => found.count = Some(number),
        }
    } else if bare.starts_with(char::is_uppercase) {
        found.month = found.month.or_else(|| month(bare));
        found.weekday = found.weekday.or_else(|| weekday(bare));
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

fn date(found: &Found, anchor: Option<Anchor>) -> Option<String> {
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
        return last_weekday(anchor.date?, weekday, found.shift);
    }
    let shift = if found.ago { -found.count? } else { found.shift? };
    shifted(anchor, found.unit?, shift)
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

/// The year of the last such month or day on or before publication.
fn year_of(month: i8, found: &Found, anchor: Anchor) -> Option<i16> {
    let published = anchor.month?;
    let is_later = month > published
        || month == published
            && (found.shift == Some(-1)
                || matches!((found.day, anchor.date), (Some(day), Some(date)) if day > date.day()));
    Some(if is_later && found.shift != Some(1) { anchor.year - 1 } else { anchor.year })
}

fn last_weekday(published: Date, weekday: Weekday, shift: Option<i32>) -> Option<String> {
    let back = published.weekday().since(weekday);
    let days = match shift {
        Some(1) => 7 - back,
        Some(-1) if back == 0 => -7,
        _ => -back,
    };
    Some(published.checked_add(i32::from(days).days()).ok()?.to_string())
}

fn shifted(anchor: Anchor, unit: Unit, shift: i32) -> Option<String> {
    match unit {
        Unit::Day => Some(anchor.date?.checked_add(shift.days()).ok()?.to_string()),
        Unit::Week => {
            let week = anchor.date?.checked_add(shift.weeks()).ok()?.iso_week_date();
            Some(format!("{:04}-W{:02}", week.year(), week.week()))
        }
        Unit::Month => {
            let months = i32::from(anchor.year) * 12 + i32::from(anchor.month?) - 1 + shift;
            Some(format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1))
        }
        Unit::Year => Some(format!("{:04}", i32::from(anchor.year) + shift)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLISHED: &str = "2026-02-26"; // a Thursday

    fn said(found: Found, published: &str) -> String {
        date(&found, Anchor::read(published)).unwrap_or_default()
    }

    fn word(text: &str) -> Found {
        let mut found = Found::default();
        for w in text.split(' ') {
            read_word(w, &mut found);
        }
        found
    }

    #[test]
    fn a_weekday_is_the_last_one_up_to_publication() {
        assert_eq!(said(word("Wednesday"), PUBLISHED), "2026-02-25");
        assert_eq!(said(word("Thursday"), PUBLISHED), "2026-02-26");
        assert_eq!(said(word("Friday"), PUBLISHED), "2026-02-20");
    }

    #[test]
    fn a_weekday_wraps_over_the_year_end() {
        assert_eq!(said(word("Wednesday"), "2026-01-01"), "2025-12-31");
    }

    #[test]
    fn a_month_later_than_publication_is_last_years() {
        assert_eq!(said(word("Sept. 3"), PUBLISHED), "2025-09-03");
        assert_eq!(said(word("Jan. 3"), PUBLISHED), "2026-01-03");
        assert_eq!(said(word("September"), PUBLISHED), "2025-09");
    }

    #[test]
    fn a_year_in_the_text_needs_no_anchor() {
        assert_eq!(said(word("January 3rd 2024"), ""), "2024-01-03");
        assert_eq!(said(word("late 2023"), ""), "2023");
    }

    #[test]
    fn without_an_anchor_there_is_no_date() {
        assert_eq!(said(word("Wednesday"), ""), "");
        assert_eq!(said(word("Wednesday"), "2024"), "");
        assert_eq!(said(word("September"), "2024"), "");
    }

    #[test]
    fn relative_months_count_over_the_year_end() {
        let last = Found { shift: Some(-1), unit: Some(Unit::Month), ..Found::default() };
        assert_eq!(said(last, "2026-01-10"), "2025-12");
        assert_eq!(said(last, "2026-02"), "2026-01");
    }

    #[test]
    fn weeks_are_iso_weeks() {
        let this = Found { shift: Some(0), unit: Some(Unit::Week), ..Found::default() };
        assert_eq!(said(this, PUBLISHED), "2026-W09");
    }

    #[test]
    fn years_ago_are_counted_back() {
        let ago = Found { ago: true, count: Some(5), unit: Some(Unit::Year), ..Found::default() };
        assert_eq!(said(ago, PUBLISHED), "2021");
    }
}
