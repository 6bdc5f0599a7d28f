//! What keys mark next: another bucket, another series, the highest value.

use super::tooltip::ranked;
use crate::frame::{AxisSide, Frame, FrameSeries};
use crate::time::TimeRange;

/// A step of the mark by keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorStep {
    /// One bucket earlier.
    Previous,
    /// One bucket later.
    Next,
    /// A tenth of all buckets earlier.
    PreviousPage,
    /// A tenth of all buckets later.
    NextPage,
    /// The first bucket.
    First,
    /// The last bucket.
    Last,
}

/// A step from series to series, in the order of a tooltip's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SeriesStep {
    /// The row above: the next higher value.
    Up,
    /// The row below.
    Down,
}

/// The bucket after a step; the first step goes to the last bucket that is complete.
pub fn step(frame: &Frame, from: Option<usize>, step: CursorStep) -> Option<usize> {
    let last = frame.timeline.len().checked_sub(1)?;
    let page = (frame.timeline.len() / 10).max(1);
    let Some(from) = from else {
        return Some(match step {
            CursorStep::First => 0,
            _ => frame
                .incomplete_from
                .and_then(|index| index.checked_sub(1))
                .unwrap_or(last),
        });
    };
    Some(
        match step {
            CursorStep::Previous => from.saturating_sub(1),
            CursorStep::Next => from.saturating_add(1),
            CursorStep::PreviousPage => from.saturating_sub(page),
            CursorStep::NextPage => from.saturating_add(page),
            CursorStep::First => 0,
            CursorStep::Last => last,
        }
        .min(last),
    )
}

/// The series after a step in a bucket, from the one with the key `from`; the first step goes
/// to the highest or the lowest. `None` where no series has a value there.
pub fn step_series<'a>(
    frame: &'a Frame,
    bucket: usize,
    from: Option<&str>,
    step: SeriesStep,
) -> Option<&'a FrameSeries> {
    let rows = ranked(frame, bucket);
    let last = rows.len().checked_sub(1)?;
    let from = rows
        .iter()
        .position(|row| Some(row.series.key.as_str()) == from);
    let to = match (from, step) {
        (None, SeriesStep::Up) => last,
        (None, SeriesStep::Down) => 0,
        (Some(from), SeriesStep::Up) => from.saturating_sub(1),
        (Some(from), SeriesStep::Down) => (from + 1).min(last),
    };
    rows.get(to).map(|row| row.series)
}

/// The bucket with the highest value that a series has, and that series: of the right axis or
/// Other only where nothing else is shown. Of equal values the first one.
pub fn peak(frame: &Frame) -> Option<(usize, &FrameSeries)> {
    let kind = |series: &FrameSeries| (series.is_other, series.side == AxisSide::Right);
    let mut highest: Option<&FrameSeries> = None;
    for series in frame
        .visible()
        .filter(|series| !series.summary.max.is_nan())
    {
        let is_ahead = |of: &FrameSeries| {
            let is_higher = series.summary.max > of.summary.max;
            kind(series) < kind(of) || (kind(series) == kind(of) && is_higher)
        };
        if highest.is_none_or(is_ahead) {
            highest = Some(series);
        }
    }
    let highest = highest?;
    let max = highest.summary.max;
    let bucket = highest.values.iter().position(|&value| value == max)?;
    Some((bucket, highest))
}

/// The time from the first to the last of two buckets.
pub fn range_of(frame: &Frame, (first, last): (usize, usize)) -> Option<TimeRange> {
    let (first, last) = (frame.bucket_range(first)?, frame.bucket_range(last)?);
    TimeRange::new(first.start, last.end).ok()
}
