//! What ends a run.

use crate::input::Notice;
use std::io;
use std::path::{Path, PathBuf};

/// What ends a run before all is done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An output, or what a run notes beside it, cannot be written.
    #[error("cannot write `{}`: {}", path.display(), crate::input::plain(source))]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Why it is not.
        source: io::Error,
    },
    /// The part of an output that a run is to go on with is not there as it was noted.
    #[error("cannot go on with `{}`: {}", path.display(), crate::input::plain(source))]
    Part {
        /// The output.
        path: PathBuf,
        /// What is wrong with its part.
        source: io::Error,
    },
    /// What is called like the note of a run is none.
    #[error("`{}` does not tell how far a run is: {why}", path.display())]
    Journal {
        /// Where it stands.
        path: PathBuf,
        /// Why it is none.
        why: String,
    },
    /// Another run is writing an output.
    #[error("another run is writing `{}`", .0.display())]
    Busy(PathBuf),
    /// A run that was stopped could go on, and nobody said whether it is to.
    #[error("a run that was stopped after {articles} articles can go on: `{}` is there", journal.display())]
    Stopped {
        /// What it noted.
        journal: PathBuf,
        /// What it had done.
        articles: usize,
    },
    /// The run to go on with had another setting.
    #[error("cannot go on: `{name}` was `{was}` when the run was stopped, and is `{is}`")]
    Settings {
        /// The setting.
        name: String,
        /// As it was.
        was: String,
        /// As it is.
        is: String,
    },
    /// The input is not what the run to go on with has read.
    #[error("cannot go on: the input is not what it was when the run was stopped")]
    OtherInput,
    /// A run that does not write files cannot go on.
    #[error("only a run that writes files can go on after it was stopped")]
    NoJournal,
    /// An article is lost, and none may be.
    #[error("{0}")]
    Strict(Box<Notice>),
    /// No threads can be started.
    #[error("cannot start threads: {0}")]
    Threads(io::Error),
}

impl Error {
    pub(crate) fn write(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::ResourceBusy => Self::Busy(path.into()),
            _ => Self::Write { path: path.into(), source },
        }
    }

    pub(crate) fn part(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::ResourceBusy => Self::Busy(path.into()),
            _ => Self::Part { path: path.into(), source },
        }
    }

    /// Whether those who read the output have seen enough.
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Write { source, .. } if source.kind() == io::ErrorKind::BrokenPipe)
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        use io::ErrorKind as K;
        match self {
            Self::Write { source, .. } => match source.kind() {
                K::StorageFull | K::QuotaExceeded => {
                    "free some space, or write to another disk".into()
                }
                K::NotFound => "make its directory first, or choose another".into(),
                K::AlreadyExists => "choose another name, or remove it".into(),
                _ => "choose a place that you may write to".into(),
            },
            Self::Part { .. } => "begin anew with `--restart`".into(),
            Self::Journal { .. } => "remove it, or begin anew with `--restart`".into(),
            Self::Busy(_) => "wait until it ends, or choose another name".into(),
            Self::Stopped { .. } => {
                "`--resume` goes on with it; `--restart` begins anew and loses what it did".into()
            }
            Self::Settings { .. } => {
                "give the same settings again, or begin anew with `--restart`".into()
            }
            Self::OtherInput => {
                "give the same input in the same order, or begin anew with `--restart`".into()
            }
            Self::NoJournal => "write to a file: -o quotes.csv".into(),
            Self::Strict(notice) => {
                let remedy = notice.help().unwrap_or_default();
                format!("{remedy}; without `--strict` it is skipped and told")
            }
            Self::Threads(_) => "ask for fewer: --threads 2".into(),
        }
    }
}
