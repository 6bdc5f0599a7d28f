//! The pointer over a chart: hovering, pinning, and dragging over a stretch of time.

use crate::frame::Frame;
use crate::hit;
use crate::layout::Layout;
use crate::time::TimeRange;

/// A drag shorter than this, in CSS pixels, is a click or a tap.
const SHORTEST_DRAG_CSS: f64 = 5.0;

/// What points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    /// A finger: up and down it scrolls the page, sideways it moves the mark.
    Touch,
    /// A mouse, a pen: dragging selects.
    Other,
}

/// What a sample means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Gesture {
    /// Mark this bucket, or none.
    Mark(Option<usize>),
    /// Keep the tooltip of this bucket, or of none any more.
    Pin(Option<usize>),
    /// Look closer at this stretch of time.
    Zoom(TimeRange),
}

/// Where the pointer is on one chart, and what it drags over. Places are in CSS pixels from
/// the chart's corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pointer {
    place: Option<(f64, f64)>,
    press: Option<Press>,
    pinch: Option<Pinch>,
    pinned: Option<usize>,
}

/// Two fingers that are down, from the left: which they are, where they came down, and where
/// they are.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Pinch {
    ids: [i32; 2],
    from: [f64; 2],
    to: [f64; 2],
}

/// A button or a finger that is down.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Press {
    id: i32,
    kind: PointerKind,
    from: f64,
    to: f64,
    is_inside: bool,
    is_drag: bool,
}

impl Pointer {
    /// Where it is; `None` while it is elsewhere, or the mark is moved by keys. Of a pinned
    /// tooltip, where it was pinned.
    pub fn place(&self) -> Option<(f64, f64)> {
        self.place
    }

    /// Where the drag of a selection began and where it is now.
    pub fn drag(&self) -> Option<(f64, f64)> {
        self.press
            .filter(|press| press.is_drag && press.kind == PointerKind::Other)
            .map(|press| (press.from, press.to))
    }

    /// The bucket whose tooltip is pinned.
    pub fn pinned(&self) -> Option<usize> {
        self.pinned
    }

    /// What is pinned, as the widget has it.
    pub fn set_pinned(&mut self, bucket: Option<usize>) {
        self.pinned = bucket;
    }

    /// It has moved to `(x, y)` over a chart of this layout.
    pub fn moved(
        &mut self,
        layout: Option<&Layout>,
        (x, y): (f64, f64),
        id: i32,
    ) -> Option<Gesture> {
        if let Some(pinch) = &mut self.pinch {
            for (finger, to) in pinch.ids.iter().zip(&mut pinch.to) {
                if *finger == id {
                    *to = x;
                }
            }
            return None;
        }
        if let Some(press) = &mut self.press {
            press.to = x;
            press.is_drag |= press.is_inside && (x - press.from).abs() >= SHORTEST_DRAG_CSS;
        }
        let is_drag = self.press.is_some_and(|press| press.is_drag);
        if self.pinned.is_some() {
            return is_drag.then_some(Gesture::Pin(None));
        }
        // It may yet be a tap, or scroll the page.
        let is_finger = |press: Press| press.kind == PointerKind::Touch;
        if !is_drag && self.press.is_some_and(is_finger) {
            return None;
        }
        self.place = Some((x, y));
        let bucket = layout.and_then(|layout| match is_drag {
            // A drag may go on beside the chart.
            true => layout.buckets.index_at(x),
            false => hit::bucket_at(layout, x, y),
        });
        Some(Gesture::Mark(bucket))
    }

    /// Its main button went down. True where a drag may begin: it is to be followed beyond the
    /// chart.
    pub fn pressed(
        &mut self,
        layout: Option<&Layout>,
        (x, y): (f64, f64),
        kind: PointerKind,
        id: i32,
    ) -> bool {
        let first = self.press.filter(|press| {
            let are_fingers = (press.kind, kind) == (PointerKind::Touch, PointerKind::Touch);
            are_fingers && press.id != id && press.is_inside
        });
        if let Some(first) = first {
            let mut fingers = [(first.to, first.id), (x, id)];
            if x < first.to {
                fingers.reverse();
            }
            let places = fingers.map(|(x, _)| x);
            self.press = None;
            self.pinch = Some(Pinch {
                ids: fingers.map(|(_, id)| id),
                from: places,
                to: places,
            });
            return false;
        }
        let is_inside = layout.is_some_and(|layout| layout.plot.contains(x, y));
        self.press = Some(Press {
            id,
            kind,
            from: x,
            to: x,
            is_inside,
            is_drag: false,
        });
        is_inside && kind != PointerKind::Touch
    }

    /// Its button went up, where that is known: what was dragged over, or what to pin.
    pub fn released(
        &mut self,
        picture: Option<(&Frame, &Layout)>,
        place: Option<(f64, f64)>,
    ) -> Option<Gesture> {
        if let Some(Pinch { from, to, .. }) = self.pinch.take() {
            let (frame, layout) = picture?;
            let moved = from.iter().zip(to).map(|(from, to)| (to - from).abs());
            let is_meant = moved.fold(0.0, f64::max) >= SHORTEST_DRAG_CSS;
            let range = hit::pinched(frame, layout, from, to).filter(|_| is_meant);
            return range.map(Gesture::Zoom);
        }
        let press = self.press.take()?;
        let ((x, y), (frame, layout)) = (place?, picture?);
        let is_drag =
            press.is_drag || (press.is_inside && (x - press.from).abs() >= SHORTEST_DRAG_CSS);
        if is_drag && press.kind == PointerKind::Other {
            return hit::selection(frame, layout, press.from, x).map(Gesture::Zoom);
        }
        let bucket = match is_drag {
            true => layout.buckets.index_at(x),
            false => hit::bucket_at(layout, x, y),
        };
        let bucket = bucket.filter(|&bucket| hit::has_values(frame, bucket));
        match bucket {
            // Once more on the same one lets it go.
            Some(_) if bucket != self.pinned || is_drag => {
                self.place = Some((x, y));
                Some(Gesture::Pin(bucket))
            }
            _ => self.pinned.map(|_| Gesture::Pin(None)),
        }
    }

    /// It has left the chart, or was taken away by the browser.
    pub fn left(&mut self) {
        self.press = None;
        self.pinch = None;
        if self.pinned.is_none() {
            self.place = None;
        }
    }

    /// The mark is moved by something else: keys, another chart of the group.
    pub fn yields(&mut self) {
        self.place = None;
    }
}
