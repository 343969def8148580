//! A pattern matched from right to left, from its anchor to its first node.

use super::Matcher;
use super::edges::Edge;
use super::forward::{free, outside};
use super::program::{Step, Way};
use super::search::Search;
use super::state::{Bindings, Place, Rest};
use crate::rules::{QuoteShape, Shape, Slot, SlotName, SpeakerShape};
use crate::text::{ListId, Mark, Phrases, Tag, TagSet, TokenRange, VerbForm, WordId};

impl Matcher<'_> {
    /// Matches `rest`, last node first, so that it ends before token `at`;
    /// gives where it starts.
    pub(super) fn backward(
        &self,
        phrases: &Search<'_>,
        rest: Rest<'_>,
        at: usize,
        place: Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        let Some((step, steps)) = rest.steps.split_last() else {
            return self.backward_on(phrases, rest, at, place, bindings);
        };
        let after = Rest { steps, ..rest };
        let go = |start: usize, bindings: &mut Bindings| {
            self.backward(phrases, after, start, place, bindings)
        };
        let before = at.checked_sub(1);
        match step {
            Step::Word(word) => {
                let last = before.filter(|&i| self.is_word(phrases, *word, i, place))?;
                go(last, bindings)
            }
            Step::List(list) => {
                let start = self.list_start(phrases, *list, at, place)?;
                go(start, bindings)
            }
            Step::Tags(tags) => {
                let last = before.filter(|&i| {
                    i >= place.floor && tags.has(phrases.tag(i)) && outside(phrases, i)
                })?;
                go(last, bindings)
            }
            Step::NounPhrase => {
                let phrase = phrases.noun_phrase_left(before?, place.floor)?;
                go(phrase.start as usize, bindings)
            }
            Step::Slot(slot, inner) => {
                self.slot_backward(phrases, slot, inner, after, at, place, bindings)
            }
            Step::Choice(ways) => {
                let may = |way: &&Way<'_>| self.may_end(phrases, &way.last, at);
                ways.iter().filter(may).find_map(|way| {
                    let rest = Rest::before(&way.steps, &after);
                    bindings.attempt(|bindings| self.backward(phrases, rest, at, place, bindings))
                })
            }
            Step::Repeat(way, most) => {
                let again = Some((way, *most));
                self.backward_on(
                    phrases,
                    Rest { steps: &[], again, next: Some(&after) },
                    at,
                    place,
                    bindings,
                )
            }
            Step::Not(way) => {
                if self.may_end(phrases, &way.last, at) {
                    let mut trial = *bindings;
                    if self.backward(phrases, Rest::of(&way.steps), at, place, &mut trial).is_some()
                    {
                        return None;
                    }
                }
                go(at, bindings)
            }
            Step::Gap(longest, _) => (0..=usize::from(*longest))
                .take_while(|n| *n == 0 || (at >= place.floor + n && free(phrases, at - n)))
                .find_map(|n| bindings.attempt(|bindings| go(at - n, bindings))),
            Step::SentenceStart => {
                self.is_sentence_start(phrases, at, place).then_some(())?;
                go(at, bindings)
            }
            Step::SentenceEnd => (at == place.end).then(|| go(at, bindings))?,
            Step::Paragraph => {
                phrases.document.is_paragraph_start(at).then_some(())?;
                go(at, bindings)
            }
        }
    }

    /// Goes on where a sequence is at its end: once more through a repeated one,
    /// else with what follows it.
    fn backward_on(
        &self,
        phrases: &Search<'_>,
        rest: Rest<'_>,
        at: usize,
        place: Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        if let Some((way, left @ 1..)) = rest.again
            && self.may_end(phrases, &way.last, at)
        {
            let again = Some((way, left - 1));
            let once_more = Rest { steps: &way.steps, again, next: rest.next };
            let result =
                bindings.attempt(|bindings| self.backward(phrases, once_more, at, place, bindings));
            if result.is_some() {
                return result;
            }
        }
        match rest.next {
            Some(next) => self.backward(phrases, *next, at, place, bindings),
            None => Some(at),
        }
    }

    /// Whether what has this edge may end before `at`.
    #[inline]
    pub(super) fn may_end(&self, phrases: &Search<'_>, edge: &Edge, at: usize) -> bool {
        match at.checked_sub(1) {
            Some(last) => edge.takes(&self.words, phrases.token(last)),
            None => edge.any,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a slot, what fills it, and the match's state")]
    fn slot_backward(
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
        let fill = |range: TokenRange, start: usize, bindings: &mut Bindings| {
            if slot.name == SlotName::Speaker && self.is_no_speaker(phrases, range) {
                return None;
            }
            bindings.bind(slot.name, range);
            let result = self.backward(phrases, after, start, place, bindings);
            if result.is_none() {
                *bindings = saved;
            }
            result
        };
        if !inner.is_empty() {
            let start = self.backward(phrases, Rest::of(inner), at, place, bindings)?;
            return fill(TokenRange::new(start, at), start, bindings);
        }
        match slot.shape {
            Shape::Quote(QuoteShape::Marked) => {
                let last = at.checked_sub(1)?;
                let closes =
                    phrases.token(last).mark == Mark::Close && self.reaches(phrases, last, place);
                let quotation = phrases.document.quotation_of(last).filter(|_| closes)?;
                fill(quotation.tokens, quotation.tokens.start as usize, bindings)
            }
            Shape::Quote(_) => {
                let range = self.claim_left(phrases, at, place)?;
                fill(range, range.start as usize, bindings)
            }
            Shape::Speaker(SpeakerShape::Shared) => {
                let group = place.group.filter(|g| g.tokens.start as usize == at)?;
                let range = phrases.shared_subject(&group, place.floor)?;
                fill(range, at, bindings)
            }
            Shape::Speaker(SpeakerShape::Next) => {
                let group = place.group.filter(|g| g.tokens.start as usize == at)?;
                let range = phrases.next_subject(&group, place.floor, place.end)?;
                fill(range, at, bindings)
            }
            Shape::Speaker(SpeakerShape::Possessive) => {
                let range = possessive(phrases, at.checked_sub(1)?, place)?;
                fill(range, range.start as usize, bindings)
            }
            Shape::Speaker(SpeakerShape::Line) => {
                let last = at.checked_sub(1)?;
                let paragraph = phrases.document.paragraph_of(last).start as usize;
                let line = Place { floor: paragraph, end: at, ..place };
                self.name_line(phrases, paragraph, line).filter(|r| r.end as usize == at)?;
                fill(TokenRange::new(paragraph, at), paragraph, bindings)
            }
            Shape::Plain => {
                if let Some(group) = place.group.filter(|g| g.tokens.start as usize == at) {
                    let direct = self
                        .verb_takes_subject(phrases, at, group.form, place)
                        .then(|| phrases.subject_before(&group, place.floor))
                        .flatten();
                    let issuer = direct.and_then(|near| phrases.issuer(&group, near, place.floor));
                    if let Some(range) = issuer {
                        return fill(range, at, bindings);
                    }
                    return direct
                        .and_then(|range| fill(range, range.start as usize, bindings))
                        .or_else(|| {
                            let range = self.stretch(phrases, at, place)?;
                            fill(range, range.start as usize, bindings)
                        });
                }
                let range = phrases.noun_phrase_left(at.checked_sub(1)?, place.floor)?;
                fill(range, range.start as usize, bindings)
            }
            Shape::Cue(_) | Shape::Outlet | Shape::Title => None,
        }
    }

    /// Whether the mention is a word that cannot speak: "this", "you", "there".
    fn is_no_speaker(&self, phrases: &Search<'_>, range: TokenRange) -> bool {
        range.len() == 1 && self.is_in(phrases, range.start as usize, self.no_speakers)
    }

    /// Whether a quote that closes at `last` can belong to the sentence of
    /// `place`: it closes in it, or right before it in the same paragraph with
    /// a question or exclamation mark. A full stop would have ended the quote's
    /// own sentence.
    fn reaches(&self, phrases: &Search<'_>, last: usize, place: Place) -> bool {
        last >= place.floor
            || (last + 1 == place.floor
                && !phrases.document.is_paragraph_start(place.floor)
                && phrases.token(last - 1).word != self.full_stop)
    }

    /// Whether a verb of that form can have its subject right before `at`.
    fn verb_takes_subject(
        &self,
        phrases: &Search<'_>,
        at: usize,
        form: VerbForm,
        place: Place,
    ) -> bool {
        match form {
            VerbForm::Finite | VerbForm::Passive => true,
            VerbForm::Participle | VerbForm::PastParticiple => {
                at > place.floor && TagSet::NOMINAL.has(phrases.tag(at - 1))
            }
            VerbForm::Infinitive => false,
        }
    }

    /// Everything between a closing quotation mark and the verb at `at`, where
    /// no verb stands between: long titles and names.
    fn stretch(&self, phrases: &Search<'_>, at: usize, place: Place) -> Option<TokenRange> {
        // 25: longer stretches are no title and name.
        const LONGEST: usize = 25;
        let lowest = at.saturating_sub(LONGEST).max(place.floor.saturating_sub(1));
        let close = (lowest..at).rev().find(|&k| phrases.token(k).mark != Mark::Outside)?;
        let mut start = close + 1;
        while start < at && phrases.tag(start) == Tag::Punct {
            start += 1;
        }
        let nominal = start < at
            && (TagSet::NOMINAL.has(phrases.tag(start))
                || matches!(phrases.tag(start), Tag::DT | Tag::JJ | Tag::PRPS));
        let verbless = (start..at).all(|k| !TagSet::FINITE.has(phrases.tag(k)));
        (phrases.token(close).mark == Mark::Close && nominal && verbless)
            .then(|| TokenRange::new(start, at))
    }

    /// Whether a clause's words start at `at`: nothing but a conjunction or a
    /// dash stands before it in the sentence.
    fn is_sentence_start(&self, phrases: &Search<'_>, at: usize, place: Place) -> bool {
        at <= place.floor
            || (place.floor..at).all(|k| {
                matches!(phrases.tag(k), Tag::Punct | Tag::CC)
                    && phrases.token(k).mark == Mark::Outside
            })
    }

    /// The start of a list entry that ends before `at`; a verb of the list
    /// takes its auxiliaries with it.
    fn list_start(
        &self,
        phrases: &Search<'_>,
        list: ListId,
        at: usize,
        place: Place,
    ) -> Option<usize> {
        let last = at
            .checked_sub(1)
            .filter(|&i| i >= place.floor && phrases.token(i).mark != Mark::Inside)?;
        let token = phrases.token(last);
        let lexicon = self.lexicon();
        let single = [token.word, token.lemma]
            .iter()
            .any(|&w| w != WordId::UNKNOWN && lexicon.is_in(w, list));
        if single {
            if token.tag.is_verb() {
                return Some(phrases.verb_group(last, place.floor).tokens.start as usize);
            }
            return Some(last);
        }
        // 6: the longest entry of a list has six words.
        (place.floor.max(at.saturating_sub(6))..last)
            .find(|&start| phrases.document.list_match(lexicon, list, start) == Some(at))
    }
}

/// "his" or "Kim's" that ends with token `last`.
fn possessive(phrases: &Phrases<'_>, last: usize, place: Place) -> Option<TokenRange> {
    if last < place.floor || !outside(phrases, last) {
        return None;
    }
    match phrases.tag(last) {
        Tag::PRPS => Some(TokenRange::new(last, last + 1)),
        Tag::POS if last > place.floor => {
            let owner = phrases.noun_phrase_left(last - 1, place.floor)?;
            Some(TokenRange::new(owner.start as usize, last + 1))
        }
        _ => None,
    }
}
