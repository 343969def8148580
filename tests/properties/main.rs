//! What holds of any text whatever: no panic, spans that give back the row,
//! articles that leave each other alone.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod generator;

use generator::{Random, damaged, nasty, shuffled};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;
use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::output::{COLUMNS, Format, Layout, PIECE_JOINT, Row};
use whosaid::rules::{Kind, RuleSet};
use whosaid::run::{self, Content, Extraction, Outputs, Plan, Start, Wanted};
use whosaid::text::Span;

fn seeds() -> Vec<String> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> = fs::read_dir(seeds).unwrap().map(|e| e.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|e| e == "txt"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

fn article(id: usize, text: String) -> Article {
    Article { id: id.to_string(), text, ..Article::default() }
}

fn cases(count: usize, seed: u64) -> impl Iterator<Item = Article> {
    let (mut random, seeds) = (Random::new(seed), seeds());
    (0..count).map(move |i| {
        let text = match i % 4 {
            0 | 1 => nasty(&mut random),
            2 => shuffled(&mut random, &seeds),
            _ => damaged(&mut random, &seeds),
        };
        article(i, text)
    })
}

/// What is wrong with a row, if anything.
fn fault(row: &Row, text: &[char]) -> Option<String> {
    let words = |span: &Span| -> String {
        text.get(span.start as usize..span.end as usize).map_or("?".into(), |c| c.iter().collect())
    };
    let parts = &row.spans;
    let others = [&parts.speaker, &parts.cue, &parts.source, &parts.addressee];
    let mut all = parts.quote.iter().chain(others.into_iter().flatten());
    if let Some(span) = all.find(|s| s.start >= s.end) {
        return Some(format!("an empty span {span:?}"));
    }
    if parts.quote.windows(2).any(|two| two[0].end > two[1].start) {
        return Some(format!("spans out of order: {parts}"));
    }
    let pieces: Vec<_> = parts.quote.iter().map(|s| words(s).trim().to_owned()).collect();
    let printed = [
        ("quote", pieces.join(PIECE_JOINT), &row.quote),
        ("cue", parts.cue.as_ref().map(words).unwrap_or_default(), &row.cue),
        ("speaker", parts.speaker.as_ref().map(words).unwrap_or_default(), &row.speaker_mention),
    ];
    if let Some((part, there, here)) = printed.iter().find(|(_, there, here)| there != *here) {
        return Some(format!("{part}: {here:?} in the row, {there:?} in the text"));
    }
    let ends = (parts.quote.first()?.start as usize, parts.quote.last()?.end as usize);
    ((row.start, row.end) != ends).then(|| format!("start and end are not those of {parts}"))
}

/// Quotes of one article must not share a character.
fn overlap(rows: &[Row]) -> Option<String> {
    let mut spans: Vec<Span> =
        rows.iter().flat_map(|row| row.spans.quote.iter().copied()).collect();
    spans.sort();
    let two = spans.windows(2).find(|two| two[0].overlaps(two[1]))?;
    Some(format!("quotes overlap: {two:?}"))
}

/// How many rows the article has, or what is wrong with them.
fn check(extractor: &Extractor<'_>, article: &Article) -> Result<usize, String> {
    let rows = catch_unwind(AssertUnwindSafe(|| extractor.rows(article)));
    let rows = rows.map_err(|_| "a panic".to_owned())?;
    let text: Vec<char> = article.text.chars().collect();
    let nothing_said = rows.iter().find(|row| row.spans.quote.is_empty());
    let fault = rows.iter().find_map(|row| fault(row, &text)).or_else(|| overlap(&rows));
    let fault = fault.or_else(|| nothing_said.map(|row| format!("no quote: {}", row.rule)));
    fault.map_or(Ok(rows.len()), Err)
}

/// Leaves out what does not matter to the fault, a piece at a time.
fn smallest(extractor: &Extractor<'_>, mut text: String) -> String {
    let mut length = text.chars().count() / 2;
    while length > 0 {
        let mut start = 0;
        while start < text.chars().count() {
            let keep = |(i, c)| (i < start || i >= start + length).then_some(c);
            let shorter: String = text.chars().enumerate().filter_map(keep).collect();
            if check(extractor, &article(0, shorter.clone())).is_err() {
                text = shorter;
            } else {
                start += length;
            }
        }
        length /= 2;
    }
    text
}

/// Checks all, tells the smallest texts that fail, and gives the number of rows.
fn all_hold(extractor: &Extractor<'_>, articles: impl Iterator<Item = Article>) -> usize {
    let (mut rows, mut told) = (0, Vec::new());
    for article in articles {
        match check(extractor, &article) {
            Ok(count) => rows += count,
            // 5: enough to see the pattern; making texts small takes long.
            Err(_) if told.len() >= 5 => {}
            Err(_) => {
                let text = smallest(extractor, article.text);
                let fault = check(extractor, &self::article(0, text.clone()));
                told.push(format!("{}: {text:?}", fault.expect_err("it failed before")));
            }
        }
    }
    assert!(told.is_empty(), "{told:#?}");
    rows
}

#[test]
fn any_text_gives_rows_whose_spans_give_back_their_words() {
    let rules = RuleSet::embedded().unwrap();
    let rows = all_hold(&Extractor::new(&rules), cases(3000, 1));
    assert!(rows > 1000, "{rows} rows are too few to show anything");
}

#[test]
fn an_article_may_be_of_one_shape_alone() {
    let rules = RuleSet::embedded().unwrap();
    let pieces =
        ["“", "\" ", "' ", "''", ", ", "(", "he said ", "word ", "said ", "\n", "“a” ", "that "];
    let texts = pieces.iter().map(|piece| piece.repeat(500));
    all_hold(&Extractor::new(&rules), texts.enumerate().map(|(i, text)| article(i, text)));
}

#[test]
fn an_article_may_end_anywhere() {
    let rules = RuleSet::embedded().unwrap();
    let text = "“No,” Kim told The Wall Street Journal’s “Hour”, according to state media";
    let starts = text.char_indices().map(|(end, _)| text[..end].to_owned());
    let texts = starts.chain([text.to_owned()]);
    let rows = all_hold(&Extractor::new(&rules), texts.enumerate().map(|(i, t)| article(i, t)));
    assert!(rows > 20, "{rows} rows are too few to show anything");
}

#[test]
fn a_header_before_the_body_shifts_nothing() {
    let rules = RuleSet::embedded().unwrap();
    let extractor = Extractor::new(&rules);
    let header = "Date: 2026-02-26\nTitle: «é”\n";
    for mut plain in cases(100, 2) {
        let alone = extractor.rows(&plain);
        plain.text.insert_str(0, header);
        plain.body = header.len();
        let shifted = extractor.rows(&plain);
        let by = header.chars().count();
        let places = |rows: &[Row], by| rows.iter().map(|r| (r.start + by, r.end + by)).collect();
        let (before, after): (Vec<_>, Vec<_>) = (places(&alone, by), places(&shifted, 0));
        assert_eq!(before, after, "{:?}", plain.text);
    }
}

/// The rows of these articles as written by one run.
fn written(rules: &RuleSet, articles: Vec<Article>) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rows.jsonl");
    let content = Content::Rows(Format::Jsonl);
    let outputs = Outputs::open(Plan {
        wanted: vec![Wanted { path: Some(path.clone()), content }],
        layout: Layout::default(),
        errors: None,
        is_linked: false,
        start: Start::New,
        settings: BTreeMap::new(),
        annotation_conf: String::new(),
    });
    let extractor = Extractor::new(rules);
    let extraction = Extraction {
        rows: &|articles| extractor.rows_of_each(articles),
        kinds: &Kind::ALL.map(|(kind, _)| kind),
        linker: None,
        drops_same_text: false,
        limit: None,
        is_strict: true,
        settings: run::Settings { threads: 2, batch_bytes: 4000 },
        checkpoint: Duration::from_secs(60),
        stop: &AtomicBool::new(false),
    };
    extraction.run(articles.into_iter().map(Ok), outputs.unwrap(), |_, _| {}).unwrap();
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn an_article_leaves_the_rows_of_others_alone() {
    let rules = RuleSet::embedded().unwrap();
    let articles: Vec<_> = seeds()
        .into_iter()
        .enumerate()
        .map(|(i, text)| article(1000 + i, text))
        .chain(cases(60, 3))
        .collect();
    let alone: String = articles.iter().map(|a| written(&rules, vec![a.clone()])).collect();
    assert!(alone.lines().count() > 50, "there is something to compare");
    assert!(alone.contains(&format!("\"{}\":", COLUMNS[0])));
    assert!(alone == written(&rules, articles), "together they differ");
}
