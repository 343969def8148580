//! How far a speaker mention after its cue reaches: `said |Kim Lee, a professor
//! at the university who left|`.

use super::super::{Mark, Tag, TagSet, TokenRange};
use super::Phrases;
use super::asides::APPOSITIVE;
use super::nouns::PRONOUNS;

impl Phrases<'_> {
    /// A noun phrase after the cue, with its prepositional phrases and its
    /// appositive: `said |Kim Lee, a professor at the university,`.
    pub fn speaker_right(&self, first: usize, end: usize) -> Option<TokenRange> {
        let phrase = self.noun_phrase_right(first, end)?;
        if PRONOUNS.has(self.tag(first)) {
            return Some(phrase);
        }
        let mut stop = phrase.end as usize;
        while let Some(next) = self.preposition_right(stop, end) {
            stop = next;
        }
        if let Some(clause) = self.reduced_right(stop, end) {
            stop = clause;
        }
        if stop + 1 < end
            && self.is(stop, self.grammar.open_bracket)
            && let Some(close) =
                (stop + 1..end.min(stop + 10)).find(|&k| self.is(k, self.grammar.close_bracket))
        {
            stop = close + 1;
        }
        let bare = stop;
        // 4: name, age, home, office.
        for _ in 0..4 {
            let Some(appositive) = self.appositive_right(stop, end) else { break };
            stop = appositive;
        }
        // "According to the Times, |Kim, who left, said|": a clause of its own.
        let clause = stop > bare
            && stop + 1 < end
            && self.tag(bare + 1).is_proper()
            && self.is(stop, self.grammar.comma)
            && TagSet::FINITE.has(self.tag(stop + 1));
        Some(TokenRange::new(first, if clause { bare } else { stop }))
    }

    /// The end of the restrictive clause at `at`: "a man |who knows Kim|", "a poll
    /// |released on Monday|", "people |familiar with the talks|".
    fn reduced_right(&self, at: usize, end: usize) -> Option<usize> {
        if at + 1 >= end {
            return None;
        }
        let common = matches!(self.tag(at - 1), Tag::NN | Tag::NNS);
        let opens = match self.tag(at) {
            Tag::WP | Tag::WDT | Tag::WPS => true,
            Tag::VBN => common,
            Tag::JJ => common && matches!(self.tag(at + 1), Tag::IN | Tag::TO),
            _ => false,
        };
        opens.then(|| self.clause_stop(at, end)).flatten()
    }

    /// Where a clause that began before `at` breaks off: at a comma or the like.
    /// One that goes on in quotation marks has an uncertain end: "the author of “…”".
    fn clause_stop(&self, at: usize, end: usize) -> Option<usize> {
        let stops = |k: usize| {
            self.tag(k) == Tag::Punct
                && !self.is(k, self.grammar.open_bracket)
                && !self.is(k, self.grammar.close_bracket)
        };
        let stop = (at..end).find(|&k| stops(k)).unwrap_or(end);
        let sure =
            stop == end || self.token(stop).mark != Mark::Open || self.tag(stop - 1).is_noun();
        sure.then_some(stop)
    }

    /// The end of the prepositional phrase at `at`, if one belongs to the noun
    /// before it: not a time, and not before a verb.
    fn preposition_right(&self, at: usize, end: usize) -> Option<usize> {
        if at + 1 >= end
            || self.tag(at) != Tag::IN
            || self.in_list(at, self.grammar.subordinators)
            || self.tag(at - 1).is_proper() && self.in_list(at, self.grammar.adverbial_prepositions)
            || self.time_phrase_end(at, end).is_some()
        {
            return None;
        }
        self.noun_phrase_right(at + 1, end).map(|r| r.end as usize)
    }

    /// The end of the appositive or relative clause that the comma at `comma` begins.
    fn appositive_right(&self, comma: usize, end: usize) -> Option<usize> {
        // 40: a relative clause after an inverted cue is seldom longer.
        const LONGEST: usize = 40;
        if comma + 1 >= end || !self.is(comma, self.grammar.comma) {
            return None;
        }
        let opens = self.tag(comma + 1);
        let relative = matches!(opens, Tag::WP | Tag::WPS);
        // "Kim, 42, |of Seoul|"; "Kim, |now a diplomat|".
        let home = self.is(comma + 1, self.grammar.of) && self.tag(comma - 1) == Tag::CD;
        let once =
            opens == Tag::RB && comma + 2 < end && matches!(self.tag(comma + 2), Tag::DT | Tag::NN);
        let appositive = home || once || APPOSITIVE.has(opens);
        if !relative && (!appositive || !once && self.time_phrase_end(comma + 1, end).is_some()) {
            return None;
        }
        let stop = self.clause_stop(comma + 1, end)?;
        // A verb is a relative clause's: "a professor who teaches law".
        let finite = (comma + 1..stop)
            .find(|&k| {
                TagSet::FINITE.has(self.tag(k))
                    || matches!(self.tag(k), Tag::WP | Tag::WPS | Tag::WDT)
            })
            .is_some_and(|k| TagSet::FINITE.has(self.tag(k)));
        (stop - comma <= LONGEST && stop > comma + 1 && (relative || !finite)).then_some(stop)
    }
}
