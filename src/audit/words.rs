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
/// A word is what stands between white space and has a letter or a digit in it. A straight
/// mark opens before the first of these and closes behind it. Single marks are not looked at:
/// an apostrophe looks the same. Of a direct quote every word is in marks, seen or not.
pub(super) fn count(quote: &str, is_direct: bool, list: &FxHashSet<String>) -> Words {
    let mut words = Words::default();
    let mut is_open = false;
    for piece in quote.split_whitespace() {
        let has_word = piece.contains(char::is_alphanumeric);
        let mut is_word = false;
        for c in piece.chars() {
            match c {
                '“' | '„' | '«' => is_open = true,
                '”' | '»' => is_open = false,
                '"' if has_word => is_open = !is_word,
                '"' => is_open = !is_open,
                c if !is_word && c.is_alphanumeric() => {
                    is_word = true;
                    words.all += 1;
                    let is_in_marks = is_open || is_direct;
                    words.in_marks += u32::from(is_in_marks);
                    words.has_listed |= !is_in_marks && is_listed(piece, list);
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
        let words = count(quote, false, &FxHashSet::default());
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
    fn straight_marks_open_before_words_and_close_behind_them() {
        assert_eq!(numbers("to talk,\" Kim said, \"but not now"), (7, 3), "the first is not seen");
        assert_eq!(numbers("\"We are ready. \"But not (\"now.\") Soon."), (7, 6));
        assert_eq!(numbers("he \" was ready \" then"), (4, 2), "marks apart take turns");
    }

    #[test]
    fn a_direct_quote_is_in_marks_as_a_whole() {
        let list = ["said".to_owned()].into_iter().collect();
        let words = count("‘Moon said so’", true, &list);
        assert_eq!(words, Words { all: 3, in_marks: 3, has_listed: false });
    }

    #[test]
    fn what_is_told_again_is_seen_outside_marks_alone() {
        let list = ["said".to_owned()].into_iter().collect();
        let has = |quote| count(quote, false, &list).has_listed;
        assert!(has("that Moon had (Said) so"));
        assert!(has("what he said “is mine”"));
        assert!(!has("“Moon said so”") && !has("an unsaid thing"));
    }
}
