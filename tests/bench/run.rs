//! What a whole run costs besides its requests: ten queries of ten groups, compared with the
//! week before. Bodies are decoded beforehand.
//!
//! `cargo bench --bench run`. Only the figures of one machine mean anything.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

use events_stats_widget::config::{Scope, SplitOptions, WidgetConfig};
use events_stats_widget::decode::{Decoded, decode, table};
use events_stats_widget::json::Json;
use events_stats_widget::request::{Endpoint, RequestPlan};
use events_stats_widget::run::{QueryRun, QuerySpec};
use events_stats_widget::time::{Offset, Zone};
use std::hint::black_box;
use std::rc::Rc;
use std::time::{Duration, Instant};

const NOW: i64 = 1_700_000_000;
const QUERIES: usize = 10;
const GROUPS: usize = 10;
const BUCKETS: i64 = 336;

fn main() {
    let rounds = match std::env::args().any(|argument| argument == "--bench") {
        true => 200,
        false => 1,
    };
    for (name, columns, compare) in [
        ("grouped, compared", r#"["release"]"#, Some("1w")),
        ("grouped", r#"["release"]"#, None),
        ("plain, compared", "[]", Some("1w")),
        ("plain", "[]", None),
    ] {
        let mut best = (Duration::MAX, Duration::MAX);
        let mut answers = 0;
        for _ in 0..rounds {
            let (of_answers, of_snapshot, count) = run(columns, compare);
            best = (best.0.min(of_answers), best.1.min(of_snapshot));
            answers = count;
        }
        let (of_answers, of_snapshot) = best;
        println!("{name:<20} {answers:>4} answers {of_answers:>12?}, shown {of_snapshot:>12?}");
    }
}

/// Time spent on answers, and on showing them at the end.
fn run(columns: &str, compare: Option<&str>) -> (Duration, Duration, usize) {
    let queries: Vec<String> = (0..QUERIES)
        .map(|at| {
            format!(
                r#"{{"aggregates": ["count()"], "columns": {columns}, "conditions": "a:{at}", "orderby": "-count()"}}"#
            )
        })
        .collect();
    let config = format!(
        r#"{{"widgetType": "error-events", "interval": "1h", "limit": {GROUPS}, "queries": [{}]}}"#,
        queries.join(",")
    );
    let spec = QuerySpec {
        config: Rc::new(WidgetConfig::from_json(&Json::parse(&config).unwrap()).unwrap()),
        scope: Scope {
            org: "acme".to_owned(),
            ..Scope::default()
        },
        split: SplitOptions::default(),
        stored: None,
        compare: compare.map(|text| Offset::parse(text).unwrap()),
        has_sparkline: false,
        zone: Zone::utc(),
    };
    let start = Instant::now();
    let mut run = QueryRun::begin(spec, NOW).unwrap();
    let mut spent = start.elapsed();
    let mut count = 0;
    let next = |run: &QueryRun| {
        let mut waiting = run.answers().waiting();
        waiting.next().map(|(index, plan)| (index, answer(plan)))
    };
    while let Some((index, answer)) = next(&run) {
        let answer = Rc::new(answer);
        count += 1;
        let start = Instant::now();
        black_box(run.settle(index, Ok(answer)));
        spent += start.elapsed();
    }
    let start = Instant::now();
    assert!(run.is_showable());
    for view in black_box(run.views(NOW)) {
        assert_eq!(view.comparison.is_some(), compare.is_some());
    }
    (spent, start.elapsed(), count)
}

fn answer(plan: &RequestPlan) -> Decoded {
    if plan.expect.endpoint == Endpoint::Events {
        let rows: Vec<String> = (0..GROUPS)
            .map(|group| format!(r#"{{"release": "g{group}", "count()": 2}}"#))
            .collect();
        let body = format!(
            r#"{{"data": [{}], "meta": {{"fields": {{}}}}}}"#,
            rows.join(",")
        );
        return table::decode(body.as_bytes()).unwrap();
    }
    let begin = plan.range(NOW).start.div_euclid(3_600) * 3_600;
    let rows: Vec<String> = (0..BUCKETS)
        .map(|at| format!(r#"[{}, [{{"count": {}}}]]"#, begin + at * 3_600, at % 7))
        .collect();
    let rows = rows.join(",");
    let body = match plan.expect.top_events {
        None => format!(r#"{{"data": [{rows}]}}"#),
        Some(limit) => {
            let other = plan
                .pair("excludeOther")
                .is_none()
                .then_some("Other".to_owned());
            let names = (0..limit).map(|group| format!("g{group}")).chain(other);
            let members: Vec<String> = names
                .enumerate()
                .map(|(rank, name)| format!(r#""{name}": {{"data": [{rows}], "order": {rank}}}"#))
                .collect();
            format!("{{{}}}", members.join(","))
        }
    };
    decode(plan.expect.clone(), body.as_bytes()).unwrap()
}
