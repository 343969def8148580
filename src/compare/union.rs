//! Which statements belong together, as pairs become known: a disjoint-set forest.
//!
//! After R. E. Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", JACM 22
//! (1975), with the smallest number as a set's name, so that the order of the pairs does not
//! matter. Five bytes a statement.

/// Sets of numbers.
#[derive(Debug)]
pub(super) struct Union {
    parent: Vec<u32>,
    /// Whether a number was joined to another, or another to it.
    is_joined: Vec<bool>,
}

impl Union {
    /// So many numbers, each alone.
    pub(super) fn new(numbers: usize) -> Self {
        Self { parent: (0..numbers as u32).collect(), is_joined: vec![false; numbers] }
    }

    /// The smallest number of the set.
    pub(super) fn find(&mut self, number: u32) -> u32 {
        let mut at = number;
        while self.parent[at as usize] != at {
            let above = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = above;
            at = above;
        }
        at
    }

    /// Whether the number was joined to none.
    pub(super) fn is_alone(&self, number: u32) -> bool {
        !self.is_joined[number as usize]
    }

    /// Makes the sets of the two one.
    pub(super) fn join(&mut self, one: u32, other: u32) {
        self.is_joined[one as usize] = true;
        self.is_joined[other as usize] = true;
        let (one, other) = (self.find(one), self.find(other));
        self.parent[one.max(other) as usize] = one.min(other);
    }

    /// The numbers that are not alone, each with the smallest number of its set.
    pub(super) fn joined(&mut self) -> impl Iterator<Item = (u32, u32)> + '_ {
        let numbers = 0..self.parent.len() as u32;
        numbers.filter_map(|number| {
            let is_joined = !self.is_alone(number);
            is_joined.then(|| (self.find(number), number))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_pairs_does_not_matter() {
        let sets = |pairs: &[(u32, u32)]| {
            let mut union = Union::new(7);
            pairs.iter().for_each(|&(a, b)| union.join(a, b));
            union.joined().collect::<Vec<_>>()
        };
        let sets_of = sets(&[(5, 3), (3, 1), (2, 6)]);
        assert_eq!(sets_of, [(1, 1), (2, 2), (1, 3), (1, 5), (2, 6)]);
        assert_eq!(sets(&[(2, 6), (1, 5), (1, 3), (5, 3)]), sets_of);
    }
}
