//! Ticks for sizes written in powers of 1024.

use super::linear::{LinearTicks, linear_ticks, sane_domain};
use crate::convert;

/// Ticks at powers of two, so that every label is a round KiB, MiB, ...
///
/// Below a handful of bytes they are round decimal numbers.
pub fn binary_size_ticks(low: f64, high: f64, count: usize) -> LinearTicks {
    let (low, high) = sane_domain(low, high);
    let rough = (high - low) / count.clamp(1, 100) as f64;
    if rough < 1.0 {
        return linear_ticks(low, high, count, 0.0);
    }
    let step = 2f64.powi(convert::int(rough.log2().ceil()));
    LinearTicks::multiples(low, high, step, |index| index * step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_two() {
        let mib = 1024.0 * 1024.0;
        let ticks = binary_size_ticks(0.0, 3.7 * mib, 4);
        assert_eq!(
            ticks.values,
            vec![0.0, mib, 2.0 * mib, 3.0 * mib, 4.0 * mib]
        );
        assert_eq!(binary_size_ticks(0.0, 2.0, 4).values.len(), 5);
        assert!(
            binary_size_ticks(f64::NEG_INFINITY, f64::INFINITY, 5)
                .values
                .len()
                < 20
        );
    }
}
