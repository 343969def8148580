//! JSON lines: one record a line. A line that is broken costs itself alone.

use super::object::Objects;
use super::source::{Origin, Place, Record, Records};
use super::{Notice, Trouble};
use std::io::{self, BufRead, Read as _};

/// The lines of one file.
pub(super) struct Lines {
    reader: Box<dyn BufRead + Send>,
    objects: Objects,
    place: Place,
    /// Where the next line begins.
    byte: u64,
    buffer: Vec<u8>,
}

impl Lines {
    pub(super) fn new(reader: Box<dyn BufRead + Send>, origin: Origin) -> Self {
        let objects = Objects::new(origin);
        Self { reader, objects, place: Place::default(), byte: 0, buffer: Vec::new() }
    }

    /// Reads a line; whether there was one, and all of it.
    fn line(&mut self) -> Result<bool, Notice> {
        self.place = Place { line: Some(self.place.line.unwrap_or(0) + 1), byte: Some(self.byte) };
        self.buffer.clear();
        let max = self.objects.origin.options.max_article;
        let mut limited = (&mut self.reader).take(max as u64 + 1);
        match limited.read_until(b'\n', &mut self.buffer) {
            Ok(read) => self.byte += read as u64,
            Err(error) => return Err(self.failed(&error)),
        }
        if self.buffer.len() > max && !self.buffer.ends_with(b"\n") {
            self.pass_over().map_err(|error| self.failed(&error))?;
            return Err(self.objects.origin.at(self.place, Trouble::LineTooLong(max)));
        }
        Ok(!self.buffer.is_empty())
    }

    /// After an error of reading nothing more comes from this file.
    fn failed(&mut self, error: &io::Error) -> Notice {
        self.reader = Box::new(io::empty());
        self.objects.origin.failed(self.place, error)
    }

    /// Leaves the rest of a line without holding it.
    fn pass_over(&mut self) -> io::Result<()> {
        self.buffer = Vec::new();
        let passed = self.reader.skip_until(b'\n')?;
        self.byte += passed as u64;
        Ok(())
    }
}

impl Records for Lines {
    fn next(&mut self, notes: &mut Vec<Notice>) -> Option<Result<Record, Notice>> {
        loop {
            match self.line() {
                Ok(true) => {}
                Ok(false) => return None,
                Err(notice) => return Some(Err(notice)),
            }
            let begin = if self.place.line == Some(1) { &b"\xEF\xBB\xBF"[..] } else { b"" };
            let bytes = self.buffer.strip_prefix(begin).unwrap_or(&self.buffer);
            if !bytes.trim_ascii().is_empty() {
                let number = self.place.line.unwrap_or_default() as u64;
                return Some(self.objects.record(bytes, number, self.place, notes));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::tests::{origin, shown};
    use super::*;

    fn read(bytes: &[u8], max: usize) -> Vec<String> {
        let reader = Box::new(io::Cursor::new(bytes.to_vec()));
        shown(&mut Lines::new(reader, origin("a.jsonl", max)))
    }

    #[test]
    fn a_bad_line_is_told_by_its_number_and_the_next_goes_on() {
        let bytes = b"\xEF\xBB\xBF{\"text\": \"a\"}\r\n\n{\"text\": \"b\" oops}\n{\"id\": \"x\"}\n[1]\n{\"id\": 3, \"text\": \"c\"}";
        assert_eq!(
            read(bytes, 1000),
            [
                "1: a",
                "a.jsonl:3:14: skipped: invalid JSON: expected `,` or `}`",
                "a.jsonl:4: skipped: no field that could be the text; it has id",
                "a.jsonl:5: skipped: invalid JSON: not an object",
                "3: c",
            ]
        );
    }

    #[test]
    fn a_line_that_is_not_utf8_is_decoded_and_told() {
        let results =
            read(b"{\"text\": \"\x93No,\x94 said M\xfcller\"}\n{\"text\": \"b\"}\n", 1000);
        let told = "a.jsonl:1: decoded as windows-1252";
        assert_eq!(results, [told, "1: “No,” said Müller", "2: b"]);
    }

    #[test]
    fn half_characters_cost_no_article() {
        let results = read(br#"{"text": "a \ud83d b", "n": NaN}"#, 1000);
        let told = "a.jsonl:1: 2 half characters or values that JSON does not have replaced";
        assert_eq!(results, [told, "1: a \u{fffd} b"]);
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}\n", "x".repeat(200_000));
        let results = read(long.as_bytes(), 100);
        assert_eq!(results, ["a.jsonl:1: skipped: line of more than 100 bytes", "2: b"]);
    }

    #[test]
    fn nesting_without_end_is_an_error_and_no_overflow() {
        for deep in [format!("{{\"text\": {}", "[".repeat(200_000)), "{\"text\":".repeat(100_000)] {
            let results = read(format!("{deep}\n{{\"text\": \"b\"}}").as_bytes(), 9_000_000);
            assert!(results[0].ends_with("invalid JSON: recursion limit exceeded"), "{results:?}");
            assert_eq!(results[1], "2: b");
        }
    }
}
