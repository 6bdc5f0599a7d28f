//! The page's store: lasting where the database opens, in memory where it does not, never
//! waited for.

use crate::support::{member, sleep};
use events_stats_widget::store::{Store, StoreTable};
use events_stats_widget::web::storage::{DATABASE_TIMEOUT_MS, PageStore};
use js_sys::{Function, Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// Puts something else in place of `indexedDB` until it is dropped.
struct Replaced(JsValue);

impl Replaced {
    fn by(source: &str) -> Self {
        let global = js_sys::global();
        let before =
            Reflect::get_own_property_descriptor(&global, &"indexedDB".into()).unwrap_or_default();
        let descriptor = Function::new_no_args(&format!("return {source};"))
            .call0(&JsValue::UNDEFINED)
            .expect("a descriptor");
        Reflect::define_property(&global, &"indexedDB".into(), &Object::from(descriptor))
            .expect("it can be replaced");
        Self(before)
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        let global = js_sys::global();
        drop(Reflect::delete_property(&global, &"indexedDB".into()));
        if self.0.is_object() {
            drop(Reflect::define_property(
                &global,
                &"indexedDB".into(),
                &Object::from(self.0.clone()),
            ));
        }
    }
}

async fn works(store: &PageStore) {
    store
        .put(StoreTable::Answers, "key", b"bytes")
        .await
        .expect("put");
    assert_eq!(
        store.get(StoreTable::Answers, "key").await,
        Ok(Some(b"bytes".to_vec()))
    );
    assert_eq!(store.get(StoreTable::Decisions, "key").await, Ok(None));
    assert_eq!(
        store.keys(StoreTable::Answers).await,
        Ok(vec!["key".to_owned()])
    );
    store
        .delete(StoreTable::Answers, "key")
        .await
        .expect("delete");
    assert_eq!(store.get(StoreTable::Answers, "key").await, Ok(None));
}

#[wasm_bindgen_test]
async fn what_is_kept_outlives_the_store() {
    let name = "edge-test-lasting";
    let store = PageStore::open(name);
    works(&store).await;
    // The first opening of a database may take longer than anybody waits.
    sleep(1_000).await;
    assert!(store.is_lasting());
    works(&store).await;
    store
        .put(StoreTable::Decisions, "d", &[1, 2, 3])
        .await
        .expect("put");
    drop(store);
    let again = PageStore::open(name);
    sleep(500).await;
    assert_eq!(
        again.get(StoreTable::Decisions, "d").await,
        Ok(Some(vec![1, 2, 3]))
    );
    again.clear().await.expect("clear");
    assert_eq!(again.get(StoreTable::Decisions, "d").await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_database_that_throws_gives_way_to_memory() {
    for source in [
        "{ configurable: true, value: undefined }",
        "{ configurable: true, get() { throw new DOMException('denied', 'SecurityError'); } }",
    ] {
        let replaced = Replaced::by(source);
        let store = PageStore::open("edge-test-throws");
        works(&store).await;
        assert!(!store.is_lasting());
        drop(replaced);
    }
}

#[wasm_bindgen_test]
async fn a_database_that_hangs_gives_way_to_memory_in_time() {
    let replaced = Replaced::by(
        "{ configurable: true, value: Object.create(IDBFactory.prototype, {
             open: { value: () => Object.create(IDBOpenDBRequest.prototype, {
               onsuccess: { writable: true, value: null }, onerror: { writable: true, value: null },
               onupgradeneeded: { writable: true, value: null }, onblocked: { writable: true, value: null } }) } }) }",
    );
    let store = PageStore::open("edge-test-hangs");
    let start = js_sys::Date::now();
    works(&store).await;
    drop(replaced);
    let waited = js_sys::Date::now() - start;
    assert!(waited < f64::from(DATABASE_TIMEOUT_MS) * 4.0, "{waited} ms");
    assert!(!store.is_lasting());
}

#[wasm_bindgen_test]
async fn another_tab_that_needs_a_newer_version_is_let_through() {
    let name = "edge-test-version";
    let store = PageStore::open(name);
    sleep(1_000).await;
    assert!(store.is_lasting());
    let upgraded = Function::new_with_args(
        "name",
        "return new Promise((resolve) => {
           const request = indexedDB.open(name, 1_000);
           request.onsuccess = () => { request.result.close(); indexedDB.deleteDatabase(name); resolve('opened'); };
           request.onblocked = () => resolve('blocked');
         });",
    );
    let promise = upgraded
        .call1(&JsValue::UNDEFINED, &name.into())
        .expect("a promise");
    let outcome = wasm_bindgen_futures::JsFuture::from(js_sys::Promise::from(promise)).await;
    assert_eq!(
        outcome.ok().and_then(|text| text.as_string()).as_deref(),
        Some("opened")
    );
    assert!(!store.is_lasting());
    works(&store).await;
}

#[wasm_bindgen_test]
async fn a_read_that_nobody_waits_for_any_more_ends_quietly() {
    let name = "edge-test-patience";
    let store = PageStore::open(name);
    sleep(1_000).await;
    assert!(store.is_lasting());
    let occupy = Function::new_with_args(
        "name, ms",
        "const seen = { errors: 0, done: false };
         addEventListener('error', () => { seen.errors += 1; });
         const request = indexedDB.open(name);
         request.onsuccess = () => {
           const room = request.result.transaction('answers', 'readwrite').objectStore('answers');
           const end = Date.now() + ms;
           (function again() {
             if (Date.now() < end) room.get('x').onsuccess = again;
             else { request.result.close(); seen.done = true; }
           })();
         };
         return seen;",
    );
    let seen = occupy
        .call2(&JsValue::UNDEFINED, &name.into(), &800.into())
        .expect("the database is occupied");
    sleep(100).await;
    let given_up = store.get(StoreTable::Answers, "key").await;
    assert_eq!(
        given_up.map_err(|error| error.code()),
        Err("store"),
        "nobody waits so long"
    );
    for _ in 0..50 {
        if member(&seen, "done").is_truthy() {
            break;
        }
        sleep(100).await;
    }
    sleep(300).await;
    assert_eq!(member(&seen, "errors").as_f64(), Some(0.0));
    works(&store).await;
}
