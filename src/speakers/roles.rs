//! The roles and affiliations that stand around a name: "Foreign Minister"
//! before it, "a professor of international relations at …" after it, "of
//! King's College London".

use super::names::{Gender, Name};
use super::vocabulary::Vocabulary;
use crate::text::{Document, Tag, TagSet, TokenRange};

/// What one naming tells.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Told {
    /// The title before the name, mere courtesy apart.
    pub(super) lead: Option<TokenRange>,
    /// An appositive, before or after.
    pub(super) apposed: Option<TokenRange>,
    /// The organisation.
    pub(super) affiliation: Option<TokenRange>,
    /// One past what belongs to the naming: name, acronym, appositive.
    pub(super) end: usize,
}

/// What ends an appositive beside its comma.
const VERBS: TagSet = TagSet::of(&[Tag::VBD, Tag::VBZ, Tag::VBP, Tag::MD, Tag::WP, Tag::WPS]);

/// Reads what stands around `name`.
pub(super) fn of_name(
    document: &Document<'_>,
    words: &Vocabulary<'_>,
    names: &[Name],
    name: &Name,
) -> Told {
    let around = Surroundings { document, words, names };
    let lead = around.lead(name.lead);
    let after = around.skip_brackets(name.tokens.end as usize);
    let apposed_after = around.apposed_after(after);
    let apposed = apposed_after.or_else(|| around.apposed_before(name));
    let is_peer = words.at(words.peer_titles, document, name.tokens.start as usize);
    let affiliation = around
        .organisation_after(after)
        .filter(|_| !is_peer)
        .or_else(|| apposed.and_then(|a| around.organisation_in(a)))
        .or_else(|| lead.and_then(|l| around.organisation_in(l)))
        .or_else(|| lead.and_then(|l| around.organisation_owning(l)));
    Told { lead, apposed, affiliation, end: apposed_after.map_or(after, |a| a.end as usize) }
}

/// The gender that a role tells: "spokeswoman".
pub(super) fn gender(document: &Document<'_>, words: &Vocabulary<'_>, role: TokenRange) -> Gender {
    for i in role.iter() {
        if words.at(words.roles_male, document, i) || words.at(words.titles_male, document, i) {
            return Gender::Male;
        }
        if words.at(words.roles_female, document, i) || words.at(words.titles_female, document, i) {
            return Gender::Female;
        }
    }
    Gender::Unknown
}

/// A role's words without a dangling "and"; `None` where its last word is no role.
pub(super) fn title(
    document: &Document<'_>,
    words: &Vocabulary<'_>,
    role: TokenRange,
) -> Option<TokenRange> {
    let mut end = role.end as usize;
    let dangles = |i: usize| {
        matches!(document.tokens[i].tag, Tag::Punct | Tag::DT)
            || words.at(words.coordinators, document, i)
    };
    while end > role.start as usize && dangles(end - 1) {
        end -= 1;
    }
    let range = TokenRange::new(role.start as usize, end);
    let is_title = |i: usize| {
        words.is_role(document, i)
            || words.at(words.firm_nouns, document, i)
            || words.at(words.organisation_heads, document, i)
            || words.at(words.outlet_heads, document, i)
            || words.at(words.demonyms, document, i)
    };
    let head = range.iter().rfind(|&i| document.tokens[i].tag.is_noun())?;
    (is_title(head) || range.iter().any(|i| words.is_role(document, i))).then_some(range)
}

/// The words around a name.
pub(super) struct Surroundings<'a, 't> {
    pub(super) document: &'a Document<'t>,
    pub(super) words: &'a Vocabulary<'a>,
    pub(super) names: &'a [Name],
}

impl Surroundings<'_, '_> {
    pub(super) fn text(&self, i: usize) -> &str {
        self.document.tokens.get(i).map_or("", |t| t.span.of(self.document.text))
    }

    fn lead(&self, lead: TokenRange) -> Option<TokenRange> {
        let is_courtesy = |i: usize| self.words.at(self.words.courtesy_titles, self.document, i);
        let mut start = lead.start as usize;
        let mut end = lead.end as usize;
        let is_office = |i: usize| {
            self.words.entry(self.words.titles, self.document, i).is_some_and(|e| e > i + 1)
        };
        while start < end && is_courtesy(start) && !is_office(start) {
            start += 1;
        }
        while start < end && is_courtesy(end - 1) {
            end -= 1;
        }
        (start < end).then(|| TokenRange::new(start, end))
    }

    /// Past "(R-Ariz.)" and "(KCNA)".
    fn skip_brackets(&self, from: usize) -> usize {
        if self.text(from) != "(" {
            return from;
        }
        // 10: brackets after a name hold party and state, an acronym or an age.
        (from..from + 10).find(|&i| self.text(i) == ")").map_or(from, |i| i + 1)
    }

    /// `, a professor of …` from the comma at `from` on.
    fn apposed_after(&self, from: usize) -> Option<TokenRange> {
        let comma = self.document.tokens.get(from)?;
        if !matches!(self.text(from), "," | "—" | "–") || comma.tag != Tag::Punct {
            return None;
        }
        let mut start = from + 1;
        // "R-S.C.," after the name.
        if self.text(start).contains('-') && self.text(start).len() <= 8 && self.is_comma(start + 1)
        {
            start += 2;
        }
        let sentence = comma.sentence;
        let mut end = start;
        while let Some(t) = self.document.tokens.get(end) {
            if t.sentence != sentence
                || t.tag == Tag::Punct && self.text(end) != "&"
                || VERBS.has(t.tag)
            {
                break;
            }
            end += 1;
        }
        let range = TokenRange::new(start, end);
        (end > start && self.is_role(range)).then_some(range)
    }

    fn is_comma(&self, i: usize) -> bool {
        self.text(i) == ","
    }

    /// Whether the head of a phrase's first noun phrase is a role.
    fn is_role(&self, range: TokenRange) -> bool {
        let head = self.head(range);
        let first = &self.document.tokens[range.start as usize];
        let opens =
            !matches!(first.tag, Tag::IN | Tag::TO | Tag::VBG | Tag::VBN | Tag::RB | Tag::CC);
        opens
            && head.is_some_and(|h| {
                self.words.at(self.words.roles, self.document, h)
                    || self.words.at(self.words.titles, self.document, h)
                    || self.words.at(self.words.roles_male, self.document, h)
                    || self.words.at(self.words.roles_female, self.document, h)
            })
    }

    /// The last noun before a preposition.
    pub(super) fn head(&self, range: TokenRange) -> Option<usize> {
        let mut head = None;
        for i in range.iter() {
            let tag = self.document.tokens[i].tag;
            if tag.is_noun() {
                head = Some(i);
            } else if head.is_some()
                && matches!(tag, Tag::IN | Tag::TO | Tag::CC | Tag::WDT | Tag::VBG | Tag::VBN)
            {
                break;
            }
        }
        head
    }

    /// "A spokesman for the committee, | Brad Woodhouse".
    fn apposed_before(&self, name: &Name) -> Option<TokenRange> {
        let start = name.lead.start as usize;
        if start < 2 || !self.is_comma(start - 1) {
            return None;
        }
        let tokens = &self.document.tokens;
        let sentence = tokens[start].sentence;
        let mut from = start - 1;
        // 14: longer stretches are clauses, not roles.
        while from > 0 && start - from < 14 {
            let t = &tokens[from - 1];
            if t.sentence != sentence || t.tag == Tag::Punct || VERBS.has(t.tag) {
                break;
            }
            from -= 1;
        }
        let range = TokenRange::new(from, start - 1);
        let opens = !range.is_empty() && matches!(tokens[from].tag, Tag::DT | Tag::PRPS);
        (opens && self.is_role(range)).then_some(range)
    }
}
