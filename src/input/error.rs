//! What stops a run before its first article, and what is wrong with one article.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why no article can be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Paths that do not exist.
    #[error("no such file or directory: {}", list(.0))]
    Missing(Vec<PathBuf>),
    /// A directory without articles; the number counts files of other kinds in it.
    #[error("no articles in `{}`{}", path.display(), others(*.left_alone))]
    NoArticles {
        /// The directory.
        path: PathBuf,
        /// Files in it that are no articles.
        left_alone: usize,
    },
    /// An encoding's name that nobody knows.
    #[error("unknown encoding `{0}`")]
    UnknownEncoding(String),
    /// What was to be `ROLE=FIELD` and is not.
    #[error("`{0}` does not say which field is which")]
    Field(String),
    /// What was to be `FIELD` or `NAME=FIELD` and is not.
    #[error("`{0}` names no field")]
    Keep(String),
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Missing(_) => "check the spelling; `-` reads standard input".into(),
            Self::NoArticles { left_alone: 0, .. } => {
                "put .txt or .jsonl files into it, or name another directory".into()
            }
            Self::NoArticles { .. } => {
                "directories are searched for .txt and .jsonl; name files of other kinds one by one"
                    .into()
            }
            Self::UnknownEncoding(_) => {
                "use a name from the WHATWG list, such as windows-1252, iso-8859-2 or utf-16le"
                    .into()
            }
            Self::Field(_) => {
                "write ROLE=FIELD, where ROLE is id, text, title, author, date, outlet or url, \
                 such as text=body"
                    .into()
            }
            Self::Keep(_) => "write FIELD or NAME=FIELD, such as section=meta.section".into(),
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    let all: Vec<_> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
    all.join(", ")
}

fn others(left_alone: usize) -> String {
    match left_alone {
        0 => String::new(),
        1 => " (1 file of another kind)".into(),
        n => format!(" ({n} files of other kinds)"),
    }
}

/// Something to tell about one article or file; the others go on.
///
/// Prints as `FILE:LINE:COLUMN: what`, with `skipped: ` where an article is lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The file.
    pub path: PathBuf,
    /// The article, where it has an id already.
    pub article: Option<String>,
    /// Its line, from 1, where one is to blame.
    pub line: Option<usize>,
    /// The character in that line, from 1.
    pub column: Option<usize>,
    /// The byte in the file, from 0, where one is to blame; in what is compressed, after it
    /// is undone.
    pub byte: Option<u64>,
    /// What is wrong.
    pub trouble: Trouble,
}

/// What is wrong with one article or file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trouble {
    /// The system does not give it.
    Unreadable(String),
    /// A directory that the system does not list.
    UnreadableDirectory(String),
    /// No words in it.
    Empty,
    /// A header and no words after it.
    NoBody,
    /// Not text.
    Binary,
    /// More bytes than one article may have.
    TooLong(u64),
    /// A line of JSON lines that is no JSON object of an article.
    Json(String),
    /// A line of JSON lines that is not UTF-8, from this byte on.
    NotUtf8(u8),
    /// A line with more bytes than this.
    LineTooLong(usize),
    /// The extraction failed: our bug.
    Panic(String),
    /// Decoded from an encoding that was found out; `true`: with replaced characters.
    Decoded(&'static str, bool),
    /// A date that is not ISO 8601.
    Date(String),
    /// An id seen before, and the one given in its place.
    RepeatedId(String, String),
    /// A line of `metadata.csv` that cannot be used.
    Metadata(String),
    /// A file that `metadata.csv` names and that is not there.
    MetadataFile(String),
    /// What was mended in the text.
    Mended(String),
    /// Hard-wrapped lines were joined.
    Rejoined,
    /// An article left out, whose id was read before.
    DroppedId(String),
    /// The text of an article read before; `true`: it is left out.
    SameText {
        /// Whether it is left out.
        is_dropped: bool,
    },
}

impl Notice {
    /// A notice about a whole file.
    pub fn file(path: &Path, trouble: Trouble) -> Self {
        let path = path.to_path_buf();
        Self { path, article: None, line: None, column: None, byte: None, trouble }
    }

    /// This notice, of an article that has its id.
    #[must_use]
    pub fn of_article(self, id: &str) -> Self {
        Self { article: Some(id.into()), ..self }
    }

    /// A notice about a line, from 1.
    pub fn line(path: &Path, line: usize, trouble: Trouble) -> Self {
        Self { line: Some(line), ..Self::file(path, trouble) }
    }

    /// What is wrong, without its place.
    pub fn what(&self) -> String {
        self.trouble.to_string()
    }

    /// Whether an article is lost; otherwise it is read, and this is to be known of it.
    pub fn is_skip(&self) -> bool {
        use Trouble as T;
        match self.trouble {
            T::Unreadable(_) | T::UnreadableDirectory(_) | T::Empty | T::NoBody | T::Binary => true,
            T::TooLong(_) | T::Json(_) | T::NotUtf8(_) | T::LineTooLong(_) | T::Panic(_) => true,
            T::Decoded(..) | T::Date(_) | T::RepeatedId(..) => false,
            T::Metadata(_) | T::MetadataFile(_) | T::Mended(_) | T::Rejoined => false,
            T::SameText { .. } | T::DroppedId(_) => false,
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        use Trouble as T;
        Some(match &self.trouble {
            T::Unreadable(_) => "check that it is there and that you may read it".into(),
            T::UnreadableDirectory(_) => "check that you may list it".into(),
            T::Empty | T::NoBody => "remove it, or fetch the article again".into(),
            T::Binary => "extract its text first; whosaid reads plain text and JSON lines".into(),
            T::TooLong(_) => "split it: one file is one article".into(),
            T::Json(_) => {
                r#"each line is one object: {"id": "…", "text": "…"}, on one line, nothing else"#
                    .into()
            }
            T::NotUtf8(_) => "pass --encoding NAME (such as windows-1252), or convert it".into(),
            T::LineTooLong(_) => "each line is one article; check for missing line breaks".into(),
            T::Panic(_) => {
                "this is a bug in whosaid; please report it with the article, if you may share it"
                    .into()
            }
            T::Decoded(_, false) | T::Mended(_) | T::Rejoined | T::DroppedId(_) => return None,
            T::SameText { is_dropped: true } => return None,
            T::SameText { is_dropped: false } => {
                "--drop-duplicates=text leaves such articles out".into()
            }
            T::Decoded(_, true) => {
                "some characters did not fit and were replaced; pass --encoding NAME".into()
            }
            T::Date(_) => "write it as 2026-02-26, 2026-02 or 2026".into(),
            T::RepeatedId(..) => "give each article its own id, so that rows can be traced".into(),
            T::Metadata(_) => {
                "columns are file, outlet, published and, if you like, title, author".into()
            }
            T::MetadataFile(_) => "`file` is a file's name in the same directory".into(),
        })
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path.display())?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(column) = self.column {
            write!(f, ":{column}")?;
        }
        write!(f, ": {}{}", if self.is_skip() { "skipped: " } else { "" }, self.trouble)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Self::UnreadableDirectory(why) => write!(f, "directory cannot be read: {why}"),
            Self::Empty => write!(f, "no words in it"),
            Self::NoBody => write!(f, "no words after its header"),
            Self::Binary => write!(f, "not text (it holds NUL or control bytes)"),
            Self::TooLong(max) => write!(f, "more than {} MB for one article", max >> 20),
            Self::Json(why) => write!(f, "invalid JSON: {why}"),
            Self::NotUtf8(byte) => write!(f, "not UTF-8 (byte {byte:#04X})"),
            Self::LineTooLong(max) => write!(f, "line of more than {} MB", max >> 20),
            Self::Panic(what) => write!(f, "whosaid failed on this article: {what}"),
            Self::Decoded(name, false) => write!(f, "decoded as {name}"),
            Self::Decoded(name, true) => write!(f, "decoded as {name}, not without loss"),
            Self::Date(date) => write!(f, "date `{date}` is not ISO 8601 and is left out"),
            Self::RepeatedId(id, new) => write!(f, "id `{id}` is repeated; it becomes `{new}`"),
            Self::Metadata(why) => write!(f, "{why}"),
            Self::MetadataFile(name) => write!(f, "`{name}` is not there"),
            Self::Mended(what) => write!(f, "{what}"),
            Self::Rejoined => write!(f, "hard-wrapped lines joined"),
            Self::SameText { is_dropped: false } => {
                write!(f, "its text is that of an article read before")
            }
            Self::SameText { is_dropped: true } => {
                write!(f, "left out: its text is that of an article read before")
            }
            Self::DroppedId(id) => write!(f, "left out: id `{id}` was read before"),
        }
    }
}
