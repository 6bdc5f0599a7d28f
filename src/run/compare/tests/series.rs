//! Series without groups.

use super::*;

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
    assert_eq!(*compare.progress(), CompareProgress::Asking);
    let earlier = single(&ask[0].expect, NOW - DAY - WEEK, &[Some(1.0)]);
    assert_eq!(compare.answered(&ask[0], Ok(&earlier)), []);
    assert_eq!(*compare.progress(), CompareProgress::Ready);
}

#[test]
fn a_refused_earlier_range_says_why() {
    let plan = request(r#"{"queries": [{}]}"#, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 0, offset("1y"), &Zone::utc(), NOW);
    compare.answered(&ask[0], Err(&failure()));
    let why = "Invalid date range. Please try a more recent date range.".to_owned();
    assert_eq!(*compare.progress(), CompareProgress::Refused(why));
    let current = single(&plan.expect, NOW - DAY, &[Some(1.0)]);
    let nothing = compare.compare(&current, EarlierAnswers::default(), viewer(&Zone::utc()));
    assert_eq!(nothing, Comparison::default());
    // Asked once more with success, it compares after all.
    let earlier = single(&ask[0].expect, NOW - DAY, &[Some(1.0)]);
    compare.answered(&ask[0], Ok(&earlier));
    assert_eq!(*compare.progress(), CompareProgress::Ready);
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
    assert_eq!(one.status, ComparisonStatus::Compared);
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
    // The same without anything asked.
    let terms = Terms {
        widget_type: WidgetType::ErrorEvents,
        complete_until: NOW,
        width: HOUR,
    };
    let given = compare_inline(&current, terms).unwrap();
    assert_eq!(given[0].delta(&current.set.series[0], 0), Some(delta));
    assert_eq!(given[0].total.unwrap().earlier, 2.0);
    let plain = single(&plan.expect, NOW - 2 * HOUR, &[Some(1.0)]);
    assert_eq!(compare_inline(&plain, terms), None);
}
