//! Series and dots in whole pixels, by the calls that every backend of plotters has.

use super::Drawn;
use super::shape_style::{filled, stroked};
use crate::convert;
use crate::palette::Rgba;
use crate::raster::dashes;
use crate::scene::{LineStyle, PixelRect, Point, Runs, Scene, SeriesShape};
use plotters_backend::{BackendCoord, DrawingBackend};

/// A disc of at least one pixel's radius.
pub(super) fn dot<DB: DrawingBackend>(
    backend: &mut DB,
    center: Point,
    radius: f64,
    color: Rgba,
) -> Drawn<DB> {
    let center = (
        convert::int(center.x.round()),
        convert::int(center.y.round()),
    );
    backend.draw_circle(center, whole_length(radius), &filled(color), true)
}

/// All shapes; no point lies outside of the clip.
pub(super) fn series<DB: DrawingBackend>(
    backend: &mut DB,
    scene: &Scene,
    origin: BackendCoord,
) -> Drawn<DB> {
    let frame = ClipFrame {
        clip: scene.clip,
        origin,
    };
    for shape in &scene.series {
        match shape {
            SeriesShape::Line { runs, style } => line(backend, frame, runs, *style)?,
            SeriesShape::Area { top, base, fill } => {
                for (top, base) in top.iter().zip(base.iter()) {
                    let outline = frame.path(top.iter().chain(base.iter().rev()));
                    backend.fill_polygon(outline, &filled(fill.flat()))?;
                }
            }
            SeriesShape::Bars { rects, color } => {
                for rect in rects {
                    let rect = rect.intersect(frame.clip);
                    let (from, to) = (
                        frame.moved(rect.left, rect.top),
                        frame.moved(rect.right, rect.bottom),
                    );
                    if !rect.is_empty() {
                        backend.draw_rect(from, to, &filled(*color), true)?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn line<DB: DrawingBackend>(
    backend: &mut DB,
    frame: ClipFrame,
    runs: &Runs,
    style: LineStyle,
) -> Drawn<DB> {
    let stroke = stroked(style.color, whole_length(style.width));
    for run in runs.iter() {
        match (run, style.dash) {
            ([point], _) => {
                let center = frame.place(point);
                let radius = whole_length(style.width / 2.0);
                backend.draw_circle(center, radius, &filled(style.color), true)?;
            }
            // Without round caps: a dash is as long as it looks.
            (run, Some([on, off])) => {
                for dash in dashes(run, on, off) {
                    let mut path = frame.path(dash.iter());
                    if let [(x, y)] = *path {
                        path.push((x + 1, y));
                    }
                    backend.draw_path(path, &stroke)?;
                }
            }
            (run, None) => backend.draw_path(frame.path(run.iter()), &stroke)?,
        }
    }
    Ok(())
}

/// Where a chart lies on its backend.
#[derive(Clone, Copy)]
struct ClipFrame {
    clip: PixelRect,
    origin: BackendCoord,
}

impl ClipFrame {
    fn moved(self, x: i32, y: i32) -> BackendCoord {
        (x + self.origin.0, y + self.origin.1)
    }

    fn place(self, point: &Point) -> BackendCoord {
        let x = convert::int(point.x.round())
            .max(self.clip.left)
            .min(self.clip.right);
        let y = convert::int(point.y.round())
            .max(self.clip.top)
            .min(self.clip.bottom);
        self.moved(x, y)
    }

    /// Places without repetitions: plotters' own strokes have no direction to follow
    /// between two equal ones.
    fn path<'p>(self, points: impl Iterator<Item = &'p Point>) -> Vec<BackendCoord> {
        let mut path: Vec<BackendCoord> = points.map(|point| self.place(point)).collect();
        path.dedup();
        path
    }
}

fn whole_length(length: f64) -> u32 {
    convert::small(length.round().max(1.0))
}
