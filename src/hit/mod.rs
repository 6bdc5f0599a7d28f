//! What is under the pointer or the keyboard's mark: the bucket, the series, the tooltip.
//!
//! Showing it belongs to the edge; the words around it, to the page.

mod description;
mod period;
mod placement;
mod short_name;
mod steps;
mod tooltip;

pub use description::description;
pub use period::{period, short_period};
pub use placement::{Beside, Viewport, place_tooltip};
pub use short_name::short_name;
pub use steps::{CursorStep, SeriesStep, peak, range_of, step, step_series};
pub use tooltip::{
    LONGEST_NAME, RowChange, Tooltip, TooltipForm, TooltipRest, TooltipRow, ValueChip, cut_name,
    tooltip, value_chip,
};

use crate::convert;
use crate::frame::{ChartKind, Frame, FrameSeries};
use crate::layout::Layout;
use crate::time::TimeRange;

/// How near the pointer must be to a line to be at it, in CSS pixels.
const LINE_REACH_CSS: f64 = 6.0;

/// How much two fingers can zoom at once.
const MOST_ZOOM_OUT: f64 = 0.1;
const MOST_ZOOM_IN: f64 = 50.0;

/// The bucket under a pointer at `x`, or `None` where `y` or `x` lie outside of the plot.
pub fn bucket_at(layout: &Layout, x: f64, y: f64) -> Option<usize> {
    if !layout.plot.contains(x, y) {
        return None;
    }
    layout.buckets.index_at(x)
}

/// Whether any series that is drawn has a value in a bucket.
pub fn has_values(frame: &Frame, index: usize) -> bool {
    let mut values = frame
        .visible()
        .filter_map(|series| series.values.get(index));
    values.any(|value| !value.is_nan())
}

/// The bucket whose time holds a moment (epoch seconds): for a crosshair that another
/// chart shares. `None` where the moment lies outside of the chart.
pub fn bucket_of_time(frame: &Frame, secs: i64) -> Option<usize> {
    let starts = frame.timeline.starts();
    let index = starts
        .partition_point(|&start| start <= secs)
        .checked_sub(1)?;
    let start = *starts.get(index)?;
    let end = start.saturating_add(frame.bucket_secs);
    (secs < end || starts.get(index + 1).is_some()).then_some(index)
}

/// The time dragged over between two x, by whole buckets: what is asked for next shall
/// not begin or end with a part of one.
pub fn selection(frame: &Frame, layout: &Layout, from_x: f64, to_x: f64) -> Option<TimeRange> {
    let moment = |x: f64| {
        let x = x.max(layout.plot.x).min(layout.plot.right());
        convert::whole(layout.time_at(x).floor())
    };
    let bucket = |secs: i64| frame.bucket_range(bucket_of_time(frame, secs)?);
    let (first, last) = (moment(from_x.min(to_x)), moment(from_x.max(to_x)));
    let start = bucket(first).map_or(first, |bucket| bucket.start);
    let end = bucket(last).map_or(last, |bucket| bucket.end);
    TimeRange::new(start, end).ok()
}

/// The stretch of time that fills the plot after two fingers went from the two x of `from` to
/// those of `to`, by whole buckets and not beyond now. `None` where the fingers are too near.
pub fn pinched(frame: &Frame, layout: &Layout, from: [f64; 2], to: [f64; 2]) -> Option<TimeRange> {
    let scale = (to[1] - to[0]) / (from[1] - from[0]);
    if !(MOST_ZOOM_OUT..=MOST_ZOOM_IN).contains(&scale) {
        return None;
    }
    let first = *frame.timeline.starts().first()?;
    let whole_buckets = |x: f64| {
        let secs = layout.time_at(from[0] + (x - to[0]) / scale) - first as f64;
        let buckets = convert::whole((secs / frame.bucket_secs as f64).round());
        first.saturating_add(buckets.saturating_mul(frame.bucket_secs))
    };
    let start = whole_buckets(layout.plot.x);
    let now = frame.now.max(frame.range.end);
    let end = whole_buckets(layout.plot.right())
        .max(start.saturating_add(frame.bucket_secs))
        .min(now);
    TimeRange::new(start, end).ok()
}

/// The visible series whose drawn value at a bucket lies nearest to `y`; in a stack, the
/// one whose band holds it. An index into [`Frame::series`].
pub fn series_at(frame: &Frame, layout: &Layout, index: usize, y: f64) -> Option<usize> {
    nearest(frame, layout, index, y).map(|(at, _)| at)
}

/// The line that the pointer is at, of several. Of bars and of a stack there is always one under
/// it, which is what the tooltip says already.
pub fn line_at(frame: &Frame, layout: &Layout, index: usize, y: f64) -> Option<usize> {
    let has_lines = frame.kind == ChartKind::Line && frame.visible().nth(1).is_some();
    let (at, distance_css) = nearest(frame, layout, index, y).filter(|_| has_lines)?;
    (distance_css <= LINE_REACH_CSS).then_some(at)
}

/// With its distance in CSS pixels.
fn nearest(frame: &Frame, layout: &Layout, index: usize, y: f64) -> Option<(usize, f64)> {
    let distance = |series: &FrameSeries| -> Option<f64> {
        let value = *series.values.get(index)?;
        if series.hidden || value.is_nan() {
            return None;
        }
        match &series.stack {
            Some(stack) => {
                let base = layout.y_of(series.side, *stack.base.get(index)?);
                let top = layout.y_of(series.side, *stack.top.get(index)?);
                let (upper, lower) = (base.min(top), base.max(top));
                Some((upper - y).max(y - lower).max(0.0))
            }
            None => Some((layout.y_of(series.side, value) - y).abs()),
        }
    };
    frame
        .series
        .iter()
        .enumerate()
        .filter_map(|(at, series)| Some((at, distance(series)?)))
        .min_by(|a, b| a.1.total_cmp(&b.1))
}
