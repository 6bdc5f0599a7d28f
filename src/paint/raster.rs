//! Series by the coverage raster.

use super::ShapePainter;
use super::backdrop::pixel;
use crate::error::Error;
use crate::palette::Rgba;
use crate::raster::{Backdrop, Blend, Pixel, Raster, Shape, Window};
use crate::scene::{Fill, LineStyle, PixelRect, Runs};
use std::borrow::Cow;

/// Collects shapes, then draws them all at once.
#[derive(Default)]
pub struct RasterPainter<'s> {
    shapes: Vec<Shape<'s>>,
}

impl RasterPainter<'_> {
    /// Rows of straight pixels of the part of the canvas that `clip` names; the backdrop
    /// has as many rows.
    pub fn draw<'r>(
        &self,
        raster: &'r mut Raster,
        clip: PixelRect,
        backdrop: &Backdrop,
    ) -> &'r [Pixel] {
        let window = Window {
            left: clip.left,
            top: clip.top,
            width: usize::try_from(clip.width()).unwrap_or(0),
        };
        raster.draw(window, backdrop, &self.shapes)
    }
}

impl<'s> ShapePainter<'s> for RasterPainter<'s> {
    fn line(&mut self, runs: &'s Runs, style: LineStyle) -> Result<(), Error> {
        let color = pixel(style.color);
        for points in runs.iter() {
            match style.capped_dash() {
                Some(dash) => self
                    .shapes
                    .extend(Shape::dashed(points, style.width, dash, color)),
                None => self.shapes.push(Shape::Line {
                    points: Cow::Borrowed(points),
                    width: style.width,
                    color,
                }),
            }
        }
        Ok(())
    }

    fn area(&mut self, top: &'s Runs, base: &'s Runs, fill: Fill) -> Result<(), Error> {
        for (top, base) in top.iter().zip(base.iter()) {
            self.shapes.push(Shape::Area {
                top,
                base,
                color: pixel(fill.color),
                fade: fill.fade,
                blend: Blend::Add,
            });
        }
        Ok(())
    }

    fn bars(&mut self, rects: &'s [PixelRect], color: Rgba) -> Result<(), Error> {
        self.shapes.push(Shape::Bars {
            rects,
            color: pixel(color),
        });
        Ok(())
    }
}
