//! The lowest and highest value an axis has to show.

use super::marks::AlertLine;
use super::thresholds::Band;
use super::{AxisSide, AxisSpacing, FrameSeries, ValueAxis};
use crate::config::AxisRange;
use crate::format::{SizeBase, Unit};
use crate::scale::exponent_below;

/// Powers of ten of an axis with zeros or negative values, below the highest one.
const DECADES: f64 = 1e3;
/// What is evenly spaced of a logarithmic axis without zero: of no effect on what is seen.
const NEXT_TO_ZERO: f64 = 1e-4;

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
        AxisRange::Auto | AxisRange::Fixed(..) => (0.0, 0.0),
        AxisRange::DataMin | AxisRange::Log => (f64::INFINITY, f64::NEG_INFINITY),
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
    let (domain, spacing) = match (range, side) {
        (AxisRange::Log, _) => by_powers(low, high, unit),
        (AxisRange::Fixed(from, to), AxisSide::Left) => fixed((low, high), from, to),
        _ => ((low, high), AxisSpacing::Even),
    };
    ValueAxis {
        unit,
        domain,
        spacing,
    }
}

/// The bounds that were named, and those of the data where they are not; where the two leave
/// nothing between them, the one that was named counts.
fn fixed((low, high): (f64, f64), from: Option<f64>, to: Option<f64>) -> ((f64, f64), AxisSpacing) {
    let domain = match (from.unwrap_or(low), to.unwrap_or(high)) {
        (low, high) if low < high => (low, high),
        (low, _) if from.is_some() => (low, low + low.abs().max(1.0)),
        (_, high) => (high - high.abs().max(1.0), high),
    };
    (domain, AxisSpacing::EvenAndExact)
}

/// From the power of ten at or below the lowest value, where all are above zero; else symmetric
/// around zero, which no logarithm reaches.
#[inline(never)]
fn by_powers(low: f64, high: f64, unit: Unit) -> ((f64, f64), AxisSpacing) {
    let largest = high.abs().max(low.abs());
    if low > 0.0 {
        let from = power_below(low);
        let even_to = from * NEXT_TO_ZERO;
        let to = high.max(from * 10.0);
        return ((from, to), AxisSpacing::Log { even_to });
    }
    let even_to = match unit {
        Unit::Integer => 1.0,
        _ => power_below(largest / DECADES),
    };
    ((low, high), AxisSpacing::Log { even_to })
}

fn power_below(value: f64) -> f64 {
    10f64.powi(exponent_below(value))
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
