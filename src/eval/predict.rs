//! The rows that the rules of today give for the gold's own texts.

use super::Annotation;
use super::read::{self, GoldArticle, Rows};
use crate::extract::Extractor;
use crate::input::{Article, Notice};
use crate::output::{ArticleRows, Format, Layout};
use crate::run::{self, Settings};
use std::io;
use std::path::Path;

/// Extracts from every article; `tell` hears of those that fail.
///
/// What `extract --format attributions` would write is read back, so that rows
/// scored here and rows scored from a file are the same to the last digit.
///
/// # Errors
/// When no threads can be started.
pub fn predict(
    gold: &[GoldArticle],
    path: &Path,
    extractor: &Extractor<'_>,
    settings: &Settings,
    mut tell: impl FnMut(&Notice),
) -> io::Result<Rows> {
    let mut rows = Rows::default();
    let articles = gold.iter().map(|article| article.article(path));
    let work = |article: &Article| -> (String, Vec<Annotation>) {
        let rows = extractor.rows(article);
        let known = Article { id: article.id.clone(), ..Article::default() };
        let rows = ArticleRows { article: known, rows };
        let line = Format::Attributions.encode(&Layout::default(), &rows);
        let read_back = read::rows_line(&line).expect("what we write we can read");
        (article.id.clone(), read_back)
    };
    run::each(articles, settings, work, |result| match result {
        Ok((id, annotations)) => rows.set(id, annotations),
        Err(notice) => tell(&notice),
    })?;
    Ok(rows)
}
