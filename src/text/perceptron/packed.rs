//! The model as bytes: the file `tables/tags.bin`.
//!
//! All numbers are little-endian or LEB128 ("varint"). Sorted hashes are kept
//! as gaps, which take two to three bytes instead of four.
//!
//! ```text
//! "WHOSTAGS", version u32, bytes of the rest u32, their xxh3 u64; then
//! open tags u64; word classes: varint count, each u64;
//! words: varint count, each varint gap, varint class × 2 + frequent;
//! features: varint count, each varint gap and its entries: tag (+ 128 at the last), weight i8
//! ```

use super::model::{Dictionary, Entry, TagModel, Weights};
use crate::text::{Tag, TagSet};
use xxhash_rust::xxh3::xxh3_64;

const MAGIC: &[u8; 8] = b"WHOSTAGS";
const HEADER: usize = 24;
const LAST: u8 = 128;

/// To be raised with every change of the features or of this form.
const VERSION: u32 = 1;

/// Why bytes are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Damage {
    /// The file is something else.
    #[error("not a tagger of whosaid")]
    Foreign,
    /// Written by another version of the program.
    #[error("a tagger of version {found}; this program reads version {VERSION}")]
    Version {
        /// Its version.
        found: u32,
    },
    /// Cut short or changed.
    #[error("damaged: its checksum is wrong")]
    Checksum,
}

impl TagModel {
    /// The model that [`to_bytes`](Self::to_bytes) has written.
    ///
    /// # Errors
    /// If the bytes are damaged, of another version or something else.
    pub fn read(bytes: &[u8]) -> Result<Self, Damage> {
        if bytes.len() < HEADER || &bytes[..8] != MAGIC {
            return Err(Damage::Foreign);
        }
        let mut header = Bytes(&bytes[8..HEADER]);
        let mut number = |size| header.number(size).ok_or(Damage::Foreign);
        let (version, len, checksum) = (number(4)? as u32, number(4)?, number(8)?);
        if version != VERSION {
            return Err(Damage::Version { found: version });
        }
        let payload = &bytes[HEADER..];
        if payload.len() as u64 != len || xxh3_64(payload) != checksum {
            return Err(Damage::Checksum);
        }
        Bytes(payload).model().ok_or(Damage::Checksum)
    }

    /// The model as bytes; the same model gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut payload = self.dictionary.open.bits().to_le_bytes().to_vec();
        pack_dictionary(&self.dictionary, &mut payload);
        pack_weights(&self.weights, &mut payload);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((payload.len() as u32).to_le_bytes());
        bytes.extend(xxh3_64(&payload).to_le_bytes());
        bytes.extend(payload);
        bytes
    }
}

fn pack_dictionary(dictionary: &Dictionary, out: &mut Vec<u8>) {
    let mut classes: Vec<u64> = dictionary.words.iter().map(|(_, e)| e.tags.bits()).collect();
    classes.sort_unstable();
    classes.dedup();
    varint(classes.len() as u32, out);
    classes.iter().for_each(|class| out.extend(class.to_le_bytes()));
    varint(dictionary.words.len() as u32, out);
    let mut before = 0;
    for (hash, entry) in &dictionary.words {
        varint(hash - before, out);
        before = *hash;
        let class = classes.binary_search(&entry.tags.bits()).expect("all classes are there");
        varint((class as u32) << 1 | u32::from(entry.is_frequent), out);
    }
}

fn pack_weights(weights: &Weights, out: &mut Vec<u8>) {
    let slots = weights.sorted();
    varint(slots.len() as u32, out);
    let mut before = 0;
    for slot in slots {
        varint(slot.key - before, out);
        before = slot.key;
        let range = slot.range();
        for at in range.clone() {
            let (tag, weight) = weights.entries[at];
            let last = if at + 1 == range.end { LAST } else { 0 };
            out.extend([tag as u8 | last, weight as u8]);
        }
    }
}

fn varint(mut number: u32, out: &mut Vec<u8>) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Bytes still to be read; `None` when there are too few, or they make no sense.
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (&first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    fn number(&mut self, size: u32) -> Option<u64> {
        (0..size).try_fold(0, |sum, i| Some(sum | u64::from(self.byte()?) << (8 * i)))
    }

    #[inline]
    fn varint(&mut self) -> Option<u32> {
        // Two in three gaps between the features of our model take three bytes.
        if let &[low, middle, high, ref rest @ ..] = self.0
            && low >= 128
            && middle >= 128
            && high < 128
        {
            self.0 = rest;
            let number = u32::from(low & 127) | u32::from(middle & 127) << 7;
            return Some(number | u32::from(high) << 14);
        }
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let byte = self.byte()?;
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn model(mut self) -> Option<TagModel> {
        let dictionary = self.dictionary()?;
        let weights = self.weights()?;
        self.0.is_empty().then_some(TagModel { dictionary, weights })
    }

    fn dictionary(&mut self) -> Option<Dictionary> {
        let open = TagSet::from_bits(self.number(8)?)?;
        let count = self.varint()?;
        let classes: Option<Vec<TagSet>> =
            (0..count).map(|_| TagSet::from_bits(self.number(8)?)).collect();
        let classes = classes?;
        let mut words = Vec::new();
        let mut hash: u32 = 0;
        for _ in 0..self.varint()? {
            hash = hash.checked_add(self.varint()?)?;
            let class = self.varint()?;
            let tags = *classes.get(class as usize >> 1)?;
            words.push((hash, Entry { tags, is_frequent: class & 1 == 1 }));
        }
        Some(Dictionary { open, words })
    }

    fn weights(&mut self) -> Option<Weights> {
        let count = self.varint()? as usize;
        // Three bytes are the fewest that a feature takes, two an entry.
        let features = count.min(self.0.len() / 3 + 1);
        let mut weights = Weights::with_capacity(features, self.0.len() / 2);
        let mut key: u32 = 0;
        for i in 0..count {
            let gap = self.varint()?;
            if i > 0 && gap == 0 {
                return None;
            }
            key = key.checked_add(gap)?;
            let start = weights.entries.len();
            self.entries(&mut weights.entries)?;
            weights.push(key, start);
        }
        weights.close();
        Some(weights)
    }

    /// The entries of one feature, by tag.
    #[inline]
    fn entries(&mut self, out: &mut Vec<(Tag, i8)>) -> Option<()> {
        let bytes = self.0;
        let (mut at, mut least) = (0, 0);
        loop {
            let (&byte, &weight) = (bytes.get(at)?, bytes.get(at + 1)?);
            at += 2;
            let tag = byte & !LAST;
            if tag < least {
                return None;
            }
            least = tag + 1;
            out.push((Tag::ALL.get(usize::from(tag))?.0, weight as i8));
            if byte & LAST != 0 {
                self.0 = &bytes[at..];
                return Some(());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> TagModel {
        let entry = |tags: &[Tag], is_frequent| Entry { tags: TagSet::of(tags), is_frequent };
        let words =
            [(9 << 32, entry(&[Tag::TO], true)), (7 << 32, entry(&[Tag::NN, Tag::VB], false))];
        let rows = vec![
            (5, vec![(Tag::NN, -128), (Tag::VB, 127)]),
            (u32::MAX, vec![(Tag::Punct, 1)]),
            (300, vec![(Tag::CC, -1)]),
        ];
        TagModel { dictionary: Dictionary::new(TagSet::NOUN, words), weights: Weights::new(&rows) }
    }

    #[test]
    fn bytes_give_back_the_model() {
        let bytes = model().to_bytes();
        let read = TagModel::read(&bytes).unwrap();
        assert_eq!(read.dictionary, model().dictionary);
        assert_eq!(read.to_bytes(), bytes);
    }

    #[test]
    fn any_changed_byte_is_found() {
        let bytes = model().to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            assert!(TagModel::read(&changed).is_err(), "byte {at}");
            assert!(TagModel::read(&bytes[..at]).is_err(), "{at} bytes");
        }
    }

    #[test]
    fn another_version_is_told_from_damage() {
        let mut bytes = model().to_bytes();
        bytes[8] = 77;
        assert_eq!(TagModel::read(&bytes), Err(Damage::Version { found: 77 }));
        assert_eq!(TagModel::read(b"word\ttag\n"), Err(Damage::Foreign));
    }

    #[test]
    fn nonsense_under_a_right_checksum_is_no_model() {
        let payload = [0xff; 64];
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((payload.len() as u32).to_le_bytes());
        bytes.extend(xxh3_64(&payload).to_le_bytes());
        bytes.extend(payload);
        assert_eq!(TagModel::read(&bytes), Err(Damage::Checksum));
    }
}
