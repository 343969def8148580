//! Members of zip archives, in the order of the archive's directory.
//!
//! Nothing is ever written: a member's name is a name and no more. Of the directory only what
//! reading needs is held, some hundred bytes a member.
//!
//! # Why members are not read through the crate's archive
//!
//! It lends one member at a time, which nothing that outlives a call can hold, and it forgets
//! all but the last of several members of one name.

use super::source::Origin;
use super::streams::{Budget, Counted, Fault, Input, Unpacked};
use super::tarred::{Member, Members};
use super::{Notice, Trouble};
use flate2::Crc;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex};
use zip::CompressionMethod as Method;
use zip::read::ZipFileEntry;
use zip::unstable::read::ZipIterable;

/// The members of one archive.
pub(super) struct Zip {
    entries: std::vec::IntoIter<Result<Entry, Notice>>,
    file: Arc<Mutex<File>>,
    budget: Arc<Budget>,
    watched: Arc<AtomicU64>,
}

/// What the archive's directory says of a member.
struct Entry {
    name: String,
    kind: Kind,
    header: u64,
    /// As it lies in the archive, and as it is to become.
    length: u64,
    wanted: (u64, u32),
    method: Method,
}

enum Kind {
    File,
    Directory,
    Link,
    Encrypted,
}

impl Entry {
    fn of(entry: &ZipFileEntry<'_>) -> Self {
        let raw = || String::from_utf8_lossy(entry.name_raw()).into_owned();
        let kind = if entry.is_dir() {
            Kind::Directory
        } else if entry.is_symlink() {
            Kind::Link
        } else if entry.encrypted() {
            Kind::Encrypted
        } else {
            Kind::File
        };
        Self {
            // Some programs for Windows part directories their own way, which the format forbids.
            name: entry.name().map_or_else(|_| raw(), |name| name.into_owned()).replace('\\', "/"),
            kind,
            header: entry.header_start(),
            length: entry.compressed_size(),
            wanted: (entry.size(), entry.crc32()),
            method: entry.compression(),
        }
    }
}

/// A file read from a place of its own.
struct Part {
    file: Arc<Mutex<File>>,
    at: u64,
}

impl Part {
    fn locked(&self) -> std::sync::MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Read for Part {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = {
            let mut file = self.locked();
            file.seek(SeekFrom::Start(self.at))?;
            file.read(buffer)?
        };
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Part {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::Current(by) => (self.at, by),
            SeekFrom::End(by) => (self.locked().metadata()?.len(), by),
        };
        let at = from.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?;
        self.at = at;
        Ok(at)
    }
}

impl Zip {
    /// Opens an archive. `watched` is told of the bytes that are read.
    pub(super) fn new(
        file: File,
        origin: Origin,
        (budget, watched): (Arc<Budget>, Arc<AtomicU64>),
    ) -> Result<Self, Notice> {
        let file = Arc::new(Mutex::new(file));
        let part = BufReader::new(Part { file: Arc::clone(&file), at: 0 });
        let broken = |error: zip::result::ZipError| {
            origin.notice(Trouble::Container(format!("not a whole zip archive: {error}")))
        };
        let mut zip = ZipIterable::try_new(part, zip::read::Config::default()).map_err(broken)?;
        let entries = zip.files().map_err(broken)?;
        let entries = entries.map(|entry| entry.map(|entry| Entry::of(&entry)).map_err(broken));
        let entries = entries.collect::<Vec<_>>();
        // What every document of the usual programs has, and every book.
        let is_part = |e: &Entry| matches!(&*e.name, "[Content_Types].xml" | "mimetype");
        if entries.iter().flatten().any(is_part) {
            return Err(origin.notice(Trouble::Office));
        }
        let entries = entries.into_iter();
        Ok(Self { entries, file, budget, watched })
    }

    fn input(&self, entry: &Entry) -> Result<Input, String> {
        let part = self.part(entry.header, entry.length);
        match part.and_then(|part| unpacked(entry.method, part)) {
            Ok(Some(inner)) => {
                let inner = Box::new(Unpacked::new("zip", inner, &self.budget));
                Ok(Box::new(Checked { inner, crc: Crc::new(), wanted: entry.wanted, read: 0 }))
            }
            Ok(None) => Err(format!("compressed as {}, which is not read", entry.method)),
            Err(_) => Err("not where the archive's directory says".into()),
        }
    }

    /// The bytes of a member, as they lie in the archive.
    fn part(&self, header: u64, length: u64) -> io::Result<Input> {
        // The local header: 30 bytes, of which the last four tell how long its name and
        // extra field are, which need not be those of the directory.
        let mut part = Part { file: Arc::clone(&self.file), at: header };
        let mut local = [0; 30];
        part.read_exact(&mut local)?;
        if local[..4] != *b"PK\x03\x04" {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let number = |at: usize| u64::from(u16::from_le_bytes([local[at], local[at + 1]]));
        part.at += number(26) + number(28);
        let (budget, watched) = (Arc::clone(&self.budget), Arc::clone(&self.watched));
        Ok(Box::new(Counted { inner: part.take(length), budget, watched }))
    }
}

/// A member's bytes by its way of compression.
fn unpacked(method: Method, part: Input) -> io::Result<Option<Input>> {
    let part = BufReader::with_capacity(64 << 10, part);
    Ok(Some(match method {
        Method::Stored => Box::new(part),
        Method::Deflated => Box::new(flate2::bufread::DeflateDecoder::new(part)),
        Method::Bzip2 => Box::new(bzip2::bufread::MultiBzDecoder::new(part)),
        Method::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(part)?),
        _ => return Ok(None),
    }))
}

/// Tells at a member's end whether it is what the directory says.
struct Checked {
    inner: Input,
    crc: Crc,
    wanted: (u64, u32),
    read: u64,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.crc.update(&buffer[..read]);
        self.read += read as u64;
        if read == 0 && !buffer.is_empty() && (self.read, self.crc.sum()) != self.wanted {
            let why = if self.read < self.wanted.0 { "ends too soon" } else { "is damaged" };
            return Err(Fault::error(Trouble::Broken("zip", why.into()), Some(self.read)));
        }
        Ok(read)
    }
}

impl Members for Zip {
    fn next(&mut self) -> Option<Result<Member, Notice>> {
        let entry = match self.entries.next()? {
            Ok(entry) => entry,
            Err(notice) => return Some(Err(notice)),
        };
        let input = match entry.kind {
            Kind::File => self.input(&entry).map_err(Some),
            Kind::Directory => Err(None),
            Kind::Link => Err(Some("a link, which is not followed".into())),
            Kind::Encrypted => Err(Some("encrypted".into())),
        };
        let name = entry.name;
        Some(Ok(Member { name, input }))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::{Cursor, Write as _};
    use zip::write::SimpleFileOptions;

    /// An archive of files.
    pub(in crate::input) fn zipped(files: &[(&str, &[u8])], method: Method) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn read(bytes: &[u8], most: Option<u64>) -> Vec<(String, String)> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let origin = super::super::source::tests::origin("a.zip", 1000);
        let mut zip = match Zip::new(file, origin, (Budget::new(most), Arc::default())) {
            Ok(zip) => zip,
            Err(notice) => return vec![(String::new(), notice.to_string())],
        };
        std::iter::from_fn(|| zip.next())
            .map(|member| match member {
                Err(notice) => (String::new(), notice.to_string()),
                Ok(Member { name, input: Err(why) }) => (name, why.unwrap_or_default()),
                Ok(Member { name, input: Ok(mut input) }) => {
                    let mut text = String::new();
                    let read = input.read_to_string(&mut text);
                    (name, read.map_or_else(|error| error.to_string(), |_| text))
                }
            })
            .collect()
    }

    #[test]
    fn members_come_in_the_archives_order_whatever_their_names() {
        let files: [(&str, &[u8]); 3] =
            [("b.txt", b"B"), ("../../a.txt", b"A"), ("/etc/c.txt", b"")];
        for method in [Method::Stored, Method::Deflated, Method::Bzip2, Method::Zstd] {
            let got = read(&zipped(&files, method), None);
            let want = [("b.txt", "B"), ("../../a.txt", "A"), ("/etc/c.txt", "")];
            let want = want.map(|(name, text)| (name.to_owned(), text.to_owned()));
            assert_eq!(got, want, "{method}");
        }
    }

    #[test]
    fn what_is_damaged_costs_its_member_alone() {
        let files: [(&str, &[u8]); 2] = [("a.txt", b"He said no."), ("b.txt", b"Yes.")];
        let mut bytes = zipped(&files, Method::Stored);
        let at = memchr::memmem::find(&bytes, b"said").unwrap();
        bytes[at] = b'S';
        let got = read(&bytes, None);
        assert_eq!((&*got[0].1, &*got[1].1), ("zip data: is damaged", "Yes."));
        let cut = read(&bytes[..bytes.len() - 30], None);
        assert!(cut[0].1.starts_with("a.zip: skipped: not a whole zip archive"), "{cut:?}");
    }

    #[test]
    fn a_bomb_ends_at_the_limit() {
        let bytes = zipped(&[("a.txt", &vec![b'x'; 5_000_000])], Method::Deflated);
        let got = read(&bytes, Some(100_000));
        assert_eq!(got[0].1, "more than 100 KB decompressed");
    }
}
