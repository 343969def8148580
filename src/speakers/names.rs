//! Finds the names of an article: runs of proper nouns, with the title or role
//! before them, each told apart as person, organisation, place or unknown.
//!
//! Takes a tagged document and gives its names in text order, none overlapping.
//! Which of them stand for the same one is settled in [`super::entities`].
//!
//! # Why the whole text is read and not only the speaker mentions
//!
//! "Kim said" comes out as "Kim Jong Un" only because some other sentence,
//! mostly one without any speech, names him in full.

use super::firms;
use super::vocabulary::Vocabulary;
use crate::text::{Document, Tag, TagSet, TokenRange};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::OnceCell;

/// What a name names, as far as its own words tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Organisation,
    Outlet,
    Place,
    Unknown,
}

/// Male, female or unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Gender {
    #[default]
    Unknown,
    Male,
    Female,
}

/// One name in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    /// Its own words, suffix included ("Donald Trump Jr."), title excluded.
    pub(super) tokens: TokenRange,
    /// The title or role before it: "North Korean leader", "Mr."; may be empty.
    pub(super) lead: TokenRange,
    /// What it names.
    pub(super) sort: Sort,
    /// What title and first name tell.
    pub(super) gender: Gender,
    /// An acronym that follows in brackets: "(KCNA)".
    pub(super) acronym: Option<u32>,
    /// The [`letters_key`](super::person_names::letters_key) of all its words.
    pub(super) key: u64,
}

/// Tags that a capitalised word inside a name never carries.
const NEVER: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::IN,
    Tag::CC,
    Tag::TO,
    Tag::MD,
    Tag::PRP,
    Tag::PRPS,
    Tag::WP,
    Tag::WPS,
    Tag::WDT,
    Tag::WRB,
    Tag::EX,
    Tag::POS,
    Tag::PDT,
    Tag::UH,
    Tag::RB,
    Tag::Punct,
]);

// 64: twice as many as an article of real news has names.
const MET: usize = 64;

/// The names of `document` in text order.
pub(super) fn find(document: &Document<'_>, words: &Vocabulary<'_>) -> Vec<Name> {
    let finder = Finder::new(document, words);
    let mut names = Vec::with_capacity(document.tokens.len() / 16);
    let mut end = 0;
    for &i in &finder.capitals {
        let i = i as usize;
        if i < end || !finder.is_name_word(i) {
            continue;
        }
        end = finder.run_end(i);
        finder.split(i, end, &mut names);
    }
    firms::settle(document, words, &mut names);
    names
}

/// Finds the runs of capitalised words that may be names.
pub(super) struct Finder<'a, 't> {
    pub(super) document: &'a Document<'t>,
    pub(super) words: &'a Vocabulary<'a>,
    /// One flag a sentence: nearly all words capitalised.
    headlines: Vec<bool>,
    /// The tokens that begin with a capital.
    capitals: Vec<u32>,
    /// Words seen as proper nouns inside sentences.
    pub(super) known: FxHashSet<&'t str>,
    /// Words after a first name or a courtesy title.
    pub(super) surnames: FxHashSet<&'t str>,
    /// How often each word stands without "and" after it, small letters and capitals apart;
    /// filled in when asked for.
    apart: [OnceCell<FxHashMap<&'t str, u32>>; 2],
}

impl<'a, 't> Finder<'a, 't> {
    fn new(document: &'a Document<'t>, words: &'a Vocabulary<'a>) -> Self {
        let headlines =
            document.sentences.iter().map(|s| is_headline(document, words, s.tokens)).collect();
        // 16: about every twelfth word of news is one of these, and most come again.
        let known =
            FxHashSet::with_capacity_and_hasher(document.tokens.len() / 16, Default::default());
        let surnames =
            FxHashSet::with_capacity_and_hasher(document.tokens.len() / 64, Default::default());
        let apart = Default::default();
        // 4: of real news every seventh word or mark has a capital.
        let mut capitals = Vec::with_capacity(document.tokens.len() / 4);
        let capital = document.tokens.iter().zip(0..).filter(|(t, _)| t.capital);
        capitals.extend(capital.map(|(_, i)| i));
        let mut finder = Self { document, words, headlines, capitals, known, surnames, apart };
        // By the number of its word, one that is known: many come again soon.
        let mut met = [""; MET];
        for k in 0..finder.capitals.len() {
            let i = finder.capitals[k] as usize;
            let token = &document.tokens[i];
            let follows = document.tokens.get(i + 1);
            if follows.is_some_and(|t| t.capital && t.sentence == token.sentence)
                && (finder.is_first_name(i) || words.at(words.courtesy_titles, document, i))
            {
                finder.surnames.insert(finder.text(i + 1));
            }
            if !NEVER.has(token.tag)
                && !finder.headlines[token.sentence as usize]
                && (!finder.starts_sentence(i) || finder.is_first_name(i))
            {
                let text = finder.text(i);
                let met = &mut met[token.word.0 as usize % MET];
                if *met != text {
                    finder.known.insert(text);
                    *met = text;
                }
            }
        }
        finder
    }

    pub(super) fn text(&self, i: usize) -> &'t str {
        self.document.tokens[i].span.of(self.document.text)
    }

    #[inline]
    pub(super) fn is_first_name(&self, i: usize) -> bool {
        self.words.is_first_name(self.document, i)
    }

    /// Whether a capital at token `i` tells nothing: it opens a sentence or a quotation.
    pub(super) fn starts_sentence(&self, i: usize) -> bool {
        let token = &self.document.tokens[i];
        let first = self.document.sentences[token.sentence as usize].tokens.start as usize;
        let is_mark = |i: usize| self.document.tokens[i].tag == Tag::Punct;
        i == first
            || is_mark(i - 1) && (first..i).rev().all(is_mark)
            || is_mark(i - 1)
                && matches!(
                    self.text(i - 1),
                    "“" | "\"" | "‘" | "``" | "''" | ":" | "«" | "—" | "–" | "--"
                )
    }

    fn is_name_word(&self, i: usize) -> bool {
        let token = &self.document.tokens[i];
        if !token.capital {
            return false;
        }
        let lists = self.words.lists(token.word);
        if lists.has(self.words.no_names)
            || self.is_seat(i)
            || lists.has(self.words.month_names) && self.is_month(i)
        {
            return false;
        }
        if token.tag != Tag::Punct && self.follows_courtesy(i) {
            return true;
        }
        if NEVER.has(token.tag) {
            return false;
        }
        let is_title = || lists.has(self.words.titles);
        let tags = || self.words.lexicon.word(token.word).tags;
        if self.headlines[token.sentence as usize] {
            let is_verb = tags().first().is_some_and(|t| t.is_verb());
            return self.known.contains(self.text(i)) && !is_verb
                || is_title()
                || self.is_first_name(i);
        }
        if self.starts_sentence(i) {
            // "Was Kim there?"
            let tags = tags();
            let asks = tags.iter().any(|t| matches!(t, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD))
                && !tags.iter().any(|t| t.is_noun());
            if asks && !self.known.contains(self.text(i)) {
                return false;
            }
            let next_is_name =
                self.document.tokens.get(i + 1).is_some_and(|t| {
                    t.capital && t.tag.is_proper() && t.sentence == token.sentence
                });
            return token.tag.is_proper()
                || self.known.contains(self.text(i))
                || next_is_name
                    && (is_title()
                        || lists.has(self.words.roles)
                        || lists.has(self.words.demonyms)
                        || token.tag.is_noun());
        }
        true
    }

    /// Whether token `i` is a party with a state: "D-N.J.".
    fn is_seat(&self, i: usize) -> bool {
        // A party is one letter.
        let span = self.document.tokens[i].span;
        let second = (span.len() > 1).then_some(span.start as usize + 1);
        if second.and_then(|at| self.document.text.as_bytes().get(at)) != Some(&b'-') {
            return false;
        }
        let state = &self.text(i)[2..];
        let caps = |s: &str| s.bytes().filter(u8::is_ascii_uppercase).count();
        state.len() < 5 && caps(state) == 2
            || state.len() < 6
                && self.words.has(
                    self.words.places,
                    self.words
                        .lexicon
                        .id(&format!("{}.", state.trim_end_matches('.').to_lowercase())),
                )
    }

    /// Whether a name that is called as a month is the month here: "a |May| interview".
    fn is_month(&self, i: usize) -> bool {
        let tokens = &self.document.tokens;
        let after = tokens.get(i + 1);
        let before = i.checked_sub(1).map(|b| &tokens[b]);
        after.is_some_and(|t| t.tag == Tag::CD)
            || before.is_some_and(|t| {
                t.tag == Tag::DT
                    || self.words.has(self.words.time_last, t.word)
                    || self.words.has(self.words.time_this, t.word)
                    || self.words.has(self.words.time_next, t.word)
            })
    }

    /// Whether "Mr" or the like stands right before token `i`.
    fn follows_courtesy(&self, i: usize) -> bool {
        i > 0
            && self.document.tokens[i - 1].capital
            && self.document.tokens[i - 1].sentence == self.document.tokens[i].sentence
            && self.words.at(self.words.courtesy_titles, self.document, i - 1)
    }

    /// The end of the run of name words that starts at `start`.
    fn run_end(&self, start: usize) -> usize {
        let tokens = &self.document.tokens;
        // A title may have lower-case words: "Secretary of State".
        let title = self.words.entry(self.words.titles, self.document, start);
        let mut end = title.unwrap_or(start + 1);
        let sentence = tokens[start].sentence;
        let is_word = |i: usize| {
            tokens.get(i).is_some_and(|t| t.capital && t.sentence == sentence)
                && self.is_name_word(i)
        };
        loop {
            if is_word(end) || self.is_suffix(end) {
                end += 1;
            } else if end > start + 1
                && tokens.get(end).is_some_and(|t| t.capital && t.tag == Tag::PRPS)
                && is_word(end + 1)
            {
                end += 2;
            } else if let Some(after) = self.joint(end)
                && is_word(after)
            {
                end = after + 1;
            } else if self.is_suffix(end + 1) && self.text(end) == ","
                || is_word(end + 1)
                    && (self.joins_organisation(start, end)
                        || self.is_of_possessors(end)
                        || self.is_peers_place(start, end))
            {
                end += 2;
            } else {
                return end;
            }
        }
    }

    /// Whether "and" at `and` stands within an organisation's name: "the Health |and|
    /// Safety Committee", "the Office of Management |and| Budget". A word that stands
    /// elsewhere too is a name alone.
    fn joins_organisation(&self, start: usize, and: usize) -> bool {
        let tokens = &self.document.tokens;
        let is_and = |i: usize| self.words.at(self.words.coordinators, self.document, i);
        if !is_and(and)
            || self.is_first_name(start)
            || self.words.at(self.words.titles, self.document, start)
        {
            return false;
        }
        let is_elsewhere = |word: usize| {
            let capital = tokens[word].capital;
            let all = self.apart[usize::from(capital)].get_or_init(|| {
                let mut all: FxHashMap<&str, u32> = FxHashMap::default();
                let alike = (0..tokens.len()).filter(|&i| tokens[i].capital == capital);
                for i in alike.filter(|&i| !is_and(i + 1)) {
                    *all.entry(self.text(i)).or_default() += 1;
                }
                all
            });
            let count = all.get(self.text(word)).copied().unwrap_or_default();
            count > u32::from(!is_and(word + 1))
        };
        // 60: no name has so many words.
        let run = (and + 1..tokens.len()).take(60).take_while(|&i| tokens[i].capital);
        let opens = self.is_organisation_word(start) && (start..and).any(|i| !tokens[i].capital);
        let is_part = |i: usize| {
            !self.is_first_name(i)
                && !self.is_organisation_word(i)
                && !self.words.at(self.words.places, self.document, i)
                && !is_elsewhere(i)
        };
        opens && is_part(and + 1)
            || run.skip(1).any(|i| self.is_organisation_word(i)) && !is_elsewhere(and - 1)
    }

    /// Whether the apostrophe at `mark` stands within an organisation's name: "the Music
    /// Managers|'| Forum", "the Children|'s| Fund".
    fn is_of_possessors(&self, mark: usize) -> bool {
        let tokens = &self.document.tokens;
        let run = (mark + 1..tokens.len()).take_while(|&i| tokens[i].capital).take(5);
        let owner = &tokens[mark - 1];
        tokens.get(mark).is_some_and(|t| t.tag == Tag::POS)
            && self.words.lexicon.word(owner.word).tags.contains(&Tag::NNS)
            && run.last().is_some_and(|i| self.is_organisation_word(i))
    }

    /// Whether "of" at `of` ties a place to a peer's name: "Lord Kim |of| Busan".
    fn is_peers_place(&self, start: usize, of: usize) -> bool {
        let peer = start + 2 == of && self.words.at(self.words.peer_titles, self.document, start);
        peer && self.words.at(self.words.name_links, self.document, of)
            && self.words.at(self.words.affiliation_links, self.document, of)
    }

    pub(super) fn is_suffix(&self, i: usize) -> bool {
        self.words.at(self.words.name_suffixes, self.document, i)
    }

    pub(super) fn is_organisation_word(&self, i: usize) -> bool {
        self.words.at(self.words.organisation_heads, self.document, i)
    }

    /// Past lower-case words that may stand inside a name: "de", "of the".
    fn joint(&self, end: usize) -> Option<usize> {
        let token = self.document.tokens.get(end)?;
        if token.tag == Tag::Punct {
            return (self.text(end) == "&").then_some(end + 1);
        }
        if self.words.has(self.words.name_particles, token.word) {
            let next = end + 1;
            let both = self.words.at(self.words.name_particles, self.document, next);
            return Some(if both { next + 1 } else { next });
        }
        if self.words.has(self.words.name_links, token.word)
            && self.words.at(self.words.organisation_heads, self.document, end - 1)
        {
            let mut after = end + 1;
            while self.document.tokens.get(after).is_some_and(|t| t.tag == Tag::DT) {
                after += 1;
            }
            return Some(after);
        }
        None
    }
}

/// Two to six capital letters: "KCNA".
pub(crate) fn is_acronym(word: &str) -> bool {
    (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// A sentence most of whose longer words are capitalised, verbs too.
fn is_headline(document: &Document<'_>, words: &Vocabulary<'_>, sentence: TokenRange) -> bool {
    // "The Alliance to Reclaim Our Schools |met|": a sentence all the same.
    let tokens = &document.tokens[sentence.iter()];
    if tokens.iter().any(|t| !t.capital && TagSet::FINITE.has(t.tag)) {
        return false;
    }
    let (mut long, mut capital, mut common) = (0, 0, 0);
    for i in sentence.iter() {
        let token = &document.tokens[i];
        if token.tag == Tag::Punct {
            continue;
        }
        // 4: headlines may leave "of", "the" and "and" in lower case.
        if token.span.len() >= 4 {
            long += 1;
            capital += usize::from(token.capital);
        }
        // 2: "I" has a capital anywhere.
        let is_common = token.capital && i > sentence.start as usize && token.span.len() >= 2 && {
            let tags = words.lexicon.word(token.word).tags;
            tags.first().is_some_and(|t| !t.is_noun() && *t != Tag::JJ)
        };
        common += usize::from(is_common);
    }
    let last = sentence.iter().next_back().map(|i| document.tokens[i].tag);
    let opens = document.tokens[sentence.start as usize].paragraph == 0;
    let needed = if last == Some(Tag::Punct) && !opens { 2 } else { 1 };
    long >= 4 && capital * 10 >= long * 8 && common >= needed
}
