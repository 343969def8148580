//! Which of the articles that come are to be read, in input order.

use super::extraction::Extraction;
use super::journal::Note;
use super::{Error, Tally};
use crate::input::{Article, Notice, Prepared, Trouble};
use rustc_hash::FxHashSet;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Sees all that comes, in order: what an earlier run has done with, texts that come again, and
/// where there is enough.
pub(super) struct Gate {
    /// Hashes of the texts seen: eight bytes an article.
    texts: FxHashSet<u64>,
    drops_same_text: bool,
    limit: usize,
    /// Articles let through, also by the run before.
    admitted: usize,
    /// Items seen, and a hash of them all.
    read: u64,
    digest: u64,
    /// What the run before had seen.
    before: (u64, u64),
}

impl Gate {
    pub(super) fn new(extraction: &Extraction<'_>, before: &Note) -> Self {
        Self {
            texts: FxHashSet::default(),
            drops_same_text: extraction.drops_same_text,
            limit: extraction.limit.unwrap_or(usize::MAX),
            admitted: 0,
            read: 0,
            digest: 0,
            before: (before.read, before.digest),
        }
    }

    /// Items seen so far, and a hash of them.
    pub(super) fn place(&self) -> (u64, u64) {
        if self.read < self.before.0 { self.before } else { (self.read, self.digest) }
    }

    /// Whether no more articles are wanted.
    pub(super) fn is_full(&self) -> bool {
        self.admitted >= self.limit
    }

    /// The articles of a batch that are to be read, and in between what there is to tell.
    pub(super) fn admit(
        &mut self,
        batch: Vec<Prepared>,
        tally: &mut Tally,
    ) -> Result<Vec<Result<Article, Notice>>, Error> {
        let mut out = Vec::with_capacity(batch.len());
        for Prepared { notices, article } in batch {
            if self.is_full() {
                break;
            }
            let is_done = self.read < self.before.0;
            let mut told: Vec<_> = notices.into_iter().map(Err).collect();
            match article {
                Ok(article) => self.article(article, &mut told, (!is_done).then_some(&mut *tally)),
                Err(notice) => {
                    self.count(0);
                    if let (Trouble::DroppedId(_), false) = (&notice.trouble, is_done) {
                        tally.repeated += 1;
                        tally.dropped += 1;
                    }
                    told.push(Err(notice));
                }
            }
            if is_done {
                self.compare()?;
            } else {
                out.append(&mut told);
            }
        }
        Ok(out)
    }

    fn article(
        &mut self,
        article: Article,
        told: &mut Vec<Result<Article, Notice>>,
        tally: Option<&mut Tally>,
    ) {
        let text = hash(&article.text[article.body..]);
        let known = [&article.id, &article.outlet, &article.published, &article.title];
        let known = known.map(|value| xxh3_64(value.as_bytes()).to_le_bytes());
        self.count(text ^ xxh3_64(&known.concat()));
        let is_new = self.texts.insert(text);
        if let (false, Some(tally)) = (is_new, tally) {
            tally.repeated += 1;
            tally.dropped += usize::from(self.drops_same_text);
        }
        if !is_new {
            let trouble = Trouble::SameText { is_dropped: self.drops_same_text };
            let notice = Notice::file(&article.path, trouble).of_article(&article.id);
            told.push(Err(notice));
        }
        if is_new || !self.drops_same_text {
            self.admitted += 1;
            told.push(Ok(article));
        }
    }

    fn count(&mut self, hash: u64) {
        self.read += 1;
        self.digest = xxh3_64(&[self.digest.to_le_bytes(), hash.to_le_bytes()].concat());
    }

    /// Whether the run before saw the same.
    fn compare(&self) -> Result<(), Error> {
        match self.read == self.before.0 && self.digest != self.before.1 {
            true => Err(Error::OtherInput),
            false => Ok(()),
        }
    }

    /// All has come: whether it was as much as the run before saw.
    pub(super) fn finish(&self) -> Result<(), Error> {
        if self.read < self.before.0 { Err(Error::OtherInput) } else { Ok(()) }
    }
}

/// The same for texts that differ in white space alone: a hash of the words, each with a
/// space after it.
fn hash(text: &str) -> u64 {
    let mut hash = Xxh3::new();
    let mut rest = text.trim_start();
    // Most of a text has single spaces already and is hashed as it stands.
    while !rest.is_empty() {
        let (plain, after) = rest.split_at(plain_length(rest.as_bytes()));
        hash.update(plain.as_bytes());
        let next = after.trim_start();
        if !plain.ends_with(' ') {
            hash.update(b" ");
        }
        rest = next;
    }
    hash.digest()
}

/// How far a text, which begins with a word, is words with single spaces after them. Past that
/// comes white space, or nothing.
fn plain_length(text: &[u8]) -> usize {
    // Where anything is odd it is looked for in fewer.
    const STEP: usize = 16;
    const STRIDE: usize = 2 * STEP;
    let ends = |&i: &usize| match text[i] {
        b' ' => text[i - 1] == b' ',
        byte => may_open_space(byte) != 0 && is_space(&text[i..]),
    };
    let mut at = 1;
    while at < text.len() {
        if let Some(stride) = text[at - 1..].first_chunk::<{ STRIDE + 1 }>()
            && !is_suspect(stride)
        {
            at += STRIDE;
            continue;
        }
        let end = text.len().min(at + STEP);
        let block = <&[u8; STEP + 1]>::try_from(&text[at - 1..end]);
        let is_plain = block.is_ok_and(|block| !is_suspect(block));
        if !is_plain && let Some(end) = (at..end).find(ends) {
            return end;
        }
        at = end;
    }
    text.len()
}

/// Whether there may be anything but words and single spaces after the first byte.
fn is_suspect<const N: usize>(block: &[u8; N]) -> bool {
    let two_spaces = |i: usize| u8::from(block[i] == b' ') & u8::from(block[i - 1] == b' ');
    (1..N).fold(0, |odd, i| odd | may_open_space(block[i]) | two_spaces(i)) != 0
}

/// 1 where white space other than a plain space may begin with this byte: control characters,
/// U+0085 and U+00A0, U+1680, U+2000 to U+205F, U+3000.
fn may_open_space(byte: u8) -> u8 {
    let is_control = byte.wrapping_sub(0x09) < 5;
    let is_three = byte.wrapping_sub(0xE1) < 3;
    u8::from(is_control) | u8::from(byte == 0xC2) | u8::from(is_three)
}

/// Whether white space begins here, on a character's first byte.
fn is_space(text: &[u8]) -> bool {
    matches!(
        text,
        [b' ' | 0x09..=0x0D, ..]
            | [0xC2, 0x85 | 0xA0, ..]
            | [0xE1, 0x9A, 0x80, ..]
            | [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, ..]
            | [0xE2, 0x81, 0x9F, ..]
            | [0xE3, 0x80, 0x80, ..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hash by its definition.
    fn of_words(text: &str) -> u64 {
        let words = text.split_whitespace();
        xxh3_64(words.flat_map(|w| [w, " "]).collect::<String>().as_bytes())
    }

    #[test]
    fn texts_that_differ_in_white_space_alone_have_one_hash() {
        let odd =
            ["a", "é", "“", "日本", "\u{3001}", " ", "  ", "\n", "\u{a0}", "\u{2003}", "\t", ""];
        for a in odd {
            for b in odd {
                for c in odd {
                    for d in odd {
                        let pad = "y".repeat(14 + (a.len() + 2 * b.len() + 3 * c.len()) % 5);
                        for text in
                            [format!("{a}{b}{c}x{d}{b}"), format!("{a}{pad}{b}{c}x{d}{pad}{b}")]
                        {
                            assert_eq!(hash(&text), of_words(&text), "{text:?}");
                        }
                    }
                }
            }
        }
        assert_eq!(hash("one two"), hash(" one\n\ntwo "));
        assert_ne!(hash("one two"), hash("onetwo"));
    }

    #[test]
    fn all_white_space_is_known() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_whitespace()) {
            let text = format!("a{c}b");
            assert_eq!(hash(&text), of_words("a b"), "{c:?}");
        }
        let mut bytes = [0; 4];
        for c in ('\0'..=char::MAX).filter(|c| !c.is_whitespace()) {
            assert!(!is_space(c.encode_utf8(&mut bytes).as_bytes()), "{c:?}");
        }
    }
}
