//! Decisions to groups, one after another.

use super::super::sort::Sorter;
use super::super::store::Store;
use super::super::union::Union;
use super::super::{Group, conflict, same};
use super::{BATCH, Comparison, Emit};
use rayon::prelude::*;
use std::io;

impl Comparison<'_> {
    /// The same statements, each group once, in the order of their first rows.
    pub(super) fn same(&self, store: &Store, union: &mut Union, emit: Emit<'_>) -> io::Result<()> {
        let mut members = Sorter::<1>::new(self.settings.memory / 4);
        for (root, number) in union.joined() {
            members.push([u64::from(root) << 32 | u64::from(number)])?;
        }
        let mut groups: Vec<Vec<u32>> = Vec::new();
        let mut root = None;
        for member in members.finish()? {
            let [member] = member?;
            if root != Some(member >> 32) {
                if groups.len() == BATCH {
                    self.write_same(store, &mut groups, emit)?;
                }
                root = Some(member >> 32);
                groups.push(Vec::new());
            }
            groups.last_mut().expect("a group was begun").push(member as u32);
        }
        self.write_same(store, &mut groups, emit)
    }

    fn write_same(
        &self,
        store: &Store,
        groups: &mut Vec<Vec<u32>>,
        emit: Emit<'_>,
    ) -> io::Result<()> {
        let made = |numbers: Vec<u32>| {
            let statements = numbers.into_iter().map(|number| self.get(store, number));
            Ok(same::groups(statements.collect::<io::Result<_>>()?, &self.words))
        };
        let made: Vec<io::Result<Vec<Group>>> =
            std::mem::take(groups).into_par_iter().map(made).collect();
        made.into_iter().try_for_each(|groups| groups?.into_iter().try_for_each(&mut *emit))
    }

    /// One conflict of each two statements, however often both are printed: of the printings
    /// that make it surest the earliest, whatever the order in which they were read.
    pub(super) fn conflicts(
        &self,
        store: &Store,
        union: &mut Union,
        found: Sorter<3>,
        emit: Emit<'_>,
    ) -> io::Result<()> {
        let mut by_statement = Sorter::<3>::new(self.settings.memory / 4);
        for found in found.finish()? {
            let [one, two, score] = found?;
            let (first, second) = (union.find(one as u32), union.find(two as u32));
            if first != second {
                let both = u64::from(first.min(second)) << 32 | u64::from(first.max(second));
                // The surest first.
                by_statement.push([both, !score, one << 32 | two])?;
            }
        }
        let mut kept: Option<(u64, u64, Group)> = None;
        for found in by_statement.finish()? {
            let [both, score, pair] = found?;
            let before = kept.as_ref().filter(|(last, ..)| *last == both);
            if before.is_some_and(|(_, surest, _)| *surest != score) {
                continue;
            }
            let (one, two) = (self.get(store, (pair >> 32) as u32)?, self.get(store, pair as u32)?);
            let group = conflict::group(one, two, f32::from_bits(!score as u32));
            if before.is_some_and(|(.., kept)| conflict::order(kept) <= conflict::order(&group)) {
                continue;
            }
            let is_next = before.is_none();
            if let Some((.., done)) = kept.replace((both, score, group))
                && is_next
            {
                emit(done)?;
            }
        }
        kept.map_or(Ok(()), |(.., last)| emit(last))
    }
}
