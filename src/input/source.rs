//! What the readers of all forms have in common: what they give, and where it was.

use super::header::Header;
use super::picker::Picked;
use super::raw::Body;
use super::streams::told;
use super::{Notice, Options, Trouble};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a reader reads, and how.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    /// For messages: members of archives have the archive's path before theirs.
    pub(super) path: PathBuf,
    pub(super) options: Arc<Options>,
}

/// The place of a record or fault in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// From 1.
    pub(super) line: Option<usize>,
    /// From 0.
    pub(super) byte: Option<u64>,
}

/// A record as its form gives it.
#[derive(Debug)]
pub(super) struct Record {
    /// Its id, as it says.
    pub(super) id: Option<String>,
    /// What tells it from the others of its file, where it has no id; `None`: it is alone.
    pub(super) number: Option<u64>,
    pub(super) place: Place,
    pub(super) body: Body,
    pub(super) known: Header,
    /// As [`super::Raw::kept`].
    pub(super) kept: Vec<Option<String>>,
}

/// The records of one file, in order.
pub(super) trait Records: Send {
    /// The next record, or why there is none in its place; `notes` gets what is to be told
    /// before it.
    fn next(&mut self, notes: &mut Vec<Notice>) -> Option<Result<Record, Notice>>;

    /// Records passed over so far, because they hold no article.
    fn passed(&self) -> usize {
        0
    }
}

impl Origin {
    /// A notice about the whole file.
    pub(super) fn notice(&self, trouble: Trouble) -> Notice {
        Notice::file(&self.path, trouble)
    }

    /// A notice about a place in it.
    pub(super) fn at(&self, place: Place, trouble: Trouble) -> Notice {
        let Place { line, byte } = place;
        Notice { line, byte, ..self.notice(trouble) }
    }

    /// What an error of reading means, at least as exactly as `place`.
    pub(super) fn failed(&self, place: Place, error: &io::Error) -> Notice {
        let (trouble, byte) = told(error);
        self.at(Place { byte: byte.or(place.byte), ..place }, trouble)
    }
}

impl Record {
    /// A record with fields.
    pub(super) fn picked(picked: Picked, number: u64, place: Place) -> Self {
        let Picked { id, body, known, kept } = picked;
        Self { id, number: Some(number), place, body, known, kept }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::input) fn origin(path: &str, max_article: usize) -> Origin {
        let options = Arc::new(Options { max_article, ..Options::default() });
        Origin { path: path.into(), options }
    }

    /// All that a reader gives, a line each: `ID: text`, or what a notice says.
    pub(in crate::input) fn shown(records: &mut dyn Records) -> Vec<String> {
        let (mut all, mut notes) = (Vec::new(), Vec::new());
        while let Some(item) = records.next(&mut notes) {
            all.extend(notes.drain(..).map(|note: Notice| note.to_string()));
            all.push(item.map_or_else(|notice| notice.to_string(), |record| line(&record)));
        }
        all
    }

    fn line(record: &Record) -> String {
        let id = record.id.clone().or(record.number.map(|n| n.to_string())).unwrap_or_default();
        let text = match &record.body {
            Body::Decoded(text) | Body::Fragment(text) => text.as_str().into(),
            Body::Text(bytes)
            | Body::Markdown(bytes)
            | Body::Page(bytes, _)
            | Body::Response(bytes, _) => String::from_utf8_lossy(bytes),
        };
        format!("{id}: {text}")
    }
}
