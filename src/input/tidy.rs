//! Mends text.

use std::fmt;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Mended(usize);

impl Mended {
    pub(super) fn is_nothing(&self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mended {} characters", self.0)
    }
}

pub(super) fn mend(text: String) -> (String, Mended) {
    let count = text.matches(['\0', '\u{ad}']).count();
    if count == 0 { (text, Mended(0)) } else { (text.replace(['\0', '\u{ad}'], ""), Mended(count)) }
}
