//! Through whom or what the article has it: the source's name and kind.

use super::entities::{EntityIx, same_letters};
use super::names::Sort;
use super::resolve::Resolver;
use super::vocabulary::Vocabulary;
use super::{Identity, display};
use crate::attribution::Attribution;
use crate::text::{Document, Mark, Tag, TokenRange};

/// A source's name and kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Source {
    pub(super) name: String,
    pub(super) kind: &'static str,
}

/// The source where a statement is made to an outlet: "told The Wall Street Journal".
pub(super) fn of_addressee(resolver: &Resolver<'_, '_>, mention: TokenRange) -> Source {
    let range = trimmed(resolver, mention);
    match outlet(resolver, range) {
        Some(name) => Source { name, kind: "outlet" },
        None => Source::default(),
    }
}

/// The source that a mention names.
pub(super) fn of_mention(resolver: &Resolver<'_, '_>, mention: TokenRange) -> Source {
    let range = trimmed(resolver, mention);
    if range.is_empty() {
        return Source::default();
    }
    if resolver.reader().pronoun_at(range.start as usize).is_some() && range.len() == 1 {
        return Source::default();
    }
    let range = with_programme(resolver, range);
    if let Some(outlet) = outlet(resolver, range) {
        return Source { name: outlet, kind: "outlet" };
    }
    let words = resolver.words;
    let any = |list| range.iter().any(|i| words.entry(list, resolver.document, i).is_some());
    let kind = if any(words.platforms) {
        "platform"
    } else if any(words.venues) && !any(words.documents) {
        "venue"
    } else if any(words.documents) {
        "document"
    } else {
        ""
    };
    Source { name: display::spaced(resolver.document.words(range)), kind }
}

/// The mention without marks around it, a trailing "'s", a weekday or anything
/// after a comma.
fn trimmed(resolver: &Resolver<'_, '_>, mention: TokenRange) -> TokenRange {
    let document = resolver.document;
    let text = |i: usize| document.tokens[i].span.of(document.text);
    let is_mark = |i: usize| matches!(document.tokens[i].tag, Tag::Punct | Tag::POS);
    let (mut start, mut end) = (mention.start as usize, mention.end as usize);
    while start < end && is_mark(start) {
        start += 1;
    }
    // "told the Journal Sunday", but not "told the Sunday Times".
    let is_time = |i: usize| {
        let named = i + 1 < end && document.tokens[i + 1].capital;
        !named && resolver.words.at(resolver.words.weekdays, document, i)
    };
    end = (start..end).find(|&i| text(i) == "," || i > start && is_time(i)).unwrap_or(end);
    while start < end && is_mark(end - 1) && !matches!(text(end - 1), ")" | "”" | "\"") {
        end -= 1;
    }
    TokenRange::new(start, end)
}

/// The mention with a programme named right after it: "ABC | 's “This Week”",
/// "the CBS News program | “Face the Nation”", "CNN | 's State of the Union".
fn with_programme(resolver: &Resolver<'_, '_>, range: TokenRange) -> TokenRange {
    let tokens = &resolver.document.tokens;
    let mut end = range.end as usize;
    let is_owner = tokens.get(end).is_some_and(|t| t.tag == Tag::POS);
    if is_owner {
        end += 1;
    }
    if tokens.get(end).is_some_and(|t| resolver.words.has(resolver.words.venues, t.word)) {
        end += 1;
    }
    if let Some(quotation) =
        resolver.document.quotation_of(end).filter(|q| q.tokens.start as usize == end && q.closed)
        // 6: longer quotations are what is said, not titles.
        && quotation.tokens.len() <= 6 + 2
    {
        return TokenRange { start: range.start, end: quotation.tokens.end };
    }
    let name = is_owner.then(|| resolver.reader().name_from(end)).flatten();
    name.map_or(range, |n| TokenRange {
        start: range.start,
        end: resolver.reader().names[n].tokens.end,
    })
}

/// The outlet that stands in `range`, in full: "the Times" → "The New York Times".
fn outlet(resolver: &Resolver<'_, '_>, range: TokenRange) -> Option<String> {
    let document = resolver.document;
    let words = resolver.words;
    let reader = resolver.reader();
    let at = range.iter().find(|&i| {
        words.entry(words.outlets, document, i).is_some()
            || reader
                .name_over(i)
                .is_some_and(|n| reader.names[n].sort == Sort::Outlet || is_outlet(resolver, n))
    })?;
    if let Some(name) = reader.name_over(at)
        && let Some(ix) = resolver.entities.of_name[name]
    {
        let entity = &resolver.entities.all[ix.0 as usize];
        if entity.name.len() > reader.names[name].tokens.len() {
            return Some(with_article(resolver, entity.name));
        }
    }
    let starts_with_it =
        range.iter().take_while(|&i| i < at).all(|i| document.tokens[i].tag != Tag::IN);
    let named = reader.name_over(at).map_or(at, |n| reader.names[n].tokens.end as usize);
    let goes_on = range.contains(named) && document.tokens[named].tag == Tag::IN && named > at;
    let end = if goes_on { named } else { range.end as usize };
    let start = if starts_with_it { range.start as usize } else { article_before(resolver, at) };
    Some(display::spaced(document.words(TokenRange::new(start, end))))
}

fn is_outlet(resolver: &Resolver<'_, '_>, name: usize) -> bool {
    resolver.entities.of_name[name]
        .is_some_and(|EntityIx(e)| resolver.entities.all[e as usize].sort == Sort::Outlet)
}

fn article_before(resolver: &Resolver<'_, '_>, i: usize) -> usize {
    let before = i.wrapping_sub(1);
    let is_article = resolver.document.tokens.get(before).is_some_and(|t| t.tag == Tag::DT);
    if is_article { before } else { i }
}

/// A name with the "The" printed before it.
fn with_article(resolver: &Resolver<'_, '_>, name: TokenRange) -> String {
    let start = article_before(resolver, name.start as usize);
    display::spaced(resolver.document.words(TokenRange::new(start, name.end as usize)))
}

/// Gives follow-on quotes of one speaker the source of the quote before.
///
/// Only where it was said carries over ("on Fox News", "told CNN"), not who has
/// passed it on ("reported by KCNA"). An outlet, platform or venue carries over into the next paragraph, a
/// document within its own; only to a quotation in marks, and only while
/// nobody else speaks between.
pub(super) fn carry_over(
    document: &Document<'_>,
    words: &Vocabulary<'_>,
    attributions: &[Attribution],
    identities: &mut [Identity],
) {
    let mut order: Vec<usize> = (0..attributions.len()).collect();
    order.sort_by_key(|&i| (attributions[i].head, i));
    let mut last: Option<(usize, u32)> = None;
    for i in order {
        let paragraph =
            document.tokens.get(attributions[i].head as usize).map_or(0, |t| t.paragraph);
        if !identities[i].source.is_empty() {
            last = is_spoken(document, words, &attributions[i]).then_some((i, paragraph));
            continue;
        }
        let Some((from, at)) = last else { continue };
        let same = identities[from].speaker == identities[i].speaker
            && !identities[i].speaker.is_empty()
            && !same_letters(&identities[from].speaker, &identities[from].source);
        let reach = match identities[from].source_kind {
            "outlet" | "platform" | "venue" => 1,
            "document" => 0,
            _ => continue,
        };
        if !same || paragraph > at + reach {
            last = None;
        } else if is_marked(document, &attributions[i]) {
            let (source, kind) = (identities[from].source.clone(), identities[from].source_kind);
            identities[i].source = source;
            identities[i].source_kind = kind;
            last = Some((i, paragraph));
        }
    }
}

/// Whether an attribution's source is where it was said.
fn is_spoken(document: &Document<'_>, words: &Vocabulary<'_>, attribution: &Attribution) -> bool {
    let Some(source) = attribution.source else { return attribution.addressee.is_some() };
    let start = source.start as usize;
    // 2: "on the Fox News".
    (start.saturating_sub(2)..=start).any(|i| words.at(words.spoken_links, document, i))
}

fn is_marked(document: &Document<'_>, attribution: &Attribution) -> bool {
    attribution
        .quote_tokens
        .iter()
        .any(|r| r.iter().any(|i| document.tokens.get(i).is_some_and(|t| t.mark == Mark::Open)))
}
