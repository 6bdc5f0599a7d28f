//! What time it is by the server's clock: an answer's `Date` is believed, since the page's own
//! clock may be wrong by minutes.

use crate::convert;
use crate::time::skew_ms as correction_ms;
use crate::web::browser::globals;
use gloo_net::http::Headers;
use std::cell::Cell;

thread_local! {
    /// Of the page's clock, whichever server told it.
    static SKEW_MS: Cell<i64> = const { Cell::new(0) };
}

/// Epoch milliseconds, corrected.
pub fn now_ms() -> i64 {
    page_ms() + skew_ms()
}

/// Epoch seconds, corrected.
pub fn now_secs() -> i64 {
    now_ms().div_euclid(1_000)
}

/// Milliseconds of a clock that never runs back, whatever becomes of the page's: waits and ages
/// go by it.
pub fn monotonic_ms() -> i64 {
    convert::whole(globals::monotonic_ms())
}

/// The correction: what to add to the page's clock, in milliseconds.
pub fn skew_ms() -> i64 {
    SKEW_MS.get()
}

/// A request and its answer, as a look at the server's clock.
pub struct Exchange {
    sent_ms: i64,
}

impl Exchange {
    /// The request goes out now.
    pub fn begin() -> Self {
        Self { sent_ms: page_ms() }
    }

    /// The answer's head is here now. Pages of other origins can read `Date` only where the
    /// server exposes it; then the clock stays as it is.
    pub fn end(self, headers: &Headers) {
        let received_ms = page_ms();
        let Some(date) = headers.get("date") else {
            return;
        };
        let date_ms = globals::parse_date(&date);
        // An answer from a cache on the way was made earlier.
        let age = headers.get("age").and_then(|age| age.trim().parse().ok());
        if let Some(date_ms) = date_ms {
            let date_ms = convert::whole(date_ms) + i64::from(age.unwrap_or(0_u32)) * 1_000;
            SKEW_MS.set(correction_ms(date_ms, self.sent_ms, received_ms));
        }
    }
}

fn page_ms() -> i64 {
    convert::whole(globals::now_ms())
}
