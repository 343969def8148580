//! Spellings that mean the same, and how much each word tells: what wordings are compared by.

use super::weights::TableError;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Spellings and what they are compared as (`variants.tsv`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Variants {
    /// By the first word: the other words, and the words in their place.
    by_first: FxHashMap<Box<str>, Vec<Variant>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Variant {
    rest: Box<[Box<str>]>,
    normal: Box<[Box<str>]>,
}

impl Variants {
    /// Adds a spelling: words with spaces between them; `-` stands for none.
    pub(super) fn add(&mut self, written: &str, normal: &str) {
        let mut words = written.split(' ').map(Box::from);
        let Some(first) = words.next() else { return };
        let rest = words.collect();
        let normal = normal.split(' ').filter(|w| *w != "-").map(Box::from).collect();
        let variants = self.by_first.entry(first).or_default();
        variants.push(Variant { rest, normal });
        // The longest is tried first.
        variants.sort_by_key(|v| std::cmp::Reverse(v.rest.len()));
    }

    /// What stands in place of the words that begin with `first`, and how many words after it
    /// are replaced too; `next(i)` is the word `i` places after it.
    pub fn of<'v, 'w>(
        &'v self,
        first: &str,
        next: impl Fn(usize) -> Option<&'w str>,
    ) -> Option<(&'v [Box<str>], usize)> {
        let fits =
            |v: &&Variant| v.rest.iter().enumerate().all(|(i, word)| next(i + 1) == Some(&**word));
        let found = self.by_first.get(first)?.iter().find(fits)?;
        Some((&found.normal, found.rest.len()))
    }
}

/// How much a word tells: the fewer sentences have it, the more.
///
/// In bits: −log₂ of the share of the sentences it stands in, after Spärck Jones, "A
/// Statistical Interpretation of Term Specificity", Journal of Documentation 28 (1972).
#[derive(Clone, Debug, Default)]
pub struct Information {
    sentences: u32,
    counts: FxHashMap<Box<str>, u32>,
}

impl Information {
    /// Of so many sentences, and how many of them have each word.
    pub fn new(sentences: u32, counts: impl IntoIterator<Item = (Box<str>, u32)>) -> Self {
        Self { sentences, counts: counts.into_iter().collect() }
    }

    /// Reads the table: `# sentences N`, then lines of a word and its count.
    ///
    /// # Errors
    /// At the first line that is neither.
    pub fn parse(text: &str) -> Result<Self, TableError> {
        let mut information = Self::default();
        for (i, line) in text.lines().enumerate() {
            let wrong = |what| TableError { line: i + 1, what };
            if let Some(count) = line.strip_prefix("# sentences ") {
                information.sentences =
                    count.parse().map_err(|_| wrong("has no number of sentences"))?;
            } else if !line.starts_with('#') && !line.is_empty() {
                let (word, count) = line.split_once('\t').ok_or(wrong("has no count"))?;
                let count = count.parse().map_err(|_| wrong("has no whole number as count"))?;
                information.counts.insert(word.into(), count);
            }
        }
        Ok(information)
    }

    /// In how many sentences the word stands, if the table has it.
    pub(super) fn count(&self, word: &str) -> Option<u32> {
        self.counts.get(word).copied()
    }

    /// What the word tells, in bits. A word that the table does not have is taken to stand in
    /// two sentences; without a table every word tells the same.
    pub fn bits(&self, word: &str) -> f32 {
        // 10: near what the middle word of the table that comes with the rules tells, 11.2.
        if self.sentences == 0 {
            return 10.0;
        }
        let count = self.count(word).unwrap_or(2).max(1);
        (self.sentences as f32 / count as f32).log2().max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_spelling_is_taken() {
        let mut variants = Variants::default();
        variants.add("per", "a");
        variants.add("per cent", "percent");
        variants.add("'s", "-");
        let of = |words: &[&'static str]| {
            let (normal, rest) = variants.of(words[0], |i| words.get(i).copied())?;
            Some((normal.join(" "), rest))
        };
        assert_eq!(of(&["per", "cent", "of"]), Some(("percent".into(), 1)));
        assert_eq!(of(&["per", "day"]), Some(("a".into(), 0)));
        assert_eq!(of(&["'s"]), Some((String::new(), 0)));
        assert_eq!(of(&["cent"]), None);
    }

    #[test]
    fn rare_words_tell_more() {
        let table = Information::parse("# Counts.\n# sentences 1024\nthe\t512\nwar\t8\n").unwrap();
        let bits = ["the", "war", "choosing"].map(|w| table.bits(w));
        assert_eq!(bits, [1.0, 7.0, 9.0]);
        assert_eq!(Information::parse("the\tmany").unwrap_err().line, 1);
    }
}
