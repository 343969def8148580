//! From bytes to what reads them: compression undone, the form told.

use super::form::Name;
use super::source::{Origin, Records};
use super::streams::{self, Budget, Input, counted, peek};
use super::tarred::{Members, Tar};
use super::{Form, Notice, Options, Trouble, decode, parquet};
use super::{json::Values, jsonl::Lines, single::Single, table::Table, warc::Warc, zipped::Zip};
use encoding_rs_io::DecodeReaderBytesBuilder;
use std::fs::File;
use std::io::{self, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// What reads a file.
pub(super) enum Content {
    Records(Box<dyn Records>),
    Members(Box<dyn Members>),
}

/// Bytes that are to be read, and what is known of them.
pub(super) struct Source {
    pub(super) input: Input,
    pub(super) origin: Origin,
    /// What it is said or named to be; `None`: it is seen.
    pub(super) form: Option<Form>,
    /// Where it lies, if it can be opened once more.
    pub(super) file: Option<PathBuf>,
    /// How many archives it lies in.
    pub(super) depth: usize,
    pub(super) budget: Arc<Budget>,
    pub(super) watched: Arc<AtomicU64>,
}

impl Source {
    /// A file, or standard input.
    pub(super) fn file(path: &Path, origin: Origin, watched: &Arc<AtomicU64>) -> io::Result<Self> {
        let budget = Budget::new(origin.options.max_decompressed);
        let counts = (Arc::clone(&budget), Arc::clone(watched));
        let stdin = path == Path::new("-");
        let (input, file): (Input, _) = if stdin {
            (Box::new(counted(io::stdin(), counts)), None)
        } else {
            let file = File::open(path)?;
            let again = file.metadata()?.is_file().then(|| path.to_owned());
            (Box::new(counted(file, counts)), again)
        };
        let form = form(if stdin { Path::new("") } else { path }, &origin.options);
        let watched = Arc::clone(watched);
        Ok(Self { input, origin, form, file, depth: 0, budget, watched })
    }

    /// What reads it; `notes` gets what is to be told first.
    pub(super) fn open(self, notes: &mut Vec<Notice>) -> Result<Content, Notice> {
        let origin = self.origin.clone();
        self.opened(notes).map_err(|failure| match failure {
            Failure::Told(notice) => *notice,
            Failure::Io(error) => origin.failed(super::source::Place::default(), &error),
        })
    }

    fn opened(mut self, notes: &mut Vec<Notice>) -> Result<Content, Failure> {
        let (head, input) = peek(self.input, 10);
        if streams::is_packed(&head) {
            self.file = None;
        }
        let input = streams::undo(input, &self.budget)?;
        let (head, input) = match needs_head(self.form) {
            // 64 KB: the first line of most JSON lines.
            true => peek(input, 64 << 10),
            false => (Vec::new(), input),
        };
        self.input = input;
        let form = seen(self.form, &head);
        if form.is_container() && self.depth > 1 {
            return Err(self.origin.notice(Trouble::Nested).into());
        }
        Ok(match form {
            Form::Zip => {
                let counts = (Arc::clone(&self.budget), Arc::clone(&self.watched));
                let origin = self.origin.clone();
                Content::Members(Box::new(Zip::new(self.seekable()?, origin, counts)?))
            }
            Form::Tar => Content::Members(Box::new(Tar::new(self.input, self.origin))),
            Form::Parquet => {
                let (origin, watched) = (self.origin.clone(), Arc::clone(&self.watched));
                Content::Records(parquet::open(self.seekable()?, origin, watched)?)
            }
            Form::Text | Form::Markdown | Form::Html => {
                Content::Records(Box::new(Single::new(self.input, form, self.origin)))
            }
            Form::Warc => Content::Records(Box::new(Warc::new(self.input, self.origin))),
            Form::Json | Form::JsonLines | Form::Csv | Form::Tsv => {
                self.by_lines(form, &head, notes)?
            }
        })
    }

    /// Forms in which bytes such as line ends are sought: they are brought to one byte each.
    fn by_lines(
        self,
        form: Form,
        head: &[u8],
        notes: &mut Vec<Notice>,
    ) -> Result<Content, Failure> {
        let Self { mut input, origin, .. } = self;
        // An odd byte at the end is half a character.
        let even = &head[..head.len() / 2 * 2];
        if let Some(encoding) = decode::wide(even, origin.options.encoding) {
            notes.push(origin.notice(Trouble::Decoded(encoding.name(), false)));
            input = Box::new(DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(input));
        }
        let buffered = |input| Box::new(BufReader::with_capacity(64 << 10, input));
        Ok(Content::Records(match form {
            Form::Json => Box::new(Values::new(buffered(input), origin)),
            Form::JsonLines => Box::new(Lines::new(buffered(input), origin)),
            _ => Box::new(Table::new(input, form == Form::Tsv, origin)?),
        }))
    }

    /// The bytes in a file, for forms that are read from several places.
    fn seekable(mut self) -> io::Result<File> {
        match self.file {
            Some(path) => File::open(path),
            None => streams::spool(&mut self.input, self.origin.options.max_decompressed),
        }
    }
}

/// What a path is, by its name and by what all inputs are said to be. What is said is of
/// what archives hold, too.
pub(super) fn form(path: &Path, options: &Options) -> Option<Form> {
    let named = Name::of_path(path).form;
    let archive = named.filter(|form| form.is_container());
    match options.format {
        Some(said) if said.is_container() => named.or(Some(said)),
        Some(said) => archive.or(Some(said)),
        None => named,
    }
}

/// The form by its first bytes, where its name does not tell or tells less.
fn seen(named: Option<Form>, head: &[u8]) -> Form {
    let form = named.unwrap_or_else(|| Form::sniff(head));
    // Many files of JSON lines are called `.json`, and only lines cost themselves alone.
    if form == Form::Json && is_lines(head) { Form::JsonLines } else { form }
}

/// Whether the first bytes tell what the name does not: of a directory of texts it does.
fn needs_head(named: Option<Form>) -> bool {
    matches!(named, None | Some(Form::Json | Form::JsonLines | Form::Csv | Form::Tsv))
}

/// Whether the first line is an object and there is a second.
fn is_lines(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let Some(end) = memchr::memchr(b'\n', head) else { return false };
    let (first, second) = (head[..end].trim_ascii_end(), head[end..].trim_ascii_start());
    first.starts_with(b"{") && first.ends_with(b"}") && second.starts_with(b"{")
}

/// Why nothing reads it.
enum Failure {
    Told(Box<Notice>),
    Io(io::Error),
}

impl From<Notice> for Failure {
    fn from(notice: Notice) -> Self {
        Self::Told(Box::new(notice))
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
