//! The readings of annotated articles, and which of them are right.

use super::judge::Likeness;
use super::{Case, FOLDS};
use crate::attribution::{self, Context, Reading};
use crate::extract::FLOOR;
use crate::matcher::{Attachment, Candidate, Matcher};
use crate::rules::{CueCounts, CueName, CueNames, Models, RuleSet, Sink};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fmt::Write;

/// A reading and whether it is right.
pub(super) struct Judged {
    pub(super) candidate: Candidate,
    pub(super) context: Context,
    pub(super) right: bool,
    /// Whether its speaker is right too, and no other reading of the cue is more
    /// like the annotation.
    pub(super) best: bool,
    /// Whether it counts for its cue: no attribution nested in another.
    counts: bool,
}

/// All readings of one article.
pub(super) struct Article {
    pub(super) readings: Vec<Judged>,
    pub(super) attachments: Vec<Attachment>,
}

/// Reads each article with the models of the fold that never saw it.
pub(super) fn read(cases: &[Case<'_>], rules: &RuleSet, folds: &[Models]) -> Vec<Article> {
    let read = |(i, case): (usize, &Case<'_>)| {
        let matcher = Matcher::new(rules, None).with_models(Some(&folds[i % FOLDS]));
        judged(case, &matcher)
    };
    cases.par_iter().enumerate().map(read).collect()
}

fn judged(case: &Case<'_>, matcher: &Matcher<'_>) -> Article {
    let document = &case.document;
    let (candidates, attachments) = matcher.find(document);
    let contexts = attribution::contexts(document, &candidates);
    let mut heads: Vec<u32> =
        candidates.iter().filter(|c| c.score >= FLOOR).map(|c| c.head).collect();
    heads.dedup();
    let likeness = |candidate: &Candidate| {
        case.judge.likeness(document, &attribution::continued(document, candidate, &heads))
    };
    let likenesses: Vec<Likeness> = candidates.iter().map(likeness).collect();
    let mut best: BTreeMap<u32, f32> = BTreeMap::new();
    for (candidate, &likeness) in candidates.iter().zip(&likenesses) {
        let entry = best.entry(candidate.head).or_default();
        *entry = entry.max(likeness.rank());
    }
    let judge = |((candidate, context), likeness): ((Candidate, Context), Likeness)| {
        let right = likeness.is_right();
        let nested = case.judge.quoted[candidate.head as usize];
        let is_best = likeness.rank() >= best[&candidate.head];
        let best = right && likeness.speaker && is_best;
        Judged { candidate, context, right, best, counts: right || !nested }
    };
    let readings = candidates.into_iter().zip(contexts).zip(likenesses).map(judge).collect();
    Article { readings, attachments }
}

/// What each cue is called, without what else tables hold.
pub(super) fn names(rules: &RuleSet) -> Models {
    let cue_names = CueNames::new(&rules.cues, &rules.lexicon);
    Models { cue_names, learning: true, ..Models::default() }
}

/// How often each cue was right in each frame.
#[derive(Default)]
pub(super) struct Counted(BTreeMap<[String; 3], (u32, u32)>);

impl Counted {
    /// Counts the readings of the articles that `take` wants.
    pub(super) fn of(
        articles: &[Article],
        cases: &[Case<'_>],
        rules: &RuleSet,
        take: impl Fn(usize) -> bool,
    ) -> Self {
        let names = names(rules);
        let mut counted = Self::default();
        for (i, article) in articles.iter().enumerate().filter(|(i, _)| take(*i)) {
            for reading in article.readings.iter().filter(|r| r.counts) {
                let document = &cases[i].document;
                let name = attribution::cue_name(document, rules, &names, &reading.candidate);
                let key = [name.cue, name.class, name.frame].map(|name| name.text.to_owned());
                let entry = counted.0.entry(key).or_default();
                entry.0 += u32::from(reading.right);
                entry.1 += 1;
            }
        }
        counted
    }

    /// The counts, ready for use.
    pub(super) fn counts(&self) -> CueCounts {
        let mut counts = CueCounts::default();
        for ([cue, class, frame], &(right, seen)) in &self.0 {
            counts.add(CueName::new(cue, class, frame), right, seen);
        }
        counts
    }

    /// The counts as a table.
    pub(super) fn table(&self) -> String {
        let about = "# How often a cue's readings were right: cue, class, frame, right, seen\n";
        let mut table = String::from(about);
        for ([cue, class, frame], (right, seen)) in &self.0 {
            writeln!(table, "{cue}\t{class}\t{frame}\t{right}\t{seen}")
                .expect("a string takes all");
        }
        table
    }
}

/// Gives the features of a reading to `sink`.
pub(super) fn features(
    case: &Case<'_>,
    rules: &RuleSet,
    names: &Models,
    counts: &CueCounts,
    reading: &Judged,
    sink: &mut impl Sink,
) {
    let (document, candidate) = (&case.document, &reading.candidate);
    let name = attribution::cue_name(document, rules, names, candidate);
    let precision = counts.precision(name);
    let context = reading.context;
    Reading { document, rules, candidate, name, precision, context }.features(sink);
}
