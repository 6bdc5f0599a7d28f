//! Answers in the database, within a limit: each is kept together with the ledger in one
//! transaction, so that tabs which keep answers at once count each other's.

use super::database::IndexedStore;
use super::database::refused;
use super::page_store::{PageStore, WRITE_ATTEMPTS};
use crate::cache::{EVICTION_INDEX_KEY, EvictionIndex, EvictionOutcome};
use crate::error::Error;
use crate::store::{Store as _, StoreTable};
use crate::web::net::server_clock;
use crate::web::recorder;
use idb::{ObjectStore, Query};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

impl PageStore {
    /// The answer under `key`, however long it takes.
    pub async fn answer(&self, key: &str) -> Option<Vec<u8>> {
        let database = self.late_database().await?;
        let read = || database.get(StoreTable::Answers, key);
        let read = recorder::database("query", StoreTable::Answers.name(), 1, read);
        read.await.ok().flatten()
    }

    /// Keeps an answer that came at `at_ms` (epoch milliseconds), all of them together in
    /// `most_bytes`; the oldest go first, and a newer one stays. Without a database nothing
    /// is kept: the page has it in memory already.
    pub async fn keep_answer(
        &self,
        key: &str,
        bytes: &[u8],
        at_ms: i64,
        most_bytes: u32,
    ) -> Result<(), Error> {
        let Some(database) = self.late_database().await else {
            return Ok(());
        };
        let write = || database.keep_answer(key, bytes, at_ms, most_bytes);
        recorder::database("insert", StoreTable::Answers.name(), WRITE_ATTEMPTS, write).await
    }

    /// Forgets all answers whose keys begin with one of `prefixes`.
    pub async fn forget_answers(&self, prefixes: &[String]) -> Result<(), Error> {
        let Some(database) = self.late_database().await else {
            return Ok(());
        };
        let delete = || database.forget_answers(prefixes);
        recorder::database("delete", StoreTable::Answers.name(), WRITE_ATTEMPTS, delete).await
    }
}

impl IndexedStore {
    async fn keep_answer(
        &self,
        key: &str,
        bytes: &[u8],
        at_ms: i64,
        most_bytes: u32,
    ) -> Result<(), Error> {
        let write = async {
            let transaction = self.transaction(StoreTable::Answers)?;
            let store = transaction.object_store(StoreTable::Answers.name())?;
            let mut index = index_of(&store).await?;
            let gone = match index.insert(
                key,
                bytes.len(),
                (at_ms, server_clock::now_ms()),
                most_bytes,
            ) {
                EvictionOutcome::CachedResponse { evicted } => {
                    write_bytes(&store, key, bytes).await?;
                    evicted
                }
                EvictionOutcome::NewerExists => Vec::new(),
                EvictionOutcome::TooLarge => vec![key.to_owned()],
            };
            delete(&store, &gone).await?;
            write_bytes(&store, EVICTION_INDEX_KEY, &index.to_bytes()).await?;
            transaction.await.map(drop)
        };
        write.await.map_err(|error| refused("put", &error))
    }

    async fn forget_answers(&self, prefixes: &[String]) -> Result<(), Error> {
        let write = async {
            let transaction = self.transaction(StoreTable::Answers)?;
            let store = transaction.object_store(StoreTable::Answers.name())?;
            let mut index = index_of(&store).await?;
            let gone = index.remove_all(prefixes);
            if !gone.is_empty() {
                delete(&store, &gone).await?;
                write_bytes(&store, EVICTION_INDEX_KEY, &index.to_bytes()).await?;
            }
            transaction.await.map(drop)
        };
        write.await.map_err(|error| refused("delete", &error))
    }
}

/// The ledger; where it cannot be read, nobody knows what lies here, and all of it goes.
async fn index_of(store: &ObjectStore) -> Result<EvictionIndex, idb::Error> {
    let bytes = read(store, EVICTION_INDEX_KEY).await?;
    match bytes.as_deref().and_then(EvictionIndex::from_bytes) {
        Some(index) => Ok(index),
        None => {
            store.clear()?.await?;
            Ok(EvictionIndex::default())
        }
    }
}

async fn read(store: &ObjectStore, key: &str) -> Result<Option<Vec<u8>>, idb::Error> {
    let value = store.get(Query::Key(JsValue::from_str(key)))?.await?;
    let bytes = value.and_then(|value| value.dyn_into::<Uint8Array>().ok());
    Ok(bytes.map(|bytes| bytes.to_vec()))
}

async fn write_bytes(store: &ObjectStore, key: &str, bytes: &[u8]) -> Result<(), idb::Error> {
    let value = Uint8Array::from(bytes);
    let written = store.put(&value, Some(&JsValue::from_str(key)))?.await;
    written.map(drop)
}

async fn delete(store: &ObjectStore, keys: &[String]) -> Result<(), idb::Error> {
    for key in keys {
        store.delete(Query::Key(JsValue::from_str(key)))?.await?;
    }
    Ok(())
}
