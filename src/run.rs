//! Runs the pipeline over many articles in parallel, output in input order.
//!
//! Takes articles as they are read and a function of one article. Three things
//! go on at once: one thread reads ahead, all threads work on pieces of some
//! articles, and what they made is taken in input order by the caller. So the
//! output is the same at any number of threads, and memory holds what is on its
//! way, not the corpus. What a match is, is not known here.

mod error;
mod extraction;
mod flow;
mod gate;
pub mod journal;
mod notes;
mod outputs;
mod spool;

pub use error::Error;
pub use extraction::{Extraction, Outcome, Pending};
pub use outputs::{Content, Outputs, Plan, Start, Wanted};

use crate::input::{Article, Notice, Trouble};
use flow::{InOrder, Piece, Window, read_ahead};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, mpsc};

/// How a run goes about its articles.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Threads that work; zero: as many as there are cores.
    pub threads: usize,
    /// Bytes of text in one batch; two are on their way at most, where no article is longer.
    pub batch_bytes: usize,
}

impl Default for Settings {
    fn default() -> Self {
        // 8 MB: some 1,500 articles, so that a long one among them leaves no thread idle.
        Self { threads: 0, batch_bytes: 8 << 20 }
    }
}

impl Settings {
    /// What bounds the bytes on their way. Two batches: while one long article is worked on, the
    /// other threads need as much again to go on with.
    fn window(&self) -> Arc<Window> {
        Window::new(self.batch_bytes.saturating_mul(2))
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
    let window = settings.window();
    let (sender, events) = mpsc::channel();
    let (reading, made_by) = (sender.clone(), sender);
    std::thread::scope(|scope| {
        let window = &window;
        // Whatever ends this, the reader is not to wait for it.
        let _close = Closing(window);
        scope.spawn(move || {
            read_ahead(articles.map(Ok), window, |piece| {
                // Nobody takes it after a panic of `take`.
                let _ = reading.send(Event::Read(piece));
            });
            let _ = reading.send(Event::End);
        });
        let (mut awaited, mut is_read) = (InOrder::default(), false);
        pool.in_place_scope(|scope| {
            while !is_read || !awaited.is_empty() {
                match events.recv().expect("this thread has a sender, too") {
                    Event::End => is_read = true,
                    Event::Made(number, made) => awaited.put(number, made),
                    Event::Read(Piece { items, bytes }) => {
                        let (number, made_by, done) = (awaited.expect(), &made_by, &done);
                        scope.spawn(move |_| {
                            let made = items.into_iter().map(|item| item.and_then(done));
                            let made: Vec<Result<T, Notice>> = made.collect();
                            let _ = made_by.send(Event::Made(number, (made, bytes)));
                        });
                    }
                }
                while let Some((made, bytes)) = awaited.next() {
                    made.into_iter().for_each(&mut take);
                    window.leave(bytes);
                }
            }
        });
    });
    Ok(())
}

/// What [`each`] waits for.
enum Event<R, M> {
    /// Items were read.
    Read(Piece<R>),
    /// All are read.
    End,
    /// What was made of the piece of that number.
    Made(usize, M),
}

/// Closes the window when it goes.
struct Closing<'w>(&'w Window);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
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
