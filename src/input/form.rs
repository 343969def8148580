//! What a file holds: by the name given to it, by its extension, by its first bytes.

use super::fields::Role;
use super::names::{NAMES, folded};
use std::ffi::OsStr;
use std::path::Path;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Form {
    /// One article in plain text.
    Text,
    /// One article in Markdown, with front matter or without.
    Markdown,
    /// One article as a page of HTML.
    Html,
    /// One object, an array of objects, several of either, or an object around an array.
    Json,
    /// One object a line.
    JsonLines,
    /// A table with a header, by commas or what its header shows.
    Csv,
    /// A table with a header, by tabs or what its header shows.
    Tsv,
    /// Apache Parquet.
    Parquet,
    /// Records of a web archive: responses (WARC) or texts (WET).
    Warc,
    /// A zip archive of files of the other forms.
    Zip,
    /// A tar archive of files of the other forms.
    Tar,
}

/// Extensions of compressed files, which say nothing of what is in them.
const COMPRESSIONS: [&str; 7] = ["gz", "gzip", "zst", "zstd", "xz", "bz2", "bz"];

impl Form {
    /// All forms with their names, as `--input-format` takes them.
    pub const ALL: [(Self, &'static str); 11] = [
        (Self::Text, "text"),
        (Self::Markdown, "markdown"),
        (Self::Html, "html"),
        (Self::Json, "json"),
        (Self::JsonLines, "jsonl"),
        (Self::Csv, "csv"),
        (Self::Tsv, "tsv"),
        (Self::Parquet, "parquet"),
        (Self::Warc, "warc"),
        (Self::Zip, "zip"),
        (Self::Tar, "tar"),
    ];

    /// The form of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|(form, _)| *form)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(form, _)| *form == self).map_or("", |(_, name)| name)
    }

    /// Whether it holds files of other forms.
    pub(super) fn is_container(self) -> bool {
        matches!(self, Self::Zip | Self::Tar)
    }

    /// What an extension promises.
    fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "parquet" | "pq" => Self::Parquet,
            "warc" | "wet" => Self::Warc,
            "zip" => Self::Zip,
            "tar" | "tgz" | "tzst" | "txz" | "tbz" | "tbz2" => Self::Tar,
            _ => return None,
        })
    }

    /// What its first bytes show. Nothing shows Markdown.
    pub(super) fn sniff(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        let inner = head.trim_ascii_start();
        let begins = |word: &[u8]| {
            inner.get(..word.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        };
        if head.starts_with(b"PAR1") {
            Self::Parquet
        } else if head.starts_with(b"WARC/") {
            Self::Warc
        } else if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            Self::Zip
        } else if head.get(257..262) == Some(b"ustar") {
            Self::Tar
        } else if [&b"<!doctype html"[..], b"<html", b"<head", b"<body"].into_iter().any(begins) {
            Self::Html
        } else if inner.starts_with(b"{") || is_array(inner) {
            Self::Json
        } else if is_header(inner) {
            Self::Csv
        } else {
            Self::Text
        }
    }
}

/// Whether the first line names columns of a table: a text's among them, and another.
fn is_header(inner: &[u8]) -> bool {
    let end = memchr::memchr(b'\n', inner).unwrap_or(inner.len());
    let line = String::from_utf8_lossy(&inner[..end]);
    let role = |cell: &str| {
        let name = folded(cell.trim().trim_matches('"'));
        NAMES.iter().find(|(_, names)| names.contains(&&*name)).map(|(role, _)| *role)
    };
    [',', ';', '\t', '|'].into_iter().any(|between| {
        let roles: Vec<Role> = line.split(between).filter_map(role).collect();
        roles.len() > 1 && roles.contains(&Role::Text)
    })
}

/// A bracket that opens objects; a text may begin with one too.
fn is_array(inner: &[u8]) -> bool {
    let next = |rest: &[u8]| rest.trim_ascii_start().first().copied();
    inner.strip_prefix(b"[").is_some_and(|rest| matches!(next(rest), Some(b'{' | b']')))
}

/// What a file's name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// The name without the extensions that say how to read it.
    pub(super) stem: String,
    /// `None` where the extension says nothing of articles.
    pub(super) form: Option<Form>,
}

impl Name {
    /// Takes a file's name apart: `17.jsonl.gz` is JSON lines called `17`.
    pub(super) fn of(name: &OsStr) -> Self {
        let name = name.to_string_lossy();
        let mut rest: &str = &name;
        while let Some((stem, extension)) = split(rest) {
            let extension = extension.to_ascii_lowercase();
            if COMPRESSIONS.contains(&&*extension) {
                rest = stem;
                continue;
            }
            let form = Form::of_extension(&extension);
            // `CC-MAIN-1.warc.wet` is one thing.
            let stem = stem.strip_suffix(".warc").filter(|_| extension == "wet").unwrap_or(stem);
            return Self { stem: stem.into(), form };
        }
        Self { stem: rest.into(), form: None }
    }

    /// Of the last part of a path.
    pub(super) fn of_path(path: &Path) -> Self {
        Self::of(path.file_name().unwrap_or_default())
    }
}

fn split(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> (String, Option<Form>) {
        let Name { stem, form } = Name::of(OsStr::new(name));
        (stem, form)
    }

    #[test]
    fn a_name_tells_form_and_stem_under_its_compression() {
        for (given, stem, form) in [
            ("17.txt", "17", Some(Form::Text)),
            ("a.b.HTML", "a.b", Some(Form::Html)),
            ("dump.jsonl.gz", "dump", Some(Form::JsonLines)),
            ("dump.JSON.zst", "dump", Some(Form::Json)),
            ("news.tar.xz", "news", Some(Form::Tar)),
            ("news.tgz", "news", Some(Form::Tar)),
            ("CC-1.warc.wet.gz", "CC-1", Some(Form::Warc)),
            ("17.gz", "17", None),
            ("17.pdf", "17", None),
            (".txt", ".txt", None),
            ("plain", "plain", None),
        ] {
            assert_eq!(name(given), (stem.to_owned(), form), "{given}");
        }
    }

    #[test]
    fn first_bytes_tell_the_form() {
        let mut tar = vec![b'a'; 512];
        tar[257..262].copy_from_slice(b"ustar");
        let cases: [(&[u8], Form); 16] = [
            (b"PAR1\x15", Form::Parquet),
            (b"WARC/1.0\r\n", Form::Warc),
            (b"PK\x03\x04", Form::Zip),
            (&tar, Form::Tar),
            (b"\xEF\xBB\xBF\n<!DOCTYPE html>", Form::Html),
            (b"<html lang=en>", Form::Html),
            (b" \n{\"id\"", Form::Json),
            (b"[ {", Form::Json),
            (b"[]", Form::Json),
            (b"[Editor's note] It rained.", Form::Text),
            (b"<3 is a heart", Form::Text),
            (b"He said no.", Form::Text),
            (b"\xEF\xBB\xBF\"ID\";\"Full Text\"\n1;x", Form::Csv),
            (b"headline\tbody\r\n", Form::Csv),
            (b"Text, he said, is all.", Form::Text),
            (b"", Form::Text),
        ];
        for (head, form) in cases {
            assert_eq!(Form::sniff(head), form, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn every_form_has_its_name() {
        for (form, name) in Form::ALL {
            assert_eq!((Form::named(name), form.name()), (Some(form), name));
        }
    }
}
