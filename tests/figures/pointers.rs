//! Samples of a pointer over a drawn chart, and the intents they make.

use crate::layouts::lay_out;
use crate::support::*;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::Frame;
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
    assert_eq!(pointer.moved(Some(&layout), (x, y), 1), mark(Some(7)));
    assert_eq!(pointer.place(), Some((x, y)));
    let below = layout.plot.y + layout.plot.height + 5.0;
    assert_eq!(pointer.moved(Some(&layout), (x, below), 1), mark(None));
    assert_eq!(
        pointer.moved(None, (x, y), 1),
        mark(None),
        "nothing is drawn"
    );
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
    assert!(pointer.pressed(Some(&layout), (at(3), inside), PointerKind::Other, 1));
    let moved = pointer.moved(Some(&layout), (at(6), below), 1);
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
        !pointer.pressed(Some(&layout), (1.0, 1.0), other, 1),
        "beside the plot"
    );
    assert!(!pointer.pressed(None, place, other, 1), "nothing is drawn");
    assert!(pointer.pressed(Some(&layout), place, other, 1));
    pointer.moved(Some(&layout), (place.0 + 4.9, place.1), 1);
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
                pointer.pressed(Some(&layout), at(index), kind, 1),
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
        let passed = pointer.moved(Some(&layout), at(9), 1);
        assert_eq!((passed, pointer.place()), (None, Some(at(7))), "it stays");
        pointer.left();
        assert_eq!(pointer.place(), Some(at(7)));
        assert_eq!(click(&mut pointer, 9), Some(Gesture::Pin(Some(9))));
        assert_eq!(click(&mut pointer, 9), Some(Gesture::Pin(None)));
    }
    pointer.set_pinned(Some(7));
    assert!(pointer.pressed(Some(&layout), at(3), PointerKind::Other, 1));
    let dragged = pointer.moved(Some(&layout), at(5), 1);
    assert_eq!(dragged, Some(Gesture::Pin(None)), "a drag takes it away");
}

#[test]
fn what_has_no_value_is_not_pinned() {
    let body = answer(vec![series("", "count()", &[1.0, f64::NAN, 2.0])]);
    let frame = frame(&line(&["count()"]), &[&body]);
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let place = (layout.x_of_index(1).unwrap(), layout.plot.y + 10.0);
    let mut pointer = Pointer::default();
    pointer.pressed(Some(&layout), place, PointerKind::Touch, 1);
    assert_eq!(pointer.released(Some((&frame, &layout)), Some(place)), None);
}

#[test]
fn two_fingers_zoom_and_pan_by_whole_buckets() {
    let values: Vec<f64> = (0..24).map(f64::from).collect();
    let body = answer(vec![series("", "count()", &values)]);
    let around = Around {
        now: Some(START + 24 * HOUR),
        ..Around::default()
    };
    let frame = around.frame(&line(&["count()"]), &[&body]);
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let y = layout.plot.y + 10.0;
    let hour = layout.plot.width / 24.0;
    let at = |hours: f64| (layout.plot.x + hours * hour, y);
    let touch = PointerKind::Touch;
    let pinch = |from: [f64; 2], to: [f64; 2]| {
        let mut pointer = Pointer::default();
        // The right one comes first: it is all the same.
        pointer.pressed(Some(&layout), at(from[1]), touch, 4);
        pointer.pressed(Some(&layout), at(from[0]), touch, 7);
        for (id, hours) in [(7, to[0]), (4, to[1])] {
            assert_eq!(pointer.moved(Some(&layout), at(hours), id), None);
        }
        let range = match pointer.released(Some((&frame, &layout)), Some(at(to[0])))? {
            Gesture::Zoom(range) => range,
            other => panic!("{other:?}"),
        };
        let rest = pointer.released(Some((&frame, &layout)), Some(at(to[1])));
        assert_eq!(rest, None, "the other finger means nothing");
        Some(((range.start - START) / HOUR, (range.end - START) / HOUR))
    };
    assert_eq!(pinch([8.0, 16.0], [4.0, 20.0]), Some((6, 18)), "closer");
    assert_eq!(
        pinch([6.0, 18.0], [9.0, 15.0]),
        Some((-12, 24)),
        "not past now"
    );
    assert_eq!(pinch([6.0, 18.0], [12.0, 24.0]), Some((-6, 18)), "earlier");
    assert_eq!(pinch([8.0, 16.0], [8.1, 16.0]), None, "nothing was meant");
    assert_eq!(pinch([8.0, 16.0], [16.0, 8.0]), None, "crossed");
}

#[test]
fn a_mouse_and_a_finger_are_no_two_fingers() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let y = layout.plot.y + 10.0;
    let at = |index: usize| (layout.x_of_index(index).unwrap(), y);
    let mut pointer = Pointer::default();
    pointer.pressed(Some(&layout), at(3), PointerKind::Other, 1);
    pointer.pressed(Some(&layout), at(9), PointerKind::Touch, 2);
    let released = pointer.released(Some((&frame, &layout)), Some(at(9)));
    assert_eq!(released, Some(Gesture::Pin(Some(9))));
}

#[test]
fn a_finger_marks_once_it_moves_sideways() {
    let frame = day();
    let layout = lay_out(&frame, 600.0, 300.0, &FixedLabels::utc());
    let y = layout.plot.y + 10.0;
    let at = |index: usize| (layout.x_of_index(index).unwrap(), y);
    let mut pointer = Pointer::default();
    pointer.pressed(Some(&layout), at(3), PointerKind::Touch, 1);
    let still = (at(3).0 + 1.0, y + 30.0);
    assert_eq!(
        pointer.moved(Some(&layout), still, 1),
        None,
        "it may scroll"
    );
    let moved = pointer.moved(Some(&layout), at(6), 1);
    assert_eq!(moved, Some(Gesture::Mark(Some(6))));
    assert_eq!(pointer.drag(), None, "nothing is selected");
    let released = pointer.released(Some((&frame, &layout)), Some(at(8)));
    assert_eq!(released, Some(Gesture::Pin(Some(8))));
}
