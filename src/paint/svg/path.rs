//! Path data.

use crate::convert;
use crate::scene::{PixelRect, Point, Runs};
use std::fmt;

/// A number with at most two decimals: a hundredth of a pixel is not seen.
pub(super) struct Number(pub(super) f64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = convert::whole((self.0 * 100.0).round());
        let (whole, rest) = (
            hundredths.unsigned_abs() / 100,
            hundredths.unsigned_abs() % 100,
        );
        if hundredths < 0 {
            f.write_str("-")?;
        }
        match (rest, rest % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", rest / 10),
            _ => write!(f, "{whole}.{rest:02}"),
        }
    }
}

/// Open polylines; a single point becomes a line of no length, which round caps show.
pub(super) struct Strokes<'r>(pub(super) &'r Runs);

impl fmt::Display for Strokes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for run in self.0.iter() {
            write_points(f, 'M', run.iter())?;
            if run.len() == 1 {
                f.write_str("h0")?;
            }
        }
        Ok(())
    }
}

/// Closed outlines: along the upper edge and back along the lower one.
pub(super) struct Outlines<'r>(pub(super) &'r Runs, pub(super) &'r Runs);

impl fmt::Display for Outlines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (top, base) in self.0.iter().zip(self.1.iter()) {
            write_points(f, 'M', top.iter())?;
            write_points(f, 'L', base.iter().rev())?;
            f.write_str("Z")?;
        }
        Ok(())
    }
}

/// Rectangles.
pub(super) struct Rects<'r>(pub(super) &'r [PixelRect]);

impl fmt::Display for Rects<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for rect in self.0 {
            let (width, height) = (rect.width(), rect.height());
            write!(f, "M{} {}h{width}v{height}h-{width}z", rect.left, rect.top)?;
        }
        Ok(())
    }
}

fn write_points<'p>(
    f: &mut fmt::Formatter<'_>,
    first: char,
    points: impl Iterator<Item = &'p Point>,
) -> fmt::Result {
    for (index, Point { x, y }) in points.enumerate() {
        let command = if index == 0 { first } else { 'L' };
        write!(f, "{command}{} {}", Number(*x), Number(*y))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_needless_digits() {
        for (number, text) in [
            (0.0, "0"),
            (-0.001, "0"),
            (1.5, "1.5"),
            (2.345, "2.35"),
            (-7.05, "-7.05"),
            (1234567.0, "1234567"),
        ] {
            assert_eq!(Number(number).to_string(), text);
        }
        assert_eq!(Number(f64::NAN).to_string(), "0");
    }
}
