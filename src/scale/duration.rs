//! Ticks for durations: round in the one unit that all labels of the axis use.

use super::linear::{LinearTicks, linear_ticks, sane_domain};
use crate::format::DurationStep;

/// Ticks in milliseconds, and the unit they are labelled in.
///
/// No tick lies finer than that unit. Seconds and minutes are cut as clocks are
/// (15, 30), hours by parts of a day; other units at round decimal numbers.
pub fn duration_ticks(low: f64, high: f64, count: usize) -> (LinearTicks, DurationStep) {
    let (low, high) = sane_domain(low, high);
    let unit = DurationStep::for_axis(low, high);
    let length = unit.millis();
    let count = count.clamp(1, 100);
    let rough = (high - low) / length / count as f64;
    let in_unit = match friendly_step(unit, rough) {
        Some(step) => {
            LinearTicks::multiples(low / length, high / length, step, |index| index * step)
        }
        None => linear_ticks(low / length, high / length, count, 1.0),
    };
    let ticks = LinearTicks {
        step: in_unit.step * length,
        values: in_unit.values.iter().map(|tick| tick * length).collect(),
    };
    (ticks, unit)
}

fn friendly_step(unit: DurationStep, rough: f64) -> Option<f64> {
    let steps: &[f64] = match unit {
        DurationStep::Second | DurationStep::Minute => {
            &[1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0]
        }
        DurationStep::Hour => &[1.0, 2.0, 3.0, 6.0, 12.0, 24.0, 48.0],
        _ => &[],
    };
    steps.iter().copied().find(|&step| step >= rough)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::NumberLocale;
    use proptest::prelude::*;

    fn labels(high: f64, count: usize) -> Vec<String> {
        let (ticks, unit) = duration_ticks(0.0, high, count);
        let locale = NumberLocale::english();
        ticks
            .values
            .iter()
            .map(|&tick| unit.label(tick, &locale))
            .collect()
    }

    #[test]
    fn one_unit_for_all_labels() {
        assert_eq!(
            labels(950.0, 4),
            ["0", "250ms", "500ms", "750ms", "1,000ms"]
        );
        assert_eq!(labels(55_000.0, 4), ["0", "15s", "30s", "45s", "60s"]);
        assert_eq!(
            labels(3_600_000.0 * 23.0, 4),
            ["0", "6hr", "12hr", "18hr", "24hr"]
        );
        assert_eq!(labels(0.008, 4), ["0", "2μs", "4μs", "6μs", "8μs"]);
    }

    proptest! {
        #[test]
        fn any_input_ends_in_unique_labels(low in any::<f64>(), high in any::<f64>(), count in 1usize..12) {
            let (ticks, unit) = duration_ticks(low, high, count);
            prop_assert!(ticks.values.len() >= 2 && ticks.values.len() <= 30, "{ticks:?}");
            prop_assert!(ticks.values.is_sorted_by(|a, b| a < b));
            let locale = NumberLocale::english();
            let mut labels: Vec<String> =
                ticks.values.iter().map(|&tick| unit.label(tick, &locale)).collect();
            labels.dedup();
            prop_assert_eq!(labels.len(), ticks.values.len());
        }
    }
}
