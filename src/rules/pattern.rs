//! What a rule's pattern is once it has been read: a sequence of [`Node`]s.
//!
//! The notation, one element after another, separated by spaces:
//!
//! | written | means |
//! |---|---|
//! | `that` `,` `:` | that word or mark; `—` is any dash |
//! | `@list` | an entry of a word list, of one word or several, longest first |
//! | `<VBG>` `<NN\|NNS>` | a token with one of these Penn tags |
//! | `<NP>` | a noun phrase |
//! | `{slot}` `{slot:shape}` | a slot; see [`SlotName`] and [`Shape`] |
//! | `{slot=a b c}` | a slot that is filled by whatever `a b c` matches |
//! | `( a \| b )` | one of several sequences |
//! | `x?` `x*` | none or one; none to four, as many as fit |
//! | `!x` | `x` does not follow here; takes no tokens |
//! | `..N` | up to N tokens of one sentence, none of them a verb or a quotation mark |
//! | `^` `$` | the sentence starts, ends here |
//! | `¶` | the paragraph starts or ends here |
//! | `&name` | the fragment of that name, from any file's `[fragments]` |

use super::FrameId;
use crate::text::{ListId, TagSet, WordId};
use serde::{Deserialize, Serialize};

/// One element of a pattern.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// A literal word or mark.
    Word(WordId),
    /// An entry of a word list.
    List(ListId),
    /// A token with one of these tags.
    Tags(TagSet),
    /// A noun phrase.
    NounPhrase,
    /// A named part of the match.
    Slot(Slot),
    /// The first of several sequences that fits.
    Choice(Vec<Vec<Node>>),
    /// None to `max` times, as often as fits.
    Repeat(Vec<Node>, u8),
    /// Takes nothing; fits where the sequence does not.
    Not(Vec<Node>),
    /// Up to so many tokens, no verb, within one sentence and outside quotation marks.
    Gap(u8),
    /// The sentence starts here.
    SentenceStart,
    /// The sentence ends here.
    SentenceEnd,
    /// A paragraph boundary is here.
    Paragraph,
}

/// A named part of a match.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// Which part.
    pub name: SlotName,
    /// What may fill it.
    pub shape: Shape,
    /// `{slot=…}`: the sequence that fills it; else empty.
    pub inner: Vec<Node>,
}

/// The parts that a rule can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "DESIGN's words, explained in the README")]
pub enum SlotName {
    Quote,
    Cue,
    Speaker,
    Source,
    Addressee,
    When,
}

impl SlotName {
    /// All of them with the names that rules use.
    pub const ALL: [(SlotName, &'static str); 6] = [
        (SlotName::Quote, "quote"),
        (SlotName::Cue, "cue"),
        (SlotName::Speaker, "speaker"),
        (SlotName::Source, "source"),
        (SlotName::Addressee, "addressee"),
        (SlotName::When, "when"),
    ];

    /// Its name in rules.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// What may fill a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// `{speaker}`, `{source}`, `{addressee}`: a noun phrase with its title and
    /// appositive; `{when}`: a time phrase; with `=`: what the pattern says.
    Plain,
    /// `{quote:…}`.
    Quote(QuoteShape),
    /// `{cue:FRAME}` or `{cue:FRAME/FORM}`.
    Cue(CueShape),
    /// `{speaker:…}`.
    Speaker(SpeakerShape),
    /// `{source:outlet}`: a noun phrase that names a news outlet or platform.
    Outlet,
    /// `{source:title}`: a short title in quotation marks: on “Face the Nation”.
    Title,
}

/// How a quote begins. Where it ends the end rules say, [`Marked`](Self::Marked) apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum QuoteShape {
    /// `marked`: text in quotation marks, however many sentences.
    Marked,
    /// `claim`: anything, up to where the end rules end it; before the cue,
    /// all from the sentence's start.
    Claim,
    /// `clause`: a noun phrase and its finite verb.
    Clause,
    /// `np`: a noun phrase that is no clause's subject.
    NounPhrase,
    /// `to`: a to-infinitive.
    Infinitive,
    /// `wh`: who, what, whether, if, how …
    Wh,
    /// `gerund`: an -ing form.
    Gerund,
    /// `adjective`: an adjective or participle.
    Adjective,
    /// `paragraph`: the rest of the paragraph.
    Paragraph,
}

/// Where a speaker is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SpeakerShape {
    /// `shared`: takes no tokens; the subject of the clause that the cue
    /// continues ("Kim said …, adding …"; "said … and warned …").
    Shared,
    /// `next`: takes no tokens; the subject that follows a fronted participle
    /// ("Citing …, Kim said").
    Next,
    /// `possessive`: "his", "Kim's".
    Possessive,
    /// `line`: a short run of names at a paragraph's start ("SMITH", "Mr. Kim").
    Line,
}

/// Which cues may fill `{cue:…}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CueShape {
    /// The frame that the cue's entry must have; `None` (`any`): any verb but
    /// auxiliaries, known as a cue or not.
    pub frame: Option<FrameId>,
    /// The grammatical form asked for.
    pub form: CueForm,
}

/// The grammatical form of a cue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum CueForm {
    /// No `/FORM`: a verb in the active voice, finite or not.
    Active,
    /// `/finite`: active with tense or modal.
    Finite,
    /// `/participle`: an -ing form without auxiliary.
    Participle,
    /// `/infinitive`: "to say".
    Infinitive,
    /// `/passive`: be + past participle.
    Passive,
    /// `/past-participle`: a past participle without auxiliary.
    PastParticiple,
    /// `/noun`: a noun cue.
    Noun,
    /// `/adjective`: an adjective cue after be, seem, feel …
    Adjective,
}

impl QuoteShape {
    /// All shapes with their names in rules.
    pub const ALL: [(QuoteShape, &'static str); 9] = [
        (QuoteShape::Marked, "marked"),
        (QuoteShape::Claim, "claim"),
        (QuoteShape::Clause, "clause"),
        (QuoteShape::NounPhrase, "np"),
        (QuoteShape::Infinitive, "to"),
        (QuoteShape::Wh, "wh"),
        (QuoteShape::Gerund, "gerund"),
        (QuoteShape::Adjective, "adjective"),
        (QuoteShape::Paragraph, "paragraph"),
    ];
}

impl QuoteShape {
    /// Its name in rules.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(shape, _)| *shape == self).map_or("", |(_, name)| name)
    }
}

impl SpeakerShape {
    /// All shapes with their names in rules.
    pub const ALL: [(SpeakerShape, &'static str); 4] = [
        (SpeakerShape::Shared, "shared"),
        (SpeakerShape::Next, "next"),
        (SpeakerShape::Possessive, "possessive"),
        (SpeakerShape::Line, "line"),
    ];
}

impl CueForm {
    /// All forms that a rule can write, with their names.
    pub const ALL: [(CueForm, &'static str); 7] = [
        (CueForm::Finite, "finite"),
        (CueForm::Participle, "participle"),
        (CueForm::Infinitive, "infinitive"),
        (CueForm::Passive, "passive"),
        (CueForm::PastParticiple, "past-participle"),
        (CueForm::Noun, "noun"),
        (CueForm::Adjective, "adjective"),
    ];
}
