//! `whosaid rules check|test|export`: for people who write rules.

use crate::rules::{
    EMBEDDED, EMBEDDED_TABLES, Error, Options, ProblemKind, Problems, RuleSet, Severity, testing,
};
use annotate_snippets::Renderer;
use anyhow::{Context, bail};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Flags of `whosaid rules`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Report every fault of a directory of rules.
    Check {
        /// The directory; without it the built-in rules.
        dir: Option<PathBuf>,
    },
    /// Run the hits and misses of every rule.
    Test {
        /// The directory; without it the built-in rules.
        dir: Option<PathBuf>,
        /// Run those of this rule alone.
        #[arg(long, value_name = "ID")]
        rule: Option<String>,
        /// Use rules with `status = "trial"` too.
        #[arg(long)]
        trial: bool,
    },
    /// Write the built-in rules to a directory, to be edited and passed as
    /// `--rules DIR`.
    Export {
        /// The directory.
        dir: PathBuf,
        /// Overwrite files that are there.
        #[arg(long)]
        force: bool,
    },
}

/// Runs `whosaid rules …` and gives its exit code.
///
/// # Errors
/// If a file cannot be written, or an id is unknown.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Check { dir } => check(dir.as_deref()),
        Command::Test { dir, rule, trial } => test(dir.as_deref(), rule.as_deref(), *trial),
        Command::Export { dir, force } => export(dir, *force),
    }
}

fn check(dir: Option<&Path>) -> anyhow::Result<ExitCode> {
    let (problems, rules) =
        match RuleSet::read_with(dir, Options { trial: true, ..Options::default() }) {
            Ok(rules) => (rules.problems.clone(), Some(rules)),
            Err(error) => (error.problems, None),
        };
    show(&problems)?;
    if let Some(rules) = rules.filter(|_| problems.is_empty()) {
        let (count, cues) = (rules.rules.len(), rules.cues.len());
        let lists = rules.lexicon.list_names().count();
        say(&format!(
            "{}, {}, {}: no problems",
            of(count, "rule"),
            of(cues, "cue"),
            of(lists, "list")
        ))?;
    } else {
        let errors = problems.at_least(Severity::Error).len();
        say(&format!("{}, {}", of(errors, "error"), of(problems.len() - errors, "warning")))?;
    }
    Ok(exit_code(&problems))
}

/// 0 without problems; 2 where there are no rules to speak of; else 1.
fn exit_code(problems: &Problems) -> ExitCode {
    let is_nothing_there =
        problems.iter().any(|p| matches!(p.kind, ProblemKind::Missing | ProblemKind::NoRules));
    ExitCode::from(match problems.is_empty() {
        true => 0,
        false if is_nothing_there => 2,
        false => 1,
    })
}

fn test(dir: Option<&Path>, rule: Option<&str>, trial: bool) -> anyhow::Result<ExitCode> {
    let rules = match RuleSet::read_with(dir, Options { trial, ..Options::default() }) {
        Ok(rules) => rules,
        Err(Error { problems }) => {
            show(&problems)?;
            return Ok(ExitCode::from(2));
        }
    };
    if let Some(id) = rule
        && rules.rules.iter().all(|r| &*r.id != id)
    {
        bail!("no rule `{id}`");
    }
    show(&rules.problems.at_least(Severity::Warning))?;
    let cases = testing::cases(&rules);
    let is_wanted = |c: &&testing::Case<'_>| rule.is_none_or(|id| &*rules.rule(c.rule).id == id);
    let (mut passed, mut failed) = (0, 0);
    for case in cases.iter().filter(is_wanted) {
        match case.run(&rules) {
            Ok(()) => passed += 1,
            Err(failure) => {
                failed += 1;
                say(&format!("{}: {failure}\n", case.name))?;
            }
        }
    }
    say(&format!("{passed} passed, {failed} failed"))?;
    Ok(ExitCode::from(u8::from(failed > 0)))
}

fn export(dir: &Path, force: bool) -> anyhow::Result<ExitCode> {
    let texts = EMBEDDED.iter().map(|(name, text)| (*name, text.as_bytes()));
    let files = texts.chain(EMBEDDED_TABLES.iter().copied());
    let targets = files.map(|(name, bytes)| (dir.join(name), bytes));
    if !force && let Some((path, _)) = targets.clone().find(|(path, _)| path.exists()) {
        bail!("{} exists; pass --force to overwrite", path.display());
    }
    let count = targets.clone().count();
    for (path, bytes) in targets {
        let parent = path.parent().expect("a file in a directory has a parent");
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    say(&format!("{} → {}", of(count, "file"), dir.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Problems to the terminal, in colour where it has colours.
pub fn show(problems: &Problems) -> anyhow::Result<()> {
    if !problems.is_empty() {
        writeln!(anstream::stderr(), "{}\n", problems.render(&Renderer::styled()))?;
    }
    Ok(())
}

fn say(line: &str) -> anyhow::Result<()> {
    Ok(writeln!(anstream::stderr(), "{line}")?)
}

fn of(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
