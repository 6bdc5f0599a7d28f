//! The shape of an answer that the page gives in place of a request's.

use crate::chart;
use crate::config::WidgetConfig;
use crate::request::Expect;

pub use crate::chart::anything;

/// What the first request of a configuration would expect of its answer.
pub fn expected(config: &WidgetConfig) -> Expect {
    chart::expected(config, (js_sys::Date::now() / 1_000.0) as i64)
}
