//! What a page says of itself: `<meta>`, `<link>`, `<time>`, `<title>`, and what JSON-LD told.
//!
//! Of several places that tell a thing the one holds that is kept best: JSON-LD, OpenGraph, then
//! Dublin Core and what publishers' services ask for, then the page as a reader sees it. The
//! outlet is the site's name before the publisher's, who may be a company.

use super::super::header::Header;
use super::json_ld::Told;
use dom_query::Document;

const TITLE: [&str; 7] = [
    "og:title",
    "twitter:title",
    "parsely-title",
    "sailthru.title",
    "dc.title",
    "dcterms.title",
    "headline",
];
const AUTHOR: [&str; 9] = [
    "author",
    "article:author",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "byline",
];
const DATE: [&str; 15] = [
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "date",
];
const OUTLET: [&str; 1] = ["og:site_name"];
const OUTLET_ELSE: [&str; 4] = ["dc.publisher", "dcterms.publisher", "application-name", "cre"];

/// What is known of the article, and the page's `<meta>` values.
pub(super) fn read(document: &Document, told: &Told) -> (Header, Vec<(String, String)>) {
    let fields = fields(document);
    let first = |names: &[&str], fits: fn(&str) -> bool| {
        let found = names.iter().filter_map(|name| {
            fields.iter().find(|(n, v)| n.eq_ignore_ascii_case(name) && fits(v))
        });
        found.map(|(_, v)| v.clone()).next().unwrap_or_default()
    };
    let any = |_: &str| true;
    let one_of = |values: [&dyn Fn() -> String; 4]| {
        values.iter().map(|v| v()).find(|v| !v.is_empty()).unwrap_or_default()
    };
    let none = String::new;
    let outlet = one_of([
        &|| first(&OUTLET, any),
        &|| told.publisher.clone(),
        &|| first(&OUTLET_ELSE, any),
        &none,
    ]);
    let title = one_of([
        &|| told.title.clone(),
        &|| first(&TITLE, any),
        &|| seen(document, "title"),
        &|| seen(document, "h1"),
    ]);
    let author = one_of([
        &|| told.author.clone(),
        &|| first(&AUTHOR, |v| !is_address(v)),
        &|| seen(document, "[itemprop=author] [itemprop=name], [itemprop=author], a[rel=author]"),
        &none,
    ]);
    let published =
        one_of([&|| told.date.clone(), &|| first(&DATE, any), &|| time(document), &none]);
    let url = one_of([
        &|| canonical(document),
        &|| first(&["og:url"], is_address),
        &|| told.url.clone(),
        &none,
    ]);
    let title = bare_title(&title, &outlet, &seen(document, "h1"));
    (Header { outlet, published, title, author, url, body: 0 }, fields)
}

/// All `<meta>` values; those of one name joined.
fn fields(document: &Document) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let lang = document.select_single("html[lang]").attr_or("lang", "").trim().to_owned();
    if !lang.is_empty() {
        fields.push(("lang".into(), lang));
    }
    // 500: no page has so many, and each is compared with each.
    for meta in document.select("meta[content]").nodes().iter().take(500) {
        let name = ["property", "name", "itemprop"].iter().find_map(|a| meta.attr(a));
        let value = one_line(&meta.attr_or("content", ""));
        let Some(name) = name.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()) else {
            continue;
        };
        if value.is_empty() {
            continue;
        }
        match fields.iter_mut().find(|(n, _)| *n == name) {
            Some((_, before)) if before.split("; ").any(|v| v == value) => {}
            Some((_, before)) => {
                before.push_str("; ");
                before.push_str(&value);
            }
            None => fields.push((name, value)),
        }
    }
    fields
}

/// The words of the first element that a reader sees there.
fn seen(document: &Document, selector: &str) -> String {
    one_line(&document.select_single(selector).text())
}

fn time(document: &Document) -> String {
    const PLACES: [(&str, &str); 5] = [
        ("[itemprop=datePublished][datetime]", "datetime"),
        ("time[pubdate][datetime]", "datetime"),
        ("article time[datetime]", "datetime"),
        ("time[datetime]", "datetime"),
        ("[itemprop=datePublished][content]", "content"),
    ];
    let found = PLACES.iter().filter_map(|(place, a)| document.select_single(place).attr(a));
    let told = found.map(|v| v.trim().to_owned()).find(|v| !v.is_empty());
    told.unwrap_or_else(|| seen(document, "[itemprop=datePublished], article time, time"))
}

fn canonical(document: &Document) -> String {
    let link = document.select_single("link[rel=canonical][href]").attr_or("href", "");
    if is_address(link.trim()) { link.trim().into() } else { String::new() }
}

fn is_address(value: &str) -> bool {
    ["http://", "https://"].iter().any(|s| value.starts_with(s))
}

/// What stands between a headline and the site's name.
const BETWEEN: [&str; 8] = [" | ", " - ", " – ", " — ", " · ", " :: ", " » ", " • "];

/// The title without the site's name before or after it.
fn bare_title(title: &str, outlet: &str, heading: &str) -> String {
    let same = |a: &str, b: &str| !b.is_empty() && a.trim().to_lowercase() == b.to_lowercase();
    for between in BETWEEN {
        let (Some((head, last)), Some((first, tail))) =
            (title.rsplit_once(between), title.split_once(between))
        else {
            continue;
        };
        if same(last, outlet) {
            return head.trim().into();
        }
        if same(first, outlet) {
            return tail.trim().into();
        }
        if same(head, heading) || same(first, heading) || same(tail, heading) {
            return heading.into();
        }
    }
    title.into()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
