//! Quotation marks to quotations: which mark opens, which closes, what goes on
//! in the next paragraph.
//!
//! A quotation never leaves its paragraph; one left unclosed goes on with the
//! next if that opens at once, as quotes over several paragraphs do, also where
//! a page has run its paragraphs together. Inside another, marks are part of
//! its words. Curly and angled marks say themselves which way they face, unless
//! their white space belies them; a straight one faces the way its white space says. Where a closing mark is
//! missing, the next opening one ends the quotation, or the paragraph does.

use super::{Lexicon, Paragraph};
use super::{Mark, Quotation, QuotationIx, Tag, Token, TokenRange, WordId};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Facing {
    Open,
    Close,
    Either,
}

/// The words of marks, looked up once.
struct Marks {
    open: WordId,
    close: WordId,
    straight: WordId,
    single_open: WordId,
    single: WordId,
}

/// Finds the quotations of each paragraph and marks their tokens.
pub(super) fn pair(
    text: &str,
    lexicon: &Lexicon,
    tokens: &mut [Token],
    paragraphs: &[Paragraph],
    quotations: &mut Vec<Quotation>,
) {
    let marks = Marks {
        open: lexicon.id("“"),
        close: lexicon.id("”"),
        straight: lexicon.id("\""),
        single_open: lexicon.id("‘"),
        single: lexicon.id("'"),
    };
    for paragraph in paragraphs {
        let first = quotations.len();
        pair_double(text, &marks, tokens, paragraph.tokens, quotations);
        if quotations.len() == first {
            pair_single(text, &marks, tokens, paragraph.tokens, quotations);
        }
    }
    for quotation in quotations.iter_mut().filter(|q| !q.closed) {
        let next = quotation.tokens.end as usize;
        quotation.continues = tokens.get(next).is_some_and(|t| t.mark == Mark::Open);
    }
}

fn pair_double(
    text: &str,
    marks: &Marks,
    tokens: &mut [Token],
    paragraph: TokenRange,
    quotations: &mut Vec<Quotation>,
) {
    let mut faces: Vec<(usize, Facing)> = Vec::new();
    for i in paragraph.iter() {
        if let Some(facing) = facing(text, marks, tokens, i) {
            faces.push((i, facing));
        }
    }
    // How many marks from here on can close: an opening mark inside an open
    // quotation is nested only if both can still be closed.
    let mut closers = faces.iter().filter(|f| f.1 != Facing::Open).count();
    let mut openers = faces.len() - closers;
    let mut open: Option<usize> = None;
    let mut depth = 0;
    for (i, facing) in faces {
        closers -= usize::from(facing != Facing::Open);
        openers -= usize::from(facing == Facing::Open);
        match (open, facing) {
            (None, Facing::Open | Facing::Either) => {
                open = Some(i);
                depth = 1;
            }
            (None, Facing::Close) => {}
            (Some(start), Facing::Open) => {
                if closers > openers + depth {
                    depth += 1;
                } else {
                    record(tokens, start, i, false, quotations);
                    open = Some(i);
                    depth = 1;
                }
            }
            (Some(start), Facing::Close | Facing::Either) => {
                depth -= 1;
                if depth == 0 {
                    record(tokens, start, i + 1, true, quotations);
                    open = None;
                }
            }
        }
    }
    if let Some(start) = open {
        record(tokens, start, paragraph.end as usize, false, quotations);
    }
}

/// Which way the double mark at token `i` faces; `None` for anything else, and
/// for inches.
#[inline]
fn facing(text: &str, marks: &Marks, tokens: &[Token], i: usize) -> Option<Facing> {
    let word = tokens[i].word;
    if tokens[i].tag != Tag::Punct || word == WordId::UNKNOWN {
        return None;
    }
    if word != marks.open && word != marks.close && word != marks.straight {
        return None;
    }
    let span = tokens[i].span;
    let before = text[..span.start as usize].chars().next_back();
    let after = text[span.end as usize..].chars().next();
    let space_before =
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '/'));
    let space_after = after.is_none_or(|c| c.is_whitespace() || ",.;:?!)]—–-".contains(c));
    Some(match (space_before, space_after) {
        // Typed the wrong way round: ”We are ready.“
        (true, false) if word == marks.close && before.is_none_or(|c| c == '\n') => Facing::Open,
        (false, true) if word == marks.open => Facing::Close,
        _ if word == marks.open => Facing::Open,
        _ if word == marks.close => Facing::Close,
        (true, false) => Facing::Open,
        (false, true) => Facing::Close,
        // A straight mark between letters: a missing space, mostly after it.
        (false, false) if before.is_some_and(|c| ",.?!".contains(c)) => Facing::Close,
        _ => Facing::Either,
    })
}

/// Single marks, where a paragraph has no double ones: ‘…’ or '…', both with
/// white space or a mark outside and a letter inside.
fn pair_single(
    text: &str,
    marks: &Marks,
    tokens: &mut [Token],
    paragraph: TokenRange,
    quotations: &mut Vec<Quotation>,
) {
    let mut open: Option<usize> = None;
    for i in paragraph.iter() {
        let word = tokens[i].word;
        if tokens[i].tag != Tag::Punct || word == WordId::UNKNOWN {
            continue;
        }
        if word != marks.single && word != marks.single_open {
            continue;
        }
        let span = tokens[i].span;
        let before = text[..span.start as usize].chars().next_back();
        let after = text[span.end as usize..].chars().next();
        let letter_after = after.is_some_and(char::is_alphanumeric);
        let opens = letter_after && before.is_none_or(|c| c.is_whitespace() || "([—–".contains(c));
        let closes = !letter_after && before.is_some_and(|c| !c.is_whitespace());
        match open {
            None if opens && after.is_some_and(|c| !c.is_ascii_digit()) => open = Some(i),
            Some(start) if closes && word == marks.single => {
                record(tokens, start, i + 1, true, quotations);
                open = None;
            }
            _ => {}
        }
    }
}

fn record(tokens: &mut [Token], start: usize, end: usize, closed: bool, out: &mut Vec<Quotation>) {
    let ix = QuotationIx(out.len() as u32);
    for token in &mut tokens[start..end] {
        token.mark = Mark::Inside;
        token.quotation = ix;
    }
    tokens[start].mark = Mark::Open;
    if closed {
        tokens[end - 1].mark = Mark::Close;
    }
    out.push(Quotation { tokens: TokenRange::new(start, end), closed, continues: false });
}

#[cfg(test)]
mod tests {
    use crate::text::{Document, LexiconBuilder};

    fn quotations(text: &str) -> Vec<&str> {
        let mut builder = LexiconBuilder::default();
        let clitics = builder.list("clitics").unwrap();
        for clitic in ["'s", "n't"] {
            let id = builder.intern(clitic);
            builder.entry(clitics, &[id]);
        }
        let lexicon = builder.build();
        let document = Document::read(text, 0, &lexicon);
        document.quotations.iter().map(|q| document.words(q.tokens)).collect()
    }

    #[test]
    fn nested_marks_stay_inside() {
        assert_eq!(quotations("“He said “no” to me,” Kim said."), ["“He said “no” to me,”"]);
    }

    #[test]
    fn a_missing_close_ends_at_the_next_opening() {
        assert_eq!(quotations("“One. “Two,” he said."), ["“One.", "“Two,”"]);
    }

    #[test]
    fn an_unclosed_mark_ends_with_its_paragraph() {
        assert_eq!(
            quotations("“One is here.\n“Two is there.”"),
            ["“One is here.", "“Two is there.”"]
        );
    }

    #[test]
    fn straight_marks_face_as_their_spaces_say() {
        assert_eq!(quotations("He is \"ready\" and \"able.\" So."), ["\"ready\"", "\"able.\""]);
    }

    #[test]
    fn inches_and_apostrophes_are_no_marks() {
        assert_eq!(quotations("The workers' 6'2\" leader isn't 'ready' yet."), ["'ready'"]);
    }
}
