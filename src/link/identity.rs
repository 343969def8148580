//! Identifiers, and giving them to rows.

use super::aliases::{Aliases, assign};
use super::fold::{as_acronym, fold};
use super::organisations;
use super::persons::Persons;
use super::sightings::{JOINT, Kind, Part, Sighting, see};
use super::{Census, Cluster};
use crate::output::Row;
use crate::speakers::{Vocabulary, is_initial};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// Sixteen hex digits from a name, however it is spelt, and what tells it from others
/// of that name: the same on every run and machine.
pub(super) fn hashed(name: &str, detail: &str, words: &Vocabulary<'_>) -> String {
    let mut bytes = fold(name, words);
    if !detail.is_empty() {
        bytes.push('\0');
        bytes.push_str(detail);
    }
    format!("{:016x}", xxh3_64(bytes.as_bytes()))
}

/// Who is who over a run.
#[derive(Debug)]
pub struct Identities<'a> {
    words: &'a Vocabulary<'a>,
    aliases: Option<&'a Aliases>,
    of_sighting: FxHashMap<Sighting, u32>,
    /// By letters, those of which all bearers are one: for names of unknown kind.
    of_letters: FxHashMap<String, Option<u32>>,
    /// Name (where it is the user's) and id.
    speakers: Vec<(Option<String>, String)>,
}

impl<'a> Identities<'a> {
    pub(super) fn settle(
        census: Census,
        words: &'a Vocabulary<'a>,
        aliases: Option<&'a Aliases>,
    ) -> Self {
        let mut seen: Vec<(Sighting, u64)> = census.0.into_iter().collect();
        seen.sort_unstable();
        let kinds = settled_kinds(&seen, words);
        let of_kind = |kind| (0..seen.len()).filter(|&i| kinds[i] == kind).collect::<Vec<_>>();
        let persons = Persons { words, aliases, sightings: &seen };
        let mut clusters = persons.settle(&of_kind(Kind::Person));
        let places = of_kind(Kind::Organisation);
        clusters.extend(organisations::settle((&seen, &places), words, aliases));
        let speakers = identified(&clusters, &seen, words, aliases);
        let mut of_letters: FxHashMap<String, Option<u32>> = FxHashMap::default();
        let mut of_sighting = FxHashMap::default();
        for (n, i) in clusters
            .iter()
            .enumerate()
            .flat_map(|(n, c)| c.sightings.iter().map(move |i| (n as u32, *i)))
        {
            let sighting = &seen[i].0;
            of_letters
                .entry(fold(&sighting.name, words))
                .and_modify(|c| *c = c.filter(|c| *c == n))
                .or_insert(Some(n));
            of_sighting.insert(sighting.clone(), n);
        }
        Self { words, aliases, of_sighting, of_letters, speakers }
    }

    /// How many speakers there are.
    pub fn count(&self) -> usize {
        self.speakers.len()
    }

    /// Gives the rows of one article their ids.
    pub fn assign(&self, rows: &mut [Row]) {
        let seen = see(rows, self.words);
        for (row, parts) in rows.iter_mut().zip(&seen.of_rows) {
            assign(row, |i, name| {
                let own = self.aliases.and_then(|a| a.find(name, self.words));
                own.map(|known| known.both()).or_else(|| {
                    let cluster = match parts.get(i)? {
                        Part::Seen(at) => *self.of_sighting.get(&seen.sightings[*at].0)?,
                        Part::Unknown(letters) => (*self.of_letters.get(letters)?)?,
                        Part::Nameless => return None,
                    };
                    let (name, id) = &self.speakers[cluster as usize];
                    Some((name.as_deref(), &**id))
                })
            });
        }
    }
}

/// The kind of each sighting. A name that is a person in one article and an organisation in
/// another is what it is in most rows, unless it may be a surname. A word alone of which
/// its article tells nothing counts as an organisation there; here it is a surname, where
/// persons of that surname have at least as many rows.
fn settled_kinds(seen: &[(Sighting, u64)], words: &Vocabulary<'_>) -> Vec<Kind> {
    let mut rows: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    let mut surnames: BTreeMap<String, u64> = BTreeMap::new();
    for (sighting, count) in seen {
        rows.entry(fold(&sighting.name, words)).or_default()[sighting.kind as usize] += count;
        let last = sighting.name.rsplit_once(char::is_whitespace);
        if let (Kind::Person, Some((_, surname))) = (sighting.kind, last) {
            *surnames.entry(fold(surname, words)).or_default() += count;
        }
    }
    let kind =
        |sighting: &Sighting| {
            let letters = fold(&sighting.name, words);
            let alone = !sighting.name.contains(char::is_whitespace);
            let bears = surnames.get(&letters).copied().unwrap_or_default();
            match rows.get(&letters) {
                Some([_, organisations]) if alone && bears > 0 && bears >= *organisations => {
                    Kind::Person
                }
                Some([persons, organisations])
                    if *persons > 0 && *organisations > 0 && bears == 0 =>
                {
                    if persons > organisations { Kind::Person } else { Kind::Organisation }
                }
                _ => sighting.kind,
            }
        };
    seen.iter().map(|(sighting, _)| kind(sighting)).collect()
}

/// Name, where it is the user's, and id of each cluster.
fn identified(
    clusters: &[Cluster],
    seen: &[(Sighting, u64)],
    words: &Vocabulary<'_>,
    aliases: Option<&Aliases>,
) -> Vec<(Option<String>, String)> {
    let names: Vec<&str> = clusters.iter().map(|c| best_name(c, seen)).collect();
    let rows = |c: &Cluster| c.sightings.iter().map(|&i| seen[i].1).sum::<u64>();
    // Namesakes: the one with most rows has the hash of the name alone.
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by_key(|&n| (fold(names[n], words), Reverse(rows(&clusters[n])), n));
    let mut details = vec![String::new(); clusters.len()];
    for pair in order.windows(2) {
        if fold(names[pair[0]], words) == fold(names[pair[1]], words) {
            let first = clusters[pair[1]].sightings.iter().map(|&i| &seen[i].0).min();
            details[pair[1]] = first.map(detail).unwrap_or_default();
        }
    }
    let id = |n: usize| match aliases.zip(clusters[n].label) {
        Some((aliases, label)) => {
            let known = aliases.known(label);
            (Some(known.name.clone()), known.id.clone())
        }
        None => (None, hashed(names[n], &details[n], words)),
    };
    (0..clusters.len()).map(id).collect()
}

/// What tells a speaker from namesakes.
fn detail(sighting: &Sighting) -> String {
    let told: Vec<&str> =
        sighting.affiliations.iter().chain(&sighting.roles).map(String::as_str).collect();
    format!("{:?} {}", sighting.kind, told.join(JOINT))
}

/// The name that a cluster is known by: a full one, without initials, of few words,
/// of many rows; so that other articles of another run settle on the same.
fn best_name<'s>(cluster: &Cluster, seen: &'s [(Sighting, u64)]) -> &'s str {
    let mut rows: BTreeMap<&str, u64> = BTreeMap::new();
    for &i in &cluster.sightings {
        *rows.entry(&seen[i].0.name).or_default() += seen[i].1;
    }
    let rank = |(name, rows): &(&str, u64)| {
        let count = name.split_whitespace().count();
        let is_short = match cluster.kind {
            Kind::Person => count == 1,
            Kind::Organisation => as_acronym(name).is_some(),
        };
        let has_initial = name.split_whitespace().any(is_initial);
        (is_short, has_initial, count, Reverse(*rows))
    };
    rows.into_iter().min_by_key(rank).map_or("", |(name, _)| name)
}
