//! Rule files, checked: what an attribution looks like in one language.
//!
//! Reads a directory of rules (or those embedded in the binary) into a
//! [`RuleSet`]; every fault is reported at once with file, line and column.
//! Knows nothing of articles.

mod check;
mod cues;
mod dense;
mod error;
mod features;
mod files;
mod load;
mod names;
mod notation;
mod packed;
mod pattern;
mod precision;
mod problem;
pub(crate) mod suggest;
mod tables;
pub(crate) mod templates;
#[cfg(packed)]
pub mod testing;
mod toml_text;
mod variants;
mod vocabulary;
mod weights;

pub use cues::{Cue, CueClass, CueId, CueLexicon, CueNames, Frame, FrameId, Kind};
pub use error::{Error, Problem, Problems};
pub(crate) use features::Spelled;
pub use features::{Name, Sink, Template, Value};
pub use files::{EMBEDDED, EMBEDDED_TABLES};
pub use load::{CUES, ENDS, Options, READINGS, TAGS, Tables, WORDS};
pub use names::Names;
pub use pattern::{CueForm, CueShape, Node, QuoteShape, Shape, Slot, SlotName, SpeakerShape};
pub use precision::{CueCounts, CueName, Precision};
pub use problem::{ProblemKind, Severity};
pub use variants::{Information, Variants};
pub(crate) use weights::PartSum;
pub use weights::{Models, Part, Parts, Sum, TableError, Weights, probability};

use crate::text::{Grammar, Lexicon};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Everything the rule files of one language say, read-only.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// Words, tags, lists.
    pub lexicon: Lexicon,
    /// The cue lexicon.
    pub cues: CueLexicon,
    /// All rules, by id; sorted by name so that file order means nothing.
    pub rules: Vec<Rule>,
    /// What few ask for, once somebody did.
    aside: OnceLock<Aside>,
    /// What reads that, where it is not read yet.
    read_aside: Option<fn() -> Aside>,
    /// What phrases rest on, once it was asked for.
    grammar: OnceLock<Grammar>,
    /// How much each word tells, once it was asked for.
    information: OnceLock<Information>,
    /// What reads that, where it is not read yet.
    read_information: Option<fn() -> Information>,
    /// The learned tables; `None`: the rules' priors alone.
    pub models: Option<Models>,
    /// What is not as it should be and yet no error: rules without a hit or a
    /// miss, untidy lists.
    pub problems: Problems,
}

/// A rule by its place in [`RuleSet::rules`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u16);

/// One rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its name, kebab-case.
    pub id: Box<str>,
    /// The hash of its name, for features.
    pub(crate) key: u64,
    /// One sentence for people, with an example.
    pub about: Box<str>,
    /// What it does with a match.
    pub role: Role,
    /// What it matches.
    pub pattern: Vec<Node>,
    /// How far to believe it, 0 to 1; 0.5 leaves the cue's weight as it is.
    pub prior: f32,
    /// The kind of its rows where not the cue's.
    pub kind: Option<Kind>,
    /// The kind of its rows where the cue tells what was not said, or not yet:
    /// negated, under a modal verb, or an infinitive.
    pub unreal: Option<Kind>,
    /// The stance of its rows where not the cue's.
    pub stance: Option<Box<str>>,
    /// For end rules: the quote shapes they end; empty: all.
    pub ends_in: Vec<QuoteShape>,
    /// `FILE:LINE` of the rule, for messages.
    pub place: Box<str>,
}

impl Rule {
    /// Its name, as tables have it.
    pub(crate) fn name(&self) -> Name<'_> {
        Name { text: &self.id, hash: self.key }
    }
}

/// What a rule does with a match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// Makes an attribution.
    #[default]
    Attribution,
    /// `attaches = "source"` (addressee, when): adds the slot to an attribution
    /// of the same sentence.
    Attach(SlotName),
    /// `ends = "quote"`: a quote ends where the pattern begins.
    End,
}

/// What rule files hold that few commands ask for.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Aside {
    /// By rule.
    examples: Vec<Examples>,
    variants: Variants,
}

/// What a rule says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Examples {
    /// Texts that it must match, with the slots.
    pub hits: Vec<Hit>,
    /// Texts that it must not match.
    pub misses: Vec<Miss>,
}

/// A text that a rule must match.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Hit {
    /// The text.
    pub text: Box<str>,
    /// Expected slots; pieces of a quote are joined by " … ".
    pub slots: Vec<(SlotName, Box<str>)>,
}

/// A text that a rule must not match.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Miss {
    /// The text.
    pub text: Box<str>,
    /// Why not.
    pub why: Box<str>,
}

impl RuleSet {
    /// The words that phrases rest on.
    pub fn grammar(&self) -> &Grammar {
        self.grammar.get_or_init(|| Grammar::new(&self.lexicon))
    }

    /// How much each word tells; without its table all tell the same.
    pub fn information(&self) -> &Information {
        self.information
            .get_or_init(|| self.read_information.map(|read| read()).unwrap_or_default())
    }

    fn aside(&self) -> &Aside {
        self.aside.get_or_init(|| self.read_aside.map(|read| read()).unwrap_or_default())
    }

    /// Spellings that mean the same.
    pub fn variants(&self) -> &Variants {
        &self.aside().variants
    }

    /// The hits and misses of a rule.
    pub fn examples(&self, id: RuleId) -> &Examples {
        &self.aside().examples[id.0 as usize]
    }

    /// One rule.
    pub fn rule(&self, id: RuleId) -> &Rule {
        &self.rules[id.0 as usize]
    }
}
