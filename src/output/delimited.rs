//! Rows as CSV and TSV, verbatim or made safe for a spreadsheet.
//!
//! Fields are quoted only where they must be, as the `csv` crate does; it is not
//! used for writing, as values are borrowed and numbers made on the way.
//!
//! # Why `--excel` changes text within a cell too
//!
//! A cell that begins with `=` is run as a formula. A spreadsheet of a country whose
//! list separator is `;` splits a comma-separated line at semicolons, and then heeds
//! no quotation mark within a cell: what follows a `;`, a tab or a line break may
//! become a cell's beginning, so it is disarmed as well.

use super::columns::{Value, rounded};
use super::{ArticleRows, Layout, Spans};
use memchr::memchr;
use std::io::Write as _;

/// What begins a text that a spreadsheet is to read as UTF-8.
const BOM: &str = "\u{FEFF}";

/// UTF-16 units that a cell of Excel can hold: what is beyond spills over the cells after it.
const CELL: usize = 32_767;

/// The names of the columns.
pub(super) fn header(delimiter: u8, layout: &Layout) -> Vec<u8> {
    let mut out = Vec::new();
    if layout.is_for_excel() {
        out.extend(BOM.as_bytes());
    }
    let mut scratch = String::new();
    for (i, column) in layout.columns().iter().enumerate() {
        if i > 0 {
            out.push(delimiter);
        }
        text(&mut out, &mut scratch, delimiter, layout, column.name());
    }
    out.push(b'\n');
    out
}

/// The rows of one article.
pub(super) fn encode(delimiter: u8, layout: &Layout, article: &ArticleRows) -> Vec<u8> {
    // 400: a row of news is some 350 bytes.
    let mut out = Vec::with_capacity(article.rows.len() * 400);
    let mut scratch = String::new();
    let is_lone = layout.columns().len() == 1;
    for row in &article.rows {
        for (i, column) in layout.columns().iter().enumerate() {
            if i > 0 {
                out.push(delimiter);
            }
            match column.value(&article.article, row) {
                Value::Text("") if !is_lone => {}
                Value::Text(value) => text(&mut out, &mut scratch, delimiter, layout, value),
                Value::Integer(n) => integer(&mut out, n as u64),
                Value::Number(n) => number(&mut out, rounded(n)),
                Value::Spans(value) => spans(&mut out, value),
            }
        }
        out.push(b'\n');
    }
    out
}

/// The numbers of two digits.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut n = 0;
    while n < pairs.len() {
        pairs[n] = [b'0' + (n / 10) as u8, b'0' + (n % 10) as u8];
        n += 1;
    }
    pairs
};

fn integer(out: &mut Vec<u8>, mut n: u64) {
    // Most places are in the first 10,000 code points of an article.
    if n < 10_000 {
        let n = n as usize;
        let ([a, b], [c, d]) = (PAIRS[n / 100], PAIRS[n % 100]);
        return match n {
            0..10 => out.push(d),
            10..100 => out.extend_from_slice(&[c, d]),
            100..1_000 => out.extend_from_slice(&[b, c, d]),
            _ => out.extend_from_slice(&[a, b, c, d]),
        };
    }
    // 20: digits of the greatest.
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// A number of three decimals.
fn number(out: &mut Vec<u8>, n: f64) {
    if !(n.is_sign_positive() && n <= 1.0) {
        return write!(out, "{n:.3}").expect("writing to memory does not fail");
    }
    let thousandths = (n * 1000.0).round() as u32;
    let digit = |unit: u32| b'0' + (thousandths / unit % 10) as u8;
    out.extend_from_slice(&[digit(1000), b'.', digit(100), digit(10), digit(1)]);
}

/// What [`Spans`] displays.
fn spans(out: &mut Vec<u8>, spans: &Spans) {
    let mut is_first = true;
    for (name, places) in spans.parts().into_iter().filter(|(_, places)| !places.is_empty()) {
        if !is_first {
            out.push(b' ');
        }
        is_first = false;
        out.extend_from_slice(name.as_bytes());
        for (i, place) in places.iter().enumerate() {
            out.push(if i == 0 { b'=' } else { b';' });
            integer(out, place.start.into());
            out.push(b'-');
            integer(out, place.end.into());
        }
    }
}

fn text(out: &mut Vec<u8>, scratch: &mut String, delimiter: u8, layout: &Layout, value: &str) {
    if value.is_empty() && layout.columns().len() > 1 {
        return;
    }
    let value = if layout.is_for_excel() { for_spreadsheet(scratch, value) } else { value };
    let bytes = value.as_bytes();
    // A line of one empty field would be no record.
    let lone = bytes.is_empty() && layout.columns().len() == 1;
    if !lone && !must_quote(delimiter, bytes) {
        return out.extend_from_slice(bytes);
    }
    out.push(b'"');
    let mut rest = bytes;
    while let Some(at) = memchr(b'"', rest) {
        out.extend_from_slice(&rest[..=at]);
        out.push(b'"');
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

fn must_quote(delimiter: u8, bytes: &[u8]) -> bool {
    let is_special = |b: u8| {
        u8::from(b == delimiter) | u8::from(b == b'"') | u8::from(b == b'\n') | u8::from(b == b'\r')
    };
    // Sixteen at a time: the compiler then looks at them together.
    let any = |block: &[u8; 16]| block.iter().fold(0, |any, &b| any | is_special(b)) != 0;
    match bytes.last_chunk() {
        // The last ones may have been looked at already.
        Some(last) => {
            any(last) || bytes.chunks_exact(16).any(|b| any(b.try_into().expect("of sixteen")))
        }
        None => bytes.iter().any(|&b| is_special(b) != 0),
    }
}

/// `value` so that no spreadsheet runs it and every one can hold it; `scratch` is for
/// what is changed.
fn for_spreadsheet<'a>(scratch: &'a mut String, value: &'a str) -> &'a str {
    if !value.contains(|c| is_formula(c) || is_break(c)) && value.len() <= CELL {
        return value;
    }
    scratch.clear();
    let mut at_start = true;
    for (i, c) in value.char_indices() {
        if at_start && (is_formula(c) || (i == 0 && is_break(c) && c != ';')) {
            scratch.push('\'');
        }
        at_start = is_break(c) || (at_start && is_passed_over(c));
        scratch.push(c);
    }
    cut(scratch);
    scratch
}

/// What makes a cell a formula; the wide forms too, as some turn them into the others.
fn is_formula(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// After which a cell may begin.
fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\r' | '\n' | ';')
}

/// What may stand before a formula and is not heeded.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// Leaves what a cell can hold, with `…` where there was more.
fn cut(value: &mut String) {
    let (mut units, mut end) = (0, 0);
    for (i, c) in value.char_indices() {
        units += c.len_utf16();
        if units < CELL {
            end = i + c.len_utf8();
        }
    }
    if units > CELL {
        value.truncate(end);
        value.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::tests::{article, row};
    use super::*;
    use crate::output::{COLUMNS, Format, Row};

    fn text_of(format: Format, rows: &[Row]) -> String {
        let article = ArticleRows { rows: rows.to_vec(), ..article() };
        String::from_utf8(format.encode(&Layout::default(), &article)).unwrap()
    }

    fn excel(value: &str) -> String {
        for_spreadsheet(&mut String::new(), value).to_owned()
    }

    #[test]
    fn csv_reads_back_as_it_was_written() {
        for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
            let mut odd = row();
            odd.title = "a\tb,c\r\n\"\"d; \u{2028}".into();
            let mut bytes = format.header(&Layout::default());
            let rows = vec![row(), odd.clone()];
            bytes.extend(format.encode(&Layout::default(), &ArticleRows { rows, ..article() }));
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(&bytes[..]);
            assert_eq!(reader.headers().unwrap(), &csv::StringRecord::from(COLUMNS.to_vec()));
            let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            assert_eq!(rows.len(), 2);
            assert_eq!(&rows[0][5], row().speaker);
            assert_eq!(&rows[1][4], &*odd.title);
            assert_eq!(&rows[1][26], "0.873");
        }
    }

    #[test]
    fn fields_are_quoted_as_the_csv_crate_quotes_them() {
        let odd = ["a", ",", "\"", "\n", "\r", "\t", "é", " ", "", "''", "“"];
        let mut all: Vec<String> = odd.iter().map(ToString::to_string).collect();
        for a in odd {
            all.extend(odd.iter().flat_map(|b| odd.map(|c| format!("{a}{b}{c}"))));
        }
        for delimiter in [b',', b'\t'] {
            let layout =
                Layout::new(Some(&["speaker".into(), "title".into()]), &[], false).unwrap();
            let row = |text: &String| Row { speaker: text.clone(), ..Row::default() };
            let rows = all.iter().map(row).collect();
            let got = encode(delimiter, &layout, &ArticleRows { rows, ..article() });
            let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(vec![]);
            for text in &all {
                writer.write_record([text, ""]).unwrap();
            }
            assert!(got == writer.into_inner().unwrap());
        }
    }

    #[test]
    fn numbers_are_written_as_they_are_displayed() {
        let written = |write: &dyn Fn(&mut Vec<u8>)| {
            let mut out = Vec::new();
            write(&mut out);
            String::from_utf8(out).unwrap()
        };
        for n in [0, 7, 10, 4_294_967_295, u64::MAX] {
            assert_eq!(written(&|out| integer(out, n)), n.to_string());
        }
        let thousandths = (0..=1000).map(|n| n as f32 / 1000.0);
        for n in thousandths.chain([-0.0, -0.5, 1.5, 1e9, 0.87349, 0.9999, f32::NAN]) {
            assert_eq!(written(&|out| number(out, rounded(n))), format!("{:.3}", rounded(n)));
        }
        for value in [Spans::default(), row().spans] {
            assert_eq!(written(&|out| spans(out, &value)), value.to_string());
        }
    }

    #[test]
    fn quotes_commas_and_line_breaks_are_quoted_in_csv() {
        let csv = text_of(Format::Csv, &[row()]);
        assert!(csv.contains(r#","Kim, ""the Leader""","#), "{csv}");
        assert!(csv.contains("\"“one\n\ntwo”\""), "{csv}");
        assert!(csv.ends_with(",0.873\n"), "{csv}");
    }

    #[test]
    fn a_lone_empty_value_is_still_a_record() {
        let layout = Layout::new(Some(&["source".into()]), &[], false).unwrap();
        let csv = Format::Csv.encode(&layout, &article());
        assert_eq!(csv, b"\"\"\n");
    }

    #[test]
    fn an_article_without_rows_is_no_csv_line() {
        assert_eq!(text_of(Format::Csv, &[]), "");
    }

    #[test]
    fn formulas_are_disarmed_for_a_spreadsheet() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＠a"] {
            assert!(excel(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(excel("  =1"), "  '=1");
        assert_eq!(excel("\u{200B}=1"), "\u{200B}'=1");
        assert_eq!(excel("\tKim"), "'\tKim");
    }

    #[test]
    fn what_another_separator_would_make_a_cell_is_disarmed() {
        assert_eq!(excel("no; =1+1"), "no; '=1+1");
        assert_eq!(excel("one\n-two"), "one\n'-two");
        assert_eq!(excel("one\ttwo"), "one\ttwo");
    }

    #[test]
    fn words_with_signs_in_them_stay_as_they_are() {
        for cell in ["Moon Ji-won", "a=b", "“=1+1”", "he said – yes; no", "", "(+1)"] {
            assert_eq!(excel(cell), cell);
        }
    }

    #[test]
    fn a_cell_holds_no_more_than_excel_can() {
        assert_eq!(excel(&"a".repeat(CELL)), "a".repeat(CELL));
        for text in ["é".repeat(CELL + 1), "👉".repeat(CELL / 2 + 1), "a".repeat(CELL + 2)] {
            let cell = excel(&text);
            let units = cell.encode_utf16().count();
            assert!((CELL - 1..=CELL).contains(&units), "{units}");
            assert!(cell.ends_with('…'));
        }
    }

    #[test]
    fn a_spreadsheet_is_told_that_it_is_utf8_and_gets_numbers_as_they_are() {
        let layout = Layout::new(None, &["=kept".into()], true).unwrap();
        let header = String::from_utf8(Format::Csv.header(&layout)).unwrap();
        assert!(header.starts_with("\u{FEFF}quote_id,") && header.ends_with(",'=kept\n"));
        let mut article = article();
        article.rows[0].speaker = "=1+1".into();
        let csv = String::from_utf8(Format::Csv.encode(&layout, &article)).unwrap();
        assert!(csv.contains(",'=1+1,") && csv.contains(",12,120,"), "{csv}");
    }
}
