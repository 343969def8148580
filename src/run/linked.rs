//! A run whose speakers are linked: as no id is known before the last article is
//! read, rows wait in a temporary file until then.
//!
//! The file has no name, so nothing stays when the program is stopped. It holds one
//! line of JSON an article, compressed.

use super::{Settings, Tally, of_kinds, pool, tallied};
use crate::input::{Article, Notice};
use crate::link::{Census, Identities, Linker};
use crate::output::{Format, Row};
use crate::rules::Kind;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek as _, Write};
use std::path::Path;

/// As [`super::extract`], each row with the id that its speaker has in the whole run. What waits
/// is kept in the directory `spill`. Gives also the number of speakers.
///
/// # Errors
/// When writing fails, also in `spill`.
pub fn extract_linked(
    articles: impl Iterator<Item = Result<Article, Notice>> + Send,
    rows: impl Fn(&Article) -> Vec<Row> + Sync,
    (kinds, format, settings): (&[Kind], Format, &Settings),
    (linker, spill): (&Linker<'_>, &Path),
    out: &mut impl Write,
    mut watch: impl FnMut(&Tally, Option<&Notice>),
) -> io::Result<(Tally, usize)> {
    let mut census = Census::default();
    let mut waiting = Spill::new(spill)?;
    let read = |article: &Article| {
        let rows = of_kinds(rows(article), kinds);
        let line = Waiting { id: article.id.as_str().into(), rows };
        (line.rows.len(), (linker.read(&line.rows), serde_json::to_vec(&line)))
    };
    let keep = |(told, line): (_, serde_json::Result<Vec<u8>>)| {
        census.add(told);
        waiting.push(&line?)
    };
    let tally = tallied(articles, settings, read, keep, &mut watch)?;
    let identities = linker.settle(census);
    out.write_all(&format.header())?;
    waiting.write(&identities, (format, settings), out)?;
    Ok((tally, identities.count()))
}

/// An article's rows, as they wait.
#[derive(Serialize, Deserialize)]
struct Waiting<'a> {
    id: Cow<'a, str>,
    rows: Vec<Row>,
}

/// The rows that wait.
struct Spill {
    writer: BufWriter<DeflateEncoder<File>>,
    place: String,
}

impl Spill {
    fn new(directory: &Path) -> io::Result<Self> {
        let place = directory.display().to_string();
        let file = tempfile::tempfile_in(directory).map_err(|e| in_place(&place, &e))?;
        let encoder = DeflateEncoder::new(file, Compression::fast());
        // 64 KB: the encoder takes long pieces faster than short ones.
        Ok(Self { writer: BufWriter::with_capacity(64 << 10, encoder), place })
    }

    fn push(&mut self, line: &[u8]) -> io::Result<()> {
        let written = self.writer.write_all(line).and_then(|()| self.writer.write_all(b"\n"));
        written.map_err(|e| in_place(&self.place, &e))
    }

    /// Writes all that waits, in the order it came.
    fn write(
        self,
        identities: &Identities<'_>,
        (format, settings): (Format, &Settings),
        out: &mut impl Write,
    ) -> io::Result<()> {
        let place = self.place;
        let wrong = |e: io::Error| in_place(&place, &e);
        let encoder = self.writer.into_inner().map_err(|e| wrong(e.into_error()))?;
        let mut file = encoder.finish().map_err(wrong)?;
        file.rewind().map_err(wrong)?;
        let mut lines = BufReader::new(DeflateDecoder::new(file));
        let pool = pool(settings)?;
        let encode = |line: &Vec<u8>| -> io::Result<Vec<u8>> {
            let mut waiting: Waiting<'_> = serde_json::from_slice(line)?;
            identities.assign(&mut waiting.rows);
            Ok(format.encode(&waiting.id, &waiting.rows))
        };
        loop {
            let batch = batch(&mut lines, settings.batch_bytes).map_err(wrong)?;
            if batch.is_empty() {
                return Ok(());
            }
            let encoded: Vec<io::Result<Vec<u8>>> =
                pool.install(|| batch.par_iter().map(encode).collect());
            for bytes in encoded {
                out.write_all(&bytes?)?;
            }
        }
    }
}

/// Lines of so many bytes.
fn batch(lines: &mut impl BufRead, bytes: usize) -> io::Result<Vec<Vec<u8>>> {
    let (mut batch, mut left) = (Vec::new(), bytes);
    while left > 0 {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        left = left.saturating_sub(line.len());
        batch.push(line);
    }
    Ok(batch)
}

fn in_place(place: &str, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("temporary file in `{place}`: {error}"))
}
