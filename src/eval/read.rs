//! Reads gold, and rows to be held against it.
//!
//! Gold is JSON lines, one article a line, plain or compressed with gzip. Rows
//! are in the scorer's format (`extract --format attributions`), or a table.

use super::{Annotation, Error, table};
use crate::input::Article;
use flate2::bufread::MultiGzDecoder;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

/// An annotated article.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct GoldArticle {
    /// Its id, which its rows name.
    #[serde(deserialize_with = "id")]
    pub id: String,
    /// Where it ran, if known.
    pub outlet: Option<String>,
    /// When it was published, if known.
    pub date: Option<String>,
    /// Its headline, if known.
    pub title: Option<String>,
    /// Who wrote it, if known.
    pub author: Option<String>,
    /// Its text; places are code points of it.
    pub text: String,
    /// What is annotated in it.
    pub attributions: Vec<Annotation>,
}

impl GoldArticle {
    /// The article without its annotations: what `extract` would read.
    pub fn article(&self, path: &Path) -> Article {
        let known = |value: &Option<String>| value.clone().unwrap_or_default();
        let article = Article {
            id: self.id.clone(),
            outlet: known(&self.outlet),
            published: known(&self.date),
            title: known(&self.title),
            author: known(&self.author),
            text: self.text.clone(),
            path: path.into(),
            ..Article::default()
        };
        article.with_header()
    }
}

/// Rows by their article's id.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    by_article: FxHashMap<String, Vec<Annotation>>,
    /// The ids in the order of the file.
    ids: Vec<String>,
}

impl Rows {
    /// The rows of one article; an article that is not there has none.
    pub fn of(&self, id: &str) -> &[Annotation] {
        self.by_article.get(id).map_or(&[], Vec::as_slice)
    }

    /// Sets the rows of one article; what it had before is dropped.
    pub fn set(&mut self, id: String, rows: Vec<Annotation>) {
        if self.by_article.insert(id.clone(), rows).is_none() {
            self.ids.push(id);
        }
    }

    /// Keeps the rows that `wanted` holds of.
    pub fn retain(&mut self, wanted: impl Fn(&Annotation) -> bool) {
        for id in &self.ids {
            if let Some(rows) = self.by_article.get_mut(id) {
                rows.retain(&wanted);
            }
        }
    }

    /// All rows, in the order of the file.
    pub fn all(&self) -> impl Iterator<Item = &Annotation> {
        self.ids.iter().flat_map(|id| self.of(id))
    }

    /// The articles that the gold lacks.
    pub fn unknown(&self, gold: &[GoldArticle]) -> Vec<&str> {
        let known: FxHashSet<&str> = gold.iter().map(|a| &*a.id).collect();
        self.ids.iter().map(String::as_str).filter(|id| !known.contains(id)).collect()
    }

    /// How many articles it has, those without rows among them.
    pub fn articles(&self) -> usize {
        self.ids.len()
    }
}

/// Reads a gold file.
///
/// # Errors
/// When it cannot be read, a line is not an annotated article, or nothing in it
/// is annotated, or an id is repeated.
pub fn gold(path: &Path) -> Result<Vec<GoldArticle>, Error> {
    let mut articles = Vec::new();
    each_line(path, true, |article: GoldArticle| articles.push(article))?;
    if articles.iter().all(|article| article.attributions.is_empty()) {
        return Err(Error::NoGold(path.into()));
    }
    let mut seen = FxHashSet::default();
    if let Some(article) = articles.iter().find(|article| !seen.insert(&article.id)) {
        return Err(Error::RepeatedId { path: path.into(), id: article.id.clone() });
    }
    Ok(articles)
}

#[derive(Deserialize)]
struct RowsLine {
    #[serde(deserialize_with = "id")]
    id: String,
    attributions: Vec<Annotation>,
}

/// Reads rows: the scorer's format, or a table if the file is called .csv or .tsv.
/// Where an id is repeated in the scorer's format, its last line counts.
///
/// # Errors
/// When the file cannot be read or a line is not an article's rows.
pub fn rows(path: &Path) -> Result<Rows, Error> {
    if let Some(delimiter) = table::delimiter(path) {
        let reader = open(path).map_err(|error| unreadable(path, &error))?;
        return table::read(path, reader, delimiter);
    }
    let mut rows = Rows::default();
    each_line(path, false, |line: RowsLine| rows.set(line.id, line.attributions))?;
    Ok(rows)
}

/// Reads one line in the scorer's format, as `extract` writes it.
///
/// # Errors
/// When it is none.
pub fn rows_line(line: &[u8]) -> Result<Vec<Annotation>, serde_json::Error> {
    serde_json::from_slice(line).map(|line: RowsLine| line.attributions)
}

fn each_line<T: DeserializeOwned>(
    path: &Path,
    is_gold: bool,
    mut take: impl FnMut(T),
) -> Result<(), Error> {
    let mut reader = open(path).map_err(|e| unreadable(path, &e))?;
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        number += 1;
        if reader.read_until(b'\n', &mut line).map_err(|e| unreadable(path, &e))? == 0 {
            return Ok(());
        }
        let bytes = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line).trim_ascii();
        if !bytes.is_empty() {
            let fault = |e: serde_json::Error| Error::Line {
                path: path.into(),
                line: number,
                what: told(&e, is_gold),
                is_gold,
            };
            take(serde_json::from_slice(bytes).map_err(fault)?);
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::Unreadable { path: path.into(), why: crate::input::plain(error) }
}

/// Opens a file, plain or compressed with gzip.
pub(crate) fn open(path: &Path) -> io::Result<Box<dyn BufRead>> {
    let mut reader = BufReader::new(File::open(path)?);
    // Gzip says so in its first two bytes, whatever the file is called.
    Ok(if reader.fill_buf()?.starts_with(&[0x1F, 0x8B]) {
        Box::new(BufReader::new(MultiGzDecoder::new(reader)))
    } else {
        Box::new(reader)
    })
}

/// What serde_json says, with the column alone: each value is one line.
fn told(error: &serde_json::Error, is_gold: bool) -> String {
    let (text, column) = (error.to_string(), error.column());
    let what = text.split(" at line ").next().unwrap_or_default();
    let kind = match (error.is_data(), is_gold) {
        (false, _) => "invalid JSON",
        (true, true) => "not an annotated article",
        (true, false) => "not an article's rows",
    };
    format!("{kind}: {what} (byte {column})")
}

fn id<'de, D: serde::Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Id {
        Text(String),
        Number(i64),
    }
    Ok(match Id::deserialize(from)? {
        Id::Text(id) => id,
        Id::Number(n) => n.to_string(),
    })
}
