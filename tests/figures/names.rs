//! What series are called.

use crate::support::*;
use events_stats_widget::decode::Decoded;

#[test]
fn names_follow_the_shape_of_the_answer() {
    let single = recorded("01_single_axis.json", None, &["count()"]);
    assert_eq!(names(&frame(&line(&["count()"]), &[&single])), ["count()"]);
    let aliased = chart("line", &["count()"], &[], "errors");
    assert_eq!(names(&frame(&aliased, &[&single])), ["errors : count()"]);

    let axes = ["count()", "equation|count() / 100"];
    let equation = recorded("15_multi_axis_equation.json", None, &axes);
    assert_eq!(
        names(&frame(&line(&axes), &[&equation])),
        ["count()", "count() / 100"]
    );

    let grouped = recorded("04_top_events_with_other.json", Some(3), &["count()"]);
    let top = chart("area", &["count()"], &["environment"], "");
    assert_eq!(names(&frame(&top, &[&grouped])).last(), Some(&"Other"));
    let top = chart("area", &["count()"], &["environment"], "env");
    assert_eq!(names(&frame(&top, &[&grouped]))[0], "env : production");
    assert_eq!(
        names(&frame(&top, &[&grouped])).last(),
        Some(&"env : Other")
    );

    let axes = ["count()", "p95(transaction.duration)"];
    let both = recorded("05_top_events_multi_axis.json", Some(2), &axes);
    let top = chart("line", &axes, &["transaction"], "q");
    let shown = frame(&top, &[&both]);
    let first = names(&shown)[0];
    assert!(
        first.starts_with("q > ") && first.ends_with(" : count()"),
        "{first}"
    );
}

#[test]
fn rates_without_an_alias_are_named_in_words_by_their_dataset() {
    let shown = |widget_type: &str, axis: &str, more: &str| {
        let widget = config(&format!(
            r#"{{"displayType": "line", "widgetType": "{widget_type}", "queries": [{{"aggregates": ["{axis}"]{more}}}]}}"#
        ));
        let shown = frame(&widget, &[&answer(vec![series("", axis, &[1.0])])]);
        assert_eq!(shown.series[0].color_key, axis);
        names(&shown).join(" | ")
    };
    for (widget_type, axis, name) in [
        ("transaction-like", "epm()", "Transactions per minute"),
        ("error-events", "epm()", "Errors per minute"),
        ("discover", "epm()", "Events per minute"),
        ("spans", "eps()", "Spans per second"),
        ("logs", "epm()", "Logs per minute"),
        ("discover", "tpm()", "Transactions per minute"),
        ("spans", "sps()", "Spans per second"),
        ("discover", "epm(3600)", "epm(3600)"),
        ("error-events", "count()", "count()"),
    ] {
        assert_eq!(shown(widget_type, axis, ""), name);
    }
    assert_eq!(
        shown("discover", "epm()", r#", "name": "EU""#),
        "EU : epm()"
    );
}

#[test]
fn empty_and_null_groups_have_names() {
    let keys = recorded(
        "13_top_events_numeric_and_empty_keys.json",
        Some(5),
        &["count()"],
    );
    let shown = frame(
        &chart("area", &["count()"], &["error.handled"], ""),
        &[&keys],
    );
    assert!(
        names(&shown).contains(&"(empty string)"),
        "{:?}",
        names(&shown)
    );
    let nulls = answer(vec![
        series("None", "count()", &[1.0]),
        series("a,None", "count()", &[1.0]),
    ]);
    let one = chart("area", &["count()"], &["release"], "");
    assert_eq!(names(&frame(&one, &[&nulls]))[0], "(no value)");
    let two = chart("area", &["count()"], &["user", "release"], "");
    assert_eq!(names(&frame(&two, &[&nulls])), ["None", "a,(no value)"]);
}

#[test]
fn releases_are_called_by_their_version_where_that_tells_them_apart() {
    let shown = |columns: &[&str], keys: &[&str]| {
        let series = keys.iter().map(|key| series(key, "count()", &[1.0]));
        let widget = chart("area", &["count()"], columns, "");
        let shown = frame(&widget, &[&answer(series.collect())]);
        names(&shown)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (android, ios) = ("android@5.3.1", "ios@5.3.1");
    assert_eq!(shown(&["release"], &[android, "Other"]), ["5.3.1", "Other"]);
    assert_eq!(shown(&["release"], &[android, ios]), [android, ios]);
    assert_eq!(shown(&["title"], &[android]), [android]);
    // Older datasets write values in the order of their columns' names.
    assert_eq!(
        shown(&["release", "environment"], &["prod,android@5.3.1"]),
        ["prod,5.3.1"]
    );
    assert_eq!(
        shown(&["release", "title"], &["android@5.3.1,a,b"]),
        ["android@5.3.1,a,b"]
    );
}

#[test]
fn queries_without_an_alias_are_called_by_their_conditions() {
    let shown = |queries: &str, answered: &[Decoded]| {
        let widget = config(&format!(
            r#"{{"displayType": "line", "queries": {queries}}}"#
        ));
        let answers: Vec<&Decoded> = answered.iter().collect();
        let shown = frame(&widget, &answers);
        names(&shown).join(" | ")
    };
    let count = || answer(vec![series("", "count()", &[1.0])]);
    let grouped = || answer(vec![series("prod", "count()", &[1.0])]);
    let chrome = r#""aggregates": ["count()"], "conditions": "browser:*Chrome*""#;
    let marked = "\"aggregates\": [\"count()\"], \"conditions\": \"transaction:\u{f00d}Contains\u{f00d}issues\"";
    assert_eq!(
        shown(
            &format!("[{{{chrome}}}, {{{marked}}}]"),
            &[count(), count()]
        ),
        "browser:Chrome : count() | transaction:issues : count()"
    );
    assert_eq!(shown(&format!("[{{{chrome}}}]"), &[count()]), "count()");
    let mixed = format!(r#"[{{{chrome}, "columns": ["environment"]}}, {{"name": "all"}}, {{}}]"#);
    assert_eq!(
        shown(&mixed, &[grouped(), count(), count()]),
        "browser:Chrome : prod | all : count() | count()"
    );
}

#[test]
fn several_axes_go_by_their_own_aliases() {
    let shown = |query: &str, list: Vec<_>| {
        let widget = config(&format!(
            r#"{{"displayType": "line", "queries": [{query}]}}"#
        ));
        names(&frame(&widget, &[&answer(list)])).join(" | ")
    };
    let axes = ["count(span.duration)", "p95(span.duration)"];
    let both = |key: &str| {
        let mut both = axes.map(|axis| series(key, axis, &[1.0])).to_vec();
        both[1].axis_index = 1;
        both
    };
    let aliases = r#""aggregates": ["count(span.duration)", "p95(span.duration)"], "fieldAliases": ["", "P95"]"#;
    assert_eq!(
        shown(&format!("{{{aliases}}}"), both("")),
        "count(spans) | P95"
    );
    let metric = series("", "p95(value,payment.latency,distribution,second)", &[1.0]);
    assert_eq!(shown("{}", vec![metric]), "p95(payment.latency)");
    let grouped = r#"{"aggregates": ["count(span.duration)", "p95(span.duration)"],
        "columns": ["transaction"], "fieldAliases": ["T", "C", "P"]}"#;
    assert!(shown(grouped, both("/api/foo")).ends_with("/api/foo : p95(span.duration)"));
    assert_eq!(
        shown(
            r#"{"aggregates": ["p95()"], "fieldAliases": ["P95"]}"#,
            vec![series("", "p95()", &[1.0])]
        ),
        "p95()"
    );
}
