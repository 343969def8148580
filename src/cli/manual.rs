//! `whosaid completions` and `whosaid man`: what shells and `man` are to know.

use super::Cli;
use anyhow::{Context as _, Result};
use clap::{CommandFactory as _, ValueHint};
use clap_complete::Shell;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

const COMPLETIONS: &str = "\
Examples:
  whosaid completions bash > ~/.local/share/bash-completion/completions/whosaid
  whosaid completions zsh > ~/.zfunc/_whosaid
  whosaid completions fish > ~/.config/fish/completions/whosaid.fish";

/// Write what a shell needs to complete flags and their values.
#[derive(Debug, clap::Args)]
#[command(after_help = COMPLETIONS)]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

const MAN: &str = "\
Examples:
  whosaid man ~/.local/share/man/man1        then `man whosaid-extract`
  whosaid man . && man ./whosaid.1";

/// Write manual pages, one for each command, into a directory.
#[derive(Debug, clap::Args)]
#[command(after_help = MAN)]
pub(super) struct ManArgs {
    /// The directory; it is made where it is missing
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    directory: PathBuf,
}

/// Runs `completions`.
pub(super) fn completions(args: &CompletionsArgs) -> Result<ExitCode> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "whosaid", &mut bytes);
    match io::Write::write_all(&mut io::stdout(), &bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// Runs `man`.
pub(super) fn man(args: &ManArgs) -> Result<ExitCode> {
    let cannot = || format!("cannot write manual pages to `{}`", args.directory.display());
    std::fs::create_dir_all(&args.directory).with_context(cannot)?;
    clap_mangen::generate_to(Cli::command(), &args.directory).with_context(cannot)?;
    Ok(ExitCode::SUCCESS)
}
