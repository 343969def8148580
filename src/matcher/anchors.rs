//! Where patterns are entered, token by token.

use super::entries::{FORMS, FoundForm};
use super::heads::{cue_class, rest_end};
use super::program::Way;
use super::readings::{FoundCue, is_time, unlike};
use super::ready::Entry;
use super::search::{OtherEnds, Search};
use super::state::{Bindings, Place, Rest};
use super::{Attachment, Candidate, Matcher};
use crate::rules::{Cue, CueClass, CueId, CueShape, Role, SlotName};
use crate::text::{Document, Mark, Phrases, Tag, TokenRange, VerbGroup, WordId};

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
        let phrases = Phrases { document, lexicon: self.lexicon(), grammar: &self.grammar };
        let mut search = Search::new(phrases);
        for sentence in &document.sentences {
            let tokens = sentence.tokens;
            let first = tokens.start as usize;
            if document.paragraphs[document.tokens[first].paragraph as usize].noise {
                continue;
            }
            // A quote may close right before its sentence.
            let from = first.saturating_sub(1);
            search.held = self.words.held(&document.tokens[from..tokens.end as usize]);
            for i in tokens.iter() {
                if document.tokens[i].mark == Mark::Inside {
                    continue;
                }
                let place = Place { floor: first, end: tokens.end as usize, ..Place::default() };
                search.begin_cue();
                self.cues_at(&search, i, place, &mut candidates);
                self.words_at(&search, i, place, &mut candidates, &mut attachments);
            }
        }
        (candidates, attachments)
    }

    fn cues_at(&self, phrases: &Search<'_>, i: usize, place: Place, out: &mut Vec<Candidate>) {
        let token = phrases.token(i);
        if let Some(lemma) = self.verb_as_noun(phrases, i, place) {
            self.cues_of(phrases, i, lemma, CueClass::Verb, place, out);
        }
        let Some(class) = cue_class(token.tag) else { return };
        // A participle may be an adjective too, known by its own form: "worried".
        let adjectives = match token.tag {
            Tag::VBN => self.rules.cues.of_lemma(token.word),
            _ => &[],
        };
        self.cues_of(phrases, i, token.lemma, class, place, out);
        for &id in adjectives {
            let cue = self.rules.cues.cue(id);
            if cue.class == CueClass::Adjective
                && let Some(stop) = rest_end(phrases, cue, i, place)
            {
                self.cue(phrases, i, stop, Some((id, cue)), place, out);
            }
        }
        let auxiliary = self.auxiliaries.is_some_and(|l| self.lexicon().is_in(token.lemma, l));
        if class == CueClass::Verb && !auxiliary {
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
        place: Place,
        out: &mut Vec<Candidate>,
    ) {
        for &id in self.rules.cues.of_lemma(lemma) {
            let cue = self.rules.cues.cue(id);
            if cue.class == class
                && let Some(stop) = rest_end(phrases, cue, i, place)
            {
                self.cue(phrases, i, stop, Some((id, cue)), place, out);
            }
        }
    }

    fn cue(
        &self,
        phrases: &Search<'_>,
        head: usize,
        stop: usize,
        cue: Option<(CueId, &'r Cue)>,
        mut place: Place,
        out: &mut Vec<Candidate>,
    ) {
        let class = cue.map_or(CueClass::Verb, |(_, c)| c.class);
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
        place.group = group;
        let found = FoundCue {
            head,
            range: TokenRange::new(start, stop),
            group,
            id: cue.map(|(id, _)| id),
            cue: cue.map(|(_, c)| c),
            negated: group.is_some_and(|g| g.negated),
        };
        let open = cue.is_some_and(|(_, cue)| self.is_open(cue));
        phrases.forget_lefts(self.lefts.len());
        self.by_form[form.index()].each(found.cue, open, |entry| {
            let entry = &self.entries[entry as usize];
            let held = entry.needs.met_by(phrases.held);
            if held && self.may_begin(phrases, &entry.right.first, stop, place) {
                self.candidate(phrases, entry, &found, place, out);
            }
        });
    }

    /// Whether a cue may be read in frames that its entry does not name: with
    /// tables, which weigh the reading, a verb may in any frame that many name.
    fn is_open(&self, cue: &Cue) -> bool {
        cue.class == CueClass::Verb && cue.rest.is_empty() && self.weighs()
    }

    /// Whether tables weigh the readings, or are being learned.
    pub(super) fn weighs(&self) -> bool {
        self.models.is_some_and(|m| m.readings.is_some() || m.learning)
    }

    fn candidate(
        &self,
        phrases: &Search<'_>,
        entry: &Entry<'r>,
        found: &FoundCue<'r>,
        mut place: Place,
        out: &mut Vec<Candidate>,
    ) {
        place.rule = entry.rule;
        place.head = found.head;
        let mut others = OtherEnds::default().into_iter();
        loop {
            let Some(bindings) = self.around(phrases, entry, found.range, place) else { return };
            if !bindings.has_quote() || is_time(phrases, &bindings) {
                return;
            }
            out.push(self.read(phrases, entry.rule, found, entry.frame, &bindings));
            if place.given.is_none() {
                let ended = phrases.ended(&bindings);
                others = ended.map_or_else(OtherEnds::default, |ended| ended.others).into_iter();
            }
            place.given = others.next().flatten();
            if place.given.is_none() {
                return;
            }
        }
    }

    /// Matches both sides of an anchor that takes `range`; the left first, as what other
    /// rules have found there is known.
    fn around(
        &self,
        phrases: &Search<'_>,
        entry: &Entry<'r>,
        range: TokenRange,
        place: Place,
    ) -> Option<Bindings> {
        let mut bindings = match phrases.left(entry.left) {
            Some(known) => known?,
            None => {
                let found = self.before(phrases, &self.lefts[entry.left].1, range, place);
                phrases.note_left(entry.left, found);
                found?
            }
        };
        let right = Rest::of(&entry.right.steps);
        self.forward(phrases, right, range.end as usize, place, &mut bindings)?;
        Some(bindings)
    }

    /// What the steps before an anchor that takes `range` bind.
    fn before(
        &self,
        phrases: &Search<'_>,
        left: &Way<'_>,
        range: TokenRange,
        place: Place,
    ) -> Option<Bindings> {
        let at = range.start as usize;
        self.may_end(phrases, &left.last, at).then_some(())?;
        let mut bindings = Bindings::default();
        bindings.bind(SlotName::Cue, range);
        self.backward(phrases, Rest::of(&left.steps), at, place, &mut bindings)?;
        Some(bindings)
    }

    fn words_at(
        &self,
        phrases: &Search<'_>,
        i: usize,
        place: Place,
        candidates: &mut Vec<Candidate>,
        attachments: &mut Vec<Attachment>,
    ) {
        let token = phrases.token(i);
        let word = token.word;
        let may = self.anchors.as_ref().is_none_or(|sets| self.words.meets(sets, token));
        if word == WordId::UNKNOWN || !may {
            return;
        }
        for &entry in self.by_word.get(&word).map_or(&[][..], Vec::as_slice) {
            self.literal(phrases, entry, i, place, candidates, attachments);
        }
        for (list, set, entries) in &self.by_list {
            if set.is_none_or(|set| self.words.has(set, token))
                && self.list_end(phrases, *list, i, place).is_some()
            {
                for &entry in entries {
                    self.literal(phrases, entry, i, place, candidates, attachments);
                }
            }
        }
    }

    fn literal(
        &self,
        phrases: &Search<'_>,
        entry: u32,
        i: usize,
        place: Place,
        candidates: &mut Vec<Candidate>,
        attachments: &mut Vec<Attachment>,
    ) {
        let entry = &self.entries[entry as usize];
        if !entry.needs.met_by(phrases.held) {
            return;
        }
        let place = Place { rule: entry.rule, head: i, ..place };
        let mut bindings = Bindings::default();
        let right = Rest::of(&entry.right.steps);
        let whole = Rest::before(&entry.anchor.steps, &right);
        let Some(end) = self.forward(phrases, whole, i, place, &mut bindings) else { return };
        let Some(start) = self.backward(
            phrases,
            Rest::of(&self.lefts[entry.left].1.steps),
            i,
            place,
            &mut bindings,
        ) else {
            return;
        };
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
        place: Place,
    ) -> Option<usize> {
        // 0.4: weaker cues end no quote; chosen by judgement.
        const FIRM: f32 = 0.4;
        let mut head = at;
        // 5: "would not have even said".
        while head < place.end && head < at + 5 {
            let tag = phrases.tag(head);
            let auxiliary = self
                .auxiliaries
                .is_some_and(|l| self.lexicon().is_in(phrases.token(head).lemma, l));
            let skip = matches!(tag, Tag::RB | Tag::RBR | Tag::MD | Tag::TO)
                || (auxiliary
                    && head + 1 < place.end
                    && (phrases.tag(head + 1).is_verb() || phrases.tag(head + 1) == Tag::RB));
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
        self.rules.cues.of_lemma(phrases.token(head).lemma).iter().find_map(|&id| {
            let cue = self.rules.cues.cue(id);
            let fits =
                cue.class == CueClass::Verb && cue.frame(frame).is_some_and(|f| f.weight >= FIRM);
            fits.then(|| rest_end(phrases, cue, head, place)).flatten()
        })
    }
}
