//! When it was said: the words of time in an attribution, resolved against the
//! publication date, as coarse as they are.
//!
//! A weekday is the last such day on or before publication: news tells of the
//! past, and a weekly rhythm of a paper that says "on Wednesday" of the coming
//! one is caught by "next" or by "will say". "The next day" is the one after the
//! last that the article told of. A weekend is the ISO week that it ends.
//! What is no point in time ("since Monday", "in recent weeks") gives nothing,
//! nor does a season that may be of either of two years ("last summer").

mod calendar;

use super::Identity;
use super::vocabulary::{List, Vocabulary};
use crate::attribution::Attribution;
use crate::text::{Document, Mark, Tag, TokenRange};
use calendar::{Anchor, Basis, Found, Unit, date};
use rustc_hash::FxHashMap;
use std::cell::{Cell, RefCell};

/// Fills in the dates of saying.
pub(super) fn tell(
    document: &Document<'_>,
    words: &Vocabulary<'_>,
    published: &str,
    attributions: &[Attribution],
    identities: &mut [Identity],
) {
    if attributions.iter().all(|a| a.when.is_none()) {
        return;
    }
    let times = Times::new(document, words, published);
    for (attribution, identity) in attributions.iter().zip(identities.iter_mut()) {
        let said_on = attribution.when.and_then(|when| times.resolve(when, attribution));
        identity.said_on = said_on.unwrap_or_default();
    }
    times.carry_over(attributions, identities);
}

/// Whether the quote is all in marks, after a cue of one finite verb: who "had
/// said" did so at another time.
fn is_in_marks(document: &Document<'_>, attribution: &Attribution) -> bool {
    let tags = || attribution.cue.iter().map(|i| document.tokens[i].tag);
    let opens = |r: &TokenRange| document.tokens[r.start as usize].mark == Mark::Open;
    let simple = tags().filter(|t| t.is_verb() || *t == Tag::MD).count() == 1;
    simple
        && tags().any(|t| matches!(t, Tag::VBD | Tag::VBZ))
        && attribution.quote_tokens.iter().all(opens)
}

/// Reads the times of one article.
struct Times<'a> {
    document: &'a Document<'a>,
    words: &'a Vocabulary<'a>,
    published: Option<Anchor>,
    /// Dates told from others, by the words that tell them: many words of one paragraph may
    /// lead back to the same.
    told: RefCell<FxHashMap<TokenRange, Option<String>>>,
    /// How many dates are being told one from another.
    depth: Cell<u32>,
}

impl<'a> Times<'a> {
    fn new(document: &'a Document<'a>, words: &'a Vocabulary<'a>, published: &str) -> Self {
        let (told, depth) = (RefCell::default(), Cell::default());
        Self { document, words, published: Anchor::read(published), told, depth }
    }

    /// Gives the speaker's next words in marks in the same paragraph the date of the
    /// words before: `Kim said on Monday that … “…,” he added.`
    fn carry_over(&self, attributions: &[Attribution], identities: &mut [Identity]) {
        let mut order: Vec<usize> = (0..attributions.len()).collect();
        order.sort_by_key(|&i| (attributions[i].head, i));
        let token = |i: usize| &self.document.tokens[attributions[i].head as usize];
        let mut last: Option<usize> = None;
        for i in order {
            if attributions[i].when.is_some() {
                // 10: a day; who spoke "last year" may speak again today.
                let day = identities[i].said_on.len() == 10 && !self.will(&attributions[i]);
                last = day.then_some(i);
                continue;
            }
            last = last.filter(|&from| {
                identities[from].speaker == identities[i].speaker
                    && !identities[i].speaker.is_empty()
                    && token(from).paragraph == token(i).paragraph
            });
            if let Some(from) = last
                && token(from).sentence != token(i).sentence
                && is_in_marks(self.document, &attributions[i])
                && !self.has_time(&attributions[i])
            {
                identities[i].said_on = identities[from].said_on.clone();
                last = Some(i);
            }
        }
    }

    /// Whether the cue's sentence has a word of time outside quotations.
    fn has_time(&self, attribution: &Attribution) -> bool {
        let mut sentence = self.document.sentence_of(attribution.head as usize).iter();
        sentence.any(|i| self.document.tokens[i].tag != Tag::CD && self.is_of_time(i))
    }

    /// The date of saying, ISO 8601.
    fn resolve(&self, when: TokenRange, attribution: &Attribution) -> Option<String> {
        self.dated(Found { will: self.will(attribution), ..self.find(when) }, when)
    }

    /// Whether it is still to be said.
    fn will(&self, attribution: &Attribution) -> bool {
        attribution.cue.iter().any(|i| self.is(self.words.time_will, i))
    }

    fn dated(&self, found: Found, when: TokenRange) -> Option<String> {
        match found.basis {
            Basis::Publication => date(&found, self.published),
            Basis::Told => self.dated_from_told(&found, when.start as usize),
        }
    }

    /// The date told from the last one before token `at` that is as fine, in the
    /// same paragraph or the one before, outside quotations.
    fn dated_from_told(&self, found: &Found, at: usize) -> Option<String> {
        // 2,000 tokens back: paragraphs of news are a tenth of that. 50: nobody tells so many
        // days one from another.
        const FAR: usize = 2_000;
        const DEEP: u32 = 50;
        if self.depth.get() >= DEEP {
            return None;
        }
        self.depth.update(|depth| depth + 1);
        let date = self.dated_from_before(found, at, at.saturating_sub(FAR));
        self.depth.update(|depth| depth - 1);
        date
    }

    fn dated_from_before(&self, found: &Found, at: usize, floor: usize) -> Option<String> {
        let first = self.document.tokens[at].paragraph.saturating_sub(1);
        let mut end = at;
        while end > floor && self.document.tokens[end - 1].paragraph >= first {
            if !self.is_of_time(end - 1) {
                end -= 1;
                continue;
            }
            let mut start = end - 1;
            while start > 0 && (self.is_of_time(start - 1) || self.is_comma_of_year(start - 1)) {
                start -= 1;
            }
            let article = start.checked_sub(1).filter(|&i| self.document.tokens[i].tag == Tag::DT);
            let phrase = TokenRange::new(article.unwrap_or(start), end);
            let known = self.told.borrow().get(&phrase).cloned();
            let told = known.unwrap_or_else(|| {
                let told = self.dated(self.find(phrase), phrase);
                self.told.borrow_mut().insert(phrase, told.clone());
                told
            });
            if let Some(date) = told.and_then(|told| date(found, Anchor::read(&told))) {
                return Some(date);
            }
            end = start;
        }
        None
    }

    fn is_of_time(&self, i: usize) -> bool {
        let token = &self.document.tokens[i];
        token.mark == Mark::Outside
            && !token.tag.is_verb()
            && token.tag != Tag::MD
            && (token.tag == Tag::CD
                || self.is(self.words.time_words, i)
                || self.is(self.words.time_openers, i))
    }

    /// "Dec. 12|,| 2015".
    fn is_comma_of_year(&self, i: usize) -> bool {
        let tokens = &self.document.tokens;
        let is_number = |i: usize| tokens.get(i).is_some_and(|t| t.tag == Tag::CD);
        tokens[i].tag == Tag::Punct && i > 0 && is_number(i - 1) && is_number(i + 1)
    }

    fn is(&self, list: List, i: usize) -> bool {
        self.words.has(list, self.document.tokens[i].word)
    }

    fn find(&self, when: TokenRange) -> Found {
        let mut found = Found::default();
        let mut i = when.start as usize;
        while i < when.end as usize {
            i = self.offset(i, &mut found).unwrap_or_else(|| {
                self.read_token(i, when, &mut found);
                i + 1
            });
        }
        if found.part && found.unit == Some(Unit::Day) && found.shift.is_none() {
            found.basis = Basis::Told;
        }
        found
    }

    /// "today", "last night": the entry's end.
    fn offset(&self, i: usize, found: &mut Found) -> Option<usize> {
        let words = self.words;
        let days = [(words.time_today, 0), (words.time_yesterday, -1), (words.time_tomorrow, 1)];
        let entry = |list: List| words.entry(list, self.document, i);
        let (end, days) = days.iter().find_map(|&(list, n)| Some((entry(list)?, n)))?;
        found.offset = Some(days);
        Some(end)
    }

    fn read_token(&self, i: usize, when: TokenRange, found: &mut Found) {
        let words = self.words;
        let is = |list: List| words.at(list, self.document, i);
        let units = [
            (words.time_day, Unit::Day),
            (words.time_week, Unit::Week),
            (words.time_month, Unit::Month),
            (words.time_year, Unit::Year),
        ];
        let shifts = [(words.time_last, -1), (words.time_this, 0), (words.time_next, 1)];
        let told = [(words.time_previous, -1), (words.time_same, 0), (words.time_following, 1)];
        let article = i > when.start as usize && self.document.tokens[i - 1].tag == Tag::DT;
        if self.is(words.time_weekend, i) {
            found.unit = Some(Unit::Weekend);
        } else if self.is(words.time_seasons, i) {
            found.unit = Some(Unit::Season);
        } else if let Some(&(_, unit)) = units.iter().find(|(list, _)| is(*list)) {
            found.unit = Some(unit);
        } else if let Some(&(_, n)) = shifts.iter().find(|(list, _)| is(*list)) {
            // "the next day", but "next week"; "the last day" is none.
            found.shift = Some(n);
            found.spans = article && n < 0;
            found.basis = if article && n > 0 { Basis::Told } else { found.basis };
        } else if let Some(&(_, n)) = told.iter().find(|(list, _)| self.is(*list, i)) {
            (found.shift, found.basis) = (Some(n), Basis::Told);
        } else if is(words.time_ago) {
            found.direction = Some(-1);
        } else if self.is(words.time_later, i) || self.is(words.time_before, i) {
            self.beside(i, found);
        } else {
            self.read_word(i, found);
        }
    }

    /// "earlier" after a span ("a day earlier") is told from another day, before it
    /// ("earlier this week") it is not.
    fn beside(&self, i: usize, found: &mut Found) {
        if found.unit.is_some() {
            found.direction = Some(if self.is(self.words.time_later, i) { 1 } else { -1 });
            found.basis = Basis::Told;
        } else {
            found.part = true;
        }
    }

    /// A number, month or weekday.
    fn read_word(&self, i: usize, found: &mut Found) {
        let token = &self.document.tokens[i];
        let lexicon = self.words.lexicon;
        if self.words.at(self.words.indefinite, self.document, i) {
            found.count = Some(1);
        } else if token.tag == Tag::DT {
            found.definite = true;
        }
        let value = self.words.second(self.words.time_numbers, token.word);
        match value.and_then(|value| lexicon.spelling(value).get(1..)?.parse().ok()) {
            Some(count) => found.count = Some(count),
            None => found.read(token.span.of(self.document.text)),
        }
    }
}
