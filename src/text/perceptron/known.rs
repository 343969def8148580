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
use super::weights::Weights;
use crate::text::lexicon::MARKS;
use crate::text::tokens::Letters;
use crate::text::{Tag, TagSet, WordId};
use rustc_hash::FxHashMap;

/// The weights of some features, by tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sums([i16; Sums::WIDTH]);

impl Sums {
    /// All tags, up to whole vector registers.
    const WIDTH: usize = Tag::ALL.len().next_multiple_of(8);

    /// Nothing.
    const ZERO: Sums = Sums([0; Self::WIDTH]);

    /// What these features weigh together.
    fn row(weights: &Weights, keys: &[u32]) -> Sums {
        let mut sums = Sums::ZERO;
        keys.iter().for_each(|&key| sums.add_feature(weights, key));
        sums
    }

    /// The sum of rows. Not inlined: as a function of its own it is vector code
    /// throughout, five additions a row.
    #[inline(never)]
    fn of(rows: [&Sums; 5]) -> Sums {
        let [&Self(mut sums), Self(b), Self(c), Self(d), Self(e)] = rows;
        for (i, sum) in sums.iter_mut().enumerate() {
            *sum += b[i] + c[i] + d[i] + e[i];
        }
        Self(sums)
    }

    /// Adds two rows; not inlined as [`Sums::of`] is not.
    #[inline(never)]
    fn add(&mut self, [Self(a), Self(b)]: [&Sums; 2]) {
        for (i, sum) in self.0.iter_mut().enumerate() {
            *sum += a[i] + b[i];
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
    /// Its place among [`Tables::classes`].
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
    /// Its place among [`Tables::classes`].
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
    /// Word classes by number, and their numbers.
    classes: Vec<u64>,
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
        let row = |keys: &[u32]| Sums::row(weights, keys);
        let pairs = |a: u64| {
            let alone = row(&[key(0, 0, 0), key(5, a, 0)]);
            let first = first(6, a);
            states.iter().map(move |&b| {
                let mut sums = alone;
                sums.add_feature(weights, second(first, b));
                sums
            })
        };
        let mut class_rows = vec![Sums::ZERO];
        let mut state_class = Vec::with_capacity(states.len() * classes.len());
        for &a in &states {
            for &class in classes {
                let key = key(11, a, class);
                if weights.has(key) {
                    state_class.push(class_rows.len() as u32);
                    class_rows.push(row(&[key]));
                } else {
                    state_class.push(0);
                }
            }
        }
        let shaped = |printed: &str, is_first| {
            let shape = shape(printed, is_first);
            (shape, row(&[key(4, shape, 0)]))
        };
        Self {
            classes: classes.to_vec(),
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
        let class = self.after.get(usize::from(after.class));
        let mut sums = Sums::of([
            if is_usual { &word.printed } else { &word.own },
            shaped.filter(|_| !is_usual).map_or(&Sums::ZERO, |(_, row)| row),
            &next.next,
            before.before.as_deref().unwrap_or(&Sums::ZERO),
            class.unwrap_or(&Sums::ZERO),
        ]);
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
            &self.states[usize::from(a.number) * self.state_count + usize::from(b.number)]
        });
        let with_class = (a.number != NONE && next.class != NONE).then(|| {
            let at = usize::from(a.number) * self.after.len() + usize::from(next.class);
            &self.class_rows[self.state_class[at] as usize]
        });
        sums.add([states.unwrap_or(&Sums::ZERO), with_class.unwrap_or(&Sums::ZERO)]);
        if with_class.is_none() {
            // That of a rare mark, which has no number, is its hash.
            let class = self.classes.get(usize::from(next.class)).unwrap_or(&next.word.hash);
            sums.add_feature(weights, key(11, a.value, *class));
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
