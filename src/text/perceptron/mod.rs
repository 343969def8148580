//! Tags by a greedy averaged perceptron, from left to right.
//!
//! Takes the tokens of a sentence and a [`TagModel`] that `whosaid learn` made.
//! A word that the model's dictionary knows with one tag takes it at once; any
//! other takes the tag with the highest sum of weights among those that its
//! entry allows, or among the open classes when it has none. What the scanner
//! is sure of (marks, signs, handles) is left as it is.
//!
//! # Why features are hashes
//!
//! Names of features would be ten times the size of their weights. A hash of 32
//! bits is made from numbers that are at hand, without a copy of the text, and
//! among some hundred thousand features two rarely share one.

mod features;
mod forms;
mod model;
mod packed;

pub(crate) use features::Features;
pub(crate) use forms::{Forms, hash};
pub use model::TagModel;
pub(crate) use model::{Dictionary, Entry, Row, Weights, best};
pub use packed::Damage;

use super::{Lexicon, Tag, TagSet, Token};
use features::{Context, State};

/// A model made ready for one lexicon.
#[derive(Debug)]
pub(super) struct Tagger {
    forms: Forms,
    weights: Weights,
}

impl Tagger {
    /// Looks up all words of `lexicon` once.
    pub(super) fn new(model: TagModel, lexicon: &Lexicon) -> Self {
        let TagModel { dictionary, weights } = model;
        Self { forms: Forms::new(dictionary, lexicon), weights }
    }

    /// Tags the tokens of one sentence.
    pub(super) fn tag(&self, text: &str, tokens: &mut [Token]) {
        walk(&self.forms, text, tokens, |_, candidates, features| {
            self.weights.best(candidates, features)
        });
    }
}

/// Goes through a sentence and has `choose` settle each tag that is open, given
/// the token's place, the tags it may take and its features.
pub(crate) fn walk(
    forms: &Forms,
    text: &str,
    tokens: &mut [Token],
    mut choose: impl FnMut(usize, TagSet, &Features) -> Tag,
) {
    let form = |tokens: &[Token], i: usize| match tokens.get(i) {
        Some(token) => forms.of(text, token),
        None => forms.end(),
    };
    let mut context = Context::new(forms.end(), form(tokens, 0), form(tokens, 1));
    let mut is_first = true;
    for i in 0..tokens.len() {
        context.shift(form(tokens, i + 2));
        let candidates = context.word.tags;
        if !is_settled(tokens[i].tag) {
            tokens[i].tag = match candidates.only() {
                Some(tag) => tag,
                None => {
                    let shape = features::shape(tokens[i].span.of(text), is_first);
                    choose(i, candidates, &context.features(shape))
                }
            };
            is_first = false;
        }
        context.push(State::of(tokens[i].tag, &context.word));
    }
}

/// Whether the scanner's word on this tag is final.
pub(crate) fn is_settled(tag: Tag) -> bool {
    matches!(tag, Tag::Punct | Tag::SYM | Tag::NNP)
}
