//! One IndexedDB database as a store: an object store a room, texts as keys, bytes as values.

use crate::error::{Error, ErrorKind};
use crate::store::{Store, StoreTable};
use crate::web::js_error::{name_of, reason};
use idb::{Database, DatabaseEvent, Factory, Query, TransactionMode};
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

/// Counted up with the object stores: an earlier version's are made to be this one's. Version 1
/// also had names of series, with their colours.
const VERSION: u32 = 2;

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
                let is_known = |name: &String| StoreTable::ALL.iter().any(|it| it.name() == name);
                for name in kept.iter().filter(|name| !is_known(name)) {
                    drop(database.delete_object_store(name));
                }
                for table in StoreTable::ALL {
                    if kept.iter().any(|name| name == table.name()) {
                        continue;
                    }
                    let parameters = idb::ObjectStoreParams::new();
                    // A room that cannot be made fails the operations on it, each by itself.
                    drop(database.create_object_store(table.name(), parameters));
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

    /// A transaction that may write in a room.
    pub(super) fn transaction(&self, table: StoreTable) -> Result<idb::Transaction, idb::Error> {
        self.0
            .transaction(&[table.name()], TransactionMode::ReadWrite)
    }

    pub(super) fn table(
        &self,
        table: StoreTable,
        mode: TransactionMode,
    ) -> Result<idb::ObjectStore, idb::Error> {
        let transaction = self.0.transaction(&[table.name()], mode)?;
        transaction.object_store(table.name())
    }
}

impl Drop for IndexedStore {
    fn drop(&mut self) {
        self.0.close();
    }
}

impl Store for IndexedStore {
    async fn get(&self, table: StoreTable, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let read = async {
            let store = self.table(table, TransactionMode::ReadOnly)?;
            store.get(Query::Key(JsValue::from_str(key)))?.await
        };
        let value = read.await.map_err(|error| refused("get", &error))?;
        // Anything else was not written by this version: it is as good as not there.
        Ok(value
            .and_then(|value| value.dyn_into::<Uint8Array>().ok())
            .map(|bytes| bytes.to_vec()))
    }

    async fn put(&self, table: StoreTable, key: &str, bytes: &[u8]) -> Result<(), Error> {
        let write = async {
            let store = self.table(table, TransactionMode::ReadWrite)?;
            let value = Uint8Array::from(bytes);
            store.put(&value, Some(&JsValue::from_str(key)))?.await
        };
        write
            .await
            .map(drop)
            .map_err(|error| refused("put", &error))
    }

    async fn delete(&self, table: StoreTable, key: &str) -> Result<(), Error> {
        let write = async {
            let store = self.table(table, TransactionMode::ReadWrite)?;
            store.delete(Query::Key(JsValue::from_str(key)))?.await
        };
        write.await.map_err(|error| refused("delete", &error))
    }

    async fn keys(&self, table: StoreTable) -> Result<Vec<String>, Error> {
        let read = async {
            let store = self.table(table, TransactionMode::ReadOnly)?;
            store.get_all_keys(None, None)?.await
        };
        let keys = read.await.map_err(|error| refused("get", &error))?;
        Ok(keys.iter().filter_map(JsValue::as_string).collect())
    }

    async fn clear(&self) -> Result<(), Error> {
        for table in StoreTable::ALL {
            let write = async {
                self.table(table, TransactionMode::ReadWrite)?
                    .clear()?
                    .await
            };
            write.await.map_err(|error| refused("clear", &error))?;
        }
        Ok(())
    }
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
