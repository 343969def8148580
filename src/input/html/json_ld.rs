//! What a page tells machines of its article: JSON-LD of schema.org.
//!
//! Takes the parsed page. Gives the first article in its blocks, also within lists and `@graph`; a
//! block that is no JSON is passed over, the page has other ways to tell.

use dom_query::Document;
use serde_json::{Map, Value};

/// What the first article says of itself; empty where it does not.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) date: String,
    pub(super) publisher: String,
    pub(super) url: String,
    /// Its text, which may be HTML.
    pub(super) body: String,
}

type Object = Map<String, Value>;

/// The first article of the page's JSON-LD.
pub(super) fn read(document: &Document) -> Told {
    let mut blocks = Vec::new();
    for script in document.select("script[type]").nodes() {
        let kind = script.attr_or("type", "").to_ascii_lowercase();
        if kind.trim().starts_with("application/ld+json") {
            blocks.extend(parse(&script.text()));
        }
    }
    let mut objects = Vec::new();
    blocks.iter().for_each(|b| collect(b, &mut objects));
    let articles: Vec<&Object> = objects.iter().copied().filter(|o| is_article(o)).collect();
    let named =
        articles.iter().find(|o| o.contains_key("headline") || o.contains_key("articleBody"));
    named.or(articles.first()).map_or_else(Told::default, |article| told(article, &objects))
}

/// The block's value; line ends within strings, which JSON forbids and pages have, are spaces.
fn parse(block: &str) -> Option<Value> {
    let block = block.trim().trim_start_matches("//").trim_start();
    let block =
        ["<!--", "<![CDATA["].iter().fold(block, |b, open| b.strip_prefix(open).unwrap_or(b));
    let block =
        ["-->", "]]>"].iter().fold(block.trim_end(), |b, end| b.strip_suffix(end).unwrap_or(b));
    let block = block.trim().trim_end_matches(['/', ';']).trim();
    serde_json::from_str(block).ok().or_else(|| {
        let spaced: String = block.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(&spaced).ok()
    })
}

/// All objects that stand for themselves, in the order of the page.
fn collect<'v>(value: &'v Value, objects: &mut Vec<&'v Object>) {
    match value {
        Value::Array(list) => list.iter().for_each(|v| collect(v, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                object.get(key).into_iter().for_each(|v| collect(v, objects));
            }
        }
        _ => {}
    }
}

fn is_article(object: &Object) -> bool {
    let is_kind = |kind: &str| {
        let kind = kind.rsplit(['/', ':']).next().unwrap_or_default();
        kind.ends_with("Article") || kind.ends_with("BlogPosting") || kind == "Report"
    };
    match object.get("@type") {
        Some(Value::String(kind)) => is_kind(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_kind),
        _ => false,
    }
}

fn told(article: &Object, objects: &[&Object]) -> Told {
    let first = |keys: &[&str]| {
        let found = keys.iter().filter_map(|k| article.get(*k));
        found.map(|v| name(v, objects)).find(|n| !n.is_empty()).unwrap_or_default()
    };
    let address = |key: &str| match article.get(key) {
        Some(Value::String(url)) => url.clone(),
        Some(Value::Object(page)) => text(page.get("@id")),
        _ => String::new(),
    };
    let url = ["url", "mainEntityOfPage"].into_iter().map(address);
    Told {
        title: first(&["headline", "name"]),
        author: first(&["author", "creator"]),
        date: first(&["datePublished", "dateCreated", "uploadDate"]),
        publisher: first(&["publisher", "sourceOrganization"]),
        url: url.into_iter().find(|u| u.starts_with("http")).unwrap_or_default(),
        body: text(article.get("articleBody")),
    }
}

fn text(value: Option<&Value>) -> String {
    value.and_then(Value::as_str).unwrap_or_default().into()
}

/// A name: a string, an object's `name`, that of the object which it points to, or a list of them.
fn name(value: &Value, objects: &[&Object]) -> String {
    match value {
        Value::String(name) => decoded(name),
        Value::Array(list) => {
            let names = list.iter().take(100).map(|v| name(v, objects));
            names.filter(|n| !n.is_empty()).collect::<Vec<_>>().join("; ")
        }
        Value::Object(object) => match (object.get("name"), object.get("@id")) {
            (Some(Value::String(name)), _) => decoded(name),
            (Some(Value::Array(names)), _) => decoded(&text(names.first())),
            (_, Some(id)) => {
                let found =
                    objects.iter().find(|o| o.get("@id") == Some(id) && o.contains_key("name"));
                found.map_or(String::new(), |o| decoded(&text(o.get("name"))))
            }
            _ => String::new(),
        },
        _ => String::new(),
    }
}

/// Without the entities and tags that editorial systems leave in.
fn decoded(text: &str) -> String {
    match text.contains(['&', '<']) {
        true => super::fragment(text).trim().into(),
        false => text.trim().into(),
    }
}
