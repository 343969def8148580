//! Annotated articles to learned tables: what `whosaid learn` does.
//!
//! Takes gold ([`crate::eval::gold`]), if given the tags of its words ([`TagLayer`]), and
//! the rules. Gives [`Table`]s: the files of a directory for `--tables`. Each
//! learner is a plain function of these; the same input gives the same bytes on
//! every run, machine and number of threads.

mod attributions;
mod ends;
mod error;
mod gather;
mod judge;
mod layer;
mod lines;
mod logistic;
mod perceptron;
mod readings;
pub mod tags;
mod trial;
mod words;

pub use error::Error;
pub use layer::TagLayer;
pub use trial::Crossed;

use crate::eval::GoldArticle;
use crate::rules::{EMBEDDED_TABLES, RuleSet, TAGS};
use crate::text::Document;
use judge::Judge;
use rayon::prelude::*;

/// A learned table: a file and what goes into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// The file's name in the directory of tables.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// All tables, and what they are worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Learned {
    /// The tables.
    pub tables: Vec<Table>,
    /// What they give on the articles themselves, each by tables of the others.
    pub crossed: Crossed,
}

/// The parts of the articles; models are tried on each by those of the others.
const FOLDS: usize = 5;

/// One article read, with its annotation.
struct Case<'t> {
    document: Document<'t>,
    judge: Judge,
}

/// What a learner tells while it works: its name, steps done, steps in all.
pub type Watch<'w> = &'w mut dyn FnMut(&'static str, usize, usize);

/// Learns all tables, one after another, each by what those before have made of
/// `rules`. Without tags the tagger is the one that comes with the program.
///
/// # Errors
/// If there are tags, but of none of the articles.
pub fn learn<'t>(
    gold: &'t [GoldArticle],
    layer: &TagLayer,
    rules: &mut RuleSet,
    watch: Watch<'_>,
) -> Result<Learned, Error> {
    let mut tables = Vec::new();
    let documents: Vec<Document<'t>>;
    if layer.is_empty() {
        tables.push(shipped(TAGS));
        documents = gold.iter().map(|g| Document::read(&g.text, 0, &rules.lexicon)).collect();
    } else {
        documents = tags::crossed(gold, layer, &mut rules.lexicon, watch);
        let model = tags::learn(gold, layer, &rules.lexicon, watch)?;
        tables.push(Table { name: TAGS, bytes: model.to_bytes() });
        rules.lexicon.set_tag_model(model);
    }
    // Made of these articles alone, not of what other tables say.
    rules.models = None;
    let case = |(article, document): (&GoldArticle, Document<'t>)| {
        let judge = Judge::new(&document, article);
        Case { document, judge }
    };
    let cases: Vec<Case<'_>> = gold.par_iter().zip(documents).map(case).collect();
    let mut learned = attributions::learn(gold, &cases, rules, watch);
    learned.tables.splice(..0, tables);
    learned.tables.push(words::learn(&cases, rules));
    Ok(learned)
}

/// The table of that name in the binary.
fn shipped(name: &'static str) -> Table {
    let path = format!("en/tables/{name}");
    let found = EMBEDDED_TABLES.iter().find(|(p, _)| *p == path);
    let (_, bytes) = found.expect("the program comes with all tables");
    Table { name, bytes: bytes.to_vec() }
}
