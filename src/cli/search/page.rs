//! Rows as people read them.
//!
//! A row found is two lines or more: who, when, where and the place; then the cue and the
//! quote, with the words that were looked for in colour. Rows near it are dim and begin with
//! `-`. If the article is known, its own words stand behind a bar in the quote's stead, with
//! the quote underlined, or between `>>` and `<<` where there are no colours.

use super::layout::{Styles, laid_out};
use crate::rows::{Days, Field, Filter, Row};
use crate::search::{Passage, Shown};
use anstyle::{AnsiColor, Style};
use std::ops::Range;

const SPEAKER: Style = Style::new().bold();
const FOUND: Style = AnsiColor::Red.on_default().bold();
const QUOTE: Style = Style::new().underline();
const PLACE: Style = AnsiColor::Green.on_default();
const DIM: Style = Style::new().dimmed();

/// Narrower columns than this are unreadable; the terminal may break them.
const NARROWEST: usize = 30;

/// A text in the making.
pub(super) struct Page<'a> {
    text: String,
    width: Option<usize>,
    has_color: bool,
    filter: &'a Filter,
    /// Whether rows that follow one another stand close.
    is_close: bool,
    is_begun: bool,
}

impl<'a> Page<'a> {
    /// Nothing yet; without a width nothing is wrapped.
    pub(super) fn new(width: Option<usize>, has_color: bool, filter: &'a Filter) -> Self {
        Self { text: String::new(), width, has_color, filter, is_close: false, is_begun: false }
    }

    /// An empty line only where rows are left out.
    pub(super) fn close_up(&mut self) {
        self.is_close = true;
    }

    /// What was put since the last time.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// A row, with the article's words around it if they are known.
    pub(super) fn row(&mut self, shown: &Shown, passage: Option<&Passage>) {
        if std::mem::replace(&mut self.is_begun, true) && (shown.is_apart || !self.is_close) {
            self.text.push('\n');
        }
        let row = &shown.row;
        self.heading(row, shown.is_found);
        let (text, quote) = match passage {
            Some(passage) => return self.passage(&lead(row), passage),
            None => told(row),
        };
        let styles = match shown.is_found {
            true => marked(&[], &self.found(&text, quote)),
            false => vec![(0..text.len(), DIM)],
        };
        self.lines("    ", &text, &styles);
    }

    /// `Kim Jong Un · said 2026-02-25 · The Seoul Daily, 2026-02-26 · a:12-80`.
    fn heading(&mut self, row: &Row, is_found: bool) {
        let speaker = match row.get(Field::Speaker) {
            "" => "no speaker".to_owned(),
            speaker => on_one_line(speaker),
        };
        let [id, start, end] = [Field::ArticleId, Field::Start, Field::End].map(|f| row.get(f));
        let place = format!("{id}:{start}-{end}");
        let place = if place == ":-" { None } else { Some(place) };
        let parts = [Some(speaker.clone()), said_on(row), ran(row), place.clone()];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let lead = if is_found { "" } else { "- " };
        let text = format!("{lead}{}", parts.join(" · "));
        let code = text.len() - place.map_or(0, |place| place.len());
        let styles = match is_found {
            true => vec![(0..speaker.len(), SPEAKER), (code..text.len(), PLACE)],
            false => vec![(0..text.len(), DIM)],
        };
        self.lines("", &text, &styles);
    }

    /// The quote where it stands in its article.
    fn passage(&mut self, lead: &str, Passage { text, quote }: &Passage) {
        self.lines("    ", lead, &[]);
        if self.has_color {
            let found = self.found(text, 0);
            let inside =
                |f: &Range<usize>| quote.iter().any(|q| q.start <= f.start && f.end <= q.end);
            let found: Vec<_> = found.into_iter().filter(inside).collect();
            self.lines("  │ ", text, &marked(quote, &found));
            return;
        }
        let mut bracketed = String::with_capacity(text.len() + 4 * quote.len());
        let mut last = 0;
        for Range { start, end } in quote {
            bracketed.extend([&text[last..*start], ">>", &text[*start..*end], "<<"]);
            last = *end;
        }
        bracketed.push_str(&text[last..]);
        self.lines("  │ ", &bracketed, &[]);
    }

    /// The words looked for, in a text from one of its bytes on.
    fn found(&self, text: &str, from: usize) -> Vec<Range<usize>> {
        let places = self.filter.texts.iter().flat_map(|words| words.places(&text[from..]));
        places.map(|place| place.start + from..place.end + from).collect()
    }

    /// Text behind a margin, in these styles if there are colours.
    fn lines(&mut self, margin: &str, text: &str, styles: &Styles) {
        let styles = if self.has_color { styles } else { &[][..] };
        let columns = margin.chars().count();
        let width = self.width.map(|w| w.saturating_sub(columns).max(NARROWEST));
        self.text.push_str(&laid_out(text, styles, margin, width));
    }
}

/// The cue, addressee and source: `told (to parliament, source KCNA)`.
fn lead(row: &Row) -> String {
    let [cue, source, addressee] =
        [Field::Cue, Field::Source, Field::Addressee].map(|field| row.get(field));
    // Who tells an outlet something is printed through it.
    let to = (!addressee.is_empty() && addressee != source).then(|| format!("to {addressee}"));
    let by = (!source.is_empty()).then(|| format!("source {source}"));
    let more: Vec<String> = to.into_iter().chain(by).collect();
    let more = if more.is_empty() { String::new() } else { format!("({})", more.join(", ")) };
    on_one_line(&format!("{cue} {more}"))
}

/// The same and the quote, and where the quote begins.
fn told(row: &Row) -> (String, usize) {
    let mut text = lead(row);
    if !text.is_empty() {
        text.push_str(": ");
    }
    let begin = text.len();
    text.push_str(&on_one_line(row.get(Field::Quote)));
    (text, begin)
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// When it was said, where that is not the day it was published.
fn said_on(row: &Row) -> Option<String> {
    let [said, published] = [Field::SaidOn, Field::Published].map(|field| row.get(field));
    let is_same = Days::parse(said).is_some_and(|days| Some(days) == Days::parse(published));
    (!said.is_empty() && !is_same).then(|| format!("said {said}"))
}

/// Where and when it ran.
fn ran(row: &Row) -> Option<String> {
    let parts = [Field::Outlet, Field::Published].map(|field| row.get(field));
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The words found in their style, the quote in its own.
fn marked(quote: &[Range<usize>], found: &[Range<usize>]) -> Vec<(Range<usize>, Style)> {
    let found = found.iter().map(|range| (range.clone(), FOUND));
    found.chain(quote.iter().map(|range| (range.clone(), QUOTE))).collect()
}
