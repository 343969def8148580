//! Through whom or what the article has it: the source's name and kind.

use super::display;
use super::entities::EntityIx;
use super::names::{Name, Sort};
use super::resolve::Resolver;
use crate::text::{Tag, Token, TokenRange};

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
    if let Some(platform) = of_verb(resolver, range) {
        return Source { name: platform, kind: "platform" };
    }
    if !is_whole(resolver, range) {
        return Source::default();
    }
    let range = with_number(resolver, range);
    let named = with_programme(resolver, in_title(resolver, range));
    let is_programme = named != range && !is_title(resolver, named);
    let range = named;
    let words = resolver.words;
    if is_title(resolver, range) {
        return Source { name: unmarked(resolver, range), kind: "outlet" };
    }
    if let Some(outlet) = outlet(resolver, range) {
        let whole = || tidy(display::spaced(resolver.document.words(range)));
        return Source { name: if is_programme { whole() } else { outlet }, kind: "outlet" };
    }
    if let Some(interview) = interview_of(resolver, range) {
        return interview;
    }
    let entry =
        |list| range.iter().find_map(|i| Some((i, words.entry(list, resolver.document, i)?)));
    let tokens = &resolver.document.tokens;
    if let Some((at, end)) = entry(words.platforms).filter(|&(at, _)| tokens[at].capital) {
        // "her Facebook page" is Facebook, "the campaign's website" is not the web.
        let end = (at..end).take_while(|&i| tokens[i].capital).last().unwrap_or(at) + 1;
        let name = display::spaced(resolver.document.words(TokenRange::new(at, end)));
        return Source { name, kind: "platform" };
    }
    let ends_with = |list| {
        range.iter().any(|i| words.entry(list, resolver.document, i) == Some(range.end as usize))
    };
    let named = range.iter().any(|i| resolver.reader().name_over(i).is_some());
    let kind = if entry(words.platforms).is_some() {
        "platform"
    } else if ends_with(words.programmes) && named {
        "outlet"
    } else if ends_with(words.occasions) || ends_with(words.venues) {
        // "his speech" is what he said, and where he said it is told elsewhere.
        if tokens[range.start as usize].tag == Tag::PRPS {
            return Source::default();
        }
        "venue"
    } else if entry(words.documents).is_some() && is_determined(resolver, range) {
        "document"
    } else if entry(words.documents).is_some() {
        return Source::default();
    } else {
        ""
    };
    Source { name: display::spaced(resolver.document.words(range)), kind }
}

/// Whether the mention is a noun phrase by itself, and names what it means: not "a
/// speech | technology", "has | reported", "this statement", "threats".
fn is_whole(resolver: &Resolver<'_, '_>, range: TokenRange) -> bool {
    let tokens = &resolver.document.tokens;
    let (first, last) = (&tokens[range.start as usize], &tokens[range.end as usize - 1]);
    let is_noun = |t: &Token| {
        t.tag.is_noun() && !t.capital && !resolver.words.has(resolver.words.time_words, t.word)
    };
    let is_verb = range.len() == 1 && last.tag.is_verb() && !last.capital;
    let modifies = !last.capital && tokens.get(range.end as usize).is_some_and(is_noun);
    let points = resolver.words.has(resolver.words.pointing, first.word);
    !is_verb && !modifies && !points
}

/// Whether the mention has an article, an owner or a name: not "threats".
fn is_determined(resolver: &Resolver<'_, '_>, range: TokenRange) -> bool {
    range
        .iter()
        .map(|i| &resolver.document.tokens[i])
        .any(|t| matches!(t.tag, Tag::DT | Tag::PRPS | Tag::POS | Tag::CD) || t.capital)
}

/// The title that the mention opens: “|Fox News| Sunday”.
fn in_title(resolver: &Resolver<'_, '_>, range: TokenRange) -> TokenRange {
    let title = (range.start as usize).checked_sub(1).and_then(|i| resolver.document.title_at(i));
    title.unwrap_or(range)
}

/// The platform that a verb alone tells: "tweeted".
fn of_verb(resolver: &Resolver<'_, '_>, range: TokenRange) -> Option<String> {
    let verb = resolver.document.tokens[range.start as usize].lemma;
    let platform = resolver.words.partner(resolver.words.platform_verbs, verb)?;
    let is_verb = range.len() == 1;
    is_verb.then(|| display::capital_first(resolver.words.lexicon.spelling(platform)))
}

/// Whether the mention is a title in quotation marks and no more.
fn is_title(resolver: &Resolver<'_, '_>, range: TokenRange) -> bool {
    resolver.document.title_at(range.start as usize) == Some(range)
}

/// A title without its marks, and the comma that stands before the closing one.
fn unmarked(resolver: &Resolver<'_, '_>, title: TokenRange) -> String {
    let words = resolver.document.words(title);
    display::spaced(words.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '!' | '?')))
}

/// Who is interviewed by a person is so in "an interview", by anything else through it:
/// the name that stands after "in an interview with".
fn interview_of(resolver: &Resolver<'_, '_>, range: TokenRange) -> Option<Source> {
    let (document, words) = (resolver.document, resolver.words);
    let with = (range.start as usize).checked_sub(1)?;
    let noun = with.checked_sub(1)?;
    if !words.at(words.spoken_links, document, with) || !words.at(words.interviews, document, noun)
    {
        return None;
    }
    let reader = resolver.reader();
    let name = reader.name_over(range.start as usize).map(|n| &reader.names[n]);
    let whole = |n: &Name| n.tokens.end >= range.end;
    let is_person = name.is_none_or(|n| {
        n.sort == Sort::Person || n.sort == Sort::Place && whole(n) || resolver.is_surname(n)
    });
    if !is_person {
        let name = display::spaced(document.words(range));
        return Some(Source { name, kind: "outlet" });
    }
    let article = (noun.saturating_sub(4)..noun)
        .rev()
        .find(|&i| matches!(document.tokens[i].tag, Tag::DT | Tag::PRPS))?;
    let name = display::spaced(document.words(TokenRange::new(article, noun + 1)));
    Some(Source { name, kind: "venue" })
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
        // "a Wednesday press conference"
        let named =
            i + 1 < end && (document.tokens[i + 1].capital || document.tokens[i + 1].tag.is_noun());
        !named && resolver.words.at(resolver.words.weekdays, document, i)
    };
    end = (start..end).find(|&i| text(i) == "," || i > start && is_time(i)).unwrap_or(end);
    while start < end && is_mark(end - 1) && !matches!(text(end - 1), ")" | "”" | "\"") {
        end -= 1;
    }
    TokenRange::new(start, end)
}

/// The mention with the number of its station: "BBC Radio | 4".
fn with_number(resolver: &Resolver<'_, '_>, range: TokenRange) -> TokenRange {
    let tokens = &resolver.document.tokens;
    let last = &tokens[range.end as usize - 1];
    let number =
        tokens.get(range.end as usize).is_some_and(|t| t.tag == Tag::CD && t.span.len() < 3);
    let end = range.end + u32::from(last.capital && number);
    TokenRange { start: range.start, end }
}

/// The mention with a programme named right after it: "ABC | 's “This Week”",
/// "the CBS News program | “Face the Nation”", "CNN | 's State of the Union".
fn with_programme(resolver: &Resolver<'_, '_>, range: TokenRange) -> TokenRange {
    let tokens = &resolver.document.tokens;
    // "Radio 4's World | at One"
    let owner = range.iter().rev().find(|&i| tokens[i].tag == Tag::POS);
    if let Some(end) = owner.and_then(|i| programme_end(resolver, i + 1))
        && end > range.end as usize
    {
        return TokenRange { start: range.start, end: end as u32 };
    }
    let mut end = range.end as usize;
    // "CBS |'| “Face the Nation”": the mark alone may be no possessive to the tagger.
    let apostrophe = |t: &Token| matches!(t.span.of(resolver.document.text), "'" | "’");
    let is_owner = tokens.get(end).is_some_and(|t| t.tag == Tag::POS || apostrophe(t));
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
    if is_owner && let Some(end) = programme_end(resolver, end) {
        return TokenRange { start: range.start, end: end as u32 };
    }
    // "CBS | This Morning": within a sentence no article else has a capital.
    let capital = |i: usize| tokens.get(i).is_some_and(|t| t.capital && t.tag != Tag::Punct);
    let is_article = tokens.get(end).is_some_and(|t| t.tag == Tag::DT);
    if !is_owner && is_article && capital(end) && capital(end + 1) {
        let end = (end..).take_while(|&i| capital(i)).last().unwrap_or(end) + 1;
        return TokenRange { start: range.start, end: end as u32 };
    }
    range
}

/// Past a programme's name that starts at token `i`: "State of the Union", "Breakfast
/// with Frost", "Today programme".
fn programme_end(resolver: &Resolver<'_, '_>, i: usize) -> Option<usize> {
    let (tokens, words) = (&resolver.document.tokens, resolver.words);
    let capital = |k: usize| tokens.get(k).is_some_and(|t| t.capital && t.tag != Tag::Punct);
    let small = |k: usize| tokens.get(k).is_some_and(|t| matches!(t.tag, Tag::IN | Tag::DT));
    let is_head = |k: usize| {
        let is = |list| words.at(list, resolver.document, k);
        is(words.occasions) || is(words.outlet_heads)
    };
    if !capital(i) {
        return is_head(i).then_some(i + 1);
    }
    let mut end = i + 1;
    while let Some(next) = (end..end + 3).find(|&k| !small(k)).filter(|&k| capital(k)) {
        let is_day = words.at(words.weekdays, resolver.document, next);
        if is_day && !capital(next + 1) {
            break;
        }
        end = next + 1;
    }
    Some(if is_head(end) { end + 1 } else { end })
}

/// The outlet that stands in `range`, in full: "the Times" → "The New York Times".
fn outlet(resolver: &Resolver<'_, '_>, range: TokenRange) -> Option<String> {
    let document = resolver.document;
    let words = resolver.words;
    let reader = resolver.reader();
    let at = range.iter().find(|&i| {
        let word = document.tokens[i].span.of(document.text);
        words.entry(words.outlets, document, i).is_some()
            || range.len() == 1
                && words.lexicon.joins_words(word)
                && words.entry(words.platforms, document, i).is_none()
            || reader
                .name_over(i)
                .is_some_and(|n| reader.names[n].sort == Sort::Outlet || is_outlet(resolver, n))
    })?;
    let over = range.iter().filter(|&i| i >= at).find_map(|i| reader.name_over(i));
    if let Some(name) = over
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
    // "BBC Radio | 4"
    let numbered = range.contains(named) && document.tokens[named].tag == Tag::CD;
    let named = named + usize::from(numbered);
    let goes_on = range.contains(named) && document.tokens[named].tag == Tag::IN && named > at;
    let end = if goes_on { named } else { range.end as usize };
    let start = if starts_with_it { range.start as usize } else { article_before(resolver, at) };
    // "Fox News host Mike Huckabee": who asks there.
    let person = (at + 1..end)
        .any(|i| reader.name_over(i).is_some_and(|n| reader.names[n].sort == Sort::Person));
    if person && named < end {
        return Some(display::spaced(document.words(TokenRange::new(start, named))));
    }
    let whole = TokenRange::new(start, end);
    let is_occasion = words.at(words.occasions, document, end - 1)
        || words.at(words.interviews, document, end - 1);
    if is_occasion && named < end && document.tokens[named].tag != Tag::POS {
        // "a Bloomberg interview" is through Bloomberg.
        return Some(display::spaced(document.words(TokenRange::new(at, named))));
    }
    Some(tidy(display::spaced(document.words(whole))))
}

/// A name that ends in a title, without the comma before the closing mark.
fn tidy(name: String) -> String {
    let before = name.strip_suffix(['"', '”']);
    match before.and_then(|b| b.strip_suffix([',', '.'])) {
        Some(bare) => format!("{bare}{}", &name[bare.len() + 1..]),
        None => name,
    }
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
