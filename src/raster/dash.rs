//! Cuts polylines into dashes.

use crate::geometry::Point;

/// Shortest pattern that is followed, in pixels: below it dashes are no longer seen.
const SHORTEST_PATTERN: f64 = 0.5;
/// Most dashes cut from one polyline; a longer one is drawn whole.
const MOST_DASHES: f64 = 20_000.0;

/// The dashes of `points`: `on` pixels drawn, then `off` pixels left out, measured along
/// the line. `on` may be zero: with round caps that is a dot.
pub fn dashes(points: &[Point], on: f64, off: f64) -> Vec<Vec<Point>> {
    let length: f64 = points.windows(2).map(segment_length).sum();
    let period = on + off;
    if !(period >= SHORTEST_PATTERN && length / period <= MOST_DASHES) {
        return vec![points.to_vec()];
    }
    let mut cutter = Cutter {
        on,
        off,
        left: on,
        drawing: true,
        dashes: vec![points.iter().take(1).copied().collect()],
    };
    for pair in points.windows(2) {
        if let [from, to] = pair {
            cutter.follow(*from, *to);
        }
    }
    cutter.dashes
}

fn segment_length(pair: &[Point]) -> f64 {
    match pair {
        [from, to] => (to.x - from.x).hypot(to.y - from.y),
        _ => 0.0,
    }
}

struct Cutter {
    on: f64,
    off: f64,
    /// What is left of the present dash or pause.
    left: f64,
    drawing: bool,
    dashes: Vec<Vec<Point>>,
}

impl Cutter {
    fn follow(&mut self, from: Point, to: Point) {
        let length = (to.x - from.x).hypot(to.y - from.y);
        let mut gone = 0.0;
        while length - gone > self.left {
            gone += self.left;
            let part = gone / length;
            self.turn(Point {
                x: from.x + (to.x - from.x) * part,
                y: from.y + (to.y - from.y) * part,
            });
        }
        self.left -= length - gone;
        if self.drawing {
            self.reach(to);
        }
    }

    fn turn(&mut self, at: Point) {
        if self.drawing {
            self.reach(at);
        } else {
            self.dashes.push(vec![at]);
        }
        self.drawing = !self.drawing;
        self.left = if self.drawing { self.on } else { self.off };
    }

    fn reach(&mut self, point: Point) {
        if let Some(dash) = self.dashes.last_mut()
            && dash.last() != Some(&point)
        {
            dash.push(point);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[(f64, f64)]) -> Vec<Point> {
        points.iter().map(|&(x, y)| Point { x, y }).collect()
    }

    #[test]
    fn dashes_run_around_corners() {
        let cut = dashes(&line(&[(0.0, 0.0), (3.0, 0.0), (3.0, 7.0)]), 4.0, 2.0);
        assert_eq!(
            cut,
            vec![
                line(&[(0.0, 0.0), (3.0, 0.0), (3.0, 1.0)]),
                line(&[(3.0, 3.0), (3.0, 7.0)]),
            ]
        );
    }

    #[test]
    fn a_dash_of_no_length_is_a_dot() {
        let cut = dashes(&line(&[(0.0, 0.0), (5.0, 0.0)]), 0.0, 2.0);
        assert_eq!(
            cut,
            vec![
                line(&[(0.0, 0.0)]),
                line(&[(2.0, 0.0)]),
                line(&[(4.0, 0.0)])
            ]
        );
    }

    #[test]
    fn patterns_that_cannot_be_followed_leave_the_line_whole() {
        let points = line(&[(0.0, 0.0), (5.0, 0.0)]);
        for (on, off) in [(0.0, 0.0), (f64::NAN, 1.0), (1e-9, 1e-9)] {
            assert_eq!(dashes(&points, on, off), vec![points.clone()]);
        }
        let endless = line(&[(0.0, 0.0), (f64::INFINITY, 0.0)]);
        assert_eq!(dashes(&endless, 1.0, 1.0), vec![endless.clone()]);
        assert!(dashes(&[], 1.0, 1.0).concat().is_empty());
    }
}
