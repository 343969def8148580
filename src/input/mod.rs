//! Finds, decodes and reads article files.
//!
//! Takes paths as a user gives them: files of every form in [`Form`], compressed or in
//! archives, directories, `-`. [`open`] gives an iterator of [`Raw`] records that holds one at
//! a time; [`Raw::prepare`] makes one an [`Article`], on any thread. What could not be read
//! comes in its place as a [`Notice`], so that no article is lost without a line saying so.
//! Knows nothing of rules or rows.
//!
//! The way of a file: `find` lists it, `streams` undoes its compression, `open`
//! tells its form, a reader of that form gives records, `articles` gives them ids, `raw`
//! prepares them.
//!
//! # Why all paths are listed before the first article
//!
//! A missing path or an empty directory stops the run before anything is
//! written, and two files of one name get ids by their directories; both need
//! the whole list. A path is some hundred bytes, an article some thousands.

mod articles;
mod clock;
mod date;
mod decode;
mod error;
mod fields;
mod find;
mod form;
mod front_matter;
mod header;
#[cfg(feature = "html")]
mod html;
#[cfg(not(feature = "html"))]
#[path = "no_html.rs"]
mod html;
mod http;
mod ids;
mod json;
mod jsonl;
mod markdown;
mod metadata;
mod mojibake;
mod names;
mod notice;
mod object;
mod open;
mod options;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(not(feature = "parquet"))]
#[path = "no_parquet.rs"]
mod parquet;
mod picker;
mod prose;
mod raw;
mod rewrap;
mod single;
mod source;
mod streams;
mod table;
#[cfg_attr(
    not(any(test, feature = "html")),
    expect(dead_code, reason = "only pages are looked at before they are parsed")
)]
mod tags;
mod tarred;
mod tidy;
mod warc;
mod zipped;

pub use articles::{Articles, open};
pub use date::{DateRule, Order};
pub use decode::encoding;
pub use error::Error;
pub use fields::{FieldMap, Keep, Role};
pub use find::files_from;
pub(crate) use find::plain;
pub use form::Form;
pub use names::NAMES;
pub use notice::{Notice, Trouble};
pub use options::Options;
pub use raw::{Prepared, Raw};
pub(crate) use streams::decompressed;

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
