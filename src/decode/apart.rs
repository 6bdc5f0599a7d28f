//! Series of one answer whose times lie too far apart, in themselves or from each other.
//!
//! A chart has one timeline for all of its series. An answer of a few kilobytes could ask for
//! one past all memory: what does not fit is left out and told.

use super::note;
use super::notes::Notes;
use crate::json::lexer::excerpt;
use crate::series::{MOST_ADDED, MOST_CELLS, Series, Timeline};
use std::sync::Arc;

/// The first of the series that fit on one timeline together: nearly always all of them.
pub(super) fn held_together(
    series: impl Iterator<Item = Series>,
    notes: &mut Notes,
) -> Vec<Series> {
    let mut kept: Vec<Series> = Vec::new();
    let mut timelines: Vec<Arc<Timeline>> = Vec::new();
    let mut buckets = 0_usize;
    for one in series {
        let is_known = timelines
            .iter()
            .any(|seen| Arc::ptr_eq(seen, &one.timeline) || *seen == one.timeline);
        if !is_known {
            let more = buckets + one.timeline.len();
            let fits = more.saturating_mul(kept.len() + 1) <= MOST_CELLS;
            if !fits {
                notes.add(note::SERIES_APART, || {
                    format!(
                        "{} was left out: its times are not those of the others",
                        excerpt(&one.key)
                    )
                });
                continue;
            }
            buckets = more;
            note_holes(&one.timeline, notes);
            timelines.push(Arc::clone(&one.timeline));
        }
        kept.push(one);
    }
    kept
}

fn note_holes(timeline: &Timeline, notes: &mut Notes) {
    let step = timeline.even_step().or_else(|| timeline.bucket_secs());
    let step = step.filter(|step| timeline.is_sparse(*step, MOST_ADDED));
    let Some(step) = step else { return };
    notes.add(note::ROWS_APART, || {
        format!("the rows are too far apart to show the buckets of {step} s between them")
    });
}
