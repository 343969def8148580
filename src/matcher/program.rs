//! Patterns made ready for matching: each way of a choice knows by which tokens it can
//! begin and end.

use super::edges::{Edge, Edges};
use crate::rules::{Node, Slot};
use crate::text::{ListId, TagSet, WordId};

/// A [`Node`] made ready.
pub(super) enum Step<'r> {
    Word(WordId),
    List(ListId),
    Tags(TagSet),
    NounPhrase,
    /// A slot and, where the pattern says what fills it, that.
    Slot(&'r Slot, Vec<Step<'r>>),
    Choice(Vec<Way<'r>>),
    Repeat(Way<'r>, u8),
    Not(Way<'r>),
    /// A gap's greatest length, and by what the steps after it can begin.
    Gap(u8, Edge),
    SentenceStart,
    SentenceEnd,
    Paragraph,
}

/// A sequence of steps with its edges.
pub(super) struct Way<'r> {
    pub(super) steps: Vec<Step<'r>>,
    pub(super) first: Edge,
    pub(super) last: Edge,
}

impl<'r> Way<'r> {
    pub(super) fn new(nodes: &'r [Node], edges: &mut Edges<'_>) -> Self {
        let steps = compile(nodes, edges);
        let (first, last) = (edges.first(&steps), edges.last(&steps));
        Self { steps, first, last }
    }
}

/// The steps of a sequence.
fn compile<'r>(nodes: &'r [Node], edges: &mut Edges<'_>) -> Vec<Step<'r>> {
    let mut steps: Vec<Step<'r>> = Vec::with_capacity(nodes.len());
    // From the last on, as a gap looks at what follows.
    for node in nodes.iter().rev() {
        let step = match node {
            Node::Word(word) => Step::Word(*word),
            Node::List(list) => Step::List(*list),
            Node::Tags(tags) => Step::Tags(*tags),
            Node::NounPhrase => Step::NounPhrase,
            Node::Slot(slot) => Step::Slot(slot, compile(&slot.inner, edges)),
            Node::Choice(ways) => {
                Step::Choice(ways.iter().map(|nodes| Way::new(nodes, edges)).collect())
            }
            Node::Repeat(nodes, most) => Step::Repeat(Way::new(nodes, edges), *most),
            Node::Not(nodes) => Step::Not(Way::new(nodes, edges)),
            Node::Gap(longest) => {
                steps.reverse();
                let after = edges.first(&steps);
                steps.reverse();
                Step::Gap(*longest, after)
            }
            Node::SentenceStart => Step::SentenceStart,
            Node::SentenceEnd => Step::SentenceEnd,
            Node::Paragraph => Step::Paragraph,
        };
        steps.push(step);
    }
    steps.reverse();
    steps
}
