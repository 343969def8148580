//! One extraction: what a reader gives, made into articles, then rows, on all threads.
//!
//! A piece of some articles goes through four steps: records become articles on any thread; in
//! input order it is seen which are to be read (limits, texts read before, what an earlier run
//! did); articles become bytes on any thread; these are written in input order. So the output is
//! the same at any number of threads, whenever the run was stopped in between. The thread that
//! sees and writes does nothing else, so that the others need not wait for a disk.

use super::flow::{InOrder, Piece, Window, read_ahead};
use super::gate::Gate;
use super::notes::Notes;
use super::outputs::{Encoders, Made, Outputs};
use super::{Closing, Error, Settings, Tally, guarded, pool};
use crate::input::{Article, Notice, Options, Prepared, Raw, Trouble};
use crate::link::Linker;
use crate::output::{ArticleRows, Row};
use crate::rules::Kind;
use rayon::Scope;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

/// So often it is seen whether the run is to stop while no input comes.
const PATIENCE: Duration = Duration::from_millis(200);

/// What is to be done with articles.
pub struct Extraction<'a> {
    /// The rows of each of some articles.
    pub rows: &'a (dyn Fn(&[Article]) -> Vec<Vec<Row>> + Sync),
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
    /// Set from outside: the run is to stop with what is written by then.
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
        if let (Some(linker), true) = (self.linker, outputs.goes_on()) {
            outputs.read_census(linker, &pool)?;
        }
        let is_stopped = !outputs.note().is_complete
            && pool.in_place_scope(|scope| {
                let window = self.settings.window();
                // Whatever ends the run, the reader is not to wait for it.
                let _close = Closing(&window);
                self.all(read(items, &window), &window, scope, &mut outputs, &mut watch)
            })?;
        let tally = outputs.note().tally;
        let (stopped, speakers) = match is_stopped {
            true => (Some(outputs.stop(self.linker, &pool)?), None),
            false => (None, outputs.finish(self.linker, &pool)?),
        };
        Ok(Outcome { tally, stopped, speakers })
    }

    /// Does all that comes; whether it was stopped before the end.
    fn all<'s, T: Pending + 's>(
        &'s self,
        (sender, events): (Sender<Event<T>>, mpsc::Receiver<Event<T>>),
        window: &Window,
        scope: &Scope<'s>,
        outputs: &mut Outputs,
        watch: &mut impl FnMut(&Tally, Option<&Notice>),
    ) -> Result<bool, Error> {
        let workers = Workers { encoders: outputs.encoders(), sender, over: Arc::default() };
        let _over = Over(Arc::clone(&workers.over));
        let mut gate = Gate::new(self, outputs.note());
        let (mut articles, mut done) = (InOrder::default(), InOrder::default());
        let (mut is_read, mut notes) = (false, Notes::new(self, outputs));
        loop {
            match events.recv_timeout(PATIENCE) {
                Ok(Event::Read(piece)) => workers.prepare(articles.expect(), piece, scope),
                Ok(Event::End) => is_read = true,
                Ok(Event::Prepared(number, piece)) => articles.put(number, piece),
                Ok(Event::Made(number, piece)) => done.put(number, piece),
                // Our own sender is there: no input came.
                Err(_) => {}
            }
            while let Some(Piece { items, bytes }) = articles.next() {
                if gate.is_full() {
                    break;
                }
                let mut seen = Tally::default();
                let items = gate.admit(items, &mut seen)?;
                let piece = Admitted { items, bytes, seen, place: gate.place() };
                workers.make(self, done.expect(), piece, scope);
            }
            while let Some(piece) = done.next() {
                notes.bytes += piece.bytes;
                window.leave(piece.bytes);
                self.write(piece, outputs, watch)?;
            }
            notes.checkpoint(outputs)?;
            let no_more = gate.is_full() || (is_read && articles.is_empty());
            if no_more && done.is_empty() {
                gate.finish()?;
                return Ok(false);
            }
            if self.stop.load(Ordering::Relaxed) {
                return Ok(true);
            }
        }
    }

    /// Writes what was made of a piece.
    fn write(
        &self,
        piece: Admitted<Result<(usize, Made), Notice>>,
        outputs: &mut Outputs,
        watch: &mut impl FnMut(&Tally, Option<&Notice>),
    ) -> Result<(), Error> {
        let Admitted { items, seen, place, .. } = piece;
        let note = outputs.note_mut();
        note.tally.repeated += seen.repeated;
        note.tally.dropped += seen.dropped;
        for made in items {
            self.take(made, outputs, watch)?;
        }
        let note = outputs.note_mut();
        (note.read, note.digest) = place;
        Ok(())
    }

    /// What is written of these articles, in their order.
    fn made(
        &self,
        items: Vec<Result<Article, Notice>>,
        encoders: &Encoders,
    ) -> Vec<Result<(usize, Made), Notice>> {
        let (mut articles, mut failed) = (Vec::with_capacity(items.len()), Vec::new());
        for (place, item) in items.into_iter().enumerate() {
            match item {
                Ok(article) => articles.push(article),
                Err(notice) => failed.push((place, notice)),
            }
        }
        let rows = self.rows_of_each(&articles);
        let mut made: Vec<_> = articles
            .into_iter()
            .zip(rows)
            .map(|(article, rows)| self.encoded(article, rows, encoders))
            .collect();
        for (place, notice) in failed {
            made.insert(place, Err(notice));
        }
        made
    }

    /// The rows of each article; a panic costs the one that caused it.
    fn rows_of_each(&self, articles: &[Article]) -> Vec<Result<Vec<Row>, Trouble>> {
        let rows = || {
            let rows = (self.rows)(articles);
            assert_eq!(rows.len(), articles.len(), "each article has its rows");
            rows
        };
        match guarded(rows) {
            Ok(rows) => rows.into_iter().map(Ok).collect(),
            Err(trouble) if articles.len() < 2 => vec![Err(trouble)],
            Err(_) => articles.chunks(1).flat_map(|article| self.rows_of_each(article)).collect(),
        }
    }

    fn encoded(
        &self,
        article: Article,
        rows: Result<Vec<Row>, Trouble>,
        encoders: &Encoders,
    ) -> Result<(usize, Made), Notice> {
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

/// What comes to the thread that sees and writes.
enum Event<T> {
    /// Records, in the order of the input.
    Read(Piece<Result<T, Notice>>),
    /// All are read.
    End,
    /// The articles of the piece of that number.
    Prepared(usize, Piece<Prepared>),
    /// What was made of those that were let through.
    Made(usize, Admitted<Result<(usize, Made), Notice>>),
}

/// A piece that was let through.
struct Admitted<I> {
    items: Vec<I>,
    bytes: usize,
    /// What was left out of it, and why.
    seen: Tally,
    /// How far the input is read behind it, and a hash of that.
    place: (u64, u64),
}

/// Begins to read on a thread of its own.
fn read<T: Pending + 'static>(
    items: impl Iterator<Item = Result<T, Notice>> + Send + 'static,
    window: &Arc<Window>,
) -> (Sender<Event<T>>, mpsc::Receiver<Event<T>>) {
    let (sender, events) = mpsc::channel();
    let (reading, window) = (sender.clone(), Arc::clone(window));
    // Nobody waits for it: it may wait for an input that does not come. After an error, which is
    // told elsewhere, nobody takes what it sends.
    std::thread::spawn(move || {
        read_ahead(items, &window, |piece| {
            let _ = reading.send(Event::Read(piece));
        });
        let _ = reading.send(Event::End);
    });
    (sender, events)
}

/// What the threads that work need.
struct Workers<T> {
    encoders: Arc<Encoders>,
    sender: Sender<Event<T>>,
    /// Whether nobody wants what is not begun.
    over: Arc<AtomicBool>,
}

impl<T: Pending> Workers<T> {
    /// Has a piece made articles.
    fn prepare<'s>(&self, number: usize, piece: Piece<Result<T, Notice>>, scope: &Scope<'s>)
    where
        T: 's,
    {
        let (sender, over) = (self.sender.clone(), Arc::clone(&self.over));
        scope.spawn(move |_| {
            if !over.load(Ordering::Relaxed) {
                let Piece { items, bytes } = piece;
                let items = items.into_iter().map(prepared).collect();
                let _ = sender.send(Event::Prepared(number, Piece { items, bytes }));
            }
        });
    }

    /// Has a piece made what is written.
    fn make<'s>(
        &self,
        extraction: &'s Extraction<'_>,
        number: usize,
        piece: Admitted<Result<Article, Notice>>,
        scope: &Scope<'s>,
    ) where
        T: 's,
    {
        let (sender, over) = (self.sender.clone(), Arc::clone(&self.over));
        let encoders = Arc::clone(&self.encoders);
        scope.spawn(move |_| {
            if !over.load(Ordering::Relaxed) {
                let Admitted { items, bytes, seen, place } = piece;
                let items = extraction.made(items, &encoders);
                let piece = Admitted { items, bytes, seen, place };
                let _ = sender.send(Event::Made(number, piece));
            }
        });
    }
}

/// Tells the threads, when it goes, that nobody wants more.
struct Over(Arc<AtomicBool>);

impl Drop for Over {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
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
