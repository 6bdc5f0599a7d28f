//! What a frame is made of.

use super::change::QueryComparison;
use super::marks::Marks;
use crate::config::{Annotation, AxisRange, WidgetConfig};
use crate::decode::Decoded;
use crate::messages::Messages;
use crate::palette::Palette;
use crate::sorted::SortedSet;
use crate::time::TimeRange;

/// The order of series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Rank {
    /// As the server ranks them.
    #[default]
    AsAnswered,
    /// The biggest change against the earlier period first; needs a comparison.
    ByChange,
}

/// Everything a frame is made of.
#[derive(Clone, Copy, Debug)]
pub struct FrameInput<'a> {
    /// The widget.
    pub config: &'a WidgetConfig,
    /// One answer a query, in the order of queries; `None` where it failed.
    pub answers: &'a [Option<&'a Decoded>],
    /// What each answer was compared with, in the order of queries; may be shorter.
    pub earlier: &'a [QueryComparison<'a>],
    /// The values behind a big number, bucket by bucket.
    pub sparkline: Option<&'a Decoded>,
    /// What was asked for.
    pub range: TimeRange,
    /// What was requested, to the second: a bucket that reaches beyond it has counted a part of
    /// its time. `None` for an answer that was requested nowhere.
    pub requested: Option<TimeRange>,
    /// Epoch seconds.
    pub now: i64,
    /// [`FrameSeries::key`](super::FrameSeries::key)s the viewer switched off.
    pub hidden: &'a SortedSet<String>,
    /// [`FrameSeries::key`](super::FrameSeries::key)s whose earlier period the viewer wants to see.
    pub earlier_shown: &'a SortedSet<String>,
    /// What value axes show.
    pub axis_range: AxisRange,
    /// Marks of the page, besides the widget's own.
    pub annotations: &'a [Annotation],
    /// Marks of servers.
    pub marks: &'a [&'a Marks],
    /// Colours.
    pub palette: &'a Palette,
    /// The organization's slug, or nothing: with a series' own key it says its colour.
    pub organization: &'a str,
    /// Rules.
    pub rank: Rank,
    /// What Other is called.
    pub messages: &'a Messages,
}
