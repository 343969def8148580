//! Finds, decodes and reads article files.
//!
//! Takes paths as a user gives them: text files, JSON lines, directories, `-`.
//! Gives an iterator of [`Article`]s that holds one article at a time; what
//! could not be read comes in its place as a [`Notice`], so that no article is
//! lost without a line saying so. Knows nothing of rules or rows.
//!
//! # Why all paths are listed before the first article
//!
//! A missing path or an empty directory stops the run before anything is
//! written, and two files of one name get ids by their directories; both need
//! the whole list. A path is some hundred bytes, an article some thousands.

mod articles;
mod date;
mod decode;
mod error;
mod fields;
mod find;
mod form;
mod header;
mod html;
mod ids;
mod jsonl;
mod markdown;
mod metadata;
mod options;
mod raw;
mod rewrap;
mod tidy;

pub use articles::{Articles, open};
pub use date::{DateRule, Order};
pub use decode::encoding;
pub use error::{Error, Notice, Trouble};
pub use fields::{FieldMap, Keep, Role};
pub(crate) use find::plain;
pub use form::Form;
pub use options::Options;
pub use raw::{Prepared, Raw};

use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// One article: its text as read, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Unique in a run: the file's name without extension, or the record's `id`.
    pub id: String,
    /// Where it ran; empty when unknown.
    pub outlet: String,
    /// When it was published: ISO 8601, as coarse as known (`2024`, `2024-07`); empty when unknown.
    pub published: String,
    /// Its headline; empty when unknown.
    pub title: String,
    /// Who wrote it; empty when unknown.
    pub author: String,
    /// Its address; empty when unknown.
    pub url: String,
    /// Values of the input's fields that are to be kept, in the order asked for.
    pub kept: Vec<String>,
    /// The text; offsets in rows count its code points.
    pub text: String,
    /// Where the article's own words begin in `text`, in bytes: past a
    /// ` date 2026-02-26` or `Key: value` header.
    pub body: usize,
    /// The file it came from, for messages.
    pub path: PathBuf,
}

impl Article {
    /// Reads the head of its text: sets where its own words begin, and what is
    /// not known of it yet. A date that is not ISO 8601 is left out.
    #[must_use]
    pub fn with_header(self) -> Self {
        let Self { id, outlet, published, title, author, url, kept, text, path, .. } = self;
        let mut header = header::Header::read(&text);
        header.overrule(&header::Header { outlet, published, title, author, url, body: 0 });
        header.settle_date(&DateRule::default());
        let header::Header { outlet, published, title, author, url, body } = header;
        Self { id, outlet, published, title, author, url, kept, text, body, path }
    }
}
