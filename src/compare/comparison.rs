//! All rows of a run to groups: the way from one to the other.
//!
//! Takes rows in any order and number, keeps them in a temporary file, and gives one
//! [`Group`] after another: first the same statements, then conflicts, then positions. In
//! memory are a few numbers a row, and what the sorting may use.

mod deciding;
mod reading;
mod writing;

pub use super::positions::LeftOut;

use super::decide::Evidence;
use super::group::Group;
use super::names::Names;
use super::positions::Lines;
use super::store::Store;
use super::{Reader, Statement, Topic};
use crate::rows::Row;
use crate::rules::RuleSet;
use crate::speakers::Vocabulary;
use rayon::prelude::*;
use reading::Kept;
use std::io;

/// How rows are compared.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Bytes of memory that sorting may use.
    pub memory: usize,
    /// Whether the same statements are wanted.
    pub same: bool,
    /// Whether conflicts are wanted.
    pub conflicts: bool,
    /// On what positions are wanted; `None`: no positions.
    pub positions: Option<Positions>,
}

/// On what positions are looked for.
#[derive(Clone, Debug, PartialEq)]
pub enum Positions {
    /// Topics that somebody asked for.
    Typed(Vec<Topic>),
    /// At most so many topics, those that recur most.
    Proposed {
        /// How many.
        most: usize,
        /// Whether what others say of a speaker is shown: somebody asked for the speaker.
        shows_said_of: bool,
    },
}

impl Positions {
    fn shows_said_of(&self) -> bool {
        matches!(self, Self::Typed(_) | Self::Proposed { shows_said_of: true, .. })
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self { memory: 256 << 20, same: true, conflicts: true, positions: None }
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
type Watch<'w> = &'w mut dyn FnMut(Step, usize);

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

    /// Compares all rows; `emit` gets the groups, `watch` hears what is done and how much. A
    /// row that is not wanted is only shown for what it says of a speaker who is. Runs on the
    /// threads of the pool it is called in.
    ///
    /// # Errors
    /// When temporary files cannot be written, or `emit` fails.
    pub fn run(
        &self,
        rows: impl Iterator<Item = (Row, bool)> + Send,
        emit: Emit<'_>,
        watch: Watch<'_>,
    ) -> io::Result<LeftOut> {
        let Kept { store, briefs, candidates, is_wanted, proposals, repeated } =
            self.read(rows, watch)?;
        let (mut union, conflicts) = self.decide(&briefs, candidates.pairs()?, watch)?;
        drop(briefs);
        let mut emit = |group| {
            watch(Step::Writing, 1);
            emit(group)
        };
        if self.settings.same {
            self.same(&store, &mut union, &mut emit)?;
        }
        if self.settings.conflicts {
            self.conflicts(&store, &mut union, conflicts, &mut emit)?;
        }
        let Some(positions) = &self.settings.positions else {
            return Ok(LeftOut { repeated, ..LeftOut::default() });
        };
        let topics = match positions {
            Positions::Typed(topics) => topics.clone(),
            Positions::Proposed { most, .. } => proposals.topics(&self.reader, &self.words, *most),
        };
        let mut lines = Lines::new(
            topics,
            positions.shows_said_of(),
            &self.reader,
            &self.words,
            self.settings.memory / 2,
        );
        self.read_lines(&store, &is_wanted, &mut lines)?;
        let left_out = lines.finish(&store, Some(&mut |number| union.find(number)), &mut emit)?;
        Ok(LeftOut { repeated, ..left_out })
    }

    /// Hands all rows to the lines.
    fn read_lines(
        &self,
        store: &Store,
        is_wanted: &[bool],
        lines: &mut Lines<'_>,
    ) -> io::Result<()> {
        let all = is_wanted.len() as u32;
        for start in (0..all).step_by(BATCH) {
            let batch = start..all.min(start + BATCH as u32);
            let told =
                |number: u32| Ok(lines.read(&self.get(store, number)?, is_wanted[number as usize]));
            let told: Vec<io::Result<_>> = batch.clone().into_par_iter().map(told).collect();
            for (number, told) in batch.zip(told) {
                lines.add(number, told?)?;
            }
        }
        Ok(())
    }

    fn get(&self, store: &Store, number: u32) -> io::Result<Statement> {
        let mut bytes = Vec::new();
        store.get(number, &mut bytes)?;
        Ok(self.statement(Row::decode(&bytes)))
    }
}
