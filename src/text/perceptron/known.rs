//! A word as features see it, and what it adds to the sums of weights: worked out once a
//! word instead of once a token, for the words of the lexicon before any text is read.

use super::sums::{ALONE, Alone, FEW, Few, Row};
use crate::text::flat::{Plain, plain};
use crate::text::tokens::Letters;
use crate::text::{Tag, TagSet, WordId};

/// No number: of a state, a class, a tag or a place.
pub(super) const NONE: u8 = u8::MAX;
pub(super) const NO_CLASS: u16 = u16::MAX;
pub(super) const NO_PLACE: u32 = u32::MAX;

/// What each token asks of its word: kept apart, so that a token whose tag is plain asks no more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Brief {
    /// Its lemmas as a verb and as a noun, else itself.
    pub(super) lemmas: [WordId; 2],
    /// Its place among the classes.
    pub(super) class: u16,
    /// Its tag when it has one alone.
    pub(super) only: Option<Tag>,
    /// The number of its state when it is a mark.
    pub(super) mark: u8,
    /// Whether word lists or tags name it.
    pub(super) is_tagged: bool,
}

/// Tags by number; [`NONE`] is none, and so are all others.
const TAGS: [Option<Tag>; 64] = {
    let mut tags = [None; 64];
    let mut i = 0;
    while i < Tag::ALL.len() {
        tags[i] = Some(Tag::ALL[i].0);
        i += 1;
    }
    tags
};

plain! {
    Brief: [u32; 4],
    |[verb, noun, numbers, is_tagged]| Self {
        lemmas: [WordId(verb), WordId(noun)],
        class: numbers as u16,
        only: TAGS[usize::from((numbers >> 16) as u8 % TAGS.len() as u8)],
        mark: (numbers >> 24) as u8,
        is_tagged: is_tagged != 0,
    },
    |Self { lemmas: [WordId(verb), WordId(noun)], class, only, mark, is_tagged }| {
        let only = only.map_or(NONE, |only| only as u8);
        let numbers = u32::from(class) | u32::from(only) << 16 | u32::from(mark) << 24;
        [verb, noun, numbers, is_tagged.into()]
    }
}

/// A word as it is kept: what a token asks of itself and of the word before it stands in the
/// first 64 bytes, a line of the processor's cache; what a token before it adds, in the next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Record {
    pub(super) brief: Brief,
    /// A hash of its letters.
    pub(super) hash: u64,
    /// What a word before it sees of it.
    pub(super) beside: u64,
    /// The states before it, by number, that weigh something for it, one bit each.
    pub(super) before_it: u64,
    /// The same of states two before it, for the word between.
    pub(super) before_next: u64,
    pub(super) own: Own,
    /// Its last three letters.
    pub(super) end: u32,
    /// How it is printed mostly.
    pub(super) usual: Letters,
    /// Where the weights of the two sets of states stand.
    pub(super) states: [u32; 2],
    /// Where the weights stand that it has as the word before; the first are nothing.
    pub(super) before: u32,
    /// What it weighs as the word after.
    pub(super) next: Alone,
}

/// What a word weighs itself.
#[derive(Clone, Copy, Debug)]
pub(super) enum Own {
    /// All that rests on it alone, but for how it is printed; then the same printed as it
    /// is mostly, within a sentence.
    Few { tags: [u8; FEW], sums: [[i16; FEW]; 2] },
    /// The tags it may have, and where the sums of all stand.
    All { tags: TagSet, at: u32 },
}

/// Numbers of eight bytes before [`Record::next`].
const HEAD: usize = 9;

/// What is asked of a record as it stands in tables; what remains of two lines is free.
type Numbers = [u64; 16];

fn together<const N: usize>(parts: [u16; N]) -> u64 {
    parts.into_iter().rev().fold(0, |sum, part| sum << 16 | u64::from(part))
}

fn pair([low, high]: [u32; 2]) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

impl Record {
    fn numbers(self) -> Numbers {
        let (few, own, at) = match self.own {
            Own::Few { tags, sums } => {
                (tags, sums.map(|sums| together(sums.map(|sum| sum as u16))), NO_PLACE)
            }
            Own::All { tags, at } => ([NONE; FEW], [tags.bits(), 0], at),
        };
        let line = [
            self.hash,
            self.beside,
            self.before_it,
            self.before_next,
            own[0],
            own[1],
            pair([u32::from_le_bytes(few), self.end | (self.usual as u32) << 24]),
            pair([self.before, at]),
            pair(self.states),
        ];
        let mut all = Numbers::default();
        all[..HEAD].copy_from_slice(&line);
        all[HEAD..][..ALONE].copy_from_slice(&self.next.words());
        all
    }
}

/// A [`Record`] in its table, of which what is asked is read where it stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packed(Numbers);

plain!(Packed: Numbers, |numbers| Self(numbers), |Self(numbers)| numbers);

impl From<Record> for Packed {
    fn from(record: Record) -> Self {
        Self(record.numbers())
    }
}

/// The bytes of a [`Packed`].
pub(super) type Bytes = <Packed as Plain>::Bytes;

/// A token's word.
#[derive(Clone, Copy, Debug)]
pub(in crate::text) struct Met<'k> {
    brief: Brief,
    record: &'k Bytes,
    /// Its own weights, of a word that the lexicon has not: but for how it is printed, then
    /// printed as it is mostly.
    pub(super) all: Option<&'k [Row; 2]>,
}

impl<'k> Met<'k> {
    /// The word of this record.
    #[inline]
    pub(super) fn new(brief: Brief, record: &'k Bytes, all: Option<&'k [Row; 2]>) -> Self {
        Self { brief, record, all }
    }

    #[inline(always)]
    fn number(self, at: usize) -> u64 {
        u64::of(&self.record[at])
    }

    /// One half of a number.
    #[inline(always)]
    fn half(self, at: usize, half: usize) -> u32 {
        (self.number(at) >> (32 * half)) as u32
    }

    /// A hash of its letters.
    #[inline]
    pub(super) fn hash(self) -> u64 {
        self.number(0)
    }

    /// What a word before it sees of it.
    #[inline]
    pub(super) fn beside(self) -> u64 {
        self.number(1)
    }

    /// The states before it that weigh something for it, one bit each; and where their
    /// weights stand.
    #[inline]
    pub(super) fn before_it(self) -> (u64, u32) {
        (self.number(2), self.half(8, 0))
    }

    /// The same of states two before it, for the word between.
    #[inline]
    pub(super) fn before_next(self) -> (u64, u32) {
        (self.number(3), self.half(8, 1))
    }

    /// Its lemmas as a verb and as a noun, else itself.
    #[inline]
    pub(in crate::text) fn lemmas(self) -> [WordId; 2] {
        self.brief.lemmas
    }

    /// Its sums, where it has few tags: but for how it is printed, or `printed` as it is mostly.
    #[inline]
    pub(super) fn few(self, printed: bool) -> Option<Few> {
        let tags = self.half(6, 0).to_le_bytes();
        let sums = &self.record[4 + usize::from(printed)];
        let sum = |i: usize| i16::from_le_bytes([sums[2 * i], sums[2 * i + 1]]);
        self.has_few().then(|| Few { tags, sums: std::array::from_fn(sum) })
    }

    /// Whether it has few tags.
    #[inline]
    pub(super) fn has_few(self) -> bool {
        self.record[6][0] != NONE
    }

    /// The tags it may have, where they are more; and where its sums stand.
    #[inline]
    pub(super) fn many(self) -> (TagSet, u32) {
        (TagSet::from_bits(self.number(4)).unwrap_or_default(), self.half(7, 1))
    }

    /// The number of its state when it is a mark.
    #[inline]
    pub(super) fn mark(self) -> u8 {
        self.brief.mark
    }

    /// Its tag when it has one alone.
    #[inline]
    pub(super) fn only(self) -> Option<Tag> {
        self.brief.only
    }

    /// Its place among the classes.
    #[inline]
    pub(super) fn class(self) -> u16 {
        self.brief.class
    }

    /// Its last three letters.
    #[inline]
    pub(super) fn end(self) -> u64 {
        u64::from(self.half(6, 1) & 0xff_ffff)
    }

    /// Whether it is mostly printed so.
    #[inline]
    pub(super) fn is_usual(self, letters: Letters) -> bool {
        self.record[6][7] == letters as u8
    }

    /// Whether word lists or tags name it.
    #[inline]
    pub(in crate::text) fn is_tagged(self) -> bool {
        self.brief.is_tagged
    }

    /// Where the weights stand that it has as the word before; zero: it has none.
    #[inline]
    pub(super) fn before(self) -> u32 {
        self.half(7, 0)
    }

    /// What it weighs as the word after, by tag.
    #[inline]
    pub(super) fn next(self) -> &'k [u8] {
        self.record[HEAD..HEAD + ALONE].as_flattened()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BRIEF: Brief = Brief {
        lemmas: [WordId(5), WordId(6)],
        class: 0x8009,
        only: None,
        mark: 7,
        is_tagged: true,
    };

    fn numbers(own: Own) -> Bytes {
        let record = Record {
            brief: BRIEF,
            hash: 1 << 63 | 1,
            beside: 2 << 60 | 2,
            before_it: 3 << 60 | 3,
            before_next: 4 << 56 | 4,
            own,
            end: 0xfa_0b0c,
            usual: Letters::Title,
            states: [13, 1 << 31],
            before: 14,
            next: Alone([15, 0, 0, 0, 16 << 32]),
        };
        Packed::from(record).bytes()
    }

    #[test]
    fn a_record_gives_back_what_it_was_given() {
        let (tags, sums) = ([1, 2, 30, 1], [[-1, 2, -300, 4], [5, -6, 7, 800]]);
        let numbers = numbers(Own::Few { tags, sums });
        let met = Met::new(BRIEF, &numbers, None);
        assert_eq!((met.hash(), met.beside()), (1 << 63 | 1, 2 << 60 | 2));
        assert_eq!(met.before_it(), (3 << 60 | 3, 13));
        assert_eq!(met.before_next(), (4 << 56 | 4, 1 << 31));
        for (printed, sums) in [false, true].into_iter().zip(sums) {
            let few = met.few(printed).unwrap();
            assert_eq!((few.tags, few.sums), (tags, sums));
        }
        assert_eq!((met.end(), met.before()), (0xfa_0b0c, 14));
        assert!(met.is_usual(Letters::Title) && !met.is_usual(Letters::Small));
        let next = met.next();
        assert_eq!((next[0], next[36], next.iter().filter(|b| **b == 0).count()), (15, 16, 38));
    }

    #[test]
    fn many_tags_stand_in_place_of_few() {
        let tags = TagSet::NOUN.union(TagSet::VERB);
        let numbers = numbers(Own::All { tags, at: 77 });
        let met = Met::new(BRIEF, &numbers, None);
        assert!(!met.has_few() && met.few(true).is_none());
        assert_eq!(met.many(), (tags, 77));
    }

    #[test]
    fn what_is_brief_is_kept_whole() {
        let other = Brief { class: 2, only: Some(Tag::NN), mark: NONE, is_tagged: false, ..BRIEF };
        for brief in [BRIEF, other] {
            assert_eq!(Brief::of(&brief.bytes()), brief);
        }
    }

    #[test]
    fn what_a_token_asks_of_itself_is_in_one_line() {
        assert_eq!((size_of::<Numbers>(), HEAD), (128, 9));
    }
}
