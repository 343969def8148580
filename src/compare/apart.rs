//! Statements that are linked by nothing but a row that prints two of them as one.
//!
//! "A", said in one breath with "B" by one outlet and printed as two statements by two others,
//! links all rows to one heap. The row belongs to both groups; the others to one each.

use super::decide::Evidence;
use super::statement::Statement;
use crate::rows::Field;
use crate::speakers::Vocabulary;

/// Larger heaps are left as they are: each row is held against each other.
const MOST: usize = 48;

/// The groups, each by places in order.
pub(super) fn parts(statements: &[Statement], words: &Vocabulary<'_>) -> Vec<Vec<usize>> {
    let all: Vec<usize> = (0..statements.len()).collect();
    // Two outlets on either side, and the row between them.
    if all.len() < 5 || all.len() > MOST {
        return vec![all];
    }
    let links = Links::of(statements, words);
    for &between in &all {
        let rest: Vec<usize> = all.iter().copied().filter(|i| *i != between).collect();
        let mut parts = links.connected(&rest);
        if parts.len() < 2 || !parts.iter().all(|part| has_two_outlets(part, statements)) {
            continue;
        }
        if links.are_apart(between, &parts) {
            parts.iter_mut().for_each(|part| {
                part.push(between);
                part.sort_unstable();
            });
            parts.sort();
            return parts;
        }
    }
    vec![all]
}

fn has_two_outlets(part: &[usize], statements: &[Statement]) -> bool {
    let outlet = |i: &usize| statements[*i].row.get(Field::Outlet);
    part.iter().any(|i| outlet(i) != outlet(&part[0]))
}

/// Which statements are one, and where in each.
struct Links {
    /// By the two places: the first and last word of the first that the other has.
    ranges: Vec<Vec<Option<(usize, usize)>>>,
}

impl Links {
    fn of(statements: &[Statement], words: &Vocabulary<'_>) -> Self {
        let count = statements.len();
        let mut ranges = vec![vec![None; count]; count];
        for i in 0..count {
            for j in i + 1..count {
                let evidence = Evidence::of(&statements[i], &statements[j], words);
                if let (true, Some((first, last))) = (evidence.is_same(), evidence.alignment.ends())
                {
                    ranges[i][j] = Some((first.0, last.0));
                    ranges[j][i] = Some((first.1, last.1));
                }
            }
        }
        Self { ranges }
    }

    /// The sets of these that are linked among themselves.
    fn connected(&self, among: &[usize]) -> Vec<Vec<usize>> {
        let mut left = among.to_vec();
        let mut parts = Vec::new();
        while let Some(start) = left.pop() {
            let mut part = vec![start];
            let mut at = 0;
            while at < part.len() {
                let linked = |i: &usize| self.ranges[part[at]][*i].is_some();
                let (found, others): (Vec<usize>, _) = left.iter().copied().partition(linked);
                part.extend(found);
                left = others;
                at += 1;
            }
            part.sort_unstable();
            parts.push(part);
        }
        parts
    }

    /// Whether the parts stand in different places of the row between them.
    fn are_apart(&self, between: usize, parts: &[Vec<usize>]) -> bool {
        let range = |part: &Vec<usize>| {
            let ranges = part.iter().filter_map(|i| self.ranges[between][*i]);
            ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
        };
        let mut ranges: Vec<(usize, usize)> = parts.iter().filter_map(range).collect();
        ranges.sort_unstable();
        ranges.windows(2).all(|pair| pair[0].1 < pair[1].0)
    }
}
