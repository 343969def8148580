//! What the hazard of a boundary rests on — the probability that a quote ends here, given
//! that it has come so far — in groups by what else they rest on, so that each group is
//! summed once for all that share it.

use super::Matcher;
use super::boundaries::{Boundary, Claim, length_bucket};
use super::search::Search;
use crate::rules::{self, QuoteShape, Rule, Sink, Template, Value};
use crate::text::{Mark, Phrases, Tag};

const WORD: Template = Template::new("word");
const TAG: Template = Template::new("tag");
const WORD_SHAPE: Template = Template::new("word-shape");
const TAG_SHAPE: Template = Template::new("tag-shape");
const WORD_NEXT: Template = Template::new("word-next");
const WORD_NEXT_TAG: Template = Template::new("word-next-tag");
const WORD_NEXT_TAG_SHAPE: Template = Template::new("word-next-tag-shape");
const NEXT_TAGS: Template = Template::new("tag-next-tags");
const LENGTH: Template = Template::new("length-shape");
const BEFORE: Template = Template::new("before");
const BEFORE_TAG: Template = Template::new("before-tag-shape");
const SHAPE: Template = Template::new("shape");
const CUE_TAG: Template = Template::new("cue-tag");
const CUE_WORD: Template = Template::new("cue-word");
const MARKS: Template = Template::new("marks-shape");
const VERBED: Template = Template::new("verbed-tag-shape");
const COMMAS: Template = Template::new("commas-tag");
const LEFT: Template = Template::new("left-shape");
const MARKED: Template = Template::new("marked-start");
const READ_BY: Template = Template::new("rule-tag");
const NEXT_VERB: Template = Template::new("next-verb");
const NEXT_CUE: Template = Template::new("next-cue");
const PARTICIPLE: Template = Template::new("participle-cue");
const TIME: Template = Template::new("time-shape");
const FRONTED: Template = Template::new("fronted-next-verb");
const END_RULE: Template = Template::new("end-rule");
const END_RULE_SHAPE: Template = Template::new("end-rule-shape");

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

    /// The features of a boundary that are the same for all claims of its sentence.
    pub(super) fn features_at(
        &self,
        phrases: &Search<'_>,
        claim: &Claim,
        k: usize,
        sink: &mut impl Sink,
    ) {
        use Value::{Number, Tag as T, Word};
        let limit = claim.limit as usize;
        let (token, before) = (phrases.token(k), phrases.token(k - 1));
        let (word, tag) = (sink.value(Word(token.word)), sink.value(T(token.tag)));
        let class = sink.value(self.class(phrases, k));
        let (next_word, next_tag) = next(phrases, k, limit);
        let (next_word, next_tag) = (sink.value(next_word), sink.value(next_tag));
        let after = sink.value(if k + 2 < limit { T(phrases.tag(k + 2)) } else { END });
        sink.add(WORD, [word]);
        sink.add(TAG, [tag]);
        sink.add(WORD_NEXT, [word, next_word]);
        sink.add(WORD_NEXT_TAG, [class, next_tag]);
        sink.add(NEXT_TAGS, [class, next_tag, after]);
        sink.add(BEFORE, [sink.value(Word(before.word))]);
        if let Some(m) = phrases.next_finite(k, limit) {
            sink.add(
                NEXT_VERB,
                [sink.value(T(phrases.tag(m))), sink.value(Number((m - k).min(6) as i32)), class],
            );
            let strength = sink.value(Number(self.cue_strength(phrases, m)));
            sink.add(NEXT_CUE, [strength, sink.value(Number((m - k).min(3) as i32)), class]);
        }
        let participle = [k, k + 1].into_iter().find(|&m| m < limit && phrases.tag(m) == Tag::VBG);
        if let Some(m) = participle {
            sink.add(PARTICIPLE, [sink.value(Number(self.cue_strength(phrases, m))), class]);
        }
    }

    /// The features of a boundary that are the same for all claims of its sentence
    /// that begin alike.
    pub(super) fn features_of_shape(
        &self,
        phrases: &Search<'_>,
        claim: &Claim,
        Boundary { at: k, rule, .. }: Boundary,
        sink: &mut impl Sink,
    ) {
        use Value::{Number, Tag as T, Word};
        let limit = claim.limit as usize;
        let shape = sink.value(SHAPES[claim.shape as usize]);
        let (token, before) = (phrases.token(k), phrases.token(k - 1));
        let (word, tag) = (sink.value(Word(token.word)), sink.value(T(token.tag)));
        let class = sink.value(self.class(phrases, k));
        let next_tag = sink.value(next(phrases, k, limit).1);
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
        let end_rule = sink.value(rule.map_or(NONE, |id| Value::Rule(self.rules.rule(id))));
        sink.add(END_RULE, [end_rule]);
        sink.add(END_RULE_SHAPE, [end_rule, shape]);
        if phrases.next_finite(k, limit).is_none() {
            sink.add(NEXT_VERB, [sink.value(NONE), class, shape]);
        }
        if phrases.time_phrase_end(k, limit).is_some() {
            sink.add(TIME, [class, shape]);
        }
    }

    /// The features of a boundary that rest on where the claim begins and on its cue.
    pub(super) fn features_of_claim(
        &self,
        phrases: &Search<'_>,
        claim: &Claim,
        Boundary { at: k, verbed, commas, .. }: Boundary,
        fronted: bool,
        sink: &mut impl Sink,
    ) {
        use Value::{Number, Word};
        let limit = claim.limit as usize;
        let shape = sink.value(SHAPES[claim.shape as usize]);
        let (token, before) = (phrases.token(k), phrases.token(k - 1));
        let class = sink.value(self.class(phrases, k));
        let next_tag = sink.value(next(phrases, k, limit).1);
        let cue = sink.value(Word(phrases.token(claim.head as usize).lemma));
        sink.add(LENGTH, [sink.value(Number(length_bucket(k - claim.start as usize))), shape]);
        sink.add(CUE_TAG, [cue, class]);
        sink.add(CUE_WORD, [cue, sink.value(Word(token.word)), next_tag]);
        sink.add(VERBED, [sink.value(Number(verbed.into())), class, shape]);
        sink.add(COMMAS, [sink.value(Number(commas)), class]);
        let marked = phrases.token(claim.start as usize).mark == Mark::Open;
        sink.add(
            MARKED,
            [sink.value(Number(marked.into())), sink.value(Number(before.mark as i32)), class],
        );
        let distance = phrases.next_finite(k, limit);
        let distance = sink.value(distance.map_or(NONE, |m| Number((m - k).min(6) as i32)));
        sink.add(FRONTED, [sink.value(Number(fronted.into())), class, distance]);
    }

    /// The feature of a boundary that rests on the rule that reads the claim.
    pub(super) fn feature_of_rule(
        &self,
        phrases: &Phrases<'_>,
        rule: &Rule,
        boundary: Boundary,
        sink: &mut impl Sink,
    ) {
        sink.add(
            READ_BY,
            [sink.value(Value::Rule(rule)), sink.value(self.class(phrases, boundary.at))],
        );
    }

    fn is_function_word(&self, phrases: &Phrases<'_>, i: usize) -> bool {
        matches!(
            phrases.tag(i),
            Tag::Punct | Tag::CC | Tag::IN | Tag::TO | Tag::WDT | Tag::WP | Tag::WPS | Tag::WRB
        )
    }
}

/// The word and the tag after token `k`.
fn next(phrases: &Phrases<'_>, k: usize, limit: usize) -> (Value<'static>, Value<'static>) {
    if k + 1 < limit {
        let next = phrases.token(k + 1);
        (Value::Word(next.word), Value::Tag(next.tag))
    } else {
        (END, END)
    }
}
