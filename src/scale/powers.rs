//! Ticks of a logarithmic axis: powers of ten, on both sides of zero.

use super::LinearTicks;
use crate::convert;

/// Powers of ten from `low` to `high`, of those around zero the ones that are not nearer to it than
/// `even_to`; where they are few, twice and five times as much, too; zero, where it is between
/// the two. About `count`.
pub fn power_ticks(low: f64, high: f64, even_to: f64, count: usize) -> LinearTicks {
    let first = exponent_below(even_to.max(low));
    let last = exponent_below(low.abs().max(high.abs()));
    let number = convert::index(f64::from(last - first)) + 1;
    let multiples: &[f64] = match number {
        ..=2 => &[5.0, 2.0, 1.0],
        _ => &[1.0],
    };
    // From the highest on.
    let mut sizes = Vec::new();
    for exponent in (first..=last).rev().step_by(number.div_ceil(count.max(1))) {
        for multiple in multiples {
            sizes.push(multiple * 10f64.powi(exponent));
        }
    }
    let mut values = Vec::new();
    let mut add = |value: f64| {
        if value >= low && value <= high {
            values.push(value);
        }
    };
    sizes.iter().for_each(|size| add(-size));
    add(0.0);
    sizes.iter().rev().for_each(|&size| add(size));
    LinearTicks { values, step: 1.0 }
}

/// The exponent of the power of ten at or below a value.
pub fn exponent_below(value: f64) -> i32 {
    convert::int((value.log10() + 1e-9).floor()).clamp(-300, 300)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_ten_and_zero() {
        let of = |low, high, even_to| power_ticks(low, high, even_to, 5).values;
        assert_eq!(
            of(1.0, 20_000.0, 1e-4),
            [1.0, 10.0, 100.0, 1_000.0, 10_000.0]
        );
        assert_eq!(of(0.0, 3_000.0, 1.0), [0.0, 1.0, 10.0, 100.0, 1_000.0]);
        assert_eq!(
            of(-200.0, 2_000.0, 1.0),
            [-100.0, -10.0, -1.0, 0.0, 1.0, 10.0, 100.0, 1_000.0]
        );
        assert_eq!(of(30.0, 700.0, 1e-3), [50.0, 100.0, 200.0, 500.0]);
        assert_eq!(of(1e-3, 1e12, 1e-7).len(), 4);
        assert_eq!(exponent_below(1_000.0), 3);
    }
}
