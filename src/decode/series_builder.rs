//! The rows of one series: times shared with the series before it, values, comparison.

use super::ascending::longest_ascending;
use super::{Limits, note};
use crate::series::{Column, Timeline, Value};
use std::sync::Arc;

/// Most rows that room is made for before they are there: many series may have few of those
/// that the first one had.
const MOST_RESERVED: usize = 1_024;

/// Rows of one series while they arrive.
#[derive(Debug, Default)]
pub(super) struct SeriesBuilder {
    times: Times,
    values: Column,
    comparison: Option<Column>,
    /// Rows that are not after the one before them.
    out_of_order: Vec<OutOfOrderRow>,
}

/// A row out of order.
#[derive(Debug)]
struct OutOfOrderRow {
    /// Number of rows in order before it.
    position: usize,
    time: i64,
    value: Value,
    comparison: Option<Value>,
}

/// Rows of one series, complete.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct SeriesColumns {
    pub(super) timeline: Arc<Timeline>,
    pub(super) values: Column,
    pub(super) comparison: Option<Column>,
}

impl SeriesColumns {
    /// No row holds a number other than zero.
    pub(super) fn is_zero(&self) -> bool {
        self.values
            .iter()
            .all(|value| value.number().unwrap_or(0.0) == 0.0)
    }
}

impl SeriesBuilder {
    /// Rows that probably have the times of `reference`.
    pub(super) fn new(reference: Option<Arc<Timeline>>) -> Self {
        let expected = reference.as_ref().map_or(0, |timeline| timeline.len());
        Self {
            times: Times {
                reference,
                agreed: 0,
                own: Vec::new(),
                last: None,
            },
            values: Column::with_capacity(expected.min(MOST_RESERVED)),
            comparison: None,
            out_of_order: Vec::new(),
        }
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    /// Rows come with values of a compared period.
    pub(super) fn is_compared(&self) -> bool {
        self.comparison.is_some()
    }

    /// How many rows it still takes.
    fn remaining_rows(&self) -> usize {
        Limits::SERIES_ROWS.saturating_sub(self.values.len() + self.out_of_order.len())
    }

    /// Appends a row; false where the series takes no more.
    pub(super) fn push(&mut self, time: i64, value: Value, comparison: Option<Value>) -> bool {
        if self.remaining_rows() == 0 {
            return false;
        }
        if self.times.last.is_some_and(|last| time <= last) {
            self.out_of_order.push(OutOfOrderRow {
                position: self.values.len(),
                time,
                value,
                comparison,
            });
            return true;
        }
        self.times.push(time);
        if comparison.is_some() || self.comparison.is_some() {
            let rows = self.values.len();
            self.comparison
                .get_or_insert_with(|| (0..rows).map(|_| Value::Missing).collect())
                .push(comparison.unwrap_or(Value::Missing));
        }
        self.values.push(value);
        true
    }

    /// Appends plain rows as `read` finds them. It is given what accepts a row, and must
    /// stop at the first one that is not accepted: that one cannot follow the rows before it.
    ///
    /// `read` is called once; which acceptor it gets depends on whether times are shared.
    #[inline(always)]
    pub(super) fn push_plain<R: PlainRowSource>(&mut self, read: R) -> usize {
        if self.comparison.is_some() {
            return read.read(|time, value, comparison| {
                let fits = self.times.last.is_none_or(|last| time > last);
                fits && self.push(time, or_null(value), Some(or_null(comparison)))
            });
        }
        let room = self.remaining_rows();
        let values = &mut self.values;
        let times = &mut self.times;
        match &times.reference {
            Some(reference) => {
                let rest = reference.starts().get(times.agreed..).unwrap_or_default();
                let rest = rest.get(..room).unwrap_or(rest);
                let mut expected = rest.iter();
                let taken = read.read(|time, number, _| {
                    let fits = expected.as_slice().first() == Some(&time);
                    if fits {
                        expected.next();
                        push_number_or_null(values, number);
                    }
                    fits
                });
                let agreed = rest.len() - expected.len();
                times.agreed += agreed;
                if let Some(last) = times.agreed.checked_sub(1) {
                    times.last = reference.starts().get(last).copied();
                }
                taken
            }
            None => {
                let mut last = times.last.unwrap_or(i64::MIN);
                let own = &mut times.own;
                let most = own.len() + room;
                let taken = read.read(|time, number, _| {
                    let fits = time > last && own.len() < most;
                    if fits {
                        last = time;
                        own.push(time);
                        push_number_or_null(values, number);
                    }
                    fits
                });
                times.last = own.last().copied();
                taken
            }
        }
    }

    /// The columns. Rows that contradict others go to `drop`, code and time.
    pub(super) fn finish(mut self, drop: impl FnMut(&'static str, i64)) -> SeriesColumns {
        if !self.out_of_order.is_empty() {
            self = self.in_order(drop);
        }
        SeriesColumns {
            timeline: self.times.finish(),
            values: self.values,
            comparison: self.comparison,
        }
    }

    /// As many of the rows as can stand in order.
    fn in_order(mut self, mut drop: impl FnMut(&'static str, i64)) -> Self {
        let mut out_of_order = std::mem::take(&mut self.out_of_order)
            .into_iter()
            .peekable();
        let values = self.values;
        let comparison = self.comparison;
        let timeline = self.times.finish();
        let mut all = Vec::with_capacity(values.len() + out_of_order.len());
        for position in 0..=values.len() {
            while let Some(row) = out_of_order.next_if(|row| row.position == position) {
                all.push((row.time, row.value, row.comparison));
            }
            if let Some(&time) = timeline.starts().get(position) {
                let compared = comparison.as_ref().map(|column| column.get(position));
                all.push((time, values.get(position), compared));
            }
        }
        let times: Vec<i64> = all.iter().map(|row| row.0).collect();
        let kept = longest_ascending(&times);
        let mut ordered = Self::new(None);
        let mut dropped = Vec::new();
        for ((time, value, compared), kept) in all.into_iter().zip(kept) {
            // What stood in `self` has room here, too.
            if !(kept && ordered.push(time, value, compared)) {
                dropped.push(time);
            }
        }
        for time in dropped {
            match ordered.times.own.binary_search(&time) {
                Ok(_) => drop(note::ROW_REPEATED, time),
                Err(_) => drop(note::ROW_BACKWARDS, time),
            }
        }
        ordered
    }
}

fn or_null(number: f64) -> Value {
    match number.is_nan() {
        true => Value::Null,
        false => Value::Number(number),
    }
}

#[inline(always)]
fn push_number_or_null(values: &mut Column, number: f64) {
    if number.is_nan() {
        values.push(Value::Null);
    } else {
        values.push_number(number);
    }
}

/// Something that finds plain rows, a time, a value and a compared value each (NaN for null), and passes them on
/// until one is not accepted. A trait and no closure, since it is made twice.
pub(super) trait PlainRowSource {
    /// Passes rows to `accept`; returns what the caller wants to know of it.
    fn read(self, accept: impl FnMut(i64, f64, f64) -> bool) -> usize;
}

/// Times that are compared with an earlier series' as long as they agree, so that
/// series of one answer end up with one column of times.
#[derive(Debug, Default)]
struct Times {
    reference: Option<Arc<Timeline>>,
    agreed: usize,
    /// The times themselves once there is no (more) reference.
    own: Vec<i64>,
    last: Option<i64>,
}

impl Times {
    fn push(&mut self, time: i64) {
        self.last = Some(time);
        if let Some(reference) = &self.reference {
            let starts = reference.starts();
            if starts.get(self.agreed) == Some(&time) {
                self.agreed += 1;
                return;
            }
            self.own.reserve(starts.len());
            self.own
                .extend_from_slice(starts.get(..self.agreed).unwrap_or_default());
            self.reference = None;
        }
        self.own.push(time);
    }

    fn finish(mut self) -> Arc<Timeline> {
        if let Some(reference) = self.reference.take() {
            if self.agreed == reference.len() {
                return reference;
            }
            let agreed = reference.starts().get(..self.agreed).unwrap_or_default();
            self.own = agreed.to_vec();
        }
        Arc::new(Timeline::new(self.own).unwrap_or_default())
    }
}
