//! Series of one answer whose times lie too far apart, in themselves or from each other.
//!
//! A chart has one timeline for all of its series. An answer of a few kilobytes could ask for
//! one past all memory: what does not fit is left out, with a note.

use super::note;
use super::notes::Notes;
use crate::json::lexer::excerpt;
use crate::series::{MOST_CELLS, Series, Timeline};
use std::sync::Arc;

/// Up to so many missing buckets get no note.
const MAX_MISSING_BUCKETS: usize = 10_000_000;

/// Leaves the first of the series that fit on one timeline together: nearly always all of them.
pub(super) fn drop_distant_series(series: &mut Vec<Series>, notes: &mut Notes) {
    let mut timelines: Vec<Arc<Timeline>> = Vec::new();
    let mut buckets = 0_usize;
    let mut count = 0_usize;
    series.retain(|one| {
        let is_new = timelines.iter().all(|seen| *seen != one.timeline);
        let more = buckets + one.timeline.len();
        if is_new && more.saturating_mul(count + 1) > MOST_CELLS {
            notes.add(note::SERIES_APART, || {
                format!(
                    "{} was left out: its times are too far from those of the other series",
                    excerpt(&one.key)
                )
            });
            return false;
        }
        if is_new {
            buckets = more;
            note_sparse_timeline(&one.timeline, notes);
            timelines.push(Arc::clone(&one.timeline));
        }
        count += 1;
        true
    });
}

/// Rows that stand off any grid are no fault; a thousand years of seconds are.
fn note_sparse_timeline(timeline: &Timeline, notes: &mut Notes) {
    let step = timeline.even_step().or_else(|| timeline.bucket_secs());
    if step.is_some_and(|step| timeline.is_sparse(step, MAX_MISSING_BUCKETS)) {
        notes.add(note::ROWS_APART, || "the rows are too far apart".to_owned());
    }
}
