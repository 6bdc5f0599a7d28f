//! Refuses, in the server's own words, what the server would refuse.
//!
//! Only rules that hold for every server of Sentry stand here; what depends on its
//! settings (retention, known fields) is left to it.

use super::RequestPlan;
use crate::error::Error;
use crate::time::{Interval, parse_moment};

/// Most top events of one request.
pub const MAX_TOP_EVENTS: u32 = 10;
/// Most fields of one request.
const MAX_FIELDS: usize = 20;

pub(super) fn check(plan: &RequestPlan) -> Result<(), Error> {
    check_range(plan)?;
    check_projects(plan)?;
    check_fields(plan)?;
    check_top_events(plan)?;
    check_comparison(plan)?;
    check_on_demand(plan)
}

fn refuse(detail: impl Into<String>) -> Result<(), Error> {
    Err(Error::request(detail))
}

fn check_range(plan: &RequestPlan) -> Result<(), Error> {
    if let Some(period) = plan.pair("statsPeriod") {
        return match Interval::parse(period) {
            Some(_) => Ok(()),
            None => refuse(format!("Invalid statsPeriod: '{period}'")),
        };
    }
    if plan.pair("statsPeriodStart").is_some() != plan.pair("statsPeriodEnd").is_some() {
        return refuse("statsPeriodStart and statsPeriodEnd are both required");
    }
    match (plan.pair("start"), plan.pair("end")) {
        (None, None) => Ok(()),
        (Some(start), Some(end)) => match (parse_moment(start), parse_moment(end)) {
            (Some(start), Some(end)) if start >= end => refuse("start must be before end"),
            _ => Ok(()),
        },
        _ => refuse("start and end are both required"),
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
    if parse_int(text).is_none() {
        return refuse("comparisonDelta must be an integer");
    }
    if plan.pairs_of("yAxis").count() > 1 {
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
