//! From CSS pixels to device pixels: the one place where places are rounded.

use super::shape::{PixelRect, Point};
use crate::convert;
use crate::frame::AxisSide;
use crate::layout::{Layout, Rect};

/// Furthest from the canvas that a place is put, so that later arithmetic stays exact.
const FAR: f64 = 1e6;

/// A layout seen in device pixels.
pub(super) struct DeviceTransform<'l> {
    pub(super) layout: &'l Layout,
    pub(super) dpr: f64,
}

impl<'l> DeviceTransform<'l> {
    pub(super) fn new(layout: &'l Layout) -> Self {
        Self {
            layout,
            dpr: layout.size.dpr,
        }
    }

    /// Device pixels of a length in CSS pixels, unrounded.
    pub(super) fn scaled(&self, css: f64) -> f64 {
        (css * self.dpr).clamp(-FAR, FAR)
    }

    /// The nearest border between two device pixels.
    pub(super) fn snapped(&self, css: f64) -> i32 {
        convert::int(self.scaled(css).round())
    }

    /// Device pixels of a line that is one CSS pixel wide: whole, at least one.
    pub(super) fn hairline(&self) -> i32 {
        convert::int(self.dpr.floor()).max(1)
    }

    /// The whole canvas.
    pub(super) fn canvas(&self) -> PixelRect {
        PixelRect {
            left: 0,
            top: 0,
            right: self.snapped(self.layout.size.width_css),
            bottom: self.snapped(self.layout.size.height_css),
        }
    }

    /// The plot.
    pub(super) fn plot(&self) -> PixelRect {
        self.rect(&self.layout.plot)
    }

    fn rect(&self, rect: &Rect) -> PixelRect {
        PixelRect {
            left: self.snapped(rect.x),
            top: self.snapped(rect.y),
            right: self.snapped(rect.right()),
            bottom: self.snapped(rect.bottom()),
        }
    }

    /// The plot, with room above and below for half a line: a line of zeros lies on the
    /// axis and is not cut in two.
    pub(super) fn clip(&self, line_width_css: f64) -> PixelRect {
        let plot = self.plot();
        let room = convert::int((self.scaled(line_width_css.max(1.0)) / 2.0).ceil()) + 1;
        PixelRect {
            top: plot.top - room,
            bottom: plot.bottom + room,
            ..plot
        }
        .intersect(self.canvas())
    }

    /// A level hairline around a height: its rows.
    pub(super) fn rows_around(&self, y_css: f64) -> (i32, i32) {
        self.hairline_around(y_css)
    }

    /// An upright hairline around a place: its columns.
    pub(super) fn columns_around(&self, x_css: f64) -> (i32, i32) {
        self.hairline_around(x_css)
    }

    fn hairline_around(&self, css: f64) -> (i32, i32) {
        let width = self.hairline();
        let first = convert::int((self.scaled(css) - f64::from(width) / 2.0).round());
        (first, first + width)
    }

    /// Height of a value.
    pub(super) fn y(&self, side: AxisSide, value: f64) -> f64 {
        self.scaled(self.layout.y_of(side, value))
    }

    /// Places of the marks of all buckets.
    pub(super) fn marks(&self) -> Vec<f64> {
        (0..self.layout.buckets.len())
            .map(|index| {
                let mark = self.layout.x_of_index(index);
                self.scaled(mark.unwrap_or(self.layout.plot.x))
            })
            .collect()
    }

    /// Place of a value of a bucket.
    pub(super) fn point(&self, index: usize, side: AxisSide, value: f64) -> Option<Point> {
        let x = self.scaled(self.layout.x_of_index(index)?);
        value.is_finite().then(|| Point {
            x,
            y: self.y(side, value),
        })
    }
}
