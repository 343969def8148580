//! What people see while a command runs: warnings, progress, the closing line.
//! All of it goes to standard error.

use super::args::{Talk, When};
use crate::input::Notice;
use crate::run::Tally;
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressStyle};
use rustc_hash::FxHashSet;
use std::fmt::Write as _;
use std::io::{IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();
pub(super) const WARNING: Style = AnsiColor::Yellow.on_default().bold();
pub(super) const NOTE: Style = Style::new().bold();
pub(super) const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// Writes `label: text`. A terminal that is gone is no error.
pub(super) fn line(style: Style, label: &str, text: &str) {
    let _ = writeln!(anstream::stderr(), "{style}{label}{style:#}: {text}");
}

/// Tells what there is to know of an article, and what to do about it.
pub(super) fn tell(notice: &Notice, help: Option<&str>) {
    let (style, label) = if notice.is_skip() { (WARNING, "warning") } else { (NOTE, "note") };
    line(style, label, &notice.to_string());
    if let Some(help) = help {
        line(HELP, "help", help);
    }
}

/// Writes a report that is laid out already.
pub(super) fn report(text: &str) {
    if !text.is_empty() {
        let _ = writeln!(anstream::stderr(), "{}", text.trim_end());
    }
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

/// A run as people see it.
pub(super) struct Terminal {
    talk: Talk,
    bar: ProgressBar,
    consumed: Arc<AtomicU64>,
    /// Remedies told; ten thousand files of one fault need one.
    helped: FxHashSet<String>,
}

impl Terminal {
    /// A run over `bytes` (zero: unknown), of which `consumed` are read so far.
    pub(super) fn new(talk: Talk, bytes: u64, consumed: Arc<AtomicU64>) -> Self {
        set_color(talk.color);
        let shows = std::io::stderr().is_terminal() && !talk.quiet;
        let bar = if shows { progress(bytes) } else { ProgressBar::hidden() };
        Self { talk, bar, consumed, helped: FxHashSet::default() }
    }

    /// The run has come this far.
    pub(super) fn watch(&mut self, tally: &Tally, notice: Option<&Notice>) {
        if let Some(notice) = notice {
            self.notice(notice);
        }
        // Sixty-four: often enough for an eye, too seldom to cost anything.
        if !self.bar.is_hidden() && tally.articles.is_multiple_of(64) {
            self.bar.set_position(self.consumed.load(Ordering::Relaxed));
            self.bar.set_message(counts(tally));
        }
    }

    fn notice(&mut self, notice: &Notice) {
        if self.talk.quiet && !notice.is_skip() {
            return;
        }
        let help = notice.help().filter(|h| self.helped.insert(h.clone()));
        self.bar.suspend(|| tell(notice, help.as_deref()));
    }

    /// Something for those who asked for more.
    pub(super) fn detail(&self, text: &str) {
        if self.talk.verbose {
            self.bar.suspend(|| line(NOTE, "note", text));
        }
    }

    /// The last line.
    pub(super) fn close(&self, tally: &Tally, to: &str) {
        self.bar.finish_and_clear();
        if !self.talk.quiet {
            let _ = writeln!(anstream::stderr(), "{} → {to}", counts(tally));
        }
    }
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

fn progress(bytes: u64) -> ProgressBar {
    let (bar, template) = if bytes == 0 {
        (ProgressBar::new_spinner(), "{spinner} {msg} ({elapsed})")
    } else {
        (ProgressBar::new(bytes), "{bar:30} {percent}% {msg} ({eta} left)")
    };
    bar.enable_steady_tick(Duration::from_millis(120));
    bar.with_style(ProgressStyle::with_template(template).expect("the template is fixed"))
}

/// `5 articles, 0 skipped, 65 attributions`.
fn counts(tally: &Tally) -> String {
    let Tally { articles, skipped, attributions } = *tally;
    format!(
        "{}, {} skipped, {}",
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
fn grouped(number: usize) -> String {
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
        let tally = Tally { articles: 1, skipped: 0, attributions: 41_902 };
        assert_eq!(counts(&tally), "1 article, 0 skipped, 41,902 attributions");
    }
}
