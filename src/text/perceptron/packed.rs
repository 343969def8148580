//! The model as bytes: the file `tables/tags.bin`.
//!
//! All numbers are little-endian. What features weigh is kept as it is used, so
//! that a program that has the file in it reads it where it is.
//!
//! ```text
//! "WHOSTAGS", version u32, bytes of the rest u32, their xxh3 u64; then
//! open tags u64; how many word classes, words, features and bytes of more weights, u32 each;
//! word classes: u64 each;
//! words by hash: the hash's upper half u32, class × 2 + frequent u32;
//! features and more weights, as `weights` has them
//! ```

use super::model::{Dictionary, TagModel};
use super::weights::{FEATURE, Weights};
use crate::text::TagSet;
#[cfg(not(packed))]
use crate::text::flat::Packing;
use crate::text::flat::{Flat, packed};
use std::borrow::Cow;
use xxhash_rust::xxh3::xxh3_64;

const MAGIC: &[u8; 8] = b"WHOSTAGS";
const HEADER: usize = 24;
/// Bytes of a word.
const WORD: usize = 8;

/// To be raised with every change of the features or of this form.
const VERSION: u32 = 2;

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
    /// The model that [`to_bytes`](Self::to_bytes) has written. What lives as long as
    /// the program does is not copied.
    ///
    /// # Errors
    /// If the bytes are damaged, of another version or something else.
    pub fn read(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, Damage> {
        let bytes = bytes.into();
        if bytes.len() < HEADER || &bytes[..8] != MAGIC {
            return Err(Damage::Foreign);
        }
        let mut header = Bytes { all: &bytes, at: 8 };
        let mut number = || header.number().ok_or(Damage::Foreign);
        let (version, len) = (number()?, number()?);
        if version != VERSION {
            return Err(Damage::Version { found: version });
        }
        let payload = &bytes[HEADER..];
        if payload.len() != len as usize || header.long() != Some(xxh3_64(payload)) {
            return Err(Damage::Checksum);
        }
        Bytes { all: &bytes, at: HEADER }.model().ok_or(Damage::Checksum)
    }

    /// The model of the file that is in the binary, which was read when that was built.
    pub(crate) fn packed(file: &'static [u8]) -> Option<Self> {
        let parts = Bytes { all: &file.into(), at: HEADER }.parts()?;
        let Parts { open, classes, words, features, more } = parts;
        let starts = Flat::packed(packed!("tags.starts"));
        let dictionary = Dictionary { open, classes, words, starts };
        Some(Self { dictionary, weights: Weights::packed(features, more) })
    }

    /// Whether it is that model.
    pub(super) fn is_packed(&self) -> bool {
        self.weights.is_packed()
    }

    /// The files that [`packed`](Self::packed) takes beside the model's.
    #[cfg(not(packed))]
    pub(super) const FILES: [&'static str; 3] = ["tags.starts", "tags.filter", "tags.before"];

    /// Writes them.
    #[cfg(not(packed))]
    pub(super) fn pack(dictionary: &Dictionary, weights: &Weights, packing: &mut Packing) {
        packing.table("tags.starts", &dictionary.starts);
        weights.pack(packing);
    }

    /// The model as bytes; the same model gives the same bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (dictionary, weights) = (&self.dictionary, &self.weights);
        let (classes, words) = (&dictionary.classes, &dictionary.words);
        let mut payload = dictionary.open.bits().to_le_bytes().to_vec();
        let features = weights.features.len() / FEATURE;
        for count in [classes.len(), words.len(), features, weights.more.len()] {
            payload.extend((count as u32).to_le_bytes());
        }
        payload.extend(classes.iter().flat_map(|class| class.bits().to_le_bytes()));
        payload.extend(words.iter().flatten().flat_map(u32::to_le_bytes));
        payload.extend(&*weights.features);
        payload.extend(&*weights.more);
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((payload.len() as u32).to_le_bytes());
        bytes.extend(xxh3_64(&payload).to_le_bytes());
        bytes.extend(payload);
        bytes
    }
}

/// Bytes still to be read; `None` when there are too few, or they make no sense.
struct Bytes<'b> {
    all: &'b Cow<'static, [u8]>,
    at: usize,
}

impl Bytes<'_> {
    fn number(&mut self) -> Option<u32> {
        let number = u32::from_le_bytes(*self.all.get(self.at..)?.first_chunk()?);
        self.at += 4;
        Some(number)
    }

    fn long(&mut self) -> Option<u64> {
        Some(u64::from(self.number()?) | u64::from(self.number()?) << 32)
    }

    /// So many bytes, not copied where the file is part of the program.
    fn part(&mut self, len: usize) -> Option<Cow<'static, [u8]>> {
        let range = self.at..self.at.checked_add(len)?;
        self.at = range.end;
        match self.all {
            Cow::Borrowed(all) => all.get(range).map(Cow::Borrowed),
            Cow::Owned(all) => all.get(range).map(|part| Cow::Owned(part.to_vec())),
        }
    }

    fn model(self) -> Option<TagModel> {
        let Parts { open, classes, words, features, more } = self.parts()?;
        // Each with its own hash, in order.
        let mut last = None;
        for [hash, class] in words.iter() {
            if last >= Some(hash) || class as usize >> 1 >= classes.len() {
                return None;
            }
            last = Some(hash);
        }
        let dictionary = Dictionary::sorted(open, classes, words);
        Some(TagModel { dictionary, weights: Weights::read(features, more)? })
    }

    fn parts(mut self) -> Option<Parts> {
        let open = TagSet::from_bits(self.long()?)?;
        let mut count = || Some(self.number()? as usize);
        let (classes, words, features, more) = (count()?, count()?, count()?, count()?);
        let classes: Option<Vec<TagSet>> =
            (0..classes).map(|_| TagSet::from_bits(self.long()?)).collect();
        let words = Flat::of_bytes(self.part(words.checked_mul(WORD)?)?);
        let features = self.part(features.checked_mul(FEATURE)?)?;
        let parts = Parts { open, classes: classes?, words, features, more: self.part(more)? };
        (self.at == self.all.len()).then_some(parts)
    }
}

/// What stands in the file.
struct Parts {
    open: TagSet,
    classes: Vec<TagSet>,
    words: Flat<[u32; 2]>,
    features: Cow<'static, [u8]>,
    more: Cow<'static, [u8]>,
}

#[cfg(test)]
mod tests {
    use super::super::Entry;
    use super::*;
    use crate::text::Tag;

    fn model() -> TagModel {
        let entry = |tags: &[Tag], is_frequent| Entry { tags: TagSet::of(tags), is_frequent };
        let words =
            [(9 << 32, entry(&[Tag::TO], true)), (7 << 32, entry(&[Tag::NN, Tag::VB], false))];
        let rows = vec![
            (5, vec![(Tag::NN, -128), (Tag::VB, 127)]),
            (u32::MAX, vec![(Tag::Punct, 1)]),
            (300, vec![(Tag::CC, -1)]),
            (301, vec![(Tag::CC, 1), (Tag::JJ, -2), (Tag::NN, 3)]),
        ];
        TagModel { dictionary: Dictionary::new(TagSet::NOUN, words), weights: Weights::new(&rows) }
    }

    #[test]
    fn bytes_give_back_the_model() {
        let bytes = model().to_bytes();
        let read = TagModel::read(bytes.clone()).unwrap();
        assert_eq!(read, model());
        assert_eq!(read.to_bytes(), bytes);
    }

    #[test]
    fn any_changed_byte_is_found() {
        let bytes = model().to_bytes();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 4;
            assert!(TagModel::read(changed).is_err(), "byte {at}");
            assert!(TagModel::read(bytes[..at].to_vec()).is_err(), "{at} bytes");
        }
    }

    #[test]
    fn another_version_is_told_from_damage() {
        let mut bytes = model().to_bytes();
        bytes[8] = 77;
        assert_eq!(TagModel::read(bytes), Err(Damage::Version { found: 77 }));
        assert_eq!(TagModel::read(b"word\ttag\n".as_slice()), Err(Damage::Foreign));
    }

    #[test]
    fn nonsense_under_a_right_checksum_is_no_model() {
        let payload = [0xff; 64];
        let mut bytes = MAGIC.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((payload.len() as u32).to_le_bytes());
        bytes.extend(xxh3_64(&payload).to_le_bytes());
        bytes.extend(payload);
        assert_eq!(TagModel::read(bytes), Err(Damage::Checksum));
    }
}
