//! What is wrong with one article, or to be known of it, and what to do about it.
//!
//! A [`Notice`] says where, its [`Trouble`] what: data, whose wording is here alone.

use std::fmt;
use std::path::{Path, PathBuf};

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
    /// A page that cannot be taken apart.
    Html(String),
    /// A line, from 1, of a Markdown file's front matter that cannot be read.
    FrontMatter(usize, String),
    /// A line with more bytes than this.
    LineTooLong(usize),
    /// The extraction failed: our bug.
    Panic(String),
    /// Decoded from an encoding that was found out; `true`: with replaced characters.
    Decoded(&'static str, bool),
    /// A date that cannot be read.
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
    /// A compressed stream that cannot be read on: its kind, and why.
    Broken(&'static str, String),
    /// Compressed data that became more bytes than this.
    Decompressed(u64),
    /// Archives or compression one in another, deeper than is read.
    Nested,
    /// A member of an archive that cannot be read, and why.
    Member(String),
    /// An archive or table that cannot be read, and why.
    Container(String),
    /// No text in a record: what was looked for, and the fields that it has.
    NoText {
        /// The field looked for; without one all the usual names.
        wanted: Option<String>,
        /// The record's fields.
        fields: Vec<String>,
    },
    /// Which fields were taken for what.
    Guessed(String),
    /// Records whose text is HTML, read as such.
    Markup(String),
    /// Half characters of JSON that were replaced; and values that JSON does not have.
    Replaced(usize),
    /// A row of a table with so many columns, where the header has so many.
    Ragged(usize, usize),
    /// A table whose columns are not parted as its extension says.
    Delimiter(&'static str),
    /// A form that this build leaves out.
    NotBuilt(&'static str),
    /// A record of a web archive that is broken.
    Warc(String),
    /// A response of a web archive that cannot be taken apart.
    Http(String),
    /// An archive that a program keeps a document of its own in.
    Office,
    /// Members of an archive, or records, that hold no article.
    Passed(usize),
    /// A path in a list of files that is not there.
    Absent,
    /// A row of a table that does not end, and why.
    Endless(String),
    /// A file of records or an archive with nothing in it.
    NoArticles,
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
        match &self.trouble {
            T::Unreadable(_) | T::UnreadableDirectory(_) | T::Empty | T::NoBody | T::Binary => true,
            T::TooLong(_) | T::Json(_) | T::LineTooLong(_) | T::Panic(_) => true,
            T::Broken(..) | T::Decompressed(_) | T::Nested | T::Member(_) => true,
            T::Container(_) | T::Ragged(..) | T::NotBuilt(_) => true,
            T::Warc(_) | T::Http(_) | T::Html(_) | T::FrontMatter(..) | T::Absent => true,
            T::Endless(_) | T::Office => true,
            T::NoText { fields, .. } => !are_rows(fields),
            T::Guessed(_) | T::Markup(_) | T::Replaced(_) | T::Delimiter(_) | T::Passed(_) => false,
            T::NoArticles | T::Decoded(..) | T::Date(_) | T::RepeatedId(..) => false,
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
            T::Empty | T::NoBody | T::NoArticles => "remove it, or fetch the article again".into(),
            T::Binary => "extract its text first, or leave it out with --exclude; --input-format NAME says what it is".into(),
            T::TooLong(_) => "split it, or pass a higher --max-article-size".into(),
            T::Json(_) => r#"each article is one object such as {"id": "…", "text": "…"}"#.into(),
            T::Html(_) => "extract the article's text from it first, or leave it out".into(),
            T::FrontMatter(..) => {
                "put values with colons or brackets in quotation marks, or remove the front matter"
                    .into()
            }
            T::LineTooLong(_) => {
                "each line is one article: check for missing line breaks, or pass a higher \
                 --max-article-size"
                    .into()
            }
            T::Panic(_) => {
                "this is a bug in whosaid; please report it with the article, if you may share it"
                    .into()
            }
            T::Decoded(_, false) | T::Mended(_) | T::Rejoined | T::DroppedId(_) => return None,
            T::SameText { is_dropped: true } => return None,
            T::SameText { is_dropped: false } => {
                "--drop-duplicates=text leaves such articles out".into()
            }
            T::Markup(_) | T::Delimiter(_) | T::Replaced(_) | T::Passed(_) => return None,
            T::Guessed(_) => "--field ROLE=FIELD says otherwise".into(),
            T::Broken(..) => "what came before is read; fetch the file again, or repair it".into(),
            T::Decompressed(_) => "if it is to be trusted, pass a higher --max-decompressed".into(),
            T::Nested => "unpack it first".into(),
            T::Member(_) => "unpack the archive, and name the files".into(),
            T::Container(_) => "check that it is whole and what its name says; \
                 --input-format NAME says what it is"
                .into(),
            T::NoText { fields, .. } if are_rows(fields) => return None,
            T::NoText { .. } => "pass --field text=NAME with the name of the field".into(),
            T::Ragged(..) | T::Endless(_) => {
                "check for a quotation mark or a delimiter that is not quoted".into()
            }
            T::NotBuilt(feature) => {
                format!("install whosaid with `--features {feature}`")
            }
            T::Warc(_) | T::Http(_) => {
                "fetch the archive again; the records after it are read".into()
            }
            T::Absent => "check the spelling in the list".into(),
            T::Office => "save it as plain text or HTML, a spreadsheet as CSV".into(),
            T::Decoded(_, true) => {
                "some characters did not fit and were replaced; pass --encoding NAME".into()
            }
            T::Date(_) => "write it as 2026-02-26, 2026-02 or 2026; --date-order dmy or mdy tells \
                           what 02/03/2026 is"
                .into(),
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
        write!(f, ": {}{}", if self.is_skip() { "skipped: " } else { "" }, self.trouble)?;
        match (self.line, self.byte) {
            (None, Some(byte)) => write!(f, " (byte {byte})"),
            _ => Ok(()),
        }
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
            Self::TooLong(max) => write!(f, "more than {} for one article", size(*max)),
            Self::Json(why) => write!(f, "invalid JSON: {why}"),
            Self::Html(why) => write!(f, "invalid HTML: {why}"),
            Self::FrontMatter(line, why) => write!(f, "front matter, line {line}: {why}"),
            Self::LineTooLong(max) => write!(f, "line of more than {}", size(*max as u64)),
            Self::Panic(what) => write!(f, "whosaid failed on this article: {what}"),
            Self::Decoded(name, false) => write!(f, "decoded as {name}"),
            Self::Decoded(name, true) => write!(f, "decoded as {name}, not without loss"),
            Self::Date(date) => write!(f, "date `{date}` cannot be read and is left out"),
            Self::RepeatedId(id, new) => write!(f, "id `{id}` is repeated; it becomes `{new}`"),
            Self::MetadataFile(name) => write!(f, "`{name}` is not there"),
            Self::Mended(what) | Self::Metadata(what) => write!(f, "{what}"),
            Self::Rejoined => write!(f, "hard-wrapped lines joined"),
            Self::SameText { is_dropped: false } => {
                write!(f, "its text is that of an article read before")
            }
            Self::SameText { is_dropped: true } => {
                write!(f, "left out: its text is that of an article read before")
            }
            Self::DroppedId(id) => write!(f, "left out: id `{id}` was read before"),
            Self::Broken(kind, why) => write!(f, "{kind} data: {why}"),
            Self::Decompressed(most) => write!(f, "more than {} decompressed", size(*most)),
            Self::Nested => write!(f, "archives or compression in one another too deep"),
            Self::Member(why) | Self::Container(why) | Self::Warc(why) | Self::Http(why) => {
                write!(f, "{why}")
            }
            Self::Endless(why) => write!(f, "{why}; nothing after it is read"),
            Self::NoText { wanted, fields } => no_text(f, wanted.as_deref(), fields),
            Self::Guessed(what) => write!(f, "{what} (guessed)"),
            Self::Markup(field) => write!(f, "{field} is HTML and read as such"),
            Self::Replaced(count) => {
                write!(f, "{count} half characters or values that JSON does not have replaced")
            }
            Self::Ragged(has, header) => {
                write!(f, "{has} columns where the header has {header}")
            }
            Self::Delimiter(name) => write!(f, "columns are parted by {name}"),
            Self::NotBuilt(feature) => write!(f, "this build of whosaid does not read {feature}"),
            Self::Passed(1) => write!(f, "1 member without an article passed over"),
            Self::Passed(n) => write!(f, "{n} members without an article passed over"),
            Self::Office => write!(f, "an office document, which is not read"),
            Self::Absent => write!(f, "no such file or directory"),
            Self::NoArticles => write!(f, "no articles in it"),
        }
    }
}

fn no_text(f: &mut fmt::Formatter<'_>, wanted: Option<&str>, fields: &[String]) -> fmt::Result {
    if are_rows(fields) {
        return write!(f, "it holds rows of whosaid, no articles");
    }
    match wanted {
        Some(field) => write!(f, "no text in `{field}`")?,
        None => write!(f, "no field that could be the text")?,
    }
    match fields {
        [] => write!(f, "; it has no fields"),
        // 20: a table of more columns is known to who has it.
        _ => write!(f, "; it has {}", fields[..fields.len().min(20)].join(", ")),
    }
}

/// Whether these are columns of what this program writes, which may stand beside the articles.
fn are_rows(fields: &[String]) -> bool {
    let has = |name: &str| fields.iter().any(|field| field.split(' ').next() == Some(name));
    has("quote_id") && has("article_id")
}

/// As flags take it: 1 MB is 1,000,000 bytes.
pub(super) fn size(bytes: u64) -> String {
    let units = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "KB")];
    let unit = units.into_iter().find(|(unit, _)| bytes >= *unit);
    let Some((unit, name)) = unit else { return format!("{bytes} bytes") };
    let number = format!("{:.1}", bytes as f64 / unit as f64);
    format!("{} {name}", number.trim_end_matches(".0"))
}
