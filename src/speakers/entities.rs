//! Gathers the names of an article into entities: "Kim Jong Un", "Kim" and
//! "North Korean leader Kim Jong-un" are one, "Duyeon Kim" is another.
//!
//! Takes the names that [`super::names`] found. A surname that two entities
//! share is left open here: who is meant depends on where it stands, and
//! [`super::focus`] settles it.

use super::names::{Gender, Name, Sort, is_acronym};
use super::person_names::{Parts, same_letters};
use super::roles;
use super::vocabulary::Vocabulary;
use crate::text::{Document, TokenRange, WordId};

/// An entity by its place in [`Entities`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
}

/// All entities of an article, and which name stands for which.
#[derive(Debug)]
pub(super) struct Entities {
    pub(super) all: Vec<Entity>,
    /// Per name; `None` where several entities share it.
    pub(super) of_name: Vec<Option<EntityIx>>,
}

/// Compares names and gathers them.
pub(super) struct Gatherer<'a, 't> {
    pub(super) document: &'a Document<'t>,
    pub(super) words: &'a Vocabulary<'a>,
}

impl<'a, 't> Gatherer<'a, 't> {
    /// The entities that `names` stand for.
    pub(super) fn gather(&self, names: &[Name]) -> Entities {
        let mut entities = Entities { all: Vec::new(), of_name: vec![None; names.len()] };
        // Full names first, as a surname may stand before the full name does;
        // then what has a title, as "Mr. Obama" keeps off Michelle Obama.
        for round in 0..4 {
            for (slot, name) in entities.of_name.iter_mut().zip(names) {
                if Self::round(name) != round {
                    continue;
                }
                *slot = match round {
                    0 => Some(self.full(&mut entities.all, name)),
                    _ => self.single(&mut entities.all, name),
                };
                if let Some(ix) = *slot {
                    self.learn(&mut entities.all[ix.0 as usize], names, name);
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

    fn text(&self, i: usize) -> &'t str {
        self.document.tokens[i].span.of(self.document.text)
    }

    fn full(&self, all: &mut Vec<Entity>, name: &Name) -> EntityIx {
        let found = all.iter().position(|e| self.is_same(e, name));
        let ix = found.unwrap_or_else(|| {
            all.push(Entity::new(name));
            all.len() - 1
        });
        let entity = &mut all[ix];
        if name.tokens.len() > entity.name.len() || self.is_formal_for(name.tokens, entity.name) {
            entity.name = name.tokens;
        }
        entity.acronym = entity.acronym.or(name.acronym);
        EntityIx(ix as u32)
    }

    /// The entity of a name of one word; `None` when several share it.
    fn single(&self, all: &mut Vec<Entity>, name: &Name) -> Option<EntityIx> {
        let word = name.tokens.start as usize;
        let mut by_surname = self.sharing(all, name);
        if let Some(first) = by_surname.next() {
            if by_surname.next().is_none() {
                drop(by_surname);
                if !self.is_relative_of_figure(&all[first.0 as usize], name) {
                    return Some(first);
                }
                all.push(Entity::new(name));
                let figure = EntityIx(all.len() as u32 - 1);
                return if name.lead.is_empty() { None } else { Some(figure) };
            }
            drop(by_surname);
            return self.titled_alike(all, name).or_else(|| self.only_surname(all, name));
        }
        drop(by_surname);
        let given = |e: &Entity| {
            e.sort == Sort::Person
                && e.name.len() > 1
                && same_letters(self.text(self.parts(e.name).given.start as usize), self.text(word))
        };
        let by_given = || all.iter().enumerate().filter(|(_, e)| given(e));
        if by_given().count() == 1 && name.lead.is_empty() {
            return by_given().next().map(|(i, _)| EntityIx(i as u32));
        }
        let by_short_form =
            all.iter().position(|e| e.sort != Sort::Person && self.is_short_form(e, name));
        if let Some(ix) = by_short_form {
            return Some(EntityIx(ix as u32));
        }
        all.push(Entity::new(name));
        Some(EntityIx(all.len() as u32 - 1))
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
    fn only_surname(&self, all: &[Entity], name: &Name) -> Option<EntityIx> {
        if name.lead.is_empty() {
            return None;
        }
        self.sharing(all, name).find(|e| all[e.0 as usize].name.len() == 1)
    }

    /// Of several who share a surname, the one who alone bears the name's title.
    fn titled_alike(&self, all: &[Entity], name: &Name) -> Option<EntityIx> {
        let title = self.document.tokens[(name.lead.end as usize).checked_sub(1)?].word;
        if name.lead.is_empty() || title == WordId::UNKNOWN {
            return None;
        }
        let bears = |e: &EntityIx| {
            let roles = &all[e.0 as usize].roles;
            roles.iter().any(|r| r.iter().any(|i| self.document.tokens[i].word == title))
        };
        let mut bearers = self.sharing(all, name).filter(bears);
        let first = bearers.next()?;
        bearers.next().is_none().then_some(first)
    }

    /// The persons whom a surname alone may stand for, in order of first full naming.
    pub(super) fn sharing<'e>(
        &'e self,
        all: &'e [Entity],
        name: &'e Name,
    ) -> impl Iterator<Item = EntityIx> + 'e {
        let word = name.tokens.start as usize;
        all.iter().enumerate().filter_map(move |(i, e)| {
            let fits = !e.nameless
                && matches!(e.sort, Sort::Person | Sort::Unknown)
                && name.sort != Sort::Outlet
                && same_letters(self.text(self.parts(e.name).surname), self.text(word))
                && agree(e.gender, name.gender);
            fits.then_some(EntityIx(i as u32))
        })
    }

    /// Whether a full name is another naming of `entity`.
    fn is_same(&self, entity: &Entity, name: &Name) -> bool {
        if same_letters(self.document.words(entity.name), self.document.words(name.tokens)) {
            return true;
        }
        let persons = entity.sort == Sort::Person && name.sort == Sort::Person;
        if persons {
            return agree(entity.gender, name.gender)
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
    fn is_formal_for(&self, one: TokenRange, other: TokenRange) -> bool {
        let word = |r: TokenRange| self.document.tokens[r.start as usize].word;
        one.len() == other.len()
            && self.words.has_pair(self.words.nicknames, word(other), word(one))
    }

    fn is_same_given(&self, one: usize, other: usize) -> bool {
        self.words.is_same_given((self.document, one), (self.document, other))
    }

    /// Whether `name` shortens the entity's: its last words, or its initials.
    fn is_short_form(&self, entity: &Entity, name: &Name) -> bool {
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
        let mut letters = acronym.chars();
        let mut initials = name
            .iter()
            .filter(|&i| self.document.tokens[i].capital)
            .filter_map(|i| self.text(i).chars().next());
        initials.by_ref().all(|c| letters.next() == Some(c)) && letters.next().is_none()
    }

    fn parts(&self, name: TokenRange) -> Parts {
        Parts::of(self.words, self.document, name)
    }

    /// Takes over what one naming tells: gender, roles, affiliation.
    fn learn(&self, entity: &mut Entity, names: &[Name], name: &Name) {
        if entity.gender == Gender::Unknown {
            entity.gender = name.gender;
        }
        if name.sort == Sort::Person && entity.sort == Sort::Unknown {
            entity.sort = Sort::Person;
        }
        let told = roles::of_name(self.document, self.words, names, name);
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
    fn new(name: &Name) -> Self {
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
        }
    }
}

/// Whether nothing speaks against the two being of one gender.
pub(crate) fn agree(one: Gender, other: Gender) -> bool {
    one == other || one == Gender::Unknown || other == Gender::Unknown
}
