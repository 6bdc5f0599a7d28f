use crate::support::*;
use events_stats_widget::config::Polarity;
use events_stats_widget::decode::Decoded;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::frame::{Frame, Rank, Trend};
use events_stats_widget::hit::{TooltipForm, tooltip};
use events_stats_widget::run::compare::ComparisonStatus;
use events_stats_widget::series::Value;

fn shown(current: &Decoded, earlier: &[&[f64]], rank: Rank) -> Frame {
    let around = Around {
        earlier: compared(current, earlier, Polarity::MoreIsWorse),
        rank,
        now: Some(START + 100 * HOUR),
        ..Around::default()
    };
    around.frame(&chart("line", &["count()"], &["release"], ""), &[current])
}

fn two() -> Decoded {
    answer(vec![
        series("a", "count()", &[1.0, 2.0, f64::NAN]),
        series("b", "count()", &[10.0, 0.0, 5.0]),
    ])
}

#[test]
fn an_earlier_period_is_drawn_for_a_series_that_is_shown_alone() {
    let one = answer(vec![series("a", "count()", &[1.0, 2.0, 3.0])]);
    let alone = shown(&one, &[&[90.0, f64::NAN, 1.0]], Rank::AsAnswered);
    assert_eq!(alone.left.domain, (0.0, 90.0));
    assert!(alone.series[0].shown_earlier().is_some());

    let frame = shown(
        &two(),
        &[&[90.0, f64::NAN, 1.0], &[0.0, 0.0, 5.0]],
        Rank::AsAnswered,
    );
    assert_eq!(frame.left.domain, (0.0, 10.0));
    assert!(frame.series[0].shown_earlier().is_none());
    assert!(frame.series[0].earlier.as_ref().unwrap()[1].is_nan());
    assert!(frame.series.iter().all(|series| series.stack.is_none()));
}

#[test]
fn tooltips_say_what_changed_in_figures_and_sense() {
    let frame = shown(
        &two(),
        &[&[2.0, 2.0, 1.0], &[0.0, 0.0, 4.0]],
        Rank::AsAnswered,
    );
    let said = |index: usize| -> Vec<(String, Trend)> {
        let form = TooltipForm::pinned(None);
        let mut content = tooltip(&frame, index, &FixedLabels::utc(), form).unwrap();
        content.rows.sort_by(|a, b| a.key.cmp(&b.key));
        let changes = content.rows.into_iter().filter_map(|row| row.change);
        changes
            .map(|change| (change.text.text, change.sense))
            .collect()
    };
    assert_eq!(
        said(0),
        [
            ("-50%".to_owned(), Trend::Better),
            ("new".to_owned(), Trend::Worse)
        ]
    );
    assert_eq!(
        said(1),
        [
            ("0%".to_owned(), Trend::Neutral),
            ("no change".to_owned(), Trend::Neutral)
        ]
    );
    assert_eq!(said(2), [("+25%".to_owned(), Trend::Worse)]);
    let content = tooltip(&frame, 0, &FixedLabels::utc(), TooltipForm::pinned(None)).unwrap();
    assert_eq!(
        content.earlier_time.unwrap(),
        "Dec 31, 2025 12:00 AM — 1:00 AM (UTC)"
    );
    assert_eq!(content.rows[1].earlier.as_deref(), Some("2"));
}

#[test]
fn totals_carry_their_change_in_the_shown_unit() {
    let current = answer(vec![typed(
        series("", "sum(x)", &[2.0]),
        "duration",
        Some("second"),
    )]);
    let frame = shown(&current, &[&[1.0]], Rank::AsAnswered);
    let total = frame.series[0].change.as_ref().unwrap().total.unwrap();
    assert_eq!((total.earlier, total.delta.absolute), (1000.0, 1000.0));
    assert_eq!(
        frame.series[0].change.as_ref().unwrap().status,
        ComparisonStatus::Compared
    );
}

#[test]
fn the_biggest_change_comes_first_where_wished() {
    let earlier: [&[f64]; 2] = [&[1.0, 2.0, 0.0], &[0.0, 0.0, 0.0]];
    assert_eq!(
        names(&shown(&two(), &earlier, Rank::AsAnswered)),
        ["a", "b"]
    );
    assert_eq!(names(&shown(&two(), &earlier, Rank::ByChange)), ["b", "a"]);
}

#[test]
fn the_axes_of_a_group_stay_together_and_other_stays_last() {
    let axes = |key: &str, count: f64, time: f64| {
        [
            series(key, "count()", &[count]),
            series(key, "p95(x)", &[time]),
        ]
    };
    let mut all = [
        axes("a", 1.0, 900.0),
        axes("b", 9.0, 1.0),
        axes("Other", 99.0, 0.0),
    ]
    .concat();
    for other in &mut all[4..] {
        other.is_other = true;
    }
    let around = Around {
        earlier: compared(&answer(all.clone()), &[&[0.0][..]; 6], Polarity::Neutral),
        rank: Rank::ByChange,
        ..Around::default()
    };
    let config = chart("line", &["count()", "p95(x)"], &["release"], "");
    let frame = around.frame(&config, &[&answer(all)]);
    let order: Vec<(&str, &str)> = frame
        .series
        .iter()
        .map(|one| (one.group.as_str(), one.axis.as_str()))
        .collect();
    let (count, time) = ("count()", "p95(x)");
    let groups = [("b", count), ("b", time), ("a", count), ("a", time)];
    assert_eq!(order[..4], groups);
    assert_eq!(order[4..], [("Other", count), ("Other", time)]);
    assert!(frame.can_sort_by_change());
}

#[test]
fn an_earlier_period_is_drawn_on_demand_but_never_in_a_stack() {
    let shown = |display: &str| {
        let current = two();
        let mut around = Around {
            earlier: compared(&current, &[&[1.0; 3], &[1.0; 3]], Polarity::Neutral),
            ..Around::default()
        };
        let config = chart(display, &["count()"], &["release"], "");
        let key = around.frame(&config, &[&current]).series[1].key.clone();
        around.earlier_shown.insert(key);
        let frame = around.frame(&config, &[&current]);
        let drawn = frame.series.iter().map(|one| one.shown_earlier().is_some());
        drawn.collect::<Vec<_>>()
    };
    assert_eq!(shown("line"), [false, true]);
    assert_eq!(shown("area"), [false, false]);
    assert_eq!(shown("bar"), [false, false]);
}

#[test]
fn what_an_answer_brings_along_is_compared_too() {
    let mut current = answer(vec![series("", "count()", &[3.0, 4.0])]);
    let brought = [2.0, 2.0].map(Value::Number).into_iter().collect();
    current.set.series[0].comparison = Some(brought);
    let frame = frame(&chart("line", &["count()"], &[], ""), &[&current]);
    let only = &frame.series[0];
    assert_eq!(only.change.as_ref().unwrap().total.unwrap().earlier, 4.0);
    assert_eq!(only.change_at(0).unwrap().delta.absolute, 1.0);
    assert!(only.shown_earlier().is_some());
}

#[test]
fn an_unknown_earlier_period_is_not_drawn() {
    let current = two();
    let mut around = Around {
        earlier: compared(&current, &[&[1.0; 3], &[1.0; 3]], Polarity::Neutral),
        ..Around::default()
    };
    around.earlier[0].status = ComparisonStatus::Unknown;
    let frame = around.frame(&chart("line", &["count()"], &["release"], ""), &[&current]);
    assert!(frame.series[0].earlier.is_none() && frame.series[1].earlier.is_some());
    assert_eq!(frame.series[0].change_at(0), None);
}

#[test]
fn changes_within_the_usual_spread_are_neither_better_nor_worse() {
    let earlier: Vec<f64> = (0..48).map(|at| 50.0 + f64::from(at * 37 % 11)).collect();
    let noisy = |rise: f64| -> Vec<f64> {
        let pairs = earlier.iter().zip(0..);
        pairs
            .map(|(value, at)| value + rise + f64::from(at * 53 % 13) - 6.0)
            .collect()
    };
    for (rise, sense) in [
        (0.0, Trend::Neutral),
        (0.9, Trend::Neutral),
        (6.0, Trend::Worse),
        (-6.0, Trend::Better),
    ] {
        let one = answer(vec![series("a", "count()", &noisy(rise))]);
        let frame = shown(&one, &[&earlier], Rank::AsAnswered);
        let total = frame.series[0].change.as_ref().unwrap().total.unwrap();
        assert_eq!(total.sense(), sense, "{rise}: {:?}", total.delta.percent);
    }
    // Few buckets have no usual spread, and everywhere less than a hundredth is nothing.
    for (now, sense) in [(1002.4, Trend::Neutral), (1030.0, Trend::Worse)] {
        let one = answer(vec![series("a", "count()", &[now])]);
        let frame = shown(&one, &[&[1000.0]], Rank::AsAnswered);
        assert_eq!(frame.series[0].change_at(0).unwrap().sense(), sense);
    }
}
