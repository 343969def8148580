//! A run as people see it: what is wrong, how far it is, how it ended.

use super::{HELP, NOTE, WARNING, counted, counts, grouped, line};
use crate::cli::args::Talk;
use crate::input::{Articles, Notice};
use crate::run::Tally;
use indicatif::{ProgressBar, ProgressStyle};
use rustc_hash::{FxHashMap, FxHashSet};
use std::io::{IsTerminal as _, Write as _};
use std::mem::Discriminant;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// So many notes of one kind are shown, and where they are listed elsewhere so many warnings; a
/// corpus may have a hundred thousand.
const SHOWN: usize = 10;

/// A run as people see it.
pub(in crate::cli) struct Terminal {
    talk: Talk,
    bar: ProgressBar,
    rate: Rate,
    /// When a line tells how far the run is, where there is no bar.
    every: Option<Duration>,
    last: Instant,
    lists_elsewhere: bool,
    /// Remedies told; ten thousand files of one fault need one.
    helped: FxHashSet<String>,
    told: FxHashMap<Discriminant<crate::input::Trouble>, usize>,
    untold: usize,
}

impl Terminal {
    /// A run over `articles`; where there is no terminal, a line every so many seconds.
    pub(in crate::cli) fn new(talk: Talk, articles: &Articles, every: f32) -> Self {
        let rate = Rate::new(articles.bytes(), articles.consumed());
        let is_terminal = std::io::stderr().is_terminal();
        let bar = match is_terminal && !talk.quiet {
            true => progress(rate.bytes),
            false => ProgressBar::hidden(),
        };
        let every = Duration::from_secs_f32(every.clamp(0.0, 1e6));
        let every = Some(every).filter(|e| !e.is_zero() && !is_terminal && !talk.quiet);
        Self { every, ..Self::of(talk, bar, rate) }
    }

    /// No run, but notices all the same.
    pub(in crate::cli) fn without_progress(talk: Talk) -> Self {
        Self::of(talk, ProgressBar::hidden(), Rate::new(0, Arc::default()))
    }

    fn of(talk: Talk, bar: ProgressBar, rate: Rate) -> Self {
        super::set_color(talk.color);
        Self {
            talk,
            bar,
            rate,
            every: None,
            last: Instant::now(),
            lists_elsewhere: false,
            helped: FxHashSet::default(),
            told: FxHashMap::default(),
            untold: 0,
        }
    }

    /// Whether a file lists all notices.
    pub(in crate::cli) fn lists_elsewhere(&mut self, yes: bool) {
        self.lists_elsewhere = yes;
    }

    /// The run goes on from there.
    pub(in crate::cli) fn goes_on(&mut self, tally: &Tally) {
        self.rate.before = *tally;
        if !self.talk.quiet {
            let text = format!("going on after {}", counts(tally));
            self.bar.suspend(|| line(NOTE, "note", &text));
        }
    }

    /// The run has come this far.
    pub(in crate::cli) fn watch(&mut self, tally: &Tally, notice: Option<&Notice>) {
        if let Some(notice) = notice {
            self.notice(notice);
        }
        self.rate.begin();
        // Sixty-four: often enough for an eye, too seldom to cost anything.
        if !tally.articles.is_multiple_of(64) {
            return;
        }
        if !self.bar.is_hidden() {
            self.bar.set_position(self.rate.consumed());
            self.bar.set_message(format!("{}, {}", counts(tally), self.rate.speed(tally)));
        } else if self.every.is_some_and(|every| self.last.elapsed() >= every) {
            self.last = Instant::now();
            line(NOTE, "progress", &self.rate.line(tally));
        }
    }

    fn notice(&mut self, notice: &Notice) {
        if self.talk.quiet && !notice.is_skip() {
            return;
        }
        let told = self.told.entry(std::mem::discriminant(&notice.trouble)).or_default();
        *told += 1;
        let is_limited = !notice.is_skip() || self.lists_elsewhere;
        if is_limited && *told > SHOWN && !self.talk.verbose {
            self.untold += 1;
            return;
        }
        let help = notice.help().filter(|h| self.helped.insert(h.clone()));
        self.bar.suspend(|| tell(notice, help.as_deref()));
    }

    /// Something to know of the run.
    pub(in crate::cli) fn note(&self, text: &str) {
        if !self.talk.quiet {
            self.bar.suspend(|| line(NOTE, "note", text));
        }
    }

    /// Something for those who asked for more.
    pub(in crate::cli) fn detail(&self, text: &str) {
        if self.talk.verbose {
            self.bar.suspend(|| line(NOTE, "note", text));
        }
    }

    /// Nothing moves any more.
    pub(in crate::cli) fn clear(&self) {
        self.bar.finish_and_clear();
        self.tell_untold();
    }

    /// The last line.
    pub(in crate::cli) fn close(&self, tally: &Tally, to: &str) {
        self.clear();
        self.detail(&self.rate.summary(tally));
        if !self.talk.quiet {
            let _ = writeln!(anstream::stderr(), "{} → {to}", counts(tally));
        }
    }

    /// The last lines of a run that was stopped.
    pub(in crate::cli) fn stopped(&self, tally: &Tally, parts: &[PathBuf], goes_on: bool) {
        self.clear();
        let parts: Vec<String> = parts.iter().map(|p| format!("`{}`", p.display())).collect();
        let so_far = match &parts[..] {
            [] => String::new(),
            parts => format!("; rows so far are in {}", parts.join(", ")),
        };
        line(WARNING, "stopped", &format!("{}{so_far}", counts(tally)));
        if goes_on {
            line(HELP, "help", "the same command with `--resume` goes on from here");
        }
    }

    fn tell_untold(&self) {
        if self.untold > 0 && !self.talk.quiet {
            let remedy = match self.lists_elsewhere {
                true => "all are in the file of errors",
                false => "--errors FILE lists all",
            };
            line(NOTE, "note", &format!("{} more like these; {remedy}", grouped(self.untold)));
        }
    }
}

/// Tells what there is to know of an article, and what to do about it.
pub(in crate::cli) fn tell(notice: &Notice, help: Option<&str>) {
    let (style, label) = if notice.is_skip() { (WARNING, "warning") } else { (NOTE, "note") };
    line(style, label, &notice.to_string());
    if let Some(help) = help {
        line(HELP, "help", help);
    }
}

/// How fast the run is.
struct Rate {
    /// All bytes of the input; zero: unknown.
    bytes: u64,
    consumed: Arc<AtomicU64>,
    /// When the first article of this run was done, and what was consumed until then.
    begun: Option<(Instant, u64)>,
    /// What another run had done.
    before: Tally,
}

impl Rate {
    fn new(bytes: u64, consumed: Arc<AtomicU64>) -> Self {
        Self { bytes, consumed, begun: None, before: Tally::default() }
    }

    fn consumed(&self) -> u64 {
        self.consumed.load(Ordering::Relaxed)
    }

    fn begin(&mut self) {
        if self.begun.is_none() {
            // What is read of a new run until its first article is part of its work.
            let bytes = if self.before.articles > 0 { self.consumed() } else { 0 };
            self.begun = Some((Instant::now(), bytes));
        }
    }

    /// Articles and bytes a second.
    fn per_second(&self, tally: &Tally) -> (f64, f64) {
        let Some((instant, bytes)) = self.begun else { return (0.0, 0.0) };
        // A millisecond: a run so short has no rate worth the digits.
        let seconds = instant.elapsed().as_secs_f64().max(1e-3);
        let articles = tally.articles.saturating_sub(self.before.articles) as f64;
        (articles / seconds, self.consumed().saturating_sub(bytes) as f64 / seconds)
    }

    /// `255 articles/s, 1.2 MB/s`.
    fn speed(&self, tally: &Tally) -> String {
        let (articles, bytes) = self.per_second(tally);
        format!("{} articles/s, {:.1} MB/s", grouped(articles.round() as usize), bytes / 1e6)
    }

    /// A line for a log: how far, how fast, how long yet.
    fn line(&self, tally: &Tally) -> String {
        let (_, speed) = self.per_second(tally);
        let mut text = format!("{}; {:.1} MB", counts(tally), self.consumed() as f64 / 1e6);
        if self.bytes > 0 {
            text += &format!(" of {:.1} MB", self.bytes as f64 / 1e6);
        }
        text += &format!(", {}", self.speed(tally));
        let left = self.bytes.saturating_sub(self.consumed()) as f64;
        if self.bytes > 0 && speed > 0.0 {
            let left = Duration::from_secs_f64((left / speed).min(1e8));
            text += &format!(", {} left", indicatif::HumanDuration(left));
        }
        text
    }

    fn summary(&self, tally: &Tally) -> String {
        let seconds = self.begun.map_or(0.0, |(instant, _)| instant.elapsed().as_secs_f64());
        let megabytes = self.consumed() as f64 / 1e6;
        let articles = counted(tally.articles, "article");
        format!("{articles}, {megabytes:.1} MB in {seconds:.2} s ({})", self.speed(tally))
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
