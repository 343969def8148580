//! Patterns made ready for matching: each way of a choice knows by which tokens it can
//! begin and end, what takes one token is one step, and what many patterns have in them
//! is there once.

use super::edges::{Edge, Edges};
use crate::rules::{Node, Slot};
use crate::text::{ListId, Mark, TagSet, Token, WordId};
use std::sync::Arc;

/// A [`Node`] made ready.
pub(super) enum Step<'r> {
    One(One),
    List(ListId),
    NounPhrase,
    /// A slot and, where the pattern says what fills it, that.
    Slot(&'r Slot, Vec<Step<'r>>),
    Choice(Arc<[Way<'r>]>),
    Repeat(Arc<Way<'r>>, u8),
    Not(Arc<Way<'r>>),
    /// A gap's greatest length, and by what the steps after it can begin.
    Gap(u8, Edge),
    SentenceStart,
    SentenceEnd,
    Paragraph,
}

/// One token, by its word, whatever its tag, or by its tag: a choice of such binds
/// nothing and ends in one place, so that its ways need not be tried one by one.
#[derive(Clone, Default)]
pub(super) struct One {
    pub(super) tags: TagSet,
    /// The first word; [`WordId::UNKNOWN`] where there is none.
    word: WordId,
    more: Vec<WordId>,
}

impl One {
    fn word(word: WordId) -> Self {
        Self { word, ..Self::default() }
    }

    fn tags(tags: TagSet) -> Self {
        Self { tags, ..Self::default() }
    }

    /// With what the other takes.
    fn or(mut self, other: &One) -> Self {
        self.tags = self.tags.union(other.tags);
        for word in other.words() {
            if self.word == WordId::UNKNOWN {
                self.word = word;
            } else {
                self.more.push(word);
            }
        }
        self
    }

    /// Its words.
    pub(super) fn words(&self) -> impl Iterator<Item = WordId> {
        let first = Some(self.word).filter(|&word| word != WordId::UNKNOWN);
        first.into_iter().chain(self.more.iter().copied())
    }

    /// Whether it takes the token: a word also at a quotation mark, a tag outside alone.
    #[inline]
    pub(super) fn takes(&self, token: &Token) -> bool {
        let by_word = token.word == self.word || self.more.contains(&token.word);
        self.tags.has(token.tag) && token.mark == Mark::Outside
            || by_word && token.word != WordId::UNKNOWN && token.mark != Mark::Inside
    }
}

/// A sequence of steps with its edges.
pub(super) struct Way<'r> {
    pub(super) steps: Vec<Step<'r>>,
    pub(super) first: Edge,
    pub(super) last: Edge,
}

impl<'r> Way<'r> {
    pub(super) fn new(nodes: &'r [Node], edges: &mut Edges<'r>) -> Self {
        let steps = compile(nodes, edges);
        let (first, last) = (edges.first(&steps), edges.last(&steps));
        Self { steps, first, last }
    }

    /// Its step, where it takes just one token.
    #[inline]
    pub(super) fn one(&self) -> Option<&One> {
        match &self.steps[..] {
            [Step::One(one)] => Some(one),
            _ => None,
        }
    }
}

/// The parts of patterns that have been made ready: many rules have the same fragments.
#[derive(Default)]
pub(super) struct Parts<'r> {
    ways: Vec<(&'r [Node], Arc<Way<'r>>)>,
    choices: Vec<Choice<'r>>,
}

type Choice<'r> = (&'r [Vec<Node>], Arc<[Way<'r>]>);

fn way<'r>(nodes: &'r [Node], edges: &mut Edges<'r>) -> Arc<Way<'r>> {
    if let Some((_, known)) = edges.parts.ways.iter().find(|(own, _)| *own == nodes) {
        return Arc::clone(known);
    }
    let new = Arc::new(Way::new(nodes, edges));
    edges.parts.ways.push((nodes, Arc::clone(&new)));
    new
}

fn choice<'r>(ways: &'r [Vec<Node>], edges: &mut Edges<'r>) -> Arc<[Way<'r>]> {
    if let Some((_, known)) = edges.parts.choices.iter().find(|(own, _)| *own == ways) {
        return Arc::clone(known);
    }
    let new: Arc<[_]> = ways.iter().map(|nodes| Way::new(nodes, edges)).collect();
    edges.parts.choices.push((ways, Arc::clone(&new)));
    new
}

/// What all ways of a choice, or that way alone, take as one token, if they do.
fn as_one(ways: &[Vec<Node>]) -> Option<One> {
    ways.iter().try_fold(One::default(), |all, way| {
        let one = match &way[..] {
            [Node::Word(word)] => One::word(*word),
            [Node::Tags(tags)] => One::tags(*tags),
            [Node::Choice(ways)] => as_one(ways)?,
            _ => return None,
        };
        Some(all.or(&one))
    })
}

/// The steps of a sequence.
fn compile<'r>(nodes: &'r [Node], edges: &mut Edges<'r>) -> Vec<Step<'r>> {
    let mut steps: Vec<Step<'r>> = Vec::with_capacity(nodes.len());
    // From the last on, as a gap looks at what follows.
    for node in nodes.iter().rev() {
        let step = match node {
            Node::Word(word) => Step::One(One::word(*word)),
            Node::List(list) => Step::List(*list),
            Node::Tags(tags) => Step::One(One::tags(*tags)),
            Node::NounPhrase => Step::NounPhrase,
            Node::Slot(slot) => Step::Slot(slot, compile(&slot.inner, edges)),
            Node::Choice(ways) => match as_one(ways).filter(|_| !edges.is_blind()) {
                Some(one) => Step::One(one),
                None => Step::Choice(choice(ways, edges)),
            },
            Node::Repeat(nodes, most) => Step::Repeat(way(nodes, edges), *most),
            Node::Not(nodes) => Step::Not(way(nodes, edges)),
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
