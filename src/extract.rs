//! One article to its rows: the pipeline in one function.

use crate::input::Article;
use crate::output::Row;
use crate::rules::RuleSet;

/// The rows of one article, in text order. All kinds and confidences; the
/// caller filters.
pub fn rows(_article: &Article, _rules: &RuleSet) -> Vec<Row> {
    Vec::new()
}
