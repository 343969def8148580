//! The scanner as it is defined, character by character, for tests to compare with.

use super::{Letters, Lower, canonical, is_space};
use crate::text::{Lexicon, ListId, Mark, QuotationIx, Span, Tag, Token, WordId};

/// The scanner in the simple way.
pub(super) struct Scanner<'a> {
    lexicon: &'a Lexicon,
    abbreviations: Option<ListId>,
    clitics: Option<ListId>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            abbreviations: lexicon.list("abbreviations"),
            clitics: lexicon.list("clitics"),
        }
    }

    /// Appends the tokens of `text[from..]`; paragraphs are lines.
    pub(super) fn scan(&self, text: &str, from: usize, tokens: &mut Vec<Token>) {
        let mut at = from;
        let mut paragraph = 0;
        let mut empty = true;
        while let Some(c) = text[at..].chars().next() {
            if c == '\n' {
                if !empty {
                    paragraph += 1;
                    empty = true;
                }
                at += 1;
            } else if is_space(c) {
                at += c.len_utf8();
            } else {
                let end = self.token(text, at, c, paragraph, tokens);
                debug_assert!(end > at);
                at = end;
                empty = false;
            }
        }
    }

    /// Appends the token at `at` and gives its end.
    fn token(&self, text: &str, at: usize, c: char, paragraph: u32, out: &mut Vec<Token>) -> usize {
        if c.is_alphanumeric() {
            return self.word(text, at, paragraph, out);
        }
        let rest = &text[at..];
        let end = at + mark_len(rest, c);
        // "@name", "#tag", "$5": the sign belongs to the word only for the first two.
        if matches!(c, '@' | '#') && rest[1..].starts_with(|n: char| n.is_alphanumeric()) {
            let end = at + 1 + word_len(&rest[1..]);
            out.push(self.make(text, at, end, paragraph, Tag::NNP));
            return end;
        }
        if is_apostrophe(c)
            && let Some(end) = self.leading_clitic(text, at)
        {
            out.push(self.make(text, at, end, paragraph, Tag::POS));
            return end;
        }
        let tag = match c {
            '$' | '£' | '€' | '¥' => Tag::SYM,
            '%' => Tag::NN,
            _ => Tag::Punct,
        };
        let mut token = self.make(text, at, end, paragraph, tag);
        if let Some(canonical) = canonical(&text[at..end]) {
            token.word = self.lexicon.id(canonical);
        }
        out.push(token);
        end
    }

    /// A clitic that stands apart from its word, as after a closing mark:
    /// `"Today" 's`.
    fn leading_clitic(&self, text: &str, at: usize) -> Option<usize> {
        let clitics = self.clitics?;
        let rest = &text[at..];
        let first = rest.chars().next()?.len_utf8();
        let len = first + rest[first..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let lower = Lower::new(&rest[..len])?;
        let after_mark = text[..at].ends_with(['”', '"', ')']);
        (after_mark && len > first && self.lexicon.is_in(self.lexicon.id(lower.as_str()), clitics))
            .then_some(at + len)
    }

    fn word(&self, text: &str, at: usize, paragraph: u32, out: &mut Vec<Token>) -> usize {
        let rest = &text[at..];
        if let Some(len) = address_len(rest) {
            out.push(self.make(text, at, at + len, paragraph, Tag::NN));
            return at + len;
        }
        let mut end = at + word_len(rest);
        if let Some(cut) = self.lost_space(&text[at..end]) {
            end = at + cut;
        }
        if text[end..].starts_with('.') && self.keeps_dot(text, at, end) {
            end += 1;
            out.push(self.make(text, at, end, paragraph, Tag::NN));
            return end;
        }
        if let Some(cut) = self.clitic_cut(&text[at..end]) {
            out.push(self.make(text, at, at + cut, paragraph, Tag::NN));
            out.push(self.make(text, at + cut, end, paragraph, Tag::NN));
        } else {
            out.push(self.make(text, at, end, paragraph, Tag::NN));
        }
        end
    }

    /// Where a space was lost inside `word`: two known words, the first in lower
    /// case, the second capitalised ("toldThe").
    fn lost_space(&self, word: &str) -> Option<usize> {
        let bytes = word.as_bytes();
        if !bytes[0].is_ascii_lowercase() {
            return None;
        }
        let cut = (2..bytes.len()).find(|&i| bytes[i].is_ascii_uppercase())?;
        let known = |part: &str| {
            Lower::new(part).is_some_and(|l| self.lexicon.id(l.as_str()) != WordId::UNKNOWN)
        };
        let apart = word.is_char_boundary(cut) && bytes[cut - 1].is_ascii_lowercase();
        (apart && known(&word[..cut]) && known(&word[cut..])).then_some(cut)
    }

    /// Whether the dot after `text[at..end]` is part of the word.
    fn keeps_dot(&self, text: &str, at: usize, end: usize) -> bool {
        let word = &text[at..end];
        // "U.S", "a.m": letters parted by dots.
        if word.len() >= 3 && word.as_bytes()[1] == b'.' {
            return true;
        }
        let next = text[end + 1..].trim_start_matches([' ', '\u{a0}']).chars().next();
        let mut chars = word.chars();
        if let (Some(initial), None) = (chars.next(), chars.next()) {
            return initial.is_uppercase() && next.is_some_and(char::is_uppercase);
        }
        let Some(list) = self.abbreviations else { return false };
        Lower::new(&text[at..=end])
            .is_some_and(|l| self.lexicon.is_in(self.lexicon.id(l.as_str()), list))
    }

    /// Where a clitic of the `clitics` list begins in `word`.
    fn clitic_cut(&self, word: &str) -> Option<usize> {
        let (apostrophe, _) = word.char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
        let list = self.clitics?;
        let is_clitic = |from: usize| {
            Lower::new(&word[from..])
                .is_some_and(|l| self.lexicon.is_in(self.lexicon.id(l.as_str()), list))
        };
        // "n't" begins a letter before its apostrophe.
        let before = word[..apostrophe].char_indices().next_back().map_or(0, |(i, _)| i);
        [before, apostrophe].into_iter().find(|&cut| cut > 0 && is_clitic(cut))
    }

    fn make(&self, text: &str, start: usize, end: usize, paragraph: u32, tag: Tag) -> Token {
        let word = &text[start..end];
        let id = Lower::new(word).map_or(WordId::UNKNOWN, |l| self.lexicon.id(l.as_str()));
        Token {
            span: Span::new(start, end),
            word: id,
            lemma: id,
            tag,
            mark: Mark::Outside,
            capital: word.starts_with(char::is_uppercase),
            letters: letters(word),
            sentence: 0,
            paragraph,
            quotation: QuotationIx::NONE,
        }
    }
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// Bytes of the mark at the start of `rest`: runs of dots and hyphens, doubled
/// single marks and single characters.
fn mark_len(rest: &str, c: char) -> usize {
    match c {
        '.' | '-' => rest.bytes().take_while(|&b| b == c as u8).count(),
        '\'' if rest.starts_with("''") => 2,
        '`' if rest.starts_with("``") => 2,
        _ => c.len_utf8(),
    }
}

/// Bytes of the word or number at the start of `rest`.
fn word_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    let mut dotted = true; // so far a single letter, a dot, a single letter …
    while at < bytes.len() {
        let b = bytes[at];
        if b.is_ascii_alphanumeric() {
            dotted &= at.is_multiple_of(2) && b.is_ascii_alphabetic();
            at += 1;
            continue;
        }
        if !b.is_ascii() {
            let c = rest[at..].chars().next().unwrap_or(' ');
            if c.is_alphanumeric() {
                dotted = false;
                at += c.len_utf8();
                continue;
            }
            if c == '’' && joins(rest, at, c.len_utf8()) {
                at += c.len_utf8();
                continue;
            }
            break;
        }
        let after_digit = at > 0 && bytes[at - 1].is_ascii_digit();
        let before_digit = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
        let joined = match b {
            b'-' | b'\'' => joins(rest, at, 1),
            b'&' => at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_uppercase),
            b'.' if dotted && at > 2 && rest[at..].starts_with(".-") => joins(rest, at + 1, 1),
            b'.' if dotted && at % 2 == 1 => {
                bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
                    && !bytes.get(at + 2).is_some_and(u8::is_ascii_alphanumeric)
            }
            b'.' | b',' | b':' | b'/' => after_digit && before_digit,
            _ => false,
        };
        if !joined {
            break;
        }
        at += 1;
    }
    at.max(rest.chars().next().map_or(1, char::len_utf8))
}

/// Whether the joint of `len` bytes at `at` has letters or digits on both sides.
fn joins(rest: &str, at: usize, len: usize) -> bool {
    at > 0 && rest[at + len..].starts_with(char::is_alphanumeric)
}

/// Bytes of a web or mail address at the start of `rest`.
fn address_len(rest: &str) -> Option<usize> {
    let len = rest
        .find(|c: char| is_space(c) || matches!(c, '<' | '>' | '"' | '”'))
        .unwrap_or(rest.len());
    let word = &rest[..len];
    let is_address = word.starts_with("http://")
        || word.starts_with("https://")
        || word.starts_with("www.")
        || word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && host.contains('.'));
    is_address
        .then(|| word.trim_end_matches(['.', ',', ')', ';', ':', '!', '?']).len())
        .filter(|&l| l > 0)
}

fn letters(word: &str) -> Letters {
    let all = |range: &str, fits: fn(&u8) -> bool| range.bytes().all(|b| fits(&b));
    match word.split_at_checked(1) {
        _ if all(word, u8::is_ascii_lowercase) => Letters::Small,
        _ if all(word, u8::is_ascii_uppercase) => Letters::Capitals,
        Some((first, rest))
            if all(first, u8::is_ascii_uppercase) && all(rest, u8::is_ascii_lowercase) =>
        {
            Letters::Title
        }
        _ => Letters::Other,
    }
}
