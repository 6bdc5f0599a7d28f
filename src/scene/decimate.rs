//! At most four points a column of pixels: more cannot be seen.
//!
//! Where a line first enters a column, its lowest and highest point in it, and where
//! it leaves it are what the column shows (Jugel et al., "M4", 2014). Far denser lines
//! keep the lowest and the highest point alone.

use super::shape::{Point, Runs};
use crate::convert;

/// Points a column from which on lines are decimated.
const DENSE: usize = 2;
/// Points a column from which on entry and exit of a column are no longer distinguished.
const VERY_DENSE: usize = 6;

/// Which points of a column are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keep {
    All,
    EntryLowHighExit,
    LowHigh,
}

/// Collects runs of points, column by column.
pub(super) struct Decimator {
    runs: Runs,
    keep: Keep,
    column: Option<PixelColumn>,
    is_first_of_run: bool,
}

/// Points of the column that is being collected, with their order in the run.
#[derive(Clone, Copy)]
struct PixelColumn {
    number: i64,
    entry: (usize, Point),
    high: (usize, Point),
    low: (usize, Point),
    exit: (usize, Point),
}

impl Decimator {
    /// For `points` points that share `columns` columns.
    pub(super) fn new(points: usize, columns: i32) -> Self {
        let columns = usize::try_from(columns).unwrap_or(0).max(1);
        let keep = match points / columns {
            0..DENSE => Keep::All,
            DENSE..VERY_DENSE => Keep::EntryLowHighExit,
            _ => Keep::LowHigh,
        };
        Self {
            runs: Runs::default(),
            keep,
            column: None,
            is_first_of_run: true,
        }
    }

    /// Adds a point, right of all before it.
    pub(super) fn push(&mut self, point: Point) {
        if self.keep == Keep::All {
            self.runs.push(point);
            return;
        }
        let number = convert::whole(point.x.floor());
        match &mut self.column {
            Some(column) if column.number == number => column.add(point),
            _ => {
                self.flush_column(false);
                self.column = Some(PixelColumn::new(number, point));
            }
        }
    }

    /// Ends a run: the next point is not connected with the last one.
    pub(super) fn end_run(&mut self) {
        self.flush_column(true);
        self.runs.end_run();
        self.is_first_of_run = true;
    }

    /// The runs.
    pub(super) fn finish(mut self) -> Runs {
        self.end_run();
        self.runs
    }

    fn flush_column(&mut self, is_last: bool) {
        let Some(column) = self.column.take() else {
            return;
        };
        let keeps_ends = self.keep == Keep::EntryLowHighExit;
        let mut kept = [
            (keeps_ends || self.is_first_of_run).then_some(column.entry),
            Some(column.high),
            Some(column.low),
            (keeps_ends || is_last).then_some(column.exit),
        ];
        // A sorting network: the four that a column keeps are too few for a sort.
        for (left, right) in [(0, 1), (2, 3), (0, 2), (1, 3), (1, 2)] {
            let order = |place: usize| kept[place].map(|(order, _)| order);
            if order(left) > order(right) {
                kept.swap(left, right);
            }
        }
        let mut last = None;
        for (order, point) in kept.into_iter().flatten() {
            if last != Some(order) {
                self.runs.push(point);
                last = Some(order);
            }
        }
        self.is_first_of_run = false;
    }
}

impl PixelColumn {
    fn new(number: i64, point: Point) -> Self {
        let first = (0, point);
        Self {
            number,
            entry: first,
            high: first,
            low: first,
            exit: first,
        }
    }

    fn add(&mut self, point: Point) {
        let next = (self.exit.0 + 1, point);
        if point.y < self.high.1.y {
            self.high = next;
        }
        if point.y > self.low.1.y {
            self.low = next;
        }
        self.exit = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimated(points: &[Point], columns: i32) -> Vec<Point> {
        let mut decimator = Decimator::new(points.len(), columns);
        for &point in points {
            decimator.push(point);
        }
        decimator.finish().iter().flatten().copied().collect()
    }

    fn spread(heights: &[f64], columns: i32) -> Vec<Point> {
        let step = f64::from(columns) / heights.len() as f64;
        let place = |(index, &y): (usize, &f64)| Point {
            x: index as f64 * step,
            y,
        };
        heights.iter().enumerate().map(place).collect()
    }

    #[test]
    fn sparse_lines_keep_every_point() {
        let points = spread(&[1.0, 5.0, 2.0, 8.0], 4);
        assert_eq!(decimated(&points, 4), points);
    }

    proptest! {
        #[test]
        fn no_column_loses_its_lowest_or_highest_point(
            heights in prop::collection::vec(-50.0..50.0_f64, 40..400),
        ) {
            let columns = 10;
            let points = spread(&heights, columns);
            let kept = decimated(&points, columns);
            prop_assert!(kept.is_sorted_by(|a, b| a.x <= b.x));
            prop_assert!(kept.len() <= 4 * columns as usize + 2);
            prop_assert_eq!(kept.first(), points.first());
            prop_assert_eq!(kept.last(), points.last());
            for column in 0..columns {
                let within = |points: &[Point]| -> Vec<f64> {
                    let inside = |point: &&Point| point.x.floor() as i32 == column;
                    points.iter().filter(inside).map(|point| point.y).collect()
                };
                let range = |heights: Vec<f64>| {
                    (
                        heights.iter().copied().fold(f64::MAX, f64::min),
                        heights.iter().copied().fold(f64::MIN, f64::max),
                    )
                };
                prop_assert_eq!(range(within(&kept)), range(within(&points)));
            }
        }
    }
}
