//! The numbers of a report as CSV, TSV or JSON lines.
//!
//! Tidy: one line a number, with what it is of in columns of its own, so that a program picks
//! what it wants by filtering. The columns are those that the tables asked for have.

use super::super::problem::Problem;
use crate::audit::{Dimension, Record, Report};
use clap::ValueEnum;
use serde_json::{Map, Value, json};
use std::io::{self, Write};
use std::path::Path;

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Tables to read
    Text,
    /// One number a line, with a header
    Csv,
    /// The same with tabs
    Tsv,
    /// One number a line, as a JSON object
    Jsonl,
}

impl Form {
    /// The one asked for, else what the file's name says.
    pub(super) fn of(asked: Option<Self>, path: Option<&Path>) -> Result<Self, Problem> {
        let Some(path) = path.filter(|_| asked.is_none()) else {
            return Ok(asked.unwrap_or(Self::Text));
        };
        let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        match &*extension {
            "csv" => Ok(Self::Csv),
            "tsv" | "tab" => Ok(Self::Tsv),
            "jsonl" | "ndjson" => Ok(Self::Jsonl),
            "txt" => Ok(Self::Text),
            _ => Err(Problem::new(
                format!("`{}`: no format by this extension", path.display()),
                "name it .csv, .tsv, .jsonl or .txt, or say --format",
            )),
        }
    }
}

/// Writes all numbers; `least`: comparisons, too, of at least so many statements on each side.
pub(super) fn write(
    form: Form,
    report: &Report,
    top: Option<usize>,
    least: Option<u64>,
    out: &mut impl Write,
) -> io::Result<()> {
    if form == Form::Jsonl {
        return report.records(top, least, |record| {
            serde_json::to_writer(&mut *out, &object(record))?;
            out.write_all(b"\n")
        });
    }
    let dimensions = columns(report, least.is_some());
    let delimiter = if form == Form::Tsv { b'\t' } else { b',' };
    let mut table = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
    table.write_record(header(&dimensions, least.is_some())).map_err(system)?;
    report.records(top, least, |record| {
        table.write_record(cells(record, &dimensions, least.is_some())).map_err(system)
    })?;
    table.flush()
}

/// The system's own error, so that a closed pipe is known as one.
fn system(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// The dimensions that have a column, in their order.
fn columns(report: &Report, compares: bool) -> Vec<Dimension> {
    let compared = if compares { &[Dimension::Speaker, Dimension::Outlet][..] } else { &[] };
    let asked: Vec<Dimension> = report.by().flatten().chain(compared).copied().collect();
    Dimension::ALL.into_iter().map(|(d, _)| d).filter(|d| asked.contains(d)).collect()
}

/// The column of a dimension: `speaker_kind` for speaker-kind.
fn column(dimension: Dimension) -> String {
    dimension.name().replace('-', "_")
}

const NUMBERS: [&str; 6] = ["measure", "count", "of", "share", "low", "high"];

const VERSUS: [&str; 7] = [
    "rest_count",
    "rest_of",
    "rest_share",
    "difference",
    "difference_low",
    "difference_high",
    "differs",
];

fn header(dimensions: &[Dimension], compares: bool) -> Vec<String> {
    let mut header = vec!["table".to_owned()];
    for dimension in dimensions {
        header.push(column(*dimension));
        if *dimension == Dimension::Speaker {
            header.push("speaker_id".into());
        }
    }
    let versus = if compares { &VERSUS[..] } else { &[] };
    header.extend(NUMBERS.iter().chain(versus).map(|name| (*name).to_owned()));
    header
}

fn cells(record: &Record<'_>, dimensions: &[Dimension], compares: bool) -> Vec<String> {
    let mut cells = vec![record.table.to_owned()];
    for dimension in dimensions {
        let value = record.values.iter().find(|(d, _)| d == dimension).map_or("", |(_, v)| v);
        cells.push(value.to_owned());
        if *dimension == Dimension::Speaker {
            cells.push(record.speaker_id.to_owned());
        }
    }
    let (share, interval) = (record.number.share, record.number.interval);
    cells.extend([record.measure.to_owned(), share.count.to_string(), share.of.to_string()]);
    let ends = [interval.map(|i| i.low), interval.map(|i| i.high)];
    cells.extend([share.value(), ends[0], ends[1]].map(decimal));
    if !compares {
        return cells;
    }
    let Some(versus) = &record.versus else {
        cells.extend(VERSUS.map(|_| String::new()));
        return cells;
    };
    cells.extend([versus.rest.count.to_string(), versus.rest.of.to_string()]);
    let numbers = [versus.difference, versus.interval.low, versus.interval.high];
    cells.push(decimal(versus.rest.value()));
    cells.extend(numbers.map(|number| decimal(Some(number))));
    cells.push(versus.differs.name().to_owned());
    cells
}

/// Six places: more than any interval is sure of.
fn decimal(number: Option<f64>) -> String {
    number.map_or_else(String::new, |number| {
        let text = format!("{number:.6}");
        if text == "-0.000000" { "0.000000".into() } else { text }
    })
}

/// The record as an object that has what is known.
fn object(record: &Record<'_>) -> Map<String, Value> {
    let mut object = Map::new();
    let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
    put("table", record.table.into());
    for (dimension, value) in &record.values {
        put(&column(*dimension), (*value).into());
        if *dimension == Dimension::Speaker {
            put("speaker_id", record.speaker_id.into());
        }
    }
    let (share, interval) = (record.number.share, record.number.interval);
    put("measure", record.measure.into());
    put("count", share.count.into());
    put("of", share.of.into());
    put("share", rounded(share.value()));
    put("low", rounded(interval.map(|i| i.low)));
    put("high", rounded(interval.map(|i| i.high)));
    if let Some(versus) = &record.versus {
        put("rest_count", versus.rest.count.into());
        put("rest_of", versus.rest.of.into());
        put("rest_share", rounded(versus.rest.value()));
        put("difference", rounded(Some(versus.difference)));
        put("difference_low", rounded(Some(versus.interval.low)));
        put("difference_high", rounded(Some(versus.interval.high)));
        put("differs", json!(versus.differs.name()));
    }
    object
}

/// The number that CSV has.
fn rounded(number: Option<f64>) -> Value {
    decimal(number).parse::<f64>().map_or(Value::Null, |number| json!(number))
}
