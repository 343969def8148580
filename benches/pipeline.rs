//! The stages of the pipeline on one core, over the seeds repeated to 4 MB:
//! `cargo bench --bench pipeline`.
//!
//! Each of the first stages takes what the one before it made; what `d_rows` takes above
//! `c_statements` is speakers, sources, dates and the row itself.

#![expect(clippy::unwrap_used, reason = "a bench ends by panicking")]

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use std::fs;
use std::path::Path;
use std::sync::LazyLock;
use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::output::{ArticleRows, Format, Layout};
use whosaid::rules::RuleSet;
use whosaid::text::Document;

/// Enough that no cache holds it whole.
const BYTES: usize = 4_000_000;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().unwrap());
static ARTICLES: LazyLock<Vec<Article>> = LazyLock::new(articles);

fn main() {
    LazyLock::force(&RULES);
    LazyLock::force(&ARTICLES);
    divan::main();
}

fn articles() -> Vec<Article> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> = fs::read_dir(seeds).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    let texts: Vec<_> = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let (mut articles, mut bytes) = (Vec::new(), 0);
    for text in texts.iter().cycle() {
        if bytes >= BYTES {
            break;
        }
        bytes += text.len();
        let id = articles.len().to_string();
        articles.push(Article { id, text: text.clone(), ..Article::default() });
    }
    articles
}

fn read(article: &Article) -> Document<'_> {
    Document::read(&article.text, article.body, &RULES.lexicon)
}

/// How much one pass reads, for MB/s and articles/s.
fn amount() -> (BytesCount, ItemsCount) {
    let bytes: usize = ARTICLES.iter().map(|article| article.text.len()).sum();
    (BytesCount::new(bytes), ItemsCount::new(ARTICLES.len()))
}

/// Text to tokens, paragraphs, quotation marks, sentences and tags.
#[divan::bench(sample_count = 10)]
fn a_read(bencher: Bencher<'_, '_>) {
    let (bytes, items) = amount();
    bencher.counter(bytes).counter(items).bench(|| {
        let tokens = |article| read(article).tokens.len();
        ARTICLES.iter().map(tokens).sum::<usize>()
    });
}

/// Documents to candidates, and those to attributions.
#[divan::bench(sample_count = 10)]
fn b_match_and_decide(bencher: Bencher<'_, '_>) {
    let (bytes, items) = amount();
    let extractor = Extractor::new(&RULES);
    let documents: Vec<_> = ARTICLES.iter().map(read).collect();
    bencher.counter(bytes).counter(items).bench(|| {
        documents.iter().map(|document| extractor.attributions(document).len()).sum::<usize>()
    });
}

/// Articles to attributions: who speaks is not asked.
#[divan::bench(sample_count = 10)]
fn c_statements(bencher: Bencher<'_, '_>) {
    let (bytes, items) = amount();
    let extractor = Extractor::new(&RULES);
    let count = |article| extractor.attributions(&read(article)).len();
    bencher.counter(bytes).counter(items).bench(|| ARTICLES.iter().map(count).sum::<usize>());
}

/// Articles to rows: all of it but reading files and writing.
#[divan::bench(sample_count = 10)]
fn d_rows(bencher: Bencher<'_, '_>) {
    let (bytes, items) = amount();
    let extractor = Extractor::new(&RULES);
    bencher
        .counter(bytes)
        .counter(items)
        .bench(|| ARTICLES.iter().map(|article| extractor.rows(article).len()).sum::<usize>());
}

/// Rows to CSV.
#[divan::bench(sample_count = 10)]
fn d_write(bencher: Bencher<'_, '_>) {
    let (bytes, items) = amount();
    let extractor = Extractor::new(&RULES);
    let rows = |article: &Article| ArticleRows {
        article: Article { id: article.id.clone(), ..Article::default() },
        rows: extractor.rows(article),
    };
    let rows: Vec<ArticleRows> = ARTICLES.iter().map(rows).collect();
    let layout = Layout::default();
    bencher
        .counter(bytes)
        .counter(items)
        .bench(|| rows.iter().map(|rows| Format::Csv.encode(&layout, rows).len()).sum::<usize>());
}

/// What a run pays once: the embedded rules, checked and made ready.
#[divan::bench(sample_count = 20)]
fn e_load_rules() -> usize {
    let rules = RuleSet::embedded().unwrap();
    divan::black_box(Extractor::new(&rules));
    rules.rules.len()
}

/// What making checked rules ready costs.
#[divan::bench(sample_count = 20)]
fn f_make_ready() {
    divan::black_box(Extractor::new(&RULES));
}
