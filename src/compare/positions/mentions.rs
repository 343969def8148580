//! What others say of a speaker: whom a statement characterises, and which of the speaker's
//! own statements it is held against.
//!
//! A name counts where the statement begins with it ("called Kim a friend") or says what its
//! bearer does ("Kim misses me"), and not where it only stands there ("letters to Kim").

use super::changes::Content;
use crate::compare::{Class, Statement, Word};
use crate::rows::Field;
use crate::speakers::Vocabulary;
use crate::text::Tag;
use std::ops::Range;

/// What is said of somebody is held against what they said within so many days.
const NEAR: i32 = 31;

/// The most that is shown beside one statement.
const MOST: usize = 3;

/// The names that a statement says something of.
pub(super) fn mentioned<'s>(statement: &'s Statement, words: &Vocabulary<'_>) -> Vec<&'s str> {
    let quote = statement.row.get(Field::Quote);
    let all = &statement.wording.words;
    let mut names = Vec::new();
    let mut at = 0;
    let is_name = |w: &Word| w.class == Class::Name;
    while let Some(start) = all[at..].iter().position(is_name) {
        let run = run(all, at + start, quote);
        at = run.end;
        let place = all[run.start].place.0 as usize..all[run.end - 1].place.1 as usize;
        let after = quote.get(place.end..).unwrap_or("");
        let is_owner = after.starts_with("’s") || after.starts_with("'s");
        if !is_owner && (is_first(all, &run) || acts(all, run.end, quote, words)) {
            names.extend(quote.get(place));
        }
    }
    names
}

/// The names' words that stand together from the first on.
fn run(words: &[Word], start: usize, quote: &str) -> Range<usize> {
    let follows = |pair: &&[Word]| {
        let between = quote.get(pair[0].place.1 as usize..pair[1].place.0 as usize);
        pair[1].class == Class::Name && between.is_some_and(|b| b == " " || b == "-")
    };
    start..start + 1 + words[start..].windows(2).take_while(follows).count()
}

/// Whether nothing that tells anything stands before it.
fn is_first(all: &[Word], run: &Range<usize>) -> bool {
    all[..run.start].iter().all(|w| w.class == Class::Function)
}

/// Whether a verb follows, or words in quotation marks that the statement is about to cite.
fn acts(all: &[Word], at: usize, quote: &str, words: &Vocabulary<'_>) -> bool {
    let tag = |word: &Word| {
        let id = words.lexicon.id(&text(word, quote).to_lowercase());
        words.lexicon.word(id).tags.first().copied()
    };
    let sentence = all[at - 1].sentence;
    let mut after = all[at..].iter().filter(|w| w.sentence == sentence);
    let Some(mut next) = after.next() else { return false };
    if next.is_marked && !all[at - 1].is_marked {
        return true;
    }
    if tag(next) == Some(Tag::RB)
        && let Some(other) = after.next()
    {
        next = other;
    }
    // Not a comma between them.
    let between = quote.get(all[at - 1].place.1 as usize..next.place.0 as usize).unwrap_or(",");
    let verbs = [Tag::VB, Tag::VBD, Tag::VBP, Tag::VBZ, Tag::MD];
    !between.contains([',', ';', ':', '.']) && tag(next).is_some_and(|tag| verbs.contains(&tag))
}

fn text<'q>(word: &Word, quote: &'q str) -> &'q str {
    quote.get(word.place.0 as usize..word.place.1 as usize).unwrap_or("")
}

/// How far what is said of a speaker is from a statement of theirs: another article, days,
/// code points in the text; `None`: too far to be held against it.
fn distance(said: &Statement, own: &Statement) -> Option<(bool, i32, u64)> {
    let is_other = said.row.get(Field::ArticleId) != own.row.get(Field::ArticleId)
        || said.row.get(Field::Outlet) != own.row.get(Field::Outlet);
    let days = said.date.zip(own.date).map(|(a, b)| a.apart(b));
    if is_other && days.is_none_or(|days| days > NEAR) {
        return None;
    }
    let start = |of: &Statement| of.row.get(Field::Start).parse::<u64>().unwrap_or(0);
    let apart = if is_other { 0 } else { start(said).abs_diff(start(own)) };
    Some((is_other, days.unwrap_or(0), apart))
}

/// Which own statement each is held against, and what both share; `None`: it is not shown.
/// `own` is in the order of dates.
pub(super) fn against(
    said: &[Statement],
    own: &[(&Statement, &Content)],
) -> Vec<Option<(usize, f32)>> {
    let nearest = |said: &Statement| {
        let distances = own.iter().enumerate().filter_map(|(i, (own, _))| {
            let distance = distance(said, own)?;
            Some((distance, i))
        });
        distances.min()
    };
    let mut ranked: Vec<_> = (0..said.len())
        .filter_map(|i| {
            let (distance, at) = nearest(&said[i])?;
            let overlap = Content::of(&said[i]).overlap(own[at].1);
            Some((at, distance, i, overlap))
        })
        .collect();
    ranked.sort_by_key(|near| (near.0, near.1, near.2));
    let mut of = vec![None; said.len()];
    for near in ranked.chunk_by(|a, b| a.0 == b.0) {
        for (at, _, i, overlap) in near.iter().take(MOST) {
            of[*i] = Some((*at, *overlap));
        }
    }
    of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Reader;
    use crate::rows::Row;
    use crate::rules::RuleSet;

    fn named(quote: &str) -> Vec<String> {
        let rules = RuleSet::embedded().unwrap();
        let words = Vocabulary::of(&rules.lexicon);
        let row = Row::of(&[(Field::Quote, quote)]);
        let statement = Statement::of(row, &Reader::new(&rules), &words);
        mentioned(&statement, &words).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn who_does_something_or_stands_first_is_said_something_of() {
        assert_eq!(named("the envoy Kim Jong Un “likes me” and more"), ["Kim Jong Un"]);
        assert_eq!(named("Kim as “a good man”"), ["Kim"]);
        assert_eq!(named("he thinks President Moon will never sign it"), ["Moon"]);
    }

    #[test]
    fn a_name_that_only_stands_there_is_not() {
        assert_eq!(named("his letters to Kim"), [""; 0]);
        assert_eq!(named("Kim’s letters were long"), [""; 0]);
        assert_eq!(named("he met Kim, said nothing and left"), [""; 0]);
    }
}
