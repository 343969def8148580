//! The figures of a whole corpus: those of `score.py`, by the same definitions.

use super::Item;
use super::alignment::Alignment;
use super::names::same_name;
use super::tally::{Found, Share, Tally, f1};
use super::words::{QuoteType, WordSet};
use serde::Serialize;
use serde::ser::{SerializeMap as _, Serializer};

/// The figures. Names in reports are `score.py`'s, in the gold's words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Words inside any quote.
    pub quote_words: Tally,
    /// Quotes that share half of their words.
    pub quote: Tally,
    /// Quotes of equal words.
    pub quote_exact: Tally,
    /// Words inside any speaker mention.
    pub mention_words: Tally,
    /// Words inside any cue.
    pub cue_words: Tally,
    /// Quotes that share half of their words, and whose speaker mentions agree.
    pub triple: Tally,
    /// Quotes of equal words, and speaker mentions of equal words.
    pub triple_strict: Tally,
    /// Of the quotes found, those whose speaker mentions agree.
    pub speaker: Share,
    /// Of the quotes found whose speaker the gold names, those with the right name.
    pub speaker_name: Share,
    /// The same for the source.
    pub source_name: Share,
    /// Sources named, over the quotes found.
    pub source: Tally,
    /// By quote type: the gold's, and the rows'.
    pub types: [TypeFound; 3],
}

/// One quote type's quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TypeFound {
    /// The gold's quotes of this type.
    pub gold: Found,
    /// The rows' quotes of this type.
    pub given: Found,
}

impl TypeFound {
    /// F1 of quotes, and of quotes with their speakers.
    pub fn f1(&self) -> TypeF1 {
        TypeF1 {
            content: f1(self.given.content(), self.gold.content()),
            triple: f1(self.given.triple(), self.gold.triple()),
        }
    }
}

/// One quote type's F1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct TypeF1 {
    /// Of quotes.
    #[serde(rename = "content@0.5")]
    pub content: f64,
    /// Of quotes with their speakers.
    #[serde(rename = "triple@0.5")]
    pub triple: f64,
}

impl Figures {
    /// Counts all articles.
    pub fn of(articles: &[Alignment<'_>]) -> Self {
        let mut figures = Self::default();
        for article in articles {
            figures.count_words(article);
            figures.count_quotes(article);
            figures.count_names(article);
            figures.count_types(article);
        }
        figures
    }

    /// The tallies by `score.py`'s names, in its order.
    pub fn tallies(&self) -> [(&'static str, Tally); 7] {
        [
            ("content words", self.quote_words),
            ("content@0.5", self.quote),
            ("content exact", self.quote_exact),
            ("source words", self.mention_words),
            ("cue words", self.cue_words),
            ("triple@0.5", self.triple),
            ("triple strict", self.triple_strict),
        ]
    }

    /// The shares by `score.py`'s names; those of names only where the gold has any.
    pub fn shares(&self) -> Vec<(&'static str, f64)> {
        let names = [
            ("speaker name|content", self.speaker_name),
            ("reported_by name|content", self.source_name),
        ];
        let names = names.into_iter().filter(|(_, share)| share.of > 0);
        let all = std::iter::once(("speaker|content", self.speaker)).chain(names);
        all.map(|(name, share)| (name, share.value())).collect()
    }

    /// Sources, where either side names any.
    pub fn sources(&self) -> Option<Tally> {
        Some(self.source).filter(|tally| tally.total() > 0)
    }

    fn count_words(&mut self, article: &Alignment<'_>) {
        add_words(&mut self.quote_words, article, |item| &item.quote);
        add_words(&mut self.mention_words, article, |item| &item.mention);
        add_words(&mut self.cue_words, article, |item| &item.cue);
    }

    fn count_quotes(&mut self, article: &Alignment<'_>) {
        let (given, asked) = (article.counted(), article.asked());
        let agreeing = article.pairs.iter().filter(|&&pair| article.speaker_agrees(pair)).count();
        let is_equal =
            |&&(i, j): &&(usize, usize)| article.gold[i].mention == article.given[j].mention;
        let strict = article.exact.iter().filter(is_equal).count();
        self.quote.add(article.pairs.len(), given, asked);
        self.quote_exact.add(article.exact.len(), given, asked);
        self.triple.add(agreeing, given, asked);
        self.triple_strict.add(strict, given, asked);
        self.speaker.right += agreeing;
        self.speaker.of += article.pairs.len();
    }

    fn count_names(&mut self, article: &Alignment<'_>) {
        for &(i, j) in &article.pairs {
            let (gold, given) = (article.gold[i].annotation, article.given[j].annotation);
            if let Some(name) = &gold.speaker {
                let given = given.speaker.as_deref().unwrap_or_default();
                self.speaker_name.add(same_name(name, given));
            }
            if let Some(name) = &gold.source {
                let given = given.source.as_deref().unwrap_or_default();
                let is_same = same_name(name, given);
                self.source_name.add(is_same);
                let (is_asked, is_given) = (!name.is_empty(), !given.is_empty());
                let is_right = is_asked && is_given && is_same;
                self.source.add(is_right.into(), is_given.into(), is_asked.into());
            }
        }
    }

    fn count_types(&mut self, article: &Alignment<'_>) {
        for (i, item) in article.gold.iter().enumerate().filter(|&(i, _)| article.is_asked(i)) {
            let pair = article.row_of(i).map(|j| article.speaker_agrees((i, j)));
            self.types[item.quote_type as usize].gold.add(pair);
        }
        for (j, item) in article.given.iter().enumerate().filter(|&(j, _)| !article.is_free[j]) {
            let pair = article.gold_of(j).map(|i| article.speaker_agrees((i, j)));
            self.types[item.quote_type as usize].given.add(pair);
        }
    }

    /// Writes the figures into a JSON object as `score.py` has them.
    pub(super) fn write_to<M: serde::ser::SerializeMap>(
        &self,
        map: &mut M,
    ) -> Result<(), M::Error> {
        for (name, tally) in self.tallies() {
            map.serialize_entry(name, &tally)?;
        }
        for (name, share) in self.shares() {
            map.serialize_entry(name, &share)?;
        }
        if let Some(sources) = self.sources() {
            map.serialize_entry("reported_by", &sources)?;
        }
        map.serialize_entry("f1 by type", &ByType(&self.types))
    }
}

/// Counts the words inside any of one part; those that only optional gold holds
/// count for nothing.
fn add_words<'a>(
    tally: &mut Tally,
    article: &'a Alignment<'a>,
    part: impl Fn(&'a Item<'a>) -> &'a WordSet,
) {
    let of_gold = |optional: bool| {
        let items = article.gold.iter().filter(|item| item.annotation.optional == optional);
        WordSet::union(items.map(&part))
    };
    let asked = of_gold(false);
    let free = of_gold(true).without(&asked);
    let given = WordSet::union(article.given.iter().map(&part)).without(&free);
    tally.add(asked.common(&given), given.len(), asked.len());
}

struct ByType<'f>(&'f [TypeFound; 3]);

impl Serialize for ByType<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(3))?;
        for (kind, found) in QuoteType::ALL.iter().zip(self.0) {
            map.serialize_entry(kind.name(), &found.f1())?;
        }
        map.end()
    }
}
