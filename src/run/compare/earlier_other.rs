//! The earlier Other: what is left of all groups besides those that are shown now.

use super::earlier_answers::{EarlierAnswers, find};
use crate::decode::Decoded;
use crate::sentry::functions::adds_up_over_groups;
use crate::series::{Column, Series, Timeline, Value};
use std::sync::Arc;

/// The earlier Other of an axis: asked for on its own, or the earlier total less the
/// groups. `None` where an answer that it takes is missing.
pub(super) fn earlier_other(
    other: &Series,
    current: &Decoded,
    earlier: EarlierAnswers,
) -> Option<Series> {
    let same_axis = |decoded: &Decoded| {
        let mut series = decoded.set.series.iter();
        series
            .find(|series| series.axis == other.axis && !series.is_other)
            .cloned()
    };
    if let Some(asked) = earlier.other {
        return same_axis(asked);
    }
    if !adds_up_over_groups(&other.axis) || earlier.parts.iter().any(Option::is_none) {
        return None;
    }
    let total = same_axis(earlier.total?)?;
    let groups: Vec<&Series> = current
        .set
        .series
        .iter()
        .filter(|series| !series.is_other && series.axis == other.axis)
        .filter_map(|series| find(series, earlier.parts))
        .collect();
    Some(Series {
        values: subtract(&total, &groups),
        timeline: Arc::clone(&total.timeline),
        is_other: true,
        ..total
    })
}

fn subtract(total: &Series, groups: &[&Series]) -> Column {
    let starts = total.timeline.starts();
    let whole = starts.iter().enumerate();
    whole
        .map(|(index, &start)| match total.values.get(index) {
            Value::Number(number) => {
                let of_groups: f64 = groups.iter().map(|group| at(group, start)).sum();
                Value::Number(clear_rounding_error(number - of_groups, number))
            }
            gap => gap,
        })
        .collect()
}

/// A group's number at a time, zero where it has none: it had no events then.
fn at(group: &Series, start: i64) -> f64 {
    let timeline: &Timeline = &group.timeline;
    timeline
        .starts()
        .binary_search(&start)
        .ok()
        .and_then(|index| group.values.get(index).number())
        .unwrap_or(0.0)
}

/// Rounding errors leave a small remainder where a difference should be zero.
fn clear_rounding_error(rest: f64, whole: f64) -> f64 {
    if rest.abs() <= whole.abs() * 1e-9 {
        0.0
    } else {
        rest
    }
}
