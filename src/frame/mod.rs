//! What a widget shows: series with names, colours, units, stacks and totals.
//!
//! Everything that depends on the size of the box (ticks, places) belongs to
//! `layout`; everything that depends on the reader's language, to `format`.

mod build;
mod cell;
mod change;
mod columns;
mod common_timeline;
pub mod csv;
mod data_table;
mod domain;
mod input;
mod latest;
pub mod marks;
mod names;
mod order;
pub mod series_figures;
mod series_unit;
mod sparkline;
mod stack;
mod summary;
mod table;
mod thresholds;
mod units;
mod whole_buckets;

pub use build::build;
pub use change::{Change, QueryComparison, SeriesChange, Trend};
pub use input::{FrameInput, Rank};
pub use latest::Latest;
pub use marks::AlertLine;
pub use summary::{LegendValue, Summary, SummaryKind};
pub use table::{BigNumber, ShownCell, ShownColumn, TableFrame};
pub use thresholds::{Band, BandLevel};

use crate::config::Annotation;
use crate::format::Unit;
use crate::palette::Rgba;
use crate::series::{Timeline, ValueMeta};
use crate::time::TimeRange;
use std::sync::Arc;

/// The form a widget takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Lines, never stacked.
    Line,
    /// Areas, always stacked. `area`, `stacked_area` and `top_n` look so.
    Area,
    /// Bars; stacked where the first query groups by columns, else side by side.
    Bar,
    /// One number: [`Frame::big_number`].
    BigNumber,
    /// Rows and columns: [`Frame::table`].
    Table,
}

/// Whether there is anything to draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameContent {
    /// At least one number. A series of zeros is data.
    Data,
    /// Buckets, but every value is null: "The data does not contain any plottable values."
    Empty,
    /// No series, or none with a bucket: "No Data".
    NoRows,
}

/// The side of the value axis a series belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AxisSide {
    /// Left.
    Left,
    /// Right.
    Right,
}

/// One value axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ValueAxis {
    /// Unit of all its values.
    pub unit: Unit,
    /// Lowest and highest value shown, with zero and thresholds; finite, low below high.
    pub domain: (f64, f64),
    /// How values lie between the two.
    pub spacing: AxisSpacing,
}

/// How values lie on an axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AxisSpacing {
    /// Evenly, from a round value to a round value.
    Even,
    /// Evenly, from exactly the one to exactly the other.
    EvenAndExact,
    /// By their logarithm; evenly up to the given distance from zero.
    Log {
        /// Above nothing.
        even_to: f64,
    },
}

/// Lower and upper edge of a series in a stack, one value a bucket; never NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct Stack {
    /// Where the series' band begins.
    pub base: Arc<[f64]>,
    /// Where it ends; equal to `base` in buckets without a value.
    pub top: Arc<[f64]>,
}

/// One series as shown.
#[derive(Clone, Debug, PartialEq)]
pub struct FrameSeries {
    /// Identity inside the widget: the same after a refresh, whatever the rank.
    pub key: String,
    /// What its colour hangs on: the group's key, so that a group looks the same in
    /// every widget. Empty for Other.
    pub color_key: String,
    /// Name shown to the viewer; the whole of it.
    pub name: String,
    /// Its colour.
    pub color: Rgba,
    /// The rest of all groups.
    pub is_other: bool,
    /// Estimated from few samples: its line is dashed.
    pub has_low_accuracy: bool,
    /// Switched off by the viewer: listed, but not drawn and not in any domain.
    pub hidden: bool,
    /// One value a bucket of the frame's timeline, NaN where there is none.
    pub values: Vec<f64>,
    /// Buckets that the series' own answer does not know are skipped, not gaps: its
    /// buckets are coarser than those of another query.
    pub spans_gaps: bool,
    /// Its place in the stack; `None` where the chart is not stacked or it is hidden.
    pub stack: Option<Stack>,
    /// The earlier period, on the same buckets, where there is one.
    pub earlier: Option<Vec<f64>>,
    /// The earlier period is drawn.
    pub shows_earlier: bool,
    /// How it stands to that period, where they were compared.
    pub change: Option<SeriesChange>,
    /// Total, average and the like over all buckets.
    pub summary: Summary,
    /// Type and unit as the server named them.
    pub value_meta: ValueMeta,
    /// Unit of `values`.
    pub unit: Unit,
    /// Which axis it belongs to.
    pub side: AxisSide,
    /// Index of the widget's query it came from.
    pub query_index: usize,
    /// Group key as the server wrote it.
    pub group: String,
    /// Requested axis.
    pub axis: String,
}

/// What a widget shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Its form.
    pub kind: ChartKind,
    /// Whether series lie on each other.
    pub stacked: bool,
    /// Bucket starts of all series together, with the buckets that no answer holds.
    pub timeline: Arc<Timeline>,
    /// Width of a bucket in seconds, read from the data; at least one.
    pub bucket_secs: i64,
    /// What was asked for.
    pub range: TimeRange,
    /// When the frame was made, epoch seconds.
    pub now: i64,
    /// In the order of answers and ranks, Other last.
    pub series: Vec<FrameSeries>,
    /// The first bucket began before what was requested: it has counted a part of its time.
    pub starts_cut: bool,
    /// First bucket that may still grow, or that what was requested cuts at its end, and all
    /// after it.
    pub incomplete_from: Option<usize>,
    /// Left value axis.
    pub left: ValueAxis,
    /// Right value axis, where series differ in unit.
    pub right: Option<ValueAxis>,
    /// Threshold bands, on the left axis, from low to high.
    pub bands: Vec<Band>,
    /// Marks on the time axis: moments, and stretches of time.
    pub annotations: Vec<Annotation>,
    /// Thresholds of alert rules.
    pub alert_lines: Vec<AlertLine>,
    /// The rows of a [`ChartKind::Table`].
    pub table: Option<TableFrame>,
    /// The number of a [`ChartKind::BigNumber`]; `None` where there was no answer.
    pub big_number: Option<BigNumber>,
    /// Whether there is anything to draw.
    pub content: FrameContent,
}

impl Frame {
    /// What was asked for and all rows, which may lie outside of it.
    pub fn span(&self) -> TimeRange {
        let starts = self.timeline.starts();
        let first = starts.first().copied().unwrap_or(self.range.start);
        let last = starts.last().copied().unwrap_or(self.range.start);
        TimeRange {
            start: self.range.start.min(first),
            end: self.range.end.max(last.saturating_add(self.bucket_secs)),
        }
    }

    /// Start of the earlier bucket that the bucket starting at `start` is compared with.
    pub fn earlier_start(&self, start: i64) -> Option<i64> {
        let mut changes = self.visible().filter_map(|series| series.change.as_ref());
        changes.find_map(|change| change.earlier_start(start))
    }

    /// Series that are drawn.
    pub fn visible(&self) -> impl Iterator<Item = &FrameSeries> {
        self.series.iter().filter(|series| !series.hidden)
    }

    /// Series or rows could be ordered by how much they have changed.
    pub fn can_sort_by_change(&self) -> bool {
        match &self.table {
            Some(table) => order::rows_can_move(table),
            None => order::series_can_move(&self.series),
        }
    }

    /// A legend is shown for more than one series, and for a group that stands alone: nothing
    /// else says which it is.
    pub fn has_legend(&self) -> bool {
        self.series.len() > 1 || self.series.iter().any(|one| !one.group.is_empty())
    }

    /// The axis of a side; the left one where there is no right one.
    pub fn value_axis(&self, side: AxisSide) -> ValueAxis {
        match (side, self.right) {
            (AxisSide::Right, Some(right)) => right,
            _ => self.left,
        }
    }

    /// First and last moment of a bucket (the second one excluded), epoch seconds.
    pub fn bucket_range(&self, index: usize) -> Option<TimeRange> {
        let start = *self.timeline.starts().get(index)?;
        Some(TimeRange {
            start,
            end: start.saturating_add(self.bucket_secs),
        })
    }

    /// Whether a bucket may still grow, or has counted a part of its time.
    pub fn is_incomplete(&self, index: usize) -> bool {
        (index == 0 && self.starts_cut) || self.incomplete_from.is_some_and(|from| index >= from)
    }
}

impl FrameSeries {
    /// The earlier period, where it is drawn.
    pub fn shown_earlier(&self) -> Option<&[f64]> {
        self.earlier.as_deref().filter(|_| self.shows_earlier)
    }
}
