//! Current series against their earlier selves.

use super::delta::Delta;
use super::earlier_answers::{EarlierAnswers, find};
use super::earlier_other::earlier_other;
use super::shift::{BucketAlignment, Shift};
use crate::config::{Polarity, WidgetType, polarity};
use crate::decode::Decoded;
use crate::request::MAX_TOP_EVENTS;
use crate::run::groups::Group;
use crate::sentry::functions::{Combine, combine_over_time, compares_as_points};
use crate::series::{Column, Series, Value};
use std::sync::Arc;

/// How a series stands to the earlier period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonStatus {
    /// It was there before.
    Compared,
    /// It was not.
    New,
    /// It may have been there: the earlier period was not asked, or failed, for it.
    Unknown,
}

/// A total of both periods, over the complete buckets that have partners.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Total {
    /// How the buckets make one value.
    pub combine: Combine,
    /// Of the current period.
    pub current: f64,
    /// Of the earlier one.
    pub earlier: f64,
    /// The change, where there is a finite one.
    pub delta: Option<Delta>,
    /// Buckets that take part.
    pub buckets: usize,
}

/// One series compared, in the order of the current answer.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesComparison {
    /// How it stands to the earlier period.
    pub status: ComparisonStatus,
    /// Earlier values, each on the bucket it is compared with.
    pub earlier: Column,
    /// Start of the earlier bucket for each bucket, where there is one.
    pub partners: Arc<BucketAlignment>,
    /// Both periods in one number each; `None` where no bucket takes part.
    pub total: Option<Total>,
    /// What a rise means.
    pub polarity: Polarity,
    /// Changes are in points.
    pub is_points: bool,
}

#[cfg(test)]
impl SeriesComparison {
    /// The change of one bucket; `None` where either side has no number.
    pub fn delta(&self, current: &Series, bucket: usize) -> Option<Delta> {
        let now = current.values.get(bucket).number()?;
        let before = self.earlier.get(bucket).number()?;
        Delta::between(now, before, self.is_points)
    }
}

/// What a comparison of series needs to know besides the values.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Type of the widget, the side of a split included: it decides what a rise means.
    pub widget_type: WidgetType,
    /// Buckets that do not end before this are incomplete (epoch seconds).
    pub complete_until: i64,
    /// Bucket width in seconds.
    pub width: i64,
}

/// What pairing needs to know besides the answers.
#[derive(Clone, Copy, Debug)]
pub struct Alignment<'a> {
    /// Which bucket belongs to which.
    pub shift: &'a Shift<'a>,
    /// How pairs are compared.
    pub terms: Terms,
    /// The groups that were asked for; none where the query has no groups.
    pub groups: &'a [Group],
    /// Which part of the earlier responses holds each group.
    pub part_of: &'a [Option<usize>],
    /// A group that was asked for and is absent had no events: it is new.
    pub absent_is_new: bool,
}

impl Alignment<'_> {
    /// Compares every series of `current`.
    pub fn compare(&self, current: &Decoded, earlier: EarlierAnswers) -> Vec<SeriesComparison> {
        let mut partners: Option<(*const crate::series::Timeline, Arc<BucketAlignment>)> = None;
        let mut compared = Vec::with_capacity(current.set.series.len());
        for series in &current.set.series {
            // Series of an answer mostly share one timeline.
            let timeline = Arc::as_ptr(&series.timeline);
            let shared = match &partners {
                Some((known, shared)) if *known == timeline => Arc::clone(shared),
                _ => {
                    let found = Arc::new(self.shift.partners(series.timeline.starts()));
                    partners = Some((timeline, Arc::clone(&found)));
                    found
                }
            };
            compared.push(self.one(series, current, earlier, shared));
        }
        compared
    }

    fn one(
        &self,
        series: &Series,
        current: &Decoded,
        earlier: EarlierAnswers,
        partners: Arc<BucketAlignment>,
    ) -> SeriesComparison {
        let (status, values) = self.earlier_values(series, current, earlier, &partners);
        self.terms.compare(series, status, values, partners)
    }

    fn earlier_values(
        &self,
        series: &Series,
        current: &Decoded,
        earlier: EarlierAnswers,
        partners: &BucketAlignment,
    ) -> (ComparisonStatus, Column) {
        if let (Some(server), true) = (&series.comparison, earlier.parts.is_empty()) {
            return (ComparisonStatus::Compared, server.clone());
        }
        if series.is_other {
            let groups = current.set.series.iter().filter(|series| !series.is_other);
            let all_asked = groups.into_iter().all(|group| self.is_asked(&group.key));
            let other = all_asked.then(|| earlier_other(series, current, earlier));
            return match other.flatten() {
                Some(other) => (ComparisonStatus::Compared, on_partners(&other, partners)),
                None => (ComparisonStatus::Unknown, nothing(partners)),
            };
        }
        match find(series, earlier.parts) {
            Some(found) => (ComparisonStatus::Compared, on_partners(found, partners)),
            None if self.absent_is_new
                && earlier.parts.iter().all(Option::is_some)
                && self.is_asked(&series.key)
                && !self.is_crowded_out(&series.key, earlier.parts) =>
            {
                (ComparisonStatus::New, zeroes(series, partners))
            }
            None => (ComparisonStatus::Unknown, nothing(partners)),
        }
    }

    /// Its search text lets others through, and there were so many of them that it may just
    /// not be among the first.
    fn is_crowded_out(&self, key: &str, parts: &[Option<&Decoded>]) -> bool {
        let is_full = |part: &Option<usize>| {
            let answer = part.and_then(|part| parts.get(part).copied().flatten());
            answer.is_some_and(|answer| answer.set.series.len() >= MAX_TOP_EVENTS as usize)
        };
        let mut groups = self.groups.iter().zip(self.part_of);
        groups.any(|(group, part)| !group.is_exact() && group.has_key(key) && is_full(part))
    }

    /// The earlier period was asked for the group of that key.
    fn is_asked(&self, key: &str) -> bool {
        self.groups.iter().any(|group| group.has_key(key))
    }
}

impl Terms {
    fn compare(
        self,
        series: &Series,
        status: ComparisonStatus,
        earlier: Column,
        partners: Arc<BucketAlignment>,
    ) -> SeriesComparison {
        let value_type = series.value_meta.value_type.as_deref();
        let is_points = compares_as_points(&series.axis, value_type);
        SeriesComparison {
            status,
            total: self.total(series, &earlier, is_points),
            earlier,
            partners,
            polarity: polarity(&series.axis, self.widget_type, value_type),
            is_points,
        }
    }

    fn total(self, series: &Series, earlier: &Column, is_points: bool) -> Option<Total> {
        let combine = combine_over_time(&series.axis);
        let starts = series.timeline.starts().iter();
        let pairs = starts
            .zip(series.values.iter().zip(earlier.iter()))
            .filter(|(start, _)| start.saturating_add(self.width) < self.complete_until)
            .filter_map(|(_, (now, before))| Some((now.number()?, before.number()?)));
        let (current, earlier): (Vec<f64>, Vec<f64>) = pairs.unzip();
        let buckets = current.len();
        let (current, earlier) = (combined(combine, &current)?, combined(combine, &earlier)?);
        Some(Total {
            combine,
            current,
            earlier,
            delta: Delta::between(current, earlier, is_points),
            buckets,
        })
    }
}

fn combined(combine: Combine, values: &[f64]) -> Option<f64> {
    let sum = || values.iter().sum::<f64>();
    match combine {
        _ if values.is_empty() => None,
        Combine::Sum => Some(sum()),
        Combine::Mean => Some(sum() / values.len() as f64),
        Combine::Min => values.iter().copied().reduce(f64::min),
        Combine::Max => values.iter().copied().reduce(f64::max),
    }
}

/// The comparison that an answer brings along (`comparisonCount`), paired by the server;
/// `None` where it brings none.
pub fn compare_inline(current: &Decoded, terms: Terms) -> Option<Vec<SeriesComparison>> {
    let given = |series: &Series| {
        let (status, earlier) = match &series.comparison {
            Some(earlier) => (ComparisonStatus::Compared, earlier.clone()),
            None => (ComparisonStatus::Unknown, Column::default()),
        };
        // The server does not say which bucket it used.
        terms.compare(series, status, earlier, Arc::default())
    };
    let series = &current.set.series;
    series
        .iter()
        .any(|one| one.comparison.is_some())
        .then(|| series.iter().map(given).collect())
}

/// Earlier values, each moved to the bucket that it is the partner of.
fn on_partners(earlier: &Series, partners: &BucketAlignment) -> Column {
    let starts = earlier.timeline.starts();
    partners
        .starts
        .iter()
        .map(|earlier_bucket| {
            earlier_bucket
                .and_then(|start| starts.binary_search(&start).ok())
                .map_or(Value::Missing, |index| earlier.values.get(index))
        })
        .collect()
}

fn nothing(partners: &BucketAlignment) -> Column {
    partners.starts.iter().map(|_| Value::Missing).collect()
}

/// A group without earlier events counted none; its percentiles and means are not zero
/// for that, they are missing.
fn zeroes(series: &Series, partners: &BucketAlignment) -> Column {
    let zero = match combine_over_time(&series.axis) {
        Combine::Sum => Value::Number(0.0),
        Combine::Mean | Combine::Min | Combine::Max => Value::Missing,
    };
    partners
        .starts
        .iter()
        .map(|earlier_bucket| earlier_bucket.map_or(Value::Missing, |_| zero))
        .collect()
}
