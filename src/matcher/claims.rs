//! Quotes without marks of their own: where a claim begins and where the end
//! rules end it.

use super::Matcher;
use super::boundaries::{Claim, End};
use super::forward::outside;
use super::program::Way;
use super::search::{Ended, OtherEnds, Search};
use super::state::{Bindings, Place, Rest};
use crate::rules::{QuoteShape, RuleId};
use crate::text::{Mark, Tag, TagSet, TokenRange};
use std::num::NonZeroU32;

/// A claim's tokens and what ended it.
pub(super) struct Found {
    pub(super) tokens: TokenRange,
    pub(super) ended: Option<NonZeroU32>,
}

impl Matcher<'_> {
    /// The claim of that shape that begins at `at`.
    pub(super) fn claim_right(
        &self,
        phrases: &Search<'_>,
        shape: QuoteShape,
        at: usize,
        place: Place,
    ) -> Option<Found> {
        if at >= place.end {
            return None;
        }
        let begins = || self.begins(phrases, shape, at, place);
        if !phrases.begins(place.end, at, shape, begins) {
            return None;
        }
        if shape == QuoteShape::Paragraph {
            let end = phrases.document.paragraph_of(at).end as usize;
            let tokens = self.trimmed(phrases, at, end)?;
            return Some(Found { tokens, ended: None });
        }
        let claim = Claim {
            start: at as u32,
            limit: place.end as u32,
            head: place.head as u32,
            shape,
            rule: place.rule,
        };
        let (end, ended) = self.end_of(phrases, claim, place);
        let mut tokens = self.trimmed(phrases, at, end)?;
        // A quotation that the claim enters belongs to it whole.
        if let Some(quotation) = phrases.document.quotation_of(tokens.end as usize - 1) {
            tokens.end = tokens.end.max(quotation.tokens.end);
        }
        let ended = phrases.ends.borrow_mut().end(ended);
        Some(Found { tokens, ended: Some(ended) })
    }

    fn begins(&self, phrases: &Search<'_>, shape: QuoteShape, at: usize, place: Place) -> bool {
        let token = phrases.token(at);
        // Inside marks a claim is judged by its first word.
        let first = if token.mark == Mark::Open { at + 1 } else { at };
        if first >= place.end {
            return false;
        }
        let tag = phrases.tag(first);
        match shape {
            QuoteShape::Marked => token.mark == Mark::Open,
            QuoteShape::Claim | QuoteShape::Paragraph => {
                tag != Tag::Punct || token.mark == Mark::Open
            }
            QuoteShape::Clause => {
                // "said Friday that": a time is no subject.
                let time = phrases.time_phrase_end(at, place.end);
                time.is_none_or(|end| !phrases.is_that(end)) && phrases.clause_at(at, place.end)
            }
            QuoteShape::NounPhrase => {
                phrases.noun_phrase_right(first, place.end).is_some()
                    && phrases.time_phrase_end(first, place.end).is_none()
                    && !phrases.clause_at(at, place.end)
            }
            QuoteShape::Infinitive => phrases.infinitive_at(at, place.end),
            QuoteShape::Wh => {
                matches!(tag, Tag::WP | Tag::WRB | Tag::WDT | Tag::WPS)
                    || self.is_in(phrases, at, self.question_words)
            }
            QuoteShape::Gerund => tag == Tag::VBG,
            QuoteShape::Adjective => {
                matches!(tag, Tag::JJ | Tag::JJR | Tag::JJS | Tag::VBN | Tag::RB)
            }
        }
    }

    /// Where the claim ends, by whom and how probably: the end that is given, the
    /// table's most probable, or the end rules'.
    fn end_of(&self, phrases: &Search<'_>, claim: Claim, place: Place) -> (usize, Ended) {
        let ended = |end: End, others| {
            let (by, probability) = (end.rule, Some(end.probability));
            (end.at, Ended { by, claim: Some(claim), probability, others })
        };
        let tables = self.models().and_then(|models| Some((models, models.ends.as_ref()?)));
        let Some((models, weights)) = tables else {
            let (end, by) = self.claim_end(phrases, claim.shape, claim.start as usize, place);
            let others = OtherEnds::default();
            return (end, Ended { by, claim: Some(claim), probability: None, others });
        };
        match place.given {
            Some(end) => ended(end, OtherEnds::default()),
            None => {
                let (first, others) = self.learned_ends(phrases, &claim, models, weights);
                ended(first, others)
            }
        }
    }

    /// Where the claim that begins at `at` ends: the first place where an end
    /// rule matches, else the sentence's end.
    fn claim_end(
        &self,
        phrases: &Search<'_>,
        shape: QuoteShape,
        at: usize,
        place: Place,
    ) -> (usize, Option<RuleId>) {
        let mut k = at + 1;
        let mut relative = false;
        let mut verbed = !matches!(shape, QuoteShape::Claim | QuoteShape::Clause)
            || phrases.token(at).mark == Mark::Open;
        if phrases.token(at).mark == Mark::Open {
            k = self.past_quotation(phrases, at);
        }
        while k < place.end {
            // A clause is not over before its verb: "that reforms, even small ones, fail".
            // Nor by the verb of a relative clause: "that Adams, who died, would agree".
            if self.is_comma(phrases, k - 1) {
                relative = k < place.end && phrases.is_relative(k);
            }
            verbed |= !relative && TagSet::FINITE.has(phrases.tag(k - 1));
            if phrases.token(k).mark == Mark::Open {
                k = self.past_quotation(phrases, k);
                continue;
            }
            if !verbed {
                k += 1;
                continue;
            }
            let fits = |&&(id, _): &&(RuleId, Way<'_>)| self.ends_shape(id, shape);
            let matches = |(_, way): &&(RuleId, Way<'_>)| {
                self.may_begin(phrases, &way.first, k, &place) && {
                    let mut bindings = Bindings::default();
                    self.forward(phrases, Rest::of(&way.steps), k, place, &mut bindings).is_some()
                }
            };
            if let Some((id, _)) = self.ends.iter().filter(fits).find(matches) {
                return (k, Some(*id));
            }
            k += 1;
        }
        (place.end.max(k.min(phrases.document.tokens.len())), None)
    }

    /// The closing mark of the quotation that opens at `open`, or what follows
    /// it: end rules may begin with the mark ("…," adding that).
    pub(super) fn past_quotation(&self, phrases: &Search<'_>, open: usize) -> usize {
        phrases
            .document
            .quotation_of(open)
            .map_or(open + 1, |q| (q.tokens.end as usize - usize::from(q.closed)).max(open + 1))
    }

    /// The statement that ends before token `at`: the quotation that closes
    /// there if it began its sentence, else all from the sentence's start.
    pub(super) fn claim_left(
        &self,
        phrases: &Search<'_>,
        at: usize,
        place: Place,
    ) -> Option<TokenRange> {
        if at <= place.floor {
            return None;
        }
        let mut start = place.floor;
        if let Some(quotation) = phrases.document.quotation_of(start) {
            start = (quotation.tokens.start as usize).min(start);
        }
        while start < at
            && phrases.token(start).mark == Mark::Outside
            && (phrases.tag(start) == Tag::Punct || phrases.tag(start) == Tag::CC)
        {
            start += 1;
        }
        let mut range = self.trimmed(phrases, start, at)?;
        // The closing mark that the pattern took belongs to the quote.
        if let Some(quotation) = phrases.document.quotation_of(range.end as usize - 1) {
            range.end = range.end.max(quotation.tokens.end);
        }
        // A claim has words of its own: "However, he said" is none.
        let verb =
            range.iter().any(|k| TagSet::FINITE.has(phrases.tag(k)) || phrases.tag(k).is_verb());
        let marked = range.iter().any(|k| phrases.token(k).mark == Mark::Open);
        ((verb && range.len() >= 3) || marked).then_some(range)
    }

    /// `start..end` without the marks at its edges that are not quotation marks.
    pub(super) fn trimmed(
        &self,
        phrases: &Search<'_>,
        start: usize,
        end: usize,
    ) -> Option<TokenRange> {
        let (mut start, mut end) = (start, end);
        let bare = |k: usize| {
            phrases.tag(k) == Tag::Punct
                && outside(phrases, k)
                && !matches!(
                    phrases.document.words(TokenRange::new(k, k + 1)),
                    ")" | "(" | "]" | "["
                )
        };
        while end > start && bare(end - 1) {
            end -= 1;
        }
        while start < end && bare(start) {
            start += 1;
        }
        (start < end).then(|| TokenRange::new(start, end))
    }
}
