//! What stops a comparison with gold.

use std::path::PathBuf;

/// Why nothing can be scored.
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
        /// Whether an article of the gold was expected, or rows.
        is_gold: bool,
    },
    /// A gold file in which nothing is annotated.
    #[error("no attributions in `{}`", .0.display())]
    NoGold(PathBuf),
    /// An id that two of the gold's articles have.
    #[error("id `{id}` is repeated in `{}`", path.display())]
    RepeatedId {
        /// The file.
        path: PathBuf,
        /// The id.
        id: String,
    },
    /// Rows of other articles than the gold's.
    #[error("no article of `{}` is in the gold", .0.display())]
    OtherArticles(PathBuf),
    /// Rows that do not say how sure they are.
    #[error("no confidence in `{}`", .0.display())]
    NoConfidence(PathBuf),
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "check the spelling and that you may read it",
            Self::Line { is_gold: true, .. } => {
                "each line of gold is one article: {\"id\", \"text\", \"attributions\": \
                 [{\"source\", \"cue\", \"content\"}]}, spans as [[begin, end], …] in code points"
            }
            Self::Line { is_gold: false, .. } | Self::NoConfidence(_) => {
                "write the rows with `whosaid extract`, as .csv, .tsv or --format attributions"
            }
            Self::NoGold(_) => "annotated articles carry \"attributions\"; is this the gold?",
            Self::RepeatedId { .. } => {
                "give each article its own id: rows name their article by it"
            }
            Self::OtherArticles(_) => "ids must be those of the gold; extract from the gold file",
        }
    }
}
