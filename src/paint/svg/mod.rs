//! A scene as an SVG document: for reports, downloads, and pages made without a DOM.
//!
//! Not by plotters-svg, whose backend is one that [`super::draw`] draws on like any other: it
//! has whole pixels alone, no title and no clip, smooths the edges of rules and bars, wraps
//! texts in line breaks and names the font again for each of them; and an element cannot be
//! written past it into the text that it holds.

mod document;
mod escape;
mod path;

use super::{Exact, Look, draw_picture, paint_error};
use crate::error::Error;
use crate::frame::Frame;
use crate::layout::{FixedMeasure, TextMeasure};
use document::SvgDocument;
use plotters::drawing::DrawingArea;

/// Title, legend and chart as one SVG document of so many CSS pixels: no script, no reference
/// to anything outside, texts escaped. Vectors have no device pixels: the look's ratio is
/// taken as 1.
pub fn to_svg(frame: &Frame, look: &Look<'_>, size_css: (f64, f64)) -> Result<String, Error> {
    svg(frame, look, size_css, &mut FixedMeasure)
}

/// The same, with texts measured by `measure`.
pub fn svg(
    frame: &Frame,
    look: &Look<'_>,
    size_css: (f64, f64),
    measure: &mut dyn TextMeasure,
) -> Result<String, Error> {
    let look = Look { dpr: 1.0, ..*look };
    let mut text = String::new();
    let sheet = SvgDocument::new(&mut text, size_css, look.title, &look.theme.font);
    let area = DrawingArea::from(sheet);
    draw_picture(area, Exact, frame, &look, size_css, measure)
        .map_err(|_| paint_error("the document could not be written"))?;
    text.push_str("</svg>");
    Ok(text)
}
