//! What compare gives: rows that belong together, and how.

use crate::rows::{Field, Row};
use xxhash_rust::xxh3::Xxh3;

/// What holds a group together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    /// One statement, printed several times.
    Same,
    /// One speaker on one topic, in the order of dates.
    Position,
    /// A claim, and its denial.
    Conflict,
}

impl Relation {
    /// All of them, with their names in the output.
    pub const ALL: [(Self, &'static str); 3] =
        [(Self::Same, "same"), (Self::Position, "position"), (Self::Conflict, "conflict")];

    /// Its name in the output.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Rows that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Sixteen hex digits, by [`group_id`].
    pub id: String,
    /// What holds it together.
    pub relation: Relation,
    /// What it is about; empty for [`Relation::Same`].
    pub topic: String,
    /// How sure the relation is, from 0 to 1, as far as the wording tells.
    pub score: f32,
    /// The rows, in the order they are to be read.
    pub members: Vec<Member>,
}

impl Group {
    /// In how many outlets its rows stand; an outlet that is not known is one.
    pub fn outlets(&self) -> usize {
        let mut outlets: Vec<&str> =
            self.members.iter().map(|m| m.row.get(Field::Outlet)).collect();
        outlets.sort_unstable();
        outlets.dedup();
        outlets.len()
    }
}

/// A row in a group.
#[derive(Clone, Debug)]
pub struct Member {
    /// The row.
    pub row: Row,
    /// What differs, in a few fixed words: `identical`, `shortened`, `stance-changed` ….
    pub differs: Vec<&'static str>,
    /// What may mean something else: `negation: not`, `number: 12 → 20`.
    pub at_risk: Vec<String>,
    /// The share of the words' information that both have, from 0 to 1; `None` where nothing
    /// is compared with.
    pub similarity: Option<f32>,
    /// The words that differ: `[-lost-]` and `{+new+}`.
    pub diff: String,
    /// The `quote_id` of the row it is compared with; empty for none.
    pub against: String,
}

impl Member {
    /// A row that is compared with none.
    pub fn alone(row: Row) -> Self {
        let (differs, at_risk) = (Vec::new(), Vec::new());
        Self {
            row,
            differs,
            at_risk,
            similarity: None,
            diff: String::new(),
            against: String::new(),
        }
    }
}

/// A group's id: of what holds it together, what tells it from others of that kind (a topic, the
/// fullest or the other row's quote_id), and the quote_id and outlet of its first member.
pub fn group_id(relation: Relation, what: &str, first: &Row) -> String {
    let mut hasher = Xxh3::new();
    for part in [relation.name(), what, first.get(Field::QuoteId), first.get(Field::Outlet)] {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    format!("{:016x}", hasher.digest())
}
