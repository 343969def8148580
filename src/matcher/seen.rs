//! The sentence under search, token by token: what its tokens hold of what patterns need,
//! and what has been found out about the phrases that begin with them.

use super::search::Search;
use super::words::{Needs, WordSets};
use crate::rules::CueClass;
use crate::text::{Mark, Phrases, Tag, TagSet, Token, TokenRange};
use std::cell::Cell;

/// The bit for a noun that may be a verb.
pub(super) const NOMINAL: u8 = 1 << 7;

/// The sentence under search.
#[derive(Default)]
pub(super) struct Sentence {
    /// From the token before it on, as a quote may close there.
    tokens: Vec<Seen>,
    base: usize,
    /// One past its last token.
    limit: usize,
    /// Whether what has been found out is to be found out again, to compare with.
    forgets: bool,
}

/// What a token and those around it hold, and what begins with it.
#[derive(Default)]
struct Seen {
    /// What the tokens before it hold of what patterns need.
    before: Needs,
    /// The same of it and those after it.
    after: Needs,
    /// Which literal anchors it can begin.
    begins: u64,
    /// The classes of the cues that it can head, by their bits, and [`NOMINAL`].
    heads: u8,
    noun_phrase: Cell<Answer>,
    clause: Cell<Answer>,
}

/// What has been found out: how many tokens it takes, if any.
#[derive(Clone, Copy, Default)]
enum Answer {
    #[default]
    Unknown,
    None,
    Some(u8),
}

/// The bit of a class of cues.
pub(super) const fn class_bit(class: CueClass) -> u8 {
    1 << class as u8
}

/// By tag: the classes of the cues that such a word heads if it is listed.
const LISTED: [u8; Tag::ALL.len()] = {
    let mut bits = [0; Tag::ALL.len()];
    bits[Tag::NN as usize] = class_bit(CueClass::Noun);
    bits[Tag::NNS as usize] = class_bit(CueClass::Noun);
    bits[Tag::JJ as usize] = class_bit(CueClass::Adjective);
    bits
};
/// By tag: the same of words that need not be listed.
const UNLISTED: [u8; Tag::ALL.len()] = by_tag(TagSet::VERB, class_bit(CueClass::Verb));
/// By tag: the bit of nouns.
const NOUNS: [u8; Tag::ALL.len()] = by_tag(TagSet::NOUN, NOMINAL);

/// `bit` where the tag is one of these.
const fn by_tag(tags: TagSet, bit: u8) -> [u8; Tag::ALL.len()] {
    let mut bits = [0; Tag::ALL.len()];
    let mut i = 0;
    while i < bits.len() {
        if tags.has(Tag::ALL[i].0) {
            bits[Tag::ALL[i].0 as usize] = bit;
        }
        i += 1;
    }
    bits
}

/// Whether a sentence of so many words with this token may be a headline.
pub(super) fn is_headline(token: &Token, words: usize) -> bool {
    // 20: longer than most headlines, shorter than most first sentences.
    const LONGEST: usize = 20;
    token.paragraph == 0 && words <= LONGEST
}

/// Whether what is tagged as a noun may be a verb after this token.
pub(super) fn precedes_verb(token: &Token) -> bool {
    const SUBJECTS: TagSet = TagSet::of(&[Tag::NNP, Tag::NNPS, Tag::NNS, Tag::PRP]);
    SUBJECTS.has(token.tag) || token.mark == Mark::Close
}

impl Sentence {
    /// A sentence of which nothing is remembered.
    pub(super) fn forgetful() -> Self {
        Self { forgets: true, ..Self::default() }
    }

    /// Whether what has been found out is remembered.
    pub(super) fn remembers(&self) -> bool {
        !self.forgets
    }

    /// Begins with the sentence of these tokens; `weighs`: tables weigh its readings.
    pub(super) fn enter(
        &mut self,
        words: &WordSets,
        all: &[Token],
        sentence: TokenRange,
        weighs: bool,
    ) {
        let floor = sentence.start as usize;
        self.base = floor.saturating_sub(1);
        self.limit = sentence.end as usize;
        self.tokens.clear();
        let headline = is_headline(&all[floor], sentence.len());
        // Whether a verb tagged as a noun may come next; none does first.
        let mut may = false;
        let mut held = 0;
        for (token, i) in all[self.base..self.limit].iter().zip(self.base..) {
            let look = words.look(token);
            let tag = token.tag as usize;
            let nominal = may && (headline || weighs && !token.capital);
            let heads =
                look.cues & LISTED[tag] | UNLISTED[tag] | if nominal { NOUNS[tag] } else { 0 };
            let inside = token.mark == Mark::Inside;
            self.tokens.push(Seen {
                before: Needs(held),
                after: Needs(look.held),
                begins: if inside { 0 } else { look.begins },
                heads: if inside { 0 } else { heads },
                ..Seen::default()
            });
            may = i >= floor && (headline || precedes_verb(token));
            held |= look.held;
        }
        if self.forgets {
            let heads = |mark| if mark == Mark::Inside { 0 } else { u8::MAX };
            let marks = all[self.base..self.limit].iter().map(|token| token.mark);
            self.tokens.iter_mut().zip(marks).for_each(|(seen, mark)| seen.heads = heads(mark));
        }
        let mut held = Needs::default();
        for seen in self.tokens.iter_mut().rev() {
            held.join(seen.after);
            seen.after = held;
        }
    }

    /// What the sentence holds before token `from`, and from token `to` on.
    pub(super) fn held(&self, from: usize, to: usize) -> [Needs; 2] {
        let before = self.tokens.get(from - self.base).map_or_else(Needs::default, |s| s.before);
        let after = self.tokens.get(to - self.base).map_or_else(Needs::default, |s| s.after);
        [before, after]
    }

    /// Which literal anchors can begin with token `i`, and the classes of the cues that it
    /// can head with [`NOMINAL`].
    pub(super) fn begins(&self, i: usize) -> (u64, u8) {
        let seen = &self.tokens[i - self.base];
        (seen.begins, seen.heads)
    }

    /// Token `i`, where what goes up to `end` is remembered: in the sentence itself.
    fn seen(&self, i: usize, end: usize) -> Option<&Seen> {
        if end != self.limit || self.forgets {
            return None;
        }
        self.tokens.get(i.checked_sub(self.base)?)
    }
}

impl Search<'_> {
    /// See [`Phrases::noun_phrase_right`].
    pub(super) fn noun_phrase_right(&self, first: usize, end: usize) -> Option<TokenRange> {
        let find = || Phrases::noun_phrase_right(self, first, end);
        let Some(seen) = self.sentence.seen(first, end) else { return find() };
        match seen.noun_phrase.get() {
            Answer::None => None,
            Answer::Some(length) => Some(TokenRange::new(first, first + usize::from(length))),
            Answer::Unknown => {
                let found = find();
                let length = found.map(|found| found.len() as u8);
                seen.noun_phrase.set(length.map_or(Answer::None, Answer::Some));
                found
            }
        }
    }

    /// See [`Phrases::clause_at`].
    pub(super) fn clause_at(&self, at: usize, end: usize) -> bool {
        let find = || Phrases::clause_at(self, at, end);
        let Some(seen) = self.sentence.seen(at, end) else { return find() };
        match seen.clause.get() {
            Answer::None => false,
            Answer::Some(_) => true,
            Answer::Unknown => {
                let found = find();
                seen.clause.set(if found { Answer::Some(0) } else { Answer::None });
                found
            }
        }
    }
}
