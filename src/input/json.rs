//! JSON: an object, an array of objects, several of either, or an object around an array.
//!
//! Objects are cut out of the stream by their brackets and strings, one at a time, so an
//! array may be of any length. Only what is inside one object is parsed, and what is broken
//! there costs that object alone.
//!
//! # Why an object around an array is held in memory
//!
//! `{"status": "ok", "articles": […]}` is an object like any other until its end; that it is
//! no article is known only then. It may be as large as one article.

use super::object::Objects;
use super::source::{Origin, Place, Record, Records};
use super::{Notice, Trouble};
use serde_json::{Map, Value};
use std::io::{self, BufRead};

/// The values of one file.
pub(super) struct Values {
    reader: Box<dyn BufRead + Send>,
    objects: Objects,
    /// Where the reader is.
    line: usize,
    byte: u64,
    in_array: bool,
    count: u64,
    /// What an object around an array holds.
    inside: std::vec::IntoIter<Value>,
    buffer: Vec<u8>,
}

/// Where a scan is in an object.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// Takes a byte; whether the object ends with it.
    fn ends(&mut self, byte: u8) -> bool {
        if self.in_string {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_string = false,
                _ => {}
            }
            return false;
        }
        match byte {
            b'"' => self.in_string = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.depth == 0
    }
}

impl Values {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, origin: Origin) -> Self {
        Self {
            reader,
            objects: Objects::new(origin),
            line: 1,
            byte: 0,
            in_array: false,
            count: 0,
            inside: Vec::new().into_iter(),
            buffer: Vec::new(),
        }
    }

    fn place(&self) -> Place {
        Place { line: Some(self.line), byte: Some(self.byte) }
    }

    fn advance(&mut self, bytes: usize, lines: usize) {
        self.reader.consume(bytes);
        self.byte += bytes as u64;
        self.line += lines;
    }

    /// Goes to the next byte that is no space, mark or bracket between values.
    fn next_byte(&mut self) -> io::Result<Option<u8>> {
        loop {
            let available = self.reader.fill_buf()?;
            let Some(&byte) = available.first() else { return Ok(None) };
            let available = if self.byte == 0 { available } else { &[] };
            if available.starts_with(b"\xEF\xBB\xBF") {
                self.advance(3, 0);
                continue;
            }
            match byte {
                b'[' if !self.in_array => self.in_array = true,
                b']' if self.in_array => self.in_array = false,
                b',' | b' ' | b'\t' | b'\r' | b'\n' | 0x1E => {}
                other => return Ok(Some(other)),
            }
            self.advance(1, usize::from(byte == b'\n'));
        }
    }

    /// Cuts out the object or list that begins here; whether it is whole and not too long.
    fn cut(&mut self) -> io::Result<Result<(), Trouble>> {
        let max = self.objects.origin.options.max_article;
        let (mut scan, mut too_long) = (Scan::default(), false);
        self.buffer.clear();
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                return Ok(Err(Trouble::Json("ends inside an object".into())));
            }
            let end = available.iter().position(|byte| scan.ends(*byte));
            let part = &available[..end.map_or(available.len(), |end| end + 1)];
            too_long |= self.buffer.len() + part.len() > max;
            if too_long {
                self.buffer = Vec::new();
            } else {
                self.buffer.extend_from_slice(part);
            }
            let lines = memchr::memchr_iter(b'\n', part).count();
            let taken = part.len();
            self.advance(taken, lines);
            if end.is_some() {
                let max = max as u64;
                return Ok(if too_long { Err(Trouble::TooLong(max)) } else { Ok(()) });
            }
        }
    }

    /// Passes over what is no object, up to where the next may begin.
    fn pass_over(&mut self) -> io::Result<()> {
        loop {
            let available = self.reader.fill_buf()?;
            let stop = |b: &u8| matches!(b, b'\n' | b'{' | b']') || (self.in_array && *b == b',');
            let end = available.iter().position(stop);
            let taken = end.unwrap_or(available.len());
            if available.is_empty() {
                return Ok(());
            }
            self.advance(taken, 0);
            if end.is_some() {
                return Ok(());
            }
        }
    }

    fn value(&mut self, notes: &mut Vec<Notice>) -> io::Result<Option<Result<Record, Notice>>> {
        let Some(first) = self.next_byte()? else { return Ok(None) };
        let place = self.place();
        self.count += 1;
        let trouble = match first {
            b'{' => match self.cut()? {
                Ok(()) => return Ok(Some(self.object(place, notes))),
                Err(trouble) => trouble,
            },
            b'[' => match self.cut()? {
                Ok(()) => Trouble::Json("not an object".into()),
                Err(trouble) => trouble,
            },
            b']' | b'}' => {
                self.advance(1, 0);
                Trouble::Json("a bracket that closes nothing".into())
            }
            _ => {
                self.pass_over()?;
                Trouble::Json("not an object".into())
            }
        };
        Ok(Some(Err(self.objects.origin.at(place, trouble))))
    }

    /// The object that was cut out: a record, or what is around records.
    fn object(&mut self, place: Place, notes: &mut Vec<Notice>) -> Result<Record, Notice> {
        let bytes = std::mem::take(&mut self.buffer);
        let record = self.objects.record(&bytes, self.count, place, notes);
        let is_none =
            |n: &Notice| matches!(n.trouble, Trouble::NoText { wanted: None, .. } | Trouble::Empty);
        if !self.in_array && record.as_ref().err().is_some_and(is_none) {
            let value = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
            if let Some(records) = list_in(value, 3) {
                self.inside = records.into_iter();
                self.count = 0;
                return self.next_inside(notes).unwrap_or(record);
            }
        }
        self.buffer = bytes;
        // A fault of the stream is no end, and comes up again.
        let is_alone = !self.in_array && self.count == 1 && matches!(self.next_byte(), Ok(None));
        record.map(|record| if is_alone { Record { number: None, ..record } } else { record })
    }

    fn next_inside(&mut self, notes: &mut Vec<Notice>) -> Option<Result<Record, Notice>> {
        let value = self.inside.next()?;
        self.count += 1;
        Some(match value {
            Value::Object(object) => {
                self.objects.built(object, (self.count, Place::default()), notes)
            }
            _ => Err(self.objects.origin.notice(Trouble::Json("not an object".into()))),
        })
    }
}

/// The list of objects in a value, not deeper than so many objects.
fn list_in(value: Value, depth: usize) -> Option<Vec<Value>> {
    let Value::Object(object) = value else { return None };
    let is_list = |v: &Value| v.as_array().is_some_and(|a| a.first().is_some_and(Value::is_object));
    let key = object.iter().filter(|(_, v)| is_list(v)).max_by_key(|(_, v)| weight(v));
    if let Some(key) = key.map(|(key, _)| key.clone()) {
        return take(object, &key);
    }
    let inner = object.into_iter().map(|(_, value)| value).filter(|_| depth > 1);
    inner.filter_map(|value| list_in(value, depth - 1)).next()
}

/// Of several lists the articles are the one with the most in it.
fn weight(value: &Value) -> usize {
    value.as_array().map_or(0, Vec::len)
}

fn take(mut object: Map<String, Value>, key: &str) -> Option<Vec<Value>> {
    match object.get_mut(key).map(Value::take) {
        Some(Value::Array(values)) => Some(values),
        _ => None,
    }
}

impl Records for Values {
    fn next(&mut self, notes: &mut Vec<Notice>) -> Option<Result<Record, Notice>> {
        if let Some(item) = self.next_inside(notes) {
            return Some(item);
        }
        match self.value(notes) {
            Ok(item) => item,
            Err(error) => {
                self.reader = Box::new(io::empty());
                Some(Err(self.objects.origin.failed(self.place(), &error)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::tests::{origin, shown};
    use super::*;
    use std::io::{BufReader, Cursor};

    fn read(json: &str, max: usize) -> Vec<String> {
        // Three bytes a time: a value never lies in one piece.
        let reader = Box::new(BufReader::with_capacity(3, Cursor::new(json.to_owned())));
        shown(&mut Values::new(reader, origin("a.json", max)))
    }

    #[test]
    fn objects_come_alone_in_arrays_and_one_after_another() {
        let one = r#"{"text": "a ] } \" \\", "x": [{}, "}"]}"#;
        let two = "{\n \"id\": \"b\", \"text\": \"b\"\n}";
        for json in [
            format!("{one}{two}"),
            format!("\u{feff}{one}\n\n{two}\n"),
            format!("[{one}, {two}]"),
            format!("[\n{one}]\n[{two},]"),
            format!("{{\"status\": \"ok\", \"n\": [1], \"articles\": [{one}, {two}]}}"),
            format!("{{\"response\": {{\"docs\": [{one}, {two}]}}}}"),
        ] {
            assert_eq!(read(&json, 1000), ["1: a ] } \" \\", "b: b"], "{json}");
        }
    }

    #[test]
    fn an_object_that_is_alone_is_its_file() {
        assert_eq!(read("\n{\"text\": \"a\"}\n", 1000), [": a"]);
        assert_eq!(read("[{\"text\": \"a\"}]", 1000), ["1: a"]);
    }

    #[test]
    fn an_empty_text_beside_a_list_is_no_article() {
        let json = r#"{"content": "", "articles": [{"text": "a"}, {"text": "b"}]}"#;
        assert_eq!(read(json, 1000), ["1: a", "2: b"]);
    }

    #[test]
    fn what_is_broken_costs_itself_alone() {
        let json =
            "[{\"text\": \"a\"},\n 7, \"x\", null, [1],\n{\"text\" \"b\"}, {\"text\": \"c\"}]";
        let no = |line| format!("a.json:{line}: skipped: invalid JSON: not an object");
        let got = read(json, 1000);
        assert_eq!(got[..5], ["1: a".to_owned(), no(2), no(2), no(2), no(2)]);
        assert_eq!(got[5], "a.json:3:9: skipped: invalid JSON: expected `:`");
        assert_eq!(got[6..], ["7: c"]);
    }

    #[test]
    fn what_is_cut_off_is_told_after_what_came_before() {
        let told = "a.json:2: skipped: invalid JSON: ends inside an object";
        assert_eq!(read("[{\"text\": \"a\"},\n{\"text\": \"b", 1000), ["1: a", told]);
    }

    #[test]
    fn an_object_without_end_takes_no_memory() {
        let json = format!("[{{\"text\": \"{}\"}}, {{\"text\": \"b\"}}]", "x".repeat(10_000));
        assert_eq!(
            read(&json, 100),
            ["a.json:1: skipped: more than 100 bytes for one article", "2: b"]
        );
    }

    #[test]
    fn no_json_at_all_is_told_and_ends() {
        let got = read("He said no.\nShe said yes.", 1000);
        assert_eq!(got.len(), 2, "{got:?}");
        assert!(read("}}]]", 1000).len() == 4 && read(&"[".repeat(9000), 99).len() == 1);
        assert_eq!(read("", 1000), [""; 0]);
    }
}
