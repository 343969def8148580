//! One row as it was read.

use super::{Days, Field};
use crate::output::COLUMNS;
use csv::StringRecord;
use std::sync::{Arc, LazyLock};

/// Where each field stands in a file's records; `None`: the file has no such column.
pub(super) type Places = [Option<usize>; COLUMNS.len()];

/// Records that have all columns in their order.
static IN_ORDER: LazyLock<Arc<Places>> = LazyLock::new(|| Arc::new(std::array::from_fn(Some)));

/// One row, and the line it stands in.
#[derive(Clone, Debug)]
pub struct Row {
    cells: StringRecord,
    places: Arc<Places>,
    line: u64,
}

impl Default for Row {
    /// A row of empty fields.
    fn default() -> Self {
        Self::new(StringRecord::new(), Arc::clone(&IN_ORDER), 0)
    }
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
        Self::new(cells, Arc::clone(&IN_ORDER), 0)
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

    /// Appends the row's bytes, as [`Row::decode`] reads them: its line and the lengths of its
    /// values as variable-length numbers, then the values one after another.
    pub(crate) fn encode(&self, into: &mut Vec<u8>) {
        push_number(self.line, into);
        self.values().for_each(|value| push_number(value.len() as u64, into));
        self.values().for_each(|value| into.extend_from_slice(value.as_bytes()));
    }

    /// The row of these bytes.
    ///
    /// # Panics
    /// When they are none that [`Row::encode`] gave.
    pub(crate) fn decode(bytes: &[u8]) -> Self {
        let mut rest = bytes;
        let line = pop_number(&mut rest);
        let lengths: [usize; COLUMNS.len()] =
            std::array::from_fn(|_| pop_number(&mut rest) as usize);
        let mut text = std::str::from_utf8(rest).expect("values are written as they were read");
        let mut cells = StringRecord::with_capacity(text.len(), COLUMNS.len());
        for length in lengths {
            let (value, more) = text.split_at(length);
            cells.push_field(value);
            text = more;
        }
        Self::new(cells, Arc::clone(&IN_ORDER), line)
    }
}

/// Seven bits a byte, the least first; the eighth says that more come.
fn push_number(mut number: u64, into: &mut Vec<u8>) {
    while number > 0x7F {
        into.push(number as u8 | 0x80);
        number >>= 7;
    }
    into.push(number as u8);
}

fn pop_number(bytes: &mut &[u8]) -> u64 {
    let (mut number, mut shift) = (0, 0);
    loop {
        let (&byte, rest) = bytes.split_first().expect("an encoded row is whole");
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return number;
        }
        shift += 7;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_from_its_bytes() {
        let long = "é".repeat(10_000);
        let mut bytes = b"before".to_vec();
        let cells = StringRecord::from(vec!["“No.”", &long, "Kim"]);
        let fields = [Field::Quote, Field::Title, Field::Speaker];
        let places = Field::ALL.map(|field| fields.iter().position(|f| *f == field));
        let row = Row::new(cells, Arc::new(places), 70_000);
        row.encode(&mut bytes);
        let again = Row::decode(&bytes[6..]);
        assert!(again.values().eq(row.values()));
        assert_eq!((again.line(), again.get(Field::Title)), (70_000, &*long));
        let empty = Row::of(&[]);
        bytes.clear();
        empty.encode(&mut bytes);
        assert_eq!(bytes.len(), 1 + COLUMNS.len());
        assert!(Row::decode(&bytes).values().all(str::is_empty));
    }
}
