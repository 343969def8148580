//! One JSON object to a record: what [`super::jsonl`] and [`super::json`] share.
//!
//! Only the fields that may be needed are built; the others are passed over, however large.
//! What is written as JSON and is not quite, halves of characters and `NaN`, is replaced and
//! told rather than lost.

use super::picker::Picker;
use super::source::{Origin, Place, Record};
use super::{Notice, Trouble, decode};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// Makes records of the objects of one file.
pub(super) struct Objects {
    pub(super) origin: Origin,
    picker: Picker,
}

impl Objects {
    pub(super) fn new(origin: Origin) -> Self {
        Self { picker: Picker::new(&origin.options), origin }
    }

    /// The record in `bytes`; `notes` gets what is to be told of it.
    pub(super) fn record(
        &mut self,
        bytes: &[u8],
        number: u64,
        place: Place,
        notes: &mut Vec<Notice>,
    ) -> Result<Record, Notice> {
        let mut troubles = Vec::new();
        let made = self.parse(bytes, place, &mut troubles).and_then(|mut object| {
            let picked = self.picker.pick(&mut object, &mut troubles);
            picked.map_err(|trouble| self.origin.at(place, with_names(trouble, bytes)))
        });
        notes.extend(troubles.into_iter().map(|trouble| match trouble {
            Trouble::Guessed(_) | Trouble::Markup(_) => self.origin.notice(trouble),
            _ => self.origin.at(place, trouble),
        }));
        made.map(|picked| Record::picked(picked, number, place))
    }

    /// A record whose object is built already.
    pub(super) fn built(
        &mut self,
        mut object: Map<String, Value>,
        (number, place): (u64, Place),
        notes: &mut Vec<Notice>,
    ) -> Result<Record, Notice> {
        let mut troubles = Vec::new();
        let picked = self.picker.pick(&mut object, &mut troubles);
        notes.extend(troubles.into_iter().map(|trouble| self.origin.notice(trouble)));
        let picked = picked.map_err(|trouble| self.origin.at(place, trouble))?;
        Ok(Record::picked(picked, number, place))
    }

    fn parse(
        &self,
        bytes: &[u8],
        place: Place,
        troubles: &mut Vec<Trouble>,
    ) -> Result<Map<String, Value>, Notice> {
        let text = self.decoded(bytes, troubles).map_err(|t| self.origin.at(place, t))?;
        let text = text.trim();
        if !text.starts_with('{') {
            return Err(self.origin.at(place, Trouble::Json("not an object".into())));
        }
        let error = match object(text, &self.picker) {
            Ok(object) => return Ok(object),
            Err(error) => error,
        };
        let (mended, count) = repaired(text);
        if let Some(object) = object(&mended, &self.picker).ok().filter(|_| count > 0) {
            troubles.push(Trouble::Replaced(count));
            return Ok(object);
        }
        Err(self.bad(text, place, &error))
    }

    fn decoded<'b>(
        &self,
        bytes: &'b [u8],
        troubles: &mut Vec<Trouble>,
    ) -> Result<Cow<'b, str>, Trouble> {
        if let Ok(text) = std::str::from_utf8(bytes) {
            return Ok(Cow::Borrowed(text));
        }
        let (text, note) = decode::decode(bytes.to_vec(), self.origin.options.encoding)?;
        troubles.extend(note);
        Ok(Cow::Owned(text))
    }

    fn bad(&self, text: &str, place: Place, error: &serde_json::Error) -> Notice {
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default();
        let mut notice = self.origin.at(place, Trouble::Json(what.into()));
        // serde_json counts bytes. An object over several lines has its own.
        if let Some(line) = notice.line.as_mut() {
            *line += error.line().saturating_sub(1);
            let broken = text.lines().nth(error.line().saturating_sub(1)).unwrap_or_default();
            let before = broken.get(..error.column().saturating_sub(1));
            notice.column = before.map(|b| b.chars().count() + 1);
        }
        notice
    }
}

/// The names of all fields, for who has to say which is the text.
fn with_names(trouble: Trouble, bytes: &[u8]) -> Trouble {
    let all = || serde_json::from_slice::<Map<String, Value>>(bytes).ok();
    match (trouble, all()) {
        (Trouble::NoText { wanted, .. }, Some(record)) => {
            Trouble::NoText { wanted, fields: record.keys().cloned().collect() }
        }
        (trouble, _) => trouble,
    }
}

/// The fields of an object that may be needed.
fn object(text: &str, picker: &Picker) -> serde_json::Result<Map<String, Value>> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let object = Fields(picker).deserialize(&mut reader)?;
    reader.end()?;
    Ok(object)
}

struct Fields<'p>(&'p Picker);

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = access.next_key_seed(Key(self.0))? {
            match key {
                Some(key) => {
                    let value = access.next_value()?;
                    object.insert(key, value);
                }
                None => {
                    access.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(object)
    }
}

/// A key, if it is wanted.
struct Key<'p>(&'p Picker);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<String>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.wants(key).then(|| key.to_owned()))
    }
}

/// Replaces what other writers put into JSON: escapes of half characters by U+FFFD, and
/// `NaN` and `Infinity` by null. Tells how many.
fn repaired(text: &str) -> (String, usize) {
    let (mut out, mut rest, mut count) = (String::with_capacity(text.len()), text, 0);
    let mut in_string = false;
    while let Some(at) = rest.find(['"', '\\', 'N', 'I', '-']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (taken, put) = match (in_string, rest.as_bytes()[0]) {
            (_, b'"') => {
                in_string = !in_string;
                (1, None)
            }
            (true, b'\\') => escape(rest),
            (false, _) => {
                let words = ["NaN", "Infinity", "-Infinity"];
                let word = words.iter().find(|word| rest.starts_with(**word));
                word.map_or((1, None), |word| (word.len(), Some("null")))
            }
            _ => (1, None),
        };
        out.push_str(put.unwrap_or(&rest[..taken]));
        count += usize::from(put.is_some());
        rest = &rest[taken..];
    }
    out.push_str(rest);
    (out, count)
}

/// How long the escape at the begin of `rest` is, and what goes in its place.
fn escape(rest: &str) -> (usize, Option<&'static str>) {
    let unit = |at: usize| {
        let digits = rest.get(at..at + 6).and_then(|e| e.strip_prefix("\\u"));
        digits.and_then(|hex| u16::from_str_radix(hex, 16).ok())
    };
    match (unit(0), unit(6)) {
        (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (12, None),
        (Some(0xD800..=0xDFFF), _) => (6, Some("\\ufffd")),
        (Some(_), _) => (6, None),
        (None, _) => (1 + rest[1..].chars().next().map_or(0, char::len_utf8), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_characters_and_foreign_values_are_replaced() {
        let text = r#"{"text": "a\ud800b \ud83d\ude00 \\ud800 \udc00\" NaN", "n": NaN, "m": -Infinity, "k": -1}"#;
        let (mended, count) = repaired(text);
        assert_eq!(count, 4);
        let object: Map<String, Value> = serde_json::from_str(&mended).unwrap();
        assert_eq!(object["text"], "a\u{fffd}b 😀 \\ud800 \u{fffd}\" NaN");
        assert_eq!((&object["n"], &object["k"]), (&Value::Null, &Value::from(-1)));
        for cut in ["\"\\", "\"\\u", "\"\\ud8", "\"\\ud800\\", "\"\\é"] {
            assert_eq!(repaired(cut).0.replace("\\ufffd", "\\ud800"), cut);
        }
    }
}
