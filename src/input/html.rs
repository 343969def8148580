//! A web page to an article: its text, and what the page says of itself.
//!
//! Takes the bytes of a page, or a fragment of HTML from an editorial system. Gives the article's
//! paragraphs apart by an empty line, title, author, date, outlet and address where the page tells
//! them, and all its `<meta>` values. Dates stay as written; nothing is fetched.
//!
//! # Which text is the article
//!
//! What readability finds. Pages that build themselves by script have their words in JSON-LD alone,
//! and pages that ask for a subscription show less than they say there: where `articleBody` is
//! longer by half, it is the text. Where neither gives anything, it is all words of the page.

mod charset;
mod json_ld;
mod meta;
#[cfg(test)]
mod pages;
mod words;

use super::header::Header;
use super::{Trouble, tags};
use dom_query::Document;
use dom_smoothie::{Config, Readability};
use encoding_rs::Encoding;

/// A page read.
#[derive(Debug)]
pub(super) struct Page {
    /// The article's words.
    pub(super) text: String,
    /// What the page knows of it; the date as written.
    pub(super) known: Header,
    /// Its `<meta>` values by name or property, and `lang`.
    pub(super) fields: Vec<(String, String)>,
    /// What is to be known of the decoding.
    pub(super) note: Option<Trouble>,
}

/// The most elements, and the most of their depths together, that readability looks through: its
/// time grows with both. A page of news has some 3,000 elements and 50,000 of the other.
const ELEMENTS: usize = 20_000;
const WEIGHT: usize = 1_000_000;

/// The least that readability must find, in code points, before it looks again with fewer
/// scruples, and takes readers' comments too. A brief of one paragraph has some 250.
const BRIEF: usize = 200;

/// Reads a page. `encoding` is what came with it; a mark at its head goes before, and UTF-8 that
/// is valid is UTF-8.
///
/// # Errors
/// [`Trouble::Binary`] when it is no text, [`Trouble::Html`] when no parser should be given it.
pub(super) fn page(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Page, Trouble> {
    let (html, note) = charset::decode(bytes, encoding)?;
    let look = tags::look(&html);
    if let Some(fault) = look.fault {
        return Err(Trouble::Html(fault));
    }
    let document = Document::from(html);
    let told = json_ld::read(&document);
    let (known, fields) = meta::read(&document, &told);
    let text = text(document, &told.body, look.weight);
    Ok(Page { text: words::without_title(text, &known.title), known, fields, note })
}

/// All words of a fragment, in paragraphs. Where it has empty lines and no element parts its
/// paragraphs, as editorial systems keep them, its lines are its paragraphs.
pub(super) fn fragment(html: &str) -> String {
    let flat = tags::look(html).fault.map(|_| tags::without(html));
    let document = Document::fragment(flat.as_deref().unwrap_or(html));
    let has_empty_line = html.trim().lines().any(|line| line.trim().is_empty());
    let has_lines = has_empty_line && document.select("p, br, div").is_empty();
    words::of(&document.root(), if has_lines { words::Parts::Lines } else { words::Parts::All })
}

fn text(document: Document, told: &str, weight: usize) -> String {
    words::remove_what_is_beside(&document);
    let all = words::of(&document.root(), words::Parts::Article);
    let found = if weight > WEIGHT { None } else { readable(document) }.unwrap_or_default();
    let told = if told.contains(['<', '&']) { fragment(told) } else { words::plain(told) };
    match (found.chars().count(), told.chars().count()) {
        (0, 0) => all,
        (found, told_more) if told_more > found + found / 2 => told,
        _ => found,
    }
}

/// The article's words as readability finds them.
fn readable(document: Document) -> Option<String> {
    let config = Config {
        disable_json_ld: true,
        max_elements_to_parse: ELEMENTS,
        char_threshold: BRIEF,
        ..Config::default()
    };
    let mut reader = Readability::with_document(document, None, Some(config)).ok()?;
    reader.parse().ok()?;
    let found = reader.doc.select_single("#readability-page-1");
    let text = words::of(found.nodes().first()?, words::Parts::Article);
    (!text.is_empty()).then_some(text)
}
