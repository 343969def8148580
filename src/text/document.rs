//! An article's text, read once: tokens with their sentences, paragraphs,
//! quotation marks, tags and lemmas.

use super::scanner::Scanner;
use super::sentences::Splitter;
use super::{Lexicon, ListId, Span, Tag, Token, TokenRange, WordId, marks, sentences, tagger};

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
    /// Whether the quotation that follows at once goes on with it.
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
    pub fn read(text: &'t str, body: usize, lexicon: &Lexicon) -> Self {
        let mut document = Self::untagged(text, body, lexicon);
        document.tag(lexicon);
        document
    }

    /// The second half of [`Document::read`]: gives each token its tag.
    pub fn tag(&mut self, lexicon: &Lexicon) {
        tagger::tag(self.text, lexicon, &mut self.tokens, &self.sentences);
    }

    /// The first half of [`Document::read`]: no tags but those that the scanner is sure of.
    pub fn untagged(text: &'t str, body: usize, lexicon: &Lexicon) -> Self {
        let mut document = Self { text, ..Self::default() };
        // 5: about what an English token and its space take, so the vector seldom grows.
        document.tokens.reserve((text.len() - body) / 5);
        Scanner::new(lexicon).scan(text, body, &mut document.tokens);
        sentences::paragraphs(&document.tokens, &mut document.paragraphs);
        sentences::mark_noise(lexicon, &document.tokens, &mut document.paragraphs);
        marks::pair(
            text,
            lexicon,
            &mut document.tokens,
            &document.paragraphs,
            &mut document.quotations,
        );
        Splitter::new(lexicon).split(
            text,
            &mut document.tokens,
            &document.paragraphs,
            &mut document.sentences,
        );
        document
    }

    /// The words of a token range, as printed.
    pub fn words(&self, range: TokenRange) -> &'t str {
        self.span(range).of(self.text)
    }

    /// The bytes of a token range.
    pub fn span(&self, range: TokenRange) -> Span {
        if range.is_empty() {
            return Span::default();
        }
        let first = self.tokens[range.start as usize].span;
        let last = self.tokens[range.end as usize - 1].span;
        Span { start: first.start, end: last.end }
    }

    /// The tokens of the sentence that holds token `i`.
    pub fn sentence_of(&self, i: usize) -> TokenRange {
        self.sentences[self.tokens[i].sentence as usize].tokens
    }

    /// The tokens of the paragraph that holds token `i`.
    pub fn paragraph_of(&self, i: usize) -> TokenRange {
        self.paragraphs[self.tokens[i].paragraph as usize].tokens
    }

    /// The quotation that holds token `i`, if any; none past the last token.
    pub fn quotation_of(&self, i: usize) -> Option<&Quotation> {
        self.quotations.get(self.tokens.get(i)?.quotation.0 as usize)
    }

    /// The title in quotation marks that opens at token `i`, marks included: “Face
    /// the Nation”. All its longer words have a capital.
    pub fn title_at(&self, i: usize) -> Option<TokenRange> {
        // 6: longer quotations are what is said; 4: "the", "of" and "and" may be small.
        const WORDS: usize = 6;
        const LONG: usize = 4;
        let quotation = self.quotation_of(i).filter(|q| q.tokens.start as usize == i)?;
        let words = quotation.tokens.iter().filter(|&k| self.tokens[k].tag != Tag::Punct);
        let is_capital = |k: usize| self.tokens[k].capital;
        let titled = |k: usize| is_capital(k) || self.tokens[k].span.len() < LONG;
        let count = words.clone().count();
        let ends = words.clone().next().is_some_and(is_capital)
            && words.clone().next_back().is_some_and(is_capital);
        (quotation.closed && count <= WORDS && ends && words.clone().all(titled))
            .then_some(quotation.tokens)
    }

    /// Whether a paragraph begins at token `i`, or the text ends there.
    pub fn is_paragraph_start(&self, i: usize) -> bool {
        i == 0 || i >= self.tokens.len() || self.tokens[i].paragraph != self.tokens[i - 1].paragraph
    }

    /// The end of the longest entry of `list` that starts at token `i`.
    #[inline]
    pub fn list_match(&self, lexicon: &Lexicon, list: ListId, i: usize) -> Option<usize> {
        list_match(lexicon, &self.tokens, list, i, self.tokens.len())
    }
}

/// The end of the longest entry of `list` that starts at token `i` and ends
/// before token `end`.
#[inline]
pub(super) fn list_match(
    lexicon: &Lexicon,
    tokens: &[Token],
    list: ListId,
    i: usize,
    end: usize,
) -> Option<usize> {
    let first = tokens.get(i)?.word;
    let (alone, begins) = lexicon.lists.is_in_or_begins(first, list);
    let phrase = begins.then(|| phrase_match(lexicon, tokens, list, i, end)).flatten();
    phrase.or(alone.then_some(i + 1))
}

/// The same of entries of several words alone.
#[inline(never)]
fn phrase_match(
    lexicon: &Lexicon,
    tokens: &[Token],
    list: ListId,
    i: usize,
    end: usize,
) -> Option<usize> {
    let after = tokens.get(i + 1..end)?;
    let mut entries = lexicon.phrases(tokens[i].word).iter().filter(|(of, _)| *of == list);
    let fits = |rest: &[WordId]| {
        rest.len() <= after.len() && rest.iter().zip(after).all(|(w, t)| *w == t.word)
    };
    entries.find(|(_, rest)| fits(rest)).map(|(_, rest)| i + 1 + rest.len())
}
