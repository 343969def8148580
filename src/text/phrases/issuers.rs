//! Who speaks in a document: "Kim issued a statement |saying|" is Kim's saying,
//! though the statement stands before the participle.

use super::super::{Tag, TokenRange};
use super::{Phrases, VerbForm, VerbGroup};

impl Phrases<'_> {
    /// The doer of the verb that `nearest`, the noun phrase right before a
    /// participle, hangs on: the document's issuer in "issued a statement",
    /// "sent a letter to Moon"; the one who is "caught on camera".
    pub fn issuer(
        &self,
        group: &VerbGroup,
        nearest: TokenRange,
        floor: usize,
    ) -> Option<TokenRange> {
        if group.form != VerbForm::Participle {
            return None;
        }
        let verb = self.issuing_verb(nearest, floor)?;
        let group = self.verb_group(verb, floor);
        let own = match group.form {
            VerbForm::Finite | VerbForm::Passive => self.own_subject(verb, floor),
            VerbForm::Participle | VerbForm::PastParticiple => {
                let apart = self.is(verb - 1, self.grammar.comma);
                self.subject_before(&group, floor).filter(|_| !apart)
            }
            VerbForm::Infinitive => None,
        };
        own.or_else(|| self.shared_subject(&group, floor))
    }

    /// The verb that a document is the object of, phrases between them apart.
    fn issuing_verb(&self, nearest: TokenRange, floor: usize) -> Option<usize> {
        // 3: "sent a letter |to Moon| |on Monday|".
        const HOPS: usize = 3;
        let mut phrase = nearest;
        for _ in 0..HOPS {
            let before = (phrase.start as usize).checked_sub(1).filter(|&b| b > floor)?;
            let document = self.is_document(phrase);
            if document {
                return self.transitive_verb(before, floor);
            }
            let preposition = matches!(self.tag(before), Tag::IN | Tag::TO);
            if !preposition {
                return None;
            }
            if self.is(before, self.grammar.on) && self.tag(before - 1).is_verb() {
                return Some(before - 1);
            }
            phrase = self.noun_phrase_left(before - 1, floor)?;
        }
        None
    }

    /// The verb that ends with token `last`, its particle apart, if it can issue
    /// something: "put out", but not "was".
    fn transitive_verb(&self, last: usize, floor: usize) -> Option<usize> {
        let particle = matches!(self.tag(last), Tag::RP | Tag::RB) && last > floor;
        let verb = if particle { last - 1 } else { last };
        if self.tag(verb).is_noun() {
            // "fired off |to Moon| a statement".
            let to = self.noun_phrase_left(verb, floor)?.start.checked_sub(1)? as usize;
            let addressed = to > floor && self.is(to, self.grammar.to);
            return if addressed { self.transitive_verb(to - 1, floor) } else { None };
        }
        let fits =
            self.tag(verb).is_verb() && !self.lemma_in_list(verb, self.grammar.passive_auxiliaries);
        fits.then_some(verb)
    }

    /// Whether a noun phrase names a document, by its head.
    fn is_document(&self, phrase: TokenRange) -> bool {
        let head = (phrase.start as usize + 1..phrase.end as usize)
            .find(|&k| self.is(k, self.grammar.of))
            .unwrap_or(phrase.end as usize);
        self.in_list(head - 1, self.grammar.documents)
    }
}
