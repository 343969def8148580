//! The words of a parsed page, in paragraphs.

use super::super::prose::{Gap, Prose};
use dom_query::{Document, NodeRef, Selection};

/// Which parts of a page give words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// All that a reader sees.
    All,
    /// The same, each line of the source a paragraph.
    Lines,
    /// No navigation, captions, forms or asides.
    Article,
}

/// Elements that hold no words for a reader.
const SILENT: [&str; 18] = [
    "amp-ad",
    "amp-sidebar",
    "audio",
    "canvas",
    "datalist",
    "head",
    "iframe",
    "math",
    "noscript",
    "object",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

/// Elements beside the article.
const BESIDE: [&str; 8] =
    ["aside", "button", "dialog", "fieldset", "figcaption", "footer", "menu", "nav"];

/// The words under `root`.
pub(super) fn of(root: &NodeRef<'_>, parts: Parts) -> String {
    let mut prose = Prose::default();
    let mut verbatim = 0;
    let mut at = root.first_child();
    while let Some(node) = at {
        let name = node.node_name().unwrap_or_default();
        let skipped =
            SILENT.contains(&&*name) || parts == Parts::Article && BESIDE.contains(&&*name);
        if node.is_text() {
            let text = node.text();
            match parts {
                _ if verbatim > 0 => prose.lines(&text),
                Parts::Lines => by_line(&text, &mut prose),
                Parts::All | Parts::Article => prose.words(&text),
            }
        } else if node.is_element() {
            prose.gap(gap(&name));
            verbatim += usize::from(&*name == "pre");
            if let Some(child) = node.first_child().filter(|_| !skipped) {
                at = Some(child);
                continue;
            }
        }
        at = leave(node, root, &mut prose, &mut verbatim);
    }
    prose.finish()
}

/// Words whose lines are paragraphs.
fn by_line(text: &str, prose: &mut Prose) {
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            prose.gap(if line.trim().is_empty() { Gap::Paragraph } else { Gap::Line });
        }
        prose.words(line);
    }
}

/// The node after this one, on the way up from the ends of elements.
fn leave<'n>(
    mut node: NodeRef<'n>,
    root: &NodeRef<'_>,
    prose: &mut Prose,
    verbatim: &mut usize,
) -> Option<NodeRef<'n>> {
    loop {
        if node.is_element() {
            let name = node.node_name().unwrap_or_default();
            prose.gap(gap(&name));
            *verbatim -= usize::from(&*name == "pre");
        }
        if let Some(next) = node.next_sibling() {
            return Some(next);
        }
        node = node.parent().filter(|p| p.id != root.id)?;
    }
}

/// The gap before and after an element.
fn gap(name: &str) -> Gap {
    match name {
        "td" | "th" => Gap::Cell,
        "br" | "tr" => Gap::Line,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center" | "dd"
        | "details" | "dialog" | "dir" | "div" | "dl" | "dt" | "fieldset" | "figcaption"
        | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header"
        | "hgroup" | "hr" | "legend" | "li" | "main" | "menu" | "nav" | "ol" | "p" | "pre"
        | "section" | "summary" | "table" | "tbody" | "tfoot" | "thead" | "ul" => Gap::Paragraph,
        _ => Gap::None,
    }
}

/// Takes banners, captions, bylines, advertisements and lists of links out of the page:
/// readability forgets the names that tell them, and takes a cell of links for a part of the
/// article beside it.
pub(super) fn remove_what_is_beside(document: &Document) {
    document.select("figcaption, [hidden], header time").remove();
    // Who said it stands there; readability drops every footer.
    document.select("blockquote footer").rename("p");
    for figure in document.select("figure").nodes() {
        // What is quoted or tabled in a figure is of the article; else it is the picture's.
        if document_part(figure, "img, picture, video")
            && !document_part(figure, "blockquote, table")
        {
            figure.remove_from_parent();
        }
    }
    for node in document.select("[class], [id], [data-component]").nodes() {
        let is_short = |most: usize| node.text().trim().chars().nth(most).is_none();
        // 300 and 2,000: a container that is only styled for it holds the article.
        if is_named(node, is_beside) && is_short(300)
            || is_named(node, is_banner) && is_short(2_000)
        {
            node.remove_from_parent();
        }
    }
    for node in document.select("td, ul, ol").nodes() {
        if is_links(node) {
            node.remove_from_parent();
        }
    }
}

fn document_part(node: &NodeRef<'_>, selector: &str) -> bool {
    !Selection::from(*node).select(selector).is_empty()
}

/// Whether one of the names that an element has in the page's code, in small letters, is such.
fn is_named(node: &NodeRef<'_>, is_such: fn(&str) -> bool) -> bool {
    if ["html", "body", "main", "article"].iter().any(|name| node.has_name(name)) {
        return false;
    }
    let names = ["class", "id", "data-component"].map(|a| node.attr_or(a, "").to_ascii_lowercase());
    names.iter().any(|names| names.split_ascii_whitespace().any(is_such))
}

/// Whether it is a name of captions, bylines, letters to subscribe to and advertisements.
fn is_beside(name: &str) -> bool {
    ["caption", "caption-text", "byline"].iter().any(|end| name.ends_with(end))
        || ["ad-", "ads-", "advert", "byline", "newsletter"].iter().any(|s| name.starts_with(s))
        || matches!(
            name,
            "ad" | "ads" | "copyright" | "date" | "entry-meta" | "post-meta" | "tag-list"
        )
}

/// Whether it is a name of the question whether a page may know its reader.
fn is_banner(name: &str) -> bool {
    ["cookie", "consent", "gdpr"].iter().any(|word| name.contains(word))
}

/// Whether there are three links or more in it, and next to no other words.
fn is_links(node: &NodeRef<'_>) -> bool {
    let (mut links, mut linked, mut other) = (0, 0, 0);
    // 5,000: lists within lists are each walked, and one that long is no navigation.
    for part in node.descendants_it().take(5_000) {
        if part.has_name("a") {
            links += 1;
        } else if part.is_text() {
            let count = part.text().chars().filter(|c| c.is_alphanumeric()).count();
            // 3: a link's words stand in it, or in a mark in it.
            let within = part.ancestors_it(Some(3)).any(|up| up.has_name("a"));
            *(if within { &mut linked } else { &mut other }) += count;
        }
        // 200: two lines of words are no list of links, and the article need not be walked.
        if other > 200 {
            return false;
        }
    }
    links > 2 && other * 10 < linked
}

/// A text of plain lines as paragraphs.
pub(super) fn plain(text: &str) -> String {
    let mut prose = Prose::default();
    for line in text.lines() {
        prose.words(line);
        prose.gap(Gap::Paragraph);
    }
    prose.finish()
}

/// The text without the title, where that is its first line.
pub(super) fn without_title(text: String, title: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    if title.is_empty() || !letters(first).eq(letters(title)) {
        return text;
    }
    text[first.len()..].trim_start().into()
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}
