//! How a big number came about, bucket by bucket.

use super::FrameInput;
use super::series_unit;
use crate::run::INGESTION_DELAY_SECS;

/// Values of the buckets that have counted all of their time: a part of one would look like a
/// fall. NaN where there is none.
pub(super) fn of(input: &FrameInput<'_>) -> Vec<f64> {
    let mut whole = Vec::new();
    let series = input.sparkline.and_then(|answer| answer.set.series.first());
    let Some(series) = series else {
        return whole;
    };
    let bucket_secs = series.timeline.bucket_secs().unwrap_or_default();
    let asked = input.requested.unwrap_or(input.range);
    let end = asked
        .end
        .min(input.now.saturating_sub(INGESTION_DELAY_SECS));
    let (_, factor) = series_unit::unit_of(series);
    for (start, value) in series.timeline.starts().iter().zip(series.values.numbers()) {
        if *start >= asked.start && start.saturating_add(bucket_secs) <= end {
            whole.push(value * factor);
        }
    }
    whole
}
