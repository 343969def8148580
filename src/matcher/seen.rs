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
    /// From the token before it on, as a quote may close there: what the tokens before
    /// each hold of what patterns need, and what it and those after it do.
    held: Vec<[Needs; 2]>,
    /// What has been found out of each of these tokens.
    answers: Vec<Answers>,
    /// Its tokens that can begin something.
    starts: Vec<Start>,
    base: usize,
    /// One past its last token.
    limit: usize,
    /// Whether what has been found out is to be found out again, to compare with.
    forgets: bool,
}

/// A token that can begin something.
#[derive(Clone, Copy)]
pub(super) struct Start {
    pub(super) token: usize,
    /// Which literal anchors it can begin.
    pub(super) begins: u64,
    /// The classes of the cues that it can head, by their bits, and [`NOMINAL`].
    pub(super) heads: u8,
}

/// What has been found out of a token and of what begins with it.
#[derive(Clone, Default)]
struct Answers {
    noun_phrase: Cell<Answer>,
    clause: Cell<Answer>,
    cue_strength: Cell<Answer>,
}

/// What has been found out: how many tokens it takes, if any, or how strong it is.
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

// What follows is looked up for every token: a constant would be copied for each.

/// By tag: the classes of the cues that such a word heads if it is listed.
static LISTED: [u8; Tag::ALL.len()] = {
    let mut bits = [0; Tag::ALL.len()];
    bits[Tag::NN as usize] = class_bit(CueClass::Noun);
    bits[Tag::NNS as usize] = class_bit(CueClass::Noun);
    bits[Tag::JJ as usize] = class_bit(CueClass::Adjective);
    bits
};
/// By tag: the same of words that need not be listed.
static UNLISTED: [u8; Tag::ALL.len()] = by_tag(TagSet::VERB, class_bit(CueClass::Verb));
/// By tag: the bit of nouns.
static NOUNS: [u8; Tag::ALL.len()] = by_tag(TagSet::NOUN, NOMINAL);

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
        let tokens = &all[self.base..self.limit];
        self.answers.clear();
        self.answers.resize(tokens.len(), Answers::default());
        self.held.clear();
        self.held.resize(tokens.len(), Default::default());
        self.starts.clear();
        let headline = is_headline(&all[floor], sentence.len());
        // Where nothing is to be passed over, any token can head any cue.
        let any = if self.forgets { u8::MAX } else { 0 };
        // Whether a verb tagged as a noun may come next; none does first.
        let mut may = false;
        let mut before = Needs::default();
        for ((token, own), i) in tokens.iter().zip(&mut self.held).zip(self.base..) {
            let look = words.look(token);
            *own = [before, Needs(look.held)];
            before.join(Needs(look.held));
            let tag = token.tag as usize;
            let nominal = may && (headline || weighs && !token.capital);
            let noun = if nominal { NOUNS[tag] } else { 0 };
            let heads = look.cues & LISTED[tag] | UNLISTED[tag] | noun | any;
            may = i >= floor && (headline || precedes_verb(token));
            if (heads != 0 || look.begins != 0) && token.mark != Mark::Inside && i >= floor {
                self.starts.push(Start { token: i, begins: look.begins, heads });
            }
        }
        let mut after = Needs::default();
        for [_, own] in self.held.iter_mut().rev() {
            after.join(*own);
            *own = after;
        }
    }

    /// What the sentence holds before token `from`, and from token `to` on.
    pub(super) fn held(&self, from: usize, to: usize) -> [Needs; 2] {
        let before = self.held.get(from - self.base).map_or_else(Needs::default, |own| own[0]);
        let after = self.held.get(to - self.base).map_or_else(Needs::default, |own| own[1]);
        [before, after]
    }

    /// Its tokens that can begin something, by number.
    pub(super) fn start(&self, number: usize) -> Option<Start> {
        self.starts.get(number).copied()
    }

    /// What is known of token `i`, where what goes up to `end` is remembered: in the
    /// sentence itself.
    fn answers(&self, i: usize, end: usize) -> Option<&Answers> {
        if end != self.limit || self.forgets {
            return None;
        }
        self.answers.get(i.checked_sub(self.base)?)
    }
}

impl Search<'_> {
    /// See [`Phrases::noun_phrase_right`].
    pub(super) fn noun_phrase_right(&self, first: usize, end: usize) -> Option<TokenRange> {
        let find = || Phrases::noun_phrase_right(self, first, end);
        let Some(known) = self.sentence.answers(first, end) else { return find() };
        match known.noun_phrase.get() {
            Answer::None => None,
            Answer::Some(length) => Some(TokenRange::new(first, first + usize::from(length))),
            Answer::Unknown => {
                let found = find();
                let length = found.map(|found| found.len() as u8);
                known.noun_phrase.set(length.map_or(Answer::None, Answer::Some));
                found
            }
        }
    }

    /// See [`Phrases::clause_at`].
    pub(super) fn clause_at(&self, at: usize, end: usize) -> bool {
        let find = || Phrases::clause_at(self, at, end);
        let Some(known) = self.sentence.answers(at, end) else { return find() };
        match known.clause.get() {
            Answer::None => false,
            Answer::Some(_) => true,
            Answer::Unknown => {
                let found = find();
                known.clause.set(if found { Answer::Some(0) } else { Answer::None });
                found
            }
        }
    }

    /// How surely the verb at `i`, of the sentence that ends with `end`, is a cue; `find`
    /// is asked where it is not known.
    pub(super) fn cue_strength(&self, i: usize, end: usize, find: impl FnOnce() -> i32) -> i32 {
        let Some(known) = self.sentence.answers(i, end) else { return find() };
        if let Answer::Some(strength) = known.cue_strength.get() {
            return strength.into();
        }
        let strength = find();
        known.cue_strength.set(u8::try_from(strength).map_or(Answer::Unknown, Answer::Some));
        strength
    }
}
