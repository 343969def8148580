//! The parts of a person's name and how they are compared, wherever the name
//! stands: in an article's text, or in the rows of a whole run.

use super::vocabulary::Vocabulary;
use crate::text::{Document, TokenRange, WordId};

/// The words of a name, by their place.
pub(crate) trait NameWords {
    /// The word as written.
    fn text(&self, i: usize) -> &str;
    /// The word in the lexicon.
    fn word(&self, i: usize) -> WordId;
}

impl NameWords for Document<'_> {
    fn text(&self, i: usize) -> &str {
        self.tokens[i].span.of(self.text)
    }

    fn word(&self, i: usize) -> WordId {
        self.tokens[i].word
    }
}

/// What is compared of a person's name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parts {
    pub(crate) surname: usize,
    pub(crate) given: TokenRange,
    pub(crate) suffix: Option<usize>,
}

impl Parts {
    /// The parts of `name`, which is not empty.
    pub(crate) fn of(words: &Vocabulary<'_>, text: &impl NameWords, name: TokenRange) -> Self {
        let (start, mut end) = (name.start as usize, name.end as usize);
        // "Lord Kim", "Lord Kim of Busan".
        if name.len() > 1 && words.has(words.peer_titles, text.word(start)) {
            let given = TokenRange::new(start, start);
            return Self { surname: start + 1, given, suffix: None };
        }
        let mut suffix = None;
        while end - 1 > start && words.has(words.name_suffixes, text.word(end - 1)) {
            end -= 1;
            suffix = Some(end);
            if text.text(end - 1) == "," {
                end -= 1;
            }
        }
        if words.is_family_first(text, start, end) {
            Self { surname: start, given: TokenRange::new(start + 1, end), suffix }
        } else {
            Self { surname: end - 1, given: TokenRange::new(start, end - 1), suffix }
        }
    }
}

impl Vocabulary<'_> {
    /// Whether two given names may be one: "Liz" and "Elizabeth", "J." and "John".
    pub(crate) fn is_same_given(
        &self,
        (one, i): (&impl NameWords, usize),
        (other, j): (&impl NameWords, usize),
    ) -> bool {
        let (a, b) = (one.text(i), other.text(j));
        if is_initial(a) || is_initial(b) {
            return a.chars().next() == b.chars().next();
        }
        let (x, y) = (one.word(i), other.word(j));
        same_letters(a, b)
            || self.has_pair(self.nicknames, x, y)
            || self.has_pair(self.nicknames, y, x)
    }

    /// Whether a name's first word is the family's: "Kim Jong Un", "Cho Tae-yul",
    /// "Xi Jinping"; not "Duyeon Kim", "Lee Hamilton".
    pub(crate) fn is_family_first(&self, text: &impl NameWords, start: usize, end: usize) -> bool {
        let is = |list, i| self.has(list, text.word(i));
        let is_given = |i| is(self.male_names, i) || is(self.female_names, i);
        if end - start < 2 || !is(self.family_first, start) {
            return false;
        }
        let second = text.text(start + 1);
        match end - start {
            2 => {
                second.contains('-')
                    || !is_given(start) && !is_given(start + 1) && !is(self.family_first, start + 1)
            }
            3 => !is_given(start + 1) && !second.ends_with('.'),
            _ => false,
        }
    }
}

/// "J." or "J".
pub(crate) fn is_initial(word: &str) -> bool {
    word.len() <= 2 && word.trim_end_matches('.').len() == 1
}

/// Of each ASCII letter the small one, of each digit itself, of what else there is zero.
const LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut b = 0;
    while b < 128 {
        if (b as u8).is_ascii_alphanumeric() {
            letters[b] = (b as u8).to_ascii_lowercase();
        }
        b += 1;
    }
    letters
};

/// A number that names with the [`same_letters`] share, and hardly any others.
pub(crate) fn letters_key(name: &str) -> u64 {
    // The step of rustc-hash, letter by letter.
    let step = |key: u64, letter: u32| {
        (key.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0xF135_7AEA_2E62_A9C5)
    };
    if name.is_ascii() {
        let letters = name.bytes().map(|b| LETTERS[usize::from(b)]).filter(|&b| b != 0);
        return letters.fold(0, |key, b| step(key, b.into()));
    }
    let letters = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.fold(0, |key, c| step(key, c.into()))
}

/// Whether two names are the same but for case, hyphens, dots and spaces.
pub(crate) fn same_letters(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    if one.is_ascii() && other.is_ascii() {
        let mut other = other.bytes().filter(u8::is_ascii_alphanumeric);
        let mut one = one.bytes().filter(u8::is_ascii_alphanumeric);
        return one.all(|a| other.next().is_some_and(|b| a.eq_ignore_ascii_case(&b)))
            && other.next().is_none();
    }
    let mut a = one.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    let mut b = other.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    loop {
        match (a.next(), b.next()) {
            (None, None) => return true,
            (x, y) if x != y => return false,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_share_a_key_where_they_have_the_same_letters() {
        let odd = ["Kim", "kim", "K.I.M.", "Ki-m", "Kím", "KÍM", "Kimm", "", "-", "&", "İm", "ß 1"];
        for a in odd {
            for b in odd {
                let alike = letters_key(a) == letters_key(b);
                assert_eq!(alike, same_letters(a, b), "{a} {b}");
            }
        }
    }
}
