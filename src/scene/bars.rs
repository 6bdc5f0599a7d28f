//! Bars on whole device pixels.
//!
//! Gaps between buckets are all equally wide and bars differ by a pixel at most: uneven
//! gaps catch the eye, uneven bars do not. Where a pixel holds several buckets, it shows
//! the highest of them.

use super::SeriesShape;
use super::device_transform::DeviceTransform;
use super::series::is_drawn;
use super::shape::{PixelRect, Point, Runs};
use crate::convert;
use crate::frame::{Frame, FrameSeries};
use crate::palette::Rgba;
use crate::theme::Theme;

/// Narrowest bucket, in hairlines, that leaves a gap beside its bars: finer combs only make
/// the colors pale.
const NARROWEST_WITH_GAP: i32 = 4;

/// Narrowest bar, in hairlines, over which a stroke can be dashed.
const NARROWEST_WITH_STROKE: i32 = 8;

/// Columns that a bucket's bars fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct BarSpan {
    index: usize,
    left: i32,
    right: i32,
}

/// Bars of all visible series, or of those of a colour.
pub(super) fn bars(
    frame: &Frame,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    color: Option<Rgba>,
) -> Vec<SeriesShape> {
    let slots = slots(frame, grid, theme);
    let side_by_side = convert::int_of(grid.layout.buckets.bar_slots().max(1));
    let mut shapes = Vec::new();
    for (position, series) in frame.visible().enumerate() {
        if !is_drawn(series, color) {
            continue;
        }
        let position = if frame.stacked {
            0
        } else {
            convert::int_of(position)
        };
        let (mut complete, mut growing) = (Vec::new(), Vec::new());
        for slot in &slots {
            let Some(rect) = bar(series, *slot, (position, side_by_side), grid) else {
                continue;
            };
            if frame.is_incomplete(slot.index) {
                growing.push(rect);
            } else {
                complete.push(rect);
            }
        }
        let color = match series.is_other {
            true => theme.receding(series.color),
            false => series.color,
        };
        let growing = (growing, color.with_alpha(theme.incomplete(255)));
        for (rects, color) in [(complete, color), growing] {
            if !rects.is_empty() {
                shapes.push(SeriesShape::Bars { rects, color });
            }
        }
    }
    shapes
}

/// The columns of each bucket, one bucket for each column.
fn slots(frame: &Frame, grid: &DeviceTransform<'_>, theme: &Theme) -> Vec<BarSpan> {
    let buckets = &grid.layout.buckets;
    let mut slots: Vec<BarSpan> = Vec::with_capacity(buckets.len());
    for index in 0..buckets.len() {
        let Some((left, right)) = buckets.edges(index) else {
            continue;
        };
        let (left, right) = if buckets.is_single() {
            let half = (right - left).min(theme.single_bar_css * buckets.bar_slots() as f64) / 2.0;
            let middle = (left + right) / 2.0;
            (grid.snapped(middle - half), grid.snapped(middle + half))
        } else {
            let gap = gap_of(grid.scaled(right - left), theme.bar_gap, grid.hairline());
            without_gap(grid.snapped(left), grid.snapped(right), gap)
        };
        let slot = BarSpan {
            index,
            left,
            right: right.max(left + 1),
        };
        match slots.last_mut() {
            Some(last) if last.right > slot.left => {
                if height(frame, slot.index) > height(frame, last.index) {
                    last.index = slot.index;
                }
            }
            _ => slots.push(slot),
        }
    }
    slots
}

/// Whole pixels of the gap beside a bucket of this width, the same for all buckets of a
/// chart although their own widths round to different numbers of pixels.
fn gap_of(width: f64, part: f64, hairline: i32) -> i32 {
    if width.floor() < f64::from(NARROWEST_WITH_GAP * hairline) || part <= 0.0 {
        return 0;
    }
    convert::int((width * part).round()).max(hairline)
}

fn without_gap(left: i32, right: i32, gap: i32) -> (i32, i32) {
    let gap = gap.min(right - left - 1).max(0);
    (left + gap / 2, right - (gap - gap / 2))
}

/// How far the highest bar of a bucket reaches from zero.
fn height(frame: &Frame, index: usize) -> f64 {
    frame
        .visible()
        .filter_map(|series| {
            let heights = series
                .stack
                .as_ref()
                .map_or(series.values.as_slice(), |stack| &stack.top);
            heights.get(index).copied()
        })
        .fold(0.0, |highest, height| height.abs().max(highest))
}

fn bar(
    series: &FrameSeries,
    slot: BarSpan,
    (position, side_by_side): (i32, i32),
    grid: &DeviceTransform<'_>,
) -> Option<PixelRect> {
    let value = *series.values.get(slot.index)?;
    if value == 0.0 || !value.is_finite() {
        return None;
    }
    let (base, top) = match &series.stack {
        Some(stack) => (*stack.base.get(slot.index)?, *stack.top.get(slot.index)?),
        None => (0.0, value),
    };
    let row = |height: f64| convert::int(grid.y(series.side, height).round());
    let (base, top) = (row(base), row(top));
    // A value that is not zero leaves a trace, however small it is.
    let (top, bottom) = match (base == top, value > 0.0) {
        (true, true) => (top - 1, base),
        (true, false) => (base, top + 1),
        (false, _) => (top.min(base), top.max(base)),
    };
    let (left, right) = columns(slot, position, side_by_side);
    let rect = PixelRect {
        left,
        top,
        right,
        bottom,
    };
    Some(rect.intersect(grid.plot())).filter(|rect| !rect.is_empty())
}

/// The columns of one of the bars side by side.
fn columns(slot: BarSpan, position: i32, side_by_side: i32) -> (i32, i32) {
    let width = slot.right - slot.left;
    let column = |part: i32| {
        let offset = i64::from(width) * i64::from(part) / i64::from(side_by_side);
        slot.left + i32::try_from(offset).unwrap_or(width)
    };
    let left = column(position);
    (left, column(position + 1).max(left + 1))
}

/// The earlier period of a series of bars: a level stroke across each bar, as high as the
/// bar was then. `None` where bars are too narrow for that.
pub(super) fn strokes_across(
    frame: &Frame,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    series: &FrameSeries,
    values: &[f64],
) -> Option<Runs> {
    let side_by_side = convert::int_of(grid.layout.buckets.bar_slots().max(1));
    let mut visible = frame.visible();
    let position = match frame.stacked {
        true => 0,
        false => convert::int_of(visible.position(|one| std::ptr::eq(one, series))?),
    };
    let slots = slots(frame, grid, theme);
    let width = |slot: &BarSpan| {
        let (left, right) = columns(*slot, position, side_by_side);
        right - left
    };
    if slots.first().map(width)? < NARROWEST_WITH_STROKE * grid.hairline() {
        return None;
    }
    let stroke = |slot: &BarSpan| {
        let value = *values.get(slot.index)?;
        let (left, right) = columns(*slot, position, side_by_side);
        let y = grid.y(series.side, value);
        let point = |x: i32| Point { x: f64::from(x), y };
        value.is_finite().then(|| vec![point(left), point(right)])
    };
    Some(slots.iter().filter_map(stroke).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_equally_wide_whatever_the_bucket_rounds_to() {
        let gaps: Vec<i32> = (0..20)
            .map(|index| {
                let edge = |index: i32| (f64::from(index) * 7.3).round() as i32;
                let gap = gap_of(7.3, 0.2, 1);
                let (_, right) = without_gap(edge(index), edge(index + 1), gap);
                let (left, _) = without_gap(edge(index + 1), edge(index + 2), gap);
                left - right
            })
            .collect();
        assert!(gaps.iter().all(|&gap| gap == 1), "{gaps:?}");
    }

    #[test]
    fn narrow_buckets_leave_no_gap() {
        assert_eq!(without_gap(4, 7, gap_of(3.0, 0.2, 1)), (4, 7));
        assert_eq!(without_gap(4, 8, gap_of(4.0, 0.2, 1)), (4, 7));
        assert_eq!(without_gap(4, 8, gap_of(4.0, 0.2, 2)), (4, 8));
        assert_eq!(without_gap(4, 12, gap_of(8.0, 0.2, 2)), (5, 11));
    }
}
