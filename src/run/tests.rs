use super::*;
use crate::input::Prepared;
use crate::output::{Format, Layout, Row};
use crate::rules::Kind;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

fn article(n: usize) -> Article {
    Article { id: n.to_string(), text: format!("{n}").repeat(100), ..Article::default() }
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
    let row =
        Row { article_id: article.id.as_str().into(), kind, confidence: 0.5, ..Row::default() };
    vec![row; n as usize % 4]
}

fn plan(path: &Path, start: Start) -> Plan {
    let content = Content::Rows(Format::Csv);
    Plan {
        wanted: vec![Wanted { path: Some(path.into()), content }],
        layout: Layout::default(),
        errors: None,
        is_linked: false,
        start,
        settings: BTreeMap::new(),
        annotation_conf: String::new(),
    }
}

/// What a run is, beside its articles and outputs.
struct How {
    threads: usize,
    batch_bytes: usize,
    drops_same_text: bool,
    limit: Option<usize>,
    is_strict: bool,
}

const PLAIN: How =
    How { threads: 2, batch_bytes: 1000, drops_same_text: false, limit: None, is_strict: false };

/// The file written, or why there is none; the tally; what was told.
fn run(
    how: &How,
    items: impl Iterator<Item = Result<impl Pending + 'static, Notice>> + Send + 'static,
) -> (Result<Vec<u8>, String>, Tally, Vec<String>) {
    run_with(&slow_rows, how, items)
}

fn run_with(
    rows: &(dyn Fn(&Article) -> Vec<Row> + Sync),
    how: &How,
    items: impl Iterator<Item = Result<impl Pending + 'static, Notice>> + Send + 'static,
) -> (Result<Vec<u8>, String>, Tally, Vec<String>) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("out.csv");
    let outputs = Outputs::open(plan(&path, Start::New)).unwrap();
    let extraction = Extraction {
        rows: &|articles| articles.iter().map(rows).collect(),
        kinds: &[Kind::Statement],
        linker: None,
        drops_same_text: how.drops_same_text,
        limit: how.limit,
        is_strict: how.is_strict,
        settings: Settings { threads: how.threads, batch_bytes: how.batch_bytes },
        checkpoint: Duration::from_secs(3600),
        stop: &AtomicBool::new(false),
    };
    let (mut told, mut last) = (Vec::new(), Tally::default());
    let result = extraction.run(items, outputs, |tally, notice| {
        last = *tally;
        told.extend(notice.map(Notice::to_string));
    });
    let written = result.map(|outcome| {
        last = outcome.tally;
        std::fs::read(&path).unwrap()
    });
    let left = std::fs::read_dir(directory.path()).unwrap().count();
    assert_eq!(left, usize::from(written.is_ok()), "nothing else is left");
    (written.map_err(|error| error.to_string()), last, told)
}

#[test]
fn output_does_not_depend_on_threads_or_batches() {
    let one = run(&How { threads: 1, batch_bytes: 1, ..PLAIN }, items(200));
    assert_eq!(one.1, Tally { articles: 180, skipped: 20, attributions: 100, ..Tally::default() });
    assert_eq!(one.2[1], "17: skipped: no words in it");
    for (threads, batch_bytes) in [(1, 8 << 20), (2, 1000), (3, 777), (8, 3000)] {
        let other = run(&How { threads, batch_bytes, ..PLAIN }, items(200));
        assert!(other == one, "{threads} threads, {batch_bytes} bytes");
    }
}

#[test]
fn rows_come_in_input_order() {
    let (out, ..) = run(&How { threads: 8, batch_bytes: 2000, ..PLAIN }, items(200));
    let out = out.unwrap();
    let mut reader = csv::Reader::from_reader(&out[..]);
    let ids: Vec<u32> = reader.records().map(|r| r.unwrap()[1].parse().unwrap()).collect();
    assert!(!ids.is_empty() && ids.is_sorted(), "{ids:?}");
}

#[test]
fn a_long_article_does_not_hold_up_the_others() {
    let done = AtomicUsize::new(0);
    let rows = |article: &Article| {
        // The first is not done before ten others are, of a window of some twenty.
        while article.id == "0" && done.load(Ordering::SeqCst) < 10 {
            std::thread::sleep(Duration::from_millis(1));
        }
        done.fetch_add(1, Ordering::SeqCst);
        slow_rows(article)
    };
    let how = How { batch_bytes: 3000, ..PLAIN };
    let (waited, ..) = run_with(&rows, &how, (0..100).map(|n| Ok(article(n))));
    let (plain, ..) = run(&how, (0..100).map(|n| Ok(article(n))));
    assert!(waited == plain);
}

#[test]
fn a_limit_counts_articles_and_not_what_is_wrong() {
    for batch_bytes in [1, 700, 1 << 20] {
        let (_, tally, _) = run(&How { limit: Some(30), batch_bytes, ..PLAIN }, items(200));
        assert_eq!((tally.articles, tally.skipped), (30, 3), "{batch_bytes}");
    }
}

#[test]
fn a_text_that_comes_again_is_told_and_by_choice_left_out() {
    let twice = || (0..20).map(|n| Ok(Article { text: format!("{}  x", n % 15), ..article(n) }));
    let (_, kept, told) = run(&PLAIN, twice());
    assert_eq!((kept.articles, kept.repeated, kept.dropped), (20, 5, 0));
    assert_eq!(told[0], ": its text is that of an article read before");
    let (_, dropped, _) = run(&How { drops_same_text: true, ..PLAIN }, twice());
    assert_eq!((dropped.articles, dropped.repeated, dropped.dropped), (15, 5, 5));
}

#[test]
fn a_strict_run_ends_at_the_first_loss_and_writes_nothing() {
    let (written, tally, _) = run(&How { is_strict: true, ..PLAIN }, items(200));
    assert_eq!(written.unwrap_err(), "7: skipped: no words in it");
    assert_eq!(tally.articles, 7);
}

/// Panics where it is prepared or read, if its number is that.
struct Trap(Article);

impl Pending for Trap {
    fn weight(&self) -> usize {
        1
    }

    fn notice(&self, trouble: Trouble) -> Notice {
        self.0.notice(trouble)
    }

    fn prepare(self) -> Prepared {
        assert_ne!(self.0.id, "3", "no page in it");
        self.0.prepare()
    }
}

#[test]
fn a_panic_costs_one_article_and_is_told_with_its_path() {
    let path = |n| std::path::PathBuf::from(format!("news/{n}.txt"));
    let items = (0..5).map(move |n| Ok(Trap(Article { path: path(n), ..article(n) })));
    let (_, tally, told) = run(&PLAIN, items);
    assert_eq!((tally.articles, tally.skipped), (4, 1));
    let bug = "news/3.txt: skipped: whosaid failed on this article: ";
    assert!(told[0].starts_with(bug) && told[0].contains("no page in it"), "{told:?}");

    let work = |a: &Article| if a.id == "3" { panic!("no verb in {}", a.id) } else { a.id.clone() };
    let articles = (0..5).map(|n| Article { path: path(n), ..article(n) });
    let mut got = Vec::new();
    let take = |result: Result<String, Notice>| {
        got.push(result.unwrap_or_else(|notice| notice.to_string()));
    };
    each(articles, &Settings::default(), work, take).unwrap();
    assert_eq!((&got[2][..], &got[4][..]), ("2", "4"));
    assert!(got[3].starts_with(&format!("{bug}no verb in 3")), "{}", got[3]);
}

#[test]
fn a_panic_leaves_the_rows_of_articles_of_the_same_piece() {
    let how = How { batch_bytes: 1 << 20, ..PLAIN };
    let rows = |article: &Article| {
        assert!(article.id != "13", "no verb in it");
        slow_rows(article)
    };
    let (written, tally, told) = run_with(&rows, &how, items(40));
    assert_eq!((tally.articles, tally.skipped), (35, 5));
    assert!(told.iter().any(|notice| notice.contains("no verb in it")), "{told:?}");
    let others = items(40).filter(|item| !item.as_ref().is_ok_and(|article| article.id == "13"));
    assert!(written == run(&how, others).0);
}

#[test]
fn a_reader_that_panics_ends_the_input_and_is_told() {
    let items = items(50).inspect(|item| {
        let is_trap = item.as_ref().is_ok_and(|article| article.id == "20");
        assert!(!is_trap, "a page of no size");
    });
    let (_, tally, told) = run(&PLAIN, items);
    assert_eq!((tally.articles, tally.skipped), (18, 3));
    assert!(told[2].starts_with("input: skipped: whosaid failed on this"), "{told:?}");
}

#[test]
fn reading_stays_a_few_batches_ahead() {
    let read = AtomicUsize::new(0);
    let articles = (0..1000).map(|n| {
        read.fetch_add(1, Ordering::SeqCst);
        article(n)
    });
    let settings = Settings { threads: 2, batch_bytes: 3000 };
    let (mut taken, mut most) = (0, 0);
    let take = |_| {
        taken += 1;
        std::thread::sleep(Duration::from_micros(100));
        most = most.max(read.load(Ordering::SeqCst) - taken);
    };
    each(articles, &settings, |_| (), take).unwrap();
    assert_eq!(taken, 1000);
    assert!(most <= 200, "{most} articles in memory, some ten to thirty in a batch");
}
