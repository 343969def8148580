//! Gathers the names of an article into entities: "Kim Jong Un", "Kim" and
//! "North Korean leader Kim Jong-un" are one, "Duyeon Kim" is another.
//!
//! Takes the names that [`super::names`] found. A surname that two entities
//! share is left open here: who is meant depends on where it stands, and
//! [`super::focus`] settles it.

use super::index::{Index, Key, Marks};
use super::likeness::agree;
use super::names::{Gender, Name, Sort};
use super::person_names::{Parts, is_initial, same_letters};
use super::roles::{self, Told};
use super::vocabulary::Vocabulary;
use crate::text::{Document, TokenRange, WordId};
use memchr::memchr;
use rustc_hash::FxHashMap;

/// An entity by its place in [`Entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EntityIx(pub(super) u32);

/// Someone or something that the article names or describes.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    /// Its fullest name, or the words that describe it.
    pub(super) name: TokenRange,
    pub(super) sort: Sort,
    pub(super) gender: Gender,
    /// Whether it is several.
    pub(super) plural: bool,
    /// Whether only a description is known: "a senior official".
    pub(super) nameless: bool,
    /// The roles that the article gives it, leads and appositives, in text order.
    pub(super) roles: Vec<TokenRange>,
    /// The organisation that it is "of", "from", "at".
    pub(super) affiliation: Option<TokenRange>,
    pub(super) acronym: Option<u32>,
    /// The kind of what is only described; empty for a name.
    pub(super) kind: &'static str,
    /// What several are called together: "Obama; Hillary Clinton".
    pub(super) label: Option<String>,
    /// Its party and state after a name: "R-Ariz.".
    pub(super) seat: Option<u32>,
}

/// All entities of an article, and which name stands for which.
#[derive(Debug, Default)]
pub(super) struct Entities {
    pub(super) all: Vec<Entity>,
    /// Per name; `None` where several entities share it.
    pub(super) of_name: Vec<Option<EntityIx>>,
    /// Per name what stands around it.
    pub(super) told: Vec<Told>,
    /// Those that have a name.
    index: Index,
    /// Those that have a label: the first of each.
    labels: FxHashMap<String, EntityIx>,
}

impl Entities {
    /// Adds one that has no name of its own.
    pub(super) fn add(&mut self, entity: Entity) -> EntityIx {
        let ix = EntityIx(self.all.len() as u32);
        if let Some(label) = &entity.label {
            self.labels.entry(label.clone()).or_insert(ix);
        }
        self.all.push(entity);
        ix
    }

    /// The one that has this label.
    pub(super) fn labelled(&self, label: &str) -> Option<EntityIx> {
        self.labels.get(label).copied()
    }
}

/// Compares names and gathers them.
pub(super) struct Gatherer<'a, 't> {
    pub(super) document: &'a Document<'t>,
    pub(super) words: &'a Vocabulary<'a>,
}

impl<'a, 't> Gatherer<'a, 't> {
    /// The entities that `names` stand for.
    pub(super) fn gather(&self, names: &[Name]) -> Entities {
        let told = names.iter().map(|n| roles::of_name(self.document, self.words, names, n));
        let told = told.collect();
        let of_name = vec![None; names.len()];
        let all = Vec::with_capacity(names.len());
        let mut entities = Entities { all, told, of_name, ..Entities::default() };
        entities.index.reserve(names.len());
        let mut near = Vec::new();
        // Full names first, as a surname may stand before the full name does;
        // then what has a title, as "Mr. Obama" keeps off Michelle Obama.
        for round in 0..4 {
            for (at, name) in names.iter().enumerate() {
                if Self::round(name) != round {
                    continue;
                }
                let entity = match round {
                    0 => Some(self.full(&mut entities, name)),
                    _ => self.single(&mut entities, name, &mut near),
                };
                entities.of_name[at] = entity;
                if let Some(ix) = entity {
                    let told = entities.told[at];
                    self.learn(&mut entities.all[ix.0 as usize], &told, name);
                }
            }
        }
        entities
    }

    fn round(name: &Name) -> usize {
        match (name.tokens.len() > 1, name.gender) {
            (true, _) => 0,
            (false, Gender::Male | Gender::Female) => 1,
            (false, Gender::Unknown) if !name.lead.is_empty() => 2,
            (false, Gender::Unknown) => 3,
        }
    }

    pub(super) fn text(&self, i: usize) -> &'t str {
        self.document.tokens[i].span.of(self.document.text)
    }

    /// Adds the entity that `name` is the first naming of.
    fn add(&self, entities: &mut Entities, name: &Name) -> EntityIx {
        let ix = entities.all.len();
        entities.all.push(Entity::new(name));
        self.index(entities, ix, name);
        self.index_acronym(entities, ix);
        EntityIx(ix as u32)
    }

    /// Has an entity found by the words of `name`, its own from now on.
    fn index(&self, entities: &mut Entities, ix: usize, name: &Name) {
        let index = &mut entities.index;
        index.add(Key::Whole(name.key), ix, Marks::ALL);
        if name.tokens.len() == 1 {
            // An organisation of one word is compared by its acronym alone; no word tells a
            // person of one word from others.
            if matches!(name.sort, Sort::Person | Sort::Unknown) {
                index.add(Key::Word(name.key), ix, Marks::ALL);
            }
            return;
        }
        let parts = self.parts(name.tokens);
        let (first, last) = (name.tokens.start as usize, name.tokens.end as usize - 1);
        let marks = self.marks(name, &parts);
        let mut words = [parts.surname, last, first, parts.given.start as usize];
        words.sort_unstable();
        for (k, &word) in words.iter().enumerate() {
            if k == 0 || words[k - 1] != word {
                index.add(Key::word(self.text(word)), ix, marks);
            }
        }
        if name.sort != Sort::Person
            && let Some(initials) = self.initials(name.tokens)
            && let Some(key) = Key::acronym(initials.text())
        {
            index.add(key, ix, Marks::ALL);
        }
    }

    /// The marks of the words by which [`Self::is_same`] tells a name from others of the same
    /// surname or last word.
    fn marks(&self, name: &Name, parts: &Parts) -> Marks {
        let last = name.tokens.end as usize - 1;
        let telling = match name.sort {
            Sort::Person => parts.given,
            Sort::Unknown => return Marks::ALL,
            _ => TokenRange::new(name.tokens.start as usize, last),
        };
        let mut marks = Marks::NONE;
        for i in telling.iter() {
            let text = self.text(i);
            // "J. Kim" may be any; "Times Square Times" is short for nothing by its words alone.
            let is_sure = match name.sort {
                Sort::Person => !is_initial(text),
                _ => !same_letters(text, self.text(last)),
            };
            if !is_sure {
                return Marks::ALL;
            }
            marks = marks.with(Marks::word(text));
            if self.document.tokens[i].word != WordId::UNKNOWN {
                marks = marks.with(Marks::KNOWN);
            }
        }
        if telling.is_empty() { Marks::ALL } else { marks }
    }

    fn full(&self, entities: &mut Entities, name: &Name) -> EntityIx {
        let parts = self.parts(name.tokens);
        let last = name.tokens.end as usize - 1;
        let word = |i: usize| Key::word(self.text(i));
        let mut found: Option<usize> = None;
        let mut compare = |key, marks| {
            entities.index.each(key, marks, |ix| {
                let is_first = found.is_none_or(|found| ix < found);
                if is_first && self.is_same(&entities.all[ix], name) {
                    found = Some(ix);
                }
            });
        };
        compare(Key::Whole(name.key), Marks::ALL);
        let words = [Some(word(parts.surname)), (last != parts.surname).then(|| word(last))];
        let is_shared = |key: &Key| entities.index.is_shared(*key);
        // To compare with one costs less than to mark the words.
        let marks = match words.iter().flatten().any(is_shared) {
            true => self.marks(name, &parts),
            false => Marks::ALL,
        };
        words.into_iter().flatten().for_each(|key| compare(key, marks));
        let ix = found.unwrap_or_else(|| self.add(entities, name).0 as usize);
        let entity = &mut entities.all[ix];
        let fuller = name.tokens.len() > entity.name.len()
            || self.is_formal_for(name.tokens, entity.name)
            || self.is_peer(entity.name);
        let may_replace = !self.is_peer(name.tokens)
            || self.is_peer(entity.name) && name.tokens.len() > entity.name.len();
        entity.acronym = entity.acronym.or(name.acronym);
        if fuller && may_replace {
            entity.name = name.tokens;
            self.index(entities, ix, name);
        }
        self.index_acronym(entities, ix);
        EntityIx(ix as u32)
    }

    fn index_acronym(&self, entities: &mut Entities, ix: usize) {
        let acronym = entities.all[ix].acronym.map(|i| self.text(i as usize));
        if let Some(key) = acronym.and_then(Key::acronym) {
            entities.index.add(key, ix, Marks::ALL);
        }
    }

    /// The entity of a name of one word; `None` when several share it. `near` is room for those
    /// that it is compared with.
    fn single(
        &self,
        entities: &mut Entities,
        name: &Name,
        near: &mut Vec<usize>,
    ) -> Option<EntityIx> {
        let word = name.tokens.start as usize;
        entities.index.near(&self.keys(name), near);
        let first_two = {
            let mut sharing = self.fitting(&entities.all, near, name);
            (sharing.next(), sharing.next())
        };
        match first_two {
            (None, _) => {}
            (Some(first), None) => {
                if !self.is_relative_of_figure(&entities.all[first.0 as usize], name) {
                    return Some(first);
                }
                let figure = self.add(entities, name);
                return if name.lead.is_empty() { None } else { Some(figure) };
            }
            _ => {
                let all = &entities.all;
                let sharing: Vec<EntityIx> = self.fitting(all, near, name).collect();
                let alike = self.titled_alike(all, &sharing, name);
                return alike.or_else(|| self.only_surname(all, &sharing, name));
            }
        }
        let all = &entities.all;
        let given = |&ix: &usize| {
            let e = &all[ix];
            e.sort == Sort::Person
                && e.name.len() > 1
                && same_letters(self.text(self.parts(e.name).given.start as usize), self.text(word))
        };
        let mut by_given = near.iter().copied().filter(given);
        if let (Some(first), None) = (by_given.next(), by_given.next())
            && self.may_be_given(name)
        {
            return Some(EntityIx(first as u32));
        }
        let is_short =
            |&ix: &usize| all[ix].sort != Sort::Person && self.is_short_form(&all[ix], name);
        let by_short_form = near.iter().copied().find(is_short);
        if let Some(ix) = by_short_form.or_else(|| self.opened_by(all, near, name)) {
            return Some(EntityIx(ix as u32));
        }
        Some(self.add(entities, name))
    }

    /// The keys of all that a name of one word may stand for.
    fn keys(&self, name: &Name) -> [Option<Key>; 3] {
        let text = self.text(name.tokens.start as usize);
        // "Kim-Lee" may be Ann Kim Lee.
        let second = memchr(b'-', text.as_bytes()).map(|at| Key::word(&text[at + 1..]));
        [Some(Key::Word(name.key)), second, Key::acronym(text)]
    }

    /// Whether a name of one word may be a first name: alone or after "Sir".
    fn may_be_given(&self, name: &Name) -> bool {
        let title = name.lead.iter().next_back();
        title.is_none_or(|i| self.words.at(self.words.given_titles, self.document, i))
    }

    /// The one organisation whose name the word opens or ends: "Hanbit" of Hanbit Energy.
    fn opened_by(&self, all: &[Entity], near: &[usize], name: &Name) -> Option<usize> {
        let word = name.tokens.start as usize;
        let is_place = || self.words.at(self.words.places, self.document, word);
        if !matches!(name.sort, Sort::Organisation | Sort::Place) || is_place() {
            return None;
        }
        let opens = |e: &Entity| {
            let (first, last) = (e.name.start as usize, e.name.end as usize - 1);
            let rest = || self.words.entry(self.words.places, self.document, first + 1);
            let is_head = |i: usize| self.words.at(self.words.organisation_heads, self.document, i);
            let is_whole =
                || is_head(first) || is_head(last) || e.name.iter().any(|i| self.text(i) == "&");
            e.sort == Sort::Organisation
                && last > first
                && [first, last].into_iter().any(|i| same_letters(self.text(i), self.text(word)))
                && is_whole()
                && rest() != Some(last + 1)
        };
        let mut found = near.iter().copied().filter(|&ix| opens(&all[ix]));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Whether the surname alone means a public figure and the entity is
    /// another of the family: "Trump" beside Ivanka Trump.
    fn is_relative_of_figure(&self, entity: &Entity, name: &Name) -> bool {
        let surname = self.document.tokens[name.tokens.start as usize].word;
        let Some(figure) = self.words.public_figure(surname) else { return false };
        let is_figures = |i: usize| figure.contains(&self.document.tokens[i].word);
        let given = self.parts(entity.name).given;
        let nicknamed = |i: usize| {
            figure.iter().any(|f| {
                let word = self.document.tokens[i].word;
                self.words.has_pair(self.words.nicknames, word, *f)
                    || self.words.has_pair(self.words.nicknames, *f, word)
            })
        };
        let other = name.gender == Gender::Unknown && entity.name.len() > 1;
        other && !given.iter().any(|i| is_figures(i) || nicknamed(i))
    }

    /// Of several, the one whom the article knows by surname alone: beside
    /// Michelle Obama "President Obama" is "Mr. Obama".
    fn only_surname(&self, all: &[Entity], sharing: &[EntityIx], name: &Name) -> Option<EntityIx> {
        if name.lead.is_empty() {
            return None;
        }
        sharing.iter().copied().find(|e| all[e.0 as usize].name.len() == 1)
    }

    /// Of several who share a surname, the one who alone bears the name's title.
    fn titled_alike(&self, all: &[Entity], sharing: &[EntityIx], name: &Name) -> Option<EntityIx> {
        let title = self.document.tokens[(name.lead.end as usize).checked_sub(1)?].word;
        if name.lead.is_empty() || title == WordId::UNKNOWN {
            return None;
        }
        let bears = |e: &EntityIx| {
            let roles = &all[e.0 as usize].roles;
            roles.iter().any(|r| r.iter().any(|i| self.document.tokens[i].word == title))
        };
        let mut bearers = sharing.iter().copied().filter(bears);
        let first = bearers.next()?;
        bearers.next().is_none().then_some(first)
    }

    /// The persons whom a surname alone may stand for, in order of first full naming.
    pub(super) fn sharing(&self, entities: &Entities, name: &Name) -> Vec<EntityIx> {
        let mut near = Vec::new();
        entities.index.near(&self.keys(name), &mut near);
        self.fitting(&entities.all, &near, name).collect()
    }

    /// Those of `near` that are persons whom a surname alone may stand for.
    fn fitting<'e>(
        &'e self,
        all: &'e [Entity],
        near: &'e [usize],
        name: &'e Name,
    ) -> impl Iterator<Item = EntityIx> + 'e {
        let word = name.tokens.start as usize;
        let is_person = !matches!(name.sort, Sort::Outlet | Sort::Organisation);
        let fits = move |e: &Entity| {
            !e.nameless
                && matches!(e.sort, Sort::Person | Sort::Unknown)
                && is_person
                && agree(e.gender, name.gender)
                && self.is_surname_of(e.name, word)
        };
        near.iter().filter(move |&&ix| fits(&all[ix])).map(|&ix| EntityIx(ix as u32))
    }

    /// The party and state right after a name: "R-Ariz." in "Kim Lee, R-Ariz.".
    fn seat(&self, name: &Name) -> Option<u32> {
        let after = name.tokens.end as usize;
        self.document.tokens.get(after + 1)?;
        if !matches!(self.text(after), "," | "(") {
            return None;
        }
        let (letter, _) = self.text(after + 1).split_once('-')?;
        let letter = self.words.lexicon.id(&letter.to_lowercase());
        self.words.partner(self.words.party_letters, letter).map(|_| after as u32 + 1)
    }

    /// Takes over what one naming tells: gender, roles, affiliation.
    fn learn(&self, entity: &mut Entity, told: &Told, name: &Name) {
        if entity.gender == Gender::Unknown {
            entity.gender = name.gender;
        }
        if name.sort == Sort::Person && entity.sort == Sort::Unknown {
            entity.sort = Sort::Person;
        }
        entity.seat = entity.seat.or_else(|| self.seat(name));
        for role in [told.lead, told.apposed].into_iter().flatten() {
            // 8: an article that gives more than eight roles to one repeats itself.
            if entity.roles.len() < 8 {
                entity.roles.push(role);
            }
            if entity.sort == Sort::Unknown {
                entity.sort = Sort::Person;
            }
            if entity.gender == Gender::Unknown {
                entity.gender = roles::gender(self.document, self.words, role);
            }
        }
        if entity.affiliation.is_none() {
            entity.affiliation = told.affiliation;
        }
    }
}

impl Entity {
    pub(super) fn new(name: &Name) -> Self {
        Self {
            name: name.tokens,
            sort: name.sort,
            gender: name.gender,
            plural: false,
            nameless: false,
            roles: Vec::new(),
            affiliation: None,
            acronym: name.acronym,
            kind: "",
            label: None,
            seat: None,
        }
    }

    /// What is only described: "a senior official", "Republican senators".
    pub(super) fn described(
        words: TokenRange,
        gender: Gender,
        plural: bool,
        is_thing: bool,
    ) -> Self {
        Self {
            name: words,
            sort: if is_thing { Sort::Organisation } else { Sort::Person },
            gender,
            plural,
            nameless: true,
            roles: vec![words],
            affiliation: None,
            acronym: None,
            kind: "",
            label: None,
            seat: None,
        }
    }
}
