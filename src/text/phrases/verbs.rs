//! Verb groups: a verb with its auxiliaries, adverbs and negation.

use super::super::{Mark, Tag, TagSet, TokenRange};
use super::Phrases;

/// A verb's form, as its group shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VerbForm {
    /// Active, with tense or modal.
    Finite,
    /// An -ing form without auxiliary.
    Participle,
    /// "to say", or a bare base form.
    Infinitive,
    /// be + past participle.
    Passive,
    /// A past participle without auxiliary.
    PastParticiple,
}

/// A verb with its auxiliaries, adverbs and negation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VerbGroup {
    /// From the first auxiliary to the verb.
    pub tokens: TokenRange,
    /// The verb.
    pub head: usize,
    /// Its form.
    pub form: VerbForm,
    /// Whether "not" or "never" stands in it.
    pub negated: bool,
}

impl Phrases<'_> {
    /// The group of the verb at `head`; none of it before `floor`.
    pub fn verb_group(&self, head: usize, floor: usize) -> VerbGroup {
        let mut start = head;
        while start > floor && self.belongs(start - 1) {
            start -= 1;
        }
        // Adverbs before the first auxiliary stay outside, negations apart.
        while start < head
            && matches!(self.tag(start), Tag::RB | Tag::RBR)
            && !self.in_list(start, self.grammar.negations)
        {
            start += 1;
        }
        let negated = (start..head).any(|k| self.in_list(k, self.grammar.negations));
        VerbGroup {
            tokens: TokenRange::new(start, head + 1),
            head,
            form: self.form(start, head),
            negated,
        }
    }

    fn belongs(&self, i: usize) -> bool {
        let token = self.token(i);
        if token.mark == Mark::Close {
            return false;
        }
        matches!(token.tag, Tag::MD | Tag::RB | Tag::RBR | Tag::TO)
            || self.in_list(i, self.grammar.negations)
            || (token.tag.is_verb() && self.lemma_in_list(i, self.grammar.auxiliaries))
            || self.parts_auxiliary(i)
    }

    /// Whether a preposition stands between an auxiliary and its participle, as
    /// an adverb does: "has since said".
    fn parts_auxiliary(&self, i: usize) -> bool {
        self.tag(i) == Tag::IN
            && i > 0
            && self.tag(i - 1).is_verb()
            && self.lemma_in_list(i - 1, self.grammar.auxiliaries)
            && i + 1 < self.document.tokens.len()
            && matches!(self.tag(i + 1), Tag::VBN | Tag::VBD)
    }

    fn form(&self, start: usize, head: usize) -> VerbForm {
        let finite = (start..head).any(|k| TagSet::FINITE.has(self.tag(k)));
        let infinitive = (start..head).any(|k| self.tag(k) == Tag::TO);
        match self.tag(head) {
            Tag::VBD | Tag::VBZ | Tag::VBP => VerbForm::Finite,
            Tag::VBN => {
                // The nearest auxiliary decides: "has been said" is passive, "has said" is not.
                let auxiliary = (start..head).rev().find(|&k| self.tag(k).is_verb());
                match auxiliary {
                    Some(k) if self.lemma_in_list(k, self.grammar.passive_auxiliaries) => {
                        VerbForm::Passive
                    }
                    Some(_) => VerbForm::Finite,
                    None => VerbForm::PastParticiple,
                }
            }
            Tag::VBG if start == head || !(finite || infinitive) => VerbForm::Participle,
            Tag::VB if finite && !infinitive => VerbForm::Finite,
            // Base form and present are one word; after a subject it is the present.
            Tag::VB if start == head && self.follows_subject(start) => VerbForm::Finite,
            Tag::VB => VerbForm::Infinitive,
            _ if infinitive => VerbForm::Infinitive,
            _ => VerbForm::Finite,
        }
    }

    /// Whether a plural or a name stands right before `at`: "Kim and Moon say".
    fn follows_subject(&self, at: usize) -> bool {
        at.checked_sub(1).is_some_and(|i| {
            matches!(self.tag(i), Tag::NNS | Tag::NNP | Tag::NNPS)
                && self.token(i).mark != Mark::Close
        })
    }
}
