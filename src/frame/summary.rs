//! A series in one number, for the legend.

use crate::convert;
use crate::messages::MessageKey;

/// Which number stands for a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SummaryKind {
    /// Sum of the buckets: counts and sums.
    Total,
    /// Mean of the buckets that have a number: percentiles, rates, percentages, distinct counts.
    Average,
    /// Highest bucket: `max`, `p100`.
    Highest,
    /// Lowest bucket: `min`.
    Lowest,
}

impl SummaryKind {
    /// Short name: `sum`, `avg`, `max`, `min`.
    pub fn name(self) -> MessageKey {
        match self {
            SummaryKind::Total => MessageKey::Sum,
            SummaryKind::Average => MessageKey::Average,
            SummaryKind::Highest => MessageKey::Highest,
            SummaryKind::Lowest => MessageKey::Lowest,
        }
    }
}

/// The number that stands for a series, and what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LegendValue {
    /// What it is.
    pub kind: SummaryKind,
    /// NaN where the series has no number.
    pub value: f64,
}

/// A series over all buckets, in its own unit; all NaN where it has no number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Which of these stands for the series.
    pub kind: SummaryKind,
    /// Sum.
    pub total: f64,
    /// Mean of the buckets with a number.
    pub average: f64,
    /// Lowest.
    pub min: f64,
    /// Highest.
    pub max: f64,
    /// The last number.
    pub last: f64,
    /// Buckets with a number.
    pub count: usize,
}

impl Summary {
    pub(super) fn of(values: &[f64], kind: SummaryKind) -> Self {
        // Four sums side by side: one alone waits for itself at each addition.
        let mut lanes = [ColumnSummary::default(); 4];
        let mut chunks = values.chunks_exact(lanes.len());
        for chunk in &mut chunks {
            for (lane, &value) in lanes.iter_mut().zip(chunk) {
                lane.add(value);
            }
        }
        for (lane, &value) in lanes.iter_mut().zip(chunks.remainder()) {
            lane.add(value);
        }
        let all = lanes
            .into_iter()
            .fold(ColumnSummary::default(), ColumnSummary::with);
        let number_or_nan = |number: f64| if all.count == 0 { f64::NAN } else { number };
        Self {
            kind,
            total: number_or_nan(all.sum),
            average: all.sum / all.count as f64,
            min: number_or_nan(all.min),
            max: number_or_nan(all.max),
            last: values
                .iter()
                .rev()
                .copied()
                .find(|value| !value.is_nan())
                .unwrap_or(f64::NAN),
            count: convert::length(all.count),
        }
    }

    /// The number for the legend.
    pub fn legend(&self) -> LegendValue {
        LegendValue {
            kind: self.kind,
            value: match self.kind {
                SummaryKind::Total => self.total,
                SummaryKind::Average => self.average,
                SummaryKind::Highest => self.max,
                SummaryKind::Lowest => self.min,
            },
        }
    }
}

/// What is gathered of a part of the values; NaN is passed over.
#[derive(Clone, Copy)]
struct ColumnSummary {
    sum: f64,
    min: f64,
    max: f64,
    count: u64,
}

impl Default for ColumnSummary {
    fn default() -> Self {
        Self {
            sum: 0.0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            count: 0,
        }
    }
}

impl ColumnSummary {
    #[inline]
    fn add(&mut self, value: f64) {
        let is_number = !value.is_nan();
        self.sum += if is_number { value } else { 0.0 };
        self.count += u64::from(is_number);
        // Comparisons with NaN are false.
        self.min = if value < self.min { value } else { self.min };
        self.max = if value > self.max { value } else { self.max };
    }

    fn with(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            min: self.min.min(other.min),
            max: self.max.max(other.max),
            count: self.count + other.count,
        }
    }
}
