//! Gathers the names of an article into entities: "Kim Jong Un", "Kim" and
//! "North Korean leader Kim Jong-un" are one, "Duyeon Kim" is another.
//!
//! Takes the names that [`super::names`] found. A surname that two entities
//! share is left open here: who is meant depends on where it stands, and
//! [`super::focus`] settles it.

use super::likeness::agree;
use super::names::{Gender, Name, Sort};
use super::person_names::same_letters;
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
    /// Its party and state after a name: "R-Ariz.".
    pub(super) seat: Option<u32>,
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

    pub(super) fn text(&self, i: usize) -> &'t str {
        self.document.tokens[i].span.of(self.document.text)
    }

    fn full(&self, all: &mut Vec<Entity>, name: &Name) -> EntityIx {
        let found = all.iter().position(|e| self.is_same(e, name));
        let ix = found.unwrap_or_else(|| {
            all.push(Entity::new(name));
            all.len() - 1
        });
        let entity = &mut all[ix];
        let fuller = name.tokens.len() > entity.name.len()
            || self.is_formal_for(name.tokens, entity.name)
            || self.is_peer(entity.name);
        let may_replace = !self.is_peer(name.tokens)
            || self.is_peer(entity.name) && name.tokens.len() > entity.name.len();
        if fuller && may_replace {
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
        if by_given().count() == 1 && self.may_be_given(name) {
            return by_given().next().map(|(i, _)| EntityIx(i as u32));
        }
        let by_short_form =
            all.iter().position(|e| e.sort != Sort::Person && self.is_short_form(e, name));
        if let Some(ix) = by_short_form.or_else(|| self.opened_by(all, name)) {
            return Some(EntityIx(ix as u32));
        }
        all.push(Entity::new(name));
        Some(EntityIx(all.len() as u32 - 1))
    }

    /// Whether a name of one word may be a first name: alone or after "Sir".
    fn may_be_given(&self, name: &Name) -> bool {
        let title = name.lead.iter().next_back();
        title.is_none_or(|i| self.words.at(self.words.given_titles, self.document, i))
    }

    /// The one organisation whose name the word opens or ends: "Hanbit" of Hanbit Energy.
    fn opened_by(&self, all: &[Entity], name: &Name) -> Option<usize> {
        let word = name.tokens.start as usize;
        let opens = |e: &Entity| {
            let (first, last) = (e.name.start as usize, e.name.end as usize - 1);
            let rest = self.words.entry(self.words.places, self.document, first + 1);
            let is_head = |i: usize| self.words.at(self.words.organisation_heads, self.document, i);
            let is_whole =
                is_head(first) || is_head(last) || e.name.iter().any(|i| self.text(i) == "&");
            e.sort == Sort::Organisation
                && last > first
                && is_whole
                && rest != Some(last + 1)
                && [first, last].into_iter().any(|i| same_letters(self.text(i), self.text(word)))
        };
        let mut found = all.iter().enumerate().filter(|(_, e)| opens(e)).map(|(i, _)| i);
        let is_place = self.words.at(self.words.places, self.document, word);
        let may_be = matches!(name.sort, Sort::Organisation | Sort::Place) && !is_place;
        let first = found.next().filter(|_| may_be)?;
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
                && !matches!(name.sort, Sort::Outlet | Sort::Organisation)
                && self.is_surname_of(e.name, word)
                && agree(e.gender, name.gender);
            fits.then_some(EntityIx(i as u32))
        })
    }

    /// The party and state right after a name: "R-Ariz." in "Kim Lee, R-Ariz.".
    fn seat(&self, name: &Name) -> Option<u32> {
        let after = name.tokens.end as usize;
        self.document.tokens.get(after + 1)?;
        let opens = matches!(self.text(after), "," | "(");
        let (letter, _) = self.text(after + 1).split_once('-').filter(|_| opens)?;
        let letter = self.words.lexicon.id(&letter.to_lowercase());
        self.words.partner(self.words.party_letters, letter).map(|_| after as u32 + 1)
    }

    /// Takes over what one naming tells: gender, roles, affiliation.
    fn learn(&self, entity: &mut Entity, names: &[Name], name: &Name) {
        if entity.gender == Gender::Unknown {
            entity.gender = name.gender;
        }
        if name.sort == Sort::Person && entity.sort == Sort::Unknown {
            entity.sort = Sort::Person;
        }
        entity.seat = entity.seat.or_else(|| self.seat(name));
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
