//! What lies behind the shapes.

use super::geometry::SQUARE;
use super::pixel::{CLEAR, Pixel, over, premultiply};
use std::ops::Range;

/// One color for each row of pixels: grid lines and bands run from side to side.
#[derive(Clone, Debug, PartialEq)]
pub struct Backdrop {
    /// Premultiplied; filled up to whole squares with the last row's color.
    rows: Vec<Pixel>,
    height: usize,
    opaque: bool,
}

impl Backdrop {
    /// One straight color on `height` rows.
    pub fn plain(height: usize, color: Pixel) -> Self {
        Self {
            rows: vec![premultiply(color); height.next_multiple_of(SQUARE)],
            height,
            opaque: color[3] == 255,
        }
    }

    /// No color at all.
    pub fn clear(height: usize) -> Self {
        Self::plain(height, CLEAR)
    }

    /// Lays a straight color over some rows: a grid line, a band.
    pub fn paint(&mut self, rows: Range<usize>, color: Pixel) {
        let end = rows.end.min(self.height);
        let source = premultiply(color);
        for row in self.rows.get_mut(rows.start..end).unwrap_or_default() {
            *row = over(source, *row);
        }
    }

    /// Number of rows.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Nothing behind it shines through.
    pub fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// Premultiplied colors of the rows of the picture.
    pub(super) fn all(&self) -> &[Pixel] {
        self.rows.get(..self.height).unwrap_or_default()
    }

    /// Premultiplied colors of rows up to the end of the last square.
    pub(super) fn rows(&self, rows: Range<usize>) -> &[Pixel] {
        self.rows.get(rows).unwrap_or_default()
    }
}
