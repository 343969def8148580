//! Where output goes: standard output, a device, or a file that appears whole.
//!
//! A file is written beside its place as a [`Part`] (`quotes.part.csv`) and put there by
//! [`Target::finish`]. What stood in its place stays until then.
//!
//! # Why a part has a plain name
//!
//! A run that was stopped goes on from its part, and until then people may want to look at
//! it: `quotes.part.csv` opens in whatever opens `quotes.csv`, and directories of articles
//! are read without it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, BufWriter, Seek as _, SeekFrom, Stdout, Write};
use std::path::{Path, PathBuf};

const BUFFER: usize = 256 << 10;

/// The part of `path` while it is written: `quotes.part.csv` for `quotes.csv`.
pub fn part_of(path: &Path) -> PathBuf {
    let mut name: OsString = path.file_stem().unwrap_or_default().to_owned();
    name.push(".part");
    if let Some(extension) = path.extension() {
        name.push(".");
        name.push(extension);
    }
    path.with_file_name(name)
}

/// The part of a directory while it is written: `texts.part` for `texts`.
pub fn directory_part_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// What becomes of the part of a directory that is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reuse {
    /// It is of a run that goes on.
    GoOn,
    /// It is of a run that is begun anew: what is in it goes.
    Empty,
    /// It is nobody knows whose.
    Never,
}

/// A file or directory on its way to its place. Dropped before [`Part::place`], nothing stays of
/// it, unless it is kept for another run.
#[derive(Debug)]
pub struct Part {
    part: PathBuf,
    path: PathBuf,
    rights: Option<Permissions>,
    is_kept: bool,
}

impl Part {
    /// The part of `path`; nothing is written yet.
    ///
    /// # Errors
    /// When a file cannot be put there: it is a directory, read-only, or in none.
    pub fn of(path: &Path) -> io::Result<Self> {
        // Through a symlink, the file it leads to is replaced, not the link.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let old = fs::metadata(&path).ok();
        if old.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a directory"));
        }
        let rights = old.map(|m| m.permissions());
        if rights.as_ref().is_some_and(Permissions::readonly) {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it is read-only"));
        }
        Ok(Self { part: part_of(&path), path, rights, is_kept: false })
    }

    /// The part of a directory of files.
    ///
    /// # Errors
    /// When something stands in its place, or it cannot be made.
    pub fn of_directory(path: &Path, reuse: Reuse) -> io::Result<Self> {
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let is_free = fs::read_dir(&path).map_or(!path.exists(), |mut all| all.next().is_none());
        if !is_free {
            let why = "it is there already and not empty";
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, why));
        }
        let part = directory_part_of(&path);
        if reuse == Reuse::Empty && part.is_dir() {
            fs::remove_dir_all(&part)?;
        }
        match fs::create_dir(&part) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if reuse != Reuse::GoOn {
                    let why = format!("`{}` is there already", part.display());
                    return Err(io::Error::new(error.kind(), why));
                }
            }
            made => made?,
        }
        Ok(Self { part, path, rights: None, is_kept: reuse == Reuse::GoOn })
    }

    /// Where it is written.
    pub fn file(&self) -> &Path {
        &self.part
    }

    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Lets it stay when it is not finished.
    pub fn keep(&mut self) {
        self.is_kept = true;
    }

    /// An empty file to write.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(&self) -> io::Result<File> {
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&self.part)?;
        lock(&file)?;
        file.set_len(0)?;
        if let Some(rights) = &self.rights {
            file.set_permissions(rights.clone())?;
        }
        Ok(file)
    }

    /// The file of a run that was stopped, as long as it was then noted.
    ///
    /// # Errors
    /// When it is not there, or shorter.
    fn reopen(&self, length: u64) -> io::Result<File> {
        let mut file = OpenOptions::new().read(true).write(true).open(&self.part)?;
        lock(&file)?;
        let is = file.metadata()?.len();
        if is < length {
            let why = format!("`{}` has {is} bytes of {length}", self.part.display());
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, why));
        }
        file.set_len(length)?;
        file.seek(SeekFrom::End(0))?;
        Ok(file)
    }

    /// Removes it now, though it is kept.
    ///
    /// # Errors
    /// When the system does not let it go.
    pub fn remove(&self) -> io::Result<()> {
        fs::remove_file(&self.part)
    }

    /// Puts it in its place.
    ///
    /// # Errors
    /// When it cannot be renamed.
    pub fn place(mut self) -> io::Result<()> {
        fs::rename(&self.part, &self.path)?;
        self.is_kept = true;
        Ok(())
    }
}

/// Holds a part for this run as long as the file is open.
fn lock(file: &File) -> io::Result<()> {
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            Err(io::Error::new(io::ErrorKind::ResourceBusy, "another run is writing it"))
        }
        // A file system without locks is no reason to write nothing.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// Whether another run is writing the file that will stand at `path`.
pub fn is_being_written(path: &Path) -> bool {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let part = OpenOptions::new().write(true).open(part_of(&path));
    part.is_ok_and(|part| matches!(part.try_lock(), Err(TryLockError::WouldBlock)))
}

impl Drop for Part {
    fn drop(&mut self) {
        if self.is_kept {
            return;
        }
        // What cannot be removed is told by its name.
        let _ = match self.part.is_dir() {
            true => fs::remove_dir_all(&self.part),
            false => fs::remove_file(&self.part),
        };
    }
}

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

#[cfg(test)]
mod tests {
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
