//! The articles of a run, one after another.

use super::find::{Finds, Form, Found, find, plain};
use super::header::Header;
use super::ids::Ids;
use super::jsonl::{Lines, Raw};
use super::metadata::Sidecar;
use super::{Article, Error, Notice, Trouble, decode};
use encoding_rs::Encoding;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How articles are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// The encoding of what is not UTF-8; without one it is found out.
    pub encoding: Option<&'static Encoding>,
    /// A file to pass over in directories: the output.
    pub except: Option<PathBuf>,
    /// The most bytes one article, or one line of JSON lines, may have.
    pub max_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        // 256 MB: a year of a newspaper; more is a file of many articles, or none.
        Self { encoding: None, except: None, max_bytes: 256 << 20 }
    }
}

/// Lists what `paths` stand for and reads it as it is asked for.
///
/// # Errors
/// When a path is missing or a directory holds no article.
pub fn open(paths: &[PathBuf], options: Options) -> Result<Articles, Error> {
    let finds = find(paths, options.except.as_deref())?;
    Ok(Articles::new(finds, options))
}

/// The articles, in order, and in their place what is wrong with the others.
pub struct Articles {
    files: std::vec::IntoIter<Found>,
    lines: Option<(Lines, String)>,
    ready: VecDeque<Result<Article, Notice>>,
    sidecar: Sidecar,
    ids: Ids,
    options: Options,
    bytes: u64,
    left_alone: usize,
    consumed: Arc<AtomicU64>,
}

impl Articles {
    fn new(finds: Finds, options: Options) -> Self {
        Self {
            files: finds.files.into_iter(),
            lines: None,
            ready: finds.notices.into_iter().map(Err).collect(),
            sidecar: Sidecar::default(),
            ids: Ids::default(),
            options,
            bytes: finds.bytes,
            left_alone: finds.left_alone,
            consumed: Arc::default(),
        }
    }

    /// Bytes in all files; zero when only standard input is read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes read so far, for those who watch.
    pub fn consumed(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.consumed)
    }

    /// Files in the directories given that are no articles.
    pub fn left_alone(&self) -> usize {
        self.left_alone
    }

    fn file(&mut self, found: Found) {
        let result = match found.form {
            Form::Text => self.text_file(&found),
            Form::JsonLines => File::open(&found.path)
                .map(|file| self.start_lines(Box::new(BufReader::new(file)), &found)),
            Form::Stdin => self.stdin(Box::new(BufReader::new(io::stdin())), &found),
        };
        if let Err(error) = result {
            self.tell(&found, Trouble::Unreadable(plain(&error)));
        }
    }

    fn text_file(&mut self, found: &Found) -> io::Result<()> {
        let file = File::open(&found.path)?;
        self.text(file, found)
    }

    /// Standard input: JSON lines when it begins like an object, else one article.
    fn stdin(&mut self, mut reader: Box<dyn BufRead + Send>, found: &Found) -> io::Result<()> {
        let named = Found { path: "<stdin>".into(), ..found.clone() };
        let head = reader.fill_buf()?;
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        if head.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
            self.start_lines(reader, &named);
            return Ok(());
        }
        self.text(reader, &named)
    }

    fn start_lines(&mut self, reader: Box<dyn BufRead + Send>, found: &Found) {
        let (max, encoding) = (self.options.max_bytes, self.options.encoding);
        self.lines = Some((Lines::new(reader, &found.path, max, encoding), found.id.clone()));
    }

    fn text(&mut self, reader: impl Read, found: &Found) -> io::Result<()> {
        let max = self.options.max_bytes as u64;
        let mut bytes = Vec::new();
        let read = reader.take(max + 1).read_to_end(&mut bytes)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        if bytes.len() as u64 > max {
            self.tell(found, Trouble::TooLong(max));
            return Ok(());
        }
        match decode::decode(bytes, self.options.encoding) {
            Err(trouble) => self.tell(found, trouble),
            Ok((text, note)) => {
                if let Some(note) = note {
                    self.tell(found, note);
                }
                let mut notices = Vec::new();
                let known = self.sidecar.of(&found.path, &mut notices).cloned();
                self.ready.extend(notices.into_iter().map(Err));
                self.article(found.id.clone(), text, &known.unwrap_or_default(), &found.path, None);
            }
        }
        Ok(())
    }

    fn record(&mut self, raw: Raw, path: &Path, stem: &str) {
        let id = raw.id.filter(|id| !id.is_empty());
        let id = id.unwrap_or_else(|| format!("{stem}-{}", raw.line));
        self.article(id, raw.text, &raw.known, path, Some(raw.line));
    }

    /// Makes the article ready, or says why it is none.
    fn article(
        &mut self,
        id: String,
        text: String,
        known: &Header,
        path: &Path,
        line: Option<usize>,
    ) {
        let notice = |trouble| Err(Notice { path: path.into(), line, column: None, trouble });
        let mut header = Header::read(&text);
        if header.body == text.len() {
            let bare = text.trim().is_empty();
            return self.ready.push_back(notice(if bare {
                Trouble::Empty
            } else {
                Trouble::NoBody
            }));
        }
        header.overrule(known);
        if let Some(date) = header.settle_date() {
            self.ready.push_back(notice(Trouble::Date(date)));
        }
        let unique = self.ids.take(id.clone());
        if unique != id {
            self.ready.push_back(notice(Trouble::RepeatedId(id, unique.clone())));
        }
        let Header { outlet, published, title, author, url, body } = header;
        let (path, kept) = (path.into(), Vec::new());
        let article =
            Article { id: unique, outlet, published, title, author, url, kept, text, body, path };
        self.ready.push_back(Ok(article));
    }

    fn tell(&mut self, found: &Found, trouble: Trouble) {
        self.ready.push_back(Err(Notice::file(&found.path, trouble)));
    }

    /// Reads on in the file of JSON lines that is open; whether there was more.
    fn next_line(&mut self) -> bool {
        let Some((mut lines, stem)) = self.lines.take() else { return false };
        let next = lines.next();
        self.consumed.fetch_add(lines.taken, Ordering::Relaxed);
        match next {
            None => return false,
            Some(Ok(raw)) => self.record(raw, &lines.path, &stem),
            Some(Err(notice)) => self.ready.push_back(Err(notice)),
        }
        self.lines = Some((lines, stem));
        true
    }
}

impl Iterator for Articles {
    type Item = Result<Article, Notice>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if !self.next_line() {
                let found = self.files.next()?;
                self.file(found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stdin(bytes: &[u8]) -> Vec<Result<Article, String>> {
        let mut articles = Articles::new(Finds::default(), Options::default());
        let found = Found { path: "-".into(), id: "stdin".into(), form: Form::Stdin };
        let reader = Box::new(io::Cursor::new(bytes.to_vec()));
        articles.stdin(reader, &found).unwrap();
        articles.map(|r| r.map_err(|n| n.to_string())).collect()
    }

    #[test]
    fn standard_input_is_one_article_or_json_lines() {
        let text = stdin(b"Kim said no.\n").remove(0).unwrap();
        assert_eq!((&*text.id, &*text.text), ("stdin", "Kim said no.\n"));
        let lines = stdin(b"\n {\"id\": \"a\", \"text\": \"x\"}\n{\"text\": \"y\"}\n");
        let ids: Vec<_> = lines.iter().map(|a| &*a.as_ref().unwrap().id).collect();
        assert_eq!(ids, ["a", "stdin-3"]);
    }

    #[test]
    fn a_repeated_id_is_told_and_made_unique() {
        let got = stdin(b"{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"a\", \"text\": \"y\"}\n");
        assert_eq!(got[1], Err("<stdin>:2: id `a` is repeated; it becomes `a-2`".into()));
        assert_eq!(got[2].as_ref().unwrap().id, "a-2");
    }

    #[test]
    fn what_a_record_says_goes_before_its_header() {
        let line = br#"{"text": " date 2026-02-26 Words.", "date": "2026-02-27", "title": "T"}"#;
        let article = stdin(line).remove(0).unwrap();
        assert_eq!((&*article.published, &*article.title), ("2026-02-27", "T"));
        assert_eq!(&article.text[article.body..], "Words.");
        assert_eq!(article.text.find("Words"), Some(article.body), "the header stays in the text");
    }

    #[test]
    fn an_article_without_words_is_skipped() {
        assert_eq!(stdin(b" \r\n "), [Err("<stdin>: skipped: no words in it".into())]);
        let header = stdin(b"Title: x\nDate: 2024\n\n");
        assert_eq!(header, [Err("<stdin>: skipped: no words after its header".into())]);
    }

    #[test]
    fn a_file_over_the_limit_is_skipped() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("1.txt");
        std::fs::write(&path, "words and words").unwrap();
        let options = Options { max_bytes: 5, ..Options::default() };
        let got: Vec<_> = open(&[path], options).unwrap().collect();
        assert_eq!(got[0].as_ref().unwrap_err().trouble, Trouble::TooLong(5));
    }

    #[test]
    fn a_sidecar_goes_before_the_header() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("1.txt");
        std::fs::write(&path, "Outlet: A\nDate: 2024-05\n\nWords.").unwrap();
        let sidecar = "file,outlet,published\n1.txt,B,\n";
        std::fs::write(directory.path().join("metadata.csv"), sidecar).unwrap();
        let got: Vec<_> = open(&[path], Options::default()).unwrap().collect();
        let article = got[0].as_ref().unwrap();
        assert_eq!((&*article.outlet, &*article.published), ("B", "2024-05"));
    }
}
