//! Pronouns: "he" by what is talked of, "who" by what stands before it, "I" by
//! who is quoted or who wrote.

use super::describing::Class;
use super::entities::EntityIx;
use super::focus::Place;
use super::mention::{Pronoun, Reading};
use super::names::Sort;
use super::resolve::{FINITE, Resolver};
use super::speaker::{How, Speaker};
use crate::text::{Mark, Tag, TokenRange, WordId};

/// From this share of the first one's weight on, the second is close to it; by judgement.
const CLOSE: f32 = 0.7;

impl Resolver<'_, '_> {
    pub(super) fn by_pronoun(
        &mut self,
        pronoun: Pronoun,
        range: TokenRange,
        place: Place,
    ) -> Speaker {
        let token = range.start as usize;
        match pronoun {
            Pronoun::First => self.first_person(range),
            Pronoun::Relative => {
                let before =
                    self.relative(token, place).unwrap_or_else(|| self.unresolved(range, ""));
                Speaker {
                    how: if before.how == How::Name { How::Beside } else { before.how },
                    ..before
                }
            }
            _ => {
                if pronoun == Pronoun::Plural
                    && let Some(speaker) = self.plural_subject_before(token, place)
                {
                    return speaker;
                }
                let named = self.named_after(token);
                match self.focus.ranked(&self.entities.all, pronoun, place, &named) {
                    Some(mut ranked) => {
                        self.prefer_last_subject(&mut ranked, place);
                        let (entity, weight) = ranked[0];
                        let rivals = ranked[1..].to_vec();
                        self.settle_gender(&ranked, pronoun);
                        let close = rivals.first().is_some_and(|r| r.1 > CLOSE * weight);
                        let sureness = if close { 0.9 } else { 1.0 };
                        let how = How::Pronoun;
                        Speaker { how, rivals, sureness, ..self.of_entity(entity) }
                    }
                    None => match self.named_first(&named, pronoun) {
                        Some(entity) => {
                            let how = How::Pronoun;
                            Speaker { how, sureness: 0.9, ..self.of_entity(entity) }
                        }
                        // A pronoun is no name: who it is stays open.
                        None => Speaker { sureness: 0.8, ..self.unresolved(range, "") },
                    },
                }
            }
        }
    }

    /// Puts first who alone acted in the last sentence, if whoever is first was not even
    /// mentioned there.
    fn prefer_last_subject(&self, ranked: &mut [(EntityIx, f32)], place: Place) {
        let Some((subject, before)) = self.last_subject(place) else { return };
        let gone = self.focus.last(ranked[0].0).is_some_and(|last| last.sentence < before);
        if let Some(at) = ranked.iter().position(|(e, _)| *e == subject)
            && gone
        {
            ranked[..=at].rotate_right(1);
        }
    }

    /// Whom the sentence names after a pronoun that nobody before it fits: "When he
    /// wrote his book, Mr. Kim said".
    fn named_first(&self, named: &[EntityIx], pronoun: Pronoun) -> Option<EntityIx> {
        let person = matches!(pronoun, Pronoun::Male | Pronoun::Female);
        let fits = |e: &&EntityIx| super::focus::fits(&self.entities.all[e.0 as usize], pronoun);
        named.iter().find(fits).copied().filter(|_| person)
    }

    /// "I": who is quoted, or else the author.
    fn first_person(&self, range: TokenRange) -> Speaker {
        let token = range.start as usize;
        if self.document.tokens[token].mark == Mark::Inside {
            let speaks = self.focus.last_speaker();
            let quoted = speaks.map_or_else(Speaker::default, |e| self.of_entity(e));
            return Speaker { how: How::First, ..quoted };
        }
        let is_plural = self.document.tokens[token].word == WordId::UNKNOWN;
        if !is_name(self.author) || is_plural {
            return self.unresolved(range, "");
        }
        let (name, how) = (self.author.to_owned(), How::First);
        Speaker { name, kind: "person", how, ..Speaker::default() }
    }

    /// "who", "which": what stands right before.
    fn relative(&mut self, token: usize, place: Place) -> Option<Speaker> {
        let sentence = self.document.sentence_of(token).start as usize;
        let mut i = token;
        while i > sentence && self.document.tokens[i - 1].tag == Tag::Punct {
            i -= 1;
        }
        let over = i.checked_sub(1).and_then(|i| self.reader().name_over(i));
        let is_who = self.document.tokens[token].tag == Tag::WP;
        let may_be = |sort: Sort| if is_who { is_person(sort) } else { sort != Sort::Place };
        if let Some(name) = over.filter(|&n| may_be(self.names[n].sort)) {
            return Some(self.by_name(name, None, place));
        }
        // An appositive may stand between: "Hugh Hewitt, a radio host, who".
        let before = self.names.partition_point(|n| n.tokens.start < token as u32);
        if let Some(name) = before.checked_sub(1)
            && self.entities.told[name].end == i
        {
            return Some(self.by_name(name, None, place));
        }
        let phrase = TokenRange::new(self.noun_phrase_start(i, sentence), i);
        // "Heather Samuelson, a lawyer who", "Donna Rawlings, 61, of Upper Marlboro, who".
        let apposed = phrase.start as usize > sentence
            && self.document.tokens[phrase.start as usize - 1].tag == Tag::Punct;
        if is_who
            && (apposed || over.is_some())
            && let Some(name) = self.names[..before].iter().rposition(|n| n.sort == Sort::Person)
            && self.names[name].tokens.start as usize >= sentence
        {
            return Some(self.by_name(name, None, place));
        }
        match self.reader().read(phrase)? {
            Reading::Described(description) => Some(self.described(phrase, &description, place)),
            _ => None,
        }
    }

    pub(super) fn noun_phrase_start(&self, end: usize, sentence: usize) -> usize {
        let mut start = end;
        while start > sentence {
            let t = &self.document.tokens[start - 1];
            let inside = t.tag.is_noun()
                || matches!(
                    t.tag,
                    Tag::JJ | Tag::JJS | Tag::CD | Tag::DT | Tag::PRPS | Tag::POS | Tag::VBN
                );
            if !inside {
                break;
            }
            start -= 1;
        }
        start
    }

    /// For "they": the plural subject of the same sentence, or one nearer than any group
    /// that spoke.
    fn plural_subject_before(&mut self, token: usize, place: Place) -> Option<Speaker> {
        let sentence = self.document.sentence_of(token).start as usize;
        if let Some(range) = self.plural_subject(sentence, token) {
            return self.several_described(range, place);
        }
        let speaks = self.focus.last_speaker().is_some_and(|e| {
            self.entities.all[e.0 as usize].plural && self.focus.weight(e, place) > 30.0
        }) || self
            .focus
            .pronoun(&self.entities.all, Pronoun::Plural, place, &[])
            .is_some_and(|e| {
                // 60: spoke or acted within two sentences.
                self.focus.weight(e, place) > 60.0
            });
        let before = (place.sentence as usize).checked_sub(1)?;
        let from = self.document.sentences[before].tokens.start as usize;
        let range = self.plural_subject(from, sentence).filter(|_| !speaks)?;
        self.several_described(range, place)
    }

    /// The last plural noun phrase among tokens `from..to` that a finite verb follows.
    fn plural_subject(&self, from: usize, to: usize) -> Option<TokenRange> {
        let tokens = &self.document.tokens;
        let is_subject = |&i: &usize| {
            matches!(tokens[i].tag, Tag::NNS | Tag::NNPS)
                && tokens[i].mark == Mark::Outside
                && tokens.get(i + 1).is_some_and(|n| FINITE.has(n.tag))
        };
        let head = (from..to).rev().find(is_subject)?;
        let sentence = self.document.sentence_of(head).start as usize;
        let mut start = self.noun_phrase_start(head + 1, sentence).min(head);
        // "Republicans and | Democrats".
        let joined = |i: usize| {
            let is_and = self.words.at(self.words.coordinators, self.document, i);
            is_and && i > sentence && tokens[i - 1].tag.is_noun()
        };
        if start > sentence && joined(start - 1) {
            start = self.noun_phrase_start(start - 1, sentence);
        }
        Some(TokenRange::new(start, head + 1))
    }

    fn several_described(&mut self, range: TokenRange, place: Place) -> Option<Speaker> {
        let head = range.end as usize - 1;
        let start = self.noun_phrase_start(head + 1, range.start as usize);
        match self.reader().read(TokenRange::new(start, head + 1))? {
            Reading::Described(d) if d.plural && d.class == Class::Person => {
                Some(Speaker { how: How::Pronoun, ..self.described(range, &d, place) })
            }
            _ => None,
        }
    }
}

fn is_person(sort: Sort) -> bool {
    matches!(sort, Sort::Person | Sort::Unknown)
}
/// Whether an author line is a plain name: "By RON LIEBER" is not.
fn is_name(author: &str) -> bool {
    let is_word = |w: &str| {
        let mut chars = w.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.all(|c| c.is_lowercase() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    !author.is_empty() && author.split_whitespace().all(is_word)
}
