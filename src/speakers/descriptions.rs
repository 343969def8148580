//! Descriptions: "the former president" goes to whom the article gave that role,
//! or else to whom it talks of most; "a senior official" keeps its own words.

use super::describing::{Class, Description};
use super::entities::{Entity, EntityIx};
use super::focus::{NAMED_LATER, Place};
use super::likeness::agree;
use super::mention::{Pronoun, Reading};
use super::names::{Gender, Sort};
use super::resolve::{FINITE, Resolver};
use super::speaker::{How, Speaker};
use super::{display, roles};
use crate::text::{Tag, TokenRange, WordId};
use std::ops::Range;

/// The kind of a speaker that is a document.
const DOCUMENT: &str = "document";

/// What the text called a document, as far as it was read.
#[derive(Debug, Default)]
pub(super) struct Documents {
    /// Up to this token.
    upto: usize,
    told: Option<String>,
}

impl Resolver<'_, '_> {
    pub(super) fn described(
        &mut self,
        range: TokenRange,
        d: &Description,
        place: Place,
    ) -> Speaker {
        self.callings.note_all(self.document, self.words, &self.entities);
        let known = if d.plural { None } else { self.known(d, place) };
        if let Some((entity, how)) = known {
            let sureness = if how == How::Salient { 0.85 } else { 1.0 };
            let rivals = if self.explains { self.rivals_of(d, entity, place) } else { Vec::new() };
            return Speaker { how, sureness, rivals, ..self.of_entity(entity) };
        }
        let kind = match d.class {
            Class::Document => DOCUMENT,
            Class::Organisation if !d.plural => "organisation",
            _ if d.plural && d.anonymous && d.class == Class::Person => "anonymous",
            _ if d.plural => "group",
            Class::Person if d.indefinite || d.anonymous => "anonymous",
            Class::Person => "person",
            _ => "",
        };
        let mut speaker = self.unresolved(self.before_relative(range), kind);
        // "The chairman" is somebody, and the article may well say who.
        let names = |i: usize| self.document.tokens[i].capital && !self.opens_sentence(i);
        let somebody = matches!(d.class, Class::Person | Class::Organisation);
        if d.definite && !d.plural && somebody && !d.words.iter().any(names) {
            speaker.sureness = 0.9;
        }
        speaker.is_outlet = self.is_outlet(d);
        let label = self.with_owner(d, range).or_else(|| self.told_before(d));
        if let Some(label) = &label {
            speaker.name.clone_from(label);
        }
        if !speaker.name.is_empty() && d.class != Class::Other || d.plural {
            let gender = self.gender(d);
            let is_thing = matches!(d.class, Class::Organisation | Class::Document);
            let words = self.before_relative(range);
            let described = Entity::described(words, gender, d.plural, is_thing);
            speaker.entities.push(self.entities.add(Entity { kind, label, ..described }));
        }
        speaker
    }

    /// The words with whose it is, where a pronoun says so: "his campaign" is "Donald
    /// Trump’s campaign", and "the president’s campaign" too.
    fn with_owner(&self, d: &Description, range: TokenRange) -> Option<String> {
        let first = d.words.start as usize;
        let place = self.place(first);
        let words = self.before_relative(range);
        let (owner, from) = match self.reader().pronoun_at(first) {
            Some(pronoun @ (Pronoun::Male | Pronoun::Female))
                if self.document.tokens[first].tag == Tag::PRPS =>
            {
                (self.focus.pronoun(&self.entities.all, pronoun, place, &[])?, first + 1)
            }
            _ => {
                let mark = words.iter().find(|&i| self.document.tokens[i].tag == Tag::POS)?;
                let owner = TokenRange::new(range.start as usize, mark);
                let Reading::Described(described) = self.reader().read(owner)? else { return None };
                let known = self.known(&described, place).filter(|_| !described.plural);
                (known.filter(|(_, how)| *how != How::Salient)?.0, mark + 1)
            }
        };
        let entity = &self.entities.all[owner.0 as usize];
        let rest = TokenRange::new(from, words.end as usize);
        let rest = display::spaced(self.document.words(rest));
        (!entity.nameless && !rest.is_empty())
            .then(|| format!("{}’s {rest}", self.of_entity(owner).name))
    }

    /// What the text called a document before: "the letter" is the "letter signed by the
    /// members", as told of last.
    fn told_before(&mut self, d: &Description) -> Option<String> {
        if d.class != Class::Document || !d.definite || d.words.len() > 1 {
            return None;
        }
        let head = self.document.tokens[d.head].word;
        let end = d.words.start as usize;
        // What was found before goes on to hold; only the text since then is read.
        let before = self.documents.get(&head).filter(|before| before.upto <= end);
        let from = before.map_or(0, |before| before.upto);
        let told = self.told_among(head, from..end);
        let told = told.or_else(|| before.and_then(|before| before.told.clone()));
        self.documents.insert(head, Documents { upto: end, told: told.clone() });
        told
    }

    /// What the text calls the document of this noun, as told of last among `tokens`.
    fn told_among(&self, head: WordId, range: Range<usize>) -> Option<String> {
        let tokens = &self.document.tokens;
        let tells = |&i: &usize| tokens[i].word == head && tokens[i].tag.is_noun();
        range.rev().filter(tells).find_map(|i| {
            let start = self.noun_phrase_start(i, self.document.sentence_of(i).start as usize);
            let phrase = TokenRange::new(start, i + 1);
            if let Some(issuer) = self.issuer(start) {
                return Some(format!(
                    "{issuer}’s {}",
                    self.document.words(TokenRange::new(i, i + 1))
                ));
            }
            let named = phrase.iter().any(|k| tokens[k].tag.is_proper());
            let end = self.postmodified(i);
            let new = self.words.at(self.words.indefinite, self.document, start);
            (named || new && end > i + 1).then(|| {
                let whole = TokenRange::new(start, end);
                display::spaced(self.document.words(self.reader().without_article(whole)))
            })
        })
    }

    /// Who issued the document whose noun phrase begins at `start`: "|Kim| adopted a
    /// resolution".
    fn issuer(&self, start: usize) -> Option<String> {
        let verb = start.checked_sub(1)?;
        let lemma = self.document.tokens[verb].lemma;
        if !self.words.has(self.words.issuing_verbs, lemma) {
            return None;
        }
        let (_, entity) = self.subject_before(verb, &[])?;
        let entity = &self.entities.all[entity.0 as usize];
        (!entity.nameless).then(|| self.entity_name(entity))
    }

    /// Past what is told of the noun at `head` right after it: "signed by the members".
    fn postmodified(&self, head: usize) -> usize {
        // 12: longer is a clause.
        const LONGEST: usize = 12;
        let tokens = &self.document.tokens;
        let links = |i: usize| tokens.get(i).is_some_and(|t| matches!(t.tag, Tag::IN | Tag::VBN));
        if !links(head + 1) {
            return head + 1;
        }
        let end = (self.document.sentence_of(head).end as usize).min(head + LONGEST);
        let stops = |i: &usize| {
            let tag = tokens[*i].tag;
            tag == Tag::Punct
                || FINITE.has(tag)
                || matches!(tag, Tag::WDT | Tag::WP | Tag::TO | Tag::CC)
        };
        (head + 1..end).find(stops).unwrap_or(head + 1)
    }

    /// The words before ", who …".
    fn before_relative(&self, range: TokenRange) -> TokenRange {
        let end = range.iter().skip(1).find(|&i| {
            matches!(self.document.tokens[i].tag, Tag::WP | Tag::WDT | Tag::WPS)
                && self.document.tokens[i - 1].tag == Tag::Punct
        });
        end.map_or(range, |end| self.reader().trim(TokenRange::new(range.start as usize, end)))
    }

    /// Whether a description means an outlet: "a state news agency".
    fn is_outlet(&self, d: &Description) -> bool {
        !d.plural
            && d.words
                .iter()
                .any(|i| self.words.entry(self.words.outlets, self.document, i) == Some(d.head + 1))
    }

    /// The entity that a singular description stands for, if any, and how that is known.
    fn known(&self, d: &Description, place: Place) -> Option<(EntityIx, How)> {
        let bare = !d.indefinite && d.class == Class::Organisation;
        if d.indefinite || !(d.definite || d.possessed || bare) {
            return None;
        }
        let gender = self.gender(d);
        let head = self.document.tokens[d.head].word;
        let mut best: Option<(f32, EntityIx, How)> = None;
        for ix in self.callings.near(self.words, &self.entities.all, head) {
            if !is_fitting(&self.entities.all[ix], d, gender) {
                continue;
            }
            let ix = EntityIx(ix as u32);
            let Some((evidence, how)) = self.evidence(ix, d) else { continue };
            let score = evidence + self.focus.weight(ix, place).min(300.0) * 0.2;
            if best.is_none_or(|(s, _, _)| score > s) {
                best = Some((score, ix, how));
            }
        }
        if let Some((_, entity, how)) = best {
            return Some((entity, how));
        }
        if !d.definite || d.possessed || self.is_anybody(d) || self.names_itself(d) {
            return None;
        }
        self.talked_of(d, gender, place).map(|entity| (entity, How::Salient))
    }

    fn gender(&self, d: &Description) -> Gender {
        roles::gender(self.document, self.words, TokenRange::new(d.head, d.head + 1))
    }

    /// Whether the description is of somebody new unless the article gave that role:
    /// "the man", "the reporter", "the vice chairman".
    fn is_anybody(&self, d: &Description) -> bool {
        let words = self.words;
        // "the 34-year-old mother": an epithet of who is talked of.
        let is_age = |i: usize| {
            let text = self.document.tokens[i].span.of(self.document.text);
            text.starts_with(|c: char| c.is_ascii_digit()) && text.contains('-')
        };
        words.at(words.anybody, self.document, d.head) && !d.words.iter().any(is_age)
            || d.words.iter().any(|i| i < d.head && words.at(words.ranks, self.document, i))
    }

    /// Whether a description of an organisation has a name of its own: "the Obama
    /// administration", "the Federal Bureau of Prisons".
    pub(super) fn names_itself(&self, d: &Description) -> bool {
        d.class == Class::Organisation
            && d.words.iter().any(|i| self.document.tokens[i].capital && !self.opens_sentence(i))
    }

    fn opens_sentence(&self, i: usize) -> bool {
        self.document.sentence_of(i).start as usize == i
    }

    /// Those whom the description fits, but for `but`, by how much they are talked of.
    fn rivals_of(&self, d: &Description, but: EntityIx, place: Place) -> Vec<(EntityIx, f32)> {
        let gender = self.gender(d);
        let all = self.entities.all.iter().enumerate();
        let fitting = all.filter(|(_, e)| is_fitting(e, d, gender));
        let others = fitting.map(|(i, _)| EntityIx(i as u32)).filter(|&ix| ix != but);
        let mut rivals: Vec<_> = others.map(|ix| (ix, self.focus.weight(ix, place))).collect();
        rivals.retain(|(_, weight)| *weight >= 1.0);
        rivals.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.0.cmp(&b.0.0)));
        rivals
    }

    /// Whom the text talks of most, if nobody else comes near.
    fn talked_of(&self, d: &Description, gender: Gender, place: Place) -> Option<EntityIx> {
        let later = self.named_after(d.head);
        let mut weights: Vec<(f32, EntityIx)> = Vec::new();
        for &ix in self.focus.recent() {
            let entity = &self.entities.all[ix.0 as usize];
            if !is_fitting(entity, d, gender) {
                continue;
            }
            let other = d.class == Class::Organisation && self.is_other_kind(entity, d)
                || self.is_at_odds(entity, d);
            if entity.nameless || other {
                continue;
            }
            let later = if later.contains(&ix) { NAMED_LATER } else { 1.0 };
            // Of whom the article gives other roles, this one is less likely.
            let other = if entity.roles.is_empty() { 1.0 } else { 0.6 };
            weights.push((self.focus.weight(ix, place) * later * other, ix));
        }
        weights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.0.cmp(&b.1.0)));
        let last = self.last_subject(place).map(|(subject, _)| subject);
        if let Some(&(_, subject)) = weights.iter().find(|(w, e)| Some(*e) == last && *w >= 25.0) {
            return Some(subject);
        }
        let &(first, entity) = weights.first()?;
        let second = weights.get(1).map_or(0.0, |w| w.0);
        // 25: named in the last sentence. Half as much again as the next one: fewer
        // leave the mention as it stands.
        (first >= 25.0 && first >= 1.5 * second).then_some(entity)
    }
}

/// Whether an entity is of the description's class, and of this gender.
fn is_fitting(e: &Entity, d: &Description, gender: Gender) -> bool {
    !e.plural
        && agree(e.gender, gender)
        && match d.class {
            Class::Person => matches!(e.sort, Sort::Person | Sort::Unknown),
            Class::Organisation => match e.sort {
                Sort::Organisation | Sort::Outlet => e.kind != DOCUMENT,
                Sort::Unknown => e.gender == Gender::Unknown && e.roles.is_empty(),
                Sort::Person | Sort::Place => false,
            },
            Class::Document => e.kind == DOCUMENT,
            Class::Other => false,
        }
}
