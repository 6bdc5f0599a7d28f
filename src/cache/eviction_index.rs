//! Keys, sizes and dates of all cached responses: enough to decide which are evicted.

use super::LONGEST_KEPT_MS;
use crate::convert;
use crate::sorted;

/// Key of the index itself in its table; no response's key begins like it.
pub const EVICTION_INDEX_KEY: &str = "eviction_index";

/// Most answers kept: with many small ones, their number is what costs.
const MOST_ENTRIES: usize = 256;

/// Changes with every change of the form.
const VERSION: u8 = 1;

#[derive(Clone, Debug, PartialEq, Eq)]
struct IndexEntry {
    key: String,
    bytes: u32,
    at_ms: i64,
}

/// What came of an answer that was to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvictionOutcome {
    /// It is to be kept, and these keys are to go.
    CachedResponse {
        /// The keys evicted for it.
        evicted: Vec<String>,
    },
    /// A newer answer is there, which stays.
    NewerExists,
    /// It is too large to be kept; what was kept under its key is to go.
    TooLarge,
}

/// All cached responses, the oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct EvictionIndex {
    entries: Vec<IndexEntry>,
}

impl EvictionIndex {
    /// An answer of so many bytes that came at `at_ms` is to be kept under `key`, all of
    /// them together in `most_bytes`. Dates are bounded by `now_ms`: what is from the future
    /// is not newer, and does not stay for longer.
    pub fn insert(
        &mut self,
        key: &str,
        bytes: usize,
        (at_ms, now_ms): (i64, i64),
        most_bytes: u32,
    ) -> EvictionOutcome {
        let at_ms = at_ms.min(now_ms);
        let known = self.entries.iter().find(|entry| entry.key == key);
        if known.is_some_and(|known| known.at_ms > at_ms && known.at_ms <= now_ms) {
            return EvictionOutcome::NewerExists;
        }
        for entry in &mut self.entries {
            entry.at_ms = entry.at_ms.min(now_ms);
        }
        self.remove(key);
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        if bytes > most_bytes {
            return EvictionOutcome::TooLarge;
        }
        self.entries.push(IndexEntry {
            key: key.to_owned(),
            bytes,
            at_ms,
        });
        sorted::sort_by_key(&mut self.entries, |entry| entry.at_ms);
        EvictionOutcome::CachedResponse {
            evicted: self.evict(key, at_ms, most_bytes),
        }
    }

    /// The keys that must go; never `spared`, which was just noted.
    fn evict(&mut self, spared: &str, now_ms: i64, most_bytes: u32) -> Vec<String> {
        let mut total = self.bytes();
        let mut count = self.entries.len();
        let mut evicted = Vec::new();
        self.entries.retain_mut(|entry| {
            let is_too_old = entry.at_ms < now_ms.saturating_sub(LONGEST_KEPT_MS);
            let is_full = total > u64::from(most_bytes) || count > MOST_ENTRIES;
            let stays = entry.key == spared || !(is_too_old || is_full);
            if !stays {
                total -= u64::from(entry.bytes);
                count -= 1;
                evicted.push(std::mem::take(&mut entry.key));
            }
            stays
        });
        evicted
    }

    /// Forgets a key.
    pub fn remove(&mut self, key: &str) {
        self.entries.retain(|entry| entry.key != key);
    }

    /// Forgets all keys that begin with one of `prefixes`; they are to go.
    pub fn remove_all(&mut self, prefixes: &[String]) -> Vec<String> {
        let goes = |entry: &IndexEntry| prefixes.iter().any(|prefix| entry.key.starts_with(prefix));
        let (gone, kept) = std::mem::take(&mut self.entries)
            .into_iter()
            .partition(goes);
        self.entries = kept;
        let gone: Vec<IndexEntry> = gone;
        gone.into_iter().map(|entry| entry.key).collect()
    }

    /// Number of answers.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// There is no answer.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Size of all answers.
    pub fn bytes(&self) -> u64 {
        self.entries
            .iter()
            .map(|entry| u64::from(entry.bytes))
            .sum()
    }

    /// The index as bytes that [`EvictionIndex::from_bytes`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        for entry in &self.entries {
            bytes.extend(convert::small_of(entry.key.len()).to_le_bytes());
            bytes.extend(entry.key.as_bytes());
            bytes.extend(entry.bytes.to_le_bytes());
            bytes.extend(entry.at_ms.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`EvictionIndex::to_bytes`] wrote; `None` for anything else.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, mut rest) = bytes.split_first()?;
        let mut entries = Vec::new();
        while *version == VERSION && !rest.is_empty() {
            let (len, after) = rest.split_first_chunk()?;
            let (key, after) = after.split_at_checked(u32::from_le_bytes(*len) as usize)?;
            let (bytes, after) = after.split_first_chunk()?;
            let (at_ms, after) = after.split_first_chunk()?;
            entries.push(IndexEntry {
                key: String::from_utf8(key.to_vec()).ok()?,
                bytes: u32::from_le_bytes(*bytes),
                at_ms: i64::from_le_bytes(*at_ms),
            });
            rest = after;
        }
        (*version == VERSION).then_some(Self { entries })
    }
}
