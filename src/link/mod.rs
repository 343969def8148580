//! Gives every speaker of a run one identifier: "Trump" in one article and
//! "Donald J. Trump" in another are counted together where names, roles and
//! what the user knows ([`Aliases`]) support it.
//!
//! Takes the rows of one article after another, looks at names, kinds, roles and
//! affiliations, never at text, and gives ids once all rows are seen.
//! Knows nothing of threads or files of rows.
//!
//! # Why nothing is linked before everything is seen
//!
//! Whether "Johnson" is Boris Johnson depends on there being no other Johnson in
//! the run. Linking as rows come would give the first and the last row different
//! ids, and another order of articles other ids again.

mod aliases;
mod cliques;
mod evidence;
mod fold;
mod identity;
mod names;
mod organisations;
mod pair;
mod persons;
mod shortened;
mod sightings;
#[cfg(test)]
mod tests;

pub use aliases::{Aliases, Error, Fault};
pub(crate) use fold::plain;
pub use identity::Identities;
pub use pair::{Likeness, SpeakerName};

use crate::output::Row;
use crate::rules::RuleSet;
use crate::speakers::Vocabulary;
use rustc_hash::FxHashMap;
use sightings::{Kind, Sighting};

/// Links speakers by the words of a rule set. Shared by all threads.
///
/// ```
/// use whosaid::{link::{Census, Linker}, output::Row, rules::RuleSet};
///
/// let rules = RuleSet::embedded()?;
/// let row = |speaker: &str| Row {
///     speaker: speaker.into(),
///     speaker_kind: "person",
///     ..Row::default()
/// };
/// let mut articles = [[row("Kim Jong Un")], [row("Kim Jong-un")], [row("Duyeon Kim")]];
/// let linker = Linker::new(&rules, None);
/// let mut census = Census::default();
/// articles.iter().for_each(|rows| census.add(linker.read(rows)));
/// let identities = linker.settle(census);
/// articles.iter_mut().for_each(|rows| identities.assign(rows));
/// let ids: Vec<&str> = articles.iter().map(|rows| &*rows[0].speaker_id).collect();
/// assert!(ids[0] == ids[1] && ids[0] != ids[2]);
/// # Ok::<(), whosaid::rules::Error>(())
/// ```
#[derive(Debug)]
pub struct Linker<'r> {
    words: Vocabulary<'r>,
    aliases: Option<&'r Aliases>,
}

impl<'r> Linker<'r> {
    /// Makes the rules' words ready; the aliases go before all else.
    pub fn new(rules: &'r RuleSet, aliases: Option<&'r Aliases>) -> Self {
        Self { words: Vocabulary::of(&rules.lexicon), aliases }
    }

    /// What the rows of one article tell of its speakers.
    pub fn read(&self, rows: &[Row]) -> Told {
        Told(sightings::see(rows, &self.words).sightings)
    }

    /// Settles who is who, once all articles are in the census.
    pub fn settle(&self, census: Census) -> Identities<'_> {
        Identities::settle(census, &self.words, self.aliases)
    }
}

/// What one article tells of its speakers.
#[derive(Debug, Default)]
pub struct Told(Vec<(Sighting, u64)>);

/// What all articles tell of their speakers. Grows with the speakers and what
/// is told of them, not with the rows; the order of articles does not matter.
#[derive(Debug, Default)]
pub struct Census(FxHashMap<Sighting, u64>);

impl Census {
    /// Takes in an article.
    pub fn add(&mut self, told: Told) {
        for (sighting, rows) in told.0 {
            *self.0.entry(sighting).or_default() += rows;
        }
    }
}

/// Sightings that are of one speaker.
#[derive(Debug)]
struct Cluster {
    kind: Kind,
    /// The speaker of the user's aliases.
    label: Option<usize>,
    /// By their places.
    sightings: Vec<usize>,
}

impl Cluster {
    fn new(kind: Kind, label: Option<usize>, sightings: Vec<usize>) -> Self {
        Self { kind, label, sightings }
    }
}
