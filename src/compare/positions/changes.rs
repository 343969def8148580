//! Where a speaker's later statement seems to go against an earlier one.
//!
//! Three signs, each over words that both share: opposed stances
//! (`words/opposed-stances.txt`; "said" and "denied"), a negation that only one of them has,
//! another amount of the same thing. They are candidates with their evidence; whether it is a
//! change is for people to judge.
//!
//! # Why a later date is asked for
//!
//! Of two statements of one day the order is not known, and in one speech "we will not … unless"
//! stands beside "we will".

use crate::compare::{Class, Statement, Word};
use crate::rows::Field;
use crate::speakers::Vocabulary;
use crate::text::scan;

/// What two sentences have to share: of what both tell together, 0 to 1, in bits, and in words.
struct Enough {
    share: f32,
    bits: f32,
    words: usize,
}

/// For opposed stances.
const STANCES: Enough = Enough { share: 0.55, bits: 20.0, words: 4 };

/// For a negation that only one of them has, or another amount.
const ALIKE: Enough = Enough { share: 0.65, bits: 20.0, words: 4 };

/// What a statement or a sentence of it tells.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// Forms of telling words and what they tell, in order of the forms, each once.
    words: Vec<(u32, f32)>,
    bits: f32,
}

impl Content {
    /// Of a statement.
    pub(super) fn of(statement: &Statement) -> Self {
        Self::of_words(&statement.wording.words)
    }

    fn of_words(words: &[Word]) -> Self {
        let is_content = |w: &&Word| matches!(w.class, Class::Content | Class::Name);
        let words = words.iter().filter(is_content);
        let mut words: Vec<(u32, f32)> = words.map(|w| (w.form, w.bits)).collect();
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        words.dedup_by_key(|(form, _)| *form);
        let bits = words.iter().fold(0.0, |sum, (_, bits)| sum + bits);
        Self { words, bits }
    }

    /// What both tell: in words, in bits.
    fn common(&self, other: &Self) -> (usize, f32) {
        let (mut words, mut bits, mut others) = (0, 0.0, other.words.iter().peekable());
        for (form, more) in &self.words {
            while others.next_if(|(other, _)| other < form).is_some() {}
            if others.peek().is_some_and(|(other, _)| other == form) {
                (words, bits) = (words + 1, bits + more);
            }
        }
        (words, bits)
    }

    /// The share that both have of what they tell together, from 0 to 1.
    pub(super) fn overlap(&self, other: &Self) -> f32 {
        2.0 * self.common(other).1 / (self.bits + other.bits).max(1.0)
    }

    fn shares(&self, other: &Self, enough: &Enough) -> bool {
        let (words, bits) = self.common(other);
        words >= enough.words && bits >= enough.bits && self.overlap(other) >= enough.share
    }
}

/// A sign that a later statement goes against an earlier one.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Change {
    /// The share of the content that both have, from 0 to 1.
    pub(super) overlap: f32,
    /// What changed: `asserts → denies`, `{+not+}`, `[-20-] {+30+}`.
    pub(super) diff: String,
}

/// The sign that the later of two statements goes against the earlier one, if there is any.
pub(super) fn change(
    (earlier, before): (&Statement, &Content),
    (later, after): (&Statement, &Content),
    words: &Vocabulary<'_>,
) -> Option<Change> {
    let (first, then) = earlier.date.zip(later.date)?;
    let (least, bits) = before.common(after);
    if first.last >= then.first || least < STANCES.words || bits < STANCES.bits {
        return None;
    }
    let stances = (earlier.row.get(Field::Stance), later.row.get(Field::Stance));
    let is_opposed = are_opposed(stances, words);
    if !is_opposed && stances.0 != stances.1 {
        return None;
    }
    let enough = if is_opposed { STANCES } else { ALIKE };
    let sentences: Vec<(&[Word], Content)> = sentences(later).collect();
    let diff = self::sentences(earlier).find_map(|(was, told)| {
        let near = sentences.iter().filter(|(_, tells)| told.shares(tells, &enough));
        near.map(|(is, _)| ((was, earlier), (*is, later))).find_map(|(was, is)| {
            match (turned(was, is, words), is_opposed) {
                (None, true) => Some(format!("{} → {}", stances.0, stances.1)),
                (Some(_), true) => None,
                (Some(diff), false) => Some(diff),
                (None, false) => amount(was, is),
            }
        })
    });
    diff.map(|diff| Change { overlap: before.overlap(after), diff })
}

/// A statement's sentences, each with what it tells.
fn sentences(statement: &Statement) -> impl Iterator<Item = (&[Word], Content)> {
    let sentences = statement.wording.words.chunk_by(|a, b| a.sentence == b.sentence);
    sentences.map(|words| (words, Content::of_words(words)))
}

/// A sentence of a statement.
type Sentence<'s> = (&'s [Word], &'s Statement);

/// The negations that turn the meaning from one sentence to the other: `{+not+}`.
fn turned(was: Sentence<'_>, is: Sentence<'_>, words: &Vocabulary<'_>) -> Option<String> {
    // "failed" and "without" are negations too, but they do not turn a sentence.
    let turns = |word: &Word, of: &Statement| {
        let mut tokens = Vec::new();
        scan(written(word, of), words.lexicon, &mut tokens);
        tokens.iter().any(|token| words.has(words.negations, token.word))
    };
    let negations = |of: Sentence<'_>| -> Vec<Word> {
        let negations = of.0.iter().filter(|w| w.class == Class::Negation);
        negations.filter(|w| turns(w, of.1)).copied().collect()
    };
    let (lost, new) = (negations(was), negations(is));
    if lost.len() % 2 == new.len() % 2 {
        return None;
    }
    let has = |words: &[Word], word: &Word| words.iter().any(|w| w.form == word.form);
    let (gone, come) =
        (lost.iter().filter(|w| !has(&new, w)), new.iter().filter(|w| !has(&lost, w)));
    let gone = gone.map(|w| format!("[-{}-]", written(w, was.1)));
    let come = come.map(|w| format!("{{+{}+}}", written(w, is.1)));
    Some(gone.chain(come).collect::<Vec<_>>().join(" ")).filter(|diff| !diff.is_empty())
}

/// Whether one stance is the other's opposite, or its denial (`not-asserts`).
fn are_opposed((one, other): (&str, &str), words: &Vocabulary<'_>) -> bool {
    let id = |stance: &str| words.lexicon.id(stance);
    match (one.strip_prefix("not-"), other.strip_prefix("not-")) {
        (None, None) => {
            words.has_pair(words.opposed_stances, id(one), id(other))
                || words.has_pair(words.opposed_stances, id(other), id(one))
        }
        (Some(one), None) => one == other,
        (None, Some(other)) => one == other,
        (Some(_), Some(_)) => false,
    }
}

/// Two amounts of the same thing: numbers before the same word.
fn amount(was: Sentence<'_>, is: Sentence<'_>) -> Option<String> {
    let has =
        |of: Sentence<'_>, number: &Word| of.1.wording.words.iter().any(|w| w.form == number.form);
    let before: Vec<(Word, Word)> = amounts(was).filter(|(number, _)| !has(is, number)).collect();
    let mut after = amounts(is).filter(|(number, _)| !has(was, number));
    after.find_map(|(number, thing)| {
        let mut of_thing = before.iter().filter(|(_, other)| other.form == thing.form);
        let (old, _) = of_thing.next().filter(|_| of_thing.next().is_none())?;
        let (old, new) = (written(old, was.1), written(&number, is.1));
        Some(format!("[-{old}-] {{+{new}+}} {}", written(&thing, is.1)))
    })
}

/// Numbers in digits that are no years, each with the word behind it.
fn amounts(of: Sentence<'_>) -> impl Iterator<Item = (Word, Word)> {
    let (words, statement) = of;
    let is_amount = move |pair: &&[Word]| {
        let digits = written(&pair[0], statement);
        let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
        pair[0].class == Class::Number
            && matches!(pair[1].class, Class::Content | Class::Number)
            && digits.starts_with(|c: char| c.is_ascii_digit())
            && !is_year
    };
    words.windows(2).filter(is_amount).map(|pair| (pair[0], pair[1]))
}

fn written<'s>(word: &Word, of: &'s Statement) -> &'s str {
    let place = word.place.0 as usize..word.place.1 as usize;
    of.row.get(Field::Quote).get(place).unwrap_or("")
}

#[cfg(test)]
mod tests {
    use crate::rules::EMBEDDED;

    #[test]
    fn opposed_stances_are_stances_of_cues() {
        let text = |name| EMBEDDED.iter().find(|(path, _)| *path == name).unwrap().1;
        let cues = text("en/cues.csv");
        let cues = cues.lines().filter(|l| !l.starts_with('#')).map(|l| l.split(',').nth(3));
        let stances: Vec<&str> = cues.flatten().collect();
        for line in text("en/words/opposed-stances.txt").lines() {
            let pair: Vec<&str> = line.split(' ').collect();
            assert_eq!(pair.len(), 2, "{line}");
            pair.iter().for_each(|stance| assert!(stances.contains(stance), "{stance}"));
        }
    }
}
