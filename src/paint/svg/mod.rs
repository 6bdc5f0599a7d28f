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
use crate::scene;
use document::SvgDocument;
use path::{Outlines, Strokes};
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

/// What the paths of a sparkline are in: `viewBox`.
pub const SPARKLINE_BOX: &str = "0 0 100 100";

/// The area and the line of a sparkline, as path data. `None` where there are too few values for a line.
pub fn sparkline(values: &[f64]) -> Option<[String; 2]> {
    let [line, floor] = scene::sparkline(values)?;
    let area = Outlines(&line, &floor).to_string();
    Some([area, Strokes(&line).to_string()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sparkline_is_an_area_and_a_line() {
        let [area, line] = sparkline(&[2.0, f64::NAN, 1.0, 0.0]).unwrap();
        assert_eq!(line, "M0 0h0M66.67 50L100 100");
        assert_eq!(area, "M0 0L0 100ZM66.67 50L100 100L100 100L66.67 100Z");
        assert_eq!(sparkline(&[1.0]), None);
    }
}
