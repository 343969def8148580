//! Rows from a CSV or TSV file, as `extract` writes it.

use super::read::Rows;
use super::{Annotation, Error};
use crate::text::Span;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

/// The columns that are compared; others are left alone.
#[derive(Deserialize)]
struct Record {
    article_id: String,
    spans: String,
    speaker: Option<String>,
    source: Option<String>,
    speaker_kind: Option<String>,
    kind: Option<String>,
    rule: Option<String>,
    confidence: Option<f64>,
}

/// The character between columns, if the file's name says that it is a table.
pub(super) fn delimiter(path: &Path) -> Option<u8> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match &*extension {
        "csv" => Some(b','),
        "tsv" | "tab" => Some(b'\t'),
        _ => None,
    }
}

/// Reads a table's rows.
pub(super) fn read(path: &Path, reader: impl BufRead, delimiter: u8) -> Result<Rows, Error> {
    let mut by_article: BTreeMap<String, Vec<Annotation>> = BTreeMap::new();
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(reader);
    let headers = reader.headers().map_err(|e| fault(path, 1, &e))?.clone();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line() as usize;
        if !reader.read_record(&mut record).map_err(|e| fault(path, line, &e))? {
            break;
        }
        let row: Record = record.deserialize(Some(&headers)).map_err(|e| fault(path, line, &e))?;
        let article = row.article_id.clone();
        let annotation = annotation(row).ok_or_else(|| Error::Line {
            path: path.into(),
            line,
            what: format!("not the places of a row: `{}`", &record[column(&headers)]),
            is_gold: false,
        })?;
        by_article.entry(article).or_default().push(annotation);
    }
    let mut rows = Rows::default();
    by_article.into_iter().for_each(|(id, annotations)| rows.set(id, annotations));
    Ok(rows)
}

/// Where the places stand. Asked only once a record was read, which needs them.
fn column(headers: &csv::StringRecord) -> usize {
    headers.iter().position(|name| name == "spans").unwrap_or_default()
}

fn annotation(row: Record) -> Option<Annotation> {
    let mut annotation = Annotation {
        speaker: Some(row.speaker.unwrap_or_default()),
        source: Some(row.source.unwrap_or_default()),
        speaker_kind: Some(row.speaker_kind.unwrap_or_default()),
        kind: row.kind,
        rule: row.rule,
        confidence: row.confidence,
        ..Annotation::default()
    };
    for part in row.spans.split_whitespace() {
        let (name, places) = part.split_once('=')?;
        let places = places.split(';').map(span).collect::<Option<Vec<_>>>()?;
        match name {
            "quote" => annotation.quote = places,
            "speaker" => annotation.mention = places,
            "cue" => annotation.cue = places,
            _ => {}
        }
    }
    Some(annotation)
}

fn span(text: &str) -> Option<Span> {
    let (start, end) = text.split_once('-')?;
    Some(Span { start: start.parse().ok()?, end: end.parse().ok()? })
}

fn fault(path: &Path, line: usize, error: &csv::Error) -> Error {
    let what = match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.to_string(),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} columns where the header has {expected_len}")
        }
        _ => error.to_string(),
    };
    Error::Line { path: path.into(), line, what, is_gold: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_csv(text: &str) -> Result<Rows, String> {
        read(Path::new("q.csv"), text.as_bytes(), b',').map_err(|e| e.to_string())
    }

    #[test]
    fn places_are_read_by_part() {
        let rows = read_csv(
            "article_id,spans,speaker,rule,confidence\n\
             a,quote=12-80;100-120 speaker=81-85 source=1-2,Kim,x,0.5\n",
        );
        let rows = rows.unwrap();
        let row = &rows.of("a")[0];
        assert_eq!(row.quote, [Span::new(12, 80), Span::new(100, 120)]);
        assert_eq!((&*row.mention, &*row.cue), (&[Span::new(81, 85)][..], &[][..]));
        assert_eq!((row.speaker.as_deref(), row.confidence), (Some("Kim"), Some(0.5)));
    }

    #[test]
    fn a_table_of_something_else_is_told_by_its_line() {
        let error = |text| read_csv(text).unwrap_err();
        assert_eq!(error("a,b\n1,2\n"), "q.csv:2: missing field `article_id`");
        let places = error("article_id,spans\na,quote=1-2\nb,12\n");
        assert_eq!(places, "q.csv:3: not the places of a row: `12`");
        let columns = error("article_id,spans\na\n");
        assert_eq!(columns, "q.csv:2: 1 columns where the header has 2");
    }
}
