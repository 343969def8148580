//! What goes into a row's columns: its id, its type, its joined pieces.

use crate::text::Span;
use xxhash_rust::xxh3::Xxh3;

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
    let mut hash = Xxh3::new();
    hash.update(article_id.as_bytes());
    hash.update(&[0]);
    for span in quote {
        hash.update(&span.start.to_le_bytes());
        hash.update(&span.end.to_le_bytes());
    }
    format!("{:016x}", hash.digest())
}

/// The pieces of a quote (in bytes of `text`) as the `quote` column has them.
pub fn join_pieces(text: &str, quote: &[Span]) -> String {
    let pieces: Vec<&str> = quote.iter().map(|s| s.of(text).trim()).collect();
    pieces.join(PIECE_JOINT)
}

/// `direct` when the quote (in bytes of `text`) begins and ends with a
/// quotation mark, `mixed` when it holds one, else `indirect`.
pub fn quote_type(text: &str, quote: &[Span]) -> &'static str {
    let pieces: Vec<&str> = quote.iter().map(|s| s.of(text)).collect();
    let all = pieces.join(" ").replace("''", "\"").replace("``", "\"");
    let all = all.trim();
    if !all.contains(QUOTATION_MARKS) {
        return "indirect";
    }
    let end = all.trim_end_matches([' ', '.', ',']);
    // ’ is an apostrophe first; it closes only what ‘ opened.
    let closes = end.ends_with(QUOTATION_MARKS) || (all.starts_with('‘') && end.ends_with('’'));
    if all.starts_with(QUOTATION_MARKS) && closes { "direct" } else { "mixed" }
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
    fn a_quote_id_stays_the_same_between_releases() {
        assert_eq!(quote_id("a", &[Span::new(0, 5), Span::new(9, 12)]), "038b3ad6ba3d2e1e");
    }
}
