//! Names that do not stand for themselves: a surname alone ("Johnson", "Van
//! Hollen"), and a full name after a common word ("Interview Mark Hadley").

use super::names::PersonName;
use super::persons::{Bearer, Person, Persons, fit};
use crate::speakers::{Vocabulary, agree};
use std::collections::{BTreeMap, BTreeSet};

/// The bearers of names by how much the names tell.
pub(super) struct Lengths {
    pub(super) full: Vec<Bearer>,
    /// With the letters of the full name that they hold.
    pub(super) led: Vec<(String, Bearer)>,
    pub(super) bare: Vec<Bearer>,
}

impl Lengths {
    pub(super) fn of(bearers: Vec<Bearer>, words: &Vocabulary<'_>) -> Self {
        let long = bearers.iter().filter(|b| b.name.len() > 2);
        let tails: BTreeSet<String> =
            long.flat_map(|b| (1..b.name.len() - 1).map(|skip| b.name.tail(skip))).collect();
        let (bare, full): (Vec<Bearer>, Vec<Bearer>) =
            bearers.into_iter().partition(|b| is_bare(&b.name, &b.key, &tails, words));
        let keys: BTreeSet<String> = full.iter().map(|b| b.key.clone()).collect();
        let mut lengths = Self { full: Vec::new(), led: Vec::new(), bare };
        for bearer in full {
            let held = bearer.name.led(words).filter(|key| keys.contains(key));
            match held.filter(|_| bearer.label.is_none()) {
                Some(key) => lengths.led.push((key, bearer)),
                None => lengths.full.push(bearer),
            }
        }
        lengths
    }
}

/// Whether a name is a surname alone: one word, or the last words of another
/// name ("Van Hollen") without a first name.
fn is_bare(name: &PersonName, key: &str, tails: &BTreeSet<String>, words: &Vocabulary<'_>) -> bool {
    name.is_bare()
        || !name.has_first_name(words) && !name.begins_with_initial() && tails.contains(key)
}

/// Gives names that hold a full name to that one's person.
pub(super) fn follow(full: &[Bearer], persons: &mut Vec<Person>, led: Vec<(String, Bearer)>) {
    let mut of_key: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (i, person) in persons.iter().enumerate() {
        for &b in &person.bearers {
            of_key.entry(&full[b].key).or_default().insert(i);
        }
    }
    for (key, bearer) in led {
        let mut found = of_key.get(&*key).into_iter().flatten();
        match (found.next(), found.next()) {
            (Some(&one), None) => persons[one].sightings.extend(bearer.sightings),
            _ => persons.push(Person {
                bearers: Vec::new(),
                evidence: bearer.evidence,
                label: bearer.label,
                sightings: bearer.sightings,
            }),
        }
    }
}

impl Persons<'_> {
    /// Gives surnames alone to persons; what is left of each is one of its own.
    pub(super) fn link(
        &self,
        full: &[Bearer],
        persons: &mut [Person],
        bare: &[Bearer],
    ) -> Vec<(Option<usize>, Vec<usize>)> {
        let mut named: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for (i, person) in persons.iter().enumerate() {
            for name in person.bearers.iter().map(|&b| &full[b].name) {
                let tails = (1..name.len()).map(|skip| name.tail(skip));
                for part in tails.chain([name.surname().to_owned()]).filter(|p| !p.is_empty()) {
                    named.entry(part).or_default().insert(i);
                }
            }
        }
        // Groups by label, for aliases that name a surname alone.
        let labelled: BTreeMap<usize, usize> =
            persons.iter().enumerate().filter_map(|(i, p)| Some((p.label?, i))).collect();
        let mut alone: BTreeMap<(Option<usize>, &str), Vec<usize>> = BTreeMap::new();
        let mut found: Vec<(usize, usize)> = Vec::new();
        for bearer in bare {
            let of_name = named.get(&bearer.key).into_iter().flatten().copied();
            let choice: Vec<usize> =
                of_name.filter(|&p| self.is_meant(bearer.label, full, &persons[p])).collect();
            let known = bearer.label.and_then(|label| labelled.get(&label).copied());
            for &s in &bearer.sightings {
                let to = known.or_else(|| self.owner(full, persons, bearer, s, &choice));
                match to {
                    Some(person) => found.push((person, s)),
                    None => {
                        // All surnames with one alias are one.
                        let name = if bearer.label.is_some() { "" } else { &*bearer.key };
                        alone.entry((bearer.label, name)).or_default().push(s);
                    }
                }
            }
            if let (Some(label), [one]) = (bearer.label, &choice[..])
                && persons[*one].label.is_none()
            {
                persons[*one].label = Some(label);
            }
        }
        for (person, sighting) in found {
            persons[person].sightings.push(sighting);
        }
        alone.into_iter().map(|((label, _), sightings)| (label, sightings)).collect()
    }

    /// Whether a user who gives a surname this label may mean the person: "Clinton" that
    /// is to be "Hillary Clinton" is not Bill Clinton, though no other may be there.
    fn is_meant(&self, label: Option<usize>, full: &[Bearer], person: &Person) -> bool {
        let Some((label, aliases)) = label.zip(self.aliases) else { return true };
        let name = PersonName::of(&aliases.known(label).name, self.words);
        let agrees =
            |n: &PersonName| person.bearers.iter().any(|&b| n.agrees(&full[b].name, self.words));
        person.label == Some(label) || name.is_some_and(|n| n.is_bare() || agrees(&n))
    }

    /// Whether the word is the person's surname and not anyone's first name: "John" is no
    /// Elton John, but "Kim" may be Kim Jong Un.
    fn is_surname(&self, full: &[Bearer], person: &Person, bare: &Bearer) -> bool {
        !bare.name.has_first_name(self.words)
            || person.bearers.iter().any(|&b| full[b].name.is_family_first())
    }

    /// Whose surname alone it is, of the persons who bear it.
    fn owner(
        &self,
        full: &[Bearer],
        persons: &[Person],
        bare: &Bearer,
        sighting: usize,
        choice: &[usize],
    ) -> Option<usize> {
        let told = self.evidence(&[sighting]);
        let may_be = |p: &&usize| {
            let person = &persons[**p];
            let is_told = person.evidence.tells_person() || told.tells_person();
            let is_known = |b: &usize| {
                let name = &full[*b].name;
                name.has_first_name(self.words) || name.is_family_first()
            };
            fit(person.label, bare.label)
                && (is_told || person.bearers.iter().any(is_known))
                && person.bearers.iter().all(|&b| {
                    agree(self.gender(&full[b]), told.gender()) && !told.is_beside(&full[b].key)
                })
        };
        let able: Vec<usize> = choice.iter().filter(may_be).copied().collect();
        let is_alike = |p: &&usize| told.shares_role(&persons[**p].evidence, self.words);
        let mut alike = able.iter().filter(is_alike);
        match (alike.next(), alike.next(), &able[..]) {
            (Some(one), None, _) => Some(*one),
            (None, _, [one]) if self.is_surname(full, &persons[*one], bare) => {
                let conflict = told.has_roles() && persons[*one].evidence.has_roles();
                (!conflict).then_some(*one)
            }
            _ => None,
        }
    }
}
