//! Paths as given to files in order.

use super::{Error, Notice, Trouble, ids};
use rustc_hash::FxHashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A file (or `-`) that holds articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// The article's id, of which JSON lines make their own.
    pub(super) id: String,
    pub(super) form: Form,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// One article.
    Text,
    /// One article a line.
    JsonLines,
    /// Standard input: one or the other, seen when it comes.
    Stdin,
}

/// What was found, in order.
#[derive(Debug, Default)]
pub(super) struct Finds {
    pub(super) files: Vec<Found>,
    pub(super) notices: Vec<Notice>,
    /// Bytes in all files together.
    pub(super) bytes: u64,
    /// Files in directories that are no articles.
    pub(super) left_alone: usize,
}

/// Lists the files that `paths` stand for: files as given, directories with all
/// in them but `except` (the output), by the bytes of their paths.
pub(super) fn find(paths: &[PathBuf], except: &[PathBuf]) -> Result<Finds, Error> {
    let missing: Vec<PathBuf> = paths.iter().filter(|p| is_missing(p)).cloned().collect();
    if !missing.is_empty() {
        return Err(Error::Missing(missing));
    }
    let except = except.iter().filter_map(|p| fs::canonicalize(p).ok()).collect();
    let mut search = Search { except, ..Search::default() };
    for path in paths {
        search.path(path)?;
    }
    Ok(search.done())
}

fn is_missing(path: &Path) -> bool {
    path != Path::new("-")
        && fs::symlink_metadata(path).is_err_and(|e| {
            matches!(e.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory)
        })
}

#[derive(Default)]
struct Search {
    finds: Finds,
    seen: FxHashSet<PathBuf>,
    except: Vec<PathBuf>,
}

impl Search {
    fn path(&mut self, path: &Path) -> Result<(), Error> {
        if path == Path::new("-") {
            self.add(path.into(), Form::Stdin, 0);
        } else if path.is_dir() {
            self.directory(path)?;
        } else {
            let bytes = fs::metadata(path).map_or(0, |m| m.len());
            self.add(path.into(), form_of(path).unwrap_or(Form::Text), bytes);
        }
        Ok(())
    }

    /// All of a directory; an error when there is no article in it.
    fn directory(&mut self, path: &Path) -> Result<(), Error> {
        let mut inside = Vec::new();
        let (notices, left) = (self.finds.notices.len(), self.finds.left_alone);
        self.walk(path, &mut inside);
        if inside.is_empty() && self.finds.notices.len() == notices {
            let left_alone = self.finds.left_alone - left;
            return Err(Error::NoArticles { path: path.into(), left_alone });
        }
        inside.sort_by(|(a, ..), (b, ..)| bytes_of(a).cmp(bytes_of(b)));
        for (path, form, bytes) in inside {
            self.add(path, form, bytes);
        }
        Ok(())
    }

    fn walk(&mut self, directory: &Path, inside: &mut Vec<(PathBuf, Form, u64)>) {
        let entries = match fs::read_dir(directory) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(directory, &error),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unreadable(directory, &error);
                    continue;
                }
            };
            let path = entry.path();
            // A link to a directory is not followed: it may lead back up.
            let is_link = entry.file_type().is_ok_and(|t| t.is_symlink());
            if is_hidden(&path) || (is_link && path.is_dir()) || self.is_except(&path) {
                continue;
            } else if path.is_dir() {
                self.walk(&path, inside);
            } else if let Some(form) = form_of(&path).filter(|_| !is_about(&path)) {
                let bytes = fs::metadata(&path).map_or(0, |m| m.len());
                inside.push((path, form, bytes));
            } else if !is_about(&path) {
                self.finds.left_alone += 1;
            }
        }
    }

    fn is_except(&self, path: &Path) -> bool {
        !self.except.is_empty() && fs::canonicalize(path).is_ok_and(|p| self.except.contains(&p))
    }

    fn unreadable(&mut self, directory: &Path, error: &std::io::Error) {
        let trouble = Trouble::UnreadableDirectory(plain(error));
        self.finds.notices.push(Notice::file(directory, trouble));
    }

    fn add(&mut self, path: PathBuf, form: Form, bytes: u64) {
        let normal: PathBuf = path.components().collect();
        if !self.seen.insert(normal) {
            return;
        }
        self.finds.bytes += bytes;
        self.finds.files.push(Found { path, id: String::new(), form });
    }

    /// Gives the ids and puts unreadable directories in a firm order.
    fn done(mut self) -> Finds {
        let paths: Vec<&Path> = self.finds.files.iter().map(|f| f.path.as_path()).collect();
        let ids = ids::of_files(&paths);
        for (file, id) in self.finds.files.iter_mut().zip(ids) {
            file.id = if file.form == Form::Stdin { "stdin".into() } else { id };
        }
        self.finds.notices.sort_by(|a, b| bytes_of(&a.path).cmp(bytes_of(&b.path)));
        self.finds
    }
}

/// What an extension promises; `None` where it says nothing of articles.
fn form_of(path: &Path) -> Option<Form> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" | "text" => Some(Form::Text),
        "jsonl" | "ndjson" | "json" => Some(Form::JsonLines),
        _ => None,
    }
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
}

/// Files about a collection, not of it.
fn is_about(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    name == super::metadata::FILE || ["readme", "license", "licence", "changelog"].contains(&stem)
}

fn bytes_of(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// The system's message without its number.
pub(crate) fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(files: &[&str]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for file in files {
            let path = directory.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "words").unwrap();
        }
        directory
    }

    fn names(root: &Path, finds: &Finds) -> Vec<String> {
        let name = |f: &Found| f.path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        finds.files.iter().map(name).collect()
    }

    #[test]
    fn directories_are_read_by_the_bytes_of_their_paths() {
        let tree = tree(&["b.txt", "a/2.txt", "a/10.txt", "a.txt", "B.TXT", "a-b/1.jsonl"]);
        let finds = find(&[tree.path().into()], &[]).unwrap();
        let want = ["B.TXT", "a-b/1.jsonl", "a.txt", "a/10.txt", "a/2.txt", "b.txt"];
        assert_eq!(names(tree.path(), &finds), want);
    }

    #[test]
    fn files_about_a_collection_are_no_articles() {
        let files = ["1.txt", "README.txt", "readme.md", "metadata.csv", ".hidden.txt", "x.pdf"];
        let tree = tree(&[&files[..], &[".git/a.txt"]].concat());
        let finds = find(&[tree.path().into()], &[]).unwrap();
        assert_eq!(names(tree.path(), &finds), ["1.txt"]);
        assert_eq!(finds.left_alone, 1, "the PDF");
    }

    #[test]
    fn a_file_named_twice_is_read_once() {
        let tree = tree(&["1.txt", "2.txt"]);
        let paths = [tree.path().join("2.txt"), tree.path().into(), tree.path().join("./2.txt")];
        let finds = find(&paths, &[]).unwrap();
        assert_eq!(names(tree.path(), &finds), ["2.txt", "1.txt"]);
    }

    #[test]
    fn the_output_is_no_input() {
        let tree = tree(&["1.txt", "out.jsonl"]);
        let finds = find(&[tree.path().into()], &[tree.path().join("out.jsonl")]).unwrap();
        assert_eq!(names(tree.path(), &finds), ["1.txt"]);
    }

    #[test]
    fn all_missing_paths_are_told_at_once() {
        let error = find(&["no/a".into(), "-".into(), "no/b".into()], &[]).unwrap_err();
        assert_eq!(error.to_string(), "no such file or directory: `no/a`, `no/b`");
    }

    #[test]
    fn a_directory_without_articles_is_an_error() {
        let tree = tree(&["a/x.pdf", "a/y.docx", "README.md"]);
        let error = find(&[tree.path().into()], &[]).unwrap_err();
        assert!(error.to_string().ends_with("(2 files of other kinds)"), "{error}");
    }
}
