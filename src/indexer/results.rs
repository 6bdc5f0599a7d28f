//! Ids found so far, and how each was found.

use super::keys::{KeyCollection, KeyResult, OrgId};
use crate::sorted::SortedMap;

/// How an id was found. Codes are Sentry's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FetchType {
    /// Among the strings that were recorded before.
    CacheHit,
    /// Among the shared strings.
    Hardcoded,
    /// Nowhere: it was created.
    FirstSeen,
}

impl FetchType {
    /// One letter: `c`, `h`, `f`.
    pub fn code(self) -> &'static str {
        match self {
            FetchType::CacheHit => "c",
            FetchType::Hardcoded => "h",
            FetchType::FirstSeen => "f",
        }
    }
}

/// Ids by organization and string.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyResults {
    ids: SortedMap<OrgId, SortedMap<String, Option<u64>>>,
    meta: SortedMap<OrgId, SortedMap<String, (Option<u64>, FetchType)>>,
}

impl KeyResults {
    /// Adds a result and how it was found. A result without an id leaves one that is there.
    pub fn add(&mut self, result: KeyResult, found: FetchType) {
        let ids = self.ids.get_or_insert_with(result.org, SortedMap::new);
        let known = ids.get(&result.string).copied().flatten();
        let id = result.id.or(known);
        ids.insert(result.string.clone(), id);
        if result.id.is_some() {
            self.meta
                .get_or_insert_with(result.org, SortedMap::new)
                .insert(result.string, (id, found));
        }
    }

    /// Adds several.
    pub fn extend(&mut self, results: impl IntoIterator<Item = KeyResult>, found: FetchType) {
        for result in results {
            self.add(result, found);
        }
    }

    /// These and those of `other`, which win where both have an id.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        for (org, strings) in other.ids {
            for (string, id) in strings {
                let meta = other.meta.get(&org).and_then(|meta| meta.get(&string));
                let found = meta.map_or(FetchType::CacheHit, |&(_, found)| found);
                self.add(KeyResult { org, string, id }, found);
            }
        }
        self
    }

    /// Strings with an id as texts: `1:a`.
    pub fn mapped_strings(&self) -> SortedMap<String, u64> {
        let mapped = self.mapping();
        let all = mapped.iter().flat_map(|(org, strings)| {
            strings
                .iter()
                .map(move |(string, id)| (format!("{org}:{string}"), *id))
        });
        all.collect()
    }

    /// The id of a string.
    pub fn get(&self, org: OrgId, string: &str) -> Option<u64> {
        *self.ids.get(&org)?.get(string)?
    }

    /// Strings with an id, by organization; organizations without any are left out.
    pub fn mapping(&self) -> SortedMap<OrgId, SortedMap<&str, u64>> {
        self.ids
            .iter()
            .map(|(org, strings)| {
                let found = strings
                    .iter()
                    .filter_map(|(string, id)| Some((string.as_str(), (*id)?)))
                    .collect::<SortedMap<_, _>>();
                (*org, found)
            })
            .filter(|(_, found)| !found.is_empty())
            .collect()
    }

    /// How a string's id was found.
    pub fn found(&self, org: OrgId, string: &str) -> Option<FetchType> {
        self.meta.get(&org)?.get(string).map(|&(_, found)| found)
    }

    /// How many ids were found in a way.
    pub fn count(&self, found: FetchType) -> usize {
        self.meta
            .values()
            .flat_map(SortedMap::values)
            .filter(|&&(_, how)| how == found)
            .count()
    }

    /// What of `keys` has no id yet. An id of 0 is an id: the origin tests for truth here.
    pub fn unmapped(&self, keys: &KeyCollection) -> KeyCollection {
        keys.as_tuples()
            .filter(|&(org, string)| self.get(org, string).is_none())
            .map(|(org, string)| (org, string.to_owned()))
            .collect()
    }
}
