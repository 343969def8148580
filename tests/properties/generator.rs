//! Texts made of nasty pieces, the same ones on every run.

/// Marks, letters and words that tokenising, pairing and matching trip over.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "“", "”", "\"", "'", "''", "``", "‘", "’", "«", "»", "„", "‚", "‹", "›", "`", "´", "′", "″",
    "(", ")", "[", "]", "{", "}", "((", "))", ",", ".", "...", "…", ":", ";", "?", "!", "?!",
    "-", "–", "—", "--", "/", "\\", "|", "*", "•", "#", "@", "&", "%", "$", "§", "\0", "\u{7f}",
    "👉", "✨", "🇰🇷", "👩\u{200d}👩\u{200d}👧", "日本語", "「はい」", "金正恩", "한국", "Привет", "مرحبا",
    "e\u{301}", "\u{301}", "n\u{303}o", "ǅ", "İ", "ß", "ﬁ", "Å", "𝒦im", "\u{1f468}", "\u{a0}",
    "\u{2009}", "\u{200b}", "\u{feff}", "\u{202e}", "\u{2028}", "\u{ad}", "\u{85}", "\r\n",
    "\n", "\n\n", "\r\n\r\n", "\r", "\t", "   ", " \n \n ", "\u{b}", "U.S.", "U.S", "a.m.",
    "5 p.m.", "Dr.", "Mr.", "J. K.", "(R-Wis.)", "No. 5", "Jan.", "Inc.", "it's", "he’s",
    "don't", "’90s", "O'Neil", "Jones’s", "cannot", "'em", "rock 'n' roll", "y'all", "5'10\"",
    "6″", "3.14", "1,000", "$5bn", "2026-02-26", "50%", "9-to-5", "http://a.b/c?d=e", "a@b.co",
    "www.bbc.co.uk", "#tag", "@user", "Login", "Write to", "By KIM LEE", "said", "says", "say",
    "saying", "told", "asked", "added", "adding that", "according to", "warned that", "that",
    "whether", "to", "called", "claim", "his claim that", "the promise to", "confident that",
    "allegedly", "was told", "been said", "did not say", "refused to say", "described", "as",
    "accused", "of", "denied", "who said", "which", "while", "and", "but", ", and", "Kim",
    "Kim Jong Un", "Mr. Kim", "the president", "he", "she", "they", "his", "their", "reporters",
    "state media", "The Wall Street Journal", "KCNA", "Fox News", "a statement", "on Monday",
    "in an interview with", "on Twitter", "SMITH:", "Q:", "A:", "— Commissioner Starks",
    "We are ready", "the North was ready", "no reason", "leave us alone", "x", "I", "A", "the",
];

/// Xorshift: a few lines, and the same numbers on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to `n`, `n` left out.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % n as u64) as usize
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

/// Pieces in any order, mostly with spaces between.
pub(crate) fn nasty(random: &mut Random) -> String {
    let mut text = String::new();
    // 6: most shapes are short; now and then a sentence of some hundred pieces.
    let pieces = if random.below(40) == 0 { 400 } else { 1 + random.below(60) };
    for _ in 0..pieces {
        text.push_str(random.pick(PIECES));
        if random.below(5) > 0 {
            text.push(' ');
        }
    }
    text
}

/// Real text cut at any characters, its parts in any order, with nasty pieces between.
pub(crate) fn shuffled(random: &mut Random, sources: &[String]) -> String {
    let mut text = String::new();
    for _ in 0..1 + random.below(6) {
        let source = &sources[random.below(sources.len())];
        let start = boundary(source, random.below(source.len()));
        let end = boundary(source, (start + random.below(300)).min(source.len()));
        text.push_str(&source[start..end]);
        if random.below(2) == 0 {
            text.push_str(random.pick(PIECES));
        }
    }
    text
}

/// Real text with a few characters left out, doubled or replaced.
pub(crate) fn damaged(random: &mut Random, sources: &[String]) -> String {
    let source = &sources[random.below(sources.len())];
    let start = boundary(source, random.below(source.len()));
    let end = boundary(source, (start + 600).min(source.len()));
    let mut text = String::new();
    for c in source[start..end].chars() {
        match random.below(30) {
            0 => {}
            1 => text.extend([c, c]),
            2 => text.push_str(random.pick(PIECES)),
            _ => text.push(c),
        }
    }
    text
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
