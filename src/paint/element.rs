//! Primitives and series as plotters' elements.

use super::shape_style::filled;
use super::text_style::ChartTextStyle;
use super::{Drawn, SeriesPainter, whole_pixel};
use crate::palette::Rgba;
use crate::scene::{Point, Primitive, Scene};
use crate::theme::Font;
use plotters::coord::CoordTranslate;
use plotters::drawing::Rect;
use plotters::element::{CoordMapper, Drawable, PointCollection};
use plotters_backend::{BackendCoord, DrawingBackend};
use std::marker::PhantomData;

/// Places stay as they are laid out: plotters' own mapping moves what lies outside of its
/// area onto the border, which bends what is only to be cut.
pub struct Unclamped;

impl CoordMapper for Unclamped {
    type Output = BackendCoord;

    fn map<CT: CoordTranslate>(coord: &CT, from: &CT::From, _: &Rect) -> BackendCoord {
        coord.translate(from)
    }
}

/// How series and dots reach a backend.
pub trait Precision<DB: DrawingBackend> {
    /// A disc.
    fn dot(backend: &mut DB, center: Point, radius: f64, color: Rgba) -> Drawn<DB>;
    /// A line of text.
    fn text(
        backend: &mut DB,
        text: &str,
        style: &ChartTextStyle<'_>,
        at: BackendCoord,
    ) -> Drawn<DB>;
    /// The series of a chart.
    fn series(backend: &mut DB, scene: &Scene, origin: BackendCoord) -> Drawn<DB>;
}

/// In `f64`, for backends that are a [`SeriesPainter`].
#[derive(Clone, Copy, Debug)]
pub struct Exact;

/// In whole pixels by plotters' own calls, for any backend.
#[derive(Clone, Copy, Debug)]
pub struct Whole;

impl<DB: SeriesPainter> Precision<DB> for Exact {
    fn dot(backend: &mut DB, center: Point, radius: f64, color: Rgba) -> Drawn<DB> {
        backend.dot(center, radius, color)
    }

    fn text(
        backend: &mut DB,
        text: &str,
        style: &ChartTextStyle<'_>,
        at: BackendCoord,
    ) -> Drawn<DB> {
        backend.draw_text(text, style, at)
    }

    fn series(backend: &mut DB, scene: &Scene, origin: BackendCoord) -> Drawn<DB> {
        backend.series(scene, origin)
    }
}

impl<DB: DrawingBackend> Precision<DB> for Whole {
    fn dot(backend: &mut DB, center: Point, radius: f64, color: Rgba) -> Drawn<DB> {
        whole_pixel::dot(backend, center, radius, color)
    }

    fn text(
        backend: &mut DB,
        text: &str,
        style: &ChartTextStyle<'_>,
        at: BackendCoord,
    ) -> Drawn<DB> {
        backend.draw_text(text, &style.text_style(), at)
    }

    fn series(backend: &mut DB, scene: &Scene, origin: BackendCoord) -> Drawn<DB> {
        whole_pixel::series(backend, scene, origin)
    }
}

/// A primitive as an element.
pub struct PrimitiveElement<'a, P> {
    primitive: &'a Primitive,
    font: &'a Font,
    precision: PhantomData<P>,
}

impl<'a, P> PrimitiveElement<'a, P> {
    /// One whose text, if it is one, is set in `font`.
    pub fn new(primitive: &'a Primitive, font: &'a Font, _: P) -> Self {
        Self {
            primitive,
            font,
            precision: PhantomData,
        }
    }
}

impl<'a, P> PointCollection<'a, BackendCoord, Unclamped> for &'a PrimitiveElement<'_, P> {
    type Point = BackendCoord;
    type IntoIter = [BackendCoord; 2];

    /// Two corners; of what has one place, that place.
    fn point_iter(self) -> [BackendCoord; 2] {
        match self.primitive {
            Primitive::Rect { rect, .. } => [(rect.left, rect.top), (rect.right, rect.bottom)],
            Primitive::Text { at, .. } => [*at; 2],
            // Only where zero lies: the center is no whole pixel.
            Primitive::Dot { .. } => [(0, 0); 2],
        }
    }
}

impl<DB: DrawingBackend, P: Precision<DB>> Drawable<DB, Unclamped> for PrimitiveElement<'_, P> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut places: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Drawn<DB> {
        let (Some(first), Some(second)) = (places.next(), places.next()) else {
            return Ok(());
        };
        match self.primitive {
            Primitive::Rect { color, .. } => {
                backend.draw_rect(first, second, &filled(*color), true)
            }
            Primitive::Text {
                text,
                size,
                strong,
                anchor,
                color,
                ..
            } => {
                let style = ChartTextStyle {
                    family: &self.font.family,
                    size: *size,
                    strong: *strong,
                    anchor: *anchor,
                    color: *color,
                };
                P::text(backend, text, &style, first)
            }
            Primitive::Dot {
                center,
                radius,
                color,
                ring,
                ring_width,
            } => {
                let center = Point {
                    x: center.x + f64::from(first.0),
                    y: center.y + f64::from(first.1),
                };
                if ring.a > 0 && *ring_width > 0.0 {
                    P::dot(backend, center, radius + ring_width, *ring)?;
                }
                P::dot(backend, center, *radius, *color)
            }
        }
    }
}

/// The series of a chart as one element: painters that blend them need all of them.
pub struct SeriesElement<'a, P> {
    scene: &'a Scene,
    precision: PhantomData<P>,
}

impl<'a, P> SeriesElement<'a, P> {
    /// Those of a scene.
    pub fn new(scene: &'a Scene, _: P) -> Self {
        Self {
            scene,
            precision: PhantomData,
        }
    }
}

impl<'a, P> PointCollection<'a, BackendCoord, Unclamped> for &'a SeriesElement<'_, P> {
    type Point = BackendCoord;
    type IntoIter = [BackendCoord; 1];

    /// Where the chart's own zero lies.
    fn point_iter(self) -> [BackendCoord; 1] {
        [(0, 0)]
    }
}

impl<DB: DrawingBackend, P: Precision<DB>> Drawable<DB, Unclamped> for SeriesElement<'_, P> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut places: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Drawn<DB> {
        let origin = places.next().unwrap_or_default();
        P::series(backend, self.scene, origin)
    }
}
