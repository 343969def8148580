//! Reads patterns as they are written: text in, [`Node`]s out, every fault with
//! its bytes. The notation itself is told in [`super::pattern`].

use super::pattern::{CueForm, CueShape, Node, QuoteShape, Shape, Slot, SlotName, SpeakerShape};
use super::problem::{MARKS, ProblemKind};
use super::vocabulary::Vocabulary;
use crate::text::{Tag, TagSet};
use std::ops::Range;

/// How often `*` repeats at most.
const MOST_REPEATS: u8 = 4;
/// The longest gap that a rule can ask for.
const LONGEST_GAP: u8 = 20;

/// A fault in a pattern: where, and what.
pub(super) type Fault = (Range<usize>, ProblemKind);

/// Reads a pattern. What is faulty is left out of the nodes.
pub(super) fn parse(text: &str, vocabulary: &mut Vocabulary<'_>) -> (Vec<Node>, Vec<Fault>) {
    let mut parser = Parser { text, at: 0, vocabulary, faults: Vec::new() };
    let mut nodes = parser.choice(None);
    while let Some(close) = parser.peek() {
        let span = parser.at..parser.at + close.len_utf8();
        parser.fault(span, ProblemKind::Unopened { close });
        parser.at += close.len_utf8();
        nodes.extend(parser.choice(None));
    }
    (nodes, parser.faults)
}

struct Parser<'p, 'v, 'f> {
    text: &'p str,
    at: usize,
    vocabulary: &'v mut Vocabulary<'f>,
    faults: Vec<Fault>,
}

impl Parser<'_, '_, '_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, mark: char) -> bool {
        let is_there = self.peek() == Some(mark);
        if is_there {
            self.at += mark.len_utf8();
        }
        is_there
    }

    fn skip_spaces(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Takes characters while they fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> Range<usize> {
        let start = self.at;
        let len = self.rest().find(|c| !fits(c)).unwrap_or(self.rest().len());
        self.at += len;
        start..self.at
    }

    fn fault(&mut self, span: Range<usize>, kind: ProblemKind) {
        self.faults.push((span, kind));
    }

    /// Sequences joined by `|`, up to a closing mark, which is left standing.
    fn choice(&mut self, open: Option<usize>) -> Vec<Node> {
        let mut sequences = Vec::new();
        loop {
            let start = self.at;
            let (sequence, is_empty) = self.sequence();
            if is_empty {
                let span = open.unwrap_or(start)..self.at + usize::from(self.at < self.text.len());
                self.fault(span, ProblemKind::Empty);
            }
            sequences.push(sequence);
            if !self.eat('|') {
                break;
            }
        }
        match sequences.len() {
            1 => sequences.swap_remove(0),
            _ => vec![Node::Choice(sequences)],
        }
    }

    /// Elements up to `|` or a closing mark, and whether none was written.
    fn sequence(&mut self) -> (Vec<Node>, bool) {
        let mut nodes = Vec::new();
        let mut is_empty = true;
        loop {
            self.skip_spaces();
            match self.peek() {
                None | Some('|' | ')' | '}') => return (nodes, is_empty),
                Some(_) => nodes.extend(self.element()),
            }
            is_empty = false;
        }
    }

    /// One element with what stands before and after it: `!x`, `x?`, `x*`.
    fn element(&mut self) -> Vec<Node> {
        let start = self.at;
        if self.eat('!') {
            return self.denied(start);
        }
        let mut nodes = if matches!(self.peek(), Some('?' | '*')) { vec![] } else { self.atom() };
        while let Some(mark @ ('?' | '*')) = self.peek() {
            let span = self.at..self.at + 1;
            if self.at == start || nodes.iter().all(takes_nothing) && !nodes.is_empty() {
                self.fault(span, ProblemKind::NothingToRepeat { mark });
            }
            self.at += 1;
            let most = if mark == '?' { 1 } else { MOST_REPEATS };
            nodes = if nodes.is_empty() { nodes } else { vec![Node::Repeat(nodes, most)] };
        }
        nodes
    }

    fn denied(&mut self, start: usize) -> Vec<Node> {
        match self.peek() {
            None | Some('|' | ')' | '}' | '?' | '*') => {}
            Some(c) if c.is_whitespace() => {}
            Some(_) => {
                let nodes = self.atom();
                return if nodes.is_empty() { nodes } else { vec![Node::Not(nodes)] };
            }
        }
        self.fault(start..start + 1, ProblemKind::NothingToDeny);
        Vec::new()
    }

    fn atom(&mut self) -> Vec<Node> {
        match self.peek() {
            Some('(') => self.group(),
            Some('{') => self.slot().into_iter().collect(),
            Some('<') => self.tags().into_iter().collect(),
            Some('@') => self.list().into_iter().collect(),
            Some('&') => self.fragment(),
            Some('^') => self.sign(Node::SentenceStart),
            Some('$') => self.sign(Node::SentenceEnd),
            Some('¶') => self.sign(Node::Paragraph),
            Some('>') => {
                self.fault(self.at..self.at + 1, ProblemKind::Unopened { close: '>' });
                self.at += 1;
                Vec::new()
            }
            _ if self.rest().starts_with("..") => self.gap(),
            _ => self.word(),
        }
    }

    fn sign(&mut self, node: Node) -> Vec<Node> {
        self.at += self.peek().map_or(0, char::len_utf8);
        vec![node]
    }

    fn group(&mut self) -> Vec<Node> {
        let open = self.at;
        self.at += 1;
        let nodes = self.choice(Some(open));
        if !self.eat(')') {
            self.fault(open..open + 1, ProblemKind::Unclosed { open: '(' });
        }
        nodes
    }

    fn gap(&mut self) -> Vec<Node> {
        let start = self.at;
        self.at += 2;
        let digits = self.take(|c| c.is_alphanumeric() || c == '.');
        match self.text[digits].parse() {
            Ok(most @ 1..=LONGEST_GAP) => return vec![Node::Gap(most)],
            _ => {
                let written = self.text[start..self.at].to_string();
                self.fault(start..self.at, ProblemKind::BadGap { written });
            }
        }
        Vec::new()
    }

    /// A name after `@` or `&`.
    fn name(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let mark = self.peek()?;
        self.at += 1;
        let name = self.take(|c| c.is_alphanumeric() || c == '-' || c == '_');
        if name.is_empty() {
            self.fault(start..self.at, ProblemKind::NameMissing { mark });
            return None;
        }
        Some(name)
    }

    fn list(&mut self) -> Option<Node> {
        let span = self.name()?;
        let list = self.vocabulary.list(&self.text[span.clone()]);
        list.map_err(|kind| self.fault(span, kind)).ok().map(Node::List)
    }

    fn fragment(&mut self) -> Vec<Node> {
        let Some(span) = self.name() else { return Vec::new() };
        let nodes = self.vocabulary.fragment(&self.text[span.clone()]);
        nodes.map_err(|kind| self.fault(span, kind)).unwrap_or_default()
    }

    fn tags(&mut self) -> Option<Node> {
        let open = self.at;
        self.at += 1;
        let inside = self.take(|c| !c.is_whitespace() && !"<>(){}".contains(c));
        if !self.eat('>') {
            self.fault(open..open + 1, ProblemKind::Unclosed { open: '<' });
            return None;
        }
        if &self.text[inside.clone()] == "NP" {
            return Some(Node::NounPhrase);
        }
        let mut tags = Vec::new();
        let mut at = inside.start;
        for name in self.text[inside].split('|') {
            match Tag::parse(name) {
                Some(tag) => tags.push(tag),
                None => {
                    let kind = ProblemKind::UnknownTag { name: name.into() };
                    self.faults.push((at..at + name.len(), kind));
                }
            }
            at += name.len() + 1;
        }
        (!tags.is_empty()).then(|| Node::Tags(TagSet::of(&tags)))
    }

    /// A word or mark, its clitics split off.
    fn word(&mut self) -> Vec<Node> {
        let written = self.written_word();
        if written.is_empty() {
            return Vec::new();
        }
        let words = self.vocabulary.spell(&written);
        words.iter().map(|word| Node::Word(self.vocabulary.word(word))).collect()
    }

    fn written_word(&mut self) -> String {
        let mut word = String::new();
        while let Some(c) = self.peek() {
            let next = self.rest()[c.len_utf8()..].chars().next();
            if c == '\\' {
                word.extend(self.escape(next));
                continue;
            }
            let is_mark = ",;:“”\"«»".contains(c);
            let ends = is_mark && !next.is_some_and(char::is_alphanumeric);
            if c.is_whitespace() || "(){}<>|?*¶".contains(c) || (ends && !word.is_empty()) {
                break;
            }
            word.push(c);
            self.at += c.len_utf8();
            if is_mark && word.len() == c.len_utf8() {
                break;
            }
        }
        word
    }

    fn escape(&mut self, mark: Option<char>) -> Option<char> {
        let start = self.at;
        self.at += 1 + mark.map_or(0, char::len_utf8);
        if let Some(mark) = mark.filter(|&m| MARKS.contains(m)) {
            return Some(mark);
        }
        self.fault(start..self.at, ProblemKind::BadEscape { mark });
        None
    }

    /// `{name}`, `{name:shape}` or `{name=pattern}`.
    fn slot(&mut self) -> Option<Node> {
        let open = self.at;
        self.at += 1;
        let written = self.take(|c| !":=}{()<>|".contains(c) && !c.is_whitespace());
        let found = SlotName::ALL.iter().find(|(_, n)| *n == &self.text[written.clone()]);
        if found.is_none() {
            let name = self.text[written.clone()].to_string();
            self.fault(written.clone(), ProblemKind::UnknownSlot { name });
        }
        self.skip_spaces();
        if self.eat('=') {
            let inner = self.choice(Some(open));
            self.close_slot(open);
            return found.map(|&(name, _)| slot(name, Shape::Plain, inner));
        }
        let shape = self.eat(':').then(|| self.take(|c| !"}{()<>|=".contains(c) && c != ' '));
        self.skip_spaces();
        self.close_slot(open);
        let &(name, _) = found?;
        let shape = match shape {
            Some(span) => self.shape(name, span),
            None => self.shapeless(name, written),
        };
        shape.map(|shape| slot(name, shape, Vec::new()))
    }

    fn close_slot(&mut self, open: usize) {
        if !self.eat('}') {
            self.fault(open..open + 1, ProblemKind::Unclosed { open: '{' });
        }
    }

    /// A slot without `:shape`.
    fn shapeless(&mut self, name: SlotName, span: Range<usize>) -> Option<Shape> {
        let (slot, shapes) = match name {
            SlotName::Quote => ("quote", names(&QuoteShape::ALL)),
            SlotName::Cue => ("cue", self.vocabulary.frame_names()),
            _ => return Some(Shape::Plain),
        };
        self.fault(span, ProblemKind::ShapeMissing { slot, shapes });
        None
    }

    fn shape(&mut self, name: SlotName, span: Range<usize>) -> Option<Shape> {
        let written = &self.text[span.clone()];
        let (found, shapes) = match name {
            SlotName::Quote => {
                (lookup(&QuoteShape::ALL, written).map(Shape::Quote), names(&QuoteShape::ALL))
            }
            SlotName::Speaker => {
                (lookup(&SpeakerShape::ALL, written).map(Shape::Speaker), names(&SpeakerShape::ALL))
            }
            SlotName::Source => {
                const SHAPES: [(Shape, &str); 2] =
                    [(Shape::Outlet, "outlet"), (Shape::Title, "title")];
                (lookup(&SHAPES, written), names(&SHAPES))
            }
            SlotName::Cue => return self.cue_shape(span),
            SlotName::Addressee | SlotName::When => (None, Vec::new()),
        };
        if found.is_none() {
            let (shape, slot) = (written.to_string(), name.name());
            self.fault(span, ProblemKind::UnknownShape { slot, shape, shapes });
        }
        found
    }

    /// `FRAME` or `FRAME/FORM`.
    fn cue_shape(&mut self, span: Range<usize>) -> Option<Shape> {
        let (frame, form) = match self.text[span.clone()].split_once('/') {
            Some((frame, form)) => (frame, Some(form)),
            None => (&self.text[span.clone()], None),
        };
        let form_name = form.map(str::to_owned);
        let middle = span.start + frame.len();
        let frame =
            self.vocabulary.frame(frame).map_err(|kind| self.fault(span.start..middle, kind));
        let form = match form_name {
            None => Some(CueForm::Active),
            Some(name) => {
                let form = lookup(&CueForm::ALL, &name);
                if form.is_none() {
                    self.fault(middle + 1..span.end, ProblemKind::UnknownForm { name });
                }
                form
            }
        };
        Some(Shape::Cue(CueShape { frame: frame.ok()?, form: form? }))
    }
}

fn slot(name: SlotName, shape: Shape, inner: Vec<Node>) -> Node {
    Node::Slot(Slot { name, shape, inner })
}

/// Whether the node takes no tokens in any case.
fn takes_nothing(node: &Node) -> bool {
    matches!(node, Node::SentenceStart | Node::SentenceEnd | Node::Paragraph | Node::Not(_))
}

fn lookup<T: Copy>(all: &[(T, &str)], name: &str) -> Option<T> {
    all.iter().find(|(_, n)| *n == name).map(|(t, _)| *t)
}

/// The names in a table of names.
pub(super) fn names<T>(all: &[(T, &str)]) -> Vec<String> {
    all.iter().map(|(_, name)| (*name).to_string()).collect()
}
