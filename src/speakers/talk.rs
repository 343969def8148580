//! Reads over the text between speaker mentions: who is named there, in what part of
//! the sentence, and who acts in each clause.

use super::entities::{Entity, EntityIx, Gatherer};
use super::focus::{Part, Place};
use super::mention::Pronoun;
use super::names::{Gender, Name, Sort};
use super::resolve::{FINITE, Resolver};
use crate::text::{Mark, Tag, TokenRange};

impl Resolver<'_, '_> {
    /// Who acts in the clause before token `i`, as far as its sentence tells
    /// outside `quote`.
    pub(super) fn subject_before(&self, i: usize, quote: &[TokenRange]) -> Option<(u32, EntityIx)> {
        let start = self.document.sentence_of(i).start;
        let before = self.subjects.partition_point(|(at, _)| (*at as usize) < i);
        let mut near = self.subjects[..before].iter().rev().take_while(|(at, _)| *at >= start);
        near.find(|(at, _)| !quote.iter().any(|r| r.contains(*at as usize))).copied()
    }

    /// Who acts in the sentence of token `i`: before it, or else after it.
    pub(super) fn subject_of(&self, i: usize) -> Option<EntityIx> {
        let after = self.subjects.partition_point(|(at, _)| (*at as usize) < i);
        let end = self.document.sentence_of(i).end;
        let later = || self.subjects.get(after).copied().filter(|(at, _)| *at < end);
        self.subject_before(i, &[]).or_else(later).map(|(_, entity)| entity)
    }

    /// Whether a name of one word is some person's surname.
    pub(super) fn is_surname(&self, name: &Name) -> bool {
        let gatherer = Gatherer { document: self.document, words: self.words };
        name.tokens.len() == 1
            && gatherer
                .sharing(&self.entities, name)
                .into_iter()
                .any(|e| self.entities.all[e.0 as usize].sort == Sort::Person)
    }

    /// Who alone acted in the last sentence that is not all quoted, and that sentence.
    pub(super) fn last_subject(&self, place: Place) -> Option<(EntityIx, u32)> {
        let before = self.prose[(place.sentence as usize).checked_sub(1)?]?;
        let sentence = |at: u32| self.document.tokens[at as usize].sentence;
        let upto = self.subjects.partition_point(|(at, _)| sentence(*at) <= before);
        let near = self.subjects[..upto].iter().rev();
        let mut subjects = near.take_while(|(at, _)| sentence(*at) == before);
        let &(_, subject) = subjects.next()?;
        subjects.all(|(_, other)| *other == subject).then_some((subject, before))
    }

    pub(super) fn note_subject(&mut self, at: usize, part: Part, entity: EntityIx) {
        if part == Part::Subject {
            self.subjects.push((at as u32, entity));
        }
    }

    /// Takes note of the names and pronouns among tokens `from..to`.
    pub(super) fn pass(&mut self, from: usize, to: usize) {
        let mut name = self.names.partition_point(|n| (n.tokens.start as usize) < from);
        let mut pronoun = self.pronouns.partition_point(|&(at, _)| (at as usize) < from);
        loop {
            let next = self.names.get(name).map_or(usize::MAX, |n| n.tokens.start as usize);
            let other = self.pronouns.get(pronoun).map_or(usize::MAX, |&(at, _)| at as usize);
            if next.min(other) >= to {
                return;
            }
            if other < next {
                let (at, kind) = self.pronouns[pronoun];
                self.note_pronoun(at as usize, kind);
                pronoun += 1;
                continue;
            }
            self.note_name(name);
            let end = self.names[name].tokens.end;
            while self.pronouns.get(pronoun).is_some_and(|&(at, _)| at < end) {
                pronoun += 1;
            }
            name += 1;
        }
    }

    fn note_name(&mut self, name: usize) {
        let Some(entity) = self.entity(name) else { return };
        let place = self.place(self.names[name].tokens.start as usize);
        let full = self.names[name].tokens.len() > 1;
        let part = self.part(name);
        self.focus.mention(entity, part, place, full);
        let start = self.names[name].tokens.start as usize;
        self.note_subject(start, part, entity);
        if let Some(both) = self.joint(name, entity) {
            self.focus.mention(both, Part::Subject, place, false);
            self.note_subject(start, Part::Subject, both);
        }
    }

    /// The two together, where "and" and another name follow, and both act: "Long and
    /// Bosma | held".
    fn joint(&mut self, name: usize, first: EntityIx) -> Option<EntityIx> {
        let end = self.names[name].tokens.end as usize;
        let is_person = |n: &Name| matches!(n.sort, Sort::Person | Sort::Unknown);
        let joined = self.words.at(self.words.coordinators, self.document, end);
        if !joined || self.is_governed(&self.names[name]) {
            return None;
        }
        let other = self.reader().name_from(end + 1)?;
        if !is_person(&self.names[name]) || !is_person(&self.names[other]) {
            return None;
        }
        let after = self.past_aside(self.names[other].tokens.end as usize);
        let acts = self.document.tokens.get(after).is_some_and(|t| FINITE.has(t.tag));
        let second = self.entity(other).filter(|&second| acts && second != first)?;
        let names = [first, second].map(|e| self.entity_name(&self.entities.all[e.0 as usize]));
        Some(self.several_of(names.join("; "), "person", self.names[name].tokens))
    }

    /// The entity of several speakers by their names.
    pub(super) fn several_of(
        &mut self,
        label: String,
        kind: &'static str,
        words: TokenRange,
    ) -> EntityIx {
        self.entities.labelled(&label).unwrap_or_else(|| {
            let several = Entity::described(words, Gender::Unknown, true, false);
            self.entities.add(Entity { label: Some(label), kind, ..several })
        })
    }

    fn note_pronoun(&mut self, i: usize, pronoun: Pronoun) {
        let place = self.place(i);
        let named = self.named_after(i);
        let ranked = self.focus.ranked(&self.entities.all, pronoun, place, &named);
        let Some(ranked) = ranked else { return };
        let entity = ranked[0].0;
        self.settle_gender(&ranked, pronoun);
        let subject = self.document.tokens.get(i + 1).is_some_and(|t| FINITE.has(t.tag));
        let part = if subject { Part::Subject } else { Part::Possessive };
        self.focus.mention(entity, part, place, false);
        self.note_subject(i, part, entity);
    }

    /// Whom the sentence names after token `i`.
    pub(super) fn named_after(&self, i: usize) -> Vec<EntityIx> {
        let end = self.document.sentence_of(i).end;
        let from = self.names.partition_point(|n| n.tokens.start as usize <= i);
        let names = self.names[from..].iter().take_while(|n| n.tokens.start < end);
        names.enumerate().filter_map(|(k, _)| self.entities.of_name[from + k]).collect()
    }

    /// What part a name plays in its sentence, by the words beside it.
    fn part(&self, at: usize) -> Part {
        let tokens = &self.document.tokens;
        let name = &self.names[at];
        let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
        if tokens[start].mark != Mark::Outside {
            return Part::Aside;
        }
        let Some(next) = tokens.get(end) else { return Part::Object };
        if next.tag == Tag::POS {
            return Part::Possessive;
        }
        if !next.capital && matches!(next.tag, Tag::NN | Tag::NNS) {
            return Part::Aside;
        }
        let lead = name.lead.start.min(name.tokens.start) as usize;
        let governed = self.is_governed(name);
        let mut after = self.entities.told[at].end;
        if after > end && tokens.get(after).is_some_and(|t| t.tag == Tag::Punct) {
            after += 1;
        }
        let after = self.past_aside(after);
        let acts = tokens.get(after).is_some_and(|t| FINITE.has(t.tag));
        let that =
            lead > 0 && acts && tokens[lead - 1].tag == Tag::IN && tokens[after].tag != Tag::RB;
        if acts && (!governed || that) { Part::Subject } else { Part::Object }
    }

    /// Whether a preposition or a verb stands right before a name.
    fn is_governed(&self, name: &Name) -> bool {
        let tokens = &self.document.tokens;
        let lead = name.lead.start.min(name.tokens.start) as usize;
        lead > 0
            && tokens[lead - 1].sentence == tokens[name.tokens.start as usize].sentence
            && matches!(
                tokens[lead - 1].tag,
                Tag::IN | Tag::TO | Tag::VB | Tag::VBD | Tag::VBG | Tag::VBZ | Tag::VBP
            )
    }

    /// Past an aside in commas: "Kim, | who has left, | said". The comma's own place
    /// where it does not close before a verb.
    fn past_aside(&self, comma: usize) -> usize {
        // 25: longer asides are clauses of their own.
        const LONGEST: usize = 25;
        let tokens = &self.document.tokens;
        let is_comma = |i: &usize| tokens[*i].span.of(self.document.text) == ",";
        let end =
            (self.document.sentence_of(comma.min(tokens.len() - 1)).end as usize).saturating_sub(1);
        if comma >= end || !is_comma(&comma) {
            return comma;
        }
        let close = (comma + 1..end.min(comma + LONGEST)).find(is_comma);
        let verb =
            close.map(|c| c + 1).filter(|&v| FINITE.has(tokens[v].tag) && tokens[v].tag != Tag::RB);
        verb.unwrap_or(comma)
    }
}
