//! Bytes to code points, for the places in rows.

use crate::text::Span;

/// 64 bytes are counted in some twenty instructions; the table stays at 1/16 of the text.
const STEP: usize = 64;

/// Turns byte places of one text into code-point places: one pass over the
/// text, then a short count for each place, in any order.
///
/// ```
/// use whosaid::{output::CodePoints, text::Span};
///
/// let text = "“Oui,” dit-il";
/// let points = CodePoints::new(text);
/// assert_eq!(points.span(Span::new(0, 10)), Span::new(0, 6));
/// ```
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each `STEP`th byte; empty where all are ASCII.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    /// Counts `text` once.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, before: Vec::new() };
        }
        let mut before = Vec::with_capacity(text.len() / STEP + 2);
        let mut count = 0;
        for block in text.as_bytes().chunks(STEP) {
            before.push(count);
            count += starts(block);
        }
        before.push(count);
        Self { text, before }
    }

    /// Code points before `byte`.
    pub fn at(&self, byte: usize) -> usize {
        let block = byte / STEP;
        match self.before.get(block) {
            None => byte,
            Some(&n) => (n + starts(&self.text.as_bytes()[block * STEP..byte])) as usize,
        }
    }

    /// The same place in code points.
    pub fn span(&self, bytes: Span) -> Span {
        Span::new(self.at(bytes.start as usize), self.at(bytes.end as usize))
    }

    /// The same places in code points.
    pub fn spans(&self, bytes: &[Span]) -> Vec<Span> {
        bytes.iter().map(|&s| self.span(s)).collect()
    }
}

/// The other way: places in code points to the words there, in any order.
#[derive(Clone, Debug)]
pub(super) struct Places<'t> {
    text: &'t str,
    /// The byte of each `STEP`th code point; empty where all are ASCII.
    bytes: Vec<u32>,
    count: usize,
}

impl<'t> Places<'t> {
    /// Reads `text` once.
    pub(super) fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, bytes: Vec::new(), count: text.len() };
        }
        let (mut bytes, mut count) = (Vec::new(), 0);
        for (byte, _) in text.char_indices() {
            if count % STEP == 0 {
                bytes.push(byte as u32);
            }
            count += 1;
        }
        Self { text, bytes, count }
    }

    /// Code points in the text.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The words from one code point to before another; `None`: there is no such place.
    pub(super) fn between(&self, start: usize, end: usize) -> Option<&'t str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }

    fn byte(&self, point: usize) -> Option<usize> {
        if point >= self.count {
            return (point == self.count).then_some(self.text.len());
        }
        let Some(&block) = self.bytes.get(point / STEP) else { return Some(point) };
        let rest = &self.text[block as usize..];
        rest.char_indices().nth(point % STEP).map(|(byte, _)| block as usize + byte)
    }
}

/// How many characters begin in these bytes, at most [`STEP`] of them.
fn starts(bytes: &[u8]) -> u32 {
    debug_assert!(bytes.len() <= STEP);
    // In a byte, so that many are added at a time.
    u32::from(bytes.iter().map(|&b| u8::from(b & 0xC0 != 0x80)).sum::<u8>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_counts_the_characters_before_it() {
        for text in [
            "",
            "plain",
            "“é” 👉 日本",
            &"a“b”👉é ".repeat(200),
            &"é".repeat(STEP / 2),
            &"é".repeat(STEP),
        ] {
            let points = CodePoints::new(text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(points.at(byte), n, "byte {byte} of {} bytes", text.len());
            }
            assert_eq!(points.at(text.len()), text.chars().count());
        }
    }

    #[test]
    fn words_are_found_by_their_code_points() {
        for text in ["", "plain", "“é” 👉 日本", &"a“b”👉é ".repeat(200), &"é".repeat(2 * STEP)]
        {
            let (places, points) = (Places::new(text), CodePoints::new(text));
            assert_eq!(places.count(), text.chars().count());
            let ends = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
            for byte in ends {
                let words = places.between(points.at(byte), places.count());
                assert_eq!(words, Some(&text[byte..]));
            }
            assert_eq!(places.between(0, places.count() + 1), None);
            assert_eq!(places.between(1, 0), None);
        }
    }
}
