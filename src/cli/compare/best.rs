//! The groups with the most to see, of any number of them.

use crate::compare::{Group, Relation};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Keeps the best so many groups.
pub(super) struct Best {
    most: usize,
    /// The least of those kept on top.
    kept: BinaryHeap<Ranked>,
    came: u64,
}

struct Ranked {
    worth: [usize; 4],
    came: u64,
    group: Group,
}

impl Best {
    /// Keeps so many; 0: all.
    pub(super) fn new(most: usize) -> Self {
        let most = if most == 0 { usize::MAX } else { most };
        Self { most, kept: BinaryHeap::new(), came: 0 }
    }

    pub(super) fn add(&mut self, group: Group) {
        self.came += 1;
        self.kept.push(Ranked { worth: worth(&group), came: self.came, group });
        if self.kept.len() > self.most {
            self.kept.pop();
        }
    }

    /// Those kept, the best first.
    pub(super) fn groups(self) -> impl Iterator<Item = Group> {
        self.kept.into_sorted_vec().into_iter().map(|ranked| ranked.group)
    }
}

/// By relation; then what several outlets printed, what is at risk, what is cut.
fn worth(group: &Group) -> [usize; 4] {
    let with = |is: &dyn Fn(&crate::compare::Member) -> bool| {
        group.members.iter().filter(|m| is(m)).count()
    };
    let at_risk = with(&|m| !m.at_risk.is_empty());
    let changed = with(&|m| m.differs.iter().any(|d| *d != "identical" && *d != "fullest"));
    let relation = if group.relation == Relation::Position { 1 } else { 0 };
    [relation, group.outlets().min(9), at_risk.min(9), changed]
}

impl Ord for Ranked {
    /// The best is least, so that the heap gives up the worst.
    fn cmp(&self, other: &Self) -> Ordering {
        other.worth.cmp(&self.worth).then(self.came.cmp(&other.came))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Ranked {}
