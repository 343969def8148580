//! What a word adds to the sums of weights, worked out once a word instead of once a token.
//!
//! Most features rest on one word or on the tags before it alone. What they weigh
//! for each tag is summed here when the word is first met; then a token adds a few
//! rows of numbers, and only features of two words are looked up. All are whole
//! numbers, so the sums are those over all features one by one; a test holds them to it.

use super::features::{first, key, second, shape};
use super::forms::Form;
use super::model::Weights;
use crate::text::lexicon::MARKS;
use crate::text::tokens::Letters;
use crate::text::{Tag, TagSet};
use rustc_hash::FxHashMap;

/// The weights of some features, by tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums([i16; Sums::WIDTH]);

impl Sums {
    /// All tags, up to whole vector registers.
    const WIDTH: usize = Tag::ALL.len().next_multiple_of(8);

    /// Nothing.
    const ZERO: Sums = Sums([0; Self::WIDTH]);

    /// The sum of rows. Not inlined: as a function of its own it is vector code
    /// throughout, five additions a row.
    #[inline(never)]
    fn of(rows: [&Sums; 7]) -> Sums {
        let [&Self(mut sums), Self(b), Self(c), Self(d), Self(e), Self(f), Self(g)] = rows;
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum += b[i] + c[i] + d[i] + e[i] + f[i] + g[i];
        }
        Self(sums)
    }

    /// Adds the weights of one feature.
    #[inline]
    pub(super) fn add_feature(&mut self, weights: &Weights, key: u32) {
        for &(tag, weight) in weights.row(key) {
            self.0[tag as usize] += i16::from(weight);
        }
    }

    /// The candidate with the highest sum; of equals the first.
    #[inline]
    pub(super) fn best(&self, candidates: TagSet) -> Tag {
        let mut tags = candidates.iter();
        let first = tags.next().unwrap_or(Tag::NN);
        let higher = |best: Tag, tag: Tag| {
            if self.0[tag as usize] > self.0[best as usize] { tag } else { best }
        };
        tags.fold(first, higher)
    }
}

/// A word as features see it, and what it adds.
#[derive(Debug)]
pub(super) struct Known {
    /// The tags it may have.
    pub(super) tags: TagSet,
    /// Its tag when it has one alone.
    pub(super) only: Option<Tag>,
    /// Its place among [`Tables::classes`].
    pub(super) class: u16,
    /// Its state when it is a mark.
    pub(super) mark: State,
    pub(super) form: Form,
    /// As the word itself: all that rests on it alone, but for how it is printed.
    pub(super) own: Sums,
    /// The same printed in small letters within a sentence.
    pub(super) small: Sums,
    /// As the word after.
    pub(super) next: Sums,
    /// As the word before; `None`: nothing.
    pub(super) before: Option<Box<Sums>>,
    /// The first halves of the keys of features that begin with it: with the word
    /// beside it, and as the word before.
    pub(super) beside_first: u64,
    pub(super) before_first: u64,
    /// What a word before it sees of it.
    pub(super) beside: u64,
}

/// A class that [`Tables::classes`] has not, and a state that it does not number.
pub(super) const NONE: u16 = u16::MAX;

/// A tag as later tokens see it; marks are told apart by their words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    pub(super) value: u64,
    /// Its number; [`NONE`] for marks that are rare.
    number: u16,
}

/// What rests on classes and tags alone.
#[derive(Debug)]
pub(super) struct Tables {
    /// Word classes by number.
    class_numbers: FxHashMap<u64, u16>,
    /// The states of marks by their hashes.
    mark_numbers: FxHashMap<u64, u16>,
    /// By class: as that of the next word but one.
    after: Vec<Sums>,
    /// By the states of the two tokens before, the earlier within the previous; what all
    /// tokens have is in them too.
    states: Vec<Sums>,
    /// By the previous state, then the next class: the place in `class_rows`.
    state_class: Vec<u32>,
    /// What a state weighs with the next class; the first is nothing.
    class_rows: Vec<Sums>,
    /// By how letters are written, then whether the token is the first: the shape and
    /// what it weighs.
    shapes: [[(u64, Sums); 2]; Letters::COUNT - 1],
    state_count: usize,
}

/// How letters are written that [`Tables::shapes`] knows, with an example.
const SHAPES: [&str; Letters::COUNT - 1] = ["x", "Xx", "X"];

impl Tables {
    /// What these weights say of these classes, and of marks by these hashes.
    pub(super) fn new(weights: &Weights, classes: &[u64], marks: &[u64; MARKS.len()]) -> Self {
        let numbered = |values: &[u64], from: usize| -> FxHashMap<u64, u16> {
            let numbers = (from..usize::from(NONE)).map(|n| n as u16);
            values.iter().copied().zip(numbers).collect()
        };
        let tags = Tag::ALL.len() as u64;
        // None before the first token, then tags, then marks.
        let states: Vec<u64> = (0..=tags).chain(marks.iter().copied()).collect();
        let row = |keys: &[u32]| {
            let mut sums = Sums::ZERO;
            keys.iter().for_each(|&key| sums.add_feature(weights, key));
            sums
        };
        let pairs =
            |a: u64| states.iter().map(move |&b| row(&[key(0, 0, 0), key(5, a, 0), key(6, a, b)]));
        let mut class_rows = vec![Sums::ZERO];
        let mut state_class = Vec::with_capacity(states.len() * classes.len());
        for &a in &states {
            for &class in classes {
                let key = key(11, a, class);
                if weights.row(key).is_empty() {
                    state_class.push(0);
                } else {
                    state_class.push(class_rows.len() as u32);
                    class_rows.push(row(&[key]));
                }
            }
        }
        let shaped = |printed: &str, is_first| {
            let shape = shape(printed, is_first);
            (shape, row(&[key(4, shape, 0)]))
        };
        Self {
            class_numbers: numbered(classes, 0),
            mark_numbers: numbered(marks, states.len() - marks.len()),
            after: classes.iter().map(|&class| row(&[key(14, class, 0)])).collect(),
            state_class,
            class_rows,
            shapes: SHAPES.map(|printed| [false, true].map(|first| shaped(printed, first))),
            state_count: states.len(),
            states: states.iter().flat_map(|&a| pairs(a)).collect(),
        }
    }

    /// What the word adds.
    pub(super) fn known(&self, form: Form, weights: &Weights) -> Known {
        let only = form.tags.only();
        let row = |keys: &[u32]| {
            let mut sums = Sums::ZERO;
            keys.iter().for_each(|&key| sums.add_feature(weights, key));
            sums
        };
        let (w, end) = (form.hash, form.ending(3));
        let (mut own, mut small) = (Sums::ZERO, Sums::ZERO);
        if only.is_none() {
            own = row(&[
                key(1, w, 0),
                key(2, end, 0),
                key(3, form.ending(2), 0),
                key(12, form.start, 0),
            ]);
            let (shape, shaped) = &self.shapes[Letters::Small as usize][0];
            small = row(&[key(16, end, *shape)]);
            let none = &Sums::ZERO;
            small = Sums::of([&small, &own, shaped, none, none, none, none]);
        }
        let before = key(8, w, 0);
        let beside = if form.is_frequent { form.hash } else { form.class };
        Known {
            tags: form.tags,
            only,
            class: self.class_numbers.get(&form.class).copied().unwrap_or(NONE),
            mark: State {
                value: form.hash,
                number: self.mark_numbers.get(&form.hash).copied().unwrap_or(NONE),
            },
            own,
            small,
            next: row(&[key(9, w, 0), key(10, form.class, 0)]),
            before: (!weights.row(before).is_empty()).then(|| Box::new(row(&[before]))),
            beside_first: first(13, w),
            before_first: first(15, w),
            beside,
            form,
        }
    }

    /// The state after a token with this tag.
    #[inline]
    pub(super) fn state(&self, tag: Tag, word: &Known) -> State {
        if tag == Tag::Punct {
            return word.mark;
        }
        State { value: 1 + tag as u64, number: 1 + tag as u16 }
    }

    /// The sums of all weights of a token; `printed` tells its letters where the place
    /// does not.
    pub(super) fn sums(&self, weights: &Weights, at: &Place<'_>, printed: &str) -> Sums {
        let Place { words: [before, word, next, after], states: [a, b], letters, is_first } = *at;
        let is_small = letters == Letters::Small && !is_first;
        let shaped = self.shapes.get(letters as usize).map(|s| &s[usize::from(is_first)]);
        let states = (a.number != NONE && b.number != NONE).then(|| {
            &self.states[usize::from(a.number) * self.state_count + usize::from(b.number)]
        });
        let class = self.after.get(usize::from(after.class));
        let with_class = (a.number != NONE && next.class != NONE).then(|| {
            let at = usize::from(a.number) * self.after.len() + usize::from(next.class);
            &self.class_rows[self.state_class[at] as usize]
        });
        let mut sums = Sums::of([
            if is_small { &word.small } else { &word.own },
            shaped.filter(|_| !is_small).map_or(&Sums::ZERO, |(_, row)| row),
            &next.next,
            before.before.as_deref().unwrap_or(&Sums::ZERO),
            states.unwrap_or(&Sums::ZERO),
            class.unwrap_or(&Sums::ZERO),
            with_class.unwrap_or(&Sums::ZERO),
        ]);
        if !is_small {
            let shape = match shaped {
                Some((shape, _)) => *shape,
                None => {
                    let shape = shape(printed, is_first);
                    sums.add_feature(weights, key(4, shape, 0));
                    shape
                }
            };
            sums.add_feature(weights, key(16, word.form.ending(3), shape));
        }
        if with_class.is_none() {
            sums.add_feature(weights, key(11, a.value, next.form.class));
        }
        if states.is_none() {
            sums.add_feature(weights, key(0, 0, 0));
            sums.add_feature(weights, key(5, a.value, 0));
            sums.add_feature(weights, key(6, a.value, b.value));
        }
        if class.is_none() {
            sums.add_feature(weights, key(14, after.form.class, 0));
        }
        sums.add_feature(weights, second(first(7, a.value), word.form.hash));
        sums.add_feature(weights, second(word.beside_first, next.beside));
        sums.add_feature(weights, second(before.before_first, word.form.hash));
        sums.add_feature(weights, second(first(17, a.value), next.form.hash));
        sums
    }
}

/// Where a token stands whose tag is open.
pub(super) struct Place<'k> {
    /// The word before, its own, the next and the one after that.
    pub(super) words: [&'k Known; 4],
    /// The states before it, the last first.
    pub(super) states: [State; 2],
    /// How it is written.
    pub(super) letters: Letters,
    /// Whether it is the first of its sentence but for marks.
    pub(super) is_first: bool,
}
