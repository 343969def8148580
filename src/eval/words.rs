//! The words of a text, and spans as sets of them.
//!
//! Takes spans in code points. Gives [`WordSet`]s, so that a quotation mark or
//! a comma at an edge costs nothing, and what a span looks like: its
//! [`QuoteType`], its [`MentionType`].
//!
//! # Why English words stand in this file
//!
//! They are part of how the figures are defined: a quote's leading "that" does
//! not count, "he" is a pronoun. Were they rule data, editing the rules would
//! move the figures of rows that have not changed.

use crate::output::{CodePoints, PIECE_JOINT};
use crate::text::Span;
use regex::Regex;
use std::sync::LazyLock;

// Letters and numbers as Python's `[^\W_]` has them: no combining marks.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*").expect("the pattern is fixed")
});

const QUOTATION_MARKS: [char; 6] = ['“', '”', '"', '«', '»', '„'];
const PRONOUNS: [&str; 11] =
    ["he", "she", "they", "it", "i", "we", "you", "who", "his", "her", "their"];
const INDEFINITE: [&str; 2] = ["a", "an"];
const LEADING: &str = "that";

/// Numbers of words in a text, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordSet(Vec<u32>);

impl WordSet {
    fn of(mut words: Vec<u32>) -> Self {
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the word is in it.
    pub fn contains(&self, word: u32) -> bool {
        self.0.binary_search(&word).is_ok()
    }

    /// How many words both hold.
    pub fn common(&self, other: &Self) -> usize {
        self.0.iter().filter(|&&word| other.contains(word)).count()
    }

    /// The words of this that the other lacks.
    pub fn without(&self, other: &Self) -> Self {
        Self(self.0.iter().copied().filter(|&word| !other.contains(word)).collect())
    }

    /// The words in any of the sets.
    pub fn union<'s>(sets: impl IntoIterator<Item = &'s Self>) -> Self {
        Self::of(sets.into_iter().flat_map(|set| set.0.iter().copied()).collect())
    }
}

/// Whether a quote stands in quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum QuoteType {
    /// It begins and ends with a mark.
    Direct,
    /// It holds one.
    Mixed,
    /// It holds none.
    Indirect,
}

impl QuoteType {
    /// All types, in the order of reports.
    pub const ALL: [Self; 3] = [Self::Direct, Self::Mixed, Self::Indirect];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        ["direct", "mixed", "indirect"][self as usize]
    }
}

/// What a speaker mention looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MentionType {
    /// It holds a name.
    Name,
    /// A description: "the former president", "officials".
    Nominal,
    /// There is none.
    None,
    /// One pronoun.
    Pronoun,
}

impl MentionType {
    /// All types, in the order of reports.
    pub const ALL: [Self; 4] = [Self::Name, Self::Nominal, Self::None, Self::Pronoun];

    /// The name in reports.
    pub fn name(self) -> &'static str {
        ["name", "nominal", "none", "pronoun"][self as usize]
    }
}

/// A text made ready for comparing spans of it.
#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    /// Where each code point begins, in bytes, and where the text ends.
    starts: Vec<u32>,
    /// The words, in code points.
    words: Vec<Span>,
}

impl<'t> Words<'t> {
    /// Finds the words of `text`.
    pub fn new(text: &'t str) -> Self {
        let points = CodePoints::new(text);
        let word = |m: regex::Match<'_>| points.span(Span::new(m.start(), m.end()));
        let ends = std::iter::once(text.len());
        let starts = text.char_indices().map(|(byte, _)| byte).chain(ends);
        Self {
            text,
            starts: starts.map(|byte| byte as u32).collect(),
            words: WORD.find_iter(text).map(word).collect(),
        }
    }

    /// The text of a span; what lies past the end is cut off.
    pub fn text(&self, span: Span) -> &'t str {
        let byte = |point: u32| self.starts[(point as usize).min(self.starts.len() - 1)] as usize;
        self.text.get(byte(span.start)..byte(span.end)).unwrap_or_default()
    }

    /// Whether a span lies in the text.
    pub fn holds(&self, span: Span) -> bool {
        span.start <= span.end && (span.end as usize) < self.starts.len()
    }

    /// The words that a span touches, as a range of their numbers.
    fn touched(&self, span: Span) -> std::ops::Range<u32> {
        let first = self.words.partition_point(|word| word.end <= span.start);
        let last = self.words.partition_point(|word| word.start < span.end);
        first as u32..last as u32
    }

    /// The words in any of the spans.
    pub fn of(&self, spans: &[Span]) -> WordSet {
        WordSet::of(spans.iter().flat_map(|&span| self.touched(span)).collect())
    }

    /// The words of a quote: each piece's leading "that" is left out.
    pub fn of_quote(&self, pieces: &[Span]) -> WordSet {
        let piece = |&span: &Span| {
            let mut range = self.touched(span);
            if range.len() > 1 && self.is_leading(range.start) {
                range.start += 1;
            }
            range
        };
        WordSet::of(pieces.iter().flat_map(piece).collect())
    }

    fn is_leading(&self, word: u32) -> bool {
        self.text(self.words[word as usize]).to_lowercase() == LEADING
    }

    fn joined(&self, spans: &[Span], joint: &str) -> String {
        spans.iter().map(|&span| self.text(span)).collect::<Vec<_>>().join(joint)
    }

    /// The spans on one line, for people.
    pub fn show(&self, spans: &[Span]) -> String {
        self.joined(spans, PIECE_JOINT).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How the pieces of a quote stand in quotation marks.
    pub fn quote_type(&self, pieces: &[Span]) -> QuoteType {
        let text = self.joined(pieces, " ");
        let text = text.trim_matches(is_space).replace("''", "\"").replace("``", "\"");
        if !text.contains(QUOTATION_MARKS) {
            return QuoteType::Indirect;
        }
        let closes = text.trim_end_matches([' ', '.', ',']).ends_with(QUOTATION_MARKS);
        if text.starts_with(QUOTATION_MARKS) && closes {
            QuoteType::Direct
        } else {
            QuoteType::Mixed
        }
    }

    /// What a speaker mention looks like.
    pub fn mention_type(&self, spans: &[Span]) -> MentionType {
        let text = self.joined(spans, " ");
        let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
        let Some((first, rest)) = words.split_first() else { return MentionType::None };
        let lower = first.to_lowercase();
        if rest.is_empty() && PRONOUNS.contains(&&*lower) {
            return MentionType::Pronoun;
        }
        let looked_at = if rest.is_empty() { &words } else { rest };
        let has_capital = looked_at.iter().any(|word| word.starts_with(char::is_uppercase));
        if has_capital && !INDEFINITE.contains(&&*lower) {
            MentionType::Name
        } else {
            MentionType::Nominal
        }
    }
}

/// White space as the figures count it: with the four separators of ASCII.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> [Span; 1] {
        [Span::new(0, text.chars().count())]
    }

    fn words(text: &str) -> Vec<&str> {
        let index = Words::new(text);
        index.words.iter().map(|&word| index.text(word)).collect()
    }

    #[test]
    fn a_word_is_letters_digits_and_inner_apostrophes() {
        let got = words("Kim’s “co-op’s” 3.5 'tis x_y naïve 北京");
        assert_eq!(got, ["Kim’s", "co", "op’s", "3", "5", "tis", "x", "y", "naïve", "北京"]);
    }

    #[test]
    fn a_combining_mark_ends_a_word() {
        assert_eq!(words("cafe\u{301}s"), ["cafe", "s"]);
    }

    #[test]
    fn a_span_holds_every_word_it_touches() {
        let index = Words::new("“é” one, two three");
        let touched = |start, end| index.of(&[Span::new(start, end)]).0;
        assert_eq!(touched(0, 4), [0]);
        assert_eq!(touched(5, 11), [1, 2]);
        assert_eq!(touched(7, 8), [0; 0]);
        assert_eq!(touched(10, 10), [2], "a point inside a word touches it");
        assert_eq!(touched(13, 999), [3]);
    }

    #[test]
    fn each_piece_loses_its_leading_that() {
        let text = "that one That two that";
        let index = Words::new(text);
        let pieces = [Span::new(0, 8), Span::new(9, 17), Span::new(18, 22)];
        assert_eq!(index.of_quote(&pieces).0, [1, 3, 4]);
    }

    #[test]
    fn types_of_quotes() {
        let type_of = |text: &str| Words::new(text).quote_type(&all(text)).name();
        for text in ["“Yes.”", "``Yes,'' ", " “Yes” .,", "«Oui»"] {
            assert_eq!(type_of(text), "direct", "{text}");
        }
        for text in ["Seoul must “leave”", "“no” way", "''"] {
            assert_eq!(type_of(text), if text == "''" { "direct" } else { "mixed" }, "{text}");
        }
        assert_eq!(type_of("it’s ‘fine’"), "indirect");
    }

    #[test]
    fn types_of_mentions() {
        let type_of = |text: &str| Words::new(text).mention_type(&all(text)).name();
        assert_eq!(
            [" ", "They", "Kim", "the Kremlin"].map(type_of),
            ["none", "pronoun", "name", "name"]
        );
        let nominal = ["officials", "The officials", "A Kremlin aide", "the “Kremlin”"];
        assert_eq!(nominal.map(type_of), ["nominal"; 4]);
    }
}
