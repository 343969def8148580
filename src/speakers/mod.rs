//! Mentions to names: who the speaker is, of what kind and role, through whom
//! it is known, and when it was said. Looks at one article and no other.
//!
//! The way there: `names` finds the names of the whole article, parted from titles
//! (`parting`) and told apart by their own words (`sorts`) and by all that is said of them
//! (`firms`); `entities` gathers them by their `likeness`, `resolve` walks through the text with `talk` and `focus` and gives each
//! speaker `mention` its entity, by `pronouns` and `descriptions` with their `ties`;
//! `sources`, `settings` and `dates` do the rest.

mod affiliations;
mod callings;
mod dates;
mod describing;
mod descriptions;
mod display;
mod entities;
mod firms;
mod focus;
mod index;
mod likeness;
mod mention;
mod names;
mod parting;
mod person_names;
mod pronouns;
mod reasons;
mod resolve;
mod roles;
mod settings;
mod sorts;
mod sources;
mod speaker;
mod talk;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_long;
mod ties;
mod vocabulary;

use crate::attribution::Attribution;
use crate::input::Article;
use crate::rules::RuleSet;
use crate::text::{Document, TokenRange};
use resolve::Resolver;
use speaker::Speaker;
use std::mem::take;

pub(crate) use likeness::agree;
pub(crate) use names::{Gender, is_acronym};
pub(crate) use person_names::{NameWords, Parts, is_initial};
pub(crate) use vocabulary::{List, Vocabulary};

/// What an attribution's mentions stand for. Empty means unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Identity {
    /// The speaker's fullest name in the article, or the mention's own words.
    pub speaker: String,
    /// `person`, `organisation`, `group`, `anonymous`, `document`, or empty.
    pub speaker_kind: &'static str,
    /// "Foreign Minister", "a professor of international relations".
    pub speaker_role: String,
    /// "University of Seoul".
    pub speaker_affiliation: String,
    /// Through whom or what the article has it.
    pub source: String,
    /// `outlet`, `platform`, `document`, `venue`, or empty.
    pub source_kind: &'static str,
    /// Whom it was said to.
    pub addressee: String,
    /// The date of saying, ISO 8601, as coarse as the text.
    pub said_on: String,
    /// How sure the speaker is, from 0 to 1: less where a pronoun or a description may
    /// well mean another. A factor of the row's confidence, by judgement.
    pub sureness: f32,
    /// Why the mention became that speaker, and whence the source, in words; empty if
    /// not asked for.
    pub why: Vec<String>,
}

/// What was found in an article: its attributions, and the words anywhere in it that
/// name a source.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// Whose speakers, sources and dates are asked for.
    pub attributions: &'a [Attribution],
    /// In text order.
    pub sources: &'a [TokenRange],
}

/// An article, and what was found in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) article: &'a Article,
    pub(crate) document: &'a Document<'a>,
    pub(crate) found: Found<'a>,
}

/// Gives each attribution of one article its [`Identity`], in the same order.
pub fn resolve(
    document: &Document<'_>,
    article: &Article,
    rules: &RuleSet,
    found: Found<'_>,
) -> Vec<Identity> {
    let asked = Asked { article, document, found };
    identities(&[asked], &Vocabulary::of(&rules.lexicon), false).pop().unwrap_or_default()
}

/// The same with the reasons, in [`Identity::why`].
pub fn explain(
    document: &Document<'_>,
    article: &Article,
    rules: &RuleSet,
    found: Found<'_>,
) -> Vec<Identity> {
    let asked = Asked { article, document, found };
    identities(&[asked], &Vocabulary::of(&rules.lexicon), true).pop().unwrap_or_default()
}

/// The same of several articles with the words already looked up. Each step is done with
/// all of them before the next begins, as in [`crate::extract::Extractor::rows_of_each`].
pub(crate) fn identities(
    asked: &[Asked<'_>],
    words: &Vocabulary<'_>,
    explains: bool,
) -> Vec<Vec<Identity>> {
    let is_any = |asked: &&Asked<'_>| !asked.found.attributions.is_empty();
    let some: Vec<&Asked<'_>> = asked.iter().filter(is_any).collect();
    let names: Vec<_> = some.iter().map(|asked| names::find(asked.document, words)).collect();
    let mut resolvers: Vec<Resolver<'_, '_>> = some
        .iter()
        .zip(&names)
        .map(|(asked, names)| {
            let author = &asked.article.author;
            Resolver { explains, ..Resolver::new(asked.document, words, names, author) }
        })
        .collect();
    let mut spoken: Vec<(Vec<Speaker>, Vec<Identity>)> = some
        .iter()
        .zip(&mut resolvers)
        .map(|(asked, resolver)| {
            let attributions = asked.found.attributions;
            let mut speakers = resolver.speakers(attributions);
            let each = attributions.iter().zip(&mut speakers);
            let identities =
                each.map(|(attribution, speaker)| identity(resolver, attribution, speaker));
            let identities = identities.collect();
            (speakers, identities)
        })
        .collect();
    // Dates first: what is said on another day is not said in the same place.
    for (asked, (_, identities)) in some.iter().zip(&mut spoken) {
        let published = &asked.article.published;
        dates::tell(asked.document, words, published, asked.found.attributions, identities);
    }
    for ((asked, resolver), (speakers, identities)) in some.iter().zip(&resolvers).zip(&mut spoken)
    {
        let Found { attributions, sources } = asked.found;
        settings::carry_over(resolver, attributions, speakers, sources, identities);
    }
    let mut identities = spoken.into_iter().map(|(_, identities)| identities);
    let of_each = asked.iter().map(|asked| match is_any(&asked) {
        true => identities.next().expect("each that has some has identities"),
        false => Vec::new(),
    });
    of_each.collect()
}

/// The identity of a speaker, whose own words it takes.
fn identity(
    resolver: &Resolver<'_, '_>,
    attribution: &Attribution,
    speaker: &mut Speaker,
) -> Identity {
    let source = match attribution.source {
        Some(mention) => sources::of_mention(resolver, mention),
        None if speaker.is_outlet && reports(resolver, attribution) => {
            attribution.speaker.map(|m| sources::of_mention(resolver, m)).unwrap_or_default()
        }
        None => attribution
            .addressee
            .map(|mention| sources::of_addressee(resolver, mention))
            .unwrap_or_default(),
    };
    let document = resolver.document;
    Identity {
        speaker: take(&mut speaker.name),
        speaker_kind: speaker.kind,
        speaker_role: take(&mut speaker.role),
        speaker_affiliation: take(&mut speaker.affiliation),
        source: source.name,
        source_kind: source.kind,
        addressee: attribution
            .addressee
            .map(|a| display::spaced(document.words(a)))
            .unwrap_or_default(),
        said_on: String::new(),
        sureness: speaker.sureness,
        why: take(&mut speaker.why),
    }
}

/// Whether an outlet that speaks passes something on, and so is its own source.
fn reports(resolver: &Resolver<'_, '_>, attribution: &Attribution) -> bool {
    let words = resolver.words;
    let lemma = |i: usize| resolver.document.tokens[i].lemma;
    attribution.cue.is_empty()
        || attribution.cue.iter().any(|i| {
            words.has(words.reporting_cues, lemma(i))
                || words.at(words.reporting_cues, resolver.document, i)
        })
}
