//! Answers in the database, within a limit: each is kept together with the ledger in one
//! transaction, so that tabs which keep answers at once count each other's.

use super::database::{IndexedStore, completed, outcome, read, refused};
use crate::cache::{EVICTION_INDEX_KEY, EvictionIndex, EvictionOutcome};
use crate::error::Error;
use crate::web::net::server_clock;
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use web_sys::{IdbObjectStore, IdbTransactionMode};

impl IndexedStore {
    pub(super) async fn keep_answer(
        &self,
        key: &str,
        bytes: &[u8],
        at_ms: i64,
        most_bytes: u32,
    ) -> Result<(), Error> {
        let write = async {
            let (transaction, store) = self.transaction(IdbTransactionMode::Readwrite)?;
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
            completed(&transaction).await
        };
        write.await.map_err(|thrown| refused("put", &thrown))
    }

    pub(super) async fn forget_answers(&self, prefixes: &[String]) -> Result<(), Error> {
        let write = async {
            let (transaction, store) = self.transaction(IdbTransactionMode::Readwrite)?;
            let mut index = index_of(&store).await?;
            let gone = index.remove_all(prefixes);
            if !gone.is_empty() {
                delete(&store, &gone).await?;
                write_bytes(&store, EVICTION_INDEX_KEY, &index.to_bytes()).await?;
            }
            completed(&transaction).await
        };
        write.await.map_err(|thrown| refused("delete", &thrown))
    }
}

/// The ledger; where it cannot be read, nobody knows what lies here, and all of it goes.
async fn index_of(store: &IdbObjectStore) -> Result<EvictionIndex, JsValue> {
    let bytes = read(store, EVICTION_INDEX_KEY).await?;
    match bytes.as_deref().and_then(EvictionIndex::from_bytes) {
        Some(index) => Ok(index),
        None => {
            outcome(&store.clear()?).await?;
            Ok(EvictionIndex::default())
        }
    }
}

async fn write_bytes(store: &IdbObjectStore, key: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let value = Uint8Array::from(bytes);
    let request = store.put_with_key(&value, &JsValue::from_str(key))?;
    outcome(&request).await.map(drop)
}

async fn delete(store: &IdbObjectStore, keys: &[String]) -> Result<(), JsValue> {
    for key in keys {
        outcome(&store.delete(&JsValue::from_str(key))?).await?;
    }
    Ok(())
}
