//! `compare` against the labelled utterance groups of BASIL's development articles.
//!
//! Counts pairs of rows of one event. The labels put paraphrases together that share no
//! words; a pair is *printed in the same words* where four words follow one another in both,
//! and only of these does `compare` claim to find most. Where the corpus does not lie beside
//! the project the test says so and passes.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::Path;
use whosaid::compare::{Comparison, Group, Relation, Settings};
use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::rows::{Field, Row};
use whosaid::rules::RuleSet;

const CORPUS: &str = "../shared/corpora/basil-dev-gold.jsonl";

#[derive(Deserialize)]
struct Gold {
    id: String,
    event: String,
    outlet: String,
    date: String,
    title: String,
    text: String,
    attributions: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    id: String,
    content: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Vec<[usize; 2]>,
    speaker: String,
    speaker_kind: String,
    reported_by: String,
    group: String,
}

/// A row, its event, and the group it is labelled with.
struct Case {
    row: Row,
    event: String,
    /// Of the labelled row that it is; `None`: of none.
    label: Option<(String, String)>,
}

fn corpus() -> Option<Vec<Gold>> {
    let Ok(text) = std::fs::read_to_string(CORPUS) else {
        println!("skipped: needs {CORPUS}");
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
}

fn slice(text: &[char], spans: &[[usize; 2]]) -> String {
    let piece = |s: &[usize; 2]| text[s[0]..s[1]].iter().collect::<String>();
    spans.iter().map(piece).collect::<Vec<_>>().join(" … ")
}

/// `direct`, `mixed` or `indirect`, by the quotation marks.
fn quote_type(quote: &str) -> &'static str {
    let is_mark = |c: char| matches!(c, '“' | '”' | '"');
    let is_whole = quote.split(" … ").all(|piece| {
        let inner = piece.trim_start_matches(is_mark).trim_end_matches(is_mark);
        piece.starts_with(is_mark) && !inner.contains(is_mark)
    });
    if is_whole {
        "direct"
    } else if quote.contains(is_mark) {
        "mixed"
    } else {
        "indirect"
    }
}

fn labelled_rows(articles: &[Gold]) -> Vec<Case> {
    let mut cases = Vec::new();
    for article in articles {
        let text: Vec<char> = article.text.chars().collect();
        for labelled in &article.attributions {
            let quote = slice(&text, &labelled.content);
            let id = format!("{}/{}", article.id, labelled.id);
            let row = Row::of(&[
                (Field::QuoteId, &id),
                (Field::ArticleId, &article.id),
                (Field::Outlet, &article.outlet),
                (Field::Published, &article.date),
                (Field::Speaker, &labelled.speaker),
                (Field::SpeakerKind, &labelled.speaker_kind),
                (Field::Source, &labelled.reported_by),
                (Field::Cue, &slice(&text, &labelled.cue)),
                (Field::Quote, &quote),
                (Field::QuoteType, quote_type(&quote)),
                (Field::Start, &labelled.content[0][0].to_string()),
            ]);
            let label = Some((labelled.group.clone(), quote));
            cases.push(Case { row, event: article.event.clone(), label });
        }
    }
    cases
}

/// The rows that `extract` writes of the articles' texts, all kinds, each with the labelled
/// row that shares half of its words.
fn extracted_rows(articles: &[Gold], rules: &RuleSet) -> Vec<Case> {
    let extractor = Extractor::new(rules);
    let mut cases = Vec::new();
    for gold in articles {
        let article = Article {
            id: gold.id.clone(),
            outlet: gold.outlet.clone(),
            published: gold.date.clone(),
            title: gold.title.clone(),
            text: gold.text.clone(),
            ..Article::default()
        };
        let text: Vec<char> = gold.text.chars().collect();
        for row in extractor.rows(&article) {
            if row.kind != "statement" {
                continue;
            }
            let own: Vec<[usize; 2]> =
                row.spans.quote.iter().map(|s| [s.start as usize, s.end as usize]).collect();
            let best = gold.attributions.iter().map(|l| (shared(&own, &l.content), l));
            let best = best.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(share, _)| *share >= 0.5);
            let label = best.map(|(_, l)| (l.group.clone(), slice(&text, &l.content)));
            let row = Row::of(&[
                (Field::QuoteId, &row.quote_id),
                (Field::ArticleId, &row.article_id),
                (Field::Outlet, &row.outlet),
                (Field::Published, &row.published),
                (Field::SaidOn, &row.said_on),
                (Field::Speaker, &row.speaker),
                (Field::SpeakerKind, row.speaker_kind),
                (Field::Source, &row.source),
                (Field::Cue, &row.cue),
                (Field::Stance, &row.stance),
                (Field::Quote, &row.quote),
                (Field::QuoteType, row.quote_type),
                (Field::Start, &row.start.to_string()),
            ]);
            cases.push(Case { row, event: gold.event.clone(), label });
        }
    }
    cases
}

/// The code points in both, as a share of those in either.
fn shared(one: &[[usize; 2]], two: &[[usize; 2]]) -> f64 {
    let length = |spans: &[[usize; 2]]| spans.iter().map(|s| s[1] - s[0]).sum::<usize>();
    let both: usize = one
        .iter()
        .flat_map(|a| two.iter().map(move |b| a[1].min(b[1]).saturating_sub(a[0].max(b[0]))))
        .sum();
    both as f64 / (length(one) + length(two) - both).max(1) as f64
}

fn groups(cases: &[Case], rules: &RuleSet) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut keep = |group: Group| {
        groups.push(group);
        Ok(())
    };
    let rows = cases.iter().map(|case| case.row.clone()).collect::<Vec<_>>();
    let comparison = Comparison::new(rules, Settings { conflicts: false, ..Settings::default() });
    comparison.run(rows.into_iter().map(|row| (row, true)), &mut keep, &mut |_, _| {}).unwrap();
    groups.retain(|group| group.relation == Relation::Same);
    groups
}

/// Whether four words follow one another in both.
fn has_same_words(one: &str, two: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let plain = text.to_lowercase().replace('’', "'");
        let words = plain.split(|c: char| !c.is_alphanumeric() && c != '\'');
        words.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (one, two) = (words(one), words(two));
    one.windows(4).any(|run| two.windows(4).any(|other| run == other))
}

#[derive(Debug, Default)]
struct Figures {
    right: usize,
    wrong: usize,
    /// Labelled pairs, and those of them that are found: all, and in the same words.
    labelled: (usize, usize),
    in_words: (usize, usize),
}

impl Figures {
    fn precision(&self) -> f64 {
        100.0 * self.right as f64 / (self.right + self.wrong) as f64
    }

    fn recall((labelled, found): (usize, usize)) -> f64 {
        100.0 * found as f64 / labelled as f64
    }
}

/// Counts pairs of rows. `truth` are the labelled rows of which the recall is told.
fn figures(cases: &[Case], truth: &[Case], groups: &[Group]) -> Figures {
    let mut group_of: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, group) in groups.iter().enumerate() {
        for member in &group.members {
            group_of.entry(member.row.get(Field::QuoteId)).or_default().push(i);
        }
    }
    let mut figures = Figures::default();
    // Which labelled quotes, of one article each, lie in one group.
    let mut found: std::collections::BTreeSet<[(String, String); 2]> = Default::default();
    for (i, one) in cases.iter().enumerate() {
        for two in &cases[i + 1..] {
            let places = |case: &Case| {
                group_of.get(case.row.get(Field::QuoteId)).cloned().unwrap_or_default()
            };
            let theirs = places(two);
            if !places(one).iter().any(|group| theirs.contains(group)) {
                continue;
            }
            let (Some((group, quote)), Some((other, words))) = (&one.label, &two.label) else {
                continue;
            };
            let key = |case: &Case, quote: &String| {
                (case.row.get(Field::ArticleId).to_owned(), quote.clone())
            };
            let mut both = [key(one, quote), key(two, words)];
            both.sort();
            if one.event == two.event && !group.is_empty() && group == other {
                figures.right += 1;
                found.insert(both);
            } else {
                figures.wrong += 1;
                if std::env::var_os("SHOW_PAIRS").is_some() {
                    println!(
                        "{}: {quote}\n{}: {words}\n",
                        one.row.get(Field::Speaker),
                        two.row.get(Field::Speaker)
                    );
                }
            }
        }
    }
    for (i, one) in truth.iter().enumerate() {
        for two in &truth[i + 1..] {
            let (Some((group, quote)), Some((other, words))) = (&one.label, &two.label) else {
                continue;
            };
            if one.event != two.event || group.is_empty() || group != other {
                continue;
            }
            let key = |case: &Case, quote: &String| {
                (case.row.get(Field::ArticleId).to_owned(), quote.clone())
            };
            let mut both = [key(one, quote), key(two, words)];
            both.sort();
            let is_found = usize::from(found.contains(&both));
            figures.labelled = (figures.labelled.0 + 1, figures.labelled.1 + is_found);
            if has_same_words(quote, words) {
                figures.in_words = (figures.in_words.0 + 1, figures.in_words.1 + is_found);
            } else if is_found == 0 {
            }
            if is_found == 0
                && has_same_words(quote, words)
                && std::env::var_os("SHOW_PAIRS").is_some()
            {
                println!(
                    "MISSED {}: {quote}\n{}: {words}\n",
                    one.row.get(Field::Speaker),
                    two.row.get(Field::Speaker)
                );
            }
        }
    }
    figures
}

fn tell(name: &str, figures: &Figures) {
    println!(
        "{name}: precision {:.1} ({} of {}); recall in the same words {:.1} ({} of {}), of all labels {:.1} ({} of {})",
        figures.precision(),
        figures.right,
        figures.right + figures.wrong,
        Figures::recall(figures.in_words),
        figures.in_words.1,
        figures.in_words.0,
        Figures::recall(figures.labelled),
        figures.labelled.1,
        figures.labelled.0,
    );
}

#[test]
fn labelled_rows_fall_into_their_groups() {
    let Some(articles) = corpus() else { return };
    let rules = RuleSet::embedded().unwrap();
    let cases = labelled_rows(&articles);
    let figures = figures(&cases, &cases, &groups(&cases, &rules));
    tell("labelled rows", &figures);
}

#[test]
fn rows_of_extract_fall_into_their_groups() {
    let Some(articles) = corpus() else { return };
    let rules = RuleSet::embedded().unwrap();
    let cases = extracted_rows(&articles, &rules);
    let truth = labelled_rows(&articles);
    let figures = figures(&cases, &truth, &groups(&cases, &rules));
    tell("rows of extract", &figures);
}
