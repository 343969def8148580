//! What stops a run before its first article.

use std::path::PathBuf;

/// Why no article can be read at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Paths that do not exist.
    #[error("no such file or directory: {}", list(.0))]
    Missing(Vec<PathBuf>),
    /// A directory without articles; the number counts files of other kinds in it.
    #[error("no articles in `{}`{}", path.display(), others(*.left_alone))]
    NoArticles {
        /// The directory.
        path: PathBuf,
        /// Files in it that are no articles.
        left_alone: usize,
    },
    /// An encoding's name that nobody knows.
    #[error("unknown encoding `{0}`")]
    UnknownEncoding(String),
    /// What was to be `ROLE=FIELD` and is not.
    #[error("`{0}` does not say which field is which")]
    Field(String),
    /// What was to be `FIELD` or `NAME=FIELD` and is not.
    #[error("`{0}` names no field")]
    Keep(String),
    /// A glob that cannot be understood, and why.
    #[error("`{0}` is no glob: {1}")]
    Glob(String, String),
    /// A table of metadata that cannot be read, and why.
    #[error("cannot read `{}`: {why}", path.display())]
    Metadata {
        /// The table.
        path: PathBuf,
        /// The system's reason.
        why: String,
    },
    /// A list of files that cannot be read, and why.
    #[error("cannot read the list `{}`: {why}", path.display())]
    List {
        /// The list.
        path: PathBuf,
        /// The system's reason.
        why: String,
    },
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Missing(_) => "check the spelling; `-` reads standard input".into(),
            Self::NoArticles { left_alone: 0, .. } => {
                "put articles into it, or name another directory".into()
            }
            Self::NoArticles { .. } => {
                "directories are searched for files with the usual extensions; --include GLOB \
                 reads others, or name them one by one"
                    .into()
            }
            Self::UnknownEncoding(_) => {
                "use a name from the WHATWG list, such as windows-1252, iso-8859-2 or utf-16le"
                    .into()
            }
            Self::Field(_) => {
                "write ROLE=FIELD, where ROLE is id, text, title, author, date, outlet or url, \
                 such as text=body"
                    .into()
            }
            Self::Glob(..) => "write it as `*.html`, `2026/**` or `{a,b}/*.txt`".into(),
            Self::Metadata { .. } | Self::List { .. } => {
                "check that it is there and that you may read it".into()
            }
            Self::Keep(_) => "write FIELD or NAME=FIELD, such as section=meta.section".into(),
        }
    }
}

fn list(paths: &[PathBuf]) -> String {
    let all: Vec<_> = paths.iter().map(|p| format!("`{}`", p.display())).collect();
    all.join(", ")
}

fn others(left_alone: usize) -> String {
    match left_alone {
        0 => String::new(),
        1 => " (1 file of another kind)".into(),
        n => format!(" ({n} files of other kinds)"),
    }
}
