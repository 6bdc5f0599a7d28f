//! The document that is being written, as a backend of plotters.

use super::super::{Drawn, SeriesPainter, ShapePainter, rgba, shapes};
use super::escape::Escaped;
use super::path::{Number, Outlines, Rects, Strokes};
use crate::convert;
use crate::error::Error;
use crate::palette::Rgba;
use crate::scene::{Fill, LineStyle, PixelRect, Point, Runs, Scene};
use crate::theme::Font;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, FontStyle,
};
use std::convert::Infallible;
use std::fmt::{Arguments, Write};

/// An SVG document that is still open.
pub(super) struct SvgDocument<'t> {
    text: &'t mut String,
    width: i32,
    height: i32,
}

impl<'t> SvgDocument<'t> {
    /// Opens a document whose texts are set in `font`.
    pub(super) fn new(
        text: &'t mut String,
        (width, height): (f64, f64),
        title: &str,
        font: &Font,
    ) -> Self {
        let whole = |length: f64| convert::int(length.round().clamp(0.0, 32_767.0));
        let (width, height) = (whole(width), whole(height));
        let mut sheet = Self {
            text,
            width,
            height,
        };
        sheet.write(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{}\" direction=\"ltr\">",
            Escaped(&font.family)
        ));
        if !title.is_empty() {
            sheet.write(format_args!("<title>{}</title>", Escaped(title)));
        }
        sheet
    }

    fn write(&mut self, text: Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.text.write_fmt(text);
    }

    fn paint(&mut self, attribute: &str, color: Rgba) {
        let Rgba { r, g, b, a } = color;
        self.write(format_args!(" {attribute}=\"#{r:02x}{g:02x}{b:02x}\""));
        if a != 255 {
            let alpha = Number(f64::from(a) / 255.0);
            self.write(format_args!(" {attribute}-opacity=\"{alpha}\""));
        }
    }

    fn close_shape(&mut self, color: Rgba, fill: bool) {
        if fill {
            self.paint("fill", color);
        } else {
            self.write(format_args!(" fill=\"none\""));
            self.paint("stroke", color);
        }
        self.write(format_args!("/>"));
    }
}

impl SvgDocument<'_> {
    /// A path whose color fades between two rows. The gradient's identifier says what it is,
    /// so that one which occurs twice in a page means the same.
    fn gradient(&mut self, color: Rgba, (from, to): (i32, i32), path: Arguments<'_>) {
        let Rgba { r, g, b, a } = color;
        let name = format!("fade-{r:02x}{g:02x}{b:02x}{a:02x}-{from}-{to}");
        self.write(format_args!(
            "<linearGradient id=\"{name}\" gradientUnits=\"userSpaceOnUse\" x1=\"0\" x2=\"0\" y1=\"{from}\" y2=\"{to}\">"
        ));
        for (offset, alpha) in [(0, a), (1, 0)] {
            self.write(format_args!("<stop offset=\"{offset}\""));
            self.paint("stop-color", color.with_alpha(255));
            let alpha = Number(f64::from(alpha) / 255.0);
            self.write(format_args!(" stop-opacity=\"{alpha}\"/>"));
        }
        self.write(format_args!(
            "</linearGradient><path fill=\"url(#{name})\" d=\"{path}\"/>"
        ));
    }
}

impl SeriesPainter for SvgDocument<'_> {
    fn dot(&mut self, center: Point, radius: f64, color: Rgba) -> Drawn<Self> {
        let (x, y, radius) = (Number(center.x), Number(center.y), Number(radius));
        self.write(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\""));
        self.close_shape(color, true);
        Ok(())
    }

    /// In a nested view, which cuts without an identifier that might occur twice in a page.
    fn series(&mut self, scene: &Scene, (right, down): BackendCoord) -> Drawn<Self> {
        let PixelRect { left, top, .. } = scene.clip;
        let (width, height) = (scene.clip.width(), scene.clip.height());
        self.write(format_args!(
            "<svg x=\"{}\" y=\"{}\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{left} {top} {width} {height}\" overflow=\"hidden\">",
            left + right,
            top + down
        ));
        // Writing to a string does not fail.
        let _ = shapes(&scene.series, self);
        self.write(format_args!("</svg>"));
        Ok(())
    }
}

impl<'s> ShapePainter<'s> for SvgDocument<'_> {
    fn line(&mut self, runs: &'s Runs, style: LineStyle) -> Result<(), Error> {
        self.write(format_args!(
            "<path fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\" stroke-width=\"{}\"",
            Number(style.width)
        ));
        if let Some([on, off]) = style.capped_dash() {
            let (on, off) = (Number(on), Number(off));
            self.write(format_args!(" stroke-dasharray=\"{on} {off}\""));
        }
        self.paint("stroke", style.color);
        self.write(format_args!(" d=\"{}\"/>", Strokes(runs)));
        Ok(())
    }

    fn area(&mut self, top: &'s Runs, base: &'s Runs, fill: Fill) -> Result<(), Error> {
        let Fill { color, fade } = fill;
        if let Some((from, to)) = fade {
            self.gradient(color, (from, to), format_args!("{}", Outlines(top, base)));
            return Ok(());
        }
        // Edges that two areas share show no seam if neither of them is smoothed.
        self.write(format_args!("<path shape-rendering=\"crispEdges\""));
        self.paint("fill", color);
        self.write(format_args!(" d=\"{}\"/>", Outlines(top, base)));
        Ok(())
    }

    fn bars(&mut self, rects: &'s [PixelRect], color: Rgba) -> Result<(), Error> {
        self.write(format_args!("<path shape-rendering=\"crispEdges\""));
        self.paint("fill", color);
        self.write(format_args!(" d=\"{}\"/>", Rects(rects)));
        Ok(())
    }
}

impl DrawingBackend for SvgDocument<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.width.unsigned_abs(), self.height.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn<Self> {
        Ok(())
    }

    fn present(&mut self) -> Drawn<Self> {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn<Self> {
        self.write(format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"1\" height=\"1\""
        ));
        self.paint("fill", rgba(color));
        self.write(format_args!("/>"));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<Self> {
        let (width, height) = ((right - left).max(0), (bottom - top).max(0));
        self.write(format_args!(
            "<rect shape-rendering=\"crispEdges\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\""
        ));
        self.close_shape(rgba(style.color()), fill);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<Self> {
        self.write(format_args!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\""));
        self.close_shape(rgba(style.color()), fill);
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn<Self> {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let size = Number(style.size());
        self.write(format_args!(
            "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" dominant-baseline=\"central\" font-size=\"{size}\""
        ));
        if matches!(style.style(), FontStyle::Bold) {
            self.write(format_args!(" font-weight=\"600\""));
        }
        self.paint("fill", rgba(style.color()));
        self.write(format_args!(">{}</text>", Escaped(text)));
        Ok(())
    }
}
