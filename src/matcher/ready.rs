//! A rule set made ready for matching: rules by the cue form or word they start from.

use super::edges::Edges;
use super::entries::{FORMS, Trigger, common_frames, triggers};
use super::forms::FormEntries;
use super::program::Way;
use super::words::{EdgeMasks, Needs, SetBits, WordSets, union};
use crate::rules::{CueShape, FrameId, Models, Node, QuoteShape, Role, RuleId, RuleSet, Shape};
use crate::text::{Grammar, Lexicon, ListId, WordId};
use rustc_hash::FxHashMap;

/// A rule set made ready for matching. Shared by all threads.
pub struct Matcher<'r> {
    pub(super) rules: &'r RuleSet,
    pub(super) models: Option<&'r Models>,
    pub(super) grammar: Grammar,
    pub(super) entries: Vec<Entry<'r>>,
    /// What stands before anchors: many rules have the same.
    pub(super) lefts: Vec<(&'r [Node], Way<'r>)>,
    /// Cue rules by the form they ask for.
    pub(super) by_form: Vec<FormEntries>,
    /// Attributing and attaching rules by their literal anchor.
    pub(super) by_word: FxHashMap<WordId, Vec<u32>>,
    pub(super) by_list: Vec<(ListId, Option<u8>, Vec<u32>)>,
    /// The sets of words that begin either; `None`: more than there can be.
    pub(super) anchors: Option<SetBits>,
    /// End rules in the order of their ids.
    pub(super) ends: Vec<(RuleId, Way<'r>)>,
    /// By shape: those of the first 64 end rules that end such quotes, one bit each.
    pub(super) ends_of: [u64; QuoteShape::ALL.len()],
    /// By what the first 64 end rules can begin.
    pub(super) end_edges: EdgeMasks,
    /// By rule: whether the table of content ends names it.
    pub(super) weighing: Vec<bool>,
    /// Which words patterns can begin and end with.
    pub(super) words: WordSets,
    pub(super) auxiliaries: Option<ListId>,
    pub(super) linking: Option<ListId>,
    pub(super) no_speakers: Option<ListId>,
    pub(super) subject_pronouns: Option<ListId>,
    pub(super) question_words: Option<ListId>,
    pub(super) outlets: [Option<ListId>; 2],
    pub(super) outlet_heads: Option<ListId>,
    pub(super) full_stop: WordId,
    pub(super) comma: WordId,
}

/// Which rules the table of content ends names.
fn weighing(rules: &RuleSet, models: Option<&Models>) -> Vec<bool> {
    let ends = models.and_then(|models| models.ends.as_ref());
    rules.rules.iter().map(|rule| ends.is_some_and(|ends| ends.mentions(&rule.id))).collect()
}

/// A rule split at its anchor.
pub(super) struct Entry<'r> {
    pub(super) rule: RuleId,
    /// What stands before its anchor, by its place in [`Matcher::lefts`].
    pub(super) left: usize,
    pub(super) anchor: Way<'r>,
    pub(super) right: Way<'r>,
    /// The frame of its cue.
    pub(super) frame: Option<FrameId>,
    /// What its sentence must hold.
    pub(super) needs: Needs,
}

impl<'r> Matcher<'r> {
    /// Makes `rules` ready. With `only`, of the attributing rules just that one.
    pub fn new(rules: &'r RuleSet, only: Option<RuleId>) -> Self {
        let grammar = Grammar::new(&rules.lexicon);
        Self::with_edges(rules, only, &grammar, Edges::new(rules, &grammar))
    }

    /// A matcher that tries every pattern in full, to compare with.
    #[cfg(test)]
    pub(super) fn thorough(rules: &'r RuleSet) -> Self {
        let grammar = Grammar::new(&rules.lexicon);
        Self::with_edges(rules, None, &grammar, Edges::new(rules, &grammar).blind())
    }

    fn with_edges(
        rules: &'r RuleSet,
        only: Option<RuleId>,
        grammar: &Grammar,
        mut edges: Edges<'_>,
    ) -> Self {
        let mut matcher = Self {
            rules,
            models: rules.models.as_ref(),
            grammar: grammar.clone(),
            entries: Vec::new(),
            lefts: Vec::new(),
            by_form: Vec::new(),
            by_word: FxHashMap::default(),
            by_list: Vec::new(),
            anchors: None,
            ends: Vec::new(),
            ends_of: [0; QuoteShape::ALL.len()],
            end_edges: EdgeMasks::default(),
            weighing: weighing(rules, rules.models.as_ref()),
            words: WordSets::default(),
            auxiliaries: rules.lexicon.list("auxiliaries"),
            linking: rules.lexicon.list("linking-verbs"),
            no_speakers: rules.lexicon.list("no-speakers"),
            subject_pronouns: rules.lexicon.list("subject-pronouns"),
            question_words: rules.lexicon.list("question-words"),
            outlets: ["outlets", "platforms"].map(|name| rules.lexicon.list(name)),
            outlet_heads: rules.lexicon.list("outlet-heads"),
            full_stop: rules.lexicon.id("."),
            comma: rules.lexicon.id(","),
        };
        let mut cues = Vec::new();
        for (i, rule) in rules.rules.iter().enumerate() {
            let id = RuleId(i as u16);
            match rule.role {
                Role::End => matcher.add_end(id, &mut edges),
                Role::Attribution if only.is_some_and(|o| o != id) => {}
                _ => matcher.enter(id, &mut edges, &mut cues),
            }
        }
        let common = common_frames(rules);
        let form = |forms: &[_]| FormEntries::new(rules, &cues, forms, &common);
        matcher.by_form = FORMS.iter().map(|forms| form(forms)).collect();
        let mut words: Vec<WordId> = matcher.by_word.keys().copied().collect();
        words.sort_unstable();
        let sets: Option<Vec<u8>> = words.into_iter().map(|word| edges.word(word)).collect();
        let lists: Option<Vec<u8>> = matcher.by_list.iter().map(|(_, set, _)| *set).collect();
        matcher.anchors = sets.zip(lists).map(|(a, b)| union(a.into_iter().chain(b)));
        matcher.words = edges.words();
        let firsts = matcher.ends.iter().map(|(_, way)| &way.first);
        matcher.end_edges = EdgeMasks::new(&matcher.words, firsts);
        matcher
    }

    fn add_end(&mut self, id: RuleId, edges: &mut Edges<'_>) {
        for (shape, _) in QuoteShape::ALL {
            if self.ends_shape(id, shape) {
                // None past the 64th.
                let bit = 1_u64.checked_shl(self.ends.len() as u32).unwrap_or(0);
                self.ends_of[shape as usize] |= bit;
            }
        }
        self.ends.push((id, Way::new(&self.rules.rule(id).pattern, edges)));
    }

    /// Adds a rule; one with a cue to `cues` too, with its entry's place.
    fn enter(
        &mut self,
        id: RuleId,
        edges: &mut Edges<'_>,
        cues: &mut Vec<(u32, RuleId, CueShape)>,
    ) {
        let nodes = &self.rules.rule(id).pattern;
        let cue_of = |n: &Node| match n {
            Node::Slot(slot) => match slot.shape {
                Shape::Cue(shape) => Some(shape),
                _ => None,
            },
            _ => None,
        };
        let is_cue = |n: &Node| cue_of(n).is_some();
        let Some(at) = nodes
            .iter()
            .position(is_cue)
            .or_else(|| nodes.iter().position(|n| !triggers(n).is_empty()))
        else {
            return;
        };
        let cue = cue_of(&nodes[at]);
        let place = self.entries.len() as u32;
        let known = self.lefts.iter().position(|(left, _)| *left == &nodes[..at]);
        let left = known.unwrap_or_else(|| {
            self.lefts.push((&nodes[..at], Way::new(&nodes[..at], edges)));
            self.lefts.len() - 1
        });
        let right = Way::new(&nodes[at + 1..], edges);
        let mut needs = edges.needs(&self.lefts[left].1.steps);
        needs.join(edges.needs(&right.steps));
        self.entries.push(Entry {
            rule: id,
            left,
            anchor: Way::new(&nodes[at..=at], edges),
            right,
            needs,
            frame: cue.and_then(|shape| shape.frame),
        });
        if let Some(shape) = cue {
            cues.push((place, id, shape));
            return;
        }
        for trigger in triggers(&nodes[at]) {
            match trigger {
                Trigger::Word(word) => self.by_word.entry(word).or_default().push(place),
                Trigger::List(list) => match self.by_list.iter_mut().find(|(l, ..)| *l == list) {
                    Some((.., entries)) => entries.push(place),
                    None => self.by_list.push((list, edges.list(list), vec![place])),
                },
            }
        }
    }

    /// The learned tables.
    pub(super) fn models(&self) -> Option<&'r Models> {
        self.models
    }

    /// This matcher with other tables, or none.
    pub fn with_models(mut self, models: Option<&'r Models>) -> Self {
        self.models = models;
        self.weighing = weighing(self.rules, models);
        self
    }

    /// The words of the language.
    pub(super) fn lexicon(&self) -> &'r Lexicon {
        &self.rules.lexicon
    }
}
