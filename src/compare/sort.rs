//! Sorts more records than memory holds.
//!
//! Takes records of `N` numbers in any order, gives them in lexicographic order, equal ones
//! as often as they came. Up to a budget they stay in memory; beyond it sorted runs wait in
//! a temporary file and are merged.
//!
//! # Why not a crate
//!
//! Those that are kept up (ext-sort) take any serialisable type, a call to its serialiser a
//! record and a file a run; records of a fixed size need neither, and with all runs in one
//! file there is no limit on open files.

use super::scratch::{Scratch, Writer};
use rayon::slice::ParallelSliceMut as _;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// The most runs that are merged at once.
// 64: what 256 MB give 4 MB of each; more only for more than 16 GB.
const MOST_WAYS: usize = 64;

/// The least that is read of a run at once, in bytes.
const LEAST_READ: usize = 64 << 10;

/// Sorts records.
pub(crate) struct Sorter<const N: usize> {
    records: Vec<[u64; N]>,
    /// The most records in memory.
    most: usize,
    waiting: Option<Writer>,
    /// The runs in the file, by their bytes.
    runs: Vec<Range<u64>>,
}

impl<const N: usize> Sorter<N> {
    const SIZE: usize = N * size_of::<u64>();

    /// A sorter that holds so many bytes of records in memory.
    pub(crate) fn new(budget_bytes: usize) -> Self {
        let most = (budget_bytes / Self::SIZE).max(2);
        Self { records: Vec::new(), most, waiting: None, runs: Vec::new() }
    }

    /// Takes in a record.
    pub(crate) fn push(&mut self, record: [u64; N]) -> io::Result<()> {
        if self.records.len() == self.records.capacity() {
            let more = self.records.len().max(1024);
            self.records.reserve_exact(more.min(self.most - self.records.len()));
        }
        self.records.push(record);
        if self.records.len() == self.most { self.spill() } else { Ok(()) }
    }

    /// The records in order.
    pub(crate) fn finish(mut self) -> io::Result<Sorted<N>> {
        if self.waiting.is_none() {
            self.records.par_sort_unstable();
            return Ok(Sorted(Kind::Memory(self.records.into_iter())));
        }
        self.spill()?;
        let budget = self.most * Self::SIZE;
        drop(std::mem::take(&mut self.records));
        let ways = (budget / LEAST_READ).clamp(2, MOST_WAYS);
        let mut writer = self.waiting.expect("there is a run");
        let mut runs = self.runs;
        loop {
            let scratch = Arc::new(writer.close()?);
            if runs.len() <= ways {
                return Ok(Sorted(Kind::Merge(Merge::of(&scratch, &runs, budget)?)));
            }
            (writer, runs) = pass::<N>(&scratch, &runs, ways, budget)?;
        }
    }

    /// Writes what is in memory as a run.
    fn spill(&mut self) -> io::Result<()> {
        if self.records.is_empty() {
            return Ok(());
        }
        self.records.par_sort_unstable();
        let writer = match &mut self.waiting {
            Some(writer) => writer,
            None => self.waiting.insert(Writer::create()?),
        };
        let start = writer.length();
        for record in self.records.drain(..) {
            write(writer, &record)?;
        }
        self.runs.push(start..writer.length());
        Ok(())
    }
}

/// Merges so many runs at a time into longer ones.
fn pass<const N: usize>(
    scratch: &Arc<Scratch>,
    runs: &[Range<u64>],
    ways: usize,
    budget: usize,
) -> io::Result<(Writer, Vec<Range<u64>>)> {
    let mut writer = Writer::create()?;
    let mut longer = Vec::new();
    for runs in runs.chunks(ways) {
        let start = writer.length();
        let mut merge = Merge::<N>::of(scratch, runs, budget)?;
        while let Some(record) = merge.next()? {
            write(&mut writer, &record)?;
        }
        longer.push(start..writer.length());
    }
    Ok((writer, longer))
}

fn write<const N: usize>(writer: &mut Writer, record: &[u64; N]) -> io::Result<()> {
    record.iter().try_for_each(|number| writer.write(&number.to_le_bytes()))
}

/// Records in order.
pub(crate) struct Sorted<const N: usize>(Kind<N>);

enum Kind<const N: usize> {
    Memory(std::vec::IntoIter<[u64; N]>),
    Merge(Merge<N>),
}

impl<const N: usize> Iterator for Sorted<N> {
    type Item = io::Result<[u64; N]>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Kind::Memory(records) => records.next().map(Ok),
            Kind::Merge(merge) => merge.next().transpose(),
        }
    }
}

/// Runs being merged.
struct Merge<const N: usize> {
    runs: Vec<Run>,
    /// The next record of each run that has one, the least on top.
    heads: BinaryHeap<Reverse<([u64; N], usize)>>,
}

impl<const N: usize> Merge<N> {
    fn of(scratch: &Arc<Scratch>, runs: &[Range<u64>], budget: usize) -> io::Result<Self> {
        let records = (budget / runs.len().max(1) / Sorter::<N>::SIZE).max(1);
        let run = |bytes: &Range<u64>| Run {
            scratch: Arc::clone(scratch),
            left: bytes.clone(),
            buffer: Vec::new(),
            at: 0,
            most: records * Sorter::<N>::SIZE,
        };
        let mut merge = Self { runs: runs.iter().map(run).collect(), heads: BinaryHeap::new() };
        for (i, run) in merge.runs.iter_mut().enumerate() {
            merge.heads.extend(run.next()?.map(|record| Reverse((record, i))));
        }
        Ok(merge)
    }

    fn next(&mut self) -> io::Result<Option<[u64; N]>> {
        let Some(mut head) = self.heads.peek_mut() else { return Ok(None) };
        let Reverse((record, run)) = *head;
        match self.runs[run].next() {
            Ok(Some(next)) => *head = Reverse((next, run)),
            Ok(None) => drop(PeekMut::pop(head)),
            Err(error) => {
                // Nothing after a gap.
                drop(head);
                self.heads.clear();
                return Err(error);
            }
        }
        Ok(Some(record))
    }
}

/// A run being read.
struct Run {
    scratch: Arc<Scratch>,
    /// Its bytes that are not read yet.
    left: Range<u64>,
    buffer: Vec<u8>,
    at: usize,
    /// The most bytes in the buffer, whole records.
    most: usize,
}

impl Run {
    fn next<const N: usize>(&mut self) -> io::Result<Option<[u64; N]>> {
        if self.at == self.buffer.len() {
            let bytes = (self.left.end - self.left.start).min(self.most as u64);
            if bytes == 0 {
                return Ok(None);
            }
            self.buffer.resize(bytes as usize, 0);
            self.scratch.read(self.left.start, &mut self.buffer)?;
            self.left.start += bytes;
            self.at = 0;
        }
        let (numbers, _) = self.buffer[self.at..].as_chunks();
        let record = std::array::from_fn(|i| u64::from_le_bytes(numbers[i]));
        self.at += N * size_of::<u64>();
        Ok(Some(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xxhash_rust::xxh3::xxh3_64;

    fn records(count: u64, kinds: u64) -> Vec<[u64; 2]> {
        let number = |n: u64| xxh3_64(&n.to_le_bytes());
        (0..count).map(|n| [number(n) % kinds, number(n + count) % kinds]).collect()
    }

    fn sorted(records: &[[u64; 2]], budget: usize) -> (Vec<[u64; 2]>, usize) {
        let mut sorter = Sorter::new(budget);
        records.iter().for_each(|record| sorter.push(*record).unwrap());
        let runs = sorter.runs.len();
        (sorter.finish().unwrap().collect::<io::Result<_>>().unwrap(), runs)
    }

    #[test]
    fn records_are_sorted_at_any_budget() {
        for (count, kinds) in [(0, 1), (1, 1), (100, 1), (1000, 7), (1000, u64::MAX)] {
            let records = records(count, kinds);
            let mut want = records.clone();
            want.sort_unstable();
            for budget in [0, 16, 100, 1600, 15_999, 16_000, 1 << 20] {
                assert_eq!(sorted(&records, budget).0, want, "{count} in {budget} bytes");
            }
        }
    }

    #[test]
    fn a_small_budget_makes_runs_and_passes() {
        let records = records(1000, u64::MAX);
        assert_eq!(sorted(&records, 1 << 20).1, 0);
        // Two ways at such a budget: nine passes.
        assert_eq!(sorted(&records, 32).1, 500);
    }
}
