//! Rows that wait in a file until all articles are read.
//!
//! Linked speakers have no id before the last article, and Parquet and SQLite are made in
//! one go; their rows wait here. The file is a row of zstd frames, one or more a checkpoint,
//! each of lines of JSON, one an article: cut at the end of a frame it is whole, so a run that
//! was stopped goes on from it.

use crate::output::{ArticleRows, Part, Target};
use rayon::ThreadPool;
use rayon::prelude::*;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, Write as _};
use std::path::{Path, PathBuf};

/// A frame is closed after so many bytes of lines.
// 4 MB: some thousand articles' rows; longer frames are not smaller.
const FRAME: usize = 4 << 20;

/// The rows that wait.
pub(super) struct Spool {
    place: Place,
    /// Lines of the frame that is open.
    lines: Vec<u8>,
}

enum Place {
    /// Beside the first output, to go on from; it never gets another place.
    Named(Target),
    /// Without a name: nothing stays of it when the program ends.
    Unnamed(File, PathBuf),
}

impl Spool {
    /// A file in the directory that no other program sees.
    pub(super) fn unnamed(directory: &Path) -> io::Result<Self> {
        let file = tempfile::tempfile_in(directory).map_err(|e| in_place(directory, &e))?;
        Ok(Self { place: Place::Unnamed(file, directory.into()), lines: Vec::new() })
    }

    /// A file that stays when the run is stopped.
    pub(super) fn named(target: Target) -> Self {
        Self { place: Place::Named(target), lines: Vec::new() }
    }

    /// Its file, where it has a name.
    pub(super) fn part(&mut self) -> Option<&mut Part> {
        match &mut self.place {
            Place::Named(target) => target.part(),
            Place::Unnamed(..) => None,
        }
    }

    /// Closes the frame that is open and hands all to the disk; gives the length.
    pub(super) fn settle(&mut self) -> io::Result<u64> {
        self.close_frame()?;
        match &mut self.place {
            Place::Named(target) => target.settle(),
            Place::Unnamed(..) => Ok(0),
        }
    }

    /// Lets an article's line wait, without its line feed.
    pub(super) fn push(&mut self, line: &[u8]) -> io::Result<()> {
        self.lines.extend_from_slice(line);
        self.lines.push(b'\n');
        if self.lines.len() >= FRAME { self.close_frame() } else { Ok(()) }
    }

    fn close_frame(&mut self) -> io::Result<()> {
        if self.lines.is_empty() {
            return Ok(());
        }
        // 1: a third of the bytes at a tenth of the time that rows take to be found.
        let frame = zstd::bulk::compress(&self.lines, 1)?;
        self.lines.clear();
        match &mut self.place {
            Place::Named(target) => target.write_all(&frame),
            Place::Unnamed(file, directory) => {
                file.write_all(&frame).map_err(|e| in_place(directory, &e))
            }
        }
    }

    /// All that waits, from the start.
    fn reader(&mut self) -> io::Result<Lines> {
        self.settle()?;
        let file = match &mut self.place {
            Place::Named(target) => {
                let part = target.part().expect("a spool with a name is a file");
                File::open(part.file())?
            }
            Place::Unnamed(file, _) => {
                let mut again = file.try_clone()?;
                again.rewind()?;
                again
            }
        };
        // No frame at all is none that zstd knows.
        let is_empty = file.metadata()?.len() == 0;
        let reader: Box<dyn Read + Send> =
            if is_empty { Box::new(io::empty()) } else { Box::new(zstd::Decoder::new(file)?) };
        Ok(BufReader::new(reader))
    }
}

type Lines = BufReader<Box<dyn Read + Send>>;

/// All that waits, in the order it came, with `work` done on it on all threads.
pub(super) fn waiting<'a, T>(
    spool: &mut Spool,
    pool: &'a ThreadPool,
    work: impl Fn(ArticleRows) -> T + Sync + 'a,
) -> io::Result<impl Iterator<Item = io::Result<T>> + 'a>
where
    T: Send + 'a,
{
    let mut lines = spool.reader()?;
    let mut ready = VecDeque::new();
    Ok(std::iter::from_fn(move || {
        if ready.is_empty() {
            match batch(&mut lines, FRAME) {
                Err(error) => return Some(Err(error)),
                Ok(batch) => {
                    let done = |line: &Vec<u8>| Ok(work(serde_json::from_slice(line)?));
                    let all: Vec<io::Result<T>> =
                        pool.install(|| batch.par_iter().map(done).collect());
                    ready.extend(all);
                }
            }
        }
        ready.pop_front()
    }))
}

/// So many bytes of lines, or the rest.
fn batch(lines: &mut Lines, bytes: usize) -> io::Result<Vec<Vec<u8>>> {
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

/// A line as it waits.
pub(super) fn line(rows: &ArticleRows) -> Vec<u8> {
    serde_json::to_vec(rows).expect("string keys and finite numbers")
}

fn in_place(directory: &Path, error: &io::Error) -> io::Error {
    let what = format!("temporary file in `{}`: {error}", directory.display());
    io::Error::new(error.kind(), what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Article;

    fn article(n: usize) -> Vec<u8> {
        let article = Article { id: n.to_string(), ..Article::default() };
        line(&ArticleRows { article, rows: Vec::new() })
    }

    fn ids(spool: &mut Spool) -> Vec<String> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        let ids = waiting(spool, &pool, |rows| rows.article.id).unwrap();
        ids.collect::<io::Result<_>>().unwrap()
    }

    #[test]
    fn what_waits_comes_back_in_order_over_many_frames() {
        let directory = tempfile::tempdir().unwrap();
        let mut spool = Spool::unnamed(directory.path()).unwrap();
        assert_eq!(ids(&mut spool), [""; 0]);
        for n in 0..20 {
            spool.push(&article(n)).unwrap();
            if n % 3 == 0 {
                spool.close_frame().unwrap();
            }
        }
        let want: Vec<String> = (0..20).map(|n| n.to_string()).collect();
        assert_eq!(ids(&mut spool), want);
        assert_eq!(std::fs::read_dir(directory.path()).unwrap().count(), 0, "it has no name");
    }

    #[test]
    fn a_spool_cut_at_a_checkpoint_goes_on() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("spool");
        let mut spool = Spool::named(Target::create(&path).unwrap());
        spool.push(&article(1)).unwrap();
        let length = spool.settle().unwrap();
        spool.push(&article(2)).unwrap();
        spool.close_frame().unwrap();
        spool.part().unwrap().keep();
        drop(spool);
        let mut spool = Spool::named(Target::resume(&path, length).unwrap());
        spool.push(&article(3)).unwrap();
        assert_eq!(ids(&mut spool), ["1", "3"]);
    }
}
