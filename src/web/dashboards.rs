//! When dashboards are looked at again: every few minutes while the page is in front, and
//! when it comes to the front after longer than that.

use super::metrics::monotonic_ms;
use super::observe::Listener;
use super::{dom, page, panic};
use gloo_timers::callback::Timeout;
use std::cell::{Cell, RefCell};

/// Time between two looks, in milliseconds.
const EVERY_MS: u32 = 300_000;

thread_local! {
    static LOOKED_AT_MS: Cell<f64> = const { Cell::new(0.0) };
    static ALARM: RefCell<Option<Timeout>> = const { RefCell::new(None) };
    static LISTENER: RefCell<Option<Listener>> = const { RefCell::new(None) };
}

/// Begins.
pub fn watch() {
    LOOKED_AT_MS.set(monotonic_ms());
    arm();
    let listener = dom::document().ok().and_then(|document| {
        Listener::passive(&document, "visibilitychange", |_| look_if_due()).ok()
    });
    LISTENER.set(listener);
}

fn arm() {
    ALARM.set(Some(Timeout::new(EVERY_MS, || {
        if !panic::has_panicked() {
            look_if_due();
            arm();
        }
    })));
}

fn look_if_due() {
    let now_ms = monotonic_ms();
    let is_seen = dom::document().is_ok_and(|document| !document.hidden());
    // A timer may be a little early by another clock.
    if !is_seen || now_ms - LOOKED_AT_MS.get() < f64::from(EVERY_MS) * 0.9 {
        return;
    }
    LOOKED_AT_MS.set(now_ms);
    for widget in page::widgets() {
        widget.look_at_dashboard();
    }
}
