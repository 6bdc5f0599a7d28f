//! Columnar series: times once, values as `f64` columns, gaps beside them.
//!
//! Three states of a value stay apart: a number, an explicit null, and a bucket
//! that the answer does not hold. Only `frame` turns one into another, by a
//! named rule.

use crate::convert;
use crate::sorted;
use std::sync::Arc;

/// One value of one bucket.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// A number; never NaN, may be negative, finite.
    Number(f64),
    /// The answer says null (or a bucket without its value).
    Null,
    /// The answer has the bucket's time, but an empty list in it, or lacks the bucket.
    Missing,
}

impl Value {
    /// The number, where there is one.
    pub fn number(self) -> Option<f64> {
        match self {
            Value::Number(number) => Some(number),
            Value::Null | Value::Missing => None,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    No,
    Null,
    Missing,
}

/// A column of values. Numbers lie in one `f64` slice, NaN where there is none;
/// the kind of each gap lies in a mask that exists only once there is a gap.
#[derive(Clone, Debug, Default)]
pub struct Column {
    numbers: Vec<f64>,
    gaps: Vec<Gap>,
}

impl Column {
    /// An empty column with room for `capacity` values.
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            numbers: Vec::with_capacity(capacity),
            gaps: Vec::new(),
        }
    }

    /// Number of values.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// No value at all.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The numbers, NaN where there is none: the form that drawing reads.
    pub fn numbers(&self) -> &[f64] {
        &self.numbers
    }

    /// Whether each value is a number.
    pub fn is_gapless(&self) -> bool {
        self.gaps.is_empty()
    }

    /// The value at `index`; [`Value::Missing`] past the end.
    pub fn get(&self, index: usize) -> Value {
        match (self.numbers.get(index), self.gaps.get(index)) {
            (Some(&number), None | Some(Gap::No)) => Value::Number(number),
            (Some(_), Some(Gap::Null)) => Value::Null,
            _ => Value::Missing,
        }
    }

    /// All values in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Value> + '_ {
        (0..self.len()).map(|index| self.get(index))
    }

    /// Appends a finite number: the hot path of decoding.
    #[inline]
    pub fn push_number(&mut self, number: f64) {
        self.numbers.push(number);
        if !self.gaps.is_empty() {
            self.gaps.push(Gap::No);
        }
    }

    /// Appends any value. A number that is not finite becomes [`Value::Null`].
    pub fn push(&mut self, value: Value) {
        match value {
            Value::Number(number) if number.is_finite() => self.push_number(number),
            Value::Number(_) | Value::Null => self.push_gap(Gap::Null),
            Value::Missing => self.push_gap(Gap::Missing),
        }
    }

    fn push_gap(&mut self, gap: Gap) {
        if self.gaps.is_empty() {
            self.gaps.reserve(self.numbers.len() + 1);
            self.gaps.resize(self.numbers.len(), Gap::No);
        }
        self.numbers.push(f64::NAN);
        self.gaps.push(gap);
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}

impl FromIterator<Value> for Column {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Self {
        let mut column = Column::default();
        for value in values {
            column.push(value);
        }
        column
    }
}

/// Most buckets that are added where no answer holds one.
pub const MOST_ADDED: usize = 20_000;

/// Most values of a chart, all series on all buckets.
pub const MOST_CELLS: usize = 4_000_000;

/// Bucket starts in epoch seconds, strictly ascending.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Timeline {
    starts: Vec<i64>,
}

impl Timeline {
    /// A timeline of the given bucket starts, or `None` where they do not strictly ascend.
    pub fn new(starts: Vec<i64>) -> Option<Self> {
        starts
            .is_sorted_by(|earlier, later| earlier < later)
            .then_some(Self { starts })
    }

    /// Bucket starts, epoch seconds.
    pub fn starts(&self) -> &[i64] {
        &self.starts
    }

    /// Number of buckets.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// No bucket at all.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The step of a timeline without gaps or rows off its grid: what nearly all are.
    pub fn even_step(&self) -> Option<i64> {
        let mut steps = self
            .starts
            .iter()
            .zip(self.starts.iter().skip(1))
            .map(|(earlier, later)| later.wrapping_sub(*earlier));
        let step = steps.next()?;
        steps.all(|other| other == step).then_some(step)
    }

    /// Whether so many buckets are missing between the first and the last one that they are
    /// not added.
    pub fn is_sparse(&self, bucket_secs: i64, most_added: usize) -> bool {
        let span = match (self.starts.first(), self.starts.last()) {
            (Some(first), Some(last)) => last.saturating_sub(*first) / bucket_secs.max(1),
            _ => 0,
        };
        convert::length(span) > self.len().saturating_add(most_added)
    }

    /// Width of a bucket in seconds, read from the data: the most frequent step
    /// (the smaller of equally frequent ones), `None` with fewer than two buckets.
    ///
    /// The server may choose another width than was asked for, and rows that stand
    /// off the grid may lie between regular ones, so neither the request nor the
    /// first step can be believed.
    pub fn bucket_secs(&self) -> Option<i64> {
        if let Some(step) = self.even_step() {
            return Some(step);
        }
        let mut steps: Vec<i64> = self
            .starts
            .windows(2)
            .filter_map(|pair| Some(pair.get(1)? - pair.first()?))
            .collect();
        sorted::sort(&mut steps);
        steps
            .chunk_by(|a, b| a == b)
            .rev()
            .max_by_key(|run| run.len())
            .and_then(|run| run.first().copied())
    }
}

/// What the server says of a series: value type and unit of one axis.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ValueMeta {
    /// `meta.fields` type: `integer`, `duration`, `percentage`, ... `None` where the answer is silent.
    pub value_type: Option<String>,
    /// `meta.units` unit: `millisecond`, `byte`, `1/second`, ... `None` where there is none.
    pub unit: Option<String>,
}

/// One line of an answer: one group on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Group key exactly as the server wrote it; opaque, never taken apart. Empty for
    /// answers without top events, and a legal group value otherwise.
    pub key: String,
    /// Requested axis text, such as `p95(transaction.duration)` or `equation|count() / 2`.
    pub axis: String,
    /// The server's `order`: rank of the group; index of the axis without top events.
    pub order: Option<i64>,
    /// Index of the axis in the request.
    pub axis_index: usize,
    /// The rest of all groups ("Other"), not a group of its own.
    pub is_other: bool,
    /// Estimated from so few samples that its numbers are unsure, as the answer says.
    pub has_low_accuracy: bool,
    /// Bucket starts; series of one answer share one timeline as long as their times agree.
    pub timeline: Arc<Timeline>,
    /// One value a bucket.
    pub values: Column,
    /// The server's `comparisonCount` values, where it sent them.
    pub comparison: Option<Column>,
    /// Type and unit.
    pub value_meta: ValueMeta,
}

/// All series of one answer, in rank order: groups by `order`, axes of a group by
/// request index, Other last.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct SeriesSet {
    /// The series.
    pub series: Vec<Series>,
    /// First moment covered, epoch seconds, as the answer says.
    pub start: Option<i64>,
    /// End of the covered range, epoch seconds, as the answer says: may be one second
    /// past the last bucket's start, and rows may lie past it.
    pub end: Option<i64>,
    /// Start of the first bucket from which on the answer marks all as incomplete
    /// (`events-timeseries` alone says so; elsewhere it follows from the time).
    pub incomplete_from: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_states_stay_apart() {
        let states = [
            Value::Number(1.0),
            Value::Null,
            Value::Missing,
            Value::Number(0.0),
        ];
        let column: Column = states.into_iter().collect();
        assert!(column.iter().eq(states));
        assert_eq!(column.get(9), Value::Missing);
        assert!(!column.is_gapless());
    }

    #[test]
    fn non_finite_numbers_are_null() {
        let column: Column = [Value::Number(f64::NAN), Value::Number(f64::INFINITY)]
            .into_iter()
            .collect();
        assert!(column.iter().all(|value| value == Value::Null));
    }

    #[test]
    fn bucket_width_is_the_most_frequent_step() {
        let timeline = Timeline::new(vec![0, 60, 90, 120, 180, 240]).unwrap();
        assert_eq!(timeline.bucket_secs(), Some(60));
        assert_eq!(Timeline::new(vec![7]).unwrap().bucket_secs(), None);
        assert_eq!(
            Timeline::new(vec![0, 30, 90]).unwrap().bucket_secs(),
            Some(30)
        );
    }

    #[test]
    fn times_must_ascend() {
        assert!(Timeline::new(vec![0, 0]).is_none());
        assert!(Timeline::new(vec![60, 0]).is_none());
    }
}
