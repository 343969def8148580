//! Parts a run of capitalised words into the title before a name and the name,
//! and tells from its own words what the name names.

use super::names::{Finder, Name, Sort};
use super::person_names::letters_key;
use crate::text::{Tag, TokenRange};

impl Finder<'_, '_> {
    /// Parts the run `start..end` into title and name, and adds the name.
    pub(super) fn split(&self, start: usize, end: usize, out: &mut Vec<Name>) {
        let end = self.without_letters(start, end);
        if let Some((title, cut)) = self.portfolio_before(start, end) {
            while out.last().is_some_and(|n| n.tokens.start as usize >= title) {
                out.pop();
            }
            let lead = TokenRange::new(self.lead_start(title), cut);
            return self.push(TokenRange::new(cut, end), lead, out);
        }
        let mut from = self.past_titles(start, end);
        while from < end && self.is_plain_adjective(from, end) {
            from += 1;
        }
        let is_party = from >= end && end == start + 1 && self.is_party(start);
        if is_party {
            from = start;
        } else if from >= end || self.is_common(start, from, end) {
            return;
        }
        if let Some(cut) = self.outlet_before(from, end) {
            self.split(from, cut, out);
            self.split(cut, end, out);
            return;
        }
        let lead = self.lead(start, from);
        while !lead.is_empty() && out.last().is_some_and(|n| self.is_in_portfolio(n, lead)) {
            out.pop();
        }
        self.push(TokenRange::new(from, end), lead, out);
    }

    fn push(&self, tokens: TokenRange, lead: TokenRange, out: &mut Vec<Name>) {
        let (sort, gender) = self.sort(tokens, lead);
        let acronym = self.acronym_after(tokens.end as usize).filter(|_| sort != Sort::Person);
        let is_people = tokens.len() == 1
            && self.words.at(self.words.demonym_plurals, self.document, tokens.start as usize);
        if !is_people {
            let key = letters_key(self.document.words(tokens));
            out.push(Name { tokens, lead, sort, gender, acronym, key });
        }
    }

    /// The run without "MP" or "QC" at its end.
    fn without_letters(&self, start: usize, end: usize) -> usize {
        let mut last = end;
        while last > start + 1 && self.words.at(self.words.post_nominals, self.document, last - 1) {
            last -= 1;
        }
        if last == end {
            return end;
        }
        // "Labour |MP|": a title with no name.
        let is_name = !self.after_the(start)
            && (self.is_first_name(start) && last - start > 1 || self.is_surname_here(last - 1));
        if is_name { last } else { end }
    }

    /// Where the name begins in a run: past titles and roles. A peer's title stays:
    /// "Lord Kim".
    fn past_titles(&self, start: usize, end: usize) -> usize {
        let words = self.words;
        let document = self.document;
        let is_link =
            |i: usize| !document.tokens[i].capital && words.at(words.name_links, document, i);
        if self.is_organisation_word(end - 1)
            || self.is_organisation_word(start) && (start..end).any(is_link)
        {
            return start;
        }
        if !document.tokens[start..end].iter().any(|t| words.begins_title(t.word)) {
            return start;
        }
        let (mut from, mut i) = (start, start);
        while i < end {
            let role = || words.entry(words.roles, document, i).filter(|_| i == from);
            let opens = |i: usize| i < end && words.at(words.title_openers, document, i);
            let is_title = |i: usize| {
                i < end
                    && (words.entry(words.titles, document, i).is_some()
                        || words.entry(words.roles, document, i).is_some())
            };
            let opener =
                || (i == from && opens(i) && (opens(i + 1) || is_title(i + 1))).then_some(i + 1);
            let next = words
                .entry(words.titles, document, i)
                .or_else(role)
                .or_else(opener)
                .filter(|&t| t < end && !self.is_suffix(t))
                .filter(|&t| !(t + 1 == end && i == start && self.is_first_name(i)));
            let is_peer = words.at(words.peer_titles, document, i)
                && next.is_some_and(|t| !self.is_title_or_role(t) && self.is_surname_alone(t, end));
            match next {
                Some(_) if is_peer => return i,
                Some(after) => (from, i) = (after, after),
                None => i += 1,
            }
        }
        from
    }

    /// "Kim", "Kim of Busan": what follows a peer's title without a first name.
    fn is_surname_alone(&self, i: usize, end: usize) -> bool {
        i + 1 == end || self.words.at(self.words.affiliation_links, self.document, i + 1)
    }

    fn is_title_or_role(&self, i: usize) -> bool {
        self.words.is_role(self.document, i)
    }

    /// A party that its adjective names too, alone: "Labour said".
    pub(super) fn is_party(&self, i: usize) -> bool {
        let next = self.document.tokens.get(i + 1);
        self.words.at(self.words.parties, self.document, i)
            && next.is_some_and(|t| !t.tag.is_noun() && !matches!(t.tag, Tag::JJ))
    }

    /// "Democrats", "the Arizona Republican", "Former Secretary": common nouns with a
    /// capital. The run begins at `start`, what may be a name at `from`.
    fn is_common(&self, start: usize, from: usize, end: usize) -> bool {
        let last = self.words.lists(self.document.tokens[end - 1].word);
        let is = |list| last.has(list);
        let alone = end - from == 1;
        if is(self.words.courtesy_titles) {
            return true;
        }
        let of_place = |i: usize| {
            self.is_title_or_role(i)
                || self.words.at(self.words.title_openers, self.document, i)
                || self.words.at(self.words.demonyms, self.document, i)
                || self.words.at(self.words.places, self.document, i)
        };
        let is_title = self.words.is_role_word(last) && !self.is_surname_here(end - 1);
        if is_title
            && (start..end - 1).all(of_place)
            && !self.is_outlet_word(end - 1)
            && !self.is_organisation_word(end - 1)
        {
            return true;
        }
        let group = is(self.words.group_heads) || is(self.words.demonym_plurals);
        let role = is(self.words.roles)
            && (alone || !self.is_outlet_word(end - 1))
            && (self.after_the(from) || alone && !self.is_known(from));
        let plural = self.document.tokens[end - 1].tag == Tag::NNPS
            && self.words.entry(self.words.places, self.document, from) != Some(end)
            && !self.is_organisation_word(end - 1)
            && !self.is_organisation_of(from, end)
            && !self.is_surname_here(end - 1);
        let opens = alone && start == from && self.is_word_at_start(from);
        plural || opens || group && (alone || self.document.tokens[end - 1].tag != Tag::NNP) || role
    }

    /// Whether a sentence opens with a common word: "|Research| has shown".
    fn is_word_at_start(&self, i: usize) -> bool {
        let own = self.words.lists(self.document.tokens[i].word);
        (own.has(self.words.documents) || own.has(self.words.utterances))
            && self.starts_sentence(i)
            && !self.known.contains(self.text(i))
    }

    /// Whether the article gives the word at `i` a first name or courtesy title somewhere.
    fn is_surname_here(&self, i: usize) -> bool {
        self.surnames.contains(self.text(i))
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

    /// A demonym or party before a person's name or alone: no part of a name.
    fn is_plain_adjective(&self, i: usize, end: usize) -> bool {
        let Some(after) = self.words.entry(self.words.demonyms, self.document, i) else {
            return false;
        };
        after >= end || after + 1 < end && self.is_first_name(after)
    }

    /// The title before a name, with the lower-case role words before it.
    fn lead(&self, run: usize, name: usize) -> TokenRange {
        if run < name {
            return TokenRange::new(self.lead_start(run), name);
        }
        let before = name.wrapping_sub(1);
        let is_role = name > 0
            && self.document.tokens[before].sentence == self.document.tokens[name].sentence
            && {
                let lists = self.words.lists(self.document.tokens[before].word);
                lists.has(self.words.roles) || lists.has(self.words.titles)
            };
        if is_role {
            TokenRange::new(self.lead_start(before), name)
        } else {
            TokenRange::new(name, name)
        }
    }

    /// Where the modifiers before a title or role begin: "White House press |
    /// secretary", "former vice | president", "chairman and chief | executive".
    fn lead_start(&self, role: usize) -> usize {
        let tokens = &self.document.tokens;
        let words = self.words;
        let sentence = tokens[role].sentence;
        let mut start = role;
        // 8: the longest role before a name in the seeds has five words.
        while start > 0 && role - start < 8 {
            let i = start - 1;
            let t = &tokens[i];
            if t.sentence != sentence || words.has(words.no_names, t.word) {
                break;
            }
            if let Some(left) = self.joined_role(start) {
                start = left;
                continue;
            }
            let is_opener = words.has(words.title_openers, t.word);
            // "a request |Secretary Kim| made"
            let is_apart = !t.capital
                && tokens[start].capital
                && t.tag.is_noun()
                && !words.is_role(self.document, i);
            let modifies = is_opener
                || !is_apart
                    && (matches!(t.tag, Tag::JJ | Tag::NN | Tag::NNP | Tag::NNPS | Tag::JJS)
                        || t.tag == Tag::VBN && role - start > 0)
                    && !words.has(words.time_last, t.word);
            if !modifies {
                break;
            }
            start = i;
        }
        start
    }

    /// Where the role or portfolio begins that "and" before token `start` joins to
    /// what follows: "|chairman and| chief executive", "|Media and| Sport Secretary".
    fn joined_role(&self, start: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let words = self.words;
        let left = start.checked_sub(2)?;
        let same = tokens[left].sentence == tokens[start].sentence
            && tokens[left].capital == tokens[start].capital;
        if !same || !words.at(words.coordinators, self.document, start - 1) {
            return None;
        }
        if words.at(words.firm_roles, self.document, left) {
            return Some(left);
        }
        let title = (start..start + 4)
            .find(|&i| !tokens.get(i).is_some_and(|t| t.capital) || self.is_portfolio_title(i))
            .filter(|&i| i > start && self.is_portfolio_title(i))?;
        let is_area =
            |i: usize| self.is_area(i) && !words.at(words.title_openers, self.document, i);
        let mut first = left;
        if !(is_area(left) && (start..title).all(is_area)) {
            return None;
        }
        while first > 1
            && (self.text(first - 1) == "," || tokens[first - 1].capital)
            && is_area(first - 2)
        {
            first -= if self.text(first - 1) == "," { 2 } else { 1 };
        }
        Some(first)
    }

    fn is_portfolio_title(&self, i: usize) -> bool {
        self.words.at(self.words.portfolio_titles, self.document, i)
    }

    /// A capitalised word that may be part of what a minister is in charge of.
    fn is_area(&self, i: usize) -> bool {
        let token = &self.document.tokens[i];
        let first = self.words.lexicon.word(token.word).tags.first();
        token.capital
            && !self.is_first_name(i)
            && first.is_some_and(|t| t.is_noun() || *t == Tag::JJ || t.is_verb())
    }

    /// Whether a name found before is only part of the title: "|Media| and Sport Secretary".
    fn is_in_portfolio(&self, name: &Name, lead: TokenRange) -> bool {
        let after = name.tokens.end as usize;
        name.tokens.start >= lead.start
            && (self.words.at(self.words.coordinators, self.document, after)
                || self.text(after) == ",")
    }

    /// Of a run that goes on with what a title is in charge of, where the title begins
    /// and where the name does: "minister for Young People and |Families| Ann Kim".
    fn portfolio_before(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        if end - start < 2 || self.is_organisation_word(end - 1) {
            return None;
        }
        let cut = (start..end - 1).find(|&i| self.is_first_name(i))?;
        if end - cut > 3 || cut == 0 {
            return None;
        }
        let tokens = &self.document.tokens;
        let sentence = tokens[start].sentence;
        let is_link = |i: usize| {
            self.words.at(self.words.name_links, self.document, i)
                && (tokens[i].tag == Tag::TO
                    || self.words.at(self.words.affiliation_links, self.document, i))
        };
        if is_link(cut - 1) || self.is_title_or_role(cut - 1) {
            return None;
        }
        let mut i = cut;
        let mut listed = false;
        // 12: "Secretary of State for Environment, Food and Rural Affairs" has ten.
        while i > 1 && cut - i < 12 {
            let t = &tokens[i - 1];
            if t.sentence != sentence {
                return None;
            }
            let is_and = self.words.has(self.words.coordinators, t.word);
            listed |= is_and;
            if is_link(i - 1) && self.is_title_or_role(i - 2) {
                return Some((i - 2, cut)).filter(|_| i < cut);
            }
            let fits = t.tag.is_noun()
                || matches!(t.tag, Tag::JJ | Tag::DT | Tag::CC)
                || is_link(i - 1)
                || t.capital && t.tag != Tag::Punct
                || listed && self.text(i - 1) == ",";
            if !fits || self.is_first_name(i - 1) && t.capital {
                return None;
            }
            i -= 1;
        }
        None
    }
}
