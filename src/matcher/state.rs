//! What a match has bound so far.

use super::boundaries::End;
use super::program::{Step, Way};
use crate::rules::{RuleId, SlotName};
use crate::text::{TokenRange, VerbGroup};
use std::num::NonZeroU32;

/// The pieces that one match's quote can have: before, between and after cues.
const PIECES: usize = 3;

/// What a match has bound so far; copied where the matcher may have to go back.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bindings {
    slots: [TokenRange; SlotName::ALL.len()],
    pieces: [TokenRange; PIECES],
    piece_count: u32,
    /// How its claim ended, by number.
    pub(super) ended: Option<NonZeroU32>,
}

/// A slot that nothing fills.
const EMPTY: TokenRange = TokenRange { start: u32::MAX, end: u32::MAX };

impl Default for Bindings {
    fn default() -> Self {
        Self {
            slots: [EMPTY; SlotName::ALL.len()],
            pieces: [TokenRange::default(); PIECES],
            piece_count: 0,
            ended: None,
        }
    }
}

impl Bindings {
    pub(super) fn bind(&mut self, name: SlotName, range: TokenRange) {
        if name != SlotName::Quote {
            self.slots[name as usize] = range;
        } else if !range.is_empty() && (self.piece_count as usize) < PIECES {
            self.pieces[self.piece_count as usize] = range;
            self.piece_count += 1;
        }
    }

    pub(super) fn slot(&self, name: SlotName) -> Option<TokenRange> {
        Some(self.slots[name as usize]).filter(|&slot| slot != EMPTY)
    }

    /// Tries to match; what a failed match has bound is undone. Only those who have
    /// another way to go on after a failure need it.
    pub(super) fn attempt<T>(&mut self, way: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let saved = *self;
        let result = way(self);
        if result.is_none() {
            *self = saved;
        }
        result
    }

    /// The quote's pieces as they were bound.
    pub(super) fn pieces(&self) -> &[TokenRange] {
        &self.pieces[..self.piece_count as usize]
    }

    /// The quote's pieces in text order.
    pub(super) fn quote(&self) -> Vec<TokenRange> {
        let mut pieces = self.pieces().to_vec();
        pieces.sort();
        pieces
    }

    /// Whether any quote piece is bound.
    pub(super) fn has_quote(&self) -> bool {
        self.piece_count > 0
    }
}

/// Where one match takes place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// The sentence's first token.
    pub(super) floor: usize,
    /// One past its last.
    pub(super) end: usize,
    /// The cue's verb group, when the anchor is a verb.
    pub(super) group: Option<VerbGroup>,
    /// The rule that is tried.
    pub(super) rule: RuleId,
    /// The cue's head.
    pub(super) head: usize,
    /// Where its claim is to end, if that is settled.
    pub(super) given: Option<End>,
}

/// What remains to be matched: a sequence, and what follows it outside.
#[derive(Clone, Copy)]
pub(super) struct Rest<'n> {
    pub(super) steps: &'n [Step<'n>],
    /// A sequence that may come so many times more after `steps`.
    pub(super) again: Option<(&'n Way<'n>, u8)>,
    pub(super) next: Option<&'n Rest<'n>>,
}

impl<'n> Rest<'n> {
    /// `steps`, then `after`.
    pub(super) fn before(steps: &'n [Step<'n>], after: &'n Rest<'n>) -> Self {
        Self { steps, again: None, next: after.unless_done() }
    }

    /// `way` at most so many times, then `after`.
    pub(super) fn repeated(way: &'n Way<'n>, most: u8, after: &'n Rest<'n>) -> Self {
        Self { steps: &[], again: None, next: after.unless_done() }.once_more(way, most - 1)
    }

    /// `way` once, and so many times more after it if they match, then what follows.
    pub(super) fn once_more(&self, way: &'n Way<'n>, more: u8) -> Self {
        Self { steps: &way.steps, again: Some((way, more)), next: self.next }
    }

    pub(super) fn of(steps: &'n [Step<'n>]) -> Self {
        Self { steps, again: None, next: None }
    }

    /// Itself, or what follows it where it is done, as most are that are passed on.
    fn unless_done(&'n self) -> Option<&'n Rest<'n>> {
        if self.steps.is_empty() && self.again.is_none() { self.next } else { Some(self) }
    }

    /// Whether nothing remains.
    pub(super) fn is_over(&self) -> bool {
        self.steps.is_empty() && self.again.is_none() && self.next.is_none()
    }

    /// `steps`, then itself, where it is done but for what follows it.
    pub(super) fn done_after(&self, steps: &'n [Step<'n>]) -> Option<Self> {
        let is_done = self.steps.is_empty() && self.again.is_none();
        is_done.then_some(Self { steps, again: None, next: self.next })
    }
}
