//! Noun phrases parted from their verb by an aside: `Kim, a diplomat, said`.

use super::super::{Tag, TagSet, TokenRange};
use super::Phrases;
use super::nouns::PRONOUNS;

/// What can begin an appositive after a comma.
pub(super) const APPOSITIVE: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::PRPS,
    Tag::CD,
    Tag::NN,
    Tag::NNS,
    Tag::NNP,
    Tag::NNPS,
    Tag::JJ,
    Tag::JJS,
]);
/// What can begin any aside after a comma.
const ASIDE: TagSet = APPOSITIVE.union(TagSet::of(&[
    Tag::WP,
    Tag::WDT,
    Tag::WPS,
    Tag::VBN,
    Tag::VBG,
    Tag::IN,
    Tag::RB,
    Tag::TO,
]));
// 40: asides between a speaker and its cue that are longer are taken for clauses.
const LONGEST_ASIDE: usize = 40;

impl Phrases<'_> {
    /// `X, …,|`: the noun phrase before an aside that ends with the comma at
    /// `comma`; with the aside where it is an appositive.
    pub(super) fn before_aside(&self, comma: usize, floor: usize) -> Option<TokenRange> {
        let lowest = floor.max(comma.saturating_sub(LONGEST_ASIDE));
        let mut nearest = None;
        let mut verb_passed = false;
        for k in (lowest + 1..comma.checked_sub(1)?).rev() {
            if !self.opens_aside(k) {
                continue;
            }
            let Some(before) = self.noun_phrase_left_of(k, floor) else { continue };
            let opens = self.tag(k + 1);
            let relative = matches!(opens, Tag::WP | Tag::WDT | Tag::WPS);
            // "|Kim|, a diplomat who left, said": the relative clause is the aside's own.
            let clause = (k + 1..comma).find(|&t| self.is_relative(t)).unwrap_or(comma);
            let finite = (k + 1..clause).any(|t| TagSet::FINITE.has(self.tag(t)));
            if finite && !relative {
                // "|Kim|, citing those who left, said": clauses within the aside.
                verb_passed = true;
                if !self.begins_clause(before, floor) || APPOSITIVE.has(opens) {
                    continue;
                }
            } else if verb_passed && !relative && !self.begins_clause(before, floor) {
                continue;
            }
            let range = self.with_aside(before, k, comma);
            if !self.belongs_to_aside(before, floor) {
                let first = self.named_before(before, floor);
                return Some(TokenRange::new(
                    first.unwrap_or(range.start as usize),
                    range.end as usize,
                ));
            }
            nearest = nearest.or(Some(range));
        }
        nearest
    }

    /// Whether the comma at `k` can part a noun phrase from an aside.
    fn opens_aside(&self, k: usize) -> bool {
        let pronoun = PRONOUNS.has(self.tag(k - 1)) && self.tag(k - 1) != Tag::PRP;
        let opens = self.tag(k + 1);
        self.is(k, self.grammar.comma)
            && !pronoun
            && (TagSet::NOMINAL.has(self.tag(k - 1)) || self.is(k - 1, self.grammar.close_bracket))
            && ASIDE.has(opens)
            && (opens == Tag::IN || !self.in_list(k + 1, self.grammar.subordinators))
    }

    fn noun_phrase_left_of(&self, comma: usize, floor: usize) -> Option<TokenRange> {
        if self.is(comma - 1, self.grammar.close_bracket) {
            return self.noun_phrase_left(comma - 1, floor);
        }
        self.simple_left(comma - 1, floor)
    }

    /// A noun phrase with its aside from `open` to `close`, if that tells who it is.
    fn with_aside(&self, phrase: TokenRange, open: usize, close: usize) -> TokenRange {
        let opens = self.tag(open + 1);
        // "|Kim|, who arrived on Monday, said": a bare name is known already, and its
        // clause is news: left out by two in three of the training articles.
        let bare = phrase.len() == 1 && self.tag(phrase.start as usize).is_proper();
        let relative = matches!(opens, Tag::WP | Tag::WDT | Tag::WPS);
        let once = opens == Tag::RB && matches!(self.tag(open + 2), Tag::DT | Tag::NN);
        let more = self.list_at(open + 1, self.grammar.including);
        let with = APPOSITIVE.has(opens) || relative && !bare || once || more;
        if with { TokenRange::new(phrase.start as usize, close) } else { phrase }
    }

    /// Whether a clause begins with this phrase.
    fn begins_clause(&self, phrase: TokenRange, floor: usize) -> bool {
        let start = phrase.start as usize;
        start <= floor || self.tag(start - 1) == Tag::CC || self.is_that(start - 1)
    }

    /// Whether a phrase before a comma is itself a part of an aside: the place of
    /// "at a rally |in Columbus|, Ohio,", an age.
    fn belongs_to_aside(&self, phrase: TokenRange, floor: usize) -> bool {
        let start = phrase.start as usize;
        let city = start > floor + 1
            && self.is(start - 1, self.grammar.comma)
            && self.tag(start).is_proper()
            && self.tag(start - 2).is_proper();
        if city {
            // "in Columbus, |Ohio|".
            return self
                .simple_left(start - 2, floor)
                .is_some_and(|city| self.belongs_to_aside(city, floor));
        }
        let within = start > floor
            && matches!(self.tag(start - 1), Tag::IN | Tag::TO)
            && !self.in_list(start - 1, self.grammar.subordinators);
        let age = phrase.len() == 1 && self.tag(start) == Tag::CD && start > floor;
        within || age
    }

    /// The start of the name whose appositive is `phrase`, if a sentence begins with
    /// that name: `|Kim|, an aide of Moon, a diplomat, said`; `|Sen. Kim|, R-Texas, who
    /// left, said`.
    fn named_before(&self, phrase: TokenRange, floor: usize) -> Option<usize> {
        let start = phrase.start as usize;
        let comma = start.checked_sub(1).filter(|&c| c > floor)?;
        let named = self.is(comma, self.grammar.comma)
            && self.tag(comma - 1).is_proper()
            && APPOSITIVE.has(self.tag(start))
            && (!self.tag(start).is_proper() || phrase.len() == 1)
            && self.time_phrase_start(comma - 1, floor).is_none()
            && !self.in_list(comma - 1, self.grammar.time_words);
        if !named {
            return None;
        }
        let name = self.simple_left(comma - 1, floor)?;
        (name.start as usize == floor).then_some(floor)
    }

    /// `X — … —|`.
    pub(super) fn before_dashes(&self, dash: usize, floor: usize) -> Option<TokenRange> {
        let lowest = floor.max(dash.saturating_sub(LONGEST_ASIDE));
        let open = (lowest + 1..dash).rev().find(|&k| self.is(k, self.grammar.dash))?;
        let before = self.simple_left(open - 1, floor)?;
        Some(TokenRange::new(before.start as usize, dash))
    }
}
