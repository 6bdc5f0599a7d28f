//! What a body holds before the request says what it means: nested objects, some
//! with rows, some with a description of their columns.

use super::accuracy::Accuracy;
use super::series_builder::SeriesColumns;
use crate::series::ValueMeta;

/// An object of the body that may be a series, a group of series, or a description.
#[derive(Debug, Default)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) columns: Option<SeriesColumns>,
    pub(super) order: Option<i64>,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) meta: Meta,
    /// Objects inside that hold rows, in the order written.
    pub(super) children: Vec<Node>,
    /// The first members' names, to say what was found where nothing was usable.
    pub(super) members: Vec<String>,
}

impl Node {
    /// There are rows in it, at some depth.
    pub(super) fn holds_series(&self) -> bool {
        self.columns.is_some() || !self.children.is_empty()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.columns.as_ref().is_none_or(SeriesColumns::is_zero)
            && self.children.iter().all(Node::is_zero)
    }
}

/// `meta`: types and units by column, and how sure the numbers are.
#[derive(Debug, Default)]
pub(super) struct Meta {
    pub(super) types: Vec<(String, String)>,
    pub(super) units: Vec<(String, String)>,
    pub(super) accuracy: Accuracy,
}

/// One item of an `events-timeseries` answer.
#[derive(Debug, Default)]
pub(super) struct TimeSeriesItem {
    pub(super) axis: String,
    /// Values of the grouping, in order; of a list, all its items.
    pub(super) group: Vec<Vec<String>>,
    pub(super) columns: SeriesColumns,
    pub(super) order: Option<i64>,
    pub(super) is_other: bool,
    pub(super) accuracy: Accuracy,
    pub(super) value_meta: ValueMeta,
    /// First of the incomplete buckets at the end.
    pub(super) incomplete_from: Option<i64>,
}
