//! How far the article's own words tie an entity to a description: by a role that it
//! gives, by party and state, by what an organisation's name says that it is.

use super::describing::{Class, Description};
use super::entities::{Entity, EntityIx};
use super::names::Sort;
use super::resolve::Resolver;
use super::speaker::How;
use super::vocabulary::List;
use crate::text::{Tag, TokenRange, WordId};

impl Resolver<'_, '_> {
    /// How far the article's own words tie an entity to a description.
    pub(super) fn evidence(&self, ix: EntityIx, d: &Description) -> Option<(f32, How)> {
        let entity = &self.entities.all[ix.0 as usize];
        match self.sits(entity, d) {
            Some(true) if d.definite => return Some((200.0, How::Seat)),
            Some(false) => return None,
            _ => {}
        }
        let known = d.definite || d.possessed;
        let owned = |role: &&TokenRange| !d.possessed || self.is_owned_alike(**role, d);
        // "The Trump campaign" is no campaign told of before without that name.
        let named = |role: &TokenRange| {
            !entity.nameless || !self.names_itself(d) || self.shared(*role, d) > 0
        };
        let roles = entity.roles.iter().filter(|role| known && owned(role));
        let by_role =
            roles.filter(|role| named(role)).filter_map(|&role| Some((self.tie(role, d)?, role)));
        if let Some((tie, role)) = by_role.max_by(|a, b| a.0.total_cmp(&b.0)) {
            return Some((tie, How::Role(role)));
        }
        if entity.nameless || entity.sort == Sort::Person || d.class != Class::Organisation {
            return None;
        }
        let is_kind = self.is_kind(entity, d);
        if is_kind && self.shared(entity.name, d) > 1 {
            return Some((180.0, How::Kind));
        }
        if d.possessed || !d.definite {
            return None;
        }
        // A name that says what it is goes before an earlier description.
        let kin = || (is_kind && !self.names_itself(d)).then_some(160.0);
        self.tie(entity.name, d).or_else(kin).map(|tie| (tie, How::Kind))
    }

    /// "The Arizona Republican" of "John McCain, R-Ariz.", "the Arizona senator" of "Sen.
    /// John McCain (R-Ariz.)": party and state after the name.
    ///
    /// `None` where the article or the description tells of no seat.
    fn sits(&self, entity: &Entity, d: &Description) -> Option<bool> {
        let tokens = &self.document.tokens;
        let text = |i: usize| tokens[i].span.of(self.document.text);
        let (letter, state) = text(entity.seat? as usize).split_once('-')?;
        let letter = self.words.lexicon.id(&letter.to_lowercase());
        let listed = self.words.has_pair(self.words.party_letters, letter, tokens[d.head].word);
        let place = d.words.iter().filter(|&i| i < d.head && tokens[i].capital);
        let place: String = place.map(text).collect();
        (listed && !place.is_empty()).then(|| abbreviates(state, &place))
    }

    /// How many telling words of a description, its head apart, stand in a name:
    /// "flight attendants' union" and the Association of Flight Attendants.
    fn shared(&self, name: TokenRange, d: &Description) -> usize {
        let text = |i: usize| self.document.tokens[i].span.of(self.document.text);
        let telling = |i: &usize| {
            let tag = self.document.tokens[*i].tag;
            *i != d.head && (tag.is_noun() || tag == Tag::JJ)
        };
        let stands = |i: &usize| name.iter().any(|j| text(*i).eq_ignore_ascii_case(text(j)));
        d.words.iter().filter(telling).filter(stands).count()
    }

    /// Whether a role may have the owner that a description has: "his lawyer" is not
    /// "Mrs. Clinton's lawyer".
    fn is_owned_alike(&self, role: TokenRange, d: &Description) -> bool {
        let tokens = &self.document.tokens;
        let mut near = (role.start as usize).saturating_sub(1)..role.end as usize;
        let Some(mark) = near.find(|&i| tokens[i].tag == Tag::POS) else { return true };
        let reader = self.reader();
        let owner = |mark: usize| {
            reader.name_over(mark.checked_sub(1)?).and_then(|name| self.entities.of_name[name])
        };
        let Some(owned) = owner(mark) else { return false };
        let first = d.words.start as usize;
        match reader.pronoun_at(first) {
            Some(pronoun) => {
                let place = self.place(first);
                self.focus.pronoun(&self.entities.all, pronoun, place, &[]) == Some(owned)
            }
            None => d.words.iter().any(|i| tokens[i].tag == Tag::POS && owner(i) == Some(owned)),
        }
    }

    /// How close a role is to a description: its head is the same or a form of it, and
    /// no rank, portfolio, country or party speaks against it.
    fn tie(&self, role: TokenRange, d: &Description) -> Option<f32> {
        let head = role.iter().find(|&i| self.is_head(i, role) && self.is_same_role(i, d.head))?;
        let (ours, theirs) = (self.modifiers(d.words, d.head), self.modifiers(role, head));
        let word = |i: &usize| self.document.tokens[*i].word;
        let text = |i: &usize| self.document.tokens[*i].span.of(self.document.text);
        let alike = |i: &usize, j: &usize| text(i).eq_ignore_ascii_case(text(j));
        let shared = ours.iter().filter(|i| theirs.iter().any(|j| alike(i, j))).count();
        let of = |list: List, all: &[usize]| -> Vec<usize> {
            all.iter().copied().filter(|&i| self.words.at(list, self.document, i)).collect()
        };
        let rank = |all: &[usize]| {
            let mut ranks: Vec<WordId> = of(self.words.ranks, all).iter().map(word).collect();
            ranks.sort_unstable();
            ranks
        };
        let past = |i: &usize| self.words.at(self.words.past_ranks, self.document, *i);
        let present: Vec<usize> = ours.iter().copied().filter(|i| !past(i)).collect();
        let is_past = present.len() < ours.len();
        if rank(&ours) != rank(&theirs) && !(is_past && rank(&present) == rank(&theirs)) {
            return None;
        }
        let differ = |list: List| {
            let (a, b) = (of(list, &ours), of(list, &theirs));
            !a.is_empty() && !b.is_empty() && !a.iter().any(|i| b.iter().any(|j| alike(i, j)))
        };
        if differ(self.words.demonyms) || differ(self.words.parties) {
            return None;
        }
        let portfolio = |all: &[usize]| -> bool {
            let is = |list, i| self.words.at(list, self.document, i);
            all.iter().any(|&i| !is(self.words.demonyms, i) && !is(self.words.ranks, i))
        };
        let is_post = self.words.at(self.words.posts, self.document, d.head);
        if is_post && shared == 0 && portfolio(&ours) && portfolio(&theirs) {
            return None;
        }
        let fallen = if rank(&ours) == rank(&theirs) { 0.0 } else { 30.0 };
        Some(100.0 + 20.0 * shared as f32 - fallen)
    }

    /// Whether a role of the entity has the description's head and yet is another: the
    /// foreign minister is not the finance minister.
    pub(super) fn is_at_odds(&self, entity: &Entity, d: &Description) -> bool {
        entity.roles.iter().any(|&role| {
            let head = |i| self.is_head(i, role) && self.is_same_role(i, d.head);
            role.iter().any(head) && self.tie(role, d).is_none()
        })
    }

    /// The telling words before a head, in its own noun phrase.
    fn modifiers(&self, phrase: TokenRange, head: usize) -> Vec<usize> {
        let start = phrase.start as usize;
        let own = (start..head).rev().take_while(|&i| {
            let t = &self.document.tokens[i];
            t.tag.is_noun() || matches!(t.tag, Tag::JJ | Tag::JJR | Tag::JJS | Tag::VBN | Tag::CD)
        });
        own.collect()
    }

    /// Whether token `i` heads a noun phrase of `role`: not "President" in "President
    /// Obama's adviser" or in "president of the union's office".
    fn is_head(&self, i: usize, role: TokenRange) -> bool {
        let tokens = &self.document.tokens;
        if !tokens[i].tag.is_noun() {
            return false;
        }
        let owned = role.iter().skip_while(|&k| k <= i).any(|k| tokens[k].tag == Tag::POS);
        if owned || !role.contains(i + 1) {
            return !owned;
        }
        let next = &tokens[i + 1];
        let stacked = self.words.at(self.words.titles, self.document, i + 1) && next.capital;
        !next.tag.is_noun() || stacked && !tokens[i].capital
    }

    /// Whether an organisation's name says that it is what the description says: "the
    /// agency" of a bureau or a department.
    fn is_kind(&self, entity: &Entity, d: &Description) -> bool {
        let head = self.document.tokens[d.head].word;
        let is =
            |i: usize| self.words.has_pair(self.words.kinds, head, self.document.tokens[i].word);
        entity.name.iter().any(is)
    }

    /// Whether its name says that it is something else.
    pub(super) fn is_other_kind(&self, entity: &Entity, d: &Description) -> bool {
        let says = entity
            .name
            .iter()
            .any(|i| self.words.at(self.words.organisation_heads, self.document, i));
        let listed = self.words.partner(self.words.kinds, self.document.tokens[d.head].word);
        let is_outlet = self.words.at(self.words.outlet_heads, self.document, d.head);
        says && listed.is_some() || (entity.sort == Sort::Outlet) != is_outlet
    }

    fn is_same_role(&self, one: usize, other: usize) -> bool {
        let (a, b) = (self.document.tokens[one].word, self.document.tokens[other].word);
        a == b && a != WordId::UNKNOWN
            || self.words.has_pair(self.words.title_forms, a, b)
            || self.words.has_pair(self.words.title_forms, b, a)
    }
}

/// Whether the letters of an abbreviation stand in a name in their order: "Ariz.",
/// "S.C.", "Pa.".
fn abbreviates(short: &str, name: &str) -> bool {
    let mut letters = name.chars().flat_map(char::to_lowercase);
    let mut wanted = short.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
    let same_first = name.chars().next().is_some_and(|n| short.starts_with(n));
    same_first && wanted.all(|c| letters.any(|l| l == c))
}
