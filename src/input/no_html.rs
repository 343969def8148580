//! Pages in a build without what reads them: told, not read.

use super::Trouble;
use super::header::Header;
use encoding_rs::Encoding;

pub(super) struct Page {
    pub(super) text: String,
    pub(super) known: Header,
    pub(super) fields: Vec<(String, String)>,
    pub(super) note: Option<Trouble>,
}

pub(super) fn page(_: &[u8], _: Option<&'static Encoding>) -> Result<Page, Trouble> {
    Err(Trouble::NotBuilt("html"))
}

/// Without what reads them, tags stay in a text.
pub(super) fn fragment(html: &str) -> String {
    html.to_owned()
}
