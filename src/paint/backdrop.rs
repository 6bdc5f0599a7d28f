//! What lies behind the series, as one color a row, where it can be described so.

use crate::convert;
use crate::palette::Rgba;
use crate::raster::{Backdrop, Pixel};
use crate::scene::{PixelRect, Primitive, Scene};

/// The backdrop of the scene's clip. `None` where something behind the series does not run
/// from side to side, such as a word in a band: the series then need a layer of their own.
pub fn backdrop(scene: &Scene) -> Option<Backdrop> {
    let clip = scene.clip;
    let mut backdrop = Backdrop::plain(
        usize::try_from(clip.height()).ok()?,
        pixel(scene.background),
    );
    for primitive in &scene.back {
        match primitive {
            Primitive::Rect { rect, color } => {
                let inside = rect.intersect(clip);
                if inside.is_empty() {
                    continue;
                }
                if inside.width() < clip.width() {
                    return None;
                }
                let row = |y: i32| usize::try_from(y - clip.top).unwrap_or(0);
                backdrop.paint(row(inside.top)..row(inside.bottom), pixel(*color));
            }
            Primitive::Text { at, size, .. } => {
                let half = convert::int((size / 2.0).ceil());
                let line = PixelRect {
                    left: clip.left,
                    top: at.1 - half,
                    right: clip.right,
                    bottom: at.1 + half,
                };
                let is_beside = at.0 < clip.left || at.0 > clip.right;
                if !is_beside && !line.intersect(clip).is_empty() {
                    return None;
                }
            }
            Primitive::Dot { .. } => return None,
        }
    }
    Some(backdrop)
}

/// A color as the raster takes it.
pub(super) fn pixel(color: Rgba) -> Pixel {
    [color.r, color.g, color.b, color.a]
}
