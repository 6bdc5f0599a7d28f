//! plotters-canvas, with what it gets wrong put right.
//!
//! Its lines are half a pixel off at even widths, its text follows the direction of the
//! page, it formats a color anew for each call, with the weight that formatting numbers has,
//! and it leaves the context as it happens to be. Shapes and texts are therefore drawn
//! here; the canvas and its errors are its own.

use super::surface::Surface;
use crate::convert;
use crate::error::Error;
use crate::json::digits;
use crate::paint::{self, rgba};
use crate::palette::Rgba;
use crate::scene::Primitive;
use crate::theme::Font;
use crate::web::dom::refused;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use plotters_canvas::CanvasBackend;
use std::f64::consts::TAU;
use web_sys::CanvasRenderingContext2d;

type Failure = <CanvasBackend as DrawingBackend>::ErrorType;
type Drawn = Result<(), DrawingErrorKind<Failure>>;

/// Draws on a canvas; gives its context back as it was.
pub(super) struct CanvasPen {
    backend: CanvasBackend,
    context: CanvasRenderingContext2d,
    /// What the context holds, to spare setting it again.
    fill: Option<Rgba>,
    font: String,
}

impl CanvasPen {
    /// Draws all primitives on a canvas.
    pub(super) fn draw_all(
        surface: &Surface,
        primitives: &[Primitive],
        font: &Font,
    ) -> Result<(), Error> {
        let mut pen = Self::new(surface)?;
        for primitive in primitives {
            // Dots follow their series to fractions of a pixel, which plotters does not know.
            match primitive {
                Primitive::Dot { .. } => pen.draw_dot(primitive),
                other => paint::primitives(std::slice::from_ref(other), font, &mut pen)?,
            }
        }
        Ok(())
    }

    fn new(surface: &Surface) -> Result<Self, Error> {
        let context = surface.context.clone();
        let backend = CanvasBackend::with_canvas_object(surface.canvas.clone())
            .ok_or_else(|| refused("the canvas gives no 2d context"))?;
        context.save();
        Ok(Self {
            backend,
            context,
            fill: None,
            font: String::new(),
        })
    }

    fn set_fill(&mut self, color: Rgba) {
        if self.fill != Some(color) {
            self.context.set_fill_style_str(&color.to_string());
            self.fill = Some(color);
        }
    }

    fn stroke<S: BackendStyle>(&self, style: &S) {
        let color = rgba(style.color()).to_string();
        self.context.set_stroke_style_str(&color);
        self.context.set_line_width(f64::from(style.stroke_width()));
        self.context.stroke();
    }

    fn draw_dot(&mut self, dot: &Primitive) {
        let Primitive::Dot {
            center,
            radius,
            color,
            ring,
            ring_width,
        } = dot
        else {
            return;
        };
        for (radius, color) in [(radius + ring_width, *ring), (*radius, *color)] {
            if color.a > 0 && radius > 0.0 {
                self.set_fill(color);
                self.context.begin_path();
                // Fails only for a negative radius.
                drop(self.context.arc(center.x, center.y, radius, 0.0, TAU));
                self.context.fill();
            }
        }
    }
}

impl Drop for CanvasPen {
    fn drop(&mut self) {
        self.context.restore();
    }
}

/// Where the middle of a line lies so that its borders fall between pixels.
fn crisp(place: i32, width: u32) -> f64 {
    f64::from(place) + if width % 2 == 1 { 0.5 } else { 0.0 }
}

impl DrawingBackend for CanvasPen {
    type ErrorType = Failure;

    fn get_size(&self) -> (u32, u32) {
        self.backend.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.backend.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.backend.present()
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.set_fill(rgba(color));
        let (x, y) = (f64::from(x), f64::from(y));
        self.context.fill_rect(x, y, 1.0, 1.0);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        if !fill {
            return self.draw_path(
                [
                    (left, top),
                    (right, top),
                    (right, bottom),
                    (left, bottom),
                    (left, top),
                ],
                style,
            );
        }
        self.set_fill(rgba(style.color()));
        let (width, height) = (
            f64::from(right) - f64::from(left),
            f64::from(bottom) - f64::from(top),
        );
        self.context
            .fill_rect(f64::from(left), f64::from(top), width, height);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let width = style.stroke_width();
        self.context.begin_path();
        for (x, y) in path {
            // The first point of a path that was not begun is moved to.
            self.context.line_to(crisp(x, width), crisp(y, width));
        }
        self.stroke(style);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (x, y, radius) = (f64::from(x), f64::from(y), f64::from(radius));
        self.context.begin_path();
        // Fails only for a negative radius.
        drop(self.context.arc(x, y, radius, 0.0, TAU));
        if fill {
            self.set_fill(rgba(style.color()));
            self.context.fill();
        } else {
            self.stroke(style);
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.set_fill(rgba(style.color()));
        self.context.begin_path();
        for (x, y) in path {
            self.context.line_to(f64::from(x), f64::from(y));
        }
        self.context.fill();
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn {
        let anchor = style.anchor();
        self.context.set_text_align(match anchor.h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.set_fill(rgba(style.color()));
        let weight = match style.style() {
            FontStyle::Bold => "600",
            FontStyle::Normal => "400",
            FontStyle::Italic => "italic 400",
            FontStyle::Oblique => "oblique 400",
        };
        let size = digits::text(style.size());
        let font = format!("{weight} {size}px {}", style.family().as_str());
        if self.font != font {
            self.context.set_font(&font);
            self.font = font;
        }
        // Fails only if the canvas was detached from its page, where nothing is seen.
        drop(self.context.fill_text(text, f64::from(x), f64::from(y)));
        Ok(())
    }

    /// Texts are measured by the canvas and before they get here; plotters would put an
    /// element into the page for each of them.
    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        _: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Failure>> {
        Ok((0, convert::small(style.size().ceil())))
    }
}
