//! The block of YAML (`---`) or TOML (`+++`) before the words of a Markdown file.
//!
//! Takes the file's text. Gives every value of the block with its path (`source.name`; a list's
//! values joined), what of them is known of an article, and where the words begin. A rule drawn
//! above a first paragraph is no front matter: there the block holds no keys.
//!
//! # Why values are taken straight from the parser
//!
//! Aliases of YAML can make a gigabyte of a kilobyte once a tree is built of them. Nothing is
//! built here, and a count of what was seen ends it.

use super::Trouble;
use super::header::Header;
use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use std::fmt;

/// The longest front matter, in bytes, and the most values in it; real ones have some 20.
const LENGTH: usize = 256 << 10;
const VALUES: usize = 10_000;

/// The deepest brackets: the parser of YAML looks through all that are open at each word.
const DEPTH: usize = 128;

/// A front matter read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Front {
    /// What it says of the article.
    pub(super) known: Header,
    /// Its other values by their paths.
    pub(super) fields: Vec<(String, String)>,
    /// Where the words begin, in bytes.
    pub(super) body: usize,
}

/// The keys that sites and note programs use, `_`, `-` and case aside; the first that has a value
/// holds. Format, not language.
const TITLE: [&str; 2] = ["title", "headline"];
const AUTHOR: [&str; 5] = ["author", "authors", "byline", "by", "creator"];
const DATE: [&str; 8] = [
    "date",
    "published",
    "publisheddate",
    "pubdate",
    "publishdate",
    "datepublished",
    "publishedat",
    "publicationdate",
];
const OUTLET: [&str; 7] =
    ["outlet", "publication", "newspaper", "publisher", "sitename", "site", "source"];
const URL: [&str; 6] = ["url", "canonical", "canonicalurl", "link", "permalink", "sourceurl"];

/// Reads the front matter; without one, the words begin at once.
///
/// # Errors
/// [`Trouble::FrontMatter`] with the file's line when the block cannot be read.
pub(super) fn read(text: &str) -> Result<Front, Trouble> {
    let Some((block, fence, body)) = block(text) else { return Ok(Front::default()) };
    let mut values = Values::default();
    match fence {
        "---" => yaml(block, &mut values)?,
        _ => toml(block, &mut values)?,
    }
    if values.all.is_empty() && !block.trim().is_empty() {
        return Ok(Front::default());
    }
    let mut fields = values.all;
    let known = known(&mut fields);
    Ok(Front { known, fields, body })
}

/// The block between its fences, the fence, and where the text goes on.
fn block(text: &str) -> Option<(&str, &str, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next()?;
    let fence = ["---", "+++"].into_iter().find(|f| first.trim_end() == *f)?;
    let mut at = first.len();
    for line in lines {
        let end = line.trim_end();
        if end == fence || (fence == "---" && end == "...") {
            return Some((&text[first.len()..at], fence, at + line.len()));
        }
        at += line.len();
        if at > LENGTH {
            break;
        }
    }
    None
}

fn yaml(block: &str, values: &mut Values) -> Result<(), Trouble> {
    if let Some(line) = too_deep(block) {
        let what = format!("brackets nested more than {DEPTH} deep");
        return Err(Trouble::FrontMatter(line + 1, what));
    }
    let parser = serde_norway::Deserializer::from_str(block);
    Place { values, path: String::new() }.deserialize(parser).map_err(|error| {
        let line = error.location().map_or(0, |l| l.line());
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        // The fence is the first line.
        Trouble::FrontMatter(line + 1, what.into())
    })
}

/// The line, from 1, where brackets are nested too deep.
fn too_deep(block: &str) -> Option<usize> {
    let mut open: usize = 0;
    let at = block.lines().position(|line| {
        line.bytes().any(|byte| {
            match byte {
                b'[' | b'{' => open += 1,
                b']' | b'}' => open = open.saturating_sub(1),
                _ => {}
            }
            open > DEPTH
        })
    });
    at.map(|line| line + 1)
}

fn toml(block: &str, values: &mut Values) -> Result<(), Trouble> {
    let told = |error: toml::de::Error| {
        let start = error.span().map_or(0, |s| s.start.min(block.len()));
        let line = block.as_bytes()[..start].iter().filter(|b| **b == b'\n').count();
        Trouble::FrontMatter(line + 2, error.message().lines().collect::<Vec<_>>().join(", "))
    };
    let parser = toml::Deserializer::parse(block).map_err(told)?;
    Place { values, path: String::new() }.deserialize(parser).map_err(told)
}

/// What is known of the article; its keys leave `fields`.
fn known(fields: &mut Vec<(String, String)>) -> Header {
    let mut take = |keys: &[&str], fits: fn(&str) -> bool| {
        let at =
            keys.iter().find_map(|k| fields.iter().position(|(n, v)| key(n) == **k && fits(v)));
        at.map_or(String::new(), |at| fields.remove(at).1)
    };
    let title = take(&TITLE, |_| true);
    let author = take(&AUTHOR, |_| true);
    let published = take(&DATE, |_| true);
    let url = take(&URL, is_address);
    let outlet = take(&OUTLET, |v| !is_address(v));
    // Clippers of web pages write the address as the source.
    let url = if url.is_empty() { take(&["source"], is_address) } else { url };
    Header { outlet, published, title, author, url, body: 0 }
}

/// `author.name`, `pub_date` and `PubDate` as the tables have them.
fn key(path: &str) -> String {
    let name = path.strip_suffix(".name").unwrap_or(path);
    name.chars().filter(|c| !"-_ ".contains(*c)).flat_map(char::to_lowercase).collect()
}

fn is_address(value: &str) -> bool {
    ["http://", "https://"].iter().any(|s| value.starts_with(s))
}

/// All values met so far.
#[derive(Default)]
struct Values {
    all: Vec<(String, String)>,
    seen: usize,
}

/// The values under one path.
struct Place<'v> {
    values: &'v mut Values,
    path: String,
}

/// What `toml` calls the one key of a date.
const TOML_DATE: &str = "$__toml_private_datetime";

impl Place<'_> {
    fn under(&mut self, key: &str) -> Place<'_> {
        let path = match (key, &*self.path) {
            (TOML_DATE, path) => path.into(),
            (key, "") => key.into(),
            (key, path) => format!("{path}.{key}"),
        };
        Place { values: self.values, path }
    }

    /// Counts one value; its bytes and its path's count too, for a long one may be repeated.
    fn count<E: Error>(&mut self, value: &str) -> Result<(), E> {
        self.values.seen += 1 + (self.path.len() + value.len()) / 64;
        if self.values.seen > VALUES {
            return Err(E::custom("too many values, or values that repeat one another"));
        }
        Ok(())
    }

    fn put<E: Error>(mut self, value: &str) -> Result<(), E> {
        self.count(value)?;
        // A value alone, without a key, is a paragraph between two rules.
        if self.path.is_empty() || value.is_empty() {
            return Ok(());
        }
        match self.values.all.last_mut().filter(|(path, _)| *path == self.path) {
            Some((_, before)) => {
                before.push_str("; ");
                before.push_str(value);
            }
            None => self.values.all.push((self.path, value.into())),
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "keys and values")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.put(&value.to_string())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.put(&value.to_string())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.put(&value.to_string())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        self.put(&value.to_string())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.put(value.trim())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.put("")
    }

    fn visit_none<E: Error>(self) -> Result<(), E> {
        self.put("")
    }

    fn visit_some<D: serde::Deserializer<'de>>(self, parser: D) -> Result<(), D::Error> {
        parser.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        self.count("")?;
        while list
            .next_element_seed(Place { values: self.values, path: self.path.clone() })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.count("")?;
        while let Some(key) = map.next_key::<String>()? {
            map.next_value_seed(self.under(&key))?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let (_, value) = tagged.variant::<String>()?;
        value.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field<'f>(front: &'f Front, path: &str) -> Option<&'f str> {
        front.fields.iter().find(|(p, _)| p == path).map(|(_, v)| &**v)
    }

    #[test]
    fn yaml_tells_what_is_known_and_keeps_the_rest_by_path() {
        let text = "---\r\ntitle: 'Kim: no talks'\r\nauthors:\r\n  - name: Ann Moon\r\n  - name: Lee Park\r\ndate: 2026-02-26 10:30:00 +09:00\r\nsource: {name: The Herald, id: 7}\r\nlink: https://example.org/a\r\ntags: [north, talks]\r\ndraft: false\r\nnote:\r\n---\r\nWords.";
        let front = read(text).unwrap();
        let known = &front.known;
        assert_eq!((&*known.title, &*known.author), ("Kim: no talks", "Ann Moon; Lee Park"));
        assert_eq!(
            (&*known.published, &*known.outlet),
            ("2026-02-26 10:30:00 +09:00", "The Herald")
        );
        assert_eq!((&*known.url, &text[front.body..]), ("https://example.org/a", "Words."));
        assert_eq!(field(&front, "tags"), Some("north; talks"));
        assert_eq!(
            (field(&front, "source.id"), field(&front, "draft")),
            (Some("7"), Some("false"))
        );
        assert_eq!(front.fields.len(), 3);
    }

    #[test]
    fn toml_tells_the_same() {
        let front = read("+++\ntitle = \"Talks\"\npub_date = 2026-02-26T10:30:00+09:00\n[source]\nname = \"The Herald\"\n[extra]\nwords = 900\n+++\nx").unwrap();
        let known = &front.known;
        assert_eq!((&*known.title, &*known.outlet), ("Talks", "The Herald"));
        assert_eq!(known.published, "2026-02-26T10:30:00+09:00");
        assert_eq!(field(&front, "extra.words"), Some("900"));
    }

    #[test]
    fn an_address_as_source_is_no_outlet() {
        let front = read("---\nsource: https://example.org/a\n---\n").unwrap();
        assert_eq!((&*front.known.outlet, &*front.known.url), ("", "https://example.org/a"));
    }

    #[test]
    fn a_fault_is_told_by_the_line_of_the_file() {
        let told = |text| match read(text) {
            Err(Trouble::FrontMatter(line, what)) => (line, what),
            other => panic!("{other:?}"),
        };
        assert_eq!(told("---\ntitle: a\nauthor: b: c\n---\n").0, 3);
        assert_eq!(told("+++\ntitle = \"a\"\ndate = soon\n+++\n").0, 3);
        assert!(!told("---\na: [1\n---\n").1.contains(" at line "));
    }

    #[test]
    fn rules_between_paragraphs_are_no_front_matter() {
        for text in
            ["---\nKim said no.\n---\nMoon too.", "---\nKim said: no.", "Kim\n---\n", "", "---"]
        {
            assert_eq!(read(text).unwrap(), Front::default(), "{text}");
        }
        assert_eq!(read("---\n---\nx").unwrap().body, 8);
    }

    #[test]
    fn aliases_that_multiply_are_stopped() {
        let mut laughs = String::from("---\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for i in 1..12 {
            let row = vec![format!("*a{}", i - 1); 10].join(", ");
            laughs.push_str(&format!("a{i}: &a{i} [{row}]\n"));
        }
        laughs.push_str("---\n");
        let wide =
            format!("---\na: &a [{}]\nb: [{}]\n---\n", "x,".repeat(9_000), "*a,".repeat(9_000));
        let deep =
            ["[", "{a: ", "- ", "? "].map(|s| format!("---\na: {}\n---\n", s.repeat(50_000)));
        let items = format!("---\n{}\n---\n", "- ".repeat(50_000));
        let tables = format!("+++\na = {}\n+++\n", "[".repeat(50_000));
        let started = std::time::Instant::now();
        for text in [laughs, wide, items, tables].iter().chain(&deep) {
            assert!(matches!(read(text), Err(Trouble::FrontMatter(..))), "{}", &text[..40]);
        }
        assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    }
}
