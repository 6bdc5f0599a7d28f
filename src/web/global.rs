//! The browser's own functions that a page may have replaced: `Date`, `Math`, `performance`,
//! `Intl`, `parseFloat`.
//!
//! Whatever stands there may throw, be missing, or give back anything. A direct import would
//! let its exception pass through the module's frames, whose borrows then never end; through
//! `Reflect` it comes back as a value, and each caller has something to do without it.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Epoch milliseconds by the page's clock; zero where it has none.
pub fn now_ms() -> f64 {
    number(call_global(&["Date", "now"], &Array::new())).unwrap_or_default()
}

/// Epoch seconds by the page's clock.
#[inline(never)]
pub fn now_secs() -> i64 {
    crate::convert::whole(now_ms() / 1_000.0)
}

/// Zero up to, but without one.
pub fn random() -> f64 {
    number(call_global(&["Math", "random"], &Array::new()))
        .filter(|chance| (0.0..1.0).contains(chance))
        .unwrap_or(0.5)
}

/// Milliseconds of a clock that never runs back, where the page has one.
pub fn monotonic_ms() -> f64 {
    number(call_global(&["performance", "now"], &Array::new())).unwrap_or_else(now_ms)
}

/// Epoch milliseconds of a date in any form the browser reads.
pub fn parse_date(text: &str) -> Option<f64> {
    number(call_global(&["Date", "parse"], &Array::of1(&text.into())))
}

/// A `Date` of a moment.
pub fn date(ms: f64) -> Option<JsValue> {
    construct(&["Date"], &Array::of1(&ms.into()))
}

/// A new object of the class at `path` of the global object.
pub fn construct(path: &[&str], arguments: &Array) -> Option<JsValue> {
    let (_, class) = find(path)?;
    Reflect::construct(&class, arguments).ok()
}

/// What a method gives back.
pub fn call(object: &JsValue, name: &str, arguments: &Array) -> Option<JsValue> {
    method(object, name)?.apply(object, arguments).ok()
}

/// What the function at `path` of the global object gives back.
pub fn call_global(path: &[&str], arguments: &Array) -> Option<JsValue> {
    let (owner, function) = find(path)?;
    function.apply(&owner, arguments).ok()
}

/// A finite number; any other value is none.
pub fn number(value: Option<JsValue>) -> Option<f64> {
    value?.as_f64().filter(|number| number.is_finite())
}

/// A function by its name. Members of foreign objects may be anything, or throw.
pub fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// The function at `path`, and what it is a member of.
fn find(path: &[&str]) -> Option<(JsValue, Function)> {
    let (name, owners) = path.split_last()?;
    let mut owner: JsValue = js_sys::global().into();
    for name in owners {
        owner = Reflect::get(&owner, &(*name).into()).ok()?;
    }
    let function = method(&owner, name)?;
    Some((owner, function))
}
