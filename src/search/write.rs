//! Rows written as `extract` writes them: the same header, the same forms.
//!
//! Takes rows as they were read. What is read and written in one form stays the same, byte
//! for byte; from one form to another, numbers and places take the form that `extract`
//! gives them. Columns that are no part of the header are left out.

use crate::output::{COLUMNS, FIXED_COLUMNS, Type, plain_error};
use crate::rows::{Field, Row};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::io::{self, Write};

/// The forms of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// A table with commas.
    Csv,
    /// A table with tabs.
    Tsv,
    /// A JSON object a line.
    Jsonl,
}

/// Writes rows one after another.
#[derive(Debug)]
pub struct Writer<W: Write>(Kind<W>);

#[derive(Debug)]
enum Kind<W: Write> {
    Table(Box<csv::Writer<W>>),
    /// With room for a line in the making.
    Lines(W, Vec<u8>),
}

impl<W: Write> Writer<W> {
    /// Writes the header, where the form has one.
    ///
    /// # Errors
    /// When `to` cannot be written.
    pub fn new(to: W, format: RowFormat) -> io::Result<Self> {
        let delimiter = match format {
            RowFormat::Csv => b',',
            RowFormat::Tsv => b'\t',
            RowFormat::Jsonl => return Ok(Self(Kind::Lines(to, Vec::new()))),
        };
        let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(to);
        table.write_record(COLUMNS).map_err(plain_error)?;
        Ok(Self(Kind::Table(Box::new(table))))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, row: &Row) -> io::Result<()> {
        match &mut self.0 {
            Kind::Table(table) => {
                for field in Field::ALL {
                    table.write_field(cell(row, field).as_bytes()).map_err(plain_error)?;
                }
                table.write_record(None::<&[u8]>).map_err(plain_error)
            }
            Kind::Lines(to, line) => {
                line.clear();
                object(row, line)?;
                to.write_all(line)
            }
        }
    }

    /// What it writes to, once all is written there.
    ///
    /// # Errors
    /// When the rest cannot be written.
    pub fn into_inner(self) -> io::Result<W> {
        match self.0 {
            Kind::Table(table) => table.into_inner().map_err(csv::IntoInnerError::into_error),
            Kind::Lines(to, _) => Ok(to),
        }
    }
}

/// A value as a table has it.
fn cell(row: &Row, field: Field) -> Cow<'_, str> {
    let value = row.get(field);
    // JSON has 0.9 where a table has 0.900.
    let decimals = value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    match holds(field) {
        Type::Number if decimals < 3 => match value.parse::<f64>() {
            Ok(number) => format!("{number:.3}").into(),
            Err(_) => value.into(),
        },
        _ => value.into(),
    }
}

/// A row as a line of JSON; what is no number or place, though it should be, stays text.
fn object(row: &Row, line: &mut Vec<u8>) -> io::Result<()> {
    let mut before = b'{';
    for field in Field::ALL {
        line.push(before);
        before = b',';
        write!(line, "\"{}\":", field.name())?;
        let value = row.get(field);
        let own = match holds(field) {
            Type::Text | Type::Date => None,
            _ if value.is_empty() => Some(Value::Null),
            Type::Integer | Type::Number => number(value),
            Type::Spans => places(value),
        };
        match own {
            Some(own) => serde_json::to_writer(&mut *line, &own)?,
            None => serde_json::to_writer(&mut *line, value)?,
        }
    }
    line.extend(b"}\n");
    Ok(())
}

fn number(value: &str) -> Option<Value> {
    let whole = value.parse::<u64>().ok().map(Value::from);
    whole.or_else(|| value.parse::<f64>().ok().filter(|n| n.is_finite()).map(Value::from))
}

/// `quote=12-80;85-90 cue=86-90` as `{"quote": [[12, 80], [85, 90]], "cue": [[86, 90]]}`.
fn places(value: &str) -> Option<Value> {
    let pair = |pair: &str| {
        let (start, end) = pair.split_once('-')?;
        Some(Value::from(vec![start.parse::<u32>().ok()?, end.parse::<u32>().ok()?]))
    };
    let part = |part: &str| {
        let (name, pairs) = part.split_once('=')?;
        let pairs: Option<Vec<Value>> = pairs.split(';').map(pair).collect();
        Some((name.to_owned(), pairs?.into()))
    };
    let parts: Option<Map<String, Value>> = value.split(' ').map(part).collect();
    Some(Value::Object(parts?))
}

fn holds(field: Field) -> Type {
    FIXED_COLUMNS[field as usize].holds
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(format: RowFormat, fields: &[(Field, &str)]) -> String {
        let mut writer = Writer::new(Vec::new(), format).unwrap();
        writer.write(&Row::of(fields)).unwrap();
        String::from_utf8(writer.into_inner().unwrap()).unwrap()
    }

    const FIELDS: [(Field, &str); 5] = [
        (Field::Quote, "“a, \"b\"\tc”\nd"),
        (Field::Sentence, "3"),
        (Field::Start, "12"),
        (Field::Spans, "quote=12-20;22-23 cue=1-2"),
        (Field::Confidence, "0.9"),
    ];

    #[test]
    fn a_table_has_the_header_and_three_decimals() {
        let csv = written(RowFormat::Csv, &FIELDS);
        let (header, row) = csv.split_once('\n').unwrap();
        assert_eq!(header, COLUMNS.join(","));
        assert!(row.contains(",\"“a, \"\"b\"\"\tc”\nd\","), "{row}");
        assert!(row.ends_with(",3,,12,,quote=12-20;22-23 cue=1-2,,0.900\n"), "{row}");
        let tsv = written(RowFormat::Tsv, &FIELDS);
        assert!(tsv.starts_with(&COLUMNS.join("\t")), "{tsv}");
        let precise = written(RowFormat::Csv, &[(Field::Confidence, "0.12345")]);
        assert!(precise.ends_with(",0.12345\n"), "nothing is lost");
    }

    #[test]
    fn json_has_numbers_and_places() {
        let line = written(RowFormat::Jsonl, &FIELDS);
        assert!(line.starts_with("{\"quote_id\":\"\",\"article_id\":\"\","), "{line}");
        let spans = "\"spans\":{\"quote\":[[12,20],[22,23]],\"cue\":[[1,2]]}";
        assert!(line.contains(spans) && line.contains("\"start\":12,\"end\":null,"), "{line}");
        assert!(line.ends_with("\"confidence\":0.9}\n"), "{line}");
        let odd = written(RowFormat::Jsonl, &[(Field::Spans, "here"), (Field::Start, "x")]);
        assert!(odd.contains("\"spans\":\"here\"") && odd.contains("\"start\":\"x\""), "{odd}");
    }
}
