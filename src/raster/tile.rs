//! Sixteen columns of pixels, stored column by column, on their way to rows.
//!
//! Shapes are filled downwards, so columns are kept together while they are filled;
//! rows are what `ImageData` wants. A tile is small enough to stay in the
//! processor's cache in between.

use super::backdrop::Backdrop;
use super::envelope::TILE_COLUMNS;
use super::geometry::SQUARE;
use super::lanes::{Four, Lanes};
use super::pixel::{CLEAR, Pixel, over, unpremultiply};
use std::ops::Range;
/// The columns of a tile; as [`Tile::begin`] left them between two tiles.
#[derive(Default)]
pub(super) struct Tile {
    pixels: Vec<Pixel>,
    /// Rows a column, a multiple of [`SQUARE`].
    stride: usize,
    /// The columns hold the backdrop.
    is_seeded: bool,
    /// Rows that were painted, over all columns.
    dirty: Range<usize>,
}

/// Rows of straight pixels that a tile is moved into.
pub(super) struct Target<'a> {
    pub(super) image: &'a mut [Pixel],
    pub(super) width: usize,
    /// First column of the tile.
    pub(super) left: usize,
    /// Row of the picture that is being written.
    pub(super) row: usize,
}

impl Tile {
    /// Makes every column ready to be painted. Where shapes only cover what lies under them
    /// and the backdrop is opaque, they are painted on it; else they are painted on nothing
    /// and laid over the backdrop as a whole.
    pub(super) fn begin(&mut self, backdrop: &Backdrop, is_painted_on: bool) {
        self.stride = backdrop.height().next_multiple_of(SQUARE);
        self.is_seeded = is_painted_on && backdrop.is_opaque();
        self.dirty = 0..0;
        self.pixels.clear();
        if self.is_seeded {
            for _ in 0..TILE_COLUMNS {
                self.pixels.extend(backdrop.rows(0..self.stride));
            }
        } else {
            self.pixels.resize(self.stride * TILE_COLUMNS, CLEAR);
        }
    }

    /// Pixels of a column, to be painted in `rows`, which begin and end at a square.
    #[inline(always)]
    pub(super) fn column(&mut self, column: usize, rows: Range<usize>) -> &mut [Pixel] {
        self.dirty = if self.dirty.is_empty() {
            rows.clone()
        } else {
            self.dirty.start.min(rows.start)..self.dirty.end.max(rows.end)
        };
        let start = column * self.stride;
        self.pixels
            .get_mut(start + rows.start..start + rows.end)
            .unwrap_or_default()
    }

    /// Moves what was painted to `target`, which holds the backdrop there, and clears the tile.
    pub(super) fn flush<L: Lanes>(&mut self, mut target: Target<'_>, backdrop: &Backdrop) {
        let rows = std::mem::take(&mut self.dirty);
        if rows.is_empty() {
            return;
        }
        let mut columns = self.pixels.chunks_exact_mut(self.stride.max(1));
        let mut columns: [&mut [Four]; TILE_COLUMNS] = std::array::from_fn(|_| {
            let column = columns.next().unwrap_or_default();
            let rows = column.get_mut(rows.clone()).unwrap_or_default();
            rows.as_chunks_mut::<SQUARE>().0
        });
        let (backdrops, _) = backdrop.rows(rows.clone()).as_chunks::<SQUARE>();
        let (groups, _) = columns.as_chunks_mut::<SQUARE>();
        for (index, under) in backdrops.iter().enumerate() {
            target.row = rows.start + index * SQUARE;
            let mut band = target.band();
            for (group, [a, b, c, d]) in groups.iter_mut().enumerate() {
                let (Some(a), Some(b), Some(c), Some(d)) = (
                    a.get_mut(index),
                    b.get_mut(index),
                    c.get_mut(index),
                    d.get_mut(index),
                ) else {
                    continue;
                };
                let square = [a, b, c, d];
                if self.is_seeded {
                    band.put(group, &L::take_rows(square, under));
                } else if let Some(rows) = lay_over(square, under) {
                    band.put(group, &rows);
                }
            }
        }
    }
}

impl Target<'_> {
    /// The part of the picture that four rows of a tile cover.
    #[inline(always)]
    fn band(&mut self) -> TileBand<'_> {
        let start = self.row * self.width + self.left;
        let columns = (self.width - self.left).min(TILE_COLUMNS);
        let rest = self.image.get_mut(start..).unwrap_or_default();
        let mut rows = rest.chunks_mut(self.width.max(1));
        TileBand {
            // The last tile may reach past the right border, the last rows past the lower one.
            rows: std::array::from_fn(|_| {
                let row = rows.next().unwrap_or_default();
                let columns = columns.min(row.len());
                row.get_mut(..columns).unwrap_or_default()
            }),
        }
    }
}

/// Four rows of a picture, as far as a tile reaches.
struct TileBand<'a> {
    rows: [&'a mut [Pixel]; SQUARE],
}

impl TileBand<'_> {
    #[inline(always)]
    fn put(&mut self, group: usize, square: &[Four; SQUARE]) {
        for (row, pixels) in self.rows.iter_mut().zip(square) {
            let target = row.get_mut(group * SQUARE..).unwrap_or_default();
            if let Some(target) = target.first_chunk_mut::<SQUARE>() {
                *target = *pixels;
            } else {
                for (target, pixel) in target.iter_mut().zip(pixels) {
                    *target = *pixel;
                }
            }
        }
    }
}

/// Takes four rows of four columns, clears them, lays them over the backdrop, and returns
/// rows of straight pixels; `None` where nothing was painted.
fn lay_over(columns: [&mut Four; 4], backdrop: &Four) -> Option<[Four; 4]> {
    if columns.iter().all(|column| **column == [CLEAR; SQUARE]) {
        return None;
    }
    let mut rows = [[CLEAR; SQUARE]; SQUARE];
    // Neighbors are mostly alike: inside an area, all of them.
    let mut last = (CLEAR, CLEAR, CLEAR);
    for (index, column) in columns.into_iter().enumerate() {
        for ((pixel, &under), row) in column.iter_mut().zip(backdrop).zip(&mut rows) {
            let painted = std::mem::take(pixel);
            if (painted, under) != (last.0, last.1) {
                last = (painted, under, unpremultiply(over(painted, under)));
            }
            if let Some(place) = row.get_mut(index) {
                *place = last.2;
            }
        }
    }
    Some(rows)
}
