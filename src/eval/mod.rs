//! Holds rows against annotated text: how many are right, which are not, and
//! whether their confidence can be trusted.
//!
//! Takes gold ([`gold`]) and rows, read from a file ([`rows`]) or extracted from
//! the gold's own texts ([`predict`]). Aligns them article by article
//! ([`align`]), and everything else reads the alignments: [`Figures`],
//! [`Groups`], [`Errors`], [`curve`], [`Calibration`], [`Comparison`].
//!
//! The figures are those of the corpora's `score.py`: the same definitions, the
//! same numbers to the last digit. The gold's words are translated to ours in
//! [`Annotation`] and translated back in what is printed, so that a figure has
//! one name wherever it is read.
//!
//! # How quotes are compared
//!
//! As sets of words, so that a comma at an edge costs nothing, and paired one to
//! one from the highest overlap (Jaccard) down. `content@0.5` counts pairs that
//! share half of their words; `triple@0.5` those of them whose speaker mentions
//! share a word; `content exact` and `triple strict` ask for equal words. What
//! the gold marks optional is neither asked for nor held against a row.

mod alignment;
mod annotation;
mod by;
mod calibration;
mod compare;
mod curve;
mod error;
mod errors;
mod figures;
mod names;
mod pairs;
mod predict;
mod read;
mod report;
mod show;
mod speakers;
mod table;
mod tally;
mod words;

pub use alignment::{Alignment, HALF, Item, Verdict, align};
pub use annotation::Annotation;
pub use by::{By, Groups};
pub use calibration::{Bin, Calibration};
pub use compare::{Change, Comparison, Difference};
pub use curve::{Point, curve};
pub use error::Error;
pub use errors::{Case, Errors, Sample};
pub use figures::{Figures, TypeF1, TypeFound};
pub use names::same_name;
pub use pairs::{Overlap, overlaps, pairs};
pub use predict::predict;
pub(crate) use read::open;
pub use read::{GoldArticle, Rows, gold, rows, rows_line};
pub use report::Report;
pub use speakers::Speakers;
pub use tally::{Found, Share, Tally, f1, share};
pub use words::{MentionType, QuoteType, WordSet, Words};
