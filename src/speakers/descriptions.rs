//! Descriptions: "the former president" goes to whom the article gave that role,
//! or else to whom it talks of most; "a senior official" keeps its own words.

use super::entities::{Entity, EntityIx, agree};
use super::focus::{NAMED_LATER, Place};
use super::mention::{Class, Description};
use super::names::Sort;
use super::resolve::{Resolver, Speaker};
use super::roles;
use crate::text::{Tag, TokenRange, WordId};

impl Resolver<'_, '_> {
    pub(super) fn described(
        &mut self,
        range: TokenRange,
        d: &Description,
        place: Place,
    ) -> Speaker {
        let known = if d.plural { None } else { self.known(d, place) };
        if let Some(entity) = known {
            return self.of_entity(entity);
        }
        let kind = match d.class {
            Class::Document => "document",
            Class::Organisation if !d.plural => "organisation",
            _ if d.plural && d.anonymous && d.class == Class::Person => "anonymous",
            _ if d.plural => "group",
            Class::Person if d.indefinite || d.anonymous => "anonymous",
            Class::Person => "person",
            _ => "",
        };
        let mut speaker = self.unresolved(self.before_relative(range), kind);
        speaker.is_outlet = self.is_outlet(d);
        if !speaker.name.is_empty() && !matches!(d.class, Class::Other | Class::Document)
            || d.plural
        {
            let gender =
                roles::gender(self.document, self.words, TokenRange::new(d.head, d.head + 1));
            let is_thing = d.class == Class::Organisation;
            let ix = EntityIx(self.entities.all.len() as u32);
            let words = self.before_relative(range);
            let described = Entity::described(words, gender, d.plural, is_thing);
            self.entities.all.push(Entity { kind, ..described });
            speaker.entities.push(ix);
        }
        speaker
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

    /// The entity that a singular description stands for, if any.
    fn known(&self, d: &Description, place: Place) -> Option<EntityIx> {
        if d.indefinite || !(d.definite || d.possessed) {
            return None;
        }
        let all = &self.entities.all;
        let gender = roles::gender(self.document, self.words, TokenRange::new(d.head, d.head + 1));
        let candidates = || {
            all.iter().enumerate().filter(move |(_, e)| {
                !e.plural
                    && agree(e.gender, gender)
                    && match d.class {
                        Class::Person => matches!(e.sort, Sort::Person | Sort::Unknown),
                        Class::Organisation => {
                            matches!(e.sort, Sort::Organisation | Sort::Outlet)
                        }
                        _ => false,
                    }
            })
        };
        let mut best: Option<(f32, EntityIx)> = None;
        for (i, entity) in candidates() {
            let evidence = self.evidence(entity, d);
            if evidence > 0.0 {
                let ix = EntityIx(i as u32);
                let score = evidence + self.focus.weight(ix, place).min(300.0) * 0.2;
                if best.is_none_or(|(s, _)| score > s) {
                    best = Some((score, ix));
                }
            }
        }
        if let Some((_, entity)) = best {
            return Some(entity);
        }
        if d.possessed || !d.definite {
            return None;
        }
        // Of whom the article gives other roles, this one is less likely.
        let later = self.named_after(d.head);
        let share = |i: usize, e: &Entity| {
            let later = if later.contains(&EntityIx(i as u32)) { NAMED_LATER } else { 1.0 };
            if e.roles.is_empty() { later } else { 0.6 * later }
        };
        let named = candidates()
            .filter(|(_, e)| !e.nameless)
            .map(|(i, e)| (EntityIx(i as u32), share(i, e)));
        // 25: named in the last sentence; 60: an organisation that speaks or acts there.
        let is_bare = d.words.len() == 1;
        let least = match d.class {
            Class::Organisation if is_bare => 60.0,
            Class::Organisation => 90.0,
            _ => 25.0,
        };
        self.focus.heaviest(named, place, least)
    }

    /// How far the article's own words tie an entity to a description.
    fn evidence(&self, entity: &Entity, d: &Description) -> f32 {
        let tied = |role: TokenRange| {
            let head = role.iter().any(|i| self.is_same_role(i, d.head));
            let shared =
                d.words.iter().filter(|&i| i != d.head && self.is_telling(i)).filter(|&i| {
                    role.iter().any(|j| {
                        self.document.tokens[i].span.of(self.document.text)
                            == self.document.tokens[j].span.of(self.document.text)
                    })
                });
            if head { 100.0 + 20.0 * shared.count() as f32 } else { 0.0 }
        };
        let by_role = entity.roles.iter().map(|r| tied(*r)).fold(0.0, f32::max);
        let by_name =
            if entity.nameless || entity.sort == Sort::Person { 0.0 } else { tied(entity.name) };
        by_role.max(by_name)
    }

    fn is_telling(&self, i: usize) -> bool {
        let tag = self.document.tokens[i].tag;
        tag.is_noun() || matches!(tag, Tag::JJ)
    }

    fn is_same_role(&self, one: usize, other: usize) -> bool {
        let (a, b) = (self.document.tokens[one].word, self.document.tokens[other].word);
        a == b && a != WordId::UNKNOWN
            || self.words.has_pair(self.words.title_forms, a, b)
            || self.words.has_pair(self.words.title_forms, b, a)
    }
}
