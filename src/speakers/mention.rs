//! Reads a speaker mention's words: a pronoun, a name with what stands around
//! it, or a description with its head.

use super::describing::Description;
use super::names::{Name, Sort};
use super::roles;
use super::vocabulary::Vocabulary;
use crate::text::{Document, Tag, TagSet, TokenRange};

/// What kind of pronoun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronoun {
    Male,
    Female,
    Plural,
    Thing,
    First,
    Relative,
}

/// How a mention speaks of whom.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Reading {
    /// "he"
    Pronoun(Pronoun),
    /// A name by its place in the list, and a role that the mention itself gives.
    Named { name: usize, role: Option<TokenRange> },
    /// "Obama and Clinton": the first, and all after "and".
    Several { name: usize, rest: TokenRange },
    /// "Kim's remarks": the words before "'s", or "his".
    Possessor(TokenRange),
    /// "a senior official"
    Described(Description),
}

/// Tags that end a noun phrase once it has its head.
const AFTER_HEAD: TagSet = TagSet::of(&[
    Tag::IN,
    Tag::TO,
    Tag::WP,
    Tag::WPS,
    Tag::WDT,
    Tag::WRB,
    Tag::VB,
    Tag::VBG,
    Tag::VBN,
    Tag::VBD,
    Tag::VBZ,
    Tag::VBP,
    Tag::MD,
    Tag::CC,
    Tag::DT,
    Tag::PRPS,
]);

/// Reads mentions of one article.
pub(super) struct Reader<'a, 't> {
    pub(super) document: &'a Document<'t>,
    pub(super) words: &'a Vocabulary<'a>,
    pub(super) names: &'a [Name],
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Head {
    None,
    Name(usize),
    Noun(usize),
}

/// A noun phrase up to its head.
#[derive(Clone, Copy, Debug)]
pub(super) struct Phrase {
    pub(super) head: Head,
    /// The last "'s" or possessive pronoun before the head.
    pub(super) possessor_end: Option<usize>,
    /// Where it stopped.
    pub(super) stop: usize,
}

impl<'a, 't> Reader<'a, 't> {
    /// How `mention` speaks of whom; `None` for nothing but marks.
    pub(super) fn read(&self, mention: TokenRange) -> Option<Reading> {
        let range = self.trim(mention);
        if range.is_empty() {
            return None;
        }
        if let Some(pronoun) = self.pronoun(range) {
            return Some(Reading::Pronoun(pronoun));
        }
        if let Some(name) = self.exemplified(range) {
            return Some(Reading::Named { name, role: None });
        }
        let phrase = self.phrase(range);
        Some(match phrase.head {
            Head::Name(name) => self.named(range, phrase, name),
            Head::Noun(noun) => self.described(range, phrase, noun),
            Head::None => self.described(range, phrase, range.end as usize - 1),
        })
    }

    /// The mention without marks, a trailing "'s" and a trailing "himself".
    pub(super) fn trim(&self, range: TokenRange) -> TokenRange {
        let (mut start, mut end) = (range.start as usize, range.end as usize);
        let tokens = &self.document.tokens;
        let drops =
            |i: usize| matches!(tokens[i].tag, Tag::Punct | Tag::POS) && self.text(i) != ")";
        while end > start + 1 && matches!(tokens[end - 1].tag, Tag::WP | Tag::WDT) {
            end -= 1;
        }
        while start < end && drops(start) {
            start += 1;
        }
        while start < end
            && (drops(end - 1)
                || end - start > 1 && self.words.at(self.words.reflexives, self.document, end - 1))
        {
            end -= 1;
        }
        TokenRange::new(start, end)
    }

    pub(super) fn text(&self, i: usize) -> &'t str {
        self.document.tokens[i].span.of(self.document.text)
    }

    fn pronoun(&self, range: TokenRange) -> Option<Pronoun> {
        if range.len() != 1 {
            return None;
        }
        self.pronoun_at(range.start as usize)
    }

    /// The pronoun that token `i` is.
    pub(super) fn pronoun_at(&self, i: usize) -> Option<Pronoun> {
        let words = self.words;
        let word = self.document.tokens[i].word;
        if !words.is_pronoun(word) {
            return None;
        }
        [
            (words.pronouns_male, Pronoun::Male),
            (words.pronouns_female, Pronoun::Female),
            (words.pronouns_plural, Pronoun::Plural),
            (words.pronouns_thing, Pronoun::Thing),
            (words.pronouns_first, Pronoun::First),
            (words.pronouns_relative, Pronoun::Relative),
        ]
        .into_iter()
        .find(|(list, _)| words.has(*list, word))
        .map(|(_, pronoun)| pronoun)
    }

    /// The name whose first word, title included, is token `i`.
    pub(super) fn name_from(&self, i: usize) -> Option<usize> {
        let k = self.names.partition_point(|n| (n.tokens.end as usize) <= i);
        let name = self.names.get(k)?;
        (name.lead.start.min(name.tokens.start) as usize == i || name.tokens.start as usize == i)
            .then_some(k)
    }

    /// The name that stands over token `i`.
    pub(super) fn name_over(&self, i: usize) -> Option<usize> {
        let k = self.names.partition_point(|n| (n.tokens.end as usize) <= i);
        self.names.get(k).filter(|n| n.tokens.contains(i)).map(|_| k)
    }

    /// "Experts like | Dr. Edward Howell".
    fn exemplified(&self, range: TokenRange) -> Option<usize> {
        let like = range.iter().skip(1).take(3).find_map(|i| {
            let before = self.document.tokens[i - 1].word;
            let is_group = self.words.has(self.words.group_heads, before);
            is_group.then(|| self.words.entry(self.words.like_words, self.document, i)).flatten()
        })?;
        let name = self.name_from(like)?;
        let after = self.names[name].tokens.end as usize;
        let alone = !range.contains(after)
            || self.document.tokens[after].tag != Tag::CC && self.text(after) != ",";
        (self.names[name].sort == Sort::Person && alone).then_some(name)
    }

    pub(super) fn phrase(&self, range: TokenRange) -> Phrase {
        let mut phrase = Phrase { head: Head::None, possessor_end: None, stop: range.end as usize };
        // "Some | in the party".
        let first = range.start as usize;
        if range.contains(first + 1)
            && self.words.at(self.words.plural_determiners, self.document, first)
            && self.document.tokens[first + 1].tag == Tag::IN
        {
            return Phrase { head: Head::Noun(first), stop: first + 1, ..phrase };
        }
        let mut i = range.start as usize;
        let end = range.end as usize;
        let mut name = self.names.partition_point(|n| (n.tokens.end as usize) <= i);
        while i < end {
            while self.names.get(name).is_some_and(|n| n.tokens.end as usize <= i) {
                name += 1;
            }
            if self.names.get(name).is_some_and(|n| n.tokens.contains(i)) {
                phrase.head = Head::Name(name);
                i = (self.names[name].tokens.end as usize).max(i + 1);
                // "Ann Kim |MP|"
                while self.words.at(self.words.post_nominals, self.document, i) {
                    i += 1;
                }
                continue;
            }
            let token = &self.document.tokens[i];
            let has_head = phrase.head != Head::None;
            if token.tag == Tag::POS || token.tag == Tag::PRPS && !has_head {
                phrase.possessor_end = Some(i + 1);
                phrase.head = Head::None;
            } else if token.tag.is_noun() {
                phrase.head = Head::Noun(i);
            } else if has_head
                && (AFTER_HEAD.has(token.tag) && !self.is_within_lead(i) || self.is_break(i))
            {
                phrase.stop = i;
                break;
            }
            i += 1;
        }
        phrase
    }

    /// Whether token `i` stands in the title before a name: "Secretary |of| State Kim".
    fn is_within_lead(&self, i: usize) -> bool {
        let next = self.names.partition_point(|name| name.tokens.start as usize <= i);
        self.names.get(next).is_some_and(|name| name.lead.contains(i))
    }

    /// A comma, dash or bracket.
    pub(super) fn is_break(&self, i: usize) -> bool {
        self.document.tokens[i].tag == Tag::Punct
            && matches!(self.text(i), "," | "—" | "–" | "--" | "(" | ";" | ":" | "-")
    }

    fn named(&self, range: TokenRange, phrase: Phrase, name: usize) -> Reading {
        let after = phrase.stop;
        if range.contains(after)
            && self.words.at(self.words.coordinators, self.document, after)
            && after + 1 < range.end as usize
            && !self.shares_head(name, TokenRange::new(after + 1, range.end as usize))
        {
            return Reading::Several { name, rest: TokenRange::new(after + 1, range.end as usize) };
        }
        if self.lists_names(range, after) {
            return Reading::Several { name, rest: TokenRange::new(after + 1, range.end as usize) };
        }
        if range.contains(after)
            && self.shares_head(name, TokenRange::new(after + 1, range.end as usize))
        {
            return Reading::Described(self.description(range, phrase, range.end as usize - 1));
        }
        Reading::Named { name, role: self.role_before(range, name) }
    }

    /// "House and | Senate candidates": an organisation that only says whose, as the one
    /// after "and" does.
    fn shares_head(&self, name: usize, rest: TokenRange) -> bool {
        let modifies = !matches!(self.names[name].sort, Sort::Person | Sort::Unknown);
        let opens = self.name_from(rest.start as usize);
        let after = opens.map(|n| self.names[n].tokens.end as usize);
        let is_head = |i: usize| rest.contains(i) && self.document.tokens[i].tag == Tag::NNS;
        modifies && after.is_some_and(is_head)
    }

    /// Whether after the comma at `at` stands another name, and later "and":
    /// "John Lewis | , Andre Carson and Emanuel Cleaver".
    fn lists_names(&self, range: TokenRange, at: usize) -> bool {
        let names_next = || {
            let next = &self.names[self.name_from(at + 1)?];
            let end = next.tokens.end as usize;
            let plain = next.sort == Sort::Person && next.tokens.len() > 1;
            (plain && self.document.tokens.get(end)?.tag != Tag::POS).then_some(end)
        };
        range.contains(at)
            && self.text(at) == ","
            && names_next().is_some_and(|end| {
                (end..range.end as usize)
                    .any(|i| self.words.at(self.words.coordinators, self.document, i))
            })
    }

    /// The words before a name that are no title of its own: "Latvian journalist".
    fn role_before(&self, range: TokenRange, name: usize) -> Option<TokenRange> {
        let name = &self.names[name];
        if !name.lead.is_empty() {
            return None;
        }
        let mut start = range.start as usize;
        let end = name.tokens.start as usize;
        while start < end
            && matches!(self.document.tokens[start].tag, Tag::DT | Tag::PRPS | Tag::Punct)
        {
            start += 1;
        }
        let is_role = start < end
            && self.document.tokens[end - 1].tag.is_noun()
            && self.document.tokens[start..end].iter().all(|t| t.tag != Tag::POS);
        let role = is_role.then(|| TokenRange::new(start, end))?;
        roles::title(self.document, self.words, role)
    }
}
