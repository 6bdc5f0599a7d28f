//! One IndexedDB database with one object store: texts as keys, bytes as values.

use super::page_store::TABLE;
use crate::error::{Error, ErrorKind};
use crate::web::js_error::{name_of, reason};
use idb::{Database, DatabaseEvent, Factory, ObjectStore, Query, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// Counted up with the object stores: an earlier version's are made to be this one's. Version 1
/// also had names of series, with their colours, and version 2 decisions.
const VERSION: u32 = 3;

/// An open database; closed when dropped.
pub(super) struct IndexedStore(Database);

impl IndexedStore {
    /// Opens the database. `on_close` is called when it had to be closed for another tab.
    pub(super) async fn open(
        name: &str,
        on_close: impl Fn() + Clone + 'static,
    ) -> Result<Self, Error> {
        let failed = |error| refused("open", &error);
        let factory = Factory::new().map_err(failed)?;
        let mut request = factory.open(name, Some(VERSION)).map_err(failed)?;
        request.on_upgrade_needed(|event| {
            if let Ok(database) = event.database() {
                let kept = database.store_names();
                for name in kept.iter().filter(|name| *name != TABLE) {
                    drop(database.delete_object_store(name));
                }
                if !kept.iter().any(|name| name == TABLE) {
                    let parameters = idb::ObjectStoreParams::new();
                    // A table that cannot be made fails the operations on it, each by itself.
                    drop(database.create_object_store(TABLE, parameters));
                }
            }
        });
        let mut database = request.await.map_err(failed)?;
        let closed = on_close.clone();
        database.on_version_change(move |event| {
            if let Ok(database) = event.database() {
                database.close();
            }
            closed();
        });
        database.on_close(move |_| on_close());
        Ok(Self(database))
    }

    /// The bytes under `key`, where there are any.
    pub(super) async fn answer(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let read = async {
            let transaction = self.0.transaction(&[TABLE], TransactionMode::ReadOnly)?;
            read(&transaction.object_store(TABLE)?, key).await
        };
        read.await.map_err(|error| refused("get", &error))
    }

    /// A transaction that may write.
    pub(super) fn transaction(&self) -> Result<(idb::Transaction, ObjectStore), idb::Error> {
        let transaction = self.0.transaction(&[TABLE], TransactionMode::ReadWrite)?;
        let store = transaction.object_store(TABLE)?;
        Ok((transaction, store))
    }

    /// Removes everything.
    pub(super) async fn clear(&self) -> Result<(), Error> {
        let write = async { self.transaction()?.1.clear()?.await };
        write.await.map_err(|error| refused("clear", &error))
    }
}

impl Drop for IndexedStore {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Anything but bytes was not written by this version: it is as good as not there.
pub(super) async fn read(store: &ObjectStore, key: &str) -> Result<Option<Vec<u8>>, idb::Error> {
    let value = store.get(Query::Key(JsValue::from_str(key)))?.await?;
    let bytes = value.and_then(|value| value.dyn_into::<Uint8Array>().ok());
    Ok(bytes.map(|bytes| bytes.to_vec()))
}

pub(super) fn refused(operation: &'static str, error: &idb::Error) -> Error {
    ErrorKind::Store {
        operation,
        detail: why(error),
    }
    .into()
}

/// What the browser said. The library's own sentences, one for each of its forty errors, weigh
/// more than the store, and repeat the operation.
fn why(error: &idb::Error) -> String {
    use idb::Error::*;
    let thrown: &JsValue = match error {
        DomException(thrown) => thrown,
        AddFailed(thrown)
        | ClearFailed(thrown)
        | DeleteFailed(thrown)
        | GetAllFailed(thrown)
        | GetAllKeysFailed(thrown)
        | GetFailed(thrown)
        | IndexedDbOpenFailed(thrown)
        | ObjectStoreNotFound(thrown)
        | TransactionOpenFailed(thrown)
        | UpdateFailed(thrown) => thrown,
        IndexedDbNotFound(_) => return "this browser has no IndexedDB".to_owned(),
        _ => &JsValue::UNDEFINED,
    };
    let name = name_of(thrown).unwrap_or_else(|| "unknown".to_owned());
    [&name, ": ", &reason(thrown)].concat()
}
