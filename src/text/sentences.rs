//! Tokens to paragraphs and sentences.
//!
//! A sentence ends after `.`, `?`, `!` and what closes after them, inside
//! quotations too. A dot that belongs to an abbreviation ends one only where
//! the list `abbreviations-that-end` allows it and the next word is one that
//! begins sentences (a determiner, pronoun, preposition …) rather than names.

use super::{Lexicon, ListId, Paragraph, Sentence, Tag, TagSet, Token, TokenRange, WordId};

/// What can begin a sentence after an abbreviation with a capital letter.
const OPENERS: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::PRP,
    Tag::PRPS,
    Tag::IN,
    Tag::CC,
    Tag::RB,
    Tag::WRB,
    Tag::WP,
    Tag::EX,
    Tag::MD,
]);

/// A sentence's end is looked for past so many closing marks; more are no prose.
const MOST_CLOSERS: usize = 8;

/// Groups tokens by line; numbers in tokens are set already.
pub(super) fn paragraphs(tokens: &[Token], out: &mut Vec<Paragraph>) {
    let mut start = 0;
    for paragraph in tokens.chunk_by(|one, next| one.paragraph == next.paragraph) {
        let end = start + paragraph.len();
        out.push(Paragraph { tokens: TokenRange::new(start, end), noise: false });
        start = end;
    }
}

/// Marks the paragraphs that are scraping faults: an entry of `noise-openers`
/// at the start of a short line, symbols before it apart.
pub(super) fn mark_noise(lexicon: &Lexicon, tokens: &[Token], paragraphs: &mut [Paragraph]) {
    // 40: "👉 See also:" lines carry a headline; a longer line is prose.
    const LONGEST: usize = 40;
    let Some(list) = lexicon.list("noise-openers") else { return };
    for paragraph in paragraphs {
        let range = paragraph.tokens;
        let Some(first) = range.iter().find(|&i| tokens[i].tag != Tag::Punct) else { continue };
        paragraph.noise = range.len() <= LONGEST
            && super::document::list_match(lexicon, tokens, list, first, range.end as usize)
                .is_some();
    }
}

// 500 tokens: what is longer is no sentence that a reader would take in, and
// rules would search all of it for every cue.
const LONGEST: usize = 500;

/// The language's side of splitting.
pub(super) struct Splitter<'a> {
    lexicon: &'a Lexicon,
    ending: Option<ListId>,
    stop: WordId,
    dash: WordId,
    terminals: [WordId; 3],
    closers: [WordId; 5],
}

impl<'a> Splitter<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            ending: lexicon.list("abbreviations-that-end"),
            stop: lexicon.id("."),
            dash: lexicon.id("—"),
            terminals: ["?", "!", "..."].map(|w| lexicon.id(w)),
            closers: ["”", "\"", "'", ")", "]"].map(|w| lexicon.id(w)),
        }
    }

    /// Splits each paragraph and numbers its tokens' sentences.
    pub(super) fn split(
        &self,
        text: &str,
        tokens: &mut [Token],
        paragraphs: &[Paragraph],
        out: &mut Vec<Sentence>,
    ) {
        for paragraph in paragraphs {
            let (mut start, end) = (paragraph.tokens.start as usize, paragraph.tokens.end as usize);
            while start < end {
                let stop = self.sentence_end(text, &tokens[..end], start);
                let number = out.len() as u32;
                for token in &mut tokens[start..stop] {
                    token.sentence = number;
                }
                out.push(Sentence { tokens: TokenRange::new(start, stop) });
                start = stop;
            }
        }
    }

    /// The end of the sentence that begins at `start`, at the last of the tokens at most.
    fn sentence_end(&self, text: &str, tokens: &[Token], start: usize) -> usize {
        let most = tokens.len().min(start + LONGEST);
        let starts = |(i, pair): &(usize, &[Token])| {
            // A word ends a sentence only as an abbreviation before a capital.
            let [before, next] = pair else { return false };
            if before.tag == Tag::Punct {
                self.starts_after_mark(text, tokens, start, start + 1 + i)
            } else {
                next.capital
                    && next.span.start > before.span.end
                    && self.starts_after(before.word, next)
            }
        };
        let first = tokens[start..most].windows(2).enumerate().find(starts);
        first.map_or(most, |(i, _)| start + 1 + i)
    }

    /// Whether a sentence starts at a capital after this abbreviation, if it is one.
    fn starts_after(&self, abbreviation: WordId, next: &Token) -> bool {
        self.ending.is_some_and(|list| self.lexicon.is_in(abbreviation, list)) && self.opens(next)
    }

    /// Whether a new sentence starts at token `i` after a mark, the last one at `start`.
    fn starts_after_mark(&self, text: &str, tokens: &[Token], start: usize, i: usize) -> bool {
        let next = &tokens[i];
        let gap = next.span.start > tokens[i - 1].span.end;
        let mut last = i - 1;
        let first = start.max(i.saturating_sub(MOST_CLOSERS));
        while last > first && self.is_closer(&tokens[last]) && (gap || last < i - 1) {
            last -= 1;
        }
        let closed = last < i - 1;
        let end = &tokens[last];
        // A dash goes on with the sentence: “We are ready.” — Kim
        if end.word == WordId::UNKNOWN || next.word == self.dash {
            return false;
        }
        let lower = || next.span.of(text).starts_with(char::is_lowercase);
        if end.word == self.stop {
            // "end.Next": a space lost in scraping.
            let lost_space =
                !gap && next.capital && last > start && tokens[last - 1].tag != Tag::CD;
            return (gap && !(closed && lower()) && !self.is_closer(next)) || lost_space;
        }
        if self.terminals.contains(&end.word) {
            return gap && !lower() && !self.is_closer(next);
        }
        gap && next.capital && self.starts_after(end.word, next)
    }

    fn opens(&self, token: &Token) -> bool {
        self.lexicon.word(token.word).tags.first().is_some_and(|&t| OPENERS.has(t))
    }

    fn is_closer(&self, token: &Token) -> bool {
        token.word != WordId::UNKNOWN
            && self.closers.contains(&token.word)
            && token.mark != super::Mark::Open
    }
}
