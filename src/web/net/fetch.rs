//! The one place where a `fetch` is called: the host's or the page's.
//!
//! A page's function may do anything. The shell calls it, and turns whatever comes of it into
//! a promise of its own that is fulfilled with plain values, while this instance lives.

use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::RequestInit;

thread_local! {
    static THROUGH: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Calls go through `shell(fetch, url, init)` from here on.
pub fn through(shell: Function) {
    THROUGH.set(Some(shell));
}

/// Calls the host's own `fetch`, else the page's, with `this` undefined, as a bare call would.
pub fn fetch(own: Option<&Function>, url: &str, init: &RequestInit) -> Result<Promise, JsValue> {
    let fetch = match own {
        Some(fetch) => fetch.clone(),
        None => Reflect::get(&js_sys::global(), &"fetch".into())
            .and_then(JsCast::dyn_into)
            .map_err(|_| JsValue::from_str("this page has no `fetch`"))?,
    };
    let (nobody, url) = (JsValue::UNDEFINED, JsValue::from_str(url));
    let shell = THROUGH.with(|shell| shell.try_borrow().ok()?.clone());
    let answer = match shell {
        Some(shell) => shell.call3(&nobody, &fetch, &url, init),
        None => fetch.call2(&nobody, &url, init),
    };
    answer.map(|answer| Promise::resolve(&answer))
}
