//! What was read at one place of an article.

use super::Explanation;
use crate::matcher::Candidate;
use crate::rules::CueId;
use crate::text::{Span, TokenRange};

/// A sentence with what was read in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The sentence's place in the document.
    pub sentence: usize,
    /// The words in it that were asked for, in bytes; they may reach past it.
    pub words: Vec<Span>,
    /// The rows of which cue or quote stand in it.
    pub rows: Vec<usize>,
    /// The candidates that are no row, likewise.
    pub candidates: Vec<usize>,
    /// The cues in it that head no candidate.
    pub unread: Vec<Unread>,
    /// Whether its paragraph is taken for a scraping fault, where no rule reads.
    pub is_noise: bool,
}

/// A cue of the lexicon that heads no candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The token.
    pub token: usize,
    /// The entry.
    pub cue: CueId,
}

impl Explanation<'_> {
    /// The sentences in which these words stand, in text order. Capitals, the sort
    /// of quotation marks and of space make no difference.
    pub fn near(&self, words: &str) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for span in find(self.document.text, self.body, words) {
            for sentence in self.sentences(span) {
                match places.last_mut().filter(|place| place.sentence == sentence) {
                    Some(place) => place.words.push(span),
                    None => places.push(Place { words: vec![span], ..self.place(sentence) }),
                }
            }
        }
        places
    }

    /// The sentences that share a byte with `span`.
    fn sentences(&self, span: Span) -> impl Iterator<Item = usize> {
        let all = self.document.sentences.iter().enumerate();
        all.filter(move |(_, s)| self.document.span(s.tokens).overlaps(span)).map(|(i, _)| i)
    }

    /// What was read in a sentence.
    pub fn place(&self, sentence: usize) -> Place {
        let range = self.document.sentences[sentence].tokens;
        let stands = |head: u32, quote: &[TokenRange]| {
            range.contains(head as usize) || quote.iter().any(|piece| piece.overlaps(range))
        };
        let is_row = |&row: &usize| {
            let attribution = &self.attributions[row];
            stands(attribution.head, &attribution.quote_tokens)
        };
        let is_other = |&i: &usize| {
            let Candidate { head, quote, .. } = &self.candidates[i].candidate;
            self.row_of(i).is_none() && stands(*head, quote)
        };
        let first = self.document.tokens[range.start as usize];
        Place {
            sentence,
            words: Vec::new(),
            rows: (0..self.rows.len()).filter(is_row).collect(),
            candidates: (0..self.candidates.len()).filter(is_other).collect(),
            unread: self.unread.iter().filter(|u| range.contains(u.token)).copied().collect(),
            is_noise: self.document.paragraphs[first.paragraph as usize].noise,
        }
    }

    /// Whether candidate `i`, or the row that it became, has some of the words that
    /// were asked for in its speaker, cue or quote.
    pub fn holds(&self, i: usize, place: &Place) -> bool {
        let Candidate { speaker, cue, quote, .. } = &self.candidates[i].candidate;
        let quote = self.row_of(i).map_or(quote, |row| &self.attributions[row].quote_tokens);
        let mut parts = speaker.iter().chain([cue]).chain(quote).map(|&r| self.document.span(r));
        parts.any(|part| place.words.iter().any(|words| words.overlaps(part)))
    }
}

/// Where words stand in a text from byte `from` on.
fn find(text: &str, from: usize, words: &str) -> Vec<Span> {
    let sought: Vec<char> = plain(words, 0).into_iter().map(|(_, c)| c).collect();
    let sought = sought.strip_prefix(&[' ']).unwrap_or(&sought);
    let sought = sought.strip_suffix(&[' ']).unwrap_or(sought);
    if sought.is_empty() {
        return Vec::new();
    }
    let plain = plain(&text[from..], from);
    let is_here = |window: &&[(usize, char)]| window.iter().map(|(_, c)| c).eq(sought);
    let span = |window: &[(usize, char)]| {
        let (first, last) = (window[0].0, window[window.len() - 1].0);
        let end = text[last..].chars().next().map_or(0, char::len_utf8);
        Span::new(first, last + end)
    };
    plain.windows(sought.len()).filter(is_here).map(span).collect()
}

/// The characters of a text and their bytes, from `offset` on: in lower case, all
/// sorts of quotation marks and of space alike, space never twice.
fn plain(text: &str, offset: usize) -> Vec<(usize, char)> {
    let mut plain: Vec<(usize, char)> = Vec::with_capacity(text.len());
    for (byte, c) in text.char_indices() {
        let c = match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if c != ' ' || plain.last().is_none_or(|&(_, last)| last != ' ') {
            plain.extend(c.to_lowercase().map(|c| (byte + offset, c)));
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whatever_their_marks_space_and_capitals() {
        let text = "Kim: no.\n“We’re\u{a0} ready,”\nsaid Kim. \"we're READY\"";
        let found: Vec<&str> =
            find(text, 8, " \"We're ready").into_iter().map(|s| s.of(text)).collect();
        assert_eq!(found, ["“We’re\u{a0} ready", "\"we're READY"]);
        let past = find(text, 8, "kim");
        assert_eq!(past.len(), 1, "a header is none of the article's words");
        assert_eq!(find(text, 0, " \n "), []);
        assert_eq!(find("", 0, "x"), []);
    }

    #[test]
    fn letters_that_grow_in_lower_case_keep_their_place() {
        let text = "İstanbul said no";
        assert_eq!(find(text, 0, "said").first().map(|s| s.of(text)), Some("said"));
        assert_eq!(find(text, 0, "İSTANBUL").first().map(|s| s.of(text)), Some("İstanbul"));
    }
}
