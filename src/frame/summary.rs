//! A series in one number, for the legend.

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
    pub fn name(self) -> &'static str {
        match self {
            SummaryKind::Total => "sum",
            SummaryKind::Average => "avg",
            SummaryKind::Highest => "max",
            SummaryKind::Lowest => "min",
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
        let mut summary = Self {
            kind,
            total: 0.0,
            average: f64::NAN,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            last: f64::NAN,
            count: 0,
        };
        for &value in values.iter().filter(|value| !value.is_nan()) {
            summary.total += value;
            summary.min = summary.min.min(value);
            summary.max = summary.max.max(value);
            summary.last = value;
            summary.count += 1;
        }
        if summary.count == 0 {
            [summary.total, summary.min, summary.max] = [f64::NAN; 3];
        } else {
            summary.average = summary.total / summary.count as f64;
        }
        summary
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
