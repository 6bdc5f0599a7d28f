//! The exports: everything that the JavaScript shell may call, and nothing else.
//!
//! All take a handle and `&self` of nothing, so a callback may call back in at any time; a
//! handle of a widget that is gone does nothing.

use super::handles::Handle;
use super::host::Host;
use super::widget::Widget;
use super::{failure, page, panic};
use crate::decode::number::set_slow_parse;
use crate::error::Error;
use crate::state::Event;
use crate::store::Store as _;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;
use web_sys::ShadowRoot;

/// Prepares a new instance. `onPanic` is called with the reason when it has stopped; it must
/// not call back in.
#[wasm_bindgen]
pub fn start(
    #[wasm_bindgen(js_name = onPanic, unchecked_param_type = "(reason: string) => void")]
    on_panic: Function,
) {
    panic::watch(on_panic);
    set_slow_parse(js_sys::parse_float);
    page::watch();
}

/// Sets the page's options, as JSON, and its own `fetch`.
#[wasm_bindgen]
pub fn configure(
    json: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "typeof globalThis.fetch")] fetch: Option<
        Function,
    >,
) -> Result<(), JsValue> {
    page::thrown(page::configure(json, fetch))
}

/// Builds a widget in `root`. Its handle, or 0 when there are too many.
#[wasm_bindgen]
pub fn connect(root: ShadowRoot, host: Host) -> Handle {
    let handle = page::insert(|handle| Widget::new(handle, host)).unwrap_or_default();
    if let Some(widget) = page::widget(handle) {
        widget.build(&root);
    }
    handle
}

/// Ends a widget: its requests, timers, listeners and its DOM.
#[wasm_bindgen]
pub fn disconnect(handle: Handle) {
    if let Some(widget) = page::remove(handle) {
        widget.end();
    }
}

/// Gives a widget all it is told by its element: attributes as a JSON object of texts, the
/// JSON of its own configuration, and its own `fetch`.
#[wasm_bindgen]
pub fn assign(
    handle: Handle,
    attributes: &str,
    config: Option<String>,
    #[wasm_bindgen(unchecked_optional_param_type = "typeof globalThis.fetch")] fetch: Option<
        Function,
    >,
) {
    if let Some(widget) = page::widget(handle) {
        widget.assign(attributes, config, fetch);
    }
}

/// Shows a sentence of the shell in place of a chart: a property of the element is wrong in
/// a way that cannot be told in JSON.
#[wasm_bindgen]
pub fn reject(handle: Handle, key: &str, expected: &str, found: &str) {
    if let Some(widget) = page::widget(handle) {
        widget.tell(Event::Misconfigured(Error::config(key, expected, found)));
    }
}

/// Shows these bytes, an answer in any events-stats shape, without any request; `undefined`
/// goes back to asking.
#[wasm_bindgen]
pub fn respond(handle: Handle, response: Option<Uint8Array>) {
    if let Some(widget) = page::widget(handle) {
        widget.respond(response.map(|bytes| bytes.to_vec()));
    }
}

/// Asks for new data.
#[wasm_bindgen]
pub fn refresh(handle: Handle) {
    if let Some(widget) = page::widget(handle) {
        widget.refresh();
    }
}

/// Lays out and paints what is pending, now.
#[wasm_bindgen]
pub fn flush(handle: Handle) {
    if let Some(widget) = page::widget(handle) {
        widget.tell(Event::Flush);
    }
}

/// Resolves with whether the picture is up to date, when nothing is in flight and what can
/// be drawn is.
#[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
pub fn settled(handle: Handle) -> Promise {
    match page::widget(handle) {
        Some(widget) => widget.settled(),
        None => Promise::resolve(&JsValue::FALSE),
    }
}

/// Forgets everything that was kept beyond this page.
#[wasm_bindgen(js_name = clearStore, unchecked_return_type = "Promise<void>")]
pub fn clear_store() -> Promise {
    future_to_promise(async {
        let cleared = page::store().clear().await;
        cleared.map(|()| JsValue::UNDEFINED).map_err(failure::throw)
    })
}

/// Version of the module.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// Panics, as a defect would. In builds for tests only.
#[cfg(feature = "test-panic")]
#[allow(clippy::panic)]
#[wasm_bindgen(js_name = panicForTest)]
pub fn panic_for_test() {
    panic!("this build panics when asked to");
}
