//! The row, and the formats it is written in.
//!
//! Takes rows in the order they are to stand; changes nothing in them. What a
//! row needs to be built ([`quote_id`], [`quote_type`], [`join_pieces`],
//! [`CodePoints`]) is here too, so that every reader and writer of rows means
//! the same by a column.

mod codepoints;
mod format;
mod parts;
mod row;
mod target;

pub use codepoints::CodePoints;
pub use format::Format;
pub use parts::{PIECE_JOINT, join_pieces, quote_id, quote_type};
pub use row::{ArticleRows, COLUMNS, Fixed, Row, Spans};
pub use target::Target;
