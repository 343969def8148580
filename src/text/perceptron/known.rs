//! What a word adds to the sums of weights, worked out once a word instead of once a token.
//!
//! Most features rest on one word or on the tags before it alone. What they weigh
//! for each tag is summed here when the word is first met; then a token adds a few
//! rows of numbers, and only features of two words are looked up. All are whole
//! numbers, so the sums are those over all features one by one; a test holds them to it.
//!
//! A sentence is gone through twice: first for all that rests on words alone, where no
//! look-up waits for another; then for what rests on the tags before as well.

use super::features::{first, key, second, shape};
use super::forms::Form;
use super::rows::Rows;
use super::weights::Weights;
use crate::text::flat::{Plain, plain};
use crate::text::lexicon::MARKS;
use crate::text::tokens::Letters;
use crate::text::{Tag, TagSet, WordId};
use rustc_hash::FxHashMap;

/// The weights of some features, by tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums([i16; Sums::WIDTH]);

plain!(Sums: [i16; Sums::WIDTH], |sums| Self(sums), |Self(sums)| sums);

/// The same as they stand in tables.
type Row = <Sums as Plain>::Bytes;

impl Sums {
    /// All tags, up to whole vector registers.
    const WIDTH: usize = Tag::ALL.len().next_multiple_of(8);

    /// Nothing.
    pub(super) const ZERO: Sums = Sums([0; Self::WIDTH]);

    /// The same in tables.
    const NO_ROW: Row = [[0; 2]; Self::WIDTH];

    /// What these features weigh together.
    pub(super) fn row(weights: &Weights, keys: &[u32]) -> Sums {
        let mut sums = Sums::ZERO;
        keys.iter().for_each(|&key| sums.add_feature(weights, key));
        sums
    }

    /// The sum of rows. Not inlined: as a function of its own it is vector code
    /// throughout, five additions a row.
    #[inline(never)]
    fn of(rows: [&Sums; 4], e: &Row) -> Sums {
        let [&Self(mut sums), Self(b), Self(c), Self(d)] = rows;
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum += b[i] + c[i] + d[i] + i16::of(&e[i]);
        }
        Self(sums)
    }

    /// Adds two rows; not inlined as [`Sums::of`] is not.
    #[inline(never)]
    fn add(&mut self, [a, b]: [&Row; 2]) {
        for (i, sum) in self.0.iter_mut().enumerate() {
            *sum += i16::of(&a[i]) + i16::of(&b[i]);
        }
    }

    /// Adds the weights of one feature.
    #[inline]
    pub(super) fn add_feature(&mut self, weights: &Weights, key: u32) {
        weights.each(key, |tag, weight| {
            if let Some(sum) = self.0.get_mut(tag) {
                *sum += weight;
            }
        });
    }
}

/// A word as features see it, and what it adds.
///
/// Those of some ten thousand words are more than the processor's nearer caches hold.
/// So what is asked of every token stands in one line of 64 bytes, and what a token
/// before it adds up in that and the next.
#[derive(Debug)]
#[repr(C, align(64))]
pub(in crate::text) struct Known {
    /// A hash of its letters.
    hash: u64,
    /// What a word before it sees of it.
    beside: u64,
    /// As the word before; `None`: nothing.
    before: Option<Box<Sums>>,
    /// Its lemmas as a verb and as a noun.
    pub(in crate::text) lemmas: [WordId; 2],
    /// Its last three letters.
    end: u32,
    /// The number of its state when it is a mark.
    mark: u16,
    /// Its tags where they are four at most, the first again in place of those missing.
    few: Option<[Tag; 4]>,
    /// How it is printed mostly.
    usual: Letters,
    /// Whether word lists or tags name it.
    pub(in crate::text) is_tagged: bool,
    /// As the word after.
    next: Sums,
    /// As the word itself, printed as it is mostly, within a sentence.
    printed: Sums,
    /// As the word itself: all that rests on it alone, but for how it is printed.
    own: Sums,
    /// The tags it may have.
    tags: TagSet,
}

/// A word as it is kept, with what is asked of it most beside it: a token that needs no
/// more does not wait for the rest.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) word: Box<Known>,
    /// Its tag when it has one alone.
    only: Option<Tag>,
    /// Its place among [`Rows::classes`].
    class: u16,
}

impl Kept {
    #[inline]
    pub(super) fn met(&self) -> Met<'_> {
        let Self { word, only, class } = self;
        Met { word, only: *only, class: *class }
    }
}

/// A token's word.
#[derive(Clone, Copy)]
pub(in crate::text) struct Met<'k> {
    pub(in crate::text) word: &'k Known,
    /// Its tag when it has one alone.
    pub(super) only: Option<Tag>,
    /// Its place among [`Rows::classes`].
    class: u16,
}

impl Known {
    /// The tag with the highest sum among those that it may have; of equals the first.
    #[inline]
    pub(super) fn best(&self, Sums(sums): &Sums) -> Tag {
        let higher = |best: Tag, tag: Tag| {
            if sums[tag as usize] > sums[best as usize] { tag } else { best }
        };
        match self.few {
            Some([first, others @ ..]) => others.into_iter().fold(first, higher),
            None => {
                let mut tags = self.tags.iter();
                let first = tags.next().unwrap_or(Tag::NN);
                tags.fold(first, higher)
            }
        }
    }
}

/// The tags of a set, where they are four at most, the first again in place of those missing.
fn few(tags: TagSet) -> Option<[Tag; 4]> {
    let mut tags = tags.iter();
    let first = tags.next()?;
    let mut few = [first; 4];
    few[1..].iter_mut().for_each(|tag| *tag = tags.next().unwrap_or(first));
    tags.next().is_none().then_some(few)
}

/// A class that [`Rows::classes`] has not, and a state that it does not number.
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
    rows: Rows,
    /// The numbers of word classes.
    class_numbers: FxHashMap<u64, u16>,
    /// The states of marks by their hashes.
    mark_numbers: FxHashMap<u64, u16>,
    /// By how letters are written, then whether the token is the first: the shape and
    /// what it weighs.
    shapes: [[(u64, Sums); 2]; Letters::COUNT - 1],
}

/// How letters are written that [`Tables::shapes`] knows, with an example.
const SHAPES: [&str; Letters::COUNT - 1] = ["x", "Xx", "X"];

/// How many states there are: none before the first token, then tags, then marks.
const STATES: usize = 1 + Tag::ALL.len() + MARKS.len();

impl Tables {
    /// What these weights say of these classes, and of marks by these hashes.
    pub(super) fn new(weights: &Weights, classes: &[u64], marks: &[u64; MARKS.len()]) -> Self {
        let tags = Tag::ALL.len() as u64;
        let states: Vec<u64> = (0..=tags).chain(marks.iter().copied()).collect();
        Self::of(Rows::new(weights, classes, &states), weights, marks)
    }

    /// The same with rows that are known.
    pub(super) fn of(rows: Rows, weights: &Weights, marks: &[u64; MARKS.len()]) -> Self {
        fn numbered(values: impl Iterator<Item = u64>, from: usize) -> FxHashMap<u64, u16> {
            values.zip((from..usize::from(NONE)).map(|n| n as u16)).collect()
        }
        let shaped = |printed: &str, is_first| {
            let shape = shape(printed, is_first);
            (shape, Sums::row(weights, &[key(4, shape, 0)]))
        };
        Self {
            class_numbers: numbered(rows.classes.iter(), 0),
            mark_numbers: numbered(marks.iter().copied(), STATES - marks.len()),
            shapes: SHAPES.map(|printed| [false, true].map(|first| shaped(printed, first))),
            rows,
        }
    }

    /// Writes the rows.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut crate::text::flat::Packing) {
        self.rows.pack(packing);
    }

    /// What the word adds; `usual`: how it is printed mostly, and the shape of that within
    /// a sentence.
    pub(super) fn known(
        &self,
        form: &Form,
        weights: &Weights,
        (usual, shape): (Letters, u64),
    ) -> Kept {
        let only = form.tags.only();
        let (w, end) = (form.hash, form.ending(3));
        let mut own = Sums::ZERO;
        let mut printed = Sums::ZERO;
        if only.is_none() {
            let alone =
                [key(1, w, 0), key(2, end, 0), key(3, form.ending(2), 0), key(12, form.start, 0)];
            own = Sums::row(weights, &alone);
            printed = own;
            printed.add_feature(weights, key(4, shape, 0));
            printed.add_feature(weights, key(16, end, shape));
        }
        let before = key(8, w, 0);
        let word = Known {
            hash: w,
            beside: if form.is_frequent { w } else { form.class },
            before: weights.has(before).then(|| Box::new(Sums::row(weights, &[before]))),
            lemmas: [WordId::UNKNOWN; 2],
            end: end as u32,
            mark: self.mark_numbers.get(&w).copied().unwrap_or(NONE),
            few: few(form.tags),
            usual,
            is_tagged: false,
            next: Sums::row(weights, &[key(9, w, 0), key(10, form.class, 0)]),
            printed,
            own,
            tags: form.tags,
        };
        let class = self.class_numbers.get(&form.class).copied().unwrap_or(NONE);
        Kept { word: Box::new(word), only, class }
    }

    /// Letters all small, and their shape within a sentence.
    pub(super) fn small(&self) -> (Letters, u64) {
        (Letters::Small, self.shapes[Letters::Small as usize][0].0)
    }

    /// The state after a token with this tag.
    #[inline]
    pub(super) fn state(&self, tag: Tag, word: &Known) -> State {
        if tag == Tag::Punct {
            return State { value: word.hash, number: word.mark };
        }
        State { value: 1 + tag as u64, number: 1 + tag as u16 }
    }

    /// What all features of a token weigh but those that see the tags before it;
    /// `printed` tells its letters where the place does not.
    pub(super) fn apart(&self, weights: &Weights, at: &Place<'_>, printed: &str) -> Sums {
        let Place { words: [before, word, next], after, letters, is_first } = *at;
        let is_usual = letters == word.usual && !is_first;
        let shaped = self.shapes.get(letters as usize).map(|s| &s[usize::from(is_first)]);
        let class = self.rows.after.all_bytes().get(usize::from(after.class));
        let rows = [
            if is_usual { &word.printed } else { &word.own },
            shaped.filter(|_| !is_usual).map_or(&Sums::ZERO, |(_, row)| row),
            &next.next,
            before.before.as_deref().unwrap_or(&Sums::ZERO),
        ];
        let mut sums = Sums::of(rows, class.unwrap_or(&Sums::NO_ROW));
        if !is_usual {
            let shape = match shaped {
                Some((shape, _)) => *shape,
                None => {
                    let shape = shape(printed, is_first);
                    sums.add_feature(weights, key(4, shape, 0));
                    shape
                }
            };
            sums.add_feature(weights, key(16, u64::from(word.end), shape));
        }
        // A class without a number is that of a rare mark: its hash.
        if class.is_none() {
            sums.add_feature(weights, key(14, after.word.hash, 0));
        }
        sums.add_feature(weights, second(first(13, word.hash), next.beside));
        sums.add_feature(weights, second(first(15, before.hash), word.hash));
        sums
    }

    /// Adds to the sums of `word` what its features weigh that see the tags before it.
    #[inline]
    pub(super) fn add_states(
        &self,
        weights: &Weights,
        sums: &mut Sums,
        (word, next): (&Known, Met<'_>),
        [a, b]: [State; 2],
    ) {
        let states = (a.number != NONE && b.number != NONE).then(|| {
            let at = usize::from(a.number) * STATES + usize::from(b.number);
            &self.rows.states.all_bytes()[at]
        });
        let with_class = (a.number != NONE && next.class != NONE).then(|| {
            let at = usize::from(a.number) * self.rows.after.len() + usize::from(next.class);
            &self.rows.class_rows.all_bytes()[self.rows.state_class.at(at) as usize]
        });
        sums.add([states.unwrap_or(&Sums::NO_ROW), with_class.unwrap_or(&Sums::NO_ROW)]);
        if with_class.is_none() {
            // That of a rare mark, which has no number, is its hash.
            let class = self.rows.classes.get(usize::from(next.class)).unwrap_or(next.word.hash);
            sums.add_feature(weights, key(11, a.value, class));
        }
        if states.is_none() {
            sums.add_feature(weights, key(0, 0, 0));
            sums.add_feature(weights, key(5, a.value, 0));
            sums.add_feature(weights, key(6, a.value, b.value));
        }
        sums.add_feature(weights, second(first(7, a.value), word.hash));
        sums.add_feature(weights, second(first(17, a.value), next.word.hash));
    }
}

/// Where a token stands whose tag is open.
pub(super) struct Place<'k> {
    /// The word before, its own and the next.
    pub(super) words: [&'k Known; 3],
    /// The one after that.
    pub(super) after: Met<'k>,
    /// How it is written.
    pub(super) letters: Letters,
    /// Whether it is the first of its sentence but for marks.
    pub(super) is_first: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::mem::offset_of;

    #[test]
    fn what_each_token_asks_is_in_one_line() {
        assert!(offset_of!(Known, next) <= 48, "{}", offset_of!(Known, next));
        assert!(offset_of!(Known, next) + size_of::<Sums>() <= 128);
    }

    #[test]
    fn few_tags_are_given_in_order() {
        let tags = [Tag::CC, Tag::NN, Tag::VB, Tag::VBZ, Tag::Punct];
        assert_eq!(few(TagSet::of(&tags[..0])), None);
        assert_eq!(few(TagSet::of(&tags[..1])), Some([Tag::CC; 4]));
        assert_eq!(few(TagSet::of(&tags[..3])), Some([Tag::CC, Tag::NN, Tag::VB, Tag::CC]));
        assert_eq!(few(TagSet::of(&tags[..4])), Some([Tag::CC, Tag::NN, Tag::VB, Tag::VBZ]));
        assert_eq!(few(TagSet::of(&tags)), None);
    }
}
