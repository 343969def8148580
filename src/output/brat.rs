//! Rows as brat standoff.

use super::ArticleRows;

/// What brat needs of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files<'a> {
    /// `NAME.txt`: the article's text, verbatim.
    pub txt: &'a str,
    /// `NAME.ann`.
    pub ann: String,
}

/// The files of one article.
pub fn files(article: &ArticleRows) -> Files<'_> {
    Files { txt: &article.article.text, ann: String::new() }
}

/// `annotation.conf`, one for the whole directory.
pub fn conf() -> String {
    String::new()
}
