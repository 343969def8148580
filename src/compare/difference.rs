//! What differs between two printings of a statement, and what of it puts the meaning at risk.
//!
//! Takes two statements and their alignment; the first is the fuller. Says what is lost and
//! what is new, never which of the two is right.

use super::decide::Evidence;
use super::statement::Statement;
use super::wording::{Class, Word};
use crate::link::Likeness;
use crate::rows::Field;
use std::fmt::Write as _;

/// What differs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// In a few fixed words, in this order: `identical`, `shortened`, `reworded`,
    /// `other-speaker`, `source-dropped`, `meaning-at-risk`.
    pub labels: Vec<&'static str>,
    /// What is lost, new or changed and may change the meaning: `negation: not lost`.
    pub at_risk: Vec<String>,
}

/// Words that are lost or new between two shared ones.
struct Gap<'w> {
    lost: &'w [Word],
    new: &'w [Word],
    /// Whether shared words stand on both sides.
    is_inner: bool,
}

impl Difference {
    /// What differs in `variant` from `full`.
    pub fn between(full: &Statement, variant: &Statement, evidence: &Evidence) -> Self {
        let at_risk = at_risk(full, variant, &evidence.alignment.pairs);
        let mut labels = wording(full, variant, evidence);
        if evidence.speakers == Likeness::Other {
            labels.push("other-speaker");
        }
        if !full.row.get(Field::Source).is_empty() && variant.row.get(Field::Source).is_empty() {
            labels.push("source-dropped");
        }
        if !at_risk.is_empty() {
            labels.push("meaning-at-risk");
        }
        Self { labels, at_risk }
    }
}

fn wording(full: &Statement, variant: &Statement, evidence: &Evidence) -> Vec<&'static str> {
    if plain_words(full).eq(plain_words(variant)) {
        return vec!["identical"];
    }
    let (whole, own) = (full.wording.bits(), variant.wording.bits());
    let (lost, new) = (whole - evidence.shared, own - evidence.shared);
    let mut labels = Vec::new();
    // A tenth: a name for a pronoun, an address ("my friends") more or less.
    if lost > 0.1 * whole && lost > new || is_cut(full, variant) {
        labels.push("shortened");
    }
    if new > 0.1 * own || labels.is_empty() {
        labels.push("reworded");
    }
    labels
}

/// Whether the variant has in quotation marks some of what the full statement has there.
fn is_cut(full: &Statement, variant: &Statement) -> bool {
    let marked = |s: &Statement| -> f32 {
        s.wording.words.iter().filter(|w| w.is_marked && w.is_telling()).map(|w| w.bits).sum()
    };
    let (whole, left) = (marked(full), marked(variant));
    left > 0.0 && left < 0.9 * whole
}

/// The words as they are printed, without marks and case.
fn plain_words(statement: &Statement) -> impl Iterator<Item = String> {
    let words = statement.row.get(Field::Quote).split(|c: char| !c.is_alphanumeric());
    words.filter(|w| !w.is_empty()).map(str::to_lowercase)
}

/// The classes of which a word that only one of the two has puts the meaning at risk.
const RISKS: [(Class, &str); 4] = [
    (Class::Negation, "negation"),
    (Class::Condition, "condition"),
    (Class::Hedge, "hedge"),
    (Class::Modal, "modality"),
];

fn at_risk(full: &Statement, variant: &Statement, pairs: &[(usize, usize)]) -> Vec<String> {
    let gaps = gaps(full, variant, pairs);
    let mut found = Vec::new();
    for (class, name) in RISKS {
        let of = |words: &[Word]| words.iter().filter(|w| w.class == class).copied().collect();
        let lost: Vec<Word> = gaps.iter().flat_map(|g| -> Vec<Word> { of(g.lost) }).collect();
        let new: Vec<Word> = gaps.iter().flat_map(|g| -> Vec<Word> { of(g.new) }).collect();
        let (lost_by_row, new_by_row) = (says(class, full), says(class, variant));
        // "No … and never" for "not": two turn the meaning back, three turn it once more.
        let is_turned = class == Class::Negation
            && !lost.is_empty()
            && !new.is_empty()
            && (lost.len() + usize::from(lost_by_row) + new.len() + usize::from(new_by_row)) % 2
                == 1;
        if is_turned {
            let (was, is) = (printed(&lost, full), printed(&new, variant));
            found.push(format!("{name}: {was} → {is}"));
        }
        match (lost.is_empty() && !lost_by_row, new.is_empty() && !new_by_row) {
            (false, true) => {
                found.push(format!("{name}: {} lost", shown(&lost, full, lost_by_row)))
            }
            (true, false) => {
                found.push(format!("{name}: {} new", shown(&new, variant, new_by_row)))
            }
            _ => {}
        }
    }
    let inner = gaps.iter().filter(|g| g.is_inner);
    let lost: Vec<Word> = inner.flat_map(|g| g.lost.iter().copied()).collect();
    changed((&lost, full), (&variant.wording.words, variant), &mut found);
    for gap in &gaps {
        replaced(gap, full, variant, &mut found);
    }
    found
}

/// Whether the row's stance says what a word of the class would say in the quote.
fn says(class: Class, statement: &Statement) -> bool {
    let stance = statement.row.get(Field::Stance);
    match class {
        Class::Negation => statement.denies,
        Class::Hedge => matches!(stance, "believes" | "suggests"),
        _ => false,
    }
}

fn shown(words: &[Word], of: &Statement, by_row: bool) -> String {
    let mut out = printed(words, of);
    if out.is_empty() && by_row {
        out.push_str(of.row.get(Field::Cue));
    }
    out
}

/// The words as they are printed.
fn printed(words: &[Word], of: &Statement) -> String {
    let quote = of.row.get(Field::Quote);
    let mut out = String::new();
    let mut last = None;
    for word in words {
        // One word may be compared as two: "cannot".
        if last.replace(word.place) == Some(word.place) {
            continue;
        }
        let text = quote.get(word.place.0 as usize..word.place.1 as usize).unwrap_or_default();
        let space = if out.is_empty() { "" } else { " " };
        write!(out, "{space}{text}").expect("writing to memory does not fail");
    }
    out
}

/// Numbers in the place of others: those of the variant that the full statement does not have
/// anywhere, and those lost in what is shared.
fn changed(
    (lost, full): (&[Word], &Statement),
    (words, variant): (&[Word], &Statement),
    found: &mut Vec<String>,
) {
    let of = |words: &[Word], others: &[Word]| -> Vec<Word> {
        let is_theirs = |w: &Word| others.iter().any(|o| o.form == w.form);
        words.iter().filter(|w| w.class == Class::Number && !is_theirs(w)).copied().collect()
    };
    let (gone, new) = (of(lost, words), of(words, &full.wording.words));
    let (was, is) = (printed(&gone, full), printed(&new, variant));
    match (gone.is_empty(), new.is_empty()) {
        (false, false) => found.push(format!("number: {was} → {is}")),
        (true, false) => found.push(format!("number: {is} new")),
        (false, true) => found.push(format!("number: {was} lost")),
        (true, true) => {}
    }
}

/// A name in the place of another, a modal verb in the place of another, and in quotation
/// marks any word in the place of another.
fn replaced(gap: &Gap<'_>, full: &Statement, variant: &Statement, found: &mut Vec<String>) {
    let of = |words: &[Word], fits: &dyn Fn(&Word) -> bool| -> Vec<Word> {
        words.iter().filter(|w| fits(w)).copied().collect()
    };
    for (class, name) in [(Class::Name, "name"), (Class::Modal, "modality")] {
        let (lost, new) = (of(gap.lost, &|w| w.class == class), of(gap.new, &|w| w.class == class));
        if !lost.is_empty() && !new.is_empty() {
            found.push(format!("{name}: {} → {}", printed(&lost, full), printed(&new, variant)));
        }
    }
    let is_plain = |w: &Word| w.class == Class::Content && w.is_marked;
    if let ([lost], [new]) = (&*of(gap.lost, &is_plain), &*of(gap.new, &is_plain))
        && gap.is_inner
    {
        let (was, is) = (printed(&[*lost], full), printed(&[*new], variant));
        found.push(format!("word: {was} → {is}"));
    }
}

/// How far from a fragment words are looked at, where less than a third of the sentence is
/// shared: what stands further off is another matter.
const NEAR: usize = 6;

/// The gaps between shared words, and those before the first and after the last as far as their
/// sentences go.
fn gaps<'s>(full: &'s Statement, variant: &'s Statement, pairs: &[(usize, usize)]) -> Vec<Gap<'s>> {
    let (a, b) = (&full.wording.words, &variant.wording.words);
    let Some((&first, &last)) = pairs.first().zip(pairs.last()) else { return Vec::new() };
    let (in_a, in_b) = (|i| pairs.iter().any(|p| p.0 == i), |i| pairs.iter().any(|p| p.1 == i));
    let mut gaps = vec![Gap {
        lost: &a[before(a, first.0, &in_a)..first.0],
        new: &b[before(b, first.1, &in_b)..first.1],
        is_inner: false,
    }];
    gaps.extend(pairs.windows(2).map(|pair| Gap {
        lost: &a[pair[0].0 + 1..pair[1].0],
        new: &b[pair[0].1 + 1..pair[1].1],
        is_inner: true,
    }));
    gaps.push(Gap {
        lost: &a[last.0 + 1..behind(a, last.0, &in_a)],
        new: &b[last.1 + 1..behind(b, last.1, &in_b)],
        is_inner: false,
    });
    gaps
}

/// The first word that is looked at before a shared one.
fn before(words: &[Word], i: usize, is_shared: &dyn Fn(usize) -> bool) -> usize {
    let other = words[..i].iter().rposition(|w| w.sentence != words[i].sentence);
    other.map_or(0, |at| at + 1).max(i.saturating_sub(reach(words, i, is_shared)))
}

/// One past the last word that is looked at behind a shared one.
fn behind(words: &[Word], i: usize, is_shared: &dyn Fn(usize) -> bool) -> usize {
    let other = words[i..].iter().position(|w| w.sentence != words[i].sentence);
    other.map_or(words.len(), |at| i + at).min((i + 1).saturating_add(reach(words, i, is_shared)))
}

/// How far from a shared word others are looked at.
fn reach(words: &[Word], i: usize, is_shared: &dyn Fn(usize) -> bool) -> usize {
    let sentence = words.iter().enumerate().filter(|(_, w)| w.sentence == words[i].sentence);
    let (mut whole, mut kept) = (0.0, 0.0);
    for (at, word) in sentence.filter(|(_, w)| w.is_telling()) {
        whole += word.bits;
        kept += if is_shared(at) { word.bits } else { 0.0 };
    }
    if 3.0 * kept >= whole { usize::MAX } else { NEAR }
}
