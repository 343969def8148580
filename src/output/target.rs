//! Where a stream of rows goes: standard output, a device, or a file that appears whole.

use super::part::Part;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek as _, Stdout, Write};
use std::path::Path;

const BUFFER: usize = 64 << 10;

/// A stream of bytes being written.
#[derive(Debug)]
pub struct Target(Kind);

#[derive(Debug)]
enum Kind {
    Stdout(BufWriter<Stdout>),
    /// A device or a pipe: nothing can be put in its place.
    Device(BufWriter<File>),
    File {
        writer: BufWriter<File>,
        part: Part,
    },
}

impl Target {
    /// Standard output.
    pub fn stdout() -> Self {
        Self(Kind::Stdout(BufWriter::with_capacity(BUFFER, io::stdout())))
    }

    /// A device, or a file from its start.
    ///
    /// # Errors
    /// When its directory is missing or cannot be written.
    pub fn create(path: &Path) -> io::Result<Self> {
        if is_device(path) {
            let device = OpenOptions::new().write(true).open(path)?;
            return Ok(Self(Kind::Device(BufWriter::with_capacity(BUFFER, device))));
        }
        let part = Part::of(path)?;
        let writer = BufWriter::with_capacity(BUFFER, part.create()?);
        Ok(Self(Kind::File { writer, part }))
    }

    /// A file of a run that was stopped, from this byte on.
    ///
    /// # Errors
    /// When there is no such part, or not so much of it.
    pub fn resume(path: &Path, length: u64) -> io::Result<Self> {
        let mut part = Part::of(path)?;
        // It stays whatever happens: it is noted.
        part.keep();
        let writer = BufWriter::with_capacity(BUFFER, part.reopen(length)?);
        Ok(Self(Kind::File { writer, part }))
    }

    /// Its part, where it is a file.
    pub fn part(&mut self) -> Option<&mut Part> {
        match &mut self.0 {
            Kind::File { part, .. } => Some(part),
            Kind::Stdout(_) | Kind::Device(_) => None,
        }
    }

    /// Hands all to the system; gives the file's length.
    ///
    /// # Errors
    /// When writing fails.
    pub fn settle(&mut self) -> io::Result<u64> {
        self.flush()?;
        match &mut self.0 {
            Kind::File { writer, .. } => {
                writer.get_ref().sync_data()?;
                writer.get_mut().stream_position()
            }
            Kind::Stdout(_) | Kind::Device(_) => Ok(0),
        }
    }

    /// Writes what is left; gives a file's part, to be put in its place.
    ///
    /// # Errors
    /// When writing fails; then nothing is left behind.
    pub fn finish(mut self) -> io::Result<Option<Part>> {
        self.settle()?;
        match self.0 {
            Kind::File { part, .. } => Ok(Some(part)),
            Kind::Stdout(_) | Kind::Device(_) => Ok(None),
        }
    }
}

/// Writes a file of these bytes, whole or not at all.
///
/// # Errors
/// When it cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut target = Target::create(path)?;
    target.write_all(bytes)?;
    target.finish()?.map_or(Ok(()), Part::place)
}

/// Whether something stands there that no file can be put in place of.
pub fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir())
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Kind::Stdout(writer) => writer.write(bytes),
            Kind::Device(writer) | Kind::File { writer, .. } => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Kind::Stdout(writer) => writer.flush(),
            Kind::Device(writer) | Kind::File { writer, .. } => writer.flush(),
        }
    }
}

/// What went wrong with a table: a closed pipe stays one.
pub(crate) fn plain_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::part::{Reuse, directory_part_of, part_of};
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        let entries = fs::read_dir(directory).unwrap();
        entries.map(|e| e.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_part_is_called_by_its_file_and_opens_alike() {
        let part = |path: &str| part_of(Path::new(path)).display().to_string();
        assert_eq!(part("out/quotes.csv"), "out/quotes.part.csv");
        assert_eq!(part("quotes"), "quotes.part");
    }

    #[test]
    fn an_unfinished_file_leaves_nothing() {
        let directory = tempfile::tempdir().unwrap();
        let mut target = Target::create(&directory.path().join("out.csv")).unwrap();
        target.write_all(&vec![b'x'; 2 * BUFFER]).unwrap();
        drop(target);
        assert_eq!(names(directory.path()), [""; 0]);
    }

    #[test]
    fn an_unfinished_file_leaves_the_old_one() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        fs::write(&path, "old").unwrap();
        let mut target = Target::create(&path).unwrap();
        target.write_all(b"new").unwrap();
        drop(target);
        assert_eq!(fs::read(&path).unwrap(), b"old");
    }

    #[test]
    fn a_finished_file_stands_in_its_place() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        let mut target = Target::create(&path).unwrap();
        target.write_all(b"new").unwrap();
        target.finish().unwrap().unwrap().place().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(directory.path()), ["out.csv"]);
    }

    #[test]
    fn a_kept_part_is_gone_on_with_from_where_it_was_noted() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("out.csv");
        let mut target = Target::create(&path).unwrap();
        target.write_all(b"whole").unwrap();
        let length = target.settle().unwrap();
        target.write_all(b" half").unwrap();
        target.part().unwrap().keep();
        drop(target);
        assert_eq!(names(directory.path()), ["out.part.csv"]);
        let mut target = Target::resume(&path, length).unwrap();
        target.write_all(b", and more").unwrap();
        target.finish().unwrap().unwrap().place().unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"whole, and more");
        let error = Target::resume(&path, 3).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_directory_is_made_whole_and_never_over_another() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("texts");
        let part = Part::of_directory(&path, Reuse::Never).unwrap();
        fs::write(part.file().join("a.txt"), "x").unwrap();
        part.place().unwrap();
        assert_eq!(names(&path), ["a.txt"]);
        assert!(Part::of_directory(&path, Reuse::Never).is_err());
        let other = directory.path().join("other");
        drop(Part::of_directory(&other, Reuse::Never).unwrap());
        assert_eq!(names(directory.path()), ["texts"]);
        fs::create_dir(directory_part_of(&other)).unwrap();
        assert!(Part::of_directory(&other, Reuse::Never).is_err(), "it may be somebody's");
        assert!(directory_part_of(&other).exists());
    }

    #[cfg(unix)]
    #[test]
    fn others_may_read_a_new_file_as_they_may_any() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = tempfile::tempdir().unwrap();
        let (ours, plain) = (directory.path().join("a"), directory.path().join("b"));
        Target::create(&ours).unwrap().finish().unwrap().unwrap().place().unwrap();
        fs::write(&plain, "").unwrap();
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode();
        assert_eq!(mode(&ours), mode(&plain));
    }
}
