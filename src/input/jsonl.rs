//! JSON lines: one article a line, read line by line.

use super::header::Header;
use super::{Notice, Trouble, find};
use encoding_rs::Encoding;
use serde::Deserialize;
use std::io::{BufRead, Read as _};
use std::path::{Path, PathBuf};

/// A line's object. Other keys are left alone.
#[derive(Deserialize)]
struct Record {
    id: Option<Id>,
    text: Option<String>,
    outlet: Option<String>,
    date: Option<String>,
    published: Option<String>,
    title: Option<String>,
    author: Option<String>,
    url: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(i64),
}

/// One line's article, before it has its place in the run.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: Option<String>,
    pub(super) text: String,
    pub(super) known: Header,
    pub(super) line: usize,
}

/// The lines of one file.
pub(super) struct Lines {
    reader: Box<dyn BufRead + Send>,
    pub(super) path: PathBuf,
    line: usize,
    max: usize,
    encoding: Option<&'static Encoding>,
    buffer: Vec<u8>,
    /// Bytes taken from the reader by the last call.
    pub(super) taken: u64,
}

impl Lines {
    pub(super) fn new(
        reader: Box<dyn BufRead + Send>,
        path: &Path,
        max: usize,
        encoding: Option<&'static Encoding>,
    ) -> Self {
        Self { reader, path: path.into(), line: 0, max, encoding, buffer: Vec::new(), taken: 0 }
    }

    /// The next article, or what is wrong with its line; empty lines are passed over.
    pub(super) fn next(&mut self) -> Option<Result<Line, Notice>> {
        self.taken = 0;
        loop {
            self.line += 1;
            self.buffer.clear();
            let mut limited = (&mut self.reader).take(self.max as u64 + 1);
            match limited.read_until(b'\n', &mut self.buffer) {
                Ok(0) => return None,
                Ok(read) => self.taken += read as u64,
                Err(error) => return Some(Err(self.broken(&error))),
            }
            let ended = self.buffer.ends_with(b"\n");
            if !ended && self.buffer.len() > self.max {
                return Some(Err(self.too_long()));
            }
            if !self.buffer.iter().all(u8::is_ascii_whitespace) {
                return Some(self.parse());
            }
        }
    }

    /// After an error of the system nothing more comes from this file.
    fn broken(&mut self, error: &std::io::Error) -> Notice {
        self.reader = Box::new(std::io::empty());
        Notice::line(&self.path, self.line, Trouble::Unreadable(find::plain(error)))
    }

    fn too_long(&mut self) -> Notice {
        loop {
            self.buffer.clear();
            let mut limited = (&mut self.reader).take(64 << 10);
            match limited.read_until(b'\n', &mut self.buffer) {
                Ok(read) if read > 0 && !self.buffer.ends_with(b"\n") => self.taken += read as u64,
                _ => break,
            }
        }
        Notice::line(&self.path, self.line, Trouble::LineTooLong(self.max))
    }

    fn parse(&mut self) -> Result<Line, Notice> {
        let bytes = if self.line == 1 {
            self.buffer.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&self.buffer)
        } else {
            &self.buffer
        };
        let text = match (std::str::from_utf8(bytes), self.encoding) {
            (Ok(text), _) => std::borrow::Cow::Borrowed(text),
            (Err(_), Some(encoding)) => encoding.decode_without_bom_handling(bytes).0,
            (Err(error), None) => return Err(self.not_utf8(bytes, error.valid_up_to())),
        };
        if !text.trim_start().starts_with('{') {
            let trouble = Trouble::Json("not an object".into());
            return Err(Notice::line(&self.path, self.line, trouble));
        }
        let record: Record =
            serde_json::from_str(text.trim_end()).map_err(|e| self.bad_json(&text, &e))?;
        let Some(text) = record.text else {
            let trouble = Trouble::Json("no `text`".into());
            return Err(Notice::line(&self.path, self.line, trouble));
        };
        Ok(Line {
            id: record.id.map(|id| match id {
                Id::Text(id) => id,
                Id::Number(n) => n.to_string(),
            }),
            text,
            known: Header {
                outlet: record.outlet.unwrap_or_default(),
                published: record.published.or(record.date).unwrap_or_default(),
                title: record.title.unwrap_or_default(),
                author: record.author.unwrap_or_default(),
                url: record.url.unwrap_or_default(),
                body: 0,
            },
            line: self.line,
        })
    }

    fn not_utf8(&self, bytes: &[u8], valid: usize) -> Notice {
        let before = std::str::from_utf8(&bytes[..valid]).expect("valid so far");
        let mut notice = Notice::line(&self.path, self.line, Trouble::NotUtf8(bytes[valid]));
        notice.column = Some(before.chars().count() + 1);
        notice
    }

    fn bad_json(&self, text: &str, error: &serde_json::Error) -> Notice {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        let mut notice = Notice::line(&self.path, self.line, Trouble::Json(what.into()));
        // serde_json counts bytes.
        let before = text.get(..error.column().saturating_sub(1));
        notice.column = before.map(|b| b.chars().count() + 1);
        notice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], max: usize) -> Vec<Result<Line, String>> {
        let reader = Box::new(std::io::Cursor::new(bytes.to_vec()));
        let mut lines = Lines::new(reader, Path::new("a.jsonl"), max, None);
        let next = || lines.next().map(|r| r.map_err(|n| n.to_string()));
        std::iter::from_fn(next).collect()
    }

    fn texts(results: &[Result<Line, String>]) -> Vec<&str> {
        results.iter().map(|r| r.as_ref().map_or_else(|e| e.as_str(), |a| &a.text)).collect()
    }

    #[test]
    fn a_record_gives_text_and_what_is_known() {
        let line = r#"{"id": 7, "text": "Words.", "date": "2024", "outlet": null, "beat": []}"#;
        let raw = read(line.as_bytes(), 1000).remove(0).unwrap();
        assert_eq!((raw.id.as_deref(), &*raw.text, raw.line), (Some("7"), "Words.", 1));
        assert_eq!((&*raw.known.published, &*raw.known.outlet), ("2024", ""));
    }

    #[test]
    fn a_bad_line_is_told_by_its_number_and_the_next_goes_on() {
        let bytes = b"\xEF\xBB\xBF{\"text\": \"a\"}\r\n\n{\"text\": \"b\" oops}\n{\"id\": \"x\"}\n[1]\n{\"text\": \"c\"}";
        let results = read(bytes, 1000);
        assert_eq!(
            texts(&results),
            [
                "a",
                "a.jsonl:3:14: skipped: invalid JSON: expected `,` or `}`",
                "a.jsonl:4: skipped: invalid JSON: no `text`",
                "a.jsonl:5: skipped: invalid JSON: not an object",
                "c",
            ]
        );
    }

    #[test]
    fn a_line_that_is_not_utf8_is_told_by_its_place() {
        let results = read(b"{\"text\": \"\xC3\xA9 \x96\"}\n{\"text\": \"b\"}\n", 1000);
        assert_eq!(texts(&results), ["a.jsonl:1:13: skipped: not UTF-8 (byte 0x96)", "b"]);
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let long = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"b\"}}\n", "x".repeat(200_000));
        let results = read(long.as_bytes(), 100);
        assert_eq!(texts(&results), ["a.jsonl:1: skipped: line of more than 0 MB", "b"]);
    }
}
