//! Decisions of the split, in the browser's local storage. A mixed widget looks for its own
//! before it asks anything, and this place answers at once: a database would have to be opened
//! first, and what opens it is not in the first piece of the module.

use super::opened::may_last;
use crate::decision::{Decision, may_replace};
use crate::sorted::SortedMap;
use crate::web::browser::globals;
use crate::web::net::server_clock;
use js_sys::Array;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// Before each key: the storage is the page's own.
const PREFIX: &str = "events-stats-widget:decision:";

thread_local! {
    /// What the browser does not keep, for as long as the page is open.
    static MEMORY: RefCell<SortedMap<String, String>> = RefCell::default();
}

/// What was decided before and still holds.
pub fn get(key: &str) -> Option<Decision> {
    let kept = read(key).as_deref().and_then(Decision::from_text);
    kept.filter(|decision| decision.is_valid_at(server_clock::now_secs()))
}

/// Keeps a decision, unless it would take a person's place.
pub fn keep(key: &str, decision: &Decision) {
    let kept = read(key).as_deref().and_then(Decision::from_text);
    if kept.is_some_and(|kept| !may_replace(&kept, decision)) {
        return;
    }
    let text = decision.to_text();
    let item = Array::of2(&item_name(key), &text.as_str().into());
    let is_kept = call("setItem", &item).is_some();
    with_memory(|memory| match is_kept {
        true => drop(memory.remove(key)),
        false => drop(memory.insert(key.to_owned(), text)),
    });
}

/// Forgets a decision, by whomever.
pub fn delete(key: &str) {
    with_memory(|memory| drop(memory.remove(key)));
    drop(call("removeItem", &Array::of1(&item_name(key))));
}

/// Forgets all decisions, also where nothing new may be kept.
pub fn clear() {
    clear_memory();
    let Some(storage) = globals::member("localStorage") else {
        return;
    };
    let names = globals::call_global("Object", "keys", &Array::of1(&storage));
    let names = names.and_then(|names| names.dyn_into::<Array>().ok());
    for name in names.iter().flat_map(Array::iter) {
        if name.as_string().is_some_and(|it| it.starts_with(PREFIX)) {
            drop(globals::call(&storage, "removeItem", &Array::of1(&name)));
        }
    }
}

/// Forgets what is kept for as long as the page is open.
pub fn clear_memory() {
    with_memory(SortedMap::clear);
}

/// Whether decisions outlive the page: it may not want so, and its browser may not let it.
pub fn is_lasting() -> bool {
    call("getItem", &Array::of1(&item_name(""))).is_some()
}

/// What this page could not put into the storage is newer than what is there.
fn read(key: &str) -> Option<String> {
    let own = with_memory(|memory| memory.get(key).cloned()).flatten();
    own.or_else(|| call("getItem", &Array::of1(&item_name(key)))?.as_string())
}

/// `None` where it throws, as it does in a sandboxed frame, or when it is full.
fn call(method: &str, arguments: &Array) -> Option<JsValue> {
    let storage = may_last().then(|| globals::member("localStorage"))??;
    globals::call(&storage, method, arguments)
}

fn item_name(key: &str) -> JsValue {
    [PREFIX, key].concat().into()
}

fn with_memory<T>(work: impl FnOnce(&mut SortedMap<String, String>) -> T) -> Option<T> {
    MEMORY.with(|memory| Some(work(&mut *memory.try_borrow_mut().ok()?)))
}
