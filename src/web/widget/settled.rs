//! Promises of `settled()`.

use super::Widget;
use crate::state::Event;
use crate::web::net::request_pool;
use js_sys::Promise;
use wasm_bindgen::JsValue;

/// How often it is looked whether a widget has settled while somebody waits for it, in milliseconds.
const SETTLED_CHECK_MS: u64 = 500;

impl Widget {
    /// Resolves when the widget is at rest.
    pub fn settled(&self) -> Promise {
        let promise =
            Promise::new(&mut |resolve, _| self.settled_resolvers.borrow_mut().push(resolve));
        self.resolve_if_settled();
        promise
    }

    pub(super) fn resolve_if_settled(&self) {
        let is_asking = self.config_request.borrow().is_some() || self.is_to_compare.get();
        if self.settled_resolvers.borrow().is_empty() || self.is_dispatching.get() || is_asking {
            return;
        }
        let settled = self
            .state
            .borrow()
            .settled(request_pool::is_paused(self.handle));
        if let Some(drawn) = settled {
            self.resolve_waiting(drawn);
        } else if self.timers.settled.borrow().is_none() {
            // An origin may have asked for patience meanwhile, and a browser gives no frames
            // to what it takes for out of sight.
            let look = self.timeout(SETTLED_CHECK_MS, |widget| {
                widget.timers.settled.take();
                widget.dispatch(Event::Flush);
            });
            self.timers.settled.replace(Some(look));
        }
    }

    pub(super) fn resolve_waiting(&self, drawn: bool) {
        self.timers.settled.take();
        self.give_to_host_now();
        for resolve in self.settled_resolvers.take() {
            // A promise's own resolver does not throw.
            drop(resolve.call1(&JsValue::UNDEFINED, &drawn.into()));
        }
    }
}
