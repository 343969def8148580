//! Places for what is made when it is first asked for.

use std::sync::OnceLock;

/// Some thousands of places, made by the chunk: a short text asks for few of them, and a
/// program that reads no more takes no memory for the others.
#[derive(Debug)]
pub(super) struct Places<T>(Vec<OnceLock<Box<Chunk<T>>>>);

type Chunk<T> = [OnceLock<T>; CHUNK];

/// Places of a chunk.
const CHUNK: usize = 64;

impl<T> Places<T> {
    /// At least so many.
    pub(super) fn new(count: usize) -> Self {
        Self(std::iter::repeat_with(OnceLock::new).take(count.div_ceil(CHUNK)).collect())
    }

    /// One of them.
    #[inline]
    pub(super) fn at(&self, at: usize) -> &OnceLock<T> {
        let chunk =
            self.0[at / CHUNK].get_or_init(|| Box::new(std::array::from_fn(|_| OnceLock::new())));
        &chunk[at % CHUNK]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_its_own() {
        let places = Places::new(CHUNK + 1);
        for at in [0, 1, CHUNK - 1, CHUNK] {
            assert_eq!(places.at(at).get_or_init(|| at), &at);
        }
        assert_eq!(places.at(1).get(), Some(&1));
        assert_eq!(places.at(2).get(), None);
    }
}
