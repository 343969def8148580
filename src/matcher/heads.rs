//! The heads of cues: verbs that are tagged as nouns, the verb of a predicate
//! adjective, participles that are past tenses, and the words after a head.

use super::Matcher;
use super::state::Place;
use crate::rules::{Cue, CueClass, CueId};
use crate::text::{Document, Mark, Phrases, Tag, TagSet, TokenRange, VerbForm, VerbGroup, WordId};

impl Matcher<'_> {
    /// The entry of the cue lexicon that token `i` heads, whatever stands before
    /// it: of several the longest.
    pub(crate) fn cue_headed(&self, document: &Document<'_>, i: usize) -> Option<CueId> {
        let phrases = Phrases { document, lexicon: self.lexicon(), grammar: &self.grammar };
        let tokens = document.sentence_of(i);
        let (floor, end) = (tokens.start as usize, tokens.end as usize);
        let place = Place { floor, end, ..Place::default() };
        let class = cue_class(document.tokens[i].tag)?;
        let entries = self.rules.cues.of_lemma(document.tokens[i].lemma).iter().copied();
        let mut of_class = entries.filter(|&id| self.rules.cues.cue(id).class == class);
        of_class.find(|&id| rest_end(&phrases, self.rules.cues.cue(id), i, place).is_some())
    }

    /// The lemma of a verb that is tagged as a noun, with no finite verb before it
    /// in its sentence: in a headline ("Clinton blasts Trump", "Kim Vows To
    /// Fight") and, with tables, which weigh the reading, after any name, plural or
    /// pronoun.
    pub(super) fn verb_as_noun(
        &self,
        phrases: &Phrases<'_>,
        i: usize,
        place: Place,
    ) -> Option<WordId> {
        // 20: longer than most headlines, shorter than most first sentences.
        const LONGEST: usize = 20;
        let token = phrases.token(i);
        let headline = token.paragraph == 0 && place.end - place.floor <= LONGEST;
        let nominal = matches!(token.tag, Tag::NN | Tag::NNS | Tag::NNP | Tag::NNPS);
        let follows = |i: usize| {
            matches!(phrases.tag(i), Tag::NNP | Tag::NNPS | Tag::NNS | Tag::PRP)
                || phrases.token(i).mark == Mark::Close
        };
        let lower = !token.capital && self.weighs();
        if i == place.floor || !nominal || !(headline || lower && follows(i - 1)) {
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
        (verb && first).then_some(word.verb_lemma)
    }

    /// The verb group of a predicate adjective: "is confident", "has remained confident".
    pub(super) fn predicate(
        &self,
        phrases: &Phrases<'_>,
        head: usize,
        place: Place,
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
        let word = self.lexicon().word(phrases.token(group.head).word);
        if group.form == VerbForm::PastParticiple && joined && word.tags.contains(&Tag::VBD) {
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

/// Where a cue whose head is token `head` ends: after the words that must follow
/// the head, adverbs between them apart ("spoke emotionally of").
pub(super) fn rest_end(
    phrases: &Phrases<'_>,
    cue: &Cue,
    head: usize,
    place: Place,
) -> Option<usize> {
    let mut at = head + 1;
    for &word in &cue.rest {
        while at < place.end && phrases.token(at).word != word && phrases.tag(at) == Tag::RB {
            at += 1;
        }
        (at < place.end && phrases.token(at).word == word).then(|| at += 1)?;
    }
    Some(at)
}
