//! Noun phrases, verb groups, subjects and time phrases, found from the tags
//! where a rule asks for them; nothing is parsed ahead of need.
//!
//! [`Grammar`] holds the word lists that phrases rest on, looked up once;
//! [`Phrases`] is the grammar laid over one document.

mod asides;
mod issuers;
mod nouns;
mod reach;
mod subjects;
mod times;
mod verbs;

pub(crate) use nouns::OPENING;
pub use subjects::Subject;
pub(crate) use times::TIME_OPENING;
pub use verbs::{VerbForm, VerbGroup};

use super::{Document, Lexicon, ListId, Tag, Token, WordId};

/// The word lists and marks that phrases rest on.
#[derive(Clone, Debug)]
pub struct Grammar {
    auxiliaries: Option<ListId>,
    passive_auxiliaries: Option<ListId>,
    negations: Option<ListId>,
    relatives: Option<ListId>,
    subordinators: Option<ListId>,
    time_words: Option<ListId>,
    time_openers: Option<ListId>,
    time_prepositions: Option<ListId>,
    /// By kind of word: which of the lists above it is in.
    time_kinds: Vec<u32>,
    time_at: Option<ListId>,
    time_dates: Option<ListId>,
    time_parts: Option<ListId>,
    weekdays: Option<ListId>,
    plural_determiners: Option<ListId>,
    documents: Option<ListId>,
    reflexives: Option<ListId>,
    adverbial_prepositions: Option<ListId>,
    including: Option<ListId>,
    approximators: Option<ListId>,
    comma: WordId,
    dash: WordId,
    open_bracket: WordId,
    close_bracket: WordId,
    of: WordId,
    and: WordId,
    to: WordId,
    on: WordId,
    slash: WordId,
    that: WordId,
}

impl Grammar {
    /// Looks up the lists `auxiliaries`, `passive-auxiliaries`, `negations`,
    /// `relative-pronouns`, `subordinators`, `time-words`, `time-openers`,
    /// `time-prepositions`, `time-at`, `time-dates`, `time-parts`, `weekdays`, `plural-determiners`, `documents`, `reflexives`,
    /// `adverbial-prepositions`, `including` and `approximators`. A missing list is
    /// empty.
    pub fn new(lexicon: &Lexicon) -> Self {
        let time_lists =
            ["time-words", "time-openers", "time-prepositions"].map(|name| lexicon.list(name));
        Self {
            time_kinds: lexicon.list_masks(&time_lists),
            auxiliaries: lexicon.list("auxiliaries"),
            passive_auxiliaries: lexicon.list("passive-auxiliaries"),
            negations: lexicon.list("negations"),
            relatives: lexicon.list("relative-pronouns"),
            subordinators: lexicon.list("subordinators"),
            time_words: lexicon.list("time-words"),
            time_openers: lexicon.list("time-openers"),
            time_prepositions: lexicon.list("time-prepositions"),
            time_at: lexicon.list("time-at"),
            time_dates: lexicon.list("time-dates"),
            time_parts: lexicon.list("time-parts"),
            weekdays: lexicon.list("weekdays"),
            plural_determiners: lexicon.list("plural-determiners"),
            documents: lexicon.list("documents"),
            reflexives: lexicon.list("reflexives"),
            adverbial_prepositions: lexicon.list("adverbial-prepositions"),
            including: lexicon.list("including"),
            approximators: lexicon.list("approximators"),
            comma: lexicon.id(","),
            dash: lexicon.id("—"),
            open_bracket: lexicon.id("("),
            close_bracket: lexicon.id(")"),
            of: lexicon.id("of"),
            and: lexicon.id("and"),
            to: lexicon.id("to"),
            on: lexicon.id("on"),
            slash: lexicon.id("/"),
            that: lexicon.id("that"),
        }
    }
}

impl Grammar {
    /// The word before an infinitive.
    pub(crate) fn infinitive_marker(&self) -> WordId {
        self.to
    }

    /// The lists of words that a time phrase begins with, where its first word's tag
    /// is none of [`TIME_OPENING`].
    pub(crate) fn time_lists(&self) -> [Option<ListId>; 3] {
        [self.time_prepositions, self.time_words, self.time_openers]
    }
}

/// Which of the lists of words that time phrases are made of a word is in.
#[derive(Clone, Copy)]
struct TimeKind(u32);

impl TimeKind {
    fn is_word(self) -> bool {
        self.0 & 1 != 0
    }

    fn is_opener(self) -> bool {
        self.0 & 2 != 0
    }

    fn is_preposition(self) -> bool {
        self.0 & 4 != 0
    }

    fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// The grammar laid over one document.
#[derive(Clone, Copy)]
pub struct Phrases<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    /// Its language's words.
    pub lexicon: &'a Lexicon,
    /// Its language's grammar.
    pub grammar: &'a Grammar,
}

impl<'a> Phrases<'a> {
    /// The token at `i`.
    #[inline]
    pub fn token(&self, i: usize) -> &'a Token {
        &self.document.tokens[i]
    }

    /// The tag at `i`.
    #[inline]
    pub fn tag(&self, i: usize) -> Tag {
        self.document.tokens[i].tag
    }

    #[inline]
    fn is(&self, i: usize, word: WordId) -> bool {
        self.document.tokens.get(i).is_some_and(|t| t.word == word)
    }

    #[inline]
    fn in_list(&self, i: usize, list: Option<ListId>) -> bool {
        let word = self.document.tokens[i].word;
        word != WordId::UNKNOWN && list.is_some_and(|l| self.lexicon.is_in(word, l))
    }

    /// Whether an entry of the list, of one word or several, begins at `i`.
    fn list_at(&self, i: usize, list: Option<ListId>) -> bool {
        list.is_some_and(|l| self.document.list_match(self.lexicon, l, i).is_some())
    }

    /// Which of the lists of time words token `i` is in.
    #[inline]
    fn time_kind(&self, i: usize) -> TimeKind {
        TimeKind(self.grammar.time_kinds[self.lexicon.kind_of(self.document.tokens[i].word)])
    }

    fn lemma_in_list(&self, i: usize, list: Option<ListId>) -> bool {
        let lemma = self.document.tokens[i].lemma;
        lemma != WordId::UNKNOWN && list.is_some_and(|l| self.lexicon.is_in(lemma, l))
    }

    /// "who", "which", "that" as a subject.
    pub fn is_relative(&self, i: usize) -> bool {
        self.in_list(i, self.grammar.relatives) && matches!(self.tag(i), Tag::WP | Tag::WDT)
    }

    /// Whether a clause can begin at token `i`, judged by the token before it.
    fn is_clause_start(&self, i: usize, floor: usize) -> bool {
        i <= floor || {
            let before = i - 1;
            matches!(self.tag(before), Tag::Punct | Tag::CC | Tag::WRB)
                || self.in_list(before, self.grammar.subordinators)
        }
    }
}
