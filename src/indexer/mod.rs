//! Strings to integer ids, organization by organization.
//!
//! Sentry's string indexer, for one page: shared strings first, then those seen before, then
//! creation. An id is made of the string itself, so that it is the same on every page without
//! anything being kept.

mod keys;
mod results;
mod static_strings;

pub use keys::{KeyCollection, KeyResult, OrgId};
pub use results::{FetchType, KeyResults};
pub use static_strings::{SHARED_STRINGS, shared_id, shared_string};

use crate::sorted::SortedMap;
use md5::{Digest, Md5};

/// Most strings that are kept, of all organizations together.
pub const CAPACITY: usize = 2_000;

/// The strings that a page has seen, and their ids.
#[derive(Debug, Default)]
pub struct Indexer {
    ids: SortedMap<(OrgId, String), u64>,
    strings: SortedMap<(OrgId, u64), String>,
}

impl Indexer {
    /// The ids of many strings, and how each was found.
    pub fn bulk_record(&mut self, keys: &KeyCollection) -> KeyResults {
        let mut results = KeyResults::default();
        for (org, string) in keys.as_tuples() {
            let (id, found) = self.record(org, string);
            results.add(KeyResult::new(org, string, Some(id)), found);
        }
        results
    }

    /// The id of one string, and how it was found.
    pub fn record(&mut self, org: OrgId, string: &str) -> (u64, FetchType) {
        if let Some(id) = shared_id(string) {
            return (id, FetchType::Hardcoded);
        }
        match self.resolve(org, string) {
            Some(id) => (id, FetchType::CacheHit),
            None => (self.create(org, string), FetchType::FirstSeen),
        }
    }

    /// The id of a string that is shared or was recorded.
    pub fn resolve(&self, org: OrgId, string: &str) -> Option<u64> {
        shared_id(string).or_else(|| self.ids.get(&(org, string.to_owned())).copied())
    }

    /// The string of an id.
    pub fn reverse_resolve(&self, org: OrgId, id: u64) -> Option<&str> {
        shared_string(id).or_else(|| self.strings.get(&(org, id)).map(String::as_str))
    }

    /// Number of strings that were recorded; shared ones are not.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Nothing was recorded.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The string's own number, or the next that no other string of the organization has.
    fn create(&mut self, org: OrgId, string: &str) -> u64 {
        if self.len() >= CAPACITY {
            // What is recorded again has the same ids.
            *self = Self::default();
        }
        let mut id = number_of(&[&org.to_string(), ":", string], 4);
        while self.strings.contains_key(&(org, id)) {
            id += 1;
        }
        self.ids.insert((org, string.to_owned()), id);
        self.strings.insert((org, id), string.to_owned());
        id
    }
}

/// The number of an organization that is known by the address of its API and its slug.
pub fn org_id(api: &str, slug: &str) -> OrgId {
    number_of(&[api, "\n", slug], 8)
}

/// The first bytes of the texts' MD5.
fn number_of(texts: &[&str], bytes: usize) -> u64 {
    let mut digest = Md5::new();
    for text in texts {
        digest.update(text.as_bytes());
    }
    let digest = digest.finalize();
    let first = digest.iter().take(bytes);
    first.fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

#[cfg(test)]
mod tests;
