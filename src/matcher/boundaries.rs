//! The learned end of a quote without marks: the boundaries where it could end,
//! each with the features of its hazard — the probability that the quote ends
//! here, given that it has come so far.

use super::Matcher;
use super::program::Way;
use super::search::Search;
use super::state::{Bindings, Place, Rest};
use crate::rules::{self, QuoteShape, Rule, RuleId, Sink, Template, Value};
use crate::text::{Mark, Phrases, Tag, TagSet, VerbForm};

/// A quote whose end is to be found: what the features rest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Claim {
    /// Its first token.
    pub start: u32,
    /// One past the last token of its sentence.
    pub limit: u32,
    /// The head of its cue.
    pub head: u32,
    /// How it begins.
    pub shape: QuoteShape,
    /// The rule that reads it.
    pub rule: RuleId,
}

/// Where a claim can end, with the probability that it does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// One past its last token, marks not trimmed.
    pub at: usize,
    /// The end rule that matches here.
    pub rule: Option<RuleId>,
    /// The probability that the claim ends here.
    pub probability: f32,
}

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

/// Tags that can begin what stands after a quote.
const BOUNDARY: TagSet = TagSet::of(&[
    Tag::CC,
    Tag::IN,
    Tag::TO,
    Tag::WDT,
    Tag::WP,
    Tag::WPS,
    Tag::WRB,
    Tag::VBG,
    Tag::RB,
    Tag::VBD,
    Tag::VBZ,
    Tag::VBP,
    Tag::MD,
    Tag::VBN,
    Tag::Punct,
]);

/// A place where a claim could end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Boundary {
    /// The token that would be the first after it.
    pub(super) at: usize,
    /// The end rule that matches here.
    pub(super) rule: Option<RuleId>,
    /// Whether a finite verb stands between the claim's start and here.
    verbed: bool,
    /// The commas between, at most three.
    commas: i32,
}

/// How far the search for a claim's boundaries has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walk {
    at: usize,
    verbed: bool,
    commas: i32,
}

impl Matcher<'_> {
    /// The walk that begins with the claim.
    pub(super) fn walk(&self, search: &Search<'_>, claim: &Claim) -> Walk {
        let start = claim.start as usize;
        let opens = search.token(start).mark == Mark::Open;
        let at = if opens { self.past_quotation(search, start) } else { start + 1 };
        Walk { at, verbed: false, commas: 0 }
    }

    /// The claim's next boundary.
    pub(super) fn next_boundary(
        &self,
        search: &Search<'_>,
        claim: &Claim,
        walk: &mut Walk,
    ) -> Option<Boundary> {
        let limit = claim.limit as usize;
        while walk.at < limit {
            let at = walk.at;
            if search.token(at).mark == Mark::Open && at > claim.start as usize {
                walk.at = self.past_quotation(search, at);
                let Walk { verbed, commas, .. } = *walk;
                return Some(Boundary { at, rule: None, verbed, commas });
            }
            walk.verbed |= TagSet::FINITE.has(search.tag(at - 1));
            walk.commas = (walk.commas + i32::from(self.is_comma(search, at - 1))).min(3);
            walk.at += 1;
            if self.is_boundary(search, at) {
                let Walk { verbed, commas, .. } = *walk;
                let rule = self.end_rule(search, claim, at);
                return Some(Boundary { at, rule, verbed, commas });
            }
        }
        None
    }

    pub(super) fn is_comma(&self, phrases: &Phrases<'_>, k: usize) -> bool {
        phrases.token(k).word == self.comma
    }

    fn is_boundary(&self, phrases: &Phrases<'_>, k: usize) -> bool {
        let tag = phrases.tag(k);
        BOUNDARY.has(tag)
            || phrases.time_phrase_end(k, k + 1).is_some()
            || phrases.token(k - 1).mark == Mark::Close
            || (matches!(tag, Tag::DT | Tag::PRP) && phrases.tag(k - 1).is_noun())
    }

    /// The first end rule for the claim's shape that matches at `k`.
    fn end_rule(&self, search: &Search<'_>, claim: &Claim, k: usize) -> Option<RuleId> {
        let limit = claim.limit as usize;
        let place = Place { end: limit, ..Place::default() };
        let matches = |way: &Way<'_>| {
            self.forward(search, Rest::of(&way.steps), k, place, &mut Bindings::default()).is_some()
        };
        let (tried, matched) = search.ends.borrow_mut().rules_at(search, k, limit);
        let may = self.end_edges.taking(&self.words, search.token(k));
        let wanted = self.ends_of[claim.shape as usize] & may;
        let mut left = wanted & (matched | !tried);
        while left != 0 {
            let first = left.trailing_zeros();
            let (id, way) = &self.ends[first as usize];
            if matched >> first & 1 == 1 {
                return Some(*id);
            }
            let found = matches(way);
            search.ends.borrow_mut().note_rule(k, first, found);
            if found {
                return Some(*id);
            }
            left &= left - 1;
        }
        let more = self.ends.iter().skip(u64::BITS as usize);
        let mut more = more.filter(|(id, _)| self.ends_shape(*id, claim.shape));
        more.find(|(_, way)| matches(way)).map(|(id, _)| *id)
    }

    /// Whether an end rule ends quotes of that shape.
    pub(super) fn ends_shape(&self, id: RuleId, shape: QuoteShape) -> bool {
        let shapes = &self.rules.rule(id).ends_in;
        shapes.is_empty() || shapes.contains(&shape)
    }

    /// Gives the features of each boundary of a claim to `sink`, for learning; `take` gets
    /// the boundary's token after them, and says whether to go on.
    pub fn each_boundary<S: Sink>(
        &self,
        phrases: &Phrases<'_>,
        claim: &Claim,
        sink: &mut S,
        mut take: impl FnMut(&mut S, usize) -> bool,
    ) {
        let search = Search::new(*phrases);
        let mut walk = self.walk(&search, claim);
        let fronted = self.is_fronted(phrases, claim);
        while let Some(boundary) = self.next_boundary(&search, claim, &mut walk) {
            self.features_at(&search, claim, boundary.at, sink);
            self.features_of_shape(&search, claim, boundary, sink);
            self.features_of_claim(&search, claim, boundary, fronted, sink);
            self.feature_of_rule(&search, self.rules.rule(claim.rule), boundary, sink);
            if !take(sink, boundary.at) {
                return;
            }
        }
    }

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

    /// Whether the cue stands in a clause before the main one: "While Kim says …, Moon
    /// left", "Suggesting that …, he left".
    pub(super) fn is_fronted(&self, phrases: &Phrases<'_>, claim: &Claim) -> bool {
        let head = claim.head as usize;
        let first = phrases.document.sentence_of(head).start as usize;
        let opens = matches!(phrases.tag(first), Tag::IN | Tag::VBG | Tag::WRB | Tag::VBN);
        opens && !(first..head).any(|k| self.is_comma(phrases, k))
    }

    /// How surely the verb at `i` is a cue, 0 to 4.
    pub(crate) fn cue_strength(&self, phrases: &Phrases<'_>, i: usize) -> i32 {
        let lemma = phrases.token(i).lemma;
        let best = self
            .rules
            .cues
            .of_lemma(lemma)
            .iter()
            .map(|&id| self.rules.cues.cue(id))
            .filter(|cue| cue.rest.is_empty())
            .flat_map(|cue| &cue.frames)
            .map(|frame| frame.weight)
            .fold(0.0_f32, f32::max);
        (best * 4.0) as i32
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

/// Lengths by single tokens up to 4, then by fives up to 25 and more.
pub(crate) fn length_bucket(length: usize) -> i32 {
    if length < 5 { length as i32 } else { 5 + (length / 5).min(5) as i32 }
}

/// Whether a verb of that form stands by itself.
pub(crate) fn form_name(form: VerbForm) -> &'static str {
    match form {
        VerbForm::Finite => "finite",
        VerbForm::Participle => "participle",
        VerbForm::Infinitive => "infinitive",
        VerbForm::Passive => "passive",
        VerbForm::PastParticiple => "past-participle",
    }
}
