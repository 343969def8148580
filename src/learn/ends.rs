//! The content-end model: where a quote without marks ends.

use super::Case;
use super::gather::Gather;
use super::judge::Judge;
use super::logistic::{Fitted, fit};
use crate::matcher::{Claim, Matcher};
use crate::rules::RuleSet;
use crate::text::{Document, Grammar, Phrases, Tag};

// The cost of an error against the penalty: by cross-validation on the training
// part 0.3 does worse and 1 no better. How rare a feature may be, and how often
// all weights are gone through, are first choices.
const COST: f64 = 0.5;
const RARE: u32 = 3;
const SWEEPS: usize = 25;

/// Learns from the articles that `take` wants.
pub(super) fn learn<'r>(
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
            matcher.each_boundary(&phrases, &claim, &mut gather, |gather, at| {
                let ended = end.is_some_and(|end| at >= end);
                gather.finish(ended);
                !ended
            });
        }
    }
    let fitted = fit(&gather.cases, COST, RARE, SWEEPS);
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
