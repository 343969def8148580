//! What the hazard of a boundary rests on — the probability that a quote ends here, given
//! that it has come so far — in groups by what else they rest on, so that each group is
//! summed once for all that share it.

use super::Matcher;
use super::boundaries::{Boundary, Claim, length_bucket};
use super::search::Search;
use crate::rules::templates::ends::*;
use crate::rules::{self, QuoteShape, Sink, Value};
use crate::text::{Mark, Phrases, Tag};

const NONE: Value<'_> = Value::Name(rules::Name::new("none"));
/// Where the sentence has no further token.
const END: Value<'_> = Value::Name(rules::Name::new("$"));

/// The names of shapes as values.
const SHAPES: [Value<'_>; QuoteShape::ALL.len()] = {
    let mut values = [NONE; QuoteShape::ALL.len()];
    let mut i = 0;
    while i < values.len() {
        let (shape, name) = QuoteShape::ALL[i];
        values[shape as usize] = Value::Name(rules::Name::new(name));
        i += 1;
    }
    values
};

impl Matcher<'_> {
    /// The word at a boundary where it is a function word or mark, else its tag.
    fn class(&self, phrases: &Phrases<'_>, k: usize) -> Value<'static> {
        let token = phrases.token(k);
        if self.is_function_word(phrases, k) {
            Value::Word(token.word)
        } else {
            Value::Tag(token.tag)
        }
    }

    /// What features of a boundary have in common.
    pub(super) fn near<S: Sink>(
        &self,
        phrases: &Search<'_>,
        limit: usize,
        k: usize,
        next_finite: Option<usize>,
        sink: &S,
    ) -> Near<S::Value> {
        let token = phrases.token(k);
        let next = (k + 1 < limit).then(|| Value::Tag(phrases.tag(k + 1)));
        let (word, tag) = (sink.value(Value::Word(token.word)), sink.value(Value::Tag(token.tag)));
        let class = if self.is_function_word(phrases, k) { word } else { tag };
        Near { word, tag, class, next_tag: sink.value(next.unwrap_or(END)), next_finite }
    }

    /// The features of a boundary that are the same for all claims of its sentence.
    pub(super) fn features_at<S: Sink>(
        &self,
        phrases: &Search<'_>,
        limit: usize,
        k: usize,
        near: &Near<S::Value>,
        sink: &mut S,
    ) {
        use Value::{Number, Tag as T, Word};
        let &Near { word, tag, class, next_tag, next_finite } = near;
        let next_word = if k + 1 < limit { Word(phrases.token(k + 1).word) } else { END };
        let strength = |m| phrases.cue_strength(m, limit, || self.cue_strength(phrases, m));
        let after = sink.value(if k + 2 < limit { T(phrases.tag(k + 2)) } else { END });
        sink.add(WORD, [word]);
        sink.add(TAG, [tag]);
        sink.add(WORD_NEXT, [word, sink.value(next_word)]);
        sink.add(WORD_NEXT_TAG, [class, next_tag]);
        sink.add(NEXT_TAGS, [class, next_tag, after]);
        sink.add(BEFORE, [sink.value(Word(phrases.token(k - 1).word))]);
        if let Some(m) = next_finite {
            sink.add(
                NEXT_VERB,
                [sink.value(T(phrases.tag(m))), sink.value(Number((m - k).min(6) as i32)), class],
            );
            let strength = sink.value(Number(strength(m)));
            sink.add(NEXT_CUE, [strength, sink.value(Number((m - k).min(3) as i32)), class]);
        }
        let participle = [k, k + 1].into_iter().find(|&m| m < limit && phrases.tag(m) == Tag::VBG);
        if let Some(m) = participle {
            sink.add(PARTICIPLE, [sink.value(Number(strength(m))), class]);
        }
    }

    /// What features of all boundaries of a claim have in common.
    pub(super) fn of_claim<S: Sink>(
        &self,
        phrases: &Phrases<'_>,
        claim: &Claim,
        fronted: bool,
        sink: &S,
    ) -> OfClaim<S::Value> {
        let marked = phrases.token(claim.start as usize).mark == Mark::Open;
        OfClaim {
            shape: sink.value(SHAPES[claim.shape as usize]),
            cue: sink.value(Value::Word(phrases.token(claim.head as usize).lemma)),
            marked: sink.value(Value::Number(marked.into())),
            fronted: sink.value(Value::Number(fronted.into())),
            none: sink.value(NONE),
        }
    }

    /// The features of a boundary that are the same for all claims of its sentence
    /// that begin alike.
    pub(super) fn features_of_shape<S: Sink>(
        &self,
        phrases: &Search<'_>,
        limit: usize,
        Boundary { at: k, rule, .. }: Boundary,
        (near, of_claim): (&Near<S::Value>, &OfClaim<S::Value>),
        sink: &mut S,
    ) {
        use Value::{Number, Tag as T};
        let &OfClaim { shape, none, .. } = of_claim;
        let &Near { word, tag, class, next_tag, next_finite } = near;
        let (token, before) = (phrases.token(k), phrases.token(k - 1));
        sink.add(SHAPE, [shape]);
        sink.add(WORD_SHAPE, [word, shape]);
        sink.add(TAG_SHAPE, [tag, shape]);
        sink.add(WORD_NEXT_TAG_SHAPE, [class, next_tag, shape]);
        sink.add(BEFORE_TAG, [sink.value(T(before.tag)), tag, shape]);
        sink.add(
            MARKS,
            [sink.value(Number(before.mark as i32)), sink.value(Number(token.mark as i32)), shape],
        );
        sink.add(LEFT, [sink.value(Number(((limit - k) / 3).min(8) as i32)), shape]);
        let by_rule = |id| sink.value(Value::Rule(id, self.rules.rule(id)));
        let end_rule = rule.map_or(none, by_rule);
        sink.add(END_RULE, [end_rule]);
        sink.add(END_RULE_SHAPE, [end_rule, shape]);
        if next_finite.is_none() {
            sink.add(NEXT_VERB, [none, class, shape]);
        }
        if phrases.time_phrase_end(k, limit).is_some() {
            sink.add(TIME, [class, shape]);
        }
    }

    /// The features of a boundary that rest on where the claim begins and on its cue.
    pub(super) fn features_of_claim<S: Sink>(
        &self,
        phrases: &Search<'_>,
        claim: &Claim,
        Boundary { at: k, verbed, commas, .. }: Boundary,
        (near, of_claim): (&Near<S::Value>, &OfClaim<S::Value>),
        sink: &mut S,
    ) {
        use Value::Number;
        let &Near { word, class, next_tag, next_finite, .. } = near;
        let &OfClaim { shape, cue, marked, fronted, none } = of_claim;
        sink.add(LENGTH, [sink.value(Number(length_bucket(k - claim.start as usize))), shape]);
        sink.add(CUE_TAG, [cue, class]);
        sink.add(CUE_WORD, [cue, word, next_tag]);
        sink.add(VERBED, [sink.value(Number(verbed.into())), class, shape]);
        sink.add(COMMAS, [sink.value(Number(commas)), class]);
        let before = phrases.token(k - 1).mark;
        sink.add(MARKED, [marked, sink.value(Number(before as i32)), class]);
        let distance = next_finite.map_or(none, |m| sink.value(Number((m - k).min(6) as i32)));
        sink.add(FRONTED, [fronted, class, distance]);
    }

    /// The feature of a boundary that rests on the rule that reads the claim.
    pub(super) fn feature_of_rule<S: Sink>(
        &self,
        phrases: &Phrases<'_>,
        rule: S::Value,
        boundary: Boundary,
        sink: &mut S,
    ) {
        sink.add(READ_BY, [rule, sink.value(self.class(phrases, boundary.at))]);
    }

    fn is_function_word(&self, phrases: &Phrases<'_>, i: usize) -> bool {
        matches!(
            phrases.tag(i),
            Tag::Punct | Tag::CC | Tag::IN | Tag::TO | Tag::WDT | Tag::WP | Tag::WPS | Tag::WRB
        )
    }
}

/// What several features of one boundary rest on.
pub(super) struct Near<V> {
    word: V,
    tag: V,
    /// The word where it is a function word or mark, else the tag.
    pub(super) class: V,
    next_tag: V,
    next_finite: Option<usize>,
}

/// What several features of all boundaries of one claim rest on.
pub(super) struct OfClaim<V> {
    shape: V,
    /// The lemma of the cue.
    cue: V,
    /// Whether it begins with a quotation mark.
    marked: V,
    /// Whether its cue stands before the main clause.
    fronted: V,
    none: V,
}
