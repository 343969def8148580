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

mod linked;

pub use linked::extract_linked;

use crate::input::{Article, Notice, Trouble};
use crate::output::{Format, Row};
use crate::rules::Kind;
use rayon::prelude::*;
use std::cell::RefCell;
use std::io::{self, Write};
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles whose rows are written.
    pub articles: usize,
    /// Articles lost, each with a notice.
    pub skipped: usize,
    /// Rows written.
    pub attributions: usize,
}

/// Writes the rows of all articles whose kind is wanted; `watch` sees the tally after each article,
/// and what there is to tell.
///
/// # Errors
/// When writing fails.
pub fn extract(
    articles: impl Iterator<Item = Result<Article, Notice>> + Send,
    rows: impl Fn(&Article) -> Vec<Row> + Sync,
    (kinds, format, settings): (&[Kind], Format, &Settings),
    out: &mut impl Write,
    mut watch: impl FnMut(&Tally, Option<&Notice>),
) -> io::Result<Tally> {
    let encode = |article: &Article| {
        let rows = of_kinds(rows(article), kinds);
        (rows.len(), format.encode(&article.id, &rows))
    };
    out.write_all(&format.header())?;
    tallied(articles, settings, encode, |bytes| out.write_all(&bytes), &mut watch)
}

/// Does `work` on each article, which gives a number of rows and what is made of them, and
/// hands that to `take` in input order; `watch` sees the tally after each article.
fn tallied<T: Send>(
    articles: impl Iterator<Item = Result<Article, Notice>> + Send,
    settings: &Settings,
    work: impl Fn(&Article) -> (usize, T) + Sync,
    mut take: impl FnMut(T) -> io::Result<()>,
    watch: &mut impl FnMut(&Tally, Option<&Notice>),
) -> io::Result<Tally> {
    let mut tally = Tally::default();
    each(articles, settings, work, |result| {
        match result {
            Ok((count, made)) => {
                tally.articles += 1;
                tally.attributions += count;
                take(made)?;
                watch(&tally, None);
            }
            Err(notice) => {
                tally.skipped += usize::from(notice.is_skip());
                watch(&tally, Some(&notice));
            }
        }
        Ok(())
    })?;
    Ok(tally)
}

/// The rows that are wanted.
fn of_kinds(mut rows: Vec<Row>, kinds: &[Kind]) -> Vec<Row> {
    rows.retain(|row| kinds.iter().any(|kind| kind.name() == row.kind));
    rows
}

fn pool(settings: &Settings) -> io::Result<rayon::ThreadPool> {
    let builder = rayon::ThreadPoolBuilder::new().num_threads(settings.threads);
    builder.build().map_err(io::Error::other)
}

/// Does `work` on each article on all threads and hands the results to `take`
/// in input order. An article on which `work` panics becomes a notice.
///
/// # Errors
/// The first of `take`, which ends the run.
pub fn each<T: Send>(
    articles: impl Iterator<Item = Result<Article, Notice>> + Send,
    settings: &Settings,
    work: impl Fn(&Article) -> T + Sync,
    mut take: impl FnMut(Result<T, Notice>) -> io::Result<()>,
) -> io::Result<()> {
    let pool = pool(settings)?;
    let batch_bytes = settings.batch_bytes;
    std::thread::scope(|scope| {
        // One batch waits while another is worked on and a third is read.
        let (sender, batches) = mpsc::sync_channel(1);
        scope.spawn(move || read_ahead(articles, batch_bytes, &sender));
        for batch in batches {
            let batch: Vec<Result<Article, Notice>> = batch;
            let results: Vec<Result<T, Notice>> =
                pool.install(|| batch.into_par_iter().map(|item| guarded(item?, &work)).collect());
            results.into_iter().try_for_each(&mut take)?;
        }
        Ok(())
    })
}

/// Sends batches until the articles end or nobody takes them any more.
fn read_ahead(
    articles: impl Iterator<Item = Result<Article, Notice>>,
    batch_bytes: usize,
    sender: &mpsc::SyncSender<Vec<Result<Article, Notice>>>,
) {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for item in articles {
        // A notice weighs too: a corpus of nothing but bad files has batches.
        bytes += item.as_ref().map_or(1 << 10, |article| article.text.len());
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

fn guarded<T>(article: Article, work: impl Fn(&Article) -> T) -> Result<T, Notice> {
    PANIC.set(Some(String::new()));
    // Nothing that `work` may have left half done is seen again.
    let result = panic::catch_unwind(AssertUnwindSafe(|| work(&article)));
    let place = PANIC.take().unwrap_or_default();
    result.map_err(|payload| {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("panic");
        let what = format!("{text}{place} (article `{}`)", article.id);
        Notice::file(&article.path, Trouble::Panic(what))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    fn article(n: usize) -> Article {
        Article { id: n.to_string(), text: "x".repeat(100), ..Article::default() }
    }

    /// Items as a reader gives them: every tenth is a file that cannot be read.
    fn items(count: usize) -> impl Iterator<Item = Result<Article, Notice>> + Send {
        let bad = |n: usize| Err(Notice::file(n.to_string().as_ref(), Trouble::Empty));
        (0..count).map(move |n| if n % 10 == 7 { bad(n) } else { Ok(article(n)) })
    }

    /// Takes the longer the earlier it comes, so that results end out of order.
    fn slow_rows(article: &Article) -> Vec<Row> {
        let n: u64 = article.id.parse().unwrap();
        std::thread::sleep(Duration::from_micros(n * 7919 % 900));
        let kind = ["statement", "attitude"][n as usize % 2];
        let row = Row { article_id: article.id.clone(), kind, confidence: 0.5, ..Row::default() };
        vec![row; n as usize % 4]
    }

    fn run(threads: usize, batch_bytes: usize) -> (Vec<u8>, Tally, Vec<String>) {
        let (mut out, mut told) = (Vec::new(), Vec::new());
        let how = (&[Kind::Statement][..], Format::Csv, &Settings { threads, batch_bytes });
        let tally = extract(items(200), slow_rows, how, &mut out, |_, notice| {
            told.extend(notice.map(Notice::to_string));
        });
        (out, tally.unwrap(), told)
    }

    #[test]
    fn output_does_not_depend_on_threads_or_batches() {
        let one = run(1, 1);
        assert_eq!(one.1, Tally { articles: 180, skipped: 20, attributions: 100 });
        assert_eq!(one.2[1], "17: skipped: no words in it");
        for (threads, batch_bytes) in [(1, 8 << 20), (2, 1000), (3, 777), (8, 3000)] {
            assert_eq!(run(threads, batch_bytes), one, "{threads} threads, {batch_bytes} bytes");
        }
    }

    #[test]
    fn rows_come_in_input_order() {
        let (out, ..) = run(8, 2000);
        let mut reader = csv::Reader::from_reader(&out[..]);
        let ids: Vec<u32> = reader.records().map(|r| r.unwrap()[1].parse().unwrap()).collect();
        assert!(!ids.is_empty() && ids.is_sorted(), "{ids:?}");
    }

    #[test]
    fn a_panic_costs_one_article_and_is_told_with_its_path() {
        let items =
            (0..5).map(|n| Ok(Article { path: format!("news/{n}.txt").into(), ..article(n) }));
        let work =
            |a: &Article| if a.id == "3" { panic!("no verb in {}", a.id) } else { a.id.clone() };
        let mut got = Vec::new();
        let settings = Settings { threads: 2, ..Settings::default() };
        each(items, &settings, work, |result| {
            got.push(result.unwrap_or_else(|notice| notice.to_string()));
            Ok(())
        })
        .unwrap();
        let bug = "news/3.txt: skipped: whosaid failed on this article: no verb in 3";
        assert_eq!((&got[2][..], &got[4][..]), ("2", "4"));
        assert!(got[3].starts_with(bug), "{}", got[3]);
    }

    #[test]
    fn reading_stays_a_few_batches_ahead() {
        let read = AtomicUsize::new(0);
        let items = (0..1000).map(|n| {
            read.fetch_add(1, Ordering::SeqCst);
            Ok(article(n))
        });
        let settings = Settings { threads: 2, batch_bytes: 1000 };
        let (mut taken, mut most) = (0, 0);
        each(
            items,
            &settings,
            |_| (),
            |_| {
                taken += 1;
                std::thread::sleep(Duration::from_micros(100));
                most = most.max(read.load(Ordering::SeqCst) - taken);
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(taken, 1000);
        assert!(most <= 50, "{most} articles in memory, ten to a batch");
    }

    #[test]
    fn a_full_disk_ends_the_run() {
        let settings = Settings { threads: 2, batch_bytes: 1000 };
        let mut taken = 0;
        let result = each(
            items(100_000),
            &settings,
            |_| (),
            |_| {
                taken += 1;
                if taken == 25 { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
            },
        );
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::StorageFull);
        assert_eq!(taken, 25);
    }
}
