//! `whosaid compare`: what is found in made-up rows and in the seeds, and the command as a
//! user meets it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "compare/bytes.rs"]
mod bytes;
#[path = "compare/conflicts.rs"]
mod conflicts;
#[path = "compare/fragments.rs"]
mod fragments;
#[path = "compare/made.rs"]
mod made;
#[path = "compare/manner.rs"]
mod manner;
#[path = "compare/pairs.rs"]
mod pairs;
#[path = "compare/seeds.rs"]
mod seeds;
mod shared;

use std::sync::LazyLock;
use whosaid::compare::{Comparison, Group};
use whosaid::rows::Row;
use whosaid::rules::RuleSet;

/// The embedded rules, read once.
static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().unwrap());

/// All groups of these rows, in the order they come.
fn groups_of(comparison: &Comparison<'_>, rows: Vec<Row>) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut keep = |group| {
        groups.push(group);
        Ok(())
    };
    comparison.run(rows.into_iter().map(|row| (row, true)), &mut keep, &mut |_, _| {}).unwrap();
    groups
}
