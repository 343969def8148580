//! What a statement is decided by, as it waits on disk: its words, its speaker, its date,
//! whether it is a denial; without the row.
//!
//! A pair of statements costs reading two of these; most pairs share too little for any
//! decision, and are left out by what their words tell together, before they are laid side
//! by side.

use super::statement::Statement;
use super::wording::{Class, Word, Wording};
use crate::link::SpeakerName;
use crate::rows::{Days, Field, Row};
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// A statement without its row.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Brief {
    date: Option<Days>,
    denies: bool,
    speaker: String,
    id: String,
    /// Hashes of what the speaker's names are found by, in order.
    names: Vec<u64>,
    wording: Wording,
    /// Its telling words by their forms, in order, each with what it tells.
    bag: Vec<(u32, f32)>,
    /// What these tell together.
    bits: f32,
}

/// What two statements of one speaker in the same days have to share at the least, in bits, or
/// else as a share of what the telling one of the two tells: no rule of [`super::decide`] asks
/// less.
const LEAST: (f32, f32) = (10.9, 0.89);
/// What any others have to share, in bits.
const LEAST_OF_OTHERS: f32 = 23.9;
/// Days within which that is so.
const NEAR: i32 = 7;
/// Bytes a word.
const WORD: usize = 8;
/// What a word tells is kept in sixteenths of a bit.
pub(super) const SIXTEENTHS: f32 = 16.0;

impl Brief {
    /// Writes what decides on a statement.
    pub(super) fn encode(statement: &Statement, into: &mut Vec<u8>) {
        let date = statement.date.unwrap_or(Days { first: i32::MAX, last: i32::MAX });
        into.extend(date.first.to_le_bytes());
        into.extend(date.last.to_le_bytes());
        into.push(statement.denies.into());
        for field in [Field::Speaker, Field::SpeakerId] {
            let text = statement.row.get(field);
            into.extend((text.len() as u32).to_le_bytes());
            into.extend(text.as_bytes());
        }
        let mut names = statement.speaker.keys().into_iter().map(hash).collect::<Vec<u64>>();
        names.sort_unstable();
        into.extend((names.len() as u32).to_le_bytes());
        names.iter().for_each(|name| into.extend(name.to_le_bytes()));
        for word in &statement.wording.words {
            into.extend(word.form.to_le_bytes());
            into.push((word.bits * SIXTEENTHS) as u8);
            into.push(word.class as u8 | u8::from(word.is_marked) << 7);
            into.extend(word.sentence.to_le_bytes());
        }
    }

    /// Reads what [`encode`](Self::encode) wrote.
    pub(super) fn decode(bytes: &[u8]) -> Self {
        let mut rest = bytes;
        let date = Days { first: number(&mut rest) as i32, last: number(&mut rest) as i32 };
        let denies = take(&mut rest, 1) == [1];
        let [speaker, id] = [(); 2].map(|()| {
            let length = number(&mut rest) as usize;
            String::from_utf8_lossy(take(&mut rest, length)).into_owned()
        });
        let count = number(&mut rest) as usize;
        let names = take(&mut rest, count * 8).chunks_exact(8);
        let names = names.map(|b| u64::from_le_bytes(b.try_into().expect("eight bytes"))).collect();
        let words: Vec<Word> = rest.chunks_exact(WORD).map(word).collect();
        let telling = words.iter().filter(|w| w.is_telling());
        let mut bag: Vec<(u32, f32)> = telling.map(|w| (w.form, w.bits)).collect();
        bag.sort_unstable_by_key(|(form, _)| *form);
        Self {
            date: (date.first != i32::MAX).then_some(date),
            denies,
            speaker,
            id,
            names,
            bits: bag.iter().map(|(_, bits)| bits).sum(),
            bag,
            wording: Wording { words },
        }
    }

    /// Whether the two share enough words to be laid side by side.
    pub(super) fn may_meet(&self, other: &Self) -> bool {
        let (mut i, mut j, mut shared) = (0, 0, 0.0);
        while i < self.bag.len() && j < other.bag.len() {
            match self.bag[i].0.cmp(&other.bag[j].0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    shared += self.bag[i].1;
                    (i, j) = (i + 1, j + 1);
                }
            }
        }
        let is_near = self.date.zip(other.date).is_none_or(|(a, b)| a.apart(b) <= NEAR);
        if is_near && self.names.iter().any(|name| other.names.contains(name)) {
            shared >= LEAST.0 || shared >= LEAST.1 * self.bits.min(other.bits)
        } else {
            shared >= LEAST_OF_OTHERS
        }
    }

    /// What the speaker is called, and its identifier.
    pub(super) fn speaker(&self) -> (&str, &str) {
        (&self.speaker, &self.id)
    }

    /// The statement, with an empty row.
    pub(super) fn statement(self, speaker: Arc<SpeakerName>) -> Statement {
        let Self { wording, denies, date, .. } = self;
        Statement { row: Row::default(), wording, speaker, denies, date }
    }
}

fn hash(name: &str) -> u64 {
    xxh3_64(name.as_bytes())
}

fn take<'b>(rest: &mut &'b [u8], length: usize) -> &'b [u8] {
    let (taken, left) = rest.split_at(length);
    *rest = left;
    taken
}

fn number(rest: &mut &[u8]) -> u32 {
    u32::from_le_bytes(take(rest, 4).try_into().expect("four bytes were taken"))
}

fn word(bytes: &[u8]) -> Word {
    Word {
        form: u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]),
        bits: f32::from(bytes[4]) / SIXTEENTHS,
        class: Class::ALL[usize::from(bytes[5] & 0x7F)],
        is_marked: bytes[5] & 0x80 != 0,
        sentence: u16::from_le_bytes([bytes[6], bytes[7]]),
        place: (0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Reader;
    use crate::rules::RuleSet;
    use crate::speakers::Vocabulary;

    #[test]
    fn what_is_read_back_decides_alike() {
        let rules = RuleSet::embedded().unwrap();
        let (reader, words) = (Reader::new(&rules), Vocabulary::of(&rules.lexicon));
        let row = Row::of(&[
            (Field::Quote, "“We will not sell 12 berths,” … unless the council agrees"),
            (Field::QuoteType, "mixed"),
            (Field::Speaker, "Elena Brandt"),
            (Field::SpeakerId, "b1"),
            (Field::Stance, "denies"),
            (Field::Published, "2026-02"),
        ]);
        let statement = Statement::of(row, &reader, &words);
        let mut bytes = Vec::new();
        Brief::encode(&statement, &mut bytes);
        let brief = Brief::decode(&bytes);
        assert!(brief.may_meet(&brief) && !brief.may_meet(&Brief::default()));
        let read = brief.statement(Arc::clone(&statement.speaker));
        assert_eq!(read.date, statement.date);
        assert!(read.denies);
        let placeless = |w: &Word| Word { place: (0, 0), ..*w };
        let words: Vec<Word> = statement.wording.words.iter().map(placeless).collect();
        assert_eq!(read.wording.words, words);
    }
}
