//! The lowest and highest value an axis has to show.

use super::thresholds::Band;
use super::{AxisSide, FrameSeries, ValueAxis};
use crate::format::{SizeBase, Unit};

/// Zero, all visible values or stacks of the side, earlier periods, and thresholds with
/// a tenth of room above them.
pub(super) fn axis(
    series: &[FrameSeries],
    side: AxisSide,
    unit: Unit,
    bands: &[Band],
) -> ValueAxis {
    let mut low = 0.0f64;
    let mut high = 0.0f64;
    let mut widen = |values: &[f64]| {
        for &value in values {
            // Comparisons are false for NaN, which leaves gaps out.
            if value < low {
                low = value;
            }
            if value > high {
                high = value;
            }
        }
    };
    for one in series.iter().filter(|one| one.side == side && !one.hidden) {
        match &one.stack {
            Some(stack) => widen(&stack.top),
            // NaN, where the series has no number, widens nothing.
            None => widen(&[one.summary.min, one.summary.max]),
        }
        if let Some(earlier) = one.shown_earlier() {
            widen(earlier);
        }
    }
    for bound in bands.iter().filter_map(|band| band.to) {
        widen(&[bound * 1.1]);
    }
    if low == 0.0 && high == 0.0 {
        high = of_nothing(unit);
    }
    ValueAxis {
        unit,
        domain: (low, high),
    }
}

/// Upper end of an axis on which everything is zero.
fn of_nothing(unit: Unit) -> f64 {
    match unit {
        Unit::Duration => 100.0,
        Unit::Size(SizeBase::Binary) => 1024.0,
        Unit::Size(SizeBase::Decimal) => 1000.0,
        _ => 1.0,
    }
}
