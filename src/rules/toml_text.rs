//! TOML with positions: tables whose keys are checked, and strings whose
//! decoded bytes can be found in the file again.

use super::error::{Problem, Problems, Source};
use super::problem::ProblemKind;
use std::borrow::Cow;
use std::ops::Range;
use toml::de::{DeTable, DeValue};

/// A string of a file and where it stands, its quotation marks included.
#[derive(Clone)]
pub(super) struct Text<'a> {
    pub(super) value: Cow<'a, str>,
    pub(super) span: Range<usize>,
}

impl Text<'_> {
    /// Where bytes of the value stand in the file.
    pub(super) fn locate(&self, file: &str, inner: Range<usize>) -> Range<usize> {
        let raw = &file[self.span.clone()];
        let (skip, is_literal) = opening(raw);
        let start = source_offset(&raw[skip..], is_literal, inner.start);
        let end = source_offset(&raw[skip..], is_literal, inner.end).max(start);
        let base = self.span.start + skip;
        base + start..base + end
    }
}

/// How many bytes open a string, and whether backslashes stand for themselves.
fn opening(raw: &str) -> (usize, bool) {
    let is_literal = raw.starts_with('\'');
    let mut skip = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    if skip == 3 {
        skip += usize::from(raw[skip..].starts_with('\r'));
        skip += usize::from(raw[skip..].starts_with('\n'));
    }
    (skip.min(raw.len()), is_literal)
}

/// The byte of the written string that stands for byte `wanted` of its value.
fn source_offset(raw: &str, is_literal: bool, wanted: usize) -> usize {
    if is_literal {
        return wanted.min(raw.len());
    }
    let (mut at, mut decoded) = (0, 0);
    while decoded < wanted && at < raw.len() {
        let (written, value) = step(&raw[at..]);
        at += written;
        decoded += value;
    }
    at.min(raw.len())
}

/// The bytes that the next character takes: as written, as meant.
fn step(raw: &str) -> (usize, usize) {
    let mut chars = raw.chars();
    let first = chars.next().map_or(1, char::len_utf8);
    if !raw.starts_with('\\') {
        return (first, first);
    }
    let hex = |len: usize| {
        let code = raw.get(2..2 + len).and_then(|h| u32::from_str_radix(h, 16).ok());
        (2 + len, code.and_then(char::from_u32).map_or(1, char::len_utf8))
    };
    match chars.next() {
        Some('x') => hex(2),
        Some('u') => hex(4),
        Some('U') => hex(8),
        Some(c) if c.is_whitespace() => {
            let rest = &raw[1..];
            (1 + rest.len() - rest.trim_start().len(), 0)
        }
        _ => (2, 1),
    }
}

/// A table being read: its keys are taken one by one, each with its type.
pub(super) struct Table<'t, 'a> {
    pub(super) source: Source<'a>,
    pub(super) span: Range<usize>,
    table: &'t DeTable<'a>,
    /// "rule `x`", for messages.
    pub(super) subject: Option<String>,
}

impl<'t, 'a> Table<'t, 'a> {
    /// A table of a file.
    pub(super) fn new(source: Source<'a>, span: Range<usize>, table: &'t DeTable<'a>) -> Self {
        Self { source, span, table, subject: None }
    }

    /// Reports something at a place in the table.
    pub(super) fn report(&self, problems: &mut Problems, span: Range<usize>, kind: ProblemKind) {
        let problem = Problem::at(self.source, span, kind);
        problems.push(match &self.subject {
            Some(subject) => problem.of(subject),
            None => problem,
        });
    }

    /// Reports every key that is not among `keys`.
    pub(super) fn check_keys(&self, keys: &[&str], problems: &mut Problems) {
        for key in self.table.keys().filter(|k| !keys.contains(&&**k.get_ref())) {
            let keys = keys.iter().map(|&k| k.into()).collect();
            let kind = ProblemKind::UnknownKey { key: key.get_ref().to_string(), keys };
            self.report(problems, key.span(), kind);
        }
    }

    /// Where a key is written.
    pub(super) fn key_span(&self, key: &str) -> Range<usize> {
        self.table.get_key_value(key).map_or(self.span.clone(), |(k, _)| k.span())
    }

    fn wrong(&self, problems: &mut Problems, key: &str, span: Range<usize>, wanted: &'static str) {
        self.report(problems, span, ProblemKind::WrongType { key: key.into(), wanted });
    }

    /// The string under a key.
    pub(super) fn text(&self, key: &str, problems: &mut Problems) -> Option<Text<'a>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::String(s) => Some(Text { value: s.clone(), span: value.span() }),
            _ => {
                self.wrong(problems, key, value.span(), "a string");
                None
            }
        }
    }

    /// The string under a key that must be there.
    pub(super) fn required(&self, key: &'static str, problems: &mut Problems) -> Option<Text<'a>> {
        if self.table.get(key).is_none() {
            self.report(problems, self.span.clone(), ProblemKind::MissingKey { key });
        }
        self.text(key, problems)
    }

    /// The number under a key.
    pub(super) fn number(&self, key: &str, problems: &mut Problems) -> Option<(f64, Range<usize>)> {
        let value = self.table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Float(f) => f.as_str().parse().ok(),
            DeValue::Integer(i) => i.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong(problems, key, value.span(), "a number");
        }
        number.map(|n| (n, value.span()))
    }

    /// The strings of a list under a key.
    pub(super) fn texts(&self, key: &str, problems: &mut Problems) -> Vec<Text<'a>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(problems, key, value.span(), "a list of strings");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::String(s) => texts.push(Text { value: s.clone(), span: item.span() }),
                _ => self.wrong(problems, key, item.span(), "a list of strings"),
            }
        }
        texts
    }

    /// The tables under `[[key]]`.
    pub(super) fn tables(&self, key: &str, problems: &mut Problems) -> Vec<Table<'t, 'a>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let DeValue::Array(items) = value.get_ref() else {
            self.wrong(problems, key, value.span(), "a list of tables (`[[…]]`)");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    let subject = self.subject.clone();
                    tables.push(Table { source: self.source, span: item.span(), table, subject });
                }
                _ => self.wrong(problems, key, item.span(), "a list of tables (`[[…]]`)"),
            }
        }
        tables
    }

    /// The table under `[key]`.
    pub(super) fn table(&self, key: &str, problems: &mut Problems) -> Option<Table<'t, 'a>> {
        let value = self.table.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(self.source, value.span(), table)),
            _ => {
                self.wrong(problems, key, value.span(), "a table");
                None
            }
        }
    }

    /// All keys with their places.
    pub(super) fn keys(&self) -> impl Iterator<Item = (&'t str, Range<usize>)> {
        self.table.keys().map(|k| (&**k.get_ref(), k.span()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_a_value_are_found_in_the_file() {
        for file in [r#"x = "\u00e9\\( bad""#, "x = '''\né\\( bad'''", "x = 'é\\( bad'"] {
            let table = DeTable::parse(file).unwrap();
            let table = Table::new(Source { file: "f", text: file }, 0..0, table.get_ref());
            let text = table.text("x", &mut Problems::default()).unwrap();
            let bad = text.value.find("bad").unwrap();
            assert_eq!(&file[text.locate(file, bad..bad + 3)], "bad", "{file}");
        }
    }
}
