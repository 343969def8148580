//! The organisation of whom a role is told: "chairman of |Hanbit Energy|",
//! "|Hanbit|'s chairman", "|Hanbit Energy| chairman", "Kim of |Chatham House|".

use super::names::{Name, Sort, is_acronym};
use super::roles::Surroundings;
use crate::text::{Tag, Token, TokenRange};

impl Surroundings<'_, '_> {
    /// "of King's College London", "from Chatham House" from token `from` on.
    pub(super) fn organisation_after(&self, from: usize) -> Option<TokenRange> {
        if !self.words.at(self.words.affiliation_links, self.document, from) {
            return None;
        }
        let sentence = self.document.tokens[from].sentence;
        self.capitals(from + 1, sentence)
    }

    /// The organisation that a role names: "|Hanbit Energy| chairman", "chairman of
    /// |Hanbit Energy|".
    pub(super) fn organisation_in(&self, role: TokenRange) -> Option<TokenRange> {
        let sentence = self.document.tokens[role.start as usize].sentence;
        let head = self.head(role)?;
        let employs = !self.words.at(self.words.roles_without_employer, self.document, head);
        let linked = || {
            (head + 1..role.end as usize)
                .filter(|&i| self.words.at(self.words.affiliation_links, self.document, i))
                .find_map(|i| self.capitals(i + 1, sentence))
        };
        self.organisation_leading(role, head).or_else(|| linked().filter(|_| employs))
    }

    /// "|Hanbit|'s chairman".
    pub(super) fn organisation_owning(&self, lead: TokenRange) -> Option<TokenRange> {
        let mark = (lead.start as usize).checked_sub(1)?;
        if self.document.tokens[mark].tag != Tag::POS {
            return None;
        }
        let at = self.names.partition_point(|n| (n.tokens.end as usize) < mark);
        let name = self.names.get(at).filter(|n| n.tokens.end as usize == mark)?;
        self.is_organisation(name).then_some(name.tokens)
    }

    fn is_organisation(&self, name: &Name) -> bool {
        matches!(name.sort, Sort::Organisation | Sort::Outlet) && self.is_telling(name.tokens)
    }

    /// Whether capitals may name an organisation: no demonym, no place, no mere acronym.
    fn is_telling(&self, range: TokenRange) -> bool {
        // "No. 3 House"
        if range.iter().any(|i| self.document.tokens[i].tag == Tag::CD) {
            return false;
        }
        let start = range.start as usize;
        let end = range.end as usize;
        let words = self.words;
        let whole = |list| words.entry(list, self.document, start) == Some(end);
        // "White House"
        let is_house = words.at(words.organisation_heads, self.document, end - 1);
        !(whole(words.demonyms)
            || whole(words.places) && !is_house
            || whole(words.no_organisations)
            || words.at(words.no_names, self.document, start)
            || range.len() == 1 && words.is_role(self.document, start)
            || range.iter().any(|i| words.at(words.portfolio_titles, self.document, i)))
    }

    /// "|NAACP| President", "|Weekly Standard| Editor": an organisation that opens a role.
    fn organisation_leading(&self, role: TokenRange, head: usize) -> Option<TokenRange> {
        let words = self.words;
        // "U.S. Senate candidate"
        if words.at(words.roles_without_employer, self.document, head) {
            return None;
        }
        let opens = |i: usize| {
            words.at(words.title_openers, self.document, i)
                || matches!(self.document.tokens[i].tag, Tag::DT | Tag::PRPS)
        };
        let mut start = role.start as usize;
        while start < head {
            let past = words.entry(words.demonyms, self.document, start).filter(|&e| {
                !self.document.tokens[start..head.max(e)]
                    .iter()
                    .any(|t| words.has(words.organisation_heads, t.word) && t.capital)
            });
            match past {
                Some(end) => start = end,
                None if opens(start) => start += 1,
                None => break,
            }
        }
        if start >= head || !self.document.tokens[start].capital {
            return None;
        }
        let over = self.names.get(self.names.partition_point(|n| n.tokens.end as usize <= start));
        let named = over.filter(|n| {
            n.tokens.start as usize == start
                && n.tokens.end as usize <= head
                && self.is_organisation(n)
        });
        // A capital that opens a sentence tells nothing: "|Communications| director Kim".
        let is_common = |range: TokenRange| {
            range.len() == 1
                && self.document.sentence_of(start).start as usize == start
                && !words.lexicon.word(self.document.tokens[start].word).tags.is_empty()
        };
        if let Some(name) = named {
            return Some(name.tokens).filter(|n| !is_common(*n));
        }
        let last = (start..head)
            .take_while(|&i| {
                self.document.tokens[i].capital || !self.document.tokens[i].tag.is_noun()
            })
            .filter(|&i| words.at(words.organisation_heads, self.document, i))
            .last();
        let end = words
            .entry(words.outlets, self.document, start)
            .or(last.map(|i| i + 1))
            .or_else(|| is_acronym(self.text(start)).then_some(start + 1))
            .filter(|&end| end <= head)?;
        let range = TokenRange::new(start, end);
        let is_person = over.is_some_and(|n| {
            matches!(n.sort, Sort::Person | Sort::Unknown)
                && n.tokens.contains(start)
                && n.tokens.len() <= range.len()
        });
        let is_opening = range.len() == 1
            && !is_acronym(self.text(start))
            && !words.at(words.organisation_heads, self.document, start);
        (self.is_telling(range) && !is_person && !is_opening && !is_common(range)).then_some(range)
    }

    /// Whether a person's name or title stands over token `i`.
    fn is_of_person(&self, i: usize) -> bool {
        let at = self.names.partition_point(|n| n.tokens.end as usize <= i);
        self.names.get(at).is_some_and(|n| {
            let start = n.tokens.start as usize;
            let is_sure = n.tokens.len() == 1
                || !n.lead.is_empty()
                || self.words.is_first_name(self.document, start);
            matches!(n.sort, Sort::Person | Sort::Unknown)
                && is_sure
                && n.lead.start.min(n.tokens.start) as usize <= i
        })
    }

    /// A run of capitalised words with "of", "the", "for" inside, where it names an
    /// organisation whole.
    fn capitals(&self, from: usize, sentence: u32) -> Option<TokenRange> {
        let tokens = &self.document.tokens;
        let words = self.words;
        let mut start = from;
        while tokens.get(start).is_some_and(|t| t.tag == Tag::DT) {
            start += 1;
        }
        if words.is_first_name(self.document, start)
            || words.at(words.courtesy_titles, self.document, start)
            || words.at(words.no_names, self.document, start)
        {
            return None;
        }
        let is_capital = |i: usize| {
            tokens
                .get(i)
                .is_some_and(|t| t.capital && t.sentence == sentence && t.tag != Tag::Punct)
        };
        let mut end = start;
        while is_capital(end) {
            end += 1;
            let mut next = end;
            while next < end + 3 && tokens.get(next).is_some_and(|t| self.is_inside(t)) {
                next += 1;
            }
            if is_capital(next) {
                end = next;
            } else if self.text(end) == "&" && is_capital(end + 1) || self.joins(start, end) {
                end += 1;
            }
        }
        if end == start {
            return None;
        }
        let after = tokens.get(end).filter(|t| t.sentence == sentence);
        let is_head = after.is_some_and(|t| {
            !t.capital && t.tag.is_noun() && words.has(words.organisation_heads, t.word)
        });
        let range = TokenRange::new(start, end);
        if is_head {
            let is_named = tokens[end - 1].tag.is_noun() && self.is_telling(range);
            return is_named.then(|| TokenRange::new(start, end + 1));
        }
        let modifies = after.is_some_and(|t| !t.capital && t.tag.is_noun());
        let outlet = modifies && words.at(words.outlet_heads, self.document, end);
        let is_named = self.is_telling(range) && !self.is_of_person(start);
        (is_named && (!modifies || outlet || range.len() > 1)).then_some(range)
    }

    /// Words in small letters within an organisation's name.
    fn is_inside(&self, token: &Token) -> bool {
        let link = self.words.has(self.words.name_links, token.word)
            && (token.tag == Tag::TO || self.words.has(self.words.affiliation_links, token.word));
        link || matches!(token.tag, Tag::DT | Tag::POS)
    }

    /// Whether "and" at `and` stands within the organisation's name that begins at `start`:
    /// "Office of Management |and| Budget", "House Ways |and| Means Committee".
    fn joins(&self, start: usize, and: usize) -> bool {
        let words = self.words;
        let is_and = words.at(words.coordinators, self.document, and) || self.text(and) == "&";
        let tokens = &self.document.tokens;
        let is_head = |i: usize| words.at(words.organisation_heads, self.document, i);
        let rest = and + 1..and + 4;
        let capital = |i: &usize| tokens.get(*i).is_some_and(|t| t.capital);
        let ends = rest.take_while(capital).skip(1).any(is_head);
        let of = (start..and).any(|i| !tokens[i].capital);
        let plain = capital(&(and + 1))
            && !words.is_first_name(self.document, and + 1)
            && words.entry(words.places, self.document, and + 1).is_none();
        let firm = and == start + 1 && tokens.get(and + 2).is_none_or(|t| t.tag == Tag::Punct);
        is_and && plain && (ends || is_head(start) && of || firm)
    }
}
