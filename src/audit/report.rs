//! What was counted, in order.

use super::compare::{COMPARED, Comparison, Side, Speaker, compare};
use super::dimension::Dimension;
use super::measure::{Counts, Measure};
use super::share::Share;
use super::tables::{Key, Table};
use super::values::{Names, Speakers, Values};
use rustc_hash::FxHashMap;

/// What was counted.
#[derive(Debug)]
pub struct Report {
    pub(super) values: Values,
    pub(super) speakers: Speakers,
    pub(super) spellings: Names,
    pub(super) all: Counts,
    pub(super) tables: Vec<Table>,
    pub(super) outlets: Table,
    pub(super) cues: FxHashMap<(u32, u32), [u32; 2]>,
}

/// A table's groups in order.
#[derive(Debug)]
pub struct Groups<'r> {
    report: &'r Report,
    by: &'r [Dimension],
    /// How many groups there are, shown or not.
    pub all: usize,
    /// Those that are to be shown.
    groups: Vec<(&'r Key, &'r Counts)>,
}

/// Rows that have the same values.
#[derive(Clone, Copy, Debug)]
pub struct Group<'r> {
    report: &'r Report,
    by: &'r [Dimension],
    key: &'r Key,
    /// Its counters.
    pub counts: &'r Counts,
}

impl<'r> Groups<'r> {
    /// What they are grouped by.
    pub fn by(&self) -> &'r [Dimension] {
        self.by
    }

    /// The groups.
    pub fn iter(&self) -> impl Iterator<Item = Group<'r>> {
        let (report, by) = (self.report, self.by);
        self.groups.iter().map(move |&(key, counts)| Group { report, by, key, counts })
    }
}

impl<'r> Group<'r> {
    /// Its values, one for each dimension of its table; a speaker's is the most used name.
    pub fn values(&self) -> impl Iterator<Item = (Dimension, &'r str)> {
        let (report, key) = (self.report, self.key);
        self.by.iter().zip(key).map(move |(&dimension, &n)| (dimension, report.value(dimension, n)))
    }

    /// Its speaker, where it has one.
    pub fn speaker(&self) -> Option<Speaker<'r>> {
        let level = self.by.iter().position(|d| *d == Dimension::Speaker)?;
        Some(self.report.speaker(self.key[level]))
    }
}

impl Report {
    /// All rows together.
    pub fn all(&self) -> &Counts {
        &self.all
    }

    /// What each table is grouped by, in the order asked for.
    pub fn by(&self) -> impl Iterator<Item = &[Dimension]> {
        self.tables.iter().map(|table| &*table.by)
    }

    /// The tables, in the order asked for; of each dimension that is no time the `top` values
    /// with the most statements (`None`: all).
    pub fn tables(&self, top: Option<usize>) -> impl Iterator<Item = Groups<'_>> {
        self.tables.iter().map(move |table| self.groups(table, top))
    }

    fn groups<'r>(&'r self, table: &'r Table, top: Option<usize>) -> Groups<'r> {
        let groups = table.ordered(top, |dimension, n| self.place(dimension, n));
        Groups { report: self, by: &table.by, all: table.len(), groups }
    }

    /// Each outlet against all others, in all that is [`COMPARED`]; those with fewer than
    /// `least` to compare are left out, and so are rows whose outlet is not known.
    pub fn outlets(&self, least: u64) -> Vec<Comparison<'_>> {
        let groups = self.groups(&self.outlets, None);
        let known = || {
            groups.iter().filter_map(|group| {
                let (_, outlet) = group.values().next()?;
                (!outlet.is_empty()).then_some((outlet, group.counts))
            })
        };
        let mut all = Counts::default();
        known().for_each(|(_, counts)| all.merge(counts));
        let side = |measure, outlet, counts: &Counts| {
            let share = counts.share(measure);
            Side { speaker: None, outlet, measure, share, rest: without(all.share(measure), share) }
        };
        let of = |measure: Measure| known().map(move |(o, counts)| (measure, o, counts));
        let sides = COMPARED.into_iter().flat_map(of);
        compare(
            sides.map(|(measure, outlet, counts)| side(measure, outlet, counts)).collect(),
            least,
        )
    }

    /// Each named speaker's loaded cues in one outlet against those in all other outlets, in
    /// the order of how many cues the speaker has. Left out is what has fewer than `least`
    /// neutral or loaded cues on either side.
    pub fn cues(&self, least: u64) -> Vec<Comparison<'_>> {
        let mut speakers = self.speakers_cues();
        // Most speakers have too few for any comparison.
        speakers.retain(|(_, all, _)| all.of >= least.saturating_mul(2));
        speakers.sort_by(|a, b| b.1.of.cmp(&a.1.of).then(a.0.cmp(&b.0)));
        let sides = speakers.into_iter().flat_map(|(speaker, all, outlets)| {
            let side = move |(outlet, share)| {
                let (speaker, rest) = (Some(speaker), without(all, share));
                Side { speaker, outlet, measure: Measure::LoadedCue, share, rest }
            };
            outlets.into_iter().map(side)
        });
        compare(sides.collect(), least)
    }

    /// Each speaker's loaded cues in all known outlets and in each, the one with most first.
    fn speakers_cues(&self) -> Vec<(Speaker<'_>, Share, OutletShares<'_>)> {
        let known = |outlet| !self.values.text(outlet).is_empty();
        let mut pairs: Vec<_> = self.cues.iter().filter(|((_, o), _)| known(*o)).collect();
        pairs.sort_unstable_by_key(|(pair, _)| **pair);
        let share = |cues: &[u32; 2]| {
            let [neutral, loaded] = cues.map(u64::from);
            Share { count: loaded, of: neutral + loaded }
        };
        let speaker = |part: &[(&(u32, u32), &[u32; 2])]| {
            let name = |outlet| self.value(Dimension::Outlet, outlet);
            let outlets = part.iter().map(|(pair, cues)| (name(pair.1), share(cues)));
            let mut outlets: Vec<_> = outlets.collect();
            outlets.sort_by(|(a, s), (b, t)| t.of.cmp(&s.of).then(a.cmp(b)));
            let count = outlets.iter().map(|(_, share)| share.count).sum();
            let of = outlets.iter().map(|(_, share)| share.of).sum();
            (self.speaker(part[0].0.0), Share { count, of }, outlets)
        };
        pairs.chunk_by(|a, b| a.0.0 == b.0.0).map(speaker).collect()
    }

    fn value(&self, dimension: Dimension, number: u32) -> &str {
        match dimension {
            Dimension::Speaker => self.speakers.name(&self.values, number),
            Dimension::Outlet => self.spellings.of(&self.values, number),
            _ => self.values.text(number),
        }
    }

    fn speaker(&self, number: u32) -> Speaker<'_> {
        let name = self.speakers.name(&self.values, number);
        Speaker { name, id: self.speakers.id(&self.values, number) }
    }

    /// A value's place among others: by letters, speakers of one name by their ids, what is not
    /// known last.
    fn place(&self, dimension: Dimension, number: u32) -> (bool, &str, &str) {
        let id = match dimension {
            Dimension::Speaker => self.speakers.id(&self.values, number),
            _ => "",
        };
        let value = self.value(dimension, number);
        (value.is_empty(), value, id)
    }
}

/// Outlets by name, and a share in each.
type OutletShares<'r> = Vec<(&'r str, Share)>;

fn without(all: Share, part: Share) -> Share {
    Share { count: all.count - part.count, of: all.of - part.of }
}
