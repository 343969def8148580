//! The learned tables, from annotated articles.
//!
//! Calls the pipeline, never the reverse. Everything is deterministic: the same
//! articles give the same bytes.

mod annotated;
mod attributions;
mod gather;
mod logistic;

pub use annotated::Annotated;
pub use attributions::{Learned, learn};
