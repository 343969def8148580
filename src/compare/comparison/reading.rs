//! Rows to numbered statements, on disk, and the keys by which they are found.
//!
//! Rows get their numbers by date and place in print, whatever the order in which they come:
//! so nothing that goes by numbers, which of two printings is the first or which neighbours
//! a statement is held against, depends on the order of files and rows. A row that comes
//! twice, equal in all columns, is read once.

use super::super::brief::Brief;
use super::super::candidates::Candidates;
use super::super::sort::{Sorted, Sorter};
use super::super::store::{self, Store};
use super::super::{Proposals, Statement, keys};
use super::{BATCH, Comparison, Positions, Step, Watch};
use crate::rows::{Days, Field, Row};
use rayon::prelude::*;
use std::io;
use std::sync::mpsc;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// All rows, once they are read.
pub(super) struct Kept {
    pub(super) store: Store,
    pub(super) briefs: Store,
    pub(super) candidates: Candidates,
    pub(super) is_wanted: Vec<bool>,
    pub(super) proposals: Proposals,
    /// How many rows came again.
    pub(super) repeated: usize,
}

/// A row that is ready to be kept.
struct Ready {
    row: Vec<u8>,
    brief: Vec<u8>,
    keys: Vec<(u64, keys::Sort)>,
    statement: Statement,
    is_wanted: bool,
}

/// Date, place in print, place in the text and a hash of a row; its number as it came, and
/// whether it is wanted.
type Place = [u64; 5];

impl Comparison<'_> {
    /// Reads all rows.
    pub(super) fn read(
        &self,
        rows: impl Iterator<Item = (Row, bool)> + Send,
        watch: Watch<'_>,
    ) -> io::Result<Kept> {
        let (spool, order) = self.spool(rows, watch)?;
        let (mut store, mut briefs) = (store::Writer::create()?, store::Writer::create()?);
        let mut candidates = Candidates::new(self.settings.memory);
        let (mut is_wanted, mut proposals) = (Vec::new(), Proposals::default());
        let proposes = matches!(self.settings.positions, Some(Positions::Proposed { .. }));
        let mut order = Distinct { order, last: None, repeated: 0 };
        loop {
            let places: Vec<Place> = order.by_ref().take(BATCH).collect::<io::Result<_>>()?;
            if places.is_empty() {
                break;
            }
            let made: Vec<io::Result<Ready>> =
                places.into_par_iter().map(|place| self.made(&spool, place[4])).collect();
            for ready in made {
                let ready = ready?;
                let number = store.push(&ready.row)?;
                briefs.push(&ready.brief)?;
                is_wanted.push(ready.is_wanted);
                for (key, sort) in ready.keys {
                    candidates.add(number, ready.statement.date, key, sort)?;
                }
                if proposes && ready.is_wanted {
                    proposals.add(&ready.statement);
                }
            }
        }
        let repeated = order.repeated;
        let (store, briefs) = (store.close()?, briefs.close()?);
        Ok(Kept { store, briefs, candidates, is_wanted, proposals, repeated })
    }

    /// Keeps rows as they come, and tells their order.
    fn spool(
        &self,
        rows: impl Iterator<Item = (Row, bool)> + Send,
        watch: Watch<'_>,
    ) -> io::Result<(Store, Sorted<5>)> {
        let mut spool = store::Writer::create()?;
        let mut places = Sorter::<5>::new(self.settings.memory / 4);
        std::thread::scope(|scope| {
            let (sender, batches) = mpsc::sync_channel(1);
            scope.spawn(move || send(rows, &sender));
            for batch in batches {
                let batch: Vec<(Row, bool)> = batch;
                watch(Step::Reading, batch.len());
                let packed: Vec<_> = batch
                    .into_par_iter()
                    .map(|(row, is_wanted)| {
                        let mut bytes = Vec::new();
                        row.encode(&mut bytes);
                        (place(&row, &bytes), is_wanted, bytes)
                    })
                    .collect();
                for ([date, print, start, hash], is_wanted, bytes) in packed {
                    let number = u64::from(spool.push(&bytes)?) << 1 | u64::from(is_wanted);
                    places.push([date, print, start, hash, number])?;
                }
            }
            io::Result::Ok(())
        })?;
        Ok((spool.close()?, places.finish()?))
    }

    /// A row as it is kept, by its number as it came.
    fn made(&self, spool: &Store, number: u64) -> io::Result<Ready> {
        let is_wanted = number & 1 == 1;
        let (mut bytes, mut brief, mut keys) = (Vec::new(), Vec::new(), Vec::new());
        spool.get((number >> 1) as u32, &mut bytes)?;
        let statement = self.statement(Row::decode(&bytes));
        Brief::encode(&statement, &mut brief);
        if is_wanted {
            keys::each(&statement, |key, sort| keys.push((key, sort)));
        }
        Ok(Ready { row: bytes, brief, keys, statement, is_wanted })
    }
}

/// Where a row comes: by date, those without one last; then by outlet and article (by a hash),
/// place in the text, and a hash of all its columns.
fn place(row: &Row, bytes: &[u8]) -> [u64; 4] {
    let day = |days: Days| i64::from(days.first).abs_diff(i64::from(i32::MIN));
    let mut print = Xxh3::new();
    for field in [Field::Outlet, Field::ArticleId] {
        print.update(row.get(field).as_bytes());
        print.update(&[0]);
    }
    let start = row.get(Field::Start).parse().unwrap_or_default();
    [row.date().map_or(u64::MAX, day), print.digest(), start, xxh3_64(bytes)]
}

/// Places in order, those of equal rows once.
struct Distinct {
    order: Sorted<5>,
    last: Option<Place>,
    repeated: usize,
}

impl Iterator for Distinct {
    type Item = io::Result<Place>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let place = match self.order.next()? {
                Ok(place) => place,
                Err(error) => return Some(Err(error)),
            };
            let before = self.last.replace(place);
            if before.is_none_or(|last| last[..4] != place[..4]) {
                return Some(Ok(place));
            }
            self.repeated += 1;
        }
    }
}

fn send<T>(rows: impl Iterator<Item = T>, sender: &mpsc::SyncSender<Vec<T>>) {
    let mut batch = Vec::with_capacity(BATCH);
    for row in rows {
        batch.push(row);
        if batch.len() == BATCH && sender.send(std::mem::take(&mut batch)).is_err() {
            return;
        }
    }
    let _ = sender.send(batch);
}
