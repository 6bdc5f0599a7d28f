//! The newest value of a whole chart, which a sparkline tells in figures.

use super::{Frame, FrameSeries};
use crate::format::Unit;
use crate::run::compare::Delta;

/// The value of the last bucket that is whole, and how it has changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Latest {
    /// Of a stack its height, else the value of the first series that is visible.
    pub value: f64,
    /// The change against the same bucket of the earlier period, where that is known, else
    /// against the bucket before.
    pub change: Option<Delta>,
    /// Unit of the value.
    pub unit: Unit,
}

impl Frame {
    /// The newest value; none where nothing is visible or no bucket has a value.
    pub fn latest(&self) -> Option<Latest> {
        let count = if self.stacked { usize::MAX } else { 1 };
        let shown: Vec<&FrameSeries> = self.visible().take(count).collect();
        let unit = shown.first()?.unit;
        let sum = |column: &dyn Fn(&FrameSeries) -> Option<f64>| {
            let values = shown.iter().filter_map(|series| column(series));
            values
                .filter(|value| value.is_finite())
                .reduce(|a, b| a + b)
        };
        let at = |index: usize| sum(&|series| series.values.get(index).copied());
        let buckets = self.timeline.starts().len();
        // Where no bucket is whole yet, the last one is the best that is known.
        let whole = self.incomplete_from.filter(|from| *from > 0);
        let (index, value) = (0..whole.unwrap_or(buckets))
            .rev()
            .find_map(|index| Some((index, at(index)?)))?;
        let before = match shown.iter().any(|series| series.earlier.is_some()) {
            true => sum(&|series| series.earlier.as_ref()?.get(index).copied()),
            false => index.checked_sub(1).and_then(at),
        };
        let is_points = matches!(unit, Unit::Percentage | Unit::PercentChange | Unit::Rate(_));
        Some(Latest {
            value,
            change: before.and_then(|before| Delta::between(value, before, is_points)),
            unit,
        })
    }
}
