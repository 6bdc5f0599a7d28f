//! Refuses, in the server's own words, what the server would refuse.
//!
//! Only rules that hold for every server of Sentry stand here; what depends on its
//! settings (retention, known fields) is left to it. They come in the server's order, and of a
//! repeated parameter the last value counts, as there: `tests/fixtures/requests/refusals.json`
//! is read by tests of both.

use super::RequestPlan;
use crate::error::Error;
use crate::time::{Interval, TimeRange, parse_moment};
use std::fmt::Display;

/// Most top events of one request.
pub const MAX_TOP_EVENTS: u32 = 10;
/// Most fields of one request.
const MAX_FIELDS: usize = 20;
/// All that any server of Sentry has answered for. One server knows fewer, and says so itself.
const DATASETS: [&str; 19] = [
    "discover",
    "errors",
    "transactions",
    "spans",
    "logs",
    "metricsEnhanced",
    "metrics",
    "issuePlatform",
    "ourlogs",
    "preprodSize",
    "profileFunctions",
    "profile_functions",
    "profiles",
    "spansIndexed",
    "spansMetrics",
    "tracemetrics",
    "uptimeChecks",
    "uptime_results",
    "uptimeResults",
];

pub(super) fn check(plan: &RequestPlan) -> Result<(), Error> {
    check_top_events(plan)?;
    check_comparison(plan)?;
    check_dataset(plan)?;
    check_on_demand(plan)?;
    check_fields(plan)?;
    check_range(plan)?;
    check_projects(plan)
}

fn refuse(detail: impl Into<String>) -> Result<(), Error> {
    Err(Error::request(detail))
}

fn check_range(plan: &RequestPlan) -> Result<(), Error> {
    let ago = |period| Interval::parse_or_zero(period).ok_or_else(|| invalid_period(period));
    if let Some(period) = plan.pair("statsPeriod") {
        return TimeRange::new(-ago(period)?.secs(), 0).map(drop);
    }
    let filled = |name| plan.pair(name).filter(|text| !text.is_empty());
    let both = |first, second| match (filled(first), filled(second)) {
        (None, None) => Ok(None),
        (Some(first), Some(second)) => Ok(Some((first, second))),
        _ => Err(invalid(format!("{first} and {second} are both required"))),
    };
    let moment = |text| {
        parse_moment(text)
            .ok_or_else(|| invalid(format!("{text} is not a valid ISO8601 date query")))
    };
    if let Some((start, end)) = both("statsPeriodStart", "statsPeriodEnd")? {
        TimeRange::new(-ago(start)?.secs(), -ago(end)?.secs())?;
    } else if let Some((start, end)) = both("start", "end")? {
        TimeRange::new(moment(start)?, moment(end)?)?;
    }
    Ok(())
}

#[cold]
fn invalid(reason: impl Display) -> Error {
    Error::request(format!("Invalid date range: {reason}"))
}

/// The period in the quotes of Python's `repr`.
#[cold]
fn invalid_period(period: &str) -> Error {
    let quote = match period.contains('\'') && !period.contains('"') {
        true => '"',
        false => '\'',
    };
    invalid(format!("Invalid statsPeriod: {quote}{period}{quote}"))
}

fn check_dataset(plan: &RequestPlan) -> Result<(), Error> {
    match plan.pair("dataset") {
        Some(name) if !DATASETS.contains(&name) => {
            refuse(format!("dataset must be one of: {}", DATASETS.join(", ")))
        }
        _ => Ok(()),
    }
}

fn check_projects(plan: &RequestPlan) -> Result<(), Error> {
    if plan.pairs_of("project").all(|id| parse_int(id).is_some()) {
        Ok(())
    } else {
        refuse("Invalid project parameter. Values must be numbers.")
    }
}

fn check_fields(plan: &RequestPlan) -> Result<(), Error> {
    if plan.pairs_of("field").count() > MAX_FIELDS {
        return refuse(format!(
            "You can view up to {MAX_FIELDS} fields at a time. Please delete some and try again."
        ));
    }
    let groups_by_time = plan.pairs_of("field").any(|field| field == "timestamp");
    if plan.pair("topEvents").is_some() && groups_by_time {
        return refuse("Cannot group by timestamp");
    }
    Ok(())
}

fn check_top_events(plan: &RequestPlan) -> Result<(), Error> {
    let Some(text) = plan.pair("topEvents") else {
        return Ok(());
    };
    match parse_int(text) {
        None => refuse("topEvents must be an integer"),
        Some(count) if count > i64::from(MAX_TOP_EVENTS) => {
            refuse(format!("Can only get up to {MAX_TOP_EVENTS} top events"))
        }
        Some(count) if count <= 0 => refuse("topEvents needs to be at least 1"),
        Some(_) => Ok(()),
    }
}

fn check_comparison(plan: &RequestPlan) -> Result<(), Error> {
    let Some(text) = plan.pair("comparisonDelta") else {
        return Ok(());
    };
    let Some(delta) = parse_int(text) else {
        return refuse("comparisonDelta must be an integer");
    };
    // Groups are not compared by the server: it answers them as if nothing were asked.
    let is_compared = delta != 0 && plan.pair("topEvents").is_none();
    if is_compared && plan.pairs_of("yAxis").count() > 1 {
        return refuse("Only one column can be selected for comparison queries");
    }
    Ok(())
}

fn check_on_demand(plan: &RequestPlan) -> Result<(), Error> {
    const TYPES: [&str; 2] = ["simple_query", "dynamic_query"];
    let asked = plan.pair("useOnDemandMetrics") == Some("true");
    match plan.pair("onDemandType") {
        Some(name) if asked && !TYPES.contains(&name) => {
            refuse(format!("Metric type must be one of: {}", TYPES.join(",")))
        }
        _ => Ok(()),
    }
}

/// A whole number as Python's `int` reads it: spaces around it and a sign are allowed.
fn parse_int(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}
