//! Tests of reading configurations.

use super::*;
use crate::json::Json;
use crate::time::{Interval, Offset, RangeChoice, TimeRange};

fn json(value: serde_json::Value) -> Json {
    match value {
        serde_json::Value::Null => Json::Null,
        serde_json::Value::Bool(flag) => Json::Bool(flag),
        serde_json::Value::Number(number) => Json::Number(number.as_f64().unwrap()),
        serde_json::Value::String(text) => Json::Text(text),
        serde_json::Value::Array(items) => Json::List(items.into_iter().map(json).collect()),
        serde_json::Value::Object(members) => Json::Object(
            members
                .into_iter()
                .map(|(name, value)| (name, json(value)))
                .collect(),
        ),
    }
}

macro_rules! json {
    ($($tokens:tt)+) => { json(serde_json::json!($($tokens)+)) };
}

mod options;

fn widget(value: Json) -> WidgetConfig {
    WidgetConfig::from_json(&value).unwrap()
}

fn refusal(value: Json) -> String {
    WidgetConfig::from_json(&value).unwrap_err().to_string()
}

#[test]
fn a_widget_as_the_dashboards_api_writes_it() {
    let config = widget(json!({
        "id": "42",
        "title": "Slow routes",
        "description": " of the shop ",
        "displayType": "area",
        "thresholds": {"max_values": {"max1": 100, "max2": 0}, "unit": "millisecond", "preferredPolarity": "+"},
        "interval": "5m",
        "dateCreated": "2024-01-01T00:00:00Z",
        "dashboardId": "7",
        "queries": [{
            "id": "9", "name": "p95", "fields": ["transaction", "p95()"],
            "aggregates": ["p95()"], "columns": ["transaction"], "fieldAliases": ["", "slow"],
            "conditions": " transaction.op:http.server ", "orderby": "-p95()", "widgetId": "42",
            "onDemand": [], "isHidden": false, "selectedAggregate": 0
        }],
        "limit": 8,
        "layout": {"x": 0, "y": 0, "w": 2, "h": 2, "minH": 2},
        "widgetType": "transaction-like",
        "datasetSource": "inferred",
        "axisRange": "dataMin",
        "legendType": "breakdown",
        "params": {"useOnDemandMetrics": true, "partial": true, "sampling": "NORMAL", "project": [1, "2"], "x": false}
    }));
    assert_eq!(config.id, "42");
    assert_eq!(config.display_type, DisplayType::Area);
    assert_eq!(config.widget_type, WidgetType::TransactionLike);
    assert_eq!(config.dataset_source, DatasetSource::Inferred);
    assert_eq!(config.axis_range, AxisRange::DataMin);
    assert!(config.has_legend_rows);
    assert_eq!(config.description, "of the shop");
    assert_eq!(config.queries[0].selected_aggregate, Some(0));
    assert_eq!(config.interval.unwrap().to_string(), "5m");
    assert_eq!(config.limit, Some(8));
    let thresholds = config.thresholds.as_ref().unwrap();
    assert_eq!((thresholds.max1, thresholds.max2), (Some(100.0), None));
    assert!(thresholds.high_is_good);
    assert_eq!(config.queries[0].conditions, "transaction.op:http.server");
    assert_eq!(config.queries[0].field_aliases, ["", "slow"]);
    assert_eq!(config.param("useOnDemandMetrics").unwrap(), ["true"]);
    assert_eq!(config.param("partial").unwrap(), ["1"]);
    assert_eq!(config.param("project").unwrap(), ["1", "2"]);
    assert_eq!(config.param("x"), None);
}

#[test]
fn absent_and_null_members_take_their_defaults() {
    let config = widget(
        json!({"id": 42, "widgetType": null, "limit": null, "interval": "",
        "queries": [{"conditions": null, "aggregates": null}]}),
    );
    assert_eq!(config.id, "42");
    assert_eq!(config.display_type, DisplayType::Line);
    assert_eq!(config.widget_type, WidgetType::Discover);
    assert_eq!(config.interval, None);
    assert!(!config.has_legend_rows);
    assert_eq!(config.description, "");
    assert_eq!(config.queries[0].selected_aggregate, None);
    assert_eq!(config.queries[0].aggregates, ["count()"]);
}

#[test]
fn fields_alone_are_told_apart_by_the_function_form() {
    let config = widget(json!({"queries": [{"fields":
        ["title", "count()", "equation|count() / 2", "", "release", "p95(transaction.duration)"]}]}));
    let query = &config.queries[0];
    assert_eq!(query.columns, ["title", "release"]);
    assert_eq!(
        query.aggregates,
        [
            "count()",
            "equation|count() / 2",
            "p95(transaction.duration)"
        ]
    );
    let config = widget(json!({"queries": [{"columns": ["title"], "aggregates": ["count()"]}]}));
    assert_eq!(config.queries[0].fields, ["title", "count()"]);
}

/// (display type, query) -> fields, aggregates, order.
#[test]
fn blank_fields_are_left_out_and_plain_columns_stay() {
    for (display_type, query, fields, aggregates, orderby) in [
        (
            "line",
            serde_json::json!({"aggregates": ["count()", "equation|", ""], "fields": ["count()", "equation| "], "orderby": "-equation|"}),
            &["count()"][..],
            &["count()"][..],
            "",
        ),
        (
            "line",
            serde_json::json!({"aggregates": ["equation|"], "columns": ["title", "equation|"]}),
            &["title", "count()"],
            &["count()"],
            "",
        ),
        (
            "table",
            serde_json::json!({"fields": ["equation|", "title"], "orderby": "title"}),
            &["title"],
            &[],
            "title",
        ),
        (
            "big_number",
            serde_json::json!({"fields": ["title"]}),
            &["title"],
            &[],
            "",
        ),
        (
            "big_number",
            serde_json::json!({"fields": ["user.id"], "columns": ["user.id"], "aggregates": []}),
            &["user.id"],
            &[],
            "",
        ),
        (
            "big_number",
            serde_json::json!({"columns": ["timestamp"], "aggregates": ["", "equation|"]}),
            &["timestamp"],
            &[],
            "",
        ),
        (
            "big_number",
            serde_json::json!({"fields": ["equation|"], "aggregates": ["equation|"]}),
            &["count()"],
            &["count()"],
            "",
        ),
        (
            "big_number",
            serde_json::json!({}),
            &["count()"],
            &["count()"],
            "",
        ),
    ] {
        let config = widget(json!({"displayType": display_type, "queries": [query]}));
        let read = &config.queries[0];
        assert_eq!(read.fields, fields, "{read:?}");
        assert_eq!(read.aggregates, aggregates, "{read:?}");
        assert_eq!(read.orderby, orderby, "{read:?}");
    }
    let config = widget(json!({"displayType": "table", "queries": [
        {"fields": ["equation|", "title", "", "count()"], "fieldAliases": ["none", "What", null, "How many", "left over"]}]}));
    assert_eq!(
        config.queries[0].field_aliases,
        ["What", "How many", "left over"]
    );
}

#[test]
fn wrong_values_are_named_by_their_path() {
    for (value, message) in [
        (
            json!([]),
            "`config`: expected a widget: an object with `queries`, found a list of 0",
        ),
        (
            json!({}),
            "`queries`: expected a list of one query or more, found nothing",
        ),
        (
            json!({"queries": []}),
            "`queries`: expected a list of one query or more, found a list of 0",
        ),
        (
            json!({"queries": [{"aggregates": ["count()"]}, {"aggregates": ["nope"]}]}),
            "`queries[1].aggregates[0]`: expected a function such as `count()`, or `equation|...`, found `nope`",
        ),
        (
            json!({"queries": [{"aggregates": [3]}]}),
            "`queries[0].aggregates[0]`: expected a string, found the number 3",
        ),
        (
            json!({"queries": [{"conditions": {}}]}),
            "`queries[0].conditions`: expected a string, found an object",
        ),
        (
            json!({"queries": [{}], "displayType": "pie"}),
            "`displayType`: expected one of `line`, `area`, `stacked_area`, `bar`, `top_n`, `big_number`, `table`, found `pie`",
        ),
        (
            json!({"queries": [{}], "limit": 2.5}),
            "`limit`: expected an integer from 0 to 100, found the number 2.5",
        ),
        (
            json!({"queries": [{}], "interval": "1y"}),
            "`interval`: expected a duration such as `5m`, `1h` or `1d`, found `1y`",
        ),
        (
            json!({"queries": [{}], "thresholds": {"max_values": {"max1": "a"}}}),
            "`thresholds.max_values.max1`: expected a number, found `a`",
        ),
        (
            json!({"queries": [{}], "annotations": [{"text": "a"}]}),
            "`annotations[0].time`: expected a time such as `2026-01-31T12:00:00Z`, found nothing",
        ),
        (
            json!({"queries": [{}], "annotations": [{"time": "noon", "text": "a"}]}),
            "`annotations[0].time`: expected a time such as `2026-01-31T12:00:00Z`, found `noon`",
        ),
        (
            json!({"queries": [{}], "annotations": [{"time": "2026-01-31"}]}),
            "`annotations[0].text`: expected a text, found nothing",
        ),
        (
            json!({"queries": [{}], "params": {"a": [{}]}}),
            "`params.a[0]`: expected a string, a number, `true`, `false` or a list of these, found an object",
        ),
        (
            json!({"queries": [{}], "datasetSource": ""}),
            "`datasetSource`: expected one of `unknown`, `inferred`, `user`, `forced`, `split_version_1`, `split_version_2`, found an empty string",
        ),
        (
            json!({"displayType": "table", "queries": [{}]}),
            "`queries[0].fields`: expected a list of one field or more, found nothing",
        ),
    ] {
        assert_eq!(refusal(value), message);
    }
}

#[test]
fn what_sentry_has_and_this_module_has_not_is_refused_in_sentrys_words() {
    for value in [
        json!({"queries": [{}], "displayType": "wheel"}),
        json!({"queries": [{}], "widgetType": "metrics"}),
        json!({"queries": [{}], "widgetType": "issue"}),
    ] {
        let error = WidgetConfig::from_json(&value).unwrap_err();
        assert_eq!(error.code(), "config");
        assert!(error.to_string().ends_with(UNSUPPORTED), "{error}");
    }
}

#[test]
fn a_widget_that_is_not_there_is_told_with_those_that_are_the_first_of_many() {
    let error_of = |count: u32| {
        let widgets: Vec<_> = (1..=count)
            .map(|id| serde_json::json!({"id": id}))
            .collect();
        let dashboard = DashboardConfig::from_json(&json!({"id": 7, "widgets": widgets}));
        dashboard.unwrap().widget("x").unwrap_err().to_string()
    };
    let many = error_of(40);
    assert!(
        many.contains("(`1`, `2`, ") && many.contains("`12`), found `x`"),
        "{many}"
    );
    assert_eq!(
        error_of(0),
        "`widget-id`: expected a widget of dashboard 7, found `x`"
    );
}

#[test]
fn a_dashboard_and_one_wrong_widget_of_it() {
    let dashboard = DashboardConfig::from_json(&json!({
        "id": 7, "title": "Team", "projects": [1, "2"], "environment": ["prod"], "period": "24h", "utc": true,
        "filters": {"release": ["a\"b", "c"], "device": [], "level": ["error"],
            "globalFilter": [{"dataset": "spans", "tag": {"key": "x"}, "value": "x:1"}, {"value": "y:2"}]},
        "widgets": [{"id": "1", "title": "All errors", "queries": [{}]}, {"id": 2, "queries": [{"aggregates": "x"}]}]
    }))
    .unwrap();
    assert_eq!(dashboard.widget_ids(), ["1", "2"]);
    assert!(dashboard.widget("1").is_ok());
    assert_eq!(
        dashboard.widget("2").unwrap_err().to_string(),
        "`widgets[1].queries[0].aggregates`: expected a list of strings, found `x`"
    );
    assert_eq!(
        dashboard.widget("3").unwrap_err().to_string(),
        "`widget-id`: expected a widget of dashboard 7 (`1` All errors, `2`), found `3`"
    );
    let scope = Scope::new(
        &Attributes {
            filter: Some("mine".to_owned()),
            environments: vec!["dev".to_owned()],
            ..Attributes::default()
        },
        Some(&dashboard),
        &dashboard.widget("1").unwrap(),
        Some("acme"),
    )
    .unwrap();
    assert_eq!(
        scope.filters,
        ["y:2", r#"level:"error""#, r#"release:["a\"b","c"]"#, "mine"]
    );
    assert_eq!(scope.projects, ["1", "2"]);
    assert_eq!(scope.environments, ["dev"]);
    assert_eq!(
        scope.range,
        RangeChoice::Last(Interval::parse("24h").unwrap())
    );
}

#[test]
fn a_dashboard_may_show_its_times_in_utc() {
    for (utc, expected) in [
        (serde_json::json!(true), true),
        (serde_json::json!("true"), true),
        (serde_json::json!(false), false),
        (serde_json::json!("false"), false),
        (serde_json::json!(null), false),
        (serde_json::json!(""), false),
    ] {
        let dashboard = json!({"utc": utc, "widgets": [{"id": "1", "queries": [{}]}]});
        let dashboard = DashboardConfig::from_json(&dashboard).unwrap();
        let config = dashboard.widget("1").unwrap();
        let attributes = Attributes::default();
        let scope = Scope::new(&attributes, Some(&dashboard), &config, Some("acme")).unwrap();
        assert_eq!(scope.utc, expected, "{utc}");
        let alone = Scope::new(&attributes, None, &config, Some("acme")).unwrap();
        assert!(!alone.utc);
    }
}

#[test]
fn without_an_organization_there_is_nothing_to_ask() {
    let config = widget(json!({"queries": [{}]}));
    let error = Scope::new(&Attributes::default(), None, &config, Some(" ")).unwrap_err();
    assert!(error.to_string().starts_with("`org`"));
}

fn attributes(pairs: &[(&str, &str)], test_mode: bool) -> (Attributes, Vec<String>) {
    let get = |name: &str| {
        pairs
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| (*value).to_owned())
    };
    let (read, errors) = Attributes::read(get, test_mode);
    (read, errors.iter().map(ToString::to_string).collect())
}

#[test]
fn attributes_are_read() {
    let (read, errors) = attributes(
        &[
            ("widget-id", " 42 "),
            ("project", "1, -1,,2"),
            ("environment", "prod, staging"),
            ("start", "2024-01-01"),
            ("end", "2024-01-02T00:00:00+01:00"),
            ("interval", "3h"),
            ("alerts", ""),
            ("releases", "false"),
            ("compare", "1w"),
            ("theme", "dark"),
            ("refresh", "30"),
            ("org", ""),
        ],
        false,
    );
    assert_eq!(errors, Vec::<String>::new());
    assert_eq!(read.widget_id.as_deref(), Some("42"));
    assert_eq!(read.projects, ["1", "-1", "2"]);
    assert_eq!(read.environments, ["prod", "staging"]);
    let range = TimeRange::new(1_704_067_200, 1_704_150_000).unwrap();
    assert_eq!(read.range, Some(RangeChoice::Fixed(range)));
    assert_eq!(read.interval, Interval::parse("3h"));
    assert_eq!((read.alerts, read.releases), (true, false));
    assert_eq!(read.compare, Some(Offset::Secs(604_800)));
    assert_eq!(read.theme, ThemeChoice::Dark);
    assert_eq!(read.refresh_secs, Some(30));
    assert_eq!(read.org, None);
}

#[test]
fn a_refresh_too_fast_is_raised_with_a_note() {
    for (text, test_mode, secs, noted) in [
        ("0", false, None, false),
        ("2", false, Some(5), true),
        ("2", true, Some(2), true),
        ("0.2", true, Some(1), true),
        ("5", false, Some(5), false),
        ("010", false, Some(10), false),
        ("+7.", false, Some(7), false),
        (".2", true, Some(1), true),
        ("1e9", false, Some(86_400), true),
    ] {
        let (read, errors) = attributes(&[("refresh", text)], test_mode);
        assert!(errors.is_empty());
        assert_eq!(read.refresh_secs, secs, "{text}");
        assert_eq!(!read.notes.is_empty(), noted, "{text}");
    }
}

#[test]
fn wrong_attributes_are_named_and_the_others_hold() {
    let (read, errors) = attributes(
        &[
            ("project", "1,web"),
            ("stats-period", "fortnight"),
            ("interval", "1y"),
            ("compare", "1Y"),
            ("theme", "sepia"),
            ("refresh", "often"),
            ("locale", "de"),
        ],
        false,
    );
    assert_eq!(read.locale.as_deref(), Some("de"));
    assert_eq!(
        errors,
        [
            "`stats-period`: expected a duration such as `24h` or `14d`, found `fortnight`",
            "`interval`: expected a bucket width such as `5m`, `1h` or `1d`, found `1y`",
            "`compare`: expected `previous` or an offset such as `1h`, `1d`, `1w`, `4w`, `1M` or `1y`, found `1Y`",
            "`theme`: expected one of `auto`, `light`, `dark`, found `sepia`",
            "`refresh`: expected seconds between refreshes, 0 for none, found `often`",
            "`project`: expected project ids: integers separated by commas, found `web`",
        ]
    );
    let (_, errors) = attributes(&[("start", "2024-01-01")], false);
    assert_eq!(
        errors,
        ["`end`: expected `start` and `end` together, found nothing"]
    );
    let (_, errors) = attributes(&[("start", "2024-01-01"), ("end", "2024-01-01")], false);
    assert_eq!(
        errors,
        ["`end`: expected a date after `start`, found `2024-01-01`"]
    );
}
