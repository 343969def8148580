//! One search through one document: its phrases, and what has been found out about
//! the places where claims can end and about what stands before a cue, so that rules
//! that ask the same are answered once.

use super::boundaries::{Claim, End, Walk};
use super::forward::outside;
use super::seen::Sentence;
use super::state::Bindings;
use crate::rules::{QuoteShape, RuleId};
use crate::text::{Phrases, TagSet, TokenRange};
use std::cell::RefCell;
use std::num::NonZeroU32;
use std::ops::Deref;

/// The phrases of a document under search.
pub(super) struct Search<'a> {
    phrases: Phrases<'a>,
    pub(super) sentence: Sentence,
    pub(super) ends: RefCell<Ends>,
    lefts: RefCell<Lefts>,
}

impl<'a> Search<'a> {
    pub(super) fn new(phrases: Phrases<'a>) -> Self {
        Self {
            phrases,
            sentence: Sentence::default(),
            ends: RefCell::default(),
            lefts: RefCell::default(),
        }
    }

    /// Forgets what was found of the claims of other cues.
    pub(super) fn begin_cue(&self) {
        let ends = &mut *self.ends.borrow_mut();
        if !ends.ended.is_empty() {
            ends.ended.clear();
            ends.spare.append(&mut ends.claims);
        }
    }

    /// Forgets what stands before other anchors; there are `count` ways to ask.
    pub(super) fn forget_lefts(&self, count: usize) {
        let lefts = &mut *self.lefts.borrow_mut();
        lefts.round += 1;
        lefts.speaker = None;
        lefts.stretch = None;
        if lefts.matched.len() < count {
            lefts.matched.resize(count, (0, false));
            lefts.bound.resize(count, Bindings::default());
        }
    }

    /// What the steps of that number bind before the present anchor; `find` is asked where
    /// that is not known.
    pub(super) fn left(
        &self,
        number: usize,
        find: impl FnOnce(&mut Bindings) -> bool,
    ) -> Option<Bindings> {
        let lefts = self.lefts.borrow();
        let (round, matched) = lefts.matched[number];
        if round == lefts.round {
            return matched.then(|| lefts.bound[number]);
        }
        drop(lefts);
        let mut found = Bindings::default();
        let matched = find(&mut found);
        let lefts = &mut *self.lefts.borrow_mut();
        lefts.matched[number] = (lefts.round, matched);
        if matched {
            lefts.bound[number] = found;
        }
        matched.then_some(found)
    }

    /// The speaker right before the present anchor; `find` is asked where it is not known.
    pub(super) fn speaker(
        &self,
        find: impl FnOnce() -> Option<(TokenRange, usize)>,
    ) -> Option<(TokenRange, usize)> {
        let known = self.lefts.borrow().speaker.filter(|_| self.sentence.remembers());
        known.unwrap_or_else(|| {
            let found = find();
            self.lefts.borrow_mut().speaker = Some(found);
            found
        })
    }

    /// The stretch of words before the present anchor; `find` is asked where it is not known.
    pub(super) fn stretch(&self, find: impl FnOnce() -> Option<TokenRange>) -> Option<TokenRange> {
        let known = self.lefts.borrow().stretch.filter(|_| self.sentence.remembers());
        known.unwrap_or_else(|| {
            let found = find();
            self.lefts.borrow_mut().stretch = Some(found);
            found
        })
    }

    /// The first finite verb outside quotation marks from `k` on, before `limit`, the end
    /// of the sentence.
    pub(super) fn next_finite(&self, k: usize, limit: usize) -> Option<usize> {
        self.ends.borrow_mut().spot_of(&self.phrases, k, limit).next_finite(limit)
    }

    /// Whether a claim of that shape begins at token `k`, of a sentence that ends with
    /// `limit`; asked once.
    pub(super) fn begins(
        &self,
        limit: usize,
        k: usize,
        shape: QuoteShape,
        find: impl FnOnce() -> bool,
    ) -> bool {
        let bit = 1 << shape as u16;
        let known = {
            let mut ends = self.ends.borrow_mut();
            let &mut Spot { asked, begins, .. } = ends.spot_of(&self.phrases, k, limit);
            (asked & bit != 0).then_some(begins & bit != 0)
        };
        known.unwrap_or_else(|| {
            let begins = find();
            let mut ends = self.ends.borrow_mut();
            // What was asked meanwhile may have been of another sentence.
            let spot = ends.spot_of(&self.phrases, k, limit);
            spot.asked |= bit;
            spot.begins |= if begins { bit } else { 0 };
            begins
        })
    }

    /// How the claim of a match ended, if it has one.
    pub(super) fn ended(&self, bindings: &Bindings) -> Option<Ended> {
        let number = bindings.ended?.get() as usize;
        Some(self.ends.borrow().ended[number - 1])
    }

    /// The claim's walk so far.
    pub(super) fn known(&self, claim: &Claim) -> Option<Known> {
        let mut ends = self.ends.borrow_mut();
        ends.open(&self.phrases, claim.limit as usize);
        let of = |known: &Known| known.is_of(claim);
        let at = ends.claims.iter().position(of)?;
        Some(ends.claims.swap_remove(at))
    }
}

impl<'a> Deref for Search<'a> {
    type Target = Phrases<'a>;

    #[inline]
    fn deref(&self) -> &Phrases<'a> {
        &self.phrases
    }
}

/// What stands before one anchor, by the number of the steps that were asked for.
#[derive(Default)]
struct Lefts {
    /// Which anchor it is: what was found in other rounds is of others.
    round: u32,
    /// The round in which it was asked for, and whether it matched.
    matched: Vec<(u32, bool)>,
    bound: Vec<Bindings>,
    /// The speaker right before it and where that starts, once it was asked for.
    speaker: Option<Option<(TokenRange, usize)>>,
    /// The stretch of words between it and a quotation, once it was asked for.
    stretch: Option<Option<TokenRange>>,
}

/// How a claim ended, for the reading that is made of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    pub(super) by: Option<RuleId>,
    pub(super) claim: Option<Claim>,
    pub(super) probability: Option<f32>,
    pub(super) others: OtherEnds,
}

/// How many of a claim's probable ends become readings besides the first.
pub(super) const OTHER_ENDS: usize = 2;

/// A claim's probable ends but the first.
pub(super) type OtherEnds = [Option<End>; OTHER_ENDS];

/// What has been found out about the ends of claims.
#[derive(Default)]
pub(super) struct Ends {
    /// One past the last token of the sentence that `spots` are of.
    limit: usize,
    /// Its first token.
    base: usize,
    spots: Vec<Spot>,
    /// The claims of one cue.
    claims: Vec<Known>,
    /// Used again, for their room.
    spare: Vec<Known>,
    /// How the claims of one cue's readings ended.
    ended: Vec<Ended>,
}

/// A token as a place where claims can end.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    /// The end rules, one bit each, that have been tried here or cannot match, and those
    /// that match.
    tried: u64,
    matched: u64,
    next_finite: u32,
    /// The shapes of claims, one bit each, of which is known whether one begins here, and
    /// those of which one does.
    asked: u16,
    begins: u16,
    /// The sum of the features that all claims share, if known.
    at: i32,
    /// The sum of those that claims of one shape share, and of which shape it is known.
    of_shape: i32,
    shape: Option<QuoteShape>,
    /// Whether it is known which end rules cannot match.
    looked: bool,
}

/// A sum that is not known.
const UNKNOWN: i32 = i32::MIN;

impl Spot {
    const NEW: Self = Self {
        tried: 0,
        matched: 0,
        next_finite: 0,
        asked: 0,
        begins: 0,
        at: UNKNOWN,
        of_shape: 0,
        shape: None,
        looked: false,
    };

    /// The first finite verb outside quotation marks from here on, before `limit`, the end
    /// of the sentence.
    #[inline]
    pub(super) fn next_finite(&self, limit: usize) -> Option<usize> {
        let next = self.next_finite as usize;
        (next < limit).then_some(next)
    }

    /// The end rules that were tried here or cannot match, and those that match; `may`
    /// tells which can, and is asked once.
    #[inline]
    pub(super) fn rules(&mut self, may: impl FnOnce() -> u64) -> (u64, u64) {
        if !self.looked {
            self.looked = true;
            self.tried = !may();
        }
        (self.tried, self.matched)
    }

    /// The sum of the features here that all claims share; `find` is asked where it is
    /// not known.
    #[inline]
    pub(super) fn sum_at(&mut self, find: impl FnOnce() -> i32) -> i32 {
        if self.at == UNKNOWN {
            self.at = find();
        }
        self.at
    }

    /// The same of the features that the claims of one shape share; known of the shape that
    /// was asked for last.
    #[inline]
    pub(super) fn sum_of_shape(&mut self, shape: QuoteShape, find: impl FnOnce() -> i32) -> i32 {
        if self.shape != Some(shape) {
            self.of_shape = find();
            self.shape = Some(shape);
        }
        self.of_shape
    }
}

impl Ends {
    /// Makes the spots those of the sentence that ends with `limit`.
    #[inline]
    fn open(&mut self, phrases: &Phrases<'_>, limit: usize) {
        if self.limit != limit {
            self.begin(phrases, limit);
        }
    }

    fn begin(&mut self, phrases: &Phrases<'_>, limit: usize) {
        self.limit = limit;
        self.base = phrases.document.sentence_of(limit - 1).start as usize;
        self.spots.clear();
        self.spots.resize(limit - self.base, Spot::NEW);
        let mut next = limit;
        for k in (self.base..limit).rev() {
            if TagSet::FINITE.has(phrases.tag(k)) && outside(phrases, k) {
                next = k;
            }
            self.spots[k - self.base].next_finite = next as u32;
        }
    }

    /// Token `k` of the sentence that ends with `limit`.
    #[inline]
    pub(super) fn spot_of(&mut self, phrases: &Phrases<'_>, k: usize, limit: usize) -> &mut Spot {
        self.open(phrases, limit);
        &mut self.spots[k - self.base]
    }

    pub(super) fn note_rule(&mut self, k: usize, rule: u32, matched: bool) {
        let spot = &mut self.spots[k - self.base];
        spot.tried |= 1 << rule;
        spot.matched |= u64::from(matched) << rule;
    }

    /// Room for a claim's walk.
    pub(super) fn room(&mut self) -> Vec<Weighed> {
        self.spare.pop().map_or_else(Vec::new, |known| {
            let mut boundaries = known.boundaries;
            boundaries.clear();
            boundaries
        })
    }

    pub(super) fn keep(&mut self, known: Known) {
        self.claims.push(known);
    }

    /// Keeps how a claim ended; gives its number.
    pub(super) fn end(&mut self, ended: Ended) -> NonZeroU32 {
        self.ended.push(ended);
        NonZeroU32::new(self.ended.len() as u32).expect("one was added")
    }
}

/// What is known of one claim, whichever rule reads it.
pub(super) struct Known {
    pub(super) claim: Claim,
    pub(super) walk: Walk,
    pub(super) fronted: bool,
    /// Its boundaries so far.
    pub(super) boundaries: Vec<Weighed>,
}

/// A boundary of a claim with what its features add up to.
#[derive(Clone, Copy)]
pub(super) struct Weighed {
    pub(super) at: u32,
    /// The end rule that matches here.
    pub(super) rule: Option<RuleId>,
    /// What its class is to the feature that rests on the rule that reads the claim.
    pub(super) class: u32,
    /// The sum of all others.
    pub(super) sum: i32,
}

impl Known {
    fn is_of(&self, claim: &Claim) -> bool {
        let key = |c: &Claim| (c.start, c.limit, c.head, c.shape);
        key(&self.claim) == key(claim)
    }
}
