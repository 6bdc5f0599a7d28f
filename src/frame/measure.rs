//! Which unit a series has and how it may be summed up, where need be from the name
//! of its axis: old servers send no `meta`, and `epm()` comes without its unit.

use super::summary::SummaryKind;
use crate::config::function::{Combine, combine_over_time, function_parts};
use crate::format::Unit;
use crate::series::{Measure, Series};

/// Unit of a series and the factor that takes its values into it.
pub(super) fn unit_of(series: &Series) -> (Unit, f64) {
    unit_of_axis(&series.axis, &series.measure)
}

/// Unit of an axis or a table's column and the factor that takes its values into it.
pub(super) fn unit_of_axis(axis: &str, measure: &Measure) -> (Unit, f64) {
    let (function, argument) = function_parts(axis).unwrap_or_default();
    let unit = measure.unit.as_deref();
    let is_rate = unit.is_some_and(|unit| unit.starts_with("1/")) || rate_unit(function).is_some();
    match measure.value_type.as_deref() {
        Some("rate" | "number") | None if is_rate => {
            Unit::read("rate", unit.or(rate_unit(function)))
        }
        Some(value_type) => Unit::read(value_type, unit),
        None => Unit::read(inferred_type(function, argument), unit),
    }
}

fn rate_unit(function: &str) -> Option<&'static str> {
    match function {
        "eps" | "sps" | "tps" => Some("1/second"),
        "epm" | "spm" | "tpm" => Some("1/minute"),
        _ => None,
    }
}

fn inferred_type(function: &str, argument: &str) -> &'static str {
    match function {
        "count" | "count_unique" | "count_if" | "count_miserable" | "count_web_vitals"
        | "failure_count" => "integer",
        "failure_rate" => "percentage",
        "p50" | "p75" | "p90" | "p95" | "p99" | "p100" | "percentile" | "avg" | "max" | "min"
        | "sum" => argument_type(argument),
        _ => "number",
    }
}

fn argument_type(argument: &str) -> &'static str {
    const NO_DURATIONS: [&str; 2] = ["measurements.cls", "measurements.frames_total"];
    let duration = argument.is_empty()
        || argument.ends_with("duration")
        || argument.starts_with("spans.")
        || (argument.starts_with("measurements.") && !NO_DURATIONS.contains(&argument));
    if duration { "duration" } else { "number" }
}

/// Counts and sums add up over buckets. Percentiles, rates, averages, distinct counts
/// and equations do not: their legend shows the mean of the buckets.
pub(super) fn summary_kind(axis: &str) -> SummaryKind {
    match combine_over_time(axis) {
        Combine::Sum => SummaryKind::Total,
        Combine::Mean => SummaryKind::Average,
        Combine::Max => SummaryKind::Highest,
        Combine::Min => SummaryKind::Lowest,
    }
}
