//! Runs the pipeline over many articles in parallel, output in input order.
//!
//! Takes articles as they are read and a function of one article. Three things
//! go on at once: one thread reads ahead, all threads work on a batch, and what
//! they made is taken in input order by the caller. So the output is the same
//! at any number of threads, and memory holds a few batches, not the corpus.
//! What a match is, is not known here.
//!
//! # Why batches and not a queue of articles
//!
//! A queue in order needs a bound on what waits behind one slow article. A batch
//! is that bound, and rayon's stealing keeps all threads busy inside it.

mod error;
mod extraction;
mod gate;
pub mod journal;
mod outputs;
mod spool;

pub use error::Error;
pub use extraction::{Extraction, Outcome, Pending};
pub use outputs::{Content, Outputs, Plan, Start, Wanted};

use crate::input::{Article, Notice, Trouble};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc;

/// How a run goes about its articles.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Threads that work; zero: as many as there are cores.
    pub threads: usize,
    /// Bytes of text in one batch.
    pub batch_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        // 8 MB: some 1,500 articles, so that the last of a batch leaves few threads idle.
        Self { threads: 0, batch_bytes: 8 << 20 }
    }
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Articles whose rows are written.
    pub articles: usize,
    /// Articles lost, each with a notice.
    pub skipped: usize,
    /// Articles whose text was read before.
    pub repeated: usize,
    /// Those of them that were left out.
    pub dropped: usize,
    /// Rows written.
    pub attributions: usize,
}

pub(crate) fn pool(settings: &Settings) -> io::Result<rayon::ThreadPool> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(settings.threads);
    builder.build().map_err(io::Error::other)
}

/// Does `work` on each article on all threads and hands the results to `take`
/// in input order. An article on which `work` panics becomes a notice.
///
/// # Errors
/// When no threads can be started.
pub fn each<T: Send>(
    articles: impl Iterator<Item = Article> + Send,
    settings: &Settings,
    work: impl Fn(&Article) -> T + Sync,
    mut take: impl FnMut(Result<T, Notice>),
) -> io::Result<()> {
    let pool = pool(settings)?;
    let done =
        |article: Article| guarded(|| work(&article)).map_err(|trouble| article.notice(trouble));
    std::thread::scope(|scope| {
        let (sender, batches) = channel();
        let batch_bytes = settings.batch_bytes;
        scope.spawn(move || read_ahead(articles.map(Ok), batch_bytes, &sender));
        for batch in batches {
            let articles = batch.into_par_iter().flatten();
            let results: Vec<Result<T, Notice>> = pool.install(|| articles.map(done).collect());
            results.into_iter().for_each(&mut take);
        }
    });
    Ok(())
}

type Batch<T> = Vec<Result<T, Notice>>;

/// One batch waits while another is worked on and a third is read.
fn channel<T>() -> (mpsc::SyncSender<Batch<T>>, mpsc::Receiver<Batch<T>>) {
    mpsc::sync_channel(1)
}

/// Sends batches until the items end or nobody takes them any more.
fn read_ahead<T: Pending>(
    mut items: impl Iterator<Item = Result<T, Notice>>,
    batch_bytes: usize,
    sender: &mpsc::SyncSender<Batch<T>>,
) {
    let (mut batch, mut bytes, mut is_over) = (Vec::new(), 0, false);
    // Where the reader itself fails nothing more can come, and that is told.
    let next = || {
        let item = if is_over { Ok(None) } else { guarded(|| items.next()) };
        is_over |= item.is_err();
        item.unwrap_or_else(|trouble| Some(Err(Notice::file("input".as_ref(), trouble))))
    };
    for item in std::iter::from_fn(next) {
        // A notice weighs too: a corpus of nothing but bad files has batches.
        bytes += item.as_ref().map_or(1 << 10, Pending::weight);
        batch.push(item);
        if bytes >= batch_bytes {
            bytes = 0;
            if sender.send(std::mem::take(&mut batch)).is_err() {
                return;
            }
        }
    }
    // Nobody takes it after an error, which is told elsewhere.
    let _ = sender.send(batch);
}

thread_local! {
    /// Where this thread's article panicked; outside articles `None`.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes a panic on an article be told once, by its notice, and not by Rust's
/// own message too. For a program; a library's caller keeps the hook it has.
pub fn quiet_panics() {
    let default = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let in_article = PANIC.with_borrow_mut(|place| match place {
            Some(place) => {
                *place = info.location().map_or_else(String::new, |l| format!(" at {l}"));
                true
            }
            None => false,
        });
        if !in_article {
            default(info);
        }
    }));
}

/// What `work` gives, or that it panicked, and where.
fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, Trouble> {
    PANIC.set(Some(String::new()));
    // Nothing that `work` may have left half done is seen again.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let place = PANIC.take().unwrap_or_default();
    result.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("panic");
        Trouble::Panic(format!("{text}{place}"))
    })
}

#[cfg(test)]
mod tests;
