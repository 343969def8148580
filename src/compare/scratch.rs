//! A temporary file that is written once, from its start, and then read at any place.
//!
//! It has no name, so nothing stays of it when the program ends. It lies in the directory
//! that the system gives for such files (`TMPDIR`); errors tell which.

use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Bytes that are gathered before they are handed to the system.
const BUFFER: usize = 1 << 20;

/// A temporary file being written.
pub(super) struct Writer {
    file: BufWriter<File>,
    length: u64,
}

impl Writer {
    /// An empty file.
    pub(super) fn create() -> io::Result<Self> {
        let file = tempfile::tempfile().map_err(|e| placed(&e))?;
        Ok(Self { file: BufWriter::with_capacity(BUFFER, file), length: 0 })
    }

    /// Adds to its end.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes).map_err(|e| placed(&e))?;
        self.length += bytes.len() as u64;
        Ok(())
    }

    /// The bytes written so far.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Hands over what is gathered; from here on it is read.
    pub(super) fn close(self) -> io::Result<Scratch> {
        let file = self.file.into_inner().map_err(|e| placed(e.error()))?;
        Ok(Scratch(file))
    }
}

/// A temporary file to read, by any number of threads at once.
#[derive(Debug)]
pub(super) struct Scratch(File);

impl Scratch {
    /// Fills `into` with the bytes from `at` on.
    pub(super) fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        read_at(&self.0, at, into).map_err(|e| placed(&e))
    }
}

#[cfg(unix)]
fn read_at(file: &File, at: u64, into: &mut [u8]) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, into, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut at: u64, mut into: &mut [u8]) -> io::Result<()> {
    use std::os::windows::fs::FileExt as _;
    while !into.is_empty() {
        match file.seek_read(into, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => {
                into = &mut into[read..];
                at += read as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn placed(error: &io::Error) -> io::Error {
    let directory = std::env::temp_dir();
    let what = format!("temporary file in `{}`: {error}", directory.display());
    io::Error::new(error.kind(), what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_at_its_place() {
        let mut writer = Writer::create().unwrap();
        writer.write(b"one").unwrap();
        assert_eq!(writer.length(), 3);
        writer.write(b"two").unwrap();
        let scratch = writer.close().unwrap();
        let mut bytes = [0; 4];
        scratch.read(2, &mut bytes).unwrap();
        assert_eq!(&bytes, b"etwo");
        let error = scratch.read(3, &mut bytes).unwrap_err();
        assert!(error.to_string().starts_with("temporary file in `"), "{error}");
    }
}
