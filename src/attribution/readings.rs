//! How probable a reading is: the features of the extraction model, and their
//! weights' sum as the candidate's score.

use crate::matcher::{Candidate, form_name, length_bucket};
use crate::rules::{Models, RuleSet, Sink, Template, Value, probability};
use crate::text::{Document, Mark, Tag, TokenRange};

const LEMMA: Template = Template::new("lemma");
const RULE: Template = Template::new("rule");
const LEMMA_RULE: Template = Template::new("lemma-rule");
const SPEAKER: Template = Template::new("speaker");
const SPEAKER_RULE: Template = Template::new("speaker-rule");
const SPEAKER_LEMMA: Template = Template::new("speaker-lemma");
const SPEAKER_HEAD: Template = Template::new("speaker-head");
const HEAD_TAG: Template = Template::new("head-tag");
const HEAD_TAG_LEMMA: Template = Template::new("head-tag-lemma");
const FORM_RULE: Template = Template::new("form-rule");
const PRECISION: Template = Template::new("precision");
const PRECISION_RULE: Template = Template::new("precision-rule");
const PRECISION_ALL: Template = Template::new("precision-all-frames");
const PRECISION_BOTH: Template = Template::new("precisions");
const WEIGHT: Template = Template::new("weight-rule");
const LENGTH: Template = Template::new("length");
const LENGTH_RULE: Template = Template::new("length-rule");
const FIRST: Template = Template::new("first-word");
const FIRST_TAG: Template = Template::new("first-tag-rule");
const FIRST_LEMMA: Template = Template::new("lemma-first-word");
const QUOTE_WORD: Template = Template::new("quote-word");
const FROM_END: Template = Template::new("from-end");
const SENTENCE: Template = Template::new("sentence");
const BEFORE: Template = Template::new("before-cue");
const BEFORE_TAG: Template = Template::new("before-cue-tag-rule");
const NEXT: Template = Template::new("after-head");
const NEXT_LEMMA: Template = Template::new("lemma-after-head");
const NEXT_TAG: Template = Template::new("after-head-tag");
const MARKS: Template = Template::new("marks-rule");
const AUXILIARY: Template = Template::new("auxiliary");
const AUXILIARIES: Template = Template::new("auxiliaries-tag");
const NEGATED: Template = Template::new("negated-precision");
const INSIDE: Template = Template::new("inside");
const INSIDE_PRECISION: Template = Template::new("inside-precision");
const END: Template = Template::new("end-rule-probability");
const END_ALL: Template = Template::new("end-probability");
const HEADLINE: Template = Template::new("first-paragraph-tag");
const PIECES: Template = Template::new("pieces-rule");
const SUBJECT_GAP: Template = Template::new("speaker-gap-rule");
const ADDRESSEE: Template = Template::new("addressee-rule");

/// One reading with what its features rest on.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    /// The rules.
    pub rules: &'a RuleSet,
    /// The reading.
    pub candidate: &'a Candidate,
    /// The cue's precision in its frame and over all.
    pub precision: (f32, f32),
    /// The highest score of another reading whose quote holds this one's cue.
    pub inside: f32,
}

/// Gives each candidate its probability as its score, by the tables.
pub fn weigh(
    document: &Document<'_>,
    rules: &RuleSet,
    models: &Models,
    candidates: &mut [Candidate],
) {
    let Some(weights) = &models.readings else { return };
    let inside = inside(document, candidates);
    let scores: Vec<f32> = candidates
        .iter()
        .map(|candidate| {
            let (cue, frame) = cue_and_frame(document, rules, models, candidate);
            let precision = models.cues.precision(cue, frame, None);
            let inside = inside[candidate.head as usize];
            let reading = Reading { document, rules, candidate, precision, inside };
            probability(weights.sum(&models.names, |sum| reading.features(sum)))
        })
        .collect();
    for (candidate, score) in candidates.iter_mut().zip(scores) {
        candidate.score = score;
    }
}

/// For each token, the highest score of a candidate whose quote holds it.
pub(crate) fn inside(document: &Document<'_>, candidates: &[Candidate]) -> Vec<f32> {
    let mut inside = vec![0.0_f32; document.tokens.len()];
    for candidate in candidates {
        for i in candidate.quote.iter().flat_map(|range| range.iter()) {
            inside[i] = inside[i].max(candidate.score);
        }
    }
    inside
}

/// What the cue and the frame of a candidate are called in tables.
pub(crate) fn cue_and_frame<'a>(
    document: &Document<'_>,
    rules: &'a RuleSet,
    models: &'a Models,
    candidate: &Candidate,
) -> (&'a str, &'a str) {
    let rule = &*rules.rule(candidate.rule).id;
    let frame = candidate.frame.map_or(rule, |frame| rules.cues.frame_name(frame));
    match candidate.cue_id {
        Some(id) => (&models.cue_names[id.0 as usize], frame),
        None => (rules.lexicon.spelling(document.tokens[candidate.head as usize].lemma), frame),
    }
}

impl Reading<'_> {
    /// Gives all features to `sink`.
    pub fn features(&self, sink: &mut dyn Sink) {
        self.of_cue(sink);
        self.of_speaker(sink);
        self.of_quote(sink);
        self.of_place(sink);
    }

    fn rule(&self) -> Value<'_> {
        Value::Name(&self.rules.rule(self.candidate.rule).id)
    }

    fn lemma(&self) -> Value<'_> {
        Value::Word(self.document.tokens[self.candidate.head as usize].lemma)
    }

    fn bucket(share: f32, buckets: f32) -> Value<'static> {
        Value::Number((share * buckets) as i32)
    }

    fn of_cue(&self, sink: &mut dyn Sink) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let head = candidate.head as usize;
        let (rule, lemma) = (self.rule(), self.lemma());
        let tag = Value::Tag(tokens[head].tag);
        sink.add(LEMMA, &[lemma]);
        sink.add(RULE, &[rule]);
        sink.add(LEMMA_RULE, &[lemma, rule]);
        sink.add(HEAD_TAG, &[tag]);
        sink.add(HEAD_TAG_LEMMA, &[tag, lemma]);
        if let Some(form) = candidate.form {
            sink.add(FORM_RULE, &[Value::Name(form_name(form)), rule]);
        }
        let (in_frame, over_all) = self.precision;
        let precision = Self::bucket(in_frame, 10.0);
        sink.add(PRECISION, &[precision]);
        sink.add(PRECISION_RULE, &[precision, rule]);
        sink.add(PRECISION_ALL, &[Self::bucket(over_all, 10.0)]);
        sink.add(PRECISION_BOTH, &[Self::bucket(in_frame, 5.0), Self::bucket(over_all, 5.0)]);
        if let Some((id, frame)) = candidate.cue_id.zip(candidate.frame)
            && let Some(frame) = self.rules.cues.cue(id).frame(frame)
            && over_all > 0.0
        {
            sink.add(WEIGHT, &[Value::Name(frame.kind.name()), rule]);
        }
        for i in candidate.cue.iter().filter(|&i| i < head) {
            sink.add(AUXILIARY, &[Value::Word(tokens[i].lemma)]);
        }
        let first = candidate.cue.iter().find(|&i| i < head);
        let first = first.map_or(Value::Name("none"), |i| Value::Word(tokens[i].lemma));
        sink.add(AUXILIARIES, &[first, tag]);
        sink.add(NEGATED, &[Value::Number(candidate.negated.into()), Self::bucket(in_frame, 5.0)]);
    }

    fn of_speaker(&self, sink: &mut dyn Sink) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let rule = self.rule();
        let kind = match candidate.speaker {
            None => Value::Name("none"),
            Some(range) => self.mention_kind(range),
        };
        sink.add(SPEAKER, &[kind]);
        sink.add(SPEAKER_RULE, &[kind, rule]);
        sink.add(SPEAKER_LEMMA, &[kind, self.lemma()]);
        if let Some(range) = candidate.speaker {
            let head = range.iter().rev().find(|&i| tokens[i].tag.is_noun());
            if let Some(i) = head {
                sink.add(SPEAKER_HEAD, &[Value::Word(tokens[i].lemma)]);
            }
            let gap = (candidate.cue.start as i64 - i64::from(range.end)).clamp(-1, 6);
            sink.add(SUBJECT_GAP, &[Value::Number(gap as i32 + 1), rule]);
        }
        sink.add(ADDRESSEE, &[Value::Number(candidate.addressee.is_some().into()), rule]);
    }

    fn mention_kind(&self, range: TokenRange) -> Value<'static> {
        let tokens = &self.document.tokens;
        let first = &tokens[range.start as usize];
        if matches!(first.tag, Tag::PRP | Tag::PRPS | Tag::WP | Tag::WDT | Tag::EX | Tag::DT)
            && range.len() == 1
        {
            return Value::Word(first.word);
        }
        if tokens[range.end as usize - 1].tag == Tag::WP
            || tokens[range.end as usize - 1].tag == Tag::WDT
        {
            return Value::Name("relative");
        }
        let named = range.iter().any(|i| tokens[i].tag.is_proper());
        Value::Name(if named { "name" } else { "description" })
    }

    fn of_quote(&self, sink: &mut dyn Sink) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let rule = self.rule();
        let size: usize = candidate.quote.iter().map(|r| r.len()).sum();
        let size = Value::Number(length_bucket(size));
        sink.add(LENGTH, &[size]);
        sink.add(LENGTH_RULE, &[size, rule]);
        let after =
            candidate.quote.iter().find(|r| r.start > candidate.head).or(candidate.quote.first());
        if let Some(piece) = after {
            let first = &tokens[piece.start as usize];
            sink.add(FIRST, &[Value::Word(first.word)]);
            sink.add(FIRST_TAG, &[Value::Tag(first.tag), rule]);
            sink.add(FIRST_LEMMA, &[self.lemma(), Value::Word(first.word)]);
            for i in piece.iter().take(3) {
                sink.add(QUOTE_WORD, &[Value::Word(tokens[i].lemma)]);
            }
        }
        let marked =
            candidate.quote.iter().flat_map(|r| r.iter()).any(|i| tokens[i].mark == Mark::Open);
        sink.add(MARKS, &[Value::Number(marked.into()), rule]);
        let probability = Self::bucket(candidate.end_probability, 8.0);
        sink.add(END_ALL, &[probability]);
        sink.add(END, &[probability, rule]);
        sink.add(PIECES, &[Value::Number(candidate.quote.len() as i32), rule]);
    }

    fn of_place(&self, sink: &mut dyn Sink) {
        let tokens = &self.document.tokens;
        let head = self.candidate.head as usize;
        let sentence = self.document.sentence_of(head);
        let rule = self.rule();
        let from_end = (sentence.end as usize - head) / 3;
        sink.add(FROM_END, &[Value::Number(from_end.min(5) as i32)]);
        sink.add(SENTENCE, &[Value::Number(tokens[head].sentence.min(3) as i32)]);
        let start =
            if self.candidate.cue.is_empty() { head } else { self.candidate.cue.start as usize };
        let before = start.checked_sub(1).filter(|&i| i >= sentence.start as usize);
        let word = before.map_or(Value::Name("^"), |i| Value::Word(tokens[i].word));
        let tag = before.map_or(Value::Name("^"), |i| Value::Tag(tokens[i].tag));
        sink.add(BEFORE, &[word]);
        sink.add(BEFORE_TAG, &[tag, rule]);
        if head + 1 < sentence.end as usize {
            let next = &tokens[head + 1];
            sink.add(NEXT, &[Value::Word(next.word)]);
            sink.add(NEXT_LEMMA, &[self.lemma(), Value::Word(next.word)]);
            sink.add(NEXT_TAG, &[Value::Tag(next.tag)]);
        }
        let inside = Self::bucket(self.inside, 5.0);
        sink.add(INSIDE, &[inside]);
        sink.add(INSIDE_PRECISION, &[inside, Self::bucket(self.precision.0, 5.0)]);
        let headline = Value::Number((tokens[head].paragraph == 0).into());
        sink.add(HEADLINE, &[headline, Value::Tag(tokens[head].tag)]);
    }
}
