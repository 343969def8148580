//! whosaid reads news articles and gives who said what, and through whom it
//! is known: one [`output::Row`] per attributed statement.
//!
//! The way of the data, each step a plain function of one article and shared
//! read-only settings:
//!
//! ```text
//! paths → input → Article → text → Document → matcher + RuleSet → Candidate
//!   → attribution → Attribution → speakers → Row → output
//! rows of all articles → rows → compare, audit, search
//! ```

mod blocks;

pub mod attribution;
pub mod audit;
pub mod cli;
pub mod compare;
pub mod eval;
pub mod explain;
pub mod extract;
pub mod input;
pub mod learn;
pub mod link;
pub mod matcher;
pub mod output;
pub mod rows;
pub mod rules;
pub mod run;
pub mod search;
pub mod speakers;
pub mod text;
