//! Settles which organisations of a run are one: those of one name, and an acronym
//! with the name that introduces it or, if there is just one, has its initials.

use super::Cluster;
use super::aliases::Aliases;
use super::fold::{as_acronym, fold, initials, split_acronym};
use super::names::organisation_key;
use super::sightings::{Kind, Sighting};
use crate::speakers::Vocabulary;
use crate::text::WordId;
use std::collections::{BTreeMap, BTreeSet};

/// The organisations that the sightings of these places are of.
pub(super) fn settle(
    (sightings, places): (&[(Sighting, u64)], &[usize]),
    words: &Vocabulary<'_>,
    aliases: Option<&Aliases>,
) -> Vec<Cluster> {
    let name = |i: usize| &*sightings[i].0.name;
    let label = |i: usize| aliases.and_then(|a| a.of_letters(&fold(name(i), words)));
    let mut found: BTreeMap<(Option<usize>, String), Vec<usize>> = BTreeMap::new();
    for &i in places {
        // With an alias the name does not matter any more.
        let label = label(i);
        let key = label.map_or_else(|| organisation_key(name(i), words), |_| String::new());
        found.entry((label, key)).or_default().push(i);
    }
    let mut clusters: Vec<Cluster> = found
        .into_iter()
        .map(|((label, _), places)| Cluster::new(Kind::Organisation, label, places))
        .collect();
    let long = Long::of(&clusters, name, words);
    let owners: Vec<Option<usize>> =
        (0..clusters.len()).map(|i| long.owner(&clusters, i, name)).collect();
    for (i, owner) in owners.into_iter().enumerate() {
        let Some(owner) = owner else { continue };
        let short = std::mem::take(&mut clusters[i].sightings);
        clusters[owner].label = clusters[owner].label.or(clusters[i].label);
        clusters[owner].sightings.extend(short);
    }
    clusters.retain(|c| !c.sightings.is_empty());
    clusters
}

/// Organisations that are named in full, by what may be short for them.
struct Long<'a> {
    words: &'a Vocabulary<'a>,
    introduced: BTreeMap<String, BTreeSet<usize>>,
    initials: BTreeMap<String, BTreeSet<usize>>,
}

impl<'a> Long<'a> {
    fn of<'n>(
        clusters: &[Cluster],
        name: impl Fn(usize) -> &'n str,
        words: &'a Vocabulary<'a>,
    ) -> Self {
        let mut long = Self { words, introduced: BTreeMap::new(), initials: BTreeMap::new() };
        for (at, cluster) in clusters.iter().enumerate() {
            for name in cluster.sightings.iter().map(|&i| name(i)) {
                let (full, acronym) = split_acronym(name);
                if let Some(acronym) = acronym {
                    long.introduced.entry(acronym.to_owned()).or_default().insert(at);
                }
                if as_acronym(full).is_none() {
                    long.initials.entry(initials(full)).or_default().insert(at);
                }
            }
        }
        long
    }

    /// The one cluster that the cluster of an acronym is short for.
    fn owner<'n>(
        &self,
        clusters: &[Cluster],
        short: usize,
        name: impl Fn(usize) -> &'n str,
    ) -> Option<usize> {
        let mut acronyms = clusters[short].sightings.iter().map(|&i| as_acronym(name(i)));
        let acronym = acronyms.next().flatten()?;
        if acronyms.any(|a| a.as_ref() != Some(&acronym)) {
            return None;
        }
        let owner = match self.introduced.get(&acronym) {
            Some(by) => only(by),
            None => self.initials.get(&acronym).and_then(only).filter(|&owner| {
                // Two letters are short for too much: "HP" is no Huffington Post.
                let names = |c: usize| clusters[c].sightings.iter().map(|&i| name(i));
                let is_known = |c| names(c).any(|n| self.is_known(n));
                acronym.len() > 2 || is_known(short) && is_known(owner)
            }),
        };
        let owner = owner.filter(|&o| o != short)?;
        let (a, b) = (clusters[owner].label, clusters[short].label);
        (a.is_none() || b.is_none() || a == b).then_some(owner)
    }

    /// Whether the name is of a country, a union of them or an outlet: "EU", "European Union".
    fn is_known(&self, name: &str) -> bool {
        let id = |w: &str| self.words.lexicon.id(&w.to_lowercase());
        let ids: Vec<WordId> = name.split_whitespace().map(id).collect();
        [self.words.places, self.words.outlets].into_iter().any(|l| self.words.is_entry(l, &ids))
    }
}

fn only(of: &BTreeSet<usize>) -> Option<usize> {
    let mut all = of.iter().copied();
    all.next().filter(|_| all.next().is_none())
}
