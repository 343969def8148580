//! The articles of a run, one after another.

use super::find::{Finds, Form, Found, find, plain};
use super::header::Header;
use super::ids::Ids;
use super::jsonl::{Line, Lines};
use super::metadata::Sidecar;
use super::raw::Body;
use super::{Article, Error, Notice, Options, Prepared, Raw, Trouble};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Lists what `paths` stand for and reads it as it is asked for.
///
/// # Errors
/// When a path is missing or a directory holds no article.
pub fn open(paths: &[PathBuf], options: Options) -> Result<Articles, Error> {
    let finds = find(paths, &options.except)?;
    Ok(Articles::new(finds, options))
}

/// The articles, in order, and in their place what is wrong with the others.
pub struct Articles {
    files: std::vec::IntoIter<Found>,
    lines: Option<(Lines, String)>,
    ready: VecDeque<Result<Raw, Notice>>,
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

    /// The articles, each prepared where it is read: for those who need no threads.
    pub fn prepared(self) -> impl Iterator<Item = Result<Article, Notice>> + Send {
        let options = self.options.clone();
        self.flat_map(move |item| match item {
            Err(notice) => vec![Err(notice)],
            Ok(raw) => {
                let Prepared { notices, article } = raw.prepare(&options);
                notices.into_iter().map(Err).chain([article]).collect()
            }
        })
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
        let (max, encoding) = (self.options.max_article, self.options.encoding);
        self.lines = Some((Lines::new(reader, &found.path, max, encoding), found.id.clone()));
    }

    fn text(&mut self, reader: impl Read, found: &Found) -> io::Result<()> {
        let max = self.options.max_article as u64;
        let mut bytes = Vec::new();
        let read = reader.take(max + 1).read_to_end(&mut bytes)?;
        self.consumed.fetch_add(read as u64, Ordering::Relaxed);
        if bytes.len() as u64 > max {
            self.tell(found, Trouble::TooLong(max));
            return Ok(());
        }
        let mut notices = Vec::new();
        let beside = self.sidecar.of(&found.path, &mut notices).cloned().unwrap_or_default();
        self.ready.extend(notices.into_iter().map(Err));
        self.raw(
            found.id.clone(),
            Body::Text(bytes),
            (Header::default(), beside),
            &found.path,
            None,
        );
        Ok(())
    }

    fn record(&mut self, record: Line, path: &Path, stem: &str) {
        let id = record.id.filter(|id| !id.is_empty());
        let id = id.unwrap_or_else(|| format!("{stem}-{}", record.line));
        let said = (record.known, Header::default());
        self.raw(id, Body::Decoded(record.text), said, path, Some(record.line));
    }

    /// Makes the record ready under an id of its own.
    fn raw(
        &mut self,
        id: String,
        body: Body,
        (known, beside): (Header, Header),
        path: &Path,
        line: Option<usize>,
    ) {
        let unique = self.ids.take(id.clone());
        if unique != id {
            let trouble = Trouble::RepeatedId(id, unique.clone());
            let article = Some(unique.clone());
            self.ready.push_back(Err(Notice { line, article, ..Notice::file(path, trouble) }));
        }
        let (path, kept) = (path.into(), Vec::new());
        self.ready.push_back(Ok(Raw {
            id: unique,
            path,
            line,
            byte: None,
            body,
            known,
            beside,
            kept,
        }));
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
    type Item = Result<Raw, Notice>;

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
        articles.prepared().map(|r| r.map_err(|n| n.to_string())).collect()
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
        let options = Options { max_article: 5, ..Options::default() };
        let got: Vec<_> = open(&[path], options).unwrap().prepared().collect();
        assert_eq!(got[0].as_ref().unwrap_err().trouble, Trouble::TooLong(5));
    }

    #[test]
    fn a_sidecar_goes_before_the_header() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("1.txt");
        std::fs::write(&path, "Outlet: A\nDate: 2024-05\n\nWords.").unwrap();
        let sidecar = "file,outlet,published\n1.txt,B,\n";
        std::fs::write(directory.path().join("metadata.csv"), sidecar).unwrap();
        let got: Vec<_> = open(&[path], Options::default()).unwrap().prepared().collect();
        let article = got[0].as_ref().unwrap();
        assert_eq!((&*article.outlet, &*article.published), ("B", "2024-05"));
    }
}
