//! Words that firms and outlets alone write so: two words as one.

use super::Lexicon;

impl Lexicon {
    /// Whether the word joins two, each with its capital: "InsideSources", "FedEx"; not
    /// "McCain" or "DeMint", whose first part is in `words/surname-openers.txt`.
    pub(crate) fn joins_words(&self, word: &str) -> bool {
        let small =
            |(i, c): &(usize, char)| if *i == 0 { c.is_uppercase() } else { c.is_lowercase() };
        let second = word.char_indices().find(|c| !small(c));
        let Some((cut, _)) = second.filter(|(cut, c)| *cut > 1 && c.is_uppercase()) else {
            return false;
        };
        let first = self.id(&word[..cut].to_lowercase());
        !self.list("surname-openers").is_some_and(|list| self.is_in(first, list))
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::RuleSet;

    #[test]
    fn a_surname_joins_no_words() {
        let rules = RuleSet::embedded().unwrap();
        for word in ["InsideSources", "FedEx", "BuzzFeed"] {
            assert!(rules.lexicon.joins_words(word), "{word}");
        }
        for word in ["McCain", "MacArthur", "DeMint", "Seoul", "KCNA", "iPhone", "TVs", ""] {
            assert!(!rules.lexicon.joins_words(word), "{word}");
        }
    }
}
