//! Text to tokens: words, numbers and marks, with their bytes.
//!
//! Clitics are tokens of their own ("did|n't", "Kim|'s"), hyphenated words are
//! one, an abbreviation keeps its dot ("Mr.", "U.S."). Every mark gets one
//! canonical word: any dash `—`, any opening double mark `“`, any closing one
//! `”`, so that rules need not know typography. Straight double marks stay `"`
//! until [`super::marks`] has paired them.

use super::scanner::{Scanner, canonical};
use super::{Lexicon, QuotationIx, Span, Tag, WordId};

/// Where a token stands to the outer quotation marks around it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mark {
    /// Outside quotation marks.
    #[default]
    Outside,
    /// An outer opening mark.
    Open,
    /// Between the marks.
    Inside,
    /// An outer closing mark.
    Close,
}

/// How a word's letters are written, as far as it is told at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Letters {
    /// All small: "said".
    Small,
    /// A capital, then small ones: "Kim".
    Title,
    /// All capitals: "KCNA", "I".
    Capitals,
    /// Otherwise, or with other characters between: "McCain", "COVID-19", "é".
    #[default]
    Other,
}

impl Letters {
    /// How many there are.
    pub(super) const COUNT: usize = 4;
}

/// A word or mark of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its bytes.
    pub span: Span,
    /// Its lower-cased form.
    pub word: WordId,
    /// Its lemma, as its tag has it.
    pub lemma: WordId,
    /// Its part of speech.
    pub tag: Tag,
    /// Where it stands to quotation marks.
    pub mark: Mark,
    /// Whether it begins with a capital letter.
    pub capital: bool,
    /// How its letters are written.
    pub(super) letters: Letters,
    /// Its sentence's place in the document.
    pub sentence: u32,
    /// Its paragraph's place in the document.
    pub paragraph: u32,
    /// The quotation it stands in, its marks included.
    pub quotation: QuotationIx,
}

/// Appends the tokens of a text that stands alone: words and marks, without tags or sentences.
pub(crate) fn scan(text: &str, lexicon: &Lexicon, tokens: &mut Vec<Token>) {
    Scanner::new(lexicon).scan(text, 0, tokens);
}

/// The words that `written` is as text, each spelt as rules know it: so what a
/// rule file writes meets what an article holds.
pub(crate) fn spell(written: &str, lexicon: &Lexicon) -> Vec<String> {
    // Most entries: no scan gives other words.
    if written.bytes().all(|b| b.is_ascii_lowercase() || b == b' ') {
        return written.split_ascii_whitespace().map(str::to_owned).collect();
    }
    let lower = |word: &str| word.to_lowercase().replace('’', "'");
    let scanner = Scanner::new(lexicon);
    let whole = lower(written);
    if scanner.is_clitic(lexicon.id(&whole)) {
        return vec![whole];
    }
    let mut tokens = Vec::new();
    scanner.scan(written, 0, &mut tokens);
    let words = tokens.iter().map(|t| t.span.of(written));
    words.map(|word| canonical(word).map_or_else(|| lower(word), str::to_owned)).collect()
}
