//! The shape of an answer that the page gives in place of a request's.

use crate::config::{Scope, WidgetConfig};
use crate::decode::{Decoded, Decoder, Limits};
use crate::error::Error;
use crate::request::{Endpoint, Expect, plan};
use crate::web::body;
use crate::web::global;
use js_sys::Uint8Array;

/// What the first request of a configuration would expect of its answer.
pub fn expected(config: &WidgetConfig) -> Expect {
    let now = global::now_secs();
    let scope = Scope::default();
    let plans = plan(config, &scope, scope.range, now).unwrap_or_default();
    plans
        .into_iter()
        .next()
        .map_or_else(anything, |plan| plan.expect)
}

/// Decodes an answer that the page gave.
pub fn decode(expect: Expect, response: &Uint8Array) -> Result<Decoded, Error> {
    let mut decoder = Decoder::new(expect, Limits::default());
    body::pour(response, &mut decoder)?;
    decoder.finish()
}

/// Nothing is known of the answer: its look decides.
pub fn anything() -> Expect {
    Expect {
        endpoint: Endpoint::EventsStats,
        top_events: None,
        axes: Vec::new(),
        interval: None,
    }
}
