//! Files and directories on their way to their places.
//!
//! What is written stands beside its place as a [`Part`] (`quotes.part.csv`), held by a lock
//! while it is written, and is put there by [`Part::place`]. What stood in its place stays
//! until then.
//!
//! # Why a part has a plain name
//!
//! A run that was stopped goes on from its part, and until then people may want to look at
//! it: `quotes.part.csv` opens in whatever opens `quotes.csv`, and directories of articles
//! are read without it.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::io::{self, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

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
    pub(super) fn reopen(&self, length: u64) -> io::Result<File> {
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
