//! Speakers' names taken apart once, not once a pair.

use crate::link::SpeakerName;
use crate::speakers::Vocabulary;
use rustc_hash::FxHashMap;
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Threads seldom wait for one another.
const SHARDS: usize = 32;
/// The most names of a shard; then it begins anew.
// 4,096: 131,072 with all shards, nearly as many speakers as a million made-up rows have.
const MOST: usize = 4096;

type Shard = FxHashMap<u64, Arc<SpeakerName>>;

/// The names that were met lately, by all threads.
#[derive(Debug, Default)]
pub(super) struct Names([Mutex<Shard>; SHARDS]);

impl Names {
    /// The speaker of that name and identifier.
    pub(super) fn get(&self, name: &str, id: &str, words: &Vocabulary<'_>) -> Arc<SpeakerName> {
        let hash = xxh3_64_with_seed(name.as_bytes(), xxh3_64_with_seed(id.as_bytes(), 0));
        let shard = &self.0[hash as usize % SHARDS];
        // A thread that panicked left whole names.
        let known = shard.lock().unwrap_or_else(PoisonError::into_inner).get(&hash).cloned();
        known.unwrap_or_else(|| {
            let speaker = Arc::new(SpeakerName::of(name, id, words));
            let mut shard = shard.lock().unwrap_or_else(PoisonError::into_inner);
            if shard.len() == MOST {
                shard.clear();
            }
            shard.insert(hash, Arc::clone(&speaker));
            speaker
        })
    }
}
