//! Rows as JSON lines, brought to the order of the columns.

use super::read::Failed;
use super::row::Places;
use super::{Field, Row};
use crate::output::COLUMNS;
use csv::StringRecord;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::io::BufRead;
use std::sync::Arc;

/// The lines of one file.
pub(super) struct Lines<R> {
    input: R,
    places: Arc<Places>,
    line: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, places: Arc::new(std::array::from_fn(Some)), line: 0, bytes: Vec::new() }
    }

    pub(super) fn next(&mut self) -> Option<Result<Row, Failed>> {
        loop {
            self.bytes.clear();
            self.line += 1;
            match self.input.read_until(b'\n', &mut self.bytes) {
                Ok(0) => return None,
                Ok(_) if self.bytes.trim_ascii().is_empty() => {}
                Ok(_) => return Some(self.row()),
                Err(error) => {
                    let why = crate::input::plain(&error);
                    return Some(Err(Failed { line: self.line, why, is_end: true }));
                }
            }
        }
    }

    fn row(&self) -> Result<Row, Failed> {
        let failed = |why: String| Failed { line: self.line, why, is_end: false };
        let object: Map<String, Value> = serde_json::from_slice(&self.bytes)
            .map_err(|e| failed(format!("no JSON object: {e}")))?;
        if !object.contains_key(Field::Quote.name()) {
            return Err(failed(format!("no `{}` in it", Field::Quote.name())));
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
