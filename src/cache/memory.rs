//! The cache that ends with the page.

use super::Kept;
use super::ledger::{Ledger, Noted};
use crate::sorted::SortedMap;

/// Answers by key, within a limit.
#[derive(Debug, Default)]
pub struct Memory {
    ledger: Ledger,
    answers: SortedMap<String, Kept>,
}

impl Memory {
    /// The answer under `key`.
    pub fn get(&self, key: &str) -> Option<&Kept> {
        self.answers.get(key)
    }

    /// Keeps an answer, in `most_bytes` together with the others; the oldest go first. A
    /// newer answer that is there already stays. True where it is kept.
    pub fn put(&mut self, key: &str, kept: Kept, now_ms: i64, most_bytes: u32) -> bool {
        let bytes = kept.memory_bytes();
        let times = (kept.loaded_at_ms, now_ms);
        match self.ledger.note(key, bytes, times, most_bytes) {
            Noted::Kept { evicted } => {
                for evicted in evicted {
                    self.answers.remove(&evicted);
                }
                self.answers.insert(key.to_owned(), kept);
                return true;
            }
            Noted::Older => {}
            Noted::TooLarge => drop(self.answers.remove(key)),
        }
        false
    }

    /// Forgets all keys that begin with one of `prefixes`.
    pub fn forget(&mut self, prefixes: &[String]) {
        for key in self.ledger.remove_all(prefixes) {
            self.answers.remove(&key);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Number of answers.
    pub fn len(&self) -> usize {
        self.ledger.len()
    }

    /// There is no answer.
    pub fn is_empty(&self) -> bool {
        self.ledger.is_empty()
    }
}
