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

use super::vocabulary::Vocabulary;
use crate::text::{Document, Tag, TagSet, TokenRange};
use rustc_hash::FxHashSet;

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

/// The names of `document` in text order.
pub(super) fn find(document: &Document<'_>, words: &Vocabulary<'_>) -> Vec<Name> {
    let finder = Finder::new(document, words);
    let mut names = Vec::with_capacity(document.tokens.len() / 16);
    let mut i = 0;
    while i < document.tokens.len() {
        if !document.tokens[i].capital || !finder.is_name_word(i) {
            i += 1;
            continue;
        }
        let end = finder.run_end(i);
        finder.split(i, end, &mut names);
        i = end;
    }
    names
}

struct Finder<'a, 't> {
    document: &'a Document<'t>,
    words: &'a Vocabulary<'a>,
    /// One flag a sentence: nearly all words capitalised.
    headlines: Vec<bool>,
    /// Words seen as proper nouns inside sentences.
    known: FxHashSet<&'t str>,
}

impl<'a, 't> Finder<'a, 't> {
    fn new(document: &'a Document<'t>, words: &'a Vocabulary<'a>) -> Self {
        let headlines =
            document.sentences.iter().map(|s| is_headline(document, words, s.tokens)).collect();
        let mut finder = Self { document, words, headlines, known: FxHashSet::default() };
        for (i, token) in document.tokens.iter().enumerate() {
            if token.capital && !NEVER.has(token.tag) && !finder.headlines[token.sentence as usize]
            {
                let is_first = finder.starts_sentence(i);
                if !is_first || finder.is_first_name(i) {
                    finder.known.insert(finder.text(i));
                }
            }
        }
        finder
    }

    fn text(&self, i: usize) -> &'t str {
        self.document.tokens[i].span.of(self.document.text)
    }

    fn is_first_name(&self, i: usize) -> bool {
        self.words.at(self.words.male_names, self.document, i)
            || self.words.at(self.words.female_names, self.document, i)
    }

    /// Whether a capital at token `i` tells nothing: it opens a sentence or a quotation.
    fn starts_sentence(&self, i: usize) -> bool {
        let token = &self.document.tokens[i];
        let first = self.document.sentences[token.sentence as usize].tokens.start as usize;
        i == first
            || self.document.tokens[first..i]
                .iter()
                .rev()
                .take_while(|t| t.tag == Tag::Punct)
                .count()
                == i - first
            || self.document.tokens[i - 1].tag == Tag::Punct
                && matches!(self.text(i - 1), "“" | "\"" | "‘" | "``" | "''" | ":" | "«")
    }

    fn is_name_word(&self, i: usize) -> bool {
        let token = &self.document.tokens[i];
        if !token.capital || self.words.has(self.words.no_names, token.word) {
            return false;
        }
        if NEVER.has(token.tag) {
            return false;
        }
        if self.headlines[token.sentence as usize] {
            return self.known.contains(self.text(i))
                || self.words.has(self.words.titles, token.word)
                || self.is_first_name(i);
        }
        if self.starts_sentence(i) {
            let next_is_name =
                self.document.tokens.get(i + 1).is_some_and(|t| {
                    t.capital && t.tag.is_proper() && t.sentence == token.sentence
                });
            return token.tag.is_proper()
                || self.known.contains(self.text(i))
                || next_is_name
                    && (self.words.has(self.words.titles, token.word)
                        || self.words.has(self.words.roles, token.word)
                        || self.words.has(self.words.demonyms, token.word)
                        || token.tag.is_noun());
        }
        true
    }

    /// The end of the run of name words that starts at `start`.
    fn run_end(&self, start: usize) -> usize {
        let tokens = &self.document.tokens;
        // A title may have lower-case words: "Secretary of State".
        let title = self.words.entry(self.words.titles, self.document, start);
        let mut end = title.unwrap_or(start + 1);
        let sentence = tokens[start].sentence;
        let is_word = |i: usize| {
            tokens.get(i).is_some_and(|t| t.sentence == sentence) && self.is_name_word(i)
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
                || end == start + 1 && is_word(end + 1) && self.joins_organisation(start)
            {
                end += 2;
            } else {
                return end;
            }
        }
    }

    /// Whether "and" after the word at `start` stands within an organisation's name: "the
    /// |Health| and Safety Committee". A word that stands elsewhere too is a name alone.
    fn joins_organisation(&self, start: usize) -> bool {
        let tokens = &self.document.tokens;
        let and = |i: usize| self.words.at(self.words.coordinators, self.document, i);
        let run = (start + 2..tokens.len()).take_while(|&i| tokens[i].capital);
        let elsewhere = |i: usize| i != start && !and(i + 1) && self.text(i) == self.text(start);
        and(start + 1)
            && !self.is_first_name(start)
            && !self.words.at(self.words.titles, self.document, start)
            && run.skip(1).any(|i| self.is_organisation_word(i))
            && !(0..tokens.len()).any(elsewhere)
    }

    fn is_suffix(&self, i: usize) -> bool {
        self.words.at(self.words.name_suffixes, self.document, i)
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
        let is_head = self.words.at(self.words.organisation_heads, self.document, end - 1);
        if is_head && self.words.has(self.words.name_links, token.word) {
            let mut after = end + 1;
            while self.document.tokens.get(after).is_some_and(|t| t.tag == Tag::DT) {
                after += 1;
            }
            return Some(after);
        }
        None
    }

    /// Parts a run into title and name, and adds the name.
    fn split(&self, start: usize, end: usize, out: &mut Vec<Name>) {
        let mut from = start;
        let mut i = start;
        while i < end {
            let title = self
                .words
                .entry(self.words.titles, self.document, i)
                .or_else(|| {
                    (i == start)
                        .then(|| self.words.entry(self.words.roles, self.document, i))
                        .flatten()
                })
                .filter(|&t| t < end && !self.is_suffix(t) && !self.is_organisation_word(end - 1));
            match title {
                Some(after) => {
                    from = after;
                    i = after;
                }
                None => i += 1,
            }
        }
        while from < end && self.is_plain_adjective(from, end) {
            from += 1;
        }
        if from >= end || self.is_common(from, end) {
            return;
        }
        if let Some(cut) = self.outlet_before(from, end) {
            self.split(from, cut, out);
            self.split(cut, end, out);
            return;
        }
        let tokens = TokenRange::new(from, end);
        let lead = self.lead(start, from);
        let (sort, gender) = self.sort(tokens, lead);
        let acronym = self.acronym_after(end).filter(|_| sort != Sort::Person);
        if !(tokens.len() == 1 && self.words.at(self.words.demonym_plurals, self.document, from)) {
            out.push(Name { tokens, lead, sort, gender, acronym });
        }
    }

    /// "Democrats", "the Arizona Republican": common nouns with a capital.
    fn is_common(&self, from: usize, end: usize) -> bool {
        let is = |list| self.words.at(list, self.document, end - 1);
        let alone = end - from == 1;
        let group = is(self.words.group_heads) || is(self.words.demonym_plurals);
        let role = is(self.words.roles)
            && (alone || !self.is_outlet_word(end - 1))
            && (self.after_the(from) || alone && !self.is_known(from));
        let plural = self.document.tokens[end - 1].tag == Tag::NNPS
            && self.words.entry(self.words.places, self.document, from) != Some(end)
            && !self.is_organisation_word(end - 1)
            && !self.is_organisation_of(from, end);
        plural || group && (alone || self.document.tokens[end - 1].tag != Tag::NNP) || role
    }

    /// "Association of Flight Attendants": a head, then "of" and whose.
    fn is_organisation_of(&self, from: usize, end: usize) -> bool {
        let links = |i: usize| !self.document.tokens[i].capital;
        (from + 1..end).any(|i| links(i) && self.is_organisation_word(i - 1))
    }

    fn is_known(&self, i: usize) -> bool {
        self.document.tokens[i].tag.is_proper()
    }

    /// Where a person's name follows an outlet's in one run: "Washington Post | Trump".
    fn outlet_before(&self, from: usize, end: usize) -> Option<usize> {
        let cut = self.words.entry(self.words.outlets, self.document, from).filter(|&c| c < end)?;
        let person = self.is_first_name(cut)
            || end - cut == 1 && self.known.contains(self.text(cut)) && !self.is_outlet_word(cut);
        person.then_some(cut)
    }

    fn is_outlet_word(&self, i: usize) -> bool {
        self.words.at(self.words.outlet_heads, self.document, i)
    }

    fn is_organisation_word(&self, i: usize) -> bool {
        self.words.at(self.words.organisation_heads, self.document, i)
    }

    /// A demonym or party before a person's name or alone: no part of a name.
    fn is_plain_adjective(&self, i: usize, end: usize) -> bool {
        let Some(after) = self.words.entry(self.words.demonyms, self.document, i) else {
            return false;
        };
        after >= end || after == i + 1 && after + 1 < end && self.is_first_name(after)
    }

    /// The title before a name, with the lower-case role words before it.
    fn lead(&self, run: usize, name: usize) -> TokenRange {
        if run < name {
            return TokenRange::new(self.lead_start(run), name);
        }
        let before = name.wrapping_sub(1);
        let is_role = name > 0
            && self.document.tokens[before].sentence == self.document.tokens[name].sentence
            && (self.words.at(self.words.roles, self.document, before)
                || self.words.at(self.words.titles, self.document, before));
        if is_role {
            TokenRange::new(self.lead_start(before), name)
        } else {
            TokenRange::new(name, name)
        }
    }

    /// Where the modifiers before a title or role begin: "White House press |
    /// secretary", "former vice | president".
    fn lead_start(&self, role: usize) -> usize {
        let tokens = &self.document.tokens;
        let sentence = tokens[role].sentence;
        let mut start = role;
        // 8: the longest role before a name in the seeds has five words.
        while start > 0 && role - start < 8 {
            let t = &tokens[start - 1];
            let modifies = t.sentence == sentence
                && (matches!(t.tag, Tag::JJ | Tag::NN | Tag::NNP | Tag::NNPS | Tag::JJS)
                    || t.tag == Tag::VBN && role - start > 0)
                && !self.words.has(self.words.no_names, t.word);
            if !modifies {
                break;
            }
            start -= 1;
        }
        start
    }

    fn sort(&self, name: TokenRange, lead: TokenRange) -> (Sort, Gender) {
        let words = self.words;
        let (start, end) = (name.start as usize, name.end as usize);
        if words.entry(words.outlets, self.document, start) == Some(end) {
            return (Sort::Outlet, Gender::Unknown);
        }
        let gender = self.gender(name, lead);
        let has_link = || name.iter().any(|i| !self.document.tokens[i].capital);
        let is_organisation = self.is_organisation_word(start) && (name.len() == 1 || has_link());
        if !lead.is_empty() && !is_organisation {
            return (Sort::Person, gender);
        }
        if words.entry(words.places, self.document, start) == Some(end) {
            return (Sort::Place, Gender::Unknown);
        }
        if name.len() > 1 && words.at(words.outlet_heads, self.document, end - 1) {
            return (Sort::Outlet, Gender::Unknown);
        }
        if name
            .iter()
            .any(|i| self.is_organisation_word(i) && (name.len() > 1 || self.after_the(start)))
        {
            return (Sort::Organisation, Gender::Unknown);
        }
        if name.len() == 1 {
            let sort = if is_acronym(self.text(start)) || self.after_the(start) {
                Sort::Organisation
            } else {
                Sort::Unknown
            };
            return (sort, gender);
        }
        if gender != Gender::Unknown || self.is_first_name(start) {
            return (Sort::Person, gender);
        }
        let is_thing = self.after_the(start) || name.iter().any(|i| is_acronym(self.text(i)));
        (if is_thing { Sort::Organisation } else { Sort::Person }, gender)
    }

    fn after_the(&self, start: usize) -> bool {
        start > 0 && self.words.at(self.words.definite, self.document, start - 1)
    }

    fn gender(&self, name: TokenRange, lead: TokenRange) -> Gender {
        let words = self.words;
        for i in lead.iter() {
            let is = |list| words.entry(list, self.document, i).is_some();
            let male = is(words.titles_male) || is(words.roles_male);
            let female = is(words.titles_female) || is(words.roles_female);
            if male != female {
                return if male { Gender::Male } else { Gender::Female };
            }
        }
        let first = name.start as usize;
        let given =
            name.len() > 1 && !words.is_family_first(self.document, first, name.end as usize);
        let male = words.at(words.male_names, self.document, first);
        let female = words.at(words.female_names, self.document, first);
        match (given, male, female) {
            (true, true, false) => Gender::Male,
            (true, false, true) => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    /// `( ACRONYM )` from token `i` on.
    fn acronym_after(&self, i: usize) -> Option<u32> {
        let fits = self.document.tokens.get(i + 2).is_some()
            && self.text(i) == "("
            && self.text(i + 2) == ")"
            && is_acronym(self.text(i + 1));
        fits.then_some(i as u32 + 1)
    }
}

/// Two to six capital letters: "KCNA".
pub(crate) fn is_acronym(word: &str) -> bool {
    (2..=6).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

/// A sentence most of whose longer words are capitalised, verbs too.
fn is_headline(document: &Document<'_>, words: &Vocabulary<'_>, sentence: TokenRange) -> bool {
    let (mut long, mut capital, mut common) = (0, 0, 0);
    for i in sentence.iter() {
        let token = &document.tokens[i];
        // 4: headlines leave "of", "the" and "and" in lower case.
        if token.span.len() >= 4 && token.tag != Tag::Punct {
            long += 1;
            capital += usize::from(token.capital);
            let tags = &words.lexicon.word(token.word).tags;
            let is_common = i > sentence.start as usize
                && token.capital
                && tags.first().is_some_and(|t| !t.is_noun() && *t != Tag::JJ);
            common += usize::from(is_common);
        }
    }
    let last = sentence.iter().next_back().map(|i| document.tokens[i].tag);
    let needed = if last == Some(Tag::Punct) { 2 } else { 1 };
    long >= 4 && capital * 10 >= long * 8 && common >= needed
}
