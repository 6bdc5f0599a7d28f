//! Samples of a pointer over a drawn chart, and the intents they make.

use crate::layouts::lay_out;
use crate::support::*;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
use events_stats_widget::hit::CursorStep;
use events_stats_widget::interaction::{Gesture, Pointer, PointerKind};
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
    let mark = |bucket| Some(Gesture::Mark(bucket));
    assert_eq!(pointer.moved(Some(&layout), (x, y)), mark(Some(7)));
    assert_eq!(pointer.place(), Some((x, y)));
    let below = layout.plot.y + layout.plot.height + 5.0;
    assert_eq!(pointer.moved(Some(&layout), (x, below)), mark(None));
    assert_eq!(pointer.moved(None, (x, y)), mark(None), "nothing is drawn");
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
    assert_eq!(moved, Some(Gesture::Mark(Some(6))));
    assert_eq!(pointer.drag(), Some((at(3), at(6))));
    let range = TimeRange::new(START + 3 * HOUR, START + 7 * HOUR).unwrap();
    let released = pointer.released(Some((&frame, &layout)), Some((at(6), inside)));
    assert_eq!(released, Some(Gesture::Zoom(range)));
    assert_eq!(pointer.drag(), None);
    let again = pointer.released(Some((&frame, &layout)), Some((at(9), inside)));
    assert_eq!(again, None);
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
        !pointer.pressed(Some(&layout), (1.0, 1.0), other),
        "beside the plot"
    );
    assert!(!pointer.pressed(None, place, other), "nothing is drawn");
    assert!(pointer.pressed(Some(&layout), place, other));
    pointer.moved(Some(&layout), (place.0 + 4.9, place.1));
    assert_eq!(pointer.drag(), None, "a click");
    pointer.left();
    assert_eq!(
        pointer.released(drawn, Some((place.0 + 80.0, place.1))),
        None,
        "taken away"
    );
}

#[test]
fn a_click_pins_and_one_more_lets_go() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let drawn = Some((&frame, &layout));
    let y = layout.plot.y + 10.0;
    let at = |index: usize| (layout.x_of_index(index).unwrap(), y);
    let mut pointer = Pointer::default();
    for (kind, captures) in [(PointerKind::Other, true), (PointerKind::Touch, false)] {
        let click = |pointer: &mut Pointer, index| {
            assert_eq!(
                pointer.pressed(Some(&layout), at(index), kind),
                captures,
                "a finger scrolls"
            );
            let gesture = pointer.released(drawn, Some(at(index)));
            if let Some(Gesture::Pin(bucket)) = gesture {
                pointer.set_pinned(bucket);
            }
            gesture
        };
        assert_eq!(click(&mut pointer, 7), Some(Gesture::Pin(Some(7))));
        assert_eq!(pointer.place(), Some(at(7)));
        let passed = pointer.moved(Some(&layout), at(9));
        assert_eq!((passed, pointer.place()), (None, Some(at(7))), "it stays");
        pointer.left();
        assert_eq!(pointer.place(), Some(at(7)));
        assert_eq!(click(&mut pointer, 9), Some(Gesture::Pin(Some(9))));
        assert_eq!(click(&mut pointer, 9), Some(Gesture::Pin(None)));
    }
    pointer.set_pinned(Some(7));
    assert!(pointer.pressed(Some(&layout), at(3), PointerKind::Other));
    let dragged = pointer.moved(Some(&layout), at(5));
    assert_eq!(dragged, Some(Gesture::Pin(None)), "a drag takes it away");
}

#[test]
fn what_has_no_value_is_not_pinned() {
    let body = answer(vec![series("", "count()", &[1.0, f64::NAN, 2.0])]);
    let frame = frame(&line(&["count()"]), &[&body]);
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let place = (layout.x_of_index(1).unwrap(), layout.plot.y + 10.0);
    let mut pointer = Pointer::default();
    pointer.pressed(Some(&layout), place, PointerKind::Touch);
    assert_eq!(pointer.released(Some((&frame, &layout)), Some(place)), None);
}

#[test]
fn a_finger_marks_once_it_moves_sideways() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let y = layout.plot.y + 10.0;
    let at = |index: usize| (layout.x_of_index(index).unwrap(), y);
    let mut pointer = Pointer::default();
    pointer.pressed(Some(&layout), at(3), PointerKind::Touch);
    let still = (at(3).0 + 1.0, y + 30.0);
    assert_eq!(pointer.moved(Some(&layout), still), None, "it may scroll");
    let moved = pointer.moved(Some(&layout), at(6));
    assert_eq!(moved, Some(Gesture::Mark(Some(6))));
    assert_eq!(pointer.drag(), None, "nothing is selected");
    let released = pointer.released(Some((&frame, &layout)), Some(at(8)));
    assert_eq!(released, Some(Gesture::Pin(Some(8))));
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
