//! The browser's time, chance and trace.

use crate::metrics::{Clock, Trace};
use crate::web::browser::globals;
use js_sys::Reflect;

/// The page's clock.
pub(super) struct PageClock;

impl Clock for PageClock {
    fn monotonic_ms(&self) -> f64 {
        monotonic_ms()
    }

    fn now_ms(&self) -> f64 {
        globals::now_ms()
    }

    fn random(&self) -> f64 {
        globals::random()
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
    globals::monotonic_ms()
}

pub(super) use crate::web::browser::globals::method;
