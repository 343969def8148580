//! Finds, decodes and reads article files.

use std::path::PathBuf;

/// One article: its text as read, and what is known of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// The text; offsets in rows count its code points.
    pub text: String,
    /// Where the article's own words begin in `text`, in bytes: past a
    /// ` date 2026-02-26` or `Key: value` header.
    pub body: usize,
    /// The file it came from, for messages.
    pub path: PathBuf,
}
