//! Flags as typed that several commands share.

use clap::{ValueEnum, ValueHint};
use std::path::PathBuf;

/// Flags that every command over articles has.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Common {
    /// Threads to use [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=4096))]
    pub(super) threads: Option<u16>,

    #[command(flatten)]
    pub(super) language: Language,

    #[command(flatten)]
    pub(super) talk: Talk,
}

/// Flags about the rules and tables to use.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Language {
    /// Read the rules from this directory instead of the built-in ones
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) rules: Option<PathBuf>,

    /// Read the learned tables from this directory; `none`: rules alone
    #[arg(long, value_name = "DIR|none", value_hint = ValueHint::DirPath)]
    pub(super) tables: Option<PathBuf>,
}

/// Flags about what the terminal shows.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Talk {
    /// Say nothing but errors and skipped articles
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,

    /// Say more: time, speed, files passed over
    #[arg(short, long)]
    pub(super) verbose: bool,

    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
