//! An article's text as the rules see it: a [`Document`] of tokens, sentences,
//! paragraphs, quotation marks and tags.
//!
//! Knows the words of a language through its [`Lexicon`] and nothing of rules,
//! cues or people.

mod document;
pub(crate) mod flat;
mod joined;
mod lexicon;
mod lists;
mod marks;
pub(crate) mod perceptron;
pub mod phrases;
mod scanner;
mod sentences;
mod span;
mod spellings;
mod tag;
mod tagger;
mod tokens;

pub use document::{Document, Paragraph, Quotation, QuotationIx, Sentence};
pub use lexicon::{Lexicon, LexiconBuilder, ListId, TagRule, Word, WordId};
pub use lists::ListSet;
pub(crate) use lists::{Choice, Class};
pub use perceptron::{Damage, TagModel};
pub use phrases::{Grammar, Phrases, VerbForm, VerbGroup};
pub use span::{Span, TokenRange};
pub use tag::{Tag, TagSet};
pub use tokens::{Mark, Token};
pub(crate) use tokens::{scan, spell};
