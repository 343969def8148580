//! Rows as CSV, TSV, JSON lines, and the scorer's attributions.

use super::{COLUMNS, Row, row::Spans};
use crate::text::Span;
use serde::Serialize;
use std::path::Path;

/// How rows are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180, with a header; lines end in a line feed.
    #[default]
    Csv,
    /// As CSV, with tabs.
    Tsv,
    /// One JSON object a row, with the CSV's columns.
    Jsonl,
    /// One JSON object an article, in the scorer's words.
    Attributions,
}

impl Format {
    /// All formats with their names.
    pub const ALL: [(Format, &'static str); 4] = [
        (Format::Csv, "csv"),
        (Format::Tsv, "tsv"),
        (Format::Jsonl, "jsonl"),
        (Format::Attributions, "attributions"),
    ];

    /// The format of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, n)| *n == name).map(|&(f, _)| f)
    }

    /// The format that a file's extension asks for.
    pub fn of_path(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "tsv" | "tab" => Some(Self::Tsv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }

    /// What stands before all rows.
    pub fn header(self) -> Vec<u8> {
        match self {
            Self::Csv => records(b',', [COLUMNS.map(String::from)]),
            Self::Tsv => records(b'\t', [COLUMNS.map(String::from)]),
            Self::Jsonl | Self::Attributions => Vec::new(),
        }
    }

    /// The rows of one article.
    pub fn encode(self, article_id: &str, rows: &[Row]) -> Vec<u8> {
        match self {
            Self::Csv => records(b',', rows.iter().map(Row::fields)),
            Self::Tsv => records(b'\t', rows.iter().map(Row::fields)),
            Self::Jsonl => lines(rows.iter().map(RowLine::of)),
            Self::Attributions => lines([ArticleLine {
                id: article_id,
                attributions: rows.iter().map(AttributionLine::of).collect(),
            }]),
        }
    }
}

fn records(delimiter: u8, rows: impl IntoIterator<Item = [String; COLUMNS.len()]>) -> Vec<u8> {
    let mut rows = rows.into_iter().peekable();
    if rows.peek().is_none() {
        return Vec::new();
    }
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).expect("writing to memory does not fail");
    }
    writer.into_inner().expect("writing to memory does not fail")
}

fn lines<T: Serialize>(values: impl IntoIterator<Item = T>) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values {
        serde_json::to_writer(&mut out, &value).expect("string keys and finite numbers");
        out.push(b'\n');
    }
    out
}

impl Row {
    /// The columns as written, in the order of [`COLUMNS`].
    pub fn fields(&self) -> [String; COLUMNS.len()] {
        [
            self.quote_id.clone(),
            self.article_id.clone(),
            self.outlet.clone(),
            self.published.clone(),
            self.title.clone(),
            self.speaker.clone(),
            self.speaker_id.clone(),
            self.speaker_kind.into(),
            self.speaker_role.clone(),
            self.speaker_affiliation.clone(),
            self.kind.into(),
            self.quote.clone(),
            self.quote_type.into(),
            self.source.clone(),
            self.source_kind.into(),
            self.addressee.clone(),
            self.cue.clone(),
            self.stance.clone(),
            self.said_on.clone(),
            self.speaker_mention.clone(),
            self.sentence.to_string(),
            self.paragraph.to_string(),
            self.start.to_string(),
            self.end.to_string(),
            self.spans.to_string(),
            self.rule.clone(),
            format!("{:.3}", self.confidence),
        ]
    }
}

/// A row as a JSON object: the columns in their order, places as numbers.
#[derive(Serialize)]
struct RowLine<'r> {
    quote_id: &'r str,
    article_id: &'r str,
    outlet: &'r str,
    published: &'r str,
    title: &'r str,
    speaker: &'r str,
    speaker_id: &'r str,
    speaker_kind: &'r str,
    speaker_role: &'r str,
    speaker_affiliation: &'r str,
    kind: &'r str,
    quote: &'r str,
    quote_type: &'r str,
    source: &'r str,
    source_kind: &'r str,
    addressee: &'r str,
    cue: &'r str,
    stance: &'r str,
    said_on: &'r str,
    speaker_mention: &'r str,
    sentence: usize,
    paragraph: usize,
    start: usize,
    end: usize,
    spans: SpansObject,
    rule: &'r str,
    confidence: f64,
}

impl<'r> RowLine<'r> {
    fn of(row: &'r Row) -> Self {
        Self {
            quote_id: &row.quote_id,
            article_id: &row.article_id,
            outlet: &row.outlet,
            published: &row.published,
            title: &row.title,
            speaker: &row.speaker,
            speaker_id: &row.speaker_id,
            speaker_kind: row.speaker_kind,
            speaker_role: &row.speaker_role,
            speaker_affiliation: &row.speaker_affiliation,
            kind: row.kind,
            quote: &row.quote,
            quote_type: row.quote_type,
            source: &row.source,
            source_kind: row.source_kind,
            addressee: &row.addressee,
            cue: &row.cue,
            stance: &row.stance,
            said_on: &row.said_on,
            speaker_mention: &row.speaker_mention,
            sentence: row.sentence,
            paragraph: row.paragraph,
            start: row.start,
            end: row.end,
            spans: SpansObject::of(&row.spans),
            rule: &row.rule,
            confidence: rounded(row.confidence),
        }
    }
}

type Pairs = Vec<[u32; 2]>;

#[derive(Serialize)]
struct SpansObject {
    quote: Pairs,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    speaker: Pairs,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cue: Pairs,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    source: Pairs,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    addressee: Pairs,
}

impl SpansObject {
    fn of(spans: &Spans) -> Self {
        Self {
            quote: pairs(&spans.quote),
            speaker: pairs(&spans.speaker),
            cue: pairs(&spans.cue),
            source: pairs(&spans.source),
            addressee: pairs(&spans.addressee),
        }
    }
}

/// An article in the scorer's format, rows or none.
#[derive(Serialize)]
struct ArticleLine<'r> {
    id: &'r str,
    attributions: Vec<AttributionLine<'r>>,
}

/// A row in the gold files' words: their `source` is the speaker mention,
/// `content` the quote, `reported_by` the source.
#[derive(Serialize)]
struct AttributionLine<'r> {
    source: Pairs,
    cue: Pairs,
    content: Pairs,
    speaker: &'r str,
    reported_by: Option<&'r str>,
    speaker_kind: &'r str,
    kind: &'r str,
    rule: &'r str,
    confidence: f64,
}

impl<'r> AttributionLine<'r> {
    fn of(row: &'r Row) -> Self {
        Self {
            source: pairs(&row.spans.speaker),
            cue: pairs(&row.spans.cue),
            content: pairs(&row.spans.quote),
            speaker: &row.speaker,
            reported_by: Some(row.source.as_str()).filter(|s| !s.is_empty()),
            speaker_kind: row.speaker_kind,
            kind: row.kind,
            rule: &row.rule,
            confidence: rounded(row.confidence),
        }
    }
}

fn pairs(spans: &[Span]) -> Pairs {
    spans.iter().map(|s| [s.start, s.end]).collect()
}

/// To three decimals, as the CSV prints it.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            quote_id: "00ff".into(),
            article_id: "17".into(),
            speaker: "Kim, \"the Leader\"".into(),
            kind: "statement",
            quote: "“one\n\ntwo”".into(),
            quote_type: "direct",
            sentence: 3,
            paragraph: 2,
            start: 12,
            end: 120,
            spans: Spans {
                quote: vec![Span::new(12, 80), Span::new(100, 120)],
                speaker: vec![Span::new(81, 85)],
                cue: vec![Span::new(86, 90)],
                ..Spans::default()
            },
            confidence: 0.87349,
            ..Row::default()
        }
    }

    fn text(format: Format, rows: &[Row]) -> String {
        String::from_utf8(format.encode("17", rows)).unwrap()
    }

    #[test]
    fn csv_reads_back_as_it_was_written() {
        let mut bytes = Format::Csv.header();
        bytes.extend(Format::Csv.encode("17", &[row(), row()]));
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        assert_eq!(reader.headers().unwrap(), &csv::StringRecord::from(COLUMNS.to_vec()));
        let records: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(records.len(), 2);
        assert_eq!(records[1], csv::StringRecord::from(row().fields().to_vec()));
    }

    #[test]
    fn quotes_commas_and_line_breaks_are_quoted_in_csv() {
        let csv = text(Format::Csv, &[row()]);
        assert!(csv.contains(r#","Kim, ""the Leader""","#), "{csv}");
        assert!(csv.contains("\"“one\n\ntwo”\""), "{csv}");
        assert!(csv.ends_with(",0.873\n"), "{csv}");
    }

    #[test]
    fn spans_are_written_by_part() {
        assert_eq!(row().spans.to_string(), "quote=12-80;100-120 speaker=81-85 cue=86-90");
    }

    #[test]
    fn json_has_the_columns_in_their_order() {
        let json = text(Format::Jsonl, &[row()]);
        let mut last = 0;
        for column in COLUMNS {
            let at = json.find(&format!("\"{column}\":")).expect(column);
            assert!(at >= last, "{column}");
            last = at;
        }
        assert!(json.contains(r#""spans":{"quote":[[12,80],[100,120]],"speaker":[[81,85]],"#));
        assert!(json.ends_with("\"confidence\":0.873}\n"), "{json}");
    }

    #[test]
    fn an_article_without_rows_is_an_attributions_line_and_no_csv_line() {
        assert_eq!(text(Format::Attributions, &[]), "{\"id\":\"17\",\"attributions\":[]}\n");
        assert_eq!(text(Format::Csv, &[]), "");
    }

    #[test]
    fn attributions_speak_the_golds_words() {
        let mut with_source = row();
        with_source.source = "KCNA".into();
        let json = text(Format::Attributions, &[row(), with_source]);
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let first = &value["attributions"][0];
        assert_eq!(first["source"], serde_json::json!([[81, 85]]));
        assert_eq!(first["content"], serde_json::json!([[12, 80], [100, 120]]));
        assert!(first["reported_by"].is_null());
        assert_eq!(value["attributions"][1]["reported_by"], "KCNA");
    }
}
