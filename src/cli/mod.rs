//! The command line: flags, terminal text, exit codes.

pub mod rules;

use std::process::ExitCode;

/// Runs the command and gives its exit code.
pub fn main() -> ExitCode {
    ExitCode::SUCCESS
}
