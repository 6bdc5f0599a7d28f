//! An organization's strings in a store without transactions: the twin in memory, which is one
//! tab's alone and never waits, so that nobody comes between a look and a write.

use super::entry::{PendingString, StringEntry, counter_key, database_key, database_prefix};
use super::keys::OrgId;
use crate::error::Error;
use crate::store::{Store, StoreTable};

/// Gives each string that has no id yet the next one, and reads all of them again.
pub async fn create(
    store: &impl Store,
    org: OrgId,
    pending: &[PendingString],
    day: u16,
) -> Result<Vec<StringEntry>, Error> {
    let counter = counter_key(org);
    let next = store.get(StoreTable::Strings, &counter).await?;
    let mut next = next.as_deref().and_then(number).unwrap_or_default();
    let mut entries = Vec::new();
    for (string, slot) in pending {
        let key = database_key(org, string);
        let known = store.get(StoreTable::Strings, &key).await?;
        let entry = match known.as_deref().and_then(StringEntry::from_bytes) {
            Some(entry) => entry,
            None => {
                let entry = StringEntry {
                    id: next,
                    slot: *slot,
                    day,
                };
                next += 1;
                store
                    .put(StoreTable::Strings, &key, &entry.to_bytes())
                    .await?;
                entry
            }
        };
        entries.push(entry);
    }
    store
        .put(StoreTable::Strings, &counter, &next.to_le_bytes())
        .await?;
    Ok(entries)
}

/// All strings of an organization, at most `limit`.
pub async fn all(
    store: &impl Store,
    org: OrgId,
    limit: u32,
) -> Result<Vec<(String, StringEntry)>, Error> {
    let prefix = database_prefix(org);
    let mut entries = Vec::new();
    for key in store.keys(StoreTable::Strings).await? {
        let Some(string) = key.strip_prefix(&prefix) else {
            continue;
        };
        if entries.len() >= limit as usize {
            break;
        }
        let bytes = store.get(StoreTable::Strings, &key).await?;
        let entry = bytes.as_deref().and_then(StringEntry::from_bytes);
        entries.extend(entry.map(|entry| (string.to_owned(), entry)));
    }
    Ok(entries)
}

/// The string of an id among an organization's.
pub fn string_of(entries: Vec<(String, StringEntry)>, id: u64) -> Option<String> {
    let mut of_id = entries.into_iter().filter(|(_, entry)| entry.id == id);
    of_id.next().map(|(string, _)| string)
}

/// The next id as [`create`] keeps it.
pub fn number(bytes: &[u8]) -> Option<u64> {
    bytes.try_into().ok().map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::MemoryStore;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn now<T>(future: impl Future<Output = Result<T, Error>>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Ok(value)) => value,
            _ => panic!("the twin waited or failed"),
        }
    }

    fn pending(strings: &[&str]) -> Vec<PendingString> {
        let pending = |string: &&str| ((*string).to_owned(), None);
        strings.iter().map(pending).collect()
    }

    #[test]
    fn ids_count_up_within_an_organization_and_are_read_back() {
        let store = MemoryStore::default();
        let ids = |org, strings: &[&str]| {
            let entries = now(create(&store, org, &pending(strings), 1));
            entries.iter().map(|entry| entry.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(1, &["a", "b"]), [0, 1]);
        assert_eq!(ids(1, &["b", "c", "a"]), [1, 2, 0]);
        assert_eq!(ids(12, &["c"]), [0], "an organization of its own");
        let known = || now(all(&store, 1, 10));
        assert_eq!(string_of(known(), 0).as_deref(), Some("a"));
        assert_eq!(string_of(known(), 2).as_deref(), Some("c"));
        assert_eq!(string_of(known(), 1234), None);
        assert_eq!(now(all(&store, 1, 2)).len(), 2);
    }
}
