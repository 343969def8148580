//! The command line: flags, terminal text, exit codes.
//!
//! One file a command. `args` holds flags as typed, `settings` as meant; what
//! people read goes to standard error through `terminal`, rows go to standard
//! output or a file. Decides nothing about text.

mod args;
mod audit;
mod compare;
mod config;
mod eval;
mod explain;
mod extract;
mod learn;
mod manual;
mod problem;
pub mod rules;
mod search;
mod settings;
mod terminal;
mod wanted;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use std::ffi::OsString;
use std::process::ExitCode;

/// Done, but some articles were skipped.
const SKIPPED: u8 = 1;
/// Nothing started, or nothing written.
const FAILED: u8 = 2;
/// Stopped by Ctrl-C: what shells give for it.
const STOPPED: u8 = 130;

const EXAMPLES: &str = "\
Examples:
  whosaid extract news/ -o quotes.csv        all articles in a directory
  whosaid extract a.txt b.txt                two articles, rows to standard output
  whosaid explain a.txt --near Kim           why there is a row, or none

Exit codes: 0 all done; 1 done, some articles skipped; 2 nothing started;
130 stopped by Ctrl-C.
`whosaid help COMMAND` tells more of a command.";

/// Reads news articles and writes who said what, and through whom it is known.
#[derive(Debug, Parser)]
#[command(name = "whosaid", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

// The same with one command alone: to read what was typed for it, the arguments of the others
// need not be set up.
#[derive(Debug, Parser)]
#[command(name = "whosaid", version)]
struct Extracting {
    #[command(subcommand)]
    _command: Extract,
}

#[derive(Debug, Subcommand)]
enum Extract {
    Extract(Box<extract::Args>),
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(Box<extract::Args>),
    Explain(explain::Args),
    Compare(compare::Args),
    Search(Box<search::Args>),
    Audit(audit::Args),
    Learn(learn::Args),
    Eval(eval::Args),
    /// Check, test and write out rules.
    Rules(rules::Args),
    Completions(manual::CompletionsArgs),
    Man(manual::ManArgs),
}

/// Runs the command and gives its exit code.
pub fn main() -> ExitCode {
    run().unwrap_or_else(|error| {
        problem::print(&error);
        ExitCode::from(FAILED)
    })
}

fn run() -> anyhow::Result<ExitCode> {
    let typed: Vec<OsString> = std::env::args_os().collect();
    let is_extract = typed.get(1).is_some_and(|first| first == config::COMMAND);
    let mut command = if is_extract { Extracting::command() } else { Cli::command() };
    let matches = command.try_get_matches_from_mut(&typed).unwrap_or_else(|error| error.exit());
    let extract = matches.subcommand_matches(config::COMMAND);
    // Parsing has made the command ready to be asked.
    let (completed, said) = match (extract, command.find_subcommand(config::COMMAND)) {
        (Some(extract), Some(command)) => config::complete(&typed, command, extract)?,
        _ => (None, settings::Said::new()),
    };
    let matches = completed.unwrap_or(matches);
    match Cli::from_arg_matches(&matches)?.command {
        Command::Extract(args) if args.running.print_config => config::print(&matches),
        Command::Extract(args) => extract::run(&args, said),
        Command::Explain(args) => explain::run(&args),
        Command::Compare(args) => compare::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Audit(args) => audit::run(&args),
        Command::Learn(args) => learn::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Rules(args) => rules::run(&args),
        Command::Completions(args) => manual::completions(&args),
        Command::Man(args) => manual::man(&args),
    }
}
