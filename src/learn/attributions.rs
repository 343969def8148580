//! The tables of the attribution models: content ends, the cues' precision and
//! the extraction model.
//!
//! What feeds another model is cross-fitted: the articles fall into [`FOLDS`]
//! parts, and the readings of each have their ends, and their cues' precision,
//! from the other parts alone. So the extraction model learns from features as
//! they will be on articles unseen; fitted on the other parts, it is itself
//! tried on each ([`super::trial`]).

use super::gather::Gather;
use super::logistic::{Fitted, fit};
use super::readings::{self, Article, Counted};
use super::{Case, FOLDS, Learned, Table, Watch, ends, trial};
use crate::eval::GoldArticle;
use crate::rules::{CUES, CueCounts, ENDS, Models, Names, READINGS, RuleSet, Weights};
use rayon::prelude::*;

// The cost of an error against the penalty: by cross-validation on the training
// part 0.12 does no better, 0.35 by 0.2 points, with twice as many weights. How rare
// a feature may be, and how often all weights are gone through, are first choices.
const COST: f64 = 0.2;
const RARE: u32 = 3;
const SWEEPS: usize = 25;

/// Learns the tables from annotated articles and their documents.
pub(super) fn learn(
    gold: &[GoldArticle],
    cases: &[Case<'_>],
    rules: &RuleSet,
    watch: Watch<'_>,
) -> Learned {
    const STEPS: usize = 5;
    let mut step = |done| watch("attributions", done, STEPS);
    step(0);
    let (gather, fitted) = ends::learn(cases, rules, |_| true);
    let end_table =
        gather.table("Where a quote without marks ends: log-odds at a boundary.", &fitted, &[]);
    step(1);
    let folds: Vec<Models> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let (gather, fitted) = ends::learn(cases, rules, |i| i % FOLDS != fold);
            models(rules, &gather.table("", &fitted, &[]))
        })
        .collect();
    step(2);
    let articles = readings::read(cases, rules, &folds);
    let cue_table = Counted::of(&articles, cases, rules, |_| true).table();
    let counts: Vec<CueCounts> = (0..FOLDS)
        .map(|fold| Counted::of(&articles, cases, rules, |i| i % FOLDS != fold).counts())
        .collect();
    let (gather, fold_of) = gather_readings(&articles, cases, rules, &counts);
    step(3);
    let fitted = fit(&gather.cases, COST, RARE, SWEEPS);
    let crossed: Vec<Fitted> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| fit(&gather.cases.only(|k| fold_of[k] != fold), COST, RARE, SWEEPS))
        .collect();
    step(4);
    let log_odds: Vec<f32> = (0..gather.cases.len())
        .map(|k| crossed[fold_of[k]].log_odds(gather.cases.row(k)))
        .collect();
    let trial = trial::of(gold, cases, rules, &articles, &log_odds);
    let reading_table = gather.table(
        "Whether a reading is an attribution: log-odds.",
        &fitted.scaled(trial.slope, trial.shift),
        &[("(floor)", trial.floor)],
    );
    step(STEPS);
    let tables = [(ENDS, end_table), (CUES, cue_table), (READINGS, reading_table)];
    Learned {
        tables: tables.map(|(name, table)| Table { name, bytes: table.into_bytes() }).into(),
        crossed: trial.report,
    }
}

/// Models with these content ends alone.
fn models(rules: &RuleSet, ends: &str) -> Models {
    let mut ends = Weights::of_ends(ends).expect("the table was just written");
    Models {
        names: Names::new(&rules.lexicon, &rules.rules, [&mut ends]),
        ends: Some(ends),
        ..readings::names(rules)
    }
}

/// All readings as cases, and the fold that each belongs to.
fn gather_readings<'r>(
    articles: &[Article],
    cases: &[Case<'_>],
    rules: &'r RuleSet,
    counts: &[CueCounts],
) -> (Gather<'r>, Vec<usize>) {
    let mut gather = Gather::new(&rules.lexicon);
    let names = readings::names(rules);
    let mut fold_of = Vec::new();
    for (i, article) in articles.iter().enumerate() {
        for reading in &article.readings {
            let counts = &counts[i % FOLDS];
            readings::features(&cases[i], rules, &names, counts, reading, &mut gather);
            gather.finish(reading.best);
            fold_of.push(i % FOLDS);
        }
    }
    (gather, fold_of)
}
