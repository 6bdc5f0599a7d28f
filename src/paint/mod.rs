//! A scene to pixels or paths: primitives through plotters' `DrawingBackend`, series
//! through [`SeriesPainter`].
//!
//! Plotters' coordinates are whole pixels, which suits rules and labels; series keep
//! theirs in `f64`. Canvases stand in `web::canvas`; here are what works without a page.

mod backdrop;
mod choice;
mod lettering;
mod raster;
mod record;
mod svg;

pub use backdrop::backdrop;
pub use choice::{Painter, choose};
pub use raster::RasterPainter;
pub use record::Recording;
pub use svg::{SvgRequest, svg};

use crate::convert;
use crate::error::{Error, ErrorKind};
use crate::palette::Rgba;
use crate::scene::{LineStyle, PixelRect, Primitive, Runs, SeriesShape};
use crate::theme::Font;
use lettering::Lettering;
use plotters_backend::{BackendColor, BackendStyle, DrawingBackend};

/// Draws series, in device pixels. `'s` is how long the shapes stay.
pub trait SeriesPainter<'s> {
    /// Strokes with round joins and caps.
    fn line(&mut self, runs: &'s Runs, style: LineStyle) -> Result<(), Error>;
    /// Fills between pairs of runs.
    fn area(&mut self, top: &'s Runs, base: &'s Runs, color: Rgba) -> Result<(), Error>;
    /// Rectangles of whole pixels.
    fn bars(&mut self, rects: &'s [PixelRect], color: Rgba) -> Result<(), Error>;
}

/// Draws all shapes, from back to front.
pub fn series<'s>(
    shapes: &'s [SeriesShape],
    painter: &mut impl SeriesPainter<'s>,
) -> Result<(), Error> {
    for shape in shapes {
        match shape {
            SeriesShape::Line { runs, style } => painter.line(runs, *style)?,
            SeriesShape::Area { top, base, color } => painter.area(top, base, *color)?,
            SeriesShape::Bars { rects, color } => painter.bars(rects, *color)?,
        }
    }
    Ok(())
}

/// Draws what lies behind or before the series. Rectangles are filled; their lower right
/// corner is not part of them.
pub fn primitives<B: DrawingBackend>(
    primitives: &[Primitive],
    font: &Font,
    backend: &mut B,
) -> Result<(), Error> {
    for primitive in primitives {
        draw(primitive, font, backend).map_err(|error| paint_error(error.to_string()))?;
    }
    Ok(())
}

fn draw<B: DrawingBackend>(
    primitive: &Primitive,
    font: &Font,
    backend: &mut B,
) -> Result<(), plotters_backend::DrawingErrorKind<B::ErrorType>> {
    match primitive {
        Primitive::Rect { rect, color } => backend.draw_rect(
            (rect.left, rect.top),
            (rect.right, rect.bottom),
            &Fill(*color),
            true,
        ),
        Primitive::Text { text, at, .. } => {
            let lettering = Lettering::new(primitive, font);
            backend.draw_text(text, &lettering, *at)
        }
        Primitive::Dot {
            center,
            radius,
            color,
            ring,
            ring_width,
        } => {
            let place = (
                convert::int(center.x.round()),
                convert::int(center.y.round()),
            );
            let whole = |radius: f64| convert::small(radius.round().max(1.0));
            if ring.a > 0 && *ring_width > 0.0 {
                backend.draw_circle(place, whole(radius + ring_width), &Fill(*ring), true)?;
            }
            backend.draw_circle(place, whole(*radius), &Fill(*color), true)
        }
    }
}

/// A color as plotters takes it.
struct Fill(Rgba);

impl BackendStyle for Fill {
    fn color(&self) -> BackendColor {
        backend_color(self.0)
    }
}

fn backend_color(color: Rgba) -> BackendColor {
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

#[cold]
fn paint_error(detail: impl Into<String>) -> Error {
    ErrorKind::Paint {
        detail: detail.into(),
    }
    .into()
}
