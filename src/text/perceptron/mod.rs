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
mod weights;

pub(crate) use features::Features;
pub(crate) use forms::{Forms, hash};
pub use model::TagModel;
pub(crate) use model::{Dictionary, Entry, best};
pub use packed::Damage;
pub(crate) use weights::{Row, Weights};

use super::lexicon::MARKS;
use super::tokens::Letters;
use super::{Lexicon, Sentence, Tag, TagSet, Token, WordId};
use features::Context;
use forms::Form;
pub(in crate::text) use known::Met;
use known::{Kept, Place, State, Sums, Tables};
use places::Places;
use rows::Rows;
use rustc_hash::FxHashMap;

/// A model made ready for one lexicon.
#[derive(Debug)]
pub(super) struct Tagger {
    dictionary: Dictionary,
    weights: Weights,
    tables: Tables,
    /// By word, once it is met.
    known: Places<Kept>,
    /// Words that the lexicon has not, by the upper bits of their hashes as printed:
    /// the first that was met, and its hash.
    strangers: Places<(u64, Kept)>,
}

/// How many [`Tagger::strangers`] are kept: 5 MB of them at most. Names come again from
/// article to article.
const STRANGERS: usize = 1 << 14;

impl Tagger {
    /// Makes room for all words of `lexicon`.
    pub(super) fn new(model: TagModel, lexicon: &Lexicon) -> Self {
        let TagModel { dictionary, weights } = model;
        let form = |spelling: &str| Form::new(spelling, &dictionary);
        // What is in no dictionary, and what stands before and after a sentence.
        let others = [0, form("").class].into_iter().chain(MARKS.map(|mark| form(mark).class));
        let known = dictionary.classes.iter().map(|class| class.bits());
        let mut classes: Vec<u64> = known.chain(others).collect();
        classes.sort_unstable();
        classes.dedup();
        let tables = Tables::new(&weights, &classes, &MARKS.map(|mark| form(mark).hash));
        Self::with_tables(TagModel { dictionary, weights }, tables, lexicon)
    }

    /// The same of the model in the binary, made ready when that was built.
    pub(super) fn packed(model: TagModel, lexicon: &Lexicon) -> Self {
        let marks = MARKS.map(|mark| Form::new(mark, &model.dictionary).hash);
        let tables = Tables::of(Rows::packed(), &model.weights, &marks);
        Self::with_tables(model, tables, lexicon)
    }

    fn with_tables(model: TagModel, tables: Tables, lexicon: &Lexicon) -> Self {
        let TagModel { dictionary, weights } = model;
        let (known, strangers) = (Places::new(lexicon.words.len()), Places::new(STRANGERS));
        Self { dictionary, weights, tables, known, strangers }
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
                let files = TagModel::FILES.iter().chain(&Rows::FILES);
                files.for_each(|name| packing.bytes(name, &[]));
            }
        }
    }

    #[inline]
    fn known(&self, word: WordId, lexicon: &Lexicon) -> Met<'_> {
        let kept = self.known.at(word.0 as usize).get_or_init(|| {
            let form = Form::new(lexicon.spelling(word), &self.dictionary);
            let of = lexicon.word(word);
            let mut kept = self.tables.known(&form, &self.weights, self.tables.small());
            kept.word.is_tagged = !(of.tags.is_empty() && of.capitalised.is_empty());
            kept.word.lemmas = lexicon.lemmas(word);
            kept
        });
        kept.met()
    }

    /// A word as printed that the lexicon has not, where its place is its own.
    fn stranger(&self, printed: &str, hash: u64, letters: Letters) -> Option<Met<'_>> {
        let place = self.strangers.at((hash >> (u64::BITS - STRANGERS.trailing_zeros())) as usize);
        let new = || (hash, self.unknown(printed, letters));
        let (first, known) = place.get_or_init(new);
        (*first == hash).then(|| known.met())
    }

    fn unknown(&self, printed: &str, letters: Letters) -> Kept {
        let form = Form::printed(printed, &self.dictionary);
        self.tables.known(&form, &self.weights, (letters, features::shape(printed, false)))
    }

    /// Tags the tokens of a text; `finish` is given each sentence then with its words.
    pub(super) fn tag(
        &self,
        text: &str,
        lexicon: &Lexicon,
        tokens: &mut [Token],
        sentences: &[Sentence],
        finish: impl Fn(&mut [Token], &[Met<'_>]),
    ) {
        let mut rare = Vec::new();
        let strangers = self.strangers(text, tokens, &mut rare);
        let mut met = strangers.into_iter();
        let end = self.known(WordId::UNKNOWN, lexicon);
        let word = |token: &Token| match token.word {
            WordId::UNKNOWN => met.next().map_or(end, |m| m.unwrap_or_else(|at| rare[at].met())),
            word => self.known(word, lexicon),
        };
        let words: Vec<Met<'_>> = tokens.iter().map(word).collect();
        let mut sums = Vec::new();
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
        rare: &mut Vec<Kept>,
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

    /// Tags a sentence; `sums` is room for its sums.
    fn tag_sentence(
        &self,
        text: &str,
        tokens: &mut [Token],
        words: &[Met<'_>],
        end: Met<'_>,
        sums: &mut Vec<Sums>,
    ) {
        let word_at = |i: usize| words.get(i).copied().unwrap_or(end);
        let mut before = end;
        let mut is_first = true;
        sums.clear();
        for (i, (token, &word)) in tokens.iter().zip(words).enumerate() {
            if !is_settled(token.tag) {
                if word.only.is_none() {
                    let words = [before.word, word.word, word_at(i + 1).word];
                    let (after, letters) = (word_at(i + 2), token.letters);
                    let place = Place { words, after, letters, is_first };
                    sums.push(self.tables.apart(&self.weights, &place, token.span.of(text)));
                }
                is_first = false;
            }
            before = word;
        }
        let mut sums = sums.iter_mut();
        let mut states = [State::default(); 2];
        for (i, (token, &word)) in tokens.iter_mut().zip(words).enumerate() {
            if !is_settled(token.tag) {
                token.tag = word.only.unwrap_or_else(|| {
                    let sums = sums.next().expect("each open token has its sums");
                    let words = (word.word, word_at(i + 1));
                    self.tables.add_states(&self.weights, sums, words, states);
                    word.word.best(sums)
                });
            }
            states = [self.tables.state(token.tag, word.word), states[0]];
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Document, LexiconBuilder};

    /// A text with what features see differently: marks known and rare, words known,
    /// unknown and in no dictionary, ways to write them, sentences of one word.
    const TEXT: &str = "“The plan,” Kim said, “is to plan.” McCAIN’s COVID-19 votes * vote • vote? \
        No. Plan! The 8,700 US spokeswomen Vote: É (a/b) --- the U.S. talks... KIM plans éa éb \
        THE voting iPhone is * to • plan the • * ~ vote ~ @kim #vote $5 % \n\n Vote the plan \n to";

    fn lexicon() -> Lexicon {
        let mut builder = LexiconBuilder::default();
        for word in ["the", "plan", "vote", "to", "is", "kim", "spokeswomen", "*", "said"] {
            builder.intern(word);
        }
        builder.build()
    }

    fn dictionary(seed: u64) -> Dictionary {
        let all = |bits: u64| TagSet::from_bits(bits & ((1 << Tag::ALL.len()) - 1)).unwrap();
        let words = ["plan", "vote", "to", "is", "talks", "no", "—", ".", "8,700", "the", "u.s"];
        let entry = |(i, word): (usize, &&str)| {
            let bits = hash(word).rotate_left(seed as u32) & hash("mask").rotate_left(i as u32);
            // Odd ones have one tag.
            let tags = if (i as u64 + seed) % 4 == 3 { bits & bits.wrapping_neg() } else { bits };
            (hash(word), Entry { tags: all(tags), is_frequent: i.is_multiple_of(2) })
        };
        Dictionary::new(all(hash("open")), words.iter().enumerate().map(entry))
    }

    #[test]
    fn summed_weights_choose_as_features_one_by_one() {
        let lexicon = lexicon();
        for seed in 0..40 {
            let dictionary = dictionary(seed);
            let forms = Forms::new(dictionary.clone(), &lexicon);
            let mut expected = Document::untagged(TEXT, 0, &lexicon);
            // All features that are met have weights but one in four; tags that are
            // chosen change what is met next, so the rows grow till nothing is new.
            let mut rows: Vec<Row> = Vec::new();
            loop {
                let weights = Weights::new(&rows);
                let mut met: Vec<u32> = Vec::new();
                for sentence in &expected.sentences {
                    let range = sentence.tokens.iter();
                    let mut tokens = Document::untagged(TEXT, 0, &lexicon).tokens;
                    walk(&forms, TEXT, &mut tokens[range.clone()], |_, candidates, features| {
                        met.extend(features.iter().filter(|key| **key % 4 != 0));
                        weights.best(candidates, features)
                    });
                    expected.tokens[range.clone()].copy_from_slice(&tokens[range]);
                }
                let before = rows.len();
                for key in met {
                    if rows.iter().all(|(known, _)| *known != key) {
                        rows.push((key, row(key, seed)));
                    }
                }
                if rows.len() == before {
                    break;
                }
            }
            let model = TagModel { dictionary, weights: Weights::new(&rows) };
            let mut document = Document::untagged(TEXT, 0, &lexicon);
            let tagger = Tagger::new(model, &lexicon);
            tagger.tag(TEXT, &lexicon, &mut document.tokens, &document.sentences, |_, _| {});
            assert_eq!(document.tokens, expected.tokens, "seed {seed}");
        }
    }

    /// Some weights that look like chance.
    fn row(key: u32, seed: u64) -> Vec<(Tag, i8)> {
        let weight = |tag: Tag| hash(&format!("{key} {seed} {}", tag.name())) as u8;
        let tags = Tag::ALL.iter().map(|(tag, _)| (*tag, weight(*tag) as i8));
        tags.filter(|(tag, _)| !weight(*tag).is_multiple_of(3)).collect()
    }
}
