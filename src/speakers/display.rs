//! How names and descriptions are written in a row.

use crate::blocks;

/// `words` with each run of white space as one space.
pub(super) fn spaced(words: &str) -> String {
    let bytes = words.as_bytes();
    // A space that does not break is 0xC2 0xA0.
    let is_odd = |byte: u8, next: u8| {
        (byte == b'\n')
            | (byte == b'\t')
            | (byte == b' ') & (next == b' ')
            | (byte == 0xC2) & (next == 0xA0)
    };
    if !matches!(bytes, [.., b'\n' | b'\t']) && !blocks::any_pair(bytes, is_odd) {
        return words.to_owned();
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `word` with a capital first letter.
pub(super) fn capital_first(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `words` with a small first letter.
pub(super) fn lower_first(words: &str) -> String {
    let mut chars = words.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_runs_become_one_space() {
        assert_eq!(spaced("Gov.\u{a0}Mike  Pence"), "Gov. Mike Pence");
    }

    #[test]
    fn only_the_first_letter_becomes_small() {
        assert_eq!(lower_first("Aides to Mr. Romney"), "aides to Mr. Romney");
    }
}
