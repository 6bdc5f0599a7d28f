//! Ids of strings in the database: read, and created in one transaction each, so that of two
//! tabs which create the same string at once one is first and both read what it wrote.

use super::database::IndexedStore;
use super::page_store::{PageStore, WRITE_ATTEMPTS};
use crate::error::Error;
use crate::indexer::database::{self, number};
use crate::indexer::{
    OrgId, PendingString, StringEntry, counter_key, database_key, database_prefix,
};
use crate::store::{Store, StoreTable};
use crate::web::recorder;
use futures_util::future::join;
use idb::{KeyRange, ObjectStore, Query, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

const ROOM: &str = "strings";

impl PageStore {
    /// What is known of these strings, in their order.
    pub async fn entries(
        &self,
        org: OrgId,
        strings: &[String],
    ) -> Result<Vec<Option<StringEntry>>, Error> {
        let mut entries = Vec::new();
        for string in strings {
            let key = database_key(org, string);
            let bytes = match self.late_database().await {
                Some(database) => {
                    let read = || database.get(StoreTable::Strings, &key);
                    recorder::database("query", ROOM, 1, read).await?
                }
                None => self.memory.get(StoreTable::Strings, &key).await?,
            };
            entries.push(bytes.as_deref().and_then(StringEntry::from_bytes));
        }
        Ok(entries)
    }

    /// All strings of an organization, at most `limit`.
    pub async fn all_entries(
        &self,
        org: OrgId,
        limit: u32,
    ) -> Result<Vec<(String, StringEntry)>, Error> {
        match self.late_database().await {
            Some(database) => {
                let read = || database.all_entries(org, limit);
                recorder::database("query", ROOM, 1, read).await
            }
            None => database::all(&*self.memory, org, limit).await,
        }
    }

    /// Gives each string that has no id yet the next one, and reads all of them again.
    pub async fn create(
        &self,
        org: OrgId,
        pending: &[PendingString],
        day: u16,
    ) -> Result<Vec<StringEntry>, Error> {
        match self.late_database().await {
            Some(database) => {
                let write = || database.create(org, pending, day);
                recorder::database("insert", ROOM, WRITE_ATTEMPTS, write).await
            }
            None => database::create(&*self.memory, org, pending, day).await,
        }
    }

    /// Marks strings as used on `day`; one that is gone stays gone.
    pub async fn touch(&self, org: OrgId, strings: &[String], day: u16) -> Result<(), Error> {
        match self.late_database().await {
            Some(database) => {
                let write = || database.touch(org, strings, day);
                recorder::database("update", ROOM, WRITE_ATTEMPTS, write).await
            }
            // What ends with the page is kept for no longer.
            None => Ok(()),
        }
    }
}

impl IndexedStore {
    async fn all_entries(
        &self,
        org: OrgId,
        limit: u32,
    ) -> Result<Vec<(String, StringEntry)>, Error> {
        let prefix = database_prefix(org);
        let read = async {
            let store = self.table(StoreTable::Strings, TransactionMode::ReadOnly)?;
            let (lower, upper) = (
                JsValue::from_str(&prefix),
                JsValue::from_str(&format!("{prefix}\u{ffff}")),
            );
            let range = || KeyRange::bound(&lower, &upper, None, None).map(Query::KeyRange);
            let keys = store.get_all_keys(Some(range()?), Some(limit))?;
            let values = store.get_all(Some(range()?), Some(limit))?;
            // Neither is given up for the other's failure: each is still called back.
            let (keys, values) = join(keys.into_future(), values.into_future()).await;
            Ok((keys?, values?))
        };
        let (keys, values) = read
            .await
            .map_err(|error| super::database::refused("get", &error))?;
        Ok(keys
            .iter()
            .zip(values)
            .filter_map(|(key, value)| {
                let string = key.as_string()?.strip_prefix(&prefix)?.to_owned();
                Some((string, StringEntry::from_bytes(&bytes(value)?)?))
            })
            .collect())
    }

    async fn create(
        &self,
        org: OrgId,
        pending: &[PendingString],
        day: u16,
    ) -> Result<Vec<StringEntry>, Error> {
        let write = async {
            let transaction = self.transaction(StoreTable::Strings)?;
            let store = transaction.object_store(ROOM)?;
            let counter = counter_key(org);
            let first = read(&store, &counter).await?;
            let first = first.as_deref().and_then(number).unwrap_or_default();
            let mut next = first;
            let mut entries = Vec::new();
            for (string, slot) in pending {
                let key = database_key(org, string);
                // Another tab may have been faster: what it wrote stands.
                let known = read(&store, &key).await?;
                let entry = match known.as_deref().and_then(StringEntry::from_bytes) {
                    Some(entry) => entry,
                    None => {
                        let entry = StringEntry {
                            id: next,
                            slot: *slot,
                            day,
                        };
                        next += 1;
                        write_bytes(&store, &key, &entry.to_bytes()).await?;
                        entry
                    }
                };
                entries.push(entry);
            }
            if next != first {
                write_bytes(&store, &counter, &next.to_le_bytes()).await?;
            }
            transaction.await?;
            Ok(entries)
        };
        write
            .await
            .map_err(|error: idb::Error| super::database::refused("put", &error))
    }

    async fn touch(&self, org: OrgId, strings: &[String], day: u16) -> Result<(), Error> {
        let write = async {
            let transaction = self.transaction(StoreTable::Strings)?;
            let store = transaction.object_store(ROOM)?;
            for string in strings {
                let key = database_key(org, string);
                let known = read(&store, &key).await?;
                if let Some(entry) = known.as_deref().and_then(StringEntry::from_bytes) {
                    let used = StringEntry { day, ..entry };
                    write_bytes(&store, &key, &used.to_bytes()).await?;
                }
            }
            transaction.await?;
            Ok(())
        };
        write
            .await
            .map_err(|error: idb::Error| super::database::refused("put", &error))
    }
}

pub(super) async fn read(store: &ObjectStore, key: &str) -> Result<Option<Vec<u8>>, idb::Error> {
    let value = store.get(Query::Key(JsValue::from_str(key)))?.await?;
    Ok(value.and_then(bytes))
}

pub(super) async fn write_bytes(
    store: &ObjectStore,
    key: &str,
    bytes: &[u8],
) -> Result<(), idb::Error> {
    let value = Uint8Array::from(bytes);
    store
        .put(&value, Some(&JsValue::from_str(key)))?
        .await
        .map(drop)
}

fn bytes(value: JsValue) -> Option<Vec<u8>> {
    value
        .dyn_into::<Uint8Array>()
        .ok()
        .map(|bytes| bytes.to_vec())
}
