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

/// Upper left corner of a tooltip and where its arrow points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// Left edge of the tooltip.
    pub x: f64,
    /// Upper edge of the tooltip.
    pub y: f64,
    /// The arrow, from the tooltip's left edge.
    pub arrow_x: f64,
    /// It lies below the pointer, since there is no room above.
    pub below: bool,
}

/// Between pointer and tooltip, and between tooltip and the viewport's edges.
const GAP: f64 = 20.0;

/// Centred above the pointer with a gap of 20 pixels, held 20 pixels off the viewport's
/// left and right edges with the arrow following the pointer; below it where there is
/// no room above.
pub fn place_tooltip(
    (pointer_x, pointer_y): (f64, f64),
    (width, height): (f64, f64),
    viewport: Viewport,
) -> Placement {
    let rightmost = viewport.right - GAP - width;
    let leftmost = viewport.left + GAP;
    // A viewport narrower than the tooltip: the left end stays readable.
    let x = (pointer_x - width / 2.0).min(rightmost).max(leftmost);
    let above = pointer_y - GAP - height;
    let below = pointer_y + GAP;
    let fits_above = above >= viewport.top;
    let fits_below = below + height <= viewport.bottom;
    let goes_below = !fits_above && fits_below;
    let y = match (fits_above, fits_below) {
        (true, _) => above,
        (false, true) => below,
        (false, false) => above.max(viewport.top),
    };
    Placement {
        x,
        y,
        arrow_x: (pointer_x - x).max(0.0).min(width.max(0.0)),
        below: goes_below,
    }
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

    #[test]
    fn stands_above_and_keeps_off_the_edges() {
        let middle = place_tooltip((500.0, 300.0), (200.0, 100.0), PAGE);
        assert_eq!((middle.x, middle.y, middle.arrow_x), (400.0, 180.0, 100.0));
        let left = place_tooltip((30.0, 300.0), (200.0, 100.0), PAGE);
        assert_eq!((left.x, left.arrow_x), (20.0, 10.0));
        let right = place_tooltip((990.0, 300.0), (200.0, 100.0), PAGE);
        assert_eq!((right.x, right.arrow_x), (780.0, 200.0));
        let top = place_tooltip((500.0, 50.0), (200.0, 100.0), PAGE);
        assert_eq!((top.y, top.below), (70.0, true));
    }

    #[test]
    fn a_tooltip_larger_than_the_page_shows_its_beginning() {
        let huge = place_tooltip((500.0, 300.0), (2000.0, 900.0), PAGE);
        assert_eq!((huge.x, huge.y, huge.below), (20.0, 0.0, false));
    }
}
