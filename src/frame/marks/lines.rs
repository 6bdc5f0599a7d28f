//! Thresholds of alert rules as lines at the height of a chart's own values.

use super::{AlertThreshold, Marks};
use crate::format::Unit;
use crate::frame::series_unit::unit_of_axis;
use crate::frame::{AxisSide, FrameSeries};
use crate::sentry::functions::{Combine, combine_over_time};
use crate::series::ValueMeta;

/// A line across the plot.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertLine {
    /// The axis that its value is on.
    pub side: AxisSide,
    /// The value, in the unit of that axis.
    pub value: f64,
    /// Critical, else a warning.
    pub is_critical: bool,
    /// What the viewer reads at it.
    pub text: String,
}

/// The lines of those thresholds that a series, or the top of the whole stack, can be held
/// against. A rule is about all events of its search, and not about one group of them.
pub(in crate::frame) fn alert_lines(
    marks: &[&Marks],
    series: &[FrameSeries],
    is_stacked: bool,
    bucket_secs: i64,
) -> Vec<AlertLine> {
    let mut lines = Vec::new();
    for marks in marks {
        for threshold in &marks.thresholds {
            lines.extend(line(threshold, series, is_stacked, bucket_secs));
        }
    }
    lines
}

#[inline(never)]
fn line(
    threshold: &AlertThreshold,
    series: &[FrameSeries],
    is_stacked: bool,
    bucket_secs: i64,
) -> Option<AlertLine> {
    let is_own =
        |one: &FrameSeries| one.query_index == threshold.query_index && one.axis == threshold.axis;
    let first = series.iter().find(|one| is_own(one))?;
    let is_shown = match is_stacked && series.len() > 1 {
        true => series.iter().all(|one| is_own(one) && !one.hidden),
        false => first.group.is_empty() && !first.is_other && !first.hidden,
    };
    let value = in_unit(threshold, first.unit) * growth(threshold, bucket_secs);
    (is_shown && value.is_finite()).then(|| AlertLine {
        side: first.side,
        value,
        is_critical: threshold.is_critical,
        text: threshold.text.clone(),
    })
}

fn in_unit(threshold: &AlertThreshold, shown: Unit) -> f64 {
    let factor = match (unit_of_axis(&threshold.axis, &ValueMeta::default()), shown) {
        ((Unit::Rate(of), _), Unit::Rate(per)) => per.secs() / of.secs(),
        ((_, factor), _) => factor,
    };
    threshold.value * factor
}

/// How much more a bucket holds than a window of the rule: only counts and sums grow with the
/// time they are taken over.
fn growth(threshold: &AlertThreshold, bucket_secs: i64) -> f64 {
    match combine_over_time(&threshold.axis) {
        Combine::Sum => bucket_secs as f64 / threshold.window_secs,
        _ => 1.0,
    }
}
