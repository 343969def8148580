//! What one article tells of its speakers.

use super::fold::{fold, has, without_clitic};
use super::names::{PersonName, is_organisation, is_person, organisation_key};
use crate::output::Row;
use crate::speakers::{Gender, Vocabulary};
use crate::text::{Tag, TagSet};

/// Stands between the names of speakers who speak together.
pub(super) const JOINT: &str = "; ";

/// Words of a role that say nothing of who bears it: "the former … of".
const EMPTY: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::IN,
    Tag::CC,
    Tag::TO,
    Tag::PRP,
    Tag::PRPS,
    Tag::POS,
    Tag::CD,
    Tag::JJ,
    Tag::JJR,
    Tag::JJS,
    Tag::RB,
    Tag::WP,
    Tag::WDT,
]);

/// Words of an affiliation that say nothing; an adjective does: "New Hampshire".
const JOINTS: TagSet =
    TagSet::of(&[Tag::DT, Tag::IN, Tag::CC, Tag::TO, Tag::PRP, Tag::PRPS, Tag::POS]);

/// What kind of speaker a name is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Person,
    Organisation,
}

/// One speaker as one article shows them. Articles that tell the same of the
/// same name have equal sightings, so a run has few more of them than speakers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Sighting {
    pub(super) kind: Kind,
    pub(super) name: String,
    /// The telling words of each role, roles in order.
    pub(super) roles: Vec<String>,
    pub(super) affiliations: Vec<String>,
    /// What "she" or "Mr." in the speaker mentions tells.
    pub(super) gender: Gender,
    /// The letters of the article's other persons of that surname.
    pub(super) beside: Vec<String>,
}

/// The sightings of an article with their numbers of rows, and each row's speakers.
pub(super) struct Seen {
    pub(super) sightings: Vec<(Sighting, u64)>,
    pub(super) of_rows: Vec<Vec<Part>>,
}

/// One of a row's speakers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// By its place in [`Seen::sightings`].
    Seen(usize),
    /// One of a mixed company, of unknown kind: its letters.
    Unknown(String),
    /// A description, a group, or nobody.
    Nameless,
}

/// Reads the rows of one article.
pub(super) fn see(rows: &[Row], words: &Vocabulary<'_>) -> Seen {
    let mut seen = Seen { sightings: Vec::new(), of_rows: Vec::with_capacity(rows.len()) };
    let mut keys: Vec<(Kind, String)> = Vec::new();
    for row in rows {
        let is_joint = row.speaker.contains(JOINT);
        let mut parts = Vec::new();
        for name in row.speaker.split(JOINT) {
            let Some(kind) = kind(row.speaker_kind, name, words) else {
                let is_mixed = is_joint && row.speaker_kind == "group";
                parts.push(match is_mixed {
                    true => Part::Unknown(fold(name, words)),
                    false => Part::Nameless,
                });
                continue;
            };
            let key = (kind, key(kind, name, words));
            let at = keys.iter().position(|k| *k == key).unwrap_or_else(|| {
                keys.push(key);
                seen.sightings.push((Sighting::new(kind, name), 0));
                keys.len() - 1
            });
            let (sighting, count) = &mut seen.sightings[at];
            *count += 1;
            if !is_joint {
                sighting.learn(row, words);
            }
            parts.push(Part::Seen(at));
        }
        seen.of_rows.push(parts);
    }
    note_namesakes(&mut seen.sightings, words);
    seen
}

/// The kind of a speaker that has a name of its own.
fn kind(column: &str, name: &str, words: &Vocabulary<'_>) -> Option<Kind> {
    match column {
        "person" if is_person(name, words) => Some(Kind::Person),
        "organisation" if is_organisation(name, words) => Some(Kind::Organisation),
        _ => None,
    }
}

/// The letters that names of one speaker share.
fn key(kind: Kind, name: &str, words: &Vocabulary<'_>) -> String {
    match kind {
        Kind::Person => fold(name, words),
        Kind::Organisation => organisation_key(name, words),
    }
}

/// Notes who of one surname speaks in the same article: they are not one, as
/// the article knew them apart.
fn note_namesakes(sightings: &mut [(Sighting, u64)], words: &Vocabulary<'_>) {
    let surname = |s: &Sighting| match s.kind {
        Kind::Person => PersonName::of(&s.name, words).map(|n| n.surname().to_owned()),
        Kind::Organisation => None,
    };
    let surnames: Vec<Option<String>> = sightings.iter().map(|(s, _)| surname(s)).collect();
    for i in 0..sightings.len() {
        let beside = |j: &usize| *j != i && surnames[i].is_some() && surnames[*j] == surnames[i];
        let others = (0..sightings.len()).filter(beside);
        let mut others: Vec<String> = others.map(|j| fold(&sightings[j].0.name, words)).collect();
        others.sort();
        sightings[i].0.beside = others;
    }
}

impl Sighting {
    fn new(kind: Kind, name: &str) -> Self {
        Self {
            kind,
            name: name.to_owned(),
            roles: Vec::new(),
            affiliations: Vec::new(),
            gender: Gender::Unknown,
            beside: Vec::new(),
        }
    }

    fn learn(&mut self, row: &Row, words: &Vocabulary<'_>) {
        insert(&mut self.roles, telling_words(&row.speaker_role, EMPTY, words));
        insert(&mut self.affiliations, telling_words(&row.speaker_affiliation, JOINTS, words));
        if self.gender == Gender::Unknown {
            self.gender = mention_gender(row, words);
        }
    }
}

fn insert(list: &mut Vec<String>, entry: String) {
    if let Err(at) = list.binary_search(&entry)
        && !entry.is_empty()
    {
        list.insert(at, entry);
    }
}

/// The words of a role or affiliation in lower case, without the empty ones.
fn telling_words(text: &str, empty: TagSet, words: &Vocabulary<'_>) -> String {
    let mut out = String::new();
    for word in text.split(|c: char| c.is_whitespace() || c == '/') {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_lowercase();
        let word = without_clitic(&word, words);
        let known = words.lexicon.word(words.lexicon.id(word));
        let is_empty = known.tags.first().is_some_and(|tag| empty.has(*tag));
        if !is_empty && word.contains(char::is_alphanumeric) {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out
}

/// The gender that a pronoun or the courtesy title before the name tells.
fn mention_gender(row: &Row, words: &Vocabulary<'_>) -> Gender {
    let mut mention = row.speaker_mention.split_whitespace();
    let Some(first) = mention.next() else { return Gender::Unknown };
    let (male, female) = match mention.next() {
        None => (words.pronouns_male, words.pronouns_female),
        Some(name) if row.speaker.contains(name) && mention.next().is_none() => {
            (words.titles_male, words.titles_female)
        }
        Some(_) => return Gender::Unknown,
    };
    match (has(male, first, words), has(female, first, words)) {
        (true, false) => Gender::Male,
        (false, true) => Gender::Female,
        _ => Gender::Unknown,
    }
}
