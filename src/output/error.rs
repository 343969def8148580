//! What is wrong with what is asked of an output, before anything is written.

/// Why nothing can be written as asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A column that is neither fixed nor kept, and the name that was probably meant.
    #[error("unknown column `{name}`")]
    UnknownColumn {
        /// As it was asked for.
        name: String,
        /// A column of nearly that name.
        near: Option<String>,
        /// The columns kept from the input.
        kept: Vec<String>,
    },
    /// A column asked for twice, or two kept fields of one name.
    #[error("column `{0}` is named twice")]
    RepeatedColumn(String),
    /// A kept field whose name is a column's already.
    #[error("`{0}` cannot be kept under that name: it is a column already")]
    KeptIsFixed(String),
    /// No column at all.
    #[error("no column to write")]
    NoColumns,
    /// A format for which this program was built without support.
    #[error("this program was built without {0}")]
    NotBuilt(&'static str),
}

impl Error {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::UnknownColumn { near: Some(near), .. } => format!("did you mean `{near}`?"),
            Self::UnknownColumn { name, kept, .. } => {
                let all = super::COLUMNS.iter().copied().chain(["author", "url"]);
                let all: Vec<&str> = all.chain(kept.iter().map(String::as_str)).collect();
                let all = all.join(", ");
                format!("columns are {all}; --keep {name} keeps a field of that name of the input")
            }
            Self::RepeatedColumn(_) => {
                "name each once; --keep NEW=FIELD gives a field another name".into()
            }
            Self::KeptIsFixed(name) => {
                format!("give it another: --keep input_{name}={name}")
            }
            Self::NoColumns => "name one or more: --columns speaker,quote,source".into(),
            Self::NotBuilt(feature) => {
                format!("build it with `cargo build --features {feature}`, or write CSV")
            }
        }
    }
}
