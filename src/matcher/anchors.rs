//! Where patterns are entered: rules by the cue form or word they start from.

use super::edges::{EdgeMasks, Edges, Needs, SetBits, WordSets, union};
use super::entries::{FORMS, FoundForm, Trigger, common_frames, triggers};
use super::forms::FormEntries;
use super::heads::{cue_class, rest_end};
use super::program::Way;
use super::readings::{FoundCue, is_time, unlike};
use super::search::{OtherEnds, Search};
use super::state::{Bindings, Place, Rest};
use super::{Attachment, Candidate};
use crate::rules::{
    Cue, CueClass, CueId, CueShape, FrameId, Models, Node, QuoteShape, Role, RuleId, RuleSet,
    Shape, SlotName,
};
use crate::text::{
    Document, Grammar, Lexicon, ListId, Mark, Phrases, Tag, TokenRange, VerbGroup, WordId,
};
use rustc_hash::FxHashMap;

/// A rule set made ready for matching. Shared by all threads.
pub struct Matcher<'r> {
    pub(super) rules: &'r RuleSet,
    models: Option<&'r Models>,
    pub(super) grammar: Grammar,
    entries: Vec<Entry<'r>>,
    /// What stands before anchors: many rules have the same.
    lefts: Vec<(&'r [Node], Way<'r>)>,
    /// Cue rules by the form they ask for.
    by_form: Vec<FormEntries>,
    /// Attributing and attaching rules by their literal anchor.
    by_word: FxHashMap<WordId, Vec<u32>>,
    by_list: Vec<(ListId, Option<u8>, Vec<u32>)>,
    /// The sets of words that begin either; `None`: more than there can be.
    anchors: Option<SetBits>,
    /// End rules in the order of their ids.
    pub(super) ends: Vec<(RuleId, Way<'r>)>,
    /// By shape: those of the first 64 end rules that end such quotes, one bit each.
    pub(super) ends_of: [u64; QuoteShape::ALL.len()],
    /// By what the first 64 end rules can begin.
    pub(super) end_edges: EdgeMasks,
    /// By rule: whether the table of content ends names it.
    pub(super) weighing: Vec<bool>,
    /// Which words patterns can begin and end with.
    pub(super) words: WordSets,
    auxiliaries: Option<ListId>,
    pub(super) linking: Option<ListId>,
    pub(super) no_speakers: Option<ListId>,
    pub(super) subject_pronouns: Option<ListId>,
    pub(super) question_words: Option<ListId>,
    pub(super) outlets: [Option<ListId>; 2],
    pub(super) outlet_heads: Option<ListId>,
    pub(super) full_stop: WordId,
    pub(super) comma: WordId,
}

/// Which rules the table of content ends names.
fn weighing(rules: &RuleSet, models: Option<&Models>) -> Vec<bool> {
    let ends = models.and_then(|models| models.ends.as_ref());
    rules.rules.iter().map(|rule| ends.is_some_and(|ends| ends.mentions(&rule.id))).collect()
}

/// A rule split at its anchor.
struct Entry<'r> {
    rule: RuleId,
    /// What stands before its anchor, by its place in [`Matcher::lefts`].
    left: usize,
    anchor: Way<'r>,
    right: Way<'r>,
    /// The frame of its cue.
    frame: Option<FrameId>,
    /// What its sentence must hold.
    needs: Needs,
}

impl<'r> Matcher<'r> {
    /// Makes `rules` ready. With `only`, of the attributing rules just that one.
    pub fn new(rules: &'r RuleSet, only: Option<RuleId>) -> Self {
        let grammar = Grammar::new(&rules.lexicon);
        let mut edges = Edges::new(rules, &grammar);
        let mut matcher = Self {
            rules,
            models: rules.models.as_ref(),
            grammar: grammar.clone(),
            entries: Vec::new(),
            lefts: Vec::new(),
            by_form: Vec::new(),
            by_word: FxHashMap::default(),
            by_list: Vec::new(),
            anchors: None,
            ends: Vec::new(),
            ends_of: [0; QuoteShape::ALL.len()],
            end_edges: EdgeMasks::default(),
            weighing: weighing(rules, rules.models.as_ref()),
            words: WordSets::default(),
            auxiliaries: rules.lexicon.list("auxiliaries"),
            linking: rules.lexicon.list("linking-verbs"),
            no_speakers: rules.lexicon.list("no-speakers"),
            subject_pronouns: rules.lexicon.list("subject-pronouns"),
            question_words: rules.lexicon.list("question-words"),
            outlets: ["outlets", "platforms"].map(|name| rules.lexicon.list(name)),
            outlet_heads: rules.lexicon.list("outlet-heads"),
            full_stop: rules.lexicon.id("."),
            comma: rules.lexicon.id(","),
        };
        let mut cues = Vec::new();
        for (i, rule) in rules.rules.iter().enumerate() {
            let id = RuleId(i as u16);
            match rule.role {
                Role::End => matcher.add_end(id, &mut edges),
                Role::Attribution if only.is_some_and(|o| o != id) => {}
                _ => matcher.enter(id, &mut edges, &mut cues),
            }
        }
        let common = common_frames(rules);
        let form = |forms: &[_]| FormEntries::new(rules, &cues, forms, &common);
        matcher.by_form = FORMS.iter().map(|forms| form(forms)).collect();
        let mut words: Vec<WordId> = matcher.by_word.keys().copied().collect();
        words.sort_unstable();
        let sets: Option<Vec<u8>> = words.into_iter().map(|word| edges.word(word)).collect();
        let lists: Option<Vec<u8>> = matcher.by_list.iter().map(|(_, set, _)| *set).collect();
        matcher.anchors = sets.zip(lists).map(|(a, b)| union(a.into_iter().chain(b)));
        matcher.words = edges.words();
        let firsts = matcher.ends.iter().map(|(_, way)| &way.first);
        matcher.end_edges = EdgeMasks::new(&matcher.words, firsts);
        matcher
    }

    fn add_end(&mut self, id: RuleId, edges: &mut Edges<'_>) {
        for (shape, _) in QuoteShape::ALL {
            if self.ends_shape(id, shape) {
                // None past the 64th.
                let bit = 1_u64.checked_shl(self.ends.len() as u32).unwrap_or(0);
                self.ends_of[shape as usize] |= bit;
            }
        }
        self.ends.push((id, Way::new(&self.rules.rule(id).pattern, edges)));
    }

    /// Adds a rule; one with a cue to `cues` too, with its entry's place.
    fn enter(
        &mut self,
        id: RuleId,
        edges: &mut Edges<'_>,
        cues: &mut Vec<(u32, RuleId, CueShape)>,
    ) {
        let nodes = &self.rules.rule(id).pattern;
        let cue_of = |n: &Node| match n {
            Node::Slot(slot) => match slot.shape {
                Shape::Cue(shape) => Some(shape),
                _ => None,
            },
            _ => None,
        };
        let is_cue = |n: &Node| cue_of(n).is_some();
        let Some(at) = nodes
            .iter()
            .position(is_cue)
            .or_else(|| nodes.iter().position(|n| !triggers(n).is_empty()))
        else {
            return;
        };
        let cue = cue_of(&nodes[at]);
        let place = self.entries.len() as u32;
        let known = self.lefts.iter().position(|(left, _)| *left == &nodes[..at]);
        let left = known.unwrap_or_else(|| {
            self.lefts.push((&nodes[..at], Way::new(&nodes[..at], edges)));
            self.lefts.len() - 1
        });
        let right = Way::new(&nodes[at + 1..], edges);
        let mut needs = edges.needs(&self.lefts[left].1.steps);
        needs.join(edges.needs(&right.steps));
        self.entries.push(Entry {
            rule: id,
            left,
            anchor: Way::new(&nodes[at..=at], edges),
            right,
            needs,
            frame: cue.and_then(|shape| shape.frame),
        });
        if let Some(shape) = cue {
            cues.push((place, id, shape));
            return;
        }
        for trigger in triggers(&nodes[at]) {
            match trigger {
                Trigger::Word(word) => self.by_word.entry(word).or_default().push(place),
                Trigger::List(list) => match self.by_list.iter_mut().find(|(l, ..)| *l == list) {
                    Some((.., entries)) => entries.push(place),
                    None => self.by_list.push((list, edges.list(list), vec![place])),
                },
            }
        }
    }

    /// The learned tables.
    pub(super) fn models(&self) -> Option<&'r Models> {
        self.models
    }

    /// This matcher with other tables, or none.
    pub fn with_models(mut self, models: Option<&'r Models>) -> Self {
        self.models = models;
        self.weighing = weighing(self.rules, models);
        self
    }

    /// The words of the language.
    pub(super) fn lexicon(&self) -> &'r Lexicon {
        &self.rules.lexicon
    }

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
