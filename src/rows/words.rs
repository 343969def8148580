//! Word patterns as people type them: `nuclear*, denucleari*, hostile policy`.

use memchr::memmem;
use std::ops::Range;

/// A list of patterns; text matches where any of them does.
///
/// A pattern is one or more words that stand one after another; letters' case does not
/// matter; `*` at a word's end or start stands for the rest of it.
///
/// ```
/// use whosaid::rows::Patterns;
///
/// let topic = Patterns::parse("nuclear*, hostile policy").unwrap();
/// assert!(topic.matches("its Nuclear-armed neighbour"));
/// assert!(topic.matches("to end the hostile “policy”"));
/// assert!(!topic.matches("a policy that is hostile"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Patterns(Vec<Vec<Word>>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    letters: String,
    open_start: bool,
    open_end: bool,
}

/// A pattern that says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` has no words to look for")]
pub struct BadPattern(String);

impl Patterns {
    /// Reads patterns with commas between them.
    ///
    /// # Errors
    /// When one has no letters or digits in it.
    pub fn parse(text: &str) -> Result<Self, BadPattern> {
        text.split(',').map(pattern).collect::<Result<_, _>>().map(Self)
    }

    /// Whether this is one word, given in full, and the text is that word.
    pub(super) fn is_word(&self, text: &str) -> bool {
        let is = |w: &Word| !w.open_start && !w.open_end && w.letters.eq_ignore_ascii_case(text);
        matches!(&*self.0, [pattern] if matches!(&**pattern, [word] if is(word)))
    }

    /// Whether one of them stands in the text.
    pub fn matches(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let lower = text.to_lowercase();
        // Most texts have none of the first words' letters, and need not be cut into words.
        let may = |p: &Vec<Word>| memmem::find(lower.as_bytes(), p[0].letters.as_bytes()).is_some();
        if !self.0.iter().any(may) {
            return false;
        }
        let words: Vec<&str> = words(&lower).collect();
        self.0.iter().any(|pattern| stands_in(pattern, &words))
    }

    /// Where they stand in the text, in bytes, by their beginnings; places may overlap.
    ///
    /// ```
    /// use whosaid::rows::Patterns;
    ///
    /// let topic = Patterns::parse("hostile policy, nuclear*").unwrap();
    /// assert_eq!(topic.places("Nuclear: a hostile “policy”"), [0..7, 11..28]);
    /// ```
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        let begin = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
        let places: Vec<Range<usize>> =
            words(text).map(|word| begin(word)..begin(word) + word.len()).collect();
        let lower: Vec<String> = words(text).map(str::to_lowercase).collect();
        let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
        let mut found = Vec::new();
        for pattern in &self.0 {
            let fits = |(p, w): (&Word, &&str)| p.fits(w);
            let windows = lower.windows(pattern.len()).enumerate();
            let here = windows.filter(|(_, window)| pattern.iter().zip(*window).all(fits));
            found.extend(here.map(|(i, _)| places[i].start..places[i + pattern.len() - 1].end));
        }
        found.sort_by_key(|place| (place.start, place.end));
        found
    }
}

/// The words of a text: what stands between white space and marks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty())
}

fn stands_in(pattern: &[Word], words: &[&str]) -> bool {
    let fits = |(p, w): (&Word, &&str)| p.fits(w);
    words.windows(pattern.len()).any(|window| pattern.iter().zip(window).all(fits))
}

fn pattern(text: &str) -> Result<Vec<Word>, BadPattern> {
    let lower = text.to_lowercase();
    let mut found = Vec::new();
    for part in lower.split_whitespace() {
        let pieces: Vec<&str> = words(part).collect();
        for (i, piece) in pieces.iter().enumerate() {
            found.push(Word {
                letters: (*piece).to_owned(),
                open_start: i == 0 && part.starts_with('*'),
                open_end: i + 1 == pieces.len() && part.ends_with('*'),
            });
        }
    }
    if found.is_empty() { Err(BadPattern(text.trim().to_owned())) } else { Ok(found) }
}

impl Word {
    fn fits(&self, word: &str) -> bool {
        match (self.open_start, self.open_end) {
            (false, false) => word == self.letters,
            (false, true) => word.starts_with(&self.letters),
            (true, false) => word.ends_with(&self.letters),
            (true, true) => word.contains(&self.letters),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_unless_open() {
        let matches = |patterns: &str, text| Patterns::parse(patterns).unwrap().matches(text);
        assert!(matches("kim", "Mr. Kim’s sister"));
        assert!(!matches("kim", "Kimchi"));
        assert!(matches("kim*", "Kimchi"));
        assert!(matches("*chi", "Kimchi"));
        assert!(matches("U.S.", "the U.S. envoy"));
        assert!(matches("a, envoy", "the U.S. envoy"));
        assert!(!matches("us", "the U.S. envoy"));
    }

    #[test]
    fn a_pattern_without_words_is_an_error() {
        assert_eq!(Patterns::parse("kim, *"), Err(BadPattern("*".into())));
        assert!(Patterns::parse("").is_err());
    }
}
