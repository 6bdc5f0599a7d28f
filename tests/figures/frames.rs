use crate::support::*;
use events_stats_widget::config::WidgetConfig;
use events_stats_widget::decode::Decoded;
use events_stats_widget::frame::{ChartKind, Frame, FrameContent};
use events_stats_widget::palette::{Palette, Rgba};
use events_stats_widget::series::Timeline;
use events_stats_widget::sorted::{SortedMap, SortedSet};
use events_stats_widget::time::TimeRange;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

#[test]
fn an_axis_begins_at_zero_or_where_the_widget_wants_it_at_its_lowest_value() {
    let shown = |range: &str, values: &[f64]| {
        let widget = config(&format!(
            r#"{{"displayType": "line"{range}, "queries": [{{"aggregates": ["count()"]}}]}}"#
        ));
        let body = answer(vec![series("", "count()", values)]);
        frame(&widget, &[&body]).left.domain
    };
    let values = [980.0, f64::NAN, 1_000.0];
    assert_eq!(shown("", &values), (0.0, 1_000.0));
    assert_eq!(shown(r#", "axisRange": "auto""#, &values), (0.0, 1_000.0));
    let from_data = r#", "axisRange": "dataMin""#;
    assert_eq!(shown(from_data, &values), (980.0, 1_000.0));
    assert_eq!(shown(from_data, &[-5.0, -1.0]), (-5.0, -1.0));
    assert_eq!(shown(from_data, &[7.0, 7.0]), (0.0, 7.0));
    assert_eq!(shown(from_data, &[0.0]), (0.0, 1.0));
    assert_eq!(shown(from_data, &[f64::NAN]), (0.0, 1.0));
}

#[test]
fn keys_outlive_a_change_of_rank() {
    let top = chart("area", &["count()"], &["release"], "");
    let a = series("a", "count()", &[1.0]);
    let b = series("b", "count()", &[2.0]);
    let before = frame(&top, &[&answer(vec![a.clone(), b.clone()])]);
    let after = frame(&top, &[&answer(vec![b, a])]);
    let of = |frame: &Frame| -> BTreeMap<String, String> {
        frame
            .series
            .iter()
            .map(|s| (s.key.clone(), s.color.to_string()))
            .collect()
    };
    assert_eq!(of(&before), of(&after));
    assert_eq!(before.series[0].key, "0.0:a");
}

#[test]
fn groups_keep_colours_when_others_come_and_go() {
    let top = chart("area", &["count()"], &["release"], "");
    let colors = |keys: &[&str]| -> BTreeMap<String, Rgba> {
        let groups = keys.iter().map(|key| series(key, "count()", &[1.0]));
        let shown = frame(&top, &[&answer(groups.collect())]);
        let colors = shown.series.iter();
        colors.map(|one| (one.group.clone(), one.color)).collect()
    };
    // Whose colours do not meet: of those that do, the first in the order of text keeps it.
    let before = colors(&["a", "b", "c", "d", "h", "m"]);
    for others in [&["a", "c"][..], &["m", "d", "h"], &["h", "a"], &["b"]] {
        for (group, color) in colors(others) {
            assert_eq!(color, before[&group], "{group} beside {others:?}");
        }
    }
}

#[test]
fn a_legend_names_several_series_and_a_group_that_stands_alone() {
    let grouped = chart("line", &["count()"], &["release"], "");
    let shows = |config: &WidgetConfig, keys: &[&str]| {
        let body = keys.iter().map(|key| series(key, "count()", &[1.0]));
        frame(config, &[&answer(body.collect())]).has_legend()
    };
    assert!(shows(&grouped, &["a", "b"]) && shows(&grouped, &["a"]));
    assert!(!shows(&line(&["count()"]), &[""]));
}

#[test]
fn a_chart_without_groups_begins_with_the_accent() {
    let accent = Palette::light().color(0);
    for axes in [vec!["count()"], vec!["epm()"], vec!["p95()", "count()"]] {
        let body = axes.iter().map(|axis| series("", axis, &[1.0]));
        let shown = frame(&line(&axes), &[&answer(body.collect())]);
        let colors: Vec<Rgba> = shown.series.iter().map(|one| one.color).collect();
        assert_eq!(colors[0], accent, "{axes:?}");
        assert!(!colors[1..].contains(&accent), "{axes:?}");
    }
    // A group looks the same beside others and alone.
    let grouped = chart("line", &["count()"], &["release"], "");
    let colors = |keys: &[&str]| {
        let body = keys.iter().map(|key| series(key, "count()", &[1.0]));
        let shown = frame(&grouped, &[&answer(body.collect())]);
        shown.series[0].color
    };
    assert_eq!(colors(&["a"]), colors(&["a", "b"]));
    assert_ne!(colors(&["a"]), accent);
}

#[test]
fn a_host_colours_single_series_by_name_or_group() {
    let mut config = chart("area", &["count()"], &["release"], "");
    config.queries[0].name = "q".to_owned();
    let mut other = series("Other", "count()", &[1.0]);
    other.is_other = true;
    let body = answer(vec![
        series("a", "count()", &[1.0]),
        series("b", "count()", &[1.0]),
        other,
    ]);
    let own = [("a", 1), ("q : b", 2), ("q : Other", 3)];
    let own = own.map(|(name, hex)| (name.to_owned(), Rgba::opaque(hex)));
    let around = Around {
        palette: Some(Palette::dark().with_named(SortedMap::from(own))),
        ..Around::default()
    };
    let shown = around.frame(&config, &[&body]);
    let colors: Vec<Rgba> = shown.series.iter().map(|series| series.color).collect();
    assert_eq!(colors, [1, 2, 3].map(Rgba::opaque));
}

#[test]
fn equal_axes_of_two_queries_differ_in_key_and_colour() {
    let mut two = line(&["count()"]);
    two.queries.push(two.queries[0].clone());
    let one = answer(vec![series("", "count()", &[1.0])]);
    let shown = frame(&two, &[&one, &one]);
    assert_eq!(shown.series.len(), 2);
    assert_ne!(shown.series[0].key, shown.series[1].key);
    assert_ne!(shown.series[0].color, shown.series[1].color);
}

#[test]
fn queries_with_different_numbers_of_series_are_all_shown() {
    let mut two = chart("area", &["count()"], &["release"], "");
    two.queries.push(two.queries[0].clone());
    let groups = |keys: &[&str]| {
        answer(
            keys.iter()
                .map(|key| series(key, "count()", &[1.0]))
                .collect(),
        )
    };
    let shown = frame(&two, &[&groups(&["a", "b", "c"]), &groups(&["d"])]);
    assert_eq!(names(&shown), ["a", "b", "c", "d"]);
}

#[test]
fn stacking_depends_on_the_display_type() {
    let one = answer(vec![series("", "count()", &[1.0])]);
    let grouped = answer(vec![series("a", "count()", &[1.0])]);
    for (display, columns, answer, kind, stacked) in [
        ("line", &[][..], &one, ChartKind::Line, false),
        ("line", &["release"], &grouped, ChartKind::Line, false),
        ("area", &[], &one, ChartKind::Area, true),
        ("stacked_area", &[], &one, ChartKind::Area, true),
        ("top_n", &["release"], &grouped, ChartKind::Area, true),
        ("bar", &[], &one, ChartKind::Bar, false),
        ("bar", &["release"], &grouped, ChartKind::Bar, true),
    ] {
        let shown = frame(&chart(display, &["count()"], columns, ""), &[answer]);
        assert_eq!((shown.kind, shown.stacked), (kind, stacked), "{display}");
        assert_eq!(shown.series[0].stack.is_some(), stacked, "{display}");
    }
}

#[test]
fn stacks_skip_gaps_and_hidden_series() {
    let area = chart("area", &["count()"], &["release"], "");
    let body = answer(vec![
        series("a", "count()", &[1.0, f64::NAN, -3.0]),
        series("b", "count()", &[10.0, 10.0, 10.0]),
        series("c", "count()", &[100.0, 100.0, -100.0]),
    ]);
    let around = Around {
        hidden: SortedSet::from(["0.0:b".to_owned()]),
        ..Around::default()
    };
    let shown = around.frame(&area, &[&body]);
    assert!(shown.series[1].hidden && shown.series[1].stack.is_none());
    let top = shown.series[2].stack.as_ref().unwrap();
    assert_eq!(*top.base, [1.0, 0.0, -3.0]);
    assert_eq!(*top.top, [101.0, 100.0, -103.0]);
    assert_eq!(shown.left.domain, (-103.0, 101.0));
    assert!(
        shown.series[0].values[1].is_nan(),
        "a tooltip still tells it from zero"
    );
}

#[test]
fn missing_buckets_are_gaps() {
    let mut sparse = series("", "count()", &[1.0, 2.0, 3.0]);
    let starts = vec![START, START + HOUR, START + 4 * HOUR];
    sparse.timeline = Arc::new(Timeline::new(starts).unwrap());
    let body = answer(vec![sparse]);
    let gaps = frame(&line(&["count()"]), &[&body]);
    assert_eq!(gaps.timeline.len(), 5);
    assert!(gaps.series[0].values[2].is_nan() && gaps.series[0].values[4] == 3.0);
}

#[test]
fn rows_off_the_grid_stay_and_do_not_shift_the_grid() {
    for (rows, expected) in [
        (
            vec![0, 60, 90, 120, 180, 300, 360],
            vec![0, 60, 90, 120, 180, 240, 300, 360],
        ),
        (
            vec![0, 60, 120, 150, 300],
            vec![0, 60, 120, 150, 180, 240, 300],
        ),
        (vec![30, 60, 120, 180], vec![30, 60, 120, 180]),
    ] {
        let mut odd = series("", "count()", &vec![1.0; rows.len()]);
        let starts = rows.iter().map(|secs| START + secs).collect();
        odd.timeline = Arc::new(Timeline::new(starts).unwrap());
        let shown = frame(&line(&["count()"]), &[&answer(vec![odd])]);
        let starts: Vec<i64> = shown
            .timeline
            .starts()
            .iter()
            .map(|at| at - START)
            .collect();
        assert_eq!(starts, expected);
    }
}

#[test]
fn a_row_years_away_adds_no_million_of_buckets() {
    let mut far = series("", "count()", &[1.0; 4]);
    let starts = vec![START, START + 60, START + 120, START + 900_000_000];
    far.timeline = Arc::new(Timeline::new(starts).unwrap());
    let shown = frame(&line(&["count()"]), &[&answer(vec![far])]);
    assert_eq!(shown.timeline.len(), 4);
}

#[test]
fn coarser_series_span_the_buckets_they_do_not_know() {
    let mut two = line(&["count()"]);
    two.queries.push(two.queries[0].clone());
    let fine = answer(vec![series("", "count()", &[1.0; 24])]);
    let coarse = answer(vec![stepped("", "count()", 6 * HOUR, &[6.0; 4])]);
    let shown = frame(&two, &[&fine, &coarse]);
    assert_eq!(shown.bucket_secs, HOUR);
    assert!(!shown.series[0].spans_gaps && shown.series[1].spans_gaps);
    assert_eq!(shown.series[1].values[6], 6.0);
    assert!(shown.series[1].values[7].is_nan());
}

#[test]
fn incomplete_buckets_follow_the_clock() {
    let minutes = |now: i64| {
        let around = Around {
            now: Some(START + now),
            ..Around::default()
        };
        let body = answer(vec![stepped("", "count()", 60, &[1.0; 5])]);
        around.frame(&line(&["count()"]), &[&body]).incomplete_from
    };
    // Buckets end at 60, 120, ..., 300; whatever ended 90 seconds ago or later may grow.
    assert_eq!(minutes(240), Some(2));
    assert_eq!(minutes(391), None);
    assert_eq!(minutes(390), Some(4));
    assert_eq!(minutes(0), Some(0));
}

#[test]
fn buckets_that_the_request_cuts_are_incomplete() {
    let cut = |start: i64, end: i64| {
        let around = Around {
            requested: TimeRange::new(START + start, START + end).ok(),
            ..Around::default()
        };
        let body = answer(vec![stepped("", "count()", 60, &[1.0; 5])]);
        let frame = around.frame(&line(&["count()"]), &[&body]);
        let whole = (0..5).filter(|&index| !frame.is_incomplete(index));
        whole.collect::<Vec<_>>()
    };
    assert_eq!(cut(0, 300), [0, 1, 2, 3, 4], "whole at both ends");
    assert_eq!(cut(20, 300), [1, 2, 3, 4]);
    assert_eq!(cut(0, 299), [0, 1, 2, 3]);
    assert_eq!(cut(59, 241), [1, 2, 3]);
    assert_eq!(cut(-500, 900), [0, 1, 2, 3, 4], "no bucket holds its ends");
}

#[test]
fn contents_are_told_apart() {
    let nothing = Decoded::default();
    let no_buckets = recorded("07_no_projects.json", None, &["count()"]);
    let nulls = answer(vec![series("", "count()", &[f64::NAN, f64::NAN])]);
    let zeros = answer(vec![series("", "count()", &[0.0, 0.0])]);
    let content = |body: &Decoded| frame(&line(&["count()"]), &[body]).content;
    assert_eq!(content(&nothing), FrameContent::NoRows);
    assert_eq!(content(&no_buckets), FrameContent::NoRows);
    assert_eq!(content(&nulls), FrameContent::Empty);
    assert_eq!(content(&zeros), FrameContent::Data);
}

proptest! {
    #[test]
    fn the_top_of_a_stack_is_the_sum(
        columns in proptest::collection::vec(
            proptest::collection::vec(proptest::option::of(0.0f64..1e6), 6), 1..6),
    ) {
        let body = answer(columns.iter().enumerate().map(|(index, values)| {
            let values: Vec<f64> = values.iter().map(|value| value.unwrap_or(f64::NAN)).collect();
            series(&index.to_string(), "count()", &values)
        }).collect());
        let shown = frame(&chart("area", &["count()"], &["x"], ""), &[&body]);
        let top = &shown.series.last().unwrap().stack.as_ref().unwrap().top;
        for (bucket, top) in top.iter().enumerate() {
            let sum: f64 = columns.iter().filter_map(|values| values[bucket]).sum();
            prop_assert!((top - sum).abs() <= 1e-6 * sum.max(1.0));
        }
    }

    #[test]
    fn any_numbers_make_a_frame_with_a_usable_axis(
        values in proptest::collection::vec(any::<f64>(), 0..20), stacked in any::<bool>(),
    ) {
        let display = if stacked { "area" } else { "line" };
        let body = answer(vec![series("a", "count()", &values), series("b", "count()", &values)]);
        let shown = frame(&chart(display, &["count()"], &["x"], ""), &[&body]);
        let (low, high) = shown.left.domain;
        prop_assert!(low.is_finite() && high.is_finite() && low < high);
    }
}
