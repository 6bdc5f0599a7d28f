//! Canvas strokes or the raster: whoever is faster for the scene at hand.

use crate::config;
use crate::scene::{Scene, SeriesShape};

/// Who draws the series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Painter {
    /// Strokes and fills of the canvas.
    Strokes,
    /// The coverage raster and one `putImageData`.
    Raster,
}

/// Canvases stroke lines up to this width by a fast path that wider ones do not get; wider
/// ones cost ten times as much and more, unless a GPU draws them.
const HAIRLINE: f64 = 1.0;
/// Points from which on even hairlines are slower than the raster.
const MOST_STROKED_POINTS: usize = 6000;
/// Rectangles from which on filling them one by one is slower than the raster.
const MOST_FILLED_RECTS: usize = 2000;

/// Chooses for a scene, unless the page has chosen.
pub fn choose(scene: &Scene, option: config::PainterOption) -> Painter {
    match option {
        config::PainterOption::Strokes => Painter::Strokes,
        config::PainterOption::Raster => Painter::Raster,
        config::PainterOption::Auto if is_light(scene) => Painter::Strokes,
        config::PainterOption::Auto => Painter::Raster,
    }
}

fn is_light(scene: &Scene) -> bool {
    let (mut points, mut rects) = (0, 0);
    for shape in &scene.series {
        match shape {
            SeriesShape::Line { runs, style } => {
                // A few wide marks cost nothing.
                let is_wide = style.width > HAIRLINE && runs.iter().any(|run| run.len() > 1);
                if is_wide {
                    return false;
                }
                points += runs.point_count();
            }
            SeriesShape::Area { .. } => points += shape.point_count(),
            SeriesShape::Bars { rects: bars, .. } => rects += bars.len(),
        }
    }
    points <= MOST_STROKED_POINTS && rects <= MOST_FILLED_RECTS
}
