//! A chart as a PNG picture, with title and legend, whatever is on the screen.

use super::backend::CanvasPen;
use super::measure::CanvasTextMeasure;
use super::strokes::StrokePainter;
use super::surface::Surface;
use super::{paint_back, paint_series};
use crate::convert;
use crate::error::Error;
use crate::format::Labels;
use crate::frame::Frame;
use crate::layout::{self, Size};
use crate::paint;
use crate::palette::Rgba;
use crate::scene::{self, PixelRect, Primitive, Scene};
use crate::theme::Theme;
use crate::web::dom::{refused, refused_by};
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Promise;
use std::pin::pin;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Longest wait for the browser's encoder.
const PATIENCE_MS: u32 = 20_000;

/// A picture to be made.
#[derive(Clone, Copy)]
pub struct PngRequest<'a> {
    /// What it shows.
    pub frame: &'a Frame,
    /// Title above it; may be empty.
    pub title: &'a str,
    /// Size of the whole picture.
    pub size: Size,
    /// Its look; a background that is not opaque is laid on white or black.
    pub theme: &'a Theme,
}

/// Lays out title, legend and chart on a canvas outside of the page and encodes it.
pub async fn png(request: PngRequest<'_>, labels: &dyn Labels) -> Result<Blob, Error> {
    let surface = draw(request, labels)?;
    encode(&surface).await
}

fn draw(request: PngRequest<'_>, labels: &dyn Labels) -> Result<Surface, Error> {
    let PngRequest {
        frame,
        title,
        size,
        theme,
    } = request;
    let mut measure = CanvasTextMeasure::new();
    let theme = &opaque(theme);
    let heading = scene::heading(frame, title, size, theme, &mut measure);
    let chart = Size {
        width_css: heading.chart.width,
        height_css: heading.chart.height,
        ..size
    };
    let layout = layout::build(frame, chart, theme, &mut measure, labels);
    let scene = scene::build(frame, &layout, theme);
    let whole = |css: f64| convert::int((css * size.dpr).round());
    let picture = PixelRect {
        left: 0,
        top: 0,
        right: whole(size.width_css).max(1),
        bottom: whole(size.height_css).max(1),
    };
    let mut surface = Surface::new()?;
    surface.begin(picture);
    let (rect, color) = (picture, theme.background);
    CanvasPen::draw_all(&surface, &[Primitive::Rect { rect, color }], &scene.font)?;
    CanvasPen::draw_all(&surface, &heading.primitives, &scene.font)?;
    if !scene.size.is_empty() {
        let chart = draw_chart(&scene)?;
        let (right, down) = (whole(heading.chart.x), whole(heading.chart.y));
        surface
            .context
            .draw_image_with_html_canvas_element(&chart.canvas, right.into(), down.into())
            .map_err(refused_by)?;
    }
    Ok(surface)
}

/// The chart alone. Its background is opaque, so the raster paints on it where it can.
fn draw_chart(scene: &Scene) -> Result<Surface, Error> {
    let mut surface = Surface::new()?;
    paint_back(&mut surface, scene)?;
    match paint::backdrop(scene) {
        Some(backdrop) => paint_series(&surface, scene, &backdrop)?,
        None => StrokePainter::draw_all(&surface, scene)?,
    }
    Ok(surface)
}

fn opaque(theme: &Theme) -> Theme {
    let mut theme = theme.clone();
    if !theme.background.is_opaque() {
        let under = if theme.dark { 0x000000 } else { 0xffffff };
        let alpha = theme.background.a;
        theme.background = Rgba::opaque(under).mix(theme.background.with_alpha(255), alpha);
    }
    theme
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
    match select(encoded, TimeoutFuture::new(PATIENCE_MS)).await {
        Either::Left((blob, _)) => blob
            .map_err(refused_by)?
            .dyn_into()
            .map_err(|_| refused("the canvas is too large to become a picture")),
        Either::Right(_) => Err(refused("the picture was not encoded in time")),
    }
}
