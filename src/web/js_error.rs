//! Errors across the border: what JavaScript throws becomes words, and our errors become
//! `Error` objects with `name`, `message`, `code` and `status`; never strings.

use crate::error::Error;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};

/// Name of the errors that reach the page.
const NAME: &str = "EventsStatsError";

/// Longest reason taken over from a foreign exception, in characters.
const LONGEST_REASON: usize = 300;

/// What was thrown, in words. Anything can be thrown: an error, a text, nothing at all.
pub fn reason(thrown: &JsValue) -> String {
    let words = thrown
        .as_string()
        .or_else(|| text_member(thrown, "message"))
        .or_else(|| text_member(thrown, "reason"))
        .unwrap_or_default();
    let words: String = words.trim().chars().take(LONGEST_REASON).collect();
    if words.is_empty() {
        "no reason was given".to_owned()
    } else {
        words
    }
}

/// The `name` of what was thrown, where it has one.
pub fn name_of(thrown: &JsValue) -> Option<String> {
    text_member(thrown, "name")
}

/// A text member of any value. Getters may throw, and not every value has members.
fn text_member(value: &JsValue, name: &str) -> Option<String> {
    if !value.is_object() {
        return None;
    }
    Reflect::get(value, &JsValue::from_str(name))
        .ok()?
        .as_string()
        .filter(|text| !text.trim().is_empty())
}

/// The error as the page gets it.
pub fn to_js(error: &Error) -> js_sys::Error {
    let object = js_sys::Error::new(&error.to_string());
    object.set_name(NAME);
    set(&object, "code", &error.code().into());
    if let Some(status) = error.status() {
        set(&object, "status", &status.into());
    }
    object
}

/// The error as an export throws it.
pub fn throw(error: Error) -> JsValue {
    to_js(&error).into()
}

fn set(object: &js_sys::Error, name: &str, value: &JsValue) {
    // A fresh error object is extensible, so there is nothing to refuse.
    drop(Reflect::set(object.unchecked_ref(), &name.into(), value));
}
