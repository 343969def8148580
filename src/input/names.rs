//! Names that fields have in the exports, dumps and services in use: words of formats, in
//! lower case.

use super::fields::Role;
use std::borrow::Cow;

/// Names of fields that are guessed, the best first of each role, in any case. The first ones
/// are our own, which are no guess.
pub const NAMES: [(Role, &[&str]); 7] = [
    (
        Role::Id,
        &[
            "id",
            "_id",
            "guid",
            "article_id",
            "articleid",
            "uuid",
            "uid",
            "doc_id",
            "docid",
            "document_id",
        ],
    ),
    (
        Role::Text,
        &[
            "text",
            "body",
            "content",
            "article",
            "articlebody",
            "article_body",
            "article_text",
            "articletext",
            "full_text",
            "fulltext",
            "maintext",
            "main_text",
            "body_text",
            "bodytext",
            "plain_text",
            "plaintext",
            "clean_text",
            "cleaned_text",
            "content_text",
            "article_content",
            "news_text",
            "story",
            "story_text",
            "paragraphs",
            "raw_text",
            "raw_content",
            "content_html",
            "body_html",
            "html_content",
            "html",
        ],
    ),
    (
        Role::Title,
        &["title", "headline", "headlines", "article_title", "headline.main", "heading", "head"],
    ),
    (
        Role::Author,
        &[
            "author",
            "authors",
            "byline",
            "by",
            "creator",
            "author.name",
            "author_name",
            "writer",
            "article_author",
            "byline.original",
        ],
    ),
    (
        Role::Date,
        &[
            "published",
            "date",
            "published_at",
            "publishedat",
            "publication_date",
            "publicationdate",
            "pubdate",
            "pub_date",
            "publish_date",
            "date_publish",
            "date_published",
            "datepublished",
            "published_date",
            "publisheddate",
            "published_time",
            "publish_time",
            "article:published_time",
            "webpublicationdate",
            "first_published",
            "firstpublished",
            "posted_at",
            "post_date",
            "created_at",
            "createdat",
            "datetime",
            "timestamp",
            "time",
            "day",
            "created",
        ],
    ),
    (
        Role::Outlet,
        &[
            "outlet",
            "source.name",
            "source",
            "source_name",
            "publication",
            "publisher.name",
            "publisher",
            "publication_name",
            "site",
            "site_name",
            "sitename",
            "og:site_name",
            "newspaper",
            "news_outlet",
            "outlet_name",
            "media",
            "media_name",
            "domain",
            "source_domain",
            "sourcecountry",
        ],
    ),
    (
        Role::Url,
        &[
            "url",
            "link",
            "canonical_url",
            "canonical",
            "article_url",
            "weburl",
            "web_url",
            "permalink",
            "source_url",
            "uri",
            "href",
        ],
    ),
];

/// How many names of each role are our own: they need no line that says so.
pub(super) const OWN: [(Role, usize); 2] = [(Role::Date, 2), (Role::Text, 1)];

/// Keys under which objects in use keep their one value.
pub(super) const INNER: [&str; 9] =
    ["name", "rendered", "text", "value", "#text", "@value", "$date", "$oid", "$numberLong"];

/// A field's name as the table has it: `Full Text` and `full-text` are `full_text`.
pub(super) fn folded(key: &str) -> Cow<'_, str> {
    let key = key.trim();
    let is_folded = |b: u8| !b.is_ascii_uppercase() && b != b' ' && b != b'-';
    match key.bytes().all(is_folded) {
        true => key.into(),
        false => key.to_ascii_lowercase().replace([' ', '-'], "_").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_once_and_in_lower_case() {
        let mut all: Vec<&str> =
            NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        assert!(all.iter().all(|name| *name == name.to_ascii_lowercase()));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
