//! Groups: top events, tables, big numbers.

use super::*;

/// Plays a whole comparison of top events; returns what came of it.
fn play(current: &[(&str, &[f64])], earlier: &[(&str, &[f64])], total: &[f64]) -> Comparison {
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
    assert_eq!(*compare.progress(), CompareProgress::Ready);
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&part)],
        total: Some(&whole),
        other: None,
    };
    compare.compare(&current, answers, viewer(&zone))
}

#[test]
fn top_events_compare_the_same_groups() {
    let compared = play(
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
                one.status,
                total.current,
                total.earlier,
                total.delta.unwrap().percent,
            )
        })
        .collect();
    assert_eq!(
        totals,
        [
            (ComparisonStatus::Compared, 5.0, 1.0, Percent::Value(400.0)),
            (ComparisonStatus::New, 3.0, 0.0, Percent::New),
            // 3 + 5 in total, 1 of them in groups that are shown now.
            (
                ComparisonStatus::Compared,
                8.0,
                7.0,
                Percent::Value(1.0 / 7.0 * 100.0)
            ),
        ]
    );
    assert_eq!(
        compared.gone,
        [EarlierOnlyGroup {
            key: "old".to_owned(),
            earlier: vec![("count()".to_owned(), 7.0)],
            is_gone: false,
        }]
    );
}

#[test]
fn a_condition_on_an_aggregate_hides_groups_and_does_not_make_them_new() {
    let text = GROUPED.replace(r#""columns""#, r#""conditions": "count():>4", "columns""#);
    let plan = request(&text, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    let next = compare.answered(&ask[0], Ok(&releases(&[("a", 5)])));
    // One of two requested groups: there is no Other.
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
    assert_eq!(compared.series[0].status, ComparisonStatus::Unknown);
    assert_eq!(compared.series[0].total, None);
}

#[test]
fn a_group_that_was_not_asked_for_is_not_new() {
    // `c` came up by a tie after the groups were asked.
    let compared = play(
        &[("a", &[2.0]), ("c", &[1.0]), ("Other", &[4.0])],
        &[("a", &[1.0])],
        &[3.0],
    );
    let standings: Vec<_> = compared.series.iter().map(|one| one.status).collect();
    assert_eq!(
        standings,
        [
            ComparisonStatus::Compared,
            ComparisonStatus::Unknown,
            ComparisonStatus::Unknown
        ]
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
fn a_group_that_brings_others_along_is_asked_alone_and_may_be_crowded_out() {
    let plan = request(GROUPED, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    let next = compare.answered(&ask[0], Ok(&releases(&[("a", 5), (r"b\\", 3)])));
    let asked: Vec<_> = next
        .iter()
        .map(|plan| (plan.purpose, plan.pair("query"), plan.pair("topEvents")))
        .collect();
    assert_eq!(
        asked,
        [
            (Purpose::Earlier, Some(r#"release:"a""#), Some("1")),
            (Purpose::Earlier, Some(r#"release:"b*""#), Some("10")),
            (Purpose::EarlierTotal, Some(""), None),
        ]
    );
    compare.answered(&ask[1], Ok(&releases(&[])));
    let start = NOW - 3 * HOUR;
    let current = grouped(&plan.expect, start, &[("a", &[5.0]), (r"b\\", &[3.0])]);
    let strangers: Vec<String> = (0..10).map(|name| format!("b{name}")).collect();
    let a = grouped(&next[0].expect, start - DAY, &[("a", &[1.0])]);
    let total = single(&next[2].expect, start - DAY, &[Some(20.0)]);
    for (count, expected) in [(9, ComparisonStatus::New), (10, ComparisonStatus::Unknown)] {
        let others: Vec<(&str, &[f64])> = strangers[..count]
            .iter()
            .map(|name| (name.as_str(), &[2.0][..]))
            .collect();
        let b = grouped(&next[1].expect, start - DAY, &others);
        let mut compare = compare.clone();
        for (plan, answer) in next.iter().zip([&a, &b, &total]) {
            compare.answered(plan, Ok(answer));
        }
        let answers = EarlierAnswers {
            parts: &[Some(&a), Some(&b)],
            total: Some(&total),
            other: None,
        };
        let compared = compare.compare(&current, answers, viewer(&Zone::utc()));
        let standings: Vec<_> = compared.series.iter().map(|one| one.status).collect();
        assert_eq!(standings, [ComparisonStatus::Compared, expected]);
    }
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
fn without_the_groups_there_is_no_comparison_whatever_else_is_answered() {
    let plan = request(GROUPED, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    compare.answered(&ask[0], Err(&failure()));
    compare.answered(&ask[1], Ok(&releases(&[("old", 7)])));
    assert!(matches!(compare.progress(), CompareProgress::Refused(_)));
    // Tried once more, they are there.
    let next = compare.answered(&ask[0], Ok(&releases(&[("a", 5)])));
    assert_eq!(*compare.progress(), CompareProgress::Asking);
    assert_eq!(next.len(), 1);
}

#[test]
fn groups_of_time_have_no_earlier_period() {
    let text = GROUPED.replace(r#"["release"]"#, r#"["timestamp.to_day"]"#);
    let plan = request(&text, "1d");
    let (compare, ask) = Compare::begin(&plan, 2, offset("1d"), &Zone::utc(), NOW);
    assert_eq!(ask, []);
    assert!(matches!(compare.progress(), CompareProgress::Refused(_)));
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
    assert_eq!(ask.len(), 1);
    assert_eq!(ask[0].purpose, Purpose::EarlierGroups);
    assert_eq!(ask[0].range(NOW).end, NOW - DAY);
    assert_eq!(ask[0].pairs_of("per_page").count(), 1);
    // Whichever of the two answers comes first.
    compare.answered(&ask[0], Ok(&releases(&[("gone", 9), ("a", 4)])));
    assert_eq!(*compare.progress(), CompareProgress::Asking);
    let current = releases(&[("a", 5), ("b", 3)]);
    let next = compare.current(&current);
    assert_eq!(next.len(), 1);
    assert_eq!(next[0].pair("per_page"), Some("2"));
    assert_eq!(compare.current(&current), []);
    assert_eq!(*compare.progress(), CompareProgress::Asking);
    let earlier = releases(&[("a", 4)]);
    compare.answered(&next[0], Ok(&earlier));
    assert_eq!(*compare.progress(), CompareProgress::Ready);
    let answers = EarlierAnswers {
        parts: &[Some(&earlier)],
        ..EarlierAnswers::default()
    };
    let Comparison { rows, gone, .. } = compare.compare(&current, answers, viewer(&zone));
    assert_eq!(gone.len(), 1);
    assert_eq!((gone[0].key.as_str(), gone[0].is_gone), ("gone", true));
    assert_eq!(rows[0].status, ComparisonStatus::Compared);
    assert_eq!(rows[0].cells[0].delta.unwrap().absolute, 1.0);
    assert_eq!(rows[1].status, ComparisonStatus::New);
}
