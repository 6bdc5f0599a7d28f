//! How a big number came about, bucket by bucket.

use super::FrameInput;
use super::series_unit;
use super::whole_buckets::{incomplete_from, starts_cut};

/// Values of the buckets that have counted all of their time: a part of one would look like a
/// fall. NaN where there is none.
pub(super) fn of(input: &FrameInput<'_>) -> Vec<f64> {
    let Some((answer, series)) = input
        .sparkline
        .and_then(|answer| Some((answer, answer.set.series.first()?)))
    else {
        return Vec::new();
    };
    let timeline = &series.timeline;
    let bucket_secs = timeline.bucket_secs().unwrap_or_default();
    let from = usize::from(starts_cut(timeline, bucket_secs, input));
    let until = incomplete_from(timeline, bucket_secs, std::iter::once(answer), input);
    let values = series.values.numbers();
    let whole = values.get(from..until.unwrap_or(values.len()));
    let (_, factor) = series_unit::unit_of(series);
    let mut values = whole.unwrap_or_default().to_vec();
    for value in &mut values {
        *value *= factor;
    }
    values
}
