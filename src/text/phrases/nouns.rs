//! Noun phrases to the left and to the right of a token.

use super::super::{Mark, Tag, TagSet, TokenRange};
use super::Phrases;

/// What can stand in a noun phrase before its head.
pub(super) const MODIFIERS: TagSet = TagSet::of(&[
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
pub(super) const PRONOUNS: TagSet = TagSet::of(&[Tag::PRP, Tag::EX, Tag::WP, Tag::WDT]);

/// What a noun phrase to the right begins with.
pub(crate) const OPENING: TagSet =
    MODIFIERS.union(PRONOUNS).union(TagSet::of(&[Tag::VBN, Tag::VBG, Tag::RB, Tag::RBR, Tag::RBS]));

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
    pub(super) fn simple_left(&self, last: usize, floor: usize) -> Option<TokenRange> {
        let mut start = self.core_left(last, floor)?;
        if start == last && PRONOUNS.has(self.tag(last)) {
            return Some(TokenRange::new(start, last + 1));
        }
        while let Some(next) = self.extend_left(start, floor) {
            start = next;
        }
        start = self.list_left(start, last, floor).unwrap_or(start);
        start = self.quantifier_left(start, floor);
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
            && (self.tag(joint - 1).is_noun() || self.tag(joint - 1) == Tag::PRP)
            && !self.is_verb_before(joint);
        let preposition = matches!(self.tag(joint), Tag::IN | Tag::TO)
            && !self.in_list(joint, self.grammar.subordinators);
        let many = self.in_list(joint - 1, self.grammar.plural_determiners);
        if !(is_of || proper_pair || preposition)
            || !TagSet::NOMINAL.has(self.tag(joint - 1)) && self.tag(joint - 1) != Tag::DT && !many
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

    /// The start of the list of names that a clause begins with and that ends with
    /// the name at `start`: `|Moon, Lee and| Kim said`.
    fn list_left(&self, start: usize, last: usize, floor: usize) -> Option<usize> {
        if !self.tag(last).is_proper() {
            return None;
        }
        let mut first = start;
        let mut joined = (start..last).any(|k| self.is(k, self.grammar.and));
        while first > floor + 1 {
            let and = self.is(first - 1, self.grammar.and);
            let mut comma = first - 1 - usize::from(and);
            if and && !self.is(comma, self.grammar.comma) {
                comma += 1;
            }
            let last = comma.checked_sub(1).filter(|&l| l >= floor)?;
            if !(and || self.is(comma, self.grammar.comma)) || !self.tag(last).is_proper() {
                return None;
            }
            joined |= and;
            first = self.core_left(last, floor).filter(|&f| f < comma)?;
        }
        (joined && first == floor).then_some(first)
    }

    /// `|both| sides`, `|not| all of them`: what stands before a determiner.
    fn quantifier_left(&self, start: usize, floor: usize) -> usize {
        let Some(before) = start.checked_sub(1).filter(|&b| b >= floor) else { return start };
        let both =
            self.tag(before) == Tag::CC && self.in_list(before, self.grammar.plural_determiners);
        let counts = self.tag(start) == Tag::PDT
            || self.tag(start) == Tag::DT && self.in_list(start, self.grammar.plural_determiners);
        if both || self.tag(before) == Tag::RB && counts { before } else { start }
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

    /// Whether the token at `i` joins two parts of one phrase's front: "three
    /// current |and| former aides", "a Times|/|Post poll".
    fn is_joint(&self, i: usize) -> bool {
        let (before, after) = (self.tag(i - 1), self.tag(i + 1));
        self.is(i, self.grammar.slash) && before.is_proper()
            || self.is(i, self.grammar.and)
                && matches!(before, Tag::JJ | Tag::JJS | Tag::JJR)
                && before == after
                && i >= 2
                && MODIFIERS.has(self.tag(i - 2))
    }

    fn is_verb_before(&self, joint: usize) -> bool {
        joint >= 2 && self.tag(joint - 2).is_verb()
    }

    /// The start of the plain noun phrase (no prepositions) that ends with `last`.
    pub(super) fn core_left(&self, last: usize, floor: usize) -> Option<usize> {
        let tag = self.tag(last);
        if PRONOUNS.has(tag) {
            // "Kim himself", but not "told Kim herself".
            let named = last > floor
                && self.in_list(last, self.grammar.reflexives)
                && TagSet::NOMINAL.has(self.tag(last - 1));
            return if named { self.core_left(last - 1, floor) } else { Some(last) };
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
            } else if start - 1 > floor && self.is_joint(start - 1) {
                start -= 2;
            } else {
                break;
            }
        }
        // "all the officials": what stands before the determiner.
        if start > floor && (self.tag(start - 1) == Tag::PDT) {
            start -= 1;
        }
        // "about three in ten", but not "those over 60".
        if start > floor
            && self.tag(start) == Tag::CD
            && self.in_list(start - 1, self.grammar.approximators)
            && (start - 1 == floor || !MODIFIERS.has(self.tag(start - 2)))
        {
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

    /// The noun phrase that starts with token `first`, with its "of" phrases;
    /// none of it from `end` on.
    pub fn noun_phrase_right(&self, first: usize, end: usize) -> Option<TokenRange> {
        if first >= end || !OPENING.has(self.tag(first)) {
            return None;
        }
        if PRONOUNS.has(self.tag(first)) {
            return Some(TokenRange::new(first, first + 1));
        }
        // 64: a phrase of more words is none that people write; the rows of 2,200 articles
        // of news are the same as without a limit.
        const LONGEST: usize = 64;
        let end = end.min(first + LONGEST);
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
                    at == first
                        || !matches!(self.tag(at - 1), Tag::NN | Tag::NNS)
                        || self.is_within_office(at, end)
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

    /// Whether an adjective after a noun stands within the words of an office before a
    /// name: "Tory shadow |local| government secretary Kim".
    fn is_within_office(&self, at: usize, end: usize) -> bool {
        let nouns = (at + 1..end).take_while(|&k| self.tag(k) == Tag::NN).count();
        let next = at + 1 + nouns;
        self.tag(at - 1) == Tag::NN && nouns > 0 && next < end && self.tag(next).is_proper()
    }

    /// "Kim and Moon": one phrase when both sides are names.
    fn joins_names(&self, at: usize, end: usize) -> bool {
        self.is(at, self.grammar.and)
            && at + 1 < end
            && self.tag(at + 1).is_proper()
            && self.tag(at - 1).is_proper()
    }
}
