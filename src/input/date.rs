//! Publication dates to ISO 8601.

/// How dates are read.
#[derive(Clone, Debug, Default)]
pub struct DateRule {
    /// What comes first where both readings are possible.
    pub order: Order,
    /// The zone whose calendar tells the day of an instant.
    pub zone: Option<jiff::tz::TimeZone>,
}

/// Day or month first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Not known.
    #[default]
    Unknown,
    /// 26/02/2026.
    DayFirst,
    /// 02/26/2026.
    MonthFirst,
}

pub(super) fn iso(given: &str, _rule: &DateRule) -> Option<String> {
    super::header::iso_date(given)
}
