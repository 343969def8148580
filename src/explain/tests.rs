//! Small articles, each with the question that it answers.

use super::{Explanation, Loss};
use crate::attribution::{Clash, Fate};
use crate::extract::Extractor;
use crate::input::Article;
use crate::rules::{RuleSet, probability};
use std::sync::LazyLock;

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::embedded().expect("sound rules"));

fn article(text: &str) -> Article {
    Article { text: text.into(), ..Article::default() }
}

/// Looks at the explanation of a text with this least confidence.
fn explained<T>(text: &str, floor: Option<f32>, look: impl FnOnce(&Explanation<'_>) -> T) -> T {
    let extractor = Extractor::new(&RULES).with_min_confidence(floor);
    let article = article(text);
    look(&extractor.explain(&article))
}

fn quote(explanation: &Explanation<'_>, candidate: usize) -> String {
    let pieces = &explanation.candidates[candidate].candidate.quote;
    let words: Vec<&str> = pieces.iter().map(|&p| explanation.document.words(p)).collect();
    words.join(" … ")
}

const SEVERAL: &str = "Kim said on Monday that the North, which wants talks, would “never” beg.\n\
    “We are ready for anything,” Moon said, according to state media. “We always were.”\n\
    It rained in Seoul. Park denied reports that he had asked Moon to resign, and left.\n";

#[test]
fn the_rows_are_those_that_are_extracted() {
    for floor in [None, Some(0.0), Some(0.9)] {
        let extractor = Extractor::new(&RULES).with_min_confidence(floor);
        let rows = extractor.rows(&article(SEVERAL));
        assert!(!rows.is_empty(), "there is something to compare");
        explained(SEVERAL, floor, |explanation| {
            assert_eq!(explanation.rows, rows);
            for (i, row) in rows.iter().enumerate() {
                let candidate = &explanation.of_row(i).candidate;
                assert_eq!(*RULES.rule(candidate.rule).id, *row.rule);
                assert_eq!(candidate.score, row.confidence);
            }
        });
    }
}

#[test]
fn the_weights_add_up_to_the_score() {
    let weights = RULES.models.as_ref().and_then(|m| m.readings.as_ref()).expect("tables");
    explained(SEVERAL, None, |explanation| {
        for considered in &explanation.candidates {
            let sum: f32 = considered.parts.iter().map(|part| part.weight).sum();
            let score = considered.candidate.score;
            assert!((probability(sum + weights.bias()) - score).abs() < 1e-4, "{considered:?}");
            let weights: Vec<f32> = considered.parts.iter().map(|p| p.weight.abs()).collect();
            assert!(weights.is_sorted_by(|a, b| a >= b), "the heaviest first: {weights:?}");
        }
    });
}

#[test]
fn every_candidate_has_the_fate_that_its_score_and_its_winners_give_it() {
    explained(SEVERAL, None, |explanation| {
        let mut beaten = 0;
        for (i, considered) in explanation.candidates.iter().enumerate() {
            let is_believed = considered.candidate.score >= explanation.floor;
            assert_eq!(is_believed, considered.fate != Fate::Unbelieved, "{considered:?}");
            if let Fate::Beaten { worth, by } = &considered.fate {
                beaten += 1;
                let against: f32 = by.iter().map(|winner| winner.worth).sum();
                assert!(*worth <= against + 1e-4, "{considered:?}");
                assert_eq!(explanation.losses(i).len(), by.len(), "all winners are rows");
            }
        }
        assert!(beaten > 0, "there is something to compare");
    });
}

#[test]
fn a_row_beats_another_end_of_its_claim() {
    let text = "Kim warned on Monday that the North would fight, that Seoul would burn.";
    explained(text, Some(0.1), |explanation| {
        assert_eq!(explanation.rows.len(), 1, "{:?}", explanation.rows);
        let beaten = explanation.beaten_by(0);
        let of_cue = beaten.iter().find_map(|&(i, loss)| match loss {
            Loss::Beaten { clash: Clash::SameCue, worth, against } => Some((i, worth, against)),
            _ => None,
        });
        let (i, worth, against) = of_cue.expect("another reading of the cue is believed");
        assert_ne!(quote(explanation, i), explanation.rows[0].quote);
        assert!(worth <= against);
    });
}

#[test]
fn a_carrier_is_said_to_be_one() {
    let text = "“We are ready for anything,” Kim said, according to state media.";
    explained(text, None, |explanation| {
        let losses = explanation.beaten_by(0);
        let is_carrier = |(_, loss): &(usize, Loss)| *loss == Loss::Carrier;
        let carrier = losses.iter().find(|l| is_carrier(l)).expect("a carrier").0;
        let cue = explanation.candidates[carrier].candidate.cue;
        assert_eq!(explanation.document.words(cue), "according to");
    });
}

#[test]
fn what_is_not_believed_is_found_by_its_words() {
    let text = "“We are ready for anything,” Kim said on Monday.";
    explained(text, Some(1.0), |explanation| {
        assert_eq!(explanation.rows, []);
        let places = explanation.near("ready for");
        let [place] = &places[..] else { panic!("{places:?}") };
        assert!(place.rows.is_empty() && !place.candidates.is_empty(), "{place:?}");
        for &i in &place.candidates {
            assert_eq!(explanation.candidates[i].fate, Fate::Unbelieved);
            assert_eq!(explanation.losses(i), [], "no row stands in its way");
        }
    });
}

#[test]
fn where_no_rule_reads_the_cues_are_named() {
    let text = "It rained in Seoul. The warning came late. The song “Kim told me” sold well.";
    explained(text, None, |explanation| {
        let cues = |words: &str| {
            let places = explanation.near(words);
            let [place] = &places[..] else { panic!("{words}: {places:?}") };
            assert!(place.rows.is_empty() && place.candidates.is_empty(), "{place:?}");
            let token = |i: usize| explanation.document.tokens[i].span.of(text);
            place.unread.iter().map(|u| token(u.token).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(cues("it rained"), [""; 0]);
        assert_eq!(cues("came late"), ["warning"]);
        assert_eq!(cues("\"kim told"), ["told"], "no rule reads inside marks");
    });
    explained("👉 See also: Kim said no.", None, |explanation| {
        let place = &explanation.near("kim said")[0];
        assert!(place.is_noise && place.candidates.is_empty(), "{place:?}");
    });
}

#[test]
fn words_of_a_quote_that_goes_on_lead_to_its_row() {
    let text = "“We are ready for anything,” Kim said on Monday. “We always were.”";
    explained(text, None, |explanation| {
        let places = explanation.near("always were");
        let [place] = &places[..] else { panic!("{places:?}") };
        assert_eq!((place.sentence, &place.rows[..]), (1, &[0][..]));
        let row = explanation.candidate_of(0);
        assert!(explanation.holds(row, place));
        assert!(explanation.holds(row, &explanation.near("kim said")[0]));
        let other = &explanation.near("on monday")[0];
        assert!(!explanation.holds(row, other), "its sentence, but no part of it");
        assert_eq!(explanation.near("nowhere"), []);
    });
}

#[test]
fn rules_that_read_the_same_less_surely_are_named() {
    explained("“We are ready for anything,” Kim said on Monday.", None, |explanation| {
        let considered = explanation.of_row(0);
        assert!(!considered.alike.is_empty(), "{considered:?}");
        assert!(!considered.alike.contains(&considered.candidate.rule));
    });
}
