//! The groups with the most to see, of any number of them.

use crate::compare::{Group, Member, Relation};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Keeps the best so many groups of each relation.
pub(super) struct Best {
    most: usize,
    /// By relation; the least of those kept on top.
    kept: [BinaryHeap<Reverse<Ranked>>; Relation::ALL.len()],
    came: u64,
}

struct Ranked {
    worth: [usize; 3],
    /// What came first is better.
    came: Reverse<u64>,
    group: Group,
}

impl Best {
    /// Keeps so many of each relation; 0: all.
    pub(super) fn new(most: usize) -> Self {
        let most = if most == 0 { usize::MAX } else { most };
        Self { most, kept: Default::default(), came: 0 }
    }

    pub(super) fn add(&mut self, group: Group) {
        self.came += 1;
        let kept = &mut self.kept[group.relation as usize];
        kept.push(Reverse(Ranked { worth: worth(&group), came: Reverse(self.came), group }));
        if kept.len() > self.most {
            kept.pop();
        }
    }

    /// Those kept, by relation, the best first.
    pub(super) fn groups(self) -> impl Iterator<Item = Group> {
        let sorted = self.kept.into_iter().map(BinaryHeap::into_sorted_vec);
        sorted.flatten().map(|Reverse(ranked)| ranked.group)
    }
}

/// What several outlets printed, what is at risk or changed, what is cut or long.
fn worth(group: &Group) -> [usize; 3] {
    let with = |is: &dyn Fn(&Member) -> bool| group.members.iter().filter(|m| is(m)).count();
    let at_risk = with(&|m| !m.at_risk.is_empty() || m.differs.contains(&"stance-changed"));
    let changed = with(&|m| m.differs.iter().any(|d| *d != "identical" && *d != "fullest"));
    match group.relation {
        Relation::Same | Relation::Conflict => [group.outlets().min(9), at_risk.min(9), changed],
        Relation::Position => [at_risk, changed, group.members.len()],
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.worth, self.came).cmp(&(other.worth, other.came))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rows::{Field, Row};

    /// A group printed by so many outlets, with so many rows at risk.
    fn group(id: usize, relation: Relation, outlets: usize, at_risk: usize) -> Group {
        let member = |i: usize| {
            let mut member = Member::alone(Row::of(&[(Field::Outlet, &i.to_string())]));
            member.at_risk = vec!["number: 1 lost".to_owned(); usize::from(i < at_risk)];
            member
        };
        let members = (0..outlets).map(member).collect();
        Group { id: id.to_string(), relation, topic: String::new(), score: 1.0, members }
    }

    fn kept(most: usize, groups: &[(Relation, usize, usize)]) -> String {
        let mut best = Best::new(most);
        for (id, &(relation, outlets, at_risk)) in groups.iter().enumerate() {
            best.add(group(id, relation, outlets, at_risk));
        }
        best.groups().map(|group| group.id).collect()
    }

    #[test]
    fn the_best_of_each_relation_are_kept_and_come_first() {
        use Relation::{Conflict, Same};
        let groups = [(Conflict, 2, 0), (Same, 2, 0), (Same, 3, 0), (Same, 2, 1), (Same, 3, 0)];
        assert_eq!(kept(0, &groups), "24310");
        assert_eq!(kept(2, &groups), "240");
        assert_eq!(kept(1, &groups), "20");
        assert_eq!(kept(1, &[]), "");
    }
}
