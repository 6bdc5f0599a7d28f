//! The metrics in use.

use super::clock::PageClock;
use crate::metrics::{DummyBackend, Metrics, Recorder, Settings};
use std::cell::RefCell;
use std::rc::Rc;

thread_local! {
    static METRICS: RefCell<Metrics> = RefCell::new(unrecorded());
}

/// Records the module's own work.
pub fn recorder() -> Recorder {
    Recorder::new(metrics())
}

/// Everything that is recorded goes through these.
pub fn metrics() -> Metrics {
    METRICS.with(|metrics| match metrics.try_borrow() {
        Ok(metrics) => metrics.clone(),
        Err(_) => unrecorded(),
    })
}

/// Records with `metrics` from here on; those before are given back.
pub fn replace(metrics: Metrics) -> Metrics {
    METRICS.replace(metrics)
}

fn unrecorded() -> Metrics {
    Metrics::new(
        Settings::default(),
        Rc::new(PageClock),
        Box::new(DummyBackend),
    )
}
