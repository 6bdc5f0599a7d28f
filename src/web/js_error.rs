//! Errors across the border: what JavaScript throws becomes words, and our errors become
//! `Error` objects with `name`, `message`, `code` and `status`; never strings.

use crate::error::Error;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// An error as the page gets it: an `Error` with what programs ask for.
    #[wasm_bindgen(extends = js_sys::Error, js_name = Error)]
    pub type EventsStatsError;

    #[wasm_bindgen(constructor, js_class = "Error")]
    fn new(message: &str) -> EventsStatsError;

    #[wasm_bindgen(method, setter)]
    fn set_code(this: &EventsStatsError, code: &str);

    #[wasm_bindgen(method, setter)]
    fn set_status(this: &EventsStatsError, status: u16);
}

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
pub fn to_js(error: &Error) -> EventsStatsError {
    let object = EventsStatsError::new(&error.to_string());
    object.set_name(NAME);
    object.set_code(error.code());
    if let Some(status) = error.status() {
        object.set_status(status);
    }
    object
}

/// The error as an export throws it.
pub fn throw(error: Error) -> JsValue {
    to_js(&error).into()
}
