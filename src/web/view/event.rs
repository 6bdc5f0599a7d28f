//! What a view reports.

use crate::decision::SplitDataset;
use crate::frame::Rank;
use crate::time::{Interval, TimeRange};
use std::rc::Rc;

/// What of a view the viewer has chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// What is marked: a bucket, and the series that is pointed at.
    Marked,
    /// A series, by its key.
    Series(String),
    /// A row of the table: its place, and how many there are.
    Row(usize, usize),
    /// All that is shown.
    Whole,
}

/// What the viewer or the page did.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewEvent {
    /// The box has another size or resolution.
    Resized,
    /// The pointer or the key focus is at this bucket, or at none.
    Hovered(Option<usize>),
    /// The viewer has chosen something, and with `opens` wants to see its events.
    Chosen {
        /// What of.
        target: Target,
        /// Its events are to be shown.
        opens: bool,
    },
    /// The tooltip of this bucket is to stay, or none any more.
    Pinned(Option<usize>),
    /// A legend entry is pointed at, or none any more.
    Emphasized,
    /// The page was scrolled under a tooltip that stays.
    Scrolled,
    /// A legend entry was pressed.
    Toggled(String),
    /// A legend entry was pressed for itself alone; all keys of the legend beside it.
    Soloed {
        /// The entry.
        key: String,
        /// All entries.
        all: Vec<String>,
    },
    /// A stretch of time was dragged over.
    Selected(TimeRange),
    /// The chart was pressed twice: back to the range before.
    Unselected,
    /// The earlier period of a series was asked for, or sent away.
    EarlierToggled(String),
    /// The viewer chose an order of series or rows.
    Ranked(Rank),
    /// The viewer chose a side of a mixed widget.
    DatasetChosen(SplitDataset),
    /// The viewer wants the side of a mixed widget found out again.
    DatasetDoubted,
    /// The data is to stand as a table in the chart's place, or the chart again.
    TableToggled,
    /// The menu wants to know which widths of buckets there are.
    IntervalsAsked,
    /// The viewer chose a width of buckets, or the usual one.
    IntervalChosen(Option<Interval>),
    /// The legend is to be a table, or a list again.
    LegendTurned,
    /// A table's rows have another order.
    Sorted,
    /// "Retry" was pressed.
    Retried,
    /// The longer range was chosen that stands in place of an empty chart.
    Widened,
    /// The menu's "Refresh" was pressed.
    Refreshed,
    /// An item of the menu that gives the chart away.
    Exported {
        /// As the metrics name it.
        command: &'static str,
        /// The browser has done it.
        is_done: bool,
    },
    /// The inspector opens, and wants its report.
    Inspected,
    /// The inspector's report was copied.
    ReportCopied {
        /// The browser took it into its clipboard.
        is_done: bool,
    },
    /// The page's colour scheme changed, or a canvas lost its pixels.
    Restyled,
    /// The widget came near the visible part of the page, or left it.
    Visible(bool),
}

/// Whoever is told what happens in a view.
pub type ViewListener = Rc<dyn Fn(ViewEvent)>;
