//! Rows read back: what `extract` wrote, for the commands that look across rows.
//!
//! Takes files of rows ([`open`]): CSV, TSV or JSON lines, compressed or not. Gives one
//! [`Row`] after another, in the order of the files, and a [`Notice`] for each that cannot be
//! read. [`Filter`] keeps some of them. Knows nothing of articles or rules.
//!
//! # Why a row is not taken apart
//!
//! Those who read rows look at five or six of the 27 columns. A [`Row`] is the record as it
//! was read, and [`Row::get`] cuts a column out of it: one buffer a row instead of 27.

mod date;
mod error;
mod field;
mod filter;
mod jsonl;
mod read;
mod row;
mod words;

pub use date::Days;
pub use error::{Error, Notice};
pub use field::Field;
pub use filter::{Filter, Names};
pub use read::{Rows, open};
pub use row::Row;
pub use words::{BadPattern, Patterns};
