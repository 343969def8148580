//! Publication dates as they are written to ISO 8601, as coarse as given.
//!
//! Takes what a header, a record or a page says (`Feb. 26, 2026`, `2026-02-26T23:30:00-05:00`,
//! `26.02.2026`, `1772148600`). Gives `2026-02-26`, `2026-02` or `2026`; what may be two days, and
//! a year of two digits, is no date. Dates inside a text ("on Wednesday") are not its subject.
//!
//! # Why the day is not turned to UTC
//!
//! A paper of 23:30 in New York is that day's paper. The calendar that was printed holds, unless
//! the user names a zone: then everything that is an instant is told by the calendar there.

use super::clock;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use regex::{Captures, Regex};
use std::ops::RangeInclusive;
use std::sync::OnceLock;

/// How dates that can be read in several ways are read.
#[derive(Clone, Debug, Default)]
pub struct DateRule {
    /// Which number comes first in `02/03/2026`.
    pub order: Order,
    /// Whose calendar tells the day of an instant; without one, the calendar printed.
    pub zone: Option<TimeZone>,
}

/// Which of two numbers is the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Not known: `02/03/2026` is no date.
    #[default]
    Unknown,
    /// `02/03/2026` is the second of March.
    DayFirst,
    /// `02/03/2026` is the third of February.
    MonthFirst,
}

/// The shapes, tried in this order. `y`, `m`, `d` are numbers, `mon` a month's name, `a` and `b`
/// month and day in unknown order; `rest` is a clock or nothing.
const SHAPES: [&str; 11] = [
    r"(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?<rest>\D.*)?",
    r"(?<y>\d{4})(?:[-/](?<m>\d{2}))?",
    r"(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?<rest>[T\s].*)?",
    r"(?<y>\d{4})(?<m>\d{2})(?<d>\d{2})(?<rest>\d{6})",
    r"(?<a>\d{1,2})(?<sep>[-/.])\s?(?<b>\d{1,2})[-/.]\s?(?<y>\d{4})(?<rest>\D.*)?",
    r"(?<y>\d{4})\s?[年년]\s?(?:(?<m>\d{1,2})\s?[月월]\s?(?:(?<d>\d{1,2})\s?[日일](?<rest>.*)?)?)?",
    r"(?<week>\p{L}+\.?,?\s+)?(?<mon>\p{L}{3,})\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y>\d{4})(?<rest>[^\d:].*)?",
    r"(?<week>\p{L}+\.?,?\s+)?(?<d>\d{1,2})(?:st|nd|rd|th|\.)?[\s-]+(?<mon>\p{L}{3,})\.?,?[\s-]+(?<y>\d{4})(?<rest>[^\d:].*)?",
    r"(?<week>\p{L}+\.?,?\s+)?(?<mon>\p{L}{3,})\s+(?<d>\d{1,2})\s+(?<rest>\d\d?:.*)\s(?<y>\d{4})",
    r"(?<mon>\p{L}{3,})\.?,?\s+(?<y>\d{4})",
    r"(?<y>\d{4})[\s-]+(?<mon>\p{L}{3,})\.?[\s-]+(?<d>\d{1,2})(?<rest>\D.*)?",
];

/// Those of them that begin with a letter; the others begin with a digit, and one with either.
const WITH_LETTER: [usize; 4] = [6, 7, 8, 9];
const WITH_DIGIT: [usize; 8] = [0, 1, 2, 3, 4, 5, 7, 10];

/// The shapes that `given` may have: all have a year of four digits.
fn shapes_of(given: &str) -> impl Iterator<Item = usize> + use<> {
    let is_digit = |c: char| c.is_numeric();
    let has_year = given.split(|c| !is_digit(c)).any(|digits| digits.chars().nth(3).is_some());
    let shapes = match given.starts_with(is_digit) {
        _ if !has_year => &[][..],
        true => &WITH_DIGIT,
        false => &WITH_LETTER,
    };
    shapes.iter().copied()
}

/// Those that are to be tried, each made when it is first met: all together take as long as reading
/// a megabyte of articles.
static FORMS: [OnceLock<Regex>; SHAPES.len()] = [const { OnceLock::new() }; SHAPES.len()];

fn form(i: usize) -> &'static Regex {
    FORMS[i].get_or_init(|| regex(&format!("^(?:{})$", SHAPES[i])))
}

pub(super) fn regex(pattern: &str) -> Regex {
    let built = regex::RegexBuilder::new(pattern).case_insensitive(true).build();
    built.expect("the shapes are tested")
}

/// What a date printed says: the day, and the moment where it tells a clock.
struct Printed {
    date: String,
    moment: Option<(DateTime, TimeZone)>,
}

/// The date in ISO 8601, as coarse as given; `None` when it is none, or may be two.
pub(super) fn iso(given: &str, rule: &DateRule) -> Option<String> {
    let given = given.trim().trim_matches(['"', '\'']);
    // 80: a long form with weekday, clock, zone and its name in brackets has some 60.
    if given.is_empty() || given.chars().nth(80).is_some() {
        return None;
    }
    if let Some(instant) = epoch(given) {
        let zone = rule.zone.clone().unwrap_or(TimeZone::UTC);
        return Some(instant.to_zoned(zone).date().to_string());
    }
    let mut forms = shapes_of(given).filter_map(|i| form(i).captures(given));
    let printed = plain(given).or_else(|| forms.find_map(|c| read(&c, rule)))?;
    let there = rule.zone.as_ref().zip(printed.moment).and_then(|(zone, (time, from))| {
        Some(time.to_zoned(from).ok()?.with_time_zone(zone.clone()).date().to_string())
    });
    Some(there.unwrap_or(printed.date))
}

/// Unix seconds (10 digits) or milliseconds (13), a fraction allowed.
fn epoch(given: &str) -> Option<Timestamp> {
    let (whole, fraction) = given.split_once('.').unwrap_or((given, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = whole.parse().ok()?;
    match whole.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

/// What nearly all articles have, without the shapes: the first two of them in ASCII digits.
/// `None`: something else, or nothing that stands in a calendar.
fn plain(given: &str) -> Option<Printed> {
    let (year, rest) = digits(given, 4..=4)?;
    let is_parted = |rest: &str, by: &[char]| rest.starts_with(by);
    if rest.is_empty() {
        return whole(year, None, None, "");
    }
    if !is_parted(rest, &['-', '/', '.']) {
        return None;
    }
    let (month, after) = digits(&rest[1..], 1..=2)?;
    if after.is_empty() && month.len() == 2 && is_parted(rest, &['-', '/']) {
        return whole(year, Some(month), None, "");
    }
    let after = after.strip_prefix(['-', '/', '.'])?;
    let (day, rest) = digits(after, 1..=2)?;
    whole(year, Some(month), Some(day), rest)
}

/// So many ASCII digits, and what follows, which is no digit of any kind.
fn digits(text: &str, count: RangeInclusive<usize>) -> Option<(&str, &str)> {
    let end = text.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let ends = !rest.starts_with(|c: char| c.is_numeric());
    (count.contains(&end) && ends).then_some((number, rest))
}

/// The date of these digits and the clock behind it.
fn whole(year: &str, month: Option<&str>, day: Option<&str>, clock: &str) -> Option<Printed> {
    let number = |digits: Option<&str>| digits.map_or(Some(1), |d| d.parse().ok());
    let first = Date::new(year.parse().ok()?, number(month)?, number(day)?).ok()?;
    let date = match (month, day) {
        (Some(_), Some(_)) => first.to_string(),
        (Some(month), None) => format!("{year}-{month}"),
        (None, _) => year.into(),
    };
    let moment = match clock {
        "" => None,
        clock => {
            let (time, zone) = clock::plain(clock)?;
            zone.map(|zone| (first.to_datetime(time), zone))
        }
    };
    Some(Printed { date, moment })
}

fn read(found: &Captures<'_>, rule: &DateRule) -> Option<Printed> {
    let number = |name: &str| found.name(name).map(|m| m.as_str().parse::<i8>().ok());
    let year = &found["y"];
    if found.name("week").is_some_and(|w| !is_weekday(w.as_str())) {
        return None;
    }
    let (month, day) = if found.name("a").is_some() {
        let (month, day) = in_order(number("a")??, number("b")??, &found["sep"], rule.order)?;
        (Some(month), Some(day))
    } else {
        let named = found.name("mon").map(|m| month(m.as_str()));
        let month = named.or_else(|| number("m"));
        (
            month.map_or(Some(None), |m| m.map(Some))?,
            number("d").map_or(Some(None), |d| d.map(Some))?,
        )
    };
    let first = Date::new(year.parse().ok()?, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
    let date = match (month, day) {
        (Some(_), Some(_)) => first.to_string(),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year.into(),
    };
    let clock = found.name("rest").map_or("", |r| r.as_str());
    let moment = clock::read(clock)?;
    let moment = moment.and_then(|(time, zone)| Some((first.to_datetime(time), zone?)));
    Some(Printed { date, moment })
}

/// Month and day of two numbers.
fn in_order(a: i8, b: i8, separator: &str, order: Order) -> Option<(i8, i8)> {
    let order = match order {
        Order::Unknown if separator == "." => Order::DayFirst,
        order => order,
    };
    match (a, b) {
        (13.., _) => Some((b, a)),
        (_, 13..) => Some((a, b)),
        _ if a == b => Some((a, b)),
        _ => match order {
            Order::DayFirst => Some((b, a)),
            Order::MonthFirst => Some((a, b)),
            Order::Unknown => None,
        },
    }
}

/// A month's English name, or a beginning of it that ends in a point or not: `Sept.`, `Feb`.
fn month(word: &str) -> Option<i8> {
    let month = strtime::parse("%b", word.get(..3)?).ok()?.month()?;
    let name = Date::constant(2000, month, 1).strftime("%B").to_string();
    is_beginning(word, &name).then_some(month)
}

fn is_weekday(word: &str) -> bool {
    let word = word.trim_end().trim_end_matches([',', '.']);
    let Some(day) = word.get(..3).and_then(|w| strtime::parse("%a", w).ok()?.weekday()) else {
        return false;
    };
    // 2023-01-01 was a Sunday.
    let name = Date::constant(2023, 1, 1 + day.to_sunday_zero_offset()).strftime("%A").to_string();
    is_beginning(word, &name)
}

fn is_beginning(word: &str, name: &str) -> bool {
    name.get(..word.len()).is_some_and(|n| n.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(given: &str) -> Option<String> {
        iso(given, &DateRule::default())
    }

    fn all(cases: &[(&str, &str)]) {
        for (given, kept) in cases {
            assert_eq!(plain(given).as_deref(), Some(*kept), "{given}");
        }
    }

    #[test]
    fn dates_stay_as_coarse_as_given() {
        all(&[
            ("2024", "2024"),
            ("2024-07", "2024-07"),
            ("2026-02-26", "2026-02-26"),
            ("2026/02/26", "2026-02-26"),
            ("2026/2/6", "2026-02-06"),
            ("20260226", "2026-02-26"),
            ("2016-09-12T10:00:00Z", "2016-09-12"),
            ("2016-09-12 10:00", "2016-09-12"),
            ("2024-02-29", "2024-02-29"),
            ("February 2026", "2026-02"),
            ("2026年2月", "2026-02"),
        ]);
        let none =
            ["", "2023-02-29", "2024-13", "2024-7", "202", "2024-02-03 or so", "2024-02-031"];
        for given in none {
            assert_eq!(plain(given), None, "{given}");
        }
    }

    #[test]
    fn the_usual_forms_are_read() {
        all(&[
            ("Thu, 26 Feb 2026 23:30:00 -0500", "2026-02-26"),
            ("Thu, 26 Feb 2026 23:30:00 GMT", "2026-02-26"),
            ("Thu Feb 26 10:30:00 2026", "2026-02-26"),
            ("Thu Feb 26 10:30:00 EST 2026", "2026-02-26"),
            ("Feb. 26, 2026", "2026-02-26"),
            ("Sept. 3, 2025", "2025-09-03"),
            ("SEPTEMBER 3rd, 2025", "2025-09-03"),
            ("26 February 2026", "2026-02-26"),
            ("26-Feb-2026", "2026-02-26"),
            ("February 26, 2026 at 5:30 p.m. EST", "2026-02-26"),
            ("February 26, 2026 5 PM ET", "2026-02-26"),
            ("Feb 26, 2026 | 17:30", "2026-02-26"),
            ("Thursday, February 26, 2026", "2026-02-26"),
            ("26.02.2026", "2026-02-26"),
            ("26. 2. 2026, 10:30", "2026-02-26"),
            ("2026年2月26日", "2026-02-26"),
            ("2026年2月26日 10時30分", "2026-02-26"),
            ("2026년 2월 26일", "2026-02-26"),
            ("20260226T103000Z", "2026-02-26"),
            ("20260226103000", "2026-02-26"),
            ("2026-02-26T10:30:00.000+0000", "2026-02-26"),
            ("2026-02-26T10:30:00-05:00[America/New_York]", "2026-02-26"),
            ("2026-02-26 10:30:00 UTC", "2026-02-26"),
            ("2026-02-26 10:30:00 +0900 (KST)", "2026-02-26"),
        ]);
    }

    #[test]
    fn a_date_of_numbers_needs_one_reading_or_an_order() {
        all(&[
            ("02/26/2026", "2026-02-26"),
            ("26/02/2026", "2026-02-26"),
            ("03.02.2026", "2026-02-03"),
            ("02/02/2026", "2026-02-02"),
        ]);
        let by = |order| iso("02/03/2026", &DateRule { order, zone: None });
        assert_eq!(by(Order::Unknown), None);
        assert_eq!(by(Order::DayFirst).as_deref(), Some("2026-03-02"));
        assert_eq!(by(Order::MonthFirst).as_deref(), Some("2026-02-03"));
    }

    #[test]
    fn what_may_be_anything_is_no_date() {
        let years = ["26/02/26", "Feb 26, 26", "06-Nov-94", "26.2.26"];
        let words = ["yesterday", "Marble 3, 2020", "Monstrous, May 3, 2020", "Decree 12, 2020"];
        let numbers = ["31/02/2026", "13/13/2026", "123456789", "2026-02-26 25:00", "2026-02-26T7"];
        for given in years.iter().chain(&words).chain(&numbers) {
            assert_eq!(plain(given), None, "{given}");
        }
    }

    #[test]
    fn the_day_printed_holds_unless_a_zone_is_named() {
        let zone =
            |name| DateRule { zone: Some(TimeZone::get(name).unwrap()), ..DateRule::default() };
        let (seoul, york) = (zone("Asia/Seoul"), zone("America/New_York"));
        for (given, printed, in_seoul, in_york) in [
            ("2026-02-26T23:30:00-05:00", "2026-02-26", "2026-02-27", "2026-02-26"),
            ("Thu, 26 Feb 2026 23:30:00 -0500", "2026-02-26", "2026-02-27", "2026-02-26"),
            ("February 26, 2026 at 11:30 p.m. ET", "2026-02-26", "2026-02-27", "2026-02-26"),
            ("2026-02-26 12:10 am GMT+9", "2026-02-26", "2026-02-26", "2026-02-25"),
            ("20260226T233000Z", "2026-02-26", "2026-02-27", "2026-02-26"),
            ("1772074800", "2026-02-26", "2026-02-26", "2026-02-25"),
            ("1772074800000", "2026-02-26", "2026-02-26", "2026-02-25"),
            ("2026-02-26 23:30", "2026-02-26", "2026-02-26", "2026-02-26"),
            ("2026-02-26", "2026-02-26", "2026-02-26", "2026-02-26"),
        ] {
            let got = [plain(given), iso(given, &seoul), iso(given, &york)];
            assert_eq!(got.map(Option::unwrap), [printed, in_seoul, in_york], "{given}");
        }
    }

    /// The same by the shapes alone.
    fn by_shapes(given: &str) -> Option<Printed> {
        let mut forms = (0..SHAPES.len()).filter_map(|i| form(i).captures(given));
        forms.find_map(|c| read(&c, &DateRule::default()))
    }

    #[test]
    fn shapes_are_tried_where_they_can_fit() {
        let days = ["2026-02-26", "Thu, 26 Feb 2026 10:30", "February 26th, 2026", "26.2.2026", ""];
        let others =
            ["20260226", "2026年2月26日", "Feb 2026", "2026 Feb 26", "(2026)", "٢٠٢٦", "26 Feb 26"];
        for given in days.into_iter().chain(others) {
            let mut fitting = (0..SHAPES.len()).filter(|&i| form(i).is_match(given));
            let tried: Vec<usize> = shapes_of(given).collect();
            assert!(fitting.all(|i| tried.contains(&i)), "{given}");
        }
        assert_eq!(shapes_of("the week before").count(), 0);
    }

    #[test]
    fn what_is_plain_is_what_the_shapes_read() {
        let (years, parts) =
            (["2026", "0000", "9999", "26", "20260"], ["02", "2", "13", "31", "0", "٣"]);
        let clocks = [
            "",
            "T10:30",
            "T10:30Z",
            " 10:30:59z",
            "T10:30:00+0530",
            "t10:30:00.5-05:00",
            " 10:30:60",
            "T24:00",
            "T1:30",
            "T10:30:00+5",
            " 10:30 am",
            "T10:30:00 Z",
            "T103000Z",
            "T",
            " ",
            "Z",
            "x",
            "٣",
            "T10:30:00.Z",
            "T10:30:00,123+00",
            "T10:30:00-99:99",
            "T10:30-0500",
            "T10:3",
            "T10:300",
        ];
        let mut plainly = 0;
        for year in years {
            for (month, day) in parts.iter().flat_map(|m| parts.iter().map(move |d| (m, d))) {
                for by in ["-", "/", "."] {
                    let short = [year.to_owned(), format!("{year}{by}{month}")];
                    let long =
                        clocks.iter().map(|clock| format!("{year}{by}{month}{by}{day}{clock}"));
                    for given in short.into_iter().chain(long) {
                        let Some(got) = super::plain(&given) else { continue };
                        let shapes = by_shapes(&given).expect("it is a date");
                        assert_eq!((got.date, got.moment), (shapes.date, shapes.moment), "{given}");
                        plainly += 1;
                    }
                }
            }
        }
        assert!(plainly > 500, "only {plainly}");
    }

    /// Pieces of dates in every order: nothing panics, and what comes is ISO 8601.
    #[test]
    fn any_text_gives_a_valid_date_or_none() {
        let pieces = [
            "2026",
            "02",
            "31",
            "9",
            "Feb",
            "Sept.",
            "Thu,",
            " ",
            "-",
            "/",
            ".",
            "T",
            ":",
            "10:30",
            "Z",
            "+05",
            "年",
            "月",
            "日",
            "é",
            "p.m.",
            "at",
            "EST",
            "9999-12-31",
            "0000",
            "−",
            ",",
            "1772074800",
            "23:59:60",
            "-99:99",
            "[x]",
            "\u{0}",
        ];
        let rule = DateRule { order: Order::DayFirst, zone: TimeZone::get("Asia/Seoul").ok() };
        let (mut state, mut dates) = (1u64, 0);
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..1 + state % 6 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let Some(date) = iso(&text, &rule) else { continue };
            let whole = format!("{date}{}", &"-01-01"[(date.len() - 4).min(6)..]);
            assert!(whole.len() == 10 && whole.parse::<Date>().is_ok(), "{text} gave {date}");
            dates += 1;
        }
        assert!(dates > 50, "only {dates} dates among the texts");
    }
}
