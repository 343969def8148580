//! What is counted, and the counters of one group.

use super::share::Share;

/// What a row says, one bit for each [`Measure`] that holds of it, and its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) holds: u32,
    pub(super) words: u32,
    pub(super) words_in_marks: u32,
}

macro_rules! measures {
    ($($variant:ident $name:literal $label:literal $about:literal,)*) => {
        /// Something that holds of a row or does not.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Measure { $(#[doc = $about] $variant,)* }

        impl Measure {
            /// All of them, in the order of the output.
            pub const ALL: [Self; [$($name),*].len()] = [$(Self::$variant),*];

            /// Its name in the output.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Its name for readers, short.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }
        }
    };
}

measures! {
    Direct "direct" "direct" "`quote_type` is direct.",
    Mixed "mixed" "mixed" "`quote_type` is mixed.",
    Indirect "indirect" "indirect" "`quote_type` is indirect.",
    OtherType "other_type" "no type" "`quote_type` is anything else, or empty.",
    Named "named" "named" "The speaker is a person or an organisation.",
    Person "person" "person" "`speaker_kind` is person.",
    Organisation "organisation" "organisation" "`speaker_kind` is organisation.",
    Group "group" "group" "`speaker_kind` is group.",
    Anonymous "anonymous" "anonymous" "`speaker_kind` is anonymous.",
    Document "document" "document" "`speaker_kind` is document.",
    OtherKind "unknown_kind" "no kind" "`speaker_kind` is anything else, or empty.",
    NoSpeaker "no_speaker" "no speaker" "`speaker` is empty.",
    WithSource "with_source" "with source" "`source` is not empty.",
    WithoutSource "without_source" "no source" "`source` is empty.",
    OneAnonymous "one_anonymous" "one anonymous" "Rests on one party that is not named.",
    FromDocument "from_document" "from document" "`source_kind` is document.",
    OtherOutlet "other_outlet" "other outlet" "`source_kind` is outlet, and the source is not the row's own outlet.",
    Nested "nested" "in a quote" "The quote stands within the quote of another row of the article.",
    ToldInQuote "told_in_quote" "told in quote" "The quote tells, outside quotation marks, that somebody said something.",
    SecondHand "second_hand" "second-hand" "From another outlet, within another's quote, or told in the quote.",
    NeutralCue "neutral_cue" "neutral cue" "The cue only tells that something was said.",
    LoadedCue "loaded_cue" "loaded cue" "The cue judges what was said.",
}

impl Measure {
    pub(super) fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// The counters of one group of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Rows.
    pub statements: u32,
    holds: [u32; Measure::ALL.len()],
    /// Words of their quotes.
    pub words: u64,
    /// How many of these stand in quotation marks.
    pub words_in_marks: u64,
}

impl Counts {
    pub(super) fn add(&mut self, facts: Facts) {
        self.statements += 1;
        self.words += u64::from(facts.words);
        self.words_in_marks += u64::from(facts.words_in_marks);
        let mut rest = facts.holds;
        while rest != 0 {
            self.holds[rest.trailing_zeros() as usize] += 1;
            rest &= rest - 1;
        }
    }

    /// Adds the rows of another group.
    pub fn merge(&mut self, other: &Self) {
        self.statements += other.statements;
        self.words += other.words;
        self.words_in_marks += other.words_in_marks;
        for (mine, theirs) in self.holds.iter_mut().zip(&other.holds) {
            *mine += theirs;
        }
    }

    /// Of how many rows it holds.
    pub fn count(&self, measure: Measure) -> u64 {
        self.holds[measure as usize].into()
    }

    /// Of how many rows it holds, and of how many it might: of the rows, or for cues of those
    /// whose cue is neutral or loaded.
    pub fn share(&self, measure: Measure) -> Share {
        let of = match measure {
            Measure::NeutralCue | Measure::LoadedCue => {
                self.count(Measure::NeutralCue) + self.count(Measure::LoadedCue)
            }
            _ => self.statements.into(),
        };
        Share { count: self.count(measure), of }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loaded_cue_is_counted_among_neutral_and_loaded_ones() {
        let mut counts = Counts::default();
        for holds in [Measure::NeutralCue.bit(), Measure::LoadedCue.bit(), 0] {
            counts.add(Facts { holds, words: 2, words_in_marks: 1 });
        }
        assert_eq!(counts.share(Measure::LoadedCue), Share { count: 1, of: 2 });
        assert_eq!(counts.share(Measure::Direct), Share { count: 0, of: 3 });
        assert_eq!((counts.words, counts.words_in_marks), (6, 3));
    }
}
