//! A pattern matched from right to left, from its anchor to its first node.

use super::Matcher;
use super::edges::Edge;
use super::forward::{free, outside, takes};
use super::program::{Step, Way};
use super::search::Search;
use super::state::{Bindings, Place, Rest};
use crate::rules::{QuoteShape, Shape, Slot, SlotName, SpeakerShape};
use crate::text::{ListId, Mark, Phrases, Tag, TagSet, TokenRange, VerbForm, VerbGroup, WordId};

impl Matcher<'_> {
    /// Matches `rest`, last node first, so that it ends before token `at`;
    /// gives where it starts. What a match that fails has bound stays bound.
    pub(super) fn backward(
        &self,
        phrases: &Search<'_>,
        mut rest: Rest<'_>,
        mut at: usize,
        place: &Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        loop {
            let Some((step, steps)) = rest.steps.split_last() else {
                // Once more through a repeated sequence, else on with what stands before it.
                if let Some((way, left @ 1..)) = rest.again
                    && self.may_end(phrases, &way.last, at)
                {
                    let once_more = rest.once_more(way, left - 1);
                    let more = |b: &mut Bindings| self.backward(phrases, once_more, at, place, b);
                    if let Some(start) = bindings.attempt(more) {
                        return Some(start);
                    }
                }
                match rest.next {
                    Some(next) => rest = *next,
                    None => return Some(at),
                }
                continue;
            };
            rest.steps = steps;
            match step {
                Step::One(one) => {
                    at = at.checked_sub(1).filter(|&last| takes(phrases, one, last, place))?;
                }
                Step::List(list) => at = self.list_start(phrases, *list, at, place)?,
                Step::NounPhrase => {
                    let phrase = phrases.noun_phrase_left(at.checked_sub(1)?, place.floor)?;
                    at = phrase.start as usize;
                }
                Step::Slot(slot, inner) if !inner.is_empty() => {
                    let start = self.backward(phrases, Rest::of(inner), at, place, bindings)?;
                    self.bind_left(phrases, slot, TokenRange::new(start, at), bindings)?;
                    at = start;
                }
                Step::Slot(slot, _) => {
                    let (range, start) = match before_verb(slot, at, place) {
                        Some(group) => {
                            let near = self.speaker_before(phrases, group, at, place);
                            if let Some((range, start)) = near.filter(|&(_, start)| start < at) {
                                let nearest = |b: &mut Bindings| {
                                    self.bind_left(phrases, slot, range, b)?;
                                    if rest.is_over() {
                                        return Some(start);
                                    }
                                    self.backward(phrases, rest, start, place, b)
                                };
                                if let Some(start) = bindings.attempt(nearest) {
                                    return Some(start);
                                }
                            }
                            match near.filter(|&(_, start)| start == at) {
                                Some(issuer) => issuer,
                                None => starting(self.stretch(phrases, at, place)?),
                            }
                        }
                        None => self.slot_backward(phrases, slot, at, place)?,
                    };
                    self.bind_left(phrases, slot, range, bindings)?;
                    at = start;
                }
                Step::Choice(ways) => {
                    let mut ways = ways.iter().filter(|way| self.may_end(phrases, &way.last, at));
                    let mut way = ways.next()?;
                    for other in ways {
                        let rest = Rest::before(&way.steps, &rest);
                        let one = |b: &mut Bindings| self.backward(phrases, rest, at, place, b);
                        if let Some(start) = bindings.attempt(one) {
                            return Some(start);
                        }
                        way = other;
                    }
                    match rest.done_after(&way.steps) {
                        Some(more) => rest = more,
                        None => {
                            let rest = Rest::before(&way.steps, &rest);
                            return self.backward(phrases, rest, at, place, bindings);
                        }
                    }
                }
                Step::Repeat(way, most) => {
                    if *most == 0 || !self.may_end(phrases, &way.last, at) {
                        continue;
                    }
                    let once = Rest::repeated(way, *most, &rest);
                    let once = |b: &mut Bindings| self.backward(phrases, once, at, place, b);
                    if let Some(start) = bindings.attempt(once) {
                        return Some(start);
                    }
                }
                Step::Not(way) => {
                    if self.precedes(phrases, way, at, place) {
                        return None;
                    }
                }
                Step::Gap(longest, _) => {
                    let longest = usize::from(*longest);
                    return self.before_gap(phrases, longest, rest, at, place, bindings);
                }
                Step::SentenceStart => {
                    self.is_sentence_start(phrases, at, place).then_some(())?;
                }
                Step::SentenceEnd => (at == place.end).then_some(())?,
                Step::Paragraph => phrases.document.is_paragraph_start(at).then_some(())?,
            }
        }
    }

    /// Whether the sequence ends before token `at`, whatever comes before it.
    fn precedes(&self, phrases: &Search<'_>, way: &Way<'_>, at: usize, place: &Place) -> bool {
        if let Some(one) = way.one() {
            return at.checked_sub(1).is_some_and(|last| takes(phrases, one, last, place));
        }
        self.may_end(phrases, &way.last, at) && {
            let mut trial = Bindings::default();
            self.backward(phrases, Rest::of(&way.steps), at, place, &mut trial).is_some()
        }
    }

    /// Goes on before a gap of up to `longest` tokens.
    #[inline(never)]
    fn before_gap(
        &self,
        phrases: &Search<'_>,
        longest: usize,
        rest: Rest<'_>,
        at: usize,
        place: &Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        (0..=longest)
            .take_while(|n| *n == 0 || (at >= place.floor + n && free(phrases, at - n)))
            .find_map(|n| bindings.attempt(|b| self.backward(phrases, rest, at - n, place, b)))
    }

    /// Binds what stands in a slot, unless it cannot.
    fn bind_left(
        &self,
        phrases: &Search<'_>,
        slot: &Slot,
        range: TokenRange,
        bindings: &mut Bindings,
    ) -> Option<()> {
        if slot.name == SlotName::Speaker && self.is_no_speaker(phrases, range) {
            return None;
        }
        bindings.bind(slot.name, range);
        Some(())
    }

    /// Whether what has this edge may end before `at`.
    #[inline]
    pub(super) fn may_end(&self, phrases: &Search<'_>, edge: &Edge, at: usize) -> bool {
        match at.checked_sub(1) {
            Some(last) => edge.takes(&self.words, phrases.token(last)),
            None => edge.any,
        }
    }

    /// Who does what the verb says whose group starts at `at`, and where that starts: at
    /// `at` itself where it is named further left.
    #[inline(never)]
    fn speaker_before(
        &self,
        phrases: &Search<'_>,
        group: &VerbGroup,
        at: usize,
        place: &Place,
    ) -> Option<(TokenRange, usize)> {
        phrases.speaker(|| {
            self.verb_takes_subject(phrases, at, group.form, place).then_some(())?;
            let near = phrases.subject_before(group, place.floor)?;
            let issuer = phrases.issuer(group, near, place.floor);
            Some(issuer.map_or(starting(near), |issuer| (issuer, at)))
        })
    }

    /// What fills a slot before token `at`, and where that starts.
    // Apart from its caller, whose many short calls would else set up for all of it.
    #[inline(never)]
    fn slot_backward(
        &self,
        phrases: &Search<'_>,
        slot: &Slot,
        at: usize,
        place: &Place,
    ) -> Option<(TokenRange, usize)> {
        let group = || place.group.filter(|g| g.tokens.start as usize == at);
        let range = match slot.shape {
            Shape::Quote(QuoteShape::Marked) => {
                let last = at.checked_sub(1)?;
                let closes =
                    phrases.token(last).mark == Mark::Close && self.reaches(phrases, last, place);
                phrases.document.quotation_of(last).filter(|_| closes)?.tokens
            }
            Shape::Quote(_) => self.claim_left(phrases, at, *place)?,
            Shape::Speaker(SpeakerShape::Shared) => {
                return Some((phrases.shared_subject(&group()?, place.floor)?, at));
            }
            Shape::Speaker(SpeakerShape::Next) => {
                return Some((phrases.next_subject(&group()?, place.floor, place.end)?, at));
            }
            Shape::Speaker(SpeakerShape::Possessive) => {
                possessive(phrases, at.checked_sub(1)?, place)?
            }
            Shape::Speaker(SpeakerShape::Line) => {
                let paragraph = phrases.document.paragraph_of(at.checked_sub(1)?).start as usize;
                self.name_line(phrases, paragraph, at).filter(|r| r.end as usize == at)?
            }
            Shape::Plain => phrases.noun_phrase_left(at.checked_sub(1)?, place.floor)?,
            Shape::Cue(_) | Shape::Outlet | Shape::Title => return None,
        };
        Some(starting(range))
    }

    /// Whether the mention is a word that cannot speak: "this", "you", "there".
    fn is_no_speaker(&self, phrases: &Search<'_>, range: TokenRange) -> bool {
        range.len() == 1 && self.is_in(phrases, range.start as usize, self.no_speakers)
    }

    /// Whether a quote that closes at `last` can belong to the sentence of
    /// `place`: it closes in it, or right before it in the same paragraph with
    /// a question or exclamation mark. A full stop would have ended the quote's
    /// own sentence.
    fn reaches(&self, phrases: &Search<'_>, last: usize, place: &Place) -> bool {
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
        place: &Place,
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
    fn stretch(&self, phrases: &Search<'_>, at: usize, place: &Place) -> Option<TokenRange> {
        phrases.stretch(|| stretch(phrases, at, place))
    }

    /// Whether a clause's words start at `at`: nothing but a conjunction or a
    /// dash stands before it in the sentence.
    #[inline(never)]
    fn is_sentence_start(&self, phrases: &Search<'_>, at: usize, place: &Place) -> bool {
        at <= place.floor
            || (place.floor..at).all(|k| {
                matches!(phrases.tag(k), Tag::Punct | Tag::CC)
                    && phrases.token(k).mark == Mark::Outside
            })
    }

    /// The start of a list entry that ends before `at`; a verb of the list
    /// takes its auxiliaries with it.
    #[inline(never)]
    fn list_start(
        &self,
        phrases: &Search<'_>,
        list: ListId,
        at: usize,
        place: &Place,
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

/// The verb group that starts at `at`, where the slot is filled by what stands before it.
fn before_verb<'p>(slot: &Slot, at: usize, place: &'p Place) -> Option<&'p VerbGroup> {
    let group = place.group.as_ref().filter(|group| group.tokens.start as usize == at);
    group.filter(|_| slot.shape == Shape::Plain)
}

/// The tokens and where they start.
fn starting(range: TokenRange) -> (TokenRange, usize) {
    (range, range.start as usize)
}

/// "his" or "Kim's" that ends with token `last`.
fn possessive(phrases: &Phrases<'_>, last: usize, place: &Place) -> Option<TokenRange> {
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

/// See [`Matcher::stretch`].
// Apart from its caller, whose every call would else begin with what it begins with.
#[inline(never)]
fn stretch(phrases: &Phrases<'_>, at: usize, place: &Place) -> Option<TokenRange> {
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
