//! All that one run writes: rows in several formats at once, texts, errors, and the journal
//! by which a run that was stopped goes on.
//!
//! Rows go straight to their outputs, or, where these need all of them first (linked
//! speakers, Parquet, SQLite), wait in a [`Spool`] and are written in the end. Files are
//! parts until all is done; then all are put in their places, and the journal goes.

mod encoders;
mod plan;
mod sinks;

pub use plan::{Content, Plan, Start, Wanted};

use super::Error;
use super::journal::Note;
use super::spool::{Spool, waiting};
use crate::input::Notice;
use crate::link::{Census, Identities, Linker};
use crate::output::{ArticleRows, Part, Reuse, Target};
pub(super) use encoders::{Encoders, Made};
use rayon::ThreadPool;
use sinks::Sinks;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The outputs of a run.
pub struct Outputs {
    encoders: Arc<Encoders>,
    sinks: Sinks,
    errors: Option<(PathBuf, Target)>,
    spool: Option<(PathBuf, Spool)>,
    journal: Option<PathBuf>,
    note: Note,
    goes_on: bool,
    /// Whether the journal tells how far it is.
    is_noted: bool,
    /// Speakers of rows that wait.
    census: Census,
}

impl Outputs {
    /// Opens all that is to be written. Nothing has its place yet.
    ///
    /// # Errors
    /// When one cannot be written, or a run that was stopped cannot go on, or could and is not
    /// asked to.
    pub fn open(plan: Plan) -> Result<Self, Error> {
        let encoders = Arc::new(Encoders::of(&plan));
        plan.not_busy()?;
        let journal = plan.journal();
        let fresh = Note::new(plan.settings.clone());
        let before = plan.before(journal.as_deref(), &fresh)?;
        let goes_on = before.is_some();
        let note = before.unwrap_or(fresh);
        let reuse = match (goes_on, &journal) {
            (true, _) => Reuse::GoOn,
            (false, Some(journal)) if journal.exists() => {
                // Before its parts change: nothing may go on from what it tells.
                std::fs::remove_file(journal).map_err(|error| Error::write(journal, error))?;
                Reuse::Empty
            }
            (false, _) => Reuse::Never,
        };
        // The order of lengths: errors, spool, outputs.
        let mut lengths = note.lengths.iter().copied();
        let errors = match plan.errors.clone() {
            None => None,
            Some(path) => match opened(&path, lengths.next().filter(|_| goes_on)) {
                Err(Error::Part { source, .. })
                    if note.is_complete
                        && source.kind() == io::ErrorKind::NotFound
                        && path.exists() =>
                {
                    None
                }
                target => {
                    let mut target = target?;
                    let header = if goes_on { &[][..] } else { encoders::ERRORS_HEADER };
                    target.write_all(header).map_err(|e| Error::write(&path, e))?;
                    Some((path, target))
                }
            },
        };
        let spool = match (&journal, encoders.waits()) {
            (_, false) => None,
            (None, true) => Some(unnamed(plan.directory())?),
            (Some(journal), true) => {
                let path = journal.with_extension(plan::SPOOL);
                let target = opened(&path, lengths.next().filter(|_| goes_on))?;
                Some((path, Spool::named(target)))
            }
        };
        // Outputs of rows that wait are written from the start each time.
        let goes_on_there = goes_on && !encoders.waits();
        let lengths = goes_on_there.then_some(lengths);
        let sinks = Sinks::open(&plan, lengths, (note.is_complete, reuse))?;
        let census = Census::default();
        let is_noted = goes_on;
        Ok(Self { encoders, sinks, errors, spool, journal, note, goes_on, is_noted, census })
    }

    /// Whether this run goes on from one that was stopped.
    pub fn goes_on(&self) -> bool {
        self.goes_on
    }

    /// Whether it can be gone on with when it is stopped.
    pub fn can_go_on(&self) -> bool {
        self.journal.is_some()
    }

    /// How far the run is.
    pub fn note(&self) -> &Note {
        &self.note
    }

    pub(super) fn note_mut(&mut self) -> &mut Note {
        &mut self.note
    }

    pub(super) fn encoders(&self) -> Arc<Encoders> {
        Arc::clone(&self.encoders)
    }

    /// Takes what was made of the next article.
    pub(super) fn take(&mut self, made: Made) -> Result<(), Error> {
        match made {
            Made::Encoded(encoded) => self.sinks.write(&self.encoders, encoded),
            Made::Waiting(line, told) => {
                self.census.add(told);
                let (path, spool) = self.spool.as_mut().expect("rows that wait have a spool");
                spool.push(&line).map_err(|error| Error::write(path, error))
            }
        }
    }

    /// Writes what is wrong with an article to where it is wanted.
    pub(super) fn tell(&mut self, notice: &Notice) -> Result<(), Error> {
        let Some((path, errors)) = &mut self.errors else { return Ok(()) };
        let line = encoders::error_line(notice);
        errors.write_all(&line).map_err(|error| Error::write(path, error))
    }

    /// Reads again who spoke in the rows that wait, for a run that goes on.
    pub(super) fn read_census(
        &mut self,
        linker: &Linker<'_>,
        pool: &ThreadPool,
    ) -> Result<(), Error> {
        let Some((path, spool)) = &mut self.spool else { return Ok(()) };
        let wrong = |error| Error::write(path, error);
        for told in waiting(spool, pool, |rows| linker.read(&rows.rows)).map_err(wrong)? {
            self.census.add(told.map_err(wrong)?);
        }
        Ok(())
    }

    /// Notes how far the run is, once all that it tells of is on the disk.
    pub(super) fn checkpoint(&mut self) -> Result<(), Error> {
        let mut lengths = Vec::new();
        if let Some((path, errors)) = &mut self.errors {
            lengths.push(errors.settle().map_err(|error| Error::write(path, error))?);
        }
        if let Some((path, spool)) = &mut self.spool {
            let length = spool.settle().map_err(|error| Error::write(path, error))?;
            lengths.push(length);
        }
        lengths.extend(self.sinks.settle(&self.encoders)?);
        if let Some(journal) = &self.journal {
            self.note.lengths = lengths;
            self.note.write(journal)?;
            self.is_noted = true;
            let errors = self.errors.iter_mut().filter_map(|(_, errors)| errors.part());
            let spool = self.spool.iter_mut().filter_map(|(_, spool)| spool.part());
            errors.chain(spool).chain(self.sinks.parts()).for_each(Part::keep);
        }
        Ok(())
    }

    /// The run stops here: its parts become whole files of what is done so far. Gives them.
    pub(super) fn stop(
        mut self,
        linker: Option<&Linker<'_>>,
        pool: &ThreadPool,
    ) -> Result<Vec<PathBuf>, Error> {
        self.checkpoint()?;
        self.complete(linker, pool)?;
        let errors = self.errors.iter_mut().filter_map(|(_, errors)| errors.part());
        let parts = self.sinks.parts().chain(errors).map(|part| {
            part.keep();
            part.file().to_path_buf()
        });
        Ok(parts.collect())
    }

    /// All is read: writes what waits, and puts all files in their places. Gives the number of
    /// linked speakers.
    pub(super) fn finish(
        mut self,
        linker: Option<&Linker<'_>>,
        pool: &ThreadPool,
    ) -> Result<Option<usize>, Error> {
        // What a run that was then stopped has noted stays true while all is put in its place.
        let is_one_step = self.is_placed_by_one_step();
        if !std::mem::replace(&mut self.note.is_complete, true) && !is_one_step {
            self.checkpoint()?;
        }
        let speakers = self.complete(linker, pool)?;
        if is_one_step {
            // Whole by now: it stays where it cannot be put in its place.
            self.sinks.parts().for_each(Part::keep);
        }
        self.place()?;
        Ok(speakers)
    }

    /// Whether one file is all that is to be put in its place, and no journal tells of it yet: it
    /// is there at once or not at all, and nobody could go on from a note of it.
    fn is_placed_by_one_step(&self) -> bool {
        let is_alone = self.errors.is_none() && self.spool.is_none();
        is_alone && !self.is_noted && self.sinks.are_one_stream()
    }

    /// Writes what waits, and what ends each file.
    fn complete(
        &mut self,
        linker: Option<&Linker<'_>>,
        pool: &ThreadPool,
    ) -> Result<Option<usize>, Error> {
        let census = std::mem::take(&mut self.census);
        let identities = linker.map(|linker| linker.settle(census));
        let identities = identities.as_ref();
        if let Some((path, spool)) = &mut self.spool {
            let wrong = |error: io::Error| Error::write(path, error);
            let encoders = &self.encoders;
            let encode = |rows| encoders.encode(&assigned(identities, rows));
            for encoded in waiting(spool, pool, encode).map_err(wrong)? {
                self.sinks.write(encoders, encoded.map_err(wrong)?)?;
            }
            for table in self.sinks.tables() {
                let rows = waiting(spool, pool, |rows| assigned(identities, rows));
                table.write(encoders.layout(), rows.map_err(wrong)?)?;
            }
        }
        self.sinks.end(&self.encoders)?;
        Ok(identities.map(Identities::count))
    }

    fn place(self) -> Result<(), Error> {
        self.sinks.place()?;
        if let Some((path, errors)) = self.errors {
            let part = errors.finish().map_err(|error| Error::write(&path, error))?;
            part.map_or(Ok(()), Part::place).map_err(|error| Error::write(&path, error))?;
        }
        if let Some(journal) = self.journal.filter(|journal| journal.exists()) {
            std::fs::remove_file(&journal).map_err(|error| Error::write(&journal, error))?;
        }
        if let Some((path, mut spool)) = self.spool {
            spool
                .part()
                .map_or(Ok(()), |part| part.remove())
                .map_err(|e| Error::write(&path, e))?;
        }
        Ok(())
    }
}

/// A file from its start, or from so many bytes on.
fn opened(path: &Path, length: Option<u64>) -> Result<Target, Error> {
    match length {
        Some(length) => Target::resume(path, length).map_err(|error| Error::part(path, error)),
        None => Target::create(path).map_err(|error| Error::write(path, error)),
    }
}

fn unnamed(directory: PathBuf) -> Result<(PathBuf, Spool), Error> {
    let spool = Spool::unnamed(&directory).map_err(|error| Error::write(&directory, error))?;
    Ok((directory, spool))
}

fn assigned(identities: Option<&Identities<'_>>, mut rows: ArticleRows) -> ArticleRows {
    if let Some(identities) = identities {
        identities.assign(&mut rows.rows);
    }
    rows
}
