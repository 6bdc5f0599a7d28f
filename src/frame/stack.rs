//! Stacking: each series begins where the one before it ended.

use super::{AxisSide, FrameSeries, Stack};
use std::sync::Arc;

/// Gives every visible series its place, axis by axis, in the order of the series.
/// Positive values grow up from zero, negative ones down; no value is no thickness.
pub(super) fn stack(series: &mut [FrameSeries]) {
    for side in [AxisSide::Left, AxisSide::Right] {
        let mut edges = StackEdges::default();
        for series in series
            .iter_mut()
            .filter(|series| series.side == side && !series.hidden)
        {
            series.stack = Some(edges.place(series));
        }
    }
}

/// Upper and lower edge of what is stacked so far; the lower one only once there are
/// negative values. A series whose values all grow up begins where the edge is, so
/// the columns are shared.
#[derive(Default)]
struct StackEdges {
    above: Option<Arc<[f64]>>,
    below: Option<Arc<[f64]>>,
}

impl StackEdges {
    fn place(&mut self, series: &FrameSeries) -> Stack {
        let values = &series.values;
        let flat = || -> Arc<[f64]> { vec![0.0; values.len()].into() };
        let above = self.above.take().unwrap_or_else(flat);
        let is_down = |value: f64| value < 0.0;
        if !is_down(series.summary.min) {
            let top: Arc<[f64]> = above
                .iter()
                .zip(values)
                .map(|(a, v)| grown(*a, *v))
                .collect();
            self.above = Some(Arc::clone(&top));
            return Stack { base: above, top };
        }
        let below = self.below.take().unwrap_or_else(flat);
        let both = || above.iter().zip(below.iter()).zip(values);
        let stack = Stack {
            base: both()
                .map(|((a, b), v)| if is_down(*v) { *b } else { *a })
                .collect(),
            top: both()
                .map(|((a, b), v)| grown(if is_down(*v) { *b } else { *a }, *v))
                .collect(),
        };
        let up = both().map(|((a, _), v)| if is_down(*v) { *a } else { grown(*a, *v) });
        let down = both().map(|((_, b), v)| if is_down(*v) { grown(*b, *v) } else { *b });
        self.above = Some(up.collect());
        self.below = Some(down.collect());
        stack
    }
}

/// The edge after a value; never infinite.
#[inline]
fn grown(edge: f64, value: f64) -> f64 {
    let value = if value.is_nan() { 0.0 } else { value };
    (edge + value).clamp(f64::MIN, f64::MAX)
}
