//! Rows as JSON lines, and articles in the scorer's words.

use super::Layout;
use super::columns::{Value, rounded};
use super::row::{ArticleRows, Row, Spans};
use crate::text::Span;
use serde::Serialize;

/// One object a row: the layout's columns in their order, numbers as numbers.
pub(super) fn rows(layout: &Layout, article: &ArticleRows) -> Vec<u8> {
    // 900: keys and values of a row of news.
    let mut out = Vec::with_capacity(article.rows.len() * 900);
    for row in &article.rows {
        let mut before = b'{';
        for column in layout.columns() {
            out.push(before);
            before = b',';
            out.extend(&column.key);
            value(&mut out, column.value(&article.article, row));
        }
        out.extend(b"}\n");
    }
    out
}

/// A value of a row.
pub(super) fn value(out: &mut Vec<u8>, value: Value<'_>) {
    match value {
        Value::Text(text) => put(out, text),
        Value::Integer(n) => put(out, &n),
        Value::Number(n) => put(out, &rounded(n)),
        Value::Spans(spans) => put(out, &SpansObject::of(spans)),
    }
}

/// `value` as JSON.
pub(super) fn put<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(out, value).expect("string keys, and memory takes all");
}

/// One object an article, rows or none.
pub(super) fn attributions(article: &ArticleRows) -> Vec<u8> {
    let mut out = Vec::new();
    let attributions = article.rows.iter().map(AttributionLine::of).collect();
    put(&mut out, &ArticleLine { id: &article.article.id, attributions });
    out.push(b'\n');
    out
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
            speaker: pairs(spans.speaker.as_slice()),
            cue: pairs(spans.cue.as_slice()),
            source: pairs(spans.source.as_slice()),
            addressee: pairs(spans.addressee.as_slice()),
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
            source: pairs(row.spans.speaker.as_slice()),
            cue: pairs(row.spans.cue.as_slice()),
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

#[cfg(test)]
mod tests {
    use super::super::row::tests::{article, row};
    use super::*;
    use crate::output::{COLUMNS, Format};

    fn text(format: Format, rows: &[Row]) -> String {
        let article = ArticleRows { rows: rows.to_vec(), ..article() };
        String::from_utf8(format.encode(&Layout::default(), &article)).unwrap()
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
    fn json_has_kept_fields_as_further_keys() {
        let layout = Layout::new(None, &["a \"b\"".into()], false).unwrap();
        let mut article = article();
        article.article.kept = vec!["x\ny".into()];
        let json = Format::Jsonl.encode(&layout, &article);
        let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
        assert_eq!(value["a \"b\""], "x\ny");
        assert_eq!(value["start"], 12);
        assert_eq!(value.as_object().unwrap().len(), 28);
    }

    #[test]
    fn a_row_read_back_is_the_row() {
        let layout = Layout::default();
        let json = Format::Jsonl.encode(&layout, &article());
        let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let want = row();
        assert_eq!(value["quote"], want.quote);
        assert_eq!(value["speaker"], want.speaker);
        assert_eq!(value["end"], want.end);
    }

    #[test]
    fn an_article_without_rows_is_an_attributions_line() {
        assert_eq!(text(Format::Attributions, &[]), "{\"id\":\"17\",\"attributions\":[]}\n");
        assert_eq!(text(Format::Jsonl, &[]), "");
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
