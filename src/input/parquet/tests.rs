//! Columns of every type, and files that are none.

use super::super::source::tests::{origin, shown};
use super::super::{FieldMap, Keep, Options};
use super::*;
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{
    BinaryArray, Date32Array, DictionaryArray, Int64Array, LargeStringArray, StringArray,
    StringViewArray, StructArray, TimestampMicrosecondArray, TimestampMillisecondArray,
};
use parquet::arrow::ArrowWriter;
use std::io::{Seek as _, Write as _};

fn written(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

fn opened(bytes: &[u8], options: Options) -> Result<Box<dyn Records>, Notice> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    file.rewind().unwrap();
    let origin = Origin { options: Arc::new(options), ..origin("a.parquet", 1000) };
    open(file, origin, Arc::default())
}

fn read(columns: Vec<(&str, ArrayRef)>, fields: &[&str]) -> Vec<String> {
    let mut map = FieldMap::default();
    fields.iter().for_each(|field| map.add(field).unwrap());
    match opened(&written(columns), Options { fields: map, ..Options::default() }) {
        Ok(mut rows) => shown(&mut *rows),
        Err(notice) => vec![notice.to_string()],
    }
}

fn known(columns: Vec<(&str, ArrayRef)>) -> super::super::header::Header {
    let mut rows = opened(&written(columns), Options::default()).unwrap();
    rows.next(&mut Vec::new()).unwrap().unwrap().known
}

fn texts() -> ArrayRef {
    Arc::new(StringArray::from(vec!["One."]))
}

#[test]
fn text_of_every_type_is_text() {
    let mut list = ListBuilder::new(StringBuilder::new());
    list.append_value([Some("One."), None, Some("Two.")]);
    let columns: [(ArrayRef, &str); 6] = [
        (texts(), "One."),
        (Arc::new(LargeStringArray::from(vec!["One."])), "One."),
        (Arc::new(StringViewArray::from(vec!["One."])), "One."),
        (Arc::new(BinaryArray::from(vec!["Łódź.".as_bytes()])), "Łódź."),
        (Arc::new(DictionaryArray::<Int32Type>::from_iter(["One."])), "One."),
        (Arc::new(list.finish()), "One.\n\nTwo."),
    ];
    for (column, text) in columns {
        let kind = column.data_type().clone();
        assert_eq!(read(vec![("text", column)], &[]), [format!("1: {text}")], "{kind}");
    }
}

#[test]
fn rows_keep_their_numbers_over_batches_and_empty_ones_are_told() {
    let texts: Vec<_> = (1..=300).map(|n| (n != 200).then(|| format!("Number {n}."))).collect();
    let got = read(vec![("body", Arc::new(StringArray::from(texts)))], &[]);
    assert_eq!(got[..2], ["a.parquet: text from `body` (guessed)", "1: Number 1."]);
    assert_eq!(got[200], "a.parquet:200: skipped: no words in it");
    assert_eq!(got[300], "300: Number 300.");
}

#[test]
fn dates_and_times_come_in_their_own_zone() {
    let instant = 1_772_166_600_000; // 2026-02-27T04:30:00Z
    let columns: [(ArrayRef, &str); 5] = [
        (Arc::new(Date32Array::from(vec![20_510])), "2026-02-26"),
        (Arc::new(TimestampMillisecondArray::from(vec![instant])), "2026-02-27T04:30:00"),
        (
            Arc::new(
                TimestampMicrosecondArray::from(vec![instant * 1000])
                    .with_timezone("America/New_York"),
            ),
            "2026-02-26T23:30:00-05:00",
        ),
        (
            Arc::new(TimestampMillisecondArray::from(vec![instant]).with_timezone("+09:00")),
            "2026-02-27T13:30:00+09:00",
        ),
        (Arc::new(Int64Array::from(vec![1_772_166_600])), "1772166600"),
    ];
    for (column, date) in columns {
        let kind = column.data_type().clone();
        assert_eq!(known(vec![("text", texts()), ("date", column)]).published, date, "{kind}");
    }
}

#[test]
fn structures_are_gone_into_and_kept_as_json() {
    let name: ArrayRef = Arc::new(StringArray::from(vec!["The Post"]));
    let field = |name: &str, array: &ArrayRef| {
        Arc::new(arrow_schema::Field::new(name, array.data_type().clone(), true))
    };
    let source = StructArray::from(vec![(field("name", &name), name.clone())]);
    let columns = || vec![("text", texts()), ("source", Arc::new(source.clone()) as ArrayRef)];
    assert_eq!(known(columns()).outlet, "The Post");
    let keep = ["source", "source.name"].map(|field| Keep::parse(field).unwrap()).to_vec();
    let mut rows = opened(&written(columns()), Options { keep, ..Options::default() }).unwrap();
    let record = rows.next(&mut Vec::new()).unwrap().unwrap();
    let want = [r#"{"name":"The Post"}"#, "The Post"].map(|v| Some(v.to_owned()));
    assert_eq!(record.kept, want);
}

#[test]
fn a_file_without_a_text_is_told_once_with_its_columns() {
    let numbers = || Arc::new(Int64Array::from(vec![1])) as ArrayRef;
    let told =
        "a.parquet: skipped: no field that could be the text; it has words (Utf8), n (Int64)";
    assert_eq!(read(vec![("words", texts()), ("n", numbers())], &[]), [told]);
    let told = "a.parquet: skipped: no field that could be the text; it has text (Int64)";
    assert_eq!(read(vec![("text", numbers())], &[]), [told]);
    let told = "a.parquet: skipped: no text in `n`; it has text (Utf8), n (Int64)";
    assert_eq!(read(vec![("text", texts()), ("n", numbers())], &["text=n"]), [told]);
    assert_eq!(read(vec![("words", texts()), ("n", numbers())], &["text=words"]), ["1: One."]);
}

#[test]
fn broken_files_are_told_and_never_panic() {
    let bytes = written(vec![("text", texts()), ("date", Arc::new(Date32Array::from(vec![7])))]);
    let told = |bytes: &[u8]| opened(bytes, Options::default()).err().map(|n| n.to_string());
    let cut = told(&bytes[..bytes.len() - 9]).unwrap();
    assert!(cut.starts_with("a.parquet: skipped: not a whole Parquet file: "), "{cut}");
    assert!(told(b"").is_some() && told(b"PAR1").is_some() && told(b"He said no.").is_some());
    for at in 0..bytes.len() {
        for with in [0, 0x7F, 0xFF] {
            let mut broken = bytes.clone();
            broken[at] = with;
            if let Ok(mut rows) = opened(&broken, Options::default()) {
                let mut count = 0;
                while count < 100 && rows.next(&mut Vec::new()).is_some() {
                    count += 1;
                }
            }
        }
    }
}
