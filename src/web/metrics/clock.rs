//! The browser's time, chance and trace.

use crate::metrics::{Clock, Trace};
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// The page's clock.
pub(super) struct PageClock;

impl Clock for PageClock {
    fn monotonic_ms(&self) -> f64 {
        monotonic_ms()
    }

    fn now_ms(&self) -> f64 {
        js_sys::Date::now()
    }

    fn random(&self) -> f64 {
        js_sys::Math::random()
    }

    /// As the page's Sentry SDK would send it along with a request.
    fn trace(&self) -> Option<Trace> {
        let sentry = super::sentry::sdk()?;
        let data = method(&sentry, "getTraceData")?.call0(&sentry).ok()?;
        let header = Reflect::get(&data, &"sentry-trace".into()).ok()?;
        Trace::from_header(&header.as_string()?)
    }
}

/// Milliseconds of a clock that never runs back.
pub fn monotonic_ms() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// A function by its name. Members of foreign objects may be anything, or throw.
pub(super) fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
