//! How words are spelt: ids to letters and letters to ids.
//!
//! All letters stand in one string. The table from letters to ids is open
//! addressing over slots that hold a word's first eight bytes and its length, so
//! that a short word, as most of a text are, is told by two comparisons of numbers
//! and only a longer one by its other letters.

use super::WordId;
#[cfg(not(packed))]
use super::flat::Packing;
use super::flat::{Flat, Texts, packed, packed_text, plain};

/// Words by number and by letters.
#[derive(Debug)]
pub(super) struct Spellings {
    /// The letters of each word.
    words: Texts,
    /// A power of two of them.
    slots: Flat<Slot>,
}

/// A word's place in the table; [`WordId::UNKNOWN`] where it is free.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    head: u64,
    len: u32,
    id: WordId,
}

plain! {
    Slot: [u32; 4],
    |[low, high, len, id]| Self {
        head: u64::from(low) | u64::from(high) << 32,
        len,
        id: WordId(id),
    },
    |Self { head, len, id }| [head as u32, (head >> 32) as u32, len, id.0]
}

impl Default for Spellings {
    fn default() -> Self {
        // The first word is WordId::UNKNOWN, which no letters stand for.
        let mut words = Texts::default();
        words.push("");
        Self { words, slots: Flat::filled(64, Slot::default()) }
    }
}

impl Spellings {
    /// Those in the binary.
    pub(super) fn packed() -> Self {
        Self {
            words: Texts::packed(packed_text!("words.letters"), packed!("words.ends")),
            slots: Flat::packed(packed!("words.slots")),
        }
    }

    /// Writes what [`packed`](Self::packed) gives.
    #[cfg(not(packed))]
    pub(super) fn pack(&self, packing: &mut Packing) {
        self.words.pack(packing, ["words.letters", "words.ends"]);
        packing.table("words.slots", &self.slots);
    }

    /// How many words there are, [`WordId::UNKNOWN`] among them.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The letters of a word.
    pub(super) fn get(&self, id: WordId) -> &str {
        self.words.get(id.0 as usize)
    }

    /// The letters of all words, in the order of their ids.
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|i| self.get(WordId(i as u32)))
    }

    /// The word with these letters; [`WordId::UNKNOWN`]: none.
    #[inline]
    pub(super) fn find(&self, letters: &[u8]) -> WordId {
        if letters.len() <= 8 {
            return self.find_short(head(letters), letters.len());
        }
        let first = head(letters);
        self.slots.at(self.place(hash(first, letters), |slot| self.is(slot, first, letters))).id
    }

    /// The word of at most eight bytes, which are in `head` from the lowest up.
    #[inline]
    pub(super) fn find_short(&self, head: u64, len: usize) -> WordId {
        let is_it = |slot: &Slot| slot.head == head && slot.len as usize == len;
        self.slots.at(self.place(mix(head), is_it)).id
    }

    /// The word of more than eight ASCII letters and digits in any case; `first` has the
    /// first eight of them in lower case.
    pub(super) fn find_long(&self, first: u64, printed: &[u8]) -> WordId {
        // The bit that tells small letters from capitals, and that digits have.
        let lower = |bytes: &[u8]| head(bytes) | SMALL >> (64 - 8 * bytes.len());
        let rest = || printed[8..].chunks(8).map(lower);
        let hash = rest().fold(mix(first), |sum, head| mix(sum ^ head));
        let fits = |slot: &Slot| {
            slot.head == first
                && slot.len as usize == printed.len()
                && self.get(slot.id).as_bytes()[8..].chunks(8).map(head).eq(rest())
        };
        self.slots.at(self.place(hash, fits)).id
    }

    /// The id of the word with these letters, new or known.
    pub(super) fn insert(&mut self, letters: &str) -> WordId {
        // A half: probes stay short.
        if self.len() * 2 > self.slots.len() {
            // Four times: all words of a language are placed anew less than half as often
            // as with twice.
            self.grow(self.slots.len() * 4);
        }
        let bytes = letters.as_bytes();
        let first = head(bytes);
        let at = self.place(hash(first, bytes), |slot| self.is(slot, first, bytes));
        let known = self.slots.at(at).id;
        if known != WordId::UNKNOWN {
            return known;
        }
        let id = WordId(self.words.len() as u32);
        self.words.push(letters);
        self.slots.set(at, Slot { head: first, len: bytes.len() as u32, id });
        id
    }

    /// Places all words anew among so many slots.
    fn grow(&mut self, slots: usize) {
        self.slots = Flat::filled(slots, Slot::default());
        for id in (1..self.len()).map(|i| WordId(i as u32)) {
            let letters = self.get(id).as_bytes();
            let (first, len) = (head(letters), letters.len() as u32);
            let at = self.place(hash(first, letters), |_| false);
            self.slots.set(at, Slot { head: first, len, id });
        }
    }

    /// Where the slot is that fits, or the free one at which the search ends.
    #[inline]
    fn place(&self, hash: u64, fits: impl Fn(&Slot) -> bool) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots.at(at);
            if fits(&slot) || slot.id == WordId::UNKNOWN {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn is(&self, slot: &Slot, head: u64, letters: &[u8]) -> bool {
        slot.head == head
            && slot.len as usize == letters.len()
            && self.get(slot.id).as_bytes() == letters
    }
}

/// The bit of each of eight letters that capitals lack.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// The first eight bytes as a number, the first of them lowest; zeros where there are fewer.
#[inline]
pub(super) fn head(bytes: &[u8]) -> u64 {
    if let Some(first) = bytes.first_chunk() {
        return u64::from_le_bytes(*first);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
        return u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4));
    }
    bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

fn hash(head: u64, letters: &[u8]) -> u64 {
    let rest = letters.get(8..).unwrap_or_default();
    rest.chunks(8).fold(mix(head), |sum, bytes| mix(sum ^ self::head(bytes)))
}

#[inline]
fn mix(number: u64) -> u64 {
    // The golden ratio's bits; the upper half of a product depends on all of the number.
    let product = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    product ^ product >> 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_by_all_their_letters() {
        let mut words = Spellings::default();
        let spelt: Vec<String> =
            (0..3000).map(|n| "né-letters ".repeat(n % 7) + &n.to_string()).collect();
        let ids: Vec<WordId> = spelt.iter().map(|word| words.insert(word)).collect();
        for (word, id) in spelt.iter().zip(&ids) {
            assert_eq!((words.find(word.as_bytes()), words.get(*id)), (*id, word.as_str()));
            assert_eq!(words.insert(word), *id);
            assert_eq!(words.find(format!("{word}\0").as_bytes()), WordId::UNKNOWN);
        }
        assert_eq!(words.len(), spelt.len() + 1);
        assert_eq!(words.find(b""), WordId::UNKNOWN);
    }

    #[test]
    fn heads_are_the_first_bytes() {
        let bytes = b"abcdefghij";
        for len in 0..=bytes.len() {
            let mut first = [0; 8];
            first[..len.min(8)].copy_from_slice(&bytes[..len.min(8)]);
            assert_eq!(head(&bytes[..len]), u64::from_le_bytes(first), "{len}");
        }
    }
}
