//! Gathers nodes of which only some pairs agree into groups whose members all do.
//!
//! "Donald Trump" agrees with "Donald J. Trump" and they are one; "John Smith"
//! agrees with "John A. Smith" and with "John B. Smith", who do not agree with
//! each other: he is a bridge. Bridges are set aside, what is left falls into groups
//! in which all agree, and then each bridge goes to the one group it touches, to the one
//! that is preferred for it, or to none. No step looks at the order of nodes.

use std::collections::BTreeSet;

/// For each node, which nodes it agrees with; both ways.
pub(super) type Agreement = Vec<BTreeSet<usize>>;

/// The groups, each sorted, in the order of their first nodes. `prefer` may choose one of
/// several groups for a bridge.
pub(super) fn gather(
    agreement: &Agreement,
    prefer: impl Fn(usize, &[&[usize]]) -> Option<usize>,
) -> Vec<Vec<usize>> {
    let mut groups = Vec::new();
    let mut left: BTreeSet<usize> = (0..agreement.len()).collect();
    while !left.is_empty() {
        let (firm, bridges): (BTreeSet<usize>, BTreeSet<usize>) =
            left.iter().partition(|&&n| !is_bridge(n, agreement, &left));
        if firm.is_empty() {
            // A ring: nothing speaks for one way of cutting it.
            groups.extend(bridges.iter().map(|&n| vec![n]));
            break;
        }
        let mut found = firm_groups(&firm, agreement);
        let mut joining: Vec<(usize, usize)> = Vec::new();
        for &bridge in &bridges {
            let touches = |g: &&Vec<usize>| agreement[bridge].contains(&g[0]);
            let touched: Vec<usize> = (0..found.len()).filter(|&g| touches(&&found[g])).collect();
            let choice: Vec<&[usize]> = touched.iter().map(|&g| found[g].as_slice()).collect();
            let chosen = match choice.len() {
                0 => None,
                1 => Some(0),
                _ => prefer(bridge, &choice),
            };
            joining.extend(chosen.and_then(|c| touched.get(c)).map(|&g| (g, bridge)));
        }
        left = bridges;
        for (group, bridge) in joining {
            left.remove(&bridge);
            found[group].push(bridge);
        }
        groups.append(&mut found);
    }
    groups.iter_mut().for_each(|g| g.sort_unstable());
    groups.sort();
    groups
}

/// Whether two of the nodes that `node` agrees with do not agree.
fn is_bridge(node: usize, agreement: &Agreement, among: &BTreeSet<usize>) -> bool {
    let near: Vec<usize> = agreement[node].intersection(among).copied().collect();
    near.iter().enumerate().any(|(i, a)| near[i + 1..].iter().any(|b| !agreement[*a].contains(b)))
}

/// Without bridges agreement is the same for all members of a group, so any
/// bridge that touches one of them touches all.
fn firm_groups(firm: &BTreeSet<usize>, agreement: &Agreement) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut done = BTreeSet::new();
    for &node in firm {
        if done.insert(node) {
            let rest: Vec<usize> =
                agreement[node].intersection(firm).copied().filter(|n| done.insert(*n)).collect();
            groups.push(std::iter::once(node).chain(rest).collect());
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(nodes: usize, pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
        preferring(nodes, pairs, |_, _| None)
    }

    fn preferring(
        nodes: usize,
        pairs: &[(usize, usize)],
        prefer: impl Fn(usize, &[&[usize]]) -> Option<usize>,
    ) -> Vec<Vec<usize>> {
        let mut agreement = vec![BTreeSet::new(); nodes];
        for &(a, b) in pairs {
            agreement[a].insert(b);
            agreement[b].insert(a);
        }
        gather(&agreement, prefer)
    }

    #[test]
    fn all_who_agree_are_one() {
        assert_eq!(groups(4, &[(0, 1), (1, 2), (0, 2)]), [vec![0, 1, 2], vec![3]]);
    }

    #[test]
    fn a_bridge_between_two_joins_neither() {
        assert_eq!(groups(3, &[(0, 1), (0, 2)]), [[0], [1], [2]]);
    }

    #[test]
    fn a_bridge_joins_the_group_it_is_preferred_for() {
        let got = preferring(4, &[(0, 1), (0, 2), (0, 3), (2, 3)], |bridge, choice| {
            assert_eq!((bridge, choice), (0, &[&[1][..], &[2, 3]][..]));
            Some(1)
        });
        assert_eq!(got, [vec![0, 2, 3], vec![1]]);
    }

    #[test]
    fn bridges_that_agree_stay_together() {
        let got = groups(4, &[(0, 1), (0, 2), (3, 1), (3, 2), (0, 3)]);
        assert_eq!(got, [vec![0, 3], vec![1], vec![2]]);
    }

    #[test]
    fn a_chain_and_a_ring_never_hold_two_who_disagree() {
        assert_eq!(groups(4, &[(0, 1), (1, 2), (2, 3)]), [[0, 1], [2, 3]]);
        assert_eq!(groups(4, &[(0, 1), (1, 2), (2, 3), (3, 0)]).len(), 4);
    }
}
