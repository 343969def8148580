//! Records of any length kept in a temporary file, to be read again by their number.
//!
//! Takes bytes and gives each a number, from 0; what they mean is the caller's. In memory is
//! only where each record begins: four bytes a record, and eight for each 64 of them.

use super::scratch::{self, Scratch};
use std::io;

/// So many records share one offset in full.
const BLOCK: usize = 64;

/// A store being written.
pub(crate) struct Writer {
    file: scratch::Writer,
    places: Places,
}

/// Where records begin.
#[derive(Debug, Default)]
struct Places {
    /// Of each block of records, the place of the first.
    blocks: Vec<u64>,
    /// Of each record, how far behind that it begins.
    behind: Vec<u32>,
}

impl Writer {
    /// An empty store.
    pub(crate) fn create() -> io::Result<Self> {
        Ok(Self { file: scratch::Writer::create()?, places: Places::default() })
    }

    /// Keeps a record; gives its number.
    ///
    /// # Errors
    /// When the disk is full; when there are 2³² records, or four gigabytes in 64 of them.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> io::Result<u32> {
        let number = u32::try_from(self.places.behind.len())
            .map_err(|_| io::Error::other("more than 4,294,967,296 rows; part the input"))?;
        self.places.begin(self.file.length())?;
        self.file.write(bytes)?;
        Ok(number)
    }

    /// The records, to be read.
    pub(crate) fn close(mut self) -> io::Result<Store> {
        // The end of the last one.
        self.places.begin(self.file.length())?;
        Ok(Store { scratch: self.file.close()?, places: self.places })
    }
}

impl Places {
    fn begin(&mut self, at: u64) -> io::Result<()> {
        if self.behind.len().is_multiple_of(BLOCK) {
            self.blocks.push(at);
        }
        let behind = at - self.blocks.last().copied().unwrap_or_default();
        let behind = u32::try_from(behind)
            .map_err(|_| io::Error::other("a row of some hundred megabytes; leave it out"))?;
        self.behind.push(behind);
        Ok(())
    }

    fn of(&self, number: usize) -> u64 {
        self.blocks[number / BLOCK] + u64::from(self.behind[number])
    }
}

/// Records in a file, to be read by any number of threads at once.
#[derive(Debug)]
pub(crate) struct Store {
    scratch: Scratch,
    places: Places,
}

impl Store {
    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.places.behind.len() - 1
    }

    /// Reads a record in place of what `into` holds.
    ///
    /// # Panics
    /// When the number is none that [`Writer::push`] gave.
    pub(crate) fn get(&self, number: u32, into: &mut Vec<u8>) -> io::Result<()> {
        let (at, end) = (self.places.of(number as usize), self.places.of(number as usize + 1));
        into.resize((end - at) as usize, 0);
        self.scratch.read(at, into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    /// A record that tells its number, of 0 to 299 bytes and sometimes of many.
    fn record(number: u32) -> Vec<u8> {
        let length = if number.is_multiple_of(500) { 100_000 } else { number * 31 % 300 };
        (0..length).map(|i| (number.wrapping_mul(7) + i) as u8).collect()
    }

    #[test]
    fn many_threads_read_what_was_written() {
        let mut writer = Writer::create().unwrap();
        for number in 0..2000 {
            assert_eq!(writer.push(&record(number)).unwrap(), number);
        }
        let store = writer.close().unwrap();
        assert_eq!(store.len(), 2000);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(8).build().unwrap();
        pool.install(|| {
            (0..20_000u32).into_par_iter().for_each_init(Vec::new, |bytes, i| {
                let number = i.wrapping_mul(7919) % 2000;
                store.get(number, bytes).unwrap();
                assert_eq!(*bytes, record(number), "{number}");
            });
        });
    }

    #[test]
    fn an_empty_store_has_nothing() {
        assert_eq!(Writer::create().unwrap().close().unwrap().len(), 0);
    }
}
