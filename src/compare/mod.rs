//! What is seen across rows: the same statement in several outlets, positions over time,
//! conflicts.
//!
//! Takes [`crate::rows::Row`]s, gives [`Group`]s ([`Comparison`]). Reads rows alone; of the
//! rules it uses word lists, spellings and what each word tells, no patterns. Never says who
//! is right.

mod alignment;
mod apart;
mod brief;
mod candidates;
mod comparison;
mod conflict;
mod decide;
mod diff;
mod difference;
mod group;
mod keys;
mod names;
mod positions;
mod reader;
mod same;
mod scratch;
mod sort;
mod statement;
mod store;
mod table;
#[cfg(test)]
mod tests;
mod topics;
mod union;
mod wording;

pub use alignment::{Alignment, Run};
pub use comparison::{Comparison, LeftOut, Positions, Settings, Step};
pub use decide::Evidence;
pub use diff::{Change, changes, marked};
pub use difference::Difference;
pub use group::{Group, Member, Relation, group_id};
pub use reader::Reader;
pub use statement::Statement;
pub use table::{Column as GroupColumn, Format as GroupFormat, GroupWriter, TABLE};
pub use topics::{Proposals, Topic, TopicsError, read_topics};
pub use wording::{Class, Word, Wording};
