//! Rows as JSON lines, brought to the order of the columns.

use super::error::listed;
use super::read::{Failed, lacking};
use super::row::Places;
use super::{Field, Row};
use crate::output::COLUMNS;
use csv::StringRecord;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::io::{self, BufRead};
use std::sync::Arc;

/// The lines of one file.
pub(super) struct Lines<R> {
    input: R,
    places: Arc<Places>,
    needed: Vec<Field>,
    line: u64,
    bytes: Vec<u8>,
    /// Whether `bytes` holds a line that was not given yet.
    is_held: bool,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R, needed: &[Field]) -> Self {
        let places = Arc::new(std::array::from_fn(Some));
        let (needed, bytes) = (needed.to_vec(), Vec::new());
        Self { input, places, needed, line: 0, bytes, is_held: false }
    }

    /// The columns needed that the first line lacks; none where it is no object.
    pub(super) fn missing(&mut self) -> io::Result<Vec<&'static str>> {
        self.is_held = self.read()?;
        Ok(self.object().map_or_else(|_| Vec::new(), |object| self.lacking(&object)))
    }

    pub(super) fn next(&mut self) -> Option<Result<Row, Failed>> {
        if std::mem::take(&mut self.is_held) {
            return Some(self.row());
        }
        match self.read() {
            Ok(true) => Some(self.row()),
            Ok(false) => None,
            Err(error) => {
                let why = crate::input::plain(&error);
                Some(Err(Failed { line: self.line, why, is_end: true }))
            }
        }
    }

    /// Reads the next line that has something in it; `false` at the end.
    fn read(&mut self) -> io::Result<bool> {
        loop {
            self.bytes.clear();
            self.line += 1;
            if self.input.read_until(b'\n', &mut self.bytes)? == 0 {
                return Ok(false);
            }
            if !self.bytes.trim_ascii().is_empty() {
                return Ok(true);
            }
        }
    }

    fn object(&self) -> serde_json::Result<Map<String, Value>> {
        serde_json::from_slice(&self.bytes)
    }

    fn lacking(&self, object: &Map<String, Value>) -> Vec<&'static str> {
        lacking(&self.needed, |field| object.contains_key(field.name()))
    }

    fn row(&self) -> Result<Row, Failed> {
        let failed = |why: String| Failed { line: self.line, why, is_end: false };
        let object = self.object().map_err(|e| failed(format!("no JSON object: {e}")))?;
        let missing = self.lacking(&object);
        if !missing.is_empty() {
            return Err(failed(format!("no {} in it", listed(&missing))));
        }
        let mut cells = StringRecord::with_capacity(self.bytes.len(), COLUMNS.len());
        for field in Field::ALL {
            match object.get(field.name()) {
                Some(Value::String(text)) => cells.push_field(text),
                Some(Value::Object(spans)) => cells.push_field(&parts(spans)),
                None | Some(Value::Null) => cells.push_field(""),
                Some(other) => cells.push_field(&other.to_string()),
            }
        }
        Ok(Row::new(cells, Arc::clone(&self.places), self.line))
    }
}

/// `{"quote": [[12, 80]], "cue": [[86, 90]]}` as a table has it: `quote=12-80 cue=86-90`.
fn parts(spans: &Map<String, Value>) -> String {
    let mut out = String::new();
    for (name, pairs) in spans {
        let pairs = pairs.as_array().map_or(&[][..], Vec::as_slice);
        let numbers = pairs.iter().filter_map(|pair| Some((pair.get(0)?, pair.get(1)?)));
        for (i, (begin, end)) in numbers.enumerate() {
            let lead = match (i, out.is_empty()) {
                (0, true) => format!("{name}="),
                (0, false) => format!(" {name}="),
                _ => ";".to_owned(),
            };
            write!(out, "{lead}{begin}-{end}").expect("writing to memory does not fail");
        }
    }
    out
}
