//! Precision and recall by the least confidence asked for.

use super::alignment::Alignment;
use super::tally::Tally;
use serde::Serialize;

/// The figures of the rows at least this sure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The least confidence.
    pub threshold: f64,
    /// The rows that count.
    pub rows: usize,
    /// Quotes that share half of their words.
    #[serde(rename = "content@0.5")]
    pub quote: Tally,
    /// And whose speaker mentions agree.
    #[serde(rename = "triple@0.5")]
    pub triple: Tally,
}

// Closer where a high-precision setting is looked for.
const THRESHOLDS: [f64; 24] = [
    0.0, 0.1, 0.2, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.82, 0.84, 0.86, 0.88,
    0.9, 0.92, 0.94, 0.95, 0.96, 0.98, 0.99,
];

/// The curve. Rows that do not say how sure they are count as sure.
pub fn curve(articles: &[Alignment<'_>]) -> Vec<Point> {
    THRESHOLDS.iter().map(|&threshold| point(articles, threshold)).collect()
}

fn point(articles: &[Alignment<'_>], threshold: f64) -> Point {
    let (mut quote, mut triple) = (Tally::default(), Tally::default());
    for article in articles {
        let keeps = |confidence: Option<f64>| confidence.unwrap_or(1.0) >= threshold;
        let pairs = article.pairs_among(|row| keeps(row.annotation.confidence));
        let kept = article.given.iter().filter(|row| keeps(row.annotation.confidence)).count();
        let (asked, free): (Vec<_>, Vec<_>) =
            pairs.into_iter().partition(|&(gold, _)| article.is_asked(gold));
        let agreeing = asked.iter().filter(|&&pair| article.speaker_agrees(pair)).count();
        quote.add(asked.len(), kept - free.len(), article.asked());
        triple.add(agreeing, kept - free.len(), article.asked());
    }
    Point { threshold, rows: quote.right + quote.spurious, quote, triple }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::{Annotation, GoldArticle};
    use crate::text::Span;

    fn row(start: usize, end: usize, confidence: f64) -> Annotation {
        let quote = vec![Span::new(start, end)];
        Annotation { quote, confidence: Some(confidence), ..Annotation::default() }
    }

    #[test]
    fn a_row_left_out_gives_its_gold_to_the_next_best() {
        let article = GoldArticle {
            text: "one two three four".into(),
            attributions: vec![row(0, 18, 1.0)],
            ..GoldArticle::default()
        };
        let rows = [row(0, 18, 0.3), row(0, 13, 0.9)];
        let points = curve(&[Alignment::new(&article, &rows)]);
        let at = |threshold: f64| points.iter().find(|p| p.threshold == threshold).unwrap();
        let counts = |p: &Point| (p.rows, p.quote.right, p.quote.missed);
        assert_eq!(counts(at(0.0)), (2, 1, 0));
        assert_eq!(counts(at(0.5)), (1, 1, 0));
        assert_eq!(counts(at(0.95)), (0, 0, 1));
    }
}
