//! Settles which persons of a run are one.
//!
//! 1. One name is one person, unless it is a common one ("John Smith") and roles and
//!    affiliations of its bearers have nothing in common: people change offices more often
//!    than they share a rare name.
//! 2. Full names of one surname that agree in their given names are one, as far as
//!    all of them agree with each other ([`super::cliques`]).
//! 3. With and without a suffix ("Jr.") are two, unless both have the same role.
//! 4. A surname alone goes to the one person of that surname, or to the one with
//!    its role; else it stays by itself ([`super::shortened`]).

use super::Cluster;
use super::aliases::Aliases;
use super::cliques;
use super::evidence::Evidence;
use super::fold::fold;
use super::names::PersonName;
use super::shortened::{Lengths, follow};
use super::sightings::{Kind, Sighting};
use crate::speakers::{Gender, Vocabulary, agree};
use std::collections::{BTreeMap, BTreeSet};

/// One name, as far as it is of one person.
pub(super) struct Bearer {
    pub(super) key: String,
    pub(super) name: PersonName,
    pub(super) evidence: Evidence,
    pub(super) label: Option<usize>,
    pub(super) sightings: Vec<usize>,
}

/// Several bearers who are one.
pub(super) struct Person {
    pub(super) bearers: Vec<usize>,
    pub(super) evidence: Evidence,
    pub(super) label: Option<usize>,
    pub(super) sightings: Vec<usize>,
}

/// Settles persons.
pub(super) struct Persons<'a> {
    pub(super) words: &'a Vocabulary<'a>,
    pub(super) aliases: Option<&'a Aliases>,
    /// All sightings of the run with their rows, in order.
    pub(super) sightings: &'a [(Sighting, u64)],
}

impl Persons<'_> {
    /// The persons that the sightings of these places are of.
    pub(super) fn settle(&self, places: &[usize]) -> Vec<Cluster> {
        let mut bearers: Vec<Bearer> = Vec::new();
        for (key, places) in self.by_name(places) {
            let namesakes = self.namesakes(&key, places);
            bearers.extend(namesakes.into_iter().filter_map(|p| self.bearer(&key, p)));
        }
        let Lengths { full, led, bare } = Lengths::of(bearers, self.words);
        let mut persons = self.joined_by_suffix(&full, self.full(&full));
        follow(&full, &mut persons, led);
        let alone = self.link(&full, &mut persons, &bare);
        let linked = persons.into_iter().map(|p| (p.label, p.sightings));
        linked.chain(alone).map(|(label, s)| Cluster::new(Kind::Person, label, s)).collect()
    }

    fn by_name(&self, places: &[usize]) -> BTreeMap<String, Vec<usize>> {
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for &i in places {
            by_name.entry(fold(&self.sightings[i].0.name, self.words)).or_default().push(i);
        }
        by_name
    }

    pub(super) fn evidence(&self, places: &[usize]) -> Evidence {
        let mut all = Evidence::default();
        for &i in places {
            let (sighting, rows) = &self.sightings[i];
            all.add(&Evidence::of(sighting, *rows));
        }
        all
    }

    fn label(&self, key: &str) -> Option<usize> {
        self.aliases.and_then(|a| a.of_letters(key))
    }

    fn bearer(&self, key: &str, sightings: Vec<usize>) -> Option<Bearer> {
        // "Jong Un" tells more than "Jong-un".
        let names = sightings.iter().map(|&i| &*self.sightings[i].0.name);
        let name = names.max_by_key(|n| (n.split_whitespace().count(), std::cmp::Reverse(*n)))?;
        Some(Bearer {
            key: key.to_owned(),
            name: PersonName::of(name, self.words)?,
            evidence: self.evidence(&sightings),
            label: self.label(key),
            sightings,
        })
    }

    /// The sightings of one name by person.
    fn namesakes(&self, key: &str, places: Vec<usize>) -> Vec<Vec<usize>> {
        let name =
            places.first().and_then(|&i| PersonName::of(&self.sightings[i].0.name, self.words));
        let is_common = name.is_some_and(|n| n.is_common(self.words));
        if self.label(key).is_some() || !is_common {
            return vec![places];
        }
        let each: Vec<Evidence> = places.iter().map(|&i| self.evidence(&[i])).collect();
        let (told, untold): (Vec<usize>, Vec<usize>) =
            (0..places.len()).partition(|&i| each[i].is_full());
        let mut groups: Vec<(Evidence, Vec<usize>)> = Vec::new();
        for &i in &told {
            // What shares a word with two groups makes them one.
            let is_near = |g: &(Evidence, Vec<usize>)| each[i].shares_role(&g.0, self.words);
            let (near, mut far): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_near);
            let mut one = (each[i].clone(), vec![i]);
            for (evidence, members) in near {
                one.0.add(&evidence);
                one.1.extend(members);
            }
            far.push(one);
            groups = far;
        }
        if groups.len() < 2 {
            return vec![places];
        }
        groups.sort_by(|a, b| (b.0.rows, a.0.detail()).cmp(&(a.0.rows, b.0.detail())));
        let firm: Vec<Evidence> = groups.iter().map(|(e, _)| e.clone()).collect();
        for i in untold {
            let mut near = (0..firm.len()).filter(|&g| each[i].shares_role(&firm[g], self.words));
            let group = near.next().filter(|_| near.next().is_none()).unwrap_or(0);
            groups[group].1.push(i);
        }
        groups.into_iter().map(|(_, g)| g.into_iter().map(|i| places[i]).collect()).collect()
    }

    /// Persons by their full names.
    fn full(&self, bearers: &[Bearer]) -> Vec<Person> {
        // Names with one alias are one before anything is compared.
        let mut nodes: Vec<Vec<usize>> = Vec::new();
        let mut of_label: BTreeMap<usize, usize> = BTreeMap::new();
        let mut node_of = Vec::with_capacity(bearers.len());
        for (i, bearer) in bearers.iter().enumerate() {
            let new = nodes.len();
            let node = bearer.label.map_or(new, |label| *of_label.entry(label).or_insert(new));
            if node == new {
                nodes.push(Vec::new());
            }
            nodes[node].push(i);
            node_of.push(node);
        }
        let mut agreement: cliques::Agreement = vec![BTreeSet::new(); nodes.len()];
        for block in blocks(bearers) {
            for (n, &i) in block.iter().enumerate() {
                for &j in &block[n + 1..] {
                    if node_of[i] != node_of[j] && self.agree(&bearers[i], &bearers[j]) {
                        agreement[node_of[i]].insert(node_of[j]);
                        agreement[node_of[j]].insert(node_of[i]);
                    }
                }
            }
        }
        let evidence = |node: usize| self.sum(bearers, &nodes[node]);
        let groups = cliques::gather(&agreement, |bridge, groups| {
            let sides: Vec<Evidence> =
                groups.iter().map(|g| sum(g.iter().map(|&n| evidence(n)))).collect();
            self.prefer(&evidence(bridge), &sides)
        });
        let members =
            |g: Vec<usize>| g.into_iter().flat_map(|n| nodes[n].iter().copied()).collect();
        groups.into_iter().map(|g| self.person(bearers, members(g))).collect()
    }

    fn sum(&self, bearers: &[Bearer], members: &[usize]) -> Evidence {
        sum(members.iter().map(|&i| bearers[i].evidence.clone()))
    }

    fn person(&self, bearers: &[Bearer], members: Vec<usize>) -> Person {
        Person {
            evidence: self.sum(bearers, &members),
            label: members.iter().find_map(|&i| bearers[i].label),
            sightings: members.iter().flat_map(|&i| bearers[i].sightings.iter().copied()).collect(),
            bearers: members,
        }
    }

    /// Which of several groups a name goes to that agrees with all of them: the one
    /// that shares its role, or that outweighs the others as a slip of the pen
    /// is outweighed.
    fn prefer(&self, bridge: &Evidence, groups: &[Evidence]) -> Option<usize> {
        let mut alike = (0..groups.len()).filter(|&g| bridge.shares_role(&groups[g], self.words));
        if let (Some(one), None) = (alike.next(), alike.next()) {
            return Some(one);
        }
        let all: u64 = groups.iter().map(|g| g.rows).sum();
        (0..groups.len()).find(|&g| groups[g].rows >= 10 * (all - groups[g].rows))
    }

    fn agree(&self, one: &Bearer, other: &Bearer) -> bool {
        one.key != other.key
            && fit(one.label, other.label)
            && one.name.suffix() == other.name.suffix()
            && one.name.agrees(&other.name, self.words)
            && agree(self.gender(one), self.gender(other))
            && !(one.name.is_common(self.words)
                && one.evidence.contradicts(&other.evidence, self.words))
            && (!one.name.agrees_in_initial(&other.name)
                || one.evidence.shares_role(&other.evidence, self.words))
    }

    pub(super) fn gender(&self, bearer: &Bearer) -> Gender {
        match bearer.evidence.gender() {
            Gender::Unknown => bearer.name.gender(self.words),
            known => known,
        }
    }

    /// Joins a person with a suffix ("Jr.") to the one without whose role is the same
    /// and who never speaks beside them.
    fn joined_by_suffix(&self, bearers: &[Bearer], mut persons: Vec<Person>) -> Vec<Person> {
        let has_suffix = |p: &Person| p.bearers.iter().any(|&i| bearers[i].name.suffix().is_some());
        let mut by_surname: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (i, person) in persons.iter().enumerate() {
            let surnames: BTreeSet<String> =
                person.bearers.iter().map(|&b| bearers[b].name.surname().to_owned()).collect();
            for surname in surnames {
                let (with, without) = by_surname.entry(surname).or_default();
                if has_suffix(person) { with.push(i) } else { without.push(i) }
            }
        }
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (with, without) in by_surname.values() {
            let found = with.iter().flat_map(|&a| without.iter().map(move |&b| (a, b)));
            pairs.extend(
                found.filter(|&(a, b)| self.is_suffixed(bearers, &persons[a], &persons[b])),
            );
        }
        pairs.sort_unstable();
        pairs.dedup();
        let count = |i: usize| pairs.iter().filter(|(a, b)| *a == i || *b == i).count();
        let (single, _): (Vec<_>, Vec<_>) =
            pairs.iter().partition(|(a, b)| count(*a) == 1 && count(*b) == 1);
        let mut gone = BTreeSet::new();
        for (with, without) in single {
            let mut members = std::mem::take(&mut persons[with].bearers);
            members.extend(&persons[without].bearers);
            members.sort_unstable();
            persons[without] = self.person(bearers, members);
            gone.insert(with);
        }
        let kept = persons.into_iter().enumerate().filter(|(i, _)| !gone.contains(i));
        kept.map(|(_, p)| p).collect()
    }

    fn is_suffixed(&self, bearers: &[Bearer], with: &Person, without: &Person) -> bool {
        let pairs =
            || with.bearers.iter().flat_map(|a| without.bearers.iter().map(move |b| (*a, *b)));
        fit(with.label, without.label)
            && with.evidence.has_role_of(&without.evidence, self.words)
            && pairs().all(|(a, b)| {
                let (a, b) = (&bearers[a], &bearers[b]);
                a.name.agrees(&b.name, self.words)
                    && agree(self.gender(a), self.gender(b))
                    && !a.evidence.is_beside(&b.key)
                    && !b.evidence.is_beside(&a.key)
            })
    }
}

/// The places of bearers by surname.
fn blocks(bearers: &[Bearer]) -> Vec<Vec<usize>> {
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, bearer) in bearers.iter().enumerate() {
        blocks.entry(bearer.name.surname().to_owned()).or_default().push(i);
    }
    blocks.into_values().collect()
}

fn sum(all: impl Iterator<Item = Evidence>) -> Evidence {
    let mut total = Evidence::default();
    all.for_each(|e| total.add(&e));
    total
}

pub(super) fn fit(one: Option<usize>, other: Option<usize>) -> bool {
    one.is_none() || other.is_none() || one == other
}
