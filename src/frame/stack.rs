//! Stacking: each series begins where the one before it ended.

use super::{FrameSeries, Side, Stack};

/// Gives every visible series its place, axis by axis, in the order of the series.
/// Positive values grow up from zero, negative ones down; no value is no thickness.
pub(super) fn stack(series: &mut [FrameSeries]) {
    for side in [Side::Left, Side::Right] {
        let length = series.iter().map(|s| s.values.len()).max().unwrap_or(0);
        let mut above = vec![0.0; length];
        let mut below = vec![0.0; length];
        for series in series
            .iter_mut()
            .filter(|series| series.side == side && !series.hidden)
        {
            series.stack = Some(place(&series.values, &mut above, &mut below));
        }
    }
}

fn place(values: &[f64], above: &mut [f64], below: &mut [f64]) -> Stack {
    let mut base = Vec::with_capacity(values.len());
    let mut top = Vec::with_capacity(values.len());
    for ((&value, above), below) in values.iter().zip(above).zip(below) {
        let value = if value.is_nan() { 0.0 } else { value };
        let edge = if value < 0.0 { below } else { above };
        base.push(*edge);
        *edge = (*edge + value).clamp(f64::MIN, f64::MAX);
        top.push(*edge);
    }
    Stack { base, top }
}
