//! The words, lists, frames and fragments that patterns refer to, while the
//! files of a language are being read.

use super::cues::{CueLexicon, FrameId};
use super::error::{Problem, Problems, Source};
use super::notation;
use super::pattern::Node;
use super::problem::ProblemKind;
use super::tables::is_plain;
use super::toml_text::Text;
use super::variants::Variants;
use crate::text::{LexiconBuilder, ListId, WordId, spell};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What patterns can name.
#[derive(Default)]
pub(super) struct Vocabulary<'a> {
    pub(super) words: LexiconBuilder,
    pub(super) cues: CueLexicon,
    pub(super) variants: Variants,
    pub(super) problems: Problems,
    fragments: BTreeMap<Box<str>, Fragment<'a>>,
    /// The fragments being read, outermost first.
    reading: Vec<Box<str>>,
    lists_used: BTreeSet<ListId>,
    fragments_used: BTreeSet<Box<str>>,
}

/// A named piece of a pattern.
struct Fragment<'a> {
    source: Source<'a>,
    key: Range<usize>,
    text: Text<'a>,
    nodes: Option<Vec<Node>>,
}

impl<'a> Vocabulary<'a> {
    /// Nothing known yet but these problems.
    pub(super) fn new(problems: Problems) -> Self {
        Self { problems, ..Self::default() }
    }

    /// The id of a word.
    pub(super) fn word(&mut self, lower: &str) -> WordId {
        self.words.intern(lower)
    }

    /// The words of a text as rule files write it, spelt as the tokeniser does:
    /// lower-cased, clitics split off, all dashes one.
    pub(super) fn spell(&self, written: &str) -> Vec<String> {
        if is_plain(written) {
            return written.split_ascii_whitespace().map(Into::into).collect();
        }
        spell(written, self.words.lexicon())
    }

    /// The list of that name, now used.
    pub(super) fn list(&mut self, name: &str) -> Result<ListId, ProblemKind> {
        let lexicon = self.words.lexicon();
        let list = lexicon.list(name).ok_or_else(|| {
            let mut lists: Vec<_> = lexicon.list_names().map(str::to_owned).collect();
            lists.sort();
            ProblemKind::UnknownList { name: name.into(), lists }
        })?;
        self.lists_used.insert(list);
        Ok(list)
    }

    /// Whether a pattern has asked for the list.
    pub(super) fn is_list_used(&self, list: ListId) -> bool {
        self.lists_used.contains(&list)
    }

    /// The frame of that name; `any` is `None`.
    pub(super) fn frame(&self, name: &str) -> Result<Option<FrameId>, ProblemKind> {
        if name == "any" {
            return Ok(None);
        }
        self.cues.frame(name).map(Some).ok_or_else(|| {
            let frames = self.frame_names();
            ProblemKind::UnknownFrame { name: name.into(), frames }
        })
    }

    /// All frames, by name, and `any`.
    pub(super) fn frame_names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.cues.frame_names().map(str::to_owned).collect();
        names.sort();
        names.push("any".into());
        names
    }

    /// Makes a fragment known, to be read when it is first used.
    pub(super) fn define(
        &mut self,
        source: Source<'a>,
        name: &str,
        key: Range<usize>,
        text: Text<'a>,
    ) {
        if let Some(first) = self.fragments.get(name) {
            let first = first.source.place(first.key.start);
            let problem = Problem::at(source, key, ProblemKind::RepeatedFragment { first });
            self.problems.push(problem.of(&format!("fragment `{name}`")));
            return;
        }
        self.fragments.insert(name.into(), Fragment { source, key, text, nodes: None });
    }

    /// What a fragment stands for, now used.
    pub(super) fn fragment(&mut self, name: &str) -> Result<Vec<Node>, ProblemKind> {
        if !self.fragments.contains_key(name) {
            let fragments = self.fragments.keys().map(|n| n.to_string()).collect();
            return Err(ProblemKind::UnknownFragment { name: name.into(), fragments });
        }
        self.fragments_used.insert(name.into());
        if let Some(at) = self.reading.iter().position(|n| &**n == name) {
            let path = self.reading[at..].iter().map(|n| &**n).chain([name]);
            let path = path.map(|n| format!("`&{n}`"));
            return Err(ProblemKind::FragmentCycle { name: name.into(), path: path.collect() });
        }
        self.read_fragment(name);
        Ok(self.fragments[name].nodes.clone().unwrap_or_default())
    }

    fn read_fragment(&mut self, name: &str) {
        let fragment = &self.fragments[name];
        if fragment.nodes.is_some() {
            return;
        }
        let (source, text) = (fragment.source, fragment.text.clone());
        self.reading.push(name.into());
        let (nodes, faults) = notation::parse(&text.value, self);
        self.reading.pop();
        for (span, kind) in faults {
            let problem = Problem::at(source, text.locate(source.text, span), kind);
            self.problems.push(problem.of(&format!("fragment `{name}`")));
        }
        if let Some(fragment) = self.fragments.get_mut(name) {
            fragment.nodes = Some(nodes);
        }
    }

    /// Reads the fragments that no rule has used, for their faults, and tells
    /// whether anything at all is wrong by now.
    pub(super) fn finish_fragments(&mut self) -> bool {
        let names: Vec<_> = self.fragments.keys().cloned().collect();
        for name in &names {
            self.read_fragment(name);
        }
        self.problems.has_errors()
    }

    /// Reports fragments that nothing uses.
    pub(super) fn report_unused_fragments(&mut self) {
        for (name, fragment) in &self.fragments {
            if !self.fragments_used.contains(name) {
                let kind = ProblemKind::UnusedFragment { name: name.to_string() };
                self.problems.push(Problem::at(fragment.source, fragment.key.clone(), kind));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spell(written: &str) -> Vec<String> {
        let mut vocabulary = Vocabulary::default();
        let source = Source { file: "words/clitics.txt", text: "'s\nn't\n" };
        vocabulary.read_list("clitics", source);
        vocabulary.spell(written)
    }

    #[test]
    fn clitics_are_words_of_their_own() {
        assert_eq!(spell("didn’t"), ["did", "n't"]);
        assert_eq!(spell("Kim's"), ["kim", "'s"]);
        assert_eq!(spell("'s"), ["'s"]);
        assert_eq!(spell("o'clock"), ["o'clock"]);
    }

    #[test]
    fn all_dashes_are_one_word() {
        for dash in ["-", "--", "–", "—"] {
            assert_eq!(spell(dash), ["—"]);
        }
        assert_eq!(spell("vice-president"), ["vice-president"]);
    }
}
