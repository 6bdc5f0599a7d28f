//! The page's store: lasting where the database opens, in memory where it does not, never
//! waited for.

use crate::support::sleep;
use events_stats_widget::store::{Room, Store};
use events_stats_widget::web::store::{PATIENCE_MS, PageStore};
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
        .put(Room::Answers, "key", b"bytes")
        .await
        .expect("put");
    assert_eq!(
        store.get(Room::Answers, "key").await,
        Ok(Some(b"bytes".to_vec()))
    );
    assert_eq!(store.get(Room::Strings, "key").await, Ok(None));
    assert_eq!(store.keys(Room::Answers).await, Ok(vec!["key".to_owned()]));
    store.delete(Room::Answers, "key").await.expect("delete");
    assert_eq!(store.get(Room::Answers, "key").await, Ok(None));
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
        .put(Room::Decisions, "d", &[1, 2, 3])
        .await
        .expect("put");
    drop(store);
    let again = PageStore::open(name);
    sleep(500).await;
    assert_eq!(
        again.get(Room::Decisions, "d").await,
        Ok(Some(vec![1, 2, 3]))
    );
    again.clear().await.expect("clear");
    assert_eq!(again.get(Room::Decisions, "d").await, Ok(None));
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
    assert!(waited < f64::from(PATIENCE_MS) * 4.0, "{waited} ms");
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
           const request = indexedDB.open(name, 2);
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
