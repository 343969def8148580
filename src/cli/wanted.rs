//! Flags of the commands that read rows: which files, which rows of them.

use super::extract::probability;
use super::problem::Problem;
use super::terminal;
use crate::rows::{self, BadPattern, Days, Error, Field, Filter, Names, Patterns, Row, Rows};
use crate::rules::Kind;
use anyhow::Result;
use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

/// Files of rows.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Files {
    /// Rows that `extract` wrote: .csv, .tsv or .jsonl, also compressed; `-`: standard input
    #[arg(value_name = "ROWS", required = true, value_hint = ValueHint::AnyPath)]
    pub(super) rows: Vec<PathBuf>,
}

impl Files {
    /// Writing over rows that are read would lose them, and a table among them would be read
    /// for rows the next time.
    pub(super) fn are_not(&self, output: &Path) -> Result<()> {
        if crate::output::is_device(output) {
            return Ok(());
        }
        let Ok(place) = output.canonicalize() else { return Ok(()) };
        let is_there = |file: &PathBuf| {
            let file = file.canonicalize().ok();
            file.is_some_and(|file| file == place || Some(&*file) == place.parent())
        };
        if !self.rows.iter().any(is_there) {
            return Ok(());
        }
        let text = format!("`{}` is among the rows that are read", output.display());
        Err(Problem::new(text, "write to a file elsewhere, or of another name").into())
    }
}

/// Which rows.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Rows")]
pub(super) struct Wanted {
    /// Only speakers with these words in their name, or of this speaker_id; may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,

    /// Only outlets with these words in their name; may be repeated
    #[arg(long, value_name = "NAME")]
    outlet: Vec<String>,

    /// Only quotes with one of these words or phrases: `nuclear*,hostile policy`; repeated, each is asked
    #[arg(long, value_name = "WORDS,…")]
    text: Vec<String>,

    /// Only what was said (or else published) on this day or later: 2026, 2026-02, 2026-02-25
    #[arg(long, value_name = "DATE", value_parser = date)]
    from: Option<Days>,

    /// Only what was said (or else published) on this day or before
    #[arg(long, value_name = "DATE", value_parser = date)]
    to: Option<Days>,

    /// Only these types of quote
    #[arg(long = "type", value_name = "TYPE,…", value_delimiter = ',',
          value_parser = ["direct", "mixed", "indirect"])]
    types: Vec<String>,

    /// Only these kinds of row
    #[arg(long, value_name = "KIND,…", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(Kind::ALL.map(|(_, name)| name)))]
    kinds: Vec<String>,

    /// Only rows at least so sure, 0 to 1
    #[arg(long, value_name = "P", value_parser = probability)]
    min_confidence: Option<f32>,
}

fn date(text: &str) -> Result<Days, String> {
    Days::parse(text).ok_or_else(|| "no date like 2026, 2026-02, 2026-W08 or 2026-02-25".into())
}

impl Wanted {
    /// Whether speakers were asked for by name.
    pub(super) fn has_speaker(&self) -> bool {
        !self.speaker.is_empty()
    }

    /// The rows that these flags want.
    pub(super) fn filter(&self) -> Result<Filter> {
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from.first > to.last
        {
            let text = "--from is after --to: no row can be wanted";
            return Err(Problem::new(text, "give the earlier date to --from").into());
        }
        let mut filter = Filter {
            from: self.from,
            to: self.to,
            types: self.types.clone(),
            kinds: self.kinds.clone(),
            min_confidence: self.min_confidence,
            ..Filter::default()
        };
        self.speaker.iter().try_for_each(|name| filter.speakers.add(name)).map_err(bad)?;
        self.outlet.iter().try_for_each(|name| filter.outlets.add(name)).map_err(bad)?;
        filter.texts = self.text.iter().map(|t| patterns(t)).collect::<Result<_>>()?;
        Ok(filter)
    }
}

/// Word patterns as typed.
pub(super) fn patterns(text: &str) -> Result<Patterns> {
    Ok(Patterns::parse(text).map_err(bad)?)
}

pub(super) fn bad(error: BadPattern) -> Problem {
    Problem::new(error.to_string(), "write words as `nuclear*,hostile policy`")
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

/// The rows of the files that a filter keeps; those that cannot be read are told and counted.
pub(super) struct Kept {
    rows: Rows,
    filter: Filter,
    /// Which rows are given besides, as not wanted; `None`: none.
    besides: Option<Filter>,
    /// How many rows were read, wanted or not.
    pub(super) read: usize,
    /// How many could not be read.
    pub(super) skipped: usize,
}

impl Kept {
    /// Opens the files.
    pub(super) fn open(files: &Files, filter: Filter, needed: &[Field]) -> Result<Self> {
        let rows = rows::open(&files.rows, needed).map_err(Problem::from)?;
        Ok(Self { rows, filter, besides: None, read: 0, skipped: 0 })
    }

    /// Gives rows of other speakers than those asked for besides, as not wanted.
    pub(super) fn with_others(mut self) -> Self {
        self.besides = Some(Filter { speakers: Names::default(), ..self.filter.clone() });
        self
    }

    /// The next row that is wanted, or given besides; and whether it is wanted.
    pub(super) fn next_of_all(&mut self) -> Option<(Row, bool)> {
        loop {
            match self.rows.next()? {
                Ok(row) => {
                    self.read += 1;
                    if self.filter.keeps(&row) {
                        return Some((row, true));
                    }
                    if self.besides.as_ref().is_some_and(|besides| besides.keeps(&row)) {
                        return Some((row, false));
                    }
                }
                Err(notice) => {
                    self.skipped += 1;
                    terminal::line(terminal::WARNING, "warning", &notice.to_string());
                }
            }
        }
    }

    /// The files' rows, to ask how far they are read.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }
}

impl Iterator for Kept {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        self.next_of_all().map(|(row, _)| row)
    }
}
