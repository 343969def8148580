//! The time of day behind a date, and the zone it is told in: `at 5:30 p.m. EST`.
//!
//! Takes what follows the date. Gives the time, with its zone where that is known, or says that the
//! words are no clock, so that the date before them is not taken for one either.

use super::date::regex;
use jiff::SignedDuration;
use jiff::civil::Time;
use jiff::tz::{Offset, TimeZone};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// A time of day, and where it is told.
const CLOCK: &str = concat!(
    r"^[T\s,;|·•@–—-]*(?:\(?\p{L}+\)\s*)?(?:at\s+)?",
    r"(?:(?<h>\d{1,2})[:時시](?:\s?(?<min>\d{2})分?(?::(?<s>\d{2})(?:[.,]\d+)?)?)?|(?<h3>\d{2})(?<min3>\d{2})(?<s3>\d{2})?|(?<h2>\d{1,2})(?<bare>))?",
    r"\s*(?:(?<half>[ap])\.?m\b\.?)?",
    r"\s*[(\[]?(?:(?:utc|gmt)?(?<sign>[+-−])(?<zh>\d{1,2}?)(?::?(?<zm>\d{2}))?|(?<zone>[a-z_]+(?:/[a-z_]+)*))?[)\]]?",
    r"(?:\s*\([^()]*\)|\s*\[[^\[\]]*\])?\.?\s*$",
);

static TIME: LazyLock<Regex> = LazyLock::new(|| regex(CLOCK));

/// The clock of ISO 8601 as machines print it, `T10:30:00.000Z` or ` 10:30:00-05:00`, without the
/// pattern; `None`: something else.
pub(super) fn plain(text: &str) -> Option<(Time, Option<TimeZone>)> {
    let (hour, rest) = two(text.strip_prefix(['T', ' '])?)?;
    let (minute, mut rest) = two(rest.strip_prefix(':')?)?;
    let mut second = 0;
    if let Some(after) = rest.strip_prefix(':') {
        (second, rest) = two(after)?;
        if let Some(after) = rest.strip_prefix(['.', ',']) {
            let end = after.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(after.len());
            rest = after.get(end..).filter(|_| end > 0)?;
        }
    }
    let time = Time::new(hour, minute, second.min(59), 0).ok()?;
    let zone = match rest.as_bytes() {
        [] => None,
        b"Z" => Some(fixed(0)?),
        [sign @ (b'+' | b'-'), ..] => {
            let (hours, rest) = two(&rest[1..])?;
            let minutes = match two(rest.strip_prefix(':').unwrap_or(rest)) {
                Some((minutes, "")) => minutes,
                _ => return None,
            };
            let minutes = i64::from(hours) * 60 + i64::from(minutes);
            Some(fixed(if *sign == b'+' { minutes } else { -minutes })?)
        }
        _ => return None,
    };
    Some((time, zone))
}

/// A number of two digits at the begin of a text, and what follows.
fn two(text: &str) -> Option<(i8, &str)> {
    let digits = text.get(..2).filter(|two| two.bytes().all(|b| b.is_ascii_digit()))?;
    Some((digits.parse().ok()?, &text[2..]))
}

/// The time and its zone where one is told; `None` when the words are no clock.
#[expect(clippy::option_option, reason = "no clock at all and words that are none differ")]
pub(super) fn read(text: &str) -> Option<Option<(Time, Option<TimeZone>)>> {
    if text.is_empty() {
        return Some(None);
    }
    let found = TIME.captures(text)?;
    let number = |names: [&str; 3]| {
        let given = names.iter().find_map(|n| found.name(n));
        given.map_or(Some(0), |m| m.as_str().parse::<i8>().ok())
    };
    let half = found.name("half").map(|h| h.as_str().to_ascii_lowercase());
    let told = ["h", "h2", "h3"].iter().any(|n| found.name(n).is_some());
    if found.name("bare").is_some() && half.is_none() || !told && half.is_some() {
        return None;
    }
    if !told {
        return Some(None);
    }
    let hour = match (number(["h", "h2", "h3"])?, half.as_deref()) {
        (12, Some("a")) => 0,
        (hour @ 1..=11, Some("p")) => hour + 12,
        (hour, _) => hour,
    };
    let (minute, second) = (number(["min", "min3", "min"])?, number(["s", "s3", "s"])?);
    // A leap second is the one before it, for a calendar.
    let time = Time::new(hour, minute, second.min(59), 0).ok()?;
    Some(Some((time, zone_of(&found))))
}

/// The zones that are printed as letters: RFC 2822's, and those of news pages.
const ZONES: [(&str, &str); 24] = [
    ("aest", "+10"),
    ("bst", "+1"),
    ("cdt", "-5"),
    ("cest", "+2"),
    ("cet", "+1"),
    ("cst", "-6"),
    ("ct", "America/Chicago"),
    ("edt", "-4"),
    ("eest", "+3"),
    ("eet", "+2"),
    ("est", "-5"),
    ("et", "America/New_York"),
    ("gmt", "+0"),
    ("hkt", "+8"),
    ("jst", "+9"),
    ("kst", "+9"),
    ("mdt", "-6"),
    ("msk", "+3"),
    ("mst", "-7"),
    ("mt", "America/Denver"),
    ("pdt", "-7"),
    ("pst", "-8"),
    ("pt", "America/Los_Angeles"),
    ("z", "+0"),
];

fn zone_of(found: &Captures<'_>) -> Option<TimeZone> {
    if let Some(sign) = found.name("sign") {
        let number = |name| found.name(name).map_or(Some(0), |m| m.as_str().parse::<i64>().ok());
        let minutes = number("zh")? * 60 + number("zm")?;
        return fixed(if sign.as_str() == "+" { minutes } else { -minutes });
    }
    let name = found.name("zone")?.as_str().to_ascii_lowercase();
    let name = if name == "utc" { "gmt" } else { &name };
    match ZONES.binary_search_by_key(&name, |(n, _)| n) {
        Ok(at) => match ZONES[at].1.parse::<i64>() {
            Ok(hours) => fixed(hours * 60),
            Err(_) => TimeZone::get(ZONES[at].1).ok(),
        },
        Err(_) if name.contains('/') => TimeZone::get(name).ok(),
        Err(_) => None,
    }
}

fn fixed(minutes: i64) -> Option<TimeZone> {
    let offset = Offset::try_from(SignedDuration::from_mins(minutes)).ok()?;
    Some(TimeZone::fixed(offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zones_are_sorted_for_the_search() {
        assert!(ZONES.is_sorted());
    }

    #[test]
    fn a_clock_is_told_from_other_words() {
        for (text, told) in [
            ("T23:30:00-0500", "23:30:00"),
            (" at 5:30 p.m. EST", "17:30:00"),
            (", 12:05 am", "00:05:00"),
            ("T103000Z", "10:30:00"),
            (" 5 PM ET", "17:00:00"),
            ("T23:59:60Z", "23:59:59"),
        ] {
            let (time, _) = read(text).unwrap().unwrap();
            assert_eq!(time.to_string(), told, "{text}");
        }
        for text in ["", " (Thursday)", " UTC", ","] {
            assert!(read(text).unwrap().is_none(), "{text}");
        }
        for text in [" 5", " or so", " 25:00", " p.m.", " 10:30 by Kim"] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
