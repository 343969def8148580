//! A pattern matched from left to right.

use super::Matcher;
use super::edges::Edge;
use super::program::{Step, Way};
use super::search::Search;
use super::state::{Bindings, Place, Rest};
use crate::rules::{QuoteShape, Shape, Slot, SlotName, SpeakerShape};
use crate::text::{ListId, Mark, Phrases, Tag, TokenRange, WordId};

impl Matcher<'_> {
    /// Matches `rest` from token `at` on; gives where it ends.
    pub(super) fn forward(
        &self,
        phrases: &Search<'_>,
        rest: Rest<'_>,
        at: usize,
        place: Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        let Some((step, steps)) = rest.steps.split_first() else {
            return self.forward_on(phrases, rest, at, place, bindings);
        };
        let after = Rest { steps, ..rest };
        let go = |end: usize, bindings: &mut Bindings| {
            self.forward(phrases, after, end, place, bindings)
        };
        match step {
            Step::Word(word) => {
                self.is_word(phrases, *word, at, place).then_some(())?;
                go(at + 1, bindings)
            }
            Step::List(list) => {
                let end = self.list_end(phrases, *list, at, place)?;
                go(end, bindings)
            }
            Step::Tags(tags) => {
                (at < place.end && tags.has(phrases.tag(at)) && outside(phrases, at))
                    .then_some(())?;
                go(at + 1, bindings)
            }
            Step::NounPhrase => {
                let phrase = phrases.noun_phrase_right(at, place.end)?;
                (!phrases.is_relative(at)).then_some(())?;
                go(phrase.end as usize, bindings)
            }
            Step::Slot(slot, inner) => {
                self.slot_forward(phrases, slot, inner, after, at, place, bindings)
            }
            Step::Choice(ways) => {
                let may = |way: &&Way<'_>| self.may_begin(phrases, &way.first, at, place);
                ways.iter().filter(may).find_map(|way| {
                    let rest = Rest::before(&way.steps, &after);
                    bindings.attempt(|bindings| self.forward(phrases, rest, at, place, bindings))
                })
            }
            Step::Repeat(way, most) => {
                let again = Some((way, *most));
                self.forward_on(
                    phrases,
                    Rest { steps: &[], again, next: Some(&after) },
                    at,
                    place,
                    bindings,
                )
            }
            Step::Not(way) => {
                if self.may_begin(phrases, &way.first, at, place) {
                    let mut trial = *bindings;
                    if self.forward(phrases, Rest::of(&way.steps), at, place, &mut trial).is_some()
                    {
                        return None;
                    }
                }
                go(at, bindings)
            }
            Step::Gap(longest, then) => (0..=usize::from(*longest))
                .take_while(|n| *n == 0 || (at + n <= place.end && free(phrases, at + n - 1)))
                .filter(|n| self.may_begin(phrases, then, at + n, place))
                .find_map(|n| bindings.attempt(|bindings| go(at + n, bindings))),
            Step::SentenceStart => {
                (at == place.floor).then_some(())?;
                go(at, bindings)
            }
            Step::SentenceEnd => {
                self.is_sentence_end(phrases, at, place).then_some(())?;
                go(at, bindings)
            }
            Step::Paragraph => {
                phrases.document.is_paragraph_start(at).then_some(())?;
                // What follows may take place in the next paragraph's first sentence.
                let mut next = place;
                if at >= place.end && at < phrases.document.tokens.len() {
                    let sentence = phrases.document.sentence_of(at);
                    next = Place { floor: at, end: sentence.end as usize, group: None, ..place };
                }
                self.forward(phrases, after, at, next, bindings)
            }
        }
    }

    /// Goes on where a sequence is at its end: once more through a repeated one,
    /// else with what follows it.
    fn forward_on(
        &self,
        phrases: &Search<'_>,
        rest: Rest<'_>,
        at: usize,
        place: Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        if let Some((way, left @ 1..)) = rest.again
            && self.may_begin(phrases, &way.first, at, place)
        {
            let again = Some((way, left - 1));
            let once_more = Rest { steps: &way.steps, again, next: rest.next };
            let result =
                bindings.attempt(|bindings| self.forward(phrases, once_more, at, place, bindings));
            if result.is_some() {
                return result;
            }
        }
        match rest.next {
            Some(next) => self.forward(phrases, *next, at, place, bindings),
            None => Some(at),
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a slot, what fills it, and the match's state")]
    fn slot_forward(
        &self,
        phrases: &Search<'_>,
        slot: &Slot,
        inner: &[Step<'_>],
        after: Rest<'_>,
        at: usize,
        place: Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        let saved = *bindings;
        let fill = |range: TokenRange, end: usize, bindings: &mut Bindings| {
            bindings.bind(slot.name, range);
            let result = self.forward(phrases, after, end, place, bindings);
            if result.is_none() {
                *bindings = saved;
            }
            result
        };
        if !inner.is_empty() {
            let end = self.forward(phrases, Rest::of(inner), at, place, bindings)?;
            return fill(TokenRange::new(at, end), end, bindings);
        }
        match slot.shape {
            Shape::Quote(QuoteShape::Marked) => {
                (at < place.end).then_some(())?;
                let quotation = phrases.document.quotations.get(
                    phrases.document.tokens.get(at).filter(|t| t.mark == Mark::Open)?.quotation.0
                        as usize,
                )?;
                fill(quotation.tokens, quotation.tokens.end as usize, bindings)
            }
            Shape::Quote(shape) => {
                let claim = self.claim_right(phrases, shape, at, place)?;
                bindings.ended = claim.ended;
                fill(claim.tokens, claim.tokens.end as usize, bindings)
            }
            Shape::Cue(shape) => {
                let end = self.cue_at(phrases, shape, at, place)?;
                fill(TokenRange::new(at, end), end, bindings)
            }
            Shape::Speaker(SpeakerShape::Line) => {
                let range = self.name_line(phrases, at, place)?;
                fill(range, range.end as usize, bindings)
            }
            Shape::Speaker(_) => None,
            Shape::Outlet => {
                let range = self.outlet(phrases, at, place)?;
                fill(range, range.end as usize, bindings)
            }
            Shape::Title => {
                let range =
                    phrases.document.title_at(at).filter(|r| r.end as usize <= place.end)?;
                fill(range, range.end as usize, bindings)
            }
            Shape::Plain if slot.name == SlotName::When => {
                let end =
                    phrases.time_phrase_end(at, place.end).filter(|_| outside(phrases, at))?;
                fill(TokenRange::new(at, end), end, bindings)
            }
            Shape::Plain => {
                if at >= place.end
                    || !outside(phrases, at)
                    || phrases.time_phrase_end(at, place.end).is_some()
                {
                    return None;
                }
                let long = phrases
                    .speaker_right(at, place.end)
                    .filter(|_| slot.name != SlotName::Addressee);
                let subject = slot.name == SlotName::Addressee
                    && self.is_in(phrases, at, self.subject_pronouns);
                let short = phrases.noun_phrase_right(at, place.end).filter(|_| !subject)?;
                long.filter(|l| *l != short)
                    .and_then(|range| fill(range, range.end as usize, bindings))
                    .or_else(|| fill(short, short.end as usize, bindings))
            }
        }
    }

    /// Whether what has this edge may begin at `at`.
    #[inline]
    pub(super) fn may_begin(
        &self,
        phrases: &Search<'_>,
        edge: &Edge,
        at: usize,
        place: Place,
    ) -> bool {
        if at < place.end {
            edge.takes(&self.words, phrases.token(at))
        } else {
            edge.any || edge.end
        }
    }

    pub(super) fn is_word(
        &self,
        phrases: &Search<'_>,
        word: WordId,
        at: usize,
        place: Place,
    ) -> bool {
        (place.floor..place.end).contains(&at)
            && phrases.token(at).word == word
            && word != WordId::UNKNOWN
            && phrases.token(at).mark != Mark::Inside
    }

    pub(super) fn is_in(&self, phrases: &Search<'_>, at: usize, list: Option<ListId>) -> bool {
        let word = phrases.token(at).word;
        list.is_some_and(|list| self.lexicon().is_in(word, list))
    }

    /// The end of a list entry at `at`: by words, or by one word's lemma.
    pub(super) fn list_end(
        &self,
        phrases: &Search<'_>,
        list: ListId,
        at: usize,
        place: Place,
    ) -> Option<usize> {
        if at >= place.end || phrases.token(at).mark == Mark::Inside {
            return None;
        }
        let end = phrases.document.list_match(self.lexicon(), list, at);
        end.filter(|&e| e <= place.end).or_else(|| {
            let lemma = phrases.token(at).lemma;
            (lemma != WordId::UNKNOWN && self.lexicon().is_in(lemma, list)).then_some(at + 1)
        })
    }

    /// Whether only marks stand between `at` and the sentence's end.
    pub(super) fn is_sentence_end(&self, phrases: &Search<'_>, at: usize, place: Place) -> bool {
        at >= place.end
            || (at..place.end)
                .all(|k| phrases.tag(k) == Tag::Punct && phrases.token(k).mark != Mark::Open)
    }

    /// A noun phrase that names an outlet; of "the Journal of the plans" the
    /// part before "of", unless the whole is a name ("Voice of America").
    fn outlet(&self, phrases: &Search<'_>, at: usize, place: Place) -> Option<TokenRange> {
        let whole = phrases.noun_phrase_right(at, place.end)?;
        let of = whole.iter().find(|&k| phrases.tag(k) == Tag::IN);
        let before = of.map(|k| TokenRange::new(at, k));
        before.into_iter().chain([whole]).find(|&phrase| self.names_outlet(phrases, phrase))
    }

    /// Whether an entry of `outlets` or `platforms` stands in the phrase, written
    /// as a name, or a name that ends with an entry of `outlet-heads`.
    fn names_outlet(&self, phrases: &Search<'_>, phrase: TokenRange) -> bool {
        let lexicon = self.lexicon();
        let Some(last) = phrase.iter().last() else { return false };
        let capital = |range: TokenRange| range.iter().any(|k| phrases.token(k).capital);
        let named = |k: usize| {
            self.outlets.into_iter().flatten().any(|list| {
                let end = phrases.document.list_match(lexicon, list, k);
                end.is_some_and(|e| e <= last + 1 && capital(TokenRange::new(k, e)))
            })
        };
        let headed = phrases.token(last).capital
            && phrase.len() > 1
            && self.is_in(phrases, last, self.outlet_heads);
        // An outlet that no list knows: "InsideSources".
        let joined = phrase.len() == 1 && lexicon.joins_words(phrases.document.words(phrase));
        headed || phrase.iter().any(named) || joined
    }

    /// A short run of names at a paragraph's start.
    pub(super) fn name_line(
        &self,
        phrases: &Search<'_>,
        at: usize,
        place: Place,
    ) -> Option<TokenRange> {
        // 7: "Rep. Alexandria Ocasio-Cortez, D-N.Y."
        const LONGEST: usize = 7;
        let mut end = at;
        if at >= place.end || !phrases.tag(at).is_proper() {
            return None;
        }
        while end < place.end && end - at < LONGEST {
            let token = phrases.token(end);
            let name = token.tag.is_proper()
                || token.tag == Tag::CD
                || (token.capital && token.tag != Tag::Punct);
            let joint = end > at
                && (token.tag == Tag::POS
                    || phrases.document.words(TokenRange::new(end, end + 1)) == ",");
            if !(name || joint) {
                break;
            }
            end += 1;
        }
        (end > at).then(|| TokenRange::new(at, end))
    }
}

/// Whether token `i` stands outside quotations, or opens one.
pub(super) fn outside(phrases: &Phrases<'_>, i: usize) -> bool {
    phrases.document.tokens.get(i).is_some_and(|t| t.mark == Mark::Outside)
}

/// Whether a gap may pass over token `i`: outside quotations, and no verb.
pub(super) fn free(phrases: &Phrases<'_>, i: usize) -> bool {
    outside(phrases, i) && !phrases.tag(i).is_verb() && phrases.tag(i) != Tag::MD
}
