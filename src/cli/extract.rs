//! `whosaid extract`: articles in, rows out.

mod args;
mod wanted;

pub(super) use args::{Args, probability, size};

use super::problem::Problem;
use super::settings::{self, Extract};
use super::terminal::{self, Terminal, counted};
use super::{SKIPPED, STOPPED};
use crate::extract::Extractor;
use crate::input::{self, Article, Articles};
use crate::link::{Aliases, Linker};
use crate::output::{Described, Format, brat, datapackage, write_whole};
use crate::rules::{RuleSet, Severity};
use crate::run::{self, Content, Error, Extraction, Outcome, Outputs};
use anyhow::{Context as _, Result};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use wanted::Wanted;

/// Runs the command. `said` is all that it was told, by the names of flags.
pub(super) fn run(args: &Args, said: settings::Said) -> Result<ExitCode> {
    let talk = args.common.talk;
    terminal::set_color(talk.color);
    let settings = Extract::of(args, said)?;
    // Never freed: the program ends with the run, and freeing each word takes a while.
    let rules: &RuleSet = Box::leak(Box::new(settings::rules(&args.common.language)?));
    if args.common.language.rules.is_some() && !talk.quiet {
        terminal::report(&rules.problems.at_least(Severity::Warning).to_string());
    }
    let aliases = settings.aliases.as_deref().map(|path| Aliases::read(path, rules));
    let aliases = aliases.transpose().map_err(Problem::from)?;
    let articles = input::open(&settings.paths, settings.input.clone()).map_err(Problem::from)?;
    let mut terminal = Terminal::new(talk, &articles, args.running.progress);
    terminal.lists_elsewhere(settings.plan.errors.is_some());
    if articles.left_alone() > 0 {
        let files = counted(articles.left_alone(), "file");
        terminal.detail(&format!("{files} of other kinds passed over in directories"));
    }
    match write(articles, (rules, aliases.as_ref()), &settings, &mut terminal) {
        Ok(outcome) => close(&outcome, &settings, aliases.as_ref(), &terminal),
        // The reader of our output has seen enough.
        Err(error) if error.is_broken_pipe() => Ok(ExitCode::SUCCESS),
        Err(error) => {
            terminal.clear();
            Err(failed(&error, &settings))
        }
    }
}

fn write(
    articles: Articles,
    (rules, aliases): (&RuleSet, Option<&Aliases>),
    settings: &Extract,
    terminal: &mut Terminal,
) -> Result<Outcome, Error> {
    run::quiet_panics();
    let mut plan = settings.plan.clone();
    if plan.wanted.iter().any(|wanted| wanted.content == Content::Rows(Format::Brat)) {
        plan.annotation_conf = brat::conf(rules);
    }
    let outputs = Outputs::open(plan)?;
    if outputs.goes_on() {
        terminal.goes_on(&outputs.note().tally);
    }
    let stop = stop_when_asked(outputs.can_go_on().then(|| settings.journal()).flatten());
    let extractor = Extractor::new(rules).with_min_confidence(settings.min_confidence);
    let extractor = ManuallyDrop::new(extractor.with_kinds(&settings.kinds));
    let linker = settings.plan.is_linked.then(|| Linker::new(rules, aliases));
    let wanted = Wanted::new(&settings.input);
    let rows = |articles: &[Article]| {
        articles.iter().for_each(|article| wanted.see(article));
        let mut rows = extractor.rows_of_each(articles);
        if let (Some(aliases), false) = (aliases, settings.plan.is_linked) {
            for rows in &mut rows {
                rows.retain(|row| settings.kinds.iter().any(|kind| kind.name() == row.kind));
                aliases.assign(rows, rules);
            }
        }
        rows
    };
    let extraction = Extraction {
        rows: &rows,
        kinds: &settings.kinds,
        linker: linker.as_ref(),
        drops_same_text: settings.drops_same_text,
        limit: settings.limit,
        is_strict: settings.is_strict,
        settings: settings.run.clone(),
        checkpoint: settings.checkpoint,
        stop: &stop,
    };
    let options = Arc::new(settings.input.clone());
    let missing = settings.missing.clone().into_iter().map(Err);
    let articles = articles.map(move |item| item.map(|raw| (raw, Arc::clone(&options))));
    let items = missing.chain(articles);
    let goes_on = outputs.goes_on();
    let outcome = extraction.run(items, outputs, |tally, notice| terminal.watch(tally, notice))?;
    // A run that went on has not seen all.
    if !goes_on && outcome.stopped.is_none() && outcome.tally.articles > 0 {
        wanted.missing().iter().for_each(|flag| {
            terminal.note(&format!("no article has a value for `{flag}`"));
        });
    }
    Ok(outcome)
}

/// Tells how it ended.
fn close(
    outcome: &Outcome,
    settings: &Extract,
    aliases: Option<&Aliases>,
    terminal: &Terminal,
) -> Result<ExitCode> {
    if let Some(parts) = &outcome.stopped {
        terminal.stopped(&outcome.tally, parts, settings.journal().is_some());
        return Ok(STOPPED.into());
    }
    if let Some(speakers) = outcome.speakers {
        terminal.detail(&format!("{} with an id", counted(speakers, "speaker")));
    }
    if let Some(aliases) = aliases {
        terminal.detail(&use_of(aliases));
    }
    if settings.describes {
        describe(settings, outcome.tally.attributions as u64)?;
    }
    terminal.close(&outcome.tally, &settings.targets());
    Ok(if outcome.tally.skipped > 0 { SKIPPED.into() } else { ExitCode::SUCCESS })
}

/// What ended the run, and how it can go on.
fn failed(error: &Error, settings: &Extract) -> anyhow::Error {
    let journal = settings.journal().filter(|journal| journal.exists());
    let help = match (error, journal) {
        (Error::Write { .. } | Error::Strict(_), Some(_)) => {
            format!("{}; `--resume` then goes on with what is done", error.help())
        }
        _ => error.help(),
    };
    Problem::new(error.to_string(), help).into()
}

/// Writes `datapackage.json` beside the first table of text.
fn describe(settings: &Extract, rows: u64) -> Result<()> {
    let described = |path: &Path, format| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let bytes = std::fs::metadata(path).map_or(0, |m| m.len());
        Described { path: name, format, bytes, rows }
    };
    let files = settings.plan.wanted.iter().filter_map(|wanted| match wanted {
        run::Wanted { path: Some(path), content: Content::Rows(format) } => {
            matches!(format, Format::Csv | Format::Tsv).then_some((path, *format))
        }
        _ => None,
    });
    let files: Vec<(&PathBuf, Format)> = files.collect();
    let Some((first, _)) = files.first() else { return Ok(()) };
    let beside = files.iter().filter(|(path, _)| path.parent() == first.parent());
    let all: Vec<Described> = beside.map(|(path, format)| described(path, *format)).collect();
    let path = first.with_file_name(settings::DESCRIPTION);
    let text = datapackage(&all, &settings.plan.layout);
    write_whole(&path, text.as_bytes())
        .with_context(|| format!("cannot write `{}`", path.display()))
}

/// `12 of 14 aliases used; in no row: …`.
fn use_of(aliases: &Aliases) -> String {
    let unused = aliases.unused();
    let count = aliases.count();
    let used = format!("{} of {count} aliases used", count - unused.len());
    // 10: who made a list of thousands for another corpus need not see them all.
    let (some, more) = unused.split_at(unused.len().min(10));
    let names: Vec<String> = some.iter().map(|alias| format!("`{alias}`")).collect();
    match (unused.len(), more.len()) {
        (0, _) => used,
        (_, 0) => format!("{used}; in no row: {}", names.join(", ")),
        (_, n) => format!("{used}; in no row: {} and {n} more", names.join(", ")),
    }
}

/// Ctrl-C lets the batch end; a second one ends all at once.
fn stop_when_asked(journal: Option<PathBuf>) -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    // Without a handler a run is killed, and goes on from its last note all the same.
    let _ = ctrlc::set_handler(move || {
        if asked.swap(true, Ordering::Relaxed) {
            std::process::exit(STOPPED.into());
        }
        let goes_on = if journal.is_some() { ", so that it can go on later" } else { "" };
        let text = format!("stopping after this batch{goes_on}; Ctrl-C again stops at once");
        terminal::line(terminal::NOTE, "note", &text);
    });
    stop
}
