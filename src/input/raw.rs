//! A record that is not an article yet, and its way there.
//!
//! [`Raw`] is made on the reading thread, which settles ids and nothing costly.
//! [`Raw::prepare`] is a plain function of it and the options: it decodes, takes a page
//! apart, mends, reads the header and the date. So the threads that work on articles share
//! what is slow, and the order of articles is the reader's alone.
//!
//! # What goes before what
//!
//! A sidecar says what its writer wanted to be said, so it goes before the record's fields,
//! those before the page's or the front matter's, and those before lines in the text.

use super::fields::Role;
use super::form::Name;
use super::header::{self, Header};
use super::{Article, Form, Notice, Options, Trouble, decode, html, http, markdown, rewrap, tidy};
use encoding_rs::Encoding;
use std::path::{Path, PathBuf};

/// What an article is made from.
#[derive(Debug)]
pub(super) enum Body {
    /// Plain text in some encoding.
    Text(Vec<u8>),
    /// Markdown in some encoding.
    Markdown(Vec<u8>),
    /// A page, with the encoding that its carrier told.
    Page(Vec<u8>, Option<&'static Encoding>),
    /// A page as a server sent it.
    Response(Vec<u8>, http::Sent),
    /// Text of a record.
    Decoded(String),
    /// A piece of HTML in a record.
    Fragment(String),
}

impl Body {
    fn len(&self) -> usize {
        match self {
            Self::Text(bytes) | Self::Markdown(bytes) => bytes.len(),
            Self::Page(bytes, _) | Self::Response(bytes, _) => bytes.len(),
            Self::Decoded(text) | Self::Fragment(text) => text.len(),
        }
    }
}

/// A record whose id is settled and that is to become an article.
#[derive(Debug)]
pub struct Raw {
    pub(super) id: String,
    pub(super) path: PathBuf,
    pub(super) line: Option<usize>,
    pub(super) byte: Option<u64>,
    pub(super) body: Body,
    /// What the record says of itself.
    pub(super) known: Header,
    /// What a sidecar says of it.
    pub(super) beside: Header,
    /// What is kept of it, as far as known, in the order of [`Options::keep`].
    pub(super) kept: Vec<Option<String>>,
}

/// What became of a [`Raw`].
#[derive(Debug)]
pub struct Prepared {
    /// What is to be known of the article.
    pub notices: Vec<Notice>,
    /// The article, or why there is none.
    pub article: Result<Article, Notice>,
}

/// What the body gave.
#[derive(Default)]
struct Document {
    text: String,
    known: Header,
    fields: Vec<(String, String)>,
    /// Whether its first lines may be a header and its lines hard-wrapped.
    plain: bool,
}

impl Raw {
    /// The article's id, unique in the run.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How much memory it takes, about.
    pub fn bytes(&self) -> usize {
        // 20: what compresses best becomes so much more; 256: the rest of it, so that nothing is free.
        let grows = match &self.body {
            Body::Response(_, sent) if !sent.is_plain() => 20,
            _ => 1,
        };
        self.body.len() * grows + 256
    }

    /// Makes it an article.
    #[must_use]
    pub fn prepare(mut self, options: &Options) -> Prepared {
        let body = std::mem::replace(&mut self.body, Body::Text(Vec::new()));
        let mut troubles = Vec::new();
        let made = document(body, options, &mut troubles)
            .and_then(|document| self.article(document, options, &mut troubles));
        let notices = troubles.into_iter().map(|trouble| self.notice(trouble)).collect();
        Prepared { notices, article: made.map_err(|trouble| self.notice(trouble)) }
    }

    fn article(
        &mut self,
        document: Document,
        options: &Options,
        troubles: &mut Vec<Trouble>,
    ) -> Result<Article, Trouble> {
        let Document { text, known, fields, plain } = document;
        let (mut text, mended) = match options.verbatim {
            true => (text, tidy::Mended::default()),
            false => tidy::mend(text),
        };
        if !mended.is_nothing() {
            troubles.push(Trouble::Mended(mended.to_string()));
        }
        let mut header = Header { body: blank(&text), ..Header::default() };
        if plain {
            header = Header::read(&text);
            let joined = if options.verbatim { None } else { rewrap::join(&text, header.body) };
            if let Some(joined) = joined {
                troubles.push(Trouble::Rejoined);
                text = joined;
            }
        }
        if header.body == text.len() {
            return Err(if text.trim().is_empty() { Trouble::Empty } else { Trouble::NoBody });
        }
        for said in [&known, &self.known, &self.beside] {
            header.overrule(said);
        }
        mend(&mut header);
        if header.published.is_empty() {
            header.published = date_in_name(&self.path).unwrap_or_default();
        }
        troubles.extend(header.settle_date(&options.dates).map(Trouble::Date));
        let kept = self.kept(&header, &fields, options);
        let Header { outlet, published, title, author, url, body } = header;
        let (id, path) = (self.id.clone(), self.path.clone());
        Ok(Article { id, outlet, published, title, author, url, kept, text, body, path })
    }

    /// The values to keep: the record's own, the page's, and what is known anyway.
    fn kept(
        &mut self,
        header: &Header,
        fields: &[(String, String)],
        options: &Options,
    ) -> Vec<String> {
        let mut own = std::mem::take(&mut self.kept).into_iter();
        let of = |field: &str| {
            let named = fields.iter().find(|(name, _)| name.eq_ignore_ascii_case(field));
            named.map_or_else(|| self.role(header, field), |(_, value)| value.clone())
        };
        let values = options.keep.iter().map(|keep| own.next().flatten().ok_or(&*keep.field));
        values.map(|value| value.unwrap_or_else(of)).collect()
    }

    fn role(&self, header: &Header, field: &str) -> String {
        let field = field.to_ascii_lowercase();
        match Role::named(if field == "published" { "date" } else { &field }) {
            Some(Role::Id) => self.id.clone(),
            Some(Role::Title) => header.title.clone(),
            Some(Role::Author) => header.author.clone(),
            Some(Role::Date) => header.published.clone(),
            Some(Role::Outlet) => header.outlet.clone(),
            Some(Role::Url) => header.url.clone(),
            Some(Role::Text) | None => String::new(),
        }
    }

    /// A notice of this article.
    pub fn notice(&self, trouble: Trouble) -> Notice {
        let line = match trouble {
            Trouble::FrontMatter(line, _) => Some(line),
            _ => self.line,
        };
        Notice {
            path: self.path.clone(),
            article: Some(self.id.clone()),
            line,
            column: None,
            byte: self.byte,
            trouble,
        }
    }
}

/// The text in a body, and what is said there.
fn document(
    body: Body,
    options: &Options,
    troubles: &mut Vec<Trouble>,
) -> Result<Document, Trouble> {
    Ok(match body {
        Body::Text(bytes) => Document {
            text: decoded(bytes, options, troubles)?,
            plain: true,
            ..Document::default()
        },
        Body::Decoded(text) => Document { text, plain: true, ..Document::default() },
        Body::Fragment(text) if options.verbatim => {
            Document { text, plain: true, ..Document::default() }
        }
        Body::Fragment(piece) => Document { text: html::fragment(&piece), ..Document::default() },
        Body::Markdown(bytes) => {
            let markdown::Marked { text, known, fields } =
                markdown::read(&decoded(bytes, options, troubles)?)?;
            Document { text, known, fields, plain: false }
        }
        Body::Page(bytes, encoding) => page(&bytes, encoding.or(options.encoding), troubles)?,
        Body::Response(bytes, sent) => {
            let bytes = http::undo(bytes, &sent, options.max_article)?;
            page(&bytes, sent.charset.or(options.encoding), troubles)?
        }
    })
}

fn decoded(
    bytes: Vec<u8>,
    options: &Options,
    troubles: &mut Vec<Trouble>,
) -> Result<String, Trouble> {
    let (text, note) = decode::decode(bytes, options.encoding)?;
    troubles.extend(note);
    Ok(text)
}

fn page(
    bytes: &[u8],
    encoding: Option<&'static Encoding>,
    troubles: &mut Vec<Trouble>,
) -> Result<Document, Trouble> {
    let html::Page { text, known, fields, note } = html::page(bytes, encoding)?;
    troubles.extend(note);
    Ok(Document { text, known, fields, plain: false })
}

/// What is said of an article can be as broken as its text.
fn mend(header: &mut Header) {
    for field in [&mut header.outlet, &mut header.title, &mut header.author] {
        *field = tidy::mend(std::mem::take(field)).0;
    }
}

/// The date in the name of a post, as generators of sites want it: `2026-02-26-talks.md`.
fn date_in_name(path: &Path) -> Option<String> {
    let name = Name::of_path(path);
    let (date, rest) = name.stem.split_at_checked(10)?;
    let is_post = name.form == Some(Form::Markdown) && rest.starts_with('-');
    header::iso_date(date).filter(|iso| is_post && iso == date)
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start().len()
}
