//! What a view is given to show.

use super::{Comparison, Status};
use crate::config::PainterOption;
use crate::decision::Decision;
use crate::frame::Frame;
use crate::messages::Messages;
use crate::state::Crosshair;
use crate::time::TimeRange;
use std::rc::Rc;

/// The chart of a view.
#[derive(Clone, Copy)]
pub struct ChartModel<'a> {
    /// The chart, where there is one.
    pub frame: Option<&'a Rc<Frame>>,
    /// The earlier period that it is compared with.
    pub earlier: Option<TimeRange>,
    /// The marked bucket.
    pub crosshair: Crosshair,
    /// It has a whole tooltip where another chart of its group is pointed at.
    pub has_group_tooltip: bool,
    /// Its legend is a table.
    pub has_legend_table: bool,
    /// Language, BCP 47.
    pub locale: Option<&'a str>,
    /// IANA zone.
    pub time_zone: Option<&'a str>,
    /// How series are painted.
    pub painter: PainterOption,
    /// The widget's own texts.
    pub messages: &'a Rc<Messages>,
}

/// What a view says in messages.
#[derive(Clone, Copy)]
pub struct TextModel<'a> {
    /// The data was asked for, not given by the page.
    pub is_asked: bool,
    /// The longer range that may be shown where this one has nothing, in words; else empty.
    pub wider: &'a str,
    /// Title.
    pub title: &'a str,
    /// What its author wrote about it; may be empty.
    pub description: &'a str,
    /// Each entry of the legend has a row of its own.
    pub has_legend_rows: bool,
    /// What the widget says of itself.
    pub status: Status<'a>,
    /// What is not whole, in sentences.
    pub notes: &'a [String],
    /// What the viewer has zoomed into, and what time it is.
    pub zoom: (Option<TimeRange>, i64),
    /// The side of a mixed widget, where the viewer may choose the other one.
    pub decision: Option<&'a Decision>,
    /// What is compared with, where that is wished for.
    pub comparison: Option<Comparison<'a>>,
}
