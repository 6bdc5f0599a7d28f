//! A scene as an SVG document: for reports, downloads, and pages made without a DOM.

mod escape;
mod path;
mod sheet;

use crate::error::Error;
use crate::format::Labels;
use crate::frame::Frame;
use crate::layout::{self, Size, TextMeasure};
use crate::scene::{self, Primitive};
use crate::theme::Theme;
use sheet::Sheet;

/// A picture to be made.
#[derive(Clone, Copy, Debug)]
pub struct SvgRequest<'a> {
    /// What it shows.
    pub frame: &'a Frame,
    /// Title above it, and its name for those who do not see it; may be empty.
    pub title: &'a str,
    /// Size of the whole picture. A picture of vectors has no device pixels: the ratio
    /// is taken as 1.
    pub size: Size,
    /// Its look.
    pub theme: &'a Theme,
}

/// Lays out title, legend and chart, and writes them as one SVG document: no script, no
/// reference to anything outside, texts escaped.
pub fn svg(
    request: SvgRequest<'_>,
    measure: &mut dyn TextMeasure,
    labels: &dyn Labels,
) -> Result<String, Error> {
    let SvgRequest {
        frame,
        title,
        size,
        theme,
    } = request;
    let size = Size { dpr: 1.0, ..size };
    let heading = scene::heading(frame, title, size, theme, measure);
    let chart = Size {
        width_css: heading.chart.width,
        height_css: heading.chart.height,
        ..size
    };
    let layout = layout::build(frame, chart, theme, measure, labels);
    let scene = scene::build(frame, &layout, theme);
    let mut sheet = Sheet::new(size, title, &scene.font);
    if theme.background.a > 0 {
        let rect = scene::PixelRect {
            left: 0,
            top: 0,
            right: sheet.width(),
            bottom: sheet.height(),
        };
        let color = theme.background;
        super::primitives(&[Primitive::Rect { rect, color }], &scene.font, &mut sheet)?;
    }
    super::primitives(&heading.primitives, &scene.font, &mut sheet)?;
    sheet.open_group(heading.chart.x, heading.chart.y);
    super::primitives(&scene.back, &scene.font, &mut sheet)?;
    sheet.open_clip(scene.clip);
    super::series(&scene.series, &mut sheet)?;
    sheet.close_clip();
    sheet.close_group();
    Ok(sheet.finish())
}
