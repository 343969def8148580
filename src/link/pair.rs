//! Whether two rows' speakers may be one, by their names alone.
//!
//! Linking looks at all names of a run to tell two Johnsons apart; here are just two rows,
//! and what they say alike is the better evidence. So a name is taken to be another's where
//! it can be, and only [`Likeness::Other`] says that it cannot.

use super::fold::{as_acronym, fold, has, initials, letters, split_acronym};
use super::names::{PersonName, is_organisation, is_person};
use crate::speakers::Vocabulary;

/// How a row's speaker stands to another row's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Names that agree, or one identifier.
    Same,
    /// One of them has no name: "officials", "a senior official", nobody.
    Open,
    /// Names that do not agree, or two identifiers.
    Other,
}

/// A row's speaker, or its speakers.
#[derive(Clone, Debug, Default)]
pub struct SpeakerName {
    id: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Person(PersonName),
    /// Its letters, its acronym or what that would be.
    Organisation(String, String),
    /// Letters of a description: of anybody whom it fits.
    Description(String),
}

impl SpeakerName {
    /// Reads the speaker of a row, with its `speaker_id` if it has one; several speakers are
    /// parted by semicolons.
    pub(crate) fn of(speaker: &str, id: &str, words: &Vocabulary<'_>) -> Self {
        let names = speaker.split(';').map(str::trim).filter(|name| !name.is_empty());
        Self { id: id.to_owned(), parts: names.filter_map(|name| part(name, words)).collect() }
    }

    /// Whether it names nobody: no speaker at all, or a description alone.
    pub(crate) fn is_nameless(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Description(_)))
    }

    /// What all spellings of one name share, for finding them: the surname's letters, an
    /// organisation's letters and its acronym; the identifier. Speakers that share none of them
    /// are not [`Likeness::Same`].
    pub(crate) fn keys(&self) -> Vec<&str> {
        let mut keys = Vec::new();
        if !self.id.is_empty() {
            keys.push(&*self.id);
        }
        for part in &self.parts {
            match part {
                Part::Person(name) => keys.push(name.surname()),
                Part::Organisation(letters, acronym) => {
                    keys.push(letters);
                    if !acronym.is_empty() && acronym != letters {
                        keys.push(acronym);
                    }
                }
                Part::Description(letters) => keys.push(letters),
            }
        }
        keys
    }

    /// How it stands to another.
    pub(crate) fn likeness(&self, other: &Self, words: &Vocabulary<'_>) -> Likeness {
        if !self.id.is_empty() && !other.id.is_empty() {
            return if self.id == other.id { Likeness::Same } else { Likeness::Other };
        }
        let pairs = self.parts.iter().flat_map(|a| other.parts.iter().map(move |b| (a, b)));
        if pairs.into_iter().any(|(a, b)| a.agrees(b, words)) {
            Likeness::Same
        } else if self.is_nameless() || other.is_nameless() {
            Likeness::Open
        } else {
            Likeness::Other
        }
    }
}

impl Part {
    fn agrees(&self, other: &Self, words: &Vocabulary<'_>) -> bool {
        match (self, other) {
            (Self::Person(one), Self::Person(two)) => {
                let is_surname = one.is_bare() || two.is_bare();
                one.surname() == two.surname() && is_surname || one.agrees(two, words)
            }
            (Self::Organisation(one, short), Self::Organisation(two, brief)) => {
                one == two || !short.is_empty() && short == brief && (one == short || two == brief)
            }
            _ => false,
        }
    }
}

fn part(name: &str, words: &Vocabulary<'_>) -> Option<Part> {
    if let Some(person) = person(untitled(name, words), words).or_else(|| person(name, words)) {
        return Some(Part::Person(person));
    }
    if is_organisation(name, words) {
        let acronym = split_acronym(name).1.map(str::to_owned);
        let acronym = acronym.or_else(|| as_acronym(name)).unwrap_or_else(|| initials(name));
        // One or two letters are anybody's.
        let acronym = if acronym.len() > 2 { letters(&acronym) } else { String::new() };
        return Some(Part::Organisation(fold(name, words), acronym));
    }
    let letters = fold(name, words);
    (!letters.is_empty()).then_some(Part::Description(letters))
}

fn person(name: &str, words: &Vocabulary<'_>) -> Option<PersonName> {
    let is_name = is_person(name, words) && as_acronym(name).is_none();
    is_name.then(|| PersonName::of(name, words)).flatten()
}

/// What stands behind the last title or role: "Beatriz Luna" of "museum director Beatriz Luna".
fn untitled<'n>(name: &'n str, words: &Vocabulary<'_>) -> &'n str {
    let titles = [words.titles, words.courtesy_titles, words.roles, words.given_titles];
    let mut rest = name;
    let mut from = 0;
    for word in name.split_inclusive(char::is_whitespace) {
        from += word.len();
        let bare = word.trim_end().trim_end_matches('.');
        let is_title = |list| has(list, bare, words) || has(list, word.trim_end(), words);
        if titles.into_iter().any(is_title) && from < name.len() {
            rest = &name[from..];
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    #[test]
    fn names_agree_as_far_as_they_go() {
        let rules = RuleSet::embedded().unwrap();
        let words = Vocabulary::of(&rules.lexicon);
        let name = |name| SpeakerName::of(name, "", &words);
        let likeness = |one, two| {
            let there = name(one).likeness(&name(two), &words);
            assert_eq!(there, name(two).likeness(&name(one), &words), "{one}, {two}");
            there
        };
        for (one, two) in [
            ("Kim Jong Un", "Kim Jong-un"),
            ("Bill Park", "William Park"),
            ("Park", "William Park"),
            ("Kim", "Kim Jong Un"),
            ("National Harbour Union", "NHU"),
            ("Kim Jong Un; Moon Jae-in", "Moon Jae-in"),
            ("the White House", "White House"),
            ("Dr. Mary Park", "Mary Park"),
            ("museum director Mary Park", "Mary Park"),
        ] {
            assert_eq!(likeness(one, two), Likeness::Same, "{one}, {two}");
        }
        assert_eq!(likeness("John Park", "Mary Park"), Likeness::Other);
        assert_eq!(likeness("John Park", "White House"), Likeness::Other);
        assert_eq!(likeness("John Park", "a senior official"), Likeness::Open);
        assert_eq!(likeness("", "John Park"), Likeness::Open);
    }

    #[test]
    fn identifiers_decide() {
        let rules = RuleSet::embedded().unwrap();
        let words = Vocabulary::of(&rules.lexicon);
        let of = |id| SpeakerName::of("John Park", id, &words);
        assert_eq!(of("Q1").likeness(&of("Q2"), &words), Likeness::Other);
        assert_eq!(of("Q1").likeness(&of(""), &words), Likeness::Same);
    }
}
