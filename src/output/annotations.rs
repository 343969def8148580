//! Rows as W3C Web Annotations, in one page of JSON-LD.
//!
//! Each row is an annotation of its quote: who said it as a body that identifies,
//! its kind as tags, and the whole row as a data set in this program's own terms.
//!
//! # Why a quote in pieces has several targets
//!
//! The selectors of one target are to select the same words: here the place and the
//! words of one piece. A second piece is other words, and so another target. All
//! that an annotation says is said of each of its targets.

use super::codepoints::Places;
use super::columns::Value;
use super::json::{self, put};
use super::{ArticleRows, Layout, PIECE_JOINT, Row, Written};
use crate::input::Article;
use crate::text::Span;
use serde::Serialize;
use std::io::Write as _;

/// The page's beginning. The prefix ends in `:`, so that JSON-LD 1.1 takes it as one.
pub(super) const HEADER: &[u8] = b"{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",\
    {\"whosaid\":\"urn:whosaid:term:\"}],\
    \"id\":\"urn:whosaid:quotes\",\"type\":\"AnnotationPage\",\"items\":[\n";
pub(super) const JOINT: &[u8] = b",\n";
pub(super) const FOOTER: &[u8] = b"\n]}\n";

/// Code points of the text before and after a piece that help to find it again.
const AROUND: usize = 32;

/// The annotations of one article; without its text they do with less.
pub(super) fn encode(layout: &Layout, article: &ArticleRows) -> Vec<u8> {
    let mut out = Vec::new();
    if article.rows.is_empty() {
        return out;
    }
    let places = Places::new(&article.article.text);
    let source = source(&article.article);
    let terms: Vec<String> = layout.columns().iter().map(|c| escaped(c.name())).collect();
    for (i, row) in article.rows.iter().enumerate() {
        if i > 0 {
            out.extend(JOINT);
        }
        let id = format!("urn:whosaid:{}", escaped(&row.quote_id));
        out.extend(b"{\"id\":");
        put(&mut out, &id);
        out.extend(b",\"type\":\"Annotation\",\"motivation\":\"describing\",\"body\":[");
        for body in bodies(layout, row) {
            put(&mut out, &body);
            out.push(b',');
        }
        data_set(&mut out, &id, layout.columns().iter().zip(&terms), &article.article, row);
        out.extend(b"],\"target\":");
        put(&mut out, &targets(row, &places, &source));
        out.push(b'}');
    }
    out
}

/// The row as a body: what is known of it, in terms of our own.
fn data_set<'a>(
    out: &mut Vec<u8>,
    id: &str,
    columns: impl Iterator<Item = (&'a Written, &'a String)>,
    article: &Article,
    row: &Row,
) {
    out.extend(b"{\"id\":");
    put(out, &format!("{id}:row"));
    out.extend(b",\"type\":\"Dataset\"");
    for (column, term) in columns {
        let value = column.value(article, row);
        if value == Value::Text("") {
            continue;
        }
        let _ = write!(out, ",\"whosaid:{term}\":");
        match value {
            Value::Spans(spans) => put(out, &spans.to_string()),
            value => json::value(out, value),
        }
    }
    out.push(b'}');
}

/// A body of words.
#[derive(Serialize)]
struct Body<'a> {
    r#type: &'static str,
    purpose: &'static str,
    format: &'static str,
    value: &'a str,
}

/// Who it was, and tags, of those columns that are to be written.
fn bodies<'a>(layout: &Layout, row: &'a Row) -> impl Iterator<Item = Body<'a>> {
    let all = [
        ("speaker", "identifying", &*row.speaker),
        ("kind", "tagging", row.kind),
        ("quote_type", "tagging", row.quote_type),
        ("stance", "tagging", &*row.stance),
    ];
    let written = all.map(|(column, purpose, value)| (layout.has(column), purpose, value));
    let written = written.into_iter().filter(|(has, _, value)| *has && !value.is_empty());
    written.map(|(_, purpose, value)| Body {
        r#type: "TextualBody",
        purpose,
        format: "text/plain",
        value,
    })
}

/// One piece of a quote.
#[derive(Serialize)]
struct Target<'a> {
    r#type: &'static str,
    source: &'a str,
    selector: Vec<Selector<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type")]
enum Selector<'a> {
    #[serde(rename = "TextPositionSelector")]
    Position { start: u32, end: u32 },
    #[serde(rename = "TextQuoteSelector")]
    Quote {
        exact: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        prefix: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        suffix: &'a str,
    },
}

fn targets<'a>(row: &'a Row, places: &Places<'a>, source: &'a str) -> Vec<Target<'a>> {
    let pieces = &row.spans.quote;
    // Without the text the words are known as far as the joints tell the pieces apart.
    let words: Vec<&str> = row.quote.split(PIECE_JOINT).collect();
    let known = |i: usize| if words.len() == pieces.len() { words[i] } else { "" };
    let target = |(i, piece): (usize, &Span)| {
        let mut selector = vec![Selector::Position { start: piece.start, end: piece.end }];
        let (prefix, exact, suffix) = around(places, *piece).unwrap_or(("", known(i), ""));
        if !exact.is_empty() {
            selector.push(Selector::Quote { exact, prefix, suffix });
        }
        Target { r#type: "SpecificResource", source, selector }
    };
    pieces.iter().enumerate().map(target).collect()
}

/// A piece's words, with those before and after.
fn around<'a>(places: &Places<'a>, piece: Span) -> Option<(&'a str, &'a str, &'a str)> {
    let (start, end) = (piece.start as usize, piece.end as usize);
    let before = places.between(start.saturating_sub(AROUND), start)?;
    let after = places.between(end, (end + AROUND).min(places.count()))?;
    Some((before, places.between(start, end)?, after))
}

/// The article's address, or a name for it where that is none.
fn source(article: &Article) -> String {
    let scheme = article.url.split_once(':').map_or("", |(scheme, _)| scheme);
    let begins = scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    if begins && scheme.chars().all(is_scheme) {
        return iri(article.url.trim());
    }
    format!("urn:whosaid:article:{}", escaped(&article.id))
}

/// `address` without what no IRI may hold.
fn iri(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        let forbidden = matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`');
        if forbidden || c.is_whitespace() || c.is_control() {
            percent(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// A part of a URN: what is no letter, digit, `-`, `.`, `_`, `~` in percent.
fn escaped(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for c in part.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') {
            out.push(c);
        } else {
            percent(&mut out, c);
        }
    }
    out
}

fn percent(out: &mut String, c: char) {
    for byte in c.encode_utf8(&mut [0; 4]).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::{Format, Spans};

    const TEXT: &str = "Élan.\n\n“We are ready,” Kim said, “for talks.” 👉 More.";

    fn article() -> ArticleRows {
        let piece = |words: &str| {
            let start = TEXT[..TEXT.find(words).unwrap()].chars().count();
            Span::new(start, start + words.chars().count())
        };
        let row = Row {
            quote_id: "00ff".into(),
            speaker: "Kim".into(),
            kind: "statement",
            quote: "“We are ready,” … “for talks.”".into(),
            spans: Spans {
                quote: vec![piece("“We are ready,”"), piece("“for talks.”")],
                ..Spans::default()
            },
            ..Row::default()
        };
        let article = Article { id: "a/ü".into(), text: TEXT.into(), ..Article::default() };
        ArticleRows { article, rows: vec![row] }
    }

    fn page(articles: &[ArticleRows]) -> serde_json::Value {
        let (format, layout) = (Format::Annotations, Layout::default());
        let parts: Vec<Vec<u8>> = articles.iter().map(|a| format.encode(&layout, a)).collect();
        let parts: Vec<Vec<u8>> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        let page = [&*format.header(&layout), &parts.join(format.joint()), format.footer()];
        serde_json::from_slice(&page.concat()).unwrap()
    }

    #[test]
    fn a_page_is_json_with_any_number_of_annotations() {
        let none = ArticleRows { rows: vec![], ..article() };
        assert_eq!(page(std::slice::from_ref(&none))["items"], serde_json::json!([]));
        let two = ArticleRows { rows: vec![article().rows[0].clone(); 2], ..article() };
        let page = page(&[two, none, article()]);
        assert_eq!(page["items"].as_array().unwrap().len(), 3);
        assert_eq!(page["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    }

    #[test]
    fn each_piece_is_found_by_place_and_by_words() {
        let page = page(&[article()]);
        let targets = page["items"][0]["target"].as_array().unwrap();
        let text: Vec<char> = TEXT.chars().collect();
        let exact: Vec<&str> =
            targets.iter().map(|t| t["selector"][1]["exact"].as_str().unwrap()).collect();
        assert_eq!(exact, ["“We are ready,”", "“for talks.”"]);
        for target in targets {
            let place = |key: &str| target["selector"][0][key].as_u64().unwrap() as usize;
            let words: String = text[place("start")..place("end")].iter().collect();
            assert_eq!(target["selector"][1]["exact"], words);
            assert_eq!(target["source"], "urn:whosaid:article:a%2F%C3%BC");
        }
        assert_eq!(targets[0]["selector"][1]["prefix"], "Élan.\n\n");
        assert_eq!(targets[1]["selector"][1]["suffix"], " 👉 More.");
    }

    #[test]
    fn without_its_text_the_words_are_those_of_the_row() {
        let mut bare = article();
        bare.article.text.clear();
        let page = page(&[bare.clone()]);
        let selector = &page["items"][0]["target"][1]["selector"][1];
        assert_eq!(selector["exact"], "“for talks.”");
        assert!(selector.get("prefix").is_none());
        bare.rows[0].quote = "no joints".into();
        let page = self::page(&[bare]);
        assert_eq!(page["items"][0]["target"][1]["selector"].as_array().unwrap().len(), 1);
    }

    #[test]
    fn the_speaker_identifies_and_the_row_is_whole() {
        let page = page(&[article()]);
        let bodies = page["items"][0]["body"].as_array().unwrap();
        assert_eq!(
            (&bodies[0]["purpose"], &bodies[0]["value"]),
            (&"identifying".into(), &"Kim".into())
        );
        let row = bodies.last().unwrap();
        assert_eq!((&row["id"], &row["type"]), (&"urn:whosaid:00ff:row".into(), &"Dataset".into()));
        assert_eq!(row["whosaid:speaker"], "Kim");
        assert_eq!(row["whosaid:start"], 0);
        assert!(row.get("whosaid:source").is_none());
    }

    #[test]
    fn the_source_is_the_articles_address() {
        let of =
            |url: &str| source(&Article { id: "7".into(), url: url.into(), ..Article::default() });
        assert_eq!(of("https://example.org/ä b"), "https://example.org/ä%20b");
        for none in ["", "example.org/7", "/7", "7:x"] {
            assert_eq!(of(none), "urn:whosaid:article:7");
        }
    }
}
