//! Records with fields to what an article needs of them.
//!
//! Takes a record's fields as JSON values, whatever form they came in. Gives id, text, what
//! is known and what is kept. Which field is which is said by [`FieldMap`], else guessed from
//! names in use, and told once a file.
//!
//! # Why the names stand in an order
//!
//! A record often has several that would do: `content` and a shorter `description`, `source`
//! and `domain`. The first in the table that is not empty is taken, so that the same records
//! are read alike whatever the order of their fields.

use super::fields::{Role, at};
use super::header::Header;
use super::names::{INNER, NAMES, OWN, folded};
use super::raw::Body;
use super::{Options, Trouble};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};
use std::sync::Arc;

/// What an article needs of a record.
#[derive(Debug)]
pub(super) struct Picked {
    pub(super) id: Option<String>,
    pub(super) body: Body,
    pub(super) known: Header,
    pub(super) kept: Vec<Option<String>>,
}

/// Picks from the records of one file.
pub(super) struct Picker {
    options: Arc<Options>,
    /// Names of roles that were not named, with their rank.
    guesses: FxHashMap<&'static str, (Role, usize)>,
    told: bool,
    told_markup: bool,
}

/// What was found for a role: its rank, the field, the value.
type Found = Option<(usize, String)>;

impl Picker {
    pub(super) fn new(options: &Arc<Options>) -> Self {
        let open = |role: &Role| options.fields.get(*role).is_none();
        let ranked = NAMES.iter().filter(|(role, _)| open(role)).flat_map(|(role, names)| {
            names.iter().enumerate().map(|(rank, name)| (*name, (*role, rank)))
        });
        let guesses = ranked.collect();
        Self { options: Arc::clone(options), guesses, told: false, told_markup: false }
    }

    /// Whether a field of that name at the top of a record may be needed.
    pub(super) fn wants(&self, key: &str) -> bool {
        let options = &self.options;
        let named = Role::ALL.iter().filter_map(|(role, _)| options.fields.get(*role));
        let kept = options.keep.iter().map(|keep| &*keep.field);
        self.guesses.contains_key(&*folded(key)) || named.chain(kept).any(|path| begins(path, key))
    }

    /// Takes a record apart. `notes` gets what was guessed.
    pub(super) fn pick(
        &mut self,
        record: &mut Map<String, Value>,
        notes: &mut Vec<Trouble>,
    ) -> Result<Picked, Trouble> {
        let kept = self.options.keep.iter().map(|keep| at(record, &keep.field).map(printed));
        let kept = kept.collect();
        let found = self.find(record);
        let text = self.text(record, &found)?;
        self.tell(&found, notes);
        let body = self.body(text, &found, notes);
        let value = |role: Role| self.value(record, role, &found);
        let known = Header {
            outlet: value(Role::Outlet),
            published: value(Role::Date),
            title: value(Role::Title),
            author: value(Role::Author),
            url: value(Role::Url),
            body: 0,
        };
        let id = Some(value(Role::Id)).filter(|id| !id.is_empty());
        Ok(Picked { id, body, known, kept })
    }

    /// The best field that is not empty for each role that is to be guessed.
    fn find(&self, record: &Map<String, Value>) -> [Found; Role::ALL.len()] {
        let mut found: [Found; Role::ALL.len()] = Default::default();
        for (key, value) in record {
            let Some(&(role, rank)) = self.guesses.get(&*folded(key)) else {
                continue;
            };
            let place = &mut found[role as usize];
            let fits = !is_empty(value) && (role != Role::Text || !value.is_number());
            if fits && place.as_ref().is_none_or(|(best, _)| rank < *best) {
                *place = Some((rank, key.clone()));
            }
        }
        found
    }

    /// The text, taken out of the record where it is a plain field of it.
    fn text(
        &self,
        record: &mut Map<String, Value>,
        found: &[Found; Role::ALL.len()],
    ) -> Result<String, Trouble> {
        let wanted = self.options.fields.get(Role::Text);
        let key = wanted.or(found[Role::Text as usize].as_ref().map(|(_, key)| &**key));
        let text = match key.and_then(|key| record.get_mut(key)) {
            Some(Value::String(text)) => Some(std::mem::take(text)),
            Some(Value::Number(_)) => None,
            Some(value) => Some(joined(value, "\n\n")),
            None => key.and_then(|key| at(record, key)).map(|value| joined(value, "\n\n")),
        };
        text.ok_or_else(|| match wanted.is_none() && self.is_blank(record) {
            true => Trouble::Empty,
            false => Trouble::NoText {
                wanted: wanted.map(Into::into),
                fields: record.keys().cloned().collect(),
            },
        })
    }

    /// Whether it has a field for the text, and nothing in it.
    fn is_blank(&self, record: &Map<String, Value>) -> bool {
        record.iter().any(|(key, value)| {
            let guess = self.guesses.get(&*folded(key));
            is_empty(value) && guess.is_some_and(|(role, _)| *role == Role::Text)
        })
    }

    fn body(
        &mut self,
        text: String,
        found: &[Found; Role::ALL.len()],
        notes: &mut Vec<Trouble>,
    ) -> Body {
        if !is_markup(&text) {
            return Body::Decoded(text);
        }
        if !std::mem::replace(&mut self.told_markup, true) {
            let field = self.options.fields.get(Role::Text);
            let field = field.or(found[Role::Text as usize].as_ref().map(|(_, key)| &**key));
            notes.push(Trouble::Markup(format!("`{}`", field.unwrap_or("text"))));
        }
        Body::Fragment(text)
    }

    fn value(
        &self,
        record: &Map<String, Value>,
        role: Role,
        found: &[Found; Role::ALL.len()],
    ) -> String {
        let value = match self.options.fields.get(role) {
            Some(path) => at(record, path),
            None => found[role as usize].as_ref().and_then(|(_, key)| record.get(key)),
        };
        let between = if role == Role::Author { ", " } else { "" };
        value.map_or_else(String::new, |value| joined(value, between).trim().to_owned())
    }

    /// Says once a file what was guessed.
    fn tell(&mut self, found: &[Found; Role::ALL.len()], notes: &mut Vec<Trouble>) {
        if std::mem::replace(&mut self.told, true) {
            return;
        }
        let own = |role| OWN.iter().find(|(r, _)| *r == role).map_or(1, |(_, count)| *count);
        let told: Vec<String> = [Role::Text, Role::Id, Role::Title, Role::Author, Role::Date]
            .into_iter()
            .chain([Role::Outlet, Role::Url])
            .filter_map(|role| found[role as usize].as_ref().map(|(rank, key)| (role, *rank, key)))
            .filter(|(role, rank, _)| *rank >= own(*role))
            .map(|(role, _, key)| format!("{} from `{key}`", role.name()))
            .collect();
        if !told.is_empty() {
            notes.push(Trouble::Guessed(told.join(", ")));
        }
    }
}

/// Whether a path may begin with that key; keys may have dots of their own.
fn begins(path: &str, key: &str) -> bool {
    let head = path.get(..key.len()).is_some_and(|head| head.eq_ignore_ascii_case(key));
    head && matches!(path.as_bytes().get(key.len()), None | Some(b'.'))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Number(_) => false,
        Value::Array(values) => values.iter().all(is_empty),
        Value::Object(object) => inner(object).is_none_or(is_empty),
    }
}

/// The one value that an object stands for.
fn inner(object: &Map<String, Value>) -> Option<&Value> {
    INNER.iter().find_map(|key| object.get(*key))
}

/// A value as text: of a list all, with `between` between them, or the first.
fn joined(value: &Value, between: &str) -> String {
    match value {
        Value::Null | Value::Bool(_) => String::new(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Object(object) => inner(object).map_or_else(String::new, |v| joined(v, between)),
        Value::Array(values) => {
            let texts = values.iter().filter(|v| !is_empty(v)).map(|v| joined(v, between));
            if between.is_empty() {
                texts.into_iter().next().unwrap_or_default()
            } else {
                texts.collect::<Vec<_>>().join(between)
            }
        }
    }
}

/// A kept value: text as it is, all else as JSON has it.
fn printed(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Elements whose tags tell that a text is HTML; others may be a feed's own (`<tweet>`).
const ELEMENTS: [&str; 21] = [
    "a",
    "b",
    "blockquote",
    "br",
    "div",
    "em",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "i",
    "li",
    "ol",
    "p",
    "section",
    "span",
    "strong",
    "table",
    "u",
    "ul",
];

/// Whether a text is evidently HTML: a paragraph or a break, or the end of another element.
fn is_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let tag = &text.as_bytes()[at + 1..];
        let is_end = tag.first() == Some(&b'/');
        let tag = &tag[usize::from(is_end)..];
        // 12: longer than any of the names.
        let name = tag.iter().take(12).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let ends = tag.get(name).is_some_and(|byte| matches!(byte, b'>' | b' ' | b'/'));
        let is = |other: &&str| tag[..name].eq_ignore_ascii_case(other.as_bytes());
        ends && ELEMENTS.iter().any(|e| is(e) && (is_end || ["p", "br"].contains(e)))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{FieldMap, Keep};
    use super::*;

    fn options(fields: &[&str], keep: &[&str]) -> Arc<Options> {
        let mut map = FieldMap::default();
        fields.iter().for_each(|field| map.add(field).unwrap());
        let keep = keep.iter().map(|keep| Keep::parse(keep).unwrap()).collect();
        Arc::new(Options { fields: map, keep, ..Options::default() })
    }

    fn pick(json: &str, options: &Arc<Options>) -> (Result<Picked, Trouble>, Vec<String>) {
        let mut notes = Vec::new();
        let mut record: Map<String, Value> = serde_json::from_str(json).unwrap();
        let mut picker = Picker::new(options);
        record.retain(|key, _| picker.wants(key));
        let picked = picker.pick(&mut record, &mut notes);
        (picked, notes.iter().map(ToString::to_string).collect())
    }

    fn text(body: &Body) -> &str {
        match body {
            Body::Decoded(text) | Body::Fragment(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn our_own_names_are_no_guess() {
        let json = r#"{"id": 7, "text": "Words.", "date": "2024", "outlet": null, "beat": []}"#;
        let (picked, notes) = pick(json, &options(&[], &[]));
        let picked = picked.unwrap();
        assert_eq!((picked.id.as_deref(), text(&picked.body)), (Some("7"), "Words."));
        assert_eq!((&*picked.known.published, &*picked.known.outlet), ("2024", ""));
        assert_eq!(notes, [""; 0]);
    }

    #[test]
    fn names_in_use_are_guessed_and_told() {
        let json = r#"{"_id": {"$oid": "5f"}, "description": "no", "Content": "Words.", "headline": {"main": "x", "name": "H"},
            "authors": [{"name": "A. Moon"}, "B. Kim"], "publishedAt": "2024-07-01", "domain": "x.example", "source": {"id": null, "name": "The Post"}, "link": "https://x.example/1"}"#;
        let (picked, notes) = pick(json, &options(&[], &[]));
        let Picked { id, body, known, .. } = picked.unwrap();
        assert_eq!((id.as_deref(), text(&body)), (Some("5f"), "Words."));
        let said = [&known.outlet, &known.published, &known.title, &known.author, &known.url];
        assert_eq!(said, ["The Post", "2024-07-01", "H", "A. Moon, B. Kim", "https://x.example/1"]);
        let told = "text from `Content`, id from `_id`, title from `headline`, author from \
                    `authors`, date from `publishedAt`, outlet from `source`, url from `link` (guessed)";
        assert_eq!(notes, [told]);
    }

    #[test]
    fn an_empty_field_gives_way_to_the_next_name() {
        let (picked, _) =
            pick(r#"{"text": " ", "body": null, "story": "Words."}"#, &options(&[], &[]));
        assert_eq!(text(&picked.unwrap().body), "Words.");
    }

    #[test]
    fn names_may_have_spaces_and_hyphens() {
        let json = r#"{"Full Text": "Words.", "Publish-Date": "2024", "Article ID": "7"}"#;
        let (picked, notes) = pick(json, &options(&[], &[]));
        let picked = picked.unwrap();
        assert_eq!((text(&picked.body), picked.id.as_deref()), ("Words.", Some("7")));
        assert_eq!(picked.known.published, "2024");
        let told =
            "text from `Full Text`, id from `Article ID`, date from `Publish-Date` (guessed)";
        assert_eq!(notes, [told]);
    }

    #[test]
    fn a_record_whose_text_is_empty_is_told_as_that() {
        for json in [r#"{"id": 1, "content": null}"#, r#"{"text": " ", "body": ""}"#] {
            assert_eq!(pick(json, &options(&[], &[])).0.unwrap_err(), Trouble::Empty, "{json}");
        }
        let other = pick(r#"{"id": 1, "words": ""}"#, &options(&[], &[])).0.unwrap_err();
        assert!(matches!(other, Trouble::NoText { .. }));
    }

    #[test]
    fn named_fields_go_by_their_paths_and_are_no_guess() {
        let options = options(&["text=doc.paras", "author=by.0.full", "outlet=a.b"], &[]);
        let json = r#"{"text": "other", "doc": {"paras": ["One.", "Two."]}, "by": [{"full": "Kim"}], "a.b": "literal", "a": {"b": "nested"}}"#;
        let (picked, notes) = pick(json, &options);
        let picked = picked.unwrap();
        assert_eq!(text(&picked.body), "One.\n\nTwo.");
        assert_eq!((&*picked.known.author, &*picked.known.outlet), ("Kim", "literal"));
        assert_eq!(notes, [""; 0]);
        let (picked, _) = pick(r#"{"text": "other", "doc": {}}"#, &options);
        let told = "no text in `doc.paras`; it has doc";
        assert_eq!(picked.unwrap_err().to_string(), told);
    }

    #[test]
    fn kept_fields_come_as_printed_in_the_order_asked_for() {
        let json = r#"{"text": "x", "n": 12, "f": 1.5, "tags": ["a", {"b": 1}], "o": {"p": true}, "s": "as, is"}"#;
        let keep = ["s", "n", "f", "gone", "tags", "o.p", "second=tags.1.b"];
        let (picked, _) = pick(json, &options(&[], &keep));
        let kept: Vec<_> =
            picked.unwrap().kept.into_iter().map(Option::unwrap_or_default).collect();
        assert_eq!(kept, ["as, is", "12", "1.5", "", r#"["a",{"b":1}]"#, "true", "1"]);
    }

    #[test]
    fn text_that_is_html_is_seen_and_told_once() {
        for html in ["<p>One.</p>", "One.<br/>Two.", "It <b>rained</b>."] {
            assert!(is_markup(html), "{html}");
        }
        for plain in ["a < b", "<3", "1 <p 2", "R&D </ no", "<pre", "x <br", "<tweet></tweet>"] {
            assert_eq!(is_markup(plain), plain == "1 <p 2", "{plain}");
        }
        let (picked, notes) = pick(r#"{"text": "<p>One.</p>"}"#, &options(&[], &[]));
        assert!(matches!(picked.unwrap().body, Body::Fragment(_)));
        assert_eq!(notes, ["`text` is HTML and read as such"]);
    }
}
