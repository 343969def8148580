//! Text to tokens.
//!
//! Most words are ASCII letters up to a space or a mark that ends every word: their
//! bytes are read eight at a time, which gives length, lower case and the number
//! under which the lexicon finds them at once. Whatever asks for more (joints,
//! apostrophes, dots, characters beyond ASCII, addresses) goes the longer way of
//! [`words`]. Both give the same tokens; a test holds them to it.

mod addresses;
mod bytes;
#[cfg(test)]
mod simple;
#[cfg(test)]
mod tests;
mod words;

pub(super) use bytes::Lower;

use super::tokens::Letters;
use super::{Lexicon, ListId, Mark, QuotationIx, Span, Tag, Token, WordId};
use addresses::Addresses;
use bytes::{KINDS, Kind, Run};

/// The last tokens that are words of their own, by number, whose words are not looked up yet.
///
/// What looking up waits for are tables that are larger than the processor's caches. Done for
/// many words in a row, one look-up does not wait for another, nor reading for any.
struct Unknown {
    /// Those of at most eight bytes, and these, as [`Run::head`] has them.
    short: Vec<(u32, u64)>,
    /// The same of longer ones, and their first eight.
    long: Vec<(u32, u64)>,
}

impl Unknown {
    /// How many of each are kept: 16 KB of them.
    const MOST: usize = 1024;

    fn new() -> Self {
        Self { short: Vec::with_capacity(Self::MOST), long: Vec::with_capacity(Self::MOST) }
    }

    /// Adds a token and its run, and tells whether there is room for more.
    #[inline]
    fn push(&mut self, at: usize, run: &Run) -> bool {
        let list = match run.len {
            ..=8 => &mut self.short,
            9..=Lower::MAX => &mut self.long,
            _ => return true,
        };
        list.push((at as u32, run.head));
        list.len() < Self::MOST
    }

    /// Tells the tokens their words.
    fn look_up(&mut self, text: &str, lexicon: &Lexicon, tokens: &mut [Token]) {
        let spellings = &lexicon.spellings;
        for (at, head) in self.short.drain(..) {
            let token = &mut tokens[at as usize];
            token.word = spellings.find_short(head, token.span.len());
            token.lemma = token.word;
        }
        for (at, head) in self.long.drain(..) {
            let token = &mut tokens[at as usize];
            token.word = spellings.find_long(head, token.span.of(text).as_bytes());
            token.lemma = token.word;
        }
    }
}

/// What the scanner needs to know of the language.
pub(super) struct Scanner<'a> {
    lexicon: &'a Lexicon,
    abbreviations: Option<ListId>,
    clitics: Option<ListId>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(lexicon: &'a Lexicon) -> Self {
        Self {
            lexicon,
            abbreviations: lexicon.list("abbreviations"),
            clitics: lexicon.list("clitics"),
        }
    }

    /// Whether the word is an entry of the `clitics` list.
    pub(super) fn is_clitic(&self, word: WordId) -> bool {
        self.clitics.is_some_and(|list| self.lexicon.is_in(word, list))
    }

    /// Appends the tokens of `text[from..]`; paragraphs are lines.
    pub(super) fn scan(&self, text: &str, from: usize, tokens: &mut Vec<Token>) {
        let bytes = text.as_bytes();
        let mut addresses = Addresses::new(text, from);
        let mut unknown = Unknown::new();
        let mut at = from;
        let mut paragraph = 0;
        let mut empty = true;
        while let Some(&byte) = bytes.get(at) {
            let end = match KINDS[usize::from(byte)] {
                Kind::Space => {
                    at += 1;
                    continue;
                }
                Kind::Line => {
                    paragraph += u32::from(!empty);
                    empty = true;
                    at += 1;
                    continue;
                }
                Kind::Letter if !addresses.is_near(at) => {
                    let run = Run::at(bytes, at);
                    match self.plain(text, at, &run, paragraph) {
                        Some(token) => {
                            tokens.push(token);
                            if token.word == WordId::UNKNOWN
                                && !unknown.push(tokens.len() - 1, &run)
                            {
                                unknown.look_up(text, self.lexicon, tokens);
                            }
                            token.span.end as usize
                        }
                        None => self.word(text, at, false, paragraph, tokens),
                    }
                }
                Kind::Letter => self.word(text, at, true, paragraph, tokens),
                Kind::Joint | Kind::Mark => self.mark(text, at, paragraph, tokens),
                Kind::Wide => {
                    let c = first_char(&text[at..]);
                    if is_space(c) {
                        at += c.len_utf8();
                        continue;
                    }
                    if c.is_alphanumeric() {
                        self.word(text, at, addresses.is_near(at), paragraph, tokens)
                    } else {
                        self.wide_mark(text, at, c, paragraph, tokens)
                    }
                }
            };
            debug_assert!(end > at);
            at = end;
            empty = false;
        }
        unknown.look_up(text, self.lexicon, tokens);
    }

    /// The token of a run that is a word of its own, which is not looked up; `None` where more
    /// than its own bytes settles what it is.
    #[inline]
    fn plain(&self, text: &str, at: usize, run: &Run, paragraph: u32) -> Option<Token> {
        if run.is_mixed {
            return None;
        }
        let bytes = text.as_bytes();
        let end = at + run.len;
        if let Some(&byte) = bytes.get(end) {
            match KINDS[usize::from(byte)] {
                Kind::Joint => return self.before_joint(text, at, run, paragraph),
                Kind::Wide => {
                    let c = first_char(&text[end..]);
                    if c == '’' || c.is_alphanumeric() {
                        return None;
                    }
                }
                _ => {}
            }
        }
        Some(of_run(at, run, paragraph))
    }

    /// The same where a mark follows that could join the run with what comes then.
    fn before_joint(&self, text: &str, at: usize, run: &Run, paragraph: u32) -> Option<Token> {
        let bytes = text.as_bytes();
        let end = at + run.len;
        let mark = bytes[end];
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        if !matches!(mark, b',' | b'.') || is_digit(bytes.get(end + 1)) {
            return None;
        }
        let mut token = of_run(at, run, paragraph);
        if mark == b'.' {
            // "U.S.", "J. Doe", "www.": what parted letters mean is settled elsewhere.
            if run.len < 2 || bytes[at..].starts_with(b"www.") {
                return None;
            }
            let dotted = self.with_dot(&text[at..=end], run);
            if self.abbreviations.is_some_and(|list| self.lexicon.is_in(dotted, list)) {
                token.span.end += 1;
                (token.word, token.lemma, token.letters) = (dotted, dotted, Letters::Other);
            }
        }
        Some(token)
    }

    fn with_dot(&self, dotted: &str, run: &Run) -> WordId {
        match dotted.len() {
            len @ ..=8 => {
                let head = run.head | u64::from(b'.') << (8 * run.len);
                self.lexicon.spellings.find_short(head, len)
            }
            _ => self.id(dotted),
        }
    }

    /// The id of a word as printed.
    fn id(&self, word: &str) -> WordId {
        Lower::new(word)
            .map_or(WordId::UNKNOWN, |lower| self.lexicon.spellings.find(lower.as_bytes()))
    }

    /// Appends the token of a mark of ASCII at `at` and gives its end.
    fn mark(&self, text: &str, at: usize, paragraph: u32, out: &mut Vec<Token>) -> usize {
        let bytes = text.as_bytes();
        let byte = bytes[at];
        let same = || bytes[at..].iter().take_while(|&&b| b == byte).count();
        let len = match byte {
            b'.' | b'-' => same(),
            b'\'' | b'`' => same().min(2),
            _ => 1,
        };
        if matches!(byte, b'@' | b'#')
            && let Some(end) = words::handle_end(text, at)
        {
            out.push(self.make(text, at, end, paragraph, Tag::NNP));
            return end;
        }
        if byte == b'\''
            && let Some(end) = self.leading_clitic(text, at)
        {
            out.push(self.make(text, at, end, paragraph, Tag::POS));
            return end;
        }
        let tag = match byte {
            b'$' => Tag::SYM,
            b'%' => Tag::NN,
            _ => Tag::Punct,
        };
        if len > 1 || byte == b'-' {
            return self.spelt_mark(text, at, at + len, tag, paragraph, out);
        }
        let word = self.lexicon.spellings.find_short(u64::from(byte), 1);
        out.push(token(Span::new(at, at + 1), word, tag, paragraph));
        at + 1
    }

    /// Appends the token of a mark `c` beyond ASCII and gives its end.
    fn wide_mark(
        &self,
        text: &str,
        at: usize,
        c: char,
        paragraph: u32,
        out: &mut Vec<Token>,
    ) -> usize {
        if c == '’'
            && let Some(end) = self.leading_clitic(text, at)
        {
            out.push(self.make(text, at, end, paragraph, Tag::POS));
            return end;
        }
        let tag = if matches!(c, '£' | '€' | '¥') { Tag::SYM } else { Tag::Punct };
        let end = at + c.len_utf8();
        let printed = &text[at..end];
        // No mark has another form in lower case.
        let spelt = if c == '’' { "'" } else { printed };
        let mut token = token(Span::new(at, end), self.lexicon.id(spelt), tag, paragraph);
        if let Some(canonical) = canonical(printed).filter(|canonical| *canonical != spelt) {
            token.word = self.lexicon.id(canonical);
        }
        out.push(token);
        end
    }

    /// Appends a mark under the spelling that rules know it by.
    fn spelt_mark(
        &self,
        text: &str,
        at: usize,
        end: usize,
        tag: Tag,
        paragraph: u32,
        out: &mut Vec<Token>,
    ) -> usize {
        let mut token = self.make(text, at, end, paragraph, tag);
        if let Some(canonical) = canonical(&text[at..end]) {
            token.word = self.lexicon.id(canonical);
        }
        out.push(token);
        end
    }

    fn make(&self, text: &str, start: usize, end: usize, paragraph: u32, tag: Tag) -> Token {
        let word = &text[start..end];
        Token {
            capital: word.starts_with(char::is_uppercase),
            letters: bytes::letters(word.as_bytes()),
            ..token(Span::new(start, end), self.id(word), tag, paragraph)
        }
    }
}

/// The token of a run, whose word is not looked up.
#[inline]
fn of_run(at: usize, run: &Run, paragraph: u32) -> Token {
    Token {
        capital: run.capital,
        letters: run.letters,
        ..token(Span::new(at, at + run.len), WordId::UNKNOWN, Tag::NN, paragraph)
    }
}

#[inline]
fn token(span: Span, word: WordId, tag: Tag, paragraph: u32) -> Token {
    Token {
        span,
        word,
        lemma: word,
        tag,
        mark: Mark::Outside,
        capital: false,
        letters: Letters::Other,
        sentence: 0,
        paragraph,
        quotation: QuotationIx::NONE,
    }
}

/// The one spelling under which rules know a mark, if it has several.
pub(super) fn canonical(mark: &str) -> Option<&'static str> {
    Some(match mark {
        "-" | "--" | "---" | "–" | "—" | "―" | "‒" | "−" => "—",
        "“" | "„" | "«" | "``" | "‟" => "“",
        "”" | "»" => "”",
        "''" => "\"",
        "‘" => "‘",
        "’" => "'",
        "…" | ".." | "..." | "...." => "...",
        "\u{ff1a}" => ":",
        _ => return None,
    })
}

/// White space, and characters that print nothing.
fn is_space(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The first character of a text that has one.
fn first_char(text: &str) -> char {
    text.chars().next().unwrap_or(' ')
}
