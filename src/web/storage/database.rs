//! One IndexedDB database with one object store: texts as keys, bytes as values.

use super::page_store::TABLE;
use crate::error::{Error, ErrorKind};
use crate::web::browser::globals;
use crate::web::browser::observers::Listener;
use crate::web::js_error::{name_of, reason};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Event, IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransaction, IdbTransactionMode,
};

/// Counted up with the object stores: an earlier version's are made to be this one's. Version 1
/// also had names of series, with their colours, and version 2 decisions.
const VERSION: u32 = 3;

/// An open database; closed when dropped.
pub(super) struct IndexedStore {
    database: IdbDatabase,
    _listeners: [Listener; 2],
}

impl IndexedStore {
    /// Opens the database. `on_close` is called when it had to be closed for another tab.
    pub(super) async fn open(
        name: &str,
        on_close: impl Fn() + Clone + 'static,
    ) -> Result<Self, Error> {
        let failed = |thrown: JsValue| refused("open", &thrown);
        let factory = globals::member("indexedDB").filter(JsValue::is_object);
        let factory = factory.ok_or_else(|| failed("this browser has no IndexedDB".into()))?;
        let factory: IdbFactory = factory.unchecked_into();
        let request = factory.open_with_u32(name, VERSION).map_err(failed)?;
        let upgrade = Closure::<dyn FnMut(Event)>::new(|event: Event| {
            let opened = event.target();
            let opened = opened.map(|target| target.unchecked_into::<IdbRequest>().result());
            if let Some(Ok(database)) = opened {
                make_table(database.unchecked_ref());
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = outcome(&request).await;
        let database: IdbDatabase = opened.map_err(failed)?.unchecked_into();
        let (closing, closed) = (database.clone(), on_close.clone());
        let listeners = [
            Listener::passive(&database, "versionchange", move |_| {
                closing.close();
                closed();
            })?,
            Listener::passive(&database, "close", move |_| on_close())?,
        ];
        Ok(Self {
            database,
            _listeners: listeners,
        })
    }

    /// The bytes under `key`, where there are any.
    pub(super) async fn answer(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        let read = async { read(&self.transaction(IdbTransactionMode::Readonly)?.1, key).await };
        read.await.map_err(|thrown| refused("get", &thrown))
    }

    /// A transaction, and the table in it.
    pub(super) fn transaction(
        &self,
        mode: IdbTransactionMode,
    ) -> Result<(IdbTransaction, IdbObjectStore), JsValue> {
        let transaction = self.database.transaction_with_str_and_mode(TABLE, mode)?;
        let store = transaction.object_store(TABLE)?;
        Ok((transaction, store))
    }

    /// Removes everything.
    pub(super) async fn clear(&self) -> Result<(), Error> {
        let write = async {
            let (_, store) = self.transaction(IdbTransactionMode::Readwrite)?;
            outcome(&store.clear()?).await
        };
        let cleared = write.await.map_err(|thrown| refused("clear", &thrown));
        cleared.map(drop)
    }
}

impl Drop for IndexedStore {
    fn drop(&mut self) {
        self.database.close();
    }
}

/// A table that cannot be made fails the operations on it, each by itself.
fn make_table(database: &IdbDatabase) {
    let kept = database.object_store_names();
    let kept = (0..kept.length()).filter_map(|index| kept.get(index));
    for name in kept.collect::<Vec<_>>() {
        drop(database.delete_object_store(&name));
    }
    drop(database.create_object_store(TABLE));
}

/// What a request comes to. Its events settle a promise by themselves, without a closure for each.
pub(super) async fn outcome(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let settled = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(settled).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error()?.into()),
    }
}

/// Waits until all that a transaction has written is kept.
pub(super) async fn completed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let settled = Promise::new(&mut |resolve, reject| {
        transaction.set_oncomplete(Some(&resolve));
        transaction.set_onabort(Some(&reject));
    });
    let settled = JsFuture::from(settled).await;
    settled.map(drop).map_err(|_| transaction.error().into())
}

/// Anything but bytes was not written by this version: it is as good as not there.
pub(super) async fn read(store: &IdbObjectStore, key: &str) -> Result<Option<Vec<u8>>, JsValue> {
    let value = outcome(&store.get(&key.into())?).await?;
    let bytes = value.dyn_into::<Uint8Array>().ok();
    Ok(bytes.map(|bytes| bytes.to_vec()))
}

/// What the browser said, with the name of its error, which is the clearer part.
pub(super) fn refused(operation: &'static str, thrown: &JsValue) -> Error {
    let detail = match name_of(thrown) {
        Some(name) => [&name, ": ", &reason(thrown)].concat(),
        None => reason(thrown),
    };
    ErrorKind::Store { operation, detail }.into()
}
