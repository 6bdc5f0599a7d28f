use crate::support::*;
use events_stats_widget::format::{RatePer, SizeBase, Unit};
use events_stats_widget::frame::{AxisSide, BandLevel, SummaryKind};
use events_stats_widget::series::Series;

#[test]
fn sides_follow_the_units() {
    let p95 = || {
        typed(
            series("", "p95()", &[100.0]),
            "duration",
            Some("millisecond"),
        )
    };
    let count = || typed(series("", "count()", &[5.0]), "integer", None);
    let rate = || typed(series("", "failure_rate()", &[0.5]), "percentage", None);
    let plain = || typed(series("", "apdex()", &[0.9]), "number", None);
    // Names of those that stand on an axis without their unit.
    let told = std::cell::RefCell::new(Vec::new());
    let sides = |list: Vec<Series>| {
        let shown = frame(&line(&["x()"]), &[&answer(list)]);
        let sides: Vec<AxisSide> = shown.series.iter().map(|series| series.side).collect();
        let on_plain_axis: Vec<String> = shown.on_plain_axis().map(str::to_owned).collect();
        told.replace(on_plain_axis);
        (shown.left.unit, shown.right.map(|axis| axis.unit), sides)
    };
    use AxisSide::{Left, Right};
    assert_eq!(sides(vec![p95()]), (Unit::Duration, None, vec![Left]));
    assert_eq!(
        sides(vec![count(), p95()]),
        (Unit::Integer, Some(Unit::Duration), vec![Left, Right])
    );
    assert_eq!(
        sides(vec![count(), p95(), p95()]),
        (Unit::Duration, Some(Unit::Integer), vec![Right, Left, Left])
    );
    assert!(told.borrow().is_empty());
    assert_eq!(
        sides(vec![count(), p95(), rate()]),
        (Unit::Integer, Some(Unit::Number), vec![Left, Right, Right])
    );
    assert_eq!(*told.borrow(), ["p95()", "failure_rate()"]);
    assert_eq!(
        sides(vec![plain(), p95()]),
        (Unit::Number, None, vec![Left, Left])
    );
    assert_eq!(*told.borrow(), ["p95()"]);
}

#[test]
fn units_are_made_common() {
    let shown = frame(
        &line(&["x()"]),
        &[&answer(vec![
            typed(series("", "p95()", &[2.0]), "duration", Some("second")),
            typed(
                series("", "p50()", &[500.0]),
                "duration",
                Some("millisecond"),
            ),
        ])],
    );
    assert_eq!(shown.series[0].values, [2000.0]);
    assert_eq!(shown.left.domain, (0.0, 2000.0));
    let shown = frame(
        &line(&["x()"]),
        &[&answer(vec![
            typed(series("", "epm()", &[120.0]), "rate", None),
            typed(series("", "eps()", &[3.0]), "rate", None),
        ])],
    );
    assert_eq!(shown.left.unit, Unit::Rate(RatePer::Second));
    assert_eq!(shown.series[0].values, [2.0]);
    assert_eq!(shown.series[0].summary.average, 2.0);
    let sizes = frame(
        &line(&["x()"]),
        &[&answer(vec![typed(
            series("", "avg(x)", &[1.5]),
            "size",
            Some("mebibyte"),
        )])],
    );
    assert_eq!(sizes.left.unit, Unit::Size(SizeBase::Binary));
    assert_eq!(sizes.series[0].values, [1_572_864.0]);
}

#[test]
fn silent_answers_get_their_unit_from_the_axis() {
    for (axis, unit) in [
        ("count()", Unit::Integer),
        ("p95(transaction.duration)", Unit::Duration),
        ("p75(measurements.lcp)", Unit::Duration),
        ("p75(measurements.cls)", Unit::Number),
        ("p100(measurements.bar)", Unit::Number),
        ("p95(measurements.bar_duration)", Unit::Number),
        ("percentile(measurements.bar, 0.5)", Unit::Number),
        (
            "avg_if(measurements.lcp, release, equals, 1)",
            Unit::Duration,
        ),
        ("sum_if(measurements.bar, release, equals, 1)", Unit::Number),
        ("p75(spans.db)", Unit::Duration),
        ("count_if(measurements.lcp, greater, 4)", Unit::Integer),
        ("http_error_rate()", Unit::Percentage),
        ("avg(measurements.frames_slow_rate)", Unit::Percentage),
        ("max(measurements.stall_count)", Unit::Integer),
        ("percentile(transaction.duration, 0.51)", Unit::Duration),
        ("p95()", Unit::Duration),
        ("sum(stack.colno)", Unit::Number),
        ("max(timestamp)", Unit::Date),
        ("count_miserable(user, 500)", Unit::Number),
        ("user_misery(500)", Unit::Number),
        ("errored_rate(session)", Unit::Percentage),
        ("sum(session)", Unit::Number),
        ("failure_rate()", Unit::Percentage),
        ("epm()", Unit::Rate(RatePer::Minute)),
        ("equation|count() / 2", Unit::Number),
        ("apdex(300)", Unit::Number),
        (
            "p95(value,payment.latency,distribution,millisecond)",
            Unit::Duration,
        ),
        ("sum(value,orders,counter,none)", Unit::Number),
    ] {
        let shown = frame(&line(&[axis]), &[&answer(vec![series("", axis, &[1.0])])]);
        assert_eq!(shown.series[0].unit, unit, "{axis}");
    }
}

/// (type and unit that the answer names) -> unit, and the value shown for 2.
#[test]
fn a_measurement_is_a_number_unless_its_unit_is_known() {
    let binary = Unit::Size(SizeBase::Binary);
    for (value_type, unit, expected, value) in [
        (None, None, Unit::Number, 2.0),
        (Some("number"), None, Unit::Number, 2.0),
        (Some("number"), Some("none"), Unit::Number, 2.0),
        (None, Some("bananas"), Unit::Number, 2.0),
        (Some("number"), Some("second"), Unit::Duration, 2_000.0),
        (None, Some("kibibyte"), binary, 2_048.0),
        (None, Some("ratio"), Unit::Percentage, 2.0),
        (Some("duration"), Some("minute"), Unit::Duration, 120_000.0),
        (Some("size"), Some("mebibyte"), binary, 2_097_152.0),
        (Some("percentage"), None, Unit::Percentage, 2.0),
        (Some("integer"), Some("second"), Unit::Integer, 2.0),
    ] {
        for axis in ["p75(measurements.bar)", "max(measurements.foo.bar)"] {
            let mut one = series("", axis, &[2.0]);
            one.value_meta.value_type = value_type.map(str::to_owned);
            one.value_meta.unit = unit.map(str::to_owned);
            let shown = frame(&line(&[axis]), &[&answer(vec![one])]);
            assert_eq!(shown.series[0].unit, expected, "{value_type:?} {unit:?}");
            assert_eq!(shown.series[0].values, [value], "{value_type:?} {unit:?}");
        }
    }
}

#[test]
fn legends_sum_what_adds_up() {
    let values = [2.0, f64::NAN, 4.0];
    for (axis, kind, value) in [
        ("count()", SummaryKind::Total, 6.0),
        ("p95()", SummaryKind::Average, 3.0),
        ("count_unique(user)", SummaryKind::Average, 3.0),
        ("max(x)", SummaryKind::Highest, 4.0),
        ("min(x)", SummaryKind::Lowest, 2.0),
    ] {
        let shown = frame(&line(&[axis]), &[&answer(vec![series("", axis, &values)])]);
        let legend = shown.series[0].summary.legend();
        assert_eq!((legend.kind, legend.value), (kind, value), "{axis}");
    }
}

#[test]
fn thresholds_become_bands_in_the_axis_unit() {
    let widget = |thresholds: &str| {
        config(&format!(
            r#"{{"id":"1","displayType":"line","thresholds":{thresholds},
            "queries":[{{"name":"","aggregates":["p95()"],"columns":[],"conditions":"","orderby":""}}]}}"#
        ))
    };
    let body = answer(vec![typed(series("", "p95()", &[100.0]), "duration", None)]);
    let shown = frame(
        &widget(r#"{"max_values":{"max1":1,"max2":2},"unit":"second"}"#),
        &[&body],
    );
    let bands: Vec<_> = shown
        .bands
        .iter()
        .map(|b| (b.from, b.to, b.level))
        .collect();
    assert_eq!(
        bands,
        [
            (0.0, Some(1000.0), BandLevel::Good),
            (1000.0, Some(2000.0), BandLevel::Meh),
            (2000.0, None, BandLevel::Poor)
        ]
    );
    assert_eq!(shown.left.domain.1, 2200.0);
    let unset = frame(
        &widget(r#"{"max_values":{"max1":0,"max2":0},"unit":null}"#),
        &[&body],
    );
    assert!(unset.bands.is_empty());
    let high = frame(
        &widget(
            r#"{"max_values":{"max1":100,"max2":200},"unit":"millisecond","preferredPolarity":"+"}"#,
        ),
        &[&body],
    );
    assert_eq!(high.bands[0].level, BandLevel::Poor);
}

#[test]
fn thresholds_of_rates_are_meant_in_their_own_span() {
    let widget = config(
        r#"{"displayType": "line", "queries": [{"aggregates": ["epm()"]}],
        "thresholds": {"max_values": {"max1": 2, "max2": 5}, "unit": "1/second"}}"#,
    );
    let body = answer(vec![typed(
        series("", "epm()", &[135.0]),
        "rate",
        Some("1/minute"),
    )]);
    let bands = frame(&widget, &[&body]).bands;
    assert_eq!((bands[0].to, bands[1].to), (Some(120.0), Some(300.0)));
}

#[test]
fn thresholds_over_a_window_grow_with_the_bucket() {
    // The buckets of these answers are an hour wide.
    let bounds = |axis: &str, display: &str, window: &str| {
        let widget = config(&format!(
            r#"{{"displayType": "{display}", "thresholds": {{"max_values": {{"max1": 100, "max2": 200}},
            "unit": null {window}}}, "queries": [{{"aggregates": ["{axis}"]}}]}}"#
        ));
        let shown = frame(&widget, &[&answer(vec![series("", axis, &[1.0, 2.0])])]);
        shown
            .bands
            .iter()
            .filter_map(|band| band.to)
            .collect::<Vec<_>>()
    };
    let window = r#", "timeWindow": "10m""#;
    for axis in [
        "count()",
        "count_if(a,equals,b)",
        "sum(session)",
        "failure_count()",
        "equation|count() / 2",
    ] {
        assert_eq!(bounds(axis, "line", window), [600.0, 1200.0], "{axis}");
    }
    for axis in [
        "p95(span.duration)",
        "eps()",
        "avg(span.duration)",
        "count_unique(user)",
    ] {
        assert_eq!(bounds(axis, "line", window), [100.0, 200.0], "{axis}");
    }
    assert_eq!(bounds("count()", "line", ""), [100.0, 200.0]);
    assert_eq!(
        bounds("count()", "line", r#", "timeWindow": "1h""#),
        [100.0, 200.0]
    );
}

#[test]
fn the_servers_own_comparison_is_the_earlier_period() {
    let body = recorded("02_single_axis_comparison.json", None, &["count()"]);
    let shown = frame(&line(&["count()"]), &[&body]);
    let earlier = shown.series[0].earlier.as_ref().unwrap();
    assert_eq!(earlier.len(), shown.timeline.len());
    assert!(earlier.iter().any(|value| *value > 0.0));
}
