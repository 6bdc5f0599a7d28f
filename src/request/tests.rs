//! Tests of request plans.

use super::*;
use crate::config::{Scope, WidgetConfig};
use crate::json::Json;
use crate::time::{DAY, HOUR, RangeChoice, TimeRange};

const NOW: i64 = 1_700_000_000;

fn scope() -> Scope {
    Scope {
        org: "acme".to_owned(),
        ..Scope::default()
    }
}

fn last(text: &str) -> RangeChoice {
    RangeChoice::Last(Interval::parse(text).unwrap())
}

fn widget(text: &str) -> WidgetConfig {
    WidgetConfig::from_json(&Json::parse(text).unwrap()).unwrap()
}

fn plans(text: &str) -> Result<Vec<RequestPlan>, crate::error::Error> {
    plan(&widget(text), &scope(), last("14d"), NOW)
}

/// The only request's address, decoded for reading.
fn address(text: &str) -> String {
    let plans = plans(text).unwrap();
    assert_eq!(plans.len(), 1);
    readable(&plans[0])
}

fn readable(plan: &RequestPlan) -> String {
    let pairs: Vec<String> = plan
        .pairs
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{}?{}", plan.path, pairs.join("&"))
}

fn refusal(text: &str) -> String {
    let error = plans(text).unwrap_err();
    assert_eq!(error.code(), "request");
    error.to_string()
}

#[test]
fn charts_without_groups() {
    for display in ["line", "area", "bar", "stacked_area"] {
        let interval = if display == "bar" { "1d" } else { "30m" };
        assert_eq!(
            address(&format!(
                r#"{{"displayType": "{display}", "queries": [{{"aggregates": ["count()", "p95()"],
                    "conditions": "a:1", "orderby": "-count()"}}]}}"#
            )),
            format!(
                "/api/0/organizations/acme/events-stats/?interval={interval}&statsPeriod=14d&query=a:1\
                 &yAxis=count()&yAxis=p95()&orderby=-count()\
                 &referrer=api.dashboards.widget.{display}-chart&partial=1"
            )
        );
    }
}

#[test]
fn charts_with_groups() {
    assert_eq!(
        address(
            r#"{"limit": 3, "widgetType": "error-events", "queries": [{"aggregates": ["count()"],
                "columns": ["release", "title"], "orderby": "-count()"}]}"#
        ),
        "/api/0/organizations/acme/events-stats/?interval=30m&statsPeriod=14d&query=&yAxis=count()\
         &topEvents=3&field=release&field=title&field=count()&orderby=-count()\
         &referrer=api.dashboards.widget.line-chart&partial=1&dataset=errors"
    );
}

#[test]
fn other_is_asked_for_only_with_one_query_of_one_axis() {
    let excludes = |text: &str| {
        let plans = plans(text).unwrap();
        plans
            .iter()
            .all(|plan| plan.pair("excludeOther") == Some("1"))
    };
    let query = |axes: &str| format!(r#"{{"aggregates": {axes}, "columns": ["title"]}}"#);
    let one = query(r#"["count()"]"#);
    let two = query(r#"["count()", "p95()"]"#);
    assert!(!excludes(&format!(r#"{{"queries": [{one}]}}"#)));
    assert!(excludes(&format!(r#"{{"queries": [{two}]}}"#)));
    assert!(excludes(&format!(r#"{{"queries": [{one}, {one}]}}"#)));
    assert!(!excludes(&format!(
        r#"{{"displayType": "top_n", "queries": [{two}]}}"#
    )));
    let no_groups = plans(r#"{"queries": [{"aggregates": ["count()", "p95()"]}]}"#).unwrap();
    assert_eq!(no_groups[0].pair("excludeOther"), None);
}

#[test]
fn what_is_ordered_by_is_asked_for() {
    let fields = |orderby: &str| {
        let plans = plans(&format!(
            r#"{{"queries": [{{"aggregates": ["count()", "equation|count() / 2"],
                "columns": ["title"], "orderby": "{orderby}"}}]}}"#
        ))
        .unwrap();
        let fields: Vec<String> = plans[0].pairs_of("field").map(str::to_owned).collect();
        let order = plans[0].pair("orderby").unwrap_or("").to_owned();
        (fields[3..].to_vec(), order)
    };
    let none = Vec::<String>::new();
    for (orderby, extra, order) in [
        ("", none.clone(), ""),
        ("-count()", none.clone(), "-count()"),
        ("title", none.clone(), "title"),
        ("-p95()", vec!["p95()".to_owned()], "-p95()"),
        ("-equation[0]", none.clone(), "-equation[0]"),
        (
            "-equation|count() * 2",
            vec!["equation|count() * 2".to_owned()],
            "-equation[1]",
        ),
        (
            "equation|count() / 2",
            vec!["equation|count() / 2".to_owned()],
            "equation[1]",
        ),
    ] {
        assert_eq!(fields(orderby), (extra, order.to_owned()), "{orderby}");
    }
}

#[test]
fn an_order_by_alias_is_known() {
    let request = |widget_type: &str, query: &str| {
        let text = format!(r#"{{"widgetType": "{widget_type}", "queries": [{query}]}}"#);
        let plan = plans(&text).unwrap().remove(0);
        let fields: Vec<&str> = plan.pairs_of("field").collect();
        (
            fields.join(" "),
            plan.pair("orderby").unwrap_or("").to_owned(),
        )
    };
    let ordered = |fields: &str, order: &str| (fields.to_owned(), order.to_owned());
    let users = r#"{"aggregates": ["count_unique(user)"], "columns": ["title"], "orderby": "-count_unique_user"}"#;
    assert_eq!(
        request("error-events", users),
        ordered("title count_unique(user)", "-count_unique_user")
    );
    let equations = |orderby: &str| {
        format!(
            r#"{{"fields": ["project", "count()", "equation|count() / 2"], "aggregates": ["count()"],
                "columns": ["project"], "orderby": "{orderby}"}}"#
        )
    };
    let full = "equation|count() / 2";
    for (widget_type, orderby, fields, order) in [
        (
            "error-events",
            "-equation|count() / 2",
            "project count() equation|count() / 2",
            "-equation[0]",
        ),
        (
            "error-events",
            "-equation[0]",
            "project count()",
            "-equation[0]",
        ),
        (
            "spans",
            "-equation|count() / 2",
            "project count() equation|count() / 2",
            "-equation|count() / 2",
        ),
        (
            "spans",
            "-equation[0]",
            "project count()",
            "-equation|count() / 2",
        ),
        ("logs", "equation[0]", "project count()", full),
        ("logs", "equation[1]", "project count()", "equation[1]"),
        ("tracemetrics", "equation[0]", "project count()", full),
    ] {
        assert_eq!(
            request(widget_type, &equations(orderby)),
            ordered(fields, order),
            "{widget_type} {orderby}"
        );
    }
    let among_axes = r#"{"aggregates": ["count()", "equation|count() / 2"], "columns": ["project"],
        "orderby": "equation|count() / 2"}"#;
    assert_eq!(
        request("spans", among_axes),
        ordered("project count() equation|count() / 2", full)
    );
}

#[test]
fn top_n_has_one_axis_and_five_groups() {
    assert_eq!(
        address(
            r#"{"displayType": "top_n", "limit": 3, "queries": [{"aggregates": ["count()", "p95()"],
                "columns": ["transaction"]}]}"#
        ),
        "/api/0/organizations/acme/events-stats/?interval=30m&statsPeriod=14d&query=&yAxis=p95()\
         &topEvents=5&field=transaction&field=count()&field=p95()\
         &referrer=api.dashboards.widget.top_n-chart&partial=1"
    );
}

#[test]
fn big_numbers_and_tables_ask_events() {
    assert_eq!(
        address(r#"{"displayType": "big_number", "queries": [{"aggregates": ["p95()"]}]}"#),
        "/api/0/organizations/acme/events/?field=p95()&statsPeriod=14d&query=&per_page=1\
         &referrer=api.dashboards.bignumberwidget"
    );
    assert_eq!(
        address(r#"{"displayType": "big_number", "queries": [{"fields": ["release.version"]}]}"#),
        "/api/0/organizations/acme/events/?field=release.version&statsPeriod=14d&query=\
         &per_page=1&referrer=api.dashboards.bignumberwidget"
    );
    assert_eq!(
        address(
            r#"{"displayType": "table", "widgetType": "spans", "limit": 8, "queries": [
                {"fields": ["title", "count()"], "orderby": "-count()"}]}"#
        ),
        "/api/0/organizations/acme/events/?field=title&field=count()&statsPeriod=14d&query=\
         &sort=-count()&per_page=8&referrer=api.dashboards.tablewidget&dataset=spans"
    );
    assert_eq!(
        address(
            r#"{"displayType": "big_number", "widgetType": "tracemetrics", "queries": [
                {"aggregates": ["sum(value,orders,counter,none)"]}]}"#
        ),
        "/api/0/organizations/acme/events/?field=sum(value,orders,counter,none)&statsPeriod=14d\
         &query=&per_page=1&referrer=api.dashboards.bignumberwidget&dataset=tracemetrics"
    );
}

#[test]
fn the_newer_endpoint_groups_by() {
    assert_eq!(
        address(
            r#"{"endpoint": "events-timeseries", "queries": [{"aggregates": ["count()"],
                "columns": ["title"], "orderby": "-count()"}]}"#
        ),
        "/api/0/organizations/acme/events-timeseries/?interval=30m&statsPeriod=14d&query=\
         &yAxis=count()&topEvents=5&groupBy=title&sort=-count()\
         &referrer=api.dashboards.widget.line-chart&partial=1&dataset=discover"
    );
}

#[test]
fn the_frame_comes_from_the_scope() {
    let scope = Scope {
        org: "a b/c".to_owned(),
        projects: vec!["1".to_owned(), "-1".to_owned()],
        environments: vec!["prod".to_owned(), "dev".to_owned()],
        filters: vec!["release:\"x\"".to_owned(), "mine".to_owned()],
        send_widget_id: true,
        ..Scope::default()
    };
    let range = TimeRange::new(1_704_067_200, 1_704_153_600).unwrap();
    let config = widget(r#"{"id": 42, "queries": [{"conditions": "a:1 OR b:2"}]}"#);
    let plans = plan(&config, &scope, RangeChoice::Fixed(range), NOW).unwrap();
    assert_eq!(
        readable(&plans[0]),
        "/api/0/organizations/a%20b%2Fc/events-stats/?interval=5m&start=2024-01-01T00:00:00\
         &end=2024-01-02T00:00:00&project=1&project=-1&environment=prod&environment=dev\
         &query=(a:1 OR b:2) release:\"x\" mine&yAxis=count()\
         &referrer=api.dashboards.widget.line-chart&partial=1&dashboardWidgetId=42"
    );
    assert_eq!(plans[0].range(NOW), range);
}

#[test]
fn params_take_the_place_of_what_was_planned() {
    let plans = plans(
        r#"{"queries": [{"aggregates": ["count()"], "columns": ["title"]}], "params": {
            "dataset": "metricsEnhanced", "interval": "1h", "statsPeriod": "7d", "topEvents": 2,
            "yAxis": ["eps()", "epm()"], "team": [1, 2], "useOnDemandMetrics": true}}"#,
    )
    .unwrap();
    let plan = &plans[0];
    assert_eq!(plan.pair("dataset"), Some("metricsEnhanced"));
    assert_eq!(plan.pairs_of("interval").count(), 1);
    assert_eq!(plan.pairs_of("team").collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(plan.range(NOW).secs(), 7 * DAY);
    assert_eq!(plan.expect.interval, Interval::parse("1h"));
    assert_eq!(plan.expect.top_events, Some(2));
    assert_eq!(plan.expect.axes, ["eps()", "epm()"]);
}

/// The server's own tests read the same cases.
#[test]
fn client_and_server_refuse_the_same_requests_in_the_same_words() {
    let cases = Json::parse(include_str!("../../tests/fixtures/requests/refusals.json")).unwrap();
    let Json::List(cases) = cases else {
        panic!("no list of cases");
    };
    for case in &cases {
        let params = case.get("params").unwrap();
        let text = format!(r#"{{"queries": [{{}}], "params": {params}}}"#);
        match case.get("detail") {
            Some(Json::Text(detail)) if case.get("isBeginning").is_some() => {
                assert!(refusal(&text).starts_with(detail), "{text}");
            }
            Some(Json::Text(detail)) => assert_eq!(&refusal(&text), detail, "{text}"),
            _ => assert!(plans(&text).is_ok(), "{text}"),
        }
    }
}

#[test]
fn what_a_configuration_alone_can_break_is_refused_in_the_servers_words() {
    let refused = |query: &str| refusal(&format!(r#"{{"limit": 0, "queries": [{query}]}}"#));
    assert_eq!(
        refused(r#"{"columns": ["title"]}"#),
        "topEvents needs to be at least 1"
    );
    let many: Vec<String> = (0..20).map(|index| format!("\"c{index}\"")).collect();
    for (columns, detail) in [
        (
            many.join(","),
            "You can view up to 20 fields at a time. Please delete some and try again.",
        ),
        (r#""timestamp""#.to_owned(), "Cannot group by timestamp"),
    ] {
        let text = format!(r#"{{"queries": [{{"columns": [{columns}]}}]}}"#);
        assert_eq!(refusal(&text), detail);
    }
}

#[test]
fn of_a_repeated_parameter_the_last_value_counts() {
    let text =
        r#"{"queries": [{}], "params": {"statsPeriod": ["1h", "7d"], "interval": ["1m", "1h"]}}"#;
    let plan = &plans(text).unwrap()[0];
    assert_eq!(plan.range(NOW).secs(), 7 * DAY);
    assert_eq!(plan.expect.interval, Interval::parse("1h"));
}

#[test]
fn several_queries_are_several_requests() {
    let plans = plans(r#"{"queries": [{"conditions": "a"}, {"conditions": "b"}]}"#).unwrap();
    let asked: Vec<_> = plans
        .iter()
        .map(|plan| (plan.query_index, plan.pair("query").unwrap()))
        .collect();
    assert_eq!(asked, [(0, "a"), (1, "b")]);
    assert_ne!(plans[0].key(), plans[1].key());
}

#[test]
fn more_groups_than_one_request_brings() {
    let config = |limit: u32, display: &str| {
        widget(&format!(
            r#"{{"limit": {limit}, "displayType": "{display}", "queries": [{{"columns": ["title"]}}]}}"#
        ))
    };
    for (limit, display, expected) in [
        (25, "line", 25),
        (8, "line", 8),
        (8, "top_n", 5),
        (25, "top_n", 25),
    ] {
        let config = config(limit, display);
        assert_eq!(group_limit(&config, &config.queries[0]), expected);
    }
    let plans = plan(&config(25, "line"), &scope(), last("14d"), NOW).unwrap();
    assert_eq!(plans[0].pair("topEvents"), Some("10"));
    let ungrouped = widget(r#"{"limit": 25, "queries": [{}]}"#);
    assert_eq!(group_limit(&ungrouped, &ungrouped.queries[0]), 0);
}

#[test]
fn ranges_are_read_back_and_moved() {
    let plan = &plans(r#"{"queries": [{}]}"#).unwrap()[0];
    assert_eq!(
        plan.range(NOW),
        TimeRange::new(NOW - 14 * DAY, NOW).unwrap()
    );
    let earlier = TimeRange::new(NOW - 2 * HOUR, NOW - HOUR).unwrap();
    let moved = plan.over(earlier);
    assert_eq!(moved.range(NOW), earlier);
    assert_eq!(moved.pairs[1].0, "start");
    assert_eq!(moved.pairs.len(), plan.pairs.len() + 1);
}
