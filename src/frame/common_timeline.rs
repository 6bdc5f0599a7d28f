//! One timeline for all series of a widget, and columns laid onto it.

use crate::decode::Decoded;
use crate::series::{Column, MOST_ADDED, MOST_CELLS, Timeline};
use crate::sorted;
use std::sync::Arc;

/// The common timeline.
pub(super) struct CommonTimeline {
    pub(super) timeline: Arc<Timeline>,
    pub(super) bucket_secs: i64,
}

impl CommonTimeline {
    /// The union of all timelines, with the buckets between that no answer holds.
    /// `lone_bucket_secs` serves where the data has fewer than two buckets.
    pub(super) fn new(answers: &[Option<&Decoded>], lone_bucket_secs: i64) -> Self {
        let all = || answers.iter().flatten().flat_map(|it| &it.set.series);
        let most_buckets = MOST_CELLS / all().count().max(1);
        let mut buckets = 0_usize;
        let mut timelines: Vec<&Arc<Timeline>> = Vec::new();
        for series in all() {
            let is_known = timelines
                .iter()
                .any(|seen| Arc::ptr_eq(seen, &series.timeline) || **seen == series.timeline);
            // Queries whose times have nothing in common could make a grid past all memory.
            let fits = timelines.is_empty() || buckets + series.timeline.len() <= most_buckets;
            if !is_known && fits {
                buckets += series.timeline.len();
                timelines.push(&series.timeline);
            }
        }
        let union = match timelines.as_slice() {
            [] => Arc::default(),
            [one] => Arc::clone(one),
            many => merge(many),
        };
        if let Some(bucket_secs) = union.even_step() {
            return Self {
                timeline: union,
                bucket_secs,
            };
        }
        let bucket_secs = union.bucket_secs().unwrap_or(lone_bucket_secs).max(1);
        Self {
            timeline: fill_gaps(union, bucket_secs, MOST_ADDED.min(most_buckets)),
            bucket_secs,
        }
    }

    /// Values on the common timeline, times `factor`, NaN where there is none.
    pub(super) fn column(
        &self,
        timeline: &Arc<Timeline>,
        column: &Column,
        factor: f64,
    ) -> Vec<f64> {
        let scaled = |value: f64| if factor == 1.0 { value } else { value * factor };
        let numbers = column.numbers();
        let is_common = Arc::ptr_eq(timeline, &self.timeline) || **timeline == *self.timeline;
        if is_common && numbers.len() == timeline.len() {
            return match factor == 1.0 {
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
fn fill_gaps(union: Arc<Timeline>, bucket_secs: i64, most_added: usize) -> Arc<Timeline> {
    let starts = union.starts();
    let Some(phase) = phase(starts, bucket_secs) else {
        return union;
    };
    // Far-off rows must not cost memory.
    if union.is_sparse(bucket_secs, most_added) {
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
