//! Glyphs and their widths.

use crate::convert;
use crate::error::Error;
use crate::layout::TextMeasure;
use crate::theme::Font as ThemeFont;
use ab_glyph::{Font, FontRef, Glyph, PxScale, ScaleFont, point};
use plotters::style::FontStyle;

/// Roboto, as it was published: see `font/README.md`.
const REGULAR: &[u8] = include_bytes!("font/Roboto-Regular.ttf");
const BOLD: &[u8] = include_bytes!("font/Roboto-Bold.ttf");

/// Weight from which on a text is set in the bold face, in CSS terms.
const BOLD_FROM: u16 = 600;

/// The faces of a picture. Whatever family the theme names, texts are set in these.
#[derive(Clone, Debug)]
pub struct Fonts<'f> {
    regular: FontRef<'f>,
    bold: FontRef<'f>,
}

impl Fonts<'static> {
    /// Roboto, which comes with this crate.
    pub fn bundled() -> Result<Self, Error> {
        Self::new(REGULAR, BOLD)
    }
}

impl<'f> Fonts<'f> {
    /// Two TrueType or OpenType files; they may be the same.
    pub fn new(regular: &'f [u8], bold: &'f [u8]) -> Result<Self, Error> {
        let read = |key: &'static str, file: &'f [u8]| {
            FontRef::try_from_slice(file)
                .map_err(|_| no_font(key, format!("{} bytes that are not a font", file.len())))
        };
        Ok(Self {
            regular: read("regular", regular)?,
            bold: read("bold", bold)?,
        })
    }

    /// Sets one line from left to right; `size` is that of an em, as in CSS.
    pub(super) fn line(&self, text: &str, size: f64, is_strong: bool) -> TextLine<'_, 'f> {
        let font = if is_strong { &self.bold } else { &self.regular };
        // The library's own size is the height of a line.
        let em = font.units_per_em().unwrap_or(1_000.0);
        let scaled = font.as_scaled(PxScale::from(
            convert::single(size) * font.height_unscaled() / em,
        ));
        let (mut x, mut before, mut glyphs) = (0.0, None, Vec::new());
        for letter in text.chars() {
            let id = scaled.glyph_id(letter);
            if let Some(before) = before.replace(id) {
                x += scaled.kern(before, id);
            }
            glyphs.push(id.with_scale_and_position(scaled.scale(), point(x, 0.0)));
            x += scaled.h_advance(id);
        }
        TextLine {
            font,
            glyphs,
            width: f64::from(x),
            ascent: f64::from(scaled.ascent()),
            descent: f64::from(-scaled.descent()),
        }
    }
}

impl TextMeasure for &Fonts<'_> {
    fn width(&mut self, text: &str, font: &ThemeFont) -> f64 {
        let is_strong = font.weight >= BOLD_FROM;
        self.line(text, font.size_css, is_strong).width
    }
}

/// A line of glyphs that starts at zero on its baseline.
pub(super) struct TextLine<'l, 'f> {
    font: &'l FontRef<'f>,
    glyphs: Vec<Glyph>,
    pub(super) width: f64,
    pub(super) ascent: f64,
    pub(super) descent: f64,
}

impl TextLine<'_, '_> {
    /// Calls `put` for each pixel of the line that is moved to `(right, down)`.
    pub(super) fn draw<E>(
        self,
        (right, down): (f64, f64),
        mut put: impl FnMut((i32, i32), f64) -> Result<(), E>,
    ) -> Result<(), E> {
        for mut glyph in self.glyphs {
            glyph.position.x += convert::single(right);
            glyph.position.y += convert::single(down);
            let Some(outline) = self.font.outline_glyph(glyph) else {
                continue;
            };
            let corner = outline.px_bounds().min;
            let mut drawn = Ok(());
            outline.draw(|x, y, coverage| {
                if drawn.is_ok() && coverage > 0.0 {
                    let place = (
                        convert::int(corner.x.into()).saturating_add_unsigned(x),
                        convert::int(corner.y.into()).saturating_add_unsigned(y),
                    );
                    drawn = put(place, f64::from(coverage.min(1.0)));
                }
            });
            drawn?;
        }
        Ok(())
    }
}

/// Tells plotters the bundled font under a family's name, for [`crate::draw`] on backends that
/// draw plotters' own glyphs; a theme's is `theme.font.family`.
pub fn register_font(family: &str) -> Result<(), Error> {
    for (style, file) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, BOLD)] {
        plotters::style::register_font(family, style, file)
            .map_err(|_| no_font("family", format!("`{family}`")))?;
    }
    Ok(())
}

fn no_font(key: &'static str, found: String) -> Error {
    Error::config(key, "a TrueType or OpenType font", found)
}
