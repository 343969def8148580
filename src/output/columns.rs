//! The columns: one table from which the header, every format, the package
//! description and the documentation come.
//!
//! A column knows its name, its type, what it means, and how to find its value.
//! [`COLUMNS`] is the header of the CSV, and API: its names and order stay. The
//! columns of [`EXTRA`] are written only where a user names them.

use super::row::{Row, Spans};
use crate::input::Article;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Words, or a name.
    Text,
    /// ISO 8601, as coarse as known: `2026`, `2026-02`, `2026-02-25`, `2026-W08`, with a time
    /// where one is given. Text in every format, as no type for dates holds such.
    Date,
    /// A whole number, never empty.
    Integer,
    /// A number from 0 to 1 with three decimals, never empty.
    Number,
    /// Places of a row's parts.
    Spans,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in the header.
    pub name: &'static str,
    /// What it holds.
    pub holds: Type,
    /// What it means, in a sentence without a full stop.
    pub meaning: &'static str,
    /// What its numbers count; empty where it has none.
    pub unit: &'static str,
    /// A value, of the made-up article in `docs/output.md`.
    pub example: &'static str,
    /// All values that it can have besides being empty, where they are a closed set.
    pub values: &'static [&'static str],
    /// Whether it is never empty.
    pub required: bool,
    pub(super) get: for<'a> fn(&'a Article, &'a Row) -> Value<'a>,
}

/// A column's value in one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Words; empty: unknown.
    Text(&'a str),
    /// A whole number.
    Integer(usize),
    /// A number, to be written with three decimals.
    Number(f32),
    /// Places of a row's parts.
    Spans(&'a Spans),
}

const fn text(
    name: &'static str,
    example: &'static str,
    meaning: &'static str,
    get: for<'a> fn(&'a Article, &'a Row) -> Value<'a>,
) -> Column {
    let (unit, values): (_, &[&str]) = ("", &[]);
    Column { name, holds: Type::Text, meaning, unit, example, values, required: false, get }
}

const fn number(
    name: &'static str,
    example: &'static str,
    unit: &'static str,
    meaning: &'static str,
    get: for<'a> fn(&'a Article, &'a Row) -> Value<'a>,
) -> Column {
    let values: &[&str] = &[];
    Column { name, holds: Type::Integer, meaning, unit, example, values, required: true, get }
}

impl Column {
    const fn of(self, holds: Type) -> Self {
        Self { holds, ..self }
    }

    const fn one_of(self, values: &'static [&'static str]) -> Self {
        Self { values, ..self }
    }

    const fn required(self) -> Self {
        Self { required: true, ..self }
    }
}

/// The columns of every output, in their order.
#[rustfmt::skip]
pub const FIXED_COLUMNS: [Column; 27] = [
    text("quote_id", "7330b3891c6f184d",
        "Sixteen hex digits, a hash of the article's id and the quote's places: the same on every run and machine",
        |_, r| Value::Text(&r.quote_id)).required(),
    text("article_id", "talks",
        "The article: the record's `id`, or the file's name without extension, made unique in the run",
        |_, r| Value::Text(&r.article_id)).required(),
    text("outlet", "The Seoul Daily", "Where the article ran",
        |_, r| Value::Text(&r.outlet)),
    text("published", "2026-02-27", "When the article was published: ISO 8601, as coarse as known",
        |_, r| Value::Text(&r.published)).of(Type::Date),
    text("title", "Talks to resume", "The article's headline",
        |_, r| Value::Text(&r.title)),
    text("speaker", "Moon Ji-won",
        "Who says it: the fullest name that the article gives, else the words that describe the speaker",
        |_, r| Value::Text(&r.speaker)),
    text("speaker_id", "f5294a51a0127dbb",
        "One id for each speaker over all articles of the run (with --link), or your own (with --aliases)",
        |_, r| Value::Text(&r.speaker_id)),
    text("speaker_kind", "person", "What the speaker is",
        |_, r| Value::Text(r.speaker_kind))
        .one_of(&["person", "organisation", "group", "anonymous", "document"]),
    text("speaker_role", "Foreign Minister", "The speaker's office, trade or description in the article",
        |_, r| Value::Text(&r.speaker_role)),
    text("speaker_affiliation", "University of Seoul", "The organisation that the speaker belongs to, by the article",
        |_, r| Value::Text(&r.speaker_affiliation)),
    text("kind", "statement",
        "Something said or written (statement), believed, wanted or felt (attitude), or ruled (decree)",
        |_, r| Value::Text(r.kind))
        .one_of(&["statement", "attitude", "decree"]).required(),
    text("quote", "“We are ready to talk,” … “but not at any price.”",
        "What is said, verbatim with its quotation marks; pieces are joined by “ … ”",
        |_, r| Value::Text(&r.quote)).required(),
    text("quote_type", "direct", "All of it in quotation marks (direct), a part of it (mixed), or nothing (indirect)",
        |_, r| Value::Text(r.quote_type))
        .one_of(&["direct", "mixed", "indirect"]).required(),
    text("source", "The Seoul Daily", "Through whom or what the article has it",
        |_, r| Value::Text(&r.source)),
    text("source_kind", "outlet", "What the source is; a venue is an occasion, such as a rally",
        |_, r| Value::Text(r.source_kind))
        .one_of(&["outlet", "platform", "document", "venue"]),
    text("addressee", "parliament", "Whom it was said to",
        |_, r| Value::Text(&r.addressee)),
    text("cue", "told", "The words that signal the attribution",
        |_, r| Value::Text(&r.cue)),
    text("stance", "asserts",
        "What the speaker does with it: asserts, denies, asks, promises …; with a negated cue (“did not say”) `not-asserts` and so on",
        |_, r| Value::Text(&r.stance)),
    text("said_on", "2026-02-25",
        "When it was said, resolved against the date of publication: ISO 8601, as coarse as the text",
        |_, r| Value::Text(&r.said_on)).of(Type::Date),
    text("speaker_mention", "Foreign Minister Moon Ji-won", "The words in the text that name the speaker",
        |_, r| Value::Text(&r.speaker_mention)),
    number("sentence", "1", "sentences", "The number of the cue's sentence in the article, from 1",
        |_, r| Value::Integer(r.sentence)),
    number("paragraph", "1", "paragraphs", "The number of the cue's paragraph in the article, from 1",
        |_, r| Value::Integer(r.paragraph)),
    number("start", "0", "code points", "Where the quote's first piece begins in the article's text, from 0",
        |_, r| Value::Integer(r.start)),
    number("end", "111", "code points", "Where the quote's last piece ends: one past its last code point",
        |_, r| Value::Integer(r.end)),
    text("spans", "quote=0-23;88-111 speaker=24-52 cue=53-57 source=58-73",
        "The places of all parts of the row, each from its first code point to one past its last",
        |_, r| Value::Spans(&r.spans)).of(Type::Spans).required(),
    text("rule", "quote-speaker-cue-quote", "The rule that made the row",
        |_, r| Value::Text(&r.rule)),
    Column {
        unit: "probability",
        ..text("confidence", "0.866", "How probable it is that the row is right, from 0 to 1",
            |_, r| Value::Number(r.confidence)).of(Type::Number).required()
    },
];

/// What is known of the article and has no column unless `--columns` names it.
#[rustfmt::skip]
pub const EXTRA: [Column; 2] = [
    text("author", "Park Soo-jin", "Who wrote the article",
        |a, _| Value::Text(&a.author)),
    text("url", "https://example.org/2026/02/talks", "The article's address",
        |a, _| Value::Text(&a.url)),
];

/// The CSV header: names and order are API.
pub const COLUMNS: [&str; FIXED_COLUMNS.len()] = {
    let mut names = [""; FIXED_COLUMNS.len()];
    let mut i = 0;
    while i < names.len() {
        names[i] = FIXED_COLUMNS[i].name;
        i += 1;
    }
    names
};

/// A confidence to three decimals, the same number in every format.
pub(super) fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_stays() {
        let header = "quote_id,article_id,outlet,published,title,speaker,speaker_id,speaker_kind,\
            speaker_role,speaker_affiliation,kind,quote,quote_type,source,source_kind,addressee,\
            cue,stance,said_on,speaker_mention,sentence,paragraph,start,end,spans,rule,confidence";
        assert_eq!(COLUMNS.join(","), header);
    }

    #[test]
    fn an_example_is_one_of_a_closed_set() {
        for column in FIXED_COLUMNS.iter().filter(|c| !c.values.is_empty()) {
            assert!(column.values.contains(&column.example), "{}", column.name);
        }
    }
}
