//! The encoding of a page: what it says of itself near its head.

use super::super::{Trouble, decode};
use encoding_rs::{Encoding, UTF_8};
use regex::bytes::Regex;
use std::sync::LazyLock;

/// The bytes that are searched; browsers look through 1,024, some pages begin with long comments.
const HEAD: usize = 4 << 10;

static DECLARED: LazyLock<Regex> = LazyLock::new(|| {
    let pattern =
        r#"(?i)<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([a-z0-9_:.-]+)"#;
    Regex::new(pattern).expect("the pattern is tested")
});

/// The page's text, and what is to be known of its decoding.
pub(super) fn decode(
    bytes: &[u8],
    encoding: Option<&'static Encoding>,
) -> Result<(String, Option<Trouble>), Trouble> {
    let otherwise = encoding.or_else(|| declared(bytes));
    // ISO-2022-JP is ASCII to the eye; what says so and shifts by escapes is that.
    if let Some(shifting) = otherwise.filter(|e| !e.is_ascii_compatible() && bytes.contains(&0x1B))
    {
        let (text, lossy) = shifting.decode_without_bom_handling(bytes);
        return Ok((text.into_owned(), lossy.then_some(Trouble::Decoded(shifting.name(), true))));
    }
    match decode::decode(bytes.to_vec(), otherwise) {
        // A stray NUL in a page is dropped, as browsers do.
        Err(Trouble::Binary) if bytes.iter().filter(|b| **b == 0).count() * 100 < bytes.len() => {
            decode::decode(bytes.iter().copied().filter(|b| *b != 0).collect(), otherwise)
        }
        decoded => decoded,
    }
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let found = DECLARED.captures(&bytes[..bytes.len().min(HEAD)])?;
    // A page that says UTF-16 in ASCII letters is not in UTF-16.
    Encoding::for_label(&found[1]).filter(|e| *e != UTF_8 && !e.name().starts_with("UTF-16"))
}
