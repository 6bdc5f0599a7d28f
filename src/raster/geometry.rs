//! Places and rectangles in device pixels.

/// A place on the canvas in device pixels, `y` downwards.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Point {
    /// From the left border.
    pub x: f64,
    /// From the upper border.
    pub y: f64,
}

/// A rectangle of whole device pixels; empty where its borders do not ascend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct PixelRect {
    /// First column.
    pub left: i32,
    /// First row.
    pub top: i32,
    /// First column past it.
    pub right: i32,
    /// First row past it.
    pub bottom: i32,
}

impl PixelRect {
    /// Columns, zero if empty.
    pub fn width(&self) -> i32 {
        self.right.saturating_sub(self.left).max(0)
    }

    /// Rows, zero if empty.
    pub fn height(&self) -> i32 {
        self.bottom.saturating_sub(self.top).max(0)
    }

    /// Holds no pixel.
    pub fn is_empty(&self) -> bool {
        self.width() == 0 || self.height() == 0
    }

    /// What both rectangles hold.
    pub fn intersect(&self, other: PixelRect) -> PixelRect {
        PixelRect {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }
}

/// Columns and rows are resolved in squares of so many pixels.
pub(super) const SQUARE: usize = 4;
