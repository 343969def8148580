//! The row, its columns, and the formats it is written in.
//!
//! Takes rows in the order they are to stand; changes nothing in them but what
//! `--excel` asks for. A [`Layout`] says which columns, a [`Format`] how. What a
//! row needs to be built ([`quote_id`], [`quote_type`], [`join_pieces`],
//! [`CodePoints`]) is here too, so that every reader and writer of rows means
//! the same by a column.

mod annotations;
pub mod brat;
mod codepoints;
mod columns;
mod delimited;
mod describe;
mod error;
mod format;
mod json;
mod layout;
mod names;
#[cfg(feature = "parquet")]
pub mod parquet;
mod part;
mod parts;
mod row;
#[cfg(feature = "sqlite")]
pub mod sqlite;
mod target;

pub use codepoints::CodePoints;
pub use columns::{COLUMNS, Column, EXTRA, FIXED_COLUMNS, Type, Value};
pub use describe::{Described, datapackage};
pub use error::Error;
pub use format::{Format, Shape};
pub use layout::{Layout, Written};
pub use names::safe_name;
pub use part::{Part, Reuse, directory_part_of, is_being_written, part_of};
pub use parts::{PIECE_JOINT, join_pieces, quote_id, quote_type};
pub use row::{ArticleRows, Fixed, Row, Spans};
pub(crate) use target::plain_error;
pub use target::{Target, is_device, write_whole};
