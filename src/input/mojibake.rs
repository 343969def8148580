//! Turns back UTF-8 that was once read as Windows-1252: `â€œ`, `Ã©`.
//!
//! Takes a text; gives it with such sequences as the characters that they were, and how many.
//! Twice is no more than twice: the caller asks again.
//!
//! # Why a sequence that could be turned back is sometimes not
//!
//! `“AMANHÔ` ends in a real letter and a real quotation mark, and the two are also what `Ô` looks
//! like when wrongly decoded. A sequence is turned back at once only where no writer would set it
//! (`Ã³` after a small letter, `â€` before anything); the others follow when the text has more of
//! the first kind than of theirs.

use encoding_rs::WINDOWS_1252;
use std::sync::LazyLock;

/// What Windows-1252 makes of the bytes 0x80 to 0x9F; the five it does not use stay controls.
static UPPER: LazyLock<Vec<char>> = LazyLock::new(|| {
    let bytes: Vec<u8> = (0x80..=0x9F).collect();
    WINDOWS_1252.decode_without_bom_handling(&bytes).0.chars().collect()
});

fn byte_of(c: char) -> Option<u8> {
    match u32::from(c) {
        code @ 0x80..=0xFF => u8::try_from(code).ok(),
        _ => UPPER.iter().position(|&u| u == c).map(|at| 0x80 + at as u8),
    }
}

/// A character that stands as two to four wrongly decoded ones.
struct Sequence {
    is: char,
    /// Bytes in the text.
    len: usize,
    second: char,
    verdict: Verdict,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Sure,
    Possible,
}

/// The sequence at the head of `text`; `before` is the character that precedes it.
fn sequence(text: &str, before: Option<char>) -> Option<Sequence> {
    let mut chars = composed(text);
    let (lead, mut len) = chars.next().filter(|(c, _)| ('\u{C2}'..='\u{F4}').contains(c))?;
    let mut bytes = [byte_of(lead)?, 0, 0, 0];
    let size = bytes[0].leading_ones() as usize;
    let (mut controls, mut second) = (false, None);
    for slot in bytes.iter_mut().take(size).skip(1) {
        let Some((c, long)) = chars.next() else { return cut_quote(text) };
        let Some(byte @ 0x80..=0xBF) = byte_of(c) else { return cut_quote(text) };
        *slot = byte;
        len += long;
        controls |= c.is_control();
        second.get_or_insert(c);
    }
    let (second, after) = (second?, chars.next().map(|(c, _)| c));
    let is = std::str::from_utf8(&bytes[..size]).ok()?.chars().next()?;
    let sure = controls || is_sure(lead, second, size, before, after);
    let verdict = if sure { Verdict::Sure } else { Verdict::Possible };
    // U+07C0 on: two-byte scripts that no news export was seen in, and `ß“` would be one.
    (sure || size > 2 || is < '\u{7C0}').then_some(Sequence { is, len, second, verdict })
}

/// Letters of wrongly decoded text that an archive has taken apart (Unicode's NFD and NFKD).
const TAKEN_APART: [(&str, char); 6] = [
    ("A\u{302}", 'Â'),
    ("A\u{303}", 'Ã'),
    (" \u{301}", '´'),
    (" \u{304}", '¯'),
    (" \u{308}", '¨'),
    (" \u{327}", '¸'),
];

/// The characters of `text` and their bytes in it, those taken apart as one.
fn composed(text: &str) -> impl Iterator<Item = (char, usize)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let c = rest.chars().next()?;
        let whole = TAKEN_APART.iter().find(|(pair, _)| rest.starts_with(pair));
        let (c, len) = whole.map_or((c, c.len_utf8()), |(pair, c)| (*c, pair.len()));
        rest = &rest[len..];
        Some((c, len))
    })
}

/// `â€` whose last byte, one that Windows-1252 does not use, was dropped: a closing quotation mark.
fn cut_quote(text: &str) -> Option<Sequence> {
    let after = text.strip_prefix("â€")?.chars().next();
    let ends = after.is_none_or(|c| c.is_whitespace() || c.is_ascii_punctuation());
    let (is, len, second, verdict) = ('”', "â€".len(), '€', Verdict::Sure);
    ends.then_some(Sequence { is, len, second, verdict })
}

/// Whether no writer sets these characters side by side.
fn is_sure(
    lead: char,
    second: char,
    size: usize,
    before: Option<char>,
    after: Option<char>,
) -> bool {
    let small = |c: Option<char>| c.is_some_and(char::is_lowercase);
    match (size, lead) {
        (4, _) => second == 'Ÿ' || second.is_control(),
        (3, 'â') => matches!(second, '€' | '‚' | '„' | '†' | 'ˆ' | '‰'),
        (3, 'ï') => matches!(second, '¿' | '»' | '¬'),
        (3, _) => false,
        (_, 'Â') if second == '\u{A0}' => {
            before.is_some_and(|c| !c.is_whitespace() && !c.is_uppercase())
        }
        (_, 'Â' | 'Ã') if !may_follow_a_word(second) => true,
        _ if lead.is_lowercase() || !lead.is_alphabetic() => false,
        _ => small(before) || (small(after) && second != '\u{A0}'),
    }
}

/// What stands behind the last letter of a word without a space.
fn may_follow_a_word(c: char) -> bool {
    matches!(c, '\u{A0}' | '«' | '»' | '‹' | '›' | '‘' | '’' | '“' | '”' | '…' | '–' | '—')
        || matches!(c, '¹' | '²' | '³' | '™' | '®' | '·' | '•' | '‰' | '°' | 'º' | 'ª')
}

/// The text with its wrongly decoded sequences turned back; `None` when there are none.
pub(super) fn turn_back(text: &str) -> Option<(String, usize)> {
    let found = sequences(text);
    let sure = found.iter().filter(|(_, s)| s.verdict == Verdict::Sure).count();
    let all = sure > found.len() - sure;
    let mut out = String::with_capacity(text.len());
    let (mut past, mut count) = (0, 0);
    for (at, sequence) in found {
        if all || sequence.verdict == Verdict::Sure {
            out.push_str(&text[past..at]);
            out.push(sequence.is);
            past = at + sequence.len;
            count += 1;
        }
    }
    out.push_str(&text[past..]);
    (count > 0).then_some((out, count))
}

/// All sequences, with their places. Two side by side are no accident.
fn sequences(text: &str) -> Vec<(usize, Sequence)> {
    let mut found: Vec<(usize, Sequence)> = Vec::new();
    let (mut at, mut before) = (0, None);
    while let Some(c) = text[at..].chars().next() {
        let here = if c.is_ascii() && c != 'A' { None } else { sequence(&text[at..], before) };
        let here = here.or_else(|| latin_1(c));
        let Some(mut sequence) = here else {
            at += c.len_utf8();
            before = Some(c);
            continue;
        };
        if let Some((_, last)) = found.last_mut().filter(|(p, s)| p + s.len == at)
            && ![last.second, sequence.second].into_iter().all(may_follow_a_word)
        {
            last.verdict = Verdict::Sure;
            sequence.verdict = Verdict::Sure;
        }
        before = Some(sequence.is);
        let len = sequence.len;
        found.push((at, sequence));
        at += len;
    }
    found
}

/// A control that is a Windows-1252 character read as Latin-1: `don\u{92}t`.
fn latin_1(c: char) -> Option<Sequence> {
    let at = u32::from(c).checked_sub(0x80).filter(|at| *at < 0x20)?;
    let is = *UPPER.get(at as usize)?;
    let (len, verdict) = (c.len_utf8(), Verdict::Sure);
    (is != c).then_some(Sequence { is, len, second: c, verdict })
}

#[cfg(test)]
mod tests {
    use super::super::tidy::{Mended, mend};
    use super::*;

    fn mended(text: &str) -> String {
        mend(text.into()).0
    }

    /// UTF-8 read as Windows-1252.
    fn spoilt(text: &str) -> String {
        WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    const TEXTS: [&str; 8] = [
        "“We are ready,” Kim said – “for talks… or for war.” It’s 5 € a day.",
        "Le café où il a été élu à Genève coûte déjà 3 £ par tête.",
        "A nação não sabe: “a eleição é amanhã”.",
        "La elección de José Ñáñez: ¿cuándo será?",
        "Die Größe der Straße überraschte Müller.",
        "Łódź i Kraków są piękne.",
        "Она сказала: «нет».",
        "Moon 😀 said 日本 and ™ and €.",
    ];

    #[test]
    fn what_was_wrongly_decoded_comes_back_even_when_twice() {
        for text in TEXTS {
            assert_eq!(mended(&spoilt(text)), text);
            assert_eq!(mended(&spoilt(&spoilt(text))), text, "twice");
        }
    }

    #[test]
    fn what_a_writer_meant_stays() {
        let real = [
            "Â«",
            "« Â »",
            "« Il a été\u{A0}» dit Kim, « voilà\u{A0}»…",
            "“AMANHÔ, disse. «AMANHû, «IRMû e “NÃO”.",
            "„Das war ein Spaß“, sagte Moon. Nur Spaß…",
            "Ông ấy nói: “Tôi yêu Huế” – ở Đà Nẵng. ÂN CẦN",
            "Âge d’or — l’été… l’été—… café¹² Nestlé™®",
            "5 € × 3 = 15 €; 3 ×°",
            "â and ã and Ã",
        ];
        for text in real.iter().chain(&TEXTS) {
            let (got, what) = mend((*text).to_owned());
            assert_eq!((&*got, what), (*text, Mended::default()));
        }
    }

    #[test]
    fn a_possible_sequence_follows_the_sure_ones() {
        assert_eq!(mended("nÃ£o, Ã© “AMANHÃƒâ€\u{9d}. Ã“"), "não, é “AMANHÃ”. Ó");
        assert_eq!(mended("cafÃ© de MANHÔ, «AMANHû"), "café de MANHÔ, «AMANHû");
    }

    #[test]
    fn what_was_taken_apart_after_it_was_wrongly_decoded_comes_back() {
        assert_eq!(
            mended("FranA\u{303}\u{83}A\u{302}§ois, SA\u{303}©golA\u{303} \u{308}ne"),
            "François, Ségolène"
        );
        assert_eq!(mended("A\u{302}ge, Ba\u{308}r"), "A\u{302}ge, Ba\u{308}r");
    }

    #[test]
    fn a_closing_mark_that_lost_its_last_byte_is_one() {
        assert_eq!(
            mended("â€œWe are ready,â€ Kim said. â€œNo.â€"),
            "“We are ready,” Kim said. “No.”"
        );
    }

    #[test]
    fn windows_1252_read_as_latin_1_is_mended() {
        assert_eq!(mended("\u{93}I don\u{92}t,\u{94} he said\u{85}"), "“I don’t,” he said…");
    }

    #[test]
    fn pieces_of_sequences_never_panic() {
        let pieces = [
            "Ã", "â", "€", "œ", "\u{9d}", "ð", "Ÿ", "ï", "»", "a", "\u{AD}", "\u{200D}", " ", "é",
            "Â\u{A0}",
        ];
        let mut state = 1u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..6 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(pieces[(state >> 33) as usize % pieces.len()]);
            }
            let (got, what) = mend(text.clone());
            assert_eq!(what.is_nothing(), got == text, "{text:?} gave {got:?}");
        }
    }
}
