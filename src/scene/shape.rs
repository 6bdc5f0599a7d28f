//! Points, rectangles and runs of points, in device pixels. What is made of them, and
//! from what, does not belong here.

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

/// Polylines, one after the other in one list: a line with gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    points: Vec<Point>,
    /// Index past the last point of each run.
    ends: Vec<usize>,
}

impl Runs {
    /// Adds a point to the run that is being built.
    pub fn push(&mut self, point: Point) {
        self.points.push(point);
    }

    /// Ends the run that is being built; an empty run leaves no trace.
    pub fn end_run(&mut self) {
        let end = self.points.len();
        if self.ends.last().copied().unwrap_or(0) < end {
            self.ends.push(end);
        }
    }

    /// The runs, none of them empty.
    pub fn iter(&self) -> impl Iterator<Item = &[Point]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts
            .zip(&self.ends)
            .filter_map(|(start, &end)| self.points.get(start..end))
    }

    /// Number of points in all runs.
    pub fn point_count(&self) -> usize {
        self.points.len()
    }
}

impl FromIterator<Vec<Point>> for Runs {
    fn from_iter<I: IntoIterator<Item = Vec<Point>>>(runs: I) -> Self {
        let mut collected = Runs::default();
        for run in runs {
            collected.points.extend(run);
            collected.end_run();
        }
        collected
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_runs_leave_no_trace() {
        let mut runs = Runs::default();
        runs.end_run();
        runs.push(Point { x: 1.0, y: 2.0 });
        runs.end_run();
        runs.end_run();
        runs.push(Point { x: 3.0, y: 4.0 });
        runs.end_run();
        assert_eq!(runs.iter().map(<[Point]>::len).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(runs.point_count(), 2);
    }

    #[test]
    fn rectangles_that_do_not_meet_have_an_empty_intersection() {
        let left = PixelRect {
            left: 0,
            top: 0,
            right: 4,
            bottom: 4,
        };
        let right = PixelRect {
            left: 5,
            top: 0,
            right: 9,
            bottom: 4,
        };
        assert!(left.intersect(right).is_empty());
        assert_eq!(left.intersect(right).width(), 0);
    }
}
