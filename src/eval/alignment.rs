//! One article's gold and rows side by side: which quote is which, and what
//! that says of each row.

use super::pairs::{self, Overlap};
use super::read::{GoldArticle, Rows};
use super::words::{WordSet, Words};
use super::{Annotation, QuoteType};
use crate::text::Span;

/// Quotes that share half of their words are the same quote.
pub const HALF: f64 = 0.5;

/// An attribution with the words of its parts.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The attribution.
    pub annotation: &'a Annotation,
    /// The words of its quote.
    pub quote: WordSet,
    /// The words of its speaker mention.
    pub mention: WordSet,
    /// The words of its cue.
    pub cue: WordSet,
    /// Whether its quote stands in quotation marks.
    pub quote_type: QuoteType,
}

impl<'a> Item<'a> {
    fn new(annotation: &'a Annotation, words: &Words<'_>) -> Option<Self> {
        let quote = words.of_quote(&annotation.quote);
        // A quote without words cannot be compared.
        (!quote.is_empty()).then(|| Self {
            annotation,
            quote,
            mention: words.of(&annotation.mention),
            cue: words.of(&annotation.cue),
            quote_type: words.quote_type(&annotation.quote),
        })
    }

    /// Whether the speaker mentions share a word, or there is none on both sides.
    fn agrees(&self, other: &Self) -> bool {
        self.mention.common(&other.mention) > 0
            || (self.mention.is_empty() && other.mention.is_empty())
    }
}

/// What the gold says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Not asked for and not held against it.
    Optional,
    /// Its quote is none of the gold's.
    Spurious,
    /// Its quote is the gold's, its speaker mention is not.
    WrongSpeaker,
    /// Quote and speaker mention are the gold's.
    Right,
}

impl Verdict {
    /// The verdict in a word or two.
    pub fn name(self) -> &'static str {
        ["optional", "spurious", "wrong speaker", "right"][self as usize]
    }
}

/// One article's gold and rows.
#[derive(Clone, Debug)]
pub struct Alignment<'a> {
    /// The article.
    pub article: &'a GoldArticle,
    /// Its text.
    pub words: Words<'a>,
    /// The gold.
    pub gold: Vec<Item<'a>>,
    /// The rows.
    pub given: Vec<Item<'a>>,
    /// Pairs of gold and row whose quotes share half of their words, the
    /// optional ones left out.
    pub pairs: Vec<(usize, usize)>,
    /// Pairs whose quotes are equal, the optional ones left out.
    pub exact: Vec<(usize, usize)>,
    /// Whether each row is paired with optional gold.
    pub is_free: Vec<bool>,
    /// Whether a row has a place past the end of the text: it is another text's.
    pub has_rows_beyond: bool,
    overlaps: Vec<Overlap>,
}

impl<'a> Alignment<'a> {
    /// Holds one article's rows against its gold.
    pub fn new(article: &'a GoldArticle, rows: &'a [Annotation]) -> Self {
        let words = Words::new(&article.text);
        let items = |list: &'a [Annotation]| -> Vec<Item<'a>> {
            list.iter().filter_map(|annotation| Item::new(annotation, &words)).collect()
        };
        let (gold, given) = (items(&article.attributions), items(rows));
        let quotes = |items: &[Item<'a>]| items.iter().map(|i| i.quote.clone()).collect::<Vec<_>>();
        let overlaps = pairs::overlaps(&quotes(&gold), &quotes(&given));
        let (half, exact) = (pairs::pairs(&overlaps, HALF), pairs::pairs(&overlaps, 1.0));
        let parts = |row: &'a Annotation| [&row.quote, &row.mention, &row.cue];
        let is_beyond = |&span: &Span| !words.holds(span);
        let mut aligned = Self {
            article,
            has_rows_beyond: rows.iter().flat_map(parts).flatten().any(is_beyond),
            words,
            is_free: vec![false; given.len()],
            gold,
            given,
            pairs: Vec::new(),
            exact: Vec::new(),
            overlaps,
        };
        for &(i, j) in &half {
            aligned.is_free[j] |= !aligned.is_asked(i);
        }
        aligned.pairs = half.into_iter().filter(|&(i, _)| aligned.is_asked(i)).collect();
        aligned.exact = exact
            .into_iter()
            .filter(|&(i, j)| aligned.is_asked(i) && !aligned.is_free[j])
            .collect();
        aligned
    }

    /// Whether the gold asks for this one.
    pub fn is_asked(&self, gold: usize) -> bool {
        !self.gold[gold].annotation.optional
    }

    /// How many the gold asks for.
    pub fn asked(&self) -> usize {
        (0..self.gold.len()).filter(|&i| self.is_asked(i)).count()
    }

    /// How many rows count: those not paired with optional gold.
    pub fn counted(&self) -> usize {
        self.is_free.iter().filter(|&&free| !free).count()
    }

    /// Whether a pair's speaker mentions agree.
    pub fn speaker_agrees(&self, (gold, given): (usize, usize)) -> bool {
        self.gold[gold].agrees(&self.given[given])
    }

    /// The row paired with this gold.
    pub fn row_of(&self, gold: usize) -> Option<usize> {
        self.pairs.iter().find(|pair| pair.0 == gold).map(|pair| pair.1)
    }

    /// The gold paired with this row.
    pub fn gold_of(&self, given: usize) -> Option<usize> {
        self.pairs.iter().find(|pair| pair.1 == given).map(|pair| pair.0)
    }

    /// What the gold says of a row.
    pub fn verdict(&self, given: usize) -> Verdict {
        match self.gold_of(given) {
            _ if self.is_free[given] => Verdict::Optional,
            None => Verdict::Spurious,
            Some(gold) if self.speaker_agrees((gold, given)) => Verdict::Right,
            Some(_) => Verdict::WrongSpeaker,
        }
    }

    /// How much of their words a row and its gold share; zero without a pair.
    pub fn share(&self, given: usize) -> f64 {
        let pair = self.gold_of(given);
        let found = self.overlaps.iter().find(|o| Some(o.gold) == pair && o.given == given);
        found.map_or(0.0, |overlap| overlap.share)
    }

    /// The row that shares most words with this gold, and how much.
    pub fn nearest_row(&self, gold: usize) -> Option<(usize, f64)> {
        self.overlaps.iter().find(|o| o.gold == gold).map(|o| (o.given, o.share))
    }

    /// The gold that shares most words with this row, and how much.
    pub fn nearest_gold(&self, given: usize) -> Option<(usize, f64)> {
        self.overlaps.iter().find(|o| o.given == given).map(|o| (o.gold, o.share))
    }

    /// The pairs when only the rows count that `keeps` holds of.
    pub fn pairs_among(&self, keeps: impl Fn(&Item<'a>) -> bool) -> Vec<(usize, usize)> {
        let kept: Vec<Overlap> =
            self.overlaps.iter().filter(|o| keeps(&self.given[o.given])).copied().collect();
        pairs::pairs(&kept, HALF)
    }
}

/// Holds all rows against the gold.
pub fn align<'a>(gold: &'a [GoldArticle], rows: &'a Rows) -> Vec<Alignment<'a>> {
    gold.iter().map(|article| Alignment::new(article, rows.of(&article.id))).collect()
}
