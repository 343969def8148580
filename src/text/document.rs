//! An article's text, read once: tokens with their sentences, paragraphs,
//! quotation marks, tags and lemmas.

use super::{Lexicon, Token, TokenRange};

/// A sentence: its tokens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sentence {
    /// Its tokens, final marks included.
    pub tokens: TokenRange,
}

/// A paragraph: a line of text with anything on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its tokens.
    pub tokens: TokenRange,
    /// Whether it is a scraping fault (a link, a login line, a byline), not prose.
    pub noise: bool,
}

/// A quotation by its place in [`Document::quotations`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuotationIx(pub u32);

impl QuotationIx {
    /// Outside all quotation marks.
    pub const NONE: QuotationIx = QuotationIx(u32::MAX);
}

/// Text in outer quotation marks, within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to past the closing one; to past the paragraph's
    /// last token where the mark is never closed.
    pub tokens: TokenRange,
    /// Whether it has its closing mark.
    pub closed: bool,
    /// Whether the next paragraph's first quotation goes on with it.
    pub continues: bool,
}

/// An article's text as the rules see it.
#[derive(Debug, Default)]
pub struct Document<'t> {
    /// The text.
    pub text: &'t str,
    /// All tokens.
    pub tokens: Vec<Token>,
    /// All sentences.
    pub sentences: Vec<Sentence>,
    /// All paragraphs that hold tokens.
    pub paragraphs: Vec<Paragraph>,
    /// All outermost quotations, in text order.
    pub quotations: Vec<Quotation>,
}

impl<'t> Document<'t> {
    /// Reads `text` from byte `body` on; offsets count from the text's start.
    pub fn read(text: &'t str, _body: usize, _lexicon: &Lexicon) -> Self {
        Self { text, ..Self::default() }
    }

    /// The words of a token range, as printed.
    pub fn words(&self, range: TokenRange) -> &'t str {
        if range.is_empty() {
            return "";
        }
        let first = self.tokens[range.start as usize].span.start as usize;
        let last = self.tokens[range.end as usize - 1].span.end as usize;
        &self.text[first..last]
    }
}
