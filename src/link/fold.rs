//! Names without what differs between spellings.

use crate::speakers::{Vocabulary, is_acronym};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// `text` with letters that bear no mark: "Raúl" becomes "Raul".
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for letter in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match letter {
            // Letters that Unicode takes for whole, and that are written without their mark.
            'ø' => out.push('o'),
            'Ø' => out.push('O'),
            'ł' => out.push('l'),
            'Ł' => out.push('L'),
            'đ' | 'ð' => out.push('d'),
            'Đ' | 'Ð' => out.push('D'),
            'ı' => out.push('i'),
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            other => out.push(other),
        }
    }
    Cow::Owned(out)
}

/// The letters and digits of `text` in lower case, without marks: what is left
/// of "Kim Jong-un" and "KIM JONG UN" alike.
pub(super) fn letters(text: &str) -> String {
    let plain = plain(text);
    plain.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The letters of a name, without a leading article and an acronym in brackets.
pub(super) fn fold(name: &str, words: &Vocabulary<'_>) -> String {
    letters(without_article(split_acronym(name).0, words))
}

/// `name` without a definite article that leads it, unless it is all there is.
pub(super) fn without_article<'n>(name: &'n str, words: &Vocabulary<'_>) -> &'n str {
    let name = name.trim();
    match name.split_once(char::is_whitespace) {
        Some((first, rest)) if has(words.definite, first, words) => rest.trim_start(),
        _ => name,
    }
}

/// Whether a word, whatever its case, is in a list.
pub(super) fn has(list: crate::speakers::List, word: &str, words: &Vocabulary<'_>) -> bool {
    words.has(list, words.lexicon.id(&word.to_lowercase()))
}

/// A word without what is written to it: "Clinton" for "Clinton’s", "Sanders" for "Sanders’".
pub(super) fn without_clitic<'w>(word: &'w str, words: &Vocabulary<'_>) -> &'w str {
    let Some(at) = word.rfind(['’', '\'']) else { return word };
    let clitic = word[at..].replace('’', "'");
    if clitic == "'" || has(words.clitics, &clitic, words) { &word[..at] } else { word }
}

/// "Korean Central News Agency (KCNA)" as name and acronym.
pub(super) fn split_acronym(name: &str) -> (&str, Option<&str>) {
    let bracketed = name.trim_end().strip_suffix(')').and_then(|n| n.rsplit_once('('));
    match bracketed {
        Some((long, acronym)) if !long.trim().is_empty() && is_acronym(acronym) => {
            (long.trim_end(), Some(acronym))
        }
        _ => (name, None),
    }
}

/// The acronym that a name is: "KCNA", "N.A.A.C.P.".
pub(super) fn as_acronym(name: &str) -> Option<String> {
    let bare: String = name.chars().filter(|&c| c != '.').collect();
    is_acronym(&bare).then_some(bare)
}

/// The first letters of a name's capitalised words.
pub(super) fn initials(name: &str) -> String {
    let parts = name.split(|c: char| c.is_whitespace() || c == '-');
    parts.filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    #[test]
    fn spellings_of_one_name_fold_alike() {
        let rules = RuleSet::embedded().unwrap();
        let words = Vocabulary::of(&rules.lexicon);
        for (one, other) in [
            ("Kim Jong Un", "KIM JONG-UN"),
            ("Terry O’Neill", "Terry O'Neill"),
            ("Raúl Łukasz Strømß", "Raul Lukasz Stromss"),
            ("N.A.A.C.P.", "NAACP"),
            ("the White House", "White House"),
            ("Korean Central News Agency (KCNA)", "Korean Central News Agency"),
        ] {
            assert_eq!(fold(one, &words), fold(other, &words));
        }
        assert_ne!(fold("The", &words), "", "an article alone is all there is");
        assert_ne!(fold("Kim (left)", &words), fold("Kim", &words), "no acronym");
    }

    #[test]
    fn an_apostrophe_inside_a_name_stays() {
        let rules = RuleSet::embedded().unwrap();
        let words = Vocabulary::of(&rules.lexicon);
        let bare = ["Clinton’s", "Clinton's", "Sanders’", "O’Neill"]
            .map(|word| without_clitic(word, &words));
        assert_eq!(bare, ["Clinton", "Clinton", "Sanders", "O’Neill"]);
    }

    #[test]
    fn initials_are_of_capitalised_words() {
        assert_eq!(initials("Organization of the Petroleum Exporting Countries"), "OPEC");
        assert_eq!(as_acronym("C.I.A.").as_deref(), Some("CIA"));
        assert_eq!(as_acronym("Reuters"), None);
    }
}
