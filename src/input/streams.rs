//! Bytes as they come, with compression undone.
//!
//! What is compressed is seen by its first bytes, whatever its name says, several members
//! and layers one in another included. A stream that is cut off or broken gives what came
//! before the fault, and then the fault. What one input may become is bounded.
//!
//! # Why the bound grows with what was read
//!
//! An archive of text that is ten times smaller compressed may be of any size, and a bomb is
//! a thousand times smaller. So the bound is a share of the compressed bytes read so far,
//! which a bomb crosses at its first gigabyte and an honest archive never.

use super::{Trouble, find};
use bzip2::read::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use liblzma::bufread::XzDecoder;
use liblzma::stream::{CONCATENATED, Stream};
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Chain, Cursor, Read, Seek as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Bytes from anywhere.
pub(super) type Input = Box<dyn Read + Send>;

/// What is wrong with a stream, as an error of reading it.
#[derive(Debug)]
pub(super) struct Fault {
    trouble: Trouble,
    byte: Option<u64>,
}

impl Fault {
    pub(super) fn error(trouble: Trouble, byte: Option<u64>) -> io::Error {
        io::Error::other(Self { trouble, byte })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.trouble.fmt(f)
    }
}

impl std::error::Error for Fault {}

/// What an error of reading means, and where it is.
pub(super) fn told(error: &io::Error) -> (Trouble, Option<u64>) {
    match fault(error) {
        Some(fault) => (fault.trouble.clone(), fault.byte),
        None => (Trouble::Unreadable(find::plain(error)), None),
    }
}

fn fault(error: &io::Error) -> Option<&Fault> {
    error.get_ref().and_then(|inner| inner.downcast_ref())
}

/// What one input has taken and become so far.
#[derive(Debug, Default)]
pub(super) struct Budget {
    read: AtomicU64,
    made: AtomicU64,
    /// The most it may become; `None`: by what it has taken.
    most: Option<u64>,
}

impl Budget {
    pub(super) fn new(most: Option<u64>) -> Arc<Self> {
        Arc::new(Self { most, ..Self::default() })
    }

    fn spend(&self, bytes: usize) -> io::Result<()> {
        let made = self.made.fetch_add(bytes as u64, Relaxed) + bytes as u64;
        // 1 GB: a small archive may hold long runs of the same; 200: text is seldom 20 times
        // smaller, a bomb 1,000 times.
        let own = || self.read.load(Relaxed).saturating_mul(200).max(1 << 30);
        let most = self.most.unwrap_or_else(own);
        if made > most { Err(Fault::error(Trouble::Decompressed(most), None)) } else { Ok(()) }
    }
}

/// Counts what is read, for the budget and for those who watch.
pub(super) struct Counted<R> {
    pub(super) inner: R,
    pub(super) budget: Arc<Budget>,
    pub(super) watched: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.budget.read.fetch_add(read as u64, Relaxed);
        self.watched.fetch_add(read as u64, Relaxed);
        Ok(read)
    }
}

/// `inner`, counted.
pub(super) fn counted<R>(inner: R, (budget, watched): (Arc<Budget>, Arc<AtomicU64>)) -> Counted<R> {
    Counted { inner, budget, watched }
}

/// The ways of compression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
    Xz,
    Bzip2,
}

impl Packing {
    /// By the first bytes; `BZh9` alone may begin a text.
    fn of(head: &[u8]) -> Option<Self> {
        let skippable =
            |h: &[u8]| h.len() >= 4 && h[0] & 0xF0 == 0x50 && h[1..4] == *b"\x2A\x4D\x18";
        let bzip2 = |h: &[u8]| {
            let begin = h.get(4..10);
            begin == Some(b"\x31\x41\x59\x26\x53\x59") || begin == Some(b"\x17\x72\x45\x38\x50\x90")
        };
        if head.starts_with(b"\x1F\x8B\x08") {
            Some(Self::Gzip)
        } else if head.starts_with(b"\x28\xB5\x2F\xFD") || skippable(head) {
            Some(Self::Zstd)
        } else if head.starts_with(b"\xFD7zXZ\0") {
            Some(Self::Xz)
        } else if head.starts_with(b"BZh") && bzip2(head) {
            Some(Self::Bzip2)
        } else {
            None
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Xz => "xz",
            Self::Bzip2 => "bzip2",
        }
    }

    fn undo(self, input: Input) -> io::Result<Input> {
        // 64 KB: what one read of a disk gives without waiting.
        let input = BufReader::with_capacity(64 << 10, input);
        Ok(match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(input)),
            Self::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(input)?),
            Self::Xz => {
                // 256 MB: the densest preset takes 65.
                let stream = Stream::new_stream_decoder(256 << 20, CONCATENATED)?;
                Box::new(XzDecoder::new_stream(input, stream))
            }
            Self::Bzip2 => Box::new(MultiBzDecoder::new(input)),
        })
    }
}

/// Whether what begins so is compressed.
pub(super) fn is_packed(head: &[u8]) -> bool {
    Packing::of(head).is_some()
}

/// Undoes all compression.
///
/// # Errors
/// When there are more layers than anyone makes on purpose.
pub(super) fn undo(mut input: Input, budget: &Arc<Budget>) -> io::Result<Input> {
    // 3: a compressed file in a compressed archive that was compressed to be sent.
    for _ in 0..=3 {
        let (head, rest) = peek(input, 10);
        let Some(packing) = Packing::of(&head) else { return Ok(rest) };
        input = Box::new(Unpacked::new(packing.name(), packing.undo(rest)?, budget));
    }
    Err(Fault::error(Trouble::Nested, None))
}

/// What a file, or standard input for `-`, holds once all compression is undone, and its
/// length as it lies there (0 where that is not known). `watched` counts what is read of it.
///
/// # Errors
/// When it cannot be opened.
pub(crate) fn decompressed(path: &Path, watched: &Arc<AtomicU64>) -> io::Result<(Input, u64)> {
    let budget = Budget::new(None);
    let counts = (Arc::clone(&budget), Arc::clone(watched));
    if path == Path::new("-") {
        return Ok((undo(Box::new(counted(io::stdin(), counts)), &budget)?, 0));
    }
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Ok((undo(Box::new(counted(file, counts)), &budget)?, length))
}

/// Another's decoder, its errors told as faults and its bytes counted.
pub(super) struct Unpacked {
    name: &'static str,
    inner: Input,
    made: u64,
    budget: Arc<Budget>,
}

impl Unpacked {
    pub(super) fn new(name: &'static str, inner: Input, budget: &Arc<Budget>) -> Self {
        Self { name, inner, made: 0, budget: Arc::clone(budget) }
    }

    fn broken(&self, error: io::Error) -> io::Error {
        if fault(&error).is_some()
            || error.raw_os_error().is_some()
            || error.kind() == io::ErrorKind::Interrupted
        {
            return error;
        }
        let why = match error.kind() {
            io::ErrorKind::UnexpectedEof => "ends too soon".into(),
            _ => find::plain(&error),
        };
        Fault::error(Trouble::Broken(self.name, why), Some(self.made))
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer).map_err(|error| self.broken(error))?;
        self.made += read as u64;
        self.budget.spend(read)?;
        Ok(read)
    }
}

/// The first bytes, as many as `wanted` if there are, and all bytes with them.
pub(super) fn peek(mut input: Input, wanted: usize) -> (Vec<u8>, Input) {
    let mut head = vec![0; wanted];
    let (mut got, mut failed) = (0, None);
    while got < wanted {
        match input.read(&mut head[got..]) {
            Ok(0) => break,
            Ok(read) => got += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                failed = Some(error);
                break;
            }
        }
    }
    head.truncate(got);
    let begin = Cursor::new(head.clone());
    let rest: Chain<_, _> = begin.chain(Failing(failed)).chain(input);
    (head, Box::new(rest))
}

/// Gives its error once, in its place.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// A copy in a file without a name, for what must be read from several places.
pub(super) fn spool(input: &mut dyn Read, most: Option<u64>) -> io::Result<File> {
    let mut file = tempfile::tempfile()?;
    let most = most.unwrap_or(u64::MAX - 1);
    let copied = io::copy(&mut input.take(most + 1), &mut file)?;
    if copied > most {
        return Err(Fault::error(Trouble::Decompressed(most), None));
    }
    file.rewind()?;
    Ok(file)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::Write as _;

    /// Compressed in each way that is read.
    pub(in crate::input) fn packed(bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        gz.write_all(bytes).unwrap();
        let mut bz = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::default());
        bz.write_all(bytes).unwrap();
        let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 6);
        xz.write_all(bytes).unwrap();
        vec![
            ("gz", gz.finish().unwrap()),
            ("bz2", bz.finish().unwrap()),
            ("xz", xz.finish().unwrap()),
            ("zst", zstd::encode_all(bytes, 3).unwrap()),
        ]
    }

    fn read(bytes: Vec<u8>, most: Option<u64>) -> (Vec<u8>, Option<(Trouble, Option<u64>)>) {
        let budget = Budget::new(most);
        let counted =
            Counted { inner: Cursor::new(bytes), budget: budget.clone(), watched: Arc::default() };
        let mut out = Vec::new();
        let error = match undo(Box::new(counted), &budget) {
            Err(error) => Some(error),
            Ok(mut input) => loop {
                let mut buffer = [0; 1000];
                match input.read(&mut buffer) {
                    Ok(0) => break None,
                    Ok(read) => out.extend(&buffer[..read]),
                    Err(error) => break Some(error),
                }
            },
        };
        (out, error.as_ref().map(told))
    }

    fn noise(count: usize) -> Vec<u8> {
        let mut state = 7u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b'a' + (state >> 27) as u8
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn every_compression_is_undone_whatever_its_name() {
        for (name, bytes) in packed(b"He said no.") {
            assert_eq!(read(bytes, None), (b"He said no.".to_vec(), None), "{name}");
        }
        assert_eq!(read(b"BZh91 is no archive".to_vec(), None).0, b"BZh91 is no archive");
        assert_eq!(read(Vec::new(), None), (Vec::new(), None));
    }

    #[test]
    fn several_members_are_one_stream() {
        for ((name, mut first), (_, second)) in packed(b"one ").into_iter().zip(packed(b"two")) {
            first.extend(second);
            assert_eq!(read(first, None), (b"one two".to_vec(), None), "{name}");
        }
    }

    #[test]
    fn layers_are_undone_and_too_many_told() {
        let wrapped = |times| (0..times).fold(b"no".to_vec(), |b, _| packed(&b).remove(0).1);
        assert_eq!(read(wrapped(3), None), (b"no".to_vec(), None));
        assert_eq!(read(wrapped(9), None).1, Some((Trouble::Nested, None)));
    }

    #[test]
    fn what_is_cut_off_gives_what_came_before_and_says_where() {
        let text = noise(1_200_000);
        for (name, bytes) in packed(&text) {
            let (out, told) = read(bytes[..bytes.len() * 9 / 10].to_vec(), None);
            assert!(out.len() > 500_000 && text.starts_with(&out), "{name}: {}", out.len());
            let Some((Trouble::Broken(_, why), Some(byte))) = told else { panic!("{name}") };
            assert_eq!((&*why, byte), ("ends too soon", out.len() as u64), "{name}");
        }
    }

    #[test]
    fn what_is_damaged_is_told() {
        let text = noise(1_200_000);
        // Zstandard has a checksum only where it was asked for.
        for (name, mut bytes) in packed(&text).into_iter().filter(|(name, _)| *name != "zst") {
            let middle = bytes.len() / 2;
            bytes[middle..middle + 64].fill(0x55);
            let (_, told) = read(bytes, None);
            assert!(matches!(told, Some((Trouble::Broken(..), Some(_)))), "{name}: {told:?}");
        }
    }

    #[test]
    fn a_bomb_ends_at_the_limit() {
        for (name, bytes) in packed(&vec![0; 5_000_000]) {
            let (out, told) = read(bytes, Some(1_000_000));
            assert_eq!(told, Some((Trouble::Decompressed(1_000_000), None)), "{name}");
            assert!(out.len() <= 1_000_000, "{name}");
        }
    }
}
