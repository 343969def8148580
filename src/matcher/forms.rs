//! Which cue rules a cue is read by: by its frames, its form and the tokens around it,
//! 64 rules at a time.

use super::entries::{FORMS, FoundForm, is_open_to};
use super::ready::Entry;
use super::words::{EdgeMasks, Needs, WordSets};
use crate::rules::{Cue, CueId, CueShape, FrameId, RuleId, RuleSet};
use crate::text::Token;

/// The entries of cue rules, in the order of their rules.
#[derive(Debug, Default)]
pub(super) struct CueEntries {
    /// 64 of them each.
    blocks: Vec<Block>,
    /// By cue, block by block: those that ask for one of its frames.
    by_cue: Vec<u64>,
    /// What those of [`Block::any`] need, each once.
    any_needs: Vec<[Needs; 2]>,
}

/// What an entry asks of its sentence.
#[derive(Clone, Copy, Debug)]
struct Gate {
    entry: u32,
    /// Of what stands before the cue, and after it.
    needs: [Needs; 2],
}

/// Up to 64 entries, one bit each.
#[derive(Debug, Default)]
struct Block {
    gates: Vec<Gate>,
    /// By form of a cue.
    by_form: [u64; FORMS.len()],
    /// By frame: those that ask for it.
    by_frame: Vec<u64>,
    /// Those that a verb may be read by in a frame that it does not name.
    open: u64,
    /// Those that take a verb without an entry in the lexicon.
    any: u64,
    /// By what their right sides can begin.
    first: EdgeMasks,
    /// By what their left sides can end.
    last: EdgeMasks,
    /// By entry: those that have the same left side.
    same_left: Vec<u64>,
}

/// A cue and the tokens around it.
pub(super) struct Sight<'t> {
    pub(super) form: FoundForm,
    /// Its entry in the lexicon; whether it is also read in frames that this does not name.
    pub(super) cue: Option<CueId>,
    pub(super) is_open: bool,
    /// The token before it; `None` at the document's start.
    pub(super) before: Option<&'t Token>,
    /// The token after it; `None` where its sentence ends.
    pub(super) after: Option<&'t Token>,
    /// What its sentence holds before it, and after it.
    pub(super) held: [Needs; 2],
}

impl CueEntries {
    /// Those of `entries` that have a cue of some shape, by their places; `common` tells
    /// for each frame whether many verbs name it.
    pub(super) fn new(
        rules: &RuleSet,
        entries: &[Entry<'_>],
        cues: &[(u32, RuleId, CueShape)],
        common: &[bool],
    ) -> Self {
        let of = |cues: &[_]| Block::new(rules, entries, cues, common);
        let blocks: Vec<_> = cues.chunks(u64::BITS as usize).map(of).collect();
        let asking = |cue: Cue<'_>, block: &Block| {
            let frames = cue.frames().map(|frame| block.by_frame[usize::from(frame.id.0)]);
            frames.fold(0, |bits, frame| bits | frame)
        };
        let by_block = |cue| blocks.iter().map(move |block| asking(cue, block));
        let mut by_cue = Vec::with_capacity(rules.cues.len() * blocks.len());
        by_cue.extend(rules.cues.iter().flat_map(by_block));
        let mut any_needs = Vec::new();
        for &(entry, _, shape) in cues {
            let needs = entries[entry as usize].needs;
            if shape.frame.is_none() && !any_needs.contains(&needs) {
                any_needs.push(needs);
            }
        }
        Self { by_cue, blocks, any_needs }
    }

    /// Notes by what the sides of the entries begin and end.
    pub(super) fn note_edges(
        &mut self,
        words: &WordSets,
        entries: &[Entry<'_>],
        lefts: &[super::ready::Left<'_>],
    ) {
        for Block { gates, first, last, .. } in &mut self.blocks {
            let entries = || gates.iter().map(|gate| &entries[gate.entry as usize]);
            *first = EdgeMasks::new(words, entries().map(|entry| &entry.right.first));
            *last = EdgeMasks::new(words, entries().map(|entry| &lefts[entry.left].way.last));
        }
    }

    /// Whether any entry may read a verb that the lexicon does not list, where its sentence
    /// holds this before and after it.
    pub(super) fn may_read_unlisted(&self, held: [Needs; 2]) -> bool {
        self.any_needs.iter().any(|needs| are_met(needs, held))
    }

    /// Gives the entries that the cue is read by, in the order of their rules; `take` tells
    /// whether the entry's left side matches.
    pub(super) fn each(
        &self,
        words: &WordSets,
        sight: &Sight<'_>,
        mut take: impl FnMut(u32) -> bool,
    ) {
        for (at, block) in self.blocks.iter().enumerate() {
            let named = match sight.cue {
                None => block.any,
                Some(CueId(cue)) => {
                    let named = self.by_cue[cue as usize * self.blocks.len() + at];
                    named | if sight.is_open { block.open } else { 0 }
                }
            };
            let mut left = named & block.by_form[sight.form.index()];
            if left == 0 {
                continue;
            }
            let taking = |edges: &EdgeMasks, token| edges.taking(words, token);
            left &= sight.after.map_or(block.first.end(), |token| taking(&block.first, token));
            left &= sight.before.map_or(block.last.any(), |token| taking(&block.last, token));
            while left != 0 {
                let next = left.trailing_zeros() as usize;
                let gate = &block.gates[next];
                left &= left - 1;
                if are_met(&gate.needs, sight.held) && !take(gate.entry) {
                    left &= !block.same_left[next];
                }
            }
        }
    }
}

fn are_met(needs: &[Needs; 2], held: [Needs; 2]) -> bool {
    needs[0].met_by(held[0]) && needs[1].met_by(held[1])
}

impl Block {
    fn new(
        rules: &RuleSet,
        entries: &[Entry<'_>],
        cues: &[(u32, RuleId, CueShape)],
        common: &[bool],
    ) -> Self {
        let gate = |&(entry, ..): &(u32, RuleId, CueShape)| {
            let needs = entries[entry as usize].needs;
            Gate { entry, needs }
        };
        let mut block = Self { gates: cues.iter().map(gate).collect(), ..Self::default() };
        let lefts = || cues.iter().map(|(entry, ..)| entries[*entry as usize].left);
        let same = |own| lefts().zip(0..).fold(0, |bits, (l, i)| bits | u64::from(l == own) << i);
        block.same_left = lefts().map(same).collect();
        block.by_frame = vec![0; common.len()];
        for (i, (_, rule, cue)) in cues.iter().enumerate() {
            let bit = 1 << i;
            for (forms, entries) in FORMS.iter().zip(&mut block.by_form) {
                *entries |= if forms.contains(&cue.form) { bit } else { 0 };
            }
            match cue.frame {
                None => block.any |= bit,
                Some(FrameId(frame)) => {
                    block.by_frame[usize::from(frame)] |= bit;
                    let open = common[usize::from(frame)] && is_open_to(rules.rule(*rule));
                    block.open |= if open { bit } else { 0 };
                }
            }
        }
        block
    }
}
