//! Parquet in a build without it: told, not read.

use super::source::{Origin, Records};
use super::{Notice, Trouble};
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

pub(super) fn open(_: File, origin: Origin, _: Arc<AtomicU64>) -> Result<Box<dyn Records>, Notice> {
    Err(origin.notice(Trouble::NotBuilt("parquet")))
}
