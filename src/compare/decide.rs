//! Whether two statements are one: the decision, and how sure it is.
//!
//! Words tell that a statement is printed twice; who speaks and when tell how many words are
//! needed. What is the same by chance, a stock phrase or the name of what all speak about, is
//! what the thresholds keep out.
//!
//! # Where the thresholds come from
//!
//! They are judgement, held against `tests/compare/pairs.csv` (and measured on the pairs held
//! out beside it), the seeds and rows of other articles read by eye; nothing is fitted. What
//! a word tells is counted in bits: ten are a word of one sentence in a thousand.

use super::alignment::{Alignment, Run, find};
use super::statement::Statement;
use super::wording::{Class, Word, Wording};
use crate::link::Likeness;
use crate::speakers::Vocabulary;

/// What two statements are to each other.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Verdict {
    /// One statement.
    Same,
    /// One statement in the same words: what the one is cut from, the other is cut from.
    Alike,
    /// One statement, if the fragment by which the two are one stands in no other of its
    /// speaker that fits better; how well it fits.
    Perhaps(f32),
    /// A claim and its denial, with a score from 0 to 1.
    Conflict(f32),
}

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The words side by side.
    pub alignment: Alignment,
    /// Whether the speakers may be one.
    pub speakers: Likeness,
    /// Days between the dates at the least; `None`: one of them is not known.
    pub days: Option<i32>,
    /// What the shared telling words tell, in bits.
    pub shared: f32,
    /// How many they are.
    pub telling: usize,
    /// Their share of what the telling one of the two tells, 0 to 1.
    pub cover: f32,
    /// Their share of what the fuller one of the two tells, 0 to 1.
    pub cover_fuller: f32,
    /// The stretch in both that tells most.
    pub run: Run,
    /// Whether the fuller one is in quotation marks as a whole.
    pub is_fuller_direct: bool,
    /// Whether both are.
    pub are_direct: bool,
    /// Whether each has a number that the other has not.
    pub number_changed: bool,
    /// What the fullest fragment in quotation marks tells that stands in both, in bits.
    pub fragment: f32,
}

impl Evidence {
    /// Gathers it.
    pub(crate) fn of(one: &Statement, two: &Statement, words: &Vocabulary<'_>) -> Self {
        let (a, b) = (&one.wording, &two.wording);
        let alignment = Alignment::of(a, b);
        let shared = alignment.bits(a);
        let (least, most) = (a.bits().min(b.bits()), a.bits().max(b.bits()));
        Self {
            speakers: one.speaker.likeness(&two.speaker, words),
            days: one.date.zip(two.date).map(|(x, y)| x.apart(y)),
            shared,
            telling: alignment.pairs.iter().filter(|p| a.words[p.0].is_telling()).count(),
            cover: shared / least.max(1.0),
            cover_fuller: shared / most.max(1.0),
            is_fuller_direct: is_direct(if a.bits() >= b.bits() { a } else { b }),
            are_direct: is_direct(a) && is_direct(b),
            number_changed: number_changed(a, b),
            run: alignment.best_run(a, b),
            fragment: fragment(a, b, shared).max(fragment(b, a, shared)),
            alignment,
        }
    }

    /// What the two are to each other, if anything.
    pub(super) fn verdict(&self, one: &Statement, two: &Statement) -> Option<Verdict> {
        let conflict = self.conflict(one, two);
        if self.is_same() && !(conflict.is_some() && self.is_another_s()) {
            let fits = self.shared + self.cover_fuller;
            return Some(match (self.is_weak(), self.is_whole()) {
                (true, _) => Verdict::Perhaps(fits),
                (_, true) => Verdict::Alike,
                _ => Verdict::Same,
            });
        }
        conflict.map(Verdict::Conflict)
    }

    /// Whether the words are another speaker's, or of another time: with the contrary meaning
    /// they are no printing gone wrong.
    fn is_another_s(&self) -> bool {
        self.speakers == Likeness::Other || self.days.is_some_and(|days| days > 7)
    }

    /// Whether one denies what the other claims, and how much they speak of the same, 0 to 1:
    /// most of the words of both are the same, and just one has a negation among them, or is
    /// itself a denial.
    pub fn conflict(&self, one: &Statement, two: &Statement) -> Option<f32> {
        let is_claim = |w: &&Word| w.is_telling() && w.class != Class::Name;
        let shared = self.alignment.pairs.iter().map(|p| &one.wording.words[p.0]);
        let claimed: f32 = shared.filter(is_claim).map(|w| w.bits).sum();
        let is_near = self.shared >= 24.0
            && claimed >= 12.0
            && self.cover >= 0.55
            && self.cover_fuller >= 0.3;
        // Of one speaker's statements most go on where others ended: more has to be the same.
        let are_two = match self.speakers {
            Likeness::Other => true,
            Likeness::Same => self.days.is_some_and(|days| days > 0) && self.cover_fuller >= 0.6,
            Likeness::Open => false,
        };
        let denies = |s: &Statement, of: &dyn Fn(&(usize, usize)) -> usize| {
            let sentences = self.alignment.pairs.iter().map(|p| s.wording.words[of(p)].sentence);
            let (first, last) = (sentences.clone().min(), sentences.max());
            let negations = s.wording.words.iter().filter(|w| {
                w.class == Class::Negation && Some(w.sentence) >= first && Some(w.sentence) <= last
            });
            negations.count() % 2 == 1
        };
        let opposed = (denies(one, &|p| p.0) ^ one.denies) != (denies(two, &|p| p.1) ^ two.denies);
        let score = (self.cover * self.cover_fuller).sqrt().min(1.0);
        (is_near && are_two && opposed).then_some(score)
    }

    /// Whether the two are one statement.
    pub fn is_same(&self) -> bool {
        // A name, or any other word alone, is nobody's statement.
        if self.telling < 2 {
            return false;
        }
        let near = self.days.is_none_or(|days| days <= 7);
        let whole = self.is_whole();
        // The same sentence with another figure some days later is another statement.
        if self.number_changed && self.days.is_some_and(|days| days > 2) {
            return false;
        }
        match self.speakers {
            Likeness::Same if near => self.is_same_of_speaker() || whole && self.shared >= 8.0,
            Likeness::Same => self.is_verbatim(30.0) || whole && self.shared >= 24.0,
            Likeness::Open if near => {
                self.is_verbatim(30.0) && self.cover >= 0.5
                    || self.fragment >= 26.0
                    || self.run.common >= 26.0 && self.cover >= 0.7
            }
            Likeness::Open => self.is_verbatim(40.0),
            Likeness::Other => near && self.is_verbatim(45.0) && self.cover >= 0.6,
        }
    }

    /// Whether most of either is in the other.
    fn is_whole(&self) -> bool {
        self.cover >= 0.9 && self.cover_fuller >= 0.8
    }

    /// Whether nothing but a few plain words in quotation marks speaks for the two being one:
    /// the speaker may have said them twice.
    fn is_weak(&self) -> bool {
        let others = || Self { fragment: 0.0, ..self.clone() };
        self.fragment < 16.0 && self.shared < 2.0 * self.fragment && !others().is_same()
    }

    /// Whether two statements of one speaker in the same week are one.
    fn is_same_of_speaker(&self) -> bool {
        let has_room = self.is_fuller_direct || self.cover_fuller >= 0.35;
        let is_run = self.run.bits >= 0.6 * self.shared;
        // Three words ("same-sex marriage") are what all speak about.
        let is_clause = self.telling > 3 || self.shared >= 26.0;
        let excerpt = self.run.bits >= 30.0
            && self.run.common >= 16.0
            && self.run.words >= 4
            && self.cover >= 0.3
            && (self.is_fuller_direct || self.cover_fuller >= 0.2);
        let contained = is_clause
            && (self.shared >= 20.0 && self.cover >= 0.62 && is_run && has_room
                || self.shared >= 20.0 && self.cover >= 0.9 && has_room
                || self.cover >= 0.95 && self.run.bits >= 0.9 * self.shared)
            || self.is_fuller_direct
                && self.shared >= 14.0
                && self.cover >= 0.95
                && self.run.bits >= 0.9 * self.shared;
        let paraphrase = self.shared >= 30.0 && self.cover >= 0.5 && self.cover_fuller >= 0.45
            || self.shared >= 40.0 && self.cover >= 0.6 && self.cover_fuller >= 0.35
            || self.shared >= 50.0 && self.cover >= 0.45 && self.cover_fuller >= 0.4;
        // Two quotes in full are not each other's paraphrase, unless most words are there.
        let paraphrase = paraphrase && (!self.are_direct || self.cover >= 0.62);
        self.fragment >= 11.0 || excerpt || contained || paraphrase
    }

    /// Whether a stretch of so many bits, names not counted, stands in both.
    fn is_verbatim(&self, bits: f32) -> bool {
        self.run.common >= bits && self.run.words >= 6
    }
}

/// Whether each has a number that the other has not.
fn number_changed(one: &Wording, two: &Wording) -> bool {
    let has_own = |of: &Wording, other: &Wording| {
        let mut numbers = of.words.iter().filter(|w| w.class == Class::Number);
        numbers.any(|n| other.words.iter().all(|w| w.form != n.form))
    };
    has_own(one, two) && has_own(two, one)
}

fn is_direct(wording: &Wording) -> bool {
    wording.words.iter().all(|w| w.is_marked)
}

/// What the fullest fragment of one tells that stands word for word in the other, in bits. It
/// has to be a good part of what it stands in, but of a quote that is marked as a whole, or
/// as much again of the rest is shared.
fn fragment(one: &Wording, other: &Wording, shared: f32) -> f32 {
    const PART: f32 = 0.2;
    let (own, whole) = (one.bits(), other.bits());
    let bits = |range: std::ops::Range<usize>| {
        let stretch = &one.words[range];
        let bits: f32 = stretch.iter().filter(|w| w.is_telling()).map(|w| w.bits).sum();
        if stretch.len() < 2 {
            return 0.0;
        }
        let Some(at) = find(stretch, other) else { return 0.0 };
        let is_direct =
            other.words.iter().all(|w| w.is_marked || w.sentence != other.words[at].sentence);
        let is_all = bits >= 0.9 * own;
        let is_part = bits >= PART * own && (is_direct || is_all || bits >= PART * whole);
        // A quote cut down to few words, whose other words are told in others' stead.
        let has_more = is_direct && shared >= 2.0 * bits && shared >= 0.25 * own.min(whole);
        if is_part || has_more { bits } else { 0.0 }
    };
    one.fragments().map(bits).fold(0.0, f32::max)
}
