//! Columns of coverage to pixels: lines, areas and bars for one `putImageData`.
//!
//! Canvas strokes wider than one device pixel are what makes dense charts slow
//! wherever no GPU rasterizes them. This rasterizer knows one thing that a canvas
//! cannot: a series runs from left to right. See [`envelope`] for what follows from
//! that. Where pixels go does not belong here.

mod backdrop;
mod column;
mod coverage;
mod dash;
mod envelope;
mod geometry;
mod lanes;
mod pixel;
mod tile;

pub use backdrop::Backdrop;
use coverage::ColumnCoverage;
pub use dash::dashes;
use envelope::{Edges, TILE_COLUMNS};
use geometry::SQUARE;
pub use geometry::{PixelRect, Point};
pub use lanes::{Best, Blend, Lanes, Scalar};
pub use pixel::{CLEAR, Pixel, over, premultiply, unpremultiply};
use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;
use tile::{Target, Tile};

/// Thinnest line that is drawn as wide as it is; thinner ones get this width in a paler color.
const HAIRLINE: f64 = 1.0;
/// Widest line; beyond it a line is no line any more.
const WIDEST: f64 = 1000.0;

/// One thing to draw. Places are device pixels in the coordinates of the whole
/// canvas, points ascend in `x`, colors are straight.
#[derive(Clone, Debug)]
pub enum Shape<'a> {
    /// A stroke with round joins and caps; a single point is a dot.
    Line {
        /// The line.
        points: Cow<'a, [Point]>,
        /// Device pixels.
        width: f64,
        /// Its color.
        color: Pixel,
    },
    /// What lies between two polylines over the same stretch of `x`.
    Area {
        /// Upper edge.
        top: &'a [Point],
        /// Lower edge.
        base: &'a [Point],
        /// Its color.
        color: Pixel,
        /// Rows of the canvas between which it fades to nothing.
        fade: Option<(i32, i32)>,
        /// [`Blend::Add`] for areas stacked on one another.
        blend: Blend,
    },
    /// Rectangles of whole pixels.
    Bars {
        /// The rectangles.
        rects: &'a [PixelRect],
        /// Their color.
        color: Pixel,
    },
}

impl<'a> Shape<'a> {
    /// The dashes of a line: `core` pixels and their round caps, then the rest of `pause`
    /// left out.
    pub fn dashed(
        points: &'a [Point],
        width: f64,
        [core, pause]: [f64; 2],
        color: Pixel,
    ) -> Vec<Self> {
        dashes(points, core, pause)
            .into_iter()
            .map(|points| Shape::Line {
                points: Cow::Owned(points),
                width,
                color,
            })
            .collect()
    }

    fn adds(&self) -> bool {
        matches!(
            self,
            Shape::Area {
                blend: Blend::Add,
                ..
            }
        )
    }

    /// First and last `x` that may hold ink.
    fn extent(&self) -> (f64, f64) {
        let ends = |points: &[Point], reach: f64| match (points.first(), points.last()) {
            (Some(first), Some(last)) => (first.x - reach, last.x + reach),
            _ => (f64::MAX, f64::MIN),
        };
        match self {
            Shape::Line { points, width, .. } => ends(points, radius(*width)),
            Shape::Area { top, .. } => ends(top, 0.0),
            Shape::Bars { rects, .. } => match (rects.first(), rects.last()) {
                (Some(first), Some(last)) => (f64::from(first.left), f64::from(last.right)),
                _ => (f64::MAX, f64::MIN),
            },
        }
    }
}

/// The scratch of the rasterizer, to be kept and used again.
///
/// `L` are the lanes it computes with; all of them give the same pixels.
pub struct Raster<L = Best> {
    image: Vec<Pixel>,
    tile: Tile,
    edges: Edges,
    coverage: ColumnCoverage,
    lanes: PhantomData<L>,
}

/// Where the picture's upper left corner lies on the canvas, and how wide it is; its
/// height is that of the backdrop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Left border on the canvas.
    pub left: i32,
    /// Upper border on the canvas.
    pub top: i32,
    /// Columns of pixels.
    pub width: usize,
}

impl Raster {
    /// A rasterizer with the fastest lanes; no memory is taken before the first picture.
    pub fn new() -> Self {
        Self::with_lanes()
    }
}

impl Default for Raster {
    fn default() -> Self {
        Self::new()
    }
}

impl<L: Lanes> Raster<L> {
    /// A rasterizer with the lanes that `L` names.
    pub fn with_lanes() -> Self {
        Self {
            image: Vec::new(),
            tile: Tile::default(),
            edges: Edges::default(),
            coverage: ColumnCoverage::default(),
            lanes: PhantomData,
        }
    }

    /// Draws `shapes` in order, cut at the window's borders, and returns rows of straight pixels.
    pub fn draw(&mut self, window: Window, backdrop: &Backdrop, shapes: &[Shape<'_>]) -> &[Pixel] {
        let (width, height) = (window.width, backdrop.height());
        self.image.resize(width * height, CLEAR);
        let is_painted_on = shapes.iter().all(|shape| !shape.adds());
        self.tile.begin(backdrop, is_painted_on);
        self.coverage.resize(height);
        for (row, &color) in self
            .image
            .chunks_exact_mut(width.max(1))
            .zip(backdrop.all())
        {
            row.fill(unpremultiply(color));
        }
        let mut cursors = vec![Cursor::default(); shapes.len()];
        for left in (0..width).step_by(TILE_COLUMNS) {
            let place = TilePlace::new(window, left);
            for (shape, cursor) in shapes.iter().zip(&mut cursors) {
                self.fill(shape, &place, cursor);
            }
            let image = &mut self.image;
            self.tile.flush::<L>(
                Target {
                    image,
                    width,
                    left,
                    row: 0,
                },
                backdrop,
            );
        }
        &self.image
    }
}

/// How far the drawing of a shape has come: index into its points or bars, and into an
/// area's base, which may hold another number of points than its top.
#[derive(Clone, Copy, Default)]
struct Cursor {
    first: usize,
    second: usize,
}

/// A tile's place on the canvas.
struct TilePlace {
    origin: Point,
    left: i32,
    columns: usize,
    top: i32,
}

impl TilePlace {
    fn new(window: Window, left: usize) -> Self {
        let columns = TILE_COLUMNS.min(window.width - left);
        let left = window
            .left
            .saturating_add(i32::try_from(left).unwrap_or(i32::MAX));
        Self {
            origin: Point {
                x: f64::from(left),
                y: f64::from(window.top),
            },
            left,
            columns,
            top: window.top,
        }
    }

    /// Columns of the tile that hold something between two places.
    fn columns_within(&self, (left, right): (f64, f64)) -> Range<usize> {
        let first = (left - self.origin.x).floor().max(0.0) as usize;
        let last = (right - self.origin.x).ceil().max(0.0) as usize;
        first..last.min(self.columns)
    }
}

/// What a shape is filled with.
#[derive(Clone, Copy)]
struct Ink {
    color: Pixel,
    mode: Blend,
    /// Row of the picture from which on it fades, and how much in a row.
    fade: Option<(f32, f32)>,
}

impl Ink {
    /// What is left of the color, premultiplied, when so much of it has faded.
    #[inline(always)]
    fn faded(&self, part: f32) -> Pixel {
        let [red, green, blue, alpha] = self.color;
        let left = (1.0 - part).clamp(0.0, 1.0);
        premultiply([red, green, blue, (f32::from(alpha) * left + 0.5) as u8])
    }
}

impl<L: Lanes> Raster<L> {
    fn fill(&mut self, shape: &Shape<'_>, place: &TilePlace, cursor: &mut Cursor) {
        let columns = place.columns_within(shape.extent());
        if columns.is_empty() {
            return;
        }
        match shape {
            Shape::Line {
                points,
                width,
                color,
            } => {
                let radius = radius(*width);
                let near = near(points, place, radius, &mut cursor.first);
                self.edges.clear();
                self.edges
                    .add_stroke::<L>(near, place.origin, radius as f32);
                let (color, mode) = (faded(*color, *width), Blend::Over);
                self.fill_between(
                    columns,
                    Ink {
                        color,
                        mode,
                        fade: None,
                    },
                );
            }
            Shape::Area {
                top,
                base,
                color,
                fade,
                blend,
            } => {
                self.edges.clear();
                let top = near(top, place, 1.0, &mut cursor.first);
                let base = near(base, place, 1.0, &mut cursor.second);
                self.edges.set_area(top, base, place.origin);
                let fade = fade.map(|(from, to)| {
                    let length = to.saturating_sub(from).max(1) as f32;
                    let middle = SQUARE as f32 / 2.0;
                    (from.saturating_sub(place.top) as f32 - middle, 1.0 / length)
                });
                self.fill_between(
                    columns,
                    Ink {
                        color: *color,
                        mode: *blend,
                        fade,
                    },
                );
            }
            Shape::Bars { rects, color } => {
                while rects
                    .get(cursor.first)
                    .is_some_and(|rect| rect.right <= place.left)
                {
                    cursor.first += 1;
                }
                self.fill_bars(rects.get(cursor.first..).unwrap_or_default(), *color, place);
            }
        }
    }

    fn fill_between(&mut self, columns: Range<usize>, ink: Ink) {
        let plain = premultiply(ink.color);
        for column in columns {
            let rows = self.coverage.fill::<L>(&self.edges.column(column));
            // Four rows of what fades have one color: nobody sees finer steps.
            let height = match ink.fade {
                Some(_) => SQUARE,
                None => rows.len(),
            };
            let mut start = rows.start;
            while start < rows.end {
                let rows = start..start + height;
                let source = match ink.fade {
                    Some((top, step)) => ink.faded((start as f32 - top) * step),
                    None => plain,
                };
                start += height;
                let coverage = self.coverage.bytes(rows.clone());
                L::blend(ink.mode, self.tile.column(column, rows), coverage, source);
            }
        }
    }

    fn fill_bars(&mut self, rects: &[PixelRect], color: Pixel, place: &TilePlace) {
        let right = place.left.saturating_add(place.columns as i32);
        let height = self.coverage.height();
        let source = premultiply(color);
        for rect in rects.iter().take_while(|rect| rect.left < right) {
            let row = |y: i32| (y.saturating_sub(place.top).max(0) as usize).min(height);
            let rows = row(rect.top)..row(rect.bottom);
            let first = rect.left.max(place.left) - place.left;
            let last = rect.right.min(right) - place.left;
            for column in first.max(0) as usize..last.max(0) as usize {
                let squares = whole_squares(&rows);
                let skipped = rows.start - squares.start;
                let pixels = self.tile.column(column, squares).iter_mut();
                for pixel in pixels.skip(skipped).take(rows.len()) {
                    *pixel = over(source, *pixel);
                }
            }
        }
    }
}

/// The points that may leave ink in a tile. The cursor stays at the first of them, since
/// tiles come from left to right.
fn near<'p>(points: &'p [Point], place: &TilePlace, reach: f64, cursor: &mut usize) -> &'p [Point] {
    // One sample beyond the tile, on either side, takes part in its edges.
    let left = place.origin.x - reach - 1.0;
    let right = place.origin.x + TILE_COLUMNS as f64 + reach + 1.0;
    while points.get(*cursor + 1).is_some_and(|next| next.x < left) {
        *cursor += 1;
    }
    let rest = points.get(*cursor..).unwrap_or_default();
    let inside = rest.iter().take_while(|point| point.x <= right).count();
    rest.get(..(inside + 1).min(rest.len())).unwrap_or_default()
}

/// Widened to begin and end at a square of the tile.
#[inline]
fn whole_squares(rows: &Range<usize>) -> Range<usize> {
    rows.start / SQUARE * SQUARE..rows.end.next_multiple_of(SQUARE)
}

fn radius(width: f64) -> f64 {
    // Not `clamp`: a width that is no number is a hairline.
    let width = if width > HAIRLINE {
        width.min(WIDEST)
    } else {
        HAIRLINE
    };
    width / 2.0
}

/// A line thinner than a hairline is a paler hairline.
fn faded([red, green, blue, alpha]: Pixel, width: f64) -> Pixel {
    let part = (width / HAIRLINE).clamp(0.0, 1.0);
    [red, green, blue, (f64::from(alpha) * part).round() as u8]
}
