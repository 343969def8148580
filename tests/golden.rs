//! Each seed's rows, as a reader of the CSV gets them, against `tests/golden`.
//!
//! The files change only under `UPDATE_GOLDEN=1`, and a run that changes one
//! fails: a second run cannot turn green by itself unnoticed.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One row: column and value, in the header's order.
type Record = Vec<(String, String)>;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The CSV of all seeds, cut into one CSV a seed.
fn actual() -> BTreeMap<String, String> {
    let output = Command::new(env!("CARGO_BIN_EXE_whosaid"))
        .args(["extract", "seeds", "-q", "--format", "csv"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut reader = csv::Reader::from_reader(&*output.stdout);
    let header = reader.headers().unwrap().clone();
    let article = header.iter().position(|name| name == "article_id").unwrap();
    let mut writers = BTreeMap::new();
    for id in seeds() {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&header).unwrap();
        writers.insert(id, writer);
    }
    for record in reader.records().map(Result::unwrap) {
        writers.get_mut(&record[article]).expect("a seed").write_record(&record).unwrap();
    }
    let finish = |w: csv::Writer<Vec<u8>>| String::from_utf8(w.into_inner().unwrap()).unwrap();
    writers.into_iter().map(|(id, writer)| (id, finish(writer))).collect()
}

fn seeds() -> Vec<String> {
    let paths = fs::read_dir(root().join("seeds")).unwrap().map(|entry| entry.unwrap().path());
    let texts = paths.filter(|path| path.extension().is_some_and(|e| e == "txt"));
    let mut ids: Vec<_> =
        texts.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

fn golden(id: &str) -> PathBuf {
    root().join("tests/golden").join(id).with_extension("csv")
}

fn records(csv: &str) -> Vec<Record> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    reader.records().map(|r| header.iter().zip(&r.unwrap()).map(owned).collect()).collect()
}

fn value<'r>(record: &'r Record, name: &str) -> &'r str {
    record.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value)
}

fn show(record: &Record) -> String {
    let part = |name| value(record, name);
    format!("{} | {} | {} [{}]", part("speaker_mention"), part("cue"), part("quote"), part("rule"))
}

/// Rows lost, added and changed; rows are the same when their quotes stand in
/// the same place.
fn difference(old: &str, new: &str) -> String {
    let (old, new) = (records(old), records(new));
    let find = |rows: &[Record], row: &Record| {
        rows.iter().position(|r| value(r, "quote_id") == value(row, "quote_id"))
    };
    let mut told = String::new();
    for row in old.iter().filter(|row| find(&new, row).is_none()) {
        writeln!(told, "- {}", show(row)).unwrap();
    }
    for row in &new {
        match find(&old, row) {
            None => writeln!(told, "+ {}", show(row)).unwrap(),
            Some(at) if old[at] != *row => {
                writeln!(told, "~ {}", show(row)).unwrap();
                for (before, after) in old[at].iter().zip(row).filter(|(b, a)| b != a) {
                    writeln!(told, "    {}: {:?} → {:?}", after.0, before.1, after.1).unwrap();
                }
            }
            Some(_) => {}
        }
    }
    if told.is_empty() { "the same rows, ordered or written differently\n".into() } else { told }
}

/// Makes the golden files what the rows are; gives those it changed.
fn update(actual: &BTreeMap<String, String>) -> Vec<PathBuf> {
    let mut changed = Vec::new();
    for (id, csv) in actual {
        if fs::read_to_string(golden(id)).ok().as_ref() != Some(csv) {
            fs::write(golden(id), csv).unwrap();
            changed.push(golden(id));
        }
    }
    changed
}

#[test]
fn the_seeds_have_the_golden_rows() {
    let actual = actual();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let changed = update(&actual);
        assert!(changed.is_empty(), "rewritten, read the difference: {changed:#?}");
    }
    let mut told = String::new();
    for (id, new) in &actual {
        let old = fs::read_to_string(golden(id)).unwrap_or_default();
        if old != *new {
            write!(told, "\n{id}:\n{}", difference(&old, new)).unwrap();
        }
    }
    assert!(told.is_empty(), "{told}\nif that is better: UPDATE_GOLDEN=1 cargo test --test golden");
}

#[test]
fn every_golden_file_has_its_seed() {
    let entries = fs::read_dir(root().join("tests/golden")).unwrap();
    for path in entries.map(|entry| entry.unwrap().path()) {
        let id = path.file_stem().unwrap().to_str().unwrap();
        assert!(seeds().iter().any(|seed| seed == id), "{}", path.display());
    }
}

#[test]
fn a_difference_names_the_row_and_the_column() {
    let header = "quote_id,speaker,speaker_mention,cue,quote,rule\n";
    let old = format!("{header}1,,Kim,said,yes,a\n2,,Xi,said,no,a\n");
    let new = format!("{header}1,Kim Jong Un,Kim,said,yes,a\n3,,Xi,says,no,b\n");
    let told = difference(&old, &new);
    let expected = "- Xi | said | no [a]\n\
                    ~ Kim | said | yes [a]\n    speaker: \"\" → \"Kim Jong Un\"\n\
                    + Xi | says | no [b]\n";
    assert_eq!(told, expected);
}
