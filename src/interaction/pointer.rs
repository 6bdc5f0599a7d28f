//! The pointer over a chart: hovering, and dragging over a stretch of time.

use crate::frame::Frame;
use crate::hit::{self, CursorStep};
use crate::layout::Layout;
use crate::time::TimeRange;

/// A drag shorter than this, in CSS pixels, is a click.
const SHORTEST_DRAG_CSS: f64 = 5.0;

/// What points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    /// A finger: dragging scrolls the page.
    Touch,
    /// A mouse, a pen.
    Other,
}

/// Where the pointer is on one chart, and what it drags over. Places are in CSS pixels from
/// the chart's corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pointer {
    place: Option<(f64, f64)>,
    drag: Option<(f64, f64)>,
}

impl Pointer {
    /// Where it is; `None` while it is elsewhere, or the mark is moved by keys.
    pub fn place(&self) -> Option<(f64, f64)> {
        self.place
    }

    /// Where a drag began and where it is now, from the left.
    pub fn drag(&self) -> Option<(f64, f64)> {
        self.drag
    }

    /// It has moved to `(x, y)` over a chart of this layout: the bucket to mark.
    pub fn moved(&mut self, layout: Option<&Layout>, (x, y): (f64, f64)) -> Option<usize> {
        self.place = Some((x, y));
        if let Some((_, to)) = &mut self.drag {
            *to = x;
        }
        let is_drag = self.drag.is_some();
        layout.and_then(|layout| match is_drag {
            // A drag may go on beside the chart.
            true => layout.buckets.index_at(x),
            false => hit::bucket_at(layout, x, y),
        })
    }

    /// Its main button went down. True where a drag begins: it is to be followed beyond the
    /// chart.
    pub fn pressed(
        &mut self,
        layout: Option<&Layout>,
        (x, y): (f64, f64),
        kind: PointerKind,
    ) -> bool {
        let is_inside = layout.is_some_and(|layout| layout.plot.contains(x, y));
        let begins = is_inside && kind != PointerKind::Touch;
        if begins {
            self.drag = Some((x, x));
        }
        begins
    }

    /// Its button went up at `x`, where that is known: the stretch of time to look closer at.
    pub fn released(
        &mut self,
        picture: Option<(&Frame, &Layout)>,
        x: Option<f64>,
    ) -> Option<TimeRange> {
        let (from, _) = self.drag.take()?;
        let (to, (frame, layout)) = (x?, picture?);
        if (to - from).abs() < SHORTEST_DRAG_CSS {
            return None;
        }
        hit::selection(frame, layout, from, to)
    }

    /// It has left the chart, or was taken away by the browser.
    pub fn left(&mut self) {
        *self = Self::default();
    }

    /// A key has moved the mark from the bucket `hover`: the bucket to mark.
    pub fn stepped(
        &mut self,
        frame: Option<&Frame>,
        hover: Option<usize>,
        step: CursorStep,
    ) -> Option<usize> {
        self.yields();
        frame.and_then(|frame| hit::step(frame, hover, step))
    }

    /// The mark is moved by something else: keys, another chart of the group.
    pub fn yields(&mut self) {
        self.place = None;
    }
}
