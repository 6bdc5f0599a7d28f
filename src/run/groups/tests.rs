//! Tests of groups: keys, search texts, pages.

use super::*;
use crate::config::{Scope, WidgetConfig};
use crate::decode::{Decoded, decode, table};
use crate::json::Json;
use crate::request::{MAX_TOP_EVENTS, plan};
use crate::run::answers::{Answers, Lookup};
use crate::time::RangeChoice;
use pages::{Pages, evaluate, merge};
use std::rc::Rc;

fn table(rows: &str) -> Table {
    let body = format!(r#"{{"data": {rows}, "meta": {{"fields": {{}}}}}}"#);
    table::decode(body.as_bytes()).unwrap().table.unwrap()
}

fn groups(columns: &[&str], rows: &str) -> Vec<Group> {
    let columns: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    Group::of_table(&table(rows), &columns)
}

fn top_events(text: &str) -> RequestPlan {
    let config = WidgetConfig::from_json(&Json::parse(text).unwrap()).unwrap();
    let scope = Scope {
        org: "acme".to_owned(),
        ..Scope::default()
    };
    plan(&config, &scope, RangeChoice::default(), 1_700_000_000)
        .unwrap()
        .remove(0)
}

/// What is asked before any answer is there.
fn first_needs(plan: &RequestPlan, group_count: u32) -> Vec<Rc<RequestPlan>> {
    let answers = Answers::default();
    let mut lookup = Lookup::new(&answers);
    assert_eq!(evaluate(plan, group_count, &mut lookup), Pages::default());
    lookup.needs
}

/// What is asked once the groups are known.
fn paged(plan: &RequestPlan, group_count: u32, groups: Table) -> Pages {
    let mut answers = Answers::default();
    let asked = answers
        .ask(first_needs(plan, group_count).remove(0))
        .unwrap();
    let table = Decoded {
        table: Some(groups),
        ..Decoded::default()
    };
    answers.settle(asked, Ok(Rc::new(table))).unwrap();
    let mut lookup = Lookup::new(&answers);
    let pages = evaluate(plan, group_count, &mut lookup);
    assert_eq!(lookup.needs, pages.plans);
    pages
}

#[test]
fn keys_by_the_servers_rules() {
    for (columns, row, keys) in [
        (&["release"][..], r#"{"release": "1.0"}"#, &["1.0"][..]),
        (&["release"], r#"{"release": null}"#, &["None"]),
        (&["release"], r#"{"release": ""}"#, &[""]),
        // A tag that is missing is empty; servers differ, so the other spelling is known too.
        (&["tags[lane]"], r#"{"tags[lane]": null}"#, &["", "None"]),
        (&["lane"], r#"{"lane": null}"#, &["", "None"]),
        (&["user.email"], r#"{"user.email": null}"#, &["None", ""]),
        (
            &["release.version"],
            r#"{"release.version": null}"#,
            &["None"],
        ),
        (
            &["lane", "release"],
            r#"{"lane": null, "release": null}"#,
            &[",None", "None,"],
        ),
        (
            &["x", "y"],
            r#"{"x": "a,b", "y": ["c", "d"]}"#,
            &["a,b,d", r#""a,b",["c","d"]"#, r#"a,b,["c","d"]"#],
        ),
        (
            &["y", "x"],
            r#"{"x": "a,b", "y": 5}"#,
            &["a,b,5", r#""a,b",5"#, r#"5,"a,b""#],
        ),
        (
            &["lane", "user.email"],
            r#"{"lane": null, "user.email": null}"#,
            &[",None", r#""",null"#],
        ),
        (
            &["release"],
            r#"{"release": "Other"}"#,
            &["Other (release)"],
        ),
        (
            &["title", "release"],
            r#"{"title": "t", "release": "r"}"#,
            &["r,t", "t,r"],
        ),
        (
            &["message", "issue"],
            r#"{"message": "m", "issue": "ACME-1"}"#,
            &["ACME-1,m"],
        ),
        (
            &["message", "issue.id"],
            r#"{"message": "m", "issue.id": 7, "issue": "ACME-1"}"#,
            &["ACME-1,m"],
        ),
        (&["issue.id"], r#"{"issue.id": null}"#, &["unknown"]),
        (
            &["error.handled"],
            r#"{"error.handled": true}"#,
            &["True", "1"],
        ),
        (&["error.type"], r#"{"error.type": ["A", "B"]}"#, &["B"]),
        (&["error.type"], r#"{"error.type": []}"#, &[""]),
        (&["x"], r#"{"x": 120000}"#, &["120000", "120000.0"]),
        (&["x"], r#"{"x": 1.5}"#, &["1.5"]),
    ] {
        let group = groups(columns, &format!("[{row}]")).remove(0);
        for key in keys {
            assert!(group.has_key(key), "{row} {key}");
        }
        assert_eq!(group.likely_key(), keys[0]);
        assert!(!group.has_key("something else"));
    }
}

#[test]
fn groups_as_search_text() {
    let rows = r#"[{"release": "a \"b\" (c)*", "env": null}, {"release": "2", "env": "prod"}]"#;
    let found = groups(&["release", "env"], rows);
    assert_eq!(
        any_of(&found).unwrap(),
        r#"((release:"a \"b\" (c)\*" AND !has:env) OR (release:"2" AND env:"prod"))"#
    );
    assert_eq!(
        all_but(&found).unwrap(),
        r#"((!release:"a \"b\" (c)\*" OR has:env) AND (!release:"2" OR !env:"prod"))"#
    );
    let one = groups(&["release"], r#"[{"release": "1"}]"#);
    assert_eq!(any_of(&one).unwrap(), r#"release:"1""#);
    assert_eq!(all_but(&one).unwrap(), r#"!release:"1""#);
}

#[test]
fn values_of_every_kind_as_search_text() {
    for (column, row, text) in [
        ("issue", r#"{"issue": "ACME-1"}"#, r#"issue:"ACME-1""#),
        (
            "issue.id",
            r#"{"issue.id": 7, "issue": "ACME-1"}"#,
            r#"issue:"ACME-1""#,
        ),
        ("issue.id", r#"{"issue.id": 7}"#, "issue.id:7"),
        ("issue", r#"{"issue": "unknown"}"#, "!has:issue"),
        (
            "issue.id",
            r#"{"issue.id": null, "issue": "unknown"}"#,
            "!has:issue.id",
        ),
        (
            "error.type",
            r#"{"error.type": ["A", "B"]}"#,
            r#"error.type:"B""#,
        ),
        ("error.type", r#"{"error.type": []}"#, "!has:error.type"),
        (
            "error.handled",
            r#"{"error.handled": false}"#,
            "error.handled:false",
        ),
        ("x", r#"{"x": -1.5}"#, "x:-1.5"),
        ("x", r#"{"x": ""}"#, r#"x:"""#),
        ("x", r#"{"y": 1}"#, "!has:x"),
        ("tags[a-b]", r#"{"tags[a-b]": "v"}"#, r#"tags[a-b]:"v""#),
    ] {
        let found = groups(&[column], &format!("[{row}]"));
        assert_eq!(any_of(&found).as_deref(), Some(text), "{row}");
    }
    assert_eq!(any_of(&groups(&["my tag"], r#"[{"my tag": "v"}]"#)), None);
    assert_eq!(any_of(&groups(&[], "[{}]")), None);
    assert_eq!(any_of(&[]), None);
}

#[test]
fn the_events_request_that_tells_the_groups() {
    let plan = top_events(
        r#"{"widgetType": "error-events", "queries": [{"aggregates": ["count()"],
            "columns": ["release"], "orderby": "-count()", "conditions": "a:1"}]}"#,
    );
    let asked = groups_plan(&plan, 25);
    assert_eq!(
        asked.address(),
        "/api/0/organizations/acme/events/?statsPeriod=14d&query=a%3A1&field=release\
         &field=count%28%29&sort=-count%28%29&referrer=api.dashboards.widget.line-chart\
         &dataset=errors&per_page=25"
    );
    assert_eq!(columns_of(&plan), ["release"]);
    let newer = top_events(
        r#"{"endpoint": "events-timeseries", "queries": [{"aggregates": ["count()"], "columns": ["release"]}]}"#,
    );
    let asked = groups_plan(&newer, 5);
    assert!(asked.path.ends_with("/events/"));
    assert_eq!(asked.expect.axes, ["count()", "release"]);
    assert_eq!(columns_of(&newer), ["release"]);
}

fn answer(plan: &RequestPlan, from: usize, to: usize, other: Option<u32>) -> Decoded {
    let one = |key: &str, order: usize, value: u32| {
        format!(r#""{key}": {{"data": [[60, [{{"count": {value}}}]]], "order": {order}}}"#)
    };
    let mut groups: Vec<String> = (from..to)
        .enumerate()
        .map(|(order, name)| one(&format!("g{name}"), order, 100))
        .collect();
    groups.extend(other.map(|value| one("Other", plan.expect.top_events.unwrap() as usize, value)));
    let body = format!("{{{}}}", groups.join(","));
    decode(plan.expect.clone(), body.as_bytes()).unwrap()
}

#[test]
fn twenty_five_groups_are_three_pages() {
    let plan = top_events(
        r#"{"limit": 25, "queries": [{"aggregates": ["count()"], "columns": ["release"]}]}"#,
    );
    let ask = first_needs(&plan, 25);
    assert_eq!(ask.len(), 1);
    assert_eq!(ask[0].purpose, Purpose::Groups);
    assert_eq!(ask[0].pair("per_page"), Some("25"));
    let rows: Vec<String> = (0..23)
        .map(|name| format!(r#"{{"release": "g{name}"}}"#))
        .collect();
    let step = paged(&plan, 25, table(&format!("[{}]", rows.join(","))));
    assert_eq!(step.note, None);
    let counts: Vec<_> = step
        .plans
        .iter()
        .map(|plan| plan.expect.top_events)
        .collect();
    assert_eq!(counts, [Some(10), Some(3)]);
    let query = step.plans[1].pair("query").unwrap();
    assert!(query.starts_with(r#"(!release:"g0" AND !release:"g1""#) && query.contains("g19"));
    assert!(!query.contains("g20"));

    let first = answer(&plan, 0, 10, Some(9));
    let second = answer(&step.plans[0], 10, 20, Some(8));
    let third = answer(&step.plans[1], 20, 23, Some(7));
    let whole = merge(&first, &[Some(&second), Some(&third)]);
    let keys: Vec<_> = whole
        .set
        .series
        .iter()
        .map(|series| series.key.as_str())
        .collect();
    let expected: Vec<String> = (0..23).map(|name| format!("g{name}")).collect();
    assert_eq!(keys[..23], expected);
    let orders: Vec<_> = whole
        .set
        .series
        .iter()
        .filter_map(|series| series.order)
        .collect();
    assert_eq!(orders, (0..24).collect::<Vec<i64>>());
    let other = whole.set.series.last().unwrap();
    assert!(other.is_other);
    assert_eq!(other.values.get(0).number(), Some(7.0));

    let without_second = merge(&first, &[None, Some(&third)]);
    assert_eq!(without_second, first);
    let ties = merge(&first, &[Some(&answer(&step.plans[0], 9, 19, None))]);
    assert_eq!(ties.set.series.len(), 19);
}

#[test]
fn all_axes_of_a_group_come_from_a_further_page() {
    let plan = top_events(
        r#"{"displayType": "line", "limit": 12, "queries": [{"name": "",
            "aggregates": ["count()", "epm()"], "columns": ["title"],
            "fields": ["title"], "conditions": "", "orderby": "-count()"}]}"#,
    );
    let page = |names: std::ops::Range<usize>| {
        let groups: Vec<String> = names
            .map(|name| {
                let axis = r#"{"data": [[1700000000, [{"count": 1}]]]}"#;
                format!(r#""g{name}": {{"count()": {axis}, "epm()": {axis}, "order": {name}}}"#)
            })
            .collect();
        decode(
            plan.expect.clone(),
            format!("{{{}}}", groups.join(",")).as_bytes(),
        )
        .unwrap()
    };
    let whole = merge(&page(0..2), &[Some(&page(1..3))]);
    let found: Vec<_> = whole
        .set
        .series
        .iter()
        .map(|series| (series.key.as_str(), series.axis.as_str()))
        .collect();
    let expected = ["g0", "g1", "g2"].map(|key| [(key, "count()"), (key, "epm()")]);
    assert_eq!(found, expected.concat());
}

#[test]
fn a_group_that_brings_others_along_is_left_in_and_comes_again() {
    let names = |count: usize| -> String {
        let rows: Vec<String> = (0..count)
            .map(|name| match name {
                3 => r#"{"release": "g\\"}"#.to_owned(),
                _ => format!(r#"{{"release": "g{name}"}}"#),
            })
            .collect();
        format!("[{}]", rows.join(","))
    };
    let some = groups(&["release"], &names(5));
    let exact: Vec<bool> = some.iter().map(Group::is_exact).collect();
    assert_eq!(exact, [true, true, true, false, true]);
    assert!(any_of(&some).unwrap().contains(r#"release:"g*""#));
    assert_eq!(all_but(&some), None, "it would take all others away");

    let plan = top_events(r#"{"limit": 25, "queries": [{"columns": ["release"]}]}"#);
    let step = paged(&plan, 25, table(&names(25)));
    assert_eq!(step.note, None);
    // Nine new ones each, and the one that comes again.
    let counts: Vec<_> = step
        .plans
        .iter()
        .map(|plan| plan.expect.top_events)
        .collect();
    assert_eq!(counts, [Some(10), Some(7)]);
    assert!(
        step.plans
            .iter()
            .all(|plan| !plan.pair("query").unwrap().contains("g*"))
    );
}

#[test]
fn few_groups_need_no_page() {
    let plan = top_events(r#"{"limit": 8, "queries": [{"columns": ["release"]}]}"#);
    assert_eq!(first_needs(&plan, 8), []);
    let ungrouped = top_events(r#"{"limit": 25, "queries": [{}]}"#);
    assert_eq!(first_needs(&ungrouped, 25), []);
    let plan = top_events(r#"{"limit": 25, "queries": [{"columns": ["release"]}]}"#);
    assert_eq!(paged(&plan, 25, table("[]")), Pages::default());
    assert_eq!(
        u32::try_from(plan.pair("topEvents").unwrap().parse::<i64>().unwrap()),
        Ok(MAX_TOP_EVENTS)
    );
}

#[test]
fn pages_end_where_the_address_gets_too_long() {
    let plan = top_events(r#"{"limit": 50, "queries": [{"columns": ["release"]}]}"#);
    let rows: Vec<String> = (0..50)
        .map(|name| format!(r#"{{"release": "{}{name}"}}"#, "r".repeat(200)))
        .collect();
    let step = paged(&plan, 50, table(&format!("[{}]", rows.join(","))));
    assert_eq!(step.plans.len(), 2);
    assert!(
        step.note
            .unwrap()
            .starts_with("only the first 30 of 50 groups")
    );
}
