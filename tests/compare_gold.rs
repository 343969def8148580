//! `compare` against the labelled utterance groups of BASIL's development articles.
//!
//! Counts pairs of rows of one event. The labels put paraphrases together that share no
//! words; a pair is *printed in the same words* where four words follow one another in both,
//! and only of these does `compare` claim to find most. Where the corpus does not lie beside
//! the project the tests say so and pass.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use whosaid::compare::{Comparison, Group, Relation, Settings};
use whosaid::extract::Extractor;
use whosaid::input::Article;
use whosaid::output;
use whosaid::rows::{Field, Row};
use whosaid::rules::RuleSet;

const CORPUS: &str = "../shared/corpora/basil-dev-gold.jsonl";

/// The embedded rules, read once.
static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().unwrap());

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

/// The articles; `None` where the corpus is not there.
#[expect(clippy::print_stdout, reason = "a test that is skipped says so")]
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

/// The statements that `extract` finds in the articles' texts, each with the labelled row that
/// shares most of its words, if that is half of them.
fn extracted_rows(articles: &[Gold]) -> Vec<Case> {
    let extractor = Extractor::new(&RULES);
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
        let statements = extractor.rows(&article).into_iter().filter(|row| row.kind == "statement");
        cases.extend(statements.map(|row| Case {
            event: gold.event.clone(),
            label: label(gold, &text, &row),
            row: read_back(&row),
        }));
    }
    cases
}

/// The group and the quote of the labelled row that a row is.
fn label(gold: &Gold, text: &[char], row: &output::Row) -> Option<(String, String)> {
    let span = |s: &whosaid::text::Span| [s.start as usize, s.end as usize];
    let own: Vec<[usize; 2]> = row.spans.quote.iter().map(span).collect();
    let all = gold.attributions.iter().map(|l| (shared(&own, &l.content), l));
    let best = all.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(share, _)| *share >= 0.5);
    best.map(|(_, l)| (l.group.clone(), slice(text, &l.content)))
}

/// A row as it comes back from a file.
fn read_back(row: &output::Row) -> Row {
    Row::of(&[
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
    ])
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

fn groups(cases: &[Case]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut keep = |group: Group| {
        groups.push(group);
        Ok(())
    };
    let rows = cases.iter().map(|case| case.row.clone()).collect::<Vec<_>>();
    let comparison = Comparison::new(&RULES, Settings { conflicts: false, ..Settings::default() });
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

/// Pairs that are found, and pairs that are labelled.
#[derive(Debug, Default)]
struct Figures {
    right: usize,
    wrong: usize,
    /// Labelled pairs, and those of them that are found.
    labelled: [usize; 2],
    /// The same of pairs printed in the same words.
    in_words: [usize; 2],
}

/// A labelled quote: its article and its words.
type Quote = (String, String);
/// Two, in order.
type Quotes = [Quote; 2];

/// Whether two rows have the same label, and the quotes that they are labelled as; `None`
/// where one has no label.
fn labelled_pair(one: &Case, two: &Case) -> Option<(bool, Quotes)> {
    let (Some((group, quote)), Some((other, words))) = (&one.label, &two.label) else {
        return None;
    };
    let key = |case: &Case, quote: &String| (case.row.get(Field::ArticleId).into(), quote.clone());
    let mut quotes = [key(one, quote), key(two, words)];
    quotes.sort();
    Some((one.event == two.event && !group.is_empty() && group == other, quotes))
}

/// The groups in which each row stands, by its quote_id.
fn places(groups: &[Group]) -> BTreeMap<&str, BTreeSet<usize>> {
    let mut places: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (i, group) in groups.iter().enumerate() {
        for member in &group.members {
            places.entry(member.row.get(Field::QuoteId)).or_default().insert(i);
        }
    }
    places
}

fn pairs(cases: &[Case]) -> impl Iterator<Item = (&Case, &Case)> {
    cases.iter().enumerate().flat_map(|(i, one)| cases[i + 1..].iter().map(move |two| (one, two)))
}

/// Counts pairs of rows that stand in one group, and of `truth` what is found. Pairs with a
/// row that has no label are left out.
fn figures(cases: &[Case], truth: &[Case], groups: &[Group]) -> Figures {
    let (mut figures, mut found) = (Figures::default(), BTreeSet::new());
    let places = places(groups);
    let place = |case: &Case| places.get(case.row.get(Field::QuoteId));
    for (one, two) in pairs(cases) {
        let is_together = place(one).zip(place(two)).is_some_and(|(a, b)| !a.is_disjoint(b));
        match labelled_pair(one, two).filter(|_| is_together) {
            Some((true, quotes)) => {
                figures.right += 1;
                found.insert(quotes);
            }
            Some((false, _)) => figures.wrong += 1,
            None => {}
        }
    }
    for (one, two) in pairs(truth) {
        let Some((true, quotes)) = labelled_pair(one, two) else { continue };
        let is_found = usize::from(found.contains(&quotes));
        let count = |counts: &mut [usize; 2]| *counts = [counts[0] + 1, counts[1] + is_found];
        count(&mut figures.labelled);
        if has_same_words(&quotes[0].1, &quotes[1].1) {
            count(&mut figures.in_words);
        }
    }
    figures
}

/// Prints the figures, and holds them against the least that they may be, in percent.
#[expect(clippy::print_stdout, reason = "the figures are to be read")]
fn holds(name: &str, figures: &Figures, [precision, recall]: [f64; 2]) {
    let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole as f64;
    let Figures { right, wrong, labelled, in_words } = figures;
    let found = [percent(*right, right + wrong), percent(in_words[1], in_words[0])];
    println!(
        "{name}: precision {:.1} ({right} of {}); recall in the same words {:.1} ({} of {}), \
         of all labels {:.1} ({} of {})",
        found[0],
        right + wrong,
        found[1],
        in_words[1],
        in_words[0],
        percent(labelled[1], labelled[0]),
        labelled[1],
        labelled[0],
    );
    assert!(found[0] >= precision, "{name}: precision {:.1} < {precision}", found[0]);
    assert!(found[1] >= recall, "{name}: recall {:.1} < {recall}", found[1]);
}

/// Raise a floor when the figure gets better; lower one only with the reason in the commit.
// `tests/accuracy.toml` holds what score.py and `eval` measure, and neither knows groups.
const FLOORS_LABELLED: [f64; 2] = [95.0, 85.0];
const FLOORS_EXTRACTED: [f64; 2] = [92.0, 70.0];

#[test]
fn labelled_rows_fall_into_their_groups() {
    let Some(articles) = corpus() else { return };
    let cases = labelled_rows(&articles);
    let figures = figures(&cases, &cases, &groups(&cases));
    holds("labelled rows", &figures, FLOORS_LABELLED);
}

#[test]
fn rows_of_extract_fall_into_their_groups() {
    let Some(articles) = corpus() else { return };
    let (cases, truth) = (extracted_rows(&articles), labelled_rows(&articles));
    let figures = figures(&cases, &truth, &groups(&cases));
    holds("rows of extract", &figures, FLOORS_EXTRACTED);
}
