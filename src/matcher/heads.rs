//! The heads of cues: verbs that are tagged as nouns, the verb of a predicate
//! adjective, participles that are past tenses, and the words after a head.

use super::Matcher;
use super::seen::{is_headline, precedes_verb};
use super::state::Place;
use crate::rules::{Cue, CueClass, CueId, CueLexicon};
use crate::text::{Document, Phrases, Tag, TagSet, TokenRange, VerbForm, VerbGroup, WordId};
use rustc_hash::FxHashMap;

impl Matcher<'_> {
    /// The entry of the cue lexicon that token `i` heads, whatever stands before
    /// it: of several the longest.
    pub(crate) fn cue_headed(&self, document: &Document<'_>, i: usize) -> Option<CueId> {
        let phrases = Phrases { document, lexicon: self.lexicon(), grammar: self.grammar };
        let tokens = document.sentence_of(i);
        let (floor, end) = (tokens.start as usize, tokens.end as usize);
        let place = &Place { floor, end, ..Place::default() };
        let class = cue_class(document.tokens[i].tag)?;
        let mut of_class = self.cue_heads.of(document.tokens[i].lemma, class).iter();
        of_class.find(|head| self.cue_heads.end(&phrases, head, i, place).is_some()).map(|h| h.id)
    }

    /// The lemma of a verb that is tagged as a noun, with no finite verb before it
    /// in its sentence: in a headline ("Clinton blasts Trump", "Kim Vows To
    /// Fight") and, with tables, which weigh the reading, after any name, plural or
    /// pronoun.
    pub(super) fn verb_as_noun(
        &self,
        phrases: &Phrases<'_>,
        i: usize,
        place: &Place,
    ) -> Option<WordId> {
        let token = phrases.token(i);
        let headline = is_headline(token, place.end - place.floor);
        let follows = |i: usize| precedes_verb(phrases.token(i));
        let lower = !token.capital && self.weighs();
        if i == place.floor || !token.tag.is_noun() || !(headline || lower && follows(i - 1)) {
            return None;
        }
        let word = self.lexicon().word(token.word);
        // One name alone does not "campaign": it campaigns.
        let base = !word.tags.contains(&Tag::VBZ);
        let joined = |k: usize| matches!(phrases.tag(k), Tag::CC | Tag::Punct);
        if base && phrases.tag(i - 1) == Tag::NNP && !(place.floor..i).any(joined) {
            return None;
        }
        let verb = word.tags.iter().any(|t| matches!(t, Tag::VBZ | Tag::VBP));
        let first = (place.floor..i).all(|k| !TagSet::FINITE.has(phrases.tag(k)));
        (verb && first).then(|| self.lexicon().lemmas(token.word)[0])
    }

    /// The verb group of a predicate adjective: "is confident", "has remained confident".
    pub(super) fn predicate(
        &self,
        phrases: &Phrases<'_>,
        head: usize,
        place: &Place,
    ) -> Option<VerbGroup> {
        let mut group = phrases.verb_group(head, place.floor);
        let start = group.tokens.start as usize;
        if start > place.floor
            && phrases.tag(start - 1).is_verb()
            && self.linking.is_some_and(|l| self.lexicon().is_in(phrases.token(start - 1).lemma, l))
        {
            group = phrases.verb_group(start - 1, place.floor);
        }
        let start = group.tokens.start as usize;
        let verb = (start..head).any(|k| phrases.tag(k).is_verb() || phrases.tag(k) == Tag::MD);
        let tokens = TokenRange::new(start, head + 1);
        verb.then_some(VerbGroup { tokens, head, form: VerbForm::Finite, ..group })
    }

    /// A bare past participle after "and" or "but" is a past tense, if the word
    /// can be one: "mocked Kim and threatened".
    pub(super) fn coordinate_form(
        &self,
        phrases: &Phrases<'_>,
        group: &VerbGroup,
        start: usize,
    ) -> VerbForm {
        let joined = start > 0 && matches!(phrases.tag(start - 1), Tag::CC | Tag::RB);
        let past = || self.lexicon().word(phrases.token(group.head).word).tags.contains(&Tag::VBD);
        if group.form == VerbForm::PastParticiple && joined && past() {
            return VerbForm::Finite;
        }
        group.form
    }
}

/// The class of the cues that a word of that tag heads.
pub(super) fn cue_class(tag: Tag) -> Option<CueClass> {
    match tag {
        tag if tag.is_verb() => Some(CueClass::Verb),
        Tag::NN | Tag::NNS => Some(CueClass::Noun),
        Tag::JJ => Some(CueClass::Adjective),
        _ => None,
    }
}

/// The cues of the lexicon by their lemmas, those of one lemma side by side: what is
/// asked of every verb is in two places in memory.
#[derive(Default)]
pub(super) struct CueHeads {
    /// By lemma and class: where its cues begin and end.
    ranges: FxHashMap<u32, (u32, u32)>,
    heads: Vec<CueHead>,
    /// The words that must follow heads.
    rests: Vec<WordId>,
}

fn key(lemma: WordId, class: CueClass) -> u32 {
    lemma.0 << 2 | class as u32
}

/// What is first asked of a cue.
pub(super) struct CueHead {
    pub(super) id: CueId,
    pub(super) class: CueClass,
    /// Whether it may be read in frames that its entry does not name: a verb may in any
    /// frame that many name.
    pub(super) is_open: bool,
    /// Its place in the words that must follow.
    rest: (u32, u32),
}

impl CueHeads {
    pub(super) fn new(cues: &CueLexicon) -> Self {
        let mut all = Self { heads: Vec::with_capacity(cues.len()), ..Self::default() };
        all.ranges.reserve(cues.len());
        for Cue { lemma, class, .. } in cues.iter() {
            let next = all.heads.len() as u32;
            let range = all.ranges.entry(key(lemma, class)).or_insert((next, next));
            if *range != (next, next) {
                continue;
            }
            let own = cues.of_lemma(lemma).iter().map(|&id| (id, cues.cue(id)));
            for (id, cue) in own.filter(|(_, cue)| cue.class == class) {
                let start = all.rests.len() as u32;
                all.rests.extend(cue.rest);
                let is_open = class == CueClass::Verb && cue.rest.is_empty();
                let rest = (start, all.rests.len() as u32);
                all.heads.push(CueHead { id, class, is_open, rest });
            }
            range.1 = all.heads.len() as u32;
        }
        all
    }

    /// The cues of that class whose lemma it is, longest first.
    pub(super) fn of(&self, lemma: WordId, class: CueClass) -> &[CueHead] {
        let range = self.ranges.get(&key(lemma, class));
        range.map_or(&[], |&(start, end)| &self.heads[start as usize..end as usize])
    }

    /// Where a cue whose head is token `i` ends: after the words that must follow the
    /// head, adverbs between them apart ("spoke emotionally of").
    pub(super) fn end(
        &self,
        phrases: &Phrases<'_>,
        head: &CueHead,
        i: usize,
        place: &Place,
    ) -> Option<usize> {
        let mut at = i + 1;
        for &word in &self.rests[head.rest.0 as usize..head.rest.1 as usize] {
            while at < place.end && phrases.token(at).word != word && phrases.tag(at) == Tag::RB {
                at += 1;
            }
            (at < place.end && phrases.token(at).word == word).then(|| at += 1)?;
        }
        Some(at)
    }
}
