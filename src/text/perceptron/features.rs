//! What the perceptron sees of a token: itself, its neighbours and the two tags
//! before it.

use super::forms::Form;
use crate::text::Tag;

/// How many features a token has.
pub(crate) const FEATURES: usize = 18;

/// The hashes of a token's features.
pub(crate) type Features = [u32; FEATURES];

/// A tag as later tokens see it; marks are told apart by their words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct State(u64);

impl State {
    pub(super) fn of(tag: Tag, form: &Form) -> Self {
        Self(if tag == Tag::Punct { form.hash } else { 1 + tag as u64 })
    }
}

/// A token with what stands around it.
pub(super) struct Context {
    before: Form,
    pub(super) word: Form,
    next: Form,
    after: Form,
    previous: State,
    earlier: State,
}

impl Context {
    /// The place before the first token: `first` and `second` are next.
    pub(super) fn new(end: Form, first: Form, second: Form) -> Self {
        let (previous, earlier) = (State::default(), State::default());
        Self { before: end, word: end, next: first, after: second, previous, earlier }
    }

    /// Goes on by one token; `after` is the next but one.
    pub(super) fn shift(&mut self, after: Form) {
        self.before = self.word;
        self.word = self.next;
        self.next = self.after;
        self.after = after;
    }

    /// Takes note of the tag that the token has got.
    pub(super) fn push(&mut self, state: State) {
        self.earlier = self.previous;
        self.previous = state;
    }

    /// The features of the token here; `shape` as [`shape`] has it.
    pub(super) fn features(&self, shape: u64) -> Features {
        let Self { before, word, next, after, previous: State(a), earlier: State(b) } = self;
        let (w, a, b) = (word.hash, *a, *b);
        let beside = if next.is_frequent { next.hash } else { next.class };
        [
            key(0, 0, 0),
            key(1, w, 0),
            key(2, word.ending(3), 0),
            key(3, word.ending(2), 0),
            key(4, shape, 0),
            key(5, a, 0),
            key(6, a, b),
            key(7, a, w),
            key(8, before.hash, 0),
            key(9, next.hash, 0),
            key(10, next.class, 0),
            key(11, a, next.class),
            key(12, word.start, 0),
            key(13, w, beside),
            key(14, after.class, 0),
            key(15, before.hash, w),
            key(16, word.ending(3), shape),
            key(17, a, next.hash),
        ]
    }
}

/// A hash of the feature `kind` over `a` and `b`.
#[inline]
pub(super) fn key(kind: u64, a: u64, b: u64) -> u32 {
    second(first(kind, a), b)
}

/// The multiplier of splitmix64, odd and without pattern.
const MIX: u64 = 0xbf58_476d_1ce4_e5b9;

/// What of a key rests on `a`.
#[inline]
pub(super) fn first(kind: u64, a: u64) -> u64 {
    let h = (a ^ (kind << 58)).wrapping_add(kind).wrapping_mul(MIX);
    h ^ (h >> 31)
}

/// The key of what [`first`] gave with `b`.
#[inline]
pub(super) fn second(first: u64, b: u64) -> u32 {
    let h = (first ^ b.rotate_left(17)).wrapping_mul(MIX);
    ((h ^ (h >> 29)).wrapping_mul(MIX) >> 32) as u32
}

/// How a word is written, runs as one: "McCain" is `XxXx`, "$1,200" `$d,d`; a
/// sentence's first word differs from others.
pub(super) fn shape(printed: &str, is_first: bool) -> u64 {
    let (mut shape, mut last) = (u64::from(is_first), '\0');
    for c in printed.chars() {
        let class = match c {
            '’' => '\'',
            _ if c.is_lowercase() => 'x',
            _ if c.is_uppercase() => 'X',
            _ if c.is_numeric() => 'd',
            _ => c,
        };
        if class != last {
            shape = shape.wrapping_mul(0x100_0000_01b3) ^ class as u64;
            last = class;
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_keep_case_and_drop_length() {
        assert_eq!(shape("Kim", false), shape("Trump", false));
        assert_ne!(shape("Kim", false), shape("McCain", false));
        assert_ne!(shape("Kim", false), shape("Kim", true));
        assert_eq!(shape("1,200", false), shape("12,345", false));
    }

    #[test]
    fn features_of_other_kinds_differ() {
        let keys: Vec<u32> = (0..FEATURES as u64).map(|kind| key(kind, 7, 0)).collect();
        assert!((1..keys.len()).all(|i| !keys[..i].contains(&keys[i])));
        assert_ne!(key(6, 1, 2), key(6, 2, 1));
    }
}
