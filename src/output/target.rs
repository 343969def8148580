//! Where output goes: standard output, or a file that appears whole or not at all.

use std::fs::{self, File, Permissions};
use std::io::{self, BufWriter, Stdout, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

const BUFFER: usize = 256 << 10;

/// An output being written. Dropped before [`Target::finish`], a file leaves
/// nothing behind and what stood there before stays.
#[derive(Debug)]
pub struct Target(Kind);

#[derive(Debug)]
enum Kind {
    Stdout(BufWriter<Stdout>),
    /// A device or a pipe: nothing can be put in its place.
    Device(BufWriter<File>),
    File {
        writer: BufWriter<NamedTempFile>,
        path: PathBuf,
    },
}

impl Target {
    /// Standard output.
    pub fn stdout() -> Self {
        Self(Kind::Stdout(BufWriter::with_capacity(BUFFER, io::stdout())))
    }

    /// A file, written beside its place and put there by [`Target::finish`].
    ///
    /// # Errors
    /// When its directory is missing or cannot be written.
    pub fn file(path: &Path) -> io::Result<Self> {
        // Through a symlink, the file it leads to is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let old = fs::metadata(&path).ok();
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        if old.as_ref().is_some_and(|m| !m.is_file()) {
            let device = fs::OpenOptions::new().write(true).open(&path)?;
            return Ok(Self(Kind::Device(BufWriter::with_capacity(BUFFER, device))));
        }
        if old.as_ref().is_some_and(|m| m.permissions().readonly()) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        let temporary = beside(&path, old.map(|m| m.permissions()))?;
        Ok(Self(Kind::File { writer: BufWriter::with_capacity(BUFFER, temporary), path }))
    }

    /// The file written meanwhile: what to remove when the program is stopped.
    pub fn temporary(&self) -> Option<&Path> {
        match &self.0 {
            Kind::File { writer, .. } => Some(writer.get_ref().path()),
            Kind::Stdout(_) | Kind::Device(_) => None,
        }
    }

    /// Where there is room for as much as is written: the directory of a file, else the
    /// system's for temporary files.
    pub fn directory(&self) -> PathBuf {
        let beside = self.temporary().and_then(Path::parent);
        beside.map_or_else(std::env::temp_dir, Path::to_path_buf)
    }

    /// Writes what is left and puts a file in its place.
    ///
    /// # Errors
    /// When writing or renaming fails; then nothing is left behind.
    pub fn finish(self) -> io::Result<()> {
        match self.0 {
            Kind::Stdout(mut writer) => writer.flush(),
            Kind::Device(mut writer) => writer.flush(),
            Kind::File { writer, path } => {
                let temporary = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
                temporary.persist(path).map(drop).map_err(|e| e.error)
            }
        }
    }
}

/// A temporary file in `path`'s directory with the rights the file will have.
fn beside(path: &Path, rights: Option<Permissions>) -> io::Result<NamedTempFile> {
    let directory = match path.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".whosaid-").suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(directory)?;
    if let Some(rights) = rights {
        file.as_file().set_permissions(rights)?;
    }
    Ok(file)
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Kind::Stdout(writer) => writer.write(bytes),
            Kind::Device(writer) => writer.write(bytes),
            Kind::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Kind::Stdout(writer) => writer.flush(),
            Kind::Device(writer) => writer.flush(),
            Kind::File { writer, .. } => writer.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn an_unfinished_file_leaves_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let mut target = Target::file(&directory.path().join("out.csv")).unwrap();
        target.write_all(&vec![b'x'; 2 * BUFFER]).unwrap();
        drop(target);
        assert_eq!(names(directory.path()), [""; 0]);
    }

    #[test]
    fn an_unfinished_file_leaves_the_old_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let mut target = Target::file(&path).unwrap();
        target.write_all(b"new").unwrap();
        drop(target);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_finished_file_stands_in_its_place() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        let mut target = Target::file(&path).unwrap();
        target.write_all(b"new").unwrap();
        target.finish().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(directory.path()), ["out.csv"]);
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_a_new_file_as_they_may_any() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let (ours, plain) = (directory.path().join("a"), directory.path().join("b"));
        Target::file(&ours).unwrap().finish().unwrap();
        fs::write(&plain, "").unwrap();
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }
}
