//! What tokens add to the sums of weights: most of it known before any text is read.
//!
//! Most features rest on one word, on the tags before it, or on a word and the tag before
//! it. What they weigh stands with the word or in a row; a token adds these up, and only
//! features of two words are looked up. All are whole numbers, so the sums are those over
//! all features one by one; a test holds them to it.
//!
//! A sentence is gone through twice: first for all that rests on words alone, where no
//! look-up waits for another; then for what rests on the tags before as well.

use super::features::{first, key, second, shape};
use super::forms::Form;
use super::known::{Brief, Met, NO_CLASS, NO_PLACE, NONE, Own, Record};
use super::rows::Rows;
use super::sums::{Alone, Row, Summing, Sums, few};
use super::weights::Weights;
use super::words::{PutBy, Words};
use crate::text::flat::Plain;
use crate::text::lexicon::MARKS;
use crate::text::tokens::Letters;
use crate::text::{Tag, WordId};
use rustc_hash::FxHashMap;

/// A tag as later tokens see it; marks are told apart by their words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    value: u64,
    /// Its number; [`NONE`] for marks that are rare.
    number: u8,
}

/// How letters are written that [`Tables`] knows, with an example.
const SHAPES: [&str; Letters::COUNT - 1] = ["x", "Xx", "X"];

/// How many states there are: none before the first token, then tags, then marks.
const STATES: usize = 1 + Tag::ALL.len() + MARKS.len();

// A word has a bit for each; and no number is that of none.
const _: () = assert!(STATES <= 64 && STATES < NONE as usize);

/// What rests on classes and tags, and numbers for them.
#[derive(Debug)]
pub(super) struct Tables {
    rows: Rows,
    /// The words of the lexicon.
    pub(super) words: Words,
    /// The numbers of word classes.
    class_numbers: FxHashMap<u64, u16>,
    /// The states by number.
    states: Vec<u64>,
    /// By how letters are written, then whether the token is the first: the shape and
    /// what it weighs.
    shapes: [[(u64, Row); 2]; Letters::COUNT - 1],
}

impl Tables {
    /// What these weights say of these classes, and of marks by these hashes.
    pub(super) fn new(weights: &Weights, classes: &[u64], marks: &[u64; MARKS.len()]) -> Self {
        Self::of(Rows::new(weights, classes, &states(marks)), weights, marks)
    }

    /// The same with rows that are known.
    pub(super) fn of(rows: Rows, weights: &Weights, marks: &[u64; MARKS.len()]) -> Self {
        let shaped = |printed: &str, is_first| {
            let shape = shape(printed, is_first);
            (shape, Sums::row(weights, &[key(4, shape, 0)]).bytes())
        };
        Self {
            class_numbers: rows.classes.iter().zip(0..NO_CLASS).collect(),
            states: states(marks),
            words: Words::default(),
            shapes: SHAPES.map(|printed| [false, true].map(|first| shaped(printed, first))),
            rows,
        }
    }

    /// Writes the rows and the words.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut crate::text::flat::Packing) {
        self.rows.pack(packing);
        self.words.pack(packing);
    }

    /// The word as it is kept, without what the lexicon knows of it. `usual`: how it is
    /// printed mostly, and the shape of that within a sentence. `put_by` gives places to
    /// the weights of words that stand elsewhere.
    pub(super) fn record(
        &self,
        form: &Form,
        weights: &Weights,
        (usual, shape): (Letters, u64),
        put_by: &mut impl PutBy,
    ) -> Record {
        let only = form.tags.only();
        let (w, end) = (form.hash, form.ending(3));
        let mut own = [Sums::ZERO; 2];
        if only.is_none() {
            let alone =
                [key(1, w, 0), key(2, end, 0), key(3, form.ending(2), 0), key(12, form.start, 0)];
            own = [Sums::row(weights, &alone); 2];
            own[1].add_feature(weights, key(4, shape, 0));
            own[1].add_feature(weights, key(16, end, shape));
        }
        let own = match few(form.tags) {
            Some(tags) => Own::Few { tags, sums: own.map(|sums| sums.few(tags)) },
            None => Own::All { tags: form.tags, at: put_by.all(own.map(Plain::bytes)) },
        };
        let mut of_states = |kind: u64, is_asked: bool| {
            let keys = self.states.iter().map(|&state| second(first(kind, state), w));
            put_by.states(weights, keys.enumerate().filter(|_| is_asked))
        };
        let (before_it, at_it) = of_states(7, only.is_none());
        let (before_next, at_next) = of_states(17, true);
        let mark = self.states.iter().skip(1 + Tag::ALL.len()).position(|&mark| mark == w);
        let brief = Brief {
            lemmas: [WordId::UNKNOWN; 2],
            class: self.class_numbers.get(&form.class).copied().unwrap_or(NO_CLASS),
            only,
            mark: mark.map_or(NONE, |mark| (1 + Tag::ALL.len() + mark) as u8),
            is_tagged: false,
        };
        Record {
            brief,
            hash: w,
            beside: if form.is_frequent { w } else { form.class },
            before_it,
            before_next,
            own,
            end: end as u32,
            usual,
            states: [at_it, at_next],
            before: put_by.before(weights, key(8, w, 0)),
            next: Alone::of_feature(weights, key(9, w, 0)),
        }
    }

    /// Letters all small, and their shape within a sentence.
    pub(super) fn small(&self) -> (Letters, u64) {
        (Letters::Small, self.shapes[Letters::Small as usize][0].0)
    }

    /// The state after a token with this tag.
    #[inline]
    pub(super) fn state(&self, tag: Tag, word: Met<'_>) -> State {
        if tag == Tag::Punct {
            return State { value: word.hash(), number: word.mark() };
        }
        State { value: 1 + tag as u64, number: 1 + tag as u8 }
    }

    /// Adds to the sums of a token's word what all its features weigh but those that see
    /// the tags before it; `printed` tells its letters where the place does not.
    #[inline]
    pub(super) fn add_words<'t>(
        &self,
        weights: &Weights,
        at: &Place<'_>,
        printed: impl FnOnce() -> &'t str,
        sums: &mut impl Summing,
    ) {
        let Place { words: [before, word, next, after], letters, is_first, is_usual } = *at;
        sums.add_alone(next.next());
        // The first are nothing.
        match before.before() {
            NO_PLACE => sums.add_feature(weights, key(8, before.hash(), 0)),
            at => sums.add_alone(self.words.before.all_bytes()[at as usize].as_flattened()),
        }
        match self.rows.after.all_bytes().get(usize::from(after.class())) {
            Some(row) => sums.add_row(row),
            // A class without a number is that of a rare mark: its hash.
            None => sums.add_feature(weights, key(14, after.hash(), 0)),
        }
        if !is_usual {
            let shape = match self.shapes.get(letters as usize) {
                Some(shaped) => {
                    let (shape, row) = &shaped[usize::from(is_first)];
                    sums.add_row(row);
                    *shape
                }
                None => {
                    let shape = shape(printed(), is_first);
                    sums.add_feature(weights, key(4, shape, 0));
                    shape
                }
            };
            sums.add_feature(weights, key(16, word.end(), shape));
        }
        sums.add_feature(weights, second(first(13, word.hash()), next.beside()));
        sums.add_feature(weights, second(first(15, before.hash()), word.hash()));
    }

    /// Adds to the sums of `word` what its features weigh that see the tags before it.
    #[inline]
    pub(super) fn add_states(
        &self,
        weights: &Weights,
        [word, next]: [Met<'_>; 2],
        [a, b]: [State; 2],
        sums: &mut impl Summing,
    ) {
        let number = usize::from(a.number);
        if a.number != NONE && b.number != NONE {
            sums.add_row(&self.rows.states.all_bytes()[number * STATES + usize::from(b.number)]);
        } else {
            sums.add_feature(weights, key(0, 0, 0));
            sums.add_feature(weights, key(5, a.value, 0));
            sums.add_feature(weights, key(6, a.value, b.value));
        }
        let class = usize::from(next.class());
        if a.number != NONE && next.class() != NO_CLASS {
            let at = self.rows.state_class.at(number * self.rows.after.len() + class);
            sums.add_row(&self.rows.class_rows.all_bytes()[usize::from(at)]);
        } else {
            // That of a rare mark, which has no number, is its hash.
            let class = self.rows.classes.get(class).unwrap_or(next.hash());
            sums.add_feature(weights, key(10, class, 0));
            sums.add_feature(weights, key(11, a.value, class));
        }
        self.add_state(weights, (7, word.hash(), word.before_it()), a, sums);
        self.add_state(weights, (17, next.hash(), next.before_next()), a, sums);
    }

    /// Adds what the feature `kind` of a state and a word weighs; `known` are the states that
    /// weigh something with it, and where their weights stand.
    #[inline]
    fn add_state(
        &self,
        weights: &Weights,
        (kind, word, known): (u64, u64, (u64, u32)),
        state: State,
        sums: &mut impl Summing,
    ) {
        let (states, at) = known;
        let is_known = state.number != NONE;
        if is_known && states >> state.number & 1 == 0 {
            return;
        }
        if is_known && at != NO_PLACE {
            let earlier = (states & !(u64::MAX << state.number)).count_ones();
            let weighed = self.words.of_states.at((at + earlier) as usize);
            weights.each_of(weighed, |tag, weight| sums.add(tag, weight));
        } else {
            sums.add_feature(weights, second(first(kind, state.value), word));
        }
    }

    /// The sums of a word with many tags that stand at this place: but for how it is printed,
    /// or `printed` as it is mostly.
    #[inline]
    pub(super) fn all(&self, word: Met<'_>, printed: bool) -> Sums {
        let (_, at) = word.many();
        let own = word.all.unwrap_or_else(|| &self.words.own.all_bytes()[at as usize]);
        Sums::of(&own[usize::from(printed)])
    }

    /// A word of the lexicon.
    #[inline]
    pub(super) fn known(&self, word: WordId) -> Met<'_> {
        let at = word.0 as usize;
        Met::new(self.words.briefs.at(at), &self.words.records.all_bytes()[at], None)
    }
}

/// States by number.
fn states(marks: &[u64; MARKS.len()]) -> Vec<u64> {
    (0..=Tag::ALL.len() as u64).chain(marks.iter().copied()).collect()
}

/// Where a token stands whose tag is open.
pub(super) struct Place<'k> {
    /// The word before, its own, the next and the one after that.
    pub(super) words: [Met<'k>; 4],
    /// How it is written.
    pub(super) letters: Letters,
    /// Whether it is the first of its sentence but for marks.
    pub(super) is_first: bool,
    /// Whether it is written as it is mostly, within a sentence.
    pub(super) is_usual: bool,
}
