//! The same statement across outlets and dates: what compares rows.

mod group;
mod reader;
mod statement;
mod wording;

pub use group::{Group, Member, Relation, group_id};
pub use reader::Reader;
pub use statement::Statement;
pub use wording::{Class, Word, Wording};
