//! Web and mail addresses, which are one token each.

use super::is_space;

/// Knows where the next mail address can stand: words elsewhere are spared the search.
pub(super) struct Addresses<'t> {
    text: &'t str,
    /// The next `@`, at the text's end where there is none, and where the characters
    /// in a row begin that it stands in.
    sign: usize,
    start: usize,
}

impl<'t> Addresses<'t> {
    pub(super) fn new(text: &'t str, from: usize) -> Self {
        let mut addresses = Self { text, sign: 0, start: 0 };
        addresses.go_on(from);
        addresses
    }

    /// Whether a mail address can begin at `at`; places are asked for in order.
    #[inline]
    pub(super) fn is_near(&mut self, at: usize) -> bool {
        if at > self.sign {
            self.go_on(at);
        }
        at >= self.start
    }

    fn go_on(&mut self, at: usize) {
        let rest = &self.text[at..];
        (self.sign, self.start) = (usize::MAX, usize::MAX);
        if let Some(sign) = memchr::memchr(b'@', rest.as_bytes()) {
            let row = rest[..sign].char_indices().rev().find(|&(_, c)| ends(c));
            self.sign = at + sign;
            self.start = at + row.map_or(0, |(i, c)| i + c.len_utf8());
        }
    }
}

/// Whether no address goes on past this character.
fn ends(c: char) -> bool {
    is_space(c) || matches!(c, '<' | '>' | '"' | '”')
}

/// Bytes of a web or mail address at the start of `rest`; mail addresses where `is_near` alone.
pub(super) fn address_len(rest: &str, is_near: bool) -> Option<usize> {
    let is_web = ["http://", "https://", "www."].iter().any(|start| rest.starts_with(start));
    if !is_web && !is_near {
        return None;
    }
    let word = &rest[..rest.find(ends).unwrap_or(rest.len())];
    let is_mail = |(user, host): (&str, &str)| !user.is_empty() && host.contains('.');
    (is_web || word.split_once('@').is_some_and(is_mail))
        .then(|| word.trim_end_matches(['.', ',', ')', ';', ':', '!', '?']).len())
        .filter(|&len| len > 0)
}
