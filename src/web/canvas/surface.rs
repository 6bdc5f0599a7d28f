//! One canvas and its context.

use crate::error::Error;
use crate::json::format_f64;
use crate::palette::Rgba;
use crate::raster::Pixel;
use crate::scene::PixelRect;
use crate::web::browser::dom::{self, refused, refused_by};
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageData};

/// Class of the canvases, for the style sheet.
const CLASS: &str = "canvas";

/// A font as the `font` of a context takes it.
pub(super) fn css_font(weight: u16, size: f64, family: &str) -> String {
    format!("{weight} {}px {family}", format_f64(size))
}

/// A color as the styles of a context take it.
#[inline(never)]
pub(super) fn css_color(color: Rgba) -> String {
    color.to_string()
}

/// A canvas with its 2d context. Dropping it removes the canvas from the page and shrinks
/// it, since browsers keep the pixels of canvases for long after.
pub(super) struct Surface {
    pub(super) canvas: HtmlCanvasElement,
    pub(super) context: CanvasRenderingContext2d,
}

impl Surface {
    /// A canvas outside of the page.
    pub(super) fn new() -> Result<Self, Error> {
        let canvas: HtmlCanvasElement = dom::create("canvas", CLASS, "")?
            .dyn_into()
            .map_err(|_| refused("the page cannot create a canvas"))?;
        // Charts are not mirrored, and texts are aligned by left and right.
        dom::set(&canvas, "dir", "ltr");
        dom::set(&canvas, "aria-hidden", "true");
        let context = canvas
            .get_context("2d")
            .map_err(refused_by)?
            .and_then(|context| context.dyn_into::<CanvasRenderingContext2d>().ok())
            .ok_or_else(|| refused("the canvas has no 2D context"))?;
        Ok(Self { canvas, context })
    }

    pub(super) fn put_first(&self, parent: &HtmlElement) -> Result<(), Error> {
        parent
            .insert_before(&self.canvas, parent.first_child().as_ref())
            .map(drop)
            .map_err(refused_by)
    }

    pub(super) fn put_after(&self, other: &Surface) -> Result<(), Error> {
        dom::insert_after(&other.canvas, &self.canvas)
    }

    /// Size in device pixels.
    pub(super) fn size(&self) -> PixelRect {
        PixelRect {
            left: 0,
            top: 0,
            right: self.canvas.width().cast_signed(),
            bottom: self.canvas.height().cast_signed(),
        }
    }

    /// An empty picture of the given size, with the context in its first state.
    pub(super) fn begin(&mut self, size: PixelRect) {
        if self.size() == size {
            self.context
                .clear_rect(0.0, 0.0, f64::from(size.width()), f64::from(size.height()));
        } else {
            // Clears the picture, too.
            self.canvas.set_width(size.width().unsigned_abs());
            self.canvas.set_height(size.height().unsigned_abs());
        }
    }

    /// Lets the picture be seen, or not: it stays as it is.
    pub(super) fn set_seen(&self, is_seen: bool) {
        dom::style(&self.canvas, "opacity", if is_seen { "1" } else { "0" });
    }

    /// Replaces the pixels of `rect`.
    pub(super) fn put_pixels(&self, pixels: &[Pixel], rect: PixelRect) -> Result<(), Error> {
        if rect.is_empty() {
            return Ok(());
        }
        // A view of the module's memory: valid as long as nothing is allocated, and copied
        // by the next call.
        let bytes = Clamped(pixels.as_flattened());
        let (width, height) = (rect.width().unsigned_abs(), rect.height().unsigned_abs());
        let image = ImageData::new_with_u8_clamped_array_and_sh(bytes, width, height)
            .map_err(refused_by)?;
        self.context
            .put_image_data(&image, f64::from(rect.left), f64::from(rect.top))
            .map_err(refused_by)
    }
}

impl Drop for Surface {
    fn drop(&mut self) {
        self.canvas.remove();
        self.canvas.set_width(1);
        self.canvas.set_height(1);
    }
}
