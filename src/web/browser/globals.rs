//! The browser's own functions that a page may have replaced: `Date`, `Math`, `performance`,
//! `Intl`, `parseFloat`.
//!
//! Whatever stands there may throw, be missing, or give back anything. A direct import would
//! let its exception pass through the module's frames, whose borrows then never end; through
//! `Reflect` it comes back as a value, and each caller has something to do without it.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Epoch milliseconds by the page's clock; zero where it has none.
#[inline(never)]
pub fn now_ms() -> f64 {
    number_from("Date", "now").unwrap_or_default()
}

/// Epoch seconds by the page's clock.
#[inline(never)]
pub fn now_secs() -> i64 {
    crate::convert::whole(now_ms() / 1_000.0)
}

/// Zero up to, but without one.
#[inline(never)]
pub fn random() -> f64 {
    number_from("Math", "random")
        .filter(|chance| (0.0..1.0).contains(chance))
        .unwrap_or(0.5)
}

/// Milliseconds of a clock that never runs back, where the page has one.
#[inline(never)]
pub fn monotonic_ms() -> f64 {
    number_from("performance", "now").unwrap_or_else(now_ms)
}

/// Epoch milliseconds of a date in any form the browser reads.
pub fn parse_date(text: &str) -> Option<f64> {
    number(call_global("Date", "parse", &Array::of1(&text.into())))
}

/// A `Date` of a moment.
#[inline(never)]
pub fn date(ms: f64) -> Option<JsValue> {
    construct(&js_sys::global(), "Date", &Array::of1(&ms.into()))
}

/// A new object of a class that is a member of `owner`.
#[inline(never)]
pub fn construct(owner: &JsValue, class: &str, arguments: &Array) -> Option<JsValue> {
    Reflect::construct(&method(owner, class)?, arguments).ok()
}

/// What a method gives back.
#[inline(never)]
pub fn call(object: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    method(object, name)?.apply(object, arguments).ok()
}

/// What a function gives back that is a member of a global object.
#[inline(never)]
pub fn call_global(owner: &str, name: &str, arguments: &Array) -> Option<JsValue> {
    call(&member(owner)?, name, arguments)
}

/// The value that a JSON text of ours says.
#[inline(never)]
pub fn from_json(text: &str) -> JsValue {
    call_global("JSON", "parse", &Array::of1(&text.into())).unwrap_or_default()
}

/// A member of the global object.
#[inline(never)]
pub fn member(name: &str) -> Option<JsValue> {
    Reflect::get(&js_sys::global(), &name.into()).ok()
}

/// A finite number; any other value is none.
pub fn number(value: Option<JsValue>) -> Option<f64> {
    value?.as_f64().filter(|number| number.is_finite())
}

/// A function by its name. Members of foreign objects may be anything, or throw.
#[inline(never)]
pub fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

fn number_from(owner: &str, name: &str) -> Option<f64> {
    number(call_global(owner, name, &Array::new()))
}
