//! Requests for the earlier period of a query.

use crate::request::search::and;
use crate::request::{ADDRESS_MAX_BYTES, Endpoint, MAX_TOP_EVENTS, Purpose, RequestPlan};
use crate::run::groups::{Group, all_but, any_of, columns_of, groups_plan};
use crate::sentry::functions::adds_up_over_groups;
use crate::time::TimeRange;

/// Most rows of one answer (Sentry: `events`).
const MAX_ROWS: u32 = 100;

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
    /// Which of the parts asks for each group; `None` where none can.
    pub part_of: Vec<Option<usize>>,
}

pub(super) fn of_groups(
    plan: &RequestPlan,
    groups: &[Group],
    range: TimeRange,
    wants_other: bool,
) -> GroupRequests {
    let base = earlier(plan, range, Purpose::Earlier);
    let mut parts: Vec<RequestPlan> = Vec::new();
    let mut part_of = Vec::new();
    while let Some(rest) = groups.get(part_of.len()..).filter(|rest| !rest.is_empty()) {
        let Some((count, part)) = longest_part(&base, rest) else {
            part_of.push(None);
            continue;
        };
        let known = parts.iter().position(|known| *known == part);
        let index = known.unwrap_or(parts.len());
        if known.is_none() {
            parts.push(part);
        }
        part_of.extend(std::iter::repeat_n(Some(index), count));
    }
    let is_whole = part_of.iter().all(Option::is_some) && !groups.is_empty();
    GroupRequests {
        rest: (wants_other && is_whole)
            .then(|| other_groups(&base, groups))
            .flatten(),
        parts,
        part_of,
    }
}

/// The request for as many of the first groups as fit. A group that brings others along is
/// asked for on its own.
fn longest_part(base: &RequestPlan, groups: &[Group]) -> Option<(usize, RequestPlan)> {
    let most = groups.iter().take_while(|group| group.is_exact()).count();
    let most = most.clamp(1, MAX_TOP_EVENTS as usize);
    (1..=most)
        .rev()
        .find_map(|count| Some((count, part(base, groups.get(..count)?)?)))
}

fn part(base: &RequestPlan, groups: &[Group]) -> Option<RequestPlan> {
    let mut plan = base.clone();
    let query = plan.pair("query").unwrap_or_default();
    plan.set_pair("query", and(query, &any_of(groups)?));
    // Where others may come along, there is room for them beside the group.
    let is_exact = groups.iter().all(Group::is_exact);
    let limit = |most: u32| match is_exact {
        true => u32::try_from(groups.len()).unwrap_or(most),
        false => most,
    };
    if plan.expect.endpoint == Endpoint::Events {
        plan.set_pair("per_page", limit(MAX_ROWS).to_string());
    } else {
        let limit = limit(MAX_TOP_EVENTS);
        plan.set_pair("topEvents", limit.to_string());
        plan.set_pair("excludeOther", "1");
        plan.expect.top_events = Some(limit);
    }
    (plan.address().len() <= ADDRESS_MAX_BYTES).then_some(plan)
}

/// The earlier total where the groups can be taken off it, else everything but the groups.
fn other_groups(base: &RequestPlan, groups: &[Group]) -> Option<RequestPlan> {
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
