//! Points, rectangles and runs of points, in device pixels. What is made of them, and
//! from what, does not belong here.

pub use crate::raster::{PixelRect, Point};

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
