//! Noun phrases to the left and to the right of a token.

use super::super::{Mark, Tag, TagSet, TokenRange};
use super::Phrases;

/// What can stand in a noun phrase before its head.
const MODIFIERS: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::PDT,
    Tag::PRPS,
    Tag::JJ,
    Tag::JJR,
    Tag::JJS,
    Tag::CD,
    Tag::NN,
    Tag::NNS,
    Tag::NNP,
    Tag::NNPS,
    Tag::POS,
    Tag::SYM,
]);
/// What begins a noun phrase: nothing of it stands further left.
const OPENERS: TagSet = TagSet::of(&[Tag::DT, Tag::PRPS]);
/// Pronouns that are noun phrases by themselves.
const PRONOUNS: TagSet = TagSet::of(&[Tag::PRP, Tag::EX, Tag::WP, Tag::WDT]);
/// What can begin an appositive after a comma.
const APPOSITIVE: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::PRPS,
    Tag::CD,
    Tag::NN,
    Tag::NNS,
    Tag::NNP,
    Tag::NNPS,
    Tag::JJ,
    Tag::JJS,
]);
/// What can begin any aside after a comma.
const ASIDE: TagSet = APPOSITIVE.union(TagSet::of(&[
    Tag::WP,
    Tag::WDT,
    Tag::WPS,
    Tag::VBN,
    Tag::VBG,
    Tag::IN,
    Tag::RB,
    Tag::TO,
]));
// 40: asides between a speaker and its cue that are longer are taken for clauses.
const LONGEST_ASIDE: usize = 40;

impl Phrases<'_> {
    /// The noun phrase that ends with token `last`, with its appositive or
    /// aside; none of it before `floor`.
    pub fn noun_phrase_left(&self, last: usize, floor: usize) -> Option<TokenRange> {
        if last < floor || last >= self.document.tokens.len() {
            return None;
        }
        if self.is(last, self.grammar.comma) {
            return self.before_aside(last, floor);
        }
        if self.is(last, self.grammar.dash) {
            return self.before_dashes(last, floor);
        }
        if self.is(last, self.grammar.close_bracket) {
            let open = (floor..last).rev().find(|&k| self.is(k, self.grammar.open_bracket))?;
            let before = self.noun_phrase_left(open.checked_sub(1)?, floor)?;
            return Some(TokenRange::new(before.start as usize, last + 1));
        }
        if let Some(cut) = self.time_phrase_start(last, floor) {
            let mut end = cut;
            while end > floor && self.is(end - 1, self.grammar.comma) {
                end -= 1;
            }
            return self.noun_phrase_left(end.checked_sub(1)?, floor);
        }
        self.simple_left(last, floor)
    }

    /// The noun phrase that ends with token `last`, asides apart, with its
    /// "of" phrases, and with other prepositional phrases where it then begins
    /// a clause.
    fn simple_left(&self, last: usize, floor: usize) -> Option<TokenRange> {
        let mut start = self.core_left(last, floor)?;
        if PRONOUNS.has(self.tag(last)) {
            return Some(TokenRange::new(start, last + 1));
        }
        while let Some(next) = self.extend_left(start, floor) {
            start = next;
        }
        while start < last
            && self.in_list(start, self.grammar.time_words)
            && self.tag(start + 1) != Tag::POS
            && matches!(self.tag(start + 1), Tag::NNP | Tag::DT | Tag::PRP)
        {
            start += 1;
        }
        Some(TokenRange::new(start, last + 1))
    }

    /// The start of the phrase before the preposition at `start - 1`, if it
    /// belongs to the one at `start`.
    fn extend_left(&self, start: usize, floor: usize) -> Option<usize> {
        let joint = start.checked_sub(1).filter(|&j| j > floor)?;
        let is_of = self.is(joint, self.grammar.of);
        let proper_pair = self.is(joint, self.grammar.and)
            && self.tag(joint - 1).is_noun()
            && !self.is_verb_before(joint);
        let preposition = matches!(self.tag(joint), Tag::IN | Tag::TO)
            && !self.in_list(joint, self.grammar.subordinators);
        if !(is_of || proper_pair || preposition)
            || !TagSet::NOMINAL.has(self.tag(joint - 1)) && self.tag(joint - 1) != Tag::DT
        {
            return None;
        }
        let before = self.core_left(joint - 1, floor)?;
        if is_of {
            return Some(before);
        }
        // Clause-initial chains only: "met officials in Seoul" is no subject.
        let mut first = before;
        while let Some(next) = self.chain_left(first, floor) {
            first = next;
        }
        self.is_clause_start(first, floor).then_some(before)
    }

    /// One more noun phrase and preposition to the left, of any kind.
    fn chain_left(&self, start: usize, floor: usize) -> Option<usize> {
        let joint = start.checked_sub(1).filter(|&j| j > floor)?;
        let joins = matches!(self.tag(joint), Tag::IN | Tag::TO)
            && !self.in_list(joint, self.grammar.subordinators)
            || self.is(joint, self.grammar.and);
        if !joins {
            return None;
        }
        self.core_left(joint - 1, floor)
    }

    fn is_verb_before(&self, joint: usize) -> bool {
        joint >= 2 && self.tag(joint - 2).is_verb()
    }

    /// The start of the plain noun phrase (no prepositions) that ends with `last`.
    fn core_left(&self, last: usize, floor: usize) -> Option<usize> {
        let tag = self.tag(last);
        if PRONOUNS.has(tag) {
            return Some(last);
        }
        let demonstrative = tag == Tag::DT && self.in_list(last, self.grammar.plural_determiners);
        if !TagSet::NOMINAL.has(tag)
            && !demonstrative
            && !matches!(tag, Tag::JJ | Tag::JJS | Tag::JJR)
        {
            return None;
        }
        let mut start = last;
        while start > floor
            && !OPENERS.has(self.tag(start))
            && self.document.tokens[start - 1].mark != Mark::Close
        {
            let before = self.tag(start - 1);
            let adverb = matches!(before, Tag::RB | Tag::RBS | Tag::RBR)
                && matches!(self.tag(start), Tag::JJ | Tag::CD | Tag::VBN);
            let participle = matches!(before, Tag::VBN | Tag::VBG)
                && start - 1 > floor
                && matches!(self.tag(start - 2), Tag::DT | Tag::JJ | Tag::PRPS | Tag::POS);
            // "the announcement |many analysts| had foreseen".
            let apart = matches!(before, Tag::NN | Tag::NNS)
                && matches!(self.tag(start), Tag::JJ | Tag::PRPS | Tag::DT);
            if !apart && (MODIFIERS.has(before) || adverb || participle) {
                start -= 1;
            } else {
                break;
            }
        }
        // "all the officials": what stands before the determiner.
        if start > floor && (self.tag(start - 1) == Tag::PDT) {
            start -= 1;
        }
        // A possessive needs its owner: "Kim's aide" began at the owner.
        if self.tag(start) == Tag::POS && start > floor {
            return self.core_left(start - 1, floor);
        }
        if OPENERS.has(self.tag(start)) && start == last && tag != Tag::DT {
            return None;
        }
        Some(start)
    }

    /// `X, …,|`: the noun phrase before an aside that ends with the comma at
    /// `comma`; with the aside where it is an appositive.
    fn before_aside(&self, comma: usize, floor: usize) -> Option<TokenRange> {
        let lowest = floor.max(comma.saturating_sub(LONGEST_ASIDE));
        for k in (lowest + 1..comma.checked_sub(1)?).rev() {
            if !self.is(k, self.grammar.comma)
                || !TagSet::NOMINAL.has(self.tag(k - 1))
                    && !self.is(k - 1, self.grammar.close_bracket)
                || PRONOUNS.has(self.tag(k - 1)) && self.tag(k - 1) != Tag::PRP
            {
                continue;
            }
            let opens = self.tag(k + 1);
            if !ASIDE.has(opens)
                || self.in_list(k + 1, self.grammar.subordinators) && opens != Tag::IN
            {
                continue;
            }
            let before = if self.is(k - 1, self.grammar.close_bracket) {
                self.noun_phrase_left(k - 1, floor)
            } else {
                self.simple_left(k - 1, floor)
            };
            let Some(before) = before else { continue };
            let start = before.start as usize;
            let relative = matches!(opens, Tag::WP | Tag::WDT | Tag::WPS);
            let finite = (k + 1..comma).any(|t| TagSet::FINITE.has(self.tag(t)));
            if finite && !relative {
                return None;
            }
            let end = if APPOSITIVE.has(opens) || relative { comma } else { before.end as usize };
            return Some(TokenRange::new(start, end));
        }
        None
    }

    /// `X — … —|`.
    fn before_dashes(&self, dash: usize, floor: usize) -> Option<TokenRange> {
        let lowest = floor.max(dash.saturating_sub(LONGEST_ASIDE));
        let open = (lowest + 1..dash).rev().find(|&k| self.is(k, self.grammar.dash))?;
        let before = self.simple_left(open - 1, floor)?;
        Some(TokenRange::new(before.start as usize, dash))
    }

    /// The noun phrase that starts with token `first`, with its "of" phrases;
    /// none of it from `end` on.
    pub fn noun_phrase_right(&self, first: usize, end: usize) -> Option<TokenRange> {
        if first >= end {
            return None;
        }
        if PRONOUNS.has(self.tag(first)) {
            return Some(TokenRange::new(first, first + 1));
        }
        let mut at = first;
        let mut head = None;
        while at < end {
            let tag = self.tag(at);
            let fits = match tag {
                Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS | Tag::CD => {
                    head = Some(at);
                    true
                }
                Tag::DT | Tag::PRPS | Tag::PDT => {
                    head.is_none() || self.is(at - 1, self.grammar.of)
                }
                Tag::POS | Tag::SYM => true,
                // "told reporters |last month|": an adjective after a noun begins anew.
                Tag::JJ | Tag::JJS | Tag::JJR => {
                    at == first || !matches!(self.tag(at - 1), Tag::NN | Tag::NNS)
                }
                Tag::VBN | Tag::VBG => head.is_none(),
                Tag::RB | Tag::RBS | Tag::RBR => {
                    head.is_none()
                        && at + 1 < end
                        && matches!(self.tag(at + 1), Tag::JJ | Tag::CD | Tag::VBN)
                }
                Tag::IN => {
                    head == Some(at.wrapping_sub(1))
                        && self.is(at, self.grammar.of)
                        && at + 1 < end
                        && MODIFIERS.has(self.tag(at + 1))
                }
                Tag::CC => head == Some(at.wrapping_sub(1)) && self.joins_names(at, end),
                _ => false,
            };
            if !fits {
                break;
            }
            at += 1;
        }
        // "these", "some", "many" alone.
        if head.is_none()
            && matches!(self.tag(first), Tag::DT | Tag::JJ)
            && at == first + 1
            && self.in_list(first, self.grammar.plural_determiners)
        {
            head = Some(first);
        }
        head.map(|h| TokenRange::new(first, h + 1))
    }

    /// "Kim and Moon": one phrase when both sides are names.
    fn joins_names(&self, at: usize, end: usize) -> bool {
        self.is(at, self.grammar.and)
            && at + 1 < end
            && self.tag(at + 1).is_proper()
            && self.tag(at - 1).is_proper()
    }

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
        if stop + 1 < end
            && self.is(stop, self.grammar.open_bracket)
            && let Some(close) =
                (stop + 1..end.min(stop + 10)).find(|&k| self.is(k, self.grammar.close_bracket))
        {
            stop = close + 1;
        }
        if let Some(appositive) = self.appositive_right(stop, end) {
            stop = appositive;
        }
        Some(TokenRange::new(first, stop))
    }

    /// The end of the prepositional phrase at `at`, if one belongs to the noun
    /// before it: not a time, and not before a verb.
    fn preposition_right(&self, at: usize, end: usize) -> Option<usize> {
        if at + 1 >= end
            || self.tag(at) != Tag::IN
            || self.in_list(at, self.grammar.subordinators)
            || self.time_phrase_end(at, end).is_some()
        {
            return None;
        }
        self.noun_phrase_right(at + 1, end).map(|r| r.end as usize)
    }

    /// The end of the appositive or relative clause that the comma at `comma` begins.
    fn appositive_right(&self, comma: usize, end: usize) -> Option<usize> {
        // 24: a relative clause after an inverted cue is seldom longer.
        const LONGEST: usize = 24;
        if comma + 1 >= end || !self.is(comma, self.grammar.comma) {
            return None;
        }
        let opens = self.tag(comma + 1);
        let relative = matches!(opens, Tag::WP | Tag::WPS);
        if !relative && (!APPOSITIVE.has(opens) || self.time_phrase_end(comma + 1, end).is_some()) {
            return None;
        }
        let stops = |k: usize| {
            self.document.tokens[k].mark == Mark::Open
                || self.tag(k) == Tag::Punct
                    && !self.is(k, self.grammar.open_bracket)
                    && !self.is(k, self.grammar.close_bracket)
        };
        let stop = (comma + 1..end).find(|&k| stops(k)).unwrap_or(end);
        let finite = (comma + 1..stop).any(|k| TagSet::FINITE.has(self.tag(k)));
        (stop - comma <= LONGEST && stop > comma + 1 && (relative || !finite)).then_some(stop)
    }
}
