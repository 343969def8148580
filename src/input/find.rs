//! Paths as given to files in order.

use super::form::Name;
use super::{Error, Notice, Options, Trouble, ids};
use globset::{Glob, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A file (or `-`) that holds articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    /// The article's id, of which files of many make their own.
    pub(super) id: String,
}

/// Which paths in directories and archives are read.
#[derive(Debug, Default)]
pub(super) struct Globs {
    include: Option<GlobSet>,
    exclude: GlobSet,
}

impl Globs {
    pub(super) fn new(include: &[String], exclude: &[String]) -> Result<Self, Error> {
        let set = |globs: &[String]| {
            let mut set = GlobSetBuilder::new();
            for glob in globs {
                let wrong = |e: globset::Error| Error::Glob(glob.clone(), e.kind().to_string());
                set.add(Glob::new(glob).map_err(wrong)?);
            }
            set.build().map_err(|e| Error::Glob(globs.join(" "), e.kind().to_string()))
        };
        let wanted = Some(include).filter(|globs| !globs.is_empty());
        Ok(Self { include: wanted.map(set).transpose()?, exclude: set(exclude)? })
    }

    /// Whether a path, seen from what was given, is read; `known`: its extension is.
    pub(super) fn admit(&self, path: &Path, known: bool) -> bool {
        !self.exclude.is_match(path)
            && self.include.as_ref().map_or(known, |include| include.is_match(path))
    }
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
/// in them that are articles but the outputs, by the bytes of their paths.
pub(super) fn find(paths: &[PathBuf], options: &Options, globs: &Globs) -> Result<Finds, Error> {
    let missing: Vec<PathBuf> = paths.iter().filter(|p| is_missing(p)).cloned().collect();
    if !missing.is_empty() {
        return Err(Error::Missing(missing));
    }
    let except = options.except.iter().filter_map(|p| fs::canonicalize(p).ok()).collect();
    let mut search = Search { except, globs, finds: Finds::default(), seen: FxHashSet::default() };
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

struct Search<'g> {
    finds: Finds,
    seen: FxHashSet<PathBuf>,
    except: Vec<PathBuf>,
    globs: &'g Globs,
}

impl Search<'_> {
    fn path(&mut self, path: &Path) -> Result<(), Error> {
        if path == Path::new("-") {
            self.add(path.into(), 0);
        } else if path.is_dir() {
            self.directory(path)?;
        } else {
            let bytes = fs::metadata(path).map_or(0, |m| m.len());
            self.add(path.into(), bytes);
        }
        Ok(())
    }

    /// All of a directory; an error when there is no article in it.
    fn directory(&mut self, path: &Path) -> Result<(), Error> {
        let mut inside = Vec::new();
        let (notices, left) = (self.finds.notices.len(), self.finds.left_alone);
        self.walk((path, path), &mut inside);
        if inside.is_empty() && self.finds.notices.len() == notices {
            let left_alone = self.finds.left_alone - left;
            return Err(Error::NoArticles { path: path.into(), left_alone });
        }
        inside.sort_by(|(a, ..), (b, ..)| bytes_of(a).cmp(bytes_of(b)));
        for (path, bytes) in inside {
            self.add(path, bytes);
        }
        Ok(())
    }

    fn walk(&mut self, (root, directory): (&Path, &Path), inside: &mut Vec<(PathBuf, u64)>) {
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
                self.walk((root, &path), inside);
            } else if !is_about(&path) && self.admits(root, &path) {
                let bytes = fs::metadata(&path).map_or(0, |m| m.len());
                inside.push((path, bytes));
            } else if !is_about(&path) {
                self.finds.left_alone += 1;
            }
        }
    }

    fn admits(&self, root: &Path, path: &Path) -> bool {
        let inside = path.strip_prefix(root).unwrap_or(path);
        self.globs.admit(inside, Name::of_path(path).form.is_some())
    }

    fn is_except(&self, path: &Path) -> bool {
        !self.except.is_empty() && fs::canonicalize(path).is_ok_and(|p| self.except.contains(&p))
    }

    fn unreadable(&mut self, directory: &Path, error: &std::io::Error) {
        let trouble = Trouble::UnreadableDirectory(plain(error));
        self.finds.notices.push(Notice::file(directory, trouble));
    }

    fn add(&mut self, path: PathBuf, bytes: u64) {
        let normal: PathBuf = path.components().collect();
        if !self.seen.insert(normal) {
            return;
        }
        self.finds.bytes += bytes;
        self.finds.files.push(Found { path, id: String::new() });
    }

    /// Gives the ids and puts unreadable directories in a firm order.
    fn done(mut self) -> Finds {
        let paths: Vec<&Path> = self.finds.files.iter().map(|f| f.path.as_path()).collect();
        let ids = ids::of_files(&paths);
        for (file, id) in self.finds.files.iter_mut().zip(ids) {
            file.id = if file.path == Path::new("-") { "stdin".into() } else { id };
        }
        self.finds.notices.sort_by(|a, b| bytes_of(&a.path).cmp(bytes_of(&b.path)));
        self.finds
    }
}

pub(super) fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|n| n.as_encoded_bytes().starts_with(b"."))
}

/// Files about a collection, not of it.
pub(super) fn is_about(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or_default();
    name == super::metadata::FILE || ["readme", "license", "licence", "changelog"].contains(&stem)
}

fn bytes_of(path: &Path) -> &[u8] {
    path.as_os_str().as_encoded_bytes()
}

/// The paths in a list: one a line, or one between NULs if it holds any; `-` reads it from
/// standard input. What is not there comes as a notice.
///
/// # Errors
/// [`Error::List`] when the list cannot be read.
pub fn files_from(list: &Path) -> Result<(Vec<PathBuf>, Vec<Notice>), Error> {
    let mut bytes = Vec::new();
    let read = if list == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)
    } else {
        fs::File::open(list).and_then(|mut file| file.read_to_end(&mut bytes))
    };
    read.map_err(|error| Error::List { path: list.into(), why: plain(&error) })?;
    let between = if bytes.contains(&0) { 0 } else { b'\n' };
    let paths = bytes.split(|byte| *byte == between).enumerate().filter_map(|(line, path)| {
        let path = if between == 0 { path } else { path.trim_ascii_end() };
        let path = String::from_utf8_lossy(path).into_owned();
        (!path.is_empty()).then(|| (line + 1, PathBuf::from(path)))
    });
    let (there, missing): (Vec<_>, Vec<_>) = paths.partition(|(_, path)| !is_missing(path));
    let notice = |(_, path): (usize, PathBuf)| Notice::file(&path, Trouble::Absent);
    let paths = there.into_iter().map(|(_, path)| path).collect();
    Ok((paths, missing.into_iter().map(notice).collect()))
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

    fn search(paths: &[PathBuf], options: &Options) -> Result<Finds, Error> {
        find(paths, options, &Globs::new(&options.include, &options.exclude)?)
    }

    fn names(root: &Path, finds: &Finds) -> Vec<String> {
        let name = |f: &Found| f.path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        finds.files.iter().map(name).collect()
    }

    #[test]
    fn directories_are_read_by_the_bytes_of_their_paths() {
        let tree = tree(&["b.txt", "a/2.txt", "a/10.txt", "a.txt", "B.TXT", "a-b/1.jsonl"]);
        let finds = search(&[tree.path().into()], &Options::default()).unwrap();
        let want = ["B.TXT", "a-b/1.jsonl", "a.txt", "a/10.txt", "a/2.txt", "b.txt"];
        assert_eq!(names(tree.path(), &finds), want);
    }

    #[test]
    fn files_about_a_collection_are_no_articles() {
        let files = ["1.txt", "README.txt", "readme.md", "metadata.csv", ".hidden.txt", "x.pdf"];
        let tree = tree(&[&files[..], &[".git/a.txt"]].concat());
        let finds = search(&[tree.path().into()], &Options::default()).unwrap();
        assert_eq!(names(tree.path(), &finds), ["1.txt"]);
        assert_eq!(finds.left_alone, 1, "the PDF");
    }

    #[test]
    fn a_file_named_twice_is_read_once() {
        let tree = tree(&["1.txt", "2.txt"]);
        let paths = [tree.path().join("2.txt"), tree.path().into(), tree.path().join("./2.txt")];
        let finds = search(&paths, &Options::default()).unwrap();
        assert_eq!(names(tree.path(), &finds), ["2.txt", "1.txt"]);
    }

    #[test]
    fn the_output_is_no_input() {
        let tree = tree(&["1.txt", "out.jsonl"]);
        let finds = search(
            &[tree.path().into()],
            &Options { except: vec![tree.path().join("out.jsonl")], ..Options::default() },
        )
        .unwrap();
        assert_eq!(names(tree.path(), &finds), ["1.txt"]);
    }

    #[test]
    fn all_missing_paths_are_told_at_once() {
        let error =
            search(&["no/a".into(), "-".into(), "no/b".into()], &Options::default()).unwrap_err();
        assert_eq!(error.to_string(), "no such file or directory: `no/a`, `no/b`");
    }

    #[test]
    fn a_directory_without_articles_is_an_error() {
        let tree = tree(&["a/x.pdf", "a/y.docx", "README.md"]);
        let error = search(&[tree.path().into()], &Options::default()).unwrap_err();
        assert!(error.to_string().ends_with("(2 files of other kinds)"), "{error}");
    }

    #[test]
    fn a_list_of_files_may_part_them_by_lines_or_nuls() {
        let tree = tree(&["1.txt", "2 b.txt"]);
        let path = |name: &str| tree.path().join(name);
        let list = path("list");
        for between in ["\n", "\r\n", "\0"] {
            let names = ["1.txt", "gone.txt", "2 b.txt", ""].map(|n| path(n).display().to_string());
            fs::write(&list, names[..3].join(between) + between).unwrap();
            let (paths, missing) = files_from(&list).unwrap();
            assert_eq!(paths, [path("1.txt"), path("2 b.txt")]);
            assert_eq!((missing.len(), &missing[0].path), (1, &path("gone.txt")));
            assert!(missing[0].is_skip());
        }
        assert!(matches!(files_from(&path("none")), Err(Error::List { .. })));
    }
}
