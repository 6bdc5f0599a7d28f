//! The one place where a `fetch` is called: the host's or the page's.
//!
//! A page's function may do anything. The shell calls it, and turns whatever comes of it into
//! a promise of its own that is fulfilled with plain values, while this instance lives.

use crate::convert;
use js_sys::{Function, Promise, Reflect, WeakMap};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::RequestInit;

thread_local! {
    /// The number of each `fetch` that was used, which does not keep it alive, and the last.
    static NUMBERS: (WeakMap, Cell<u32>) = (WeakMap::new(), Cell::new(0));
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

/// A number that tells one `fetch` from every other there ever was; 0 is the page's own.
pub fn number_of(fetch: Option<&Function>) -> u32 {
    let Some(fetch) = fetch else {
        return 0;
    };
    NUMBERS.with(|(known, last)| {
        if let Some(number) = known.get(fetch).as_f64() {
            return convert::small(number);
        }
        last.set(last.get() + 1);
        known.set(fetch, &last.get().into());
        last.get()
    })
}
