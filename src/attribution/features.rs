//! The features of the extraction model: what a reading's probability rests on.

use super::readings::Context;
use crate::matcher::{Candidate, form_name, length_bucket};
use crate::rules::{CueClass, CueName, Name, Precision, RuleSet, Sink, Template, Value};
use crate::text::{Document, Mark, Tag, TagSet, TokenRange};

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
const END: Template = Template::new("end-rule-probability");
const END_ALL: Template = Template::new("end-probability");
const HEADLINE: Template = Template::new("first-paragraph-tag");
const PIECES: Template = Template::new("pieces-rule");
const SUBJECT_GAP: Template = Template::new("speaker-gap-rule");
const ADDRESSEE: Template = Template::new("addressee-rule");
const PRECISION: Template = Template::new("precision");
const PRECISION_RULE: Template = Template::new("precision-rule");
const PRECISION_ALL: Template = Template::new("precision-all-frames");
const PRECISION_BOTH: Template = Template::new("precisions");
const PRECISION_SEEN: Template = Template::new("precision-seen");
const CLASS: Template = Template::new("class");
const CLASS_FRAME: Template = Template::new("class-frame");
const KIND: Template = Template::new("kind-rule");
const NAMED: Template = Template::new("named-rule");
const NEGATED: Template = Template::new("negated-precision");
const INSIDE: Template = Template::new("inside");
const INSIDE_PRECISION: Template = Template::new("inside-precision");
const RIVAL: Template = Template::new("rival-rule");
const RIVAL_MARGIN: Template = Template::new("rival-margin");
const RIVAL_LENGTH: Template = Template::new("rival-length-rule");
const OBJECT: Template = Template::new("object");
const OBJECT_RULE: Template = Template::new("object-class-rule");
const OBJECT_CLASS: Template = Template::new("object-class-lemma");
const CLAUSE_BEFORE: Template = Template::new("before-speaker");
const CLAUSE_BEFORE_TAG: Template = Template::new("before-speaker-tag-rule");
const AFTER_QUOTE: Template = Template::new("after-quote");
const AFTER_QUOTE_TAG: Template = Template::new("after-quote-tag-rule");
const ENDED_BY: Template = Template::new("ended-by-rule");
const VERBED: Template = Template::new("quote-verb-rule");
const MODAL: Template = Template::new("quote-modal-rule");
const SPEAKS: Template = Template::new("speaks-elsewhere");
const SPEAKS_PRECISION: Template = Template::new("speaks-elsewhere-precision");

/// A value of that name.
#[inline]
const fn name(name: &str) -> Value<'_> {
    Value::Name(Name::new(name))
}

/// One reading with what its features rest on.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// The document.
    pub document: &'a Document<'a>,
    /// The rules.
    pub rules: &'a RuleSet,
    /// The reading.
    pub candidate: &'a Candidate,
    /// What its cue is called.
    pub name: CueName<'a>,
    /// The cue's precision.
    pub precision: Precision,
    /// What stands beside it.
    pub context: Context,
}

impl Reading<'_> {
    /// Gives all features to `sink`.
    pub fn features(&self, sink: &mut impl Sink) {
        let (rule, lemma) = (sink.value(self.rule()), sink.value(self.lemma()));
        self.of_cue(rule, lemma, sink);
        self.of_precision(rule, sink);
        self.of_rival(rule, sink);
        self.of_speaker(rule, lemma, sink);
        self.of_quote(rule, lemma, sink);
        self.of_edges(rule, lemma, sink);
        self.of_place(rule, lemma, sink);
    }

    fn rule(&self) -> Value<'_> {
        Value::Rule(self.rules.rule(self.candidate.rule))
    }

    fn lemma(&self) -> Value<'_> {
        Value::Word(self.document.tokens[self.candidate.head as usize].lemma)
    }

    fn bucket(share: f32, buckets: f32) -> Value<'static> {
        Value::Number((share.min(0.999) * buckets) as i32)
    }

    fn of_cue<S: Sink>(&self, rule: S::Value, lemma: S::Value, sink: &mut S) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let head = candidate.head as usize;
        let tag = Value::Tag(tokens[head].tag);
        sink.add(LEMMA, [lemma]);
        sink.add(RULE, [rule]);
        sink.add(LEMMA_RULE, [lemma, rule]);
        sink.add(HEAD_TAG, [sink.value(tag)]);
        sink.add(HEAD_TAG_LEMMA, [sink.value(tag), lemma]);
        if let Some(form) = candidate.form {
            sink.add(FORM_RULE, [sink.value(name(form_name(form))), rule]);
        }
        for i in candidate.cue.iter().filter(|&i| i < head) {
            sink.add(AUXILIARY, [sink.value(Value::Word(tokens[i].lemma))]);
        }
        let first = candidate.cue.iter().find(|&i| i < head);
        let first = first.map_or(name("none"), |i| Value::Word(tokens[i].lemma));
        sink.add(AUXILIARIES, [sink.value(first), sink.value(tag)]);
    }

    fn of_precision<S: Sink>(&self, rule: S::Value, sink: &mut S) {
        let Precision { in_frame, over_all, seen, .. } = self.precision;
        let candidate = self.candidate;
        let (coarse, fine) = (Self::bucket(in_frame, 5.0), Self::bucket(in_frame, 10.0));
        sink.add(PRECISION, [sink.value(Self::bucket(in_frame, 20.0))]);
        sink.add(PRECISION_RULE, [sink.value(fine), rule]);
        sink.add(PRECISION_ALL, [sink.value(Self::bucket(over_all, 10.0))]);
        sink.add(PRECISION_BOTH, [sink.value(coarse), sink.value(Self::bucket(over_all, 5.0))]);
        // Up to three cases one by one, up to ten, more.
        let seen = if seen < 4 { seen as i32 } else { 4 + i32::from(seen >= 10) };
        sink.add(PRECISION_SEEN, [sink.value(fine), sink.value(Value::Number(seen))]);
        sink.add(
            NEGATED,
            [sink.value(Value::Number(candidate.negated.into())), sink.value(coarse)],
        );
        let class = name(self.name.class);
        sink.add(CLASS, [sink.value(class)]);
        sink.add(CLASS_FRAME, [sink.value(class), sink.value(name(self.name.frame))]);
        sink.add(KIND, [sink.value(name(candidate.kind.name())), rule]);
        let cue = candidate.cue_id.map(|id| self.rules.cues.cue(id));
        let named = cue.zip(candidate.frame).is_some_and(|(cue, frame)| cue.frame(frame).is_some());
        sink.add(NAMED, [sink.value(Value::Number(named.into())), rule]);
        let inside = Self::bucket(self.context.inside, 5.0);
        sink.add(INSIDE, [sink.value(Self::bucket(self.context.inside, 10.0))]);
        sink.add(INSIDE_PRECISION, [sink.value(inside), sink.value(coarse)]);
    }

    /// Of the other reading of the same cue that the rules hold to be the best.
    fn of_rival<S: Sink>(&self, rule: S::Value, sink: &mut S) {
        let Some(rival) = self.context.rival else {
            sink.add(RIVAL, [sink.value(name("none")), rule]);
            return;
        };
        let name = Value::Rule(self.rules.rule(rival.rule));
        sink.add(RIVAL, [sink.value(name), rule]);
        sink.add(RIVAL_MARGIN, [sink.value(Value::Number(rival.margin))]);
        sink.add(RIVAL_LENGTH, [sink.value(Value::Number(rival.length)), rule]);
    }

    fn of_speaker<S: Sink>(&self, rule: S::Value, lemma: S::Value, sink: &mut S) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let kind = match candidate.speaker {
            None => name("none"),
            Some(range) => self.mention_kind(range),
        };
        sink.add(SPEAKER, [sink.value(kind)]);
        sink.add(SPEAKER_RULE, [sink.value(kind), rule]);
        sink.add(SPEAKER_LEMMA, [sink.value(kind), lemma]);
        if let Some(range) = candidate.speaker {
            let head = range.iter().rev().find(|&i| tokens[i].tag.is_noun());
            if let Some(i) = head {
                sink.add(SPEAKER_HEAD, [sink.value(Value::Word(tokens[i].lemma))]);
            }
            let gap = (candidate.cue.start as i64 - i64::from(range.end)).clamp(-1, 6);
            sink.add(SUBJECT_GAP, [sink.value(Value::Number(gap as i32 + 1)), rule]);
        }
        sink.add(
            ADDRESSEE,
            [sink.value(Value::Number(candidate.addressee.is_some().into())), rule],
        );
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
            return name("relative");
        }
        let named = range.iter().any(|i| tokens[i].tag.is_proper());
        name(if named { "name" } else { "description" })
    }

    fn of_quote<S: Sink>(&self, rule: S::Value, lemma: S::Value, sink: &mut S) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let size: usize = candidate.quote.iter().map(|r| r.len()).sum();
        let size = Value::Number(length_bucket(size));
        sink.add(LENGTH, [sink.value(size)]);
        sink.add(LENGTH_RULE, [sink.value(size), rule]);
        let after =
            candidate.quote.iter().find(|r| r.start > candidate.head).or(candidate.quote.first());
        if let Some(piece) = after {
            let first = &tokens[piece.start as usize];
            sink.add(FIRST, [sink.value(Value::Word(first.word))]);
            sink.add(FIRST_TAG, [sink.value(Value::Tag(first.tag)), rule]);
            sink.add(FIRST_LEMMA, [lemma, sink.value(Value::Word(first.word))]);
            for i in piece.iter().take(3) {
                sink.add(QUOTE_WORD, [sink.value(Value::Word(tokens[i].lemma))]);
            }
        }
        let marked =
            candidate.quote.iter().flat_map(|r| r.iter()).any(|i| tokens[i].mark == Mark::Open);
        sink.add(MARKS, [sink.value(Value::Number(marked.into())), rule]);
        let probability = Self::bucket(candidate.end_probability, 8.0);
        sink.add(END_ALL, [sink.value(probability)]);
        sink.add(END, [sink.value(probability), rule]);
        sink.add(PIECES, [sink.value(Value::Number(candidate.quote.len() as i32)), rule]);
    }

    /// Of what the quote is about, and of what stands around the attribution.
    fn of_edges<S: Sink>(&self, rule: S::Value, lemma: S::Value, sink: &mut S) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let sentence = self.document.sentence_of(candidate.head as usize);
        let speaks = Value::Number(self.context.speaks);
        sink.add(SPEAKS, [sink.value(speaks), rule]);
        sink.add(
            SPEAKS_PRECISION,
            [sink.value(speaks), sink.value(Self::bucket(self.precision.in_frame, 5.0))],
        );
        let parts = candidate.speaker.iter().chain([&candidate.cue]).chain(&candidate.quote);
        let first = parts.map(|r| r.start).min().unwrap_or(candidate.head) as usize;
        let before = first.checked_sub(1).filter(|&i| i >= sentence.start as usize);
        let word = before.map_or(name("^"), |i| Value::Word(tokens[i].word));
        let tag = before.map_or(name("^"), |i| Value::Tag(tokens[i].tag));
        sink.add(CLAUSE_BEFORE, [sink.value(word)]);
        sink.add(CLAUSE_BEFORE_TAG, [sink.value(tag), rule]);
        let Some(piece) = candidate.quote.last() else { return };
        let end = piece.end as usize;
        let after = Some(end)
            .filter(|&i| i < tokens.len() && tokens[i].paragraph == tokens[end - 1].paragraph);
        let word = after.map_or(name("$"), |i| Value::Word(tokens[i].word));
        let tag = after.map_or(name("$"), |i| Value::Tag(tokens[i].tag));
        sink.add(AFTER_QUOTE, [sink.value(word)]);
        sink.add(AFTER_QUOTE_TAG, [sink.value(tag), rule]);
        let ended = candidate.ended_by.map_or(name("none"), |id| Value::Rule(self.rules.rule(id)));
        sink.add(ENDED_BY, [sink.value(ended), rule]);
        let verb = piece.iter().any(|i| TagSet::FINITE.has(tokens[i].tag));
        sink.add(VERBED, [sink.value(Value::Number(verb.into())), rule]);
        if let Some(i) = piece.iter().find(|&i| tokens[i].tag == Tag::MD) {
            sink.add(MODAL, [sink.value(Value::Word(tokens[i].lemma)), rule]);
        }
        self.of_object(*piece, rule, lemma, sink);
    }

    /// The head of the noun phrase that the quote begins with: what is offered,
    /// rejected, expressed.
    fn of_object<S: Sink>(&self, piece: TokenRange, rule: S::Value, lemma: S::Value, sink: &mut S) {
        let tokens = &self.document.tokens;
        let nominal = |&i: &usize| {
            let tag = tokens[i].tag;
            tag.is_noun()
                || matches!(
                    tag,
                    Tag::DT
                        | Tag::JJ
                        | Tag::JJR
                        | Tag::JJS
                        | Tag::CD
                        | Tag::PRPS
                        | Tag::POS
                        | Tag::VBN
                        | Tag::VBG
                )
        };
        let head = piece.iter().take_while(nominal).filter(|&i| tokens[i].tag.is_noun()).last();
        let Some(head) = head else { return };
        let object = tokens[head].lemma;
        let class = self.rules.cues.of_lemma(object).iter().map(|&id| self.rules.cues.cue(id));
        let class = class.filter(|c| c.class == CueClass::Noun).map(|c| &*c.stance).next();
        let class =
            name(class.unwrap_or(if tokens[head].tag.is_proper() { "name" } else { "none" }));
        sink.add(OBJECT, [sink.value(Value::Word(object))]);
        sink.add(OBJECT_RULE, [sink.value(class), rule]);
        sink.add(OBJECT_CLASS, [sink.value(class), lemma]);
    }

    fn of_place<S: Sink>(&self, rule: S::Value, lemma: S::Value, sink: &mut S) {
        let tokens = &self.document.tokens;
        let head = self.candidate.head as usize;
        let sentence = self.document.sentence_of(head);
        let from_end = (sentence.end as usize - head) / 3;
        sink.add(FROM_END, [sink.value(Value::Number(from_end.min(5) as i32))]);
        sink.add(SENTENCE, [sink.value(Value::Number(tokens[head].sentence.min(3) as i32))]);
        let start =
            if self.candidate.cue.is_empty() { head } else { self.candidate.cue.start as usize };
        let before = start.checked_sub(1).filter(|&i| i >= sentence.start as usize);
        let word = before.map_or(name("^"), |i| Value::Word(tokens[i].word));
        let tag = before.map_or(name("^"), |i| Value::Tag(tokens[i].tag));
        sink.add(BEFORE, [sink.value(word)]);
        sink.add(BEFORE_TAG, [sink.value(tag), rule]);
        if head + 1 < sentence.end as usize {
            let next = &tokens[head + 1];
            sink.add(NEXT, [sink.value(Value::Word(next.word))]);
            sink.add(NEXT_LEMMA, [lemma, sink.value(Value::Word(next.word))]);
            sink.add(NEXT_TAG, [sink.value(Value::Tag(next.tag))]);
        }
        let headline = Value::Number((tokens[head].paragraph == 0).into());
        sink.add(HEADLINE, [sink.value(headline), sink.value(Value::Tag(tokens[head].tag))]);
    }
}
