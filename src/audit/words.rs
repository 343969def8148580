//! The words of a quote, which of them stand in quotation marks, and whether it tells again
//! what somebody else said.

use rustc_hash::FxHashSet;

/// What is seen in a quote's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// How many there are.
    pub(super) all: u32,
    /// How many of them begin between double quotation marks.
    pub(super) in_marks: u32,
    /// Whether one of the others is in the list.
    pub(super) has_listed: bool,
}

/// Counts a quote's words.
///
/// A word is what stands between white space and has a letter or a digit in it. Single marks
/// are not looked at: an apostrophe looks the same.
pub(super) fn count(quote: &str, list: &FxHashSet<String>) -> Words {
    let mut words = Words::default();
    let mut is_open = false;
    for piece in quote.split_whitespace() {
        let mut is_word = false;
        for c in piece.chars() {
            match c {
                '“' | '„' | '«' => is_open = true,
                '”' | '»' => is_open = false,
                '"' => is_open = !is_open,
                c if !is_word && c.is_alphanumeric() => {
                    is_word = true;
                    words.all += 1;
                    words.in_marks += u32::from(is_open);
                    words.has_listed |= !is_open && is_listed(piece, list);
                }
                _ => {}
            }
        }
    }
    words
}

fn is_listed(piece: &str, list: &FxHashSet<String>) -> bool {
    let word = piece.trim_matches(|c: char| !c.is_alphanumeric());
    if word.chars().any(char::is_uppercase) {
        return list.contains(&word.to_lowercase());
    }
    list.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(quote: &str) -> (u32, u32) {
        let words = count(quote, &FxHashSet::default());
        (words.all, words.in_marks)
    }

    #[test]
    fn words_have_a_letter_or_a_digit() {
        assert_eq!(numbers("well-known — 3 of them … don’t"), (5, 0));
        assert_eq!(numbers(""), (0, 0));
    }

    #[test]
    fn words_in_marks_are_told_apart() {
        assert_eq!(numbers("the U.S. \"gangster-like.\""), (3, 1));
        assert_eq!(numbers("“We are ready,” … “but not now.”"), (6, 6));
        assert_eq!(numbers("Seoul’s “most hostile” entity"), (4, 2));
    }

    #[test]
    fn what_is_told_again_is_seen_outside_marks_alone() {
        let list = ["said".to_owned()].into_iter().collect();
        let has = |quote| count(quote, &list).has_listed;
        assert!(has("that Moon had (Said) so"));
        assert!(has("what he said “is mine”"));
        assert!(!has("“Moon said so”") && !has("an unsaid thing"));
    }
}
