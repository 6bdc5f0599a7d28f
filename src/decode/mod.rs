//! Response bytes, in chunks as they arrive, to series.
//!
//! The shape of a body is known from the request; its look is a check, and the
//! fallback for the forms by which the server says that it found nothing. Which
//! side of a split an answer belongs to, and what is shown of it, do not belong here.

mod accuracy;
mod ascending;
mod assemble;
mod axis_unit;
pub mod binary;
mod data;
mod decoder;
mod error_body;
mod flow;
mod group_keys;
mod node;
mod notes;
mod other_series;
mod reader;
mod row;
mod series_builder;
mod shared;
mod swar_digits;
pub mod table;
mod template;
mod template_learner;
mod template_matcher;
mod timeline_limit;
mod timeseries;

pub use decoder::{Decoder, decode};
pub use error_body::error_detail;

use crate::series::SeriesSet;
use table::Table;

/// What a body held.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Decoded {
    /// The series.
    pub set: SeriesSet,
    /// Rows and columns, where the `events` endpoint was asked.
    pub table: Option<Table>,
    /// The server found nothing and said so by one of its placeholder forms: `{}`,
    /// `{"data": []}`, or zeroes without a group where groups were asked for.
    pub placeholder: bool,
    /// What was left out or repaired, for the viewer to open.
    pub notes: Vec<Note>,
    /// `meta.discoverSplitDecision`, wherever it stands in the answer.
    pub split_decision: Option<String>,
    /// `isMetricsData` or `isMetricsExtractedData`, wherever they stand.
    pub used_metrics: bool,
}

impl Decoded {
    /// Forgets the earlier values that stand beside the series' own. Whether there were any.
    pub fn drop_comparison(&mut self) -> bool {
        let mut had_any = false;
        for series in &mut self.set.series {
            had_any |= series.comparison.take().is_some();
        }
        had_any
    }
}

/// Something a viewer may want to know of a body that was usable all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Stable name, one of [`note`].
    pub code: &'static str,
    /// How often it happened.
    pub count: u64,
    /// The first occurrence in words.
    pub detail: String,
}

/// The codes of notes.
pub mod note {
    /// A row is not `[time, [{"count": number}, ...]]`; it was dropped.
    pub const ROW_MALFORMED: &str = "row_malformed";
    /// A row's time is no whole number of seconds in a sensible range; it was dropped.
    pub const ROW_TIME: &str = "row_time";
    /// A row's time does not ascend with those around it; it was dropped.
    pub const ROW_BACKWARDS: &str = "row_backwards";
    /// A bucket came a second time; the later row was dropped.
    pub const ROW_REPEATED: &str = "row_repeated";
    /// A value is no number, or too large for one; its row was dropped.
    pub const ROW_VALUE: &str = "row_value";
    /// A name stands twice in one object; the last one counts.
    pub const MEMBER_REPEATED: &str = "member_repeated";
    /// A member has a value of the wrong type and was not used.
    pub const MEMBER_TYPE: &str = "member_type";
    /// A name is not valid text; what is wrong in it became U+FFFD.
    pub const TEXT_MENDED: &str = "text_mended";
    /// A series has more rows than any range of Sentry's has buckets; the later ones were dropped.
    pub const ROWS_MANY: &str = "rows_many";
    /// Rows lie so far apart that the buckets between them are not shown.
    pub const ROWS_APART: &str = "rows_apart";
    /// Series have so many different times that not all of them can be shown.
    pub const SERIES_APART: &str = "series_apart";
    /// A moment lies outside of what is followed, and was not used.
    pub const MOMENT_RANGE: &str = "moment_range";
    /// Series come from few samples, as the answer says.
    pub const LOW_ACCURACY: &str = "low_accuracy";
    /// The answer has another shape than was asked for, and was read as what it is.
    pub const OTHER_SHAPE: &str = "other_shape";
}

/// How much a decoder takes before it gives up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Largest body, in bytes.
    pub max_bytes: u64,
    /// Deepest nesting.
    pub max_depth: u32,
    /// Most values of all series together, a series counting as [`Limits::SERIES_COST`]
    /// values on top; of a table, all values and all cells.
    pub max_points: u64,
}

impl Limits {
    /// What a series costs besides its values.
    pub const SERIES_COST: u64 = 256;
    /// Most rows of one series: ten times as many as Sentry has buckets.
    pub const SERIES_ROWS: usize = 100_000;
    /// Longest text that is kept whole, in bytes; of a longer one the beginning is.
    pub const TEXT_BYTES: usize = 64 << 10;
    /// Most values of a table, which takes more room than columns do.
    pub const TABLE_VALUES: u64 = 1_000_000;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 64 << 20,
            max_depth: 64,
            max_points: 4_000_000,
        }
    }
}
