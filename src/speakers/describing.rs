//! Mentions that describe instead of naming: "a senior official", "his campaign", "a
//! spokesman for the committee, Brad Woodhouse".

use super::mention::{Head, Phrase, Reader, Reading};
use super::names::Sort;
use super::roles;
use crate::text::{Tag, TokenRange};

/// A description's head and form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Description {
    /// All its words, without a leading article.
    pub(super) words: TokenRange,
    /// Its head noun.
    pub(super) head: usize,
    /// "the", "this"
    pub(super) definite: bool,
    /// "a", "one", "another"
    pub(super) indefinite: bool,
    /// "his", "Kim's"
    pub(super) possessed: bool,
    /// Several.
    pub(super) plural: bool,
    /// What the head names.
    pub(super) class: Class,
    /// Words that ask for anonymity stand in it.
    pub(super) anonymous: bool,
}

/// What a description's head names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    Person,
    Organisation,
    Document,
    Other,
}

impl Reader<'_, '_> {
    pub(super) fn described(&self, range: TokenRange, phrase: Phrase, head: usize) -> Reading {
        if let Some(name) = self.name_in_apposition(range, phrase) {
            let end = self.names[name].lead.start.min(self.names[name].tokens.start) as usize;
            let role = self.without_article(self.trim(TokenRange::new(range.start as usize, end)));
            return Reading::Named { name, role: roles::title(self.document, self.words, role) };
        }
        let description = self.description(range, phrase, head);
        match phrase.possessor_end {
            Some(end) if self.words.at(self.words.utterances, self.document, head) => {
                Reading::Possessor(TokenRange::new(range.start as usize, end))
            }
            _ => Reading::Described(description),
        }
    }

    /// "A spokesman for X, | Brad Woodhouse"; "his wife and nominee | Hillary Clinton".
    fn name_in_apposition(&self, range: TokenRange, phrase: Phrase) -> Option<usize> {
        let Head::Noun(head) = phrase.head else { return None };
        if self.is_plural(head) {
            return None;
        }
        if range.contains(phrase.stop)
            && self.words.at(self.words.coordinators, self.document, phrase.stop)
        {
            let rest = TokenRange::new(phrase.stop + 1, range.end as usize);
            let opens =
                !rest.is_empty() && self.document.tokens[rest.start as usize].tag != Tag::DT;
            let next = self.phrase(rest);
            if opens
                && let Head::Name(name) = next.head
                && self.names[name].tokens.start > rest.start
            {
                return Some(name);
            }
        }
        (phrase.stop..range.end as usize)
            .filter(|&i| self.is_break(i) && self.text(i) != "(")
            .find_map(|i| {
                // ", |the Rev. Kim|"
                let style = || {
                    let is_article = self.document.tokens.get(i + 1)?.tag == Tag::DT;
                    self.name_from(i + 2).filter(|_| is_article)
                };
                let name = self.name_from(i + 1).or_else(style)?;
                let after = self.names[name].tokens.end as usize;
                let closes = !range.contains(after)
                    || self.document.tokens[after].tag == Tag::IN
                    || self.is_break(after);
                (closes && matches!(self.names[name].sort, Sort::Person | Sort::Unknown))
                    .then_some(name)
            })
    }

    pub(super) fn description(
        &self,
        range: TokenRange,
        phrase: Phrase,
        head: usize,
    ) -> Description {
        let first = self.document.tokens[range.start as usize].word;
        Description {
            words: self.without_article(range),
            head,
            definite: self.words.has(self.words.definite, first) || self.is_of_title(range),
            indefinite: self.words.has(self.words.indefinite, first),
            possessed: phrase.possessor_end.is_some(),
            plural: self.is_plural(head),
            class: self.class(head),
            anonymous: self.is_anonymous(range),
        }
    }

    /// Whether the mention opens a title, which leaves articles out: "House panel votes".
    fn is_of_title(&self, range: TokenRange) -> bool {
        // 20: the length of a long title.
        const LONGEST: usize = 20;
        let first = &self.document.tokens[range.start as usize];
        let sentence = self.document.sentence_of(range.start as usize);
        first.paragraph == 0
            && first.capital
            && !matches!(first.tag, Tag::DT | Tag::PRPS)
            && sentence.len() <= LONGEST
    }

    fn class(&self, head: usize) -> Class {
        let words = self.words;
        let is = |list| words.at(list, self.document, head);
        if is(words.roles) || is(words.roles_male) || is(words.roles_female) || is(words.titles) {
            Class::Person
        } else if is(words.documents) {
            Class::Document
        } else if is(words.group_heads) {
            Class::Person
        } else if is(words.organisation_heads) || is(words.outlets) || is(words.outlet_heads) {
            Class::Organisation
        } else {
            Class::Other
        }
    }

    pub(super) fn is_plural(&self, head: usize) -> bool {
        self.words.at(self.words.plural_determiners, self.document, head)
            || matches!(self.document.tokens[head].tag, Tag::NNS | Tag::NNPS)
            || self.words.at(self.words.group_heads, self.document, head)
            || self.words.at(self.words.demonym_plurals, self.document, head)
    }

    fn is_anonymous(&self, range: TokenRange) -> bool {
        // The asking stands in the mention or right after it: ", who requested anonymity".
        let sentence = self.document.sentence_of(range.start as usize);
        let end = (range.end as usize + 8).min(sentence.end as usize);
        (range.start as usize..end)
            .any(|i| self.words.entry(self.words.anonymous_markers, self.document, i).is_some())
    }

    /// The words without a leading "the" or "a".
    pub(super) fn without_article(&self, range: TokenRange) -> TokenRange {
        let Some(first) = range.iter().next() else { return range };
        let is_article = range.len() > 1
            && self.document.tokens[first].tag == Tag::DT
            && self.words.at(self.words.articles, self.document, first);
        if is_article { TokenRange::new(first + 1, range.end as usize) } else { range }
    }
}
