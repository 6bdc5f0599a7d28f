//! The page's store: it keeps answers where the database opens, and nothing where it does not.

use events_stats_widget::web::storage::PageStore;
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

/// Room for all answers of these tests, in bytes.
const MOST_BYTES: u32 = 10_000;

async fn keep(store: &PageStore, key: &str, bytes: &[u8]) {
    let kept = store.keep_answer(key, bytes, 1_000, MOST_BYTES).await;
    assert_eq!(kept, Ok(()));
}

async fn keeps_nothing(store: &PageStore) {
    keep(store, "org/key", b"bytes").await;
    assert_eq!(store.answer("org/key").await, None);
    assert_eq!(store.forget_answers(&["org/".to_owned()]).await, Ok(()));
    assert_eq!(store.clear().await, Ok(()));
}

#[wasm_bindgen_test]
async fn what_is_kept_outlives_the_store() {
    let name = "edge-test-lasting";
    let store = PageStore::open(name);
    keep(&store, "org/key", b"bytes").await;
    keep(&store, "other/key", &[1, 2, 3]).await;
    assert_eq!(store.answer("org/key").await, Some(b"bytes".to_vec()));
    assert_eq!(store.forget_answers(&["org/".to_owned()]).await, Ok(()));
    assert_eq!(store.answer("org/key").await, None);
    drop(store);
    let again = PageStore::open(name);
    assert_eq!(again.answer("other/key").await, Some(vec![1, 2, 3]));
    assert_eq!(again.clear().await, Ok(()));
    assert_eq!(again.answer("other/key").await, None);
}

#[wasm_bindgen_test]
async fn nothing_is_kept_in_a_database_that_throws() {
    for source in [
        "{ configurable: true, value: undefined }",
        "{ configurable: true, get() { throw new DOMException('denied', 'SecurityError'); } }",
    ] {
        let replaced = Replaced::by(source);
        let store = PageStore::open("edge-test-throws");
        keeps_nothing(&store).await;
        drop(replaced);
    }
}

#[wasm_bindgen_test]
async fn a_database_that_opens_late_is_waited_for() {
    let replaced = Replaced::by(
        "(() => {
           const real = indexedDB;
           return { configurable: true, value: Object.create(IDBFactory.prototype, { open: { value: (...given) => {
             const request = Object.create(IDBOpenDBRequest.prototype, Object.fromEntries(
               ['onsuccess', 'onerror', 'onupgradeneeded', 'onblocked', 'result'].map((name) => [name, { writable: true, value: null }])));
             setTimeout(() => {
               const opening = real.open(...given);
               opening.onupgradeneeded = (event) => request.onupgradeneeded?.(event);
               opening.onsuccess = (event) => { request.result = opening.result; request.onsuccess(event); };
             }, 400);
             return request;
           } } }) };
         })()",
    );
    let store = PageStore::open("edge-test-late");
    keep(&store, "org/key", b"bytes").await;
    assert_eq!(store.answer("org/key").await, Some(b"bytes".to_vec()));
    assert_eq!(store.clear().await, Ok(()));
    drop(replaced);
}

#[wasm_bindgen_test]
async fn another_tab_that_needs_a_newer_version_is_let_through() {
    let name = "edge-test-version";
    let store = PageStore::open(name);
    keep(&store, "org/key", b"bytes").await;
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
    keeps_nothing(&store).await;
}
