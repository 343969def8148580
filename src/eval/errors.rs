//! Samples of what went wrong, to be read.

use super::alignment::{Alignment, Verdict};
use super::{Annotation, show};
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

/// One quote missed, spurious, or with the wrong speaker.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Case {
    /// The article's id.
    pub article: String,
    /// What the gold has; of a spurious row, the gold that shares most words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold: Option<String>,
    /// What was given, with its rule and confidence; of a missed quote, the row
    /// that shares most words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// How much of their words the two share.
    pub share: f64,
    /// The text around it.
    pub context: String,
}

/// The cases of one sort: how many there are, and some of them in text order.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Sample {
    /// How many there are.
    pub all: usize,
    /// Some of them.
    pub cases: Vec<Case>,
}

/// Samples of each sort.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Errors {
    /// Asked for and not given.
    pub missed: Sample,
    /// Given and not asked for.
    pub spurious: Sample,
    /// The right quote with a wrong speaker mention.
    #[serde(rename = "wrong speaker")]
    pub wrong_speaker: Sample,
}

impl Errors {
    /// At most `number` of each sort. Which ones rests on the case alone, so that
    /// a case stays in the sample when others come and go.
    pub fn of(articles: &[Alignment<'_>], number: usize) -> Self {
        Self {
            missed: sample(articles.iter().flat_map(missed).collect(), number),
            spurious: sample(articles.iter().flat_map(spurious).collect(), number),
            wrong_speaker: sample(articles.iter().flat_map(wrong_speaker).collect(), number),
        }
    }
}

fn missed<'a>(article: &'a Alignment<'_>) -> impl Iterator<Item = Case> + 'a {
    let is_missed = |&i: &usize| article.is_asked(i) && article.row_of(i).is_none();
    (0..article.gold.len()).filter(is_missed).map(|i| {
        let near = article.nearest_row(i);
        let around = article.gold[i].annotation;
        case(article, around, (Some(i), near.map(|n| n.0)), near.map_or(0.0, |n| n.1))
    })
}

fn spurious<'a>(article: &'a Alignment<'_>) -> impl Iterator<Item = Case> + 'a {
    with_verdict(article, Verdict::Spurious).map(|j| {
        let near = article.nearest_gold(j);
        let around = article.given[j].annotation;
        case(article, around, (near.map(|n| n.0), Some(j)), near.map_or(0.0, |n| n.1))
    })
}

fn wrong_speaker<'a>(article: &'a Alignment<'_>) -> impl Iterator<Item = Case> + 'a {
    with_verdict(article, Verdict::WrongSpeaker).map(|j| {
        let around = article.given[j].annotation;
        case(article, around, (article.gold_of(j), Some(j)), article.share(j))
    })
}

fn with_verdict<'a>(
    article: &'a Alignment<'_>,
    verdict: Verdict,
) -> impl Iterator<Item = usize> + 'a {
    (0..article.given.len()).filter(move |&j| article.verdict(j) == verdict)
}

fn case(
    article: &Alignment<'_>,
    around: &Annotation,
    (gold, given): (Option<usize>, Option<usize>),
    share: f64,
) -> Case {
    let line = |annotation| show::line(&article.words, annotation);
    Case {
        article: article.article.id.clone(),
        gold: gold.map(|i| line(article.gold[i].annotation)),
        given: given.map(|j| line(article.given[j].annotation)),
        share,
        context: show::context(&article.words, around),
    }
}

fn sample(cases: Vec<Case>, number: usize) -> Sample {
    let all = cases.len();
    let mut ranked: Vec<(u64, usize, Case)> = cases
        .into_iter()
        .enumerate()
        .map(|(place, case)| (xxh3_64(case.context.as_bytes()), place, case))
        .collect();
    ranked.sort_by_key(|&(rank, place, _)| (rank, place));
    ranked.truncate(number);
    ranked.sort_by_key(|&(_, place, _)| place);
    Sample { all, cases: ranked.into_iter().map(|(.., case)| case).collect() }
}
