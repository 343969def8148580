//! The entities of an article by words of their names, so that a name is compared with
//! those alone that it may stand for.
//!
//! A key is a number made of letters: entities with other keys are surely others, those
//! with the same are compared in full.

use super::names::is_acronym;
use super::person_names::letters_key;
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

/// What of a name a key is made of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key {
    /// All its letters.
    Whole(u64),
    /// The letters of one word.
    Word(u64),
    /// Its acronym or its initials.
    Acronym(u64),
}

impl Key {
    pub(super) fn word(word: &str) -> Self {
        Key::Word(letters_key(word))
    }

    /// The key of an acronym; `None` of another word.
    pub(super) fn acronym(word: &str) -> Option<Self> {
        is_acronym(word).then(|| Key::Acronym(letters_key(word)))
    }

    fn number(self) -> u64 {
        match self {
            Key::Whole(key) => key.rotate_left(1),
            Key::Word(key) => key.rotate_left(2),
            Key::Acronym(key) => key.rotate_left(3),
        }
    }
}

/// One bit or more for each of the words of a name that tell it from others of its key: of two
/// names that may be of one, some bit is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks(u32);

impl Marks {
    /// Those of a name that may be like any other.
    pub(super) const ALL: Self = Self(u32::MAX);
    /// Of none of its words.
    pub(super) const NONE: Self = Self(0);
    /// The mark of words that the lexicon knows: one may be short for another.
    pub(super) const KNOWN: Self = Self(1);

    /// The mark of a word.
    pub(super) fn word(word: &str) -> Self {
        // 31: all bits but that of the known words.
        Self(2 << (letters_key(word) % 31))
    }

    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// An entity that a key finds.
#[derive(Clone, Copy, Debug)]
struct Bearer {
    entity: u32,
    marks: Marks,
}

/// Entities by their keys.
#[derive(Debug, Default)]
pub(super) struct Index {
    of: FxHashMap<u64, Bearers>,
    blocks: Vec<Block>,
}

/// All that have one key: most are the only one.
#[derive(Clone, Copy, Debug)]
struct Bearers {
    first: Bearer,
    count: u32,
    /// The block of the last ones, if there is any.
    block: u32,
}

/// Some that have one key: side by side, as they are gone through for every name of that key.
#[derive(Clone, Copy, Debug)]
struct Block {
    bearers: [Bearer; BLOCK],
    /// The block before it, if any.
    before: u32,
}

/// 7: a block is then as long as a cache line.
const BLOCK: usize = 7;
const NO_BLOCK: u32 = u32::MAX;

impl Index {
    /// Makes room for the words of so many names.
    pub(super) fn reserve(&mut self, names: usize) {
        self.of.reserve(2 * names);
    }

    // 64: an article that has more of one surname is a list, and comparing each name
    // with all the others takes time without bounds.
    const MOST: u32 = 64;

    /// Has `entity`, whose name has these marks, found by `key`.
    pub(super) fn add(&mut self, key: Key, entity: usize, marks: Marks) {
        let bearer = Bearer { entity: entity as u32, marks };
        let bearers = match self.of.entry(key.number()) {
            Entry::Vacant(free) => {
                free.insert(Bearers { first: bearer, count: 1, block: NO_BLOCK });
                return;
            }
            Entry::Occupied(bearers) => bearers.into_mut(),
        };
        let place = (bearers.count as usize - 1) % BLOCK;
        let last = match bearers.block {
            NO_BLOCK => &mut bearers.first,
            block if place == 0 => &mut self.blocks[block as usize].bearers[BLOCK - 1],
            block => &mut self.blocks[block as usize].bearers[place - 1],
        };
        if last.entity == bearer.entity {
            last.marks = last.marks.with(marks);
        } else if bearers.count < Self::MOST {
            if place == 0 {
                self.blocks.push(Block { bearers: [bearer; BLOCK], before: bearers.block });
                bearers.block = self.blocks.len() as u32 - 1;
            } else {
                self.blocks[bearers.block as usize].bearers[place] = bearer;
            }
            bearers.count += 1;
        }
    }

    /// Whether more than one has the key.
    pub(super) fn is_shared(&self, key: Key) -> bool {
        self.of.get(&key.number()).is_some_and(|bearers| bearers.count > 1)
    }

    /// Calls `found` with each that has the key and a mark of these, last first; it may come
    /// again.
    pub(super) fn each(&self, key: Key, marks: Marks, mut found: impl FnMut(usize)) {
        let Some(bearers) = self.of.get(&key.number()) else { return };
        let mut left = bearers.count as usize - 1;
        let mut block = bearers.block;
        while left > 0 {
            let here = (left - 1) % BLOCK + 1;
            let Block { bearers, before } = &self.blocks[block as usize];
            for bearer in bearers[..here].iter().rev().filter(|b| b.marks.meets(marks)) {
                found(bearer.entity as usize);
            }
            (left, block) = (left - here, *before);
        }
        if bearers.first.marks.meets(marks) {
            found(bearers.first.entity as usize);
        }
    }

    /// Puts into `near` those that have one of the keys, in the order of their places.
    pub(super) fn near(&self, keys: &[Option<Key>], near: &mut Vec<usize>) {
        near.clear();
        for &key in keys.iter().flatten() {
            self.each(key, Marks::ALL, |entity| near.push(entity));
        }
        if near.len() > 1 {
            near.sort_unstable();
            near.dedup();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_found_by_any_of_their_keys_in_order() {
        let mut index = Index::default();
        for (entity, words) in [["Ann", "Kim"], ["Bo", "Lee"], ["Kim", "Bo"]].iter().enumerate() {
            words.iter().for_each(|word| index.add(Key::word(word), entity, Marks::ALL));
        }
        let near = |words: &[&str]| {
            let keys: Vec<_> = words.iter().map(|w| Some(Key::word(w))).collect();
            let mut near = vec![7];
            index.near(&keys, &mut near);
            near
        };
        assert_eq!(near(&["KIM"]), [0, 2]);
        assert_eq!(near(&["Bo", "Lee", "Ann"]), [0, 1, 2]);
        assert!(near(&["Moon"]).is_empty());
        let mut near = Vec::new();
        index.near(&[Key::acronym("LEE"), Key::acronym("Lee")], &mut near);
        assert!(near.is_empty());
    }

    #[test]
    fn no_key_has_more_entities_than_can_be_compared() {
        let mut index = Index::default();
        for entity in 0..1_000 {
            index.add(Key::word("Kim"), entity, Marks::ALL);
            index.add(Key::word("Kim"), entity, Marks::ALL);
        }
        let mut near = Vec::new();
        index.near(&[Some(Key::word("Kim"))], &mut near);
        assert_eq!(near.len(), Index::MOST as usize);
    }

    #[test]
    fn all_of_a_key_are_found_that_share_a_mark() {
        // By number, as two words may have the same mark.
        let mark = |n: usize| Marks(2 << (n % 5));
        let mut index = Index::default();
        for n in 0..Index::MOST as usize {
            // Each comes twice, as under two names.
            index.add(Key::word("Kim"), n, mark(n));
            index.add(Key::word("Kim"), n, mark(n + 1));
            let mut found = Vec::new();
            index.each(Key::word("kim"), mark(2), |entity| found.push(entity));
            let wanted = (0..=n).rev().filter(|n| n % 5 == 1 || n % 5 == 2);
            assert_eq!(found, wanted.collect::<Vec<_>>());
        }
    }
}
