//! The page's options.

use super::*;

#[test]
fn refusals_that_are_asked_again_are_chosen_by_status() {
    let retry = |json: &str| {
        let json = Json::parse(json).unwrap();
        let options = Options::default().with(&Json::Object(vec![("retry".to_owned(), json)]));
        options.map(|options| options.retry)
    };
    let default = Retry::default();
    assert_eq!(default.refused, [false, false, true], "404 alone");
    assert_eq!(retry("3").unwrap().refused, default.refused);
    assert_eq!(retry("false").unwrap().refused, [false; 3]);
    assert_eq!(retry(r#"{"refused": []}"#).unwrap().refused, [false; 3]);
    let chosen = retry(r#"{"refused": [403, 401], "refusedMs": 60000}"#).unwrap();
    assert_eq!(
        (chosen.refused, chosen.refused_ms),
        ([true, true, false], 60_000)
    );
    for (json, words) in [
        (
            r#"{"refused": [404, 500]}"#,
            "`retry.refused[1]`: expected 401, 403 or 404, found the number 500",
        ),
        (
            r#"{"refused": ["404"]}"#,
            "`retry.refused[0]`: expected 401, 403 or 404, found `404`",
        ),
        (
            r#"{"refused": 404}"#,
            "`retry.refused`: expected a list of statuses, found the number 404",
        ),
        (
            r#"{"refusedMs": 0}"#,
            "`retry.refusedMs`: expected an integer from 1000 to 3600000, found the number 0",
        ),
        (
            r#"{"slowMs": 1}"#,
            "`retry.slowMs`: expected one of `attempts`, `baseMs`, `capMs`, `refusedMs`, `refused`, found an unknown key",
        ),
    ] {
        assert_eq!(retry(json).unwrap_err().to_string(), words);
    }
}

#[test]
fn options_are_merged_and_unknown_keys_named() {
    let options = Options::default()
        .with(
            &json!({"split": {"policy": "undecided", "names": false}, "concurrency": 3,
            "widgets": {"42": {"queries": []}}, "retry": 2, "palette": ["#fff"]}),
        )
        .unwrap();
    assert_eq!(options.split.policy, SplitPolicy::Undecided);
    assert!(!options.split.names);
    assert_eq!(options.retry.attempts, 2);
    assert!(options.widget("42").is_some() && options.widget("1").is_none());
    let options = options
        .with(&json!({"split": {"save": true}, "concurrency": null}))
        .unwrap();
    assert_eq!(options.split.policy, SplitPolicy::Undecided);
    assert!(options.split.save);
    assert_eq!(options.concurrency, 5);
    for (value, start) in [
        (
            json!({"basUrl": "/"}),
            "`basUrl`: expected one of `annotations`, `baseUrl`",
        ),
        (
            json!({"split": {"police": 1}}),
            "`split.police`: expected one of `policy`",
        ),
        (
            json!({"split": {"policy": "x"}}),
            "`split.policy`: expected one of `errors`",
        ),
        (
            json!({"concurrency": 0}),
            "`concurrency`: expected an integer from 1 to 100",
        ),
        (json!(3), "`config`: expected an object of options"),
    ] {
        let error = options.with(&value).unwrap_err().to_string();
        assert!(error.starts_with(start), "{error}");
    }
}

#[test]
fn the_cache_is_switched_or_described() {
    let read = |value: Json| Options::default().with(&value).map(|options| options.cache);
    let default = CacheOptions::default();
    assert!(default.is_on && !default.keep_on_refusal);
    for (value, expected) in [
        (json!({"cache": true}), default),
        (json!({"cache": null}), default),
        (json!({"cache": {}}), default),
        (
            json!({"cache": false}),
            CacheOptions {
                is_on: false,
                ..default
            },
        ),
        (
            json!({"cache": {"maxBytes": 1000, "keepOnRefusal": true}}),
            CacheOptions {
                max_bytes: 1_000,
                keep_on_refusal: true,
                ..default
            },
        ),
    ] {
        assert_eq!(read(value), Ok(expected));
    }
    for (value, start) in [
        (
            json!({"cache": 3}),
            "`cache`: expected `true`, `false` or an object",
        ),
        (
            json!({"cache": {"size": 3}}),
            "`cache.size`: expected one of `maxBytes`",
        ),
        (
            json!({"cache": {"maxBytes": -1}}),
            "`cache.maxBytes`: expected an integer",
        ),
        (
            json!({"cache": {"keepOnRefusal": 1}}),
            "`cache.keepOnRefusal`: expected `true`",
        ),
    ] {
        let error = read(value).unwrap_err().to_string();
        assert!(error.starts_with(start), "{error}");
    }
}

mod any_json {
    use super::*;
    use proptest::prelude::*;

    fn any_json() -> impl Strategy<Value = Json> {
        let keys = prop_oneof![
            proptest::sample::select(vec![
                "id",
                "title",
                "displayType",
                "interval",
                "limit",
                "widgetType",
                "queries",
                "fields",
                "aggregates",
                "columns",
                "conditions",
                "orderby",
                "params",
                "widgets",
                "thresholds",
                "max_values",
                "max1",
                "filters",
                "globalFilter",
                "period",
                "start",
                "split",
                "policy",
                "retry",
                "words",
                "projects",
            ])
            .prop_map(str::to_owned),
            "\\PC{0,6}",
        ];
        let leaf = prop_oneof![
            Just(Json::Null),
            any::<bool>().prop_map(Json::Bool),
            any::<f64>().prop_map(Json::Number),
            "\\PC{0,12}".prop_map(Json::Text),
            proptest::sample::select(vec![
                "line",
                "5m",
                "count()",
                "equation|",
                "discover",
                "14d"
            ])
            .prop_map(|text| Json::Text(text.to_owned())),
        ];
        leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..5).prop_map(Json::List),
                proptest::collection::vec((keys.clone(), inner), 0..8).prop_map(Json::Object),
            ]
        })
    }

    proptest! {
        #[test]
        fn is_read_or_refused_and_never_a_panic(value in any_json()) {
            let _ = WidgetConfig::from_json(&value);
            let _ = Options::default().with(&value);
            if let Ok(dashboard) = DashboardConfig::from_json(&value) {
                for id in dashboard.widget_ids() {
                    let _ = dashboard.widget(&id);
                }
            }
        }

        #[test]
        fn attributes_never_panic(texts in proptest::collection::vec("\\PC{0,10}", 17)) {
            let names = ["widget-id", "org", "dashboard-id", "base-url", "project", "environment",
                "filter", "stats-period", "start", "end", "refresh", "compare", "theme",
                "timezone", "locale", "group", "interval"];
            let pairs: Vec<(&str, &str)> =
                names.into_iter().zip(texts.iter().map(String::as_str)).collect();
            attributes(&pairs, false);
        }
    }
}
