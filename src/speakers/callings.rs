//! The entities of a long article by what it calls them, so that "the official" is
//! compared with officials alone.
//!
//! # Why only in long articles
//!
//! An article of news has some forty entities, and to compare a description with them all
//! costs less than to keep their words in order. One with ten thousand speakers would be
//! read over and over.

use super::entities::{Entities, Entity};
use super::names::Sort;
use super::vocabulary::Vocabulary;
use crate::text::{Document, TokenRange, WordId};
use rustc_hash::FxHashMap;

/// Entities by the words of their roles and names.
#[derive(Debug, Default)]
pub(super) struct Callings {
    /// How many entities have been taken in.
    upto: usize,
    by_word: FxHashMap<WordId, Vec<u32>>,
    /// Those with a party and state.
    seats: Vec<u32>,
}

/// Up to so many entities are compared one by one.
const FEW: usize = 256;

impl Callings {
    /// Takes in the entities that have come, where there are many.
    pub(super) fn note_all(
        &mut self,
        document: &Document<'_>,
        words: &Vocabulary<'_>,
        entities: &Entities,
    ) {
        if entities.all.len() <= FEW {
            return;
        }
        for (ix, entity) in entities.all.iter().enumerate().skip(self.upto) {
            for &role in &entity.roles {
                self.note(document, words, ix, role);
            }
            if entity.sort != Sort::Person {
                self.note(document, words, ix, entity.name);
            }
            if entity.seat.is_some() {
                keep(&mut self.seats, ix);
            }
        }
        self.upto = entities.all.len();
    }

    /// Takes in one more role of an entity, unless it is still to be taken in with all its
    /// others.
    pub(super) fn note_role(
        &mut self,
        document: &Document<'_>,
        words: &Vocabulary<'_>,
        ix: usize,
        role: TokenRange,
    ) {
        if ix < self.upto {
            self.note(document, words, ix, role);
        }
    }

    fn note(
        &mut self,
        document: &Document<'_>,
        words: &Vocabulary<'_>,
        ix: usize,
        range: TokenRange,
    ) {
        for word in range.iter().map(|i| document.tokens[i].word) {
            // "Chairman" of a "chair" as well.
            let forms = words.partners(words.title_forms, word);
            for word in forms.chain([word]).filter(|w| *w != WordId::UNKNOWN) {
                keep(self.by_word.entry(word).or_default(), ix);
            }
        }
    }

    /// The entities that something ties to a description with this head, and others.
    pub(super) fn near(&self, words: &Vocabulary<'_>, all: &[Entity], head: WordId) -> Vec<usize> {
        if self.upto == 0 {
            return (0..all.len()).collect();
        }
        let forms = words.partners(words.title_forms, head);
        let kinds = words.partners(words.kinds, head);
        let called = forms.chain(kinds).chain([head]).filter_map(|word| self.by_word.get(&word));
        let mut near: Vec<usize> =
            called.chain([&self.seats]).flatten().map(|&ix| ix as usize).collect();
        near.extend(self.upto..all.len());
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Adds an entity, and leaves out the first ones of too many.
fn keep(entities: &mut Vec<u32>, ix: usize) {
    if entities.last() == Some(&(ix as u32)) {
        return;
    }
    if entities.len() >= 2 * FEW {
        entities.drain(..FEW);
    }
    entities.push(ix as u32);
}
