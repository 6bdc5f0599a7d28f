//! The lowest and highest value an axis has to show.

use super::thresholds::Band;
use super::{FrameSeries, Side, ValueAxis};
use crate::format::Unit;

/// Zero, all visible values or stacks of the side, earlier periods, and thresholds with
/// a tenth of room above them.
pub(super) fn axis(series: &[FrameSeries], side: Side, unit: Unit, bands: &[Band]) -> ValueAxis {
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
    for series in series
        .iter()
        .filter(|series| series.side == side && !series.hidden)
    {
        match &series.stack {
            Some(stack) => {
                widen(&stack.base);
                widen(&stack.top);
            }
            None => widen(&series.values),
        }
        if let Some(earlier) = &series.earlier {
            widen(earlier);
        }
    }
    for bound in bands.iter().filter_map(|band| band.to) {
        widen(&[bound * 1.1]);
    }
    if low == 0.0 && high == 0.0 {
        high = 1.0;
    }
    ValueAxis {
        unit,
        domain: (low, high),
    }
}
