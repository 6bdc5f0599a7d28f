//! Strings to lasting integer ids, organization by organization.
//!
//! Sentry's string indexer, in a browser: a cache, then the database, then creation,
//! each step asking only for what is still missing. This side decides and keeps the
//! cache; reading and writing the database is the edge's, between two steps of a
//! [`BulkRecording`].

mod cache;
pub mod database;
mod entry;
mod keys;
mod recording;
mod results;
mod static_strings;

pub use cache::{Cache, CacheSettings, cache_key};
pub use entry::{
    CAPACITY, PendingString, StringEntry, counter_key, database_key, database_prefix, excess,
    org_id,
};
pub use keys::{KeyCollection, KeyResult, OrgId};
pub use recording::{BulkRecording, RecordStep};
pub use results::{FetchType, KeyResults};
pub use static_strings::{SHARED_STRINGS, shared_id, shared_string};

use crate::error::Error;

/// The indexer's state of one page: its cache. Ids themselves live in the database.
#[derive(Debug)]
pub struct Indexer {
    cache: Cache,
}

impl Indexer {
    /// An indexer with an empty cache.
    pub fn new(settings: CacheSettings) -> Self {
        Self {
            cache: Cache::new(settings),
        }
    }

    /// Begins recording many strings at once; ask the result for its first step.
    pub fn bulk_record(&mut self, keys: &KeyCollection, now_ms: f64) -> BulkRecording {
        BulkRecording::begin(keys, &mut self.cache, now_ms)
    }

    /// Begins recording one string: a bulk of one.
    pub fn record(&mut self, org: OrgId, string: &str, now_ms: f64) -> BulkRecording {
        self.bulk_record(&KeyCollection::one(org, string), now_ms)
    }

    /// Takes what the database holds of the keys asked for, found or not.
    pub fn read(
        &mut self,
        recording: &mut BulkRecording,
        found: Vec<KeyResult>,
        (now_ms, random): (f64, f64),
    ) {
        recording.read(found, &mut self.cache, (now_ms, random));
    }

    /// Takes what the database holds after the missing keys were created, by whichever tab.
    pub fn created(
        &mut self,
        recording: &mut BulkRecording,
        found: Vec<KeyResult>,
        (now_ms, random): (f64, f64),
    ) -> Result<(), Error> {
        recording.created(found, &mut self.cache, (now_ms, random))
    }

    /// The id of a string that shared strings or the cache know; `Err` holds the key to ask
    /// the database for. What the database does not have is not remembered: another tab may
    /// create it at any time.
    pub fn resolve(&mut self, org: OrgId, string: &str, now_ms: f64) -> Result<u64, String> {
        shared_id(string)
            .or_else(|| self.cache.get(org, string, now_ms))
            .ok_or_else(|| string.to_owned())
    }

    /// Remembers what the database answered to [`Indexer::resolve`].
    pub fn resolved(&mut self, result: &KeyResult, (now_ms, random): (f64, f64)) -> Option<u64> {
        let id = result.id?;
        self.cache
            .set(result.org, &result.string, id, (now_ms, random));
        Some(id)
    }

    /// The shared string of an id, if it is one; any other id is the database's to answer.
    pub fn reverse_resolve(&self, id: u64) -> Option<&'static str> {
        shared_string(id)
    }

    /// The cache, to be looked at and cleared.
    pub fn cache(&mut self) -> &mut Cache {
        &mut self.cache
    }
}

#[cfg(test)]
mod suite_tests;
#[cfg(test)]
mod tests;
