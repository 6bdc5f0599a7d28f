//! The browser's time, chance and trace.

use crate::metrics::{Clock, Trace};
use crate::web::browser::globals;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

/// The page's clock.
pub struct PageClock;

impl Clock for PageClock {
    fn monotonic_ms(&self) -> f64 {
        globals::monotonic_ms()
    }

    fn now_ms(&self) -> f64 {
        globals::now_ms()
    }

    fn random(&self) -> f64 {
        globals::random()
    }

    /// As the page's Sentry SDK would send it along with a request.
    fn trace(&self) -> Option<Trace> {
        let sentry = sentry_sdk()?;
        let data = globals::method(&sentry, "getTraceData")?
            .call0(&sentry)
            .ok()?;
        let header = Reflect::get(&data, &"sentry-trace".into()).ok()?;
        Trace::from_header(&header.as_string()?)
    }
}

/// The page's Sentry SDK, while it has one.
pub fn sentry_sdk() -> Option<JsValue> {
    globals::member("Sentry").filter(|sdk| sdk.is_object() || sdk.is_function())
}
