//! What ends a command, as people read it.

use super::terminal;
use crate::rules;
use std::fmt;
use std::io;
use std::path::Path;

/// An error with its remedy.
#[derive(Debug)]
pub(super) struct Problem {
    text: String,
    help: Option<String>,
}

impl Problem {
    /// `error: TEXT` and `help: HELP`.
    pub(super) fn new(text: impl Into<String>, help: impl Into<String>) -> Self {
        Self { text: text.into(), help: Some(help.into()) }
    }
}

impl From<crate::input::Error> for Problem {
    fn from(error: crate::input::Error) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

impl From<crate::output::Error> for Problem {
    fn from(error: crate::output::Error) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

impl From<crate::link::Error> for Problem {
    fn from(error: crate::link::Error) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

impl From<crate::learn::Error> for Problem {
    fn from(error: crate::learn::Error) -> Self {
        Self::new(error.to_string(), error.help())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Problem {}

/// Tells what ended the command.
pub(super) fn print(error: &anyhow::Error) {
    if let Some(report) = error.downcast_ref::<rules::Error>() {
        return terminal::report(&report.to_string());
    }
    let help = error.downcast_ref::<Problem>().and_then(|p| p.help.as_deref());
    terminal::line(terminal::ERROR, "error", &format!("{error:#}"));
    if let Some(help) = help {
        terminal::line(terminal::HELP, "help", help);
    }
}

/// Why nothing more can be written there; a closed pipe stays what it is.
pub(super) fn unwritable(path: Option<&Path>, error: io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return error.into();
    }
    let name = path.map_or("stdout".into(), |path| path.display().to_string());
    let help = "check the directory and the space left";
    Problem::new(format!("cannot write `{name}`: {}", crate::input::plain(&error)), help).into()
}
