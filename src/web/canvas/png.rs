//! A chart as a PNG picture, with title and legend, whatever is on the screen.

use super::backend::{CanvasPen, Ink};
use super::measure::CanvasTextMeasure;
use super::surface::Surface;
use crate::convert;
use crate::error::Error;
use crate::frame::Frame;
use crate::paint::{self, Exact, Look};
use crate::scene::PixelRect;
use crate::web::browser::dom::{refused, refused_by};
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use std::pin::pin;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Longest wait for the browser's encoder.
const ENCODING_TIMEOUT_MS: u32 = 20_000;

/// Lays out title, legend and chart on a canvas outside of the page and encodes it. A
/// background that is not opaque is laid on white or black.
pub async fn png(frame: &Frame, look: &Look<'_>, size_css: (f64, f64)) -> Result<Blob, Error> {
    let surface = draw(frame, look, size_css)?;
    encode(&surface).await
}

fn draw(frame: &Frame, look: &Look<'_>, size_css: (f64, f64)) -> Result<Surface, Error> {
    let theme = &look.theme.opaque();
    let look = Look { theme, ..*look };
    let whole = |css: f64| convert::int((css * look.dpr).round()).max(1);
    let mut surface = Surface::new()?;
    surface.begin(PixelRect {
        left: 0,
        top: 0,
        right: whole(size_css.0),
        bottom: whole(size_css.1),
    });
    let area = CanvasPen::area(&surface, Ink::Fitting)?;
    let mut measure = CanvasTextMeasure::new();
    paint::draw_picture(area, Exact, frame, &look, size_css, &mut measure)
        .map_err(paint::of_area)?;
    Ok(surface)
}

async fn encode(surface: &Surface) -> Result<Blob, Error> {
    let mut failure = None;
    let encoded = Promise::new(&mut |resolve, reject| {
        let done = Closure::once_into_js(move |blob: JsValue| {
            // A promise's own functions do not throw.
            drop(resolve.call1(&JsValue::UNDEFINED, &blob));
        });
        if let Err(thrown) = surface.canvas.to_blob(done.unchecked_ref()) {
            drop(reject.call1(&JsValue::UNDEFINED, &thrown));
            failure = Some(thrown);
        }
    });
    if let Some(thrown) = failure {
        return Err(refused_by(thrown));
    }
    let encoded = pin!(JsFuture::from(encoded));
    match select(encoded, TimeoutFuture::new(ENCODING_TIMEOUT_MS)).await {
        Either::Left((blob, _)) => blob
            .map_err(refused_by)?
            .dyn_into()
            .map_err(|_| refused("the canvas is too large for an image")),
        Either::Right(_) => Err(refused("the image was not encoded in time")),
    }
}
