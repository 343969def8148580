//! Files of rows, one row after another.

use super::jsonl::Lines;
use super::row::Places;
use super::{Error, Field, Notice, Row};
use crate::input;
use csv::StringRecord;
use std::collections::VecDeque;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// The rows of several files, in the order of the files.
///
/// Gives a [`Notice`] for a row that cannot be read, and goes on where that is possible.
pub struct Rows {
    waiting: VecDeque<(PathBuf, Reader)>,
    consumed: Arc<AtomicU64>,
    bytes: u64,
}

type Input = Box<dyn BufRead + Send>;

enum Reader {
    Table(Box<csv::Reader<Input>>, Arc<Places>),
    Lines(Box<Lines<Input>>),
}

/// Opens files of rows, those of a directory in the order of their names, and `-` for
/// standard input. Whether a file is a table or JSON lines is seen in its first byte.
///
/// # Errors
/// When one cannot be opened, or its header or first object lacks one of the columns `needed`.
pub fn open(paths: &[PathBuf], needed: &[Field]) -> Result<Rows, Error> {
    let mut rows = Rows { waiting: VecDeque::new(), consumed: Arc::default(), bytes: 0 };
    for path in paths {
        if path.is_dir() {
            let inside = inside(path).map_err(|e| unreadable(path, &e))?;
            if inside.is_empty() {
                return Err(Error::NoFiles(path.clone()));
            }
            inside.into_iter().try_for_each(|path| rows.add(path, needed))?;
        } else {
            rows.add(path.clone(), needed)?;
        }
    }
    Ok(rows)
}

impl Rows {
    /// The bytes of all files together, compressed as they are; 0 for standard input.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many of these are read.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    fn add(&mut self, path: PathBuf, needed: &[Field]) -> Result<(), Error> {
        let unreadable = |error: io::Error| unreadable(&path, &error);
        let (input, bytes) = input::decompressed(&path, &self.consumed).map_err(unreadable)?;
        self.bytes += bytes;
        let mut input: Input = Box::new(BufReader::with_capacity(1 << 20, input));
        without_mark(&mut input).map_err(unreadable)?;
        let head = input.fill_buf().map_err(unreadable)?;
        let reader = if head.trim_ascii_start().starts_with(b"{") {
            let mut lines = Lines::new(input, needed);
            let missing = lines.missing().map_err(unreadable)?;
            if !missing.is_empty() {
                return Err(Error::NotRows { path, missing });
            }
            Reader::Lines(Box::new(lines))
        } else {
            table(&path, input, needed)?
        };
        self.waiting.push_back((path, reader));
        Ok(())
    }
}

impl Iterator for Rows {
    type Item = Result<Row, Notice>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (path, reader) = self.waiting.front_mut()?;
            let next = match reader {
                Reader::Table(reader, places) => next(reader, places),
                Reader::Lines(lines) => lines.next(),
            };
            match next {
                Some(Ok(row)) => return Some(Ok(row)),
                Some(Err(Failed { line, why, is_end })) => {
                    let notice = Notice { path: path.clone(), line, why };
                    if is_end {
                        self.waiting.pop_front();
                    }
                    return Some(Err(notice));
                }
                None => drop(self.waiting.pop_front()),
            }
        }
    }
}

/// Why there is no row.
pub(super) struct Failed {
    pub(super) line: u64,
    pub(super) why: String,
    /// Whether nothing more can come of the file.
    pub(super) is_end: bool,
}

fn next(reader: &mut csv::Reader<Input>, places: &Arc<Places>) -> Option<Result<Row, Failed>> {
    let mut cells = StringRecord::new();
    let begun = reader.position().line();
    match reader.read_record(&mut cells) {
        Ok(false) => None,
        Ok(true) => {
            let line = cells.position().map_or(begun, csv::Position::line);
            Some(Ok(Row::new(cells, Arc::clone(places), line)))
        }
        Err(error) => Some(Err(failed(&error, begun))),
    }
}

fn failed(error: &csv::Error, begun: u64) -> Failed {
    let at = |position: &Option<csv::Position>| position.as_ref().map_or(begun, |p| p.line());
    let (line, why, is_end) = match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            (at(pos), format!("{len} columns where the header has {expected_len}"), false)
        }
        csv::ErrorKind::Utf8 { pos, .. } => (at(pos), "not UTF-8".into(), false),
        csv::ErrorKind::Io(error) => (begun, input::plain(error), true),
        _ => (begun, error.to_string(), true),
    };
    Failed { line, why, is_end }
}

fn table(path: &Path, input: Input, needed: &[Field]) -> Result<Reader, Error> {
    let mut input = input;
    let head = input.fill_buf().map_err(|e| unreadable(path, &e))?;
    let line = head.split(|&b| b == b'\n').next().unwrap_or_default();
    let delimiter = if line.contains(&b'\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(input);
    let header = reader
        .headers()
        .map_err(|e| Error::Unreadable { path: path.into(), why: failed(&e, 1).why })?;
    let places: Places = Field::ALL.map(|field| header.iter().position(|h| h == field.name()));
    let missing = lacking(needed, |field| places[field as usize].is_some());
    if missing.is_empty() {
        Ok(Reader::Table(Box::new(reader), Arc::new(places)))
    } else {
        Err(Error::NotRows { path: path.into(), missing })
    }
}

/// The names of the fields needed that are not there, in their order, each once.
pub(super) fn lacking(needed: &[Field], is_there: impl Fn(Field) -> bool) -> Vec<&'static str> {
    let is_lacking = |field: &Field| needed.contains(field) && !is_there(*field);
    Field::ALL.into_iter().filter(is_lacking).map(Field::name).collect()
}

/// The files of rows in a directory.
fn inside(directory: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        let name = [".gz", ".zst", ".xz", ".bz2"]
            .iter()
            .find_map(|e| name.strip_suffix(e))
            .unwrap_or(&name);
        let is_rows = [".csv", ".tsv", ".jsonl"].iter().any(|e| name.ends_with(e));
        if is_rows && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Passes over a byte order mark.
fn without_mark(input: &mut Input) -> io::Result<()> {
    if input.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
        input.consume(3);
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::Unreadable { path: path.into(), why: input::plain(error) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const NEEDED: [Field; 2] = [Field::Speaker, Field::Quote];

    fn read(files: &[(&str, &[u8])]) -> Result<Vec<Result<String, String>>, String> {
        let directory = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            fs::write(directory.path().join(name), bytes).unwrap();
        }
        let told = |text: String| text.replace(&*directory.path().to_string_lossy(), "DIR");
        let rows =
            open(&[directory.path().to_owned()], &NEEDED).map_err(|e| told(e.to_string()))?;
        let show = |row: Row| {
            format!("{}:{}:{}", row.line(), row.get(Field::Speaker), row.get(Field::Quote))
        };
        Ok(rows.map(|row| row.map(show).map_err(|n| told(n.to_string()))).collect())
    }

    #[test]
    fn tables_and_lines_are_read_in_the_order_of_their_names() {
        let gz = {
            let mut encoder =
                flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            io::Write::write_all(&mut encoder, b"speaker\tquote\nChoi\tfour\n").unwrap();
            encoder.finish().unwrap()
        };
        let got = read(&[
            ("a.csv", b"\xEF\xBB\xBFquote,speaker,extra\n\"one\n1\",Kim,x\ntwo,Moon,y\n"),
            ("b.jsonl", b"{\"speaker\":\"Park\",\"quote\":\"three\",\"start\":7}\n"),
            ("c.tsv.gz", &gz),
            ("notes.txt", b"speaker,quote\n"),
        ]);
        let rows = ["2:Kim:one\n1", "4:Moon:two", "1:Park:three", "2:Choi:four"];
        assert_eq!(got.unwrap(), rows.map(|r| Ok(r.to_owned())));
    }

    #[test]
    fn a_bad_row_is_told_and_the_others_go_on() {
        let got = read(&[
            ("a.csv", b"speaker,quote\nKim\nMoon,\xFF\nPark,ok\n"),
            ("b.jsonl", b"{\"quote\":\"a\",\"speaker\":null}\n[1]\n{\"speaker\":\"b\"}\n"),
        ]);
        let got: Vec<String> = got.unwrap().into_iter().map(|r| r.unwrap_or_else(|e| e)).collect();
        assert_eq!(got[0], "DIR/a.csv:2: skipped: 1 columns where the header has 2");
        assert_eq!(got[1], "DIR/a.csv:3: skipped: not UTF-8");
        assert_eq!(got[2], "4:Park:ok");
        assert_eq!(got[3], "1::a");
        assert!(got[4].starts_with("DIR/b.jsonl:2: skipped: no JSON object"), "{}", got[4]);
        assert_eq!(got[5], "DIR/b.jsonl:3: skipped: no `quote` in it");
    }

    #[test]
    fn a_table_of_something_else_is_an_error() {
        let got = read(&[("a.csv", b"name,text\nKim,no\n")]);
        assert_eq!(got.unwrap_err(), "DIR/a.csv: no column `speaker`, `quote`");
        assert_eq!(read(&[]).unwrap_err(), "no files of rows in `DIR`");
    }

    #[test]
    fn lines_of_something_else_are_an_error_as_tables_are() {
        let got = read(&[("a.jsonl", b"\n{\"quote\":\"no\"}\n{\"quote\":1,\"speaker\":2}\n")]);
        assert_eq!(got.unwrap_err(), "DIR/a.jsonl: no column `speaker`");
        let got = read(&[("a.jsonl", b"\n{\"quote\":\"\",\"speaker\":\"\"}\n{}\n{\n")]).unwrap();
        assert_eq!(got[0], Ok("2::".into()), "what is empty is there");
        let told = "DIR/a.jsonl:3: skipped: no `speaker`, `quote` in it";
        assert_eq!(got[1], Err(told.into()));
        assert!(got[2].is_err() && got.len() == 3);
    }

    #[test]
    fn places_in_json_are_as_in_a_table() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.jsonl");
        let spans =
            r#"{"speaker":"Kim","quote":"x","spans":{"quote":[[1,2],[4,6]],"cue":[[2,3]]}}"#;
        fs::write(&path, spans).unwrap();
        let row = open(&[path], &NEEDED).unwrap().next().unwrap().unwrap();
        assert_eq!(row.get(Field::Spans), "quote=1-2;4-6 cue=2-3");
    }
}
