//! How a text looks.

use super::backend_color;
use crate::layout::Anchor;
use crate::palette::Rgba;
use plotters::style::{FontDesc, TextStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, FontFamily, FontStyle};
use std::convert::Infallible;

/// Size, color, anchor and family of a text, as backends that have glyphs of their own ask for
/// them. A `TextStyle` of plotters would copy the family for each text; the code for that
/// would be a kilobyte of the module.
pub struct ChartTextStyle<'f> {
    pub(super) family: &'f str,
    pub(super) size: f64,
    pub(super) strong: bool,
    pub(super) anchor: Anchor,
    pub(super) color: Rgba,
}

/// Plotters' sizes are heights of lines: its backends, but for the canvas, divide them by
/// this to find an em.
const LINE_OF_EM: f64 = 1.24;

impl ChartTextStyle<'_> {
    /// The same in plotters' terms, for backends that draw plotters' glyphs or take its sizes.
    pub(super) fn text_style(&self) -> TextStyle<'_> {
        TextStyle {
            font: FontDesc::new(self.family(), self.size * LINE_OF_EM, self.style()),
            color: backend_color(self.color),
            pos: self.anchor(),
        }
    }
}

impl BackendTextStyle for ChartTextStyle<'_> {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        backend_color(self.color)
    }

    fn size(&self) -> f64 {
        self.size
    }

    fn style(&self) -> FontStyle {
        if self.strong {
            FontStyle::Bold
        } else {
            FontStyle::Normal
        }
    }

    fn anchor(&self) -> Pos {
        let horizontal = match self.anchor {
            Anchor::Left => HPos::Left,
            Anchor::Middle => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        Pos::new(horizontal, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.family)
    }

    /// Texts are laid out before they get here, so nothing is measured.
    fn layout_box(&self, _: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (0, 0)))
    }

    /// Glyphs come from the backends; there are none to draw pixel by pixel.
    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: D,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}
