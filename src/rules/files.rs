//! Where rule files come from: the binary or a directory.

use super::error::{Problem, Problems, Source};
use super::load::Tables;
use super::problem::ProblemKind;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::{fs, io};

#[cfg(packed)]
mod embedded {
    /// Every file under `rules/` as it was at build time: (path, text), sorted.
    pub static EMBEDDED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

    /// Every learned table under `rules/` as it was at build time: (path, bytes), sorted.
    pub static EMBEDDED_TABLES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// While these are being packed there are none.
#[cfg(not(packed))]
mod embedded {
    pub static EMBEDDED: &[(&str, &str)] = &[];
    pub static EMBEDDED_TABLES: &[(&str, &[u8])] = &[];
}

pub use embedded::{EMBEDDED, EMBEDDED_TABLES};

/// How the names of tables end.
const TABLES: [&str; 2] = [".bin", ".tsv"];

/// The language that is read.
const LANGUAGE: &str = "en";

/// The files of one language, sorted by name.
#[derive(Debug, Default)]
pub(super) struct Files {
    files: Vec<File>,
    tables: Vec<TableFile>,
}

/// A learned table.
#[derive(Debug)]
pub(super) struct TableFile {
    /// Its path inside the directory of tables.
    name: String,
    /// Its path as a reader would open it.
    pub(super) shown: String,
    pub(super) bytes: Cow<'static, [u8]>,
}

#[derive(Debug)]
struct File {
    /// Its path inside the language directory, with `/`.
    name: String,
    /// Its path as a reader would open it.
    shown: String,
    text: Cow<'static, str>,
}

impl Files {
    /// The files in the binary.
    pub(super) fn embedded() -> Self {
        let files = EMBEDDED.iter().filter_map(|&(path, text)| {
            let name = path.strip_prefix(LANGUAGE)?.strip_prefix('/')?.to_owned();
            Some(File { name, shown: format!("rules/{path}"), text: Cow::Borrowed(text) })
        });
        let tables = EMBEDDED_TABLES.iter().filter_map(|&(path, bytes)| {
            let name = path.strip_prefix(LANGUAGE)?.strip_prefix("/tables/")?.to_owned();
            Some(TableFile { name, shown: format!("rules/{path}"), bytes: Cow::Borrowed(bytes) })
        });
        Self { files: files.collect(), tables: tables.collect() }
    }

    /// The files of a directory of rules.
    pub(super) fn read(dir: &Path, problems: &mut Problems) -> Self {
        let (mut files, mut tables) = (Vec::new(), Vec::new());
        match language_dir(dir) {
            Ok(Some(root)) => {
                if root.join("tables").is_dir() {
                    gather_tables(&root.join("tables"), &mut tables, problems);
                }
                gather(&root, "", &mut files, problems);
                for part in ["words", "tags"] {
                    if root.join(part).is_dir() {
                        gather(&root.join(part), &format!("{part}/"), &mut files, problems);
                    }
                }
            }
            Ok(None) => {
                problems.push(Problem::of_file(&shown(dir), ProblemKind::NoRules));
            }
            Err(error) => problems.push(unreadable(dir, &error)),
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Self { files, tables }
    }

    /// The same with the tables that are wanted.
    pub(super) fn with_tables(mut self, wanted: &Tables, problems: &mut Problems) -> Self {
        match wanted {
            Tables::Default => {}
            Tables::None => self.tables.clear(),
            Tables::Dir(dir) => {
                self.tables.clear();
                gather_tables(dir, &mut self.tables, problems);
                if self.tables.is_empty() {
                    problems.push(Problem::of_file(&shown(dir), ProblemKind::NoTables));
                }
            }
        }
        self
    }

    /// One learned table.
    pub(super) fn table(&self, name: &str) -> Option<&TableFile> {
        self.tables.iter().find(|t| t.name == name)
    }

    /// One file.
    pub(super) fn get(&self, name: &str) -> Option<Source<'_>> {
        self.files.iter().find(|f| f.name == name).map(File::source)
    }

    /// The files of a folder (`""`: the language directory itself) with this
    /// ending: (name without ending, file).
    pub(super) fn within<'f>(
        &'f self,
        folder: &'f str,
        ending: &'f str,
    ) -> impl Iterator<Item = (&'f str, Source<'f>)> {
        self.files.iter().filter_map(move |f| {
            let name = f.name.strip_prefix(folder)?.strip_suffix(ending)?;
            (!name.contains('/')).then(|| (name, f.source()))
        })
    }
}

impl File {
    fn source(&self) -> Source<'_> {
        Source { file: &self.shown, text: &self.text }
    }
}

/// A learned table in the binary.
pub(super) fn embedded_table(name: &str) -> Option<&'static [u8]> {
    let is_it = |path: &str| {
        path.strip_prefix(LANGUAGE).and_then(|path| path.strip_prefix("/tables/")) == Some(name)
    };
    EMBEDDED_TABLES.iter().find(|(path, _)| is_it(path)).map(|&(_, bytes)| bytes)
}

/// The directory that holds the language's files: `dir` itself if there are
/// rules in it, else its subdirectory.
pub(super) fn language_dir(dir: &Path) -> io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(dir)? {
        if entry?.path().extension().is_some_and(|e| e == "toml") {
            return Ok(Some(dir.to_owned()));
        }
    }
    Ok(Some(dir.join(LANGUAGE)).filter(|d| d.is_dir()))
}

fn gather(dir: &Path, prefix: &str, files: &mut Vec<File>, problems: &mut Problems) {
    let entries = match fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return problems.push(unreadable(dir, &error)),
    };
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() || name.starts_with('.') {
            continue;
        }
        match fs::read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let text =
                    Cow::Owned(text.strip_prefix('\u{feff}').map_or(text.clone(), Into::into));
                files.push(File { name: format!("{prefix}{name}"), shown: shown(&path), text });
            }
            Ok(Err(_)) => problems.push(Problem::of_file(&shown(&path), ProblemKind::NotUtf8)),
            Err(error) => problems.push(unreadable(&path, &error)),
        }
    }
}

fn gather_tables(dir: &Path, tables: &mut Vec<TableFile>, problems: &mut Problems) {
    let entries = match fs::read_dir(dir).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return problems.push(unreadable(dir, &error)),
    };
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() || name.starts_with('.') {
            continue;
        }
        if !TABLES.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        match fs::read(&path) {
            Ok(bytes) => {
                tables.push(TableFile { name, shown: shown(&path), bytes: Cow::Owned(bytes) });
            }
            Err(error) => problems.push(unreadable(&path, &error)),
        }
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Problem {
    let kind = match error.kind() {
        io::ErrorKind::NotFound => ProblemKind::Missing,
        _ => ProblemKind::Unreadable { reason: error.to_string() },
    };
    Problem::of_file(&shown(path), kind)
}

fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
