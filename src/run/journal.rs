//! What a run notes of how far it is, so that another can go on after it was stopped.
//!
//! A journal stands beside the first output (`quotes.csv.resume`) while a run goes on, and
//! goes when all is done. Each note replaces the one before as a whole, after what it tells
//! of has reached the disk: whenever a run is killed, the last note is true.

use super::{Error, Tally};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Where the journal of these outputs stands.
pub fn beside(output: &Path) -> PathBuf {
    let mut name = output.file_name().unwrap_or_default().to_owned();
    name.push(".resume");
    output.with_file_name(name)
}

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// The program's version.
    pub version: String,
    /// All that the output depends on: the name of each setting, and what it was.
    pub settings: BTreeMap<String, String>,
    /// Items read: articles, and in their place what is wrong with others.
    pub read: u64,
    /// A hash of them, to know the same input again.
    pub digest: u64,
    /// What was done with them.
    pub tally: Tally,
    /// Bytes of each file written, in the order of the outputs.
    pub lengths: Vec<u64>,
    /// Whether all is read.
    pub is_complete: bool,
}

impl Note {
    /// A run of this program with these settings, of which nothing is done.
    pub fn new(settings: BTreeMap<String, String>) -> Self {
        Self { version: env!("CARGO_PKG_VERSION").into(), settings, ..Self::default() }
    }

    /// What was noted last at `path`; `None` when nothing was.
    ///
    /// # Errors
    /// When it cannot be read, or is no journal.
    pub fn read(path: &Path) -> Result<Option<Self>, Error> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::write(path, error)),
        };
        let note = serde_json::from_slice(&bytes);
        note.map(Some).map_err(|error| Error::Journal { path: path.into(), why: error.to_string() })
    }

    /// Notes it at `path`.
    ///
    /// # Errors
    /// When it cannot be written; what was noted before stays.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let directory = path.parent().filter(|p| !p.as_os_str().is_empty());
        let written = || {
            let mut file = tempfile::Builder::new()
                .prefix(".whosaid-")
                .tempfile_in(directory.unwrap_or(Path::new(".")))?;
            file.write_all(&serde_json::to_vec_pretty(self)?)?;
            file.as_file().sync_data()?;
            file.persist(path).map_err(|e| e.error)
        };
        written().map(drop).map_err(|error| Error::write(path, error))
    }

    /// Whether a run with the settings of `other` can go on from here.
    ///
    /// # Errors
    /// When they differ: which setting, and how.
    pub fn fits(&self, other: &Self) -> Result<(), Error> {
        let differ = |name: &str, was: &str, is: &str| Error::Settings {
            name: name.into(),
            was: was.into(),
            is: is.into(),
        };
        if self.version != other.version {
            return Err(differ("version", &self.version, &other.version));
        }
        let empty = String::new();
        for name in self.settings.keys().chain(other.settings.keys()) {
            let was = self.settings.get(name).unwrap_or(&empty);
            let is = other.settings.get(name).unwrap_or(&empty);
            if was != is {
                return Err(differ(name, was, is));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written_and_another_setting_is_told() {
        let directory = tempfile::tempdir().unwrap();
        let path = beside(&directory.path().join("quotes.csv"));
        assert!(path.ends_with("quotes.csv.resume"));
        assert_eq!(Note::read(&path).unwrap(), None);
        let settings = |kinds: &str| [("--kinds".to_owned(), kinds.to_owned())].into();
        let mut note = Note::new(settings("statement"));
        (note.read, note.lengths) = (7, vec![3, 4]);
        note.write(&path).unwrap();
        note.write(&path).unwrap();
        assert_eq!(Note::read(&path).unwrap().as_ref(), Some(&note));
        note.fits(&Note::new(settings("statement"))).unwrap();
        let error = note.fits(&Note::new(settings("attitude"))).unwrap_err();
        let told =
            "cannot go on: `--kinds` was `statement` when the run was stopped, and is `attitude`";
        assert_eq!(error.to_string(), told);
    }
}
