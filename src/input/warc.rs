//! Web archives: pages in responses (WARC), texts in conversions (WET).
//!
//! Records come one at a time; those that hold no page are passed over. A record that is
//! broken is told, and reading goes on where the next begins.
//!
//! # Why not the crate `warc`
//!
//! It holds a record of any length and stops at the first that is broken.

use super::header::Header;
use super::raw::Body;
use super::source::{Origin, Place, Record, Records};
use super::streams::Input;
use super::{Notice, Trouble, http};
use std::io::{self, BufRead, BufReader, Read as _};

/// The most bytes that the head of a record has.
const MAX_HEAD: usize = 64 << 10;

/// The records of one file.
pub(super) struct Warc {
    reader: BufReader<Input>,
    origin: Origin,
    byte: u64,
    passed: usize,
}

/// The head of a record.
#[derive(Debug, Default)]
struct Head {
    fields: Vec<(String, String)>,
}

impl Head {
    fn get(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(n, _)| n.eq_ignore_ascii_case(name));
        field.map_or("", |(_, value)| value)
    }

    fn is_wanted(&self) -> bool {
        let content = self.get("Content-Type").to_ascii_lowercase();
        match self.get("WARC-Type") {
            "response" => content.starts_with("application/http"),
            "conversion" => content.starts_with("text/plain"),
            "resource" => http::is_page(&content),
            _ => false,
        }
    }
}

/// What reading a record came to.
enum Read {
    End,
    /// A record without a page.
    Passed,
    Record(Box<Record>),
}

/// Why a record is none: its fault, or that of the stream.
enum Failure {
    Trouble(Place, Trouble),
    Stream(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Stream(error)
    }
}

impl Warc {
    pub(super) fn new(input: Input, origin: Origin) -> Self {
        Self { reader: BufReader::with_capacity(64 << 10, input), origin, byte: 0, passed: 0 }
    }

    fn place(&self) -> Place {
        Place { line: None, byte: Some(self.byte) }
    }

    /// A line, as much of it as a head may have.
    fn line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(MAX_HEAD as u64).read_until(b'\n', &mut line)?;
        self.byte += read as u64;
        Ok(line)
    }

    fn record(&mut self) -> Result<Read, Failure> {
        let (mut place, mut line) = (self.place(), self.line()?);
        while !line.is_empty() && line.trim_ascii().is_empty() {
            (place, line) = (self.place(), self.line()?);
        }
        if line.is_empty() {
            return Ok(Read::End);
        }
        if !line.starts_with(b"WARC/") {
            self.find_next()?;
            let why = "no record where one should begin".into();
            return Err(Failure::Trouble(place, Trouble::Warc(why)));
        }
        let head = self.head(place)?;
        let length = head.get("Content-Length").trim().parse::<u64>().map_err(|_| {
            Failure::Trouble(place, Trouble::Warc("a record without its length".into()))
        })?;
        let max = self.origin.options.max_article as u64;
        if !head.is_wanted() || length > max {
            self.pass_over(place, length)?;
            let too_long = Failure::Trouble(place, Trouble::TooLong(max));
            return if head.is_wanted() { Err(too_long) } else { Ok(Read::Passed) };
        }
        let mut body = Vec::new();
        let read = (&mut self.reader).take(length).read_to_end(&mut body)? as u64;
        self.byte += read;
        if read < length {
            return Err(Failure::Trouble(place, cut_off()));
        }
        self.page(&head, body, place)
    }

    fn head(&mut self, place: Place) -> Result<Head, Failure> {
        let mut head = Head::default();
        let begin = self.byte;
        loop {
            let line = self.line()?;
            if line.is_empty() {
                return Err(Failure::Trouble(place, cut_off()));
            }
            if self.byte - begin > MAX_HEAD as u64 {
                let why = "a record whose head does not end".into();
                return Err(Failure::Trouble(place, Trouble::Warc(why)));
            }
            let line = String::from_utf8_lossy(&line);
            if line.trim().is_empty() {
                return Ok(head);
            }
            if let Some((name, value)) = line.split_once(':') {
                head.fields.push((name.trim().into(), value.trim().into()));
            }
        }
    }

    fn pass_over(&mut self, place: Place, length: u64) -> Result<(), Failure> {
        let passed = io::copy(&mut (&mut self.reader).take(length), &mut io::sink())?;
        self.byte += passed;
        if passed < length { Err(Failure::Trouble(place, cut_off())) } else { Ok(()) }
    }

    /// Goes to the next line that begins a record.
    fn find_next(&mut self) -> io::Result<()> {
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() || available.starts_with(b"WARC/") {
                return Ok(());
            }
            self.byte += self.reader.skip_until(b'\n')? as u64;
        }
    }

    fn page(&self, head: &Head, body: Vec<u8>, place: Place) -> Result<Read, Failure> {
        let body = match head.get("WARC-Type") {
            "response" => http::response(body).map_err(|t| Failure::Trouble(place, t))?,
            "resource" => Some(Body::Page(body, http::charset(head.get("Content-Type")))),
            _ => Some(Body::Text(body)),
        };
        let Some(body) = body else { return Ok(Read::Passed) };
        let uri = head.get("WARC-Target-URI").trim_matches(['<', '>']).to_owned();
        let kept = self.origin.options.keep.iter();
        let kept =
            kept.map(|keep| Some(head.get(&keep.field).into()).filter(|v: &String| !v.is_empty()));
        Ok(Read::Record(Box::new(Record {
            id: Some(uri.clone()).filter(|uri| !uri.is_empty()),
            number: place.byte,
            place,
            body,
            kept: kept.collect(),
            known: Header { url: uri, ..Header::default() },
        })))
    }
}

fn cut_off() -> Trouble {
    Trouble::Warc("the archive ends inside a record".into())
}

impl Records for Warc {
    fn next(&mut self, _: &mut Vec<Notice>) -> Option<Result<Record, Notice>> {
        loop {
            match self.record() {
                Ok(Read::End) => return None,
                Ok(Read::Passed) => self.passed += 1,
                Ok(Read::Record(record)) => return Some(Ok(*record)),
                Err(Failure::Trouble(place, trouble)) => {
                    // A fault of the stream comes up again where reading goes on.
                    let _ = self.find_next();
                    return Some(Err(self.origin.at(place, trouble)));
                }
                Err(Failure::Stream(error)) => {
                    self.reader = BufReader::new(Box::new(io::empty()));
                    return Some(Err(self.origin.failed(self.place(), &error)));
                }
            }
        }
    }

    fn passed(&self) -> usize {
        self.passed
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::source::tests::{origin, shown};
    use super::*;
    use std::io::Cursor;

    /// A record as a crawler writes it.
    pub(in crate::input) fn record(kind: &str, uri: &str, content: &str, body: &str) -> String {
        let length = body.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: {content}\r\n\
             Content-Length: {length}\r\n\r\n{body}\r\n\r\n"
        )
    }

    pub(in crate::input) fn page(uri: &str, html: &str) -> String {
        let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{html}");
        record("response", uri, "application/http; msgtype=response", &http)
    }

    fn read(warc: &str) -> Vec<String> {
        shown(&mut Warc::new(Box::new(Cursor::new(warc.to_owned())), origin("a.warc", 1000)))
    }

    #[test]
    fn pages_and_texts_are_read_and_the_rest_passed_over() {
        let warc = [
            record("warcinfo", "", "application/warc-fields", "software: x"),
            page("https://x.example/1", "<p>One.</p>"),
            record("request", "https://x.example/1", "application/http", "GET / HTTP/1.1\r\n\r\n"),
            record(
                "response",
                "https://x.example/2",
                "application/http",
                "HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\nno",
            ),
            record(
                "response",
                "https://x.example/3",
                "application/http",
                "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nno",
            ),
            record("conversion", "https://x.example/4", "text/plain", "Four."),
        ];
        let want = ["https://x.example/1: <p>One.</p>", "https://x.example/4: Four."];
        assert_eq!(read(&warc.concat()), want);
    }

    #[test]
    fn a_broken_record_is_told_and_the_next_read() {
        let good = page("https://x.example/1", "<p>One.</p>");
        let bad = page("https://x.example/2", "<p>Two.</p>")
            .replace("Content-Length: 55", "Content-Length: 50");
        let no_length = good.replace("Content-Length", "Length");
        let byte = good.len();
        let got = read(&[&good, &no_length, &good, &bad, &good].map(String::as_str).concat());
        assert_eq!(got[1], format!("a.warc: skipped: a record without its length (byte {byte})"));
        assert!(got[2].ends_with("One.</p>") && got[5].ends_with("One.</p>"), "{got:?}");
        assert!(got[4].starts_with("a.warc: skipped: no record where one should begin"));
    }

    #[test]
    fn what_is_cut_off_or_too_long_is_told() {
        let (one, long) = (page("u:1", "One."), page("u:2", &"x".repeat(2000)));
        let got = read(&format!("{long}{one}{}", &one[..one.len() - 9]));
        assert_eq!(got[0], "a.warc: skipped: more than 1 KB for one article (byte 0)");
        assert_eq!(got[1], "u:1: One.");
        assert!(got[2].starts_with("a.warc: skipped: the archive ends inside a record"));
    }
}
