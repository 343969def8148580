//! A pattern matched from left to right.

use super::Matcher;
use super::edges::Edge;
use super::program::{One, Step, Way};
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
        self.follow(phrases, rest, at, &place, bindings)
    }

    /// The same. What a match that fails has bound stays bound: who has another way to go
    /// on undoes it, see [`Bindings::attempt`].
    pub(super) fn follow(
        &self,
        phrases: &Search<'_>,
        mut rest: Rest<'_>,
        mut at: usize,
        place: &Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        loop {
            let Some((step, steps)) = rest.steps.split_first() else {
                // Once more through a repeated sequence, else on with what follows it.
                if let Some((way, left @ 1..)) = rest.again
                    && self.may_begin(phrases, &way.first, at, place)
                {
                    let once_more = rest.once_more(way, left - 1);
                    let more = |b: &mut Bindings| self.follow(phrases, once_more, at, place, b);
                    if let Some(end) = bindings.attempt(more) {
                        return Some(end);
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
                    takes(phrases, one, at, place).then_some(())?;
                    at += 1;
                }
                Step::List(list) => at = self.list_end(phrases, *list, at, place)?,
                Step::NounPhrase => {
                    let phrase = phrases.noun_phrase_right(at, place.end)?;
                    (!phrases.is_relative(at)).then_some(())?;
                    at = phrase.end as usize;
                }
                Step::Slot(slot, inner) if !inner.is_empty() => {
                    let end = self.follow(phrases, Rest::of(inner), at, place, bindings)?;
                    bindings.bind(slot.name, TokenRange::new(at, end));
                    at = end;
                }
                Step::Slot(slot, _) => {
                    let (range, shorter) = self.slot_forward(phrases, slot, at, place, bindings)?;
                    if let Some(shorter) = shorter.filter(|_| !rest.is_over()) {
                        let long = |b: &mut Bindings| {
                            b.bind(slot.name, range);
                            self.follow(phrases, rest, range.end as usize, place, b)
                        };
                        if let Some(end) = bindings.attempt(long) {
                            return Some(end);
                        }
                        bindings.bind(slot.name, shorter);
                        at = shorter.end as usize;
                    } else {
                        bindings.bind(slot.name, range);
                        at = range.end as usize;
                    }
                }
                Step::Choice(ways) => {
                    let next = (at < place.end).then(|| phrases.token(at));
                    let next = next.map(|token| (token, self.words.row(token)));
                    let mut ways = ways.iter().filter(|way| way.first.takes_next(&next));
                    let mut way = ways.next()?;
                    for other in ways {
                        let rest = Rest::before(&way.steps, &rest);
                        let one = |b: &mut Bindings| self.follow(phrases, rest, at, place, b);
                        if let Some(end) = bindings.attempt(one) {
                            return Some(end);
                        }
                        way = other;
                    }
                    match way.one() {
                        // Its edge has looked at the token's word or tag alone.
                        Some(one) => {
                            takes(phrases, one, at, place).then_some(())?;
                            at += 1;
                        }
                        None => match rest.done_after(&way.steps) {
                            Some(more) => rest = more,
                            None => {
                                let rest = Rest::before(&way.steps, &rest);
                                return self.follow(phrases, rest, at, place, bindings);
                            }
                        },
                    }
                }
                Step::Repeat(way, most) => {
                    if let Some(one) = way.one() {
                        let most = at + usize::from(*most);
                        let mut end = at;
                        while end < most && takes(phrases, one, end, place) {
                            end += 1;
                        }
                        if rest.is_over() {
                            return Some(end);
                        }
                        for end in (at + 1..=end).rev() {
                            let longer =
                                |b: &mut Bindings| self.follow(phrases, rest, end, place, b);
                            if let Some(end) = bindings.attempt(longer) {
                                return Some(end);
                            }
                        }
                    } else if *most > 0 && self.may_begin(phrases, &way.first, at, place) {
                        let once = Rest::repeated(way, *most, &rest);
                        let once = |b: &mut Bindings| self.follow(phrases, once, at, place, b);
                        if let Some(end) = bindings.attempt(once) {
                            return Some(end);
                        }
                    }
                }
                Step::Not(way) => {
                    if self.follows(phrases, way, at, place) {
                        return None;
                    }
                }
                Step::Gap(longest, then) => {
                    let longest = usize::from(*longest);
                    return self.past_gap(phrases, longest, then, rest, at, place, bindings);
                }
                Step::SentenceStart => (at == place.floor).then_some(())?,
                Step::SentenceEnd => self.is_sentence_end(phrases, at, place).then_some(())?,
                Step::Paragraph => {
                    phrases.document.is_paragraph_start(at).then_some(())?;
                    if at >= place.end && at < phrases.document.tokens.len() {
                        return self.past_paragraph(phrases, rest, at, place, bindings);
                    }
                }
            }
        }
    }

    /// Goes on after a gap of up to `longest` tokens, where the edge `then` may begin.
    #[expect(clippy::too_many_arguments, reason = "a gap, what follows, and the match's state")]
    #[inline(never)]
    fn past_gap(
        &self,
        phrases: &Search<'_>,
        longest: usize,
        then: &Edge,
        rest: Rest<'_>,
        at: usize,
        place: &Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        (0..=longest)
            .take_while(|n| *n == 0 || (at + n <= place.end && free(phrases, at + n - 1)))
            .filter(|n| self.may_begin(phrases, then, at + n, place))
            .find_map(|n| bindings.attempt(|b| self.follow(phrases, rest, at + n, place, b)))
    }

    /// Goes on where a paragraph ends: what follows may take place in the first sentence
    /// of the next.
    #[inline(never)]
    fn past_paragraph(
        &self,
        phrases: &Search<'_>,
        rest: Rest<'_>,
        at: usize,
        place: &Place,
        bindings: &mut Bindings,
    ) -> Option<usize> {
        let end = phrases.document.sentence_of(at).end as usize;
        let next = Place { floor: at, end, group: None, ..*place };
        self.follow(phrases, rest, at, &next, bindings)
    }

    /// Whether the sequence matches from token `at` on, whatever comes after it.
    fn follows(&self, phrases: &Search<'_>, way: &Way<'_>, at: usize, place: &Place) -> bool {
        if let Some(one) = way.one() {
            return takes(phrases, one, at, place);
        }
        self.may_begin(phrases, &way.first, at, place) && {
            let mut trial = Bindings::default();
            self.follow(phrases, Rest::of(&way.steps), at, place, &mut trial).is_some()
        }
    }

    /// What fills a slot from token `at` on, and what is shorter and may fill it too.
    // Apart from its caller, whose many short calls would else set up for all of it.
    #[inline(never)]
    fn slot_forward(
        &self,
        phrases: &Search<'_>,
        slot: &Slot,
        at: usize,
        place: &Place,
        bindings: &mut Bindings,
    ) -> Option<(TokenRange, Option<TokenRange>)> {
        let range = match slot.shape {
            Shape::Quote(QuoteShape::Marked) => {
                (at < place.end).then_some(())?;
                let open = phrases.document.tokens.get(at).filter(|t| t.mark == Mark::Open)?;
                phrases.document.quotations.get(open.quotation.0 as usize)?.tokens
            }
            Shape::Quote(shape) => {
                let claim = self.claim_right(phrases, shape, at, *place)?;
                bindings.ended = claim.ended;
                claim.tokens
            }
            Shape::Cue(shape) => TokenRange::new(at, self.cue_at(phrases, shape, at, place)?),
            Shape::Speaker(SpeakerShape::Line) => self.name_line(phrases, at, place.end)?,
            Shape::Speaker(_) => return None,
            Shape::Outlet => self.outlet(phrases, at, place)?,
            Shape::Title => {
                phrases.document.title_at(at).filter(|r| r.end as usize <= place.end)?
            }
            Shape::Plain if slot.name == SlotName::When => {
                let end =
                    phrases.time_phrase_end(at, place.end).filter(|_| outside(phrases, at))?;
                TokenRange::new(at, end)
            }
            Shape::Plain => {
                if at >= place.end
                    || !outside(phrases, at)
                    || phrases.time_phrase_end(at, place.end).is_some()
                {
                    return None;
                }
                let short = phrases.noun_phrase_right(at, place.end)?;
                if slot.name == SlotName::Addressee {
                    let subject = self.is_in(phrases, at, self.subject_pronouns);
                    return (!subject).then_some((short, None));
                }
                let long = phrases.speaker_right(at, place.end).filter(|long| *long != short);
                return Some(long.map_or((short, None), |long| (long, Some(short))));
            }
        };
        Some((range, None))
    }

    /// Whether what has this edge may begin at `at`.
    #[inline]
    pub(super) fn may_begin(
        &self,
        phrases: &Search<'_>,
        edge: &Edge,
        at: usize,
        place: &Place,
    ) -> bool {
        if at < place.end {
            edge.takes(&self.words, phrases.token(at))
        } else {
            edge.any || edge.end
        }
    }

    pub(super) fn is_in(&self, phrases: &Search<'_>, at: usize, list: Option<ListId>) -> bool {
        let word = phrases.token(at).word;
        list.is_some_and(|list| self.lexicon().is_in(word, list))
    }

    /// The end of a list entry at `at`: by words, or by one word's lemma.
    #[inline(never)]
    pub(super) fn list_end(
        &self,
        phrases: &Search<'_>,
        list: ListId,
        at: usize,
        place: &Place,
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
    #[inline(never)]
    pub(super) fn is_sentence_end(&self, phrases: &Search<'_>, at: usize, place: &Place) -> bool {
        at >= place.end
            || (at..place.end)
                .all(|k| phrases.tag(k) == Tag::Punct && phrases.token(k).mark != Mark::Open)
    }

    /// A noun phrase that names an outlet; of "the Journal of the plans" the
    /// part before "of", unless the whole is a name ("Voice of America").
    fn outlet(&self, phrases: &Search<'_>, at: usize, place: &Place) -> Option<TokenRange> {
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

    /// A short run of names at a paragraph's start, before token `limit`.
    pub(super) fn name_line(
        &self,
        phrases: &Search<'_>,
        at: usize,
        limit: usize,
    ) -> Option<TokenRange> {
        // 7: "Rep. Alexandria Ocasio-Cortez, D-N.Y."
        const LONGEST: usize = 7;
        let mut end = at;
        if at >= limit || !phrases.tag(at).is_proper() {
            return None;
        }
        while end < limit && end - at < LONGEST {
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

/// Whether the step takes token `at` of the sentence.
#[inline]
pub(super) fn takes(phrases: &Phrases<'_>, one: &One, at: usize, place: &Place) -> bool {
    (place.floor..place.end).contains(&at) && one.takes(phrases.token(at))
}

/// Whether token `i` stands outside quotations, or opens one.
pub(super) fn outside(phrases: &Phrases<'_>, i: usize) -> bool {
    phrases.document.tokens.get(i).is_some_and(|t| t.mark == Mark::Outside)
}

/// Whether a gap may pass over token `i`: outside quotations, and no verb.
pub(super) fn free(phrases: &Phrases<'_>, i: usize) -> bool {
    outside(phrases, i) && !phrases.tag(i).is_verb() && phrases.tag(i) != Tag::MD
}
