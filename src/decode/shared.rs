//! What all series of an answer share while it is read: notes, times, the limit.

use super::notes::Notes;
use super::row::Row;
use super::series_builder::{SeriesBuilder, SeriesColumns};
use super::{Limits, note};
use crate::error::Error;
use crate::series::Timeline;
use std::sync::Arc;

/// What all series of an answer share while it is read.
#[derive(Debug)]
pub(super) struct ReadContext {
    pub(super) notes: Notes,
    /// Times of the last complete series.
    pub(super) reference: Option<Arc<Timeline>>,
    points: u64,
    max_points: u64,
}

impl ReadContext {
    pub(super) fn new(max_points: u64) -> Self {
        Self {
            notes: Notes::default(),
            reference: None,
            points: 0,
            max_points,
        }
    }

    /// Counts values against the limit.
    pub(super) fn charge(&mut self, points: u64, at: u64) -> Result<(), Error> {
        self.points += points;
        if self.points > self.max_points {
            let limit = format!("at most {} values", self.max_points);
            return Err(Error::decode(at, limit, "more"));
        }
        Ok(())
    }

    /// Adds a finished row to its series, or notes why it was dropped.
    pub(super) fn place(
        &mut self,
        row: Row,
        rows: &mut SeriesBuilder,
        place: impl FnOnce() -> String,
    ) {
        let missing = || (note::ROW_TIME, "expected a time, found none".to_owned());
        let fault = match (row.fault, row.time) {
            (None, Some(time)) => {
                if rows.push(time, row.value, row.comparison) {
                    return;
                }
                let detail = format!("expected at most {} rows, found more", Limits::SERIES_ROWS);
                Some((note::ROWS_MANY, detail))
            }
            (fault, _) => fault,
        };
        let (code, detail) = fault.unwrap_or_else(missing);
        self.notes.add(code, || format!("{}: {detail}", place()));
    }

    /// The columns of rows that are complete; their times are what the next series' are
    /// compared with.
    pub(super) fn close_rows(
        &mut self,
        rows: SeriesBuilder,
        place: impl Fn() -> String,
    ) -> SeriesColumns {
        let notes = &mut self.notes;
        let columns = rows.finish(|code, time| {
            let detail = || format!("{}time {time} is out of order", place());
            notes.add(code, detail);
        });
        self.reference = Some(Arc::clone(&columns.timeline));
        columns
    }
}
