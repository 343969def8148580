//! What bytes can be in a text, eight at a time.

use super::super::spellings;
use super::super::tokens::Letters;

/// What a byte is at the start of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    /// White space, and what prints nothing.
    Space,
    /// The end of a line.
    Line,
    /// An ASCII letter or digit.
    Letter,
    /// A mark that can join two parts of a word.
    Joint,
    /// Any other mark of ASCII: it ends every word.
    Mark,
    /// A byte of a character beyond ASCII.
    Wide,
}

/// The kinds of all bytes.
pub(super) const KINDS: [Kind; 256] = {
    let mut kinds = [Kind::Wide; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'\n' => Kind::Line,
            0..=b' ' | 0x7f => Kind::Space,
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Kind::Letter,
            b'-' | b'\'' | b'&' | b'.' | b',' | b':' | b'/' => Kind::Joint,
            _ => Kind::Mark,
        };
        byte += 1;
    }
    kinds
};

/// The highest bit of each of eight bytes.
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Letters and digits at the start of eight bytes of text.
struct Chunk {
    /// How many there are.
    len: usize,
    /// They in lower case, the first lowest; zeros after them.
    lower: u64,
    /// The highest bit of each capital letter's byte.
    capitals: u64,
    /// The same of small letters.
    small: u64,
    /// The same of digits.
    digits: u64,
}

impl Chunk {
    #[inline]
    fn at(bytes: &[u8], at: usize) -> Self {
        let word = match bytes.get(at..at + 8) {
            Some(eight) => spellings::head(eight),
            // Zeros are no letters, so the text's end ends the word.
            None => spellings::head(bytes.get(at..).unwrap_or_default()),
        };
        // Each byte without its highest bit plus so much that this bit is set from the
        // wanted character on: no byte carries into the next.
        let from = |bytes: u64, first: u8| {
            (bytes & !HIGH).wrapping_add(u64::from(0x80 - first) * 0x0101_0101_0101_0101)
        };
        let folded = word | 0x2020_2020_2020_2020;
        let letters = from(folded, b'a') & !from(folded, b'z' + 1);
        let digits = from(word, b'0') & !from(word, b'9' + 1);
        let stops = !(letters | digits) | word;
        let len = (stops & HIGH).trailing_zeros() / 8;
        // All bits below the first byte that is neither, twice shifted lest it be by 64.
        let within = !((u64::MAX << (4 * len)) << (4 * len));
        let letters = letters & within & HIGH;
        // The bit that tells small letters from capitals, moved to the highest.
        let small = letters & word << 2;
        // Digits have that bit as well.
        let lower = folded & within;
        let (capitals, digits) = (letters & !small, digits & within & HIGH);
        Self { len: len as usize, lower, capitals, small, digits }
    }
}

/// The ASCII letters and digits in a row at one place of a text.
pub(super) struct Run {
    /// How many there are.
    pub(super) len: usize,
    /// The first eight of them in lower case, as [`spellings::head`] has them.
    pub(super) head: u64,
    /// How its letters are written.
    pub(super) letters: Letters,
    /// Whether the first is a capital.
    pub(super) capital: bool,
    /// Whether the first is a small letter and there are capitals after it.
    pub(super) is_mixed: bool,
}

impl Run {
    /// The run at `at`, where a letter or digit stands.
    #[inline]
    pub(super) fn at(bytes: &[u8], at: usize) -> Self {
        let first = Chunk::at(bytes, at);
        let mut len = first.len;
        let mut capitals = first.capitals & !0x80;
        let (mut small, mut digits) = (first.small, first.digits);
        let mut full = len == 8;
        while full {
            let next = Chunk::at(bytes, at + len);
            len += next.len;
            capitals |= next.capitals;
            small |= next.small;
            digits |= next.digits;
            full = next.len == 8;
        }
        let capital = first.capitals & 0x80 != 0;
        let letters = if digits != 0 {
            Letters::Other
        } else if capitals == 0 && (!capital || small != 0) {
            if capital { Letters::Title } else { Letters::Small }
        } else if capital && small == 0 {
            Letters::Capitals
        } else {
            Letters::Other
        };
        let is_mixed = first.small & 0x80 != 0 && capitals != 0;
        Self { len, head: first.lower, letters, capital, is_mixed }
    }
}

/// How a word that is not empty is written.
pub(super) fn letters(word: &[u8]) -> Letters {
    let small = word[1..].iter().all(u8::is_ascii_lowercase);
    match word[0] {
        b'a'..=b'z' if small => Letters::Small,
        b'A'..=b'Z' if small && word.len() > 1 => Letters::Title,
        b'A'..=b'Z' if word[1..].iter().all(u8::is_ascii_uppercase) => Letters::Capitals,
        _ => Letters::Other,
    }
}

/// The letters of a word, lower-cased, without allocation for common lengths.
pub(in crate::text) struct Lower {
    buffer: [u8; Lower::MAX],
    len: usize,
}

impl Lower {
    // 48: twice the longest word form in the tag list, 24 bytes.
    pub(super) const MAX: usize = 48;

    /// `word` in lower case with straight apostrophes; `None` when too long.
    pub(in crate::text) fn new(word: &str) -> Option<Self> {
        let mut lower = Self { buffer: [0; Self::MAX], len: 0 };
        if word.len() > Self::MAX {
            return None;
        }
        if word.is_ascii() {
            lower.buffer[..word.len()].copy_from_slice(word.as_bytes());
            lower.buffer[..word.len()].make_ascii_lowercase();
            lower.len = word.len();
            return Some(lower);
        }
        for c in word.chars() {
            match c {
                '’' => lower.push('\''),
                _ if c.is_ascii() => lower.push(c.to_ascii_lowercase()),
                _ => c.to_lowercase().try_for_each(|l| lower.push(l)),
            }?;
        }
        Some(lower)
    }

    fn push(&mut self, c: char) -> Option<()> {
        let room = self.buffer.get_mut(self.len..self.len + c.len_utf8())?;
        self.len += c.encode_utf8(room).len();
        Some(())
    }

    pub(in crate::text) fn as_bytes(&self) -> &[u8] {
        &self.buffer[..self.len]
    }

    pub(in crate::text) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_as_characters_have_it() {
        for byte in 0..128_u8 {
            let c = char::from(byte);
            let kind = KINDS[usize::from(byte)];
            let is_space = matches!(kind, Kind::Space | Kind::Line);
            assert_eq!(is_space, c.is_whitespace() || c.is_control(), "{c:?}");
            assert_eq!(kind == Kind::Letter, c.is_alphanumeric(), "{c:?}");
        }
    }

    #[test]
    fn runs_end_where_letters_and_digits_do() {
        for first in 1..=255_u8 {
            for len in 0..20 {
                let mut bytes = b"aBcDeFgH1jKlMnOpQrStUv"[..len].to_vec();
                bytes.push(first);
                bytes.extend(b"x-y z");
                let run = Run::at(&bytes, 0);
                let is_in = |b: &u8| b.is_ascii_alphanumeric();
                assert_eq!(run.len, bytes.iter().take_while(|b| is_in(b)).count());
                let lower = bytes[..run.len].to_ascii_lowercase();
                assert_eq!(run.head, spellings::head(&lower));
            }
        }
    }

    #[test]
    fn runs_tell_how_they_are_written() {
        let letters = |word: &str| {
            let run = Run::at(word.as_bytes(), 0).letters;
            assert_eq!(run, super::letters(word.as_bytes()), "{word}");
            run
        };
        for word in ["a", "said", "spokesman", "misunderstandings"] {
            assert_eq!(letters(word), Letters::Small, "{word}");
        }
        for word in ["Kim", "Spokesman", "Massachusetts"] {
            assert_eq!(letters(word), Letters::Title, "{word}");
        }
        for word in ["A", "KCNA", "WASHINGTON", "ABCDEFGH"] {
            assert_eq!(letters(word), Letters::Capitals, "{word}");
        }
        for word in ["McCain", "iPhone", "ABCDEFGHi", "abcdefghI", "Abcdefgh1", "1", "ABC1", "TVs"]
        {
            assert_eq!(letters(word), Letters::Other, "{word}");
        }
    }
}
