//! What a text's first lines say of it: ` date 2026-02-26`, or `Key: value` lines.
//!
//! The header stays in the text, so that places in rows are places in the file;
//! [`Header::body`] is where the article's own words begin.

use super::DateRule;
use super::date;

/// What an article's header, sidecar or record says of it. Empty means unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) outlet: String,
    pub(super) published: String,
    pub(super) title: String,
    pub(super) author: String,
    pub(super) url: String,
    /// In bytes.
    pub(super) body: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    Date,
    Outlet,
    Title,
    Author,
    Url,
    /// Known, and of no use here.
    Other,
}

/// The words that headers in files use; format, not language.
const KEYS: [(&str, Key); 20] = [
    ("author", Key::Author),
    ("by", Key::Author),
    ("byline", Key::Author),
    ("category", Key::Other),
    ("date", Key::Date),
    ("headline", Key::Title),
    ("id", Key::Other),
    ("language", Key::Other),
    ("link", Key::Url),
    ("newspaper", Key::Outlet),
    ("outlet", Key::Outlet),
    ("publication", Key::Outlet),
    ("publication date", Key::Date),
    ("published", Key::Date),
    ("publisher", Key::Outlet),
    ("section", Key::Other),
    ("source", Key::Outlet),
    ("tags", Key::Other),
    ("title", Key::Title),
    ("url", Key::Url),
];

impl Header {
    /// Reads the head of `text`. A `Key: value` block counts when it has two
    /// known keys, or one and an empty line after it.
    pub(super) fn read(text: &str) -> Self {
        let mut header = Self { body: leading_space(text), ..Self::default() };
        header.date_line(text);
        header.block(text);
        header
    }

    /// `date 2026-02-26`, and the words may follow on the same line.
    fn date_line(&mut self, text: &str) {
        let rest = &text[self.body..];
        let Some(after) = strip_word(rest, "date") else { return };
        let value = after.trim_start_matches([':', ' ', '\t']);
        let date = value.split_whitespace().next().unwrap_or_default();
        if value.len() < after.len() && iso_date(date).is_some_and(|d| d == date) {
            date.clone_into(&mut self.published);
            let past = text.len() - value.len() + date.len();
            self.body = past + leading_space(&text[past..]);
        }
    }

    fn block(&mut self, text: &str) {
        let mut found = self.clone();
        let (mut known, mut empty_line) = (0, false);
        for line in text[self.body..].split_inclusive('\n') {
            if line.trim().is_empty() {
                empty_line = true;
                break;
            }
            let Some((key, value)) = key_value(line) else { break };
            known += 1;
            found.set(key, value);
            found.body += line.len();
        }
        if known > 1 || (known == 1 && empty_line) {
            found.body += leading_space(&text[found.body..]);
            *self = found;
        }
    }

    fn set(&mut self, key: Key, value: &str) {
        let field = match key {
            Key::Date => &mut self.published,
            Key::Outlet => &mut self.outlet,
            Key::Title => &mut self.title,
            Key::Author => &mut self.author,
            Key::Url => &mut self.url,
            Key::Other => return,
        };
        if field.is_empty() {
            value.clone_into(field);
        }
    }

    /// Takes from `other` what it knows; where both know, `other` holds.
    pub(super) fn overrule(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.outlet, &other.outlet),
            (&mut self.published, &other.published),
            (&mut self.title, &other.title),
            (&mut self.author, &other.author),
            (&mut self.url, &other.url),
        ] {
            if !theirs.is_empty() {
                mine.clone_from(theirs);
            }
        }
    }

    /// Brings `published` to ISO 8601, as coarse as given; gives back what is no date.
    pub(super) fn settle_date(&mut self, rule: &DateRule) -> Option<String> {
        if self.published.is_empty() {
            return None;
        }
        match date::iso(&self.published, rule) {
            Some(date) => {
                self.published = date;
                None
            }
            None => Some(std::mem::take(&mut self.published)),
        }
    }
}

fn key_value(line: &str) -> Option<(Key, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim().to_ascii_lowercase().replace(['_', '-'], " ");
    let at = KEYS.binary_search_by(|(k, _)| (*k).cmp(key.as_str())).ok()?;
    Some((KEYS[at].1, value.trim()))
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

fn leading_space(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// [`date::iso`] where nothing is known of how dates are written.
pub(super) fn iso_date(given: &str) -> Option<String> {
    date::iso(given, &date::DateRule::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> &str {
        &text[Header::read(text).body..]
    }

    #[test]
    fn a_date_may_stand_before_the_words_on_their_line() {
        let text = " date 2026-02-26 SEOUL—Kim Jong Un left the door open.";
        assert_eq!(Header::read(text).published, "2026-02-26");
        assert_eq!(body(text), "SEOUL—Kim Jong Un left the door open.");
    }

    #[test]
    fn a_sentence_that_begins_with_date_is_no_header() {
        for text in ["Date palms grow.", "Date night: a review", "date", "dates 2026-02-26 x"] {
            assert_eq!(body(text), text);
            assert_eq!(Header::read(text).published, "");
        }
    }

    #[test]
    fn two_known_keys_make_a_header() {
        let text = "Title: Kim speaks\r\nPublication-Date: 2024-07\r\nSEOUL: he said no.";
        let header = Header::read(text);
        assert_eq!((&*header.title, &*header.published), ("Kim speaks", "2024-07"));
        assert_eq!(body(text), "SEOUL: he said no.");
    }

    #[test]
    fn one_known_key_needs_an_empty_line() {
        assert_eq!(body("Source: Reuters\n\nSEOUL (Reuters) - No."), "SEOUL (Reuters) - No.");
        let speech = "Source: a senior official.\nHe said no.";
        assert_eq!(body(speech), speech);
    }

    #[test]
    fn a_transcript_is_no_header() {
        let text = "SMITH: Thank you.\n\nJONES: Good evening.";
        assert_eq!(body(text), text);
        let after = "Title: Debate\nDate: 2016-09-12\nSMITH: Thank you.";
        assert_eq!(body(after), "SMITH: Thank you.");
    }

    #[test]
    fn the_keys_are_sorted_for_the_search() {
        assert!(KEYS.is_sorted_by_key(|(key, _)| key));
    }

    #[test]
    fn a_date_that_is_none_is_given_back() {
        let mut header = Header::read("Title: x\nDate: last Tuesday\n\nWords.");
        assert_eq!(header.settle_date(&DateRule::default()).as_deref(), Some("last Tuesday"));
        assert_eq!(header.published, "");
    }
}
