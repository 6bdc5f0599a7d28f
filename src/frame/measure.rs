//! Which unit a series has and how it may be summed up, where need be from the name
//! of its axis: old servers send no `meta`, and `epm()` comes without its unit.

use super::summary::SummaryKind;
use crate::config::function::{Combine, combine_over_time, function_parts, is_aggregate};
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
        // A measurement is what its unit says, and a plain number without any.
        Some("number") | None if let Some(value_type) = unit.and_then(Unit::type_of) => {
            Unit::read(value_type, unit)
        }
        Some(value_type) => Unit::read(value_type, unit),
        None if is_aggregate(axis) => Unit::read(inferred_type(function, argument), unit),
        None => Unit::read(argument_type(axis, "number"), unit),
    }
}

fn rate_unit(function: &str) -> Option<&'static str> {
    match function {
        "eps" | "sps" | "tps" => Some("1/second"),
        "epm" | "spm" | "tpm" => Some("1/minute"),
        _ => None,
    }
}

/// Sentry: the output types of its functions, where no answer tells them.
fn inferred_type(function: &str, argument: &str) -> &'static str {
    // `avg_if(column, …)` is of its column as `avg(column)` is.
    match function.strip_suffix("_if").unwrap_or(function) {
        "count" | "count_unique" | "count_web_vitals" | "count_at_least" | "failure_count"
        | "http_error_count" => "integer",
        "failure_rate" | "errored_rate" | "crash_rate" | "unhealthy_rate" | "crash_free_rate"
        | "http_error_rate" => "percentage",
        "p50" | "p75" | "p90" | "p95" | "p99" | "p100" | "percentile" => {
            argument_type(argument, "duration")
        }
        "avg" | "max" | "min" | "sum" => argument_type(argument, "number"),
        _ => "number",
    }
}

/// Type of a function's first argument; percentiles of nothing are those of durations.
fn argument_type(arguments: &str, of_nothing: &'static str) -> &'static str {
    let column = arguments.split(',').next().unwrap_or_default().trim();
    match column.strip_prefix("measurements.") {
        Some(measurement) => measurement_type(measurement),
        None if column.is_empty() => of_nothing,
        None if column == "timestamp" => "date",
        None if column.ends_with("duration") || column.starts_with("spans.") => "duration",
        None => "number",
    }
}

/// Custom measurements may be anything.
fn measurement_type(name: &str) -> &'static str {
    const DURATIONS: &[&str] = &[
        "app_start_cold",
        "app_start_warm",
        "fcp",
        "fid",
        "fp",
        "inp",
        "lcp",
        "stall_longest_time",
        "stall_total_time",
        "time_to_full_display",
        "time_to_initial_display",
        "ttfb",
        "ttfb.requesttime",
    ];
    match name {
        name if DURATIONS.contains(&name) => "duration",
        "frames_slow_rate" | "frames_frozen_rate" | "stall_percentage" => "percentage",
        "frames_total" | "frames_slow" | "frames_frozen" | "stall_count" => "integer",
        _ => "number",
    }
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
