//! Apache Parquet: one article a row.
//!
//! Only the columns that may be needed are read, some hundred rows at a time. Values become
//! what they would be in JSON, so that fields are found and kept alike; dates and times
//! become ISO 8601, in their own zone.
//!
//! # Why panics are caught here
//!
//! The crate panics on some damaged files. That is no bug of a run over a thousand others.

use super::picker::Picker;
use super::source::{Origin, Place, Record, Records};
use super::{Notice, Role, Trouble, decode};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Date32Type, Date64Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_cast::display::array_value_to_string;
use arrow_schema::{DataType, FieldRef, Schema, TimeUnit};
use jiff::{Timestamp, tz::TimeZone};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use serde_json::{Map, Number, Value};
use std::fs::File;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// The rows of one file.
struct Rows {
    /// `None` after a fault: nothing more is read.
    batches: Option<ParquetRecordBatchReader>,
    batch: Option<RecordBatch>,
    /// The next row in the batch, and in the file.
    next: usize,
    row: u64,
    picker: Picker,
    origin: Origin,
    watched: Arc<AtomicU64>,
    bytes_per_row: f64,
}

/// Opens a file; a notice when it is none or holds no text.
pub(super) fn open(
    file: File,
    origin: Origin,
    watched: Arc<AtomicU64>,
) -> Result<Box<dyn Records>, Notice> {
    let bytes = file.metadata().map_or(0, |metadata| metadata.len());
    let broken = |error: parquet::errors::ParquetError| {
        origin.notice(Trouble::Container(format!("not a whole Parquet file: {error}")))
    };
    let damaged = || origin.notice(Trouble::Container("damaged Parquet".into()));
    let builder = guarded(|| ParquetRecordBatchReaderBuilder::try_new(file));
    let builder = builder.ok_or_else(damaged)?.map_err(broken)?;
    let picker = Picker::new(&origin.options);
    if let Some(trouble) = without_text(builder.schema(), &origin) {
        return Err(origin.notice(trouble));
    }
    let names = builder.schema().fields().iter().enumerate();
    let wanted = names.filter(|(_, field)| picker.wants(field.name())).map(|(at, _)| at);
    let mask = ProjectionMask::roots(builder.parquet_schema(), wanted.collect::<Vec<_>>());
    let rows = builder.metadata().file_metadata().num_rows().max(1);
    // 128: some hundred kilobytes of articles.
    let batches = guarded(|| builder.with_projection(mask).with_batch_size(128).build());
    let batches = Some(batches.ok_or_else(damaged)?.map_err(broken)?);
    let bytes_per_row = bytes as f64 / rows as f64;
    let (batch, next, row) = (None, 0, 0);
    Ok(Box::new(Rows { batches, batch, next, row, picker, origin, watched, bytes_per_row }))
}

/// What `work` gives; `None` when it panics.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    // What `work` may have left half done is not used again.
    panic::catch_unwind(AssertUnwindSafe(work)).ok()
}

/// What is wrong when no column can be the text.
fn without_text(schema: &Schema, origin: &Origin) -> Option<Trouble> {
    let fields = schema.fields().iter();
    let mut record: Map<String, Value> =
        fields.clone().map(|field| (field.name().clone(), sample(field.data_type()))).collect();
    let picked = Picker::new(&origin.options).pick(&mut record, &mut Vec::new());
    matches!(picked, Err(Trouble::NoText { .. })).then(|| Trouble::NoText {
        wanted: origin.options.fields.get(Role::Text).map(Into::into),
        fields: fields.map(|field| format!("{} ({})", field.name(), field.data_type())).collect(),
    })
}

/// A value as a column of that type may have it.
fn sample(kind: &DataType) -> Value {
    match kind {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => "x".into(),
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView => "x".into(),
        DataType::Dictionary(_, inner) => sample(inner),
        DataType::List(field) | DataType::LargeList(field) => {
            vec![sample(field.data_type())].into()
        }
        DataType::Struct(fields) => {
            let field = |f: &FieldRef| (f.name().clone(), sample(f.data_type()));
            Value::Object(fields.iter().map(field).collect())
        }
        _ => 1.into(),
    }
}

impl Rows {
    fn record(&mut self, batch: &RecordBatch, notes: &mut Vec<Notice>) -> Result<Record, Notice> {
        let schema = batch.schema();
        let columns = schema.fields().iter().zip(batch.columns());
        let value = |(field, column): (&FieldRef, &ArrayRef)| {
            (field.name().clone(), value(column, self.next))
        };
        let mut record: Map<String, Value> = columns.map(value).collect();
        let place = Place { line: usize::try_from(self.row).ok(), byte: None };
        let mut troubles = Vec::new();
        let picked = self.picker.pick(&mut record, &mut troubles);
        notes.extend(troubles.into_iter().map(|trouble| self.origin.notice(trouble)));
        let picked = picked.map_err(|trouble| match trouble {
            // The column is there; this row has nothing in it.
            Trouble::NoText { .. } => self.origin.at(place, Trouble::Empty),
            other => self.origin.at(place, other),
        })?;
        Ok(Record::picked(picked, self.row, place))
    }

    /// The next batch that has rows.
    fn batch(&mut self) -> Option<Result<RecordBatch, Notice>> {
        loop {
            let mut batches = self.batches.take()?;
            let why = match guarded(|| batches.next()) {
                Some(None) => return None,
                Some(Some(Ok(batch))) => {
                    self.batches = Some(batches);
                    Ok(batch)
                }
                Some(Some(Err(error))) => Err(error.to_string()),
                None => Err("damaged Parquet".into()),
            };
            let batch = match why {
                Ok(batch) => batch,
                Err(why) => {
                    let why = format!("cannot be read after row {}: {why}", self.row);
                    return Some(Err(self.origin.notice(Trouble::Container(why))));
                }
            };
            let bytes = batch.num_rows() as f64 * self.bytes_per_row;
            self.watched.fetch_add(bytes as u64, Relaxed);
            if batch.num_rows() > 0 {
                return Some(Ok(batch));
            }
        }
    }
}

impl Records for Rows {
    fn next(&mut self, notes: &mut Vec<Notice>) -> Option<Result<Record, Notice>> {
        let batch = match self.batch.take() {
            Some(batch) => batch,
            None => match self.batch()? {
                Ok(batch) => {
                    self.next = 0;
                    batch
                }
                Err(notice) => return Some(Err(notice)),
            },
        };
        self.row += 1;
        let record = self.record(&batch, notes);
        self.next += 1;
        self.batch = Some(batch).filter(|batch| self.next < batch.num_rows());
        Some(record)
    }
}

/// A value as JSON has it.
fn value(array: &dyn Array, row: usize) -> Value {
    if array.is_null(row) {
        return Value::Null;
    }
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => array.as_string::<i64>().value(row).into(),
        DataType::Utf8View => array.as_string_view().value(row).into(),
        DataType::Binary => text(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => text(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => text(array.as_binary_view().value(row)),
        DataType::Boolean => array.as_boolean().value(row).into(),
        DataType::List(_) => list(&array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(&array.as_list::<i64>().value(row)),
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(array.as_struct().columns());
            let value =
                |(f, column): (&FieldRef, &ArrayRef)| (f.name().clone(), value(column, row));
            Value::Object(columns.map(value).collect())
        }
        DataType::Dictionary(_, inner) => {
            arrow_cast::cast(&array.slice(row, 1), inner).map_or(Value::Null, |one| value(&one, 0))
        }
        DataType::Date32 => day(array.as_primitive::<Date32Type>().value(row).into()),
        DataType::Date64 => {
            day(array.as_primitive::<Date64Type>().value(row).div_euclid(86_400_000))
        }
        DataType::Timestamp(unit, zone) => {
            let count = arrow_cast::cast(&array.slice(row, 1), &DataType::Int64).ok();
            let count =
                count.map(|one| one.as_primitive::<arrow_array::types::Int64Type>().value(0));
            count.and_then(|count| time(count, *unit, zone.as_deref())).into()
        }
        _ => {
            let text = array_value_to_string(array, row).unwrap_or_default();
            text.parse::<Number>().map_or_else(|_| Value::String(text), Value::Number)
        }
    }
}

fn list(array: &ArrayRef) -> Value {
    (0..array.len()).map(|row| value(array, row)).collect()
}

fn text(bytes: &[u8]) -> Value {
    let text = decode::decode(bytes.to_vec(), None);
    text.map_or(Value::Null, |(text, _)| text.into())
}

fn day(days: i64) -> Value {
    let instant = days.checked_mul(86_400).and_then(|s| Timestamp::from_second(s).ok());
    instant.map(|t| t.to_zoned(TimeZone::UTC).date().to_string()).into()
}

/// An instant in its zone, or the time on a clock where there is none.
fn time(count: i64, unit: TimeUnit, zone: Option<&str>) -> Option<String> {
    let instant = match unit {
        TimeUnit::Second => Timestamp::from_second(count),
        TimeUnit::Millisecond => Timestamp::from_millisecond(count),
        TimeUnit::Microsecond => Timestamp::from_microsecond(count),
        TimeUnit::Nanosecond => Timestamp::from_nanosecond(count.into()),
    };
    let instant = instant.ok()?;
    let Some(zone) = zone else {
        return Some(instant.to_zoned(TimeZone::UTC).datetime().to_string());
    };
    let offset = || jiff::fmt::strtime::parse("%:z", zone).ok()?.offset().map(TimeZone::fixed);
    let zone = TimeZone::get(zone).ok().or_else(offset).unwrap_or(TimeZone::UTC);
    Some(instant.to_zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

#[cfg(test)]
mod tests;
