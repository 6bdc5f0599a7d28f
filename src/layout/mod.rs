//! A frame in a box: where the plot, the axes and their labels lie, in CSS pixels.
//!
//! Device pixels and primitives belong to `scene`; what is under the pointer, to `hit`.

mod buckets;
mod text_measure;
mod time_axis;
mod value_axis;

pub use buckets::Buckets;
pub use text_measure::{FixedMeasure, TextMeasure};

use crate::convert;
use crate::format::{Labels, Unit};
use crate::frame::{AxisSide, Frame};
use crate::scale::Scale;
use crate::theme::{Font, Theme};

/// The box a chart is laid out in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width in CSS pixels.
    pub width_css: f64,
    /// Height in CSS pixels.
    pub height_css: f64,
    /// Device pixels a CSS pixel.
    pub dpr: f64,
}

/// A rectangle in CSS pixels, y down.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether a place lies in it, edges included.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        (self.x..=self.right()).contains(&x) && (self.y..=self.bottom()).contains(&y)
    }
}

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its left end. Charts are not mirrored on right-to-left pages.
    Left,
    /// Its middle.
    Middle,
    /// Its right end.
    Right,
}

/// A text and its place; vertically, `y` is the middle of the line.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// The text.
    pub text: String,
    /// Place of the anchor.
    pub x: f64,
    /// Middle of the line.
    pub y: f64,
    /// Which part of the text stands at `x`.
    pub anchor: Anchor,
    /// Measured width.
    pub width: f64,
}

impl Label {
    /// Left end of the text.
    pub fn left(&self) -> f64 {
        match self.anchor {
            Anchor::Left => self.x,
            Anchor::Middle => self.x - self.width / 2.0,
            Anchor::Right => self.x - self.width,
        }
    }

    /// Right end of the text.
    pub fn right(&self) -> f64 {
        self.left() + self.width
    }
}

/// One tick.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The value, or the instant in epoch seconds.
    pub value: f64,
    /// Place along the axis: x of a time tick, y of a value tick.
    pub at: f64,
    /// Its label, where there is room.
    pub label: Option<Label>,
}

/// One axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// Values to places; beyond the plot it goes on.
    pub scale: Scale,
    /// Ticks in ascending order of value. Where a grid is drawn, it is drawn at the
    /// ticks of the left axis.
    pub ticks: Vec<Tick>,
    /// Unit of the values; [`Unit::Date`] on the time axis.
    pub unit: Unit,
}

/// Where everything lies.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// The box.
    pub size: Size,
    /// Where series are drawn.
    pub plot: Rect,
    /// Left value axis.
    pub y_left: Axis,
    /// Right value axis.
    pub y_right: Option<Axis>,
    /// Time axis.
    pub x: Axis,
    /// Where buckets lie.
    pub buckets: Buckets,
    /// Font of the labels.
    pub font: Font,
    /// Too small a box for axes: the plot fills it, and no tick has a label.
    pub compact: bool,
}

impl Layout {
    /// The value axis of a side.
    pub fn y(&self, side: AxisSide) -> &Axis {
        match (side, &self.y_right) {
            (AxisSide::Right, Some(right)) => right,
            _ => &self.y_left,
        }
    }

    /// Moment at x, in epoch seconds, not held to the plot.
    pub fn time_at(&self, x: f64) -> f64 {
        self.x.scale.invert(x)
    }

    /// x of a bucket's mark: its middle.
    pub fn x_of_index(&self, index: usize) -> Option<f64> {
        self.buckets.mark(index)
    }

    /// Left and right edge of what a crosshair marks: a bucket of bars, or one x of lines.
    pub fn marked(&self, index: usize) -> Option<(f64, f64)> {
        match self.buckets.bar_slots() {
            0 => self.buckets.mark(index).map(|x| (x, x)),
            _ => self.buckets.edges(index),
        }
    }

    /// Left edge of the first and right edge of the last of two buckets.
    pub fn between(&self, (first, last): (usize, usize)) -> Option<(f64, f64)> {
        let (first, last) = (self.buckets.edges(first)?, self.buckets.edges(last)?);
        Some((first.0, last.1))
    }

    /// y of a value.
    pub fn y_of(&self, side: AxisSide, value: f64) -> f64 {
        self.y(side).scale.map(value)
    }
}

/// Smallest box that gets axes, in CSS pixels.
pub const SMALLEST_WITH_AXES: (f64, f64) = (80.0, 72.0);

/// A whole widget that is lower than this, in CSS pixels, is a sparkline.
pub const SPARKLINE_BELOW_CSS: f64 = 120.0;

/// Lays a frame out. Boxes of any size are fine, empty ones included.
pub fn build(
    frame: &Frame,
    size: Size,
    theme: &Theme,
    measure: &mut dyn TextMeasure,
    labels: &dyn Labels,
) -> Layout {
    let size = sane_size(size);
    let compact = size.width_css < SMALLEST_WITH_AXES.0 || size.height_css < SMALLEST_WITH_AXES.1;
    let mut pen = LabelWriter {
        font: &theme.font,
        measure,
        labels,
    };
    let line_height = theme.font.size_css * 1.2;
    let (top, bottom) = if compact {
        (1.0, 1.0)
    } else {
        ((line_height / 2.0).ceil(), (line_height + 6.0).ceil())
    };
    let height = (size.height_css - top - bottom).max(1.0);
    // Without labels ticks may be close, so that the highest value comes near the upper edge.
    let rows = if compact {
        8.0
    } else {
        (height / 32.0).clamp(1.0, 5.0)
    };
    let rows = convert::index(rows.round());
    let (left_ticks, right_ticks) = value_axis::ticks(frame, rows, labels);
    let (left, right) = if compact {
        (0.0, 0.0)
    } else {
        value_axis::margins(&left_ticks, right_ticks.as_ref(), size.width_css, &mut pen)
    };
    let plot = Rect {
        x: left,
        y: top,
        width: (size.width_css - left - right).max(1.0),
        height,
    };
    let buckets = Buckets::new(frame, &plot, theme);
    let side = |ticks, side| value_axis::place(ticks, side, &plot, left > 0.0, &mut pen);
    let mut side = side;
    let y_left = side(left_ticks, AxisSide::Left);
    let y_right = right_ticks.map(|ticks| side(ticks, AxisSide::Right));
    let x = time_axis::build(frame, &buckets, &plot, (size.width_css, compact), &mut pen);
    Layout {
        size,
        plot,
        y_left,
        y_right,
        x,
        buckets,
        font: theme.font.clone(),
        compact,
    }
}

/// What labels are made and measured with.
pub(crate) struct LabelWriter<'a> {
    font: &'a Font,
    measure: &'a mut dyn TextMeasure,
    labels: &'a dyn Labels,
}

impl LabelWriter<'_> {
    fn width(&mut self, text: &str) -> f64 {
        let width = self.measure.width(text, self.font);
        if width.is_finite() {
            width.max(0.0)
        } else {
            0.0
        }
    }
}

fn sane_size(size: Size) -> Size {
    // Not `clamp`, which formats its bounds when it panics: NaN becomes the lower one.
    let bound = |value: f64, low: f64, high: f64| value.max(low).min(high);
    Size {
        width_css: bound(size.width_css, 0.0, 32_767.0),
        height_css: bound(size.height_css, 0.0, 32_767.0),
        dpr: bound(size.dpr, 0.25, 8.0),
    }
}
