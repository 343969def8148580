//! The stages of the pipeline on one core, each over what the one before it made:
//! `cargo bench --bench pipeline`.
//!
//! Over 4 MB of the generated corpus; `WHOSAID_CORPUS=seeds` takes the seeds' paragraphs,
//! `WHOSAID_CORPUS=/path/to/own.jsonl` anyone's own articles. Each stage counts the articles'
//! bytes, for MB/s, and their tokens: a billion divided by the tokens a second is nanoseconds a
//! token.

#![expect(clippy::unwrap_used, reason = "a bench ends by panicking")]

mod corpus;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use std::path::PathBuf;
use std::sync::{LazyLock, OnceLock};
use whosaid::attribution::Attribution;
use whosaid::extract::Extractor;
use whosaid::input::{self, Article};
use whosaid::matcher::{Attachment, Candidate};
use whosaid::output::{ArticleRows, Format, Layout};
use whosaid::rules::RuleSet;
use whosaid::text::{Document, TokenRange};

/// Enough that no cache holds it whole.
const BYTES: usize = 4_000_000;

static CORPUS: OnceLock<PathBuf> = OnceLock::new();
static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().unwrap());
static EXTRACTOR: LazyLock<Extractor<'static>> = LazyLock::new(|| Extractor::new(&RULES));
static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(decode);
static TOKENS: LazyLock<usize> =
    LazyLock::new(|| ARTICLES.iter().map(|article| untagged(article).tokens.len()).sum());

fn main() {
    let directory = tempfile::tempdir().unwrap();
    let made = directory.path().join("corpus.jsonl");
    CORPUS
        .set(match std::env::var("WHOSAID_CORPUS").as_deref() {
            Err(_) => generated(corpus::Source::Styles, made),
            Ok("seeds") => generated(corpus::Source::Seeds, made),
            Ok(path) => path.into(),
        })
        .unwrap();
    divan::main();
}

fn generated(source: corpus::Source, path: PathBuf) -> PathBuf {
    let mut text = String::new();
    for line in corpus::lines(source, 1) {
        text.push_str(&line);
        text.push('\n');
        if text.len() >= BYTES {
            break;
        }
    }
    std::fs::write(&path, text).unwrap();
    path
}

fn decode() -> Vec<Article> {
    let paths = [CORPUS.get().unwrap().clone()];
    input::open(&paths, input::Options::default()).unwrap().prepared().map(|a| a.unwrap()).collect()
}

fn untagged(article: &Article) -> Document<'_> {
    Document::untagged(&article.text, article.body, &RULES.lexicon)
}

fn read(article: &Article) -> Document<'_> {
    Document::read(&article.text, article.body, &RULES.lexicon)
}

/// A pass of the stage over all articles; `prepare` is not timed.
fn stage<I: 'static, O>(
    bencher: Bencher<'_, '_>,
    prepare: impl Fn(&'static Article) -> I,
    run: impl Fn(&'static Article, I) -> O,
) {
    let bytes: usize = ARTICLES.iter().map(|article| article.text.len()).sum();
    bencher
        .counter(BytesCount::new(bytes))
        .counter(ItemsCount::new(*TOKENS))
        .with_inputs(|| ARTICLES.iter().map(|a| (a, prepare(a))).collect::<Vec<_>>())
        .bench_local_values(|inputs| {
            inputs.into_iter().map(|(article, input)| run(article, input)).for_each(|made| {
                black_box(made);
            });
        });
}

type Matched = (Document<'static>, Vec<Candidate>, Vec<Attachment>);
type Decided = (Document<'static>, Vec<Attribution>, Vec<TokenRange>);

fn matched(article: &'static Article) -> Matched {
    let document = read(article);
    let (candidates, attachments) = EXTRACTOR.find(&document);
    (document, candidates, attachments)
}

fn decided(article: &'static Article) -> Decided {
    let (document, candidates, attachments) = matched(article);
    let (attributions, sources) = EXTRACTOR.decide(&document, candidates, &attachments);
    (document, attributions, sources)
}

fn encode(layout: &Layout, article: &Article, rows: Vec<whosaid::output::Row>) -> usize {
    let article = Article { id: article.id.clone(), ..Article::default() };
    Format::Csv.encode(layout, &ArticleRows { article, rows }).len()
}

/// JSON lines to articles, the file's reading with it.
#[divan::bench(sample_count = 10)]
fn a_decode(bencher: Bencher<'_, '_>) {
    let bytes: usize = ARTICLES.iter().map(|article| article.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(*TOKENS)).bench(decode);
}

/// Text to tokens, paragraphs, quotation marks and sentences.
#[divan::bench(sample_count = 10)]
fn b_tokenise(bencher: Bencher<'_, '_>) {
    stage(bencher, |_| (), |article, ()| untagged(article));
}

/// Tags.
#[divan::bench(sample_count = 10)]
fn c_tag(bencher: Bencher<'_, '_>) {
    stage(bencher, untagged, |_, mut document| {
        document.tag(&RULES.lexicon);
        document
    });
}

/// Documents to candidates.
#[divan::bench(sample_count = 10)]
fn d_match(bencher: Bencher<'_, '_>) {
    stage(bencher, read, |_, document| (EXTRACTOR.find(&document), document));
}

/// Candidates to attributions: weighed and assembled.
#[divan::bench(sample_count = 10)]
fn e_decide(bencher: Bencher<'_, '_>) {
    stage(bencher, matched, |_, (document, candidates, attachments)| {
        (EXTRACTOR.decide(&document, candidates, &attachments), document)
    });
}

/// Attributions to rows: speakers, sources, dates.
#[divan::bench(sample_count = 10)]
fn f_resolve(bencher: Bencher<'_, '_>) {
    stage(bencher, decided, |article, (document, attributions, sources)| {
        (EXTRACTOR.resolve(article, &document, &attributions, &sources), document)
    });
}

/// Rows to CSV.
#[divan::bench(sample_count = 10)]
fn g_write(bencher: Bencher<'_, '_>) {
    let layout = Layout::default();
    let rows = |article| EXTRACTOR.rows(article);
    stage(bencher, rows, |article, rows| encode(&layout, article, rows));
}

/// All of it, on one thread.
#[divan::bench(sample_count = 10)]
fn h_whole(bencher: Bencher<'_, '_>) {
    let layout = Layout::default();
    let bytes: usize = ARTICLES.iter().map(|article| article.text.len()).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(*TOKENS)).bench(|| {
        let articles = decode();
        let rows = EXTRACTOR.rows_of_each(&articles);
        articles.iter().zip(rows).map(|(a, rows)| encode(&layout, a, rows)).sum::<usize>()
    });
}

/// What a run pays once: the embedded rules, checked and made ready.
#[divan::bench(sample_count = 20)]
fn i_load_rules() -> usize {
    let rules = RuleSet::embedded().unwrap();
    black_box(Extractor::new(&rules));
    rules.rules.len()
}
