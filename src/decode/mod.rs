//! Response bytes, in chunks as they arrive, to series.

use crate::series::SeriesSet;

/// What a body held.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Decoded {
    /// The series.
    pub set: SeriesSet,
    /// What was left out or mended on the way, for the viewer to open.
    pub notes: Vec<Note>,
    /// `meta.discoverSplitDecision`, wherever it stands in the answer.
    pub split_decision: Option<String>,
    /// `isMetricsData` or `isMetricsExtractedData`, wherever they stand.
    pub used_metrics: bool,
}

/// Something a viewer may want to know of a body that was usable all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable name, such as `row_dropped`.
    pub code: &'static str,
    /// How often it happened.
    pub count: u64,
    /// The first occurrence in words.
    pub detail: String,
}
