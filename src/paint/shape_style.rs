//! Colours and strokes in plotters' terms.

use crate::palette::Rgba;
use plotters::style::{RGBAColor, ShapeStyle};

/// A filled shape in plotters' terms.
pub(super) fn filled(color: Rgba) -> ShapeStyle {
    ShapeStyle {
        color: plotters_color(color),
        filled: true,
        stroke_width: 0,
    }
}

/// A stroke in plotters' terms.
pub(super) fn stroked(color: Rgba, width: u32) -> ShapeStyle {
    ShapeStyle {
        color: plotters_color(color),
        filled: false,
        stroke_width: width,
    }
}

fn plotters_color(color: Rgba) -> RGBAColor {
    RGBAColor(color.r, color.g, color.b, f64::from(color.a) / 255.0)
}
