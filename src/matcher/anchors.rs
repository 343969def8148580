//! Where patterns are entered, token by token.

use super::entries::{FORMS, FoundForm};
use super::forms::Sight;
use super::heads::{CueHead, cue_class};
use super::program::Way;
use super::readings::{FoundCue, is_time, unlike};
use super::ready::{BY_WORD, Entry, lists_of};
use super::search::{OtherEnds, Search};
use super::seen::{NOMINAL, Sentence, Start, class_bit};
use super::state::{Bindings, Place, Rest};
use super::{Attachment, Candidate, Matcher};
use crate::rules::{CueClass, CueShape, Role, SlotName};
use crate::text::{Document, Phrases, Tag, TokenRange, VerbGroup, WordId};

/// How many heads of readings, and anchors of what attaches to them, the first so many
/// tokens of a sentence can have before no more are looked for. No row of 2,200 articles
/// changes by it; “he said he said he said” without end reaches it, where a head would
/// cost twice what it does in news.
fn most_heads(tokens: usize) -> usize {
    12 + tokens / 20
}

impl<'r> Matcher<'r> {
    /// All readings in `document`, in text order of their heads, and all
    /// attachments. Of those that differ in nothing but the rule, the best.
    pub fn find(&self, document: &Document<'_>) -> (Vec<Candidate>, Vec<Attachment>) {
        let (readings, attachments) = self.find_all(document);
        (unlike(readings), attachments)
    }

    /// The same with the readings that are like better ones.
    pub(crate) fn find_all(&self, document: &Document<'_>) -> (Vec<Candidate>, Vec<Attachment>) {
        let (mut candidates, mut attachments) = (Vec::new(), Vec::new());
        let phrases = Phrases { document, lexicon: self.lexicon(), grammar: self.grammar };
        let mut search = Search::new(phrases);
        if self.thorough {
            search.sentence = Sentence::forgetful();
        }
        let weighs = self.weighs();
        for sentence in &document.sentences {
            let tokens = sentence.tokens;
            let first = tokens.start as usize;
            if document.paragraphs[document.tokens[first].paragraph as usize].noise {
                continue;
            }
            search.sentence.enter(&self.words, &document.tokens, tokens, weighs);
            let place = Place { floor: first, end: tokens.end as usize, ..Place::default() };
            let mut heads_read = 0;
            let mut number = 0;
            while let Some(Start { token: i, begins, heads }) = search.sentence.start(number) {
                number += 1;
                if heads_read > most_heads(i - first) {
                    continue;
                }
                let before = candidates.len() + attachments.len();
                search.begin_cue();
                if heads != 0 {
                    self.cues_at(&search, i, heads, &place, &mut candidates);
                }
                if begins != 0 {
                    self.words_at(&search, i, begins, &place, &mut candidates, &mut attachments);
                }
                heads_read += usize::from(candidates.len() + attachments.len() > before);
            }
        }
        (candidates, attachments)
    }

    /// Tries the cues that token `i` heads; `heads` tells the classes of those that it can.
    fn cues_at(
        &self,
        phrases: &Search<'_>,
        i: usize,
        heads: u8,
        place: &Place,
        out: &mut Vec<Candidate>,
    ) {
        let token = phrases.token(i);
        if heads & NOMINAL != 0
            && let Some(lemma) = self.verb_as_noun(phrases, i, place)
        {
            self.cues_of(phrases, i, lemma, CueClass::Verb, place, out);
        }
        let Some(class) = cue_class(token.tag) else { return };
        if heads & class_bit(class) != 0 {
            self.cues_of(phrases, i, token.lemma, class, place, out);
        }
        // A participle may be an adjective too, known by its own form: "worried".
        if token.tag == Tag::VBN {
            self.cues_of(phrases, i, token.word, CueClass::Adjective, place, out);
        }
        let auxiliary = || self.auxiliaries.is_some_and(|l| self.lexicon().is_in(token.lemma, l));
        if class == CueClass::Verb
            && self.cue_entries.may_read_unlisted(phrases.sentence.held(i, i + 1))
            && !auxiliary()
        {
            self.cue(phrases, i, i + 1, None, place, out);
        }
    }

    /// The cues of that class whose head token `i` is, as a form of `lemma`.
    fn cues_of(
        &self,
        phrases: &Search<'_>,
        i: usize,
        lemma: WordId,
        class: CueClass,
        place: &Place,
        out: &mut Vec<Candidate>,
    ) {
        if !self.words.heads(lemma, class) {
            return;
        }
        for head in self.cue_heads.of(lemma, class) {
            if let Some(stop) = self.cue_heads.end(phrases, head, i, place) {
                self.cue(phrases, i, stop, Some(head), place, out);
            }
        }
    }

    fn cue(
        &self,
        phrases: &Search<'_>,
        head: usize,
        stop: usize,
        cue: Option<&CueHead>,
        place: &Place,
        out: &mut Vec<Candidate>,
    ) {
        let class = cue.map_or(CueClass::Verb, |cue| cue.class);
        let (start, group, form) = match class {
            CueClass::Noun => (head, None, FoundForm::Noun),
            CueClass::Adjective => {
                // "confident that" needs its verb; "the confident claim" has none.
                let Some(group) = self.predicate(phrases, head, place) else { return };
                let start = group.tokens.start as usize;
                (start, Some(group), FoundForm::Adjective)
            }
            CueClass::Verb => {
                let group = phrases.verb_group(head, place.floor);
                let start = group.tokens.start as usize;
                let form = self.coordinate_form(phrases, &group, start);
                (start, Some(VerbGroup { form, ..group }), FoundForm::Verb(form))
            }
        };
        let mut place = Place { group, head, ..*place };
        let found = FoundCue {
            head,
            range: TokenRange::new(start, stop),
            group,
            id: cue.map(|cue| cue.id),
            cue: cue.map(|cue| self.rules.cues.cue(cue.id)),
            negated: group.is_some_and(|g| g.negated),
        };
        phrases.forget_lefts(self.lefts.len());
        let sight = Sight {
            form,
            cue: found.id,
            is_open: cue.is_some_and(|cue| cue.is_open) && self.weighs(),
            before: start.checked_sub(1).map(|i| phrases.token(i)),
            after: (stop < place.end).then(|| phrases.token(stop)),
            held: phrases.sentence.held(start, stop),
        };
        self.cue_entries.each(&self.words, &sight, |entry| {
            self.candidate(phrases, &self.entries[entry as usize], &found, &mut place, out)
        });
    }

    /// Whether tables weigh the readings, or are being learned.
    pub(super) fn weighs(&self) -> bool {
        self.models.is_some_and(|m| m.readings.is_some() || m.learning)
    }

    /// Adds what the entry reads off the cue; whether its left side matches.
    fn candidate(
        &self,
        phrases: &Search<'_>,
        entry: &Entry<'r>,
        found: &FoundCue<'r>,
        place: &mut Place,
        out: &mut Vec<Candidate>,
    ) -> bool {
        place.rule = entry.rule;
        place.given = None;
        // The left side first, as what other rules have found there is known.
        let before = |bindings: &mut Bindings| {
            let left = &self.lefts[entry.left].way;
            self.before(phrases, left, found.range, place, bindings)
        };
        let Some(left) = phrases.left(entry.left, before) else { return false };
        let right = |place: &Place| {
            let mut bindings = left;
            let (right, stop) = (Rest::of(&entry.right.steps), found.range.end as usize);
            self.follow(phrases, right, stop, place, &mut bindings)?;
            let reads = bindings.has_quote() && !is_time(phrases, &bindings);
            reads.then_some(bindings)
        };
        let mut bindings = right(place);
        let (mut frame, mut others) = (None, None);
        while let Some(reading) = bindings {
            let frame = *frame.get_or_insert_with(|| found.frame(entry.frame));
            out.push(self.read(phrases, entry.rule, found, frame, &reading));
            let others = others.get_or_insert_with(|| {
                let ended = phrases.ended(&reading);
                ended.map_or_else(OtherEnds::default, |ended| ended.others).into_iter()
            });
            place.given = others.next().flatten();
            bindings = place.given.and_then(|_| right(place));
        }
        true
    }

    /// Whether the steps before an anchor that takes `range` match; what they bind.
    fn before(
        &self,
        phrases: &Search<'_>,
        left: &Way<'_>,
        range: TokenRange,
        place: &Place,
        bindings: &mut Bindings,
    ) -> bool {
        let at = range.start as usize;
        bindings.bind(SlotName::Cue, range);
        self.backward(phrases, Rest::of(&left.steps), at, place, bindings).is_some()
    }

    /// Tries the rules whose literal anchor token `i` begins; `begins` tells which it can.
    fn words_at(
        &self,
        phrases: &Search<'_>,
        i: usize,
        begins: u64,
        place: &Place,
        candidates: &mut Vec<Candidate>,
        attachments: &mut Vec<Attachment>,
    ) {
        let word = phrases.token(i).word;
        if word == WordId::UNKNOWN {
            return;
        }
        let held = phrases.sentence.held(i, i);
        let mut each = |entries: &[u32]| {
            for &entry in entries {
                let entry = &self.entries[entry as usize];
                if entry.needs[0].met_by(held[0]) && entry.needs[1].met_by(held[1]) {
                    self.literal(phrases, entry, i, place, candidates, attachments);
                }
            }
        };
        if begins & BY_WORD != 0 {
            each(self.by_word.get(&word).map_or(&[][..], Vec::as_slice));
        }
        let mut left = begins & !BY_WORD;
        while left != 0 {
            for list in lists_of(left.trailing_zeros(), &self.by_list) {
                if self.list_end(phrases, list.list, i, place).is_some() {
                    each(&list.entries);
                }
            }
            left &= left - 1;
        }
    }

    fn literal(
        &self,
        phrases: &Search<'_>,
        entry: &Entry<'_>,
        i: usize,
        place: &Place,
        candidates: &mut Vec<Candidate>,
        attachments: &mut Vec<Attachment>,
    ) {
        let way = &self.lefts[entry.left].way;
        if !self.may_end(phrases, &way.last, i) {
            return;
        }
        let place = &Place { rule: entry.rule, head: i, ..*place };
        let mut bindings = Bindings::default();
        let right = Rest::of(&entry.right.steps);
        let whole = Rest::before(&entry.anchor.steps, &right);
        let Some(end) = self.follow(phrases, whole, i, place, &mut bindings) else { return };
        let left = Rest::of(&way.steps);
        let Some(start) = self.backward(phrases, left, i, place, &mut bindings) else { return };
        let rule = self.rules.rule(entry.rule);
        if let Role::Attach(slot) = rule.role {
            let tokens = TokenRange::new(start, end.max(i + 1));
            let filler = match bindings.slot(slot) {
                Some(core) if slot == SlotName::When => phrases.dated_phrase(core, tokens),
                filler => filler,
            };
            if let Some(filler) = filler {
                attachments.push(Attachment { rule: entry.rule, slot, tokens, filler });
            }
            return;
        }
        if !bindings.has_quote() || is_time(phrases, &bindings) {
            return;
        }
        let ended = phrases.ended(&bindings);
        candidates.push(Candidate {
            rule: entry.rule,
            head: i as u32,
            cue_id: None,
            cue: bindings.slot(SlotName::Cue).unwrap_or_default(),
            negated: false,
            speaker: bindings.slot(SlotName::Speaker),
            quote: bindings.quote(),
            source: bindings.slot(SlotName::Source),
            addressee: bindings.slot(SlotName::Addressee),
            when: bindings.slot(SlotName::When),
            ended_by: ended.and_then(|ended| ended.by),
            kind: rule.kind.unwrap_or_default(),
            score: rule.prior,
            claim: ended.and_then(|ended| ended.claim),
            end_probability: ended.and_then(|ended| ended.probability).unwrap_or(1.0),
            form: None,
            frame: None,
        });
    }

    /// The end of a cue that starts at `at`, auxiliaries and adverbs included,
    /// as a part of a larger pattern.
    pub(super) fn cue_at(
        &self,
        phrases: &Search<'_>,
        shape: CueShape,
        at: usize,
        place: &Place,
    ) -> Option<usize> {
        // 0.4: weaker cues end no quote; chosen by judgement.
        const FIRM: f32 = 0.4;
        let mut head = at;
        // 5: "would not have even said".
        while head < place.end && head < at + 5 {
            let tag = phrases.tag(head);
            let lemma = phrases.token(head).lemma;
            let skip = matches!(tag, Tag::RB | Tag::RBR | Tag::MD | Tag::TO)
                || (head + 1 < place.end
                    && (phrases.tag(head + 1).is_verb() || phrases.tag(head + 1) == Tag::RB)
                    && self.auxiliaries.is_some_and(|l| self.lexicon().is_in(lemma, l)));
            if !skip {
                break;
            }
            head += 1;
        }
        if head >= place.end || !phrases.tag(head).is_verb() {
            return None;
        }
        let group = phrases.verb_group(head, at);
        let form = FoundForm::Verb(self.coordinate_form(phrases, &group, at));
        if !FORMS[form.index()].contains(&shape.form) {
            return None;
        }
        let Some(frame) = shape.frame else { return Some(head + 1) };
        self.cue_heads.of(phrases.token(head).lemma, CueClass::Verb).iter().find_map(|cue| {
            let named = self.rules.cues.cue(cue.id).frame(frame);
            let fits = named.is_some_and(|frame| frame.weight >= FIRM);
            fits.then(|| self.cue_heads.end(phrases, cue, head, place)).flatten()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleSet;

    #[test]
    fn heads_in_a_crowded_sentence_are_limited_and_in_others_are_not() {
        let rules = RuleSet::embedded().unwrap();
        let matcher = Matcher::new(&rules, None);
        let heads = |text: &str| {
            let document = Document::read(text, 0, &rules.lexicon);
            let mut heads: Vec<u32> = matcher.find(&document).0.iter().map(|c| c.head).collect();
            heads.dedup();
            (heads.len(), document.tokens.len())
        };
        let (found, tokens) = heads(&"he said ".repeat(200));
        assert!(found > 12 && found <= most_heads(tokens) + 1, "{found} of {tokens}");
        let (found, _) =
            heads(&"Kim said that he would go, and Lee said that he would not. ".repeat(50));
        assert!(found >= 100, "{found}");
    }
}
