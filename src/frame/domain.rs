//! The lowest and highest value an axis has to show.

use super::marks::AlertLine;
use super::thresholds::Band;
use super::{AxisSide, FrameSeries, ValueAxis};
use crate::config::AxisRange;
use crate::format::{SizeBase, Unit};

/// Zero unless it begins at the data, all visible values or stacks of the side, earlier periods,
/// and thresholds with a tenth of room above them.
#[inline(never)]
pub(super) fn axis(
    series: &[FrameSeries],
    range: AxisRange,
    (side, unit): (AxisSide, Unit),
    bands: &[Band],
    alert_lines: &[AlertLine],
) -> ValueAxis {
    let (mut low, mut high) = match range {
        AxisRange::Auto => (0.0, 0.0),
        AxisRange::DataMin => (f64::INFINITY, f64::NEG_INFINITY),
    };
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
    // A line far above all values would press them flat.
    let reach = 2.0 * high;
    let near = |line: &&AlertLine| line.side == side && line.value <= reach;
    for line in alert_lines.iter().filter(near) {
        high = high.max(line.value * 1.1);
    }
    if low >= high {
        (low, high) = (low.min(0.0), high.max(0.0));
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
