//! Ids that were found lately. Misses are never kept: another tab may create a string at
//! any time.

use super::keys::{KeyCollection, KeyResult, OrgId};
use crate::sorted::{self, SortedMap};
use md5::{Digest, Md5};

/// How the cache behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct CacheSettings {
    /// Most ids kept; those unused for longest go first.
    pub capacity: usize,
    /// Shortest lifetime in milliseconds; each id lives up to a quarter longer, so that
    /// not all end at once.
    pub lifetime_ms: f64,
    /// Parts caches of the same database: `indexer<partition>:…`.
    pub partition: String,
    /// Parts uses of the same strings.
    pub namespace: String,
    /// Entries of another version are not found.
    pub version: u32,
}

impl Default for CacheSettings {
    fn default() -> Self {
        Self {
            capacity: 10_000,
            lifetime_ms: 7_200_000.0,
            partition: String::new(),
            namespace: String::new(),
            version: 1,
        }
    }
}

/// The key of an entry: `indexer:org:str:<md5 of "org:string">`; with a namespace
/// `indexer<partition>:org:str:<namespace>:<md5>`.
pub fn cache_key(settings: &CacheSettings, org: OrgId, string: &str) -> String {
    let mut key = format!("indexer{}:org:str:", settings.partition);
    if !settings.namespace.is_empty() {
        key.push_str(&settings.namespace);
        key.push(':');
    }
    for byte in Md5::digest(format!("{org}:{string}")) {
        key.push_str(&format!("{byte:02x}"));
    }
    key
}

#[derive(Clone, Copy, Debug)]
struct CacheEntry {
    id: u64,
    version: u32,
    ends_ms: f64,
    used: u64,
}

/// Ids by cache key.
#[derive(Clone, Debug)]
pub struct Cache {
    settings: CacheSettings,
    entries: SortedMap<String, CacheEntry>,
    uses: u64,
    hits: u64,
    misses: u64,
}

impl Cache {
    /// An empty cache.
    pub fn new(settings: CacheSettings) -> Self {
        Self {
            settings,
            entries: SortedMap::new(),
            uses: 0,
            hits: 0,
            misses: 0,
        }
    }

    /// The id of a string.
    pub fn get(&mut self, org: OrgId, string: &str, now_ms: f64) -> Option<u64> {
        let key = cache_key(&self.settings, org, string);
        self.uses += 1;
        let (version, uses) = (self.settings.version, self.uses);
        let found = self
            .entries
            .get_mut(&key)
            .filter(|entry| entry.version == version && entry.ends_ms > now_ms)
            .map(|entry| {
                entry.used = uses;
                entry.id
            });
        match found {
            Some(_) => self.hits += 1,
            None => self.misses += 1,
        }
        found
    }

    /// The ids of all these keys; a key that is not here has none.
    pub fn get_many(&mut self, keys: &KeyCollection, now_ms: f64) -> Vec<KeyResult> {
        keys.as_tuples()
            .map(|(org, string)| KeyResult::new(org, string, self.get(org, string, now_ms)))
            .collect()
    }

    /// Keeps an id. `random` in `0.0..1.0` spreads the lifetimes.
    pub fn set(&mut self, org: OrgId, string: &str, id: u64, (now_ms, random): (f64, f64)) {
        let key = cache_key(&self.settings, org, string);
        self.uses += 1;
        let entry = CacheEntry {
            id,
            version: self.settings.version,
            ends_ms: now_ms + self.settings.lifetime_ms * (1.0 + 0.25 * random),
            used: self.uses,
        };
        self.entries.insert(key, entry);
        self.evict(now_ms);
    }

    /// Keeps the ids of these results; those without one are left out.
    pub fn set_many(&mut self, results: &[KeyResult], at: (f64, f64)) {
        for result in results {
            if let Some(id) = result.id {
                self.set(result.org, &result.string, id, at);
            }
        }
    }

    /// Forgets a string.
    pub fn delete(&mut self, org: OrgId, string: &str) {
        self.entries.remove(&cache_key(&self.settings, org, string));
    }

    /// Forgets these strings.
    pub fn delete_many(&mut self, keys: &KeyCollection) {
        for (org, string) in keys.as_tuples() {
            self.delete(org, string);
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.entries.clear();
    }

    /// Number of entries, expired ones included.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// No entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Look-ups that found something, and look-ups that did not, since the beginning.
    pub fn hits_and_misses(&self) -> (u64, u64) {
        (self.hits, self.misses)
    }

    /// Makes room: expired entries first, then those unused for longest. A tenth at a time,
    /// so that a full cache is not searched for every entry.
    fn evict(&mut self, now_ms: f64) {
        if self.entries.len() <= self.settings.capacity {
            return;
        }
        self.entries.retain(|_, entry| entry.ends_ms > now_ms);
        let keep = self.settings.capacity - self.settings.capacity / 10;
        if self.entries.len() <= self.settings.capacity {
            return;
        }
        let mut ages: Vec<u64> = self.entries.values().map(|entry| entry.used).collect();
        let excess = ages.len() - keep;
        sorted::sort(&mut ages);
        if let Some(&oldest_kept) = ages.get(excess) {
            self.entries.retain(|_, entry| entry.used >= oldest_kept);
        } else {
            self.entries.clear();
        }
    }
}
