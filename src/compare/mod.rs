//! The same statement across outlets and dates: what compares rows.

pub mod alignment;
pub mod decide;
pub mod difference;
mod group;
mod reader;
mod scratch;
pub(crate) mod sort;
mod statement;
pub(crate) mod store;
mod wording;

pub use group::{Group, Member, Relation, group_id};
pub use reader::Reader;
pub use statement::Statement;
pub use wording::{Class, Word, Wording};

/// Scratch.
pub fn statement(row: crate::rows::Row, rules: &crate::rules::RuleSet) -> Statement {
    Statement::of(row, &Reader::new(rules), &crate::speakers::Vocabulary::of(&rules.lexicon))
}
/// Scratch.
pub fn evidence(a: &Statement, b: &Statement, rules: &crate::rules::RuleSet) -> decide::Evidence {
    decide::Evidence::of(a, b, &crate::speakers::Vocabulary::of(&rules.lexicon))
}
