//! Ticks at round decimal numbers.

use crate::convert;

/// Round ticks and the domain they span.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearTicks {
    /// Ascending values.
    pub values: Vec<f64>,
    /// Distance of two ticks.
    pub step: f64,
}

impl LinearTicks {
    /// The multiples of `step`, as `at` writes them, from at most `low` to at least `high`.
    pub(super) fn multiples(low: f64, high: f64, step: f64, at: impl Fn(f64) -> f64) -> Self {
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        let number = convert::index(last - first).min(2 * MOST_TICKS);
        Self {
            values: (0..=number).map(|index| at(first + index as f64)).collect(),
            step,
        }
    }

    /// First and last tick.
    pub fn domain(&self) -> (f64, f64) {
        match (self.values.first(), self.values.last()) {
            (Some(&first), Some(&last)) if first < last => (first, last),
            _ => (0.0, 1.0),
        }
    }
}

const LARGEST: f64 = 1e300;
const MOST_TICKS: usize = 100;

/// A finite domain that is wider than nothing: values that are no numbers are left
/// out, huge ones are held to ±1e300, and one value alone is shown from zero on.
pub fn sane_domain(low: f64, high: f64) -> (f64, f64) {
    let bound = |value: f64| (!value.is_nan()).then(|| value.clamp(-LARGEST, LARGEST));
    let (low, high) = match (bound(low), bound(high)) {
        (Some(low), Some(high)) => (low.min(high), low.max(high)),
        (Some(one), None) | (None, Some(one)) => (one, one),
        (None, None) => return (0.0, 1.0),
    };
    let size = low.abs().max(high.abs());
    if size < 1e-290 {
        return (0.0, 1.0);
    }
    if high - low > size * 1e-12 {
        return (low, high);
    }
    if high > 0.0 { (0.0, high) } else { (low, 0.0) }
}

/// Ticks at 1, 2, 2.5 or 5 times a power of ten, about `count` of them, reaching from
/// at most `low` to at least `high`. With `smallest_step` (1 for counts) no finer.
pub fn linear_ticks(low: f64, high: f64, count: usize, smallest_step: f64) -> LinearTicks {
    let (low, high) = sane_domain(low, high);
    let count = count.clamp(1, MOST_TICKS);
    let rough = ((high - low) / count as f64).max(smallest_step);
    let (multiple, exponent) = round_step(rough, smallest_step);
    LinearTicks::multiples(low, high, decimal(multiple, exponent), |index| {
        decimal(index * multiple, exponent)
    })
}

/// The smallest round step that is not below `rough`, as multiple and power of ten.
fn round_step(rough: f64, smallest_step: f64) -> (f64, i32) {
    let exponent = convert::int(rough.log10().floor());
    let whole = smallest_step >= 1.0;
    let fits = |multiple: f64, exponent: i32| {
        decimal(multiple, exponent) >= rough * (1.0 - 1e-9)
            && !(whole && exponent == 0 && multiple == 2.5)
    };
    for exponent in [exponent, exponent + 1] {
        for multiple in [1.0, 2.0, 2.5, 5.0] {
            if fits(multiple, exponent) {
                return (multiple, exponent);
            }
        }
    }
    (1.0, exponent + 2)
}

/// `number × 10^exponent`, dividing for negative exponents: 3 / 10 is 0.3, 3 × 0.1 is not.
fn decimal(number: f64, exponent: i32) -> f64 {
    if exponent < 0 {
        number / 10f64.powi(-exponent)
    } else {
        number * 10f64.powi(exponent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn round_numbers() {
        for (low, high, count, ticks) in [
            (0.0, 10.0, 5, vec![0.0, 2.0, 4.0, 6.0, 8.0, 10.0]),
            (0.0, 1.0, 4, vec![0.0, 0.25, 0.5, 0.75, 1.0]),
            (0.0, 0.3, 3, vec![0.0, 0.1, 0.2, 0.3]),
            (-7.0, 12.0, 4, vec![-10.0, -5.0, 0.0, 5.0, 10.0, 15.0]),
            (0.0, 97.0, 5, vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
            (3.0, 3.0, 3, vec![0.0, 1.0, 2.0, 3.0]),
            (0.0, 0.0, 4, vec![0.0, 0.25, 0.5, 0.75, 1.0]),
        ] {
            assert_eq!(
                linear_ticks(low, high, count, 0.0).values,
                ticks,
                "{low} {high}"
            );
        }
    }

    #[test]
    fn counts_have_no_fractions() {
        for high in 1..60 {
            let ticks = linear_ticks(0.0, f64::from(high), 5, 1.0);
            assert!(
                ticks.values.iter().all(|tick| tick.fract() == 0.0),
                "{ticks:?}"
            );
        }
        assert_eq!(linear_ticks(0.0, 1.0, 5, 1.0).values, vec![0.0, 1.0]);
    }

    proptest! {
        #[test]
        fn any_input_ends_in_few_ascending_ticks(
            low in any::<f64>(), high in any::<f64>(), count in 0usize..40,
        ) {
            let ticks = linear_ticks(low, high, count, 0.0);
            prop_assert!(ticks.values.len() >= 2 && ticks.values.len() <= 2 * count.max(1) + 3);
            prop_assert!(ticks.values.iter().all(|tick| tick.is_finite()));
            prop_assert!(ticks.values.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn any_bits_end(low in any::<u64>(), high in any::<u64>()) {
            let ticks = linear_ticks(f64::from_bits(low), f64::from_bits(high), 6, 0.0);
            prop_assert!(ticks.values.len() <= 16);
            prop_assert!(ticks.values.is_sorted_by(|a, b| a < b));
        }

        #[test]
        fn ticks_cover_the_values(low in -1e9f64..1e9, width in 1e-3f64..1e9, count in 1usize..12) {
            let ticks = linear_ticks(low, low + width, count, 0.0);
            let (first, last) = ticks.domain();
            prop_assert!(first <= low + ticks.step * 1e-9 && last >= low + width - ticks.step * 1e-9);
        }
    }
}
