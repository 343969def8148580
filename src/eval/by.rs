//! How many quotes are found and right in each group: of a quote type, of a
//! sort of speaker mention, of a kind of speaker, of an outlet, of a rule.

use super::Item;
use super::alignment::Alignment;
use super::tally::Found;
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};
use std::collections::BTreeMap;

/// What to group by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// Direct, mixed, indirect.
    #[default]
    Type,
    /// What the speaker mention looks like: a name, a description, a pronoun, none.
    Mention,
    /// What the speaker is: a person, an organisation …
    SpeakerKind,
    /// Where the article ran.
    Outlet,
    /// The rule that made the row; the gold has none.
    Rule,
}

impl By {
    /// All ways of grouping with their names.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Type, "type"),
        (Self::Mention, "mention"),
        (Self::SpeakerKind, "speaker-kind"),
        (Self::Outlet, "outlet"),
        (Self::Rule, "rule"),
    ];

    /// The name in `score.py`'s words, where it has one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mention => "source",
            by => Self::ALL[by as usize].1,
        }
    }

    fn group(self, item: &Item<'_>, article: &Alignment<'_>) -> String {
        let or_unknown = |text: &str| if text.is_empty() { "?" } else { text }.to_owned();
        match self {
            Self::Type => item.quote_type.name().into(),
            Self::Mention => article.words.mention_type(&item.annotation.mention).name().into(),
            Self::SpeakerKind => {
                let kind = item.annotation.speaker_kind.as_deref();
                or_unknown(if kind == Some("") { "none" } else { kind.unwrap_or_default() })
            }
            Self::Outlet => article.article.outlet.clone().unwrap_or_else(|| "?".into()),
            Self::Rule => item.annotation.rule_name().into(),
        }
    }
}

/// The groups by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// What they are grouped by.
    pub by: By,
    /// What the gold asks for; empty by rule.
    pub gold: BTreeMap<String, Found>,
    /// The rows.
    pub given: BTreeMap<String, Found>,
}

impl Groups {
    /// Groups what the gold asks for and the rows that count.
    pub fn of(articles: &[Alignment<'_>], by: By) -> Self {
        let mut groups = Self { by, ..Self::default() };
        for article in articles {
            groups.add(article);
        }
        groups
    }

    fn add(&mut self, article: &Alignment<'_>) {
        let asked = article.gold.iter().enumerate().filter(|&(i, _)| article.is_asked(i));
        for (i, item) in asked.filter(|_| self.by != By::Rule) {
            let pair = article.row_of(i).map(|j| article.speaker_agrees((i, j)));
            self.gold.entry(self.by.group(item, article)).or_default().add(pair);
        }
        for (j, item) in article.given.iter().enumerate().filter(|&(j, _)| !article.is_free[j]) {
            let pair = article.gold_of(j).map(|i| article.speaker_agrees((i, j)));
            self.given.entry(self.by.group(item, article)).or_default().add(pair);
        }
    }

    /// Writes the groups into a JSON object as `score.py` has them; by rule, the
    /// rows' in the same form.
    pub(super) fn write_to<M: serde::ser::SerializeMap>(
        &self,
        map: &mut M,
    ) -> Result<(), M::Error> {
        let name = self.by.name();
        match self.by {
            By::Rule => map.serialize_entry("precision by rule", &Shares(&self.given, "rows")),
            _ => map.serialize_entry(&format!("recall by {name}"), &Shares(&self.gold, "gold")),
        }
    }
}

struct Shares<'g>(&'g BTreeMap<String, Found>, &'static str);

impl Serialize for Shares<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (group, found) in self.0 {
            map.serialize_entry(group, &One(found, self.1))?;
        }
        map.end()
    }
}

struct One<'g>(&'g Found, &'static str);

impl Serialize for One<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(3))?;
        map.serialize_entry(self.1, &self.0.all)?;
        map.serialize_entry("content@0.5", &self.0.content())?;
        map.serialize_entry("triple@0.5", &self.0.triple())?;
        map.end()
    }
}
