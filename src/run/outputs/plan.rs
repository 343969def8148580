//! What a run is to write, and where it begins.

use crate::output::{Format, Layout, directory_part_of, is_being_written, is_device, part_of};
use crate::run::Error;
use crate::run::journal::{self, Note};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The extension of rows that wait.
pub(super) const SPOOL: &str = "spool";

/// What an output holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Rows.
    Rows(Format),
    /// The texts that places in rows count in: JSON lines where the path ends in `.jsonl`,
    /// else a directory of text files.
    Texts,
}

/// One output that is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Where; `None`: standard output.
    pub path: Option<PathBuf>,
    /// What.
    pub content: Content,
}

/// How a run begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Start {
    /// From the start, unless one that was stopped could go on.
    #[default]
    New,
    /// From the start, whatever was done before.
    Again,
    /// From where it was stopped; from the start where nothing was.
    GoOn,
}

/// What a run is to write, and where it begins.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The outputs; the first gives the journal its name.
    pub wanted: Vec<Wanted>,
    /// The columns.
    pub layout: Layout,
    /// Where to write what is wrong with articles, as CSV.
    pub errors: Option<PathBuf>,
    /// Whether speakers are linked over all articles.
    pub is_linked: bool,
    /// Where to begin.
    pub start: Start,
    /// All that the outputs depend on, by name.
    pub settings: BTreeMap<String, String>,
    /// What a directory of brat files has as `annotation.conf`.
    pub annotation_conf: String,
}

impl Plan {
    /// Where the run notes how far it is: only a run whose outputs are all files does.
    pub fn journal(&self) -> Option<PathBuf> {
        let paths: Option<Vec<&Path>> = self.wanted.iter().map(|w| w.path.as_deref()).collect();
        let paths = paths?;
        let first = paths.first()?;
        let all = paths.iter().copied().chain(self.errors.as_deref());
        (!all.into_iter().any(is_device)).then(|| journal::beside(first))
    }

    /// Where rows wait that have no name to wait under: beside a file, else with the system's
    /// temporary files.
    pub(super) fn directory(&self) -> PathBuf {
        let mut paths = self.wanted.iter().filter_map(|w| w.path.as_deref());
        let file = paths.find(|path| !is_device(path));
        let directory = file.and_then(Path::parent).map(|p| match p.as_os_str().is_empty() {
            true => Path::new("."),
            false => p,
        });
        directory.map_or_else(std::env::temp_dir, Path::to_path_buf)
    }

    /// Whether another run is writing one of the outputs.
    pub(super) fn not_busy(&self) -> Result<(), Error> {
        let paths = self.wanted.iter().filter_map(|wanted| wanted.path.as_deref());
        let mut all = paths.chain(self.errors.as_deref());
        let busy = all.find(|path| is_being_written(path));
        busy.map_or(Ok(()), |path| Err(Error::Busy(path.into())))
    }

    /// All files that the run makes beside the outputs themselves.
    pub fn beside(&self) -> Vec<PathBuf> {
        let paths = self.wanted.iter().filter_map(|wanted| wanted.path.as_deref());
        let all: Vec<&Path> = paths.chain(self.errors.as_deref()).collect();
        let parts = all.iter().flat_map(|path| [part_of(path), directory_part_of(path)]);
        let journal = all.first().map(|path| journal::beside(path));
        let spool = journal.iter().map(|journal| journal.with_extension(SPOOL));
        let spool = spool.flat_map(|spool| [part_of(&spool), spool]);
        parts.chain(journal.clone()).chain(spool).collect()
    }

    /// What was noted of the run that this one goes on with, if it does.
    pub(super) fn before(
        &self,
        journal: Option<&Path>,
        fresh: &Note,
    ) -> Result<Option<Note>, Error> {
        let Some(journal) = journal else {
            return if self.start == Start::GoOn { Err(Error::NoJournal) } else { Ok(None) };
        };
        if self.start == Start::Again {
            return Ok(None);
        }
        let Some(note) = Note::read(journal)? else { return Ok(None) };
        if self.start == Start::New {
            return Err(Error::Stopped { journal: journal.into(), articles: note.tally.articles });
        }
        note.fits(fresh)?;
        Ok(Some(note))
    }
}
