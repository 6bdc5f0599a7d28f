//! Primitives and series as plotters' elements.

use super::{Drawn, SeriesPainter, backend_color, whole};
use crate::layout::Anchor;
use crate::palette::Rgba;
use crate::scene::{Point, Primitive, Scene};
use crate::theme::Font;
use plotters::coord::CoordTranslate;
use plotters::drawing::Rect;
use plotters::element::{CoordMapper, Drawable, PointCollection};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
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

    fn series(backend: &mut DB, scene: &Scene, origin: BackendCoord) -> Drawn<DB> {
        backend.series(scene, origin)
    }
}

impl<DB: DrawingBackend> Precision<DB> for Whole {
    fn dot(backend: &mut DB, center: Point, radius: f64, color: Rgba) -> Drawn<DB> {
        whole::dot(backend, center, radius, color)
    }

    fn series(backend: &mut DB, scene: &Scene, origin: BackendCoord) -> Drawn<DB> {
        whole::series(backend, scene, origin)
    }
}

/// A primitive as an element.
pub struct Mark<'a, P> {
    primitive: &'a Primitive,
    text: &'a TextStyle<'a>,
    precision: PhantomData<P>,
}

impl<'a, P> Mark<'a, P> {
    pub(super) fn new(primitive: &'a Primitive, text: &'a TextStyle<'a>) -> Self {
        Self {
            primitive,
            text,
            precision: PhantomData,
        }
    }
}

impl<'a, P> PointCollection<'a, BackendCoord, Unclamped> for &'a Mark<'_, P> {
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

impl<DB: DrawingBackend, P: Precision<DB>> Drawable<DB, Unclamped> for Mark<'_, P> {
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
            Primitive::Text { text, .. } => backend.draw_text(text, self.text, first),
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
pub struct Series<'a, P> {
    scene: &'a Scene,
    precision: PhantomData<P>,
}

impl<'a, P> Series<'a, P> {
    /// Those of a scene.
    pub fn new(scene: &'a Scene, _: P) -> Self {
        Self {
            scene,
            precision: PhantomData,
        }
    }
}

impl<'a, P> PointCollection<'a, BackendCoord, Unclamped> for &'a Series<'_, P> {
    type Point = BackendCoord;
    type IntoIter = [BackendCoord; 1];

    /// Where the chart's own zero lies.
    fn point_iter(self) -> [BackendCoord; 1] {
        [(0, 0)]
    }
}

impl<DB: DrawingBackend, P: Precision<DB>> Drawable<DB, Unclamped> for Series<'_, P> {
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

/// A filled shape in plotters' terms.
pub(super) fn filled(color: Rgba) -> ShapeStyle {
    ShapeStyle {
        color: plotters_color(color),
        filled: true,
        stroke_width: 0,
    }
}

/// A stroke in plotters' terms.
pub(super) fn stroked(color: Rgba, width: u32) -> ShapeStyle {
    ShapeStyle {
        color: plotters_color(color),
        filled: false,
        stroke_width: width,
    }
}

pub(super) fn plotters_color(color: Rgba) -> RGBAColor {
    RGBAColor(color.r, color.g, color.b, f64::from(color.a) / 255.0)
}

/// The text styles of one list of primitives: the next one is made from the last, since
/// making a plotters font allocates, and labels of a chart share theirs.
pub(super) struct Lettering<'f> {
    family: FontFamily<'f>,
    style: TextStyle<'f>,
}

impl<'f> Lettering<'f> {
    pub(super) fn new(font: &'f Font) -> Self {
        // Not by `into`, which looks for generic families by an allocated lower-case copy.
        let family = FontFamily::Name(&font.family);
        Self {
            family,
            style: TextStyle {
                font: FontDesc::new(family, 0.0, FontStyle::Normal),
                color: backend_color(Rgba::TRANSPARENT),
                pos: Pos::new(HPos::Left, VPos::Center),
            },
        }
    }

    /// The style of a primitive; of what is no text, any.
    pub(super) fn style_of(&mut self, primitive: &Primitive) -> &TextStyle<'f> {
        if let Primitive::Text {
            size,
            strong,
            anchor,
            color,
            ..
        } = primitive
        {
            let is_strong = matches!(self.style.font.get_style(), FontStyle::Bold);
            if self.style.font.get_size() != *size || is_strong != *strong {
                let style = if *strong {
                    FontStyle::Bold
                } else {
                    FontStyle::Normal
                };
                self.style.font = FontDesc::new(self.family, *size, style);
            }
            self.style.color = backend_color(*color);
            self.style.pos.h_pos = match anchor {
                Anchor::Left => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::Right => HPos::Right,
            };
        }
        &self.style
    }
}
