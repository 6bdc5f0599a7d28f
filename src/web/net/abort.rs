//! An abort controller as a value: dropping it gives the request up.

use web_sys::{AbortController, AbortSignal};

/// Aborts its request when dropped before the request has ended.
#[must_use = "the request is aborted when this is dropped"]
pub struct AbortOnDrop(Option<AbortController>);

impl AbortOnDrop {
    /// A controller for one request; none in a browser without them.
    pub fn for_one_request() -> Self {
        Self(AbortController::new().ok())
    }

    /// What the request listens to.
    pub fn signal(&self) -> Option<AbortSignal> {
        self.0.as_ref().map(AbortController::signal)
    }

    /// The request has ended; a host that watches its signal is not to be alarmed.
    pub fn release(&mut self) {
        self.0 = None;
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}
