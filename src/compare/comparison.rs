//! All rows of a run to groups: the way from one to the other.
//!
//! Takes rows in any order and number, keeps them in a temporary file, and gives one
//! [`Group`] after another: first the same statements, then conflicts, then positions. In
//! memory are a few numbers a row, and what the sorting may use.

use super::brief::Brief;
use super::candidates::{Candidates, Pairs};
use super::decide::{Evidence, Verdict};
use super::group::Group;
use super::names::Names;
use super::sort::Sorter;
use super::store::{self, Store};
use super::union::Union;
use super::{Reader, Statement, conflict, keys, same};
use crate::rows::Row;
use crate::rules::RuleSet;
use crate::speakers::Vocabulary;
use rayon::prelude::*;
use std::io;
use std::sync::mpsc;

/// How rows are compared.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Bytes of memory that sorting may use.
    pub memory: usize,
    /// Whether the same statements are wanted.
    pub same: bool,
    /// Whether conflicts are wanted.
    pub conflicts: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self { memory: 256 << 20, same: true, conflicts: true }
    }
}

/// What is done at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Rows are read.
    Reading,
    /// Pairs are laid side by side.
    Comparing,
    /// Groups are written.
    Writing,
}

/// Compares rows by the words of a rule set.
#[derive(Debug)]
pub struct Comparison<'r> {
    reader: Reader<'r>,
    words: Vocabulary<'r>,
    names: Names,
    settings: Settings,
}

/// So many rows are read, or pairs decided, at once.
const BATCH: usize = 4096;

type Emit<'e> = &'e mut dyn FnMut(Group) -> io::Result<()>;

impl<'r> Comparison<'r> {
    /// A comparison with the words of these rules.
    pub fn new(rules: &'r RuleSet, settings: Settings) -> Self {
        let words = Vocabulary::of(&rules.lexicon);
        Self { reader: Reader::new(rules), words, names: Names::default(), settings }
    }

    /// A row made ready to be compared.
    pub fn statement(&self, row: Row) -> Statement {
        Statement::of(row, &self.reader, &self.words)
    }

    /// What speaks for two statements being one.
    pub fn evidence(&self, one: &Statement, two: &Statement) -> Evidence {
        Evidence::of(one, two, &self.words)
    }

    /// Compares all rows; `emit` gets the groups, `watch` hears what is done and how much.
    /// Runs on the threads of the pool it is called in.
    ///
    /// # Errors
    /// When temporary files cannot be written, or `emit` fails.
    pub fn run(
        &self,
        rows: impl Iterator<Item = Row> + Send,
        emit: Emit<'_>,
        watch: &mut dyn FnMut(Step, usize),
    ) -> io::Result<()> {
        let (store, briefs, candidates) = self.read(rows, watch)?;
        let (mut union, conflicts) = self.decide(&briefs, candidates.pairs()?, watch)?;
        drop(briefs);
        let mut emit = |group| {
            watch(Step::Writing, 1);
            emit(group)
        };
        if self.settings.same {
            self.same(&store, &mut union, &mut emit)?;
        }
        self.conflicts(&store, &mut union, conflicts, &mut emit)
    }

    fn read(
        &self,
        rows: impl Iterator<Item = Row> + Send,
        watch: &mut dyn FnMut(Step, usize),
    ) -> io::Result<(Store, Store, Candidates)> {
        let (mut store, mut briefs) = (store::Writer::create()?, store::Writer::create()?);
        let mut candidates = Candidates::new(self.settings.memory);
        let ready = |row: Row| {
            let mut bytes = Vec::new();
            row.encode(&mut bytes);
            let statement = self.statement(row);
            let (mut brief, mut keys) = (Vec::new(), Vec::new());
            Brief::encode(&statement, &mut brief);
            keys::each(&statement, |key, sort| keys.push((key, sort)));
            (bytes, brief, statement.date, keys)
        };
        std::thread::scope(|scope| {
            let (sender, batches) = mpsc::sync_channel(1);
            scope.spawn(move || send(rows, &sender));
            for batch in batches {
                let batch: Vec<Row> = batch;
                watch(Step::Reading, batch.len());
                let ready: Vec<_> = batch.into_par_iter().map(ready).collect();
                for (bytes, brief, date, keys) in ready {
                    let number = store.push(&bytes)?;
                    briefs.push(&brief)?;
                    for (key, sort) in keys {
                        candidates.add(number, date, key, sort)?;
                    }
                }
            }
            io::Result::Ok(())
        })?;
        Ok((store.close()?, briefs.close()?, candidates))
    }

    /// Decides on all pairs: what belongs together, and which conflict, with scores.
    fn decide(
        &self,
        briefs: &Store,
        mut pairs: Pairs,
        watch: &mut dyn FnMut(Step, usize),
    ) -> io::Result<(Union, Sorter<3>)> {
        let mut union = Union::new(briefs.len());
        let mut conflicts = Sorter::new(self.settings.memory / 4);
        let mut perhaps = Sorter::new(self.settings.memory / 4);
        loop {
            let mut batch: Vec<(u32, u32)> = Vec::with_capacity(BATCH);
            for pair in pairs.by_ref().take(16 * BATCH) {
                let (one, two) = pair?;
                if union.find(one) != union.find(two) {
                    batch.push((one, two));
                }
            }
            if batch.is_empty() && pairs.is_done() {
                settle(perhaps, &mut union)?;
                return Ok((union, conflicts));
            }
            watch(Step::Comparing, batch.len());
            let verdicts: Vec<io::Result<Vec<_>>> =
                batch.par_chunks(256).map(|chunk| self.verdicts(briefs, chunk)).collect();
            for verdict in verdicts {
                for (one, two, verdict) in verdict? {
                    match verdict {
                        Verdict::Same => union.join(one, two),
                        Verdict::Perhaps(fits) => {
                            let fits = !u64::from(fits.to_bits());
                            perhaps.push([one.into(), fits, two.into()])?;
                        }
                        Verdict::Conflict(score) => {
                            conflicts.push([one.into(), two.into(), score.to_bits().into()])?;
                        }
                    }
                }
            }
        }
    }

    fn verdicts(
        &self,
        briefs: &Store,
        pairs: &[(u32, u32)],
    ) -> io::Result<Vec<(u32, u32, Verdict)>> {
        let mut verdicts = Vec::new();
        let mut bytes = Vec::new();
        // The pairs of one number follow one another.
        for pairs in pairs.chunk_by(|a, b| a.0 == b.0) {
            briefs.get(pairs[0].0, &mut bytes)?;
            let first = Brief::decode(&bytes);
            let mut ready = None;
            for &(one, two) in pairs {
                briefs.get(two, &mut bytes)?;
                let second = Brief::decode(&bytes);
                if !first.may_meet(&second) {
                    continue;
                }
                let first = ready.get_or_insert_with(|| self.ready(first.clone()));
                let second = self.ready(second);
                let Some(verdict) = self.evidence(first, &second).verdict(first, &second) else {
                    continue;
                };
                // What is cut down to a fragment comes first.
                let is_cut = matches!(verdict, Verdict::Perhaps(_))
                    && second.wording.bits() < first.wording.bits();
                let (one, two) = if is_cut { (two, one) } else { (one, two) };
                verdicts.push((one, two, verdict));
            }
        }
        Ok(verdicts)
    }

    fn ready(&self, brief: Brief) -> Statement {
        let (name, id) = brief.speaker();
        let speaker = self.names.get(name, id, &self.words);
        brief.statement(speaker)
    }

    fn get(&self, store: &Store, number: u32) -> io::Result<Statement> {
        let mut bytes = Vec::new();
        store.get(number, &mut bytes)?;
        Ok(self.statement(Row::decode(&bytes)))
    }

    fn same(&self, store: &Store, union: &mut Union, emit: Emit<'_>) -> io::Result<()> {
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

    /// One conflict of each two statements, however often both are printed.
    fn conflicts(
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
                // The surest first, of these the first that was read.
                by_statement.push([both, !score, one << 32 | two])?;
            }
        }
        let mut last = None;
        for found in by_statement.finish()? {
            let [both, score, pair] = found?;
            if last != Some(both) {
                last = Some(both);
                let (one, two) =
                    (self.get(store, (pair >> 32) as u32)?, self.get(store, pair as u32)?);
                emit(conflict::group(one, two, f32::from_bits(!score as u32)))?;
            }
        }
        Ok(())
    }
}

/// Joins each statement that is still alone to the one in which its fragment fits best.
fn settle(perhaps: Sorter<3>, union: &mut Union) -> io::Result<()> {
    let mut joins = Vec::new();
    let mut last = None;
    for record in perhaps.finish()? {
        let [own, _, other] = record?;
        if last.replace(own) != Some(own) && union.is_alone(own as u32) {
            joins.push((own as u32, other as u32));
        }
    }
    joins.into_iter().for_each(|(own, other)| union.join(own, other));
    Ok(())
}

fn send(rows: impl Iterator<Item = Row>, sender: &mpsc::SyncSender<Vec<Row>>) {
    let mut batch = Vec::with_capacity(BATCH);
    for row in rows {
        batch.push(row);
        if batch.len() == BATCH && sender.send(std::mem::take(&mut batch)).is_err() {
            return;
        }
    }
    let _ = sender.send(batch);
}
