//! `metadata.csv` beside text files: `file,outlet,published[,title,author]`.

use super::header::Header;
use super::{Notice, Trouble};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// The sidecar's name.
pub(super) const FILE: &str = "metadata.csv";

/// The sidecar of one directory: what it says of each file.
#[derive(Debug, Default)]
pub(super) struct Sidecar {
    directory: Option<PathBuf>,
    entries: FxHashMap<String, Header>,
}

impl Sidecar {
    /// What the sidecar in `file`'s directory says of it; `notices` gets what is
    /// wrong with the sidecar when it is first read.
    pub(super) fn of(&mut self, file: &Path, notices: &mut Vec<Notice>) -> Option<&Header> {
        let directory = file.parent()?;
        if self.directory.as_deref() != Some(directory) {
            // One is enough: files come directory by directory.
            self.directory = Some(directory.into());
            self.entries = read(&directory.join(FILE), notices);
        }
        self.entries.get(file.file_name()?.to_str()?)
    }
}

fn read(path: &Path, notices: &mut Vec<Notice>) -> FxHashMap<String, Header> {
    let mut entries = FxHashMap::default();
    let Ok(bytes) = std::fs::read(path) else { return entries };
    let text = match super::decode::decode(bytes, None) {
        Ok((text, _)) => text,
        Err(trouble) => {
            notices.push(Notice::file(path, Trouble::Metadata(trouble.to_string())));
            return entries;
        }
    };
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let columns = reader.headers().cloned().unwrap_or_default();
    let column = |name: &str| columns.iter().position(|c| c.eq_ignore_ascii_case(name));
    let Some(file) = column("file") else {
        notices.push(Notice::line(path, 1, Trouble::Metadata("no column `file`".into())));
        return entries;
    };
    let others = ["outlet", "published", "title", "author", "url"].map(column);
    let date = column("date");
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map_or(0, |p| p.line() as usize);
                let value = |c: Option<usize>| c.and_then(|c| record.get(c)).unwrap_or("").into();
                let [outlet, published, title, author, url] = others.map(value);
                let mut entry = Header { outlet, published, title, author, url, body: 0 };
                if entry.published.is_empty() {
                    entry.published = value(date);
                }
                if let Some(date) = entry.settle_date(&super::DateRule::default()) {
                    notices.push(Notice::line(path, line, Trouble::Date(date)));
                }
                let name: String = value(Some(file));
                if !path.with_file_name(&name).exists() {
                    notices.push(Notice::line(path, line, Trouble::MetadataFile(name.clone())));
                }
                entries.insert(name, entry);
            }
            Err(error) => notices.push(bad_record(path, &error)),
        }
    }
    entries
}

fn bad_record(path: &Path, error: &csv::Error) -> Notice {
    let line = error.position().map(|p| p.line() as usize);
    let why = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} columns where the header has {expected_len}")
        }
        _ => error.to_string(),
    };
    Notice { line, ..Notice::file(path, Trouble::Metadata(why)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sidecar(csv: &str) -> (tempfile::TempDir, Vec<String>, Option<Header>) {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(FILE), csv).unwrap();
        let article = directory.path().join("1.txt");
        std::fs::write(&article, "words").unwrap();
        let mut notices = Vec::new();
        let header = Sidecar::default().of(&article, &mut notices).cloned();
        let name = |n: &Notice| n.to_string().rsplit('/').next().unwrap().to_owned();
        (directory, notices.iter().map(name).collect(), header)
    }

    #[test]
    fn a_sidecar_tells_outlet_and_date() {
        let (_d, notices, header) =
            sidecar("\u{feff}file,outlet,published\r\n1.txt,\"Journal, The\",2024\r\n");
        assert_eq!(notices, [""; 0]);
        let header = header.unwrap();
        assert_eq!((&*header.outlet, &*header.published), ("Journal, The", "2024"));
    }

    #[test]
    fn faults_of_a_sidecar_are_told_by_line_and_cost_no_article() {
        let (_d, notices, header) =
            sidecar("file,outlet,published\n1.txt,A,soon\n2.txt,B,2024\n3.txt,C\n");
        assert_eq!(
            notices,
            [
                "metadata.csv:2: date `soon` is not ISO 8601 and is left out",
                "metadata.csv:3: `2.txt` is not there",
                "metadata.csv:4: 2 columns where the header has 3",
            ]
        );
        assert_eq!(header.unwrap().outlet, "A");
        assert_eq!(sidecar("name,date\n1.txt,2024\n").1, ["metadata.csv:1: no column `file`"]);
    }
}
