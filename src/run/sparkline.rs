//! The series behind a number, for its sparkline: the same query in buckets.

use super::answers::Lookup;
use crate::config::{DisplayType, Scope, WidgetConfig};
use crate::request::{RequestPlan, series_of_number};
use std::rc::Rc;

/// Needs what the request of a number answers once more, bucket by bucket; what it comes to is
/// waited for by nobody. `None` where the widget shows no number, or the server has no series of it.
pub(super) fn evaluate(
    number: &RequestPlan,
    (config, scope): (&WidgetConfig, &Scope),
    now: i64,
    lookup: &mut Lookup,
) -> Option<Rc<RequestPlan>> {
    if config.display_type != DisplayType::BigNumber {
        return None;
    }
    let series = Rc::new(series_of_number(config, scope, now, number)?);
    lookup.need(&series);
    Some(series)
}
