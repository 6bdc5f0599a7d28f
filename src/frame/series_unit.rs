//! Which unit a series has and how it may be summed up, where need be from the name
//! of its axis: old servers send no `meta`, and `epm()` comes without its unit.

use super::summary::SummaryKind;
use crate::format::Unit;
use crate::sentry::field::metric_parts;
use crate::sentry::functions::{Combine, combine_over_time, rate_unit, value_type};
use crate::series::{Series, ValueMeta};

/// Unit of a series and the factor that takes its values into it.
pub(super) fn unit_of(series: &Series) -> (Unit, f64) {
    unit_of_axis(&series.axis, &series.value_meta)
}

/// Unit of an axis or a table's column and the factor that takes its values into it.
pub(super) fn unit_of_axis(axis: &str, value_meta: &ValueMeta) -> (Unit, f64) {
    let mut unit = value_meta.unit.as_deref();
    let rate = unit
        .filter(|unit| unit.starts_with("1/"))
        .or_else(|| rate_unit(axis));
    let declared = match value_meta.value_type.as_deref() {
        Some("rate" | "number") | None if rate.is_some() => {
            return Unit::read("rate", unit.or(rate));
        }
        // A measurement is what its unit says, and a plain number without any. That of a
        // trace metric stands in the axis alone.
        Some("number") | None => {
            unit = unit.or_else(|| Some(metric_parts(axis)?.2));
            unit.and_then(Unit::type_of)
                .or(value_meta.value_type.as_deref())
        }
        declared => declared,
    };
    Unit::read(declared.unwrap_or_else(|| value_type(axis)), unit)
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
