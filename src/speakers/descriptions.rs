//! Descriptions: "the former president" goes to whom the article gave that role,
//! or else to whom it talks of most; "a senior official" keeps its own words.

use super::entities::{Entity, EntityIx, agree};
use super::focus::{NAMED_LATER, Place};
use super::mention::{Class, Description, Pronoun, Reading};
use super::names::{Gender, Name, Sort};
use super::resolve::{FINITE, How, Resolver, Speaker};
use super::vocabulary::List;
use super::{display, roles};
use crate::text::{Tag, TokenRange, WordId};

/// The kind of a speaker that is a document.
const DOCUMENT: &str = "document";

impl Resolver<'_, '_> {
    pub(super) fn described(
        &mut self,
        range: TokenRange,
        d: &Description,
        place: Place,
    ) -> Speaker {
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
        if d.definite && !d.plural && matches!(d.class, Class::Person | Class::Organisation) {
            speaker.sureness = 0.9;
        }
        speaker.is_outlet = self.is_outlet(d);
        if let Some(named) = self.with_owner(d, range).or_else(|| self.told_before(d)) {
            speaker.name = named;
        }
        if !speaker.name.is_empty() && d.class != Class::Other || d.plural {
            let gender =
                roles::gender(self.document, self.words, TokenRange::new(d.head, d.head + 1));
            let is_thing = matches!(d.class, Class::Organisation | Class::Document);
            let ix = EntityIx(self.entities.all.len() as u32);
            let words = self.before_relative(range);
            let described = Entity::described(words, gender, d.plural, is_thing);
            self.entities.all.push(Entity { kind, ..described });
            speaker.entities.push(ix);
        }
        speaker
    }

    /// The words with whose it is, where a pronoun says so: "his campaign" is "Donald
    /// Trump’s campaign", and "the president’s campaign" too.
    fn with_owner(&self, d: &Description, range: TokenRange) -> Option<String> {
        let first = d.words.start as usize;
        let place = self.place(first);
        let (owner, from) = match self.reader().pronoun_at(first) {
            Some(pronoun @ (Pronoun::Male | Pronoun::Female))
                if self.document.tokens[first].tag == Tag::PRPS =>
            {
                (self.focus.pronoun(&self.entities.all, pronoun, place, &[])?, first + 1)
            }
            _ => {
                let mark = range.iter().find(|&i| self.document.tokens[i].tag == Tag::POS)?;
                let owner = TokenRange::new(range.start as usize, mark);
                let Reading::Described(described) = self.reader().read(owner)? else { return None };
                (self.known(&described, place).filter(|_| !described.plural)?.0, mark + 1)
            }
        };
        let entity = &self.entities.all[owner.0 as usize];
        let rest = TokenRange::new(from, self.before_relative(range).end as usize);
        let rest = display::spaced(self.document.words(rest));
        (!entity.nameless && !rest.is_empty())
            .then(|| format!("{}’s {rest}", self.of_entity(owner).name))
    }

    /// What the text called a document before: "the letter" is the "letter signed by the
    /// members", if only one was told of so.
    fn told_before(&self, d: &Description) -> Option<String> {
        if d.class != Class::Document || !d.definite || d.words.len() > 1 {
            return None;
        }
        let tokens = &self.document.tokens;
        let head = tokens[d.head].word;
        let tells = |&i: &usize| tokens[i].word == head && tokens[i].tag.is_noun();
        let mut fuller = (0..d.words.start as usize).rev().filter(tells).filter_map(|i| {
            let start = self.noun_phrase_start(i, self.document.sentence_of(i).start as usize);
            let phrase = TokenRange::new(start, i + 1);
            let named = phrase.iter().any(|k| tokens[k].tag.is_proper());
            let end = self.postmodified(i);
            let new = self.words.at(self.words.indefinite, self.document, start);
            (named || new && end > i + 1).then(|| {
                let whole = TokenRange::new(start, end);
                display::spaced(self.document.words(self.reader().without_article(whole)))
            })
        });
        let first = fuller.next()?;
        fuller.all(|other| other == first).then_some(first)
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
        let fitting = self.fitting(d);
        let mut best: Option<(f32, EntityIx, How)> = None;
        for &ix in &fitting {
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
        self.talked_of(d, &fitting, place).map(|entity| (entity, How::Salient))
    }

    /// The entities of the description's class and gender.
    fn fitting(&self, d: &Description) -> Vec<EntityIx> {
        let gender = roles::gender(self.document, self.words, TokenRange::new(d.head, d.head + 1));
        let all = self.entities.all.iter().enumerate();
        let fits = all.filter(|(_, e)| {
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
        });
        fits.map(|(i, _)| EntityIx(i as u32)).collect()
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
    fn names_itself(&self, d: &Description) -> bool {
        d.class == Class::Organisation
            && d.words.iter().any(|i| self.document.tokens[i].capital && !self.opens_sentence(i))
    }

    fn opens_sentence(&self, i: usize) -> bool {
        self.document.sentence_of(i).start as usize == i
    }

    /// Those whom the description fits, but for `but`, by how much they are talked of.
    fn rivals_of(&self, d: &Description, but: EntityIx, place: Place) -> Vec<(EntityIx, f32)> {
        let others = self.fitting(d).into_iter().filter(|&ix| ix != but);
        let mut rivals: Vec<_> = others.map(|ix| (ix, self.focus.weight(ix, place))).collect();
        rivals.retain(|(_, weight)| *weight >= 1.0);
        rivals.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.0.cmp(&b.0.0)));
        rivals
    }

    /// Whom the text talks of most, if nobody else comes near.
    fn talked_of(&self, d: &Description, fitting: &[EntityIx], place: Place) -> Option<EntityIx> {
        let later = self.named_after(d.head);
        let mut weights: Vec<(f32, EntityIx)> = Vec::new();
        for &ix in fitting {
            let entity = &self.entities.all[ix.0 as usize];
            if entity.nameless || d.class == Class::Organisation && self.is_other_kind(entity, d) {
                continue;
            }
            let later = if later.contains(&ix) { NAMED_LATER } else { 1.0 };
            // Of whom the article gives other roles, this one is less likely.
            let other = if entity.roles.is_empty() { 1.0 } else { 0.6 };
            weights.push((self.focus.weight(ix, place) * later * other, ix));
        }
        weights.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.0.cmp(&b.1.0)));
        let &(first, entity) = weights.first()?;
        let second = weights.get(1).map_or(0.0, |w| w.0);
        // 25: named in the last sentence. Half as much again as the next one: fewer
        // leave the mention as it stands.
        (first >= 25.0 && first >= 1.5 * second).then_some(entity)
    }

    /// How far the article's own words tie an entity to a description.
    fn evidence(&self, ix: EntityIx, d: &Description) -> Option<(f32, How)> {
        let entity = &self.entities.all[ix.0 as usize];
        match self.sits(ix, d) {
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
    fn sits(&self, ix: EntityIx, d: &Description) -> Option<bool> {
        let text = |i: usize| self.document.tokens.get(i).map(|t| t.span.of(self.document.text));
        let head = self.document.tokens[d.head].word;
        let place = d.words.iter().filter(|&i| i < d.head && self.document.tokens[i].capital);
        let place: String = place.filter_map(text).collect();
        let seat = |name: &Name| {
            let after = name.tokens.end as usize;
            matches!(text(after)?, "," | "(").then(|| text(after + 1)?.split_once('-')).flatten()
        };
        let named = self.names.iter().zip(&self.entities.of_name);
        let (letter, state) =
            named.filter(|(_, of)| **of == Some(ix)).find_map(|(name, _)| seat(name))?;
        let letter = self.words.lexicon.id(&letter.to_lowercase());
        let of_party = self.words.partner(self.words.party_letters, letter).is_some();
        let listed = self.words.has_pair(self.words.party_letters, letter, head);
        (of_party && listed && !place.is_empty()).then(|| abbreviates(state, &place))
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
        if differ(self.words.demonyms) {
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
    fn is_other_kind(&self, entity: &Entity, d: &Description) -> bool {
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
