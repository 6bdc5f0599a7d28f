//! The series behind a number, for its sparkline: the same query in buckets.

use super::answers::Lookup;
use super::evaluate::QuerySpec;
use crate::config::DisplayType;
use crate::request::{RequestPlan, series_of_number};
use std::rc::Rc;

/// Asks for what the request of a number answers once more, bucket by bucket. `None` where no
/// sparkline is wanted, or the server has no series of what is shown.
pub(super) fn evaluate(
    spec: &QuerySpec,
    now: i64,
    number: &RequestPlan,
    lookup: &mut Lookup,
) -> Option<Rc<RequestPlan>> {
    if !spec.has_sparkline || spec.config.display_type != DisplayType::BigNumber {
        return None;
    }
    let series = series_of_number(&spec.config, &spec.scope, now, number)?;
    let series = Rc::new(series);
    lookup.ask(&series);
    Some(series)
}
