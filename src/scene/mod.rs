//! Layout and frame to a flat list of what to draw, in device pixels.
//!
//! Dense series are decimated to what a column of pixels can show. How pixels come
//! about belongs to `raster` and `paint`.

mod back;
mod bars;
mod decimate;
mod device_transform;
mod emphasis;
mod front;
mod heading;
mod series;
mod shape;
mod sparkline;

pub use emphasis::emphasis;
pub use front::{Hover, front};
pub use heading::{Heading, heading};
pub use shape::{PixelRect, Point, Runs};
pub use sparkline::sparkline;

use crate::frame::{Frame, FrameContent};
use crate::layout::{Anchor, Layout};
use crate::palette::Rgba;
use crate::theme::{Font, Theme};

/// Something behind or before the series.
#[derive(Clone, Debug, PartialEq)]
pub enum Primitive {
    /// Whole pixels of one color: a grid line, a band, the crosshair.
    Rect {
        /// Where.
        rect: PixelRect,
        /// Straight color.
        color: Rgba,
    },
    /// One line of text.
    Text {
        /// The text as it is; painters escape it.
        text: String,
        /// Place of its anchor; vertically the middle of the line.
        at: (i32, i32),
        /// Which part of it stands there.
        anchor: Anchor,
        /// Device pixels.
        size: f64,
        /// Semi-bold, as titles are.
        strong: bool,
        /// Straight color.
        color: Rgba,
    },
    /// A disc with a ring around it.
    Dot {
        /// Its middle.
        center: Point,
        /// Radius of the disc, without the ring.
        radius: f64,
        /// Color of the disc.
        color: Rgba,
        /// Color of the ring.
        ring: Rgba,
        /// Width of the ring.
        ring_width: f64,
    },
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LineStyle {
    /// Device pixels.
    pub width: f64,
    /// Pixels drawn and pixels left out, for what is incomplete or of an earlier period.
    pub dash: Option<[f64; 2]>,
    /// Straight color.
    pub color: Rgba,
}

impl LineStyle {
    /// A line without pauses.
    pub fn solid(width: f64, color: Rgba) -> Self {
        Self {
            width,
            dash: None,
            color,
        }
    }

    /// The pattern to draw with round caps, which reach half a width past both ends of a
    /// dash: a shorter dash, possibly a dot, and a longer pause.
    pub fn capped_dash(&self) -> Option<[f64; 2]> {
        self.dash.map(|[on, off]| {
            let core = (on - self.width).max(0.0);
            [core, on + off - core]
        })
    }
}

/// What an area is filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    /// Straight color.
    pub color: Rgba,
    /// Rows from the first to the second of which the color fades to nothing.
    pub fade: Option<(i32, i32)>,
}

impl Fill {
    /// One color for painters that know no gradient: the mean of one that fades.
    pub fn flat(&self) -> Rgba {
        let Rgba { a, .. } = self.color;
        let alpha = if self.fade.is_some() { a / 2 } else { a };
        self.color.with_alpha(alpha)
    }
}

/// A series, or a part of one that looks alike.
#[derive(Clone, Debug, PartialEq)]
pub enum SeriesShape {
    /// Strokes with round joins and caps; a run of one point is a dot as wide as the line.
    Line {
        /// The strokes.
        runs: Runs,
        /// How they look.
        style: LineStyle,
    },
    /// Fills between pairs of runs over the same stretch. Areas of a chart share edges.
    Area {
        /// Upper edges.
        top: Runs,
        /// Lower edges, one for each upper edge.
        base: Runs,
        /// What lies between them.
        fill: Fill,
    },
    /// Rectangles from left to right.
    Bars {
        /// The rectangles.
        rects: Vec<PixelRect>,
        /// Straight color.
        color: Rgba,
    },
}

impl SeriesShape {
    /// Points or corners that a painter has to follow.
    pub fn point_count(&self) -> usize {
        match self {
            SeriesShape::Line { runs, .. } => runs.point_count(),
            SeriesShape::Area { top, base, .. } => top.point_count() + base.point_count(),
            SeriesShape::Bars { rects, .. } => rects.len(),
        }
    }
}

/// Everything that is drawn but the front.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The whole canvas.
    pub size: PixelRect,
    /// Device pixels a CSS pixel.
    pub dpr: f64,
    /// Where series may leave ink: the plot, and above and below it half a line.
    pub clip: PixelRect,
    /// Font of all texts.
    pub font: Font,
    /// Behind everything; transparent where the page shines through.
    pub background: Rgba,
    /// Bands, grid, axes, labels, from back to front.
    pub back: Vec<Primitive>,
    /// Series, from back to front.
    pub series: Vec<SeriesShape>,
}

/// What to draw for a frame that was laid out.
pub fn build(frame: &Frame, layout: &Layout, theme: &Theme) -> Scene {
    let grid = device_transform::DeviceTransform::new(layout);
    let has_data = frame.content == FrameContent::Data;
    Scene {
        size: grid.canvas(),
        dpr: grid.dpr,
        clip: grid.clip(theme.line_width_css),
        font: layout.font.clone(),
        background: theme.background,
        back: back::back(frame, &grid, theme),
        series: if has_data {
            series::shapes(frame, &grid, theme, None)
        } else {
            Vec::new()
        },
    }
}
