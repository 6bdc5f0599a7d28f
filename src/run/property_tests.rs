//! What holds for any answers, in whatever order they come.

use super::answers::Answers;
use super::evaluate::{Evaluation, PreparedSpec, QuerySpec, evaluate};
use super::*;
use crate::config::{Scope, SplitOptions, SplitPolicy, WidgetConfig};
use crate::decode::{Decoded, decode, table};
use crate::error::{Error, ErrorKind};
use crate::json::Json;
use crate::request::{Endpoint, RequestPlan};
use crate::time::{Offset, Zone};
use proptest::prelude::*;
use std::rc::Rc;

const NOW: i64 = 1_699_999_200;

/// Widgets of every kind that asks more than one thing.
const WIDGETS: [&str; 7] = [
    r#"{"queries": [{"conditions": "a"}, {"conditions": "b"}]}"#,
    r#"{"queries": [{"conditions": "a:1"}], "params": {"dataset": "metricsEnhanced"}}"#,
    r#"{"queries": [{"conditions": "level:(a"}, {"conditions": "a"}]}"#,
    r#"{"limit": 25, "widgetType": "error-events",
        "queries": [{"columns": ["release"], "aggregates": ["count()"], "orderby": "-count()"}]}"#,
    r#"{"limit": 12, "queries": [{"columns": ["release"], "aggregates": ["p95()"]}]}"#,
    r#"{"displayType": "table", "queries": [{"fields": ["release", "count()"]}]}"#,
    r#"{"displayType": "big_number", "queries": [{"aggregates": ["count()"], "conditions": "a:1"}]}"#,
];

fn spec(widget: usize, is_compared: bool, policy: SplitPolicy) -> QuerySpec {
    let config = Json::parse(WIDGETS[widget]).unwrap();
    QuerySpec {
        config: Rc::new(WidgetConfig::from_json(&config).unwrap()),
        scope: Scope {
            org: "acme".to_owned(),
            ..Scope::default()
        },
        split: SplitOptions {
            policy,
            ..SplitOptions::default()
        },
        stored: None,
        compare: Offset::parse("1d").filter(|_| is_compared),
        has_sparkline: true,
        zone: Zone::utc(),
    }
}

/// What a server makes of a request: the same whenever it is asked. `seed` decides who has
/// data, and what fails.
fn reply(plan: &RequestPlan, seed: u64) -> Result<Rc<Decoded>, Error> {
    let mut chance = seed;
    for byte in plan.address().bytes() {
        chance = (chance ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    }
    let chance = chance >> 33;
    let status = match chance % 16 {
        0 => Some(400),
        1 => Some(503),
        _ => None,
    };
    if let Some(status) = status {
        return Err(ErrorKind::Http {
            status,
            detail: format!("{chance}"),
            retry_after_ms: None,
        }
        .into());
    }
    let count = (chance / 16) % 3;
    let start = plan.range(NOW).start;
    let rows = format!(r#"[[{start}, [{{"count": {count}}}]]]"#);
    let body = match (plan.expect.endpoint, plan.expect.top_events) {
        (Endpoint::Events, _) => {
            let rows: Vec<String> = (0..count * 14)
                .map(|name| format!(r#"{{"release": "g{name}", "count()": {count}}}"#))
                .collect();
            format!(
                r#"{{"data": [{}], "meta": {{"fields": {{}}}}}}"#,
                rows.join(",")
            )
        }
        (_, Some(limit)) => {
            let groups: Vec<String> = (0..limit)
                .map(|rank| format!(r#""g{rank}": {{"data": {rows}, "order": {rank}}}"#))
                .collect();
            format!("{{{}}}", groups.join(","))
        }
        _ => format!(
            r#"{{"data": {rows}, "isMetricsData": {}}}"#,
            chance.is_multiple_of(5)
        ),
    };
    Ok(Rc::new(match plan.expect.endpoint {
        Endpoint::Events => table::decode(body.as_bytes()).unwrap(),
        _ => decode(plan.expect.clone(), body.as_bytes()).unwrap(),
    }))
}

/// What a run has come to: what is shown, decided and noted, and which requests it took.
fn outcome(run: &QueryRun) -> (String, Vec<String>) {
    let mut asked: Vec<String> = run.answers().plans().map(RequestPlan::address).collect();
    asked.sort();
    let outcome = (
        run.views(NOW),
        run.decision(),
        run.split_note(),
        run.is_showable(),
    );
    (format!("{outcome:?}"), asked)
}

/// Answers all requests, each time one of those that wait.
fn played(spec: QuerySpec, seed: u64, mut pick: impl FnMut(usize) -> usize) -> QueryRun {
    let mut run = QueryRun::begin(spec, NOW).unwrap();
    loop {
        let waiting: Vec<usize> = run.answers().waiting().map(|(index, _)| index).collect();
        if waiting.is_empty() {
            return run;
        }
        let index = waiting[pick(waiting.len()) % waiting.len()];
        let answer = reply(run.answers().plans().nth(index).unwrap(), seed);
        run.settle(index, answer).unwrap();
    }
}

fn policy() -> impl Strategy<Value = SplitPolicy> {
    prop_oneof![Just(SplitPolicy::Errors), Just(SplitPolicy::Undecided)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn the_order_of_answers_does_not_matter(
        widget in 0..WIDGETS.len(), is_compared: bool, policy in policy(), seed: u64,
        order in proptest::collection::vec(0_usize..100, 1..40),
    ) {
        let spec = || spec(widget, is_compared, policy);
        let (in_order, _) = outcome(&played(spec(), seed, |_| 0));
        let mut picks = order.iter().cycle();
        let (mixed, _) = outcome(&played(spec(), seed, |_| *picks.next().unwrap()));
        prop_assert_eq!(in_order, mixed);
    }

    #[test]
    fn a_run_is_what_its_table_says(
        widget in 0..WIDGETS.len(), is_compared: bool, policy in policy(), seed: u64,
        order in proptest::collection::vec(0_usize..100, 1..40),
    ) {
        let prepared = PreparedSpec::new(spec(widget, is_compared, policy), NOW).unwrap();
        let mut answers = Answers::default();
        let mut kept = Evaluation::default();
        let mut changed = None;
        let mut settled: Vec<Rc<RequestPlan>> = Vec::new();
        let mut picks = order.iter().cycle();
        loop {
            // Evaluated again or from what was known before, once or twice: it is the same.
            let (evaluation, needs) = evaluate(&prepared, &answers);
            prop_assert_eq!(&evaluate(&prepared, &answers), &(evaluation.clone(), needs.clone()));
            prop_assert_eq!(kept.update(&prepared, &answers, changed), needs.clone());
            prop_assert_eq!(&kept, &evaluation);
            // What is needed is not answered, and not under way.
            for need in &needs {
                prop_assert!(answers.of(need).answer().is_none());
                prop_assert!(answers.waiting().all(|(_, plan)| !plan.asks_the_same(need)));
            }
            for need in &needs {
                answers.ask(Rc::clone(need));
            }
            prop_assert_eq!(evaluate(&prepared, &answers).1, vec![]);
            let waiting: Vec<usize> = answers.waiting().map(|(index, _)| index).collect();
            let Some(index) = waiting.get(picks.next().unwrap() % waiting.len().max(1)) else {
                break;
            };
            let plan = Rc::new(answers.plans().nth(*index).unwrap().clone());
            changed = answers.settle(*index, reply(&plan, seed));
            settled.push(plan);
        }
        // Once answered nothing is asked again; what failed is, once.
        for plan in &settled {
            let times = settled.iter().filter(|other| other.asks_the_same(plan)).count();
            let most = match reply(plan, seed) {
                Err(error) if error.is_transient() => 2,
                _ => 1,
            };
            prop_assert!(times <= most);
        }
    }
}
