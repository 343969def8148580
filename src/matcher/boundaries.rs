//! The learned end of a quote without marks: the boundaries where it could end,
//! each with the features of its hazard — the probability that the quote ends
//! here, given that it has come so far.

use super::Matcher;
use super::forward::outside;
use super::state::{Bindings, Place, Rest};
use crate::rules::{Models, QuoteShape, RuleId, Sink, Template, Value, Weights, probability};
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

impl Matcher<'_> {
    /// The boundaries of a claim in text order: (token, end rule, whether a
    /// finite verb stands before it, commas before it).
    fn boundaries(
        &self,
        phrases: &Phrases<'_>,
        claim: &Claim,
    ) -> Vec<(usize, Option<RuleId>, bool, i32)> {
        let (start, limit) = (claim.start as usize, claim.limit as usize);
        let mut found = Vec::new();
        let (mut verbed, mut commas) = (false, 0);
        let mut k = start + 1;
        if phrases.token(start).mark == Mark::Open {
            k = self.past_quotation(phrases, start);
        }
        while k < limit {
            if phrases.token(k).mark == Mark::Open && k > start {
                found.push((k, None, verbed, commas));
                k = self.past_quotation(phrases, k);
                continue;
            }
            verbed |= TagSet::FINITE.has(phrases.tag(k - 1));
            commas += i32::from(self.is_comma(phrases, k - 1));
            if self.is_boundary(phrases, k) {
                let rule = self.end_rule(phrases, claim, k);
                found.push((k, rule, verbed, commas));
            }
            k += 1;
        }
        found
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

    /// The first end rule that matches at `k`.
    fn end_rule(&self, phrases: &Phrases<'_>, claim: &Claim, k: usize) -> Option<RuleId> {
        let place = Place { end: claim.limit as usize, ..Place::default() };
        self.ends.iter().copied().find(|&id| {
            let rule = self.rules.rule(id);
            (rule.ends_in.is_empty() || rule.ends_in.contains(&claim.shape))
                && self
                    .forward(phrases, Rest::of(&rule.pattern), k, place, &mut Bindings::default())
                    .is_some()
        })
    }

    /// The boundaries of a claim with the features of each, for learning:
    /// `take` gets each boundary's token and a function that gives its features.
    pub fn each_boundary(
        &self,
        phrases: &Phrases<'_>,
        claim: &Claim,
        mut take: impl FnMut(usize, &dyn Fn(&mut dyn Sink)) -> bool,
    ) {
        for boundary in self.boundaries(phrases, claim) {
            let go_on = take(boundary.0, &|sink| self.features(phrases, claim, boundary, sink));
            if !go_on {
                return;
            }
        }
    }

    /// Where the claim may end, most probable first.
    pub(super) fn learned_ends(
        &self,
        phrases: &Phrases<'_>,
        claim: &Claim,
        models: &Models,
        weights: &Weights,
    ) -> Vec<End> {
        let mut ends = Vec::new();
        let mut survival = 1.0;
        for boundary in self.boundaries(phrases, claim) {
            let score =
                weights.sum(&models.names, |sum| self.features(phrases, claim, boundary, sum));
            let hazard = probability(score);
            ends.push(End { at: boundary.0, rule: boundary.1, probability: survival * hazard });
            survival *= 1.0 - hazard;
        }
        ends.push(End { at: claim.limit as usize, rule: None, probability: survival });
        ends.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.at.cmp(&b.at)));
        ends
    }

    fn features(
        &self,
        phrases: &Phrases<'_>,
        claim: &Claim,
        (k, rule, verbed, commas): (usize, Option<RuleId>, bool, i32),
        sink: &mut dyn Sink,
    ) {
        use Value::{Name, Number, Tag as T, Word};
        let limit = claim.limit as usize;
        let shape = Name(claim.shape.name());
        let (token, before) = (phrases.token(k), phrases.token(k - 1));
        let (word, tag) = (Word(token.word), T(token.tag));
        let next = (k + 1 < limit).then(|| phrases.token(k + 1));
        let next_word = next.map_or(Name("$"), |t| Word(t.word));
        let next_tag = next.map_or(Name("$"), |t| T(t.tag));
        let after = if k + 2 < limit { T(phrases.tag(k + 2)) } else { Name("$") };
        let cue = Word(phrases.token(claim.head as usize).lemma);
        // The word where it is a function word or mark, else its tag.
        let class = if self.is_function_word(phrases, k) { word } else { tag };
        sink.add(WORD, &[word]);
        sink.add(TAG, &[tag]);
        sink.add(WORD_SHAPE, &[word, shape]);
        sink.add(TAG_SHAPE, &[tag, shape]);
        sink.add(WORD_NEXT, &[word, next_word]);
        sink.add(WORD_NEXT_TAG, &[class, next_tag]);
        sink.add(WORD_NEXT_TAG_SHAPE, &[class, next_tag, shape]);
        sink.add(NEXT_TAGS, &[class, next_tag, after]);
        sink.add(LENGTH, &[Number(length_bucket(k - claim.start as usize)), shape]);
        sink.add(BEFORE, &[Word(before.word)]);
        sink.add(BEFORE_TAG, &[T(before.tag), tag, shape]);
        sink.add(SHAPE, &[shape]);
        sink.add(CUE_TAG, &[cue, class]);
        sink.add(CUE_WORD, &[cue, word, next_tag]);
        sink.add(MARKS, &[Number(before.mark as i32), Number(token.mark as i32), shape]);
        sink.add(VERBED, &[Number(verbed.into()), class, shape]);
        sink.add(COMMAS, &[Number(commas.min(3)), class]);
        sink.add(LEFT, &[Number(((limit - k) / 3).min(8) as i32), shape]);
        let marked = phrases.token(claim.start as usize).mark == Mark::Open;
        sink.add(MARKED, &[Number(marked.into()), Number(before.mark as i32), class]);
        sink.add(READ_BY, &[Value::Rule(self.rules.rule(claim.rule)), class]);
        let end_rule = rule.map_or(Name("none"), |id| Value::Rule(self.rules.rule(id)));
        sink.add(END_RULE, &[end_rule]);
        sink.add(END_RULE_SHAPE, &[end_rule, shape]);
        let fronted = Number(self.is_fronted(phrases, claim).into());
        match (k..limit).find(|&m| TagSet::FINITE.has(phrases.tag(m)) && outside(phrases, m)) {
            Some(m) => {
                let distance = Number((m - k).min(6) as i32);
                sink.add(FRONTED, &[fronted, class, distance]);
                sink.add(NEXT_VERB, &[T(phrases.tag(m)), distance, class]);
                let strength = Number(self.cue_strength(phrases, m));
                sink.add(NEXT_CUE, &[strength, Number((m - k).min(3) as i32), class]);
            }
            None => {
                sink.add(NEXT_VERB, &[Name("none"), class, shape]);
                sink.add(FRONTED, &[fronted, class, Name("none")]);
            }
        }
        let participle = [k, k + 1].into_iter().find(|&m| m < limit && phrases.tag(m) == Tag::VBG);
        if let Some(m) = participle {
            sink.add(PARTICIPLE, &[Number(self.cue_strength(phrases, m)), class]);
        }
        if phrases.time_phrase_end(k, limit).is_some() {
            sink.add(TIME, &[class, shape]);
        }
    }

    /// Whether the cue stands in a clause before the main one: "While Kim says …, Moon
    /// left", "Suggesting that …, he left".
    fn is_fronted(&self, phrases: &Phrases<'_>, claim: &Claim) -> bool {
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
