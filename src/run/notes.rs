//! When a run notes how far it is.

use super::Error;
use super::extraction::Extraction;
use super::outputs::Outputs;
use std::time::{Duration, Instant};

/// When the run noted last how far it is.
pub(super) struct Notes {
    every: Duration,
    /// Where it notes after each batch: its bytes.
    batch: usize,
    at: Instant,
    read: u64,
    /// Bytes of text since.
    pub(super) bytes: usize,
}

impl Notes {
    pub(super) fn new(extraction: &Extraction<'_>, outputs: &Outputs) -> Self {
        let (every, batch) = (extraction.checkpoint, extraction.settings.batch_bytes);
        Self { every, batch, at: Instant::now(), read: outputs.note().read, bytes: 0 }
    }

    /// Notes how far the run is, if it is time.
    pub(super) fn checkpoint(&mut self, outputs: &mut Outputs) -> Result<(), Error> {
        let is_due = match self.every.is_zero() {
            true => self.bytes >= self.batch,
            false => self.at.elapsed() >= self.every,
        };
        if is_due && outputs.note().read > self.read {
            outputs.checkpoint()?;
            (self.at, self.read, self.bytes) = (Instant::now(), outputs.note().read, 0);
        }
        Ok(())
    }
}
