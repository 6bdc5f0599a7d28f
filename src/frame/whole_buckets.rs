//! Which buckets have counted all of their time.

use super::FrameInput;
use crate::decode::Decoded;
use crate::run::INGESTION_DELAY_SECS;
use crate::series::Timeline;

/// The first bucket began before what was requested.
pub(super) fn starts_cut(timeline: &Timeline, bucket_secs: i64, input: &FrameInput<'_>) -> bool {
    let moment = input.requested.map(|range| range.start);
    holds(timeline.starts().first(), bucket_secs, moment)
}

/// Sentry: a bucket is incomplete when its end is not before now less the delay. One that
/// the answer itself marks (`events-timeseries`) is so whatever the time, and one that what was
/// requested cuts.
pub(super) fn incomplete_from<'a>(
    timeline: &Timeline,
    bucket_secs: i64,
    answers: impl Iterator<Item = &'a Decoded>,
    input: &FrameInput<'_>,
) -> Option<usize> {
    let starts = timeline.starts();
    let complete_to = input.now.saturating_sub(INGESTION_DELAY_SECS);
    let by_time = starts.partition_point(|start| start.saturating_add(bucket_secs) < complete_to);
    let marked = answers.filter_map(|answer| answer.set.incomplete_from);
    let by_answer = marked.map(|first| starts.partition_point(|start| *start < first));
    let from = by_answer.fold(by_time, usize::min);
    let moment = input.requested.map(|range| range.end);
    let from = match holds(starts.last(), bucket_secs, moment) {
        true => from.min(starts.len() - 1),
        false => from,
    };
    (from < starts.len()).then_some(from)
}

/// Whether a moment lies inside of a bucket, and not at its edges.
fn holds(start: Option<&i64>, bucket_secs: i64, moment: Option<i64>) -> bool {
    start.zip(moment).is_some_and(|(&start, moment)| {
        start < moment && moment < start.saturating_add(bucket_secs)
    })
}
