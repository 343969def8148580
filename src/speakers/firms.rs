//! Tells organisations from persons by all that an article says of a name.
//!
//! A name's own words often leave open what it names: "Hanbit" may be a firm or
//! a surname. What stands around all its namings is weighed: "Hanbit's shares",
//! "the carmaker Hanbit" and "Hanbit, a software firm" speak for an organisation,
//! a title, a first name or "Hanbit, who" for a person. All namings then get the
//! sort that weighs more.

use super::names::{Gender, Name, Sort, is_acronym};
use super::person_names::letters_key;
use super::vocabulary::Vocabulary;
use crate::text::{Document, Tag};
use rustc_hash::FxHashMap;

/// How much speaks for an organisation and for a person.
#[derive(Clone, Copy, Debug, Default)]
struct Weight {
    organisation: u32,
    person: u32,
}

/// Settles the sort of names that their own words leave open.
pub(super) fn settle(document: &Document<'_>, words: &Vocabulary<'_>, names: &mut [Name]) {
    let scale = Scale { document, words };
    let mut weights = Weights::with_capacity_and_hasher(names.len() / 2, Default::default());
    for (at, name) in names.iter().enumerate() {
        if scale.is_open(name) {
            let weight = weights.entry(name.key).or_default();
            scale.weigh(name, names.get(at + 1), weight);
        }
    }
    // Names of several words first: whose name is the word that stands alone elsewhere?
    for name in names.iter_mut().filter(|n| n.tokens.len() > 1 && scale.is_open(n)) {
        scale.decide(name, &weights);
    }
    for name in names.iter().filter(|n| n.sort == Sort::Person && n.tokens.len() > 1) {
        let known = || weights.get(&name.key);
        let is_sure = scale.is_full(name) || known().is_some_and(|w| w.person > 3);
        // "Hanbit Europe" tells nothing of Hanbit, a software firm.
        let first = || weights.get(&scale.key(name.tokens.start as usize));
        if !is_sure && first().is_some_and(|w| w.organisation > w.person + 2) {
            continue;
        }
        for i in name.tokens.iter() {
            if let Some(weight) = weights.get_mut(&scale.key(i)) {
                weight.person += if is_sure { 6 } else { 4 };
            }
        }
    }
    for name in names.iter_mut().filter(|n| scale.is_open(n)) {
        if name.tokens.len() == 1 {
            scale.decide(name, &weights);
        } else if name.sort == Sort::Person && name.lead.is_empty() {
            // "Hanbit Europe" beside "Hanbit"
            let first = weights.get(&scale.key(name.tokens.start as usize));
            if first.is_some_and(|w| w.organisation > w.person + 2) {
                (name.sort, name.gender) = (Sort::Organisation, Gender::Unknown);
            }
        }
    }
}

/// Weights by the letters of the name, without case, marks and spaces: [`Name::key`].
type Weights = FxHashMap<u64, Weight>;

struct Scale<'a, 't> {
    document: &'a Document<'t>,
    words: &'a Vocabulary<'a>,
}

impl<'t> Scale<'_, 't> {
    fn text(&self, i: usize) -> &'t str {
        self.document.tokens.get(i).map_or("", |t| t.span.of(self.document.text))
    }

    /// The key of the word that token `i` is.
    fn key(&self, i: usize) -> u64 {
        letters_key(self.text(i))
    }

    /// Gives a name the sort that weighs more.
    fn decide(&self, name: &mut Name, weights: &Weights) {
        let known = weights.get(&name.key);
        let weight = known.copied().unwrap_or_default();
        name.sort = match weight {
            // A place or the like: nothing tells of a person or an organisation.
            Weight { organisation: 0, person: 0 } if name.sort == Sort::Unknown => Sort::Place,
            w if w.organisation >= w.person => Sort::Organisation,
            _ if name.sort == Sort::Organisation => Sort::Unknown,
            _ => name.sort,
        };
        if matches!(name.sort, Sort::Organisation | Sort::Place) {
            name.gender = Gender::Unknown;
        }
    }

    /// Whether a name's own words leave its sort open.
    fn is_open(&self, name: &Name) -> bool {
        let is_open = match name.sort {
            Sort::Person => !self.is_full(name),
            Sort::Unknown => true,
            Sort::Organisation => {
                name.tokens.len() == 1 && !is_acronym(self.text(name.tokens.start as usize))
            }
            Sort::Outlet | Sort::Place => false,
        };
        is_open && !self.words.at(self.words.parties, self.document, name.tokens.start as usize)
    }

    /// Whether a name has a first name or a peer's title, or a family name before others.
    fn is_full(&self, name: &Name) -> bool {
        let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
        name.tokens.len() > 1
            && (self.words.is_first_name(self.document, start)
                || self.words.at(self.words.peer_titles, self.document, start)
                || self.words.is_family_first(self.document, start, end)
                || self.is_initial(start))
            && !name.tokens.iter().any(|i| self.text(i) == "&")
    }

    fn is_initial(&self, i: usize) -> bool {
        let text = self.text(i);
        text.len() == 2 && text.ends_with('.')
    }

    fn is(&self, list: super::vocabulary::List, i: usize) -> bool {
        self.words.at(list, self.document, i)
    }

    fn weigh(&self, name: &Name, next: Option<&Name>, weight: &mut Weight) {
        self.weigh_words(name, weight);
        self.weigh_before(name, weight);
        self.weigh_after(name, next, weight);
    }

    /// What the name's own form tells.
    fn weigh_words(&self, name: &Name, weight: &mut Weight) {
        let (start, end) = (name.tokens.start as usize, name.tokens.end as usize);
        let is_kind =
            !name.lead.is_empty() && self.is(self.words.firm_nouns, name.lead.end as usize - 1);
        if !name.lead.is_empty() && !is_kind {
            weight.person += 4;
        }
        if name.tokens.len() > 1 {
            weight.person = weight.person.max(2);
        } else if self.words.is_first_name(self.document, start)
            || self.words.public_figure(self.document.tokens[start].word).is_some()
            || self.is(self.words.family_first, start)
        {
            weight.person = weight.person.max(3);
        }
        // 3: "R&B" is none.
        let joins = |i: usize| {
            let text = self.text(i);
            text == "&" || text.len() > 3 && text.contains('&')
        };
        if (start..end).any(|i| {
            joins(i)
                || self.words.lexicon.joins_words(self.text(i))
                || is_written_as_firm(self.text(i))
        }) {
            weight.organisation += 4;
        }
    }

    /// "oil giant |Hanbit|", "shares in |Hanbit|", "the |Hanbit|".
    fn weigh_before(&self, name: &Name, weight: &mut Weight) {
        let start = name.lead.start.min(name.tokens.start) as usize;
        let sentence = self.document.sentence_of(name.tokens.start as usize).start as usize;
        let start = if name.lead.is_empty() { name.tokens.start as usize } else { start };
        if start <= sentence {
            return;
        }
        let is_kind = |i: usize| {
            self.is(self.words.firm_nouns, i) || self.is(self.words.organisation_heads, i)
        };
        if name.lead.is_empty()
            && self.document.tokens[start - 1].tag.is_noun()
            && is_kind(start - 1)
            || !name.lead.is_empty() && is_kind(name.lead.end as usize - 1)
        {
            weight.organisation += 4;
        }
        if name.lead.is_empty() && start >= sentence + 2 {
            let employs = self.is(self.words.firm_roles, start - 2)
                && (self.is(self.words.affiliation_links, start - 1)
                    || self.is(self.words.name_links, start - 1));
            weight.organisation += if employs { 3 } else { 0 };
        }
        if name.sort == Sort::Organisation && self.is(self.words.definite, start - 1) {
            weight.organisation += 2;
        }
    }

    /// "|Hanbit|'s shares", "|Hanbit| chairman", "|Hanbit|, a software firm", "|Hanbit|, which".
    fn weigh_after(&self, name: &Name, next: Option<&Name>, weight: &mut Weight) {
        let tokens = &self.document.tokens;
        let end = name.tokens.end as usize;
        let Some(after) = tokens.get(end) else { return };
        let sentence = self.document.sentence_of(end - 1).end as usize;
        let has = |from: usize, to: usize| {
            (from..to.min(sentence)).take_while(|&i| !self.ends_phrase(i)).last()
        };
        let is_owned = |i: usize| self.is(self.words.firm_things, i);
        // "|Hanbit Europe| president Kim Lee"
        let officer = next.is_some_and(|n| {
            n.sort == Sort::Person && n.lead.start as usize <= end && n.tokens.start as usize > end
        });
        if officer
            && name.lead.is_empty()
            && !after.capital
            && self.words.is_role(self.document, end)
        {
            weight.organisation += 4;
        }
        // "|Hanbit| magazine"
        if !after.capital
            && (self.is(self.words.outlet_heads, end) || self.is(self.words.firm_nouns, end))
        {
            weight.organisation += 2;
        }
        if after.tag == Tag::POS {
            if has(end + 1, end + 6).is_some_and(is_owned) {
                weight.organisation += 2;
            }
        } else if !after.capital
            && after.tag.is_noun()
            && name.lead.is_empty()
            && (end..sentence)
                .take_while(|&i| tokens[i].tag.is_noun() && !tokens[i].capital)
                .any(is_owned)
        {
            weight.organisation += 2;
        }
        if self.text(end) == "," && end + 1 < sentence {
            let first = end + 1 + usize::from(tokens[end + 1].tag == Tag::DT);
            let head = has(first, first + 7).filter(|_| !tokens[first].tag.is_proper());
            let is_kind = |h: usize| {
                self.is(self.words.firm_nouns, h) || self.is(self.words.organisation_heads, h)
            };
            if first > end + 1 && head.is_some_and(is_kind) {
                weight.organisation += 4;
            } else if head.is_some_and(|h| self.words.is_role(self.document, h)) {
                weight.person += 4;
            }
        }
        self.weigh_pronoun(end, next, weight);
    }

    /// What ends a noun phrase.
    fn ends_phrase(&self, i: usize) -> bool {
        let tag = self.document.tokens[i].tag;
        !(tag.is_noun()
            || matches!(
                tag,
                Tag::JJ | Tag::JJR | Tag::JJS | Tag::CD | Tag::VBN | Tag::VBG | Tag::POS
            ))
    }

    /// The first pronoun after a name with no other name between: "|Hanbit| said it",
    /// "|Kim| said he"; "who" and "which" right after it.
    fn weigh_pronoun(&self, end: usize, next: Option<&Name>, weight: &mut Weight) {
        let tokens = &self.document.tokens;
        let near = usize::from(self.text(end) == ",") + end;
        match tokens.get(near).map(|t| t.tag) {
            Some(Tag::WP) if self.is(self.words.pronouns_relative, near) => weight.person += 2,
            Some(Tag::WDT) if near > end => weight.organisation += 1,
            _ => {}
        }
        let acts = tokens
            .get(end)
            .is_some_and(|t| matches!(t.tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD | Tag::POS));
        if !acts {
            return;
        }
        // 14: a pronoun farther off may mean another.
        let stop =
            next.map_or(tokens.len(), |n| n.tokens.start as usize).min(end + 14).min(tokens.len());
        let sort = (end..stop).find_map(|i| {
            let is = |list| self.is(list, i);
            if is(self.words.pronouns_male) || is(self.words.pronouns_female) {
                Some(Sort::Person)
            } else if is(self.words.pronouns_thing) {
                Some(Sort::Organisation)
            } else {
                None
            }
        });
        match sort {
            Some(Sort::Person) => weight.person += 2,
            Some(_) => weight.organisation += 1,
            None => {}
        }
    }
}

/// Whether a digit stands in the word, or a hyphen after one capital: "T-Mobile".
fn is_written_as_firm(word: &str) -> bool {
    let bytes = word.as_bytes();
    let digit = bytes.iter().any(u8::is_ascii_digit);
    let short = bytes.len() > 3 && bytes[1] == b'-' && bytes[0].is_ascii_uppercase();
    digit || short
}
