//! Who is quoted, by whom and how: rows counted by group.
//!
//! Takes rows one after another ([`Audit::add`]), those of an article together, as `extract`
//! writes them. Gives a [`Report`]: counters by group, shares with their intervals, and outlets
//! compared with each other. Knows no language but the words that it is given, and neither
//! prints nor writes files.
//!
//! # What is kept in memory
//!
//! The counters of each group and the rows of one article, never all rows: a quote within
//! another's quote is seen only where both are at hand. Rows of one article that stand apart
//! are counted all the same, only not as nested.

mod compare;
mod dimension;
mod facts;
mod measure;
mod nested;
mod outlets;
mod records;
mod report;
mod share;
mod tables;
mod values;
mod words;

pub use compare::{COMPARED, Comparison, Differs, Speaker};
pub use dimension::Dimension;
pub use facts::{Language, Phrases};
pub use measure::{Counts, Measure};
pub use outlets::Outlets;
pub use records::{Number, Record};
pub use report::{Group, Groups, Report};
pub use share::{Interval, Share, Z95, z_for};

use crate::rows::{Field, Row};
use measure::Facts;
use nested::Piece;
use rustc_hash::FxHashMap;
use tables::Table;
use values::{Names, Speakers, Values};

/// The columns that the measures are seen in.
const MEASURED: [Field; 12] = [
    Field::ArticleId,
    Field::Outlet,
    Field::Speaker,
    Field::SpeakerKind,
    Field::Quote,
    Field::QuoteType,
    Field::Source,
    Field::SourceKind,
    Field::Cue,
    Field::Stance,
    // Without `spans` the quote is known by these.
    Field::Start,
    Field::End,
];

/// What is to be counted.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The tables, each by one to three dimensions.
    pub tables: Vec<Vec<Dimension>>,
    /// Whether outlets are to be compared.
    pub compares_outlets: bool,
    /// Words to know.
    pub language: Language,
    /// Outlets to know.
    pub outlets: Outlets,
}

impl Options {
    /// The columns without which counts would be wrong.
    pub fn needed(&self) -> Vec<Field> {
        let grouped = self.tables.iter().flatten().map(|dimension| dimension.field());
        MEASURED.into_iter().chain(grouped).collect()
    }
}

/// Rows being counted.
///
/// ```
/// use whosaid::audit::{Audit, Dimension, Measure, Options};
/// use whosaid::rows::{Field, Row};
///
/// let by = vec![Dimension::Outlet];
/// let mut audit = Audit::new(Options { tables: vec![by], ..Options::default() });
/// let row = [(Field::Outlet, "The Seoul Daily"), (Field::SpeakerKind, "anonymous")];
/// audit.add(&Row::of(&row), true);
/// let report = audit.finish();
/// assert_eq!(report.all().count(Measure::Anonymous), 1);
/// ```
#[derive(Debug)]
pub struct Audit {
    options: Options,
    values: Values,
    speakers: Speakers,
    all: Counts,
    tables: Vec<Table>,
    /// How outlets are spelled; those that differ by case alone are one.
    spellings: Names,
    /// By outlet, for comparing them.
    outlets: Table,
    /// By speaker and outlet: neutral and loaded cues.
    cues: FxHashMap<(u32, u32), [u32; 2]>,
    /// Whether a source is an outlet itself, by their numbers.
    own: FxHashMap<(u32, u32), bool>,
    article: Vec<Held>,
    article_id: String,
    outlet: String,
}

/// A row of the article being read.
#[derive(Debug)]
struct Held {
    /// `None`: not wanted, but others may stand within it.
    counted: Option<([u32; Dimension::ALL.len()], Facts)>,
    pieces: Vec<Piece>,
}

/// The most rows of one article that are held; a longer one is taken as several.
const MOST_HELD: usize = 1 << 16;

impl Audit {
    /// Nothing counted yet.
    pub fn new(options: Options) -> Self {
        Self {
            tables: options.tables.iter().cloned().map(Table::new).collect(),
            outlets: Table::new(vec![Dimension::Outlet]),
            options,
            values: Values::default(),
            speakers: Speakers::default(),
            spellings: Names::default(),
            all: Counts::default(),
            cues: FxHashMap::default(),
            own: FxHashMap::default(),
            article: Vec::new(),
            article_id: String::new(),
            outlet: String::new(),
        }
    }

    /// Counts a row if it is wanted; others may stand within the quote of one that is not.
    pub fn add(&mut self, row: &Row, is_wanted: bool) {
        let (id, outlet) = (row.get(Field::ArticleId), row.get(Field::Outlet));
        let is_same = id == self.article_id && outlet == self.outlet && !id.is_empty();
        if !is_same || self.article.len() >= MOST_HELD {
            self.flush();
            self.article_id.clear();
            self.article_id.push_str(id);
            self.outlet.clear();
            self.outlet.push_str(outlet);
        }
        let [spans, start, end] = [Field::Spans, Field::Start, Field::End].map(|f| row.get(f));
        let pieces = nested::pieces(spans, start, end);
        let counted = is_wanted.then(|| {
            let is_own = self.is_own(row);
            (self.numbers(row), facts::of(row, &self.options.language, is_own))
        });
        self.article.push(Held { counted, pieces });
    }

    /// All rows are counted.
    pub fn finish(mut self) -> Report {
        self.flush();
        self.speakers.settle(&self.values);
        self.spellings.settle(&self.values);
        Report {
            values: self.values,
            speakers: self.speakers,
            spellings: self.spellings,
            all: self.all,
            tables: self.tables,
            outlets: self.outlets,
            cues: self.cues,
        }
    }

    /// The row's value in each dimension that is asked for.
    fn numbers(&mut self, row: &Row) -> [u32; Dimension::ALL.len()] {
        let mut numbers = [0; Dimension::ALL.len()];
        let asked = self.tables.iter().flat_map(|table| &table.by).copied();
        let compared = [Dimension::Speaker, Dimension::Outlet].into_iter();
        let mut dimensions: u32 = asked.fold(0, |set, d| set | 1 << d as u32);
        if self.options.compares_outlets {
            dimensions = compared.fold(dimensions, |set, d| set | 1 << d as u32);
        }
        for (dimension, _) in Dimension::ALL {
            if dimensions & 1 << dimension as u32 == 0 {
                continue;
            }
            numbers[dimension as usize] = match dimension.value(row) {
                None => self.speaker(row),
                Some(cue) if dimension == Dimension::Cue => self.values.number(&cue.to_lowercase()),
                Some(outlet) if dimension == Dimension::Outlet => self.outlet(outlet),
                Some(value) => self.values.number(value),
            };
        }
        numbers
    }

    fn speaker(&mut self, row: &Row) -> u32 {
        let (id, name) = (row.get(Field::SpeakerId), row.get(Field::Speaker));
        let speaker = self.speakers.number(&mut self.values, id, name);
        self.speakers.named(&mut self.values, speaker, name);
        speaker
    }

    fn outlet(&mut self, name: &str) -> u32 {
        let outlet = self.values.number(&name.to_lowercase());
        self.spellings.add(outlet, self.values.number(name));
        outlet
    }

    fn is_own(&mut self, row: &Row) -> bool {
        let (outlet, source) = (row.get(Field::Outlet), row.get(Field::Source));
        if row.get(Field::SourceKind) != "outlet" || source.is_empty() {
            return false;
        }
        let pair = (self.values.number(outlet), self.values.number(source));
        *self.own.entry(pair).or_insert_with(|| self.options.outlets.is_own(outlet, source))
    }

    /// Counts the rows of the article that ends here.
    fn flush(&mut self) {
        let mut held = std::mem::take(&mut self.article);
        let pieces: Vec<Vec<Piece>> =
            held.iter_mut().map(|h| std::mem::take(&mut h.pieces)).collect();
        let nested = nested::within_others(&pieces);
        for (row, is_nested) in held.drain(..).zip(nested) {
            if let Some((numbers, facts)) = row.counted {
                let facts = if is_nested { facts::nested(facts) } else { facts };
                self.count(&numbers, facts);
            }
        }
        self.article = held;
    }

    fn count(&mut self, numbers: &[u32; Dimension::ALL.len()], facts: Facts) {
        self.all.add(facts);
        for table in &mut self.tables {
            table.add(numbers, facts);
        }
        if !self.options.compares_outlets {
            return;
        }
        self.outlets.add(numbers, facts);
        let has = |measure: Measure| facts.holds & measure.bit() != 0;
        let cue = [Measure::NeutralCue, Measure::LoadedCue].map(has);
        if has(Measure::Named) && !has(Measure::NoSpeaker) && cue != [false; 2] {
            let [speaker, outlet] = [Dimension::Speaker, Dimension::Outlet].map(|d| d as usize);
            let counts = self.cues.entry((numbers[speaker], numbers[outlet])).or_default();
            counts[0] += u32::from(cue[0]);
            counts[1] += u32::from(cue[1]);
        }
    }
}
