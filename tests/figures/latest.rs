use crate::layouts::lay_out;
use crate::support::*;
use events_stats_widget::config::Polarity;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::{AxisSide, Latest};
use events_stats_widget::run::compare::Percent;
use events_stats_widget::sorted::SortedSet;

fn percent(latest: &Latest) -> Option<f64> {
    match latest.change?.percent {
        Percent::Value(percent) => Some(percent),
        _ => None,
    }
}

#[test]
fn the_newest_value_of_a_line_is_compared_with_the_bucket_before() {
    let body = answer(vec![series("", "count()", &[1.0, 8.0, 10.0])]);
    let latest = frame(&line(&["count()"]), &[&body]).latest().unwrap();
    assert_eq!((latest.value, percent(&latest)), (10.0, Some(25.0)));
}

#[test]
fn of_a_stack_it_is_the_height_of_what_is_visible() {
    let top = chart("area", &["count()"], &["release"], "");
    let groups = ["a", "b", "c"].map(|key| series(key, "count()", &[2.0, 3.0]));
    let body = answer(groups.to_vec());
    let all = frame(&top, &[&body]).latest().unwrap();
    assert_eq!((all.value, percent(&all)), (9.0, Some(50.0)));
    let around = Around {
        hidden: SortedSet::from_iter(["0.0:b".to_owned()]),
        ..Around::default()
    };
    assert_eq!(around.frame(&top, &[&body]).latest().unwrap().value, 6.0);
}

#[test]
fn what_may_still_grow_and_what_is_missing_is_passed_over() {
    let body = answer(vec![series("", "count()", &[4.0, 5.0, f64::NAN, 1.0])]);
    let around = |now| Around {
        now: Some(now),
        ..Around::default()
    };
    let latest = |now| around(now).frame(&line(&["count()"]), &[&body]).latest();
    let starts = body.set.series[0].timeline.starts().to_vec();
    let growing = latest(starts[3] + 60).unwrap();
    assert_eq!((growing.value, percent(&growing)), (5.0, Some(25.0)));
    // Nothing is whole yet: the last bucket is the best that is known.
    assert_eq!(latest(starts[0]).unwrap().value, 1.0);
}

#[test]
fn without_a_value_there_is_none() {
    let body = answer(vec![series("", "count()", &[f64::NAN])]);
    assert_eq!(frame(&line(&["count()"]), &[&body]).latest(), None);
    assert_eq!(frame(&line(&["count()"]), &[]).latest(), None);
}

#[test]
fn in_a_low_box_the_highest_value_comes_near_the_edge() {
    let body = answer(vec![series("", "count()", &[1.0, 290.0, 10.0])]);
    let shown = frame(&line(&["count()"]), &[&body]);
    let layout = lay_out(&shown, 138.0, 30.0, &FixedLabels::utc());
    assert!(layout.compact);
    let top = layout.y_of(AxisSide::Left, 290.0) - layout.plot.y;
    assert!(top <= layout.plot.height * 0.15, "{top} free");
}

#[test]
fn an_earlier_period_takes_the_place_of_the_bucket_before() {
    let body = answer(vec![series("", "count()", &[1.0, 8.0, 10.0])]);
    let around = Around {
        earlier: compared(&body, &[&[5.0, 5.0, 5.0]], Polarity::Neutral),
        ..Around::default()
    };
    let latest = around
        .frame(&line(&["count()"]), &[&body])
        .latest()
        .unwrap();
    assert_eq!((latest.value, percent(&latest)), (10.0, Some(100.0)));
}
