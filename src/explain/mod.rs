//! Why each row of an article is a row, what it beat, and why there is none
//! elsewhere.
//!
//! Takes an article. Gives an [`Explanation`]: its rows, every candidate with what
//! became of it, and what is known of a place where there is neither. The rows are
//! those of [`Extractor::rows`]; scoring and deciding are the same functions, asked
//! for what else they know. How it is shown is left to `cli`.

mod place;
#[cfg(test)]
mod tests;

pub use place::{Place, Unread};

use crate::attribution::{
    Attribution, Clash, Fate, Winner, assemble_with_fates, clash, contexts, reading,
};
use crate::extract::Extractor;
use crate::input::Article;
use crate::matcher::{Candidate, unlike};
use crate::output::Row;
use crate::rules::{Part, Parts, RuleId, RuleSet};
use crate::speakers::{self, Found, Identity};
use crate::text::Document;

/// What was read in an article, and what became of it.
#[derive(Debug)]
pub struct Explanation<'a> {
    /// The article's text, read.
    pub document: Document<'a>,
    /// Its rows: all kinds, in text order.
    pub rows: Vec<Row>,
    /// What each row tells, by its place in the document.
    pub attributions: Vec<Attribution>,
    /// Who speaks in each row.
    pub identities: Vec<Identity>,
    /// Every candidate, in text order of heads.
    pub candidates: Vec<Considered>,
    /// The least score that was believed.
    pub floor: f32,
    /// Of each row, its candidate.
    chosen: Vec<usize>,
    /// Cues that head no candidate.
    unread: Vec<Unread>,
    /// Where the article's own words begin, in bytes.
    body: usize,
}

/// A candidate and what became of it.
#[derive(Clone, Debug)]
pub struct Considered {
    /// The candidate, with the score by which it was decided.
    pub candidate: Candidate,
    /// Its score by the rules alone.
    pub by_rules: f32,
    /// The features that the tables gave it a weight for, the heaviest first;
    /// none where rules alone decide.
    pub parts: Vec<Part>,
    /// Other rules that read the same quote and speaker off the same cue, less well.
    pub alike: Vec<RuleId>,
    /// What became of it.
    pub fate: Fate,
}

/// Why a candidate is none beside a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Loss {
    /// The two cannot both stand, and the set with the row is worth more.
    Beaten {
        /// Why not both.
        clash: Clash,
        /// What the candidate would add.
        worth: f32,
        /// What the row adds.
        against: f32,
    },
    /// It is not believed; else it could not have stood beside the row either.
    Unbelieved(Clash),
    /// It only names through whom the row is known.
    Carrier,
}

impl Extractor<'_> {
    /// The rows of one article with all that was read in it.
    pub fn explain<'a>(&'a self, article: &'a Article) -> Explanation<'a> {
        let document = Document::read(&article.text, article.body, &self.rules.lexicon);
        let (all, attachments) = self.matcher.find_all(&document);
        let by_rules = unlike(all.clone());
        let mut candidates = by_rules.clone();
        self.weigh(&document, &mut candidates);
        let (attributions, fates) =
            assemble_with_fates(&document, self.rules, &candidates, &attachments, self.floor);
        let sources = self.sources(&attachments);
        let found = Found { attributions: &attributions, sources: &sources };
        let identities = speakers::explain(&document, article, self.rules, found);
        let rows = self.rows_of(article, &document, &attributions, identities.clone());
        let parts = parts(&document, self.rules, &by_rules);
        let unread = self.unread(&document, &by_rules);
        let mut chosen = vec![0; rows.len()];
        for (i, fate) in fates.iter().enumerate() {
            if let Fate::Stands { place, .. } = fate {
                chosen[*place] = i;
            }
        }
        let weighed = candidates.into_iter().zip(by_rules).zip(parts).zip(fates);
        let considered = weighed.map(|(((candidate, by_rules), parts), fate)| Considered {
            alike: alike(&all, &candidate),
            by_rules: by_rules.score,
            candidate,
            parts,
            fate,
        });
        Explanation {
            document,
            rows,
            attributions,
            identities,
            candidates: considered.collect(),
            floor: self.floor,
            chosen,
            unread,
            body: article.body,
        }
    }
}

impl Extractor<'_> {
    fn unread(&self, document: &Document<'_>, candidates: &[Candidate]) -> Vec<Unread> {
        let is_head = |i: usize| candidates.binary_search_by_key(&i, |c| c.head as usize).is_ok();
        let tokens = (0..document.tokens.len()).filter(|&i| !is_head(i));
        let cue = |token| Some(Unread { token, cue: self.matcher.cue_headed(document, token)? });
        tokens.filter_map(cue).collect()
    }
}

impl Explanation<'_> {
    /// The place of the candidate that became row `row`.
    pub fn candidate_of(&self, row: usize) -> usize {
        self.chosen[row]
    }

    /// That candidate.
    pub fn of_row(&self, row: usize) -> &Considered {
        &self.candidates[self.chosen[row]]
    }

    /// The row that candidate `candidate` became.
    pub fn row_of(&self, candidate: usize) -> Option<usize> {
        match self.candidates[candidate].fate {
            Fate::Stands { place, .. } => Some(place),
            _ => None,
        }
    }

    /// Why a candidate is none beside row `row`, if that stands in its way.
    pub fn loss(&self, candidate: usize, row: usize) -> Option<Loss> {
        let chosen = self.chosen[row];
        let considered = &self.candidates[candidate];
        match &considered.fate {
            Fate::Stands { .. } => None,
            Fate::Unbelieved => {
                clash(&considered.candidate, &self.of_row(row).candidate).map(Loss::Unbelieved)
            }
            Fate::Carrier { of } => (*of == chosen).then_some(Loss::Carrier),
            Fate::Beaten { worth, by } => {
                let winner = by.iter().find(|winner| winner.candidate == chosen)?;
                let Winner { clash, worth: against, .. } = *winner;
                Some(Loss::Beaten { clash, worth: *worth, against })
            }
        }
    }

    /// The rows that stand in a candidate's way.
    pub fn losses(&self, candidate: usize) -> Vec<(usize, Loss)> {
        let rows = 0..self.rows.len();
        rows.filter_map(|row| Some((row, self.loss(candidate, row)?))).collect()
    }

    /// The candidates in whose way row `row` stands, in text order.
    pub fn beaten_by(&self, row: usize) -> Vec<(usize, Loss)> {
        let candidates = 0..self.candidates.len();
        candidates.filter_map(|i| Some((i, self.loss(i, row)?))).collect()
    }
}

/// Of each candidate, scored by the rules, what the tables weigh.
fn parts(document: &Document<'_>, rules: &RuleSet, candidates: &[Candidate]) -> Vec<Vec<Part>> {
    let models = rules.models.as_ref();
    let Some((models, weights)) = models.and_then(|m| Some((m, m.readings.as_ref()?))) else {
        return vec![Vec::new(); candidates.len()];
    };
    let part = |(candidate, context)| {
        let reading = reading(document, rules, models, candidate, context);
        let features = |sink: &mut Parts<'_>| reading.features(sink);
        let mut parts = weights.parts(&models.names, &rules.lexicon, features);
        parts.sort_by(|a, b| {
            (b.weight.abs().total_cmp(&a.weight.abs())).then_with(|| a.feature.cmp(&b.feature))
        });
        parts
    };
    candidates.iter().zip(contexts(document, candidates)).map(part).collect()
}

/// The other rules that read a candidate's quote and speaker off its cue.
fn alike(all: &[Candidate], own: &Candidate) -> Vec<RuleId> {
    let is_alike = |c: &&Candidate| {
        c.head == own.head && c.quote == own.quote && c.speaker == own.speaker && c.rule != own.rule
    };
    let mut rules: Vec<RuleId> = all.iter().filter(is_alike).map(|c| c.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    rules
}
