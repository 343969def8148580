//! Tables as text: CSV, TSV and their like, with a header.
//!
//! Rows come one at a time, cells may have several lines. What parts the columns is seen in
//! the header. A row with more or fewer columns than the header is told and left out: which
//! of its cells is which is not known.

use super::notice::size;
use super::picker::Picker;
use super::source::{Origin, Place, Record, Records};
use super::streams::{Fault, Input, peek};
use super::{Notice, Trouble, decode};
use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8};
use serde_json::{Map, Value};
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};

/// What may part columns, and its name.
const DELIMITERS: [(u8, &str); 4] =
    [(b',', "commas"), (b'\t', "tabs"), (b';', "semicolons"), (b'|', "bars")];

/// The rows of one file.
pub(super) struct Table {
    rows: csv::Reader<Guarded>,
    guard: Arc<Guard>,
    header: Vec<String>,
    /// Columns that may be needed.
    wanted: Vec<usize>,
    picker: Picker,
    origin: Origin,
    row: ByteRecord,
    /// What the reader did not see of the file's begin: a mark, a line that names the delimiter.
    passed: Place,
    notes: Vec<Notice>,
    told_encoding: bool,
    done: bool,
}

/// Bounds what one row takes.
#[derive(Debug, Default)]
struct Guard {
    left: AtomicU64,
    quotes: AtomicU64,
    ended: AtomicBool,
}

struct Guarded {
    inner: Input,
    guard: Arc<Guard>,
    max: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.guard.left.load(Relaxed);
        if left == 0 {
            let why = format!("a row of more than {}", size(self.max));
            return Err(Fault::error(Trouble::Endless(why), None));
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        self.guard.left.fetch_sub(read as u64, Relaxed);
        self.guard.ended.store(read == 0, Relaxed);
        let quotes = memchr::memchr_iter(b'"', &buffer[..read]).count();
        self.guard.quotes.fetch_add(quotes as u64, Relaxed);
        Ok(read)
    }
}

impl Table {
    /// Reads the header. `tabs`: whether its extension promises them.
    pub(super) fn new(input: Input, tabs: bool, origin: Origin) -> Result<Self, Notice> {
        let picker = Picker::new(&origin.options);
        // 64 KB: a header of a thousand columns.
        let (head, mut input) = peek(input, 64 << 10);
        let passed = preamble(&head);
        // It was read a moment ago.
        let _ = io::copy(&mut (&mut input).take(passed as u64), &mut io::sink());
        let head = &head[passed..];
        let promised = if tabs { b'\t' } else { b',' };
        let delimiter = delimiter(head, promised, &picker);
        let (guard, max) = (Arc::<Guard>::default(), origin.options.max_article as u64);
        guard.left.store(max.max(64 << 10), Relaxed);
        let guarded = Guarded { inner: input, guard: Arc::clone(&guard), max };
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter.0).flexible(true).buffer_capacity(64 << 10);
        let mut rows = builder.from_reader(guarded);
        let first = Place { line: Some(1), byte: Some(0) };
        let header = match rows.byte_headers() {
            Ok(header) => texts(header, origin.options.encoding),
            Err(error) => return Err(failed(&origin, first, &error)),
        };
        let wanted = (0..header.len()).filter(|&i| picker.wants(&header[i])).collect();
        let mut notes = Vec::new();
        if delimiter.0 != promised {
            notes.push(origin.notice(Trouble::Delimiter(delimiter.1)));
        }
        // After `\r` the reader takes a row to be done, and counts `\n` to the next.
        let newline = memchr::memchr(b'\n', head).filter(|at| *at > 0 && head[at - 1] == b'\r');
        let late = usize::from(newline.is_some());
        let passed = Place {
            line: Some(usize::from(passed > 3) + late),
            byte: Some((passed + late) as u64),
        };
        let (row, told_encoding, done) = (ByteRecord::new(), false, header.is_empty());
        Ok(Self {
            rows,
            guard,
            header,
            wanted,
            picker,
            origin,
            row,
            passed,
            notes,
            told_encoding,
            done,
        })
    }

    /// Where the row that was read last begins.
    fn place(&self) -> Place {
        let position = self.row.position().unwrap_or_else(|| self.rows.position());
        Place {
            line: self.passed.line.map(|line| line + position.line() as usize),
            byte: self.passed.byte.map(|byte| byte + position.byte()),
        }
    }

    /// Whether this is the last row and a quotation mark in it was never closed: it holds all
    /// after it. A row that ends as it should is given before the end is seen.
    fn is_swallowed(&self) -> bool {
        self.guard.ended.load(Relaxed)
            && self.guard.quotes.load(Relaxed) % 2 == 1
            && self.row.as_slice().contains(&b'\n')
    }

    fn record(&mut self, place: Place, notes: &mut Vec<Notice>) -> Result<Record, Notice> {
        if self.row.len() != self.header.len() {
            let trouble = Trouble::Ragged(self.row.len(), self.header.len());
            return Err(self.origin.at(place, trouble));
        }
        let encoding = encoding(&self.row, self.origin.options.encoding);
        if encoding != UTF_8 && !std::mem::replace(&mut self.told_encoding, true) {
            notes.push(self.origin.notice(Trouble::Decoded(encoding.name(), false)));
        }
        let cell = |&i: &usize| {
            let text = encoding.decode_without_bom_handling(&self.row[i]).0.into_owned();
            (self.header[i].clone(), Value::String(text))
        };
        let mut record: Map<String, Value> = self.wanted.iter().map(cell).collect();
        let mut troubles = Vec::new();
        let picked = self.picker.pick(&mut record, &mut troubles);
        notes.extend(troubles.into_iter().map(|trouble| self.origin.notice(trouble)));
        let picked = picked.map_err(|trouble| match trouble {
            Trouble::NoText { wanted, .. } => {
                Trouble::NoText { wanted, fields: self.header.clone() }
            }
            other => other,
        });
        let number = place.line.unwrap_or_default() as u64;
        let picked = picked.map_err(|trouble| self.origin.at(place, trouble))?;
        Ok(Record::picked(picked, number, place))
    }

    /// Whether any column could be the text; without one no row needs to be read.
    fn has_text(&self) -> bool {
        let record = &mut Map::new();
        for &i in &self.wanted {
            record.insert(self.header[i].clone(), Value::String("x".into()));
        }
        Picker::new(&self.origin.options).pick(record, &mut Vec::new()).is_ok()
    }
}

impl Records for Table {
    fn next(&mut self, notes: &mut Vec<Notice>) -> Option<Result<Record, Notice>> {
        if self.done {
            return None;
        }
        if self.passed.line.is_some() && self.rows.position().record() <= 1 && self.row.is_empty() {
            notes.append(&mut self.notes);
            if !self.has_text() {
                self.done = true;
                let wanted = self.origin.options.fields.get(super::Role::Text).map(Into::into);
                let fields = std::mem::take(&mut self.header);
                let place = Place { line: Some(1), byte: None };
                return Some(Err(self.origin.at(place, Trouble::NoText { wanted, fields })));
            }
        }
        // 64 KB: what the reader reads ahead.
        self.guard.left.store(self.origin.options.max_article as u64 + (64 << 10), Relaxed);
        match self.rows.read_byte_record(&mut self.row) {
            Ok(false) => None,
            Ok(true) => {
                let place = self.place();
                if self.is_swallowed() {
                    self.done = true;
                    let why = "a quotation mark in this row is not closed".into();
                    return Some(Err(self.origin.at(place, Trouble::Endless(why))));
                }
                Some(self.record(place, notes))
            }
            Err(error) => {
                self.done = true;
                Some(Err(failed(&self.origin, self.place(), &error)))
            }
        }
    }
}

fn failed(origin: &Origin, place: Place, error: &csv::Error) -> Notice {
    match error.kind() {
        csv::ErrorKind::Io(error) => origin.failed(place, error),
        _ => origin.at(place, Trouble::Container(error.to_string())),
    }
}

/// The encoding of a row.
fn encoding(row: &ByteRecord, said: Option<&'static Encoding>) -> &'static Encoding {
    match std::str::from_utf8(row.as_slice()) {
        Ok(_) => UTF_8,
        Err(_) => said.unwrap_or_else(|| decode::guess(row.as_slice())),
    }
}

fn texts(row: &ByteRecord, said: Option<&'static Encoding>) -> Vec<String> {
    let encoding = encoding(row, said);
    let text = |cell| encoding.decode_without_bom_handling(cell).0.trim().to_owned();
    row.iter().map(text).collect()
}

/// The bytes of a mark, and of the line `sep=;` by which some programs name the delimiter.
fn preamble(head: &[u8]) -> usize {
    let mark = if head.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let rest = &head[mark..];
    let line = memchr::memchr(b'\n', rest).map_or(&[][..], |end| &rest[..=end]);
    let names = line.trim_ascii_end().len() == 5 && line[..4].eq_ignore_ascii_case(b"sep=");
    mark + if names { line.len() } else { 0 }
}

/// What parts the columns of a header into the most that we know, or else into the most.
fn delimiter(head: &[u8], promised: u8, picker: &Picker) -> (u8, &'static str) {
    let worth = |byte: u8| {
        let mut reader = ReaderBuilder::new().delimiter(byte).from_reader(head);
        let names = reader.byte_headers().map_or_else(|_| Vec::new(), |row| texts(row, None));
        let known = names.iter().filter(|name| picker.wants(name)).count();
        (known, names.len(), byte == promised)
    };
    DELIMITERS.into_iter().max_by_key(|(byte, _)| worth(*byte)).unwrap_or(DELIMITERS[0])
}

#[cfg(test)]
mod tests {
    use super::super::source::tests::{origin, shown};
    use super::*;
    use std::io::Cursor;

    fn read(bytes: &[u8], max: usize) -> Vec<String> {
        match Table::new(Box::new(Cursor::new(bytes.to_vec())), false, origin("a.csv", max)) {
            Ok(mut table) => shown(&mut table),
            Err(notice) => vec![notice.to_string()],
        }
    }

    #[test]
    fn rows_are_records_with_cells_of_several_lines() {
        let csv = "\u{feff}id,Text,x\r\na,\"One, \"\"two\"\".\r\n\r\nThree.\",1\r\n,Four.,2\r\n";
        assert_eq!(read(csv.as_bytes(), 1000), ["a: One, \"two\".\r\n\r\nThree.", "5: Four."]);
        assert_eq!(read(b"text\nOne, two.", 1000).len(), 1);
        assert_eq!(read(b"", 1000), [""; 0]);
        assert_eq!(read(b"text,id\n", 1000), [""; 0]);
    }

    #[test]
    fn the_delimiter_is_seen_in_the_header() {
        for (name, csv) in [
            ("semicolons", "id;text;a,b\n1;One, two.;3\n"),
            ("tabs", "id\ttext\n1\tOne, two.\n"),
            ("bars", "id|text\n1|One, two.\n"),
            ("semicolons", "sep=;\nid;text\n1;One, two.\n"),
        ] {
            let told = format!("a.csv: columns are parted by {name}");
            assert_eq!(read(csv.as_bytes(), 1000), [told, "1: One, two.".into()]);
        }
    }

    #[test]
    fn a_ragged_row_is_told_and_the_next_goes_on() {
        let csv = b"id,text\n1,One\n2,Two,too\n3\n\n4,Four\n";
        let told = |line, n| format!("a.csv:{line}: skipped: {n} columns where the header has 2");
        assert_eq!(read(csv, 1000), ["1: One".into(), told(3, 3), told(4, 1), "4: Four".into()]);
    }

    #[test]
    fn a_quotation_mark_that_is_not_closed_swallows_no_article_silently() {
        let csv = b"id,text\n1,One\n2,\"Two\n3,Three\n4,Four\n";
        let told = "a.csv:3: skipped: a quotation mark in this row is not closed; nothing after it is read";
        assert_eq!(read(csv, 1000), ["1: One", told]);
        let long = [&csv[..], &b"5,Five\n".repeat(60_000)].concat();
        let told = "a.csv:3: skipped: a row of more than 1 KB; nothing after it is read";
        assert_eq!(read(&long, 1000), ["1: One", told]);
    }

    #[test]
    fn a_table_without_text_is_told_once_with_its_columns() {
        let told = "a.csv:1: skipped: no field that could be the text; it has id, words";
        assert_eq!(read(b"id,words\n1,One\n2,Two\n", 1000), [told]);
    }

    #[test]
    fn rows_that_are_not_utf8_are_decoded_and_told_once() {
        let csv = b"id,text\n1,\x93No,\x94 he said\n".to_vec();
        let csv = [&csv[..], b"2,\x93Yes,\x94 said M\xfcller\n"].concat();
        let told = "a.csv: decoded as windows-1252";
        let no = "a.csv:2: skipped: 3 columns where the header has 2";
        assert_eq!(read(&csv, 1000).len(), 2, "{no}");
        let csv = b"id;text\n1;\x93No,\x94 he said\n2;\x93Yes,\x94 said M\xfcller\n";
        let got = read(csv, 1000);
        assert_eq!(got[1..], [told, "1: “No,” he said", "2: “Yes,” said Müller"]);
    }
}
