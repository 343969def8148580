//! The words, lists, frames and fragments that patterns refer to, while the
//! files of a language are being read.

use super::cues::{CueLexicon, FrameId};
use super::error::{Problem, Problems, Source};
use super::notation;
use super::pattern::Node;
use super::problem::ProblemKind;
use super::toml_text::Text;
use crate::text::{LexiconBuilder, ListId, WordId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What patterns can name.
#[derive(Default)]
pub(super) struct Vocabulary<'a> {
    pub(super) words: LexiconBuilder,
    pub(super) cues: CueLexicon,
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
    /// which those are.
    pub(super) fn finish_fragments(&mut self) {
        let used = self.fragments_used.clone();
        let names: Vec<_> = self.fragments.keys().cloned().collect();
        for name in &names {
            self.read_fragment(name);
        }
        for name in names.into_iter().filter(|n| !used.contains(n)) {
            let fragment = &self.fragments[&name];
            let kind = ProblemKind::UnusedFragment { name: name.into() };
            self.problems.push(Problem::at(fragment.source, fragment.key.clone(), kind));
        }
    }
}

/// The tokens of a word as rule files write it: lower-cased, dashes made one,
/// clitics split off as the tokeniser does ("didn't" is `did` `n't`).
pub(super) fn tokens(written: &str) -> Vec<String> {
    let lower = written.to_lowercase().replace('’', "'");
    if matches!(&*lower, "-" | "--" | "–" | "—" | "―") {
        return vec!["—".into()];
    }
    match split_clitic(&lower) {
        Some((word, clitic)) => vec![word.to_owned(), clitic.to_owned()],
        None => vec![lower],
    }
}

/// A word and the clitic at its end.
fn split_clitic(word: &str) -> Option<(&str, &str)> {
    const CLITICS: [&str; 7] = ["n't", "'s", "'ll", "'re", "'ve", "'d", "'m"];
    let clitic = CLITICS.iter().find(|c| word.ends_with(**c));
    let length = match clitic {
        Some(clitic) => clitic.len(),
        None if word.ends_with("s'") => 1,
        None => return None,
    };
    Some(word.split_at(word.len() - length)).filter(|(stem, _)| !stem.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clitics_are_words_of_their_own() {
        assert_eq!(tokens("didn’t"), ["did", "n't"]);
        assert_eq!(tokens("Kim's"), ["kim", "'s"]);
        assert_eq!(tokens("reporters'"), ["reporters", "'"]);
        assert_eq!(tokens("n't"), ["n't"]);
        assert_eq!(tokens("o'clock"), ["o'clock"]);
    }

    #[test]
    fn all_dashes_are_one_word() {
        for dash in ["-", "--", "–", "—"] {
            assert_eq!(tokens(dash), ["—"]);
        }
        assert_eq!(tokens("vice-president"), ["vice-president"]);
    }
}
