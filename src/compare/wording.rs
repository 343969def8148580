//! A quote as it is compared: its words in one spelling, each with what it tells.

/// What a word does to the meaning, as far as its loss or change puts it at risk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// Articles, prepositions, auxiliaries: what any sentence has.
    Function,
    /// I, you, they: who is meant depends on who speaks.
    Pronoun,
    /// All others.
    #[default]
    Content,
    /// A name, or a part of one.
    Name,
    /// A number, in digits or words, or a word of amount ("all", "half").
    Number,
    /// "not", "never", "without".
    Negation,
    /// "may", "perhaps", "I think".
    Hedge,
    /// "if", "unless".
    Condition,
    /// "must", "should".
    Modal,
}

impl Class {
    /// All of them, by number.
    pub(super) const ALL: [Self; 9] = [
        Self::Function,
        Self::Pronoun,
        Self::Content,
        Self::Name,
        Self::Number,
        Self::Negation,
        Self::Hedge,
        Self::Condition,
        Self::Modal,
    ];
}

/// A word in its compared form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    /// A hash of its form; equal where two words mean the same.
    pub form: u32,
    /// What it tells, in bits.
    pub bits: f32,
    /// What it does.
    pub class: Class,
    /// Whether it stands in quotation marks.
    pub is_marked: bool,
    /// The number of its sentence in the quote, from 0.
    pub sentence: u16,
    /// Its place in the quote: its first byte, and one past its last.
    pub place: (u32, u32),
}

impl Word {
    /// Whether it says something by itself.
    pub fn is_telling(&self) -> bool {
        !matches!(self.class, Class::Function | Class::Pronoun | Class::Modal)
    }
}

/// The words of a quote, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wording {
    /// The words.
    pub words: Vec<Word>,
}

impl Wording {
    /// What the telling words tell together, in bits.
    pub fn bits(&self) -> f32 {
        self.words.iter().filter(|w| w.is_telling()).map(|w| w.bits).sum()
    }

    /// The stretches in quotation marks, each as a range of words.
    pub fn fragments(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            let start = at + self.words[at..].iter().position(|w| w.is_marked)?;
            let sentence = self.words[start].sentence;
            let same = |w: &&Word| w.is_marked && w.sentence == sentence;
            at = start + self.words[start..].iter().take_while(same).count();
            Some(start..at)
        })
    }
}
