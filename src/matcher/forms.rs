//! Cue rules by the frames of their cues, for one form of the cue.

use super::entries::is_open_to;
use crate::rules::{Cue, CueForm, CueShape, FrameId, RuleId, RuleSet};

/// The entries of the cue rules that take one form, and which of them a cue is read by.
#[derive(Debug, Default)]
pub(super) struct FormEntries {
    /// The entries, in the order of their rules.
    entries: Vec<u32>,
    /// By frame: the entries that ask for it, one bit each.
    by_frame: Vec<Vec<u64>>,
    /// Those that a verb may be read by in a frame that it does not name.
    open: Vec<u64>,
    /// Those that take a verb without an entry in the lexicon.
    any: Vec<u64>,
}

impl FormEntries {
    /// Of `cues` those that ask for one of `forms`; `common` tells for each frame
    /// whether many verbs name it.
    pub(super) fn new(
        rules: &RuleSet,
        cues: &[(u32, RuleId, CueShape)],
        forms: &[CueForm],
        common: &[bool],
    ) -> Self {
        let of_form: Vec<_> = cues.iter().filter(|(.., cue)| forms.contains(&cue.form)).collect();
        let none = vec![0; of_form.len().div_ceil(u64::BITS as usize)];
        let mut all = Self {
            entries: of_form.iter().map(|(entry, ..)| *entry).collect(),
            by_frame: vec![none.clone(); common.len()],
            open: none.clone(),
            any: none,
        };
        for (i, (_, rule, cue)) in of_form.iter().enumerate() {
            let (at, bit) = (i / u64::BITS as usize, 1 << (i % u64::BITS as usize));
            match cue.frame {
                None => all.any[at] |= bit,
                Some(FrameId(frame)) => {
                    all.by_frame[usize::from(frame)][at] |= bit;
                    if common[usize::from(frame)] && is_open_to(rules.rule(*rule)) {
                        all.open[at] |= bit;
                    }
                }
            }
        }
        all
    }

    /// Gives the entries that a cue is read by, in the order of their rules; `is_open`:
    /// also in frames that it does not name.
    pub(super) fn each(&self, cue: Option<&Cue>, is_open: bool, mut take: impl FnMut(u32)) {
        for at in 0..self.any.len() {
            let of_frame = |FrameId(frame)| self.by_frame[usize::from(frame)][at];
            let mut left = match cue {
                None => self.any[at],
                Some(cue) => {
                    let open = if is_open { self.open[at] } else { 0 };
                    cue.frames.iter().fold(open, |bits, frame| bits | of_frame(frame.id))
                }
            };
            while left != 0 {
                take(self.entries[at * u64::BITS as usize + left.trailing_zeros() as usize]);
                left &= left - 1;
            }
        }
    }
}
