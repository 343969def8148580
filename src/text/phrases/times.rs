//! Time phrases: "on Wednesday", "last month", "Jan. 3", "earlier this week".

use super::super::Tag;
use super::Phrases;

impl Phrases<'_> {
    /// The end of the time phrase that starts at `at`, if one does.
    pub fn time_phrase_end(&self, at: usize, end: usize) -> Option<usize> {
        let mut next = at;
        if next < end && self.in_list(next, self.grammar.time_prepositions) {
            next += 1;
        }
        let mut named = false;
        let begin = next;
        // 7: "in the early morning hours of Wednesday" and the like stay apart.
        while next < end && next < begin + 7 {
            if self.in_list(next, self.grammar.time_words) {
                named = true;
            } else if !(self.in_list(next, self.grammar.time_openers)
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

    fn is_year(&self, i: usize) -> bool {
        self.tag(i) == Tag::CD && self.document.tokens[i].span.len() == 4
    }
}
