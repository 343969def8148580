//! What stops learning.

use std::path::PathBuf;

/// Why nothing can be learned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file that the system does not give.
    #[error("cannot read `{}`: {why}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: String,
    },
    /// A line that is not what it should be.
    #[error("{}:{line}: {what}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Its line, from 1.
        line: usize,
        /// What is wrong with it.
        what: String,
        /// What each line should be.
        form: &'static str,
    },
    /// Tags of other articles than the gold's, or at other places.
    #[error("none of the tags belongs to a word of the gold")]
    NoTags,
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Unreadable { .. } => "check the spelling and that you may read it".into(),
            Self::Line { form, .. } => format!("each line is {form}"),
            Self::NoTags => {
                "ids must be those of the gold, and offsets code points of its texts".into()
            }
        }
    }
}
