//! The shape of an answer that the page gives in place of a request's.

use crate::config::{Scope, WidgetConfig};
use crate::request::{Endpoint, Expect, plan};

/// What the first request of a configuration would expect of its answer.
pub fn expected(config: &WidgetConfig) -> Expect {
    let now = (js_sys::Date::now() / 1_000.0) as i64;
    let scope = Scope::default();
    let plans = plan(config, &scope, scope.range, now).unwrap_or_default();
    plans
        .into_iter()
        .next()
        .map_or_else(anything, |plan| plan.expect)
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
