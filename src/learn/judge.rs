//! What a reading is worth against an article's annotation.

use super::Gold;
use crate::matcher::Candidate;
use crate::text::{Document, Span, Tag, TokenRange};

/// The annotation as tokens of the document.
#[derive(Clone, Debug, Default)]
pub(super) struct Judge {
    /// Each attribution's quote: its word tokens, sorted.
    pub(super) quotes: Vec<Vec<u32>>,
    /// Each attribution's cue tokens.
    pub(super) cues: Vec<Vec<u32>>,
    /// Whether a token stands in any quote.
    pub(super) quoted: Vec<bool>,
}

impl Judge {
    pub(super) fn new(document: &Document<'_>, article: &Gold) -> Self {
        let mut judge = Self { quoted: vec![false; document.tokens.len()], ..Self::default() };
        for attribution in &article.attributions {
            let mut words = Vec::new();
            for &span in &attribution.quote {
                let tokens = tokens_in(document, span);
                for &i in &tokens {
                    judge.quoted[i as usize] = true;
                }
                words.extend(words_of(document, tokens));
            }
            words.sort_unstable();
            words.dedup();
            judge.quotes.push(words);
            let cue = attribution.cue.iter().flat_map(|&span| tokens_in(document, span));
            judge.cues.push(cue.collect());
        }
        judge
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
fn tokens_in(document: &Document<'_>, span: Span) -> Vec<u32> {
    let first = document.tokens.partition_point(|t| t.span.end <= span.start);
    document.tokens[first..]
        .iter()
        .take_while(|t| t.span.start < span.end)
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
