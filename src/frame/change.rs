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
}

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
        })
    }

    /// What it means.
    pub fn sense(&self) -> Trend {
        let rises = self.delta.absolute > 0.0;
        match self.polarity {
            _ if self.delta.absolute == 0.0 => Trend::Neutral,
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

impl SeriesChange {
    pub(super) fn new(series: &Series, compared: &SeriesComparison, factor: f64) -> Self {
        let total = compared.total.and_then(|total| {
            let numbers = (total.current * factor, total.earlier * factor);
            Change::between(numbers, compared.is_points, compared.polarity)
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
