//! What is wrong with files of rows, and with single rows in them.

use std::fmt;
use std::path::PathBuf;

/// Why no rows can be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A path that does not exist or that the system does not give.
    #[error("cannot read `{}`: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        why: String,
    },
    /// A directory without files of rows.
    #[error("no files of rows in `{}`", .0.display())]
    NoFiles(PathBuf),
    /// A file whose header, or first JSON object, lacks columns that are needed.
    #[error("{}: no column {}", path.display(), listed(missing))]
    NotRows {
        /// The file.
        path: PathBuf,
        /// The columns it lacks.
        missing: Vec<&'static str>,
    },
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Unreadable { .. } => "check the spelling; `-` reads standard input".into(),
            Self::NoFiles(_) => {
                "rows are read from .csv, .tsv and .jsonl, also compressed; name a file".into()
            }
            Self::NotRows { .. } => {
                "rows are what `whosaid extract PATH -o quotes.csv` writes; do not leave these \
                 columns out with --columns"
                    .into()
            }
        }
    }
}

pub(super) fn listed(names: &[&str]) -> String {
    names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ")
}

/// A row that is skipped; the others go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The file.
    pub path: PathBuf,
    /// Its line, from 1.
    pub line: u64,
    /// What is wrong.
    pub why: String,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: skipped: {}", self.path.display(), self.line, self.why)
    }
}
