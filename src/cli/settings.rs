//! Flags of `extract` as meant: checked, with defaults filled in.

use super::args::{Common, Language};
use super::extract::Args;
use super::problem::Problem;
use crate::input;
use crate::output::Format;
use crate::rules::{Kind, Options, RuleSet, Tables};
use crate::run::Settings;
use anyhow::Result;
use std::path::{Path, PathBuf};

/// What one `extract` is to do.
pub(super) struct Extract {
    pub(super) format: Format,
    /// `None`: standard output.
    pub(super) output: Option<PathBuf>,
    pub(super) kinds: Vec<Kind>,
    /// `None`: what the rules and tables have.
    pub(super) min_confidence: Option<f32>,
    pub(super) link: bool,
    pub(super) aliases: Option<PathBuf>,
    pub(super) run: Settings,
    pub(super) input: input::Options,
}

impl Extract {
    /// Checks the flags; nothing is read or written yet.
    pub(super) fn of(args: &Args) -> Result<Self> {
        let output = args.output.clone().filter(|path| path != Path::new("-"));
        if let Some(path) = &output {
            let read: Vec<PathBuf> = args.paths.iter().chain(&args.aliases).cloned().collect();
            not_an_input(path, &read)?;
        }
        let encoding = args.encoding.as_deref().map(input::encoding).transpose();
        let encoding = encoding.map_err(Problem::from)?;
        Ok(Self {
            format: format(args.format.as_deref(), output.as_deref())?,
            kinds: kinds(&args.kinds),
            min_confidence: args.min_confidence,
            link: args.link,
            aliases: args.aliases.clone(),
            run: run(&args.common),
            input: input::Options {
                encoding,
                except: output.iter().cloned().collect(),
                ..input::Options::default()
            },
            output,
        })
    }
}

/// Threads and batches.
pub(super) fn run(common: &Common) -> Settings {
    Settings { threads: common.threads.map_or(0, usize::from), ..Settings::default() }
}

/// The rules asked for.
pub(super) fn rules(language: &Language) -> Result<RuleSet> {
    match &language.rules {
        Some(directory) if !directory.is_dir() => {
            let text = format!("no such directory: `{}`", directory.display());
            Err(Problem::new(text, "`whosaid rules export DIR` writes rules to start from").into())
        }
        directory => {
            let options = Options { tables: tables(language)?, ..Options::default() };
            Ok(RuleSet::read_with(directory.as_deref(), options)?)
        }
    }
}

/// The tables asked for.
fn tables(language: &Language) -> Result<Tables> {
    match &language.tables {
        None => Ok(Tables::Default),
        Some(path) if path == Path::new("none") => Ok(Tables::None),
        Some(path) if path.is_dir() => Ok(Tables::Dir(path.clone())),
        Some(path) => {
            let text = format!("no such directory: `{}`", path.display());
            let help = "`whosaid learn GOLD -o DIR` writes tables; `none` does without";
            Err(Problem::new(text, help).into())
        }
    }
}

pub(super) fn kinds(names: &[String]) -> Vec<Kind> {
    let named = |(kind, name): &(Kind, &str)| names.iter().any(|n| n == name).then_some(*kind);
    Kind::ALL.iter().filter_map(named).collect()
}

fn format(named: Option<&str>, output: Option<&Path>) -> Result<Format> {
    if let Some(format) = named.and_then(Format::named) {
        return Ok(format);
    }
    let Some(path) = output else { return Ok(Format::default()) };
    let is_device = path.metadata().is_ok_and(|m| !m.is_file() && !m.is_dir());
    let format = Format::of_path(path).or_else(|| is_device.then(Format::default));
    format.ok_or_else(|| {
        let text = format!("cannot tell the format from `{}`", path.display());
        let help = "end it in .csv, .tsv or .jsonl, or pass --format csv|tsv|jsonl|attributions";
        Problem::new(text, help).into()
    })
}

/// Writing over an article would lose it.
fn not_an_input(output: &Path, inputs: &[PathBuf]) -> Result<()> {
    let Ok(place) = output.canonicalize() else { return Ok(()) };
    let same = |p: &&PathBuf| p.is_file() && p.canonicalize().is_ok_and(|p| p == place);
    match inputs.iter().find(same) {
        None => Ok(()),
        Some(path) => {
            let text = format!("`{}` is both input and output", path.display());
            Err(Problem::new(text, "choose another name for -o").into())
        }
    }
}
