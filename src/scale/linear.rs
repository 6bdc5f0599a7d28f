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

    /// The same without a last tick that would leave more than [`MOST_HEADROOM`] of the values'
    /// span free or is more than `most`, and the domain to show: without it, a twentieth of
    /// room remains.
    pub fn fitted(mut self, low: f64, high: f64, most: usize) -> (Self, (f64, f64)) {
        let (low, high) = sane_domain(low, high);
        let (first, mut last) = self.domain();
        let (span, count, room) = (high - low, self.values.len(), last - high);
        if count > 2 && (room > span * MOST_HEADROOM || (count > most && room > 0.0)) {
            self.values.pop();
            last = high + span / 20.0;
        }
        (self, (first, last))
    }

    /// First and last tick.
    pub fn domain(&self) -> (f64, f64) {
        match (self.values.first(), self.values.last()) {
            (Some(&first), Some(&last)) if first < last => (first, last),
            _ => (0.0, 1.0),
        }
    }
}

/// Room that an axis leaves beyond the values at most, as part of their span.
const MOST_HEADROOM: f64 = 0.15;

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
    let (multiple, exponent) = round_step(rough, smallest_step >= 1.0, &[1.0, 2.0, 2.5, 5.0]);
    LinearTicks::multiples(low, high, decimal(multiple, exponent), |index| {
        decimal(index * multiple, exponent)
    })
}

/// The smallest round step that is not below `rough`, as multiple and power of ten. A `whole`
/// one is a whole number.
fn round_step(rough: f64, whole: bool, multiples: &[f64]) -> (f64, i32) {
    let exponent = convert::int(rough.log10().floor());
    for exponent in exponent..=exponent + 1 {
        for &multiple in multiples {
            let step = decimal(multiple, exponent);
            if step >= rough * (1.0 - 1e-9) && !(whole && step.fract() != 0.0) {
                return (multiple, exponent);
            }
        }
    }
    (1.0, exponent + 2)
}

/// The smallest of a finer ladder of round steps that is not below `rough`: for an axis whose
/// grid is another one's.
pub fn fine_step(rough: f64, whole: bool) -> f64 {
    let (multiple, exponent) = round_step(
        rough,
        whole,
        &[1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0],
    );
    decimal(multiple, exponent)
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

    #[test]
    fn little_room_is_left_beyond_the_values() {
        for (low, high, most, ticks, domain) in [
            (0.0, 157.0, 6, vec![0.0, 50.0, 100.0, 150.0], (0.0, 164.85)),
            (
                0.0,
                96.0,
                6,
                vec![0.0, 20.0, 40.0, 60.0, 80.0, 100.0],
                (0.0, 100.0),
            ),
            (0.0, 140.0, 6, vec![0.0, 50.0, 100.0, 150.0], (0.0, 150.0)),
            (
                -7.0,
                12.0,
                6,
                vec![-10.0, -5.0, 0.0, 5.0, 10.0],
                (-10.0, 12.95),
            ),
            (0.0, 0.0, 6, vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0], (0.0, 1.0)),
        ] {
            let (fitted, shown) = linear_ticks(low, high, 5, 0.0).fitted(low, high, most);
            assert_eq!(fitted.values, ticks, "{low} {high}");
            assert!(
                (shown.0 - domain.0).abs() < 1e-9 && (shown.1 - domain.1).abs() < 1e-9,
                "{shown:?}"
            );
        }
        let (few, shown) = linear_ticks(0.0, 100.0, 7, 0.0).fitted(0.0, 95.0, 5);
        assert_eq!((few.values.len(), shown.1), (5, 99.75));
    }

    #[test]
    fn fine_steps() {
        for (rough, whole, step) in [
            (280.0, false, 300.0),
            (1.1, false, 1.2),
            (1.1, true, 2.0),
            (0.07, false, 0.08),
            (9.0, true, 10.0),
        ] {
            assert_eq!(fine_step(rough, whole), step, "{rough}");
        }
    }

    proptest! {
        #[test]
        fn fitted_ticks_are_inside_and_leave_little_room(low in -1e6f64..0.0, high in 1.0f64..1e6, count in 3usize..9) {
            let (ticks, (first, last)) = linear_ticks(low, high, count, 0.0).fitted(low, high, 9);
            prop_assert!(first <= low && last >= high);
            prop_assert!(ticks.values.iter().all(|tick| (first..=last).contains(tick)));
            prop_assert!(ticks.values.len() == 2 || last - high <= (high - low) * 0.16);
        }

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
