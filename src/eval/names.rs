//! Whether two names are of one speaker or source.
//!
//! A full name and a longer one with a title agree; a bare surname does not
//! pass for a full name.

use regex::Regex;
use std::sync::LazyLock;

// Letters and numbers, without the apostrophes that join words in a text.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}]+").expect("the pattern is fixed"));

/// Stand in names and tell none apart. Part of the figure's definition, as in
/// [`super::words`].
const EMPTY: [&str; 4] = ["a", "an", "the", "s"];

/// Whether `given` agrees with `gold`: equal words, or one's all stand in the
/// other's; a gold name of several words needs at least two of them.
pub fn same_name(gold: &str, given: &str) -> bool {
    let (gold, given) = (folded(gold), folded(given));
    if gold.is_empty() || given.is_empty() {
        return gold == given;
    }
    let stands_in = |a: &[String], b: &[String]| a.iter().all(|word| b.contains(word));
    stands_in(&gold, &given) || (stands_in(&given, &gold) && given.len() >= gold.len().min(2))
}

fn folded(name: &str) -> Vec<String> {
    let words = WORD.find_iter(name).map(|word| word.as_str().to_lowercase());
    words.filter(|word| !EMPTY.contains(&&**word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longer_forms_of_a_full_name_agree() {
        for given in
            ["Kim Jong-un", "North Korean leader Kim Jong Un", "the Kim Jong Un’s", "Jong Un"]
        {
            assert!(same_name("Kim Jong Un", given), "{given}");
        }
    }

    #[test]
    fn a_surname_does_not_pass_for_a_full_name() {
        assert!(!same_name("Kim Jong Un", "Kim"));
        assert!(same_name("Kim", "Kim Jong Un"));
        assert!(same_name("Pyongyang", "the Pyongyang"));
    }

    #[test]
    fn no_name_agrees_with_no_name_alone() {
        assert!(same_name("", "the"));
        assert!(!same_name("Kim", ""));
        assert!(!same_name("", "Kim"));
    }
}
