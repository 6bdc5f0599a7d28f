//! Exact coverage of the pixels of one column between two edges.
//!
//! An edge that falls evenly from `high` to `low` within its quarter column covers
//! a pixel by a quadratic in the pixel's row, so the second difference from row to
//! row is non-zero in six rows only, however steep the edge is. Edges are therefore
//! scattered as second differences and summed up twice in one walk down the rows.

use super::column::{Borders, ColumnEdges, Part, SAMPLES_PER_COLUMN};
use super::geometry::SQUARE;
use super::lanes::{FULL, Lanes, to_byte};
use super::whole_squares;
use std::ops::Range;

/// Coverage of one sample.
const SAMPLE: i32 = FULL / SAMPLES_PER_COLUMN as i32;
/// Heights of edges in fixed point.
const FRACTION_BITS: u32 = 8;
const FRACTION: f32 = (1 << FRACTION_BITS) as f32;
const FRACTION_MASK: i32 = (1 << FRACTION_BITS) - 1;
/// An edge that falls less than this counts as level: a sixteenth of a pixel.
const LEVEL: i32 = 1 << (FRACTION_BITS - 4);
/// Most rows that are computed one by one.
const FEW_ROWS: usize = 12;
/// Rows past the last one that a scattered edge may touch.
const TAIL: usize = 3;

/// Coverage of one column, reused from column to column.
#[derive(Default)]
pub(super) struct ColumnCoverage {
    /// Second differences by row; all zero between two columns.
    second: Vec<i32>,
    /// Coverage by row, valid in the rows last returned.
    bytes: Vec<u8>,
    height: usize,
}

impl ColumnCoverage {
    pub(super) fn resize(&mut self, height: usize) {
        if self.height != height {
            self.height = height;
            self.second.clear();
            self.second.resize(height + TAIL, 0);
            self.bytes.clear();
            self.bytes
                .resize(whole_squares(&(0..height)).end + FEW_ROWS, 0);
        }
    }

    /// Number of rows.
    pub(super) fn height(&self) -> usize {
        self.height
    }

    /// Coverage bytes of the rows in `rows`.
    pub(super) fn bytes(&self, rows: Range<usize>) -> &[u8] {
        self.bytes.get(rows).unwrap_or_default()
    }

    /// Computes the coverage of a column and returns the rows that may hold some, widened to
    /// whole squares of the tile.
    #[inline]
    pub(super) fn fill<L: Lanes>(&mut self, edges: &ColumnEdges) -> Range<usize> {
        let parts = edges.parts();
        if parts.is_empty() {
            return 0..0;
        }
        let top = self.rows_of(parts, |part| &part.top);
        let bottom = self.rows_of(parts, |part| &part.bottom);
        let rows = top.start.min(bottom.start)..top.end.max(bottom.end);
        if rows.is_empty() {
            return 0..0;
        }
        let squares = whole_squares(&rows);
        if let [part] = parts
            && part.is_straight()
            && rows.len() <= FEW_ROWS
        {
            self.fill_few::<L>(part, squares.clone());
            return squares;
        }
        self.clear_square(squares.start);
        self.clear_square(squares.end - SQUARE);
        if top.end < bottom.start {
            self.fill_apart::<L>(parts, top, bottom);
        } else {
            for part in parts {
                self.scatter(part.used(&part.top), part.samples);
                self.scatter(part.used(&part.bottom), -part.samples);
            }
            self.walk::<L>(rows, 0);
        }
        squares
    }

    /// Rows of the first and the last square that hold no edge stay empty.
    #[inline]
    fn clear_square(&mut self, row: usize) {
        let square = self.bytes.get_mut(row..);
        if let Some(square) = square.and_then(<[u8]>::first_chunk_mut::<SQUARE>) {
            *square = [0; SQUARE];
        }
    }

    /// Between two edges that lie apart all rows are equal: no need to walk them.
    fn fill_apart<L: Lanes>(&mut self, parts: &[Part], top: Range<usize>, bottom: Range<usize>) {
        for part in parts {
            self.scatter(part.used(&part.top), part.samples);
        }
        let inside = self.walk::<L>(top.clone(), 0);
        if let Some(rows) = self.bytes.get_mut(top.end..bottom.start) {
            rows.fill(to_byte(inside));
        }
        for part in parts {
            self.scatter(part.used(&part.bottom), -part.samples);
        }
        self.walk::<L>(bottom, inside);
    }

    /// Both edges are straight and the rows few, as in most columns of a smooth line: rows are
    /// computed one by one, four at a time. They begin and end at a square.
    #[inline]
    fn fill_few<L: Lanes>(&mut self, part: &Part, rows: Range<usize>) {
        let (top, bottom) = (
            Below::<L>::new(part.used(&part.top)),
            Below::<L>::new(part.used(&part.bottom)),
        );
        let first = rows.start as f32;
        let mut row = L::load(&[first, first + 1.0, first + 2.0, first + 3.0]);
        let bytes = self.bytes.get_mut(rows).unwrap_or_default();
        for four in bytes.as_chunks_mut::<4>().0 {
            let next = row.add(L::splat(1.0));
            let covered = top
                .at(next)
                .sub(top.at(row))
                .sub(bottom.at(next).sub(bottom.at(row)));
            let bounded = covered.greater(L::splat(0.0)).lesser(L::splat(1.0));
            *four = bounded.mul(L::splat(255.0)).to_bytes();
            row = row.add(L::splat(4.0));
        }
    }

    /// Rows that hold some of the heights that `edge` picks.
    #[inline]
    fn rows_of(&self, parts: &[Part], edge: impl Fn(&Part) -> &Borders) -> Range<usize> {
        let (mut low, mut high) = (f32::MAX, f32::MIN);
        for part in parts {
            for &height in edge(part) {
                low = if height < low { height } else { low };
                high = if height > high { height } else { high };
            }
        }
        self.row_below(low)..self.row_above(high)
    }

    #[inline(always)]
    fn row_below(&self, y: f32) -> usize {
        (y.floor().max(0.0) as usize).min(self.height)
    }

    #[inline(always)]
    fn row_above(&self, y: f32) -> usize {
        (y.ceil().max(0.0) as usize).min(self.height)
    }

    /// Adds an edge that bends at `borders`; what lies below it counts by `samples` for each
    /// piece between two of them.
    #[inline]
    fn scatter(&mut self, borders: &[f32], samples: i32) {
        let weight = samples * SAMPLE;
        let bottom = (self.height as i32) << FRACTION_BITS;
        let mut slope_before = 0;
        let mut borders = borders.iter().map(|&border| (border * FRACTION) as i32);
        let mut from = borders.next().unwrap_or_default();
        for to in borders {
            let fall = to - from;
            let slope = if fall.abs() < LEVEL {
                self.add_level(((from + to) >> 1).clamp(0, bottom), weight);
                0
            } else if from.min(to) >= 0 && from.max(to) <= bottom {
                slope(weight, fall)
            } else {
                self.scatter_clipped(from.min(to), from.max(to), weight);
                0
            };
            if slope != slope_before {
                // Two neighbors bend at the border they share.
                self.add_bend(from, slope - slope_before);
            }
            slope_before = slope;
            from = to;
        }
        if slope_before != 0 {
            self.add_bend(from, -slope_before);
        }
    }

    /// What lies above or below the picture is moved to its border, in proportion.
    #[cold]
    fn scatter_clipped(&mut self, high: i32, low: i32, weight: i32) {
        let bottom = (self.height as i32) << FRACTION_BITS;
        let share =
            |part: i32| (f64::from(weight) * f64::from(part) / f64::from(low - high)) as i32;
        if high < 0 {
            self.add_level(0, share(low.min(0) - high));
        }
        let slope = slope(weight, low - high);
        let (high, low) = (high.clamp(0, bottom), low.clamp(0, bottom));
        if low > high {
            self.add_bend(high, slope);
            self.add_bend(low, -slope);
        }
    }

    /// From `y` downwards everything is covered by `weight`.
    #[inline(always)]
    fn add_level(&mut self, y: i32, weight: i32) {
        let here = (weight >> FRACTION_BITS) * ((1 << FRACTION_BITS) - (y & FRACTION_MASK));
        let below = weight - here;
        self.add(y, [here, below - here, -below]);
    }

    /// From `y` downwards coverage grows by `slope` a row: weights of the quadratic B-spline.
    #[inline(always)]
    fn add_bend(&mut self, y: i32, slope: i32) {
        let part = i64::from(y & FRACTION_MASK);
        let rest = (1 << FRACTION_BITS) - part;
        let halved = |square: i64| ((i64::from(slope) * square) >> (2 * FRACTION_BITS + 1)) as i32;
        let (first, last) = (halved(rest * rest), halved(part * part));
        self.add(y, [first, slope - first - last, last]);
    }

    #[inline(always)]
    fn add(&mut self, y: i32, [here, next, last]: [i32; TAIL]) {
        let row = (y >> FRACTION_BITS) as usize;
        if let Some(rows) = self
            .second
            .get_mut(row..)
            .and_then(<[i32]>::first_chunk_mut::<TAIL>)
        {
            rows[0] += here;
            rows[1] += next;
            rows[2] += last;
        }
    }

    #[inline]
    fn walk<L: Lanes>(&mut self, rows: Range<usize>, start: i32) -> i32 {
        let (Some(seconds), Some(bytes)) = (
            self.second.get_mut(rows.start..rows.end + TAIL),
            self.bytes.get_mut(rows.clone()),
        ) else {
            return start;
        };
        let (inner, tail) = seconds.split_at_mut(rows.len());
        let (mut level, mut slope) = L::integrate(inner, bytes, start);
        for second in tail {
            slope += std::mem::take(second);
            level += slope;
        }
        level
    }
}

/// The area of a column, from the top down to any height, that lies below a straight edge.
struct Below<L> {
    high: L,
    low: L,
    /// Half of one over the fall of the edge.
    share: L,
}

impl<L: Lanes> Below<L> {
    #[inline(always)]
    fn new(edge: &[f32]) -> Self {
        let (from, to) = (edge.first().copied(), edge.last().copied());
        let (from, to) = (from.unwrap_or(f32::MAX), to.unwrap_or(f32::MAX));
        let (high, low) = if from < to { (from, to) } else { (to, from) };
        // A level edge is a steep one here: its share is of no weight.
        let share = if low > high { 0.5 / (low - high) } else { 0.0 };
        Self {
            high: L::splat(high),
            low: L::splat(low),
            share: L::splat(share),
        }
    }

    #[inline(always)]
    fn at(&self, y: L) -> L {
        let within = y.greater(self.high).lesser(self.low).sub(self.high);
        let past = y.sub(self.low).greater(L::splat(0.0));
        within.mul(within).mul(self.share).add(past)
    }
}

/// Coverage gained a row by an edge that falls by `fall` and counts `weight` in all.
#[inline(always)]
fn slope(weight: i32, fall: i32) -> i32 {
    (weight as f32 * FRACTION / fall as f32) as i32
}
