//! What a run tells of the bearers of a name, and whether it speaks for or
//! against their being one.

use super::sightings::Sighting;
use crate::speakers::{Gender, List, Vocabulary};
use std::collections::BTreeSet;

/// Roles, affiliations and genders of one name or several.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    pub(super) rows: u64,
    roles: BTreeSet<String>,
    affiliations: BTreeSet<String>,
    male: u64,
    female: u64,
    beside: BTreeSet<String>,
}

impl Evidence {
    /// What one sighting tells, by its rows.
    pub(super) fn of(sighting: &Sighting, rows: u64) -> Self {
        let votes = |gender| if sighting.gender == gender { rows } else { 0 };
        Self {
            rows,
            roles: sighting.roles.iter().cloned().collect(),
            affiliations: sighting.affiliations.iter().cloned().collect(),
            male: votes(Gender::Male),
            female: votes(Gender::Female),
            beside: sighting.beside.iter().cloned().collect(),
        }
    }

    /// Takes over what another tells.
    pub(super) fn add(&mut self, other: &Self) {
        self.rows += other.rows;
        self.roles.extend(other.roles.iter().cloned());
        self.affiliations.extend(other.affiliations.iter().cloned());
        self.male += other.male;
        self.female += other.female;
        self.beside.extend(other.beside.iter().cloned());
    }

    /// The gender that nearly all mentions tell.
    pub(super) fn gender(&self) -> Gender {
        match (self.male, self.female) {
            // Three to one: a pronoun is now and then resolved to the wrong person.
            (m, f) if m > 3 * f => Gender::Male,
            (m, f) if f > 3 * m => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    /// Whether an article knew a person of these letters apart from this one.
    pub(super) fn is_beside(&self, letters: &str) -> bool {
        self.beside.contains(letters)
    }

    /// Whether anything but the name tells a person: a role, a pronoun. Some
    /// names that seem to be of persons are of things.
    pub(super) fn tells_person(&self) -> bool {
        self.has_roles() || self.gender() != Gender::Unknown
    }

    /// Whether any role is known.
    pub(super) fn has_roles(&self) -> bool {
        !self.roles.is_empty()
    }

    /// The first affiliation or role in order, to tell namesakes apart.
    pub(super) fn detail(&self) -> &str {
        self.affiliations.first().or(self.roles.first()).map_or("", String::as_str)
    }

    /// Whether some role of both is the same word for word.
    pub(super) fn has_role_of(&self, other: &Self, words: &Vocabulary<'_>) -> bool {
        let is_same = |a: &str, b: &str| {
            let is_in = |w: &str, r: &str| r.split(' ').any(|v| is_form(w, v, words));
            a.split(' ').all(|w| is_in(w, b)) && b.split(' ').all(|w| is_in(w, a))
        };
        self.roles.iter().any(|a| other.roles.iter().any(|b| is_same(a, b)))
    }

    /// Whether roles or affiliations have a word in common.
    pub(super) fn shares_role(&self, other: &Self, words: &Vocabulary<'_>) -> bool {
        self.said().any(|a| other.said().any(|b| share(a, b, words)))
    }

    fn said(&self) -> impl Iterator<Item = &str> {
        self.roles.iter().chain(&self.affiliations).map(String::as_str)
    }

    /// Whether both have roles and affiliations, and none has anything in common.
    pub(super) fn contradicts(&self, other: &Self, words: &Vocabulary<'_>) -> bool {
        self.is_full() && other.is_full() && !self.shares_role(other, words)
    }

    /// Whether a role and an affiliation are known.
    pub(super) fn is_full(&self) -> bool {
        !self.roles.is_empty() && !self.affiliations.is_empty()
    }
}

/// Whether two roles or affiliations have a word in common, or one is the other's initials.
fn share(one: &str, other: &str, words: &Vocabulary<'_>) -> bool {
    let is_in = |a: &str| other.split(' ').any(|b| is_form(a, b, words));
    one.split(' ').any(is_in) || are_initials(one, other) || are_initials(other, one)
}

/// Whether two words mean one office: "Sen." and "senator".
fn is_form(one: &str, other: &str, words: &Vocabulary<'_>) -> bool {
    let forms: List = words.title_forms;
    let id = |w: &str| words.lexicon.id(w);
    one == other
        || words.has_pair(forms, id(one), id(other))
        || words.has_pair(forms, id(other), id(one))
}

/// "UNH" and "university new hampshire survey center".
fn are_initials(short: &str, long: &str) -> bool {
    let mut initials = long.split(' ').filter_map(|w| w.chars().next());
    let mut letters = short.chars().filter(|&c| c != '.');
    short.len() > 1 && !short.contains(' ') && letters.all(|c| initials.next() == Some(c))
}
