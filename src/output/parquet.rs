//! Rows as Apache Parquet.
//!
//! Takes articles' rows in order, from an iterator; holds some thousands of them
//! and one row group in its compressed form. What is unknown is null; columns that
//! are never empty are not nullable. Dates stay text, as they may be a year alone.
//!
//! # Why row groups have a fixed number of rows
//!
//! The file then depends on the rows alone, and the memory a reader needs for one
//! group on nothing else: 65,536 rows of news are some 25 MB before compression.

use super::columns::{Type, Value, rounded};
use super::{ArticleRows, Layout, Written, describe};
use arrow_array::builder::{Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

/// Rows in a row group.
const GROUP: usize = 65_536;

/// Rows, or bytes of text, that are handed to the encoder at once.
const BATCH_ROWS: usize = 4096;
const BATCH_BYTES: usize = 4 << 20;

/// Columns in which hardly two rows have one value: a dictionary would be made in vain.
const DISTINCT: [&str; 3] = ["quote_id", "quote", "spans"];

/// Writes the rows of all articles.
///
/// # Errors
/// The first of `articles`, or when writing fails.
pub fn write(
    file: impl Write + Send,
    layout: &Layout,
    articles: impl Iterator<Item = io::Result<ArticleRows>>,
) -> io::Result<()> {
    let fields: Vec<Field> = layout.columns().iter().map(field).collect();
    let schema = Arc::new(Schema::new(fields));
    let properties = Some(properties(layout));
    let mut writer = ArrowWriter::try_new(file, Arc::clone(&schema), properties).map_err(plain)?;
    let mut batch = Batch::new(layout);
    for article in articles {
        let article = article?;
        for row in &article.rows {
            for (column, values) in layout.columns().iter().zip(&mut batch.columns) {
                batch.bytes += values.push(column, column.value(&article.article, row));
            }
            batch.rows += 1;
            if batch.rows >= BATCH_ROWS || batch.bytes >= BATCH_BYTES {
                writer.write(&batch.take(&schema)?).map_err(plain)?;
            }
        }
    }
    writer.write(&batch.take(&schema)?).map_err(plain)?;
    writer.close().map(drop).map_err(plain)
}

fn field(column: &Written) -> Field {
    let holds = match column.holds() {
        Type::Text | Type::Date | Type::Spans => DataType::Utf8,
        Type::Integer => DataType::Int64,
        Type::Number => DataType::Float64,
    };
    Field::new(column.name(), holds, !column.is_required())
}

fn properties(layout: &Layout) -> WriterProperties {
    let about = |key: &str, value: String| KeyValue::new(key.into(), value);
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP))
        .set_key_value_metadata(Some(vec![
            about("whosaid:version", env!("CARGO_PKG_VERSION").into()),
            about("whosaid:table_schema", describe::table_schema(layout).to_string()),
        ]));
    for name in DISTINCT {
        let path = ColumnPath::new(vec![name.into()]);
        properties = properties.set_column_dictionary_enabled(path, false);
    }
    properties.build()
}

/// The rows that are handed to the encoder next.
struct Batch {
    columns: Vec<Values>,
    rows: usize,
    bytes: usize,
}

impl Batch {
    fn new(layout: &Layout) -> Self {
        let columns = layout.columns().iter().map(Values::of).collect();
        Self { columns, rows: 0, bytes: 0 }
    }

    fn take(&mut self, schema: &SchemaRef) -> io::Result<RecordBatch> {
        (self.rows, self.bytes) = (0, 0);
        let columns = self.columns.iter_mut().map(Values::take).collect();
        RecordBatch::try_new(Arc::clone(schema), columns).map_err(io::Error::other)
    }
}

/// The values of one column.
enum Values {
    Text(StringBuilder),
    Integer(Int64Builder),
    Number(Float64Builder),
}

impl Values {
    fn of(column: &Written) -> Self {
        match column.holds() {
            Type::Text | Type::Date | Type::Spans => Self::Text(StringBuilder::new()),
            Type::Integer => Self::Integer(Int64Builder::new()),
            Type::Number => Self::Number(Float64Builder::new()),
        }
    }

    /// Adds one value; gives its bytes.
    fn push(&mut self, column: &Written, value: Value<'_>) -> usize {
        match (self, value) {
            (Self::Text(values), Value::Text("")) if !column.is_required() => values.append_null(),
            (Self::Text(values), Value::Text(text)) => {
                values.append_value(text);
                return text.len();
            }
            (Self::Text(values), Value::Spans(spans)) => {
                write!(values, "{spans}").expect("writing to memory does not fail");
                values.append_value("");
            }
            (Self::Integer(values), Value::Integer(n)) => values.append_value(n as i64),
            (Self::Number(values), Value::Number(n)) => values.append_value(rounded(n)),
            _ => unreachable!("a column holds what its type says"),
        }
        8
    }

    fn take(&mut self) -> ArrayRef {
        match self {
            Self::Text(values) => Arc::new(values.finish()),
            Self::Integer(values) => Arc::new(values.finish()),
            Self::Number(values) => Arc::new(values.finish()),
        }
    }
}

/// The error of the file itself, where it is one: a full disk is to be told as such.
fn plain(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other),
        },
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::article;
    use super::*;
    use arrow_array::Array as _;
    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{Float64Type, Int64Type};
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use std::fs::File;

    fn written(layout: &Layout, articles: Vec<ArticleRows>) -> File {
        let mut file = tempfile::tempfile().unwrap();
        write(&mut file, layout, articles.into_iter().map(Ok)).unwrap();
        file
    }

    fn bytes(mut file: File) -> Vec<u8> {
        use std::io::{Read as _, Seek as _};
        file.rewind().unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        bytes
    }

    #[test]
    fn values_read_back_with_their_types_and_nulls() {
        let layout = Layout::new(None, &["section".into()], false).unwrap();
        let mut one = article();
        one.article.kept = vec!["politics".into()];
        let file = written(&layout, vec![one, article()]);
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
        let batches: Vec<RecordBatch> = reader.map(Result::unwrap).collect();
        let batch = &batches[0];
        assert_eq!((batches.len(), batch.num_rows(), batch.num_columns()), (1, 2, 28));
        let text = |name: &str, i| {
            batch.column_by_name(name).unwrap().as_string::<i32>().value(i).to_string()
        };
        assert_eq!(text("speaker", 0), "Kim, \"the Leader\"");
        assert_eq!(text("spans", 1), "quote=12-80;100-120 speaker=81-85 cue=86-90");
        assert_eq!(text("section", 0), "politics");
        assert!(batch.column_by_name("section").unwrap().is_null(1));
        assert!(batch.column_by_name("source").unwrap().is_null(0));
        let start = batch.column_by_name("start").unwrap();
        assert_eq!(start.as_primitive::<Int64Type>().value(0), 12);
        let confidence = batch.column_by_name("confidence").unwrap();
        assert_eq!(confidence.as_primitive::<Float64Type>().value(0), 0.873);
    }

    #[test]
    fn groups_have_a_fixed_number_of_rows() {
        let many = ArticleRows { rows: vec![article().rows[0].clone(); 3000], ..article() };
        let layout = Layout::default();
        let file = written(&layout, vec![many; 30]);
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let groups: Vec<i64> =
            reader.metadata().row_groups().iter().map(|group| group.num_rows()).collect();
        assert_eq!(groups, [GROUP as i64, 90_000 - GROUP as i64]);
    }

    #[test]
    fn the_file_tells_its_schema_and_who_wrote_it() {
        let file = written(&Layout::default(), vec![article()]);
        let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
        let about = reader.metadata().file_metadata().key_value_metadata().unwrap();
        let value = |key| about.iter().find(|kv| kv.key == key).unwrap().value.clone().unwrap();
        assert_eq!(value("whosaid:version"), env!("CARGO_PKG_VERSION"));
        let schema: serde_json::Value =
            serde_json::from_str(&value("whosaid:table_schema")).unwrap();
        assert_eq!(schema["fields"][0]["name"], "quote_id");
    }

    #[test]
    fn two_writings_are_the_same_bytes_and_none_is_valid_too() {
        let layout = Layout::default();
        let once = bytes(written(&layout, vec![article(); 100]));
        assert_eq!(once, bytes(written(&layout, vec![article(); 100])));
        let reader = ParquetRecordBatchReaderBuilder::try_new(written(&layout, vec![])).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
    }

    #[test]
    fn an_error_among_the_articles_ends_it() {
        let articles = [Ok(article()), Err(io::ErrorKind::InvalidData.into())];
        let error = write(io::sink(), &Layout::default(), articles.into_iter()).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn a_full_disk_is_told_as_such() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = write(Full, &Layout::default(), std::iter::once(Ok(article()))).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
