//! The `whosaid` command. All of it is in [`whosaid::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    whosaid::cli::main()
}
