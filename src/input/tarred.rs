//! Members of tar archives, as they come; and what all archives have in common.
//!
//! The archive is one stream, so a member is read before the next is asked for, and what is
//! left of it is passed over. Nothing is ever written: a member's name is a name and no more.

use super::source::{Origin, Place};
use super::streams::{Fault, Input};
use super::{Notice, Trouble};
use std::io::{self, BufReader, Read};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tar::{EntryType, Header, PaxExtensions};

/// A member of an archive.
pub(super) struct Member {
    pub(super) name: String,
    /// Its bytes; else why it has none to give, if it is one to be told of.
    pub(super) input: Result<Input, Option<String>>,
}

/// The members of an archive, in order.
pub(super) trait Members: Send {
    /// The next member. A notice is about the archive.
    fn next(&mut self) -> Option<Result<Member, Notice>>;
}

/// The most bytes that a member's own header may take.
const MAX_NAME: u64 = 1 << 20;

/// The members of one archive.
pub(super) struct Tar {
    stream: Arc<Mutex<Tape>>,
    origin: Origin,
    done: bool,
}

/// The archive's bytes.
struct Tape {
    input: BufReader<Input>,
    /// What the member that is read has left, and the space after it.
    left: u64,
    padding: u64,
    byte: u64,
    /// After an error nothing more is read; it is told where it came up.
    failed: bool,
}

/// What a header and those before it say of a member.
struct Entry {
    header: Header,
    name: String,
}

impl Tape {
    fn take(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer).inspect_err(|error| {
            self.failed |= error.kind() != io::ErrorKind::Interrupted;
        })?;
        self.byte += read as u64;
        Ok(read)
    }

    /// Reads what belongs to the member.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = buffer.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        if most == 0 || self.failed {
            return Ok(0);
        }
        let read = self.take(&mut buffer[..most])?;
        self.left -= read as u64;
        if read == 0 {
            self.failed = true;
            return Err(cut_off(self.byte));
        }
        Ok(read)
    }

    fn pass_over(&mut self) -> io::Result<()> {
        let mut buffer = [0; 8192];
        while self.left > 0 && !self.failed {
            self.read(&mut buffer)?;
        }
        self.left = std::mem::take(&mut self.padding);
        while self.left > 0 && !self.failed {
            self.read(&mut buffer)?;
        }
        Ok(())
    }

    fn block(&mut self) -> io::Result<Option<[u8; 512]>> {
        let (mut block, mut got) = ([0; 512], 0);
        while got < block.len() {
            match self.take(&mut block[got..])? {
                0 if got == 0 => return Ok(None),
                0 => return Err(cut_off(self.byte)),
                read => got += read,
            }
        }
        Ok(Some(block))
    }

    /// The whole of a member that tells of the next.
    fn whole(&mut self) -> io::Result<Vec<u8>> {
        if self.left > MAX_NAME {
            return Err(broken(self.byte));
        }
        let mut whole = vec![0; usize::try_from(self.left).unwrap_or_default()];
        let mut got = 0;
        while got < whole.len() {
            got += self.read(&mut whole[got..])?;
        }
        self.pass_over()?;
        Ok(whole)
    }

    fn entry(&mut self) -> io::Result<Option<Entry>> {
        self.pass_over()?;
        let (mut name, mut size) = (None, None);
        loop {
            let begin = self.byte;
            let Some(block) = self.block()?.filter(|block| block.iter().any(|b| *b != 0)) else {
                return Ok(None);
            };
            let header = Header::from_byte_slice(&block).clone();
            let is_header = header.cksum().is_ok_and(|sum| sum == sum_of(&block));
            let length = header.entry_size().ok().filter(|_| is_header);
            let length = size.take().or(length).ok_or_else(|| broken(begin))?;
            (self.left, self.padding) = (length, length.next_multiple_of(512) - length);
            match header.entry_type() {
                EntryType::GNULongName => name = Some(text(&self.whole()?)),
                EntryType::XHeader => (name, size) = extended(&self.whole()?),
                EntryType::GNULongLink | EntryType::XGlobalHeader => self.pass_over()?,
                _ => {
                    let name = name.unwrap_or_else(|| text(&header.path_bytes()));
                    return Ok(Some(Entry { header, name }));
                }
            }
        }
    }
}

fn cut_off(byte: u64) -> io::Error {
    Fault::error(Trouble::Broken("tar", "ends too soon".into()), Some(byte))
}

fn broken(byte: u64) -> io::Error {
    Fault::error(Trouble::Broken("tar", "no member where one should begin".into()), Some(byte))
}

/// The sum of a header's bytes, with its own field as spaces.
fn sum_of(block: &[u8; 512]) -> u32 {
    let sum = |bytes: &[u8]| bytes.iter().map(|b| u32::from(*b)).sum::<u32>();
    sum(&block[..148]) + 8 * 32 + sum(&block[156..])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches('\0').to_owned()
}

/// Name and size as an extended header says them.
fn extended(bytes: &[u8]) -> (Option<String>, Option<u64>) {
    let said = |key: &str| {
        let mut pairs = PaxExtensions::new(bytes).flatten();
        pairs.find(|pair| pair.key() == Ok(key)).map(|pair| text(pair.value_bytes()))
    };
    (said("path"), said("size").and_then(|size| size.parse().ok()))
}

impl Tar {
    pub(super) fn new(input: Input, origin: Origin) -> Self {
        let input = BufReader::with_capacity(64 << 10, input);
        let tape = Tape { input, left: 0, padding: 0, byte: 0, failed: false };
        Self { stream: Arc::new(Mutex::new(tape)), origin, done: false }
    }
}

/// The member that is read.
struct Running(Arc<Mutex<Tape>>);

impl Read for Running {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        locked(&self.0).read(buffer)
    }
}

fn locked(tape: &Mutex<Tape>) -> MutexGuard<'_, Tape> {
    tape.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Members for Tar {
    fn next(&mut self) -> Option<Result<Member, Notice>> {
        let mut tape = locked(&self.stream);
        if self.done || tape.failed {
            return None;
        }
        let entry = match tape.entry() {
            Ok(entry) => entry,
            Err(error) => {
                self.done = true;
                let place = Place { line: None, byte: Some(tape.byte) };
                return Some(Err(self.origin.failed(place, &error)));
            }
        };
        let Some(Entry { header, name }) = entry else {
            self.done = true;
            return None;
        };
        let kind = header.entry_type();
        let input = if kind.is_file() || kind.is_contiguous() {
            Ok(Box::new(Running(Arc::clone(&self.stream))) as Input)
        } else if kind.is_symlink() || kind.is_hard_link() {
            Err(Some("a link, which is not followed".into()))
        } else if kind.is_gnu_sparse() {
            Err(Some("a file with holes, which is not read".into()))
        } else {
            Err(None)
        };
        Some(Ok(Member { name, input }))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Cursor;

    /// An archive of files.
    pub(in crate::input) fn tarred(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut tar = tar::Builder::new(Vec::new());
        for (name, bytes) in files {
            let mut header = Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_mode(0o644);
            // Names that lead elsewhere are refused by the usual way.
            if name.starts_with("..") {
                header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
                header.set_cksum();
                tar.append(&header, *bytes).unwrap();
            } else {
                tar.append_data(&mut header, name, *bytes).unwrap();
            }
        }
        tar.into_inner().unwrap()
    }

    fn read(bytes: &[u8], whole: bool) -> Vec<(String, String)> {
        let origin = super::super::source::tests::origin("a.tar", 1000);
        let mut tar = Tar::new(Box::new(Cursor::new(bytes.to_vec())), origin);
        std::iter::from_fn(|| tar.next())
            .map(|member| match member {
                Err(notice) => (String::new(), notice.to_string()),
                Ok(Member { name, input: Err(why) }) => (name, why.unwrap_or_default()),
                Ok(Member { name, input: Ok(mut input) }) => {
                    let mut text = String::new();
                    let read = if whole { input.read_to_string(&mut text) } else { Ok(0) };
                    (name, read.map_or_else(|error| error.to_string(), |_| text))
                }
            })
            .collect()
    }

    #[test]
    fn members_come_in_order_whatever_their_names_and_however_much_is_read() {
        let long = "x".repeat(300) + ".txt";
        let many = "y".repeat(70_000);
        let files =
            [("a.txt", &b"A"[..]), ("../../b.txt", b""), (&long, many.as_bytes()), ("c", b"C")];
        let bytes = tarred(&files);
        let want = files.map(|(name, text)| (name.into(), String::from_utf8_lossy(text).into()));
        assert_eq!(read(&bytes, true), want);
        assert_eq!(read(&bytes, false), want.map(|(name, _)| (name, String::new())));
    }

    #[test]
    fn names_in_extended_headers_are_read() {
        let mut tar = tar::Builder::new(Vec::new());
        tar.append_pax_extensions([("path", &b"caf\xC3\xA9.txt"[..])]).unwrap();
        let mut header = Header::new_ustar();
        header.set_path("other").unwrap();
        header.set_size(2);
        header.set_cksum();
        tar.append(&header, &b"No"[..]).unwrap();
        let got = read(&tar.into_inner().unwrap(), true);
        assert_eq!(got, [("café.txt".into(), "No".into())]);
    }

    #[test]
    fn links_are_not_followed() {
        let mut tar = tar::Builder::new(Vec::new());
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Symlink);
        header.set_size(0);
        tar.append_link(&mut header, "a.txt", "/etc/passwd").unwrap();
        let got = read(&tar.into_inner().unwrap(), true);
        assert_eq!(got, [("a.txt".into(), "a link, which is not followed".into())]);
    }

    #[test]
    fn what_is_cut_off_is_told_once_after_what_came_before() {
        let bytes = tarred(&[("a.txt", b"A"), ("b.txt", &[b'b'; 2000])]);
        let got = read(&bytes[..2500], true);
        assert_eq!(got[0], ("a.txt".into(), "A".into()));
        assert_eq!(got[1..], [("b.txt".into(), "tar data: ends too soon".into())]);
        let got = read(&bytes[..1100], true);
        assert_eq!(got[1].1, "a.tar: skipped: tar data: ends too soon (byte 1100)");
        let got = read(&[&bytes[..1024], &[7; 600]].concat(), true);
        assert!(got[1].1.contains("no member where one should begin (byte 1024)"), "{got:?}");
    }
}
