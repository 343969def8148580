//! Which statements belong together, as pairs become known: a disjoint-set forest.
//!
//! After R. E. Tarjan, "Efficiency of a Good But Not Linear Set Union Algorithm", JACM 22
//! (1975), with the smallest number as a set's name, so that the order of the pairs does not
//! matter. Six bytes a statement.

/// Sets of numbers.
#[derive(Debug)]
pub(super) struct Union {
    parent: Vec<u32>,
    /// Whether a number was joined to another, or another to it.
    is_joined: Vec<bool>,
    /// Of a set's name, whether more than the like was joined in it.
    is_firm: Vec<bool>,
}

impl Union {
    /// So many numbers, each alone.
    pub(super) fn new(numbers: usize) -> Self {
        let parent = (0..numbers as u32).collect();
        Self { parent, is_joined: vec![false; numbers], is_firm: vec![false; numbers] }
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

    /// Whether nothing was joined to the number but what is like it.
    pub(super) fn is_open(&mut self, number: u32) -> bool {
        let name = self.find(number);
        !self.is_firm[name as usize]
    }

    /// Makes the sets of the two one.
    pub(super) fn join(&mut self, one: u32, other: u32) {
        let name = self.unite(one, other);
        self.is_firm[name as usize] = true;
    }

    /// Makes the sets of two that are alike one: both may still be parts of a third.
    pub(super) fn join_alike(&mut self, one: u32, other: u32) {
        self.unite(one, other);
    }

    /// The new set's name.
    fn unite(&mut self, one: u32, other: u32) -> u32 {
        self.is_joined[one as usize] = true;
        self.is_joined[other as usize] = true;
        let (one, other) = (self.find(one), self.find(other));
        let (name, gone) = (one.min(other), one.max(other));
        self.parent[gone as usize] = name;
        self.is_firm[name as usize] |= self.is_firm[gone as usize];
        name
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

    #[test]
    fn what_is_joined_to_its_like_alone_is_open() {
        let mut union = Union::new(6);
        union.join_alike(4, 2);
        assert!([0, 2, 4].into_iter().all(|number| union.is_open(number)));
        assert_eq!(union.joined().collect::<Vec<_>>(), [(2, 2), (2, 4)]);
        union.join(5, 1);
        union.join_alike(4, 5);
        assert!([1, 2, 4, 5].into_iter().all(|number| !union.is_open(number)));
        assert!(union.is_open(0) && union.is_open(3));
    }
}
