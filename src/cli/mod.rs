//! The command line: flags, terminal text, exit codes.
//!
//! One file a command. `args` holds flags as typed, `settings` as meant; what
//! people read goes to standard error through `terminal`, rows go to standard
//! output or a file. Decides nothing about text.

mod args;
mod eval;
mod explain;
mod extract;
mod learn;
mod problem;
pub mod rules;
mod settings;
mod terminal;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Done, but some articles were skipped.
const SKIPPED: u8 = 1;
/// Nothing started, or nothing written.
const FAILED: u8 = 2;

const EXAMPLES: &str = "\
Examples:
  whosaid extract news/ -o quotes.csv        all articles in a directory
  whosaid extract a.txt b.txt                two articles, rows to standard output
  whosaid explain a.txt --near Kim           why there is a row, or none

Exit codes: 0 all done; 1 done, some articles skipped; 2 nothing started.
`whosaid help COMMAND` tells more of a command.";

/// Reads news articles and writes who said what, and through whom it is known.
#[derive(Debug, Parser)]
#[command(name = "whosaid", version, after_help = EXAMPLES, arg_required_else_help = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Extract(extract::Args),
    Explain(explain::Args),
    Learn(learn::Args),
    Eval(eval::Args),
    /// Check, test and write out rules.
    Rules(rules::Args),
}

/// Runs the command and gives its exit code.
pub fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Extract(args) => extract::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Learn(args) => learn::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Rules(args) => rules::run(&args),
    };
    result.unwrap_or_else(|error| {
        problem::print(&error);
        ExitCode::from(FAILED)
    })
}
