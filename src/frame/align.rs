//! One timeline for all series of a widget, and columns laid onto it.

use super::build::FillRule;
use crate::decode::Decoded;
use crate::series::{Column, Timeline};
use crate::sorted;
use std::sync::Arc;

/// Most buckets that are added where no answer holds one.
const MOST_ADDED: usize = 20_000;

/// The common timeline.
pub(super) struct Grid {
    pub(super) timeline: Arc<Timeline>,
    pub(super) bucket_secs: i64,
}

impl Grid {
    /// The union of all timelines, with the buckets between that no answer holds.
    /// `lone_bucket_secs` serves where the data has fewer than two buckets.
    pub(super) fn new(answers: &[Option<&Decoded>], lone_bucket_secs: i64) -> Self {
        let mut timelines: Vec<&Arc<Timeline>> = Vec::new();
        for series in answers
            .iter()
            .flatten()
            .flat_map(|answer| &answer.set.series)
        {
            if !timelines
                .iter()
                .any(|seen| Arc::ptr_eq(seen, &series.timeline) || **seen == series.timeline)
            {
                timelines.push(&series.timeline);
            }
        }
        let union = match timelines.as_slice() {
            [] => Arc::default(),
            [one] => Arc::clone(one),
            many => merge(many),
        };
        if let Some(bucket_secs) = even_step(union.starts()) {
            return Self {
                timeline: union,
                bucket_secs,
            };
        }
        let bucket_secs = union.bucket_secs().unwrap_or(lone_bucket_secs).max(1);
        Self {
            timeline: fill_holes(union, bucket_secs),
            bucket_secs,
        }
    }

    /// Values on the common timeline, times `factor`, NaN where there is none.
    pub(super) fn column(
        &self,
        timeline: &Arc<Timeline>,
        column: &Column,
        factor: f64,
        fill: FillRule,
    ) -> Vec<f64> {
        // A coarser series has no value in most buckets; zeros there would be made up.
        let fill = match fill {
            FillRule::Zero if self.is_coarser(timeline) => FillRule::Gap,
            fill => fill,
        };
        let scaled = |value: f64| {
            let value = if factor == 1.0 { value } else { value * factor };
            match (value.is_nan(), fill) {
                (true, FillRule::Zero) => 0.0,
                _ => value,
            }
        };
        let numbers = column.numbers();
        let is_as_answered = factor == 1.0 && fill == FillRule::Gap;
        let is_common = Arc::ptr_eq(timeline, &self.timeline) || **timeline == *self.timeline;
        if is_common && numbers.len() == timeline.len() {
            return match is_as_answered {
                true => numbers.to_vec(),
                false => numbers.iter().copied().map(scaled).collect(),
            };
        }
        let mut own = timeline.starts().iter().zip(numbers).peekable();
        self.timeline
            .starts()
            .iter()
            .map(|&start| {
                while own.next_if(|(own_start, _)| **own_start < start).is_some() {}
                let value = own
                    .next_if(|(own_start, _)| **own_start == start)
                    .map_or(f64::NAN, |(_, &value)| value);
                scaled(value)
            })
            .collect()
    }

    /// Whether a series has wider buckets than the common timeline.
    pub(super) fn is_coarser(&self, timeline: &Timeline) -> bool {
        timeline
            .bucket_secs()
            .is_some_and(|secs| secs >= 2 * self.bucket_secs)
    }
}

fn merge(timelines: &[&Arc<Timeline>]) -> Arc<Timeline> {
    let mut starts: Vec<i64> = timelines
        .iter()
        .flat_map(|timeline| timeline.starts())
        .copied()
        .collect();
    sorted::sort(&mut starts);
    starts.dedup();
    Arc::new(Timeline::new(starts).unwrap_or_default())
}

/// Adds the regular buckets that are missing between two starts. Rows that stand off
/// the grid stay where they are and move no bucket.
fn fill_holes(union: Arc<Timeline>, bucket_secs: i64) -> Arc<Timeline> {
    let starts = union.starts();
    let Some(phase) = phase(starts, bucket_secs) else {
        return union;
    };
    // Buckets that a full grid would have; far-off rows must not cost memory.
    let span = match (starts.first(), starts.last()) {
        (Some(first), Some(last)) => last.saturating_sub(*first) / bucket_secs,
        _ => 0,
    };
    if span as usize > starts.len().saturating_add(MOST_ADDED) {
        return union;
    }
    let mut filled = Vec::with_capacity(starts.len());
    filled.extend(starts.first());
    for (earlier, later) in pairs(starts) {
        filled.extend(missing(earlier, later, phase, bucket_secs));
        filled.push(later);
    }
    if filled.len() == starts.len() {
        return union;
    }
    Timeline::new(filled).map_or(union, Arc::new)
}

/// The step of a timeline without holes or rows off its grid: what nearly all are.
fn even_step(starts: &[i64]) -> Option<i64> {
    let (first, second) = pairs(starts).next()?;
    let step = second.checked_sub(first)?;
    pairs(starts)
        .all(|(earlier, later)| later.wrapping_sub(earlier) == step)
        .then_some(step)
}

fn pairs(starts: &[i64]) -> impl Iterator<Item = (i64, i64)> + '_ {
    starts.iter().copied().zip(starts.iter().copied().skip(1))
}

/// Where buckets lie within their width: that of the first two regular neighbours.
fn phase(starts: &[i64], bucket_secs: i64) -> Option<i64> {
    pairs(starts)
        .find(|(earlier, later)| later.saturating_sub(*earlier) == bucket_secs)
        .map(|(earlier, _)| earlier.rem_euclid(bucket_secs))
}

/// Regular starts between two, neither included.
fn missing(earlier: i64, later: i64, phase: i64, bucket_secs: i64) -> impl Iterator<Item = i64> {
    let passed = earlier.saturating_sub(phase).rem_euclid(bucket_secs);
    let first = earlier.saturating_add(bucket_secs - passed);
    (0..)
        .map_while(move |step: i64| first.checked_add(step.checked_mul(bucket_secs)?))
        .take_while(move |&start| start < later)
}
