//! Pictures as PNG files without a browser, through plotters-bitmap.
//!
//! Its backend has no smooth strokes, and plotters' own glyphs stand at whole pixels without
//! their side bearings. So series come from the raster here, as in the page, and glyphs from
//! their outlines.

mod fonts;

pub use fonts::{Fonts, register_font};

use super::{
    Drawn, Exact, Look, RasterPainter, SeriesPainter, backdrop, backend_color, draw_picture,
    of_area, paint_error, rgba, shapes,
};
use crate::convert;
use crate::error::Error;
use crate::frame::Frame;
use crate::json::format_f64;
use crate::palette::Rgba;
use crate::raster::{Backdrop, Raster};
use crate::scene::{Point, Scene};
use plotters::backend::BitMapBackend;
use plotters::drawing::DrawingArea;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

/// Largest side of a picture, as browsers have it.
const LARGEST_SIDE: u32 = 16_384;
/// Bytes a pixel.
const CHANNELS: usize = 3;

/// A PNG file of title, legend and chart, so many pixels wide and high. A background that is
/// not opaque is laid on white, or on black if the theme is dark.
pub fn to_png(
    frame: &Frame,
    look: &Look<'_>,
    (width, height): (u32, u32),
    fonts: &Fonts<'_>,
) -> Result<Vec<u8>, Error> {
    let sides = 1..=LARGEST_SIDE;
    if !sides.contains(&width) || !sides.contains(&height) {
        return Err(Error::config(
            "width, height",
            format!("1 to {LARGEST_SIDE} pixels"),
            format!("{width} and {height}"),
        ));
    }
    let dpr = look.dpr;
    if !(0.25..=8.0).contains(&dpr) {
        return Err(Error::config("dpr", "0.25 to 8", format_f64(dpr)));
    }
    let theme = look.theme.opaque();
    let look = Look {
        theme: &theme,
        ..*look
    };
    let size_css = (f64::from(width) / dpr, f64::from(height) / dpr);
    let mut pixels = vec![0; width as usize * height as usize * CHANNELS];
    let area = DrawingArea::from(Bitmap::new(&mut pixels, (width, height), fonts)?);
    draw_picture(area, Exact, frame, &look, size_css, &mut &*fonts).map_err(of_area)?;
    encode(&pixels, (width, height)).map_err(|error| paint_error(&error.to_string()))
}

fn encode(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(file)
}

/// plotters-bitmap with smooth series and texts.
pub struct Bitmap<'b> {
    backend: BitMapBackend<'b>,
    fonts: &'b Fonts<'b>,
}

impl<'b> Bitmap<'b> {
    /// Draws into `pixels`, three bytes each, row by row.
    pub fn new(
        pixels: &'b mut [u8],
        size: (u32, u32),
        fonts: &'b Fonts<'b>,
    ) -> Result<Self, Error> {
        let backend = BitMapBackend::with_buffer_and_format(pixels, size)
            .map_err(|error| paint_error(&error.to_string()))?;
        Ok(Self { backend, fonts })
    }

    fn lend(
        &mut self,
        draw: impl FnOnce(&mut BitMapBackend<'b>) -> Drawn<BitMapBackend<'b>>,
    ) -> Drawn<Self> {
        draw(&mut self.backend)
            .map_err(|error| DrawingErrorKind::DrawingError(paint_error(&error.to_string())))
    }
}

impl SeriesPainter for Bitmap<'_> {
    fn dot(&mut self, center: Point, radius: f64, color: Rgba) -> Drawn<Self> {
        let reach =
            |at: f64| convert::int((at - radius).floor())..=convert::int((at + radius).ceil());
        for y in reach(center.y) {
            for x in reach(center.x) {
                let (across, down) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
                let inside = radius + 0.5 - (across - center.x).hypot(down - center.y);
                if inside > 0.0 {
                    let ink = backend_color(color).mix(inside.min(1.0));
                    self.draw_pixel((x, y), ink)?;
                }
            }
        }
        Ok(())
    }

    fn series(&mut self, scene: &Scene, (right, down): BackendCoord) -> Drawn<Self> {
        let clip = scene.clip;
        let mut painter = RasterPainter::default();
        shapes(&scene.series, &mut painter).map_err(DrawingErrorKind::DrawingError)?;
        let rows = usize::try_from(clip.height()).unwrap_or(0);
        let backdrop = backdrop(scene).unwrap_or_else(|| Backdrop::clear(rows));
        let mut raster = Raster::new();
        let pixels = painter.draw(&mut raster, clip, &backdrop);
        let columns = usize::try_from(clip.width()).unwrap_or(0).max(1);
        for (row, y) in pixels.chunks(columns).zip(clip.top + down..) {
            for (&[r, g, b, a], x) in row.iter().zip(clip.left + right..) {
                self.draw_pixel((x, y), backend_color(Rgba::new(r, g, b, a)))?;
            }
        }
        Ok(())
    }
}

impl DrawingBackend for Bitmap<'_> {
    type ErrorType = Error;

    fn get_size(&self) -> (u32, u32) {
        self.backend.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn<Self> {
        self.lend(DrawingBackend::ensure_prepared)
    }

    fn present(&mut self) -> Drawn<Self> {
        self.lend(DrawingBackend::present)
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

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn<Self> {
        self.lend(|backend| backend.draw_rect(from, to, style, fill))
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Drawn<Self> {
        let is_strong = matches!(style.style(), FontStyle::Bold);
        let line = self.fonts.line(text, style.size(), is_strong);
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => line.width / 2.0,
            HPos::Right => line.width,
        };
        let baseline = match style.anchor().v_pos {
            VPos::Top => line.ascent,
            VPos::Center => (line.ascent - line.descent) / 2.0,
            VPos::Bottom => -line.descent,
        };
        let ink = backend_color(rgba(style.color()));
        let corner = (f64::from(x) - left, (f64::from(y) + baseline).round());
        line.draw(corner, |place, coverage| {
            self.draw_pixel(place, ink.mix(coverage))
        })
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Error>> {
        let is_strong = matches!(style.style(), FontStyle::Bold);
        let line = self.fonts.line(text, style.size(), is_strong);
        let height = line.ascent + line.descent;
        Ok((
            convert::small(line.width.ceil()),
            convert::small(height.ceil()),
        ))
    }
}
