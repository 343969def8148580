//! One pass over an article: each speaker mention to the entity it stands for.
//!
//! Names, pronouns and speaker mentions are read in text order, so that what a
//! mention stands for rests on all that came before it and, by way of
//! [`super::entities`], on every full name in the article.

use super::callings::Callings;
use super::describing::Class;
use super::descriptions::Documents;
use super::entities::{Entities, Entity, EntityIx, Gatherer};
use super::focus::{Focus, Part, Place};
use super::mention::{Pronoun, Reader, Reading};
use super::names::{Gender, Name, Sort, is_acronym};
use super::speaker::{How, Speaker};
use super::vocabulary::Vocabulary;
use super::{display, roles};
use crate::attribution::Attribution;
use crate::text::{Document, Mark, Tag, TagSet, TokenRange, WordId};
use rustc_hash::FxHashMap;

/// What follows a subject.
pub(super) const FINITE: TagSet = TagSet::of(&[Tag::VBD, Tag::VBZ, Tag::VBP, Tag::MD, Tag::RB]);

// 64: an article that gives one more roles than that gives them again and again.
const ROLES: usize = 64;

/// Of each sentence the last one up to it that does not begin within quotation marks.
fn prose(document: &Document<'_>) -> Vec<Option<u32>> {
    let mut last = None;
    let upto = document.sentences.iter().zip(0..).map(|(sentence, i)| {
        if document.tokens[sentence.tokens.start as usize].mark != Mark::Inside {
            last = Some(i);
        }
        last
    });
    upto.collect()
}

/// Reads one article.
pub(super) struct Resolver<'a, 't> {
    pub(super) document: &'a Document<'t>,
    pub(super) words: &'a Vocabulary<'a>,
    pub(super) names: &'a [Name],
    pub(super) entities: Entities,
    pub(super) author: &'a str,
    pub(super) focus: Focus,
    /// Whether reasons are asked for.
    pub(super) explains: bool,
    /// The subjects of clauses, in text order of their tokens.
    pub(super) subjects: Vec<(u32, EntityIx)>,
    /// Of each sentence the last one up to it that does not begin within quotation marks.
    pub(super) prose: Vec<Option<u32>>,
    /// What is known of documents by their nouns.
    pub(super) documents: FxHashMap<WordId, Documents>,
    /// The pronouns outside quotation marks that are of one person.
    pub(super) pronouns: Vec<(u32, Pronoun)>,
    pub(super) callings: Callings,
}

impl<'a, 't> Resolver<'a, 't> {
    pub(super) fn new(
        document: &'a Document<'t>,
        words: &'a Vocabulary<'a>,
        names: &'a [Name],
        author: &'a str,
    ) -> Self {
        let entities = Gatherer { document, words }.gather(names);
        let focus = Focus::of(entities.all.len());
        let reader = Reader { document, words, names };
        let pronouns = document.tokens.iter().enumerate().filter_map(|(i, token)| {
            let may_be = matches!(token.tag, Tag::PRP | Tag::PRPS) && token.mark == Mark::Outside;
            let pronoun = if may_be { reader.pronoun_at(i)? } else { return None };
            let is_one = matches!(pronoun, Pronoun::Male | Pronoun::Female);
            is_one.then_some((i as u32, pronoun))
        });
        let pronouns = pronouns.collect();
        Self {
            document,
            words,
            names,
            entities,
            author,
            focus,
            explains: false,
            subjects: Vec::with_capacity(names.len()),
            prose: prose(document),
            documents: FxHashMap::default(),
            pronouns,
            callings: Callings::default(),
        }
    }

    /// The speakers of `attributions`, in their order.
    pub(super) fn speakers(&mut self, attributions: &[Attribution]) -> Vec<Speaker> {
        let mut order: Vec<usize> =
            (0..attributions.len()).filter(|&i| attributions[i].speaker.is_some()).collect();
        order.sort_by_key(|&i| (attributions[i].speaker.map(|s| (s.start, s.end)), i));
        let mut out = Vec::new();
        out.resize_with(attributions.len(), Speaker::default);
        let mut at = 0;
        let mut last: Option<(TokenRange, usize)> = None;
        for i in order {
            let Some(range) = attributions[i].speaker else { continue };
            if let Some((same, before)) = last
                && same == range
            {
                out[i] = out[before].clone();
                continue;
            }
            self.pass(at, range.start as usize);
            at = at.max(range.end as usize);
            out[i] = self.speaker(range);
            last = Some((range, i));
        }
        self.pass(at, self.document.tokens.len());
        out
    }

    pub(super) fn place(&self, i: usize) -> Place {
        let token = &self.document.tokens[i];
        Place { sentence: token.sentence, paragraph: token.paragraph }
    }

    pub(super) fn reader(&self) -> Reader<'a, 't> {
        Reader { document: self.document, words: self.words, names: self.names }
    }

    /// A pronoun tells the gender of the one it stands for, the first of `ranked`, unless
    /// it may well be another whose gender is known.
    pub(super) fn settle_gender(&mut self, ranked: &[(EntityIx, f32)], pronoun: Pronoun) {
        let gender = match pronoun {
            Pronoun::Male => Gender::Male,
            Pronoun::Female => Gender::Female,
            _ => return,
        };
        let all = &mut self.entities.all;
        let Some((first, others)) = ranked.split_first() else { return };
        let known = others.iter().any(|(e, _)| all[e.0 as usize].gender == gender);
        let first = &mut all[first.0.0 as usize];
        if first.gender == Gender::Unknown && !known {
            first.gender = gender;
        }
    }

    /// The entity of a name, a shared surname settled by what is talked of.
    pub(super) fn entity(&mut self, name: usize) -> Option<EntityIx> {
        if let Some(entity) = self.entities.of_name[name] {
            return Some(entity);
        }
        let gatherer = Gatherer { document: self.document, words: self.words };
        let candidates = gatherer.sharing(&self.entities, &self.names[name]);
        let place = self.place(self.names[name].tokens.start as usize);
        let entity = self
            .figure_among(name, &candidates)
            .or_else(|| self.focus.namesake(&candidates, place));
        self.entities.of_name[name] = entity;
        entity
    }

    /// Of several of one surname the public figure, whom the bare surname means in the
    /// news: "Trump" beside Ivanka Trump is Donald Trump.
    fn figure_among(&self, name: usize, candidates: &[EntityIx]) -> Option<EntityIx> {
        let name = &self.names[name];
        if name.gender != Gender::Unknown || !name.lead.is_empty() {
            return None;
        }
        let surname = self.document.tokens[name.tokens.start as usize].word;
        let figure = self.words.public_figure(surname)?;
        let is_figure = |e: &&EntityIx| {
            let own = self.entities.all[e.0 as usize].name;
            let words: Vec<_> = own.iter().map(|i| self.document.tokens[i].word).collect();
            words.len() == 1 || figure.iter().all(|w| words.contains(w))
        };
        candidates.iter().find(is_figure).copied()
    }

    /// What one speaker mention stands for.
    fn speaker(&mut self, mention: TokenRange) -> Speaker {
        let Some(reading) = self.reader().read(mention) else { return Speaker::default() };
        let place = self.place(mention.start as usize);
        let range = self.reader().trim(mention);
        let beside = self.apposed_to(range, &reading);
        let reading = beside.map_or(reading, |name| Reading::Named { name, role: None });
        let mut speaker = match reading {
            Reading::Pronoun(pronoun) => self.by_pronoun(pronoun, range, place),
            Reading::Named { name, role } => self.by_name(name, role, place),
            Reading::Several { name, rest } => self.several(name, rest, place),
            Reading::Possessor(possessor) => return self.speaker(possessor),
            Reading::Described(description) => self.described(range, &description, place),
        };
        if beside.is_some() {
            speaker.how = How::Beside;
        }
        if self.explains {
            speaker.why = self.reasons(&speaker, place);
        }
        for &entity in &speaker.entities {
            self.focus.mention(entity, Part::Speaker, place, false);
            let next = self.document.tokens.get(mention.end as usize);
            if next.is_some_and(|t| FINITE.has(t.tag)) {
                self.note_subject(mention.start as usize, Part::Subject, entity);
            }
        }
        speaker
    }

    /// The name that a mention only goes on with: "Jorge Castañeda, | a former
    /// minister", "Johnnie Wilson, of | Springfield, Va.", "Steele | himself".
    fn apposed_to(&self, range: TokenRange, reading: &Reading) -> Option<usize> {
        let start = range.start as usize;
        let name_before = |i: usize| self.reader().name_over(i.checked_sub(1)?);
        if range.len() == 1 && self.words.at(self.words.reflexives, self.document, start) {
            return name_before(start);
        }
        let may_be = match reading {
            Reading::Described(d) => !d.plural && d.class == Class::Person && !d.possessed,
            Reading::Named { name, .. } => self.names[*name].sort == Sort::Place,
            _ => false,
        };
        let tokens = &self.document.tokens;
        let is_comma = |i: usize| tokens[i].span.of(self.document.text) == ",";
        let linked =
            start > 0 && self.words.at(self.words.affiliation_links, self.document, start - 1);
        let mut comma = start.checked_sub(1 + usize::from(linked))?;
        // "Donna Rawlings, 61, of".
        if comma > 2 && is_comma(comma) && tokens[comma - 1].tag == Tag::CD && is_comma(comma - 2) {
            comma -= 2;
        }
        let name = name_before(comma).filter(|&n| self.names[n].sort == Sort::Person)?;
        let same_sentence = tokens[comma].sentence == tokens[start].sentence;
        (may_be
            && same_sentence
            && is_comma(comma)
            && self.names[name].tokens.end as usize == comma)
            .then_some(name)
    }

    pub(super) fn by_name(
        &mut self,
        name: usize,
        role: Option<TokenRange>,
        place: Place,
    ) -> Speaker {
        let Some(entity) = self.entity(name) else { return Speaker::default() };
        if self.names[name].tokens.len() > 1 {
            self.focus.named_in_full(entity, place);
        }
        if let Some(role) = role {
            let known = &mut self.entities.all[entity.0 as usize];
            if known.roles.len() < ROLES && !known.roles.contains(&role) {
                known.roles.push(role);
                let (document, words) = (self.document, self.words);
                self.callings.note_role(document, words, entity.0 as usize, role);
            }
            if known.gender == Gender::Unknown {
                known.gender = roles::gender(self.document, self.words, role);
            }
        }
        let told = self.entities.told[name];
        let mut speaker = self.of_entity(entity);
        if let Some(role) = told.apposed.or(role).or(told.lead) {
            speaker.role = self.role_text(role);
        }
        if let Some(affiliation) = told.affiliation {
            speaker.affiliation = display::spaced(self.document.words(affiliation));
        }
        speaker
    }

    fn role_text(&self, role: TokenRange) -> String {
        display::spaced(self.document.words(self.reader().without_article(role)))
    }

    pub(super) fn several(&mut self, name: usize, rest: TokenRange, place: Place) -> Speaker {
        let mut first = self.by_name(name, None, place);
        let others = self.speaker(rest);
        if others.name.is_empty() || others.name == first.name {
            return first;
        }
        first.name = format!("{}; {}", first.name, others.name);
        first.kind =
            if first.kind == "person" && others.kind == "person" { "person" } else { "group" };
        self.focus_both(&first, place);
        let words = self.names[name].tokens;
        first.entities = vec![self.several_of(first.name.clone(), first.kind, words)];
        first.role.clear();
        first.affiliation.clear();
        first
    }

    /// Each of several speakers is talked of as well.
    fn focus_both(&mut self, speaker: &Speaker, place: Place) {
        for &entity in &speaker.entities {
            self.focus.mention(entity, Part::Subject, place, false);
        }
    }

    pub(super) fn of_entity(&self, ix: EntityIx) -> Speaker {
        let entity = &self.entities.all[ix.0 as usize];
        let roles = entity.roles.iter().find(|_| !entity.nameless);
        Speaker {
            entities: vec![ix],
            name: self.entity_name(entity),
            kind: self.kind(entity),
            role: roles.map(|r| self.role_text(*r)).unwrap_or_default(),
            affiliation: entity
                .affiliation
                .map(|a| display::spaced(self.document.words(a)))
                .unwrap_or_default(),
            is_outlet: entity.sort == Sort::Outlet,
            how: How::Name,
            ..Speaker::default()
        }
    }

    pub(super) fn entity_name(&self, entity: &Entity) -> String {
        if let Some(label) = &entity.label {
            return label.clone();
        }
        if entity.nameless {
            return self.own_words(entity.name);
        }
        if entity.name.len() == 1
            && matches!(entity.sort, Sort::Person | Sort::Unknown)
            && let Some(figure) = self.figure(entity)
        {
            return figure;
        }
        display::spaced(self.document.words(entity.name))
    }

    /// The full name of one whom the article never names in full, as its
    /// readers know who "Trump" is.
    fn figure(&self, entity: &Entity) -> Option<String> {
        let token = &self.document.tokens[entity.name.start as usize];
        let words = self.words.public_figure(token.word)?;
        let spelt = words.iter().map(|w| display::capital_first(self.words.lexicon.spelling(*w)));
        Some(spelt.collect::<Vec<_>>().join(" "))
    }

    fn kind(&self, entity: &Entity) -> &'static str {
        match entity.sort {
            _ if !entity.kind.is_empty() => entity.kind,
            _ if entity.plural => "group",
            Sort::Person => "person",
            Sort::Organisation | Sort::Outlet | Sort::Place => "organisation",
            Sort::Unknown if is_acronym(self.document.words(entity.name)) => "organisation",
            Sort::Unknown => "person",
        }
    }

    /// The mention's own words, without article, a sentence's first common
    /// word in lower case.
    pub(super) fn own_words(&self, range: TokenRange) -> String {
        let range = self.reader().without_article(range);
        let Some(first) = range.iter().next() else { return String::new() };
        let token = &self.document.tokens[first];
        let words = display::spaced(self.document.words(range));
        let sentence = self.document.sentence_of(first).start as usize;
        let keeps = !token.capital
            || token.tag.is_proper()
                && !self.words.at(self.words.group_heads, self.document, first)
            || first > sentence
            || self.reader().name_over(first).is_some()
            || self.words.entry(self.words.demonyms, self.document, first).is_some()
            || self.words.at(self.words.demonym_plurals, self.document, first)
            || words[1..].chars().take_while(|c| c.is_alphanumeric()).any(char::is_uppercase);
        if keeps { words } else { display::lower_first(&words) }
    }

    pub(super) fn unresolved(&self, range: TokenRange, kind: &'static str) -> Speaker {
        Speaker { name: self.own_words(range), kind, ..Speaker::default() }
    }
}
