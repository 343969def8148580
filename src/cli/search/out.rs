//! Where what is found goes: the terminal, a pipe, or a file that appears whole.

use crate::cli::problem::unwritable;
use crate::output::{Part, Target};
use anstream::{AutoStream, ColorChoice};
use anyhow::Result;
use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write};
use std::path::{Path, PathBuf};

/// Text or rows on their way out.
#[derive(Debug)]
pub(super) enum Out {
    /// Text to standard output, with colours where they are wanted.
    Screen(BufWriter<AutoStream<Stdout>>),
    Target(Target, Option<PathBuf>),
}

impl Out {
    /// Standard output, for text.
    pub(super) fn stdout() -> Self {
        Self::Screen(BufWriter::new(anstream::stdout()))
    }

    /// That file, or standard output.
    pub(super) fn of(path: Option<&Path>, is_text: bool) -> Result<Self> {
        Ok(match path {
            Some(path) => {
                let target = Target::create(path).map_err(|e| unwritable(Some(path), e))?;
                Self::Target(target, Some(path.to_owned()))
            }
            None if is_text => Self::stdout(),
            None => Self::Target(Target::stdout(), None),
        })
    }

    /// Whether colours are shown.
    pub(super) fn has_color(&self) -> bool {
        let choice = || AutoStream::choice(&io::stdout());
        matches!(self, Self::Screen(_)) && choice() != ColorChoice::Never
    }

    /// The terminal's columns; `None` where nobody looks.
    pub(super) fn width(&self) -> Option<usize> {
        let shows = matches!(self, Self::Screen(_)) && io::stdout().is_terminal();
        let size = terminal_size::terminal_size().filter(|_| shows);
        size.map(|(terminal_size::Width(width), _)| width.into())
    }

    /// Writes text; who looks on sees it at once.
    pub(super) fn put(&mut self, text: &str) -> io::Result<()> {
        self.write_all(text.as_bytes())?;
        let is_watched = matches!(self, Self::Screen(_)) && io::stdout().is_terminal();
        if is_watched && !text.is_empty() { self.flush() } else { Ok(()) }
    }

    /// All is written.
    pub(super) fn finish(self) -> Result<()> {
        let (path, done) = match self {
            Self::Screen(mut writer) => (None, writer.flush()),
            Self::Target(target, path) => {
                let done = target.finish().and_then(|part| part.map_or(Ok(()), Part::place));
                (path, done)
            }
        };
        done.map_err(|error| unwritable(path.as_deref(), error))
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Screen(writer) => writer.write(bytes),
            Self::Target(target, _) => target.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Screen(writer) => writer.flush(),
            Self::Target(target, _) => target.flush(),
        }
    }
}
