//! An abort controller as a value: dropping it gives the request up.

use web_sys::{AbortController, AbortSignal};

/// Aborts its request when dropped. A request that has ended does not notice.
#[must_use = "the request is aborted when this is dropped"]
pub struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    /// A controller for one request, or `None` in a browser without one.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// What the request listens to.
    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}
