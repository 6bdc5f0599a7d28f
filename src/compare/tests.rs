//! Tests of comparisons: what is asked, and what comes of the answers.

use super::*;
use crate::config::function::Combine;
use crate::config::{Polarity, Scope, WidgetConfig};
use crate::decode::{decode, table};
use crate::error::ErrorKind;
use crate::json::Json;
use crate::request::{ADDRESS_MAX_BYTES, Expect, plan};
use crate::series::Value;
use crate::time::{DAY, HOUR, RangeChoice, WEEK};

/// 2023-11-14 22:00 UTC.
const NOW: i64 = 1_699_999_200;

fn request(text: &str, period: &str) -> RequestPlan {
    let config = WidgetConfig::from_json(&Json::parse(text).unwrap()).unwrap();
    let scope = Scope {
        org: "acme".to_owned(),
        ..Scope::default()
    };
    let range = RangeChoice::Last(Interval::parse(period).unwrap());
    plan(&config, &scope, range, NOW).unwrap().remove(0)
}

const GROUPED: &str = r#"{"interval": "1h", "limit": 2, "queries": [{"aggregates": ["count()"], "columns": ["release"]}]}"#;

fn offset(text: &str) -> Offset {
    Offset::parse(text).unwrap()
}

/// Hourly buckets from `start` on; `_` for null.
fn rows(start: i64, values: &[Option<f64>]) -> String {
    let rows: Vec<String> = values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let value = value.map_or("null".to_owned(), |value| value.to_string());
            format!(
                "[{}, [{{\"count\": {value}}}]]",
                start + index as i64 * HOUR
            )
        })
        .collect();
    format!("[{}]", rows.join(","))
}

fn numbers(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|&value| Some(value)).collect()
}

fn single(expect: &Expect, start: i64, values: &[Option<f64>]) -> Decoded {
    let body = format!(r#"{{"data": {}}}"#, rows(start, values));
    decode(expect.clone(), body.as_bytes()).unwrap()
}

fn grouped(expect: &Expect, start: i64, groups: &[(&str, &[f64])]) -> Decoded {
    let limit = expect.top_events.unwrap();
    let groups: Vec<String> = groups
        .iter()
        .enumerate()
        .map(|(rank, (key, values))| {
            let order = if *key == "Other" {
                limit as usize
            } else {
                rank
            };
            let rows = rows(start, &numbers(values));
            format!(r#""{key}": {{"data": {rows}, "order": {order}}}"#)
        })
        .collect();
    decode(
        expect.clone(),
        format!("{{{}}}", groups.join(",")).as_bytes(),
    )
    .unwrap()
}

fn releases(names: &[(&str, u32)]) -> Decoded {
    let rows: Vec<String> = names
        .iter()
        .map(|(name, count)| format!(r#"{{"release": "{name}", "count()": {count}}}"#))
        .collect();
    let body = format!(
        r#"{{"data": [{}], "meta": {{"fields": {{}}}}}}"#,
        rows.join(",")
    );
    table::decode(body.as_bytes()).unwrap()
}

fn failure() -> Error {
    Error::from(ErrorKind::Http {
        status: 400,
        detail: "Invalid date range. Please try a more recent date range.".to_owned(),
        retry_after_ms: None,
    })
}

fn viewer(zone: &Zone) -> Viewer<'_> {
    Viewer {
        zone,
        widget_type: WidgetType::ErrorEvents,
        complete_until: NOW,
    }
}

#[test]
fn a_single_axis_asks_the_shifted_range() {
    let plan = request(
        r#"{"interval": "1h", "queries": [{"aggregates": ["count()", "p95()"]}], "params": {"comparisonDelta": 60, "yAxis": "count()"}}"#,
        "1d",
    );
    let (mut compare, ask) = Compare::begin(&plan, 0, offset("1w"), &Zone::utc(), NOW);
    assert_eq!(ask.len(), 1);
    assert_eq!(ask[0].purpose, Purpose::Earlier);
    assert_eq!(
        ask[0].range(NOW),
        TimeRange::new(NOW - DAY - WEEK, NOW - WEEK).unwrap()
    );
    assert_eq!(ask[0].pair("statsPeriod"), None);
    assert_eq!(ask[0].pair("comparisonDelta"), None);
    assert_eq!(ask[0].pair("interval"), plan.pair("interval"));
    assert_eq!(*compare.progress(), Progress::Asking);
    let earlier = single(&ask[0].expect, NOW - DAY - WEEK, &[Some(1.0)]);
    assert_eq!(compare.answered(&ask[0], Ok(&earlier)), []);
    assert_eq!(*compare.progress(), Progress::Ready);
}

#[test]
fn a_refused_earlier_range_says_why() {
    let plan = request(r#"{"queries": [{}]}"#, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 0, offset("1y"), &Zone::utc(), NOW);
    compare.answered(&ask[0], Err(&failure()));
    let why = "Invalid date range. Please try a more recent date range.".to_owned();
    assert_eq!(*compare.progress(), Progress::Refused(why));
    let current = single(&plan.expect, NOW - DAY, &[Some(1.0)]);
    let nothing = compare.compare(&current, EarlierAnswers::default(), viewer(&Zone::utc()));
    assert_eq!(nothing, Comparison::default());
    // Asked once more with success, it compares after all.
    let earlier = single(&ask[0].expect, NOW - DAY, &[Some(1.0)]);
    compare.answered(&ask[0], Ok(&earlier));
    assert_eq!(*compare.progress(), Progress::Ready);
}

#[test]
fn buckets_are_paired_by_time_and_not_by_index() {
    let plan = request(r#"{"interval": "1h", "queries": [{}]}"#, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 0, offset("1d"), &Zone::utc(), NOW);
    let start = NOW - 5 * HOUR;
    let current = single(
        &plan.expect,
        start,
        &[Some(4.0), Some(5.0), None, Some(0.0), Some(9.0)],
    );
    // The earlier answer begins an hour later and lacks the last bucket.
    let earlier = single(
        &ask[0].expect,
        start - DAY + HOUR,
        &[Some(4.0), Some(1.0), Some(0.0)],
    );
    compare.answered(&ask[0], Ok(&earlier));
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&earlier)],
        ..EarlierAnswers::default()
    };
    let compared = compare.compare(&current, answers, viewer(&zone));
    let one = &compared.series[0];
    assert_eq!(one.standing, Standing::Compared);
    assert_eq!(
        one.earlier.iter().collect::<Vec<_>>(),
        [
            Value::Missing,
            Value::Number(4.0),
            Value::Number(1.0),
            Value::Number(0.0),
            Value::Missing
        ]
    );
    let deltas: Vec<_> = (0..5)
        .map(|bucket| {
            one.delta(&current.set.series[0], bucket)
                .map(|delta| delta.absolute)
        })
        .collect();
    assert_eq!(deltas, [None, Some(1.0), None, Some(0.0), None]);
    let total = one.total.unwrap();
    assert_eq!((total.current, total.earlier, total.buckets), (5.0, 4.0, 2));
    assert_eq!(total.delta.unwrap().percent, Percent::Value(25.0));
    assert_eq!(one.polarity, Polarity::MoreIsWorse);
}

#[test]
fn the_incomplete_last_bucket_takes_no_part_in_totals() {
    let plan = request(r#"{"interval": "1h", "queries": [{}]}"#, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 0, offset("1d"), &Zone::utc(), NOW);
    let start = NOW - 2 * HOUR;
    let current = single(&plan.expect, start, &numbers(&[2.0, 3.0, 1.0]));
    let earlier = single(&ask[0].expect, start - DAY, &numbers(&[1.0, 1.0, 100.0]));
    compare.answered(&ask[0], Ok(&earlier));
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&earlier)],
        ..EarlierAnswers::default()
    };
    for (complete_until, buckets, expected) in [
        (NOW + 2 * HOUR, 3, (6.0, 102.0)),
        (NOW + HOUR, 2, (5.0, 2.0)),
        (NOW + 1, 2, (5.0, 2.0)),
        (NOW, 1, (2.0, 1.0)),
    ] {
        let viewer = Viewer {
            complete_until,
            ..viewer(&zone)
        };
        let total = compare.compare(&current, answers, viewer).series[0]
            .total
            .unwrap();
        assert_eq!((total.current, total.earlier), expected, "{complete_until}");
        assert_eq!(total.buckets, buckets);
    }
}

#[test]
fn what_does_not_add_up_is_averaged_and_shares_compare_as_points() {
    let plan = request(
        r#"{"interval": "1h", "queries": [{"aggregates": ["failure_rate()", "p95()"]}]}"#,
        "1d",
    );
    let (mut compare, ask) = Compare::begin(&plan, 0, offset("1d"), &Zone::utc(), NOW);
    let start = NOW - 3 * HOUR;
    let body = |start: i64, rate: &[f64], p95: &[f64]| {
        let body = format!(
            r#"{{"failure_rate()": {{"data": {}, "order": 0}}, "p95()": {{"data": {}, "order": 1}}}}"#,
            rows(start, &numbers(rate)),
            rows(start, &numbers(p95))
        );
        decode(plan.expect.clone(), body.as_bytes()).unwrap()
    };
    let current = body(start, &[0.25, 0.75], &[100.0, 300.0]);
    let earlier = body(start - DAY, &[0.25, 0.25], &[100.0, 100.0]);
    compare.answered(&ask[0], Ok(&earlier));
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&earlier)],
        ..EarlierAnswers::default()
    };
    let compared = compare.compare(&current, answers, viewer(&zone)).series;
    let rate = compared[0].total.unwrap();
    assert_eq!(
        (rate.combine, rate.current, rate.earlier),
        (Combine::Mean, 0.5, 0.25)
    );
    let delta = rate.delta.unwrap();
    assert_eq!(
        (delta.absolute, delta.percent, delta.is_points),
        (0.25, Percent::None, true)
    );
    let p95 = compared[1].total.unwrap();
    assert_eq!((p95.current, p95.earlier), (200.0, 100.0));
    assert_eq!(p95.delta.unwrap().percent, Percent::Value(100.0));
    assert_eq!(compared[1].polarity, Polarity::MoreIsWorse);
}

#[test]
fn the_servers_own_comparison_is_taken_as_it_is() {
    let plan = request(r#"{"interval": "1h", "queries": [{}]}"#, "1d");
    let (compare, _) = Compare::begin(&plan, 0, offset("1d"), &Zone::utc(), NOW);
    let body = format!(
        r#"{{"data": [[{}, [{{"count": 3, "comparisonCount": 2}}]]]}}"#,
        NOW - 2 * HOUR
    );
    let current = decode(plan.expect.clone(), body.as_bytes()).unwrap();
    let zone = Zone::utc();
    let compared = compare.compare(&current, EarlierAnswers::default(), viewer(&zone));
    let delta = compared.series[0].delta(&current.set.series[0], 0).unwrap();
    assert_eq!(delta.percent, Percent::Value(50.0));
}

#[test]
fn the_server_may_compare_only_where_it_does_the_same() {
    let allowed = |text: &str, period: &str, offset_text: &str, zone: &Zone| {
        let plan = request(text, period);
        server_delta(&plan, plan.range(NOW), offset(offset_text), zone)
    };
    let hourly = r#"{"interval": "1h", "queries": [{}]}"#;
    let utc = Zone::utc();
    // The clocks of this zone change three days before now.
    let changing = Zone::new(vec![(0, 7200), (NOW - 3 * DAY, 3600)]);
    assert_eq!(allowed(hourly, "1d", "1w", &utc), Some(WEEK));
    assert_eq!(allowed(hourly, "1d", "previous", &utc), Some(DAY));
    assert_eq!(allowed(hourly, "1d", "90m", &utc), None);
    assert_eq!(allowed(hourly, "1d", "1M", &utc), None);
    assert_eq!(allowed(hourly, "1d", "1w", &changing), None);
    assert_eq!(allowed(hourly, "1d", "1h", &changing), Some(HOUR));
    assert_eq!(allowed(GROUPED, "1d", "1w", &utc), None);
    let two = r#"{"queries": [{"aggregates": ["count()", "p95()"]}]}"#;
    assert_eq!(allowed(two, "1d", "1w", &utc), None);
}

/// Plays a whole comparison of top events; returns what came of it.
fn play(
    current: &[(&str, &[f64])],
    earlier: &[(&str, &[f64])],
    total: &[f64],
) -> (Decoded, Comparison) {
    let plan = request(GROUPED, "1d");
    let start = NOW - 3 * HOUR;
    let current = grouped(&plan.expect, start, current);
    let (mut compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    assert_eq!(
        ask.iter().map(|plan| plan.purpose).collect::<Vec<_>>(),
        [Purpose::Groups, Purpose::EarlierGroups]
    );
    assert_eq!(ask[0].pair("per_page"), Some("2"));
    let next = compare.answered(&ask[0], Ok(&releases(&[("a", 5), ("b", 3)])));
    assert_eq!(
        next.iter().map(|plan| plan.purpose).collect::<Vec<_>>(),
        [Purpose::Earlier, Purpose::EarlierTotal]
    );
    assert_eq!(
        next[0].pair("query"),
        Some(r#"(release:"a" OR release:"b")"#)
    );
    assert_eq!(next[0].pair("excludeOther"), Some("1"));
    assert_eq!(next[1].expect.top_events, None);
    compare.answered(&ask[1], Ok(&releases(&[("old", 7), ("a", 1)])));
    let part = grouped(&next[0].expect, start - DAY, earlier);
    let whole = single(&next[1].expect, start - DAY, &numbers(total));
    compare.answered(&next[0], Ok(&part));
    compare.answered(&next[1], Ok(&whole));
    assert_eq!(*compare.progress(), Progress::Ready);
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&part)],
        total: Some(&whole),
        other: None,
    };
    let compared = compare.compare(&current, answers, viewer(&zone));
    (current, compared)
}

#[test]
fn top_events_compare_the_same_groups() {
    let (current, compared) = play(
        &[
            ("a", &[2.0, 3.0]),
            ("b", &[1.0, 2.0]),
            ("Other", &[4.0, 4.0]),
        ],
        &[("a", &[1.0, 0.0])],
        &[3.0, 5.0],
    );
    let totals: Vec<_> = compared
        .series
        .iter()
        .map(|one| {
            let total = one.total.unwrap();
            (
                one.standing,
                total.current,
                total.earlier,
                total.delta.unwrap().percent,
            )
        })
        .collect();
    assert_eq!(
        totals,
        [
            (Standing::Compared, 5.0, 1.0, Percent::Value(400.0)),
            (Standing::New, 3.0, 0.0, Percent::New),
            // 3 + 5 in total, 1 of them in groups that are shown now.
            (
                Standing::Compared,
                8.0,
                7.0,
                Percent::Value(1.0 / 7.0 * 100.0)
            ),
        ]
    );
    assert_eq!(
        compared.gone,
        [GoneGroup {
            key: "old".to_owned(),
            earlier: vec![("count()".to_owned(), 7.0)],
            is_gone: false,
        }]
    );
    assert_eq!(by_change(&current, &compared.series), [0, 1, 2]);
}

#[test]
fn the_biggest_movers_come_first_and_other_last() {
    let (current, compared) = play(
        &[
            ("a", &[5.0, 5.0]),
            ("b", &[1.0, 2.0]),
            ("Other", &[90.0, 90.0]),
        ],
        &[("a", &[5.0, 4.0]), ("b", &[9.0, 9.0])],
        &[20.0, 20.0],
    );
    assert_eq!(by_change(&current, &compared.series), [1, 0, 2]);
}

#[test]
fn a_condition_on_an_aggregate_hides_groups_and_does_not_make_them_new() {
    let text = GROUPED.replace(r#""columns""#, r#""conditions": "count():>4", "columns""#);
    let plan = request(&text, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    let next = compare.answered(&ask[0], Ok(&releases(&[("a", 5)])));
    // One group of two wished: there is no rest.
    assert_eq!(next.len(), 1);
    let empty = decode(next[0].expect.clone(), b"{}").unwrap();
    compare.answered(&next[0], Ok(&empty));
    compare.answered(&ask[1], Err(&failure()));
    let current = grouped(&plan.expect, NOW - 2 * HOUR, &[("a", &[5.0])]);
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&empty)],
        ..EarlierAnswers::default()
    };
    let compared = compare.compare(&current, answers, viewer(&zone));
    assert_eq!(compared.series[0].standing, Standing::Unknown);
    assert_eq!(compared.series[0].total, None);
}

#[test]
fn a_group_that_was_not_asked_for_is_not_new() {
    // `c` came up by a tie after the groups were asked.
    let (_, compared) = play(
        &[("a", &[2.0]), ("c", &[1.0]), ("Other", &[4.0])],
        &[("a", &[1.0])],
        &[3.0],
    );
    let standings: Vec<_> = compared.series.iter().map(|one| one.standing).collect();
    assert_eq!(
        standings,
        [Standing::Compared, Standing::Unknown, Standing::Unknown]
    );
}

#[test]
fn an_other_that_does_not_add_up_is_asked_for() {
    let text = GROUPED.replace("count()", "p95()");
    let plan = request(&text, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    let next = compare.answered(&ask[0], Ok(&releases(&[("a", 5), ("b", 3)])));
    assert_eq!(next[1].purpose, Purpose::EarlierOther);
    assert_eq!(
        next[1].pair("query"),
        Some(r#"(!release:"a" AND !release:"b")"#)
    );
    assert_eq!(next[1].pair("field"), None);
}

#[test]
fn long_groups_are_asked_in_several_requests() {
    let text = GROUPED.replace(r#""limit": 2"#, r#""limit": 10"#);
    let plan = request(&text, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 10, offset("1d"), &Zone::utc(), NOW);
    let name = |index: usize| format!("{index}{}", "r".repeat(1500));
    let names: Vec<String> = (0..10).map(name).collect();
    let table: Vec<(&str, u32)> = names.iter().map(|name| (name.as_str(), 1)).collect();
    let next = compare.answered(&ask[0], Ok(&releases(&table)));
    let parts: Vec<_> = next
        .iter()
        .filter(|plan| plan.purpose == Purpose::Earlier)
        .collect();
    assert_eq!(compare.parts(), parts.len());
    assert!(parts.len() >= 3);
    let asked: u32 = parts.iter().filter_map(|plan| plan.expect.top_events).sum();
    assert_eq!(asked, 10);
    assert!(
        parts
            .iter()
            .all(|plan| plan.address().len() <= ADDRESS_MAX_BYTES)
    );
}

#[test]
fn groups_of_time_have_no_earlier_period() {
    let text = GROUPED.replace(r#"["release"]"#, r#"["timestamp.to_day"]"#);
    let plan = request(&text, "1d");
    let (compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    assert_eq!(ask, []);
    assert!(matches!(compare.progress(), Progress::Refused(_)));
}

#[test]
fn big_numbers_and_tables() {
    let number = request(
        r#"{"displayType": "big_number", "queries": [{"aggregates": ["count()"]}]}"#,
        "1d",
    );
    let (mut compare, ask) = Compare::begin(&number, 0, offset("1d"), &Zone::utc(), NOW);
    assert_eq!(ask[0].range(NOW).end, NOW - DAY);
    let count = |count: u32| {
        let body = format!(r#"{{"data": [{{"count()": {count}}}], "meta": {{"fields": {{}}}}}}"#);
        table::decode(body.as_bytes()).unwrap()
    };
    let (current, earlier) = (count(3), count(2));
    compare.answered(&ask[0], Ok(&earlier));
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&earlier)],
        ..EarlierAnswers::default()
    };
    let compared = compare.compare(&current, answers, viewer(&zone));
    assert_eq!(
        compared.rows[0].cells[0].delta.unwrap().percent,
        Percent::Value(50.0)
    );

    let table = request(
        r#"{"displayType": "table", "queries": [{"fields": ["release", "count()"]}]}"#,
        "1d",
    );
    let (mut compare, ask) = Compare::begin(&table, 0, offset("1d"), &Zone::utc(), NOW);
    assert_eq!(ask, []);
    let current = releases(&[("a", 5), ("b", 3)]);
    let next = compare.current(&current);
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].pair("per_page"), Some("2"));
    assert_eq!(compare.current(&current), []);
    let earlier = releases(&[("a", 4)]);
    compare.answered(&next[0], Ok(&earlier));
    let answers = EarlierAnswers {
        parts: &[Some(&earlier)],
        ..EarlierAnswers::default()
    };
    let rows = compare.compare(&current, answers, viewer(&zone)).rows;
    assert_eq!(rows[0].standing, Standing::Compared);
    assert_eq!(rows[0].cells[0].delta.unwrap().absolute, 1.0);
    assert_eq!(rows[1].standing, Standing::New);
}

mod laws {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Option<f64>> {
        proptest::option::weighted(
            0.9,
            prop_oneof![Just(0.0), (0_u32..1000).prop_map(f64::from), -1e6..1e6_f64,],
        )
    }

    /// Compares `values` at `start` with `earlier` at `start - back`.
    fn compared(
        offset_text: &str,
        back: i64,
        start: i64,
        values: &[Option<f64>],
        earlier: &[Option<f64>],
    ) -> (Decoded, SeriesComparison) {
        let plan = request(r#"{"interval": "1h", "queries": [{}]}"#, "1d");
        let (mut compare, ask) = Compare::begin(&plan, 0, offset(offset_text), &Zone::utc(), NOW);
        let current = single(&plan.expect, start, values);
        let earlier = single(&ask[0].expect, start - back, earlier);
        compare.answered(&ask[0], Ok(&earlier));
        let zone = Zone::utc();
        let answers = EarlierAnswers {
            parts: &[Some(&earlier)],
            ..EarlierAnswers::default()
        };
        let compared = compare.compare(&current, answers, viewer(&zone));
        let one = compared.series.into_iter().next().unwrap();
        (current, one)
    }

    const OFFSETS: [(&str, i64); 4] = [("1h", HOUR), ("1d", DAY), ("1w", WEEK), ("4w", 4 * WEEK)];

    proptest! {
        #[test]
        fn a_series_against_itself_changes_nowhere(
            values in proptest::collection::vec(value(), 2..40), which in 0_usize..4,
        ) {
            let (text, back) = OFFSETS[which];
            let (current, one) = compared(text, back, NOW - 60 * HOUR, &values, &values);
            for (bucket, value) in values.iter().enumerate() {
                let delta = one.delta(&current.set.series[0], bucket);
                prop_assert_eq!(delta.is_some(), value.is_some());
                prop_assert!(delta.is_none_or(|delta| delta.absolute == 0.0));
            }
            prop_assert!(one.total.is_none_or(|total| total.delta.is_some_and(|delta| delta.absolute == 0.0)));
        }

        #[test]
        fn shifting_data_and_offset_together_changes_nothing(
            values in proptest::collection::vec(value(), 2..40),
            earlier in proptest::collection::vec(value(), 2..40),
        ) {
            let start = NOW - 60 * HOUR;
            let (current, one) = compared("1d", DAY, start, &values, &earlier);
            for (text, back) in OFFSETS {
                let (_, other) = compared(text, back, start, &values, &earlier);
                prop_assert_eq!(&other.earlier, &one.earlier);
                prop_assert_eq!(other.total, one.total);
            }
            prop_assert_eq!(one.earlier.len(), current.set.series[0].values.len());
        }

        #[test]
        fn totals_are_sums_of_paired_buckets(
            values in proptest::collection::vec(value(), 2..40),
            earlier in proptest::collection::vec(value(), 2..40),
        ) {
            let (current, one) = compared("1d", DAY, NOW - 60 * HOUR, &values, &earlier);
            let series = &current.set.series[0];
            let pairs: Vec<(f64, f64)> = (0..series.values.len())
                .filter_map(|bucket| Some((series.values.get(bucket).number()?, one.earlier.get(bucket).number()?)))
                .collect();
            match one.total {
                None => prop_assert!(pairs.is_empty()),
                Some(total) => {
                    prop_assert_eq!(total.buckets, pairs.len());
                    prop_assert_eq!(total.current, pairs.iter().map(|pair| pair.0).sum::<f64>());
                    prop_assert_eq!(total.earlier, pairs.iter().map(|pair| pair.1).sum::<f64>());
                }
            }
        }
    }
}
