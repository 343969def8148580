//! What a reading is worth against an article's annotation.

use super::lines::bytes_of_points;
use crate::eval::GoldArticle;
use crate::matcher::Candidate;
use crate::text::{Document, Span, Tag, TokenRange};

/// The annotation as tokens of the document.
#[derive(Clone, Debug, Default)]
pub(super) struct Judge {
    /// Each attribution's quote: its word tokens, sorted.
    pub(super) quotes: Vec<Vec<u32>>,
    /// Each attribution's cue tokens.
    pub(super) cues: Vec<Vec<u32>>,
    /// Each attribution's speaker mention: its word tokens, sorted.
    mentions: Vec<Vec<u32>>,
    /// Whether a token stands in any quote.
    pub(super) quoted: Vec<bool>,
}

impl Judge {
    pub(super) fn new(document: &Document<'_>, article: &GoldArticle) -> Self {
        let bytes = bytes_of_points(&article.text);
        let byte = |point: u32| *bytes.get(point as usize).unwrap_or(&(article.text.len() as u32));
        let in_bytes = |s: Span| Span { start: byte(s.start), end: byte(s.end) };
        let mut judge = Self { quoted: vec![false; document.tokens.len()], ..Self::default() };
        for attribution in &article.attributions {
            let mut words = Vec::new();
            for &span in &attribution.quote {
                let tokens = tokens_in(document, in_bytes(span));
                for &i in &tokens {
                    judge.quoted[i as usize] = true;
                }
                words.extend(words_of(document, tokens));
            }
            words.sort_unstable();
            words.dedup();
            judge.quotes.push(words);
            let cue = attribution.cue.iter().flat_map(|&span| tokens_in(document, in_bytes(span)));
            judge.cues.push(cue.collect());
            let mention = attribution.mention.iter();
            let mention = mention.flat_map(|&span| tokens_in(document, in_bytes(span)));
            judge.mentions.push(words_of(document, mention.collect()));
        }
        judge
    }

    /// How like an annotated attribution the candidate is.
    pub(super) fn likeness(&self, document: &Document<'_>, candidate: &Candidate) -> Likeness {
        let mut words: Vec<u32> = candidate
            .quote
            .iter()
            .flat_map(|range| words_of(document, tokens_of(*range)))
            .collect();
        words.sort_unstable();
        words.dedup();
        let of = |quote: &Vec<u32>| {
            let shared = quote.iter().filter(|i| words.binary_search(i).is_ok()).count();
            shared as f32 / (quote.len() + words.len() - shared).max(1) as f32
        };
        let shares = self.quotes.iter().map(of).zip(&self.mentions);
        let best = shares.reduce(|best, next| if next.0 > best.0 { next } else { best });
        best.map_or(Likeness::default(), |(quote, mention)| Likeness {
            quote,
            speaker: match candidate.speaker {
                Some(range) => mention.iter().any(|&i| range.contains(i as usize)),
                None => mention.is_empty(),
            },
        })
    }
}

/// How like an annotated attribution a reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Likeness {
    /// The share of words (Jaccard) that the quotes have in common.
    pub(super) quote: f32,
    /// Whether the speaker mentions share a word, or there is none on both sides.
    pub(super) speaker: bool,
}

impl Likeness {
    /// Whether the quotes are the same quote.
    pub(super) fn is_right(self) -> bool {
        self.quote >= 0.5
    }

    /// For choosing between readings of one cue: 0.25 of the words for the speaker.
    pub(super) fn rank(self) -> f32 {
        self.quote + if self.speaker { 0.25 } else { 0.0 }
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
