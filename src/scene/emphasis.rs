//! One series before the others, which recede: what the viewer points at in legend or plot.

use super::device_transform::DeviceTransform;
use super::{Primitive, Scene, series};
use crate::frame::Frame;
use crate::layout::Layout;
use crate::palette::Rgba;
use crate::theme::Theme;

/// Opacity of the veil over everything else.
const VEIL_ALPHA: u8 = 190;

/// A veil over the plot and, before it, the series at `index` as it is drawn anyway. What has the
/// same color stays with it: nobody could tell it apart.
pub fn emphasis(frame: &Frame, layout: &Layout, theme: &Theme, index: usize) -> Option<Scene> {
    let series = frame.series.get(index).filter(|series| !series.hidden)?;
    let grid = DeviceTransform::new(layout);
    let clip = grid.clip(theme.line_width_css);
    Some(Scene {
        size: grid.canvas(),
        dpr: grid.dpr,
        clip,
        font: layout.font.clone(),
        background: Rgba::TRANSPARENT,
        back: vec![Primitive::Rect {
            rect: clip,
            color: theme.ground().with_alpha(VEIL_ALPHA),
        }],
        series: series::shapes(frame, &grid, theme, Some(series.color)),
    })
}
