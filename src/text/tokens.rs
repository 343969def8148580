//! Text to tokens.

use super::{QuotationIx, Span, Tag, WordId};

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
    /// Its sentence's place in the document.
    pub sentence: u32,
    /// Its paragraph's place in the document.
    pub paragraph: u32,
    /// The quotation it stands in, its marks included.
    pub quotation: QuotationIx,
}
