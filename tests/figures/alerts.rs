//! Thresholds of alert rules as lines: which a chart has, how high they are, and what they do to its axis.

use crate::support::*;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::marks::{AlertThreshold, Marks};
use events_stats_widget::frame::{AxisSide, Frame};
use events_stats_widget::layout::{self, FixedMeasure, Size};
use events_stats_widget::scene::{self, Primitive};
use events_stats_widget::sorted::SortedSet;
use events_stats_widget::theme::Theme;

fn threshold(axis: &str, value: f64, window_secs: f64) -> AlertThreshold {
    AlertThreshold {
        query_index: 0,
        axis: axis.to_owned(),
        value,
        window_secs,
        is_critical: true,
        text: "Critical: Many".to_owned(),
    }
}

fn around(thresholds: Vec<AlertThreshold>) -> Around {
    let annotations = Vec::new();
    Around {
        marks: Marks {
            annotations,
            thresholds,
        },
        ..Around::default()
    }
}

fn of_one(axis: &str, values: &[f64], threshold: AlertThreshold) -> Frame {
    let answer = answer(vec![series("", axis, values)]);
    around(vec![threshold]).frame(&line(&[axis]), &[&answer])
}

fn heights(frame: &Frame) -> Vec<f64> {
    frame.alert_lines.iter().map(|line| line.value).collect()
}

#[test]
fn counts_grow_with_their_window_and_other_values_do_not() {
    for (axis, window_secs, expected) in [
        ("count()", 3_600.0, 8.0),
        ("count()", 300.0, 96.0),
        ("sum(transaction.duration)", 7_200.0, 4.0),
        ("p95(transaction.duration)", 300.0, 8.0),
        ("failure_rate()", 300.0, 8.0),
        ("epm()", 300.0, 8.0),
    ] {
        let frame = of_one(axis, &[1.0; 24], threshold(axis, 8.0, window_secs));
        assert_eq!(heights(&frame), [expected], "{axis} {window_secs}");
        assert_eq!(frame.alert_lines[0].side, AxisSide::Left);
    }
}

#[test]
fn an_axis_reaches_a_line_that_is_near_and_leaves_one_that_is_far() {
    let top = |value| {
        let frame = of_one("count()", &[10.0; 24], threshold("count()", value, 3_600.0));
        frame.left.domain.1
    };
    assert_eq!(top(5.0), 10.0);
    assert!((top(20.0) - 22.0).abs() < 1e-9);
    assert_eq!(top(21.0), 10.0);
}

#[test]
fn a_rule_is_about_the_whole_and_not_about_one_group() {
    let groups = || {
        answer(vec![
            series("a", "count()", &[1.0; 24]),
            series("b", "count()", &[2.0; 24]),
        ])
    };
    let lines = |display, hidden: &[&str]| {
        let mut around = around(vec![threshold("count()", 4.0, 3_600.0)]);
        around.hidden = hidden.iter().map(|key| (*key).to_owned()).collect();
        let config = chart(display, &["count()"], &["title"], "");
        let frame = around.frame(&config, &[&groups()]);
        let keys: SortedSet<String> = frame.series.iter().map(|one| one.key.clone()).collect();
        (heights(&frame).len(), keys)
    };
    assert_eq!(lines("line", &[]).0, 0, "lines of groups");
    let (count, keys) = lines("area", &[]);
    assert_eq!(count, 1, "the top of the stack is the whole");
    let first = keys.iter().next().unwrap().as_str();
    assert_eq!(lines("area", &[first]).0, 0, "of which a part is hidden");
}

#[test]
fn a_rule_about_another_axis_has_no_line() {
    let frame = of_one("count()", &[1.0; 24], threshold("epm()", 1.0, 60.0));
    assert_eq!(heights(&frame), []);
}

#[test]
fn a_line_is_dashed_across_the_plot_with_its_name() {
    let frame = of_one("count()", &[10.0; 24], threshold("count()", 8.0, 3_600.0));
    let size = Size {
        width_css: 400.0,
        height_css: 200.0,
        dpr: 1.0,
    };
    let theme = Theme::light();
    let layout = layout::build(&frame, size, &theme, &mut FixedMeasure, &FixedLabels::utc());
    let drawn = scene::build(&frame, &layout, &theme);
    let dashes = drawn
        .back
        .iter()
        .filter(|it| matches!(it, Primitive::Rect { color, .. } if *color == theme.bands.poor));
    let dashes = dashes.count();
    assert!((20..60).contains(&dashes), "{dashes}");
    let has_name =
        |it: &Primitive| matches!(it, Primitive::Text { text, .. } if text == "Critical: Many");
    assert!(drawn.back.iter().any(has_name));
}
