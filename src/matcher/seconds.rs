//! By which tokens a pattern can go on after its first one, where that is a certain word:
//! many end rules begin with a comma, and few of them with what follows it.
//!
//! As an [`Edge`] does, it may let through what then does not match, never the other way
//! round.

use super::edges::{Draft, Edge, Edges};
use super::program::{Step, Way};
use super::words::{EdgeMasks, WordSets};
use crate::text::{Token, WordId};
use std::collections::BTreeMap;

/// Which of the first 64 patterns can go on with a token after their first word.
#[derive(Default)]
pub(super) struct Seconds(Vec<(WordId, EdgeMasks)>);

/// What each pattern can go on with, by its first word.
pub(super) type SecondEdges = Vec<(WordId, Vec<Edge>)>;

// A word that begins one pattern alone is looked up more often than it saves a try.
const SHARED: usize = 2;

impl Seconds {
    pub(super) fn new(words: &WordSets, edges: &SecondEdges) -> Self {
        let masks =
            |(word, edges): &(WordId, Vec<Edge>)| (*word, EdgeMasks::new(words, edges.iter()));
        Self(edges.iter().map(masks).collect())
    }

    /// Those of the patterns that begin with `first` that go on with `second`, and all
    /// others where it is not known.
    #[inline]
    pub(super) fn taking(&self, words: &WordSets, first: &Token, second: &Token) -> u64 {
        // A list has words by their lemmas too: what is known is of the word alone.
        let is_plain = first.lemma == first.word || first.lemma == WordId::UNKNOWN;
        let known = self.0.iter().find(|(word, _)| *word == first.word && is_plain);
        known.map_or(u64::MAX, |(_, masks)| masks.taking(words, second))
    }
}

/// Steps, and those that come after them.
#[derive(Clone, Copy)]
struct Tail<'n> {
    steps: &'n [Step<'n>],
    next: Option<&'n Tail<'n>>,
}

impl Edges<'_> {
    /// Of the words that begin several of the patterns, what each can go on with.
    pub(super) fn seconds<'w>(&mut self, ways: &[&Way<'w>]) -> SecondEdges {
        let mut counts: BTreeMap<WordId, usize> = BTreeMap::new();
        for way in ways {
            let mut draft = Draft::default();
            self.begins(&way.steps, &mut draft);
            draft.words.sort();
            for &word in &draft.words.words {
                *counts.entry(word).or_default() += 1;
            }
        }
        let shared = counts.into_iter().filter(|&(word, n)| n >= SHARED && word != WordId::UNKNOWN);
        let shared: Vec<WordId> = shared.map(|(word, _)| word).collect();
        let mut edges_of =
            |word| ways.iter().map(|way| self.second(&way.steps, word)).collect::<Vec<Edge>>();
        shared.into_iter().map(|word| (word, edges_of(word))).collect()
    }

    /// By what the sequence can go on when its first token is that word.
    pub(super) fn second(&mut self, steps: &[Step<'_>], word: WordId) -> Edge {
        let mut draft = Draft { any: self.is_blind(), ..Draft::default() };
        self.after(&Tail { steps, next: None }, word, DEPTH, &mut draft);
        self.edge(draft)
    }

    fn after(&self, tail: &Tail<'_>, word: WordId, depth: usize, draft: &mut Draft) {
        let Some(depth) = depth.checked_sub(1) else {
            draft.any = true;
            return;
        };
        let Some((step, steps)) = tail.steps.split_first() else {
            match tail.next {
                Some(next) => self.after(next, word, depth, draft),
                // It has matched without a token.
                None => draft.any = true,
            }
            return;
        };
        let rest = Tail { steps, next: tail.next };
        match step {
            Step::One(one) => {
                if !one.tags.is_empty() || one.words().any(|own| own == word) {
                    self.follow(&rest, draft);
                }
            }
            Step::List(list) => {
                if self.lexicon.is_in(word, *list) {
                    self.follow(&rest, draft);
                }
                draft.any |= self.lexicon.phrases(word).iter().any(|(of, _)| of == list);
            }
            Step::Slot(_, inner) if !inner.is_empty() => {
                self.after(&Tail { steps: inner, next: Some(&rest) }, word, depth, draft);
            }
            Step::Choice(ways) => {
                for way in ways.iter() {
                    let way = Tail { steps: &way.steps, next: Some(&rest) };
                    self.after(&way, word, depth, draft);
                }
            }
            Step::Repeat(way, _) => {
                self.after(&Tail { steps: &way.steps, next: Some(tail) }, word, depth, draft);
                self.after(&rest, word, depth, draft);
            }
            Step::Not(_) | Step::SentenceStart => self.after(&rest, word, depth, draft),
            Step::NounPhrase
            | Step::Slot(..)
            | Step::Gap(..)
            | Step::SentenceEnd
            | Step::Paragraph => draft.any = true,
        }
    }

    /// Adds by what the steps can begin.
    fn follow(&self, tail: &Tail<'_>, draft: &mut Draft) {
        if self.begins(tail.steps, draft) {
            match tail.next {
                Some(next) => self.follow(next, draft),
                None => draft.any = true,
            }
        }
    }
}

// 24: our patterns stand in each other 5 deep; what repeats nothing would go on for ever.
const DEPTH: usize = 24;
