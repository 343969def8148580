//! Whether two namings may be of one: full names, surnames, short forms, acronyms,
//! nicknames, peers.

use super::entities::{Entity, Gatherer};
use super::names::{Gender, Name, Sort, is_acronym};
use super::person_names::{Parts, same_letters};
use crate::text::TokenRange;

impl Gatherer<'_, '_> {
    /// Whether a word is a name's surname: "Kim-Lee" is Ann Kim-Lee's and Ann Kim Lee's.
    pub(super) fn is_surname_of(&self, name: TokenRange, word: usize) -> bool {
        let surname = self.parts(name).surname;
        let text = self.text(word);
        let joined = || {
            let (first, second) = text.split_once('-')?;
            let before = surname.checked_sub(1).filter(|&i| name.contains(i))?;
            Some(same_letters(self.text(before), first) && same_letters(self.text(surname), second))
        };
        same_letters(self.text(surname), text) || joined().unwrap_or(false)
    }

    /// Whether a full name is another naming of `entity`.
    pub(super) fn is_same(&self, entity: &Entity, name: &Name) -> bool {
        if same_letters(self.document.words(entity.name), self.document.words(name.tokens)) {
            return true;
        }
        let persons = entity.sort == Sort::Person && name.sort == Sort::Person;
        if persons {
            let (peer, other) = (self.is_peer(entity.name), self.is_peer(name.tokens));
            // "Lady Kim" may be Ann Kim, "Lord Kim of Busan" is no one but a peer.
            let may_be = peer == other
                || entity.gender == name.gender
                    && name.gender != Gender::Unknown
                    && entity.name.len() < 4
                    && name.tokens.len() < 4;
            return may_be
                && agree(entity.gender, name.gender)
                && self.is_same_person(entity.name, name.tokens);
        }
        let neither = entity.sort != Sort::Person && name.sort != Sort::Person;
        neither && (self.is_short_form(entity, name) || self.is_longer_form(entity, name))
    }

    fn is_same_person(&self, one: TokenRange, other: TokenRange) -> bool {
        let (a, b) = (self.parts(one), self.parts(other));
        if !same_letters(self.text(a.surname), self.text(b.surname)) {
            return false;
        }
        let same_suffix = match (a.suffix, b.suffix) {
            (Some(x), Some(y)) => same_letters(self.text(x), self.text(y)),
            (None, None) => true,
            _ => false,
        };
        same_suffix
            && (a.given.is_empty()
                || b.given.is_empty()
                || a.given.iter().any(|i| self.is_same_given(i, b.given.start as usize))
                || b.given.iter().any(|i| self.is_same_given(i, a.given.start as usize)))
    }

    /// Whether `one` has in full what `other` shortens: "Elizabeth", "Liz".
    pub(super) fn is_formal_for(&self, one: TokenRange, other: TokenRange) -> bool {
        let word = |r: TokenRange| self.document.tokens[r.start as usize].word;
        one.len() == other.len()
            && self.words.has_pair(self.words.nicknames, word(other), word(one))
    }

    fn is_same_given(&self, one: usize, other: usize) -> bool {
        self.words.is_same_given((self.document, one), (self.document, other))
    }

    /// Whether `name` shortens the entity's: its last words, or its initials.
    pub(super) fn is_short_form(&self, entity: &Entity, name: &Name) -> bool {
        let (long, short) = (entity.name, name.tokens);
        if short.len() == 1 && is_acronym(self.text(short.start as usize)) {
            let acronym = self.text(short.start as usize);
            return entity.acronym.is_some_and(|i| self.text(i as usize) == acronym)
                || long.len() > 1 && self.has_initials(long, acronym);
        }
        let named = |r: TokenRange| self.text(r.end as usize - 1);
        let is_outlet = entity.sort == Sort::Outlet
            || self.words.at(self.words.organisation_heads, self.document, long.end as usize - 1);
        is_outlet
            && short.len() < long.len()
            && same_letters(named(long), named(short))
            && short.iter().all(|i| long.iter().any(|j| same_letters(self.text(i), self.text(j))))
    }

    fn is_longer_form(&self, entity: &Entity, name: &Name) -> bool {
        let long = Entity { name: name.tokens, acronym: name.acronym, ..Entity::new(name) };
        let short = Name { tokens: entity.name, ..*name };
        entity.name.len() < name.tokens.len() && self.is_short_form(&long, &short)
    }

    fn has_initials(&self, name: TokenRange, acronym: &str) -> bool {
        self.initials(name).is_some_and(|initials| initials.text() == acronym)
    }

    /// The first letters of a name's capitalised words, where they may be an acronym.
    pub(super) fn initials(&self, name: TokenRange) -> Option<Initials> {
        let mut initials = Initials::default();
        for i in name.iter().filter(|&i| self.document.tokens[i].capital) {
            let letter = self.text(i).bytes().next()?;
            if !letter.is_ascii() || initials.count == initials.letters.len() {
                return None;
            }
            initials.letters[initials.count] = letter;
            initials.count += 1;
        }
        Some(initials)
    }

    /// "Lord Kim", "Lord Kim of Busan".
    pub(super) fn is_peer(&self, name: TokenRange) -> bool {
        name.len() > 1 && self.words.at(self.words.peer_titles, self.document, name.start as usize)
    }

    pub(super) fn parts(&self, name: TokenRange) -> Parts {
        Parts::of(self.words, self.document, name)
    }
}

/// The first letters of words, all ASCII.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Initials {
    /// 6: letters of the longest acronym.
    letters: [u8; 6],
    count: usize,
}

impl Initials {
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.letters[..self.count]).expect("all are ASCII")
    }
}

/// Whether nothing speaks against the two being of one gender.
pub(crate) fn agree(one: Gender, other: Gender) -> bool {
    one == other || one == Gender::Unknown || other == Gender::Unknown
}
