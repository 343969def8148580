//! What goes into a row's columns: its id, its type, its joined pieces.

use crate::text::Span;
use memchr::{memchr2_iter, memchr3_iter};
use std::borrow::Cow;
use xxhash_rust::xxh3::xxh3_64;

/// Stands between the pieces of a quote.
pub const PIECE_JOINT: &str = " … ";

const QUOTATION_MARKS: [char; 10] = ['“', '”', '"', '«', '»', '„', '‘', '‚', '‹', '›'];

/// Sixteen hex digits from the article's id and the quote's pieces (in code
/// points): the same on every run and machine.
///
/// ```
/// use whosaid::{output::quote_id, text::Span};
///
/// let id = quote_id("2026-02/17", &[Span::new(12, 80)]);
/// assert_eq!(id.len(), 16);
/// assert_ne!(id, quote_id("2026-02/18", &[Span::new(12, 80)]));
/// ```
pub fn quote_id(article_id: &str, quote: &[Span]) -> String {
    // 128 bytes hold an id and some pieces: short of that nothing is allocated.
    let mut bytes = [0; 128];
    let length = article_id.len() + 1 + 8 * quote.len();
    if length > bytes.len() {
        return hex(xxh3_64(&identifying(article_id, quote).collect::<Vec<u8>>()));
    }
    let (id, places) = bytes[..length].split_at_mut(article_id.len());
    id.copy_from_slice(article_id.as_bytes());
    for (place, span) in places[1..].chunks_exact_mut(8).zip(quote) {
        place[..4].copy_from_slice(&span.start.to_le_bytes());
        place[4..].copy_from_slice(&span.end.to_le_bytes());
    }
    hex(xxh3_64(&bytes[..length]))
}

/// What a quote's id is made of.
fn identifying(article_id: &str, quote: &[Span]) -> impl Iterator<Item = u8> {
    let places = quote.iter().flat_map(|span| [span.start, span.end]);
    article_id.bytes().chain([0]).chain(places.flat_map(u32::to_le_bytes))
}

/// Sixteen digits.
fn hex(number: u64) -> String {
    let mut digits = [0; 16];
    for (i, digit) in digits.iter_mut().enumerate() {
        *digit = DIGITS[(number >> (60 - 4 * i)) as usize & 15];
    }
    std::str::from_utf8(&digits).expect("digits are ASCII").to_owned()
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// The pieces of a quote (in bytes of `text`) as the `quote` column has them.
pub fn join_pieces(text: &str, quote: &[Span]) -> String {
    match quote {
        [one] => one.of(text).trim().to_owned(),
        pieces => {
            let pieces: Vec<&str> = pieces.iter().map(|s| s.of(text).trim()).collect();
            pieces.join(PIECE_JOINT)
        }
    }
}

/// `direct` when the quote (in bytes of `text`) begins and ends with a
/// quotation mark, `mixed` when it holds one, else `indirect`.
pub fn quote_type(text: &str, quote: &[Span]) -> &'static str {
    let doubled = quote.iter().any(|s| has_doubled(s.of(text)));
    if !doubled && !quote.iter().any(|s| has_mark(s.of(text))) {
        return "indirect";
    }
    let mut all: Cow<'_, str> = match quote {
        [one] => one.of(text).into(),
        pieces => pieces.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ").into(),
    };
    if doubled {
        all = all.replace("''", "\"").replace("``", "\"").into();
    }
    let all = all.trim();
    let end = all.trim_end_matches([' ', '.', ',']);
    // ’ is an apostrophe first; it closes only what ‘ opened.
    let closes = end.ends_with(QUOTATION_MARKS) || (all.starts_with('‘') && end.ends_with('’'));
    if all.starts_with(QUOTATION_MARKS) && closes { "direct" } else { "mixed" }
}

/// Whether one of the [`QUOTATION_MARKS`] stands in a piece.
fn has_mark(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    // The first bytes of all the marks there are.
    memchr3_iter(b'"', 0xC2, 0xE2, bytes).any(|i| {
        matches!(
            bytes[i..],
            [b'"', ..]
                | [0xC2, 0xAB | 0xBB, ..]
                | [0xE2, 0x80, 0x98 | 0x9A | 0x9C..=0x9E | 0xB9 | 0xBA, ..]
        )
    })
}

/// Whether a mark is made of two others.
fn has_doubled(piece: &str) -> bool {
    let bytes = piece.as_bytes();
    memchr2_iter(b'\'', b'`', bytes).any(|i| bytes.get(i + 1) == Some(&bytes[i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_of(text: &str) -> &'static str {
        quote_type(text, &[Span::new(0, text.len())])
    }

    #[test]
    fn marks_at_both_ends_make_a_quote_direct() {
        for text in ["“We are ready.”", "\"Yes\",", "''No deal,'' ", "«Non»", "‘Leave it,’"]
        {
            assert_eq!(type_of(text), "direct", "{text}");
        }
    }

    #[test]
    fn marks_inside_make_a_quote_mixed() {
        for text in ["Seoul must “leave us alone.”", "“no reason” to wait", "a ‘fair’ deal"]
        {
            assert_eq!(type_of(text), "mixed", "{text}");
        }
    }

    #[test]
    fn an_apostrophe_is_no_quotation_mark() {
        assert_eq!(type_of("it’s the country's choice"), "indirect");
    }

    #[test]
    fn pieces_in_marks_are_one_direct_quote() {
        let text = "“We are ready,” Kim said, “for war.”";
        let second = text.rfind('“').unwrap();
        let pieces = [Span::new(0, text.find(" Kim").unwrap()), Span::new(second, text.len())];
        assert_eq!(quote_type(text, &pieces), "direct");
        assert_eq!(join_pieces(text, &pieces), "“We are ready,” … “for war.”");
    }

    #[test]
    fn every_mark_is_seen_and_nothing_else() {
        for c in ('\u{1}'..='\u{FFFF}').chain(['👉']) {
            let text = format!("a{c}b");
            assert_eq!(has_mark(&text), QUOTATION_MARKS.contains(&c), "{c:?}");
        }
    }

    #[test]
    fn a_doubled_mark_is_one_mark_within_a_piece_alone() {
        assert_eq!(type_of("``Yes''"), "direct");
        assert_eq!(type_of("it's a ''deal'' now"), "mixed");
        assert_eq!(quote_type("its''", &[Span::new(0, 4), Span::new(4, 5)]), "indirect");
    }

    #[test]
    fn a_quote_id_stays_the_same_between_releases() {
        assert_eq!(quote_id("a", &[Span::new(0, 5), Span::new(9, 12)]), "038b3ad6ba3d2e1e");
        for length in 100..140 {
            let id = "a".repeat(length);
            let bytes = [id.as_bytes(), &[0, 3, 1, 0, 0, 4, 1, 0, 0]].concat();
            let expected = format!("{:016x}", xxh3_64(&bytes));
            assert_eq!(quote_id(&id, &[Span::new(259, 260)]), expected);
        }
    }
}
