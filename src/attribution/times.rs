//! Which attribution a time of the sentence belongs to.
//!
//! A time belongs to the verb of its clause: the nearest one before it, or,
//! where it opens a clause, the next one after it. It is the time of saying
//! where that verb is the cue ("Kim |said| on Monday"), where the cue is
//! another verb of the same subject ("Kim |left| on Monday, saying"), or where
//! the rule that found it says so ("a poll |released| on Monday").
//!
//! # Why nearness alone does not decide
//!
//! "Kim, who left on Monday, said", "Moon said the talks that failed on Monday
//! were dead": the nearest cue is not what happened on Monday.

use super::ranges::Ranges;
use crate::matcher::{Attachment, Candidate};
use crate::rules::{RuleSet, SlotName};
use crate::text::{Document, Mark, Phrases, Tag, TagSet, TokenRange};
use std::ops::Range;

/// What begins words on who a speaker is.
const APPOSITIVE: TagSet = TagSet::of(&[Tag::DT, Tag::PRPS, Tag::JJ]).union(TagSet::NOUN);

/// Gives each attribution the nearest time that belongs to it, unless its own
/// rule has found one.
pub(super) fn attach(
    document: &Document<'_>,
    rules: &RuleSet,
    kept: &mut [Candidate],
    attachments: &[Attachment],
) {
    let mut times: Vec<&Attachment> =
        attachments.iter().filter(|a| a.slot == SlotName::When).collect();
    if times.is_empty() {
        return;
    }
    let phrases = Phrases { document, lexicon: &rules.lexicon, grammar: rules.grammar() };
    times.sort_by_key(|t| t.filler.start);
    let quotes = Ranges::new(kept.iter().flat_map(|c| c.quote.iter().copied()).collect());
    let heads: Vec<u32> = kept.iter().map(|c| c.head).collect();
    for candidate in kept.iter_mut() {
        let sentence = document.sentence_of(candidate.head as usize);
        let from = times.partition_point(|t| t.filler.start < sentence.start);
        let near = || times[from..].iter().take_while(|t| t.filler.start < sentence.end);
        // What a rule has bound may be no date: "Kim said then".
        let is_told = candidate.when.is_some_and(|w| near().any(|t| t.filler.overlaps(w)));
        if is_told || near().next().is_none() {
            continue;
        }
        let quotes = &quotes.meeting(sentence);
        let clause = Clause { phrases, candidate, quotes, heads: &heads, sentence };
        let best = near().filter_map(|t| Some((clause.rank(t)?, t.filler))).min();
        candidate.when = best.map(|(_, filler)| filler).or(candidate.when);
    }
}

/// The clauses around one attribution's cue.
struct Clause<'a> {
    phrases: Phrases<'a>,
    candidate: &'a Candidate,
    /// The quotes of all attributions that reach into the sentence.
    quotes: &'a [TokenRange],
    /// The heads of all their cues, in text order.
    heads: &'a [u32],
    sentence: TokenRange,
}

impl Clause<'_> {
    /// How well a time belongs to the attribution, the lower the better: whether
    /// the cue is its own verb, then how far it stands from it.
    fn rank(&self, time: &Attachment) -> Option<(bool, u32)> {
        let filler = time.filler;
        let cue = self.candidate.cue;
        if self.quotes.iter().any(|&q| self.holds(q, filler)) || filler.overlaps(cue) {
            return None;
        }
        if self.candidate.speaker.is_some_and(|s| s.overlaps(filler)) {
            // "a poll |released Monday|": the rule has seen what happened then.
            let saw = time.tokens.start < filler.start || time.tokens.end > filler.end;
            return saw.then_some((true, 0));
        }
        if self.is_in_appositive(filler) {
            return None;
        }
        let verb = self.verb_of(filler)?;
        let own = self.is_cue(verb);
        let belongs = own
            || time.tokens.contains(verb) && self.is_adjunct(verb)
            || self.tells_within(filler) && !self.is_modal(verb)
            || self.follows_at_once(filler)
            || self.shares_subject(verb, filler);
        let distance = filler.start.abs_diff(self.candidate.head);
        belongs.then_some((!own, distance))
    }

    /// Whether the time is part of what is said. At the end of another attribution's
    /// words without a verb it may be of their clause: "gave |thanks on Monday|,
    /// saying".
    fn holds(&self, quote: TokenRange, time: TokenRange) -> bool {
        let trails = quote.end <= time.end
            && self.candidate.head >= quote.end
            && !quote.iter().any(|k| self.is_verb(k));
        quote.overlaps(time) && !trails
    }

    /// Whether the time stands in words on who the speaker is: "Kim, the winner of
    /// the race |on Monday|, said".
    fn is_in_appositive(&self, time: TokenRange) -> bool {
        let start = self.clause_start(time.start as usize);
        let between = self.candidate.speaker.is_none_or(|s| (s.end as usize) < start)
            && start > self.sentence.start as usize
            && time.end <= self.candidate.cue.start;
        between && !time.contains(start) && APPOSITIVE.has(self.phrases.tag(start))
    }

    /// Whether the cue is in a clause on what happened then: "a statement |on Monday|
    /// in which he said", "began |on Monday| when he said".
    fn tells_within(&self, time: TokenRange) -> bool {
        let phrases = &self.phrases;
        let (after, end) = (time.end as usize, self.sentence.end as usize);
        let comma = after < end && phrases.tag(after) == Tag::Punct;
        let at = after + usize::from(comma);
        if at + 1 >= end {
            return false;
        }
        let which = phrases.tag(at) == Tag::IN && phrases.is_relative_or_that(at + 1);
        let clause = at + 1 + usize::from(which);
        (which || phrases.tag(at) == Tag::WRB)
            && self.verb_after(clause).is_some_and(|verb| self.is_cue(verb))
    }

    fn is_cue(&self, i: usize) -> bool {
        self.candidate.cue.contains(i) || i == self.candidate.head as usize
    }

    /// A verb outside quotations; in "a written statement" there is none.
    fn is_verb(&self, i: usize) -> bool {
        let tag = self.phrases.tag(i);
        let before = i.checked_sub(1).map(|k| self.phrases.tag(k));
        let modifies = matches!(tag, Tag::VBG | Tag::VBN)
            && matches!(before, Some(Tag::DT | Tag::PRPS | Tag::POS | Tag::JJ));
        tag.is_verb() && !modifies && self.phrases.token(i).mark == Mark::Outside
    }

    /// The verb of the clause in which the time stands.
    fn verb_of(&self, time: TokenRange) -> Option<usize> {
        match self.verb_before(time, false) {
            Before::Verb(verb) => return Some(verb),
            Before::Quoted => return None,
            Before::Edge => {}
        }
        if let Some(verb) = self.verb_after(time.end as usize) {
            return Some(verb);
        }
        match self.verb_before(time, true) {
            Before::Verb(verb) => Some(verb),
            Before::Quoted | Before::Edge => None,
        }
    }

    /// The nearest verb before the time, in the same clause; over commas if
    /// `far`.
    fn verb_before(&self, time: TokenRange, far: bool) -> Before {
        let floor = self.sentence.start as usize;
        let mut end = time.start as usize;
        while end > floor {
            let i = end - 1;
            if self.is_cue(i) {
                return Before::Verb(i);
            }
            if let Some(quote) = self.quote_at(i) {
                let own = self.candidate.quote.contains(&quote);
                let marked = self.phrases.token(quote.end as usize - 1).mark == Mark::Close;
                if own && !marked && quote.iter().any(|k| TagSet::FINITE.has(self.phrases.tag(k))) {
                    return Before::Quoted;
                }
                end = quote.start as usize;
            } else if let Some(start) = self.quotation_start(i) {
                end = start;
            } else if self.is_verb(i) {
                return Before::Verb(i);
            } else if self.phrases.is_relative_or_that(i)
                || !far && self.phrases.tag(i) == Tag::Punct
            {
                return Before::Edge;
            } else {
                end = i;
            }
        }
        Before::Edge
    }

    /// The first finite verb from `at` on that is in no clause under the one that
    /// begins there.
    fn verb_after(&self, at: usize) -> Option<usize> {
        let end = self.sentence.end as usize;
        let mut i = at;
        while i < end {
            if self.is_cue(i) {
                return Some(i);
            }
            if let Some(quote) = self.quote_at(i) {
                i = quote.end as usize;
            } else if self.phrases.token(i).mark == Mark::Open {
                i = self.phrases.document.quotation_of(i)?.tokens.end as usize;
            } else if self.phrases.opens_clause(i) {
                i = (i..end).find(|&k| self.phrases.tag(k) == Tag::Punct)? + 1;
            } else if TagSet::FINITE.has(self.phrases.tag(i)) {
                return Some(i);
            } else {
                i += 1;
            }
        }
        None
    }

    fn quote_at(&self, i: usize) -> Option<TokenRange> {
        self.quotes.iter().copied().find(|q| q.contains(i))
    }

    fn quotation_start(&self, i: usize) -> Option<usize> {
        let inside = self.phrases.token(i).mark != Mark::Outside;
        let quotation = self.phrases.document.quotation_of(i).filter(|_| inside)?;
        Some(quotation.tokens.start as usize)
    }

    /// Whether a participle that a rule has named tells of the saying: it follows
    /// the source or a comma, or opens the sentence.
    fn is_adjunct(&self, verb: usize) -> bool {
        let Some(before) = verb.checked_sub(1).filter(|&i| self.sentence.contains(i)) else {
            return true;
        };
        let relative = usize::from(self.phrases.is_relative_or_that(before));
        let before = before.saturating_sub(relative);
        let cue = self.candidate.head;
        let next = self.heads.partition_point(|&h| h <= cue);
        let parted = self.heads.get(next).is_some_and(|&h| h < verb as u32);
        self.phrases.tag(before) == Tag::Punct
            || self.candidate.source.is_some_and(|s| s.contains(before)) && !parted
    }

    /// "sent a letter |on Monday| saying".
    fn follows_at_once(&self, time: TokenRange) -> bool {
        time.end == self.candidate.cue.start && self.phrases.tag(time.end as usize) == Tag::VBG
    }

    /// Whether the cue is another verb of the subject of `verb`, after it, and tells
    /// of the same time: a participle, a noun, a verb under the same fronted time,
    /// or one more cue.
    fn shares_subject(&self, verb: usize, time: TokenRange) -> bool {
        let phrases = &self.phrases;
        let head = self.candidate.head as usize;
        let floor = self.sentence.start as usize;
        if head <= verb || matches!(phrases.tag(verb), Tag::VBG | Tag::VBN) && !self.is_finite(verb)
        {
            return false;
        }
        let (noun, finite) = (phrases.tag(head).is_noun(), self.is_finite(head));
        let end = |s: TokenRange| s.end as usize;
        let subject = match self.candidate.speaker {
            Some(s) => end(s) <= verb || noun && s.len() == 1,
            None => !finite,
        };
        let before = (self.candidate.cue.start as usize).max(floor + 1) - 1;
        let gerund = !finite && !noun && phrases.tag(before) == Tag::IN;
        let apart = finite
            && verb < time.start as usize
            && self.heads.binary_search(&(verb as u32)).is_err();
        let opens = |k: usize| phrases.opens_clause(k) && self.quote_at(k + 1).is_none();
        let other_verb = |k: usize| noun && self.is_verb(k);
        subject
            && !gerund
            && !apart
            && self.has_none(self.clause_start(verb)..head, time, opens)
            && self.has_none(verb + 1..self.candidate.cue.start as usize, time, other_verb)
    }

    /// Whether no token of the range is so, quotes and the time apart.
    fn has_none(
        &self,
        range: Range<usize>,
        time: TokenRange,
        is_so: impl Fn(usize) -> bool,
    ) -> bool {
        let mut tokens = range;
        tokens.all(|k| time.contains(k) || self.quote_at(k).is_some() || !is_so(k))
    }

    /// Where the words before `verb` begin that no comma parts from it.
    fn clause_start(&self, verb: usize) -> usize {
        let floor = self.sentence.start as usize;
        (floor..verb).rev().find(|&k| self.phrases.tag(k) == Tag::Punct).map_or(floor, |k| k + 1)
    }

    fn is_modal(&self, verb: usize) -> bool {
        let group = self.phrases.verb_group(verb, self.sentence.start as usize);
        group.tokens.iter().any(|k| self.phrases.tag(k) == Tag::MD)
    }

    fn is_finite(&self, verb: usize) -> bool {
        let group = self.phrases.verb_group(verb, self.sentence.start as usize);
        group.tokens.iter().any(|k| TagSet::FINITE.has(self.phrases.tag(k)))
    }
}

/// What stands before a time.
enum Before {
    Verb(usize),
    /// What is said: the time is its.
    Quoted,
    /// Nothing, in its clause.
    Edge,
}
