//! What a name names, and whether man or woman, as far as its own words and its
//! title tell. What the rest of the article tells is weighed in [`super::firms`].

use super::names::{Finder, Gender, Sort, is_acronym};
use crate::text::TokenRange;

impl Finder<'_, '_> {
    pub(super) fn sort(&self, name: TokenRange, lead: TokenRange) -> (Sort, Gender) {
        let words = self.words;
        let (start, end) = (name.start as usize, name.end as usize);
        let tokens = &self.document.tokens;
        let (first, last) = (words.lists(tokens[start].word), words.lists(tokens[end - 1].word));
        if first.opens(words.outlets)
            && words.entry(words.outlets, self.document, start) == Some(end)
        {
            return (Sort::Outlet, Gender::Unknown);
        }
        let gender = self.gender(name, lead);
        if name.len() > 1 && first.has(words.peer_titles) {
            return (Sort::Person, gender);
        }
        if name.len() == 1 && first.has(words.parties) && self.is_party(start) {
            return (Sort::Organisation, Gender::Unknown);
        }
        let has_link = || name.iter().any(|i| !self.document.tokens[i].capital);
        let is_organisation = first.has(words.organisation_heads)
            && (name.len() == 1 || has_link())
            || name.len() > 1 && last.has(words.organisation_heads);
        let given = name.len() > 1 && words.is_given_name(first);
        let is_kind = !lead.is_empty()
            && words.at(words.firm_nouns, self.document, lead.end as usize - 1)
            && !given;
        if !lead.is_empty() && !is_organisation && !is_kind {
            return (Sort::Person, gender);
        }
        if words.entry(words.places, self.document, start) == Some(end) {
            return (Sort::Place, Gender::Unknown);
        }
        if name.len() > 1 && last.has(words.outlet_heads) {
            return (Sort::Outlet, Gender::Unknown);
        }
        if is_kind
            || name
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
        if gender != Gender::Unknown || words.is_given_name(first) {
            return (Sort::Person, gender);
        }
        let is_acronym = |i: usize| is_acronym(self.text(i)) && !self.is_suffix(i);
        let is_thing = self.after_the(start) || name.iter().any(is_acronym);
        (if is_thing { Sort::Organisation } else { Sort::Person }, gender)
    }

    pub(super) fn after_the(&self, start: usize) -> bool {
        start > 0 && self.words.at(self.words.definite, self.document, start - 1)
    }

    fn gender(&self, name: TokenRange, lead: TokenRange) -> Gender {
        let words = self.words;
        let first = name.start as usize;
        let lists = words.lists(self.document.tokens[first].word);
        let is_peer = name.len() > 1 && lists.has(words.peer_titles);
        for i in lead.iter().chain(is_peer.then_some(first)) {
            if !words.tells_gender(self.document.tokens[i].word) {
                continue;
            }
            let is = |list| words.entry(list, self.document, i).is_some();
            let male = is(words.titles_male) || is(words.roles_male);
            let female = is(words.titles_female) || is(words.roles_female);
            if male != female {
                return if male { Gender::Male } else { Gender::Female };
            }
        }
        let (male, female) = (lists.has(words.male_names), lists.has(words.female_names));
        let given = name.len() > 1
            && male != female
            && !words.is_family_first(self.document, first, name.end as usize);
        match (given, male, female) {
            (true, true, false) => Gender::Male,
            (true, false, true) => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    /// `( ACRONYM )` from token `i` on.
    pub(super) fn acronym_after(&self, i: usize) -> Option<u32> {
        let fits = self.document.tokens.get(i + 2).is_some()
            && self.text(i) == "("
            && self.text(i + 2) == ")"
            && is_acronym(self.text(i + 1));
        fits.then_some(i as u32 + 1)
    }
}
