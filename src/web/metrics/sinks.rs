//! Sinks that need no network: the console, a function of the host's, the element itself.

use super::object;
use super::refused;
use crate::error::Error;
use crate::metrics::{Backend, Sample};
use crate::web::browser::globals;
use crate::web::host::Host;
use crate::web::js_error::reason;
use js_sys::{Array, Function, Promise};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Shows each metric in the developer tools.
pub(super) struct ConsoleSink;

impl Backend for ConsoleSink {
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error> {
        let line = Array::of2(&sample.key.into(), &object::of_sample(sample));
        drop(globals::call_global("console", "debug", &line));
        Ok(())
    }

    fn wants_trace(&self) -> bool {
        true
    }
}

/// Calls a function of the host's with each metric.
pub(super) struct FunctionSink(pub(super) Function);

impl Backend for FunctionSink {
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error> {
        let returned = self
            .0
            .call1(&JsValue::UNDEFINED, &object::of_sample(sample))
            .map_err(refused)?;
        if let Ok(promise) = returned.dyn_into::<Promise>() {
            spawn_local(async move {
                if let Err(thrown) = JsFuture::from(promise).await {
                    super::fail(&reason(&thrown));
                }
            });
        }
        Ok(())
    }

    fn wants_trace(&self) -> bool {
        true
    }
}

thread_local! {
    /// The element whose work is being recorded.
    static SUBJECT: RefCell<Option<JsValue>> = RefCell::default();
}

/// Records on behalf of an element: what `work` records is announced there as well.
pub(super) fn on_behalf_of<T>(host: &Host, work: impl FnOnce() -> T) -> T {
    let before = SUBJECT.replace(Some(AsRef::<JsValue>::as_ref(host).clone()));
    let done = work();
    SUBJECT.replace(before);
    done
}

/// Dispatches `events-stats-metric` at the element a metric is about.
pub(super) struct ElementSink;

impl Backend for ElementSink {
    fn record(&mut self, sample: &Sample<'_>) -> Result<(), Error> {
        let subject = SUBJECT.with(|subject| subject.try_borrow().ok()?.clone());
        if let Some(host) = subject {
            let detail = object::of_sample(sample);
            // Later, since a listener may do anything, recording included.
            spawn_local(async move {
                let host: Host = host.unchecked_into();
                host.dispatch_event("events-stats-metric", &detail);
            });
        }
        Ok(())
    }

    fn is_listening(&self) -> bool {
        SUBJECT.with(|subject| subject.try_borrow().is_ok_and(|subject| subject.is_some()))
    }
}
