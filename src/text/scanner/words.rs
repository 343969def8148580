//! Words that are more than a run of letters: with joints, apostrophes, dots or
//! characters beyond ASCII, and addresses.

use super::Scanner;
use super::addresses::address_len;
use crate::text::{Tag, Token, WordId};

impl Scanner<'_> {
    /// A clitic that stands apart from its word, as after a closing mark:
    /// `"Today" 's`.
    pub(super) fn leading_clitic(&self, text: &str, at: usize) -> Option<usize> {
        if !text[..at].ends_with(['”', '"', ')']) {
            return None;
        }
        let rest = &text[at..];
        let first = rest.chars().next()?.len_utf8();
        let len = first + rest[first..].bytes().take_while(u8::is_ascii_alphabetic).count();
        (len > first && self.is_clitic(self.id(&rest[..len]))).then_some(at + len)
    }

    /// Appends the tokens of the word at `at` and gives its end; `is_near`: it may be a
    /// mail address.
    pub(super) fn word(
        &self,
        text: &str,
        at: usize,
        is_near: bool,
        paragraph: u32,
        out: &mut Vec<Token>,
    ) -> usize {
        let rest = &text[at..];
        if let Some(len) = address_len(rest, is_near) {
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
        let known = |part: &str| self.id(part) != WordId::UNKNOWN;
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
        self.lexicon.is_in(self.id(&text[at..=end]), list)
    }

    /// Where a clitic of the `clitics` list begins in `word`.
    fn clitic_cut(&self, word: &str) -> Option<usize> {
        // 0xe2: the first byte of a curly one.
        if !word.bytes().any(|b| matches!(b, b'\'' | 0xe2)) {
            return None;
        }
        let (apostrophe, _) = word.char_indices().rev().find(|&(_, c)| is_apostrophe(c))?;
        let is_clitic = |from: usize| self.is_clitic(self.id(&word[from..]));
        // "n't" begins a letter before its apostrophe.
        let before = word[..apostrophe].char_indices().next_back().map_or(0, |(i, _)| i);
        [before, apostrophe].into_iter().find(|&cut| cut > 0 && is_clitic(cut))
    }
}

/// The end of "@name" or "#tag"; `None` where the sign at `at` stands alone.
pub(super) fn handle_end(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at + 1..];
    rest.starts_with(char::is_alphanumeric).then(|| at + 1 + word_len(rest))
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
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
