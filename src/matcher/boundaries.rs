//! The learned end of a quote without marks: the boundaries where it could end,
//! each with the features of its hazard — the probability that the quote ends
//! here, given that it has come so far.

use super::Matcher;
use super::program::Way;
use super::search::Search;
use super::state::{Bindings, Place, Rest};
use crate::rules::{QuoteShape, RuleId, Sink, Value};
use crate::text::{Mark, Phrases, Tag, TagSet, Token, VerbForm};

/// A quote whose end is to be found: what the features rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// Its first token.
    pub start: u32,
    /// One past the last token of its sentence.
    pub limit: u32,
    /// The head of its cue.
    pub head: u32,
    /// How it begins.
    pub shape: QuoteShape,
    /// The rule that reads it.
    pub rule: RuleId,
}

/// Where a claim can end, with the probability that it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// One past its last token, marks not trimmed.
    pub at: usize,
    /// The end rule that matches here.
    pub rule: Option<RuleId>,
    /// The probability that the claim ends here.
    pub probability: f32,
}

/// Tags that can begin what stands after a quote.
const BOUNDARY: TagSet = TagSet::of(&[
    Tag::CC,
    Tag::IN,
    Tag::TO,
    Tag::WDT,
    Tag::WP,
    Tag::WPS,
    Tag::WRB,
    Tag::VBG,
    Tag::RB,
    Tag::VBD,
    Tag::VBZ,
    Tag::VBP,
    Tag::MD,
    Tag::VBN,
    Tag::Punct,
]);

/// A place where a claim could end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Boundary {
    /// The token that would be the first after it.
    pub(super) at: usize,
    /// The end rule that matches here.
    pub(super) rule: Option<RuleId>,
    /// Whether a finite verb stands between the claim's start and here.
    pub(super) verbed: bool,
    /// The commas between, at most three.
    pub(super) commas: i32,
}

/// How far the search for a claim's boundaries has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    at: usize,
    pub(super) verbed: bool,
    pub(super) commas: i32,
}

impl Matcher<'_> {
    /// The walk that begins with the claim.
    pub(super) fn walk(&self, search: &Search<'_>, claim: &Claim) -> Walk {
        let start = claim.start as usize;
        let opens = search.token(start).mark == Mark::Open;
        let at = if opens { self.past_quotation(search, start) } else { start + 1 };
        Walk { at, verbed: false, commas: 0 }
    }

    /// The claim's next boundary.
    pub(super) fn next_boundary(
        &self,
        search: &Search<'_>,
        claim: &Claim,
        walk: &mut Walk,
    ) -> Option<Boundary> {
        // From the token before the next on, which is none of the claim's first.
        let Walk { mut at, mut verbed, mut commas } = *walk;
        let tokens = search.document.tokens.get(at - 1..claim.limit as usize);
        for pair in tokens.unwrap_or_default().windows(2) {
            let [before, token] = pair else { break };
            if token.mark == Mark::Open {
                commas = commas.min(3);
                *walk = Walk { at: self.past_quotation(search, at), verbed, commas };
                return Some(Boundary { at, rule: None, verbed, commas });
            }
            verbed |= TagSet::FINITE.has(before.tag);
            commas += i32::from(before.word == self.comma);
            if is_boundary(search, at, [before, token]) {
                commas = commas.min(3);
                *walk = Walk { at: at + 1, verbed, commas };
                let rule = self.end_rule(search, claim, at);
                return Some(Boundary { at, rule, verbed, commas });
            }
            at += 1;
        }
        walk.at = claim.limit as usize;
        None
    }

    pub(super) fn is_comma(&self, phrases: &Phrases<'_>, k: usize) -> bool {
        phrases.token(k).word == self.comma
    }

    /// The first end rule for the claim's shape that matches at `k`.
    fn end_rule(&self, search: &Search<'_>, claim: &Claim, k: usize) -> Option<RuleId> {
        let limit = claim.limit as usize;
        let place = Place { end: limit, ..Place::default() };
        let matches = |way: &Way<'_>| {
            self.forward(search, Rest::of(&way.steps), k, place, &mut Bindings::default()).is_some()
        };
        let may = || {
            let may = self.end_edges.taking(&self.words, search.token(k));
            if k + 1 == limit {
                return may;
            }
            let (first, second) = (search.token(k), search.token(k + 1));
            may & self.end_seconds.taking(&self.words, first, second)
        };
        let (tried, matched) = search.ends.borrow_mut().spot_of(search, k, limit).rules(may);
        let mut left = self.ends_of[claim.shape as usize] & (matched | !tried);
        while left != 0 {
            let first = left.trailing_zeros();
            let (id, way) = &self.ends[first as usize];
            if matched >> first & 1 == 1 {
                return Some(*id);
            }
            let found = matches(way);
            search.ends.borrow_mut().note_rule(k, first, found);
            if found {
                return Some(*id);
            }
            left &= left - 1;
        }
        let more = self.ends.iter().skip(u64::BITS as usize);
        let mut more = more.filter(|(id, _)| self.ends_shape(*id, claim.shape));
        more.find(|(_, way)| matches(way)).map(|(id, _)| *id)
    }

    /// Whether an end rule ends quotes of that shape.
    pub(super) fn ends_shape(&self, id: RuleId, shape: QuoteShape) -> bool {
        let shapes = &self.rules.rule(id).ends_in;
        shapes.is_empty() || shapes.contains(&shape)
    }

    /// Gives the features of each boundary of a claim to `sink`, for learning; `take` gets
    /// the boundary's token after them, and says whether to go on.
    pub fn each_boundary<S: Sink>(
        &self,
        phrases: &Phrases<'_>,
        claim: &Claim,
        sink: &mut S,
        mut take: impl FnMut(&mut S, usize) -> bool,
    ) {
        let search = Search::new(*phrases);
        let mut walk = self.walk(&search, claim);
        let (fronted, limit) = (self.is_fronted(phrases, claim), claim.limit as usize);
        while let Some(boundary) = self.next_boundary(&search, claim, &mut walk) {
            let next_finite = search.next_finite(boundary.at, limit);
            let near = &self.near(&search, limit, boundary.at, next_finite, sink);
            let of_claim = &self.of_claim(phrases, claim, fronted, sink);
            self.features_at(&search, limit, boundary.at, near, sink);
            self.features_of_shape(&search, limit, boundary, (near, of_claim), sink);
            self.features_of_claim(&search, claim, boundary, (near, of_claim), sink);
            let rule = sink.value(Value::Rule(claim.rule, self.rules.rule(claim.rule)));
            self.feature_of_rule(&search, rule, boundary, sink);
            if !take(sink, boundary.at) {
                return;
            }
        }
    }

    /// Whether the cue stands in a clause before the main one: "While Kim says …, Moon
    /// left", "Suggesting that …, he left".
    pub(super) fn is_fronted(&self, phrases: &Phrases<'_>, claim: &Claim) -> bool {
        let head = claim.head as usize;
        let first = phrases.document.sentence_of(head).start as usize;
        let opens = matches!(phrases.tag(first), Tag::IN | Tag::VBG | Tag::WRB | Tag::VBN);
        opens && !(first..head).any(|k| self.is_comma(phrases, k))
    }

    /// How surely the verb at `i` is a cue, 0 to 4.
    pub(crate) fn cue_strength(&self, phrases: &Phrases<'_>, i: usize) -> i32 {
        let lemma = phrases.token(i).lemma;
        let best = self
            .rules
            .cues
            .of_lemma(lemma)
            .iter()
            .map(|&id| self.rules.cues.cue(id))
            .filter(|cue| cue.rest.is_empty())
            .flat_map(|cue| cue.frames())
            .map(|frame| frame.weight)
            .fold(0.0_f32, f32::max);
        (best * 4.0) as i32
    }
}

/// Whether a claim could end between these tokens, of which the second is the `k`th.
#[inline]
fn is_boundary(phrases: &Phrases<'_>, k: usize, [before, token]: [&Token; 2]) -> bool {
    BOUNDARY.has(token.tag)
        || before.mark == Mark::Close
        || (matches!(token.tag, Tag::DT | Tag::PRP) && before.tag.is_noun())
        || phrases.time_phrase_end(k, k + 1).is_some()
}

/// Lengths by single tokens up to 4, then by fives up to 25 and more.
pub(crate) fn length_bucket(length: usize) -> i32 {
    if length < 5 { length as i32 } else { 5 + (length / 5).min(5) as i32 }
}

/// Whether a verb of that form stands by itself.
pub(crate) fn form_name(form: VerbForm) -> &'static str {
    match form {
        VerbForm::Finite => "finite",
        VerbForm::Participle => "participle",
        VerbForm::Infinitive => "infinitive",
        VerbForm::Passive => "passive",
        VerbForm::PastParticiple => "past-participle",
    }
}
