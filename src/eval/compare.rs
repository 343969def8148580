//! Two versions of the rows against the same gold: what was gained and lost.

use super::alignment::{Alignment, HALF, Verdict};
use super::words::Words;
use super::{Annotation, Figures, pairs, show};
use crate::text::Span;
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use std::cmp::Ordering;

/// A row that only one version has, or that both have differently.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The article's id.
    pub article: String,
    /// What the gold says of the old row, if there is one.
    pub old: Option<Verdict>,
    /// And of the new one.
    pub new: Option<Verdict>,
    /// The row: the new one, or the old one that is lost.
    pub row: String,
    /// Of a changed row: what is different.
    pub changes: Vec<Change>,
    /// Whether the gold likes the new one more (`Greater`) or less.
    pub is: Ordering,
}

/// A part of a row that has changed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Change {
    pub part: &'static str,
    pub old: String,
    pub new: String,
}

/// Both versions' figures, and the differences in text order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// The old version's figures.
    pub old: Figures,
    /// The new version's.
    pub new: Figures,
    /// How many rows each has.
    pub rows: (usize, usize),
    /// What is different.
    pub differences: Vec<Difference>,
}

impl Comparison {
    /// Compares two alignments with the same gold.
    pub fn of(old: &[Alignment<'_>], new: &[Alignment<'_>]) -> Self {
        let count = |articles: &[Alignment<'_>]| articles.iter().map(|a| a.given.len()).sum();
        Self {
            old: Figures::of(old),
            new: Figures::of(new),
            rows: (count(old), count(new)),
            differences: old.iter().zip(new).flat_map(|(old, new)| differences(old, new)).collect(),
        }
    }
}

fn differences(old: &Alignment<'_>, new: &Alignment<'_>) -> Vec<Difference> {
    let quotes = |a: &Alignment<'_>| a.given.iter().map(|i| i.quote.clone()).collect::<Vec<_>>();
    let pairs = pairs::pairs(&pairs::overlaps(&quotes(old), &quotes(new)), HALF);
    let mut found: Vec<(u32, Difference)> = Vec::new();
    for (j, item) in old.given.iter().enumerate() {
        let partner = pairs.iter().find(|pair| pair.0 == j).map(|pair| pair.1);
        let difference = match partner {
            None => Some(lost(old, j)),
            Some(k) => changed((old, j), (new, k)),
        };
        found.extend(difference.map(|d| (start(item.annotation), d)));
    }
    for (k, item) in new.given.iter().enumerate() {
        if pairs.iter().all(|pair| pair.1 != k) {
            found.push((start(item.annotation), gained(new, k)));
        }
    }
    found.sort_by_key(|&(start, _)| start);
    found.into_iter().map(|(_, difference)| difference).collect()
}

fn start(annotation: &Annotation) -> u32 {
    annotation.quote.first().map_or(0, |span| span.start)
}

fn lost(old: &Alignment<'_>, j: usize) -> Difference {
    let verdict = old.verdict(j);
    Difference {
        article: old.article.id.clone(),
        old: Some(verdict),
        new: None,
        row: show::line(&old.words, old.given[j].annotation),
        changes: Vec::new(),
        is: worth(verdict).cmp(&0).reverse(),
    }
}

fn gained(new: &Alignment<'_>, k: usize) -> Difference {
    let verdict = new.verdict(k);
    Difference {
        article: new.article.id.clone(),
        old: None,
        new: Some(verdict),
        row: show::line(&new.words, new.given[k].annotation),
        changes: Vec::new(),
        is: worth(verdict).cmp(&0),
    }
}

/// A found quote is worth more than none, a spurious one less.
fn worth(verdict: Verdict) -> i8 {
    match verdict {
        Verdict::Optional => 0,
        Verdict::Spurious => -1,
        Verdict::WrongSpeaker => 1,
        Verdict::Right => 2,
    }
}

fn changed(
    (old, j): (&Alignment<'_>, usize),
    (new, k): (&Alignment<'_>, usize),
) -> Option<Difference> {
    let (before, after) = (old.given[j].annotation, new.given[k].annotation);
    let changes = changes(&new.words, before, after);
    if changes.is_empty() {
        return None;
    }
    let (was, now) = (old.verdict(j), new.verdict(k));
    let by_share = new.share(k).total_cmp(&old.share(j));
    Some(Difference {
        article: new.article.id.clone(),
        old: Some(was),
        new: Some(now),
        row: show::line(&new.words, after),
        changes,
        is: worth(now).cmp(&worth(was)).then(by_share),
    })
}

/// What differs, the confidence left out: it moves with every weight.
fn changes(words: &Words<'_>, old: &Annotation, new: &Annotation) -> Vec<Change> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let spans = |spans: &[Span]| words.show(spans);
    let parts = [
        ("quote", spans(&old.quote), spans(&new.quote)),
        ("speaker mention", spans(&old.mention), spans(&new.mention)),
        ("cue", spans(&old.cue), spans(&new.cue)),
        ("speaker", text(&old.speaker), text(&new.speaker)),
        ("speaker kind", text(&old.speaker_kind), text(&new.speaker_kind)),
        ("source", text(&old.source), text(&new.source)),
        ("kind", text(&old.kind), text(&new.kind)),
        ("rule", text(&old.rule), text(&new.rule)),
    ];
    let different = parts.into_iter().filter(|(_, old, new)| old != new);
    different.map(|(part, old, new)| Change { part, old, new }).collect()
}

impl Serialize for Difference {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("article", &self.article)?;
        map.serialize_entry("old", &self.old.map(Verdict::name))?;
        map.serialize_entry("new", &self.new.map(Verdict::name))?;
        map.serialize_entry("row", &self.row)?;
        map.serialize_entry("changes", &self.changes)?;
        map.end()
    }
}
