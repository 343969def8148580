//! Tables that stand in the binary as they are used.
//!
//! What the rules in the binary say is known when it is built. The build script writes it
//! as numbers, the lowest byte of each first, and they are read where they are: a program
//! that starts has nothing to unpack or to copy, and takes memory for what it looks at.
//! There are no pointers in them, which a program that may stand anywhere in memory has
//! to put right before it starts. What is read from the files of a directory is the same
//! type, with bytes of its own.

use std::borrow::Cow;
use std::fmt::Debug;

/// What stands in tables: so many bytes.
pub(crate) trait Plain: Copy {
    /// Its bytes.
    type Bytes: Copy + Debug + PartialEq + 'static;

    /// What these bytes say.
    fn of(bytes: &Self::Bytes) -> Self;

    /// The bytes that say it.
    fn bytes(self) -> Self::Bytes;

    /// Bytes that follow one another, by what they are of.
    fn parts(bytes: &[u8]) -> &[Self::Bytes];

    /// Adds its bytes to a file.
    #[cfg(not(packed))]
    fn write(bytes: &Self::Bytes, file: &mut Vec<u8>);
}

macro_rules! numbers {
    ($($type:ty)*) => {$(
        impl Plain for $type {
            type Bytes = [u8; size_of::<Self>()];

            #[inline(always)]
            fn of(bytes: &Self::Bytes) -> Self {
                Self::from_le_bytes(*bytes)
            }

            fn bytes(self) -> Self::Bytes {
                self.to_le_bytes()
            }

            fn parts(bytes: &[u8]) -> &[Self::Bytes] {
                bytes.as_chunks().0
            }

            #[cfg(not(packed))]
            fn write(bytes: &Self::Bytes, file: &mut Vec<u8>) {
                file.extend(bytes);
            }
        }
    )*};
}

numbers!(u16 i16 u32 i32 u64 f32);

/// Several numbers in turn.
impl<T: Plain, const N: usize> Plain for [T; N] {
    type Bytes = [T::Bytes; N];

    #[inline(always)]
    fn of(bytes: &Self::Bytes) -> Self {
        bytes.each_ref().map(T::of)
    }

    fn bytes(self) -> Self::Bytes {
        self.map(T::bytes)
    }

    fn parts(bytes: &[u8]) -> &[Self::Bytes] {
        T::parts(bytes).as_chunks().0
    }

    #[cfg(not(packed))]
    fn write(bytes: &Self::Bytes, file: &mut Vec<u8>) {
        bytes.iter().for_each(|part| T::write(part, file));
    }
}

/// Makes a type one that stands in tables as several numbers.
macro_rules! plain {
    ($type:ty: $numbers:ty, $of:expr, $from:expr) => {
        impl $crate::text::flat::Plain for $type {
            type Bytes = <$numbers as $crate::text::flat::Plain>::Bytes;

            #[inline(always)]
            fn of(bytes: &Self::Bytes) -> Self {
                let of: fn($numbers) -> Self = $of;
                of(<$numbers as $crate::text::flat::Plain>::of(bytes))
            }

            fn bytes(self) -> Self::Bytes {
                let from: fn(Self) -> $numbers = $from;
                $crate::text::flat::Plain::bytes(from(self))
            }

            fn parts(bytes: &[u8]) -> &[Self::Bytes] {
                <$numbers as $crate::text::flat::Plain>::parts(bytes)
            }

            #[cfg(not(packed))]
            fn write(bytes: &Self::Bytes, file: &mut Vec<u8>) {
                <$numbers as $crate::text::flat::Plain>::write(bytes, file);
            }
        }
    };
}

/// A table in the binary, or one of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Flat<T: Plain>(Cow<'static, [T::Bytes]>);

impl<T: Plain> Default for Flat<T> {
    fn default() -> Self {
        Self(Cow::Borrowed(&[]))
    }
}

impl<T: Plain> FromIterator<T> for Flat<T> {
    fn from_iter<I: IntoIterator<Item = T>>(elements: I) -> Self {
        Self(elements.into_iter().map(T::bytes).collect())
    }
}

impl<T: Plain> Flat<T> {
    /// The table that the build script has put into a file.
    pub(crate) fn packed(bytes: &'static [u8]) -> Self {
        Self(Cow::Borrowed(T::parts(bytes)))
    }

    /// The table of these bytes.
    pub(crate) fn of_bytes(bytes: Cow<'static, [u8]>) -> Self {
        match bytes {
            Cow::Borrowed(bytes) => Self::packed(bytes),
            Cow::Owned(bytes) => Self(Cow::Owned(T::parts(&bytes).to_vec())),
        }
    }

    /// Whether it stands in the binary.
    pub(crate) fn is_packed(&self) -> bool {
        matches!(self.0, Cow::Borrowed([_, ..]))
    }

    /// So many times the same.
    pub(crate) fn filled(len: usize, element: T) -> Self {
        Self(vec![element.bytes(); len].into())
    }

    /// How many there are.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// One of them.
    #[inline(always)]
    pub(crate) fn at(&self, at: usize) -> T {
        T::of(&self.0[at])
    }

    /// One of them, if there are so many.
    #[inline(always)]
    pub(crate) fn get(&self, at: usize) -> Option<T> {
        self.0.get(at).map(T::of)
    }

    /// All as they stand there.
    #[inline(always)]
    pub(crate) fn all_bytes(&self) -> &[T::Bytes] {
        &self.0
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = T> {
        self.0.iter().map(T::of)
    }

    /// Puts another in the place of one.
    pub(crate) fn set(&mut self, at: usize, element: T) {
        self.0.to_mut()[at] = element.bytes();
    }

    /// Adds one.
    pub(crate) fn push(&mut self, element: T) {
        self.0.to_mut().push(element.bytes());
    }

    /// Cuts it off there, or adds the same until there are so many.
    pub(crate) fn resize(&mut self, len: usize, element: T) {
        self.0.to_mut().resize(len, element.bytes());
    }
}

/// Texts by number: their letters one after another, and where each ends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    letters: Cow<'static, str>,
    ends: Flat<u32>,
}

impl Texts {
    /// Those that the build script has put into two files.
    pub(crate) fn packed(letters: &'static str, ends: &'static [u8]) -> Self {
        Self { letters: letters.into(), ends: Flat::packed(ends) }
    }

    /// Writes the files that [`packed`](Self::packed) takes.
    #[cfg(not(packed))]
    pub(crate) fn pack(&self, packing: &mut Packing, [letters, ends]: [&'static str; 2]) {
        packing.bytes(letters, self.letters.as_bytes());
        packing.table(ends, &self.ends);
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One of them.
    pub(crate) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends.at(before));
        &self.letters[start as usize..self.ends.at(at) as usize]
    }

    /// Adds one.
    pub(crate) fn push(&mut self, text: &str) {
        self.letters.to_mut().push_str(text);
        self.ends.push(self.letters.len() as u32);
    }
}

/// The bytes that the build script has put into a file.
#[cfg(packed)]
macro_rules! packed {
    ($file:literal) => {{
        // Elements of 16, 32 and 64 bytes do not lie across lines of the cache.
        #[repr(align(64))]
        struct Aligned<B: ?Sized>(B);
        const BYTES: &Aligned<[u8]> =
            &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/", $file)));
        let bytes: &'static [u8] = &BYTES.0;
        bytes
    }};
}

/// The same as text.
#[cfg(packed)]
macro_rules! packed_text {
    ($file:literal) => {
        include_str!(concat!(env!("OUT_DIR"), "/", $file))
    };
}

/// The build script has nothing but what it writes.
#[cfg(not(packed))]
macro_rules! packed {
    ($file:literal) => {
        &[]
    };
}

/// As [`packed`].
#[cfg(not(packed))]
macro_rules! packed_text {
    ($file:literal) => {
        ""
    };
}

pub(crate) use {packed, packed_text, plain};

/// The files that go into the binary, by name.
#[cfg(not(packed))]
#[derive(Debug, Default)]
pub struct Packing(pub Vec<(&'static str, Vec<u8>)>);

#[cfg(not(packed))]
impl Packing {
    /// Adds a table.
    pub(crate) fn table<T: Plain>(&mut self, name: &'static str, table: &Flat<T>) {
        let mut file = Vec::new();
        table.0.iter().for_each(|bytes| T::write(bytes, &mut file));
        self.0.push((name, file));
    }

    /// Adds bytes as they are.
    pub(crate) fn bytes(&mut self, name: &'static str, bytes: &[u8]) {
        self.0.push((name, bytes.to_vec()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Copy, Debug, Default, PartialEq)]
    struct Pair {
        long: u64,
        short: u32,
    }

    plain! {
        Pair: [u32; 3],
        |[low, high, short]| Self { long: u64::from(low) | u64::from(high) << 32, short },
        |Self { long, short }| [long as u32, (long >> 32) as u32, short]
    }

    #[test]
    fn a_table_gives_back_what_it_was_given() {
        let pair = |n: u64| Pair { long: n << 40 | 7, short: !n as u32 };
        let mut table: Flat<Pair> = (0..3).map(pair).collect();
        table.push(pair(9));
        table.set(1, Pair::default());
        table.resize(5, pair(4));
        let want = [pair(0), Pair::default(), pair(2), pair(9), pair(4)];
        assert!(table.iter().eq(want));
        assert_eq!((table.len(), table.at(3), table.get(5)), (5, pair(9), None));
    }

    #[test]
    fn texts_are_told_apart_by_their_ends() {
        let mut texts = Texts::packed("aé", &[1, 0, 0, 0, 3, 0, 0, 0]);
        ["", "bc"].into_iter().for_each(|text| texts.push(text));
        let all: Vec<&str> = (0..texts.len()).map(|at| texts.get(at)).collect();
        assert_eq!(all, ["a", "é", "", "bc"]);
    }

    #[test]
    fn bytes_in_the_binary_are_numbers() {
        let table = Flat::<[u16; 2]>::packed(&[1, 0, 2, 0, 0, 3, 4, 0]);
        assert!(table.iter().eq([[1, 2], [0x300, 4]]));
        assert!(Flat::<f32>::packed(&[0, 0, 0x80, 0x3f]).iter().eq([1.0]));
    }
}
