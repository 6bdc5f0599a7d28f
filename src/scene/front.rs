//! What lies before the series and follows the pointer.

use super::Primitive;
use super::device_transform::DeviceTransform;
use super::shape::PixelRect;
use crate::frame::{ChartKind, Frame, FrameSeries};
use crate::layout::Layout;
use crate::palette::Rgba;
use crate::sorted;
use crate::theme::Theme;

/// Radius of a highlighted point, in CSS pixels.
const POINT_CSS: f64 = 3.0;
/// Radius of the point nearest to the pointer.
const NEAREST_POINT_CSS: f64 = 4.0;
/// Ring around a point, in CSS pixels.
const RING_CSS: f64 = 1.5;
/// Opacity of the crosshair over bars, where it is as wide as a bucket.
const BUCKET_ALPHA: u8 = 26;
/// Opacity of a selected range.
const SELECTION_ALPHA: u8 = 38;

/// What the viewer points at.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Hover {
    /// The marked bucket.
    pub index: Option<usize>,
    /// Index of the series nearest to the pointer.
    pub nearest: Option<usize>,
    /// Where a drag began and where it is now, in CSS pixels.
    pub drag: Option<(f64, f64)>,
}

/// Crosshair, highlighted points, selected range.
pub fn front(frame: &Frame, layout: &Layout, theme: &Theme, hover: Hover) -> Vec<Primitive> {
    let grid = DeviceTransform::new(layout);
    let mut front = Vec::new();
    if let Some((from, to)) = hover.drag {
        draw_selection(&grid, theme, (from.min(to), from.max(to)), &mut front);
    } else if let Some(index) = hover.index {
        draw_crosshair(frame, &grid, theme, index, &mut front);
        if frame.kind != ChartKind::Bar {
            draw_points(frame, &grid, theme, (index, hover.nearest), &mut front);
        }
    }
    front
}

fn draw_selection(
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    (from, to): (f64, f64),
    front: &mut Vec<Primitive>,
) {
    let plot = grid.plot();
    let hairline = grid.hairline();
    let left = grid.snapped(from).clamp(plot.left, plot.right);
    let right = grid.snapped(to).clamp(plot.left, plot.right);
    let mut draw = |left: i32, right: i32, color: Rgba| {
        let rect = PixelRect {
            left,
            right,
            ..plot
        };
        if !rect.is_empty() {
            front.push(Primitive::Rect { rect, color });
        }
    };
    draw(left, right, theme.crosshair.with_alpha(SELECTION_ALPHA));
    draw(left, left + hairline, theme.crosshair);
    draw(right - hairline, right, theme.crosshair);
}

fn draw_crosshair(
    frame: &Frame,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    index: usize,
    front: &mut Vec<Primitive>,
) {
    let plot = grid.plot();
    let buckets = &grid.layout.buckets;
    let (columns, color) = if frame.kind == ChartKind::Bar {
        let Some((left, right)) = buckets.edges(index) else {
            return;
        };
        let left = grid.snapped(left);
        let columns = (left, grid.snapped(right).max(left + grid.hairline()));
        (columns, theme.crosshair.with_alpha(BUCKET_ALPHA))
    } else {
        let Some(x) = buckets.mark(index) else { return };
        (grid.columns_around(x), theme.crosshair)
    };
    let rect = PixelRect {
        left: columns.0,
        right: columns.1,
        ..plot
    };
    front.push(Primitive::Rect { rect, color });
}

fn draw_points(
    frame: &Frame,
    grid: &DeviceTransform<'_>,
    theme: &Theme,
    (index, nearest): (usize, Option<usize>),
    front: &mut Vec<Primitive>,
) {
    let ring = theme.ground();
    // The nearest one lies on top of the others.
    let is_nearest = |position: usize| nearest == Some(position);
    let mut order: Vec<(usize, &FrameSeries)> = frame.series.iter().enumerate().collect();
    sorted::sort_by_key(&mut order, |(position, _)| is_nearest(*position));
    for (position, series) in order.into_iter().filter(|(_, series)| !series.hidden) {
        let value = series.values.get(index).copied().unwrap_or(f64::NAN);
        let height = match &series.stack {
            Some(stack) if !value.is_nan() => stack.top.get(index).copied().unwrap_or(f64::NAN),
            _ => value,
        };
        if let Some(center) = grid.point(index, series.side, height) {
            let radius = if is_nearest(position) {
                NEAREST_POINT_CSS
            } else {
                POINT_CSS
            };
            front.push(Primitive::Dot {
                center,
                radius: grid.scaled(radius),
                color: series.color,
                ring,
                ring_width: grid.scaled(RING_CSS),
            });
        }
    }
}
