//! What rows are grouped by.

use crate::rows::{Days, Field, Row};

/// Something that rows are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// Who speaks, by `speaker_id` where there is one, else by name.
    Speaker,
    /// Where it ran, by name in lower case; shown as it is spelled most often.
    Outlet,
    /// The year of `published`.
    Year,
    /// The month of `published`.
    Month,
    /// `quote_type`.
    Type,
    /// `kind`.
    Kind,
    /// `speaker_kind`.
    SpeakerKind,
    /// `source`.
    Source,
    /// `source_kind`.
    SourceKind,
    /// `cue`, in lower case.
    Cue,
    /// `stance`.
    Stance,
}

impl Dimension {
    /// All of them with their names, in the order of the output's columns.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Speaker, "speaker"),
        (Self::Outlet, "outlet"),
        (Self::Year, "year"),
        (Self::Month, "month"),
        (Self::Type, "type"),
        (Self::Kind, "kind"),
        (Self::SpeakerKind, "speaker-kind"),
        (Self::Source, "source"),
        (Self::SourceKind, "source-kind"),
        (Self::Cue, "cue"),
        (Self::Stance, "stance"),
    ];

    /// The most that one table is grouped by.
    pub const MOST: usize = 3;

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The dimension of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|&(dimension, _)| dimension)
    }

    /// Whether its values go in their own order, not by how many rows they have.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Year | Self::Month)
    }

    /// The column that it is seen in.
    pub fn field(self) -> Field {
        match self {
            Self::Speaker => Field::Speaker,
            Self::Outlet => Field::Outlet,
            Self::Year | Self::Month => Field::Published,
            Self::Type => Field::QuoteType,
            Self::Kind => Field::Kind,
            Self::SpeakerKind => Field::SpeakerKind,
            Self::Source => Field::Source,
            Self::SourceKind => Field::SourceKind,
            Self::Cue => Field::Cue,
            Self::Stance => Field::Stance,
        }
    }

    /// The row's value, but for the speaker, who is not one text.
    pub(super) fn value(self, row: &Row) -> Option<&str> {
        let value = row.get(self.field());
        match self {
            Self::Speaker => None,
            Self::Year => Some(time(value, 4)),
            Self::Month => Some(time(value, 7)),
            _ => Some(value),
        }
    }
}

/// A date's year or month; empty where it is coarser, or no date.
fn time(published: &str, length: usize) -> &str {
    if Days::parse(published).is_none() {
        return "";
    }
    let day = published.split(['T', ' ']).next().unwrap_or_default();
    let is_fit = |(i, b): (usize, u8)| if i == 4 { b == b'-' } else { b.is_ascii_digit() };
    let ends = matches!(day.as_bytes().get(length), None | Some(b'-'));
    match day.get(..length) {
        Some(part) if ends && part.bytes().enumerate().all(is_fit) => part,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_stand_in_their_order() {
        for (i, (dimension, name)) in Dimension::ALL.into_iter().enumerate() {
            assert_eq!((dimension as usize, dimension.name()), (i, name));
            assert_eq!(Dimension::named(name), Some(dimension));
        }
    }

    #[test]
    fn a_date_that_is_too_coarse_has_no_month() {
        let both = |date| (time(date, 4), time(date, 7));
        assert_eq!(both("2026-02-25"), ("2026", "2026-02"));
        assert_eq!(both("2026-02"), ("2026", "2026-02"));
        assert_eq!(both("2026-02-25T10:00Z"), ("2026", "2026-02"));
        assert_eq!(both("2026"), ("2026", ""));
        assert_eq!(both("2026-W09"), ("2026", ""));
        assert_eq!(both("20260225"), ("", ""));
        assert_eq!(both("soon"), ("", ""));
        assert_eq!((both("2026-13-45"), both("2026-02-30")), (("", ""), ("", "")));
        assert_eq!(both("été 2026"), ("", ""));
    }
}
