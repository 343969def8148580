//! What people see while a command runs: warnings, progress, the closing line.
//! All of it goes to standard error.

mod run;

pub(super) use run::{Terminal, tell};

use super::args::{Talk, When};
use crate::run::Tally;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::time::Duration;

pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const NOTE: Style = Style::new().bold();
pub(super) const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// Writes `label: text`. A terminal that is gone is no error.
pub(super) fn line(style: Style, label: &str, text: &str) {
    let _ = writeln!(anstream::stderr(), "{style}{label}{style:#}: {text}");
}

/// The text without what would upset a terminal: a space for each control character.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Writes a report that is laid out already.
pub(super) fn report(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(anstream::stderr(), "{}", text.trim_end());
    }
}

/// The terminal's columns; `None` where nobody looks.
pub(super) fn width() -> Option<usize> {
    let shows = std::io::stdout().is_terminal();
    let size = terminal_size::terminal_size().filter(|_| shows);
    size.map(|(terminal_size::Width(width), _)| width.into())
}

/// Colours as asked for, from here on.
pub(super) fn set_color(when: When) {
    match when {
        When::Auto => anstream::ColorChoice::Auto,
        When::Always => anstream::ColorChoice::Always,
        When::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}

/// Work of several kinds, one after another, each in steps.
pub(super) struct Steps {
    bar: ProgressBar,
}

impl Steps {
    /// Nothing done yet.
    pub(super) fn new(talk: Talk) -> Self {
        let shows = std::io::stderr().is_terminal() && !talk.quiet;
        let bar = if shows { ProgressBar::new(1) } else { ProgressBar::hidden() };
        bar.enable_steady_tick(Duration::from_millis(120));
        let style = ProgressStyle::with_template("{bar:30} {msg} {pos}/{len} ({elapsed})");
        Self { bar: bar.with_style(style.expect("the template is fixed")) }
    }

    /// `done` steps of `all` in the work of that name.
    pub(super) fn show(&mut self, name: &'static str, done: usize, all: usize) {
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
        self.bar.set_message(name);
    }

    /// All is done.
    pub(super) fn close(&self) {
        self.bar.finish_and_clear();
    }
}

/// `5 articles, 0 skipped, 65 attributions`.
fn counts(tally: &Tally) -> String {
    let Tally { articles, skipped, repeated, dropped, attributions } = *tally;
    let repeated = match (repeated, dropped) {
        (0, _) => String::new(),
        (n, 0) => format!("{} with a text read before, ", grouped(n)),
        (_, n) => format!("{} left out as read before, ", grouped(n)),
    };
    format!(
        "{}, {} skipped, {repeated}{}",
        counted(articles, "article"),
        grouped(skipped),
        counted(attributions, "attribution")
    )
}

/// `1 file`, `2 files`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// `12,480`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        let comma = if i > 0 && (digits.len() - i).is_multiple_of(3) { "," } else { "" };
        write!(out, "{comma}{digit}").expect("writing to memory does not fail");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let numbers = [0, 7, 999, 1000, 12_480, 1_234_567].map(grouped);
        assert_eq!(numbers, ["0", "7", "999", "1,000", "12,480", "1,234,567"]);
    }

    #[test]
    fn the_closing_line_counts_in_english() {
        let tally = Tally { articles: 1, attributions: 41_902, ..Tally::default() };
        assert_eq!(counts(&tally), "1 article, 0 skipped, 41,902 attributions");
    }
}
