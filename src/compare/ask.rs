//! Requests that tell the earlier period of a query.

use crate::config::function::adds_up_over_groups;
use crate::decode::table::Table;
use crate::groups::{Group, all_but, any_of, columns_of, groups_plan};
use crate::request::search::and;
use crate::request::{ADDRESS_MAX_BYTES, Endpoint, MAX_TOP_EVENTS, Purpose, RequestPlan};
use crate::time::{Offset, TimeRange, Zone};

/// The same request over the earlier range, without what is a matter of the current one.
pub(super) fn earlier(plan: &RequestPlan, range: TimeRange, purpose: Purpose) -> RequestPlan {
    let mut moved = plan.over(range);
    moved.purpose = purpose;
    moved.remove_pair("comparisonDelta");
    moved.remove_pair("dashboardWidgetId");
    moved
}

/// Whether a query groups by columns: a top-events chart, or a table with columns.
pub(super) fn is_grouped(plan: &RequestPlan) -> bool {
    match plan.expect.endpoint {
        Endpoint::Events => !columns_of(plan).is_empty(),
        Endpoint::EventsStats | Endpoint::EventsTimeseries => plan.expect.top_events.is_some(),
    }
}

/// The groups of the earlier range, some of which may be gone now.
pub(super) fn earlier_groups(plan: &RequestPlan, range: TimeRange, limit: u32) -> RequestPlan {
    earlier(&groups_plan(plan, limit), range, Purpose::EarlierGroups)
}

/// The earlier period of given groups.
pub(super) struct GroupRequests {
    /// The groups, in as many requests as their search text takes.
    pub parts: Vec<RequestPlan>,
    /// What the earlier Other follows from, where there is one.
    pub rest: Option<RequestPlan>,
    /// Groups that cannot be asked for.
    pub left_out: usize,
}

pub(super) fn of_groups(
    plan: &RequestPlan,
    table: &Table,
    range: TimeRange,
    wants_other: bool,
) -> GroupRequests {
    let groups = Group::of_table(table, &columns_of(plan));
    let base = earlier(plan, range, Purpose::Earlier);
    let mut parts = Vec::new();
    let mut left_out = 0;
    let mut rest = groups.as_slice();
    while !rest.is_empty() {
        match longest_part(&base, rest) {
            Some((count, part)) => {
                parts.push(part);
                rest = rest.get(count..).unwrap_or_default();
            }
            None => {
                left_out += 1;
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    let is_whole = left_out == 0 && !groups.is_empty();
    GroupRequests {
        rest: (wants_other && is_whole)
            .then(|| rest_of_groups(&base, &groups))
            .flatten(),
        parts,
        left_out,
    }
}

/// The request for as many of the first groups as fit.
fn longest_part(base: &RequestPlan, groups: &[Group]) -> Option<(usize, RequestPlan)> {
    let most = groups.len().min(MAX_TOP_EVENTS as usize);
    (1..=most)
        .rev()
        .find_map(|count| Some((count, part(base, groups.get(..count)?)?)))
}

fn part(base: &RequestPlan, groups: &[Group]) -> Option<RequestPlan> {
    let mut plan = base.clone();
    let query = plan.pair("query").unwrap_or_default();
    plan.set_pair("query", and(query, &any_of(groups)?));
    if plan.expect.endpoint == Endpoint::Events {
        plan.set_pair("per_page", groups.len().to_string());
    } else {
        plan.set_pair("topEvents", groups.len().to_string());
        plan.set_pair("excludeOther", "1");
        plan.expect.top_events = u32::try_from(groups.len()).ok();
    }
    (plan.address().len() <= ADDRESS_MAX_BYTES).then_some(plan)
}

/// The earlier total where the groups can be taken off it, else everything but the groups.
fn rest_of_groups(base: &RequestPlan, groups: &[Group]) -> Option<RequestPlan> {
    let mut plan = base.clone();
    for name in [
        "topEvents",
        "field",
        "groupBy",
        "orderby",
        "sort",
        "excludeOther",
    ] {
        plan.remove_pair(name);
    }
    plan.expect.top_events = None;
    plan.purpose = Purpose::EarlierTotal;
    if !plan
        .expect
        .axes
        .iter()
        .all(|axis| adds_up_over_groups(axis))
    {
        plan.purpose = Purpose::EarlierOther;
        let query = plan.pair("query").unwrap_or_default();
        plan.set_pair("query", and(query, &all_but(groups)?));
    }
    (plan.address().len() <= ADDRESS_MAX_BYTES).then_some(plan)
}

/// The `comparisonDelta` with which the server compares just as this module would, where
/// there is one: one axis, no groups, an offset of whole buckets and no change of clocks
/// in between. The server pairs by index and takes what is missing for zero, so nothing
/// else will do.
pub fn server_delta(
    plan: &RequestPlan,
    range: TimeRange,
    offset: Offset,
    zone: &Zone,
) -> Option<i64> {
    let asks_one_axis = plan.expect.endpoint == Endpoint::EventsStats
        && plan.expect.top_events.is_none()
        && plan.expect.axes.len() == 1;
    let width = plan.expect.interval?.secs();
    let offset = offset.within(range);
    let Offset::Secs(secs) = offset else {
        return None;
    };
    let earlier = offset.range_back(range, zone);
    let clocks_agree =
        !offset.is_calendar() || zone.changes(earlier.start, range.end).next().is_none();
    (asks_one_axis && clocks_agree && secs % width == 0).then_some(secs)
}
