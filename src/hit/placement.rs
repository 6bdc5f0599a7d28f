//! Where a tooltip goes.

/// The box that holds tooltips, in the coordinates of the chart (CSS pixels).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// Left edge.
    pub left: f64,
    /// Upper edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Lower edge.
    pub bottom: f64,
}

/// What a tooltip stands beside and must not cover: the marked bucket, from the top of the plot
/// to its bottom, and the height of the pointer.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Beside {
    /// Left edge of what is marked.
    pub left: f64,
    /// Right edge of what is marked.
    pub right: f64,
    /// Upper edge of the plot.
    pub top: f64,
    /// Lower edge of the plot and its time axis.
    pub bottom: f64,
    /// Where the viewer looks.
    pub y: f64,
}

/// Between the mark and the tooltip; the points on a crosshair are smaller.
const GAP: f64 = 14.0;
/// Between the tooltip and the edges of the window.
const EDGE: f64 = 8.0;

/// Upper left corner of a tooltip of that size: to the right of the mark, else to its left, at
/// the height of the pointer; where it has no room on either side, below or above the plot. It
/// never leaves the window.
pub fn place_tooltip(
    beside: Beside,
    (width, height): (f64, f64),
    viewport: Viewport,
) -> (f64, f64) {
    let held = |place: f64, size: f64, low: f64, high: f64| {
        // Larger than the window: its beginning stays readable.
        place.min(high - EDGE - size).max(low + EDGE)
    };
    let held_x = |x: f64| held(x, width, viewport.left, viewport.right);
    let held_y = |y: f64| held(y, height, viewport.top, viewport.bottom);
    let to_the_right = beside.right + GAP;
    let to_the_left = beside.left - GAP - width;
    let x = if to_the_right + width + EDGE <= viewport.right {
        to_the_right
    } else if to_the_left >= viewport.left + EDGE {
        to_the_left
    } else {
        let below = beside.bottom + GAP;
        let above = beside.top - GAP - height;
        let fits_below = below + height + EDGE <= viewport.bottom;
        let fits_above = above >= viewport.top + EDGE;
        let has_more_below = viewport.bottom - beside.bottom >= beside.top - viewport.top;
        let y = if fits_below || (!fits_above && has_more_below) {
            below
        } else {
            above
        };
        let middle = (beside.left + beside.right - width) / 2.0;
        return (held_x(middle), held_y(y));
    };
    (held_x(x), held_y(beside.y - height / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: Viewport = Viewport {
        left: 0.0,
        top: 0.0,
        right: 1000.0,
        bottom: 600.0,
    };

    fn at(x: f64, y: f64) -> Beside {
        Beside {
            left: x,
            right: x,
            top: 100.0,
            bottom: 400.0,
            y,
        }
    }

    #[test]
    fn stands_beside_the_mark_at_the_height_of_the_pointer() {
        assert_eq!(
            place_tooltip(at(500.0, 300.0), (200.0, 100.0), PAGE),
            (514.0, 250.0)
        );
        assert_eq!(
            place_tooltip(at(900.0, 300.0), (200.0, 100.0), PAGE),
            (686.0, 250.0)
        );
        let bucket = Beside {
            left: 460.0,
            right: 540.0,
            ..at(500.0, 300.0)
        };
        assert_eq!(place_tooltip(bucket, (200.0, 100.0), PAGE).0, 554.0);
    }

    #[test]
    fn never_leaves_the_window_and_never_covers_the_mark() {
        for x in 0..=100 {
            for y in 0..=60 {
                let (x, y) = (f64::from(x) * 10.0, f64::from(y) * 10.0);
                let (left, top) = place_tooltip(at(x, y), (300.0, 200.0), PAGE);
                assert!(left >= EDGE && left + 300.0 <= 1000.0 - EDGE, "{x}, {y}");
                assert!(top >= EDGE && top + 200.0 <= 600.0 - EDGE, "{x}, {y}");
                assert!(left > x || left + 300.0 < x, "{x}, {y}");
            }
        }
    }

    #[test]
    fn on_a_narrow_page_it_stands_below_the_plot_or_above_it() {
        let phone = Viewport {
            right: 360.0,
            ..PAGE
        };
        let size = (240.0, 120.0);
        assert_eq!(place_tooltip(at(180.0, 200.0), size, phone), (60.0, 414.0));
        let low = Beside {
            top: 250.0,
            bottom: 550.0,
            ..at(180.0, 300.0)
        };
        assert_eq!(place_tooltip(low, size, phone), (60.0, 116.0));
    }

    #[test]
    fn a_tooltip_larger_than_the_page_shows_its_beginning() {
        let huge = place_tooltip(at(500.0, 300.0), (2000.0, 900.0), PAGE);
        assert_eq!(huge, (EDGE, EDGE));
    }
}
