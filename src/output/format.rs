//! The formats: their names, and how each is written.
//!
//! A stream takes one article after another, encoded on any thread, and is valid
//! wherever it ends once its footer is there. A table (Parquet, SQLite) is written
//! at the end from all rows, a directory (brat) has files for each article.

use super::{ArticleRows, Error, Layout, annotations, delimited, json};
use std::io;
use std::path::Path;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// RFC 4180, with a header; lines end in a line feed.
    #[default]
    Csv,
    /// As CSV, with tabs.
    Tsv,
    /// One JSON object a row, with the CSV's columns.
    Jsonl,
    /// One JSON object an article, in the scorer's words.
    Attributions,
    /// One W3C Web Annotation a row, all in a page of JSON-LD.
    Annotations,
    /// brat standoff: a text and its annotations for each article.
    Brat,
    /// Apache Parquet.
    Parquet,
    /// A SQLite database of articles, speakers and statements.
    Sqlite,
}

/// What a format writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A file or a pipe, article by article.
    Stream,
    /// A file that is whole only at the end.
    Table,
    /// A directory with files for each article.
    Directory,
}

impl Format {
    /// All formats with their names.
    pub const ALL: [(Format, &'static str); 8] = [
        (Format::Csv, "csv"),
        (Format::Tsv, "tsv"),
        (Format::Jsonl, "jsonl"),
        (Format::Attributions, "attributions"),
        (Format::Annotations, "jsonld"),
        (Format::Brat, "brat"),
        (Format::Parquet, "parquet"),
        (Format::Sqlite, "sqlite"),
    ];

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|&(f, _)| f)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let entry = Self::ALL.iter().find(|(format, _)| *format == self);
        entry.expect("every format has a name").1
    }

    /// The format that a file's extension asks for.
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "jsonld" => Some(Self::Annotations),
            "parquet" | "pq" => Some(Self::Parquet),
            "sqlite" | "sqlite3" | "db" => Some(Self::Sqlite),
            _ => None,
        }
    }

    /// What it writes to.
    pub fn shape(self) -> Shape {
        match self {
            Self::Csv | Self::Tsv | Self::Jsonl | Self::Attributions | Self::Annotations => {
                Shape::Stream
            }
            Self::Parquet | Self::Sqlite => Shape::Table,
            Self::Brat => Shape::Directory,
        }
    }

    /// Whether it shows the article's text; the others do without.
    pub fn needs_text(self) -> bool {
        matches!(self, Self::Annotations | Self::Brat)
    }

    /// Says whether this program can write it.
    ///
    /// # Errors
    /// When it was built without.
    pub fn available(self) -> Result<(), Error> {
        match self {
            Self::Parquet if !cfg!(feature = "parquet") => Err(Error::NotBuilt("parquet")),
            Self::Sqlite if !cfg!(feature = "sqlite") => Err(Error::NotBuilt("sqlite")),
            _ => Ok(()),
        }
    }

    /// What stands before all rows of a stream.
    pub fn header(self, layout: &Layout) -> Vec<u8> {
        match self {
            Self::Csv => delimited::header(b',', layout),
            Self::Tsv => delimited::header(b'\t', layout),
            Self::Annotations => annotations::HEADER.into(),
            _ => Vec::new(),
        }
    }

    /// One article's part of a stream; empty where it has nothing to write.
    pub fn encode(self, layout: &Layout, article: &ArticleRows) -> Vec<u8> {
        match self {
            Self::Csv => delimited::encode(b',', layout, article),
            Self::Tsv => delimited::encode(b'\t', layout, article),
            Self::Jsonl => json::rows(layout, article),
            Self::Attributions => json::attributions(article),
            Self::Annotations => annotations::encode(layout, article),
            Self::Brat | Self::Parquet | Self::Sqlite => Vec::new(),
        }
    }

    /// What stands between two parts of a stream that are not empty.
    pub fn joint(self) -> &'static [u8] {
        if self == Self::Annotations { annotations::JOINT } else { b"" }
    }

    /// What stands after all rows of a stream.
    pub fn footer(self) -> &'static [u8] {
        if self == Self::Annotations { annotations::FOOTER } else { b"" }
    }

    /// Writes a table to an empty or missing file; nothing is known of what is at `path`
    /// when it fails, so give it a temporary one.
    ///
    /// # Errors
    /// The first of `articles`, or when writing fails, or this is no table, or one that the
    /// program was built without.
    pub fn write_table(
        self,
        path: &Path,
        layout: &Layout,
        articles: impl Iterator<Item = io::Result<ArticleRows>>,
    ) -> io::Result<()> {
        self.available().map_err(io::Error::other)?;
        match self {
            #[cfg(feature = "parquet")]
            Self::Parquet => super::parquet::write(std::fs::File::create(path)?, layout, articles),
            #[cfg(feature = "sqlite")]
            Self::Sqlite => super::sqlite::write(path, layout, articles),
            _ => {
                let _ = (path, layout, articles);
                Err(io::Error::other(format!("{} is not written as a table", self.name())))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_names_the_format() {
        let of = |name: &str| Format::of_path(Path::new(name)).map(Format::name);
        assert_eq!(of("a.csv"), Some("csv"));
        assert_eq!(of("a.TAB"), Some("tsv"));
        assert_eq!(of("a.ndjson"), Some("jsonl"));
        assert_eq!(of("a.jsonld"), Some("jsonld"));
        assert_eq!(of("a.pq"), Some("parquet"));
        assert_eq!(of("a.db"), Some("sqlite"));
        assert_eq!(of("a.brat"), None);
        assert_eq!(of("csv"), None);
    }

    #[test]
    fn every_format_is_found_by_its_name() {
        for (format, name) in Format::ALL {
            assert_eq!(Format::named(name), Some(format));
            assert_eq!(format.name(), name);
        }
    }

    #[test]
    fn what_is_no_table_is_not_written_as_one() {
        let error = Format::Csv.write_table(Path::new("x"), &Layout::default(), std::iter::empty());
        assert_eq!(error.unwrap_err().to_string(), "csv is not written as a table");
    }

    #[cfg(not(all(feature = "parquet", feature = "sqlite")))]
    #[test]
    fn what_the_program_was_built_without_is_told() {
        for format in [Format::Parquet, Format::Sqlite] {
            let Err(error) = format.available() else { continue };
            let text = format!("this program was built without {}", format.name());
            assert_eq!(error.to_string(), text);
            let layout = Layout::default();
            let error = format.write_table(Path::new("x"), &layout, std::iter::empty());
            assert_eq!(error.unwrap_err().to_string(), text);
        }
    }
}
