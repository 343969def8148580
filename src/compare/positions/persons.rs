//! Whose line a statement belongs to: the speakers of a run by name and identifier.
//!
//! Takes every name with its `speaker_id` (empty for none), gives the person or organisation
//! that each stands for. Identifiers decide where there are any; else names that agree are
//! one, and a name that may be several persons' ("Kim") goes to the one who speaks ten times
//! as much as the others together, or stays by itself. Grows with the names, not the rows.

use crate::link::{Likeness, SpeakerName};
use crate::speakers::Vocabulary;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use xxhash_rust::xxh3::xxh3_64;

/// How much more one of several has to speak to be meant.
const PREFERRED: u64 = 10;

/// The names of a run.
#[derive(Debug, Default)]
pub(super) struct Names {
    numbers: FxHashMap<u64, u32>,
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    name: Box<str>,
    id: Box<str>,
    /// The statements of its bearer; 0: it is only spoken of.
    statements: u64,
}

impl Names {
    /// The number of a name whose bearer speaks.
    pub(super) fn speaking(&mut self, name: &str, id: &str) -> u32 {
        let number = self.number(name, id);
        self.names[number as usize].statements += 1;
        number
    }

    /// The number of a name that is spoken of.
    pub(super) fn spoken_of(&mut self, name: &str) -> u32 {
        self.number(name, "")
    }

    fn number(&mut self, name: &str, id: &str) -> u32 {
        let hash = xxh3_64(name.as_bytes()) ^ xxh3_64(id.as_bytes()).rotate_left(1);
        *self.numbers.entry(hash).or_insert_with(|| {
            self.names.push(Name { name: name.into(), id: id.into(), statements: 0 });
            self.names.len() as u32 - 1
        })
    }

    /// Who is who.
    pub(super) fn settle(self, words: &Vocabulary<'_>) -> Persons {
        let read = |name: &Name| SpeakerName::of(&name.name, &name.id, words);
        let mut settling = Settling {
            read: self.names.iter().map(read).collect(),
            names: self.names,
            words,
            groups: Vec::new(),
            by_key: FxHashMap::default(),
        };
        let of = settling.settle();
        settling.numbered(&of)
    }
}

/// Persons and organisations, numbered by surname.
#[derive(Debug, Default)]
pub(super) struct Persons {
    /// Of each name; `None`: nobody's.
    of: Vec<Option<u32>>,
    persons: Vec<Person>,
}

/// Somebody who speaks.
#[derive(Clone, Debug)]
pub(super) struct Person {
    /// The fullest name.
    pub(super) name: Box<str>,
    /// The identifier, if there is one.
    pub(super) id: Box<str>,
    /// How sure it is that all names are of one, from 0 to 1.
    pub(super) sure: f32,
}

impl Persons {
    /// The number of the person of a name.
    pub(super) fn of(&self, name: u32) -> Option<u32> {
        self.of[name as usize]
    }

    /// A person.
    pub(super) fn person(&self, number: u32) -> &Person {
        &self.persons[number as usize]
    }
}

struct Settling<'s> {
    names: Vec<Name>,
    read: Vec<SpeakerName>,
    words: &'s Vocabulary<'s>,
    /// Names that are one.
    groups: Vec<Vec<usize>>,
    by_key: FxHashMap<String, Vec<usize>>,
}

impl Settling<'_> {
    /// The group of each name.
    fn settle(&mut self) -> Vec<Option<usize>> {
        let mut order: Vec<usize> = (0..self.names.len()).collect();
        order.sort_unstable_by_key(|&i| {
            let name = &self.names[i];
            let length = Reverse(name.name.split_whitespace().count());
            (name.statements == 0, name.id.is_empty(), length, &*name.name, &*name.id)
        });
        let mut of = vec![None; self.names.len()];
        let mut by_id: FxHashMap<Box<str>, usize> = FxHashMap::default();
        for i in order {
            let (id, speaks) = (self.names[i].id.clone(), self.names[i].statements > 0);
            if id.is_empty() && self.read[i].is_nameless() {
                continue;
            }
            let known = if id.is_empty() { self.agreeing(i) } else { by_id.get(&id).copied() };
            if !speaks {
                of[i] = known;
                continue;
            }
            let group = known.unwrap_or(self.groups.len());
            if group == self.groups.len() {
                self.groups.push(Vec::new());
            }
            if !id.is_empty() {
                by_id.insert(id, group);
            }
            of[i] = Some(group);
            self.join(group, i);
        }
        of
    }

    fn join(&mut self, group: usize, name: usize) {
        self.groups[group].push(name);
        for key in self.read[name].keys() {
            let groups = self.by_key.entry(key.to_owned()).or_default();
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
    }

    /// The group that a name without an identifier goes to.
    fn agreeing(&self, name: usize) -> Option<usize> {
        let keys = self.read[name].keys();
        let mut groups: Vec<usize> =
            keys.iter().filter_map(|key| self.by_key.get(*key)).flatten().copied().collect();
        groups.sort_unstable();
        groups.dedup();
        groups.retain(|&group| self.agrees(name, &keys, group));
        let statements = |group: &usize| -> u64 {
            self.groups[*group].iter().map(|&i| self.names[i].statements).sum()
        };
        let all: u64 = groups.iter().map(statements).sum();
        let is_meant = |group: &usize| {
            groups.len() == 1 || statements(group) >= PREFERRED * (all - statements(group))
        };
        groups.iter().copied().find(is_meant)
    }

    /// Whether a name agrees with all names of a group that share a key with it.
    fn agrees(&self, name: usize, keys: &[&str], group: usize) -> bool {
        let shares = |i: &&usize| self.read[**i].keys().iter().any(|key| keys.contains(key));
        let mut near = self.groups[group].iter().filter(shares);
        near.all(|&i| self.read[name].likeness(&self.read[i], self.words) == Likeness::Same)
    }

    /// Persons by surname and name, whatever the order in which they came.
    fn numbered(self, of: &[Option<usize>]) -> Persons {
        let mut persons: Vec<(String, Person, usize)> = Vec::new();
        for (group, names) in self.groups.iter().enumerate() {
            let fullest = |&&i: &&usize| {
                let name = &self.names[i];
                let words = name.name.split_whitespace().count();
                (words, name.statements, Reverse(&*name.name))
            };
            let Some(&best) = names.iter().max_by_key(fullest) else { continue };
            let id = names.iter().map(|&i| &self.names[i].id).max().cloned().unwrap_or_default();
            let key = self.read[best].keys().first().map_or("", |key| key).to_owned();
            let sure = self.sure(names);
            let name = self.names[best].name.clone();
            persons.push((key, Person { name, id, sure }, group));
        }
        persons.sort_unstable_by(|(key, a, _), (other, b, _)| {
            (key, &a.name, &a.id).cmp(&(other, &b.name, &b.id))
        });
        let mut numbers = vec![0; persons.len()];
        for (number, (_, _, group)) in (0..).zip(&persons) {
            numbers[*group] = number;
        }
        let of = of.iter().map(|group| group.map(|group| numbers[group])).collect();
        Persons { of, persons: persons.into_iter().map(|(_, person, _)| person).collect() }
    }

    /// One identifier or one name is surer than names that agree.
    fn sure(&self, names: &[usize]) -> f32 {
        let has_id = names.iter().all(|&i| !self.names[i].id.is_empty());
        let is_short = |&i: &usize| !self.names[i].name.trim().contains(' ');
        match (has_id, names) {
            (true, _) => 1.0,
            (false, [_]) => 0.9,
            (false, _) if names.iter().any(is_short) => 0.7,
            _ => 0.8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    /// The person of each (name, id, statements), by its fullest name.
    fn settled(names: &[(&str, &str, u64)]) -> Vec<String> {
        let rules = RuleSet::embedded().unwrap();
        let words = Vocabulary::of(&rules.lexicon);
        let mut all = Names::default();
        let mut numbers = Vec::new();
        for (name, id, statements) in names {
            numbers.push(all.number(name, id));
            for _ in 0..*statements {
                all.speaking(name, id);
            }
        }
        let persons = all.settle(&words);
        let show = |number: u32| {
            let person = persons.of(number).map(|p| persons.person(p));
            person.map_or("-".to_owned(), |p| format!("{} {}", p.name, p.id).trim().to_owned())
        };
        numbers.into_iter().map(show).collect()
    }

    #[test]
    fn names_that_agree_are_one() {
        let got = settled(&[("Kim", "", 1), ("Kim Jong-un", "", 1), ("Kim Jong Un", "", 1)]);
        assert_eq!(got, ["Kim Jong Un"; 3]);
    }

    #[test]
    fn a_name_that_may_be_two_persons_stays_by_itself_unless_one_speaks_most() {
        let both = |often| [("Kim", "", 1), ("Kim Jong Un", "", often), ("Duyeon Kim", "", 1)];
        assert_eq!(settled(&both(9)), ["Kim", "Kim Jong Un", "Duyeon Kim"]);
        assert_eq!(settled(&both(10)), ["Kim Jong Un", "Kim Jong Un", "Duyeon Kim"]);
    }

    #[test]
    fn identifiers_decide() {
        let got = settled(&[("Kim", "Q1", 1), ("Kim Jong Un", "Q2", 1), ("Jong Un", "Q2", 1)]);
        assert_eq!(got, ["Kim Q1", "Kim Jong Un Q2", "Kim Jong Un Q2"]);
    }

    #[test]
    fn who_never_speaks_is_no_person_and_descriptions_are_not() {
        let got = settled(&[("Kim", "", 0), ("Moon Jae-in", "", 1), ("Moon", "", 0)]);
        assert_eq!(got, ["-", "Moon Jae-in", "Moon Jae-in"]);
        assert_eq!(settled(&[("a senior official", "", 3)]), ["-"]);
    }
}
