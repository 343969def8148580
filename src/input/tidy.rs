//! Mends what copying, exporting and wrong decoding leave in a text.
//!
//! Takes a text as decoded. Gives it without soft hyphens, zero-width and control characters, and
//! with UTF-8 that was once read as Windows-1252 (`â€œ`, `Ã©`) turned back, and tells how many of
//! each. Line ends, spaces and everything that a writer may have meant stay as they are.

use super::mojibake::turn_back;
use crate::blocks::any_of;
use std::fmt;

/// How much of a text was mended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mended {
    /// Soft hyphens removed.
    pub soft_hyphens: usize,
    /// Zero-width characters removed.
    pub zero_width: usize,
    /// Control characters removed, or made a line end.
    pub controls: usize,
    /// Sequences that had been decoded as Windows-1252 or Latin-1, turned back.
    pub wrongly_decoded: usize,
}

impl Mended {
    /// Whether the text was left as it is.
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl fmt::Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = [
            (self.soft_hyphens, "soft hyphen", "soft hyphens"),
            (self.zero_width, "zero-width character", "zero-width characters"),
            (self.controls, "control character", "control characters"),
            (
                self.wrongly_decoded,
                "sequence of wrongly decoded characters",
                "sequences of wrongly decoded characters",
            ),
        ];
        let named = counts.iter().filter(|(n, ..)| *n > 0);
        let named = named.map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }));
        write!(f, "mended {}", named.collect::<Vec<_>>().join(", "))
    }
}

/// The text mended, and how much of it was.
pub(super) fn mend(mut text: String) -> (String, Mended) {
    let mut mended = Mended::default();
    // Lines of an old Mac end so; no place moves.
    if memchr::memchr(b'\r', text.as_bytes()).is_some() && !text.contains('\n') {
        text = text.replace('\r', "\n");
    }
    if !is_suspect(text.as_bytes()) {
        return (text, mended);
    }
    // Three: text wrongly decoded more often than that was never met.
    for _ in 0..3 {
        let Some((turned, count)) = turn_back(&text) else { break };
        text = turned;
        mended.wrongly_decoded += count;
    }
    if let Some(clean) = without_invisible(&text, &mut mended) {
        text = clean;
    }
    (text, mended)
}

/// Whether anything below could find work: one look at the bytes, since most texts have nothing.
fn is_suspect(bytes: &[u8]) -> bool {
    const PIECE: usize = 32;
    // Most pieces are plain at the first and quicker look.
    let is_odd = |piece: &[u8; PIECE]| any_of(piece, is_not_plain) && any_of(piece, may_be_suspect);
    let (pieces, rest) = bytes.as_chunks::<PIECE>();
    let mut odd = pieces.iter().zip(0..).filter(|(piece, _)| is_odd(piece)).map(|(_, i)| i);
    let is_in = |from: usize, to: usize| (from..to).any(|i| is_suspect_at(bytes, i));
    odd.any(|i: usize| is_in(PIECE * i, PIECE * (i + 1)))
        || is_in(bytes.len() - rest.len(), bytes.len())
}

/// Whether the byte is a control or of no ASCII character.
fn is_not_plain(b: u8) -> bool {
    b.cast_signed() < 0x20 || b == 0x7F
}

/// Whether the byte could be what [`is_suspect_at`] finds. Dashes and quotation marks have none of
/// these, and every text has those.
fn may_be_suspect(b: u8) -> bool {
    let is_control = (b < 0x20) & !matches!(b, b'\t' | b'\n' | b'\r') | (b == 0x7F);
    let is_lead = (b == 0xC2) | (b == 0xC3) | (b == 0xCC) | (b == 0xEF);
    let is_last = (0x8B..=0x8D).contains(&b) | (b == 0xA0);
    is_control | is_lead | is_last
}

/// Whether a control stands here, or what could be of something wrongly decoded or unseen; unseen
/// characters of three bytes are known by the last.
fn is_suspect_at(bytes: &[u8], i: usize) -> bool {
    match bytes[i..] {
        [b, ..] if b < 0x80 => may_be_suspect(b),
        [0xC2, next, ..] => next < 0xA0 || next == 0xAD,
        [0xC3, 0x82..=0xB4, 0xC2 | 0xC5 | 0xC6 | 0xCB | 0xE2, ..] => true,
        [0xCC, ..] | [0xEF, 0xBB, 0xBF, ..] => true,
        _ => matches!(bytes[..=i], [.., 0xE2, 0x80, 0x8B..=0x8D] | [.., 0xE2, 0x81, 0xA0]),
    }
}

/// The text without what nobody sees; `None` when there is nothing of it.
fn without_invisible(text: &str, mended: &mut Mended) -> Option<String> {
    let before = *mended;
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{AD}' => mended.soft_hyphens += 1,
            '\u{200B}' | '\u{2060}' | '\u{FEFF}' => mended.zero_width += 1,
            // Joiners shape emoji and Indic letters; in Latin text they are leftovers.
            '\u{200C}' | '\u{200D}'
                if [out.chars().next_back(), chars.peek().copied()].into_iter().all(is_latin) =>
            {
                mended.zero_width += 1;
            }
            '\u{B}' | '\u{C}' => {
                mended.controls += 1;
                out.push('\n');
            }
            '\t' | '\n' | '\r' => out.push(c),
            _ if c.is_control() => mended.controls += 1,
            _ => out.push(c),
        }
    }
    (*mended != before).then_some(out)
}

fn is_latin(c: Option<char>) -> bool {
    c.is_none_or(|c| {
        c < '\u{250}'
            || ('\u{1E00}'..'\u{1F00}').contains(&c)
            || ('\u{2000}'..'\u{2070}').contains(&c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> String {
        mend(text.into()).0
    }

    #[test]
    fn lines_of_an_old_mac_are_lines() {
        let mended = |text: &str| mend(text.into());
        assert_eq!(mended("One.\rTwo.\r"), ("One.\nTwo.\n".into(), Mended::default()));
        assert_eq!(mended("One.\r\nTwo.\r").0, "One.\r\nTwo.\r");
    }

    #[test]
    fn invisible_characters_go_and_are_counted() {
        let (text, what) = mend(
            "co\u{AD}oper\u{AD}ate\u{200B} now\u{FEFF}\0 a\u{200D}b\u{C}next\u{7F}\r\nline".into(),
        );
        assert_eq!(text, "cooperate now ab\nnext\r\nline");
        assert_eq!(
            what.to_string(),
            "mended 2 soft hyphens, 3 zero-width characters, 3 control characters"
        );
        assert_eq!(mend("a\u{AD}b".into()).1.to_string(), "mended 1 soft hyphen");
    }

    #[test]
    fn joiners_of_emoji_and_indic_letters_stay() {
        for text in ["👩\u{200D}💻", "क्\u{200D}ष", "می\u{200C}خواهم"] {
            assert_eq!(mended(text), text);
        }
    }

    /// What the looks at the bytes stand for, byte by byte.
    fn suspect_by_each_byte(bytes: &[u8]) -> bool {
        let plain = |b: u8| (0x20..0x7F).contains(&b) || matches!(b, b'\t' | b'\n' | b'\r');
        (0..bytes.len()).any(|i| match bytes[i..] {
            [b, ..] if b < 0x80 => !plain(b),
            [0xC2, next, ..] => next < 0xA0 || next == 0xAD,
            [0xC3, 0x82..=0xB4, 0xC2 | 0xC5 | 0xC6 | 0xCB | 0xE2, ..] => true,
            [0xCC, ..]
            | [0xE2, 0x80, 0x8B..=0x8D, ..]
            | [0xE2, 0x81, 0xA0, ..]
            | [0xEF, 0xBB, 0xBF, ..] => true,
            _ => false,
        })
    }

    #[test]
    fn quick_looks_see_what_a_slow_one_sees() {
        for c in (0..0x2100).chain(0xFE00..0x1_0100).filter_map(char::from_u32) {
            for text in [format!("{c}"), format!("Kim said:{c}“no”"), format!("Ã{c}é")] {
                let bytes = text.as_bytes();
                assert_eq!(is_suspect(bytes), suspect_by_each_byte(bytes), "{text:?}");
            }
        }
    }

    #[test]
    fn plain_text_is_not_copied() {
        for text in ["Kim said no.\r\n\tNo.", "“Kim” said – no… naïve café’s"] {
            let text = text.to_owned();
            let place = text.as_ptr();
            let (same, what) = mend(text);
            assert!(what.is_nothing() && same.as_ptr() == place);
        }
    }
}
