//! Outlets set against each other.
//!
//! Each outlet's share of something is compared with the same share in all other outlets
//! together. Whether they differ is asked of as many comparisons as the table has, so that
//! chance alone flags one in 5 of 100 tables, not one in 20 lines.

use super::measure::Measure;
use super::share::{Interval, Share, Z95, z_for};

/// What outlets are compared in.
pub const COMPARED: [Measure; 11] = [
    Measure::Direct,
    Measure::Mixed,
    Measure::Indirect,
    Measure::Named,
    Measure::Group,
    Measure::Anonymous,
    Measure::NoSpeaker,
    Measure::WithSource,
    Measure::OneAnonymous,
    Measure::SecondHand,
    Measure::LoadedCue,
];

/// An outlet's share of something against that of the other outlets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison<'r> {
    /// The speaker, where one speaker's statements alone are compared.
    pub speaker: Option<Speaker<'r>>,
    /// The outlet.
    pub outlet: &'r str,
    /// What is compared.
    pub measure: Measure,
    /// The outlet's share.
    pub share: Share,
    /// The other outlets' share.
    pub rest: Share,
    /// The outlet's share less the others', from −1 to 1.
    pub difference: f64,
    /// Where that lies, in 95 of 100 cases.
    pub interval: Interval,
    /// Whether they differ beyond chance, with so many comparisons in the table.
    pub differs: Differs,
}

/// A speaker, to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Speaker<'r> {
    /// The most used name.
    pub name: &'r str,
    /// The `speaker_id`; empty where there is none.
    pub id: &'r str,
}

/// Whether a share differs from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Differs {
    /// Not beyond what chance makes.
    No,
    /// It is larger.
    More,
    /// It is smaller.
    Less,
}

impl Differs {
    /// Its name in the output; empty where they do not differ.
    pub fn name(self) -> &'static str {
        match self {
            Self::No => "",
            Self::More => "more",
            Self::Less => "less",
        }
    }

    fn of(interval: Interval) -> Self {
        match interval {
            Interval { low, .. } if low > 0.0 => Self::More,
            Interval { high, .. } if high < 0.0 => Self::Less,
            Interval { .. } => Self::No,
        }
    }
}

/// One side of a comparison to be made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Side<'r> {
    pub(super) speaker: Option<Speaker<'r>>,
    pub(super) outlet: &'r str,
    pub(super) measure: Measure,
    pub(super) share: Share,
    pub(super) rest: Share,
}

/// Makes all comparisons of a table; those with less than `least` on one side are left out.
pub(super) fn compare<'r>(mut sides: Vec<Side<'r>>, least: u64) -> Vec<Comparison<'r>> {
    sides.retain(|side| side.share.of.min(side.rest.of) >= least.max(1));
    let z = z_for(sides.len());
    let of = |side: Side<'r>| {
        let Side { speaker, outlet, measure, share, rest } = side;
        let difference = share.value()? - rest.value()?;
        let interval = share.difference(rest, Z95)?;
        let differs = Differs::of(share.difference(rest, z)?);
        Some(Comparison { speaker, outlet, measure, share, rest, difference, interval, differs })
    };
    sides.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn side(outlet: &str, share: (u64, u64), rest: (u64, u64)) -> Side<'_> {
        let share = Share { count: share.0, of: share.1 };
        let rest = Share { count: rest.0, of: rest.1 };
        Side { speaker: None, outlet, measure: Measure::LoadedCue, share, rest }
    }

    #[test]
    fn a_difference_is_flagged_only_beyond_what_many_comparisons_make() {
        let close = side("a", (13, 40), (50, 300));
        let flags = |sides: Vec<Side<'_>>| -> Vec<&'static str> {
            compare(sides, 10).iter().map(|c| c.differs.name()).collect()
        };
        assert_eq!(flags(vec![close]), ["more"]);
        assert_eq!(flags(vec![close; 20]), [""; 20]);
        assert_eq!(flags(vec![side("a", (1, 100), (50, 100))]), ["less"]);
    }

    #[test]
    fn few_statements_are_not_compared() {
        assert!(
            compare(vec![side("a", (9, 9), (0, 100)), side("b", (0, 0), (1, 1))], 10).is_empty()
        );
        assert_eq!(compare(vec![side("b", (0, 0), (1, 1))], 0), []);
    }
}
