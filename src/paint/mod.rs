//! A scene through plotters: primitives and series are elements that a `DrawingArea` draws
//! on any backend.
//!
//! Plotters' coordinates are whole pixels, which suits rules and labels. Series and their
//! dots lie between pixels: a backend that is a [`SeriesPainter`] gets them in `f64`, any
//! other gets whole pixels through `draw_path` and `fill_polygon`. Canvases stand in
//! `web::canvas`; here is what works without a page.

mod backdrop;
#[cfg(all(feature = "png", not(target_arch = "wasm32")))]
pub mod bitmap;
mod choice;
mod element;
mod picture;
mod raster;
mod record;
mod shape_style;
mod svg;
mod text_style;
mod whole_pixel;

pub use backdrop::backdrop;
pub use choice::{Painter, choose};
pub use element::{Exact, Precision, PrimitiveElement, SeriesElement, Unclamped, Whole};
pub(crate) use picture::draw_picture;
pub use picture::{Look, draw};
pub use raster::RasterPainter;
pub use record::RecordingBackend;
pub use svg::{SPARKLINE_BOX, sparkline, svg, to_svg};
pub use text_style::ChartTextStyle;

use crate::convert;
use crate::error::{Error, ErrorKind};
use crate::palette::Rgba;
use crate::scene::{Fill, LineStyle, PixelRect, Point, Primitive, Runs, Scene, SeriesShape};
use crate::theme::Font;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters_backend::{BackendColor, BackendCoord, DrawingBackend, DrawingErrorKind};

/// What a backend's drawing calls return.
pub type Drawn<DB> = Result<(), DrawingErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// What an area's drawing calls return.
pub type AreaDrawn<DB> = Result<(), DrawingAreaErrorKind<<DB as DrawingBackend>::ErrorType>>;

/// A backend that draws series and their dots to fractions of a pixel.
pub trait SeriesPainter: DrawingBackend {
    /// A disc.
    fn dot(&mut self, center: Point, radius: f64, color: Rgba) -> Drawn<Self>;

    /// The series of a scene from back to front, cut at its clip; `origin` is where the
    /// scene's own zero lies.
    fn series(&mut self, scene: &Scene, origin: BackendCoord) -> Drawn<Self>;
}

/// Draws one shape after the other, in device pixels. `'s` is how long the shapes stay.
pub trait ShapePainter<'s> {
    /// Strokes with round joins and caps.
    fn line(&mut self, runs: &'s Runs, style: LineStyle) -> Result<(), Error>;
    /// Fills between pairs of runs.
    fn area(&mut self, top: &'s Runs, base: &'s Runs, fill: Fill) -> Result<(), Error>;
    /// Rectangles of whole pixels.
    fn bars(&mut self, rects: &'s [PixelRect], color: Rgba) -> Result<(), Error>;
}

/// Draws all shapes, from back to front.
pub fn shapes<'s>(
    shapes: &'s [SeriesShape],
    painter: &mut impl ShapePainter<'s>,
) -> Result<(), Error> {
    for shape in shapes {
        match shape {
            SeriesShape::Line { runs, style } => painter.line(runs, *style)?,
            SeriesShape::Area { top, base, fill } => painter.area(top, base, *fill)?,
            SeriesShape::Bars { rects, color } => painter.bars(rects, *color)?,
        }
    }
    Ok(())
}

/// Draws the series of a scene.
pub fn series<DB: DrawingBackend, P: Precision<DB>>(
    area: &DrawingArea<DB, Shift>,
    precision: P,
    scene: &Scene,
) -> AreaDrawn<DB> {
    area.draw(&SeriesElement::new(scene, precision))
}

/// Draws what lies behind or before the series. Rectangles are filled; their lower right
/// corner is not part of them.
pub fn primitives<DB: DrawingBackend, P: Precision<DB> + Copy>(
    area: &DrawingArea<DB, Shift>,
    precision: P,
    primitives: &[Primitive],
    font: &Font,
) -> AreaDrawn<DB> {
    for primitive in primitives {
        area.draw(&PrimitiveElement::new(primitive, font, precision))?;
    }
    Ok(())
}

/// An area's error as ours, where the backend's own errors are ours.
#[cold]
pub(crate) fn of_area(error: DrawingAreaErrorKind<Error>) -> Error {
    match error {
        DrawingAreaErrorKind::BackendError(DrawingErrorKind::DrawingError(error)) => error,
        // Our backends ask for no fonts, and nothing draws on one while it draws.
        _ => paint_error("plotters refused"),
    }
}

pub(crate) fn backend_color(color: Rgba) -> BackendColor {
    BackendColor {
        alpha: f64::from(color.a) / 255.0,
        rgb: (color.r, color.g, color.b),
    }
}

/// The other way round.
pub(crate) fn rgba(color: BackendColor) -> Rgba {
    let (r, g, b) = color.rgb;
    Rgba::new(r, g, b, convert::byte((color.alpha * 255.0).round()))
}

/// The picture could not be drawn, for that reason.
#[cold]
pub(crate) fn paint_error(detail: &str) -> Error {
    ErrorKind::Paint {
        detail: detail.to_owned(),
    }
    .into()
}
