//! Shown numbers against those of an earlier period.

use super::FrameSeries;
use crate::config::Polarity;
use crate::run::compare::{
    BucketAlignment, ComparisonStatus, Delta, RowComparison, SeriesComparison,
};
use crate::series::{Series, Timeline};
use std::sync::Arc;

/// What one query's answer was compared with.
#[derive(Clone, Copy, Debug, Default)]
pub enum QueryComparison<'a> {
    /// Nothing.
    #[default]
    None,
    /// Series, in the order of the answer.
    Series(&'a [SeriesComparison]),
    /// Rows of a table or a big number, in the order of the answer.
    Rows(&'a [RowComparison]),
}

/// What a change means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Better.
    Better,
    /// Worse.
    Worse,
    /// Neither.
    Neutral,
}

/// One number against an earlier one, in the unit in which it is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The change.
    pub delta: Delta,
    /// The earlier number.
    pub earlier: f64,
    /// What a rise means.
    pub polarity: Polarity,
    /// Within the usual spread: buckets differ as much from their partners by chance.
    pub is_usual: bool,
}

/// Smaller changes than this part of the earlier number are neither better nor worse.
const NOTEWORTHY: f64 = 0.01;

impl Change {
    pub(super) fn between(
        (now, earlier): (f64, f64),
        is_points: bool,
        polarity: Polarity,
    ) -> Option<Self> {
        Some(Self {
            delta: Delta::between(now, earlier, is_points)?,
            earlier,
            polarity,
            is_usual: false,
        })
    }

    /// What it means.
    pub fn sense(&self) -> Trend {
        let rises = self.delta.absolute > 0.0;
        let is_small = self.delta.absolute.abs() < self.earlier.abs() * NOTEWORTHY;
        match self.polarity {
            _ if self.is_usual || is_small || self.delta.absolute == 0.0 => Trend::Neutral,
            Polarity::Neutral => Trend::Neutral,
            Polarity::MoreIsBetter if rises => Trend::Better,
            Polarity::MoreIsWorse if !rises => Trend::Better,
            _ => Trend::Worse,
        }
    }

    fn divided(mut self, by: f64) -> Self {
        self.delta.absolute /= by;
        self.earlier /= by;
        self
    }
}

/// How a series stands to the earlier period.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesChange {
    /// It was there, it is new, or nobody knows.
    pub status: ComparisonStatus,
    /// Its total over the complete buckets that have partners.
    pub total: Option<Change>,
    /// What a rise means.
    pub polarity: Polarity,
    /// Changes are in points.
    pub is_points: bool,
    timeline: Arc<Timeline>,
    partners: Arc<BucketAlignment>,
}

/// Whether the mean of the differences between buckets and their partners is no further from
/// zero than two of its standard errors.
#[inline(never)]
fn is_usual(series: &Series, compared: &SeriesComparison, buckets: usize) -> bool {
    let (now, before) = (series.values.numbers(), compared.earlier.numbers());
    let differences = now.iter().zip(before).map(|(now, before)| now - before);
    let (mut count, mut sum, mut squares) = (0.0f64, 0.0f64, 0.0f64);
    for difference in differences.filter(|one| one.is_finite()).take(buckets) {
        count += 1.0;
        sum += difference;
        squares += difference * difference;
    }
    let mean = sum / count;
    let variance = (squares / count - mean * mean).max(0.0);
    // Of fewer there is no telling what is usual.
    count >= FEWEST_BUCKETS && mean * mean < 4.0 * variance / (count - 1.0)
}

/// Buckets from which on a spread can be known.
const FEWEST_BUCKETS: f64 = 8.0;

impl SeriesChange {
    pub(super) fn new(series: &Series, compared: &SeriesComparison, factor: f64) -> Self {
        let total = compared.total.and_then(|total| {
            let numbers = (total.current * factor, total.earlier * factor);
            let change = Change::between(numbers, compared.is_points, compared.polarity)?;
            let is_usual = is_usual(series, compared, total.buckets);
            Some(Change { is_usual, ..change })
        });
        Self {
            status: compared.status,
            total,
            polarity: compared.polarity,
            is_points: compared.is_points,
            timeline: Arc::clone(&series.timeline),
            partners: Arc::clone(&compared.partners),
        }
    }

    /// Start of the earlier bucket that the bucket starting at `start` is compared with.
    pub fn earlier_start(&self, start: i64) -> Option<i64> {
        let index = self.timeline.starts().binary_search(&start).ok()?;
        *self.partners.starts.get(index)?
    }

    /// Buckets were shifted by whole buckets, which is shown to the viewer.
    pub fn is_by_whole_buckets(&self) -> bool {
        self.partners.by_whole_buckets
    }

    pub(super) fn divide(&mut self, by: f64) {
        self.total = self.total.map(|total| total.divided(by));
    }
}

impl FrameSeries {
    /// The change of one bucket; `None` where either period has no number.
    pub fn change_at(&self, index: usize) -> Option<Change> {
        let compared = self.change.as_ref()?;
        let now = *self.values.get(index)?;
        let before = *self.earlier.as_ref()?.get(index)?;
        Change::between((now, before), compared.is_points, compared.polarity)
    }
}
