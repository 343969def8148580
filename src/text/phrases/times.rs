//! Time phrases: "on Wednesday", "last month", "Jan. 3", "earlier this week".

use super::super::{Mark, Tag, TagSet, TokenRange};
use super::{Phrases, TimeKind};

/// Tags that a time phrase may begin with, whatever the word.
pub(crate) const TIME_OPENING: TagSet = TagSet::of(&[Tag::CD, Tag::DT]);

impl Phrases<'_> {
    /// The end of the time phrase that starts at `at`, if one does.
    #[inline]
    pub fn time_phrase_end(&self, at: usize, end: usize) -> Option<usize> {
        // Most tokens begin none.
        let first = self.document.tokens.get(at).filter(|_| at < end)?;
        let kind = self.time_kind(at);
        let may = !kind.is_none() || TIME_OPENING.has(first.tag);
        may.then(|| self.time_phrase(at, kind, end)).flatten()
    }

    /// The same of words that may begin one, the first of that kind.
    #[inline(never)]
    fn time_phrase(&self, at: usize, first: TimeKind, end: usize) -> Option<usize> {
        let mut next = at + usize::from(first.is_preposition());
        let mut named = false;
        let begin = next;
        // 7: "in the early morning hours of Wednesday" and the like stay apart.
        while next < end && next < begin + 7 {
            let kind = self.time_kind(next);
            if kind.is_word() {
                named = true;
            } else if !(kind.is_opener()
                || self.tag(next) == Tag::CD
                || self.tag(next) == Tag::DT && next == begin
                || self.tag(next) == Tag::POS && named
                || self.is(next, self.grammar.comma)
                    && named
                    && next + 1 < end
                    && self.is_year(next + 1))
            {
                break;
            }
            next += 1;
        }
        while next > begin
            && (self.is(next - 1, self.grammar.comma) || self.tag(next - 1) == Tag::POS)
        {
            next -= 1;
        }
        // "this week's meeting" is no time of saying.
        let possessive = next < end && self.tag(next) == Tag::POS;
        (named && next > begin && !possessive).then_some(next)
    }

    /// The start of the time phrase that ends with token `last`, if one does.
    pub(super) fn time_phrase_start(&self, last: usize, floor: usize) -> Option<usize> {
        if !self.in_list(last, self.grammar.time_words) && self.tag(last) != Tag::CD {
            return None;
        }
        // 6: as many tokens as a time phrase before a cue takes.
        let lowest = floor.max((last + 1).saturating_sub(6));
        (lowest..=last)
            .find(|&start| self.time_phrase_end(start, last + 1) == Some(last + 1))
            .filter(|&start| start > floor)
    }

    /// The phrase around the words of time at `core` that a rule found, its
    /// preposition included: "|late on Tuesday|", "|Dec. 12, 2015|". None where it
    /// tells no time of its own: "since Monday", "the Sept. 3 attacks", "Monday's
    /// talks". Of what stands in `seen` the rule has judged itself.
    pub fn dated_phrase(&self, core: TokenRange, seen: TokenRange) -> Option<TokenRange> {
        let first = core.start as usize;
        let sentence = self.document.sentence_of(first);
        let (floor, limit) = (sentence.start as usize, sentence.end as usize);
        let mut end = core.end as usize;
        while end < limit && self.goes_on_dating(end, limit) {
            end += 1;
        }
        let mut start = first;
        while start > floor && self.is_of_time(start - 1) {
            start -= 1;
        }
        if start > floor && self.is_article(start - 1) {
            start -= 1;
        }
        let judged = seen.end as usize > end;
        if end < limit && !judged && self.tells_which(TokenRange::new(start, end), core, floor) {
            return None;
        }
        let whole = TokenRange::new(self.with_preposition(start, floor)?, end);
        self.is_plain(core, whole, floor).then_some(whole)
    }

    /// Whether a phrase of time tells which thing is meant: "|Monday|'s talks",
    /// "the |Sept. 3| attacks", "his |Monday| talks".
    fn tells_which(&self, phrase: TokenRange, core: TokenRange, floor: usize) -> bool {
        let (start, end) = (phrase.start as usize, phrase.end as usize);
        let next = self.tag(end);
        let is_date = self.in_list(core.start as usize, self.grammar.time_dates);
        let thing = matches!(next, Tag::NN | Tag::NNS) || is_date && TagSet::NOUN.has(next);
        let owner = start > floor && matches!(self.tag(start - 1), Tag::POS | Tag::PRPS);
        let article = core.len() == 1 && start < core.start as usize && self.is_article(start);
        next == Tag::POS || thing && (owner || article)
    }

    /// Whether days and months are written as names, and names are not taken for
    /// them: a programme called Today, a minister called May.
    fn is_plain(&self, core: TokenRange, whole: TokenRange, floor: usize) -> bool {
        let at = core.start as usize;
        let token = self.token(at);
        if core.len() > 1 {
            return true;
        }
        if token.tag == Tag::CD {
            return self.is_year(at);
        }
        let opens = at == floor || self.tag(at - 1) == Tag::Punct;
        if !self.in_list(at, self.grammar.time_dates) {
            return opens || !token.capital;
        }
        let is_verb = token.tag == Tag::MD || token.tag.is_verb();
        token.capital && !is_verb && (whole.len() > 1 || self.in_list(at, self.grammar.weekdays))
    }

    fn is_article(&self, i: usize) -> bool {
        self.tag(i) == Tag::DT && !self.in_list(i, self.grammar.time_openers)
    }

    fn is_of_time(&self, i: usize) -> bool {
        let tag = self.tag(i);
        self.token(i).mark == Mark::Outside
            && tag != Tag::MD
            && !tag.is_verb()
            && (tag == Tag::CD
                || self.in_list(i, self.grammar.time_openers)
                || self.in_list(i, self.grammar.time_words))
    }

    /// Whether a phrase of time goes on with token `at`: "Monday |night|",
    /// "Dec. |12|", "Dec. 12|, 2015|", "March |last year|".
    fn goes_on_dating(&self, at: usize, limit: usize) -> bool {
        let comma = self.is(at, self.grammar.comma);
        comma && at + 1 < limit && self.is_year(at + 1) && self.tag(at - 1) == Tag::CD
            || self.is_of_time(at)
                && (!self.in_list(at, self.grammar.time_openers)
                    || at + 1 < limit
                        && self.in_list(at - 1, self.grammar.time_dates)
                        && self.in_list(at + 1, self.grammar.time_words)
                        && !self.in_list(at + 1, self.grammar.time_dates))
    }

    /// `start` with the preposition before it; none where that is one that tells
    /// no point in time.
    fn with_preposition(&self, start: usize, floor: usize) -> Option<usize> {
        let Some(before) = start.checked_sub(1).filter(|&i| i >= floor) else { return Some(start) };
        if self.in_list(before, self.grammar.time_at) {
            return Some(before);
        }
        let of_part = self.is(before, self.grammar.of)
            && before > floor
            && (self.in_list(before - 1, self.grammar.time_words)
                || self.in_list(before - 1, self.grammar.time_parts));
        let other = matches!(self.tag(before), Tag::IN | Tag::TO);
        (of_part || !other).then_some(start)
    }

    /// Whether a clause under another begins with token `i`: "|who| left",
    /// "|after| he left", "|that| he left".
    pub fn opens_clause(&self, i: usize) -> bool {
        self.is_relative_or_that(i) || self.in_list(i, self.grammar.subordinators)
    }

    /// The same of relative and question words and "that" alone, which are never
    /// prepositions.
    pub fn is_relative_or_that(&self, i: usize) -> bool {
        let tag = self.tag(i);
        matches!(tag, Tag::WP | Tag::WDT | Tag::WPS | Tag::WRB) || tag == Tag::IN && self.is_that(i)
    }

    fn is_year(&self, i: usize) -> bool {
        self.tag(i) == Tag::CD && self.document.tokens[i].span.len() == 4
    }
}
