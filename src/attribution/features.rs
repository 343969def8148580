//! The features of the extraction model: what a reading's probability rests on.

use super::readings::Context;
use super::shared::{Called, Features, Fixed, OfCue, OfName, OfSpeaker, Shared};
use crate::matcher::{Candidate, length_bucket};
use crate::rules::templates::readings::*;
use crate::rules::{CueClass, CueName, Name, Precision, RuleId, RuleSet, Sink, Value};
use crate::text::{Document, Mark, Tag, TagSet, Token, TokenRange};

/// What a noun phrase is made of.
const NOMINAL: TagSet = TagSet::of(&[
    Tag::DT,
    Tag::JJ,
    Tag::JJR,
    Tag::JJS,
    Tag::CD,
    Tag::PRPS,
    Tag::POS,
    Tag::VBN,
    Tag::VBG,
])
.union(TagSet::NOUN);

/// What alone is a whole speaker mention.
const ALONE: TagSet = TagSet::of(&[Tag::PRP, Tag::PRPS, Tag::WP, Tag::WDT, Tag::EX, Tag::DT]);

/// A value of that name.
#[inline]
pub(super) const fn name(name: &str) -> Value<'_> {
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
        let Self { document, rules, candidate, name, precision, context } = *self;
        let case = Case { document, rules, candidate, context };
        let called = Called::of(&case, name, precision, sink);
        Features::new(sink).give(&case, None, |_| called, sink);
    }
}

/// One reading without what its cue is called.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) document: &'a Document<'a>,
    pub(super) rules: &'a RuleSet,
    pub(super) candidate: &'a Candidate,
    pub(super) context: Context,
}

impl Case<'_> {
    fn token(&self, i: usize) -> &Token {
        &self.document.tokens[i]
    }

    fn rule(&self, id: RuleId) -> Value<'_> {
        Value::Rule(id, self.rules.rule(id))
    }

    pub(super) fn bucket(share: f32, buckets: f32) -> Value<'static> {
        Value::Number((share.min(0.999) * buckets) as i32)
    }

    /// The token before `start`, in the sentence of the cue.
    fn before(&self, start: u32) -> Option<usize> {
        let sentence = self.document.sentence_of(self.candidate.head as usize);
        start.checked_sub(1).filter(|&i| i >= sentence.start).map(|i| i as usize)
    }

    pub(super) fn of_cue<S: Sink>(&self, fixed: &Fixed<S::Value>, sink: &mut S) -> OfCue<S::Value> {
        let Candidate { cue, head, .. } = *self.candidate;
        let own = self.token(head as usize);
        let lemma = sink.value(Value::Word(own.lemma));
        let tag = sink.value(Value::Tag(own.tag));
        sink.add(LEMMA, [lemma]);
        sink.add(HEAD_TAG, [tag]);
        sink.add(HEAD_TAG_LEMMA, [tag, lemma]);
        sink.none(AUXILIARY);
        let mut first = fixed.none;
        for (nth, i) in cue.iter().take_while(|&i| i < head as usize).enumerate() {
            let word = sink.value(Value::Word(self.token(i).lemma));
            sink.add_nth(AUXILIARY, nth, [word]);
            if nth == 0 {
                first = word;
            }
        }
        sink.add(AUXILIARIES, [first, tag]);
        let end = self.document.sentence_of(head as usize).end;
        let from_end = (end - head) / 3;
        sink.add(FROM_END, [sink.value(Value::Number(from_end.min(5) as i32))]);
        sink.add(SENTENCE, [sink.value(Value::Number(own.sentence.min(3) as i32))]);
        let before = self.before(if cue.is_empty() { head } else { cue.start });
        let before = before.map(|i| self.token(i));
        let word = before.map_or(fixed.start, |token| sink.value(Value::Word(token.word)));
        sink.add(BEFORE, [word]);
        if head + 1 < end {
            let next = self.token(head as usize + 1);
            let word = sink.value(Value::Word(next.word));
            sink.add(NEXT, [word]);
            sink.add(NEXT_LEMMA, [lemma, word]);
            sink.add(NEXT_TAG, [sink.value(Value::Tag(next.tag))]);
        } else {
            sink.none(NEXT);
            sink.none(NEXT_LEMMA);
            sink.none(NEXT_TAG);
        }
        let headline = Value::Number((own.paragraph == 0).into());
        sink.add(HEADLINE, [sink.value(headline), tag]);
        let before = before.map_or(fixed.start, |token| sink.value(Value::Tag(token.tag)));
        OfCue { lemma, before }
    }

    pub(super) fn of_name<S: Sink>(
        &self,
        called: &Called<S::Value>,
        sink: &mut S,
    ) -> OfName<S::Value> {
        let Called { coarse, fine, class, .. } = *called;
        sink.add(PRECISION, [called.finest]);
        sink.add(PRECISION_ALL, [called.all_fine]);
        sink.add(PRECISION_BOTH, [coarse, called.all_coarse]);
        sink.add(PRECISION_SEEN, [fine, called.seen]);
        sink.add(NEGATED, [sink.value(Value::Number(self.candidate.negated.into())), coarse]);
        sink.add(CLASS, [class]);
        sink.add(CLASS_FRAME, [class, called.frame]);
        OfName { coarse, fine, named: called.named }
    }

    pub(super) fn of_speaker<S: Sink>(
        &self,
        fixed: &Fixed<S::Value>,
        cue: &OfCue<S::Value>,
        sink: &mut S,
    ) -> OfSpeaker<S::Value> {
        let Some(range) = self.candidate.speaker else {
            sink.add(SPEAKER, [fixed.none]);
            sink.add(SPEAKER_LEMMA, [fixed.none, cue.lemma]);
            sink.none(SPEAKER_HEAD);
            return OfSpeaker { kind: fixed.none, gap: None };
        };
        let kind = sink.value(self.mention_kind(range));
        sink.add(SPEAKER, [kind]);
        sink.add(SPEAKER_LEMMA, [kind, cue.lemma]);
        let head = range.iter().rev().map(|i| self.token(i)).find(|token| token.tag.is_noun());
        match head {
            Some(head) => sink.add(SPEAKER_HEAD, [sink.value(Value::Word(head.lemma))]),
            None => sink.none(SPEAKER_HEAD),
        }
        let gap = (i64::from(self.candidate.cue.start) - i64::from(range.end)).clamp(-1, 6);
        OfSpeaker { kind, gap: Some(sink.value(Value::Number(gap as i32 + 1))) }
    }

    fn mention_kind(&self, range: TokenRange) -> Value<'static> {
        let first = self.token(range.start as usize);
        if range.len() == 1 && ALONE.has(first.tag) {
            return Value::Word(first.word);
        }
        if matches!(self.token(range.end as usize - 1).tag, Tag::WP | Tag::WDT) {
            return name("relative");
        }
        let named = range.iter().any(|i| self.token(i).tag.is_proper());
        name(if named { "name" } else { "description" })
    }

    /// Of what the rule and the rest of the reading are together.
    pub(super) fn of_rule<S: Sink>(
        &self,
        fixed: &Fixed<S::Value>,
        (cue, of_name, speaker): Shared<'_, S::Value>,
        sink: &mut S,
    ) {
        let candidate = self.candidate;
        let rule = sink.value(self.rule(candidate.rule));
        sink.add(RULE, [rule]);
        sink.add(LEMMA_RULE, [cue.lemma, rule]);
        match candidate.form {
            Some(form) => sink.add(FORM_RULE, [fixed.forms[form as usize], rule]),
            None => sink.none(FORM_RULE),
        }
        sink.add(BEFORE_TAG, [cue.before, rule]);
        sink.add(PRECISION_RULE, [of_name.fine, rule]);
        sink.add(KIND, [fixed.kinds[candidate.kind as usize], rule]);
        sink.add(NAMED, [of_name.named, rule]);
        let inside = sink.value(Self::bucket(self.context.inside, 5.0));
        sink.add(INSIDE, [sink.value(Self::bucket(self.context.inside, 10.0))]);
        sink.add(INSIDE_PRECISION, [inside, of_name.coarse]);
        let speaks = sink.value(Value::Number(self.context.speaks));
        sink.add(SPEAKS, [speaks, rule]);
        sink.add(SPEAKS_PRECISION, [speaks, of_name.coarse]);
        self.of_rival(fixed, rule, sink);
        sink.add(SPEAKER_RULE, [speaker.kind, rule]);
        match speaker.gap {
            Some(gap) => sink.add(SUBJECT_GAP, [gap, rule]),
            None => sink.none(SUBJECT_GAP),
        }
        let addressee = Value::Number(candidate.addressee.is_some().into());
        sink.add(ADDRESSEE, [sink.value(addressee), rule]);
        self.of_quote(cue.lemma, rule, sink);
        self.of_edges(fixed, cue.lemma, rule, sink);
    }

    /// Of the other reading of the same cue that the rules hold to be the best.
    fn of_rival<S: Sink>(&self, fixed: &Fixed<S::Value>, rule: S::Value, sink: &mut S) {
        let Some(rival) = self.context.rival else {
            sink.add(RIVAL, [fixed.none, rule]);
            sink.none(RIVAL_MARGIN);
            sink.none(RIVAL_LENGTH);
            return;
        };
        sink.add(RIVAL, [sink.value(self.rule(rival.rule)), rule]);
        sink.add(RIVAL_MARGIN, [sink.value(Value::Number(rival.margin))]);
        sink.add(RIVAL_LENGTH, [sink.value(Value::Number(rival.length)), rule]);
    }

    fn of_quote<S: Sink>(&self, lemma: S::Value, rule: S::Value, sink: &mut S) {
        let candidate = self.candidate;
        let size: usize = candidate.quote.iter().map(|r| r.len()).sum();
        let size = sink.value(Value::Number(length_bucket(size)));
        sink.add(LENGTH, [size]);
        sink.add(LENGTH_RULE, [size, rule]);
        let after =
            candidate.quote.iter().find(|r| r.start > candidate.head).or(candidate.quote.first());
        sink.none(QUOTE_WORD);
        if let Some(piece) = after {
            let first = self.token(piece.start as usize);
            let word = sink.value(Value::Word(first.word));
            sink.add(FIRST, [word]);
            sink.add(FIRST_TAG, [sink.value(Value::Tag(first.tag)), rule]);
            sink.add(FIRST_LEMMA, [lemma, word]);
            for (nth, i) in piece.iter().take(3).enumerate() {
                sink.add_nth(QUOTE_WORD, nth, [sink.value(Value::Word(self.token(i).lemma))]);
            }
        } else {
            sink.none(FIRST);
            sink.none(FIRST_TAG);
            sink.none(FIRST_LEMMA);
        }
        let tokens = &self.document.tokens;
        let opens = |r: &TokenRange| tokens[r.iter()].iter().any(|t| t.mark == Mark::Open);
        let marked = candidate.quote.iter().any(opens);
        sink.add(MARKS, [sink.value(Value::Number(marked.into())), rule]);
        let probability = sink.value(Self::bucket(candidate.end_probability, 8.0));
        sink.add(END_ALL, [probability]);
        sink.add(END, [probability, rule]);
        sink.add(PIECES, [sink.value(Value::Number(candidate.quote.len() as i32)), rule]);
    }

    /// Of what the quote is about, and of what stands around the attribution.
    fn of_edges<S: Sink>(
        &self,
        fixed: &Fixed<S::Value>,
        lemma: S::Value,
        rule: S::Value,
        sink: &mut S,
    ) {
        let tokens = &self.document.tokens;
        let candidate = self.candidate;
        let parts = candidate.speaker.iter().chain([&candidate.cue]).chain(&candidate.quote);
        let first = parts.map(|r| r.start).min().unwrap_or(candidate.head);
        let before = self.before(first).map(|i| self.token(i));
        let word = before.map_or(fixed.start, |token| sink.value(Value::Word(token.word)));
        let tag = before.map_or(fixed.start, |token| sink.value(Value::Tag(token.tag)));
        sink.add(CLAUSE_BEFORE, [word]);
        sink.add(CLAUSE_BEFORE_TAG, [tag, rule]);
        let Some(piece) = candidate.quote.last() else {
            sink.none(AFTER_QUOTE);
            for template in [AFTER_QUOTE_TAG, ENDED_BY, VERBED, MODAL] {
                sink.none(template);
            }
            return self.of_object(None, lemma, rule, sink);
        };
        let end = piece.end as usize;
        let after = tokens.get(end).filter(|token| token.paragraph == tokens[end - 1].paragraph);
        let word = after.map_or(fixed.end, |token| sink.value(Value::Word(token.word)));
        let tag = after.map_or(fixed.end, |token| sink.value(Value::Tag(token.tag)));
        sink.add(AFTER_QUOTE, [word]);
        sink.add(AFTER_QUOTE_TAG, [tag, rule]);
        let ended = candidate.ended_by.map_or(fixed.none, |id| sink.value(self.rule(id)));
        sink.add(ENDED_BY, [ended, rule]);
        let words = &tokens[piece.iter()];
        let tags = words.iter().fold(TagSet::default(), |tags, t| tags.union(TagSet::of(&[t.tag])));
        let verb = tags.bits() & TagSet::FINITE.bits() != 0;
        sink.add(VERBED, [sink.value(Value::Number(verb.into())), rule]);
        let modal = || words.iter().find(|t| t.tag == Tag::MD);
        match tags.has(Tag::MD).then(modal).flatten() {
            Some(modal) => sink.add(MODAL, [sink.value(Value::Word(modal.lemma)), rule]),
            None => sink.none(MODAL),
        }
        self.of_object(self.object(*piece), lemma, rule, sink);
    }

    /// The head of the noun phrase that the quote begins with: what is offered,
    /// rejected, expressed.
    fn object(&self, piece: TokenRange) -> Option<&Token> {
        let words = self.document.tokens[piece.iter()].iter();
        let nominal = words.take_while(|t| NOMINAL.has(t.tag));
        nominal.filter(|token| token.tag.is_noun()).last()
    }

    fn of_object<S: Sink>(
        &self,
        object: Option<&Token>,
        lemma: S::Value,
        rule: S::Value,
        sink: &mut S,
    ) {
        let Some(object) = object else {
            sink.none(OBJECT);
            sink.none(OBJECT_RULE);
            sink.none(OBJECT_CLASS);
            return;
        };
        let cues = self.rules.cues.of_lemma(object.lemma).iter();
        let nouns = cues.map(|&id| self.rules.cues.cue(id)).filter(|c| c.class == CueClass::Noun);
        let class = nouns.map(|cue| cue.stance).next();
        let class = class.unwrap_or(if object.tag.is_proper() { "name" } else { "none" });
        let class = sink.value(name(class));
        sink.add(OBJECT, [sink.value(Value::Word(object.lemma))]);
        sink.add(OBJECT_RULE, [class, rule]);
        sink.add(OBJECT_CLASS, [class, lemma]);
    }
}
