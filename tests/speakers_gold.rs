//! Speakers against annotated text: gold mentions in, names out, so that what
//! is measured is the resolution alone.
//!
//! The corpora are not ours to ship: the test runs where `WHOSAID_CORPORA`
//! names their directory and is ignored otherwise.

use serde_json::Value;
use std::path::PathBuf;
use whosaid::attribution::Attribution;
use whosaid::input::Article;
use whosaid::rules::{Kind, RuleId, RuleSet};
use whosaid::speakers::{self, Found, Identity};
use whosaid::text::{Document, Span, TokenRange};

/// The tokens that share a byte with the code points `begin..end`.
fn tokens(document: &Document<'_>, starts: &[usize], begin: usize, end: usize) -> TokenRange {
    let (from, to) = (starts[begin] as u32, starts[end] as u32);
    let first = document.tokens.partition_point(|t| t.span.end <= from);
    let last = document.tokens.partition_point(|t| t.span.start < to);
    TokenRange::new(first, last.max(first))
}

/// One range over the pieces of a gold span.
fn range(document: &Document<'_>, starts: &[usize], spans: &Value) -> Option<TokenRange> {
    let spans = spans.as_array()?;
    let at = |v: &Value, k: usize| v[k].as_u64().map(|n| n as usize);
    let first = spans.first()?;
    let range = tokens(document, starts, at(first, 0)?, at(first, 1)?);
    (!range.is_empty()).then_some(range)
}

fn attribution(document: &Document<'_>, starts: &[usize], gold: &Value) -> Attribution {
    let quote = range(document, starts, &gold["content"]).unwrap_or_default();
    let cue = range(document, starts, &gold["cue"]).unwrap_or_default();
    Attribution {
        rule: RuleId(0),
        head: if cue.is_empty() { quote.start } else { cue.start },
        quote: vec![Span::default()],
        quote_tokens: vec![quote],
        cue,
        speaker: range(document, starts, &gold["source"]),
        source: None,
        addressee: None,
        when: None,
        kind: Kind::Statement,
        negated: false,
        cue_id: None,
        confidence: 1.0,
        ended_by: None,
    }
}

fn folded(name: &str) -> Vec<String> {
    name.split(|c: char| !c.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|w| !w.is_empty() && !["a", "an", "the", "s"].contains(&w.as_str()))
        .collect()
}

/// As the scorer has it: one's words all stand in the other, a bare surname apart.
fn same_name(gold: &str, found: &str) -> bool {
    let (g, f) = (folded(gold), folded(found));
    if g.is_empty() || f.is_empty() {
        return g == f;
    }
    let within = |a: &[String], b: &[String]| a.iter().all(|w| b.contains(w));
    within(&g, &f) || within(&f, &g) && f.len() >= g.len().min(2)
}

fn report(file: &str) -> String {
    let path =
        PathBuf::from(std::env::var("WHOSAID_CORPORA").expect("set by the caller")).join(file);
    let text = std::fs::read_to_string(&path).expect("a corpus file");
    let rules = RuleSet::embedded().expect("the embedded rules are sound");
    let (mut asked, mut right, mut kinds, mut kinds_right) = (0, 0, 0, 0);
    let mut out = String::new();
    for line in text.lines() {
        let gold: Value = serde_json::from_str(line).expect("JSON");
        let field = |k: &str| gold[k].as_str().unwrap_or_default().to_owned();
        let article = Article {
            id: field("id"),
            published: field("date"),
            author: field("author"),
            text: field("text"),
            ..Article::default()
        };
        let document = Document::read(&article.text, 0, &rules.lexicon);
        let mut starts: Vec<usize> = article.text.char_indices().map(|(i, _)| i).collect();
        starts.push(article.text.len());
        let mut golds: Vec<&Value> =
            gold["attributions"].as_array().expect("a list").iter().collect();
        golds.sort_by_key(|a| a["content"][0][0].as_u64());
        let attributions: Vec<_> =
            golds.iter().map(|a| attribution(&document, &starts, a)).collect();
        let found: Vec<Identity> = speakers::resolve(
            &document,
            &article,
            &rules,
            Found { attributions: &attributions, sources: &[] },
        );
        for ((gold, attribution), found) in golds.iter().zip(&attributions).zip(&found) {
            let Some(mention) = attribution.speaker else { continue };
            let name = gold["speaker"].as_str().unwrap_or_default();
            let is_right = same_name(name, &found.speaker);
            asked += 1;
            right += usize::from(is_right);
            if let Some(kind) = gold["speaker_kind"].as_str() {
                kinds += 1;
                kinds_right += usize::from(kind == found.speaker_kind);
            }
            let show = std::env::var("WHOSAID_SHOW").unwrap_or_default();
            if !is_right || show == "all" {
                let sign = if is_right { "  " } else { "✗ " };
                let line = format!(
                    "{sign}{}: {:?} → {:?} [{}; {}; {}], gold {name:?} [{}]\n",
                    &article.id.chars().take(28).collect::<String>(),
                    document.words(mention),
                    found.speaker,
                    found.speaker_kind,
                    found.speaker_role,
                    found.speaker_affiliation,
                    gold["speaker_kind"].as_str().unwrap_or_default(),
                );
                out.push_str(&line);
            }
        }
    }
    let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
    format!(
        "{out}{file}: {right} of {asked} names ({:.1} %), {kinds_right} of {kinds} kinds ({:.1} %)\n",
        share(right, asked),
        share(kinds_right, kinds)
    )
}

#[test]
#[ignore = "needs the corpora: WHOSAID_CORPORA=DIR"]
#[expect(clippy::print_stdout, reason = "the report is what it is run for")]
fn gold_mentions_come_out_with_their_names() {
    for file in ["seeds-gold.jsonl", "basil-dev-gold.jsonl", "polnear-dev-speakers.jsonl"] {
        println!("{}", report(file));
    }
}
