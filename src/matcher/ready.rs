//! A rule set made ready for matching: rules by the cue form or word they start from.

use super::edges::{Edges, Side};
use super::entries::{Trigger, common_frames, triggers};
use super::forms::CueEntries;
use super::heads::CueHeads;
use super::program::Way;
use super::seconds::Seconds;
use super::words::{EdgeMasks, Needs, WordSets};
use crate::rules::{CueShape, FrameId, Models, Node, QuoteShape, Role, RuleId, RuleSet, Shape};
use crate::text::{Grammar, Lexicon, ListId, WordId};
use rustc_hash::FxHashMap;

/// A rule set made ready for matching. Shared by all threads.
pub struct Matcher<'r> {
    pub(super) rules: &'r RuleSet,
    pub(super) models: Option<&'r Models>,
    pub(super) grammar: &'r Grammar,
    pub(super) entries: Vec<Entry<'r>>,
    /// What stands before anchors: many rules have the same.
    pub(super) lefts: Vec<Left<'r>>,
    /// Cue rules.
    pub(super) cue_entries: CueEntries,
    /// The cues by their lemmas.
    pub(super) cue_heads: CueHeads,
    /// Attributing and attaching rules by their literal anchor.
    pub(super) by_word: FxHashMap<WordId, Vec<u32>>,
    pub(super) by_list: Vec<ByList>,
    /// Whether every pattern is tried in full, to compare with.
    pub(super) thorough: bool,
    /// End rules in the order of their ids.
    pub(super) ends: Vec<(RuleId, Way<'r>)>,
    /// By shape: those of the first 64 end rules that end such quotes, one bit each.
    pub(super) ends_of: [u64; QuoteShape::ALL.len()],
    /// By what the first 64 end rules can begin.
    pub(super) end_edges: EdgeMasks,
    /// By what they can go on after their first word.
    pub(super) end_seconds: Seconds,
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

/// What stands before anchors.
pub(super) struct Left<'r> {
    nodes: &'r [Node],
    pub(super) way: Way<'r>,
}

/// The rules that a word list is the anchor of.
pub(super) struct ByList {
    pub(super) list: ListId,
    /// The set of the words that begin one of its entries.
    set: Option<u8>,
    /// Its bit among all anchors, see [`lists_of`].
    bit: u64,
    pub(super) entries: Vec<u32>,
}

/// The bit of all words among the anchors.
pub(super) const BY_WORD: u64 = 1;

/// The number of the last bit, which the 63rd list and those past it share.
const LAST_BIT: usize = 63;

/// The bit of the list of that number among the anchors.
fn bit_of(list: usize) -> u64 {
    BY_WORD << (list + 1).min(LAST_BIT)
}

/// The lists with the bit of that number among the anchors.
pub(super) fn lists_of(bit: u32, by_list: &[ByList]) -> &[ByList] {
    let bit = bit as usize;
    let end = if bit == LAST_BIT { by_list.len() } else { bit };
    by_list.get(bit - 1..end).unwrap_or_default()
}

/// A rule split at its anchor.
pub(super) struct Entry<'r> {
    pub(super) rule: RuleId,
    /// What stands before its anchor, by its place in [`Matcher::lefts`].
    pub(super) left: usize,
    pub(super) anchor: Box<Way<'r>>,
    pub(super) right: Way<'r>,
    /// The frame of its cue.
    pub(super) frame: Option<FrameId>,
    /// What its sentence must hold before its anchor, and from there on.
    pub(super) needs: [Needs; 2],
}

impl<'r> Matcher<'r> {
    /// Makes `rules` ready. With `only`, of the attributing rules just that one.
    pub fn new(rules: &'r RuleSet, only: Option<RuleId>) -> Self {
        Self::with_edges(rules, only, Edges::new(rules, rules.grammar()))
    }

    /// A matcher that tries every pattern in full, to compare with.
    #[cfg(test)]
    pub(super) fn thorough(rules: &'r RuleSet) -> Self {
        Self::with_edges(rules, None, Edges::new(rules, rules.grammar()).blind())
    }

    fn with_edges(rules: &'r RuleSet, only: Option<RuleId>, mut edges: Edges<'r>) -> Self {
        let mut matcher = Self {
            rules,
            models: rules.models.as_ref(),
            grammar: rules.grammar(),
            entries: Vec::new(),
            lefts: Vec::new(),
            cue_entries: CueEntries::default(),
            cue_heads: CueHeads::new(&rules.cues),
            by_word: FxHashMap::default(),
            by_list: Vec::new(),
            thorough: edges.is_blind(),
            ends: Vec::new(),
            ends_of: [0; QuoteShape::ALL.len()],
            end_edges: EdgeMasks::default(),
            end_seconds: Seconds::default(),
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
        matcher.cue_entries = CueEntries::new(rules, &matcher.entries, &cues, &common);
        let anchors = matcher.anchors(&mut edges);
        let ends: Vec<&Way<'_>> = matcher.ends.iter().map(|(_, way)| way).collect();
        let seconds = edges.seconds(&ends);
        matcher.words = edges.words(&rules.cues);
        matcher.end_seconds = Seconds::new(&matcher.words, &seconds);
        matcher.words.note_anchors(&anchors);
        let (words, entries) = (&matcher.words, &matcher.entries);
        matcher.cue_entries.note_edges(words, entries, &matcher.lefts);
        let firsts = matcher.ends.iter().map(|(_, way)| &way.first);
        matcher.end_edges = EdgeMasks::new(&matcher.words, firsts);
        matcher
    }

    /// The bits of the literal anchors with the sets of words that begin them; `None`: any
    /// word may.
    fn anchors(&self, edges: &mut Edges<'_>) -> Vec<(u64, Option<u8>)> {
        if self.thorough {
            return vec![(u64::MAX, None)];
        }
        let mut words: Vec<WordId> = self.by_word.keys().copied().collect();
        words.sort_unstable();
        let words = words.into_iter().map(|word| (BY_WORD, edges.word(word)));
        words.chain(self.by_list.iter().map(|list| (list.bit, list.set))).collect()
    }

    fn add_end(&mut self, id: RuleId, edges: &mut Edges<'r>) {
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
        edges: &mut Edges<'r>,
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
        let before = &nodes[..at];
        let known = self.lefts.iter().position(|left| left.nodes == before);
        let left = known.unwrap_or_else(|| {
            self.lefts.push(Left { nodes: before, way: Way::new(before, edges) });
            self.lefts.len() - 1
        });
        let right = Way::new(&nodes[at + 1..], edges);
        let needs = [
            edges.needs(&self.lefts[left].way.steps, Side::Before),
            edges.needs(&right.steps, Side::After),
        ];
        self.entries.push(Entry {
            rule: id,
            left,
            anchor: Box::new(Way::new(&nodes[at..=at], edges)),
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
                Trigger::List(list) => match self.by_list.iter_mut().find(|l| l.list == list) {
                    Some(known) => known.entries.push(place),
                    None => {
                        let bit = bit_of(self.by_list.len());
                        let (set, entries) = (edges.list(list), vec![place]);
                        self.by_list.push(ByList { list, set, bit, entries });
                    }
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
        self
    }

    /// The words of the language.
    pub(super) fn lexicon(&self) -> &'r Lexicon {
        &self.rules.lexicon
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_has_one_bit_and_those_past_the_last_share_it() {
        for count in [0, 1, 62, 63, 64, 70] {
            let list = |i: usize| (ListId(i as u8), bit_of(i));
            let all: Vec<ByList> = (0..count)
                .map(list)
                .map(|(list, bit)| ByList { list, set: None, bit, entries: Vec::new() })
                .collect();
            let mut found = 0;
            for bit in 1..u64::BITS {
                let own = lists_of(bit, &all);
                assert!(own.iter().all(|list| list.bit == 1 << bit), "{bit} of {count}");
                found += own.len();
            }
            assert_eq!(found, count);
        }
    }
}
