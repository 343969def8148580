//! What a name names, and whether man or woman, as far as its own words and its
//! title tell. What the rest of the article tells is weighed in [`super::firms`].

use super::names::{Finder, Gender, Sort, is_acronym};
use crate::text::TokenRange;

impl Finder<'_, '_> {
    pub(super) fn sort(&self, name: TokenRange, lead: TokenRange) -> (Sort, Gender) {
        let words = self.words;
        let (start, end) = (name.start as usize, name.end as usize);
        if words.entry(words.outlets, self.document, start) == Some(end) {
            return (Sort::Outlet, Gender::Unknown);
        }
        let gender = self.gender(name, lead);
        if words.at(words.peer_titles, self.document, start) && name.len() > 1 {
            return (Sort::Person, gender);
        }
        if name.len() == 1 && self.is_party(start) {
            return (Sort::Organisation, Gender::Unknown);
        }
        let has_link = || name.iter().any(|i| !self.document.tokens[i].capital);
        let is_organisation = self.is_organisation_word(start) && (name.len() == 1 || has_link())
            || name.len() > 1 && self.is_organisation_word(end - 1);
        let given = name.len() > 1 && self.is_first_name(start);
        let is_kind = !lead.is_empty()
            && words.at(words.firm_nouns, self.document, lead.end as usize - 1)
            && !given;
        if !lead.is_empty() && !is_organisation && !is_kind {
            return (Sort::Person, gender);
        }
        if words.entry(words.places, self.document, start) == Some(end) {
            return (Sort::Place, Gender::Unknown);
        }
        if name.len() > 1 && words.at(words.outlet_heads, self.document, end - 1) {
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
        if gender != Gender::Unknown || self.is_first_name(start) {
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
        let is_peer = name.len() > 1 && words.at(words.peer_titles, self.document, first);
        for i in lead.iter().chain(is_peer.then_some(first)) {
            let is = |list| words.entry(list, self.document, i).is_some();
            let male = is(words.titles_male) || is(words.roles_male);
            let female = is(words.titles_female) || is(words.roles_female);
            if male != female {
                return if male { Gender::Male } else { Gender::Female };
            }
        }
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
    pub(super) fn acronym_after(&self, i: usize) -> Option<u32> {
        let fits = self.document.tokens.get(i + 2).is_some()
            && self.text(i) == "("
            && self.text(i + 2) == ")"
            && is_acronym(self.text(i + 1));
        fits.then_some(i as u32 + 1)
    }
}
