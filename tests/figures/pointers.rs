//! Samples of a pointer over a drawn chart, and the intents they make.

use crate::layouts::lay_out;
use crate::support::*;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::hit::CursorStep;
use events_stats_widget::interaction::{Pointer, PointerKind};
use events_stats_widget::time::TimeRange;

fn day() -> Frame {
    let values: Vec<f64> = (0..24).map(f64::from).collect();
    let body = answer(vec![series("", "count()", &values)]);
    frame(&line(&["count()"]), &[&body])
}

#[test]
fn a_move_marks_the_bucket_under_it_and_none_beside_the_plot() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let y = layout.plot.y + 10.0;
    let x = layout.x_of_index(7).unwrap();
    let mut pointer = Pointer::default();
    assert_eq!(pointer.moved(Some(&layout), (x, y)), Some(7));
    assert_eq!(pointer.place(), Some((x, y)));
    let below = layout.plot.y + layout.plot.height + 5.0;
    assert_eq!(pointer.moved(Some(&layout), (x, below)), None);
    assert_eq!(pointer.moved(None, (x, y)), None, "nothing is drawn");
    pointer.left();
    assert_eq!(pointer, Pointer::default());
}

#[test]
fn a_drag_selects_whole_buckets_and_may_go_on_beside_the_plot() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let at = |index: usize| layout.x_of_index(index).unwrap();
    let (inside, below) = (
        layout.plot.y + 10.0,
        layout.plot.y + layout.plot.height + 50.0,
    );
    let mut pointer = Pointer::default();
    assert!(pointer.pressed(Some(&layout), (at(3), inside), PointerKind::Other));
    let moved = pointer.moved(Some(&layout), (at(6), below));
    assert_eq!(moved, Some(6));
    assert_eq!(pointer.drag(), Some((at(3), at(6))));
    let range = TimeRange::new(START + 3 * HOUR, START + 7 * HOUR).unwrap();
    let released = pointer.released(Some((&frame, &layout)), Some(at(6)));
    assert_eq!(released, Some(range));
    assert_eq!(pointer.drag(), None);
    assert_eq!(pointer.released(Some((&frame, &layout)), Some(at(9))), None);
}

#[test]
fn what_is_no_drag_selects_nothing() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let drawn = Some((&frame, &layout));
    let place = (layout.plot.x + 50.0, layout.plot.y + 10.0);
    let other = PointerKind::Other;
    let mut pointer = Pointer::default();
    assert!(
        !pointer.pressed(Some(&layout), place, PointerKind::Touch),
        "a finger scrolls"
    );
    assert!(
        !pointer.pressed(Some(&layout), (1.0, 1.0), other),
        "beside the plot"
    );
    assert!(!pointer.pressed(None, place, other), "nothing is drawn");
    assert!(pointer.pressed(Some(&layout), place, other));
    assert_eq!(
        pointer.released(drawn, Some(place.0 + 4.9)),
        None,
        "a click"
    );
    assert!(pointer.pressed(Some(&layout), place, other));
    pointer.left();
    assert_eq!(
        pointer.released(drawn, Some(place.0 + 80.0)),
        None,
        "taken away"
    );
}

#[test]
fn keys_move_the_mark_away_from_the_pointer() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let mut pointer = Pointer::default();
    pointer.moved(Some(&layout), (layout.plot.x + 50.0, layout.plot.y + 10.0));
    let step = pointer.stepped(Some(&frame), Some(5), CursorStep::Next);
    assert_eq!((step, pointer.place()), (Some(6), None));
    assert_eq!(pointer.stepped(None, Some(5), CursorStep::Next), None);
}
