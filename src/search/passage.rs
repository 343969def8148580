//! The words of an article around a quote.
//!
//! Takes an article's text and a row; gives the lines in which the quote stands, and where
//! in them. Places in rows count code points, those given count bytes.

use crate::input::Article;
use crate::output::join_pieces;
use crate::rows::{Field, Row};
use crate::text::Span;
use std::ops::Range;

/// What is shown of a line before and after the quote, in bytes: an article may be one line.
const AROUND: usize = 300;
/// Stands where a line is cut.
const CUT: &str = "…";

/// Some lines of an article with a quote in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passage {
    /// The lines; a long one is cut before and after the quote.
    pub text: String,
    /// The quote's pieces, in bytes of it.
    pub quote: Vec<Range<usize>>,
}

impl Passage {
    /// The lines around the row's quote; `None` where the quote does not stand at its place,
    /// as in another text than the row was made from.
    ///
    /// ```
    /// use whosaid::{input::Article, rows::{Field, Row}, search::Passage};
    ///
    /// let text = "Seoul.\n\n“No,” said Kim.\n".into();
    /// let article = Article { text, ..Article::default() };
    /// let row = Row::of(&[(Field::Quote, "“No,”"), (Field::Spans, "quote=8-13 cue=14-18")]);
    /// let passage = Passage::of(&article, &row).unwrap();
    /// assert_eq!(passage.text, "“No,” said Kim.");
    /// assert_eq!(&passage.text[passage.quote[0].clone()], "“No,”");
    /// ```
    pub fn of(article: &Article, row: &Row) -> Option<Self> {
        let (article, body) = (&*article.text, article.body);
        let pieces = pieces(article, row)?;
        if join_pieces(article, &pieces) != row.get(Field::Quote) {
            return None;
        }
        let (first, last) = (pieces.first()?.start as usize, pieces.last()?.end as usize);
        let from = article[..first].rfind('\n').map_or(0, |i| i + 1);
        // A header may stand in the line of the article's first words.
        let from = if body <= first { from.max(body) } else { from };
        let to = article[last..].find('\n').map_or(article.len(), |i| last + i);
        let start = cut_before(article, from, first);
        let end = cut_after(article, last, to);
        let lead = if start > from { format!("{CUT} ") } else { String::new() };
        let tail = if end < to { format!(" {CUT}") } else { String::new() };
        let moved = |piece: &Span| {
            let at = |byte: u32| byte as usize - start + lead.len();
            at(piece.start)..at(piece.end)
        };
        let quote = pieces.iter().map(moved).collect();
        Some(Self { text: format!("{lead}{}{tail}", &article[start..end]), quote })
    }
}

/// The quote's pieces in bytes of the article.
fn pieces(article: &str, row: &Row) -> Option<Vec<Span>> {
    let spans = row.get(Field::Spans).split(' ').find_map(|part| part.strip_prefix("quote="));
    let points: Vec<(usize, usize)> = match spans {
        Some(spans) => {
            spans.split(';').map(|s| numbers(s.split_once('-')?)).collect::<Option<_>>()?
        }
        None => vec![numbers((row.get(Field::Start), row.get(Field::End)))?],
    };
    let mut last = 0;
    let ordered = |&(start, end): &(usize, usize)| {
        let is = last <= start && start < end;
        last = end;
        is
    };
    if points.is_empty() || !points.iter().all(ordered) {
        return None;
    }
    let mut places = article.char_indices().map(|(byte, _)| byte).chain([article.len()]);
    let (mut next, mut spans) = (0, Vec::new());
    let mut byte = |point: usize| {
        // A piece may begin where the one before it ends.
        let byte = places.nth(point - next);
        next = point + 1;
        byte
    };
    let mut end: Option<(usize, usize)> = None;
    for (first, last) in points {
        let start = match end {
            Some((point, byte)) if point == first => byte,
            _ => byte(first)?,
        };
        let stop = byte(last)?;
        end = Some((last, stop));
        spans.push(Span::new(start, stop));
    }
    Some(spans)
}

fn numbers((start, end): (&str, &str)) -> Option<(usize, usize)> {
    Some((start.parse().ok()?, end.parse().ok()?))
}

/// Where to begin: `from`, or before a word not far before `first`.
fn cut_before(text: &str, from: usize, first: usize) -> usize {
    if first - from <= AROUND {
        return from;
    }
    let near = boundary(text, first - AROUND);
    text[near..first].find(char::is_whitespace).map_or(first, |i| near + i + 1)
}

/// Where to end: `to`, or behind a word not far behind `last`.
fn cut_after(text: &str, last: usize, to: usize) -> usize {
    if to - last <= AROUND {
        return to;
    }
    let near = boundary(text, last + AROUND);
    text[last..near].rfind(char::is_whitespace).map_or(last, |i| last + i)
}

/// The last place between characters that is not behind this byte.
fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte).rev().find(|&byte| text.is_char_boundary(byte)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(text: &str) -> Article {
        Article { text: text.into(), ..Article::default() }
    }

    fn passage(text: &str, quote: &str, spans: &str) -> Option<(String, Vec<String>)> {
        let row = Row::of(&[(Field::Quote, quote), (Field::Spans, spans)]);
        let Passage { text, quote } = Passage::of(&article(text), &row)?;
        let pieces = quote.into_iter().map(|range| text[range].to_owned()).collect();
        Some((text, pieces))
    }

    #[test]
    fn lines_that_the_pieces_stand_in_are_shown() {
        let text = "é.\n“One,” Kim said.\n“Two.”\nAnd then.";
        let (shown, pieces) = passage(text, "“One,” … “Two.”", "quote=3-9;20-26").unwrap();
        assert_eq!(shown, "“One,” Kim said.\n“Two.”");
        assert_eq!(pieces, ["“One,”", "“Two.”"]);
    }

    #[test]
    fn pieces_may_touch() {
        let text = "ab cd";
        assert_eq!(passage(text, "a … b", "quote=0-1;1-2").unwrap().1, ["a", "b"]);
    }

    #[test]
    fn without_spans_start_and_end_do() {
        let row = Row::of(&[(Field::Quote, "no"), (Field::Start, "3"), (Field::End, "5")]);
        assert_eq!(Passage::of(&article("He no."), &row).map(|p| p.quote[0].clone()), Some(3..5));
    }

    #[test]
    fn a_header_in_the_same_line_is_left_out() {
        let article = Article { body: 5, ..article("2026 He said no.") };
        let row = |quote: &str, spans| Row::of(&[(Field::Quote, quote), (Field::Spans, spans)]);
        let text = |row: Row| Passage::of(&article, &row).map(|p| p.text);
        assert_eq!(text(row("no", "quote=13-15")).as_deref(), Some("He said no."));
        assert_eq!(text(row("2026", "quote=0-4")).as_deref(), Some("2026 He said no."));
    }

    #[test]
    fn a_quote_of_another_text_has_no_passage() {
        assert_eq!(passage("He said no.", "yes", "quote=8-10"), None);
        for spans in ["quote=8-99", "quote=9-8", "quote=", "quote=x-y", "", "quote=8-10;2-4"] {
            assert_eq!(passage("He said no.", "no", spans), None, "{spans}");
        }
    }

    #[test]
    fn a_long_line_is_cut_at_words() {
        let text = format!("{}no {}", "né ".repeat(400), "bé ".repeat(400));
        let (shown, pieces) = passage(&text, "no", "quote=1200-1202").unwrap();
        assert_eq!(pieces, ["no"]);
        assert!(shown.starts_with("… né né") && shown.ends_with("bé bé …"), "{shown}");
        assert!(shown.len() < 2 * AROUND + 20);
    }
}
