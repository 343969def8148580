//! What one row says, as far as it is counted.

use super::measure::{Facts, Measure};
use super::words;
use crate::rows::{Field, Row};
use rustc_hash::FxHashSet;

/// The words of a language that `audit` has to know; all in lower case.
#[derive(Clone, Debug, Default)]
pub struct Language {
    /// Cues that only tell that something was said.
    pub neutral_cues: FxHashSet<String>,
    /// Cues that judge what was said.
    pub loaded_cues: FxHashSet<String>,
    /// What tells, within a quote, that somebody said something.
    pub retelling: FxHashSet<String>,
    /// What people are called who are not named: “aide”, “official”, “source”.
    pub unnamed: Phrases,
}

/// Entries of one word or of several that stand one after another, in lower case.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// With one space between words, and no marks.
    entries: FxHashSet<String>,
    /// The words of the longest.
    longest: usize,
}

impl FromIterator<String> for Phrases {
    fn from_iter<I: IntoIterator<Item = String>>(entries: I) -> Self {
        let mut phrases = Self::default();
        for entry in entries {
            let words: Vec<&str> = words_of(&entry).collect();
            phrases.longest = phrases.longest.max(words.len());
            phrases.entries.insert(words.join(" "));
        }
        phrases
    }
}

impl Phrases {
    /// Whether one of them stands in the text, which is in lower case.
    fn stand_in(&self, text: &str) -> bool {
        let words: Vec<&str> = words_of(text).collect();
        let is_entry = |window: &[&str]| self.entries.contains(&window.join(" "));
        (1..=self.longest).any(|length| words.windows(length).any(is_entry))
    }
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// What holds of a row, but for what other rows of its article tell. `is_own` tells whether
/// the source is the row's own outlet.
pub(super) fn of(row: &Row, language: &Language, is_own: bool) -> Facts {
    let (quote_type, kind) = (quote_type(row), kind(row));
    let mut holds = quote_type.bit() | kind.bit();
    let mut set = |measure: Measure, is_so: bool| holds |= if is_so { measure.bit() } else { 0 };
    set(Measure::Named, matches!(kind, Measure::Person | Measure::Organisation));
    set(Measure::NoSpeaker, row.get(Field::Speaker).is_empty());
    let source = row.get(Field::Source);
    set(Measure::WithSource, !source.is_empty());
    set(Measure::WithoutSource, source.is_empty());
    let (source_kind, has_source) = (row.get(Field::SourceKind), !source.is_empty());
    set(Measure::FromDocument, has_source && source_kind == "document");
    let from_other = has_source && source_kind == "outlet" && !is_own;
    set(Measure::OtherOutlet, from_other);
    let words =
        words::count(row.get(Field::Quote), quote_type == Measure::Direct, &language.retelling);
    set(Measure::ToldInQuote, words.has_listed);
    set(Measure::SecondHand, from_other || words.has_listed);
    // Where somebody spoke is nobody else who knows.
    let is_place = matches!(source_kind, "venue" | "platform") || is_own;
    let rests_on_speaker = kind == Measure::Anonymous && (!has_source || is_place);
    let is_unnamed = has_source && source_kind.is_empty() && is_unnamed(source, language);
    set(Measure::OneAnonymous, rests_on_speaker || is_unnamed);
    let cue = cue(row, language);
    set(Measure::NeutralCue, cue == Some(Measure::NeutralCue));
    set(Measure::LoadedCue, cue == Some(Measure::LoadedCue));
    Facts { holds, words: words.all, words_in_marks: words.in_marks }
}

fn quote_type(row: &Row) -> Measure {
    match row.get(Field::QuoteType) {
        "direct" => Measure::Direct,
        "mixed" => Measure::Mixed,
        "indirect" => Measure::Indirect,
        _ => Measure::OtherType,
    }
}

fn kind(row: &Row) -> Measure {
    match row.get(Field::SpeakerKind) {
        "person" => Measure::Person,
        "organisation" => Measure::Organisation,
        "group" => Measure::Group,
        "anonymous" => Measure::Anonymous,
        "document" => Measure::Document,
        _ => Measure::OtherKind,
    }
}

/// The same row, standing within another's quote.
pub(super) fn nested(facts: Facts) -> Facts {
    let holds = facts.holds | Measure::Nested.bit() | Measure::SecondHand.bit();
    Facts { holds, ..facts }
}

/// Whether the words describe somebody and name nobody: “a senior official”.
fn is_unnamed(source: &str, language: &Language) -> bool {
    !source.chars().any(char::is_uppercase) && language.unnamed.stand_in(source)
}

/// Neutral or loaded, by the first word of the cue that is either; a negated cue, told by its
/// stance, is neither: who “did not admit” was not said to admit.
fn cue(row: &Row, language: &Language) -> Option<Measure> {
    if row.get(Field::Stance).starts_with("not-") {
        return None;
    }
    let lower = row.get(Field::Cue).to_lowercase();
    words_of(&lower).find_map(|word| {
        let is_in = |list: &FxHashSet<String>| list.contains(word);
        let neutral = is_in(&language.neutral_cues).then_some(Measure::NeutralCue);
        neutral.or_else(|| is_in(&language.loaded_cues).then_some(Measure::LoadedCue))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language() -> Language {
        let set = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        Language {
            neutral_cues: set(&["said"]),
            loaded_cues: set(&["claimed", "admitted"]),
            retelling: set(&["said"]),
            unnamed: ["official", "aide", "familiar with", "wasn't authorized"]
                .map(str::to_owned)
                .into_iter()
                .collect(),
        }
    }

    fn holds(fields: &[(Field, &str)], is_own: bool) -> Vec<&'static str> {
        let facts = of(&Row::of(fields), &language(), is_own);
        let all = Measure::ALL.into_iter();
        all.filter(|m| facts.holds & m.bit() != 0).map(Measure::name).collect()
    }

    #[test]
    fn what_is_not_known_is_counted_as_such() {
        let nothing = ["other_type", "unknown_kind", "no_speaker", "without_source"];
        assert_eq!(holds(&[], false), nothing);
    }

    #[test]
    fn an_anonymous_speaker_is_alone_unless_another_source_is_told() {
        let one = |source, kind, is_own| {
            let fields = [
                (Field::SpeakerKind, "anonymous"),
                (Field::Source, source),
                (Field::SourceKind, kind),
            ];
            holds(&fields, is_own).contains(&"one_anonymous")
        };
        assert!(one("", "", false) && one("Fox News", "outlet", true));
        assert!(one("a rally", "venue", false) && one("Twitter", "platform", false));
        assert!(!one("Fox News", "outlet", false) && !one("a letter", "document", false));
        assert!(one("a senior official", "", false));
    }

    #[test]
    fn a_source_without_a_name_is_anonymous() {
        let one = |source, kind| {
            holds(&[(Field::Source, source), (Field::SourceKind, kind)], false)
                .contains(&"one_anonymous")
        };
        assert!(one("an aide", "") && !one("an aide", "document"));
        assert!(!one("Kim’s aide", "") && !one("a discussion", ""));
        assert!(one("two people familiar with it", "") && one("who wasn’t authorized", ""));
        assert!(!one("a familiar face with it", ""));
    }

    #[test]
    fn a_cue_is_judged_by_its_first_word_that_is_known() {
        let cue = |cue, stance| {
            let row = Row::of(&[(Field::Cue, cue), (Field::Stance, stance)]);
            super::cue(&row, &language()).map(Measure::name)
        };
        assert_eq!(cue("has also said", "asserts"), Some("neutral_cue"));
        assert_eq!(cue("Claimed", "asserts"), Some("loaded_cue"));
        assert_eq!(cue("has not admitted", "not-admits"), None);
        assert_eq!(cue("asked", "asks"), None);
    }
}
