//! One row as it was read.

use super::{Days, Field};
use crate::output::COLUMNS;
use csv::StringRecord;
use std::sync::Arc;

/// Where each field stands in a file's records; `None`: the file has no such column.
pub(super) type Places = [Option<usize>; COLUMNS.len()];

/// One row, and the line it stands in.
#[derive(Clone, Debug)]
pub struct Row {
    cells: StringRecord,
    places: Arc<Places>,
    line: u64,
}

impl Row {
    pub(super) fn new(cells: StringRecord, places: Arc<Places>, line: u64) -> Self {
        Self { cells, places, line }
    }

    /// A row of these fields, the others empty; its line is 0.
    ///
    /// ```
    /// use whosaid::rows::{Field, Row};
    ///
    /// let row = Row::of(&[(Field::Speaker, "Kim"), (Field::Quote, "“No.”")]);
    /// assert_eq!((row.get(Field::Speaker), row.get(Field::Cue)), ("Kim", ""));
    /// ```
    pub fn of(fields: &[(Field, &str)]) -> Self {
        let value = |field: Field| fields.iter().find(|(f, _)| *f == field).map_or("", |(_, v)| v);
        let cells = Field::ALL.into_iter().map(value).collect();
        Self::new(cells, Arc::new(std::array::from_fn(Some)), 0)
    }

    /// A column's value; empty where it is not known.
    pub fn get(&self, field: Field) -> &str {
        self.places[field as usize].and_then(|i| self.cells.get(i)).unwrap_or_default()
    }

    /// The line in its file where it begins, from 1.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// When it was said, as far as the text tells, else when it was published.
    pub fn date(&self) -> Option<Days> {
        Days::parse(self.get(Field::SaidOn)).or_else(|| Days::parse(self.get(Field::Published)))
    }

    /// All values in the order of [`COLUMNS`].
    pub fn values(&self) -> impl Iterator<Item = &str> {
        Field::ALL.into_iter().map(|field| self.get(field))
    }
}
