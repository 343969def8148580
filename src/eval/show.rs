//! Attributions as people read them, each on one line.

use super::Annotation;
use super::words::Words;
use crate::text::Span;

/// Characters around a quote that are shown with it.
// 60: enough for the cue of a quote cut short, and two lines of a terminal in all.
const AROUND: u32 = 60;

/// `[speaker mention] [cue] quote`, and for a row `{rule confidence}`.
pub(super) fn line(words: &Words<'_>, annotation: &Annotation) -> String {
    let part = |spans: &[Span]| words.show(spans);
    let mut line = format!(
        "[{}] [{}] {}",
        part(&annotation.mention),
        part(&annotation.cue),
        part(&annotation.quote)
    );
    match (&annotation.rule, annotation.confidence) {
        (None, None) => {}
        (None, Some(confidence)) => line.push_str(&format!("  {{{confidence:.2}}}")),
        (Some(rule), None) => line.push_str(&format!("  {{{rule}}}")),
        (Some(rule), Some(confidence)) => line.push_str(&format!("  {{{rule} {confidence:.2}}}")),
    }
    line
}

/// The text around a quote and its cue.
pub(super) fn context(words: &Words<'_>, annotation: &Annotation) -> String {
    let spans = || annotation.quote.iter().chain(&annotation.cue);
    let start = spans().map(|span| span.start).min().unwrap_or_default();
    let end = spans().map(|span| span.end).max().unwrap_or_default();
    let around = Span { start: start.saturating_sub(AROUND), end: end.saturating_add(AROUND) };
    format!("… {} …", words.show(&[around]))
}
