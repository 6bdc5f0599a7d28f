//! Values of ours as plain JavaScript values, by `serde`: each from one type that says what it has.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// For a page: what is missing is `null`, so that each object has all its members.
#[inline(never)]
pub fn to_js<T: Serialize>(value: &T) -> JsValue {
    let serializer = Serializer::new().serialize_missing_as_null(true);
    // None of our types has what JavaScript cannot: a number of 64 bits, a map's key that is no text.
    value.serialize(&serializer).unwrap_or_default()
}

/// For the browser: what is missing is `undefined`, which leaves its default; a map is a `Map`.
#[inline(never)]
pub fn to_browser<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&Serializer::new()).unwrap_or_default()
}
