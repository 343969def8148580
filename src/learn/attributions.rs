//! The tables of the attribution models: content ends, the cues' precision and
//! the extraction model.
//!
//! What feeds another model is cross-fitted: the readings from which the
//! extraction model learns have their ends from a model that never saw their
//! article, and a cue's precision leaves the case itself out.

use super::gather::Gather;
use super::judge::Judge;
use super::logistic::{Fitted, fit};
use super::{Gold, Table, Watch};
use crate::attribution::{self, Reading};
use crate::extract::FLOOR;
use crate::matcher::{Candidate, Claim, Matcher, weigh};
use crate::rules::{CUES, CueCounts, ENDS, Models, Names, READINGS, RuleSet, Weights};
use crate::text::{Document, Grammar, Phrases, Tag};
use std::collections::BTreeMap;
use std::fmt::Write;

// The cost of an error against the penalty, and how rare a feature may be:
// first choices, not yet compared by cross-validation.
const END_COST: f64 = 0.5;
const READING_COST: f64 = 0.25;
const RARE: u32 = 3;
const SWEEPS: usize = 25;

/// One article read, with its annotation.
struct Case<'t> {
    document: Document<'t>,
    judge: Judge,
}

/// Learns the tables from annotated articles and their documents.
pub(super) fn learn(
    gold: &[Gold],
    documents: Vec<Document<'_>>,
    rules: &RuleSet,
    watch: Watch<'_>,
) -> Vec<Table> {
    const STEPS: usize = 4;
    let mut step = |done| watch("attributions", done, STEPS);
    step(0);
    let cases: Vec<Case<'_>> = gold
        .iter()
        .zip(documents)
        .map(|(article, document)| {
            let judge = Judge::new(&document, article);
            Case { document, judge }
        })
        .collect();
    let (gather, fitted) = ends(&cases, rules, |_| true);
    let end_table =
        gather.table("Where a quote without marks ends: log-odds at a boundary.", &fitted);
    step(1);
    let halves = [0, 1].map(|half| {
        let (gather, fitted) = ends(&cases, rules, |i| i % 2 != half);
        models(rules, &gather.table("", &fitted))
    });
    step(2);
    let readings = readings(&cases, rules, &halves);
    let (counts, cue_table) = count(&readings, rules, &cases, &halves[0]);
    step(3);
    let (gather, fitted) = extraction(&readings, rules, &cases, &counts, &halves[0].cue_names);
    let reading_table = gather.table("Whether a reading is an attribution: log-odds.", &fitted);
    step(STEPS);
    [(ENDS, end_table), (CUES, cue_table), (READINGS, reading_table)]
        .map(|(name, table)| Table { name, bytes: table.into_bytes() })
        .into()
}

/// Models with these content ends alone.
fn models(rules: &RuleSet, ends: &str) -> Models {
    Models {
        names: Names::new(&rules.lexicon),
        ends: Some(Weights::parse(ends).expect("the table was just written")),
        cue_names: rules.cues.iter().map(|cue| cue.name(&rules.lexicon)).collect(),
        learning: true,
        ..Models::default()
    }
}

/// The content-end model of the articles that `take` wants.
fn ends<'r>(
    cases: &[Case<'_>],
    rules: &'r RuleSet,
    take: impl Fn(usize) -> bool,
) -> (Gather<'r>, Fitted) {
    let mut gather = Gather::new(&rules.lexicon);
    let matcher = Matcher::new(rules, None).with_models(None);
    let grammar = Grammar::new(&rules.lexicon);
    for (_, case) in cases.iter().enumerate().filter(|(i, _)| take(*i)) {
        let document = &case.document;
        let phrases = Phrases { document, lexicon: &rules.lexicon, grammar: &grammar };
        let (candidates, _) = matcher.find(document);
        let mut claims: Vec<Claim> = candidates.iter().filter_map(|c| c.claim).collect();
        claims.sort_unstable();
        // One of several rules that read the same claim in the same shape.
        claims.dedup_by_key(|c| (c.start, c.limit, c.head, c.shape));
        for claim in claims {
            let Some(end) = gold_end(document, &case.judge, &claim) else { continue };
            matcher.each_boundary(&phrases, &claim, |at, features| {
                features(&mut gather);
                let ended = end.is_some_and(|end| at >= end);
                gather.finish(ended);
                !ended
            });
        }
    }
    let fitted = fit(&gather.cases, END_COST, RARE, SWEEPS);
    (gather, fitted)
}

/// Where the annotated quote that begins with the claim ends: `Some(None)` for
/// the end of its sentence; `None` where no annotated quote of this cue begins
/// here.
fn gold_end(document: &Document<'_>, judge: &Judge, claim: &Claim) -> Option<Option<usize>> {
    let (_, quote) = judge.cues.iter().zip(&judge.quotes).find(|(cue, quote)| {
        cue.contains(&claim.head)
            && quote.iter().any(|&i| i + 2 > claim.start && i <= claim.start + 1)
    })?;
    let is_word = |i: u32| document.tokens[i as usize].tag != Tag::Punct;
    let mut end = claim.start;
    while end < claim.limit
        && (quote.binary_search(&end).is_ok() || !is_word(end) || end == claim.start)
    {
        end += 1;
    }
    // Marks before the end belong to neither side.
    let mut last = end;
    while last > claim.start && !is_word(last - 1) {
        last -= 1;
    }
    let at_limit = (end..claim.limit).all(|i| !is_word(i));
    Some((!at_limit).then_some(last.max(claim.start + 1) as usize))
}

/// A reading with its article and whether it is right.
struct Judged {
    case: usize,
    candidate: Candidate,
    inside: f32,
    right: bool,
    /// Whether no other reading of the cue is more like the annotation.
    best: bool,
    /// Whether it counts for its cue: no attribution nested in another.
    counts: bool,
}

fn readings(cases: &[Case<'_>], rules: &RuleSet, halves: &[Models; 2]) -> Vec<Judged> {
    let mut all = Vec::new();
    for (i, case) in cases.iter().enumerate() {
        let document = &case.document;
        let matcher = Matcher::new(rules, None).with_models(Some(&halves[i % 2]));
        let (candidates, _) = matcher.find(document);
        let inside = attribution::inside(document, &candidates);
        let mut heads: Vec<u32> =
            candidates.iter().filter(|c| c.score >= FLOOR).map(|c| c.head).collect();
        heads.dedup();
        let likenesses: Vec<f32> = candidates
            .iter()
            .map(|candidate| {
                let whole = attribution::continued(document, candidate, &heads);
                case.judge.likeness(document, &whole)
            })
            .collect();
        let mut best: BTreeMap<u32, f32> = BTreeMap::new();
        for (candidate, &likeness) in candidates.iter().zip(&likenesses) {
            let entry = best.entry(candidate.head).or_default();
            *entry = entry.max(likeness);
        }
        for (candidate, likeness) in candidates.into_iter().zip(likenesses) {
            let right = likeness >= 0.5;
            let nested = case.judge.quoted[candidate.head as usize];
            let inside = inside[candidate.head as usize];
            let best = right && likeness >= best[&candidate.head];
            let counts = right || !nested;
            all.push(Judged { case: i, candidate, inside, right, best, counts });
        }
    }
    all
}

/// The cues' precision in each frame, and the table of it.
fn count(
    readings: &[Judged],
    rules: &RuleSet,
    cases: &[Case<'_>],
    models: &Models,
) -> (CueCounts, String) {
    let mut counts: BTreeMap<(String, String), (u32, u32)> = BTreeMap::new();
    for reading in readings.iter().filter(|r| r.counts) {
        let document = &cases[reading.case].document;
        let (cue, frame) = attribution::cue_and_frame(document, rules, models, &reading.candidate);
        let entry = counts.entry((cue.to_owned(), frame.to_owned())).or_default();
        entry.0 += u32::from(reading.right);
        entry.1 += 1;
    }
    let mut table =
        String::from("# How often a cue's readings were right: cue, frame, right, seen\n");
    let mut made = CueCounts::default();
    for ((cue, frame), (right, seen)) in counts {
        writeln!(table, "{cue}\t{frame}\t{right}\t{seen}").expect("a string takes all");
        made.add(&cue, &frame, right, seen);
    }
    (made, table)
}

fn extraction<'r>(
    readings: &[Judged],
    rules: &'r RuleSet,
    cases: &[Case<'_>],
    counts: &CueCounts,
    cue_names: &[Box<str>],
) -> (Gather<'r>, Fitted) {
    let mut gather = Gather::new(&rules.lexicon);
    let names = Models { cue_names: cue_names.to_vec(), ..Models::default() };
    for reading in readings {
        let document = &cases[reading.case].document;
        let (cue, frame) = attribution::cue_and_frame(document, rules, &names, &reading.candidate);
        let left_out = reading.counts.then_some(reading.right);
        let precision = counts.precision(cue, frame, left_out);
        let features = Reading {
            document,
            rules,
            candidate: &reading.candidate,
            precision,
            score: unseen_score(reading, rules, counts.seen(cue, frame)),
            inside: reading.inside,
        };
        features.features(&mut gather);
        gather.finish(reading.best);
    }
    let fitted = fit(&gather.cases, READING_COST, RARE, SWEEPS);
    (gather, fitted)
}

/// The reading's score had the cue lexicon's weight not been counted on the
/// reading itself; the lexicon's weights are counts smoothed by four cases.
fn unseen_score(reading: &Judged, rules: &RuleSet, seen: u32) -> f32 {
    const SMOOTHING: f32 = 4.0;
    let candidate = &reading.candidate;
    let frame = candidate.cue_id.zip(candidate.frame);
    let named = frame.and_then(|(cue, frame)| rules.cues.cue(cue).frame(frame));
    let Some(frame) = named.filter(|_| reading.counts && seen > 0) else { return candidate.score };
    let cases = seen as f32 + SMOOTHING;
    let without = (frame.weight * cases - f32::from(u8::from(reading.right))) / (cases - 1.0);
    weigh(without.clamp(0.01, 0.99), rules.rule(candidate.rule).prior)
}
