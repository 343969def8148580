//! Markdown.

use super::Trouble;
use super::header::Header;

pub(super) struct Marked {
    pub(super) text: String,
    pub(super) known: Header,
    pub(super) fields: Vec<(String, String)>,
}

#[expect(clippy::unnecessary_wraps, reason = "stub")]
pub(super) fn read(text: &str) -> Result<Marked, Trouble> {
    Ok(Marked { text: text.trim().to_owned(), known: Header::default(), fields: Vec::new() })
}
