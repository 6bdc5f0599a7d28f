//! plotters-canvas, with what it gets wrong for a chart put right.
//!
//! It formats a color anew for each call, and the opacity in it as a number with all its
//! digits, which alone would make the module heavier by 8.6 KB; its text follows the
//! direction of the page and knows no weight between normal and bold; measuring a text puts
//! an element into the page; it leaves the context as it happens to be; circles and paths
//! know whole pixels alone, lines are half a pixel off at even widths; and an exception is
//! `{}`. What charts draw (fills, texts, series, dots) is therefore drawn here.

use super::strokes;
use super::surface::{Surface, css_color, css_font};
use crate::convert;
use crate::error::Error;
use crate::paint::{self, Drawn, RasterPainter, SeriesPainter, rgba};
use crate::palette::Rgba;
use crate::raster::{Backdrop, Raster};
use crate::scene::{PixelRect, Point, Scene};
use crate::web::browser::dom::refused;
use plotters::coord::Shift;
use plotters::drawing::DrawingArea;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};
use plotters_canvas::CanvasBackend;
use std::cell::RefCell;
use std::f64::consts::TAU;
use web_sys::CanvasRenderingContext2d;

thread_local! {
    /// One scratch for all charts of a page: it is as large as the largest of them.
    static RASTER: RefCell<Raster> = RefCell::new(Raster::new());
}

/// Who draws the series.
pub(super) enum Ink<'b> {
    /// Strokes and fills of the canvas.
    Strokes,
    /// The raster, on what the backdrop says is there.
    Raster(&'b Backdrop),
    /// The raster where the scene's own backdrop can be said, else strokes.
    Fitting,
}

/// Draws on a canvas; gives its context back as it was.
pub(super) struct CanvasPen<'s> {
    backend: CanvasBackend,
    surface: &'s Surface,
    ink: Ink<'s>,
    /// What the context holds, to spare setting it again.
    fill: Option<Rgba>,
    font: String,
}

impl<'s> CanvasPen<'s> {
    /// The whole canvas as a drawing area.
    pub(super) fn area(
        surface: &'s Surface,
        ink: Ink<'s>,
    ) -> Result<DrawingArea<Self, Shift>, Error> {
        let backend = CanvasBackend::with_canvas_object(surface.canvas.clone())
            .ok_or_else(|| refused("the canvas has no 2D context"))?;
        surface.context.save();
        Ok(DrawingArea::from(Self {
            backend,
            surface,
            ink,
            fill: None,
            font: String::new(),
        }))
    }

    fn context(&self) -> &CanvasRenderingContext2d {
        &self.surface.context
    }

    fn set_fill(&mut self, color: Rgba) {
        if self.fill != Some(color) {
            self.context().set_fill_style_str(&css_color(color));
            self.fill = Some(color);
        }
    }

    /// Lets plotters-canvas draw, which sets the context as it needs it.
    fn lend(&mut self, draw: impl FnOnce(&mut CanvasBackend) -> CanvasDrawn) -> Drawn<Self> {
        self.fill = None;
        self.font.clear();
        draw(&mut self.backend).map_err(of_canvas)
    }
}

impl SeriesPainter for CanvasPen<'_> {
    /// Dots follow their series to fractions of a pixel.
    fn dot(&mut self, center: Point, radius: f64, color: Rgba) -> Drawn<Self> {
        self.set_fill(color);
        self.context().begin_path();
        // Fails only for a negative radius.
        drop(self.context().arc(center.x, center.y, radius, 0.0, TAU));
        self.context().fill();
        Ok(())
    }

    fn series(&mut self, scene: &Scene, origin: BackendCoord) -> Drawn<Self> {
        let drawn = match &self.ink {
            Ink::Strokes => strokes::draw(self.context(), scene, origin),
            Ink::Raster(backdrop) => raster(self.surface, scene, backdrop, origin),
            Ink::Fitting => match paint::backdrop(scene) {
                Some(backdrop) => raster(self.surface, scene, &backdrop, origin),
                None => strokes::draw(self.context(), scene, origin),
            },
        };
        drawn.map_err(DrawingErrorKind::DrawingError)
    }
}

impl Drop for CanvasPen<'_> {
    fn drop(&mut self) {
        self.context().restore();
    }
}

/// Draws the series by the raster and puts them onto a canvas.
fn raster(
    surface: &Surface,
    scene: &Scene,
    backdrop: &Backdrop,
    (right, down): BackendCoord,
) -> Result<(), Error> {
    let mut painter = RasterPainter::default();
    paint::shapes(&scene.series, &mut painter)?;
    let clip = scene.clip;
    RASTER.with_borrow_mut(|raster| {
        let pixels = painter.draw(raster, clip, backdrop);
        let place = PixelRect {
            left: clip.left + right,
            top: clip.top + down,
            right: clip.right + right,
            bottom: clip.bottom + down,
        };
        surface.put_pixels(pixels, place)
    })
}

type Failed = DrawingErrorKind<Error>;
type CanvasDrawn = Drawn<CanvasBackend>;

/// An error of plotters-canvas, which holds a thrown `Error` as `{}`, as one of ours.
fn of_canvas(error: DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>) -> Failed {
    DrawingErrorKind::DrawingError(refused(&error.to_string()))
}

/// Fills and texts are drawn here; everything else, which no chart needs, is
/// plotters-canvas's own.
impl DrawingBackend for CanvasPen<'_> {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        self.backend.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<Self> {
        self.backend.ensure_prepared().map_err(of_canvas)
    }

    fn present(&mut self) -> Drawn<Self> {
        self.backend.present().map_err(of_canvas)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (left, top): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<Self> {
        if !fill {
            let (from, to) = ((left, top), (right, bottom));
            return self.lend(|backend| backend.draw_rect(from, to, style, false));
        }
        self.set_fill(rgba(style.color()));
        let (width, height) = (
            f64::from(right) - f64::from(left),
            f64::from(bottom) - f64::from(top),
        );
        self.context()
            .fill_rect(f64::from(left), f64::from(top), width, height);
        Ok(())
    }

    /// Charts have upright texts alone.
    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn<Self> {
        let anchor = style.anchor();
        self.context().set_text_align(match anchor.h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context().set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        self.set_fill(rgba(style.color()));
        let is_strong = matches!(style.style(), FontStyle::Bold);
        let weight = if is_strong { 600 } else { 400 };
        let font = css_font(weight, style.size(), style.family().as_str());
        if self.font != font {
            self.context().set_font(&font);
            self.font = font;
        }
        // Fails only if the canvas was detached from its page, where nothing is seen.
        drop(self.context().fill_text(text, f64::from(x), f64::from(y)));
        Ok(())
    }

    fn draw_pixel(&mut self, place: BackendCoord, color: BackendColor) -> Drawn<Self> {
        self.lend(|backend| backend.draw_pixel(place, color))
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn<Self> {
        self.lend(|backend| backend.draw_line(from, to, style))
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<Self> {
        self.lend(|backend| backend.draw_path(path, style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn<Self> {
        self.lend(|backend| backend.draw_circle(center, radius, style, fill))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn<Self> {
        self.lend(|backend| backend.fill_polygon(path, style))
    }

    /// Texts are measured by the canvas and before they get here; plotters would put an
    /// element into the page for each of them.
    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        _: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Error>> {
        Ok((0, convert::small(style.size().ceil())))
    }
}
