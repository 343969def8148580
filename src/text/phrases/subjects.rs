//! Subjects: who does what a verb says, where the noun phrase is not simply
//! the one before it.

use super::super::{Mark, Tag, TagSet, TokenRange};
use super::nouns::PRONOUNS;
use super::{Phrases, VerbForm, VerbGroup};

/// A subject and how it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Its noun phrase.
    pub tokens: TokenRange,
    /// Whether it stands right before its verb.
    pub adjacent: bool,
}

// 16: more verbs of one sentence than that are not looked through for a subject; the
// rows of 2,200 articles of news are the same as without a limit.
const VERBS: usize = 16;

impl Phrases<'_> {
    /// The noun phrase right before a verb group, adverbs between them apart.
    pub fn subject_before(&self, group: &VerbGroup, floor: usize) -> Option<TokenRange> {
        let mut last = (group.tokens.start as usize).checked_sub(1)?;
        while last > floor
            && matches!(self.tag(last), Tag::RB | Tag::RBR)
            && self.token(last).mark == Mark::Outside
        {
            last -= 1;
        }
        if last < floor || self.token(last).mark != Mark::Outside {
            return None;
        }
        if self.is(last, self.grammar.comma)
            && last > floor
            && !TagSet::NOMINAL.has(self.tag(last - 1))
            && self.tag(last - 1) != Tag::Punct
            && !matches!(
                self.tag(last - 1),
                Tag::RB | Tag::JJ | Tag::VBN | Tag::VBD | Tag::VBG | Tag::VB | Tag::POS
            )
        {
            return None;
        }
        let phrase = self.noun_phrase_left(last, floor)?;
        let finite = matches!(group.form, VerbForm::Finite | VerbForm::Passive);
        let whole = if finite { self.whole_subject(phrase, last, floor) } else { None };
        Some(whole.unwrap_or_else(|| self.antecedent(phrase, floor)))
    }

    /// The clause's first noun phrase with all that describes it, up to `last`, where
    /// `nearest`, the phrase before the verb, only ends that: "|Polls taken in Ohio|
    /// show".
    fn whole_subject(&self, nearest: TokenRange, last: usize, floor: usize) -> Option<TokenRange> {
        let start = nearest.start as usize;
        let before = start.checked_sub(1).filter(|&b| b > floor)?;
        let hangs = matches!(self.tag(before), Tag::IN | Tag::TO | Tag::VBN | Tag::VBG | Tag::VB);
        if !hangs || self.breaks_subject(before) || PRONOUNS.has(self.tag(start)) {
            return None;
        }
        let first = (floor..start).rev().find(|&k| self.breaks_subject(k)).map_or(floor, |k| k + 1);
        if self.in_list(first, self.grammar.time_words) || PRONOUNS.has(self.tag(first)) {
            return None;
        }
        let head = self.noun_phrase_right(first, start)?.end as usize;
        let described = matches!(self.tag(head), Tag::IN | Tag::TO | Tag::JJ);
        match self.tag(head) {
            // A time in a participle's clause is the participle's.
            Tag::VBN | Tag::VBG if head < start => Some(TokenRange::new(first, last + 1)),
            _ if described && head < start => Some(TokenRange::new(first, nearest.end as usize)),
            _ => None,
        }
    }

    /// Whether a subject cannot reach over the token at `k`.
    fn breaks_subject(&self, k: usize) -> bool {
        let tag = self.tag(k);
        TagSet::FINITE.has(tag)
            || matches!(tag, Tag::Punct | Tag::CC | Tag::WRB | Tag::WP | Tag::WDT)
            || self.is_that(k)
            || self.in_list(k, self.grammar.subordinators)
    }

    /// A relative pronoun together with the noun phrase it stands for.
    fn antecedent(&self, phrase: TokenRange, floor: usize) -> TokenRange {
        let start = phrase.start as usize;
        if phrase.len() != 1 || !self.is_relative(start) || start <= floor {
            return phrase;
        }
        let mut last = start - 1;
        if self.is(last, self.grammar.comma) && last > floor {
            last -= 1;
        }
        if self.token(last).mark != Mark::Outside {
            return phrase;
        }
        match self.noun_phrase_left(last, floor) {
            Some(before) => TokenRange { start: before.start, end: phrase.end },
            None => phrase,
        }
    }

    /// The subject that a verb shares with a clause before it: of the nearest
    /// finite verb in the same tense, else of the sentence's first.
    pub fn shared_subject(&self, group: &VerbGroup, floor: usize) -> Option<TokenRange> {
        let start = group.tokens.start as usize;
        if group.form == VerbForm::Infinitive
            && let Some(object) = self.object_before(start, floor)
        {
            return Some(object);
        }
        if group.form == VerbForm::Finite && start > floor {
            let before = start - 1;
            let joined = self.tag(before) == Tag::CC
                || self.is(before, self.grammar.comma)
                || matches!(self.tag(before), Tag::RB | Tag::RBR);
            if !joined {
                return None;
            }
            let tag = self.tag(group.head);
            let fits = |&verb: &usize| {
                let alike =
                    self.tag(verb) == tag || TagSet::FINITE.has(self.tag(verb)) && tag == Tag::VBN;
                alike && self.token(verb).mark == Mark::Outside
            };
            for verb in (floor + 1..start).rev().filter(fits).take(VERBS) {
                if let Some(subject) = self.own_subject(verb, floor)
                    && !self.is_embedded(subject, floor)
                {
                    return Some(subject);
                }
            }
        }
        let governed = match group.form {
            VerbForm::Infinitive => start > floor + 1,
            VerbForm::Participle => {
                start > floor + 1
                    && self.tag(start - 1) == Tag::IN
                    && !self.in_list(start - 1, self.grammar.subordinators)
            }
            VerbForm::Finite | VerbForm::Passive | VerbForm::PastParticiple => false,
        };
        let nearest = if governed { self.nearest_subject(start, floor) } else { None };
        nearest.or_else(|| self.main_subject(start, floor))
    }

    /// The subject of the nearest finite verb before `end`, whose complement a verb
    /// there is: "Kim, |who| surprised Moon by |saying|".
    fn nearest_subject(&self, end: usize, floor: usize) -> Option<TokenRange> {
        (floor + 1..end)
            .rev()
            .filter(|&verb| self.is_finite(verb))
            .take(VERBS)
            .find_map(|verb| self.subject_before(&self.verb_group(verb, floor), floor))
            .filter(|subject| self.tag(subject.start as usize) != Tag::EX)
    }

    /// The object that an infinitive's doer is: "prompting |the North Koreans| to
    /// brand". Names and plurals only: "the power to brand" has no doer.
    fn object_before(&self, start: usize, floor: usize) -> Option<TokenRange> {
        let last = start.checked_sub(1).filter(|&l| l > floor)?;
        let doer = self.tag(last).is_proper() || matches!(self.tag(last), Tag::NNS | Tag::PRP);
        let phrase = self.noun_phrase_left(last, floor).filter(|_| doer)?;
        let verb = (phrase.start as usize).checked_sub(1).filter(|&v| v >= floor)?;
        self.tag(verb).is_verb().then_some(phrase)
    }

    /// Whether a subject begins what another verb says: "Kim said (that) |he|".
    fn is_embedded(&self, subject: TokenRange, floor: usize) -> bool {
        let start = subject.start as usize;
        let Some(mut before) = start.checked_sub(1).filter(|&b| b > floor) else { return false };
        if self.is_that(before) {
            before -= 1;
        }
        before > floor
            && TagSet::FINITE.has(self.tag(before))
            && self.token(before).mark == Mark::Outside
    }

    /// The subject of the sentence's main clause before `end`: of the last one that
    /// "and" joins, else of the first that nothing subordinates, else of the first.
    pub fn main_subject(&self, end: usize, floor: usize) -> Option<TokenRange> {
        let mut main = None;
        let mut first = None;
        for verb in (floor + 1..end).filter(|&verb| self.is_finite(verb)).take(VERBS) {
            let Some(subject) = self.own_subject(verb, floor) else { continue };
            let start = subject.start as usize;
            let before = start.saturating_sub(1);
            let joined = start > floor && self.is(before, self.grammar.and);
            let subordinate = start > floor
                && (matches!(self.tag(before), Tag::IN | Tag::WRB)
                    || self.in_list(before, self.grammar.subordinators));
            if joined || main.is_none() && !subordinate {
                main = Some(subject);
            }
            first = first.or(Some(subject));
        }
        main.or(first)
    }

    /// Whether token `i` is a finite verb outside quotation marks.
    fn is_finite(&self, i: usize) -> bool {
        TagSet::FINITE.has(self.tag(i)) && self.token(i).mark == Mark::Outside
    }

    pub(super) fn own_subject(&self, verb: usize, floor: usize) -> Option<TokenRange> {
        let group = self.verb_group(verb, floor);
        let subject = self.subject_before(&group, floor)?;
        let first = subject.start as usize;
        let last = subject.end as usize - 1;
        let relative = matches!(self.tag(last), Tag::WDT | Tag::WP);
        (!relative && self.tag(first) != Tag::EX).then_some(subject)
    }

    /// The subject after a fronted participle: `Citing …, |Kim| said`.
    pub fn next_subject(&self, group: &VerbGroup, floor: usize, end: usize) -> Option<TokenRange> {
        if group.form != VerbForm::Participle || group.tokens.start as usize != floor {
            return None;
        }
        (group.head + 1..end.saturating_sub(1))
            .filter(|&k| self.is(k, self.grammar.comma) && self.token(k).mark == Mark::Outside)
            .find_map(|comma| {
                let subject = self.noun_phrase_right(comma + 1, end)?;
                let mut verb = subject.end as usize;
                while verb < end && matches!(self.tag(verb), Tag::RB | Tag::RBR) {
                    verb += 1;
                }
                (verb < end && TagSet::FINITE.has(self.tag(verb))).then_some(subject)
            })
    }

    /// Whether a clause starts at `at`: a noun phrase, perhaps with a
    /// prepositional phrase, and its finite verb.
    pub fn clause_at(&self, at: usize, end: usize) -> bool {
        let Some(subject) = self.noun_phrase_right(at, end) else { return false };
        let mut next = subject.end as usize;
        // 3: "the head of the team of experts in Ohio said".
        for _ in 0..4 {
            while next < end && matches!(self.tag(next), Tag::RB | Tag::RBR) {
                next += 1;
            }
            // "he and Kim “fell in love”": the verb may be the first word in marks.
            if next < end && self.token(next).mark == Mark::Open {
                next += 1;
            }
            if next >= end {
                return false;
            }
            if TagSet::FINITE.has(self.tag(next)) {
                return true;
            }
            let preposition = (matches!(self.tag(next), Tag::IN)
                || self.is(next, self.grammar.and))
                && !self.is_that(next)
                && !self.in_list(next, self.grammar.subordinators);
            match self.noun_phrase_right(next + 1, end) {
                Some(phrase) if preposition => next = phrase.end as usize,
                _ => return false,
            }
        }
        false
    }

    /// Whether the infinitive marker at `at` has its verb.
    pub fn infinitive_at(&self, at: usize, end: usize) -> bool {
        if at + 1 >= end || !self.is(at, self.grammar.to) {
            return false;
        }
        let mut verb = at + 1;
        while verb + 1 < end && matches!(self.tag(verb), Tag::RB | Tag::RBR) {
            verb += 1;
        }
        self.tag(verb) == Tag::VB
    }

    /// Whether `at` is the conjunction "that".
    pub fn is_that(&self, at: usize) -> bool {
        self.is(at, self.grammar.that)
    }
}
