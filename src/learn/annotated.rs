//! Annotated articles and what a reading is worth against them.

use crate::matcher::Candidate;
use crate::text::{Document, Tag, TokenRange};

/// An article's text with its annotated attributions, spans in bytes.
#[derive(Clone, Debug, Default)]
pub struct Annotated {
    /// The text.
    pub text: String,
    /// The attributions: quote and cue.
    pub attributions: Vec<(Vec<(usize, usize)>, Vec<(usize, usize)>)>,
}

/// The annotation as tokens of the document.
#[derive(Clone, Debug, Default)]
pub(super) struct Gold {
    /// Each attribution's quote: its word tokens, sorted.
    pub(super) quotes: Vec<Vec<u32>>,
    /// Each attribution's cue tokens.
    pub(super) cues: Vec<Vec<u32>>,
    /// Whether a token stands in any quote.
    pub(super) quoted: Vec<bool>,
}

impl Gold {
    pub(super) fn new(document: &Document<'_>, article: &Annotated) -> Self {
        let mut gold = Self { quoted: vec![false; document.tokens.len()], ..Self::default() };
        for (quote, cue) in &article.attributions {
            let mut words = Vec::new();
            for &span in quote {
                let tokens = tokens_in(document, span);
                for &i in &tokens {
                    gold.quoted[i as usize] = true;
                }
                words.extend(words_of(document, tokens));
            }
            words.sort_unstable();
            words.dedup();
            gold.quotes.push(words);
            gold.cues.push(cue.iter().flat_map(|&span| tokens_in(document, span)).collect());
        }
        gold
    }

    /// Whether some annotated quote shares at least half of all words with the
    /// candidate's (Jaccard).
    pub(super) fn matches(&self, document: &Document<'_>, candidate: &Candidate) -> bool {
        let mut words: Vec<u32> = candidate
            .quote
            .iter()
            .flat_map(|range| words_of(document, tokens_of(*range)))
            .collect();
        words.sort_unstable();
        words.dedup();
        self.quotes.iter().any(|quote| {
            let shared = quote.iter().filter(|i| words.binary_search(i).is_ok()).count();
            shared > 0 && 2 * shared >= quote.len() + words.len() - shared
        })
    }
}

fn tokens_of(range: TokenRange) -> Vec<u32> {
    range.iter().map(|i| i as u32).collect()
}

/// The tokens that a byte span touches.
fn tokens_in(document: &Document<'_>, (start, end): (usize, usize)) -> Vec<u32> {
    let first = document.tokens.partition_point(|t| (t.span.end as usize) <= start);
    document.tokens[first..]
        .iter()
        .take_while(|t| (t.span.start as usize) < end)
        .enumerate()
        .map(|(i, _)| (first + i) as u32)
        .collect()
}

/// Words alone, without marks and a leading "that", which annotators treat
/// differently.
fn words_of(document: &Document<'_>, tokens: Vec<u32>) -> Vec<u32> {
    let mut words: Vec<u32> =
        tokens.into_iter().filter(|&i| document.tokens[i as usize].tag != Tag::Punct).collect();
    let leading = words.first().is_some_and(|&i| {
        document.words(TokenRange::new(i as usize, i as usize + 1)).eq_ignore_ascii_case("that")
    });
    if leading && words.len() > 1 {
        words.remove(0);
    }
    words
}
