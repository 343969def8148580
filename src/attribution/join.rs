//! Quotes that go on after the sentence of their cue: `"…," Kim said. "…"`,
//! several paragraphs with reopened marks, and paragraphs in marks throughout.

use crate::matcher::Candidate;
use crate::rules::Kind;
use crate::text::{Document, Mark, Quotation, Tag, TokenRange};

/// Adds to each candidate the quotations that go on with its quote.
pub(super) fn continue_quotes(document: &Document<'_>, kept: &mut [Candidate]) {
    let mut owner: Vec<bool> = vec![false; document.quotations.len()];
    for candidate in kept.iter() {
        for piece in &candidate.quote {
            claim(document, *piece, &mut owner);
        }
    }
    let mut heads: Vec<u32> = kept.iter().map(|c| c.head).collect();
    heads.sort_unstable();
    for candidate in kept.iter_mut() {
        over_paragraphs(document, candidate, &mut owner);
        if goes_on(document, candidate) {
            in_paragraph(document, candidate, &heads, &mut owner);
        }
        candidate.quote.sort();
    }
}

/// One candidate with the quotations that go on with its quote, when the heads
/// of other attributions are `heads`, in any order.
pub(super) fn continued(
    document: &Document<'_>,
    candidate: &Candidate,
    heads: &[u32],
) -> Candidate {
    let mut owner = vec![false; document.quotations.len()];
    let mut candidate = candidate.clone();
    for piece in &candidate.quote {
        claim(document, *piece, &mut owner);
    }
    over_paragraphs(document, &mut candidate, &mut owner);
    if goes_on(document, &candidate) {
        let mut heads = heads.to_vec();
        heads.sort_unstable();
        in_paragraph(document, &mut candidate, &heads, &mut owner);
    }
    candidate.quote.sort();
    candidate
}

fn claim(document: &Document<'_>, piece: TokenRange, owner: &mut [bool]) {
    for i in piece.iter() {
        if document.tokens[i].mark == Mark::Open {
            owner[document.tokens[i].quotation.0 as usize] = true;
        }
    }
}

/// Whether a quotation standing alone after it is the same speaker's: some piece
/// of the quote is in marks at its end, or the speaker says it in other words
/// first (`Talks may fail, Kim said. "We are ready."`).
fn goes_on(document: &Document<'_>, candidate: &Candidate) -> bool {
    let is_marked = |r: &TokenRange| document.tokens[r.end as usize - 1].mark == Mark::Close;
    let says = candidate.kind == Kind::Statement && candidate.speaker.is_some();
    says || candidate.quote.iter().any(is_marked)
}

/// Adds the next paragraphs' quotations while each is left unclosed.
fn over_paragraphs(document: &Document<'_>, candidate: &mut Candidate, owner: &mut [bool]) {
    let Some(last) = candidate.quote.last() else { return };
    let mut ix = document.tokens[last.end as usize - 1].quotation.0 as usize;
    while document.quotations.get(ix).is_some_and(|q| q.continues) {
        ix += 1;
        let Some(next) = document.quotations.get(ix).filter(|_| !owner[ix]) else { return };
        owner[ix] = true;
        candidate.quote.push(next.tokens);
    }
}

/// Adds the quotations that stand alone as sentences after the cue's, in the
/// same paragraph, with no cue of their own. `heads` are in text order.
fn in_paragraph(
    document: &Document<'_>,
    candidate: &mut Candidate,
    heads: &[u32],
    owner: &mut [bool],
) {
    let head = candidate.head as usize;
    let paragraph = document.paragraph_of(head);
    let last = candidate.quote.iter().map(|r| r.end as usize).max().unwrap_or(0);
    let mut at = last.max(document.sentence_of(head).end as usize);
    while let Some(quotation) = standing_alone(document, at, paragraph) {
        let ix = document.tokens[quotation.tokens.start as usize].quotation.0 as usize;
        let sentence_end = document.sentence_of(quotation.tokens.end as usize - 1).end;
        // A cue of its own in the same sentence: "…," Moon said.
        let own = TokenRange { start: quotation.tokens.start, end: sentence_end };
        let next = heads.partition_point(|&h| h < own.start);
        if owner[ix] || heads.get(next).is_some_and(|&h| h < own.end) {
            return;
        }
        owner[ix] = true;
        candidate.quote.push(quotation.tokens);
        at = sentence_end.max(quotation.tokens.end) as usize;
    }
}

/// The quotation that begins at `at` and is all of its sentences.
fn standing_alone<'d>(
    document: &'d Document<'_>,
    at: usize,
    paragraph: TokenRange,
) -> Option<&'d Quotation> {
    if !paragraph.contains(at) || document.tokens[at].mark != Mark::Open {
        return None;
    }
    let quotation = document.quotation_of(at)?;
    let mut next = quotation.tokens.end as usize;
    while paragraph.contains(next)
        && document.tokens[next].tag == Tag::Punct
        && document.tokens[next].mark == Mark::Outside
        && document.tokens[next].sentence == document.tokens[next - 1].sentence
    {
        next += 1;
    }
    let alone = !paragraph.contains(next)
        || document.tokens[next].sentence != document.tokens[next - 1].sentence;
    alone.then_some(quotation)
}
