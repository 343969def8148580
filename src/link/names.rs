//! Which speakers have a real name, and when two persons' names agree.

use super::fold::{has, letters, plain, split_acronym, without_article, without_clitic};
use crate::speakers::{Gender, NameWords, Parts, Vocabulary, is_initial};
use crate::text::{Tag, TagSet, TokenRange, WordId};

/// Words in lower case that an organisation's name may hold: "Office for the Blind".
const JOINTS: TagSet = TagSet::of(&[Tag::DT, Tag::IN, Tag::CC, Tag::TO]);

/// Whether `speaker` is a person's name and no description: not "her doctor",
/// "Secretary", "Grimm's lawyer".
pub(super) fn is_person(speaker: &str, words: &Vocabulary<'_>) -> bool {
    let mut last = "";
    let mut count = 0;
    for word in speaker.split_whitespace() {
        let before_hyphen = word.split('-').next().unwrap_or(word);
        if !is_capital(word) && !has(words.name_particles, before_hyphen, words) {
            return false;
        }
        (last, count) = (word, count + 1);
    }
    let first = speaker.split_whitespace().next().unwrap_or("");
    let is_given = has(words.male_names, first, words) || has(words.female_names, first, words);
    let lists =
        [words.roles, words.titles, words.organisation_heads, words.outlet_heads, words.platforms];
    let is_common = lists.into_iter().any(|list| has(list, last, words));
    is_capital(last) && !(is_common && (count == 1 || !is_given))
}

/// Whether `speaker` is an organisation's name and no description: not "agency",
/// "Arizona group", "her campaign"; but "Obama administration".
pub(super) fn is_organisation(speaker: &str, words: &Vocabulary<'_>) -> bool {
    let name = without_article(split_acronym(speaker).0, words);
    let Some((last, before)) = split_last(name) else { return false };
    if has(words.institutions, last, words) && !is_capital(last) {
        return !before.is_empty() && before.split_whitespace().all(is_capital);
    }
    let mut all = before.split_whitespace();
    let is_joint = |word: &str| {
        let tags = words.lexicon.word(words.lexicon.id(&word.to_lowercase())).tags;
        word == "&" || tags.first().is_some_and(|tag| JOINTS.has(*tag))
    };
    is_capital(last)
        && !has(words.roles, last, words)
        && name.split_whitespace().next().is_some_and(is_capital)
        && all.all(|word| is_capital(word) || is_joint(word))
}

/// The letters of an organisation's name: "Clinton's campaign" is "Clinton campaign".
pub(super) fn organisation_key(name: &str, words: &Vocabulary<'_>) -> String {
    let name = without_article(split_acronym(name).0, words);
    match split_last(name) {
        Some((last, mut owner)) if !is_capital(last) => {
            if let Some((first, rest)) = owner.split_once(char::is_whitespace)
                && has(words.courtesy_titles, first, words)
            {
                owner = rest;
            }
            let owner = without_clitic(owner, words);
            letters(owner) + &letters(last)
        }
        _ => letters(name),
    }
}

fn split_last(name: &str) -> Option<(&str, &str)> {
    let name = name.trim();
    let (before, last) = name.rsplit_once(char::is_whitespace).unwrap_or(("", name));
    (!last.is_empty()).then_some((last, before.trim_end()))
}

/// Whether a word is written as a name is: not all its letters are small, and it has some.
fn is_capital(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
        && (word.chars().any(char::is_uppercase) || !word.chars().any(char::is_lowercase))
}

/// A person's name by its words, without marks on its letters.
#[derive(Clone, Debug)]
pub(super) struct PersonName {
    words: Vec<String>,
    /// The words' letters, doubled ones once: "michele" for "Michelle".
    undoubled: Vec<String>,
    surname: String,
    ids: Vec<WordId>,
    parts: Parts,
    is_family_first: bool,
}

impl NameWords for PersonName {
    fn text(&self, i: usize) -> &str {
        &self.words[i]
    }

    fn word(&self, i: usize) -> WordId {
        self.ids[i]
    }
}

impl PersonName {
    /// Reads a name; `None` where there is none in it.
    pub(super) fn of(name: &str, vocabulary: &Vocabulary<'_>) -> Option<Self> {
        let plain = plain(name);
        let mut words = Vec::new();
        for word in plain.split_whitespace() {
            let word = word.trim_end_matches(',');
            // A nickname in quotation marks or brackets.
            if word.starts_with(|c: char| !c.is_alphanumeric()) {
                continue;
            }
            // "H.W." is two initials.
            if word.len() > 2 && word.split_terminator('.').all(|w| w.chars().count() == 1) {
                words.extend(word.split_terminator('.').map(|w| format!("{w}.")));
            } else {
                words.push(word.to_owned());
            }
        }
        let ids = words.iter().map(|w| vocabulary.lexicon.id(&w.to_lowercase())).collect();
        let range = TokenRange::new(0, words.len());
        if words.is_empty() {
            return None;
        }
        let parts = Parts { surname: 0, given: range, suffix: None };
        let undoubled = words.iter().map(|w| undoubled(w)).collect();
        let surname = String::new();
        let mut name = Self { words, undoubled, surname, ids, parts, is_family_first: false };
        name.parts = Parts::of(vocabulary, &name, range);
        name.surname = letters(&name.words[name.parts.surname]);
        name.is_family_first = name.parts.surname == 0 && !name.parts.given.is_empty();
        Some(name)
    }

    /// The surname's letters.
    pub(super) fn surname(&self) -> &str {
        &self.surname
    }

    /// The suffix's letters: "jr".
    pub(super) fn suffix(&self) -> Option<String> {
        self.parts.suffix.map(|i| letters(&self.words[i]))
    }

    /// Whether it is one word.
    pub(super) fn is_bare(&self) -> bool {
        self.parts.given.is_empty()
    }

    /// Whether the surname comes first.
    pub(super) fn is_family_first(&self) -> bool {
        self.is_family_first
    }

    /// Whether its first word is known as a first name.
    pub(super) fn has_first_name(&self, vocabulary: &Vocabulary<'_>) -> bool {
        let is = |list| vocabulary.has(list, self.ids[0]);
        is(vocabulary.male_names) || is(vocabulary.female_names)
    }

    /// Whether its first word is an initial.
    pub(super) fn begins_with_initial(&self) -> bool {
        is_initial(&self.words[0])
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The letters of its words after the first `skip`, up to the suffix.
    pub(super) fn tail(&self, skip: usize) -> String {
        let end = self.parts.given.end.max(self.parts.surname as u32 + 1) as usize;
        self.words[skip.min(end)..end].iter().map(|w| letters(w)).collect()
    }

    /// The letters of a full name that stands in this one after a common word, as a
    /// headline or a title has it: "Interview Mark Hadley".
    pub(super) fn led(&self, vocabulary: &Vocabulary<'_>) -> Option<String> {
        let end = self.parts.surname;
        let is_first = |i: usize| {
            vocabulary.has(vocabulary.male_names, self.ids[i])
                || vocabulary.has(vocabulary.female_names, self.ids[i])
        };
        let is_common = |i: usize| {
            let tags = vocabulary.lexicon.word(self.ids[i]).tags;
            !is_first(i) && tags.first().is_some_and(|tag| !tag.is_proper())
        };
        let start = (1..end).find(|&i| is_first(i) && is_common(i - 1))?;
        Some(self.tail(start))
    }

    /// The gender that the first name tells.
    pub(super) fn gender(&self, vocabulary: &Vocabulary<'_>) -> Gender {
        let Some(&first) = self.ids[self.parts.given.iter()].first() else {
            return Gender::Unknown;
        };
        let (male, female) = (
            vocabulary.has(vocabulary.male_names, first),
            vocabulary.has(vocabulary.female_names, first),
        );
        match (male && !self.is_family_first, female && !self.is_family_first) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        }
    }

    /// Whether surname and given names may be one person's. Suffixes are not compared.
    pub(super) fn agrees(&self, other: &Self, vocabulary: &Vocabulary<'_>) -> bool {
        if self.surname != other.surname {
            return false;
        }
        let (a, b) = (self.parts.given, other.parts.given);
        if self.is_family_first || other.is_family_first {
            let joined =
                |n: &Self| n.parts.given.iter().map(|i| letters(&n.words[i])).collect::<String>();
            return joined(self) == joined(other);
        }
        if a.len() <= b.len() {
            self.is_within(other, vocabulary)
        } else {
            other.is_within(self, vocabulary)
        }
    }

    /// Whether its given names are the first of `longer`'s: "Hillary" and "Hillary Rodham",
    /// but not "George W." and "George H. W.". A first initial may be left out:
    /// "Douglas" and "W. Douglas".
    fn is_within(&self, longer: &Self, vocabulary: &Vocabulary<'_>) -> bool {
        let long = longer.parts.given.iter();
        let is_from = |start: usize| {
            let pairs = self.parts.given.iter().zip(start..long.end);
            pairs.into_iter().all(|(i, j)| same_given((self, i), (longer, j), vocabulary))
        };
        let is_shorter = self.parts.given.len() < longer.parts.given.len();
        is_from(long.start)
            || is_shorter && is_initial(&longer.words[long.start]) && is_from(long.start + 1)
    }

    /// Whether just one of the two has no first name but an initial, so that they agree in
    /// little: "J. Smith" and "John Smith".
    pub(super) fn agrees_in_initial(&self, other: &Self) -> bool {
        let has_initial = |n: &Self| {
            let mut given = n.parts.given.iter();
            !n.parts.given.is_empty() && given.all(|i| is_initial(&n.words[i]))
        };
        has_initial(self) != has_initial(other)
    }

    /// Whether so many bear the name that roles are needed to tell who is meant: "John
    /// Smith", but not "Boutros Boutros-Ghali".
    pub(super) fn is_common(&self, vocabulary: &Vocabulary<'_>) -> bool {
        let surname = self.ids[self.parts.surname];
        !self.is_family_first
            && self.has_first_name(vocabulary)
            && vocabulary.has(vocabulary.common_surnames, surname)
    }
}

/// Whether two given names may be one, also where both are short for the same
/// ("Bob", "Bobby") or differ in a doubled letter ("Michele", "Michelle").
fn same_given(
    (one, i): (&PersonName, usize),
    (other, j): (&PersonName, usize),
    vocabulary: &Vocabulary<'_>,
) -> bool {
    vocabulary.is_same_given((one, i), (other, j))
        || vocabulary.is_short_for_same(one.ids[i], other.ids[j])
        || one.undoubled[i] == other.undoubled[j]
}

fn undoubled(word: &str) -> String {
    let mut letters: Vec<char> = letters(word).chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}
