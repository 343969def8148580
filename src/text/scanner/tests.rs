//! What tokens are, and that both ways to them agree.

use super::{Scanner, simple};
use crate::text::{Lexicon, LexiconBuilder};

fn lexicon() -> Lexicon {
    let mut builder = LexiconBuilder::default();
    for (list, words) in [
        ("abbreviations", &["mr.", "sen.", "p.m.", "assistant.", "st.-lo."][..]),
        ("clitics", &["'s", "n't", "'re"][..]),
    ] {
        let list = builder.list(list).unwrap();
        for word in words {
            let id = builder.intern(word);
            builder.entry(list, &[id]);
        }
    }
    for word in ["told", "the", "spokeswomen", "i̇", "straße", "kim", "p", "misunderstandings"] {
        builder.intern(word);
    }
    builder.build()
}

fn words(text: &str) -> Vec<&str> {
    let lexicon = lexicon();
    let mut tokens = Vec::new();
    Scanner::new(&lexicon).scan(text, 0, &mut tokens);
    tokens.iter().map(|t| t.span.of(text)).collect()
}

/// Pieces that meet in odd ways when they are strung together.
const PIECES: [&str; 76] = [
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "\u{200b}",
    "\u{ad}",
    "\u{feff}",
    "\0",
    "\u{7f}",
    "\u{85}",
    "a",
    "I",
    "told",
    "The",
    "toldThe",
    "spokeswomen",
    "Spokeswomen",
    "KCNA",
    "misunderstandings",
    "tolThe",
    "Mr",
    "assistant",
    "ASSISTANT",
    "St",
    "U",
    "S",
    "p",
    "m",
    "p.m",
    "www",
    "http",
    "https",
    "://",
    "x@y",
    "@",
    "#",
    ".",
    "..",
    "...",
    ",",
    ":",
    ";",
    "/",
    "-",
    "--",
    "&",
    "'",
    "’",
    "'s",
    "’s",
    "n't",
    "N’T",
    "s'",
    "\"",
    "“",
    "”",
    "«",
    "»",
    "``",
    "''",
    "‘",
    "(",
    ")",
    "[",
    "%",
    "$",
    "€",
    "1",
    "42",
    "8,700",
    "é",
    "É",
    "İ",
    "ß",
    "ſ",
    "१",
];

#[test]
fn tokens_are_as_defined() {
    let lexicon = lexicon();
    let check = |text: &str| {
        let (mut new, mut old) = (Vec::new(), Vec::new());
        Scanner::new(&lexicon).scan(text, 0, &mut new);
        simple::Scanner::new(&lexicon).scan(text, 0, &mut old);
        assert_eq!(new, old, "{text:?}");
    };
    for one in PIECES {
        PIECES.iter().for_each(|other| check(&[one, other].concat()));
    }
    // A linear congruential generator's upper bits.
    let mut state: u64 = 7;
    let mut next = |most: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    for _ in 0..30_000 {
        let count = 3 + next(10);
        let text: String = (0..count).map(|_| PIECES[next(PIECES.len())]).collect();
        check(&text);
    }
}

#[test]
fn clitics_part_from_their_words() {
    assert_eq!(words("Kim’s didn't we're"), ["Kim", "’s", "did", "n't", "we", "'re"]);
}

#[test]
fn abbreviations_keep_their_dot() {
    assert_eq!(
        words("Mr. Kim, U.S. aide J. Doe."),
        ["Mr.", "Kim", ",", "U.S.", "aide", "J.", "Doe", "."]
    );
}

#[test]
fn numbers_and_hyphens_hold_together() {
    assert_eq!(
        words("42-year-old won 8,700 at 5:30 p.m. (R-Wis.)"),
        ["42-year-old", "won", "8,700", "at", "5:30", "p.m.", "(", "R-Wis", ".", ")"]
    );
}

#[test]
fn addresses_are_one_token() {
    assert_eq!(words("at dasl.yoon@wsj.com."), ["at", "dasl.yoon@wsj.com", "."]);
}

#[test]
fn doubled_single_marks_are_one_mark() {
    assert_eq!(words("``We,'' he"), ["``", "We", ",", "''", "he"]);
}

#[test]
fn marks_have_one_form() {
    for c in ('\u{80}'..=char::MAX).filter(|c| !c.is_alphanumeric()) {
        assert!(c.to_lowercase().eq([c]) && !c.is_uppercase(), "{c:?}");
    }
}
