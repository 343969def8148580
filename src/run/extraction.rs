//! One extraction: what a reader gives, made into articles, then rows, on all threads.
//!
//! A batch goes through four steps: records become articles on all threads; in input order
//! it is seen which are to be read (limits, texts read before, what an earlier run did);
//! articles become bytes on all threads; these are written in input order. So the output is
//! the same at any number of threads, whenever the run was stopped in between.

use super::gate::Gate;
use super::outputs::{Encoders, Made, Outputs};
use super::{Error, Settings, Tally, channel, guarded, pool, read_ahead};
use crate::input::{Article, Notice, Options, Prepared, Raw, Trouble};
use crate::link::Linker;
use crate::output::{ArticleRows, Row};
use crate::rules::Kind;
use rayon::ThreadPool;
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

/// So often it is seen whether the run is to stop while no input comes.
const PATIENCE: Duration = Duration::from_millis(200);

/// What is to be done with articles.
pub struct Extraction<'a> {
    /// The rows of an article.
    pub rows: &'a (dyn Fn(&Article) -> Vec<Row> + Sync),
    /// The kinds of row that are wanted.
    pub kinds: &'a [Kind],
    /// What links speakers over all articles.
    pub linker: Option<&'a Linker<'a>>,
    /// Whether an article whose text was read before is left out.
    pub drops_same_text: bool,
    /// So many articles, and no more.
    pub limit: Option<usize>,
    /// Whether the first article that is lost ends the run.
    pub is_strict: bool,
    /// Threads and batches.
    pub settings: Settings,
    /// How often the run notes how far it is.
    pub checkpoint: Duration,
    /// Set from outside: the run is to stop after this batch.
    pub stop: &'a AtomicBool,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What it did, with what was done before it went on.
    pub tally: Tally,
    /// The files of what is done so far, where it was stopped.
    pub stopped: Option<Vec<PathBuf>>,
    /// Speakers with one id over all articles.
    pub speakers: Option<usize>,
}

/// What becomes an article on whatever thread has time.
pub trait Pending: Send {
    /// The bytes that it takes in memory.
    fn weight(&self) -> usize;
    /// A notice of this article.
    fn notice(&self, trouble: Trouble) -> Notice;
    /// Makes the article.
    fn prepare(self) -> Prepared;
}

impl Pending for Article {
    fn weight(&self) -> usize {
        self.text.len()
    }

    fn notice(&self, trouble: Trouble) -> Notice {
        Notice::file(&self.path, trouble).of_article(&self.id)
    }

    fn prepare(self) -> Prepared {
        Prepared { notices: Vec::new(), article: Ok(self) }
    }
}

impl Pending for (Raw, Arc<Options>) {
    fn weight(&self) -> usize {
        self.0.bytes()
    }

    fn notice(&self, trouble: Trouble) -> Notice {
        self.0.notice(trouble)
    }

    fn prepare(self) -> Prepared {
        self.0.prepare(&self.1)
    }
}

impl Extraction<'_> {
    /// Writes the rows of all articles; `watch` sees the tally after each article, and what
    /// there is to tell.
    ///
    /// # Errors
    /// When writing fails, the input is not that of the run to go on with, or an article is
    /// lost and none may be.
    pub fn run(
        &self,
        items: impl Iterator<Item = Result<impl Pending + 'static, Notice>> + Send + 'static,
        mut outputs: Outputs,
        mut watch: impl FnMut(&Tally, Option<&Notice>),
    ) -> Result<Outcome, Error> {
        let pool = pool(&self.settings).map_err(Error::Threads)?;
        let mut gate = Gate::new(self, outputs.note());
        if let (Some(linker), true) = (self.linker, outputs.goes_on()) {
            outputs.read_census(linker, &pool)?;
        }
        let (mut noted, mut noted_at) = (Instant::now(), outputs.note().read);
        let mut is_stopped = false;
        if !outputs.note().is_complete {
            let (sender, batches) = channel();
            let batch_bytes = self.settings.batch_bytes;
            // Nobody waits for it: it may wait for an input that does not come.
            std::thread::spawn(move || read_ahead(items, batch_bytes, &sender));
            let mut is_last = false;
            while !is_last && !is_stopped {
                match batches.recv_timeout(PATIENCE) {
                    Ok(batch) => {
                        let batch = pool.install(|| batch.into_par_iter().map(prepared).collect());
                        is_last = self.batch(batch, &mut gate, &mut outputs, &pool, &mut watch)?;
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => is_last = true,
                }
                if noted.elapsed() >= self.checkpoint && outputs.note().read > noted_at {
                    outputs.checkpoint()?;
                    noted_at = outputs.note().read;
                    noted = Instant::now();
                }
                is_stopped = !is_last && self.stop.load(Ordering::Relaxed);
            }
            if !is_stopped {
                gate.finish()?;
            }
        }
        let tally = outputs.note().tally;
        let (stopped, speakers) = match is_stopped {
            true => (Some(outputs.stop(self.linker, &pool)?), None),
            false => (None, outputs.finish(self.linker, &pool)?),
        };
        Ok(Outcome { tally, stopped, speakers })
    }

    /// Does one batch; whether it is the last one wanted.
    fn batch(
        &self,
        batch: Vec<Prepared>,
        gate: &mut Gate,
        outputs: &mut Outputs,
        pool: &ThreadPool,
        watch: &mut impl FnMut(&Tally, Option<&Notice>),
    ) -> Result<bool, Error> {
        let admitted = gate.admit(batch, &mut outputs.note_mut().tally)?;
        let encoders = outputs.encoders();
        let make = |item: Result<Article, Notice>| self.made(item?, encoders);
        let made: Vec<Result<(usize, Made), Notice>> =
            pool.install(|| admitted.into_par_iter().map(make).collect());
        for made in made {
            self.take(made, outputs, watch)?;
        }
        let note = outputs.note_mut();
        (note.read, note.digest) = gate.place();
        Ok(gate.is_full())
    }

    fn made(&self, article: Article, encoders: &Encoders) -> Result<(usize, Made), Notice> {
        let rows = guarded(|| (self.rows)(&article));
        let mut rows = rows.map_err(|trouble| article.notice(trouble))?;
        rows.retain(|row| self.kinds.iter().any(|kind| kind.name() == row.kind));
        let (count, failed) = (rows.len(), article.notice(Trouble::Empty));
        let made = guarded(|| encoders.make(ArticleRows { article, rows }, self.linker));
        Ok((count, made.map_err(|trouble| Notice { trouble, ..failed })?))
    }

    fn take(
        &self,
        made: Result<(usize, Made), Notice>,
        outputs: &mut Outputs,
        watch: &mut impl FnMut(&Tally, Option<&Notice>),
    ) -> Result<(), Error> {
        let tally = &mut outputs.note_mut().tally;
        match made {
            Ok((count, made)) => {
                tally.articles += 1;
                tally.attributions += count;
                watch(tally, None);
                outputs.take(made)
            }
            Err(notice) if notice.is_skip() && self.is_strict => {
                Err(Error::Strict(Box::new(notice)))
            }
            Err(notice) => {
                tally.skipped += usize::from(notice.is_skip());
                watch(tally, Some(&notice));
                outputs.tell(&notice)
            }
        }
    }
}

/// An article made, or what is wrong; a panic costs one article.
fn prepared(item: Result<impl Pending, Notice>) -> Prepared {
    let failed = |notice| Prepared { notices: Vec::new(), article: Err(notice) };
    match item {
        Ok(item) => {
            let notice = item.notice(Trouble::Empty);
            guarded(|| item.prepare())
                .unwrap_or_else(|trouble| failed(Notice { trouble, ..notice }))
        }
        Err(notice) => failed(notice),
    }
}
