//! A quick look at rows: what stands around those that were found.
//!
//! Takes rows as they are read and whether each was found. [`Context`] gives them with the
//! rows before and after in the same article, [`Passages`] with the article's own words
//! around the quote, [`Writer`] as rows again. Which rows are found is settled by
//! [`crate::rows::Filter`], how people see them in [`crate::cli`].
//!
//! All hold a bounded number of rows, however many are read.

mod context;
mod passage;
mod passages;
mod write;

pub use context::{Context, Shown};
pub use passage::Passage;
pub use passages::{Lost, Passages};
pub use write::{RowFormat, Writer};
