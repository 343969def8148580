//! The entities of an article by words of their names, so that a name is compared with
//! those alone that it may stand for.
//!
//! A key is a number made of letters: entities with other keys are surely others, those
//! with the same are compared in full.

use super::names::is_acronym;
use super::person_names::letters_key;
use rustc_hash::FxHashMap;

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

/// Entities by their keys.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// Of each key, the place in `links` of the last entity that has it.
    last: FxHashMap<u64, u32>,
    links: Vec<Link>,
}

#[derive(Clone, Copy, Debug)]
struct Link {
    entity: u32,
    /// The entity of that key before, if any.
    before: Option<u32>,
    /// How many there are before.
    count: u32,
}

impl Index {
    // 64: an article that has more of one surname is a list, and comparing each name
    // with all the others takes time without bounds.
    const MOST: u32 = 64;

    /// Has `entity` found by `key`.
    pub(super) fn add(&mut self, key: Key, entity: usize) {
        let entity = entity as u32;
        let place = self.links.len() as u32;
        let link = match self.last.insert(key.number(), place) {
            None => Link { entity, before: None, count: 0 },
            Some(before) => {
                let last = self.links[before as usize];
                if last.entity == entity || last.count + 1 >= Self::MOST {
                    self.last.insert(key.number(), before);
                    return;
                }
                Link { entity, before: Some(before), count: last.count + 1 }
            }
        };
        self.links.push(link);
    }

    /// Those that have one of the keys, in the order of their places.
    pub(super) fn near(&self, keys: &[Option<Key>]) -> Vec<usize> {
        let mut near = Vec::new();
        for key in keys.iter().flatten() {
            let mut next = self.last.get(&key.number()).copied();
            while let Some(at) = next {
                let link = self.links[at as usize];
                near.push(link.entity as usize);
                next = link.before;
            }
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_found_by_any_of_their_keys_in_order() {
        let mut index = Index::default();
        for (entity, words) in [["Ann", "Kim"], ["Bo", "Lee"], ["Kim", "Bo"]].iter().enumerate() {
            words.iter().for_each(|word| index.add(Key::word(word), entity));
        }
        let near = |words: &[&str]| {
            let keys: Vec<_> = words.iter().map(|w| Some(Key::word(w))).collect();
            index.near(&keys)
        };
        assert_eq!(near(&["KIM"]), [0, 2]);
        assert_eq!(near(&["Bo", "Lee", "Ann"]), [0, 1, 2]);
        assert!(near(&["Moon"]).is_empty());
        assert!(index.near(&[Key::acronym("LEE"), Key::acronym("Lee")]).is_empty());
    }

    #[test]
    fn no_key_has_more_entities_than_can_be_compared() {
        let mut index = Index::default();
        for entity in 0..1_000 {
            index.add(Key::word("Kim"), entity);
            index.add(Key::word("Kim"), entity);
        }
        assert_eq!(index.near(&[Some(Key::word("Kim"))]).len(), Index::MOST as usize);
    }
}
