//! The state machine's drawing: what is dirty, when a frame is asked for, what is settled.

use super::tests::*;
use super::*;

#[test]
fn settled_waits_for_the_picture_except_where_none_can_be_drawn() {
    let mut driven = Driven::started(1);
    assert_eq!(driven.state.settled(false), None);
    driven.answer(1, 0, Ok(number()));
    assert_eq!(driven.state.settled(false), None);
    driven.draw();
    assert_eq!(driven.state.settled(false), Some(true));

    let mut boxless = Driven::started(1);
    boxless.answer(1, 0, Ok(number())).dispatch(Event::Frame);
    boxless.dispatch(Event::Drawn {
        level: Dirty::Data,
        drawn: false,
    });
    assert_eq!(boxless.state.settled(false), Some(false));

    let mut background = Driven::started(1);
    background
        .dispatch(Event::PageShown(false))
        .answer(1, 0, Ok(number()));
    assert_eq!(background.state.settled(false), Some(false));
}

#[test]
fn flush_draws_now_and_gives_the_frame_back() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number())).dispatch(Event::Flush);
    assert_eq!(
        driven.effects,
        [Effect::CancelFrame, Effect::Draw(Dirty::Data)]
    );
    driven.dispatch(Event::Drawn {
        level: Dirty::Data,
        drawn: true,
    });
    assert_eq!(driven.dispatch(Event::Flush).effects, []);
}

#[test]
fn a_pointer_move_marks_the_drawn_chart_at_once() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number())).draw();
    let mark = || {
        Effect::Mark(Crosshair {
            bucket: Some(3),
            is_followed: false,
            is_pinned: false,
        })
    };
    driven.dispatch(Event::Hovered(Some(3)));
    let share = Effect::ShareCrosshair { bucket: Some(3) };
    assert_eq!(driven.effects, [mark(), share]);
    // The nearest series may be another one.
    driven.dispatch(Event::Hovered(Some(3)));
    assert_eq!(driven.effects, [mark()]);
    // What is drawn in a moment is marked with the rest.
    driven.dispatch(Event::Restyled(Dirty::Paint));
    assert_eq!(driven.dispatch(Event::Hovered(Some(3))).effects, []);
}

#[test]
fn a_chart_that_is_pointed_at_leads_its_group_bucket_by_bucket() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number())).draw();
    let table = [
        (Event::Hovered(Some(3)), Some(Some(3))),
        (Event::Hovered(Some(3)), None),
        (Event::Hovered(Some(4)), Some(Some(4))),
        (Event::Hovered(None), Some(None)),
        (Event::Hovered(None), None),
        // What follows another chart leads none.
        (Event::Followed(Some(2)), None),
        (Event::Hovered(None), None),
        (Event::Hovered(Some(2)), Some(Some(2))),
    ];
    for (step, (event, expected)) in table.into_iter().enumerate() {
        let shared = driven.dispatch(event).effects.iter().find_map(|effect| {
            let Effect::ShareCrosshair { bucket } = effect else {
                return None;
            };
            Some(*bucket)
        });
        assert_eq!(shared, expected, "step {step}");
    }
}

#[test]
fn a_chart_follows_another_of_its_group_while_it_is_seen() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number())).draw();
    driven.dispatch(Event::Followed(Some(3)));
    let mark = |bucket, is_followed| Crosshair {
        bucket,
        is_followed,
        is_pinned: false,
    };
    assert_eq!(driven.effects, [Effect::Mark(mark(Some(3), true))]);
    assert_eq!(driven.state.crosshair(), mark(Some(3), true));
    assert_eq!(driven.dispatch(Event::Followed(Some(3))).effects, []);
    driven.dispatch(Event::Hovered(None));
    assert_eq!(
        driven.state.crosshair(),
        mark(Some(3), true),
        "it is another's"
    );
    driven
        .dispatch(Event::Hovered(Some(4)))
        .dispatch(Event::Followed(None));
    assert_eq!(
        driven.state.crosshair(),
        mark(Some(4), false),
        "it is its own"
    );
    driven.dispatch(Event::Followed(Some(3)));
    driven
        .dispatch(Event::Visible(false))
        .dispatch(Event::Followed(Some(5)));
    assert_eq!(driven.state.crosshair(), mark(None, true));
}

#[test]
fn a_pinned_mark_stays_until_it_is_let_go() {
    let mut driven = Driven::started(1);
    driven.answer(1, 0, Ok(number())).draw();
    let pinned = |bucket| Crosshair {
        bucket: Some(bucket),
        is_followed: false,
        is_pinned: true,
    };
    driven.dispatch(Event::Hovered(Some(3)));
    driven.dispatch(Event::Pinned(Some(3)));
    // The group has the moment already.
    assert_eq!(driven.effects, [Effect::Mark(pinned(3))]);
    for passed in [
        Event::Hovered(Some(5)),
        Event::Hovered(None),
        Event::Followed(Some(5)),
        Event::Followed(None),
    ] {
        assert_eq!(driven.dispatch(passed).effects, []);
    }
    assert_eq!(driven.state.crosshair(), pinned(3));
    driven.dispatch(Event::Pinned(Some(4)));
    assert_eq!(driven.state.crosshair(), pinned(4));
    let share = Effect::ShareCrosshair { bucket: None };
    let none = Crosshair::default();
    driven.dispatch(Event::Pinned(None));
    assert_eq!(driven.effects, [Effect::Mark(none), share]);
    driven.dispatch(Event::Hovered(Some(5)));
    assert_eq!(driven.state.crosshair().bucket, Some(5));
}

#[test]
fn soloing_twice_shows_all_again() {
    let all = ["a", "b", "c"].map(str::to_owned).to_vec();
    let mut driven = Driven::started(1);
    let solo = |key: &str| Event::Soloed {
        key: key.to_owned(),
        all: all.clone(),
    };
    driven.dispatch(solo("b"));
    assert!(driven.state.hidden().iter().eq(["a", "c"]));
    driven.dispatch(solo("b"));
    assert!(driven.state.hidden().is_empty());
    driven.dispatch(Event::Toggled("c".to_owned()));
    assert!(driven.state.hidden().iter().eq(["c"]));
}
