//! Annotated articles to learned tables: what `whosaid learn` does.
//!
//! Takes gold ([`gold`]), if given the tags of its words ([`TagLayer`]), and
//! the rules. Gives [`Table`]s: the files of a directory for `--tables`. Each
//! learner is a plain function of these; the same input gives the same bytes on
//! every run, machine and number of threads.

mod attributions;
mod error;
mod gather;
pub mod gold;
mod judge;
mod layer;
mod lines;
mod logistic;
mod perceptron;
pub mod tags;

pub use error::Error;
pub use gold::{Gold, GoldAttribution};
pub use layer::TagLayer;

use crate::rules::{EMBEDDED_TABLES, RuleSet, TAGS};

/// A learned table: a file and what goes into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file's name in the directory of tables.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// What a learner tells while it works: its name, steps done, steps in all.
pub type Watch<'w> = &'w mut dyn FnMut(&'static str, usize, usize);

/// Learns all tables, one after another, each by what those before have made of
/// `rules`. Without tags the tagger is the one that comes with the program.
///
/// # Errors
/// If there are tags, but of none of the articles.
pub fn learn(
    gold: &[Gold],
    layer: &TagLayer,
    rules: &mut RuleSet,
    watch: Watch<'_>,
) -> Result<Vec<Table>, Error> {
    let mut tables = Vec::new();
    if layer.is_empty() {
        tables.push(shipped(TAGS));
    } else {
        let model = tags::learn(gold, layer, &rules.lexicon, watch)?;
        tables.push(Table { name: TAGS, bytes: model.to_bytes() });
        rules.lexicon.set_tag_model(model);
    }
    // Made of these articles alone, not of what other tables say.
    rules.models = None;
    tables.extend(attributions::learn(gold, rules, watch));
    Ok(tables)
}

/// The table of that name in the binary.
fn shipped(name: &'static str) -> Table {
    let path = format!("en/tables/{name}");
    let found = EMBEDDED_TABLES.iter().find(|(p, _)| *p == path);
    let (_, bytes) = found.expect("the program comes with all tables");
    Table { name, bytes: bytes.to_vec() }
}
