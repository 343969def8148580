//! A report as a list of numbers, one record a number: what CSV and JSON lines hold.

use super::compare::{Comparison, Differs};
use super::dimension::Dimension;
use super::measure::{Counts, Measure};
use super::report::{Group, Report};
use super::share::{Interval, Share, Z95};

/// One number: what it is of, and what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Record<'r> {
    /// `all`, the table's dimensions (`outlet,month`), `compare-outlets` or `compare-cues`.
    pub table: &'r str,
    /// The group's values.
    pub values: Vec<(Dimension, &'r str)>,
    /// The `speaker_id`, where the group has a speaker with one.
    pub speaker_id: &'r str,
    /// What is counted.
    pub measure: &'static str,
    /// How many.
    pub number: Number,
    /// A comparison with other outlets.
    pub versus: Option<Comparison<'r>>,
}

/// How many of how many, and where the share may lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// How many, of how many.
    pub share: Share,
    /// The 95 % interval; `None` for words, which are no trials of their own.
    pub interval: Option<Interval>,
}

impl Number {
    /// A share with its interval.
    pub fn of(share: Share) -> Self {
        Self { share, interval: share.interval(Z95) }
    }

    fn of_words(count: u64, of: u64) -> Self {
        Self { share: Share { count, of }, interval: None }
    }
}

impl Report {
    /// Gives all records to `write`, one after another: all rows together, each table's groups
    /// ([`Report::tables`]), and with `least` the comparisons ([`Report::outlets`],
    /// [`Report::cues`]).
    ///
    /// # Errors
    /// The first that `write` gives.
    pub fn records<E>(
        &self,
        top: Option<usize>,
        least: Option<u64>,
        mut write: impl FnMut(&Record<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.numbers("all", None, &self.all, &mut write)?;
        for groups in self.tables(top) {
            let names: Vec<&str> = groups.by().iter().map(|d| d.name()).collect();
            let table = names.join(",");
            for group in groups.iter() {
                self.numbers(&table, Some(group), group.counts, &mut write)?;
            }
        }
        let Some(least) = least else { return Ok(()) };
        for comparison in self.outlets(least) {
            write(&compared("compare-outlets", comparison))?;
        }
        for comparison in self.cues(least) {
            write(&compared("compare-cues", comparison))?;
        }
        Ok(())
    }

    fn numbers<E>(
        &self,
        table: &str,
        group: Option<Group<'_>>,
        counts: &Counts,
        write: &mut impl FnMut(&Record<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let of_all = |count: u32| Share { count: count.into(), of: self.all.statements.into() };
        let mut record = Record {
            table,
            values: group.map(|g| g.values().collect()).unwrap_or_default(),
            speaker_id: group.and_then(|g| g.speaker()).map_or("", |speaker| speaker.id),
            measure: "statements",
            number: Number::of(of_all(counts.statements)),
            versus: None,
        };
        write(&record)?;
        record.measure = "words";
        record.number = Number::of_words(counts.words, self.all.words);
        write(&record)?;
        record.measure = "words_in_marks";
        record.number = Number::of_words(counts.words_in_marks, counts.words);
        write(&record)?;
        for measure in Measure::ALL {
            record.measure = measure.name();
            record.number = Number::of(counts.share(measure));
            write(&record)?;
        }
        Ok(())
    }
}

fn compared<'r>(table: &'r str, comparison: Comparison<'r>) -> Record<'r> {
    let speaker = comparison.speaker.map(|speaker| (Dimension::Speaker, speaker.name));
    Record {
        table,
        values: speaker.into_iter().chain([(Dimension::Outlet, comparison.outlet)]).collect(),
        speaker_id: comparison.speaker.map_or("", |speaker| speaker.id),
        measure: comparison.measure.name(),
        number: Number::of(comparison.share),
        versus: Some(comparison),
    }
}

impl Record<'_> {
    /// Whether the comparison differs; empty where nothing is compared, too.
    pub fn differs(&self) -> &'static str {
        self.versus.map_or(Differs::No, |comparison| comparison.differs).name()
    }
}
