//! Tags by a greedy averaged perceptron, from left to right.
//!
//! Takes the tokens of a sentence and a [`TagModel`] that `whosaid learn` made.
//! A word that the model's dictionary knows with one tag takes it at once; any
//! other takes the tag with the highest sum of weights among those that its
//! entry allows, or among the open classes when it has none. What the scanner
//! is sure of (marks, signs, handles) is left as it is.
//!
//! # Why features are hashes
//!
//! Names of features would be ten times the size of their weights. A hash of 32
//! bits is made from numbers that are at hand, without a copy of the text, and
//! among some hundred thousand features two rarely share one.

mod features;
mod forms;
mod known;
mod model;
mod packed;
mod places;
mod rows;
mod sums;
mod tables;
#[cfg(test)]
mod tests;
mod weights;
mod words;

pub(crate) use features::Features;
pub(crate) use forms::{Forms, hash};
pub use model::TagModel;
pub(crate) use model::{Dictionary, Entry, best};
pub use packed::Damage;
pub(crate) use weights::{Row, Weights};

use super::lexicon::MARKS;
use super::spellings::Spellings;
use super::tokens::Letters;
use super::{Lexicon, Sentence, Tag, TagSet, Token, WordId};
use features::Context;
use forms::Form;
pub(in crate::text) use known::Met;
use places::Places;
use rows::Rows;
use rustc_hash::FxHashMap;
use std::mem;
use sums::{Few, Sums};
use tables::{Place, State, Tables};
use words::{Stranger, Words};

/// A model made ready for one lexicon.
#[derive(Debug)]
pub(super) struct Tagger {
    dictionary: Dictionary,
    weights: Weights,
    tables: Tables,
    /// Words that the lexicon has not, by the upper bits of their hashes as printed:
    /// the first that was met, and its hash.
    strangers: Places<(u64, Box<Stranger>)>,
}

/// How many [`Tagger::strangers`] are kept: 6 MB of them at most. Names come again from
/// article to article.
const STRANGERS: usize = 1 << 14;

impl Tagger {
    /// Works out what the words of `lexicon` weigh; all of it where it is to be `written`.
    /// With the model in the binary, words that stand there too are taken from it.
    pub(super) fn new(model: TagModel, lexicon: &Lexicon, written: bool) -> Self {
        if model.is_packed() {
            let mut tagger = Self::packed(model);
            let known = mem::replace(&mut tagger.tables.words, Words::beside_packed());
            return tagger.with_words(lexicon, Some((&Spellings::packed(), &known)));
        }
        let TagModel { dictionary, weights } = model;
        let form = |spelling: &str| Form::new(spelling, &dictionary);
        // What is in no dictionary, and what stands before and after a sentence.
        let others = [0, form("").class].into_iter().chain(MARKS.map(|mark| form(mark).class));
        let known = dictionary.classes.iter().map(|class| class.bits());
        let mut classes: Vec<u64> = known.chain(others).collect();
        classes.sort_unstable();
        classes.dedup();
        let mut tables = Tables::new(&weights, &classes, &MARKS.map(|mark| form(mark).hash));
        tables.words = Words::new(written);
        Self::with_tables(TagModel { dictionary, weights }, tables).with_words(lexicon, None)
    }

    /// The same of the lexicon and the model in the binary, made ready when that was built.
    pub(super) fn packed(model: TagModel) -> Self {
        let marks = MARKS.map(|mark| Form::new(mark, &model.dictionary).hash);
        let mut tables = Tables::of(Rows::packed(), &model.weights, &marks);
        tables.words = Words::packed();
        Self::with_tables(model, tables)
    }

    fn with_tables(model: TagModel, tables: Tables) -> Self {
        let TagModel { dictionary, weights } = model;
        Self { dictionary, weights, tables, strangers: Places::new(STRANGERS) }
    }

    /// With the words of `lexicon`; of those that are `known` only what rests on the lexicon
    /// is worked out.
    fn with_words(mut self, lexicon: &Lexicon, known: Option<(&Spellings, &Words)>) -> Self {
        let mut words = mem::take(&mut self.tables.words);
        for id in lexicon.ids() {
            let spelling = lexicon.spelling(id);
            let known = known.and_then(|(spellings, words)| {
                let id = Some(spellings.find(spelling.as_bytes()));
                id.filter(|&id| id != WordId::UNKNOWN).map(|id| words.word(id))
            });
            let (mut brief, record) = known.unwrap_or_else(|| {
                let form = Form::new(spelling, &self.dictionary);
                let usual = self.tables.small();
                let record = self.tables.record(&form, &self.weights, usual, &mut words);
                (record.brief, record.into())
            });
            let word = lexicon.word(id);
            brief.lemmas = lexicon.own_lemmas(id);
            brief.is_tagged = !(word.tags.is_empty() && word.capitalised.is_empty());
            words.push(brief, record);
        }
        self.tables.words = words;
        self
    }

    /// Writes what [`packed`](Self::packed) takes beside the model's file; empty files
    /// where there is no model.
    #[cfg(not(packed))]
    pub(super) fn pack(tagger: Option<&Self>, packing: &mut super::flat::Packing) {
        match tagger {
            Some(tagger) => {
                TagModel::pack(&tagger.dictionary, &tagger.weights, packing);
                tagger.tables.pack(packing);
            }
            None => {
                let files = TagModel::FILES.iter().chain(&Rows::FILES).chain(&Words::FILES);
                files.for_each(|name| packing.bytes(name, &[]));
            }
        }
    }

    /// A word as printed that the lexicon has not, where its place is its own.
    fn stranger(&self, printed: &str, hash: u64, letters: Letters) -> Option<Met<'_>> {
        let place = self.strangers.at((hash >> (u64::BITS - STRANGERS.trailing_zeros())) as usize);
        let new = || (hash, Box::new(self.unknown(printed, letters)));
        let (first, known) = place.get_or_init(new);
        (*first == hash).then(|| known.met())
    }

    fn unknown(&self, printed: &str, letters: Letters) -> Stranger {
        let form = Form::printed(printed, &self.dictionary);
        let usual = (letters, features::shape(printed, false));
        Stranger::new(|apart| self.tables.record(&form, &self.weights, usual, apart))
    }

    /// Tags the tokens of a text; `finish` is given each sentence then with its words.
    pub(super) fn tag(
        &self,
        text: &str,
        tokens: &mut [Token],
        sentences: &[Sentence],
        finish: impl Fn(&mut [Token], &[Met<'_>]),
    ) {
        let mut rare = Vec::new();
        let strangers = self.strangers(text, tokens, &mut rare);
        let mut met = strangers.into_iter();
        let end = self.tables.known(WordId::UNKNOWN);
        let word = |token: &Token| match token.word {
            WordId::UNKNOWN => met.next().map_or(end, |m| m.unwrap_or_else(|at| rare[at].met())),
            word => self.tables.known(word),
        };
        let words: Vec<Met<'_>> = tokens.iter().map(word).collect();
        let mut sums = Room::default();
        for sentence in sentences {
            let range = sentence.tokens.iter();
            let (tokens, words) = (&mut tokens[range.clone()], &words[range]);
            self.tag_sentence(text, tokens, words, end, &mut sums);
            finish(tokens, words);
        }
    }

    /// The words of a text that the lexicon has not, in its order; those without a place
    /// of their own go to `rare`, each once.
    fn strangers(
        &self,
        text: &str,
        tokens: &[Token],
        rare: &mut Vec<Stranger>,
    ) -> Vec<Result<Met<'_>, usize>> {
        let mut places: FxHashMap<u64, usize> = FxHashMap::default();
        let mut place = |printed: &str, hash: u64, letters: Letters| {
            *places.entry(hash).or_insert_with(|| {
                rare.push(self.unknown(printed, letters));
                rare.len() - 1
            })
        };
        let strangers = tokens.iter().filter(|t| t.word == WordId::UNKNOWN);
        let known = strangers.map(|token| {
            let printed = token.span.of(text);
            let (hash, letters) = (hash(printed), token.letters);
            self.stranger(printed, hash, letters).ok_or_else(|| place(printed, hash, letters))
        });
        known.collect()
    }

    /// Tags a sentence; `room` is for what it takes on the way.
    fn tag_sentence(
        &self,
        text: &str,
        tokens: &mut [Token],
        words: &[Met<'_>],
        end: Met<'_>,
        room: &mut Room,
    ) {
        let word_at = |i: usize| words.get(i).copied().unwrap_or(end);
        let (weights, tables) = (&self.weights, &self.tables);
        room.clear();
        let first = room.open(tokens, words);
        for &i in &room.open {
            let i = i as usize;
            let (token, word) = (&tokens[i], words[i]);
            let (letters, is_first) = (token.letters, i == first);
            let is_usual = !is_first && word.is_usual(letters);
            let before = if i == 0 { end } else { words[i - 1] };
            let near = [before, word, word_at(i + 1), word_at(i + 2)];
            let place = Place { words: near, letters, is_first, is_usual };
            let printed = || token.span.of(text);
            match word.few(is_usual) {
                Some(mut sums) => {
                    tables.add_words(weights, &place, printed, &mut sums);
                    room.few.push(sums);
                }
                None => {
                    let mut sums = tables.all(word, is_usual);
                    tables.add_words(weights, &place, printed, &mut sums);
                    room.all.push(sums);
                }
            }
        }
        let (mut few, mut all) = (room.few.iter_mut(), room.all.iter_mut());
        for &i in &room.open {
            let i = i as usize;
            let state = |back: usize| {
                let at = i.checked_sub(back);
                at.map_or_else(State::default, |at| tables.state(tokens[at].tag, words[at]))
            };
            let (pair, states) = ([words[i], word_at(i + 1)], [state(1), state(2)]);
            tokens[i].tag = if words[i].has_few() {
                let sums = few.next().expect("each open token has its sums");
                tables.add_states(weights, pair, states, sums);
                sums.best()
            } else {
                let sums = all.next().expect("each open token has its sums");
                tables.add_states(weights, pair, states, sums);
                sums.best(words[i].many().0)
            };
        }
    }
}

/// Room for the open tokens of a sentence.
#[derive(Default)]
struct Room {
    /// Their places.
    open: Vec<u32>,
    /// The sums of those whose words have few tags, in their order.
    few: Vec<Few>,
    /// The sums of the others, in theirs.
    all: Vec<Sums>,
}

impl Room {
    fn clear(&mut self) {
        self.open.clear();
        self.few.clear();
        self.all.clear();
    }

    /// Gives the tokens whose words have one tag that tag, notes the places of those that have
    /// more, and tells which token is the first but for marks.
    fn open(&mut self, tokens: &mut [Token], words: &[Met<'_>]) -> usize {
        // Each is written, and the next in its place where it is not open: which tokens are is
        // too even for the processor to guess.
        self.open.resize(tokens.len(), 0);
        let mut count = 0;
        let mut first = tokens.len();
        for (i, (token, word)) in tokens.iter_mut().zip(words).enumerate() {
            let (only, is_settled) = (word.only(), is_settled(token.tag));
            first = first.min(if is_settled { usize::MAX } else { i });
            token.tag = only.filter(|_| !is_settled).unwrap_or(token.tag);
            self.open[count] = i as u32;
            count += usize::from(!is_settled & only.is_none());
        }
        self.open.truncate(count);
        first
    }
}

/// Goes through a sentence and has `choose` settle each tag that is open, given
/// the token's place, the tags it may take and its features.
pub(crate) fn walk(
    forms: &Forms,
    text: &str,
    tokens: &mut [Token],
    mut choose: impl FnMut(usize, TagSet, &Features) -> Tag,
) {
    let form = |tokens: &[Token], i: usize| match tokens.get(i) {
        Some(token) => forms.of(text, token),
        None => forms.end(),
    };
    let mut context = Context::new(forms.end(), form(tokens, 0), form(tokens, 1));
    let mut is_first = true;
    for i in 0..tokens.len() {
        context.shift(form(tokens, i + 2));
        let candidates = context.word.tags;
        if !is_settled(tokens[i].tag) {
            tokens[i].tag = match candidates.only() {
                Some(tag) => tag,
                None => {
                    let shape = features::shape(tokens[i].span.of(text), is_first);
                    choose(i, candidates, &context.features(shape))
                }
            };
            is_first = false;
        }
        context.push(features::State::of(tokens[i].tag, &context.word));
    }
}

/// Whether the scanner's word on this tag is final.
pub(crate) fn is_settled(tag: Tag) -> bool {
    matches!(tag, Tag::Punct | Tag::SYM | Tag::NNP)
}
