//! Tables of what is known of articles: `metadata.csv` beside them, or one named by hand.
//!
//! A row goes by a file's name, its path or an article's id. Beside the columns for what is
//! known, any column can be kept.

use super::fields::Role;
use super::header::Header;
use super::names::{NAMES, folded};
use super::{Notice, Options, Trouble};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// The sidecar's name.
pub(super) const FILE: &str = "metadata.csv";

/// What a table says of one article.
#[derive(Clone, Debug, Default)]
pub(super) struct Entry {
    pub(super) known: Header,
    /// Empty, or as [`super::Raw::kept`].
    pub(super) kept: Vec<Option<String>>,
}

impl Entry {
    /// Takes from `other` what it knows; where both know, `other` holds.
    pub(super) fn overrule(&mut self, other: &Self) {
        self.known.overrule(&other.known);
        self.kept.resize(self.kept.len().max(other.kept.len()), None);
        for (mine, theirs) in self.kept.iter_mut().zip(&other.kept) {
            if theirs.is_some() {
                mine.clone_from(theirs);
            }
        }
    }
}

/// A table, by the names in its first column that names.
#[derive(Debug, Default)]
pub(super) struct Table(FxHashMap<String, Entry>);

impl Table {
    /// Reads a table. What is wrong with it goes to `notices`; its other rows hold.
    pub(super) fn read(
        bytes: Vec<u8>,
        path: &Path,
        options: &Options,
        notices: &mut Vec<Notice>,
    ) -> Self {
        let mut table = Self::default();
        let text = match super::decode::decode(bytes, options.encoding) {
            Ok((text, _)) => text,
            Err(trouble) => {
                notices.push(Notice::file(path, Trouble::Metadata(trouble.to_string())));
                return table;
            }
        };
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(delimiter(&text));
        let mut reader = reader.trim(csv::Trim::All).from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let Some(columns) = Columns::of(&header, options) else {
            notices.push(Notice::line(path, 1, Trouble::Metadata("no column `file`".into())));
            return table;
        };
        for row in reader.records() {
            match row {
                Ok(row) => {
                    let (name, entry) = columns.entry(&row, (path, options), notices);
                    table.0.insert(name, entry);
                }
                Err(error) => notices.push(bad_row(path, &error)),
            }
        }
        table
    }

    /// What it says of the article by the first of these names that it has.
    pub(super) fn get<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Option<&Entry> {
        names.into_iter().find_map(|name| self.0.get(name))
    }

    /// Its names, by their bytes.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}

/// Which columns a table has.
struct Columns {
    name: usize,
    known: [Option<usize>; 5],
    kept: Vec<Option<usize>>,
}

impl Columns {
    fn of(header: &csv::StringRecord, options: &Options) -> Option<Self> {
        let column = |name: &str| header.iter().position(|c| c.eq_ignore_ascii_case(name));
        let names = ["file", "filename", "file_name", "path", "id", "article_id"];
        let named = |name: &str| header.iter().position(|c| folded(c) == name);
        let name = names.into_iter().find_map(named)?;
        let of = |role| NAMES.iter().filter(move |(r, _)| *r == role).flat_map(|(_, names)| *names);
        let roles = [Role::Outlet, Role::Date, Role::Title, Role::Author, Role::Url];
        let known = roles.map(|role| of(role).find_map(|name| named(name)));
        let kept = options.keep.iter().map(|keep| column(&keep.field)).collect();
        Some(Self { name, known, kept })
    }

    fn entry(
        &self,
        row: &csv::StringRecord,
        (path, options): (&Path, &Options),
        notices: &mut Vec<Notice>,
    ) -> (String, Entry) {
        let value = |c: Option<usize>| c.and_then(|c| row.get(c)).unwrap_or("").to_owned();
        let [outlet, published, title, author, url] = self.known.map(value);
        let mut known = Header { outlet, published, title, author, url, body: 0 };
        if let Some(date) = known.settle_date(&options.dates) {
            let line = row.position().map_or(0, |p| p.line() as usize);
            notices.push(Notice::line(path, line, Trouble::Date(date)));
        }
        let kept = self.kept.iter().map(|c| Some(value(*c)).filter(|v| !v.is_empty())).collect();
        (value(Some(self.name)), Entry { known, kept })
    }
}

/// What parts the columns of its first line: spreadsheets write what their country does.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default().as_bytes();
    let count = |byte: u8| memchr::memchr_iter(byte, first).count();
    // The last of several that part alike is taken.
    [b'\t', b';', b','].into_iter().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

fn bad_row(path: &Path, error: &csv::Error) -> Notice {
    let line = error.position().map(|p| p.line() as usize);
    let why = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} columns where the header has {expected_len}")
        }
        _ => error.to_string(),
    };
    Notice { line, ..Notice::file(path, Trouble::Metadata(why)) }
}

/// The sidecar of one directory: what it says of each file.
#[derive(Debug, Default)]
pub(super) struct Sidecar {
    directory: Option<PathBuf>,
    table: Table,
}

impl Sidecar {
    /// What the sidecar in `file`'s directory says of it; `notices` gets what is
    /// wrong with the sidecar when it is first read.
    pub(super) fn of(
        &mut self,
        file: &Path,
        options: &Options,
        notices: &mut Vec<Notice>,
    ) -> Option<&Entry> {
        let directory = file.parent()?;
        if self.directory.as_deref() != Some(directory) {
            // One is enough: files come directory by directory.
            self.directory = Some(directory.into());
            self.table = read(&directory.join(FILE), options, notices);
        }
        self.table.get([file.file_name()?.to_str()?])
    }
}

fn read(path: &Path, options: &Options, notices: &mut Vec<Notice>) -> Table {
    let Ok(bytes) = std::fs::read(path) else { return Table::default() };
    let table = Table::read(bytes, path, options, notices);
    for name in table.names() {
        if !path.with_file_name(name).exists() {
            notices.push(Notice::file(path, Trouble::MetadataFile(name.into())));
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sidecar(csv: &str) -> (tempfile::TempDir, Vec<String>, Option<Entry>) {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(FILE), csv).unwrap();
        let article = directory.path().join("1.txt");
        std::fs::write(&article, "words").unwrap();
        let keep = vec![super::super::Keep::parse("desk").unwrap()];
        let options = Options { keep, ..Options::default() };
        let mut notices = Vec::new();
        let entry = Sidecar::default().of(&article, &options, &mut notices).cloned();
        let name = |n: &Notice| n.to_string().rsplit('/').next().unwrap().to_owned();
        (directory, notices.iter().map(name).collect(), entry)
    }

    #[test]
    fn a_sidecar_tells_outlet_and_date_and_what_is_kept() {
        let (_d, notices, entry) = sidecar(
            "\u{feff}file,outlet,published,Desk,url\r\n1.txt,\"Journal, The\",2024,Asia,u:1\r\n",
        );
        assert_eq!(notices, [""; 0]);
        let Entry { known, kept } = entry.unwrap();
        assert_eq!(
            (&*known.outlet, &*known.published, &*known.url),
            ("Journal, The", "2024", "u:1")
        );
        assert_eq!(kept, [Some("Asia".into())]);
    }

    #[test]
    fn a_sidecar_may_come_from_a_spreadsheet_and_have_names_in_use() {
        let tables = [
            "File Name;Source;Publication Date\r\n1.txt;A, B;2024-07\r\n",
            "file\tpublication\tpub_date\n1.txt\tA, B\t2024-07\n",
        ];
        for table in tables {
            let (_d, notices, entry) = sidecar(table);
            assert_eq!(notices, [""; 0]);
            let known = entry.unwrap().known;
            assert_eq!((&*known.outlet, &*known.published), ("A, B", "2024-07"));
        }
    }

    #[test]
    fn faults_of_a_sidecar_are_told_and_cost_no_article() {
        let (_d, notices, entry) =
            sidecar("file,outlet,published\n1.txt,A,soon\n2.txt,B,2024\n3.txt,C\n");
        assert_eq!(
            notices,
            [
                "metadata.csv:2: date `soon` cannot be read and is left out",
                "metadata.csv:4: 2 columns where the header has 3",
                "metadata.csv: `2.txt` is not there",
            ]
        );
        assert_eq!(entry.unwrap().known.outlet, "A");
        assert_eq!(sidecar("name,date\n1.txt,2024\n").1, ["metadata.csv:1: no column `file`"]);
    }
}
