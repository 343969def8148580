//! Where each output goes.

use super::encoders::{Encoded, Encoder, Encoders};
use super::plan::{Plan, Wanted};
use crate::output::{ArticleRows, Format, Layout, Part, Reuse, Target, directory_part_of};
use crate::run::Error;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// The outputs' files, in their order.
pub(super) struct Sinks(Vec<Sink>);

struct Sink {
    path: PathBuf,
    kind: Kind,
}

enum Kind {
    Stream(Stream),
    Directory(Part),
    Table(Table),
    /// Put in its place by a run that was then stopped; or read by one who has seen enough.
    Placed,
}

struct Stream {
    target: Target,
    /// Whether its header is written.
    is_begun: bool,
    /// Whether anything follows the header.
    has_items: bool,
}

/// A file that is made of all rows in one go.
pub(super) struct Table {
    path: PathBuf,
    part: Part,
    format: Format,
    /// Open as long as the run writes it.
    _lock: File,
}

impl Sinks {
    /// Opens all; `lengths` are those of a run that goes on, which may have been stopped while
    /// it put its files in their places (`was_complete`).
    pub(super) fn open(
        plan: &Plan,
        lengths: Option<impl Iterator<Item = u64>>,
        (was_complete, reuse): (bool, Reuse),
    ) -> Result<Self, Error> {
        let mut lengths = lengths;
        let goes_on = lengths.is_some();
        let mut open = |wanted: &Wanted| {
            let path = wanted.path.clone().unwrap_or_else(|| "stdout".into());
            let of = |path: &Path, length| Kind::open(wanted, path, length, reuse);
            let length = match (&mut lengths, Encoder::of(wanted)) {
                (Some(lengths), Encoder::Stream(_) | Encoder::TextLine) => {
                    lengths.next().zip(lengths.next()).map(|(length, items)| [length, items])
                }
                _ => None,
            };
            match of(&path, length) {
                Ok(kind) => Ok(Sink { path, kind }),
                Err(error) if was_complete && is_placed(&path, &error) => {
                    Ok(Sink { path, kind: Kind::Placed })
                }
                Err(error) if goes_on => Err(Error::part(&path, error)),
                Err(error) => Err(Error::write(&path, error)),
            }
        };
        plan.wanted.iter().map(&mut open).collect::<Result<_, _>>().map(Self)
    }

    /// Writes what was made of one article.
    pub(super) fn write(
        &mut self,
        encoders: &Encoders,
        encoded: Vec<Encoded>,
    ) -> Result<(), Error> {
        let is_alone = self.0.len() == 1;
        let all = self.0.iter_mut().zip(encoders.list()).zip(encoded);
        for ((sink, &encoder), encoded) in all {
            let written = match (&mut sink.kind, encoded) {
                (Kind::Stream(stream), Encoded::Bytes(bytes)) => {
                    stream.write(encoder, encoders.layout(), &bytes)
                }
                (Kind::Directory(part), Encoded::Files(files)) => files
                    .into_iter()
                    .try_for_each(|(name, text)| fs::write(part.file().join(name), text)),
                _ => Ok(()),
            };
            sink.written(written, is_alone)?;
        }
        Ok(())
    }

    /// Hands all to the disk. Gives, for each stream, its length and whether it has items.
    pub(super) fn settle(&mut self, encoders: &Encoders) -> Result<Vec<u64>, Error> {
        let (mut lengths, is_alone) = (Vec::new(), self.0.len() == 1);
        for (sink, &encoder) in self.0.iter_mut().zip(encoders.list()) {
            let Kind::Stream(stream) = &mut sink.kind else { continue };
            let begun = stream.begin(encoder, encoders.layout());
            match begun.and_then(|()| stream.target.settle()) {
                Ok(length) => lengths.extend([length, stream.has_items.into()]),
                Err(error) => sink.written(Err(error), is_alone)?,
            }
        }
        Ok(lengths)
    }

    /// Writes what ends each file.
    pub(super) fn end(&mut self, encoders: &Encoders) -> Result<(), Error> {
        let is_alone = self.0.len() == 1;
        for (sink, &encoder) in self.0.iter_mut().zip(encoders.list()) {
            let ended = match &mut sink.kind {
                Kind::Stream(stream) => stream.end(encoder, encoders.layout()),
                Kind::Directory(part) if encoder == Encoder::Brat => {
                    let name = part.file().join("annotation.conf");
                    fs::write(name, encoders.annotation_conf())
                }
                _ => Ok(()),
            };
            sink.written(ended, is_alone)?;
        }
        Ok(())
    }

    /// Whether there is one file alone, which is written from its start to its end.
    pub(super) fn are_one_stream(&self) -> bool {
        matches!(&self.0[..], [Sink { kind: Kind::Stream(_), .. }])
    }

    /// The parts that are not in their places.
    pub(super) fn parts(&mut self) -> impl Iterator<Item = &mut Part> {
        self.0.iter_mut().filter_map(|sink| match &mut sink.kind {
            Kind::Stream(stream) => stream.target.part(),
            Kind::Directory(part) => Some(part),
            Kind::Table(table) => Some(&mut table.part),
            Kind::Placed => None,
        })
    }

    pub(super) fn tables(&mut self) -> impl Iterator<Item = &mut Table> {
        self.0.iter_mut().filter_map(|sink| match &mut sink.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Puts all in their places.
    pub(super) fn place(self) -> Result<(), Error> {
        for Sink { path, kind } in self.0 {
            let part = match kind {
                Kind::Stream(stream) => stream.target.finish(),
                Kind::Directory(part) => Ok(Some(part)),
                Kind::Table(table) => Ok(Some(table.part)),
                Kind::Placed => Ok(None),
            };
            let placed = part.and_then(|part| part.map_or(Ok(()), Part::place));
            placed.map_err(|error| Error::write(&path, error))?;
        }
        Ok(())
    }
}

/// Whether an error says that a run that was then stopped put its part in its place.
fn is_placed(path: &Path, error: &io::Error) -> bool {
    let kinds = [io::ErrorKind::NotFound, io::ErrorKind::AlreadyExists];
    kinds.contains(&error.kind()) && path.exists() && !directory_part_of(path).exists()
}

impl Kind {
    fn open(
        wanted: &Wanted,
        path: &Path,
        length: Option<[u64; 2]>,
        reuse: Reuse,
    ) -> io::Result<Self> {
        let stream = |target, has_items, is_begun| Stream { target, is_begun, has_items };
        Ok(match (Encoder::of(wanted), &wanted.path) {
            (Encoder::Brat | Encoder::TextFile, _) => {
                Self::Directory(Part::of_directory(path, reuse)?)
            }
            (Encoder::Table(format), _) => {
                let part = Part::of(path)?;
                let lock = part.create()?;
                Self::Table(Table { path: path.into(), part, format, _lock: lock })
            }
            (_, None) => Self::Stream(stream(Target::stdout(), false, false)),
            (_, Some(path)) => Self::Stream(match length {
                Some([length, items]) => stream(Target::resume(path, length)?, items > 0, true),
                None => stream(Target::create(path)?, false, false),
            }),
        })
    }
}

impl Sink {
    /// What came of writing. Who reads standard output may go; the files are written all the same.
    fn written(&mut self, written: io::Result<()>, is_alone: bool) -> Result<(), Error> {
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe && !is_alone => {
                self.kind = Kind::Placed;
                Ok(())
            }
            written => written.map_err(|error| Error::write(&self.path, error)),
        }
    }
}

impl Stream {
    fn begin(&mut self, encoder: Encoder, layout: &Layout) -> io::Result<()> {
        match encoder {
            Encoder::Stream(format) if !self.is_begun => {
                self.is_begun = true;
                self.target.write_all(&format.header(layout))
            }
            _ => Ok(()),
        }
    }

    fn write(&mut self, encoder: Encoder, layout: &Layout, bytes: &[u8]) -> io::Result<()> {
        self.begin(encoder, layout)?;
        if let (Encoder::Stream(format), true, false) = (encoder, self.has_items, bytes.is_empty())
        {
            self.target.write_all(format.joint())?;
        }
        self.has_items |= !bytes.is_empty();
        self.target.write_all(bytes)
    }

    fn end(&mut self, encoder: Encoder, layout: &Layout) -> io::Result<()> {
        self.begin(encoder, layout)?;
        if let Encoder::Stream(format) = encoder {
            self.target.write_all(format.footer())?;
        }
        self.target.flush()
    }
}

impl Table {
    /// Makes the file.
    pub(super) fn write(
        &mut self,
        layout: &Layout,
        rows: impl Iterator<Item = io::Result<ArticleRows>>,
    ) -> Result<(), Error> {
        let file = self.part.file();
        let written = self.format.write_table(file, layout, rows);
        written.map_err(|error| Error::write(&self.path, error))
    }
}
