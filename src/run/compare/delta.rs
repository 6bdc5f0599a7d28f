//! One value against an earlier one.

/// Change in percent of the earlier value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Percent {
    /// So many percent; never infinite, never a negative zero.
    Value(f64),
    /// Nothing before, something now: no percentage says that.
    New,
    /// Nothing before, nothing now.
    NoChange,
    /// Not said: shares and rates change by points.
    None,
}

/// Change of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Delta {
    /// Current less earlier, in the value's own unit.
    pub absolute: f64,
    /// In percent of the earlier value.
    pub percent: Percent,
    /// The absolute change is one of points.
    pub is_points: bool,
}

impl Delta {
    /// The change between two numbers; `None` where either is not finite.
    pub fn between(current: f64, earlier: f64, as_points: bool) -> Option<Self> {
        let absolute = unsigned_zero(current - earlier);
        if !absolute.is_finite() {
            return None;
        }
        let percent = if as_points {
            Percent::None
        } else if earlier == 0.0 && current == 0.0 {
            Percent::NoChange
        } else if earlier == 0.0 {
            Percent::New
        } else {
            // Of its size: a rise from -2 to -1 is a rise.
            let percent = unsigned_zero(absolute / earlier.abs() * 100.0);
            if percent.is_finite() {
                Percent::Value(percent)
            } else {
                Percent::None
            }
        };
        Some(Self {
            absolute,
            percent,
            is_points: as_points,
        })
    }
}

impl Percent {
    /// The percentage rounded to so many decimals, without the sign of a zero.
    pub fn rounded(self, decimals: u8) -> Option<f64> {
        let Percent::Value(percent) = self else {
            return None;
        };
        let scale = 10_f64.powi(i32::from(decimals));
        let rounded = (percent * scale).round() / scale;
        Some(unsigned_zero(if rounded.is_finite() {
            rounded
        } else {
            percent
        }))
    }
}

/// Zero without a sign, so that no "-0.00%" can be written.
fn unsigned_zero(number: f64) -> f64 {
    if number == 0.0 { 0.0 } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sentry::functions::compares_as_points;
    use proptest::prelude::*;

    #[test]
    fn the_table_of_changes() {
        for (current, earlier, absolute, percent) in [
            (3.0, 2.0, 1.0, Percent::Value(50.0)),
            (1.0, 2.0, -1.0, Percent::Value(-50.0)),
            (2.0, 2.0, 0.0, Percent::Value(0.0)),
            (0.0, 2.0, -2.0, Percent::Value(-100.0)),
            (2.0, 0.0, 2.0, Percent::New),
            (-2.0, 0.0, -2.0, Percent::New),
            (0.0, 0.0, 0.0, Percent::NoChange),
            (0.0, -0.0, 0.0, Percent::NoChange),
            (-1.0, -2.0, 1.0, Percent::Value(50.0)),
            (1.0, 5e-324, 1.0, Percent::None),
        ] {
            let delta = Delta::between(current, earlier, false).unwrap();
            assert_eq!((delta.absolute, delta.percent), (absolute, percent));
            assert!(delta.absolute.is_sign_positive() || delta.absolute < 0.0);
        }
        assert_eq!(Delta::between(f64::MAX, -f64::MAX, false), None);
        assert_eq!(Delta::between(f64::NAN, 1.0, false), None);
    }

    #[test]
    fn shares_and_rates_change_by_points() {
        let delta = Delta::between(0.03, 0.02, true).unwrap();
        assert!((delta.absolute - 0.01).abs() < 1e-12 && delta.is_points);
        assert_eq!(delta.percent, Percent::None);
        for (axis, value_type, expected) in [
            ("failure_rate()", None, true),
            ("epm()", None, true),
            ("x", Some("percentage"), true),
            ("x", Some("rate"), true),
            ("count()", Some("integer"), false),
            ("p95()", Some("duration"), false),
            ("apdex()", Some("number"), false),
        ] {
            assert_eq!(compares_as_points(axis, value_type), expected, "{axis}");
        }
    }

    proptest! {
        #[test]
        fn no_percentage_is_infinite_or_a_negative_zero(current: f64, earlier: f64, decimals in 0_u8..4) {
            if let Some(delta) = Delta::between(current, earlier, false) {
                if let Percent::Value(percent) = delta.percent {
                    prop_assert!(percent.is_finite());
                }
                if let Some(rounded) = delta.percent.rounded(decimals) {
                    prop_assert!(rounded.is_finite());
                    prop_assert!(rounded != 0.0 || rounded.is_sign_positive());
                }
            }
        }
    }
}
