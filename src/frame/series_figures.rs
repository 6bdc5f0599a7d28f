//! What stands for each series in numbers, one a column: the legend as a table.

use super::{Frame, FrameSeries, ShownCell, SummaryKind, TableFrame};
use crate::messages::MessageKey;

/// What stands in the columns behind the name.
pub const FIGURES: [MessageKey; 5] = [
    MessageKey::Last,
    MessageKey::Lowest,
    MessageKey::Highest,
    MessageKey::Average,
    MessageKey::Sum,
];

impl FrameSeries {
    /// In the order of [`FIGURES`]; NaN where there is none. The sum of percentiles, rates or
    /// shares is none of anything.
    #[inline(never)]
    pub fn figures(&self) -> [f64; FIGURES.len()] {
        let summary = &self.summary;
        let sum = match summary.kind {
            SummaryKind::Total => summary.total,
            _ => f64::NAN,
        };
        [summary.last, summary.min, summary.max, summary.average, sum]
    }
}

impl Frame {
    /// Series in the order of a column, the names first; those without a number come last.
    #[inline(never)]
    pub fn series_by(&self, column: usize, is_descending: bool) -> Vec<usize> {
        let mut rows = Vec::new();
        for series in &self.series {
            let cell = match column
                .checked_sub(1)
                .and_then(|at| series.figures().get(at).copied())
            {
                None => ShownCell::Text(series.name.clone()),
                Some(value) if value.is_nan() => ShownCell::None,
                Some(value) => ShownCell::Number(value),
            };
            rows.push(vec![cell]);
        }
        let table = TableFrame {
            rows,
            ..TableFrame::default()
        };
        table.ordered_by(0, is_descending)
    }
}
