//! The upper and lower edge of a shape, sampled at a quarter of a device pixel.
//!
//! A time series runs from left to right. The stroke of such a line (all points
//! within a radius of it) has exactly one interval on every vertical, because the
//! stretch of line within reach of that vertical is connected. So a stroke is an
//! area between two edges, like a filled area: one filler serves both, a spike
//! one sample wide is as solid as any other part of the line, and no joint is
//! painted twice. How edges become coverage does not belong here.

use super::column::{ColumnEdges, SAMPLES_PER_COLUMN};
use super::lanes::Lanes;
use crate::geometry::Point;

/// Columns that are traced and filled together.
pub(super) const TILE_COLUMNS: usize = 16;
/// Samples of a tile, one neighbor on either side, so that edges stay continuous
/// from tile to tile, and two more to make whole fours.
const SAMPLES: usize = TILE_COLUMNS * SAMPLES_PER_COLUMN + 4;
/// Far beyond any canvas, small enough for exact quarters in `f32`.
const FAR: f64 = 1e6;
/// Segments narrower than this are vertical: their slope says nothing any more.
const VERTICAL: f32 = 1e-4;
/// Squared pixels by which rounding may put the far end of a disc out of its own reach.
const ROUNDING: f32 = 1e-4;
/// Edges of one shape in one tile, in device pixels, `y` downwards. Where the lower
/// edge does not lie below the upper one, nothing is covered.
pub(super) struct Edges {
    top: [[f32; 4]; SAMPLES / 4],
    bottom: [[f32; 4]; SAMPLES / 4],
}

/// A point relative to the tile's left border.
#[derive(Clone, Copy)]
struct LocalPoint {
    x: f32,
    y: f32,
}

impl LocalPoint {
    /// `None` for a place that is no number; places far away are brought near.
    #[inline(always)]
    fn new(point: Point, origin: Point) -> Option<Self> {
        let (x, y) = (point.x - origin.x, point.y - origin.y);
        (x.is_finite() && y.is_finite()).then(|| Self {
            x: x.clamp(-FAR, FAR) as f32,
            y: y.clamp(-FAR, FAR) as f32,
        })
    }
}

/// Centre of sample `index`, relative to the tile's left border.
#[inline(always)]
fn sample_x(index: usize) -> f32 {
    (index as f32 - 0.5) / SAMPLES_PER_COLUMN as f32
}

/// Samples whose centres lie from `left` to `right`, both included.
#[inline(always)]
fn samples_within(left: f32, right: f32) -> std::ops::Range<usize> {
    let per_column = SAMPLES_PER_COLUMN as f32;
    let first = (left * per_column + 0.5).ceil().max(0.0) as usize;
    let last = (right * per_column + 0.5).floor().min(SAMPLES as f32);
    if last < 0.0 {
        return 0..0;
    }
    first..(last as usize + 1).min(SAMPLES)
}

impl Default for Edges {
    fn default() -> Self {
        Self {
            top: [[f32::MAX; 4]; SAMPLES / 4],
            bottom: [[f32::MIN; 4]; SAMPLES / 4],
        }
    }
}

impl Edges {
    /// Nothing is covered any more.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Widens the edges by the stroke of `points`: round joins, round caps.
    pub(super) fn add_stroke<L: Lanes>(&mut self, points: &[Point], origin: Point, radius: f32) {
        let mut points = points.iter().map(|&point| LocalPoint::new(point, origin));
        let Some(mut from) = points.next() else {
            return;
        };
        if points.len() == 0
            && let Some(only) = from
        {
            self.add_segment::<L>(only, only, radius);
        }
        for to in points {
            if let (Some(from), Some(to)) = (from, to) {
                self.add_segment::<L>(from, to, radius);
            }
            from = to;
        }
    }

    #[inline]
    fn add_segment<L: Lanes>(&mut self, from: LocalPoint, to: LocalPoint, radius: f32) {
        let samples = samples_within(from.x - radius, to.x + radius);
        let fours = samples.start / 4..samples.end.div_ceil(4);
        let (Some(tops), Some(bottoms)) = (
            self.top.get_mut(fours.clone()),
            self.bottom.get_mut(fours.clone()),
        ) else {
            return;
        };
        let stroke = SegmentStroke::<L>::new(from, to, radius);
        let first = sample_x(fours.start * 4);
        let mut x = L::load(&[first, first + 0.25, first + 0.5, first + 0.75]);
        for (top, bottom) in tops.iter_mut().zip(bottoms) {
            stroke.widen(x, top, bottom);
            x = x.add(L::splat(1.0));
        }
    }

    /// Sets the upper edge to `top` and the lower one to `base`, both running over the same `x`.
    pub(super) fn set_area(&mut self, top: &[Point], base: &[Point], origin: Point) {
        interpolate(self.top.as_flattened_mut(), top, origin);
        interpolate(self.bottom.as_flattened_mut(), base, origin);
    }

    /// The edges within a column of the tile. Borders between two covered samples
    /// are shared, so that straight edges stay straight at any slope.
    #[inline(always)]
    pub(super) fn column(&self, column: usize) -> ColumnEdges {
        let first = column * SAMPLES_PER_COLUMN;
        let (Some(top), Some(bottom)) = (
            self.top
                .as_flattened()
                .get(first..)
                .and_then(<[f32]>::first_chunk),
            self.bottom
                .as_flattened()
                .get(first..)
                .and_then(<[f32]>::first_chunk),
        ) else {
            return ColumnEdges::Nothing;
        };
        ColumnEdges::new(top, bottom)
    }
}

/// The set of points within a radius of a segment.
struct SegmentStroke<L> {
    from_x: L,
    to_x: L,
    /// Height at `from_x` that the upper and the lower edge start from: they differ for
    /// vertical segments only.
    upper: L,
    lower: L,
    slope: L,
    /// How far from a vertical the point of the segment lies whose disc reaches furthest on it.
    reach: L,
    radius_squared: L,
}

impl<L: Lanes> SegmentStroke<L> {
    #[inline(always)]
    fn new(from: LocalPoint, to: LocalPoint, radius: f32) -> Self {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let is_vertical = dx <= VERTICAL;
        let length = (dx * dx + dy * dy).sqrt();
        let (slope, reach) = if is_vertical {
            (0.0, 0.0)
        } else {
            (dy / dx, radius * dy / length)
        };
        let (upper, lower) = if is_vertical {
            (from.y.min(to.y), from.y.max(to.y))
        } else {
            (from.y, from.y)
        };
        Self {
            from_x: L::splat(from.x),
            to_x: L::splat(to.x),
            upper: L::splat(upper),
            lower: L::splat(lower),
            slope: L::splat(slope),
            reach: L::splat(reach),
            radius_squared: L::splat(radius * radius),
        }
    }

    /// Moves both edges outwards to hold the stroke on four verticals.
    #[inline(always)]
    fn widen(&self, x: L, top: &mut [f32; 4], bottom: &mut [f32; 4]) {
        let (rise, chord, within) = self.touch(x, x.sub(self.reach));
        let edge = L::load(top);
        let upper = self.upper.add(rise).sub(chord);
        within
            .where_at_least(L::splat(-ROUNDING), edge.lesser(upper), edge)
            .store(top);
        let (rise, chord, within) = self.touch(x, x.add(self.reach));
        let edge = L::load(bottom);
        let lower = self.lower.add(rise).add(chord);
        within
            .where_at_least(L::splat(-ROUNDING), edge.greater(lower), edge)
            .store(bottom);
    }

    /// For the point of the segment nearest to `wanted`: how far below the start it lies,
    /// half the chord that its disc cuts out of the vertical at `x`, and the square of
    /// that, which is negative where the disc does not reach.
    #[inline(always)]
    fn touch(&self, x: L, wanted: L) -> (L, L, L) {
        let at = wanted.lesser(self.to_x).greater(self.from_x);
        let distance = x.sub(at);
        let squared = self.radius_squared.sub(distance.mul(distance));
        let rise = self.slope.mul(at.sub(self.from_x));
        (rise, squared.greater(L::splat(0.0)).sqrt(), squared)
    }
}

/// Writes the height of the polyline at each sample that it spans.
fn interpolate(edge: &mut [f32], points: &[Point], origin: Point) {
    for pair in points.windows(2) {
        if let [from, to] = pair
            && let (Some(from), Some(to)) =
                (LocalPoint::new(*from, origin), LocalPoint::new(*to, origin))
        {
            let samples = samples_within(from.x, to.x);
            let width = to.x - from.x;
            let slope = if width > VERTICAL {
                (to.y - from.y) / width
            } else {
                0.0
            };
            if let Some(heights) = edge.get_mut(samples.clone()) {
                for (index, height) in samples.zip(heights) {
                    *height = from.y + slope * (sample_x(index) - from.x);
                }
            }
        }
    }
}
