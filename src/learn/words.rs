//! The table of how much each word tells: in how many sentences it stands.

use super::{Case, Table};
use crate::compare::Reader;
use crate::rules::{RuleSet, WORDS};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Words of fewer sentences are left out: what a word tells that the table does not have is
/// taken to be as much as that of two sentences.
const LEAST: u32 = 4;

/// Counts the sentences of the articles' documents, and in how many each word stands.
pub(super) fn learn(cases: &[Case<'_>], rules: &RuleSet) -> Table {
    let reader = Reader::new(rules);
    let articles: Vec<_> = cases.par_iter().map(|case| forms(case, &reader)).collect();
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    let mut sentences = 0;
    for article in articles {
        sentences += article.len();
        for form in article.into_iter().flatten() {
            *counts.entry(form).or_default() += 1;
        }
    }
    let mut text = format!(
        "# In how many sentences of the annotated articles a word stands.\n# sentences {sentences}\n"
    );
    for (form, count) in counts.iter().filter(|(_, count)| **count >= LEAST) {
        writeln!(text, "{form}\t{count}").expect("writing to memory does not fail");
    }
    Table { name: WORDS, bytes: text.into_bytes() }
}

/// The different words of each sentence.
fn forms(case: &Case<'_>, reader: &Reader<'_>) -> Vec<FxHashSet<String>> {
    let document = &case.document;
    let sentences = document.sentences.iter().filter(|s| !s.tokens.is_empty());
    let of = |sentence: &crate::text::Sentence| {
        let tokens = &document.tokens[sentence.tokens.start as usize..sentence.tokens.end as usize];
        let (first, last) = (tokens.first(), tokens.last());
        let (first, last) = first.zip(last).expect("the sentence has tokens");
        let mut forms = FxHashSet::default();
        let text = &document.text[first.span.start as usize..last.span.end as usize];
        reader.forms(text, |form| {
            forms.insert(form.into_owned());
        });
        forms
    };
    sentences.map(of).collect()
}
