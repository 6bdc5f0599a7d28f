//! The cache that ends with the page.

use super::CachedResponse;
use super::eviction_index::{EvictionIndex, EvictionOutcome};
use crate::sorted::SortedMap;

/// Answers by key, within a limit.
#[derive(Debug, Default)]
pub struct MemoryCache {
    index: EvictionIndex,
    answers: SortedMap<String, CachedResponse>,
}

impl MemoryCache {
    /// The answer under `key`.
    pub fn get(&self, key: &str) -> Option<&CachedResponse> {
        self.answers.get(key)
    }

    /// Keeps an answer, in `most_bytes` together with the others; the oldest go first. A
    /// newer answer that is there already stays. True where it is cached.
    pub fn put(&mut self, key: &str, cached: CachedResponse, now_ms: i64, most_bytes: u32) -> bool {
        let bytes = cached.memory_bytes();
        let times = (cached.loaded_at_ms, now_ms);
        match self.index.insert(key, bytes, times, most_bytes) {
            EvictionOutcome::CachedResponse { evicted } => {
                for evicted in evicted {
                    self.answers.remove(&evicted);
                }
                self.answers.insert(key.to_owned(), cached);
                return true;
            }
            EvictionOutcome::NewerExists => {}
            EvictionOutcome::TooLarge => drop(self.answers.remove(key)),
        }
        false
    }

    /// Forgets all keys that begin with one of `prefixes`.
    pub fn forget(&mut self, prefixes: &[String]) {
        for key in self.index.remove_all(prefixes) {
            self.answers.remove(&key);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Number of answers.
    pub fn len(&self) -> usize {
        self.index.len()
    }

    /// There is no answer.
    pub fn is_empty(&self) -> bool {
        self.index.is_empty()
    }
}
