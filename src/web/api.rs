//! The exports: everything that the JavaScript shell may call, and nothing else.
//!
//! All take a handle and `&self` of nothing, so a callback may call back in at any time; a
//! handle of a widget that is gone does nothing.

use crate::error::Error;
use crate::json::Json;
use crate::json::format_f64::set_number_text;
use crate::json::parse_f64::set_slow_parse;
use crate::state::Event;
use crate::web::browser::globals;
use crate::web::documents::{self, Subject};
use crate::web::handles::Handle;
use crate::web::host::Host;
use crate::web::js_error;
use crate::web::late;
use crate::web::metrics;
use crate::web::net::fetch;
use crate::web::page::broadcast::{self, PageEvent};
use crate::web::page::lifecycle;
use crate::web::panic;
use crate::web::registry;
use crate::web::storage;
use crate::web::storage::{decisions, response_cache};
use crate::web::widget::Widget;
use js_sys::{Array, Function, Promise, Uint8Array};
use std::pin::Pin;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;
use web_sys::ShadowRoot;

/// Prepares a new instance. `onPanic` is called with the reason when it has stopped; it must
/// not call back in. `ask` calls a `fetch` and never throws. `complete` fetches the late piece.
#[wasm_bindgen]
pub fn start(
    #[wasm_bindgen(js_name = onPanic, unchecked_param_type = "(reason: string) => void")]
    on_panic: Function,
    #[wasm_bindgen(
        unchecked_param_type = "(fetch: typeof globalThis.fetch, url: string, init: RequestInit) => Promise<unknown>"
    )]
    ask: Function,
    #[wasm_bindgen(unchecked_param_type = "() => Promise<void>")] complete: Function,
) {
    late::expect(complete);
    panic::watch(on_panic);
    fetch::through(ask);
    set_slow_parse(|text| {
        globals::number(globals::call_global(
            "globalThis",
            "parseFloat",
            &Array::of1(&text.into()),
        ))
        .unwrap_or(f64::NAN)
    });
    set_number_text(|number| {
        let text = globals::call_global("globalThis", "String", &Array::of1(&number.into()));
        text.and_then(|text| text.as_string()).unwrap_or_default()
    });
    lifecycle::watch();
    metrics::watch();
}

/// The late piece is linked to this instance.
#[wasm_bindgen]
pub fn completed() {
    late::arrived();
}

/// Where the stack stands. Elsewhere than before a call that threw: the exception went through
/// the module, nothing was put in order on its way, and the instance is at its end.
#[wasm_bindgen(js_name = stackMark)]
pub fn stack_mark() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&here)).addr()
}

/// Ends one widget, and after the last one all else that calls in from outside. False when
/// nothing is left.
#[wasm_bindgen]
pub fn end() -> bool {
    registry::end()
}

/// Sets the page's options, as JSON, its own `fetch`, and the functions among its options,
/// which the JSON names by number.
#[wasm_bindgen]
pub fn configure(
    json: &str,
    #[wasm_bindgen(unchecked_optional_param_type = "typeof globalThis.fetch")] fetch: Option<
        Function,
    >,
    #[wasm_bindgen(unchecked_optional_param_type = "Function[]")] functions: Option<Array>,
) -> Result<(), JsValue> {
    let functions = functions.unwrap_or_default().into_iter();
    let functions = functions.filter_map(|it| it.dyn_into().ok()).collect();
    lifecycle::configure(json, fetch, functions).map_err(js_error::throw)
}

/// Builds a widget in `root`. Its handle, or 0 when there are too many.
#[wasm_bindgen]
pub fn connect(root: ShadowRoot, host: Host) -> Handle {
    let handle = registry::insert(|handle| Widget::new(handle, host)).unwrap_or_default();
    if let Some(widget) = registry::widget(handle) {
        widget.build(&root);
    }
    handle
}

/// Ends a widget: its requests, timers, listeners and its DOM.
#[wasm_bindgen]
pub fn disconnect(handle: Handle) {
    registry::remove(handle);
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
    if let Some(widget) = registry::widget(handle) {
        widget.assign(attributes, config, fetch);
    }
}

/// Shows a sentence of the shell in place of a chart: a property of the element is wrong in
/// a way that cannot be told in JSON.
#[wasm_bindgen]
pub fn reject(handle: Handle, key: &str, expected: &str, found: &str) {
    if let Some(widget) = registry::widget(handle) {
        widget.reject(Error::config(key, expected, found));
    }
}

/// Shows what an earlier instance gave to the host's `keep`, until there is something newer.
#[wasm_bindgen]
pub fn restore(
    handle: Handle,
    config: &str,
    #[wasm_bindgen(unchecked_param_type = "Array<Uint8Array | null>")] answers: Array,
) {
    if let Some(widget) = registry::widget(handle) {
        let bytes = answers.iter().map(|one| one.dyn_into().ok());
        let bytes = bytes.map(|one| one.map(|array: Uint8Array| array.to_vec()));
        widget.restore(config, bytes.collect());
    }
}

/// Shows these bytes, an answer in any events-stats shape, without any request; `undefined`
/// goes back to asking.
#[wasm_bindgen]
pub fn respond(handle: Handle, response: Option<Uint8Array>) {
    if let Some(widget) = registry::widget(handle) {
        widget.respond(response);
    }
}

/// Asks for new data; with `anew`, also whether they are errors or transactions, whatever
/// was decided before.
#[wasm_bindgen]
pub fn refresh(handle: Handle, anew: bool) {
    match registry::widget(handle) {
        Some(widget) if anew => widget.decide_anew(),
        Some(widget) => widget.refresh(),
        None => {}
    }
}

/// Asks again for the dashboards that configure widgets: those that were edited are followed.
#[wasm_bindgen(js_name = lookAtDashboards)]
pub fn look_at_dashboards() {
    broadcast::send(&PageEvent::LookAtDashboard);
}

/// Lays out and paints what is pending, now.
#[wasm_bindgen]
pub fn flush(handle: Handle) {
    if let Some(widget) = registry::widget(handle) {
        widget.dispatch(Event::Flush);
    }
}

/// Resolves with whether the picture is up to date, when nothing is in flight and what can
/// be drawn is.
#[wasm_bindgen(unchecked_return_type = "Promise<boolean>")]
pub fn settled(handle: Handle) -> Promise {
    match registry::widget(handle) {
        Some(widget) => widget.settled(),
        None => Promise::resolve(&JsValue::FALSE),
    }
}

/// What a widget shows, as an SVG document of this size.
#[wasm_bindgen(js_name = toSvg)]
pub fn to_svg(handle: Handle, width: f64, height: f64) -> Result<String, JsValue> {
    let subject = subject(handle)?;
    documents::size(width, height, 1.0)
        .and_then(|size| subject.to_svg(size))
        .map_err(js_error::throw)
}

/// What a widget shows, as a PNG picture of this size.
#[wasm_bindgen(js_name = toPng, unchecked_return_type = "Promise<Blob>")]
pub fn to_png(handle: Handle, width: f64, height: f64, scale: f64) -> Promise {
    promise(Box::pin(async move {
        let subject = subject(handle)?;
        let size = documents::size(width, height, scale).map_err(js_error::throw)?;
        let picture = subject.to_png(size).await.map_err(js_error::throw)?;
        Ok(picture.into())
    }))
}

/// What a widget shows, as comma-separated values.
#[wasm_bindgen(js_name = toCsv)]
pub fn to_csv(handle: Handle) -> Result<String, JsValue> {
    subject(handle).map(|subject| subject.to_csv())
}

/// An SVG document of answers, without any widget; see [`documents::render_svg`].
#[wasm_bindgen(js_name = renderSvg)]
pub fn render_svg(config: &str, answers: &Array, looks: &str) -> Result<String, JsValue> {
    documents::render_svg(config, answers, looks).map_err(js_error::throw)
}

fn subject(handle: Handle) -> Result<Subject, JsValue> {
    let gone = || {
        Error::config(
            "element",
            "a connected element",
            "an element that is not connected",
        )
    };
    let widget = registry::widget(handle).ok_or_else(|| js_error::throw(gone()))?;
    widget.subject().map_err(js_error::throw)
}

/// The metrics that a backend `memory` has kept, oldest first.
#[wasm_bindgen(js_name = metrics, unchecked_return_type = "object[]")]
pub fn kept_metrics() -> Array {
    metrics::kept()
}

/// Records a metric of the host's own: `counter`, `gauge`, `timing` or `distribution`; `rest`
/// is the JSON of what the shell has checked, see [`metrics::record`].
#[wasm_bindgen(js_name = recordMetric)]
pub fn record_metric(kind: &str, name: &str, value: f64, rest: &str) -> Result<(), JsValue> {
    let rest = Json::parse(rest).map_err(js_error::throw)?;
    metrics::record(kind, name, value, &rest);
    Ok(())
}

/// Forgets everything that was kept: decisions, and answers in memory and in the browser's
/// database.
#[wasm_bindgen(js_name = clearStore, unchecked_return_type = "Promise<void>")]
pub fn clear_store() -> Promise {
    promise(Box::pin(async {
        let cleared = storage::lasting_store().clear().await;
        response_cache::clear();
        decisions::clear();
        cleared
            .map(|()| JsValue::UNDEFINED)
            .map_err(js_error::throw)
    }))
}

/// One kind of future, so that what drives it is compiled once.
fn promise(work: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>) -> Promise {
    future_to_promise(work)
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

/// Calls into the late piece without asking whether it is here, as a way that was overlooked would.
#[cfg(feature = "test-panic")]
#[wasm_bindgen(js_name = missForTest)]
pub fn miss_for_test(depth: u32) -> u32 {
    let here = [depth; 64];
    drop(std::hint::black_box(storage::store()));
    std::hint::black_box(&here)[1]
}

/// Ends the instance without a panic, as running out of memory would.
#[cfg(feature = "test-panic")]
#[wasm_bindgen(js_name = trapForTest)]
pub fn trap_for_test(depth: u32) -> u32 {
    let here = [depth; 64];
    match depth {
        0 => core::arch::wasm32::unreachable(),
        _ => trap_for_test(std::hint::black_box(&here)[1] - 1) + here[2],
    }
}
