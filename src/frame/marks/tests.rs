use super::alerts::{Alerts, incidents_request, rules_request};
use super::{AlertThreshold, Marks};
use crate::decision::SplitDataset;
use crate::messages::Messages;
use crate::request::{Endpoint, Expect, Purpose, RequestPlan};

const HOUR: f64 = 3_600.0;

fn plan(query_index: usize, pairs: &[(&str, &str)]) -> RequestPlan {
    let pairs = pairs.iter();
    RequestPlan {
        purpose: Purpose::Series,
        query_index,
        path: String::new(),
        pairs: pairs
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        expect: Expect {
            endpoint: Endpoint::EventsStats,
            top_events: None,
            axes: Vec::new(),
            interval: None,
        },
    }
}

fn errors(more: &[(&str, &str)]) -> RequestPlan {
    let own = [
        ("yAxis", "count()"),
        ("query", "level:error"),
        ("dataset", "errors"),
    ];
    plan(0, &[&own, more].concat())
}

const RULE: &str = r#"{"id":"7","name":"Many","dataset":"events","query":"level:error",
    "aggregate":"count()","environment":null,"timeWindow":60,"thresholdType":0,"projects":["shop"],
    "triggers":[{"label":"critical","alertThreshold":100},{"label":"warning","alertThreshold":50.5}]}"#;

fn marks(rules: &str, plans: &[RequestPlan], incidents: &str) -> Result<Marks, String> {
    let messages = Messages::default();
    Alerts::of(rules.as_bytes(), plans, None, &messages)
        .and_then(|alerts| alerts.marks(incidents.as_bytes(), &messages))
        .map_err(|error| error.to_string())
}

fn of_rule(change: (&str, &str), plan: RequestPlan) -> Vec<String> {
    assert!(RULE.contains(change.0), "{}", change.0);
    let rule = RULE.replace(change.0, change.1);
    let marks = marks(&format!("[{rule}]"), &[plan], "[]").unwrap();
    marks.thresholds.into_iter().map(|it| it.text).collect()
}

#[test]
fn rules_and_incidents_are_asked_for_in_the_widgets_projects() {
    let asked = errors(&[
        ("project", "3"),
        ("project", "4"),
        ("environment", "prod"),
        ("start", "x"),
    ]);
    let said = |(path, pairs): (String, Vec<(String, String)>)| {
        let pairs = pairs.iter().map(|(name, value)| format!("{name}={value}"));
        format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
    };
    assert_eq!(
        said(rules_request(&asked, "a")),
        "/api/0/organizations/a/alert-rules/?project=3&project=4&environment=prod&per_page=100"
    );
    assert_eq!(
        said(incidents_request(&asked, "a")),
        "/api/0/organizations/a/incidents/?project=3&project=4&environment=prod&status=open&expand=original_alert_rule&per_page=100"
    );
}

#[test]
fn thresholds_are_those_of_rules_about_the_same() {
    let found = marks(&format!("[{RULE}]"), &[errors(&[("project", "3")])], "[]").unwrap();
    let threshold = |value, is_critical, text: &str| AlertThreshold {
        query_index: 0,
        axis: "count()".to_owned(),
        value,
        window_secs: HOUR,
        is_critical,
        text: text.to_owned(),
    };
    let expected = [
        threshold(100.0, true, "Critical: Many"),
        threshold(50.5, false, "Warning: Many"),
    ];
    assert_eq!(found.thresholds, expected);
    assert_eq!(found.annotations, []);
}

#[test]
fn a_rule_about_anything_else_is_not_marked() {
    let own = || errors(&[("project", "3")]);
    for change in [
        (r#""query":"level:error""#, r#""query":"level:fatal""#),
        (
            r#""query":"level:error""#,
            r#""query":"level:error OR event.type:error""#,
        ),
        (r#""count()""#, r#""count_unique(user)""#),
        (r#""dataset":"events""#, r#""dataset":"transactions""#),
        (r#""dataset":"events""#, r#""dataset":"metrics""#),
        (
            r#""dataset":"events""#,
            r#""dataset":"events_analytics_platform""#,
        ),
        (r#""environment":null"#, r#""environment":"prod""#),
        // Those that compare with another time, or with what is usual, have no number.
        (r#""thresholdType":0"#, r#""comparisonDelta":1440"#),
        (r#""thresholdType":0"#, r#""detectionType":"dynamic""#),
        (r#""timeWindow":60"#, r#""timeWindow":0"#),
    ] {
        assert_eq!(of_rule(change, own()), Vec::<String>::new(), "{change:?}");
    }
}

#[test]
fn a_search_is_the_same_whatever_its_spaces_and_its_type_of_events() {
    let own = |query| {
        plan(
            0,
            &[
                ("yAxis", "count()"),
                ("query", query),
                ("dataset", "errors"),
            ],
        )
    };
    for (widget, rule) in [
        ("event.type:error  level:error", "level:error"),
        ("level:error", "level:error AND event.type:error"),
        (r#"title:"a  b""#, r#"title:\"a  b\""#),
    ] {
        let change = ("level:error", rule);
        assert_eq!(of_rule(change, own(widget)).len(), 2, "{widget} {rule}");
    }
    let change = ("level:error", r#"title:\"a b\""#);
    assert_eq!(
        of_rule(change, own(r#"title:"a  b""#)),
        Vec::<String>::new()
    );
}

#[test]
fn a_widget_of_more_projects_names_that_of_the_rule() {
    let same = ("count()", "count()");
    for (projects, name) in [
        (&["3"][..], "Critical: Many"),
        (&["-1"], "Critical: Many (shop)"),
        (&["3", "4"], "Critical: Many (shop)"),
        (&[], "Critical: Many (shop)"),
    ] {
        let pairs: Vec<_> = projects.iter().map(|id| ("project", *id)).collect();
        assert_eq!(of_rule(same, errors(&pairs)).first().unwrap(), name);
    }
}

#[test]
fn rules_of_trace_items_say_which() {
    let own = |dataset| {
        plan(
            0,
            &[
                ("yAxis", "count()"),
                ("query", "level:error"),
                ("dataset", dataset),
            ],
        )
    };
    let change = (
        r#""dataset":"events""#,
        r#""dataset":"events_analytics_platform","eventTypes":["trace_item_log"]"#,
    );
    assert_eq!(of_rule(change, own("logs")).len(), 2);
    assert_eq!(of_rule(change, own("spans")), Vec::<String>::new());
}

#[test]
fn a_mixed_widget_is_about_what_was_decided() {
    let mixed = plan(0, &[("yAxis", "count()"), ("query", "level:error")]);
    let messages = Messages::default();
    for (side, is_marked) in [
        (None, true),
        (Some(SplitDataset::ErrorEvents), true),
        (Some(SplitDataset::TransactionLike), false),
    ] {
        let rules = format!("[{RULE}]");
        let plans = std::slice::from_ref(&mixed);
        let alerts = Alerts::of(rules.as_bytes(), plans, side, &messages).unwrap();
        assert_eq!(!alerts.is_empty(), is_marked, "{side:?}");
    }
}

#[test]
fn open_incidents_of_those_rules_are_stretches_of_time() {
    let incident =
        |more: &str| format!(r#"{{"title":"Many","dateStarted":"2026-01-01T12:00:00Z",{more}}}"#);
    let incidents = [
        incident(r#""status":20,"alertRule":{"id":"7"}"#),
        incident(r#""status":10,"alertRule":{"id":"9","originalAlertRuleId":"7"}"#),
        incident(r#""status":2,"alertRule":{"id":"7"}"#),
        incident(r#""status":20,"alertRule":{"id":"8"}"#),
        r#"{"status":20,"alertRule":{"id":"7"}}"#.to_owned(),
    ];
    let incidents = format!("[{}]", incidents.join(","));
    let found = marks(&format!("[{RULE}]"), &[errors(&[])], &incidents).unwrap();
    assert_eq!(found.annotations.len(), 2);
    for mark in found.annotations {
        assert_eq!(mark.start, 1_767_268_800);
        assert!(mark.is_within(2_000_000_000, 2_000_000_001));
        assert_eq!(mark.text, "Open incident: Many");
    }
}

#[test]
fn what_is_no_list_is_refused() {
    let own = || [errors(&[])];
    assert!(
        marks("{}", &own(), "[]")
            .unwrap_err()
            .contains("a list of alert rules")
    );
    assert!(marks("[", &own(), "[]").is_err());
    let rules = format!("[{RULE},3,null]");
    assert!(
        marks(&rules, &own(), "3")
            .unwrap_err()
            .contains("a list of incidents")
    );
}
