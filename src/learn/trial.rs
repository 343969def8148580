//! What the tables are worth: the decision made on articles by models that never
//! saw them.
//!
//! From it come the two numbers that make a sum of weights a probability that
//! holds (after Platt, "Probabilistic outputs for support vector machines",
//! 1999), and the least probability that is worth believing.

use super::Case;
use super::readings::Article;
use crate::attribution::{self, Attribution};
use crate::eval::{self, Annotation, Figures, GoldArticle, Rows};
use crate::output::CodePoints;
use crate::rules::{RuleSet, probability};
use crate::text::{Span, TokenRange};
use rayon::prelude::*;

/// What a trial found.
pub(super) struct Trial {
    /// What log-odds are to be multiplied by.
    pub(super) slope: f32,
    /// What is to be added to them then.
    pub(super) shift: f32,
    /// The least probability that is believed.
    pub(super) floor: f32,
    /// What comes of it.
    pub(super) report: Crossed,
}

/// What tables give on articles that they were not learned from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crossed {
    /// The figures, all kinds of attribution together.
    pub figures: Figures,
    /// The expected calibration error.
    pub calibration_error: f64,
    /// The least probability that was believed.
    pub floor: f32,
}

/// Where calibration is judged: rows less probable are hardly ever asked for.
const LOW: f32 = 0.2;

/// Tries the readings' log-odds; `log_odds` has them article by article.
pub(super) fn of(
    gold: &[GoldArticle],
    cases: &[Case<'_>],
    rules: &RuleSet,
    articles: &[Article],
    log_odds: &[f32],
) -> Trial {
    let gold = &gold.iter().map(without_names).collect::<Vec<_>>()[..];
    let try_out = |slope: f32, shift: f32, floor: f32| {
        let mut first = 0;
        let starts: Vec<usize> = articles
            .iter()
            .map(|a| {
                first += a.readings.len();
                first - a.readings.len()
            })
            .collect();
        let rows: Vec<Vec<Annotation>> = (0..articles.len())
            .into_par_iter()
            .map(|i| {
                let article = &articles[i];
                let scores = log_odds[starts[i]..].iter().map(|x| probability(slope * x + shift));
                decide(&cases[i], rules, article, scores, floor)
            })
            .collect();
        let mut all = Rows::default();
        for (article, rows) in gold.iter().zip(rows) {
            all.set(article.id.clone(), rows);
        }
        all
    };
    let rows = try_out(1.0, 0.0, LOW);
    let (slope, shift) = calibrated(&eval::align(gold, &rows));
    let mut best: Option<(f32, Crossed)> = None;
    // Twentieths from 0.3 to 0.6, where F1 hardly moves.
    for floor in (6..=12).map(|n| n as f32 / 20.0) {
        let rows = try_out(slope, shift, floor);
        let aligned = eval::align(gold, &rows);
        let figures = Figures::of(&aligned);
        let f1 = figures.quote.f1() as f32 + figures.triple.f1() as f32;
        let calibration_error = eval::Calibration::of(&aligned).error;
        if best.as_ref().is_none_or(|(b, _)| f1 > *b) {
            best = Some((f1, Crossed { figures, calibration_error, floor }));
        }
    }
    let (_, report) = best.expect("there is more than one floor to try");
    Trial { slope, shift, floor: report.floor, report }
}

/// The article without the names of speakers and sources: readings have none.
fn without_names(article: &GoldArticle) -> GoldArticle {
    let mut article = article.clone();
    for annotation in &mut article.attributions {
        annotation.speaker = None;
        annotation.source = None;
    }
    article
}

/// The attributions of one article whose readings score so.
fn decide(
    case: &Case<'_>,
    rules: &RuleSet,
    article: &Article,
    scores: impl Iterator<Item = f32>,
    floor: f32,
) -> Vec<Annotation> {
    let candidates = article.readings.iter().zip(scores).map(|(reading, score)| {
        let mut candidate = reading.candidate.clone();
        candidate.score = score;
        candidate
    });
    let candidates: Vec<_> = candidates.collect();
    let document = &case.document;
    let points = CodePoints::new(document.text);
    attribution::assemble(document, rules, candidates, &article.attachments, floor)
        .into_iter()
        .map(|a| annotation(case, &points, &a))
        .collect()
}

fn annotation(case: &Case<'_>, points: &CodePoints<'_>, attribution: &Attribution) -> Annotation {
    let words = |range: Option<TokenRange>| -> Vec<Span> {
        let spans: Vec<Span> =
            range.filter(|r| !r.is_empty()).map(|r| case.document.span(r)).into_iter().collect();
        points.spans(&spans)
    };
    Annotation {
        quote: points.spans(&attribution.quote),
        mention: words(attribution.speaker),
        cue: words(Some(attribution.cue)),
        confidence: Some(attribution.confidence.into()),
        ..Annotation::default()
    }
}

/// The slope and shift that make the rows' log-odds those of being right.
fn calibrated(articles: &[eval::Alignment<'_>]) -> (f32, f32) {
    let mut points: Vec<(f32, bool)> = Vec::new();
    for article in articles {
        for (j, row) in article.given.iter().enumerate().filter(|&(j, _)| !article.is_free[j]) {
            let p = (row.annotation.confidence.unwrap_or(0.5) as f32).clamp(0.001, 0.999);
            points.push(((p / (1.0 - p)).ln(), article.gold_of(j).is_some()));
        }
    }
    newton(&points)
}

/// Logistic regression on one number, by Newton's method.
fn newton(points: &[(f32, bool)]) -> (f32, f32) {
    let (mut slope, mut shift) = (1.0_f64, 0.0_f64);
    // 20: a bound; two numbers need a few steps.
    for _ in 0..20 {
        let [mut g0, mut g1, mut h00, mut h01, mut h11] = [0.0, 0.0, 1e-9, 0.0, 1e-9];
        for &(x, right) in points {
            let x = f64::from(x);
            let p = 1.0 / (1.0 + (-(slope * x + shift)).exp());
            let (error, weight) = (p - f64::from(u8::from(right)), p * (1.0 - p));
            g0 += error * x;
            g1 += error;
            h00 += weight * x * x;
            h01 += weight * x;
            h11 += weight;
        }
        let determinant = h00 * h11 - h01 * h01;
        if determinant.abs() < 1e-12 {
            break;
        }
        slope -= (h11 * g0 - h01 * g1) / determinant;
        shift -= (h00 * g1 - h01 * g0) / determinant;
    }
    // A slope of nothing or less tells nothing apart: the log-odds stay.
    if slope > 0.05 && slope.is_finite() { (slope as f32, shift as f32) } else { (1.0, 0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_odds_twice_too_large_are_halved() {
        let points: Vec<(f32, bool)> = (-20..=20)
            .flat_map(|n| {
                let x = n as f32 / 5.0;
                let right = (100.0 * probability(x / 2.0)).round() as usize;
                (0..100).map(move |i| (x, i < right))
            })
            .collect();
        let (slope, shift) = newton(&points);
        assert!((slope - 0.5).abs() < 0.02 && shift.abs() < 0.02, "{slope} {shift}");
    }
}
