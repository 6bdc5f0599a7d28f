//! A line without axes.

use super::shape::{Point, Runs};

/// Width and height of the box that the line is in: it is stretched to the place it has.
const SIDE: f64 = 100.0;

/// A line over a box of 100 by 100, and below each of its points one of its floor: zero, or the
/// lowest value where none is below half of the highest, since what hardly moves would show
/// nothing. A value that is NaN is a gap. `None` where there are too few values for a line.
pub fn sparkline(values: &[f64]) -> Option<[Runs; 2]> {
    let step = SIDE / values.len().checked_sub(1).filter(|steps| *steps > 0)? as f64;
    let (mut lowest, mut highest) = (f64::INFINITY, 0.0_f64);
    for value in values {
        (lowest, highest) = (lowest.min(*value), highest.max(*value));
    }
    if lowest <= highest / 2.0 || lowest == highest {
        lowest = lowest.min(0.0);
    }
    if lowest == highest {
        highest = 1.0;
    }
    let base = lowest.max(0.0);
    let y = |value: f64| (highest - value) / (highest - lowest) * SIDE;
    let [mut line, mut floor] = [Runs::default(), Runs::default()];
    for (index, value) in values.iter().enumerate() {
        if value.is_nan() {
            line.end_run();
            floor.end_run();
            continue;
        }
        let x = index as f64 * step;
        line.push(Point { x, y: y(*value) });
        floor.push(Point { x, y: y(base) });
    }
    line.end_run();
    floor.end_run();
    (line.point_count() > 0).then_some([line, floor])
}

#[cfg(test)]
mod tests {
    use super::*;

    type Points = Vec<(f64, f64)>;

    /// The points of the line, run by run, and the height of its floor.
    fn drawn(values: &[f64]) -> Option<(Vec<Points>, f64)> {
        let [line, floor] = sparkline(values)?;
        let points = |run: &[Point]| run.iter().map(|it| (it.x, it.y)).collect::<Vec<_>>();
        let [line, floor] = [line, floor].map(|runs| runs.iter().map(points).collect::<Vec<_>>());
        let heights: Vec<f64> = floor.iter().flatten().map(|point| point.1).collect();
        let xs = |runs: &[Points]| -> Vec<Vec<f64>> {
            let run = |run: &Points| run.iter().map(|point| point.0).collect();
            runs.iter().map(run).collect()
        };
        assert_eq!(xs(&line), xs(&floor), "each point has one below it");
        assert!(heights.iter().all(|height| *height == heights[0]));
        Some((line, heights[0]))
    }

    #[test]
    fn a_line_goes_from_side_to_side_and_from_zero_up() {
        let expected = vec![vec![(0.0, 100.0), (50.0, 0.0), (100.0, 75.0)]];
        assert_eq!(drawn(&[0.0, 4.0, 1.0]), Some((expected, 100.0)));
    }

    #[test]
    fn a_gap_stays_empty_and_a_lone_value_stands_alone() {
        let expected = vec![
            vec![(0.0, 0.0)],
            vec![(50.0, 50.0), (75.0, 0.0), (100.0, 100.0)],
        ];
        let values = [2.0, f64::NAN, 1.0, 2.0, 0.0];
        assert_eq!(drawn(&values), Some((expected, 100.0)));
    }

    #[test]
    fn values_below_zero_hang_from_it() {
        let expected = vec![vec![(0.0, 100.0), (100.0, 0.0)]];
        assert_eq!(drawn(&[-1.0, 1.0]), Some((expected, 50.0)));
        let expected = vec![vec![(0.0, 100.0), (100.0, 50.0)]];
        assert_eq!(drawn(&[-2.0, -1.0]), Some((expected, 0.0)));
    }

    #[test]
    fn what_stays_high_is_shown_from_its_lowest_value_on() {
        let expected = vec![vec![(0.0, 100.0), (50.0, 0.0), (100.0, 50.0)]];
        assert_eq!(drawn(&[98.0, 100.0, 99.0]), Some((expected, 100.0)));
        let expected = vec![vec![(0.0, 0.0), (100.0, 0.0)]];
        assert_eq!(drawn(&[100.0, 100.0]), Some((expected, 100.0)));
    }

    #[test]
    fn nothing_but_zeros_is_a_line_at_the_bottom() {
        let expected = vec![vec![(0.0, 100.0), (100.0, 100.0)]];
        assert_eq!(drawn(&[0.0, 0.0]), Some((expected, 100.0)));
    }

    #[test]
    fn there_is_no_line_of_one_value_or_of_none() {
        assert_eq!(sparkline(&[]), None);
        assert_eq!(sparkline(&[1.0]), None);
        assert_eq!(sparkline(&[f64::NAN, f64::NAN]), None);
    }
}
