//! Every recorded body in every chunking.

use crate::reference::reference;
use crate::support::{body, decode_pieces, expect, keys, notes, rows, single};
use events_stats_widget::decode::{Decoded, decode, error_detail, note};
use events_stats_widget::request::Expect;
use events_stats_widget::series::Value;

const P95: &str = "p95(transaction.duration)";

fn fixtures() -> Vec<(&'static str, Expect)> {
    let users = expect(Some(2), &["count()", "count_unique(user)"]);
    vec![
        ("01_single_axis.json", single()),
        ("02_single_axis_comparison.json", single()),
        ("03_multi_axis.json", expect(None, &["count()", P95])),
        (
            "04_top_events_with_other.json",
            expect(Some(3), &["count()"]),
        ),
        ("05_top_events_multi_axis.json", users.clone()),
        (
            "06a_top_events_empty_single_axis_placeholder.json",
            expect(Some(5), &["count()"]),
        ),
        ("06b_top_events_empty_multi_axis_placeholder.json", users),
        (
            "06c_top_events_empty_rpc.json",
            expect(Some(5), &["count()"]),
        ),
        ("07_no_projects.json", single()),
        ("08_partial_last_bucket.json", single()),
        ("09_empty_bucket_list.json", single()),
        ("10_single_window_end_plus_one.json", single()),
        ("11_split_errors.json", single()),
        ("12_split_transactions_duration.json", expect(None, &[P95])),
        (
            "13_top_events_numeric_and_empty_keys.json",
            expect(Some(5), &["count()"]),
        ),
        (
            "14_top_events_hostile_keys.json",
            expect(Some(5), &["count()"]),
        ),
        (
            "15_multi_axis_equation.json",
            expect(None, &["count()", "equation|count() / 100"]),
        ),
        (
            "16_spans_rpc_confidence_accuracy.json",
            expect(None, &["count(span.duration)"]),
        ),
        ("17_legacy_old_minimal.json", single()),
        (
            "18_events_timeseries_new_endpoint.json",
            expect(Some(5), &["count()"]),
        ),
    ]
}

fn fixture(name: &str) -> Decoded {
    let (file, expect) = fixtures()
        .into_iter()
        .find(|(file, _)| file.starts_with(name))
        .unwrap();
    decode(expect, &body(file)).unwrap()
}

/// The body without the whitespace between its tokens, as the server sends it.
fn compact(body: &[u8]) -> Vec<u8> {
    let mut quoted = false;
    let mut escaped = false;
    let keep = |byte: &u8| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            _ => {}
        }
        quoted || !byte.is_ascii_whitespace()
    };
    body.iter().copied().filter(keep).collect()
}

#[test]
fn every_fixture_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/responses");
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with("err_"))
        .collect();
    names.sort();
    let listed: Vec<_> = fixtures().into_iter().map(|(file, _)| file).collect();
    assert_eq!(names, listed);
}

#[test]
fn equals_the_reference_decoder() {
    for (file, expect) in fixtures() {
        for body in [body(file), compact(&body(file))] {
            let decoded = decode(expect.clone(), &body).unwrap();
            let noted: &[_] = match file {
                "16_spans_rpc_confidence_accuracy.json" => &[(note::LOW_ACCURACY, 1)],
                _ => &[],
            };
            assert_eq!(notes(&decoded), noted, "{file}");
            let series = decoded.set.series.iter();
            let mut found: Vec<_> = series
                .map(|series| (series.key.clone(), series.axis.clone(), rows(series)))
                .collect();
            let mut wanted = reference(&expect, &body);
            found.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
            wanted.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
            assert_eq!(found, wanted, "{file}");
        }
    }
}

#[test]
fn is_the_same_in_every_chunking() {
    for (file, expect) in fixtures() {
        let pretty = body(file);
        let whole = decode(expect.clone(), &pretty).unwrap();
        for body in [compact(&pretty), pretty] {
            assert_eq!(decode(expect.clone(), &body).unwrap(), whole, "{file}");
            for cut in 0..=body.len() {
                let (head, tail) = body.split_at(cut);
                let pieces = decode_pieces(&expect, [head, tail]).unwrap();
                assert_eq!(pieces, whole, "{file} cut at {cut}");
            }
            for size in [1, 2, 3, 7, 16, 31, 64, 97] {
                let pieces = decode_pieces(&expect, body.chunks(size)).unwrap();
                assert_eq!(pieces, whole, "{file} in chunks of {size}");
            }
        }
    }
}

#[test]
fn a_body_cut_anywhere_is_truncated() {
    for (file, expect) in fixtures() {
        let body = body(file);
        let end = body.trim_ascii_end().len();
        for cut in 0..end {
            let error = decode(expect.clone(), &body[..cut]).unwrap_err();
            assert_eq!(error.code(), "truncated", "{file} cut at {cut}");
        }
    }
}

#[test]
fn single_axis_with_comparison_and_meta() {
    let decoded = fixture("02");
    let series = &decoded.set.series[0];
    assert_eq!(
        series.comparison.as_ref().unwrap().get(3),
        Value::Number(40.0)
    );
    assert_eq!(
        (series.order, series.axis_index, series.is_other),
        (None, 0, false)
    );
    assert_eq!(series.value_meta.value_type.as_deref(), Some("integer"));
    assert_eq!(series.value_meta.unit, None);
    assert_eq!(decoded.set.start, Some(1_767_225_600));
    assert_eq!(decoded.set.end, Some(1_767_247_200));
    assert!(fixture("01").set.series[0].comparison.is_none());
}

#[test]
fn axes_have_their_own_measures() {
    let decoded = fixture("03");
    let duration = &decoded.set.series[1];
    assert_eq!((duration.axis.as_str(), duration.axis_index), (P95, 1));
    assert_eq!(duration.value_meta.value_type.as_deref(), Some("duration"));
    assert_eq!(duration.value_meta.unit.as_deref(), Some("millisecond"));
    let equation = &fixture("15").set.series[1];
    assert_eq!(equation.value_meta.value_type.as_deref(), Some("number"));
    let raw = &fixture("16").set.series[0];
    assert_eq!(raw.value_meta.value_type.as_deref(), Some("integer"));
    assert_eq!(raw.values.get(2), Value::Null);
}

#[test]
fn groups_come_by_rank_and_other_last() {
    let decoded = fixture("04");
    assert_eq!(keys(&decoded), ["production", "staging", "None", "Other"]);
    assert!(decoded.set.series[3].is_other);
    assert!(!decoded.set.series[2].is_other);
    assert_eq!(keys(&fixture("13")), ["", "1", "0"]);
    let hostile = fixture("14");
    assert_eq!(
        keys(&hostile),
        ["data", "order", "Other (release)", "a,b,c"]
    );
    assert!(hostile.set.series.iter().all(|series| !series.is_other));
    assert!(!hostile.placeholder);
}

#[test]
fn groups_with_several_axes() {
    let decoded = fixture("05");
    let series: Vec<_> = decoded
        .set
        .series
        .iter()
        .map(|series| {
            (
                series.key.as_str(),
                series.axis.as_str(),
                series.order,
                series.axis_index,
            )
        })
        .collect();
    assert_eq!(
        series,
        [
            ("production", "count()", Some(0), 0),
            ("production", "count_unique(user)", Some(0), 1),
            ("staging", "count()", Some(1), 0),
            ("staging", "count_unique(user)", Some(1), 1),
        ]
    );
}

#[test]
fn series_of_one_answer_share_their_times() {
    for name in ["03", "04", "05", "18"] {
        let decoded = fixture(name);
        let first = &decoded.set.series[0].timeline;
        for series in &decoded.set.series {
            assert!(std::sync::Arc::ptr_eq(first, &series.timeline), "{name}");
        }
    }
}

#[test]
fn nothing_found_is_told_from_zeroes() {
    for name in ["06a", "06b", "06c", "07"] {
        let decoded = fixture(name);
        assert!(decoded.placeholder, "{name}");
        let zero = decoded.set.series.iter().all(|series| {
            series
                .values
                .iter()
                .all(|value| value == Value::Number(0.0))
        });
        assert!(zero, "{name}");
    }
    for name in ["01", "08", "13", "17", "18"] {
        assert!(!fixture(name).placeholder, "{name}");
    }
    assert_eq!(fixture("06a").set.series.len(), 1);
    assert_eq!(fixture("06b").set.series.len(), 2);
    assert!(fixture("06c").set.series.is_empty());
}

#[test]
fn partial_and_empty_buckets() {
    let partial = fixture("08");
    let last = *partial.set.series[0].timeline.starts().last().unwrap();
    assert_eq!(Some(last), partial.set.end, "the last row lies at the end");
    assert_eq!(fixture("09").set.series[0].values.get(1), Value::Missing);
    let window = fixture("10");
    assert_eq!(window.set.end, Some(1_767_312_001));
    assert_eq!(window.set.series[0].timeline.bucket_secs(), Some(86_400));
}

#[test]
fn the_servers_split_decision_is_passed_on() {
    assert_eq!(
        fixture("11").split_decision.as_deref(),
        Some("error-events")
    );
    assert_eq!(
        fixture("12").split_decision.as_deref(),
        Some("transaction-like")
    );
    assert_eq!(fixture("01").split_decision, None);
    assert!(!fixture("01").used_metrics);
}

#[test]
fn events_timeseries_in_seconds() {
    let decoded = fixture("18");
    assert_eq!(keys(&decoded), ["production", "Other"]);
    assert!(decoded.set.series[1].is_other);
    assert_eq!(decoded.set.series[0].timeline.starts()[0], 1_767_225_600);
    assert_eq!(decoded.set.start, Some(1_767_225_600));
    assert_eq!(decoded.set.end, Some(1_767_236_400));
    assert_eq!(decoded.set.incomplete_from, Some(1_767_232_800));
    assert_eq!(
        decoded.set.series[0].value_meta.value_type.as_deref(),
        Some("integer")
    );
}

#[test]
fn error_bodies() {
    for (file, status, expected) in [
        (
            "err_400_comparison_columns",
            400,
            "Only one column can be selected for comparison queries",
        ),
        (
            "err_400_comparison_not_int",
            400,
            "comparisonDelta must be an integer",
        ),
        (
            "err_400_comparison_retention",
            400,
            "Comparison period is outside retention window",
        ),
        (
            "err_400_group_by_timestamp",
            400,
            "Cannot group by timestamp",
        ),
        (
            "err_400_metric_type",
            400,
            "Metric type must be one of: simple_query,dynamic_query",
        ),
        (
            "err_400_project",
            400,
            "Invalid project parameter. Values must be numbers.",
        ),
        (
            "err_400_query_timeout",
            400,
            "Query timeout. Please try again. If the problem persists try a smaller date range or fewer projects. Also consider a filter on the transaction field if you're filtering performance data.",
        ),
        (
            "err_400_topevents_max",
            400,
            "Can only get up to 10 top events",
        ),
        (
            "err_400_topevents_min",
            400,
            "topEvents needs to be at least 1",
        ),
        (
            "err_400_topevents_min_2024",
            400,
            "If topEvents needs to be at least 1",
        ),
        (
            "err_400_topevents_not_int",
            400,
            "topEvents must be an integer",
        ),
        (
            "err_429_middleware",
            429,
            "You are attempting to use this endpoint too frequently. Limit is 40 requests in 1 seconds",
        ),
        (
            "err_500_query_failed",
            500,
            "Internal error. Your query failed to run.",
        ),
    ] {
        assert_eq!(
            error_detail(status, &body(&format!("{file}.json"))),
            expected
        );
    }
}
