//! The row, and the formats it is written in.

mod row;

pub use row::{COLUMNS, Row};
