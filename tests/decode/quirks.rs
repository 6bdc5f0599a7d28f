//! One table or test for each peculiarity of real answers.

use crate::support::{expect, keys, notes, read, rows, single, single_rows};
use events_stats_widget::decode::note;
use events_stats_widget::series::Value;

const ROW: &str = r#"[0,[{"count":1}]]"#;

fn groups(members: &[(&str, i64)]) -> String {
    let group =
        |(name, order): &(&str, i64)| format!(r#""{name}":{{"data":[{ROW}],"order":{order}}}"#);
    format!(
        "{{{}}}",
        members.iter().map(group).collect::<Vec<_>>().join(",")
    )
}

fn other_of(top_events: Option<u32>, members: &[(&str, i64)]) -> Vec<bool> {
    let decoded = read(expect(top_events, &["count()"]), &groups(members));
    let series = decoded.set.series.iter();
    series.map(|series| series.is_other).collect()
}

#[test]
fn cells_of_a_bucket_are_summed() {
    for (row, value) in [
        (r#"[0,[{"count":1},{"count":2.5}]]"#, Value::Number(3.5)),
        (r#"[0,[{"count":1},{"count":null}]]"#, Value::Number(1.0)),
        (r#"[0,[{"count":null},{"count":-2}]]"#, Value::Number(-2.0)),
        (r#"[0,[{"count":null},{}]]"#, Value::Null),
        (r#"[0,[{}]]"#, Value::Null),
        (r#"[0,[{"other":5}]]"#, Value::Null),
        (r#"[0,[]]"#, Value::Missing),
        (r#"[0,null]"#, Value::Null),
        (
            r#"[0.0,[{"count":1}],"extra",{"x":[]}]"#,
            Value::Number(1.0),
        ),
        (
            r#"[0,[{"a":{"count":7},"count":1,"b":[{"count":7}]}]]"#,
            Value::Number(1.0),
        ),
        (r#"[0,[{"count":1,"count":2}]]"#, Value::Number(2.0)),
        (r#"[0,[{"c\u006funt":4}]]"#, Value::Number(4.0)),
        (
            r#"[0,[{"count":1.7976931348623157e308}]]"#,
            Value::Number(f64::MAX),
        ),
        (r#"[0,[{"count":5e-324}]]"#, Value::Number(5e-324)),
        (
            r#"[0,[{"count":-12345678901234567890}]]"#,
            Value::Number(-1.234_567_890_123_456_8e19),
        ),
    ] {
        let found = single_rows(&format!(r#"{{"data":[{row}]}}"#));
        assert_eq!(found, [(0, value)], "{row}");
    }
}

#[test]
fn the_compared_period_is_summed_too() {
    let decoded = read(
        single(),
        r#"{"data":[
            [0,[{"count":1}]],
            [60,[{"count":1,"comparisonCount":2},{"comparisonCount":3}]],
            [120,[{"count":1,"comparisonCount":null}]],
            [180,[]]
        ]}"#,
    );
    let comparison = decoded.set.series[0].comparison.as_ref().unwrap();
    let expected = [
        Value::Missing,
        Value::Number(5.0),
        Value::Null,
        Value::Missing,
    ];
    assert!(comparison.iter().eq(expected));
}

#[test]
fn other_is_told_from_groups_of_that_name() {
    let limit = Some(3);
    // First in the object, last in it, in the middle with the right order.
    assert_eq!(
        other_of(limit, &[("Other", 3), ("a", 0), ("b", 1)]),
        [false, false, true]
    );
    assert_eq!(
        other_of(limit, &[("a", 0), ("b", 1), ("Other", 3)]),
        [false, false, true]
    );
    assert_eq!(
        other_of(limit, &[("a", 0), ("Other", 3), ("b", 1)]),
        [false, false, true]
    );
    // Fewer groups than asked for: last in rank and outermost is enough.
    assert_eq!(
        other_of(Some(5), &[("a", 0), ("b", 1), ("Other", 2)]),
        [false, false, true]
    );
    assert_eq!(
        other_of(Some(5), &[("Other", 2), ("a", 0), ("b", 1)]),
        [false, false, true]
    );
    // A group of that name has a rank among the others.
    assert_eq!(
        other_of(limit, &[("a", 0), ("Other", 1), ("b", 2)]),
        [false; 3]
    );
    assert_eq!(other_of(limit, &[("Other", 0), ("a", 1)]), [false; 2]);
    assert_eq!(other_of(limit, &[("Other", 0)]), [false]);
    assert_eq!(
        other_of(limit, &[("Other (release)", 3), ("a", 0)]),
        [false; 2]
    );
    assert_eq!(other_of(limit, &[("other", 3), ("a", 0)]), [false; 2]);
}

#[test]
fn names_that_mean_something_elsewhere_are_groups() {
    let names = [
        ("meta", 0),
        ("data", 1),
        ("order", 2),
        ("start", 3),
        ("end", 4),
        ("totals", 5),
        ("confidence", 6),
        ("timeSeries", 7),
        ("isMetricsData", 8),
        ("fields", 9),
        ("0", 10),
        ("__proto__", 11),
        ("discoverSplitDecision", 12),
        ("count()", 13),
    ];
    let decoded = read(expect(Some(20), &["count()"]), &groups(&names));
    assert_eq!(keys(&decoded), names.map(|(name, _)| name));
    assert!(decoded.notes.is_empty(), "{:?}", decoded.notes);

    let nested = |(name, order): (&str, i64)| {
        format!(
            r#""{name}":{{"order":{order},"b":{{"data":[{ROW}],"order":1}},"a":{{"data":[{ROW}],"order":0}}}}"#
        )
    };
    let body = format!("{{{}}}", names.map(nested).join(","));
    let decoded = read(expect(Some(20), &["a", "b"]), &body);
    assert_eq!(keys(&decoded), names.map(|(name, _)| [name; 2]).concat());
    let axes: Vec<_> = decoded
        .set
        .series
        .iter()
        .map(|series| series.axis.as_str())
        .collect();
    assert_eq!(axes, ["a", "b"].repeat(names.len()));
}

#[test]
fn order_of_members_does_not_matter() {
    let decoded = read(
        single(),
        r#"{"meta":{"units":{"count":"byte"},"fields":{"count":"size"}},"end":9,"start":0,
            "order":4,"data":[[0,[{"x":1,"count":2}]]],"more":[[[]]],"isMetricsData":true}"#,
    );
    let series = &decoded.set.series[0];
    assert_eq!(rows(series), [(0, Value::Number(2.0))]);
    assert_eq!(series.value_meta.value_type.as_deref(), Some("size"));
    assert_eq!(series.value_meta.unit.as_deref(), Some("byte"));
    assert_eq!((decoded.set.start, decoded.set.end), (Some(0), Some(9)));
    assert!(decoded.used_metrics);
}

#[test]
fn flags_and_decision_are_found_wherever_they_stand() {
    let groups = r#"{"a":{"isMetricsExtractedData":true,"order":0,
        "x":{"data":[],"meta":{"discoverSplitDecision":"error-events"}},"y":{"data":[]}}}"#;
    let decoded = read(expect(Some(5), &["x", "y"]), groups);
    assert!(decoded.used_metrics);
    assert_eq!(decoded.split_decision.as_deref(), Some("error-events"));
}

#[test]
fn equal_and_missing_orders_keep_the_servers_sequence() {
    let body = format!(
        r#"{{"c":{{"data":[{ROW}],"order":1}},"a":{{"data":[{ROW}]}},"b":{{"data":[{ROW}],"order":1}},"d":{{"data":[{ROW}],"order":0}}}}"#
    );
    assert_eq!(
        keys(&read(expect(Some(5), &["count()"]), &body)),
        ["a", "d", "c", "b"]
    );
}

#[test]
fn axes_come_by_their_order_and_without_any_as_written() {
    let read_axes = |body: &str| {
        let decoded = read(expect(None, &["a", "b"]), body);
        let axes = decoded.set.series.iter();
        axes.map(|series| (series.axis.clone(), series.axis_index))
            .collect::<Vec<_>>()
    };
    let (a, b) = (("a".to_owned(), 0), ("b".to_owned(), 1));
    for (body, order) in [
        (
            format!(
                r#"{{"a":{{"data":[{ROW}],"order":1}},"b":{{"data":[{ROW}],"order":0}},"order":999}}"#
            ),
            [b.clone(), a.clone()],
        ),
        (
            format!(r#"{{"b":{{"data":[{ROW}]}},"a":{{"data":[{ROW}]}}}}"#),
            [b, a],
        ),
    ] {
        assert_eq!(read_axes(&body), order, "{body}");
    }
}

#[test]
fn groups_of_axes_come_by_the_groups_order() {
    let body = r#"{"prod":{"x":{"data":[[1737731713,[{"count":170}]],[1737731773,[{"count":220}]]]},
        "y":{"data":[[1737731713,[{"count":124}]],[1737731773,[{"count":177},{"count":10}]]]},"order":1},
        "dev":{"x":{"data":[[1737731713,[{"count":17}]],[1737731773,[{"count":22}]]]},
        "y":{"data":[[1737731713,[{"count":12.4}]],[1737731773,[{"count":17.7},{"count":1.0}]]]},"order":0}}"#;
    let decoded = read(expect(Some(5), &["x", "y"]), body);
    let found: Vec<_> = decoded
        .set
        .series
        .iter()
        .map(|series| {
            let last = series.values.get(1).number().unwrap();
            (series.key.as_str(), series.axis.as_str(), last)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("dev", "x", 22.0),
            ("dev", "y", 18.7),
            ("prod", "x", 220.0),
            ("prod", "y", 187.0)
        ]
    );
}

#[test]
fn axes_come_in_the_requests_sequence() {
    let body = format!(
        r#"{{"b":{{"data":[{ROW}],"order":1}},"extra":{{"data":[{ROW}]}},"a":{{"data":[{ROW}],"order":0}}}}"#
    );
    let decoded = read(expect(None, &["a", "b"]), &body);
    let axes: Vec<_> = decoded
        .set
        .series
        .iter()
        .map(|series| (series.axis.as_str(), series.axis_index))
        .collect();
    assert_eq!(axes, [("a", 0), ("b", 1), ("extra", 2)]);
}

#[test]
fn empty_forms() {
    for (expect, body, series) in [
        (single(), r#"{"data":[]}"#, 1),
        (single(), "{}", 0),
        (expect(Some(5), &["count()"]), "{}", 0),
        (expect(Some(5), &["count()"]), r#"{"data":[]}"#, 1),
        (expect(None, &["a", "b"]), r#"{"data":[]}"#, 1),
        (
            expect(Some(5), &["a", "b"]),
            r#"{"":{"a":{"data":[[0,[{"count":0}]]]},"b":{"data":[]}}}"#,
            2,
        ),
        (
            expect(Some(5), &["a", "b"]),
            r#"{"a":{"data":[[0,[{"count":0}]]]},"b":{"data":[]}}"#,
            2,
        ),
        (
            expect(Some(5), &["count()"]),
            r#"{"timeSeries":[],"meta":{}}"#,
            0,
        ),
    ] {
        let decoded = read(expect, body);
        assert!(decoded.placeholder, "{body}");
        assert_eq!(decoded.set.series.len(), series, "{body}");
        assert!(decoded.notes.is_empty(), "{body}: {:?}", decoded.notes);
    }
    // An empty range is an answer, and so is a group whose value is empty.
    assert!(!read(single(), r#"{"data":[],"start":60,"end":60}"#).placeholder);
    let nameless = r#"{"":{"data":[[0,[{"count":0}]]],"order":0}}"#;
    assert!(!read(expect(Some(5), &["count()"]), nameless).placeholder);
}

#[test]
fn another_shape_than_asked_for_is_read_and_noted() {
    let by_group = groups(&[("a", 0), ("b", 1)]);
    let by_axis = format!(r#"{{"x":{{"data":[{ROW}]}},"y":{{"data":[{ROW}]}}}}"#);
    let unnamed = format!(r#"{{"data":[{ROW}]}}"#);
    for (expect, body, expected) in [
        (single(), &by_group, ["a", "b"].as_slice()),
        (expect(None, &["x", "y"]), &unnamed, &[""]),
        (expect(Some(5), &["count()"]), &unnamed, &[""]),
        (expect(Some(5), &["x", "y"]), &by_axis, &["", ""]),
        (expect(Some(5), &["x", "y"]), &by_group, &["a", "b"]),
    ] {
        let decoded = read(expect, body);
        assert_eq!(keys(&decoded), expected);
        assert!(!decoded.placeholder);
        let is_noted = notes(&decoded) == [(note::OTHER_SHAPE, 1)];
        assert!(is_noted || expected == ["a", "b"], "{:?}", decoded.notes);
    }
    // Both at once: what was asked for is taken.
    let both = format!(r#"{{"data":[{ROW}],"a":{{"data":[{ROW}],"order":0}}}}"#);
    for (expect, key) in [(single(), ""), (expect(Some(5), &["count()"]), "a")] {
        let decoded = read(expect, &both);
        assert_eq!(keys(&decoded), [key]);
        assert_eq!(notes(&decoded), [(note::OTHER_SHAPE, 1)]);
    }
    // Keyed by the one axis that was asked for: nothing to remark.
    let keyed = format!(r#"{{"count()":{{"data":[{ROW}],"order":0}}}}"#);
    let decoded = read(single(), &keyed);
    assert_eq!(decoded.set.series[0].axis, "count()");
    assert!(decoded.notes.is_empty());
}

#[test]
fn series_with_other_times_have_their_own() {
    let body = r#"{"a":{"data":[[0,[]],[60,[]],[120,[]]],"order":0},
        "b":{"data":[[0,[]],[60,[]]],"order":1},
        "c":{"data":[[0,[]],[60,[]],[90,[]],[120,[]]],"order":2},
        "d":{"data":[],"order":3}}"#;
    let decoded = read(expect(Some(5), &["count()"]), body);
    let starts: Vec<_> = decoded
        .set
        .series
        .iter()
        .map(|series| series.timeline.starts())
        .collect();
    assert_eq!(
        starts,
        [[0, 60, 120].as_slice(), &[0, 60], &[0, 60, 90, 120], &[]]
    );
}

#[test]
fn events_timeseries_whichever_endpoint_was_asked() {
    let body = r#"{"meta":{"start":0,"end":120000},"timeSeries":[
        {"yAxis":"b","values":[{"timestamp":0,"value":null},{"value":2,"timestamp":60000},{"timestamp":120000}],
         "groupBy":[{"key":"x","value":"u,v"},{"key":"y","value":null},{"key":"z","value":["p","q"]},{"key":"w","value":2.50},{"key":"k","value":true}],
         "meta":{"valueType":"rate","valueUnit":null,"isOther":false,"order":1,"interval":60000}},
        {"yAxis":"epm()","values":[{"timestamp":0,"value":1,"incomplete":true},{"timestamp":60000,"value":1,"incomplete":false},{"timestamp":120000,"value":1,"incomplete":true,"confidence":"low"}],
         "groupBy":[{"key":"x","value":""}],
         "meta":{"valueType":"rate","valueUnit":null,"order":0}}]}"#;
    let decoded = read(expect(Some(5), &["epm()", "b"]), body);
    assert_eq!(keys(&decoded), ["", "u,v,None,q,2.50,True"]);
    assert_eq!(
        decoded.set.series[0].value_meta.unit.as_deref(),
        Some("1/minute")
    );
    let values: Vec<_> = decoded.set.series[1].values.iter().collect();
    assert_eq!(values, [Value::Null, Value::Number(2.0), Value::Null]);
    assert_eq!(decoded.set.incomplete_from, Some(120));
    assert_eq!((decoded.set.start, decoded.set.end), (Some(0), Some(120)));
    assert_eq!(notes(&decoded), [(note::LOW_ACCURACY, 1)]);
}

/// Values of the groups of an answer -> their keys.
#[test]
fn groups_of_events_timeseries_keep_apart() {
    for (groups, expected) in [
        (
            &[r#"["a,b","c"]"#, r#"["a","b,c"]"#][..],
            &[r#""a,b","c""#, r#""a","b,c""#][..],
        ),
        (&[r#"["a,b","c"]"#, r#"["a","c"]"#], &["a,b,c", "a,c"]),
        (
            &[r#"[["x","z"]]"#, r#"[["y","z"]]"#, r#"["z"]"#, r#"["q"]"#],
            &[r#"["x","z"]"#, r#"["y","z"]"#, r#""z""#, "q"],
        ),
        (&[r#"[["x","z"]]"#, r#"[["y"]]"#, "[[]]"], &["z", "y", ""]),
        // Two axes of one group share its key rightly.
        (&[r#"["a,b"]"#, r#"["a,b"]"#], &["a,b", "a,b"]),
    ] {
        let lines = groups.iter().enumerate().map(|(index, group)| {
            let values: Vec<serde_json::Value> = serde_json::from_str(group).unwrap();
            let pairs: Vec<_> = values
                .iter()
                .map(|value| serde_json::json!({"key": "k", "value": value}))
                .collect();
            let axis = if groups.iter().skip(index + 1).any(|other| other == group) {
                "b"
            } else {
                "a"
            };
            let values = serde_json::json!([{"timestamp": 0, "value": 1}]);
            serde_json::json!({"yAxis": axis, "values": values, "groupBy": pairs, "meta": {"order": index}})
        });
        let body = serde_json::json!({"timeSeries": lines.collect::<Vec<_>>()}).to_string();
        let decoded = read(expect(Some(5), &["a", "b"]), &body);
        assert_eq!(keys(&decoded), expected, "{groups:?}");
    }
}

#[test]
fn notes_name_the_axis_wherever_it_stands() {
    for (line, place) in [
        (
            r#"{"yAxis":"p95()","values":[{"timestamp":"x","value":1}]}"#,
            "`p95()`, point 1",
        ),
        (
            r#"{"values":[{"timestamp":0,"value":1},{"timestamp":"x","value":1}],"yAxis":"p95()"}"#,
            "`p95()`, point 2",
        ),
        (
            r#"{"values":[7],"meta":{},"yAxis":"p95()"}"#,
            "`p95()`, point 1",
        ),
        (
            r#"{"values":[{"timestamp":"x","value":1}]}"#,
            "a series without `yAxis`, point 1",
        ),
    ] {
        // A sound series before and behind it takes no note over.
        let sound = r#"{"values":[{"timestamp":0,"value":1}],"yAxis":"count()"}"#;
        let body = format!(r#"{{"timeSeries":[{sound},{line},{sound}]}}"#);
        let decoded = read(expect(None, &["count()", "p95()"]), &body);
        let details: Vec<&str> = decoded
            .notes
            .iter()
            .map(|note| note.detail.as_str())
            .collect();
        assert!(
            details.iter().any(|detail| detail.starts_with(place)),
            "{line}: {details:?}"
        );
    }
}

#[test]
fn a_byte_order_mark_and_space_around_are_nothing() {
    let body = format!("\u{feff} \n\t{{\"data\":[{ROW}]}}\r\n ");
    assert_eq!(single_rows(&body), [(0, Value::Number(1.0))]);
}
