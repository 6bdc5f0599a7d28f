//! Where buckets lie along the time axis.

use super::Rect;
use crate::frame::{ChartKind, Frame};
use crate::scale::Scale;
use crate::series::Timeline;
use crate::theme::Theme;
use std::sync::Arc;

/// Narrowest bar in CSS pixels, as long as its bucket is as wide.
const NARROWEST_BAR: f64 = 1.0;

/// Places of buckets.
///
/// All buckets lie inside the plot with their whole width, and what stands for a bucket stands in
/// its middle, be it a bar or the point of a line: so charts of the same buckets have the same
/// moments at the same places, and a line over bars goes through their middles.
#[derive(Clone, Debug, PartialEq)]
pub struct Buckets {
    timeline: Arc<Timeline>,
    bucket_secs: f64,
    scale: Scale,
    /// Bars, side by side in one bucket; 0 where the chart has no bars.
    slots: usize,
    gap: f64,
    single_bar_css: f64,
}

impl Buckets {
    pub(super) fn new(frame: &Frame, plot: &Rect, theme: &Theme) -> Self {
        let slots = match (frame.kind, frame.stacked) {
            (ChartKind::Bar, true) => 1,
            (ChartKind::Bar, false) => frame.visible().count().max(1),
            _ => 0,
        };
        Self {
            bucket_secs: frame.bucket_secs as f64,
            scale: Scale::new(domain(frame), (plot.x, plot.right())),
            timeline: Arc::clone(&frame.timeline),
            slots,
            gap: theme.bar_gap.clamp(0.0, 0.9),
            single_bar_css: theme.single_bar_css.max(1.0),
        }
    }

    /// Times to x.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// Number of buckets.
    pub fn len(&self) -> usize {
        self.timeline.len()
    }

    /// No bucket at all.
    pub fn is_empty(&self) -> bool {
        self.timeline.is_empty()
    }

    /// There is one bucket: lines and areas show a mark and no stroke.
    pub fn is_single(&self) -> bool {
        self.timeline.len() == 1
    }

    /// x of a bucket's mark: its middle.
    pub fn mark(&self, index: usize) -> Option<f64> {
        let start = *self.timeline.starts().get(index)? as f64;
        Some(self.scale.map(start + self.bucket_secs / 2.0))
    }

    /// Left and right edge of a bucket's time.
    pub fn edges(&self, index: usize) -> Option<(f64, f64)> {
        let start = *self.timeline.starts().get(index)? as f64;
        Some((
            self.scale.map(start),
            self.scale.map(start + self.bucket_secs),
        ))
    }

    /// Left and right edge of the bar of the `slot`th visible series; slot 0 in stacks.
    /// `None` where the chart has no bars.
    pub fn bar(&self, index: usize, slot: usize) -> Option<(f64, f64)> {
        if slot >= self.slots {
            return None;
        }
        let (left, right) = self.edges(index)?;
        let width = right - left;
        let bars = (width * (1.0 - self.gap)).max(NARROWEST_BAR.min(width));
        let bars = if self.is_single() {
            bars.min(self.single_bar_css * self.slots as f64)
        } else {
            bars
        };
        let first = (left + right - bars) / 2.0;
        let one = bars / self.slots as f64;
        Some((first + one * slot as f64, first + one * (slot + 1) as f64))
    }

    /// Number of bars side by side; 0 where the chart has none.
    pub fn bar_slots(&self) -> usize {
        self.slots
    }

    /// The bucket at x: the one whose time holds it, and where no bucket does, the nearest one.
    pub fn index_at(&self, x: f64) -> Option<usize> {
        let starts = self.timeline.starts();
        let last = starts.len().checked_sub(1)?;
        let middle = self.scale.invert(x) - self.bucket_secs / 2.0;
        let after = starts.partition_point(|&start| start as f64 <= middle);
        let before = after.saturating_sub(1);
        let distance = |index: usize| {
            starts
                .get(index)
                .map_or(f64::INFINITY, |&start| (start as f64 - middle).abs())
        };
        // An edge belongs to the bucket that begins there.
        Some(match distance(after) <= distance(before) {
            true => after.min(last),
            false => before,
        })
    }
}

/// First and last moment of the time axis.
fn domain(frame: &Frame) -> (f64, f64) {
    let starts = frame.timeline.starts();
    let bucket = frame.bucket_secs as f64;
    match (starts.first(), starts.last()) {
        (Some(&first), Some(&last)) => (first as f64, last as f64 + bucket),
        _ => (frame.range.start as f64, frame.range.end as f64),
    }
}
