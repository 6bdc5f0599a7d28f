//! Recording many strings in three steps, each narrower than the one before.

use super::cache::Cache;
use super::keys::{KeyCollection, KeyResult};
use super::results::{FetchType, KeyResults};
use super::static_strings::shared_id;
use crate::error::{Error, ErrorKind};

/// What to do next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RecordStep {
    /// Read these keys from the database and report with [`super::Indexer::read`].
    Read(KeyCollection),
    /// Create these keys where they are still missing (another tab may have been faster: its
    /// ids stand), read all of them again, and report with [`super::Indexer::created`].
    Create(KeyCollection),
    /// Every string has its id.
    Done,
}

/// Strings on their way to ids.
#[derive(Clone, Debug)]
pub struct BulkRecording {
    keys: KeyCollection,
    results: KeyResults,
    has_read: bool,
    is_over: bool,
}

impl BulkRecording {
    pub(super) fn begin(keys: &KeyCollection, cache: &mut Cache, now_ms: f64) -> Self {
        let mut results = KeyResults::default();
        let (shared, others): (Vec<_>, Vec<_>) = keys
            .as_tuples()
            .map(|(org, string)| KeyResult::new(org, string, shared_id(string)))
            .partition(|result| result.id.is_some());
        results.extend(shared, FetchType::Hardcoded);
        let others: KeyCollection = others
            .into_iter()
            .map(|result| (result.org, result.string))
            .collect();
        results.extend(cache.get_many(&others, now_ms), FetchType::CacheHit);
        Self {
            keys: keys.clone(),
            results,
            has_read: false,
            is_over: false,
        }
    }

    /// What to do next.
    pub fn step(&self) -> RecordStep {
        let missing = self.results.unmapped(&self.keys);
        if self.is_over || missing.is_empty() {
            RecordStep::Done
        } else if self.has_read {
            RecordStep::Create(missing)
        } else {
            RecordStep::Read(missing)
        }
    }

    /// The ids so far and how each was found.
    pub fn results(&self) -> &KeyResults {
        &self.results
    }

    pub(super) fn read(&mut self, found: Vec<KeyResult>, cache: &mut Cache, at: (f64, f64)) {
        self.has_read = true;
        self.take(found, FetchType::DbRead, cache, at);
    }

    pub(super) fn created(
        &mut self,
        found: Vec<KeyResult>,
        cache: &mut Cache,
        at: (f64, f64),
    ) -> Result<(), Error> {
        self.take(found, FetchType::FirstSeen, cache, at);
        self.is_over = true;
        let missing = self.results.unmapped(&self.keys);
        if missing.is_empty() {
            return Ok(());
        }
        Err(ErrorKind::Store {
            operation: "put",
            detail: format!(
                "{} strings have no id after they were created",
                missing.size()
            ),
        }
        .into())
    }

    /// Only what was asked for and found is taken, and kept in the cache.
    fn take(&mut self, found: Vec<KeyResult>, how: FetchType, cache: &mut Cache, at: (f64, f64)) {
        let missing = self.results.unmapped(&self.keys);
        let found: Vec<KeyResult> = found
            .into_iter()
            .filter(|result| result.id.is_some() && missing.contains(result.org, &result.string))
            .collect();
        cache.set_many(&found, at);
        self.results.extend(found, how);
    }
}
