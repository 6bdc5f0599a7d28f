//! How a text looks, as plotters' backends ask for it.

use super::backend_color;
use crate::layout::Anchor;
use crate::palette::Rgba;
use crate::scene::Primitive;
use crate::theme::Font;
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendColor, BackendCoord, BackendTextStyle, FontFamily, FontStyle};
use std::convert::Infallible;

/// Size, color and anchor of a text, and the font of the picture.
pub(super) struct Lettering<'f> {
    family: &'f str,
    size: f64,
    strong: bool,
    anchor: Anchor,
    color: Rgba,
}

impl<'f> Lettering<'f> {
    pub(super) fn new(primitive: &Primitive, font: &'f Font) -> Self {
        let (size, strong, anchor, color) = match primitive {
            Primitive::Text {
                size,
                strong,
                anchor,
                color,
                ..
            } => (*size, *strong, *anchor, *color),
            _ => (0.0, false, Anchor::Left, Rgba::TRANSPARENT),
        };
        Self {
            family: &font.family,
            size,
            strong,
            anchor,
            color,
        }
    }
}

impl BackendTextStyle for Lettering<'_> {
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
