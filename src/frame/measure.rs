//! Which unit a series has and how it may be summed up, where need be from the name
//! of its axis: old servers send no `meta`, and `epm()` comes without its unit.

use super::summary::SummaryKind;
use crate::format::Unit;
use crate::series::Series;

/// Unit of a series and the factor that takes its values into it.
pub(super) fn unit_of(series: &Series) -> (Unit, f64) {
    let function = function_of(&series.axis);
    let unit = series.measure.unit.as_deref();
    match series.measure.value_type.as_deref() {
        Some("rate") => Unit::read("rate", unit.or(rate_unit(function))),
        Some(value_type) => Unit::read(value_type, unit),
        None => Unit::read(inferred_type(&series.axis), unit.or(rate_unit(function))),
    }
}

/// The function's name: `p95` of `p95(transaction.duration)`; empty for equations.
fn function_of(axis: &str) -> &str {
    axis.split_once('(').map_or("", |(name, _)| name)
}

fn rate_unit(function: &str) -> Option<&'static str> {
    match function {
        "eps" | "sps" | "tps" => Some("1/second"),
        "epm" | "spm" | "tpm" => Some("1/minute"),
        _ => None,
    }
}

fn inferred_type(axis: &str) -> &'static str {
    let argument = axis
        .split_once('(')
        .and_then(|(_, rest)| rest.strip_suffix(')'))
        .unwrap_or_default();
    match function_of(axis) {
        "" if axis.starts_with("equation|") => "number",
        "count" | "count_unique" | "count_if" | "count_miserable" | "count_web_vitals"
        | "failure_count" => "integer",
        "failure_rate" | "failure_count_rate" => "percentage",
        "eps" | "sps" | "tps" | "epm" | "spm" | "tpm" => "rate",
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
/// and equations do not: their legend shows the average of the buckets.
pub(super) fn summary_kind(axis: &str, unit: Unit) -> SummaryKind {
    let distinct = ["count_unique", "count_miserable"];
    let function = function_of(axis);
    match (function, unit) {
        (_, Unit::Rate(_) | Unit::Percentage | Unit::PercentChange | Unit::Score) => {
            SummaryKind::Average
        }
        (name, _) if distinct.contains(&name) => SummaryKind::Average,
        ("sum" | "failure_count", _) => SummaryKind::Total,
        (name, _) if name.starts_with("count") => SummaryKind::Total,
        ("max" | "p100", _) => SummaryKind::Highest,
        ("min" | "p0", _) => SummaryKind::Lowest,
        _ => SummaryKind::Average,
    }
}
